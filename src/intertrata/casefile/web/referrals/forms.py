"""What is asked of referrals: the filters of a list, a new one, a step. In: what was chosen. Out: codes of lists; nothing is typed freely."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from intertrata.casefile.referrals.queries import Sought, flows
from intertrata.casefile.referrals.states import Step
from intertrata.vocabulary.codes import code_list

ALL = ("", _("Todas"))
SIDES = (ALL, ("receiver", _("Recibidas")), ("sender", _("Enviadas")), ("passed", _("Redirigidas por nosotros")))
WAITS = "waits"
LATE = "late"
DISTRICTS = "df_"
LISTS = {
    "receiver_unit": "referral_unit", "reason": "referral_reason", "rejection_reason": "rejection_reason", "outcome": "referral_outcome",
    "withdrawal_reason": "withdrawal_reason", "legal_basis": "legal_basis",
}  # fmt: skip
LABELS = {
    "receiver_unit": _("A qué unidad"), "reason": _("Para qué"), "legal_basis": _("Con qué base legal"), "rejection_reason": _("Por qué no se acepta"),
    "outcome": _("En qué terminó"), "withdrawal_reason": _("Por qué se retira"),
}  # fmt: skip
JURISDICTION = _("En qué distrito fiscal, si se sabe")


def chosen(name: str, among: Iterable[str] | None = None) -> forms.ChoiceField:
    """A choice from the list of a field, or from some of its codes."""
    known = code_list(LISTS[name])
    codes = [one.code for one in known] if among is None else list(among)
    return forms.ChoiceField(label=LABELS[name], choices=[("", _("Elija")), *((code, known.es(code)) for code in codes)])


def places() -> forms.ChoiceField:
    """The fiscal districts, or none."""
    districts = [(one.code, one.es) for one in code_list("jurisdiction") if one.code.startswith(DISTRICTS)]
    return forms.ChoiceField(label=JURISDICTION, choices=[("", _("No se sabe")), *districts], required=False)


class Filters(forms.Form):
    """Which of them: sent or received, in which state, to which unit."""

    side = forms.ChoiceField(label=_("Cuáles"), required=False, choices=SIDES)
    state = forms.ChoiceField(label=_("Estado"), required=False)
    unit = forms.ChoiceField(label=_("A qué unidad"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        states = [(one.code, one.es) for one in code_list("referral_state")]
        self.fields["state"].choices = [ALL, (WAITS, _("Esperan algo de alguien")), (LATE, _("Con la respuesta vencida")), *states]  # type: ignore[attr-defined]
        self.fields["unit"].choices = [ALL, *((one.code, one.es) for one in code_list("referral_unit"))]  # type: ignore[attr-defined]

    @property
    def sought(self) -> Sought:
        """Which are asked for, as the room's door takes it."""
        said = self.cleaned_data
        states = {"": (), WAITS: ("sent", "accepted"), LATE: ()}.get(said["state"], (said["state"],))
        return Sought(said["side"], states, said["state"] == LATE, said["unit"])


class Referring(forms.Form):
    """A new referral: to which unit, where, what for, on which basis; and the marks that every record bears."""

    def __init__(self, *args: Any, institution: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["receiver_unit"] = chosen("receiver_unit", flows().units(institution))
        self.fields["jurisdiction"] = places()
        self.fields["reason"], self.fields["legal_basis"] = chosen("reason"), chosen("legal_basis")


class Stepping(forms.Form):
    """One step: what must be said with it."""

    def __init__(self, *args: Any, step: Step, institution: str, **kwargs: Any) -> None:
        super().__init__(*args, prefix=step.code, **kwargs)
        self.step = step
        for name in step.says:
            self.fields[name] = chosen(name, flows().units(institution) if name == "receiver_unit" else None)
        if "receiver_unit" in step.says:
            self.fields["jurisdiction"] = places()
