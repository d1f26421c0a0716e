"""Faults put into rows on purpose, each told to the truth: which row, which column, which fault.

In: rows with clean parts of names, documents and dates. Out: the same rows as a register would hold them. A fault that
changes nothing (no ñ to lose) is none and is not told.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import polars as pl

from intertrata.demonstration import spelling
from intertrata.demonstration.people import ages_at
from intertrata.demonstration.plan import faults_of

KEY = "_key"
CHANCE = pl.col("_chance")
ADULT = 18
DOCUMENT_WORDS = ("document_missing", "document_mistyped", "document_of_another", "leading_zeros_lost")


@dataclass
class Slips:
    """The faults of one batch of one table of one register: where their chance comes from, and what they did."""

    register: str
    rng: np.random.Generator
    told: list[pl.DataFrame] = field(default_factory=list)

    def rate(self, fault: str) -> float:
        """How often the register commits the fault; never, where it is not in ``faults.toml``."""
        return float(faults_of(self.register).get(fault, 0.0))

    def slip(
        self, rows: pl.DataFrame, fault: str, changes: Mapping[str, pl.Expr], *, where: pl.Expr | None = None, named: str = ""
    ) -> pl.DataFrame:
        """Commit one fault.

        Args:
            fault: its name in ``faults.toml``, which says how often.
            changes: what each column becomes; ``CHANCE`` is a draw of [0, 1) for each row.
            where: the rows in which it can happen; all, where missing.
            named: what the truth calls it, where several rates make one fault.
        """
        rate = self.rate(fault)
        if rate == 0 or rows.height == 0:
            return rows
        drawn = pl.Series(self.rng.random(rows.height) < rate)
        held = rows.with_columns(pl.Series("_chance", self.rng.random(rows.height)), drawn.alias("_drawn"))
        hit = pl.col("_drawn") & (where if where is not None else pl.lit(True)).fill_null(False)
        new = held.with_columns(pl.when(hit).then(change).otherwise(pl.col(column)).alias(column) for column, change in changes.items())
        differs = pl.any_horizontal(pl.lit(rows[column]).ne_missing(new[column]) for column in changes)
        changed = new.select(KEY, differs.alias("changed")).filter("changed")
        self.told.append(changed.select(KEY, pl.lit("+".join(changes)).alias("column"), pl.lit(named or fault).alias("fault")))
        return new.drop("_chance", "_drawn")


def capitals(rows: pl.DataFrame, *, accents: bool = False) -> pl.DataFrame:
    """Write the parts of names in capitals, as the faults expect them; most registers lose the accents by it."""
    parts = (pl.col(part) for part in ("given_1", "given_2", "surname_1", "surname_2"))
    return rows.with_columns(part.str.to_uppercase() if accents else spelling.without_accents(part) for part in parts)


def names(rows: pl.DataFrame, slips: Slips) -> pl.DataFrame:
    """Damage names. Needs given_1, given_2, surname_1, surname_2 in capitals and ``decoy_given``, ``decoy_surname``."""
    given, second, first, last = (pl.col(part) for part in ("given_1", "given_2", "surname_1", "surname_2"))
    grown_woman = (pl.col("sex") == "F") & (pl.col("age") > 24)
    rows = slips.slip(rows, "false_name", {"given_1": pl.col("decoy_given"), "given_2": pl.lit("")})
    rows = slips.slip(rows, "nickname", {"given_1": spelling.nickname(given)})
    rows = slips.slip(rows, "second_given_dropped", {"given_2": pl.lit("")})
    rows = slips.slip(rows, "second_given_initial", {"given_2": spelling.initial(second)}, where=second.str.len_chars() > 2)
    rows = slips.slip(rows, "surnames_swapped", {"surname_1": last, "surname_2": first}, where=last != "")
    rows = slips.slip(rows, "married_name", {"surname_2": "DE " + pl.col("decoy_surname")}, where=grown_woman)
    rows = slips.slip(rows, "second_surname_dropped", {"surname_2": pl.lit("")})
    for part, surname in (("surname_1", first), ("surname_2", last)):
        rows = slips.slip(rows, "particle_dropped", {part: spelling.without_particle(surname)})
        rows = slips.slip(rows, "surname_variant", {part: spelling.variant(surname, CHANCE)})
        rows = slips.slip(rows, "surname_by_ear", {part: spelling.by_ear(surname, CHANCE)})
        rows = slips.slip(rows, "surname_typo", {part: spelling.mistyped(surname, CHANCE)})
        rows = slips.slip(rows, "enye_lost", {part: surname.str.replace_all("Ñ", "N", literal=True)})
        rows = slips.slip(rows, "letter_as_digit", {part: spelling.letter_as_digit(surname)})
    rows = slips.slip(rows, "given_by_ear", {"given_1": spelling.by_ear(given, CHANCE)})
    return slips.slip(rows, "given_typo", {"given_1": spelling.mistyped(given, CHANCE)})


def documents(rows: pl.DataFrame, slips: Slips) -> pl.DataFrame:
    """Damage documents: missing more often for minors, miscopied, somebody else's, their leading zeros lost."""
    number, minor = pl.col("document_number"), pl.col("age") < ADULT
    missing = {"document_number": pl.lit(""), "document_type": pl.lit("")}
    rows = slips.slip(rows, "document_missing_minor", missing, where=minor, named="document_missing")
    rows = slips.slip(rows, "document_missing_adult", missing, where=~minor & (number != ""), named="document_missing")
    stands = (pl.col("document_type") == "DNI") & (number != "")
    other = number.shift(1).fill_null(number)
    fits = stands & (other.str.len_chars() == 8) & (pl.col("document_type").shift(1) == "DNI")
    rows = slips.slip(rows, "document_of_another", {"document_number": other}, where=fits)
    rows = slips.slip(rows, "document_mistyped", {"document_number": spelling.digit_miscopied(number, CHANCE)}, where=stands)
    return slips.slip(rows, "leading_zeros_lost", {"document_number": number.str.strip_chars_start("0")}, where=stands)


def births(rows: pl.DataFrame, slips: Slips, form: str) -> pl.DataFrame:
    """Write birth dates in the register's form and damage them; needs ``birth`` and ``day`` (of the act), adds ``birth_text``.

    None of these faults makes a minor of an adult or the other way round: that is a fault of its own (``told_adult``).
    """
    birth, day, text = pl.col("birth"), pl.col("day"), pl.col("birth_text")
    january = pl.date(birth.dt.year(), 1, 1)
    possible = birth.dt.day() <= 12
    swapped = pl.date(
        birth.dt.year(), pl.when(possible).then(birth.dt.day()).otherwise(1), pl.when(possible).then(birth.dt.month()).otherwise(1)
    )
    rows = rows.with_columns(birth.dt.to_string(form).alias("birth_text"))
    rows = slips.slip(rows, "birth_missing", {"birth_text": pl.lit("")})
    for fault, other, where in (
        ("birth_first_of_january", january, pl.lit(True)),
        ("birth_day_month_swapped", swapped, possible),
    ):
        same = (ages_at(other, day) < ADULT) == (ages_at(birth, day) < ADULT)
        rows = slips.slip(rows, fault, {"birth_text": other.dt.to_string(form)}, where=(text != "") & where & same)
    whole = text == birth.dt.to_string(form)
    return slips.slip(rows, "birth_year_only", {"birth_text": birth.dt.to_string("%Y")}, where=whole)


def ages(rows: pl.DataFrame, slips: Slips, *, form: str = "", stated: pl.Expr | None = None) -> pl.DataFrame:
    """Write ages as guessed or not at all; nobody crosses 18 by it. Needs ``age``, adds ``age_text``.

    Args:
        form: where the register counts by age, the form of its birth dates: an age is then missing only where one stands.
        stated: the rows whose age is always written.
    """
    age = pl.col("age")
    guess = (age + (CHANCE * 7).floor().cast(pl.Int64) - 3).clip(1)
    rounded = pl.when(guess >= 28).then((guess + 2) // 5 * 5).otherwise(guess)
    guessed = pl.when(age < ADULT).then(guess.clip(1, ADULT - 1)).otherwise(rounded.clip(ADULT, 80))
    missing = pl.col("birth_text") == pl.col("birth").dt.to_string(form) if form else pl.lit(True)
    missing &= ~stated if stated is not None else pl.lit(True)
    rows = rows.with_columns(age.alias("age_text"))
    rows = slips.slip(rows, "age_missing", {"age_text": pl.lit(None, dtype=pl.Int64)}, where=missing)
    return slips.slip(rows, "age_guessed", {"age_text": guessed}, where=pl.col("age_text").is_not_null())


def quoted(rows: pl.DataFrame, slips: Slips, column: str) -> pl.DataFrame:
    """Leave out or miscopy the number of another institution."""
    number = pl.col(column)
    rows = rows.with_columns(number.fill_null(""))
    rows = slips.slip(rows, "quoted_missing", {column: pl.lit("")})
    return slips.slip(rows, "quoted_mistyped", {column: spelling.number_miscopied(number, CHANCE)}, where=number != "")


def named(rows: pl.DataFrame, *, both: bool, typed: bool) -> pl.DataFrame:
    """Put the parts of a name together as a register's columns have them.

    Args:
        both: one column holds both surnames.
        typed: in capitals, as everything there; else with capitals at the beginning of words.
    """
    surnames = (pl.col("surname_1") + " " + pl.col("surname_2")).str.strip_chars()
    given = (pl.col("given_1") + " " + pl.col("given_2")).str.strip_chars()
    parts = {"full_name": surnames + ", " + given, "given_names": given, "surname_1": surnames if both else pl.col("surname_1")}
    parts |= {"surname_2": pl.col("surname_2"), "address": spelling.without_accents(pl.col("address")) if typed else pl.col("address")}
    return rows.with_columns((part if typed or name == "address" else part.str.to_titlecase()).alias(name) for name, part in parts.items())


def blank_home(rows: pl.DataFrame, slips: Slips) -> pl.DataFrame:
    """Leave the nationality of some Peruvians empty, and the address of some; what is foreign is written, since it is counted."""
    home = pl.col("nationality") == "PER"
    rows = slips.slip(rows, "nationality_blank", {"nationality": pl.lit(None, dtype=pl.String)}, where=home)
    return slips.slip(rows, "address_missing", {"address": pl.lit("")})
