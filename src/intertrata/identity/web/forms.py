"""What is asked to find a person. In: what was typed. Out: the words of ``identity.actions.find``; they live in one request."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from intertrata.identity.review.answers import REASONS, Answer
from intertrata.vocabulary.codes import code_list
from intertrata.vocabulary.errors import Problem
from intertrata.vocabulary.periods import parse

WRITTEN = ("%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%Y-%m-%d")


class Finding(forms.Form):
    """Whatever is known of who is looked for; how much is enough is for ``find`` to say."""

    given_names = forms.CharField(label=_("Nombres"), max_length=120, required=False)
    surname_1 = forms.CharField(label=_("Apellido paterno"), max_length=80, required=False)
    surname_2 = forms.CharField(label=_("Apellido materno"), max_length=80, required=False)
    document_type = forms.ChoiceField(label=_("Tipo de documento"), required=False)
    document_number = forms.CharField(label=_("Número de documento"), max_length=30, required=False)
    birth_date = forms.CharField(
        label=_("Fecha de nacimiento"), max_length=20, required=False, help_text=_("Día, mes y año (03/05/1999), o solo el año.")
    )
    age = forms.IntegerField(label=_("Edad hoy, si no hay fecha"), required=False, min_value=0, max_value=110)
    sex = forms.ChoiceField(label=_("Sexo"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, listed in (("document_type", "document_type"), ("sex", "sex")):
            self.fields[name].choices = [("", _("Cualquiera")), *((one.code, one.es) for one in code_list(listed))]  # type: ignore[attr-defined]
        for field in self.fields.values():
            field.widget.attrs["autocomplete"] = "off"

    def clean_birth_date(self) -> str:
        """Give the date as ISO 8601, as exact as it was typed."""
        text = self.cleaned_data["birth_date"].strip()
        try:
            day = _day(text)
            return day.isoformat() if day else parse(text).iso() if text else ""
        except Problem as problem:
            raise forms.ValidationError(_("Escriba la fecha como 03/05/1999, o solo el año.")) from problem

    @property
    def asked(self) -> dict[str, str]:
        """What was said, as ``find`` takes it; an age is of today."""
        said = {name: str(value) for name, value in self.cleaned_data.items() if value not in (None, "")}
        return said | ({"age_date": timezone.localdate().isoformat()} if "age" in said else {})


def _day(text: str) -> date | None:
    for written in WRITTEN:
        try:
            return datetime.strptime(text, written).date()
        except ValueError:
            continue
    return None


class Deciding(forms.Form):
    """One choice says both the answer and its reason: ``same:same_document``."""

    said = forms.ChoiceField(
        choices=[
            (f"{answer}:{reason}", reason) for answer, reasons in REASONS.items() if answer is not Answer.WITHDRAWN for reason in reasons
        ],
        error_messages={"required": _("Elija una respuesta con su razón."), "invalid_choice": _("Elija una respuesta de la lista.")},
    )

    @property
    def said_both(self) -> tuple[Answer, str]:
        """The answer and the reason chosen."""
        answer, _colon, reason = self.cleaned_data["said"].partition(":")
        return Answer(answer), reason

    @staticmethod
    def choices_of(answer: Answer) -> list[tuple[str, str]]:
        """Give (value, Spanish words) of the choices that stand for an answer."""
        return [(f"{answer}:{reason}", code_list("identity_reason").es(reason)) for reason in REASONS[answer]]


class Parting(forms.Form):
    """Which records of a person are somebody else's, and why."""

    leaving = forms.MultipleChoiceField()
    reason = forms.ChoiceField()

    def __init__(self, records: Iterable[str], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        listed = code_list("identity_reason")
        self.fields["leaving"].choices = [(one, one) for one in records]  # type: ignore[attr-defined]
        self.fields["reason"].choices = [(one, listed.es(one)) for one in REASONS[Answer.DIFFERENT]]  # type: ignore[attr-defined]
