"""Where a figure read off a document speaks of, from the place as the document writes it.

In: «Loreto», «Lima/Carabayllo», «Perú», «Lima;Ayacucho», «exterior». Out: the place that it names, and the text where the place is more,
less or other than that: two departments, a city, a region of a court, abroad. Nothing is guessed: what the gazetteer lacks stays as written.
"""

from __future__ import annotations

from intertrata.vocabulary.codes import fold
from intertrata.vocabulary.gazetteer import cities, gazetteer
from intertrata.vocabulary.territory import Place, place

COUNTRY = "peru"
WITHIN = "/"
SEVERAL = ";"


def placed(written: str) -> tuple[Place | None, str]:
    """Give the place that a text names (None: the country, or none of ours) and, where it is not just that place, the text."""
    text = written.strip()
    if not text or fold(text) == COUNTRY:
        return None, ""
    if SEVERAL in text:
        return None, text
    department, *inside = (part.strip() for part in text.split(WITHIN))
    code = gazetteer("inei").child("", department)
    if code is None:
        city = cities().get(fold(department))
        return (place(city) if city else None), text
    if not inside:
        return place(code), ""
    # The province and its capital district bear one name: the wider of the two, which is what a document means by it.
    found = gazetteer("inei").within(code, inside[-1])
    return (place(min(found, key=len)), "") if found else (place(code), text)
