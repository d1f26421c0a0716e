"""Case numbers of any register (denuncia, carpeta, expediente, operativo): what remains of one once typing is taken away.

In: numbers as institutions write them, as a column or as one text. Out: their key, the same for every way to write one number;
whoever compares two case numbers compares their keys.
"""

from __future__ import annotations

from typing import Final

import polars as pl

ORDINALS: Final = "[°ºª]"  # a break as good as any: as a letter, the º of «Nº9» would join what follows
ACCENTS: Final = r"[\x{300}-\x{36F}]"
NUMBER_WORDS: Final = r"\b(?:n|nr|no|nro|num|numero)\b"


def case_key(text: pl.Expr) -> pl.Expr:
    """Give the keys of a column of case numbers: «N° 00123-2016», «nro.123 - 2016» and «Número 123/2016» are all «123 2016».

    Left aside: case, accents, punctuation, blanks, the word for "number", zeros in front of each part. Kept: the parts and
    their order, since 1-232016 is not 12-32016, and every other word, since registers number apart (an «EXP 9» is no «CF 9»).

    Returns:
        the key, parts with one blank between them; null where nothing is left. A key is its own key.
    """
    bare = (
        text.str.replace_all(ORDINALS, " ")
        .str.normalize("NFKD")
        .str.to_lowercase()
        .str.replace_all(ACCENTS, "")
        .str.replace_all(r"[^0-9a-z]+", " ")
    )
    parts = bare.str.replace_all(r"([a-z])([0-9])", "${1} ${2}").str.replace_all(r"([0-9])([a-z])", "${1} ${2}")
    numbered = parts.str.replace_all(NUMBER_WORDS, " ").str.replace_all(r"\b0+(\d)", "${1}")
    return numbered.str.replace_all(r" +", " ").str.strip_chars(" ").replace({"": None})  # named once, it is worked out once


def case_key_of(text: str) -> str | None:
    """Give the key of one case number; None where nothing is left of it. The same expression: the two never differ."""
    key: str | None = pl.DataFrame({"text": [text]}).select(case_key(pl.col("text"))).item()
    return key
