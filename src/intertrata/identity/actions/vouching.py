"""Vouching: who writes a record with a person's page open says whose it is. In: two records. Out: an answer of people, which every linkage keeps."""

from __future__ import annotations

from uuid import UUID

from django.utils import timezone

from intertrata.identity.models import Decision
from intertrata.identity.review.answers import Answer
from intertrata.identity.review.queries import given_of


def vouch(record: str, same_as: str, *, by: str) -> None:
    """Keep that a record is of whom another record speaks: every linkage from the next on keeps the two together, whatever its names say.

    Nothing moves now, so nobody who links is waited for; said twice it is one answer, and a reviewer's answer to the pair stands.
    """
    one, other = sorted((UUID(record).hex, UUID(same_as).hex))
    if not given_of([(one, other)]):
        Decision.objects.create(
            at=timezone.now(), by=by, record_a=UUID(one), record_b=UUID(other), answer=Answer.SAME, reason="confirmed", needs=1, drawn=False,
            probability=None, evidence=[],
        )  # fmt: skip
