"""What of a person an account may see. In: a person as ``identity`` opened her. Out: the same, without what must not be shown.

Non-punishment (SAFEGUARDS 14): a person who is victim and suspect shows no suspect mark outside justice. The records that
accuse her leave with everything that only they say, so that nothing on the page tells that they exist.
"""

from __future__ import annotations

from dataclasses import replace

from intertrata.identity.actions import PersonView

VICTIM, SUSPECT = "victim", "suspect"


def seen(person: PersonView, *, suspects: bool) -> PersonView:
    """Give the person as she may be seen.

    Args:
        suspects: whether this account may see that a victim is registered as suspect too (``access.permissions.sees_suspects``).
    """
    if suspects or not {VICTIM, SUSPECT} <= set(person.roles):
        return person
    kept = tuple(record for record in person.records if record.role != SUSPECT)
    register_of = {record.record: record.register for record in kept}
    values = []
    for value in person.values:
        said = []
        for one in value.said:
            records = tuple(record for record in one.records if record in register_of)
            if records:
                said.append(replace(one, records=records, registers=tuple(sorted({register_of[record] for record in records}))))
        if said:
            values.append(replace(value, value=said[0].value, said=tuple(said)))
    roles = tuple(role for role in person.roles if role != SUSPECT)
    return replace(person, values=tuple(values), roles=roles, records=kept)
