"""What the form says of somebody's age: under 18, or nobody can be sure that she is not.

In: what the record says, in common words. Out: notices in whole sentences with their norm. They hold nothing back: they say what is
owed to a child, and what is not asked of her.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

MEANS = _(
    "Los medios (amenaza, engaño…) no hacen falta para que haya trata: basta que la hayan captado, trasladado o recibido para explotarla "
    "(Protocolo de Palermo, art. 3 c). Se pueden anotar si se conocen: agravan la pena y guían la atención."
)
INTERVIEW = _(
    "Tiene derecho a una entrevista única, en cámara Gesell: pídala a la fiscalía. No se le vuelve a preguntar por lo ocurrido, y lo que "
    "diga no se escribe aquí."
)
FAMILY = _("Avise a la Unidad de Protección Especial. Si un familiar puede estar vinculado con los hechos, no le dé datos ni copia.")
ADULT = _(
    "La trata de una persona adulta supone algún medio (amenaza, engaño, abuso de una situación de vulnerabilidad…): anótelo si se conoce."
)


@dataclass(frozen=True)
class Notice:
    """One notice: a title and its sentences."""

    title: str
    sentences: tuple[str, ...]


def of_age(said: Mapping[str, Any], *, asks_means: bool) -> Notice | None:
    """Give the notice for what is known of a victim's age, or None for an adult of whom nothing is to be said.

    Args:
        said: ``minor`` true, false, or absent where age and birth date do not say or contradict each other: then she is treated as a
            minor until it is disproved (SAFEGUARDS 2; Código de los Niños y Adolescentes, T.P. art. I, to confirm).
        asks_means: whether the form asks for the means.
    """
    means = (str(MEANS),) if asks_means else ()
    owed = (*means, str(INTERVIEW), str(FAMILY))
    if said.get("minor") is True:
        return Notice(str(_("Tiene menos de 18 años")), owed)
    if said.get("minor") is None:
        doubt = _("Mientras no se pruebe lo contrario se la trata como menor de 18 años (Código de los Niños y Adolescentes, T.P. art. I).")
        return Notice(str(_("No consta que tenga 18 años")), (str(doubt), *owed))
    return Notice(str(_("Persona adulta")), (str(ADULT),)) if asks_means and not said.get("means") else None
