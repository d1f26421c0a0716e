"""What is asked of figures on pages. In: the filters of an address. Out: clean values; they stand in the address so that a page can be quoted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

Choices = Sequence[tuple[str, str]]


def _day(label: str) -> forms.DateField:
    return forms.DateField(label=label, required=False, widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}), localize=False)


class _OfPeriod(forms.Form):
    """First and last day; neither must be said."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["start"], self.fields["end"] = _day(str(_("Desde"))), _day(str(_("Hasta, incluido")))

    @property
    def period(self) -> dict[str, Any]:
        """The period as the room's doors take it."""
        return {"start": self.cleaned_data["start"], "end": self.cleaned_data["end"]}


class Counting(_OfPeriod):
    """An indicator, by what it is cut, when."""

    indicator = forms.ChoiceField(label=_("Qué se cuenta"))
    by = forms.MultipleChoiceField(label=_("Según"), required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, indicators: Choices, dimensions: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["indicator"].choices = indicators  # type: ignore[attr-defined]
        self.fields["by"].choices = dimensions  # type: ignore[attr-defined]


class Bridging(_OfPeriod):
    """Two registers, what both count, when."""

    a = forms.ChoiceField(label=_("Un registro"))
    b = forms.ChoiceField(label=_("El otro"))
    indicator = forms.ChoiceField(label=_("Qué se cuenta"))

    def __init__(self, *args: Any, registers: Choices, indicators: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, choices in (("a", registers), ("b", registers), ("indicator", indicators)):
            self.fields[name].choices = choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Two different registers: one register is no bridge."""
        said = super().clean() or {}
        if said.get("a") and said.get("a") == said.get("b"):
            raise forms.ValidationError(_("Elija dos registros distintos."))
        return said


class Telling(forms.Form):
    """Told figures of what, about where."""

    indicator = forms.ChoiceField(label=_("Qué se cuenta"))
    department = forms.ChoiceField(label=_("Dónde"), required=False)

    def __init__(self, *args: Any, indicators: Choices, departments: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["indicator"].choices = indicators  # type: ignore[attr-defined]
        self.fields["department"].choices = departments  # type: ignore[attr-defined]


class Contradicting(forms.Form):
    """Of which kind, how sure, of whose figures, in which state, told where; everything, where nothing is said."""

    kind = forms.ChoiceField(label=_("Clase"), required=False)
    certainty = forms.ChoiceField(label=_("Certeza"), required=False)
    institution = forms.ChoiceField(label=_("De quién son las cifras"), required=False)
    state = forms.ChoiceField(label=_("Estado"), required=False)
    source = forms.ChoiceField(label=_("Quién las cuenta"), required=False)

    def __init__(self, *args: Any, choices: Mapping[str, Choices], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, known in choices.items():
            self.fields[name].choices = [("", _("Todas")), *known]  # type: ignore[attr-defined]
