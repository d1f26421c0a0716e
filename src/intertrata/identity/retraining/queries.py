"""Which model is in force, and the models of this house. In: a version. Out: ``Model``; no record, no person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from django.conf import settings

from intertrata.identity import model as models
from intertrata.identity.model import Model
from intertrata.identity.models import ModelChange
from intertrata.vocabulary.errors import Problem


@dataclass(frozen=True)
class InForce:
    """The model that the next linkage uses: since when and by whom, and from how many answers; None where it is as the product came."""

    version: str
    at: datetime | None = None
    by: str = ""
    answers: int = 0


def in_force() -> InForce:
    """Say which model the next linkage uses: the last that somebody put in force, while it rests on the model of this product."""
    last = ModelChange.objects.order_by("-id").first()
    if last is None or last.base != models.CURRENT:
        return InForce(models.CURRENT)
    return InForce(last.version, last.at, last.by, last.answers)


def current() -> Model:
    """Give the model in force.

    Raises:
        Problem: ``model_damaged`` where its file is gone or is not the one that was written.
    """
    return named(in_force().version)


def named(version: str) -> Model:
    """Give a model by its name: the product's, or one that was learnt in this house.

    Raises:
        Problem: ``model_unknown`` where neither has it; ``model_damaged``.
    """
    kept = ModelChange.objects.filter(version=version).exclude(sha256="").order_by("-id").first()
    if kept is None:
        return models.load(version)
    path = file_of(version)
    text = path.read_bytes() if path.is_file() else b""
    if sha256(text).hexdigest() != kept.sha256:
        raise Problem("model_damaged", model=version, file=path.name)
    return models.read(text.decode("utf-8"))


def next_version() -> str:
    """Give the name of the next model learnt here from the product's: pe-4+r1, pe-4+r2…"""
    learnt = ModelChange.objects.filter(base=models.CURRENT).exclude(sha256="").count()
    return f"{models.CURRENT}+r{learnt + 1}"


def file_of(version: str) -> Path:
    """Give the file of a model that was learnt here."""
    return Path(settings.VAR) / "models" / f"{version}.json"
