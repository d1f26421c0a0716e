"""The case numbers of what a house already keeps are written: none of a reserved identity, also where they were written once before.

How numbers were told, keyed and packed on the day of this migration stands here once more, so that the room may change its own: what was
written otherwise since is written anew by ``write_numbers_anew``. Only the key of ids is asked of the house that runs it.
"""

import json
import re
from collections import defaultdict
from hashlib import blake2b
from itertools import islice
from unicodedata import normalize

from django.conf import settings
from django.db import migrations

from intertrata.access import keys

AT_ONCE = 50_000
TOLD = ("record", "deposit", "cut_off", "order", "record_type", "payload")
OWN, ACT = "number", "act"
FEWEST_SIGNS = 3
NUMBERED = {
    **dict.fromkeys((
        "complaint", "operation", "proceeding", "protection_proceeding", "screened_complaint", "missing_report", "inspection", "facts",
        "smuggling_operation", "victim_abroad", "protection_measure", "interview", "warrant",
    ), (OWN, "case_numbers")),
    **dict.fromkeys(("victim", "suspect", "smuggled_person", "witness"), (ACT, "case_numbers")),
    **dict.fromkeys((
        "service", "stay", "shelter_places", "consent", "referral", "repatriation", "reintegration_plan", "follow_up", "family_support",
        "call", "network", "defence", "procedural_act", "notification",
    ), ("case_numbers",)),
    "communication": ("became", "case_numbers"),
}
SAYS_RESERVED = {"service", "stay", "consent", "referral", "witness", "protection_measure", "interview"}


def number_what_stands(apps, schema_editor):
    alias = schema_editor.connection.alias
    events, numbers = (apps.get_model("registers", name).objects.using(alias) for name in ("RecordEvent", "CaseNumbers"))
    numbers.all().delete()
    told = events.filter(kind="v", record_type__in=NUMBERED).order_by("id").values_list(*TOLD).iterator(AT_ONCE)
    while batch := list(islice(told, AT_ONCE)):
        numbers.bulk_create([numbers.model(**row) for row in packed(batch, keys.load(settings.KEYS).ids)])


def packed(batch, key):
    """The numbers of events: those of a moment, a field and a bucket in one row, eight bytes a key, sixteen a record."""
    found = defaultdict(lambda: ([], []))
    for record, deposit, cut_off, order, record_type, payload in batch:
        for field, number in numbers_told(record_type, json.loads(payload)):
            digest = blake2b(number.encode(), digest_size=8, key=key, person=b"case number").digest() if number else bytes(8)
            beside = found[deposit, cut_off, order, field, digest[0] if number else None]
            beside[0].append(digest)
            beside[1].append(record.bytes)
    for (deposit, cut_off, order, field, bucket), (digests, records) in found.items():
        yield {
            "deposit": deposit, "cut_off": cut_off, "order": order, "field": field, "borne": field == OWN, "bucket": bucket,
            "keys": b"".join(digests), "records": b"".join(records),
        }


def numbers_told(record_type, payload):
    """Each number that a payload bears or quotes, once a field; empty where what is quoted says nothing."""
    if record_type in SAYS_RESERVED and payload.get("reserved") is not False:
        return
    for field in NUMBERED[record_type]:
        said = payload.get(field)
        found = [case_key(text) for text in (said if isinstance(said, list) else [said]) if text is not None]
        found = [one for one in found if one] if field in {OWN, ACT} else [one if says(one) else "" for one in found]
        yield from ((field, one) for one in dict.fromkeys(found))


def says(number):
    """Whether a quoted number names a case: «12» and «en trámite» do not."""
    return re.search("[0-9]", number) and len(number.replace(" ", "")) >= FEWEST_SIGNS


def case_key(text):
    """A number without what is only typing: «N° 00123-2016» and «nro.123 / 2016» are «123 2016»."""
    bare = re.sub("[\u0300-\u036f]", "", normalize("NFKD", re.sub("[°ºª]", " ", text)).lower())
    parts = re.sub("[^0-9a-z]+", " ", bare)
    parts = re.sub("([0-9])([a-z])", r"\1 \2", re.sub("([a-z])([0-9])", r"\1 \2", parts))
    numbered = re.sub(r"\b0+([0-9])", r"\1", re.sub(r"\b(?:n|nr|no|nro|num|numero)\b", " ", parts))
    return " ".join(numbered.split())


class Migration(migrations.Migration):

    dependencies = [
        ('registers', '0003_case_numbers'),
    ]

    operations = [
        migrations.RunPython(number_what_stands, migrations.RunPython.noop, elidable=True),
    ]
