"""How a name sounds, whatever its spelling: one key for Spanish, Andean and Amazonian spellings, and nicknames.

In: one folded token (A–Z). Out: its sound, or the root name of a nickname. Two spellings that an ear
confuses give one key: b/v, s/z/c, h, y/ll/j, gu/hu/w, c/k/q, e/i, o/u (Quispe, Kispi; Huamán, Guamán, Waman).
"""

from __future__ import annotations

import re

from intertrata.identity.lexicon import nicknames

# Order matters: what stands further down may rely on what was rewritten above.
RULES: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), into)
    for pattern, into in (
        (r"(.)\1+", r"\1"),  # double letters: CCORI, LLIUYACC (LL is one sound: it was folded to Y before this)
        (r"^X(?=[AEIOU])", "J"),  # Ximena, Jimena
        (r"PH", "F"),
        (r"SH|TCH", "CH"),  # Shapiama, Chapiama
        (r"CH", "X"),  # one letter for one sound, so that the rules of C and H below leave it alone
        (r"(?<=[AEIOUKQTPJLNRSD])H|^H(?=[^U])|H$", ""),  # Khari, Thalia, Ahuanari, Elena/Helena
        (r"^[HB]?U(?=[AEIO])|[HG]U(?=A)|HU(?=[EIO])|W", "U"),  # Huamán, Guamán, Waman; Huillca, Willca
        (r"H", ""),
        (r"QU(?=[EI])|[QK]", "K"),
        (r"C(?=[EI])|Z|(?<!^)X(?=[^AEIOU]|$)", "S"),
        (r"C", "K"),
        (r"GU(?=[EI])", "G"),
        (r"G(?=[EI])|J|Y(?=[AEIOU])", "Y"),  # Jiménez, Giménez; Yessica, Jessica
        (r"Y(?=[^AEIOU]|$)|^Y(?=[SZ])", "I"),
        (r"V", "B"),
        (r"M(?=[PBF])", "N"),
        (r"E", "I"),  # Quechua and Aymara know three vowels
        (r"O", "U"),
        (r"(.)\1+", r"\1"),
    )
)


def sound(token: str) -> str:
    """Give the sound of one folded token; one letter sounds as itself."""
    out = token.replace("LL", "Y")
    for pattern, into in RULES:
        out = pattern.sub(into, out)
    return out or token


def root(token: str) -> str:
    """Give the name a nickname or a diminutive stands for (PEPE: JOSE, ROSITA: ROSA), else the token itself."""
    return nicknames().get(token, token)


def given_sound(token: str) -> str:
    """Give the sound of a given name, by its root."""
    return sound(root(token))
