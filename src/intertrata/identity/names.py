"""Normal forms of names: case, accents, particles, married names, mojibake, digits read for letters, order.

In: a name as an institution typed it (one column or three). Out: ``Name``: given names, two surnames, each
as folded tokens (A–Z, ñ as N), parsed by how common each token is as given name and as surname, not by position alone.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from intertrata.identity.lexicon import Frequencies, known_given, known_surnames, nicknames

LONGEST = 12  # tokens of one name that are read; a name of 500 characters is an accident
LONGEST_TOKEN = 24
PARTICLES = frozenset({"DE", "DEL", "LA", "LAS", "LOS", "EL", "Y", "DA", "DAS", "DOS", "DI", "VON", "VAN"})
ARTICLES = frozenset({"LA", "LAS", "LOS", "EL"})
SAINTS = frozenset({"SAN", "SANTA", "SANTO"})  # SAN MARTIN, SANTA CRUZ: one surname
TITLES = frozenset({"SR", "SRA", "SRTA", "DON", "DONA", "NN", "VIUDA", "VDA", "MENOR", "IDENTIFICADA", "IDENTIFICADO"})
UNNAMED = frozenset(
    {"NN", "XX", "XXX", "SN", "SD", "NA", "DESCONOCIDA", "DESCONOCIDO", "IDENTIFICAR", "PRECISA", "REGISTRA", "ANONIMO", "ANONIMA"}
)
DIGITS = str.maketrans({"0": "O", "1": "I", "3": "E", "4": "A", "5": "S", "6": "G", "7": "T", "8": "B", "2": "Z", "9": "G"})
LOST = "\x00"  # stands for one letter that an encoding swallowed
SWALLOWED = re.compile(r"(?<=\w)[?\ufffd#¥¤¿/](?=\w)|(?<=\w)[?\ufffd¥¤](?=\s|$)")
TWICE = re.compile(r"[ÃÂ][\x80-\xbf€‚ƒ„…†‡ˆ‰Š‹Œ‘’“”•–—˜™š›œžŸ]")
VOWELS = "AEIOU"
REORDER = 3.0  # bits a reading must gain before the columns' own order is not believed


@dataclass(frozen=True)
class Name:
    """One reading of a name: folded tokens; empty where unknown. ``married`` holds a husband's surname (DE …)."""

    given: tuple[str, ...] = ()
    surnames: tuple[str, ...] = ()
    married: str = ""

    @property
    def empty(self) -> bool:
        """Whether nothing of the name is known."""
        return not self.given and not self.surnames


def fold(text: str) -> str:
    """Give the text in capitals A–Z, digits and single blanks; a letter that an encoding swallowed is found again.

    A comma stands as its own token, since it parts surnames from given names.
    """
    if not text.isascii():
        text = _mended(text)
    text = SWALLOWED.sub(LOST, text)
    bare = text.upper() if text.isascii() else _bare(text)
    return " ".join(_token(token[:LONGEST_TOKEN]) for token in bare.translate(_KEPT).split())


class _Kept(dict[int, str]):
    """What stands for each character: itself, nothing (an apostrophe), or a blank; a table, since a look-up folds a hundred texts."""

    def __missing__(self, code: int) -> str:
        return self.setdefault(code, " ")


_KEPT = _Kept({ord(c): c for c in f"ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789{LOST}"} | {ord(","): " , "} | {ord(c): "" for c in "'’´`"})


def _bare(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", text.upper()) if not unicodedata.combining(c))


def _mended(text: str) -> str:
    """Undo UTF-8 read as Windows-1252 (PEÃ‘A), where that is what happened."""
    if not TWICE.search(text):
        return text
    try:
        # Bytes that Windows-1252 leaves undefined come through as control characters.
        return b"".join(c.encode("latin-1") if c < "\xa0" else c.encode("cp1252") for c in text).decode("utf-8")
    except (UnicodeEncodeError, UnicodeDecodeError):
        return text


def _token(token: str) -> str:
    if not token.isalpha() and any(c.isalpha() for c in token):
        token = token.translate(DIGITS)
    return _found_again(token) if LOST in token else token


def _found_again(token: str) -> str:
    """Put the letter back that makes a listed name, ñ first between vowels; where none does, the likeliest."""
    at = token.index(LOST)
    between = 0 < at < len(token) - 1 and token[at - 1] in VOWELS and token[at + 1] in VOWELS
    order = "NEIOAU" if between else "IEOAUN"
    tries = [token.replace(LOST, letter) for letter in order]
    listed = [one for one in tries if one in known_surnames() or one in known_given()]
    return max(listed, key=lambda one: known_surnames().get(one, 0) + known_given().get(one, 0)) if listed else tries[0]


def tokens(text: str) -> list[str]:
    """Give the folded tokens of one name column, commas left out, at most ``LONGEST``."""
    return [word for word in fold(text).split() if word != ","][:LONGEST]


def without_particles(words: Sequence[str]) -> tuple[str, ...]:
    """Leave out particles (de, del, de la, los), also where they were joined to the name (DELACRUZ)."""
    kept = [_unjoined(word) for word in words if word not in PARTICLES and word not in TITLES]
    return tuple(word for word in kept if word.isalpha())


def _unjoined(word: str) -> str:
    for prefix in ("DELA", "DELOS", "DEL", "DE"):
        rest = word.removeprefix(prefix)
        if rest != word and word not in known_given() and known_surnames().get(rest, 0) > 10 * known_surnames().get(word, 0):
            return rest
    return word


def married(words: Sequence[str], frequencies: Frequencies) -> tuple[list[str], str]:
    """Part a husband's surname from the rest: ``QUISPE DE FLORES`` gives QUISPE and FLORES; DE LA …, DE JESUS is no husband."""
    for at in range(len(words) - 2, -1, -1):
        husband = words[at + 1]
        if words[at] == "DE" and husband not in PARTICLES and frequencies.leaning(husband) < 0:
            return [*words[:at], *words[at + 2 :]], husband
    return list(words), ""


def two_surnames(text: str, frequencies: Frequencies) -> tuple[str, str]:
    """Part a column that holds both surnames, each as typed (``DE LA CRUZ QUISPE``); all of it and nothing where it holds one, a husband's
    beside it, or more than can be told apart."""
    words = text.split()
    ends = [at for at, word in enumerate(words, start=1) if (said := without_particles(tokens(word))) and said[0] not in SAINTS]
    if len(ends) != 2 or married(tokens(text), frequencies)[1]:
        return text, ""
    return " ".join(words[: ends[0]]), " ".join(words[ends[0] :])


def read(given: str, surname_1: str, surname_2: str, full: str, frequencies: Frequencies, *, natural: float = 0.0) -> Name:
    """Read a name from its columns; ``full`` is used where the parts are empty.

    Args:
        natural: in bits, how much rather this register writes given names first in ``full``; negative: surnames first.
    """
    if (given or surname_1 or surname_2) and not _unnamed(given, surname_1, surname_2):
        return _from_parts(given, surname_1, surname_2, frequencies)
    if full and not _unnamed(full):
        return from_full(full, frequencies, natural=natural)
    return Name()


def _unnamed(*texts: str) -> bool:
    return any(word in UNNAMED for text in texts for word in fold(text).split())


def _from_parts(given: str, surname_1: str, surname_2: str, frequencies: Frequencies) -> Name:
    names = without_particles(tokens(given))
    first, husband_1 = married(tokens(surname_1), frequencies)
    second, husband_2 = married(tokens(surname_2), frequencies)
    surnames = without_particles(first) + without_particles(second)
    if not names and not surnames:
        return Name()
    if not names or not surnames:
        # Everything in one column: read it as a full name, if it has more than the column should hold.
        whole = names or surnames
        if len(whole) > (2 if surnames else 3) or (surnames and frequencies.leaning(whole[-1]) > REORDER):
            return _parsed(whole, frequencies, natural=0.0, married_to=husband_1 or husband_2)
        return Name(names, surnames[:2], husband_1 or husband_2)
    straight = sum(map(frequencies.leaning, names)) / len(names) - sum(map(frequencies.leaning, surnames)) / len(surnames)
    if straight < -REORDER:
        names, surnames = surnames, names
    return Name(names, surnames[:2], husband_1 or husband_2)


def from_full(full: str, frequencies: Frequencies, *, natural: float = 0.0) -> Name:
    """Read a name of one column: the comma decides where there is one, else the reading that fits its tokens best."""
    words = fold(full).split()[:LONGEST]
    if "," in words:
        at = words.index(",")
        left, husband = married(words[:at], frequencies)
        surnames, given = without_particles(left), without_particles([w for w in words[at + 1 :] if w != ","])
        if surnames and given:
            turned = sum(map(frequencies.leaning, surnames)) / len(surnames) - sum(map(frequencies.leaning, given)) / len(given)
            return Name(surnames, given[:2], husband) if turned > 2 * REORDER else Name(given, surnames[:2], husband)
        words = [word for word in words if word != ","]
    left, husband = married(words, frequencies)
    return _parsed(without_particles(left), frequencies, natural=natural, married_to=husband)


def _parsed(words: Sequence[str], frequencies: Frequencies, *, natural: float, married_to: str) -> Name:
    """Try every split in both orders; each token votes by how common it is as given name or surname."""
    if len(words) < 2:
        one = tuple(words)
        # Who is known by one name is known by her first one (a hotline, a shelter), unless it surely is a surname.
        given = words and (frequencies.leaning(words[0]) > -REORDER or words[0] in nicknames())
        return Name(one, (), married_to) if given else Name((), one, married_to)
    votes = [max(-6.0, min(6.0, frequencies.leaning(word))) for word in words]
    best, reading = float("-inf"), Name()
    for cut in range(1, len(words)):
        shape = _shape(len(words), cut)
        first = shape + natural / 2 + sum(votes[:cut]) - sum(votes[cut:])
        if first > best:
            best, reading = first, Name(tuple(words[:cut]), tuple(words[cut:])[:2], married_to)
        back = len(words) - cut
        last = _shape(len(words), cut) - natural / 2 + sum(votes[back:]) - sum(votes[:back])
        if last > best:
            best, reading = last, Name(tuple(words[back:]), tuple(words[:back])[:2], married_to)
    return reading


def _shape(words: int, given: int) -> float:
    """Prefer two surnames, then one; in bits."""
    surnames = words - given
    return {1: -2.0, 2: 2.0}.get(surnames, -4.0 * (surnames - 2)) + (0.0 if given <= 2 else -1.0 * (given - 2))


def order_vote(full: str, frequencies: Frequencies) -> int:
    """Give 1 where a name of one column surely has its given names first, -1 where last, 0 where it may be either."""
    if "," in full:
        return 0
    words = without_particles(tokens(full))
    if len(words) < 2:
        return 0
    difference = frequencies.leaning(words[0]) - frequencies.leaning(words[-1])
    return 1 if difference > REORDER else -1 if difference < -REORDER else 0
