"""What a hand does to a text: how names are spelt by ear, mistyped, shortened, and how numbers are miscopied.

In: Polars expressions. Out: Polars expressions. ``chance`` is a column of draws in [0, 1): the place of the mistake.
"""

from __future__ import annotations

import polars as pl

from intertrata.demonstration.plan import table

ACCENTED, PLAIN = list("ÁÉÍÓÚÜ"), list("AEIOUU")
BROKEN = {"Ñ": "Ã‘", "É": "Ã‰", "Ó": "Ã“", "Ú": "Ãš"}
"""Capitals whose UTF-8, read as Windows-1252, gives two printable letters."""

PARTICLES = r"^(DE LOS|DE LAS|DE LA|DEL|DE|LA) "


def without_accents(text: pl.Expr) -> pl.Expr:
    """Capitals without accents; the ñ stays, it is a letter."""
    return text.str.to_uppercase().str.replace_many(ACCENTED, PLAIN)


def by_ear(text: pl.Expr, chance: pl.Expr) -> pl.Expr:
    """Spell one sound another way: the first pair that the name has, from one of two lists."""
    one = [("V", "B"), ("Z", "S"), ("LL", "Y"), ("H", ""), ("CE", "SE"), ("CI", "SI"), ("GE", "JE"), ("S", "Z")]
    other = [("B", "V"), ("Y", "LL"), ("J", "G"), ("CC", "C"), ("QU", "K"), ("S", "C"), ("I", "Y"), ("U", "O")]
    return pl.when(chance < 0.6).then(_first_of(text, one)).otherwise(_first_of(text, other))


def _first_of(text: pl.Expr, pairs: list[tuple[str, str]]) -> pl.Expr:
    written = text
    for heard, spelt in reversed(pairs):
        changed = text.str.replace(heard, spelt, literal=True)
        written = pl.when(text.str.contains(heard, literal=True)).then(changed).otherwise(written)
    return written


def mistyped(text: pl.Expr, chance: pl.Expr) -> pl.Expr:
    """Drop a letter, double it, or exchange it with the next; the first letter stays."""
    length = text.str.len_chars()
    at = (1 + (chance * 997 % 1) * (length.cast(pl.Float64) - 1)).floor().cast(pl.Int64).clip(1)
    dropped = text.str.slice(0, at) + text.str.slice(at + 1)
    doubled = text.str.slice(0, at + 1) + text.str.slice(at)
    exchanged = text.str.slice(0, at) + text.str.slice(at + 1, 1) + text.str.slice(at, 1) + text.str.slice(at + 2)
    changed = pl.when(chance < 0.4).then(dropped).when(chance < 0.65).then(doubled).otherwise(exchanged)
    return pl.when(length > 2).then(changed).otherwise(text)


def digit_miscopied(text: pl.Expr, chance: pl.Expr) -> pl.Expr:
    """Write one of the last digits wrong."""
    length = text.str.len_chars().cast(pl.Int64)
    at = length - 1 - (chance * 997 % 1 * length.clip(0, 4)).floor().cast(pl.Int64)
    digit = text.str.slice(at, 1).cast(pl.Int64, strict=False)
    wrong = (digit + 1 + (chance * 9).floor().cast(pl.Int64)) % 10
    changed = text.str.slice(0, at) + wrong.cast(pl.String) + text.str.slice(at + 1)
    return pl.when((at >= 0) & digit.is_not_null()).then(changed).otherwise(text)


def number_miscopied(text: pl.Expr, chance: pl.Expr) -> pl.Expr:
    """Quote a case number wrong: a digit of its sequence, or without its last part, or with blanks for dashes."""
    parts = text.str.extract_groups(r"^(.*\D)(\d+)(-0.*)?$")
    sequence = digit_miscopied(parts.struct.field("2"), chance)
    wrong = parts.struct.field("1") + sequence + parts.struct.field("3").fill_null("")
    return pl.when(chance < 0.6).then(wrong).when(chance < 0.8).then(text.str.replace(r"-0$", "")).otherwise(text.str.replace_all("-", " "))


def initial(text: pl.Expr) -> pl.Expr:
    """The first letter and a point; nothing stays nothing."""
    return pl.when(text != "").then(text.str.slice(0, 1) + ".").otherwise(text)


def initials(parts: list[pl.Expr]) -> pl.Expr:
    """The letters of a minor whose identity a court keeps: ``A.B.C.``."""
    return pl.concat_str([initial(part) for part in parts])


def without_particle(text: pl.Expr) -> pl.Expr:
    """``DE LA CRUZ`` as ``CRUZ``."""
    return text.str.replace(PARTICLES, "")


def letter_as_digit(text: pl.Expr) -> pl.Expr:
    """As a scanner reads it: O as 0, else I as 1."""
    return (
        pl.when(text.str.contains("O", literal=True))
        .then(text.str.replace("O", "0", literal=True))
        .otherwise(text.str.replace("I", "1", literal=True))
    )


def mojibake(text: pl.Expr) -> pl.Expr:
    """UTF-8 read as Windows-1252."""
    return text.str.replace_many(list(BROKEN), list(BROKEN.values()))


def nickname(text: pl.Expr) -> pl.Expr:
    """What somebody of that name is called at home."""
    return _written(text, "nicknames", "name", "nickname")


def variant(text: pl.Expr, chance: pl.Expr) -> pl.Expr:
    """Another spelling of a surname that has no fixed one."""
    return pl.when(chance < 0.5).then(_written(text, "spellings", "surname", "written")).otherwise(
        _written(text, "spellings", "surname", "written", last=True)
    )  # fmt: skip


def _written(text: pl.Expr, name: str, known: str, as_written: str, *, last: bool = False) -> pl.Expr:
    rows = table(name).unique(known, keep="last" if last else "first", maintain_order=True)
    plain = [without_accents_of(rows[column]).to_list() for column in (known, as_written)]
    accented = [rows[column].str.to_uppercase().to_list() for column in (known, as_written)]
    pairs = dict(zip(*plain, strict=True)) | dict(zip(*accented, strict=True))
    return text.replace(list(pairs), list(pairs.values()))


def without_accents_of(texts: pl.Series) -> pl.Series:
    """Capitals without accents, of a series."""
    return texts.to_frame("text").select(without_accents(pl.col("text"))).to_series()
