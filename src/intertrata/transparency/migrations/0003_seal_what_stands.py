"""The words of answers that stand in clear are sealed in their rows, as ``transparency.sealing`` seals them from now on.

How they are sealed on the day of this migration stands here once more, so that the room may change its own. Of the house that runs it only its
keys are asked, and only where it keeps any answer.
"""

import hmac
import json
import os
import re
import tomllib
from datetime import UTC
from hashlib import sha256

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.db import migrations

from intertrata.access import keys

FIELD = "capture.sealed"
FIGURES = re.compile(r"(?:S/\.?)?[\d\s.,;:'’´`%()/+-]*")
CLEAR = ("sí", "si", "no")
NONCE = 12


def seal_what_stands(apps, schema_editor):
    alias = schema_editor.connection.alias
    captures, campaigns = (apps.get_model("transparency", name).objects.using(alias) for name in ("Capture", "Campaign"))
    if not captures.exists():
        return
    found = keys.load(settings.KEYS)
    cipher, closed = AESGCM(found.encryption[found.current]), {one.id: _closed(one.questionnaire) for one in campaigns.all()}
    for row in captures.filter(sealed=None).order_by("id").iterator(2_000):
        cell = "\x00".join((row.request.hex, row.item, row.period))
        free = row.kind in ("text", "list") and bool(row.value) and row.item not in closed.get(row.campaign, ())
        plain = not free and (row.as_written == row.status or FIGURES.fullmatch(row.as_written) or row.as_written.lower() in CLEAR)
        if plain and not row.quote:
            continue
        words = {"as_written": "" if plain else row.as_written, "value": row.value if free else "", "quote": row.quote}
        place, nonce = f"{FIELD}\x00{cell}\x00{row.at.astimezone(UTC).isoformat()}", os.urandom(NONCE)
        blob = nonce + cipher.encrypt(nonce, json.dumps(words, ensure_ascii=False).encode(), place.encode())
        value = "#" + hmac.new(found.search, f"{FIELD}\x00{cell}\x00{row.value}".encode(), sha256).hexdigest()[:32] if free else row.value
        captures.filter(pk=row.pk).update(
            sealed=blob, key_id=found.current, quote="", as_written=row.as_written if plain else "", value=value
        )


def _closed(questionnaire):
    """The items whose answers are of a list."""
    return {one["code"] for one in tomllib.loads(questionnaire).get("item", ()) if one.get("choices")}


class Migration(migrations.Migration):
    dependencies = [("transparency", "0002_words_sealed_and_appeals")]
    operations = [migrations.RunPython(seal_what_stands, migrations.RunPython.noop)]
