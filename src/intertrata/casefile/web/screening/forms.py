"""What is asked of screenings. In: the filters of an address. Out: clean values; they stand in the address so that a list can be quoted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from intertrata.casefile.queries import Asked
from intertrata.vocabulary.codes import code_list
from intertrata.vocabulary.jurisdictions import LIMA, UNSPECIFIED, jurisdictions

STATES = "screening_state"
EVERYTHING = "all"


class Filters(forms.Form):
    """Of which register, in which state, where, and as of which day; what waits for somebody, where no state is said."""

    register = forms.ChoiceField(label=_("Registro"), required=False)
    state = forms.ChoiceField(label=_("Estado"), required=False)
    territory = forms.ChoiceField(label=_("Dónde"), required=False)
    as_of = forms.DateField(
        label=_("Como estaba el día"), required=False, widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}), localize=False
    )

    def __init__(self, *args: Any, registers: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        states = [(one.code, one.es) for one in code_list(STATES)]
        places = [*((one.code, one.name) for one in jurisdictions()), (LIMA, UNSPECIFIED)]
        self.fields["register"].choices = [("", _("Todos")), *registers]  # type: ignore[attr-defined]
        self.fields["state"].choices = [("", _("Lo que espera a alguien")), *states, (EVERYTHING, _("Todo"))]  # type: ignore[attr-defined]
        self.fields["territory"].choices = [("", _("Todo el país")), *places]  # type: ignore[attr-defined]

    @property
    def asked(self) -> Asked:
        """Which are asked for, as the room's door takes it."""
        said = self.cleaned_data
        state = "" if said["state"] == EVERYTHING else said["state"]
        return Asked(said["register"], state, said["territory"], waiting=not said["state"])

    @property
    def where(self) -> Asked:
        """The same in every state: what is counted."""
        return replace(self.asked, state="", waiting=False)

    @property
    def until(self) -> date | None:
        """Up to which day deliveries count; all of them, where no day is said."""
        day: date | None = self.cleaned_data["as_of"]
        return day

    @property
    def today(self) -> date:
        """The day of which overdue is said."""
        return self.until or timezone.localdate()
