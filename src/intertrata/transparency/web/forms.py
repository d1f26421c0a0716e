"""What is asked of who asks entities. In: what a form sends. Out: clean values as the room's doors take them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from intertrata.transparency.actions.asking import LONGEST_NAME, Asking, Happening
from intertrata.transparency.actions.capturing import Taken
from intertrata.vocabulary.codes import code_list
from intertrata.vocabulary.jurisdictions import jurisdictions

Choices = Sequence[tuple[Any, Any]]


def day_field(label: Any, *, required: bool = True) -> forms.DateField:
    """A day, as browsers ask for one."""
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    return forms.DateField(label=label, required=required, widget=widget, localize=False)


class Opening(forms.Form):
    """A campaign: which questionnaire, under which name, who asks, whom."""

    questionnaire = forms.ChoiceField(label=_("Cuestionario"))
    title = forms.CharField(label=_("Título"), max_length=200, help_text=_("Lo leen las entidades en la carta."))
    name = forms.SlugField(
        label=_("Nombre corto"),
        max_length=LONGEST_NAME,
        help_text=_("Para los números de las cartas: letras, cifras y guiones, por ejemplo trata-2016."),
    )
    sender = forms.ChoiceField(label=_("Quién pide"))
    through = forms.ChoiceField(label=_("Quién lo presenta por él"), required=False)
    office = forms.CharField(label=_("Oficina que firma"), max_length=120, help_text=_("Una oficina, no el nombre de una persona."))
    city = forms.CharField(label=_("Ciudad"), max_length=60, initial="Lima")
    reply_to = forms.CharField(label=_("A dónde se responde"), max_length=200, help_text=_("Un correo o una dirección de la institución."))
    groups = forms.MultipleChoiceField(label=_("A qué entidades"), widget=forms.CheckboxSelectMultiple, required=False)
    department = forms.ChoiceField(
        label=_("Solo de un departamento"), required=False, help_text=_("De gobiernos regionales y municipalidades, solo los de ahí."),
    )  # fmt: skip
    more = forms.CharField(
        label=_("Otras entidades, una por línea"), required=False, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Por su nombre o su código: «Municipalidad Distrital de Comas», «Huancané (Puno)»."),
    )  # fmt: skip

    def __init__(self, *args: Any, questionnaires: Choices, groups: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        senders = [(one.code, one.es) for one in code_list("institution")]
        through = [("", _("Nadie: la presenta quien pide")), *senders]
        places = [("", _("Todo el país")), *((one.code, one.name) for one in jurisdictions() if len(one.code) == 2)]
        lists = {"questionnaire": questionnaires, "sender": senders, "through": through, "groups": groups, "department": places}
        for field, choices in lists.items():
            self.fields[field].choices = choices  # type: ignore[attr-defined]

    @property
    def asking(self) -> Asking:
        """Who asks."""
        return Asking(**{name: self.cleaned_data[name] for name in ("sender", "office", "city", "reply_to", "through")})


class Filing(forms.Form):
    """The day on which the requests not yet filed were, and how."""

    day = day_field(_("Día en que se presentaron"))
    channel = forms.ChoiceField(label=_("Por qué medio"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["channel"].choices = channels()  # type: ignore[attr-defined]


class Arriving(forms.Form):
    """On which day filled forms came; today where nobody says."""

    arrived = day_field(_("Día en que llegaron"), required=False)


class Recording(forms.Form):
    """Something that happened to one request."""

    kind = forms.ChoiceField(label=_("Qué pasó"))
    day = day_field(_("Qué día"))
    after_hours = forms.BooleanField(label=_("Fuera del horario de atención"), required=False)
    channel = forms.ChoiceField(label=_("Por qué medio"), required=False)
    reference = forms.CharField(label=_("Número que le puso la entidad"), max_length=80, required=False)
    promised = day_field(_("Fecha para la que promete responder"), required=False)
    refers_to = forms.TypedChoiceField(label=_("Repite la respuesta"), required=False, coerce=int, empty_value=None)
    entity = forms.CharField(label=_("Entidad a la que la envió"), max_length=120, required=False)

    def __init__(self, *args: Any, answers: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = [(one.code, one.es) for one in code_list("request_event")]
        for field, choices in (("kind", kinds), ("channel", [("", "—"), *channels()]), ("refers_to", [("", _("Ninguna")), *answers])):
            self.fields[field].choices = choices  # type: ignore[attr-defined]

    def happening(self, entity: str) -> Happening:
        """What it says, with the code of the entity that it names."""
        said = self.cleaned_data
        return Happening(
            said["kind"], said["day"], channel=said["channel"], reference=said["reference"], promised=said["promised"], refers_to=said["refers_to"],
            entity=entity, after_hours=said["after_hours"],
        )  # fmt: skip


class Decreeing(forms.Form):
    """A day that a decree made non-working for the public sector."""

    day = day_field(_("Día no laborable"))
    norm = forms.CharField(label=_("Norma"), max_length=120, help_text=_("Por ejemplo «D.S. 033-2016-PCM»."))
    scope = forms.ChoiceField(label=_("Dónde"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        places = [(one.code, one.name) for one in jurisdictions() if len(one.code) == 2]
        self.fields["scope"].choices = [("", _("En todo el país")), *places]  # type: ignore[attr-defined]


class TakingBack(forms.Form):
    """Why a day that was added is taken back."""

    why = forms.CharField(label=_("Por qué se retira"), max_length=300)


class Replying(forms.Form):
    """What an entity replies to something said of it."""

    day = day_field(_("Fecha de la réplica"))
    about = forms.CharField(label=_("De qué habla"), max_length=200, help_text=_("La pregunta y el período, o la cifra publicada."))
    text = forms.CharField(label=_("La réplica, como la escribió"), widget=forms.Textarea(attrs={"rows": 6}))


class Keeping(forms.Form):
    """A file that came with an answer, or its redacted copy."""

    file = forms.FileField(label=_("Archivo"), help_text=_("PDF, Word, Excel, imagen o texto. Su nombre no se guarda."))
    redacts = forms.ChoiceField(label=_("Es la copia tachada de"), required=False)

    def __init__(self, *args: Any, originals: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["redacts"].choices = [("", _("Ninguno: es el original")), *originals]  # type: ignore[attr-defined]


class Capturing(forms.Form):
    """What somebody read on a page for one item and period."""

    cell = forms.ChoiceField(label=_("Pregunta y período"))
    as_written = forms.CharField(
        label=_("Lo que dice, como está escrito"),
        max_length=300,
        help_text=_("Con sus puntos y comas; «SD», «NRI» o «SPE» si eso responde."),
    )
    quote = forms.CharField(label=_("Las palabras de alrededor"), max_length=300, required=False)

    def __init__(self, *args: Any, cells: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["cell"].choices = cells  # type: ignore[attr-defined]
        if self.initial.get("stepped"):
            self.fields["as_written"].widget.attrs["autofocus"] = True

    def taken(self, document: Any, page: int) -> Taken:
        """What it says, of a page of a document."""
        said, (item, _sep, period) = self.cleaned_data, self.cleaned_data["cell"].partition("|")
        return Taken(item, period, said["as_written"], document=document, page=page, quote=said["quote"])


def channels() -> list[tuple[str, str]]:
    """The ways by which a request or an answer travels."""
    return [(one.code, one.es) for one in code_list("request_channel")]
