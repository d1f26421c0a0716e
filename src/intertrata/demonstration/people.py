"""The persons of the invented country: names, births, documents and addresses of nobody who exists.

In: for each person a sketch (sex, first case, whether a minor then, country). Out: one row a person. Names are drawn part
by part from lists of common ones, so that no row is copied from anybody; siblings, mothers and homonyms are made on purpose.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

from intertrata.demonstration.cases import departments
from intertrata.demonstration.chance import Mask, Whole, pick, stream
from intertrata.demonstration.involved import ADULT_TWICE, COMES_OF_AGE, MINOR_TWICE, PASSES_FOR_ADULT, STAYS_MINOR
from intertrata.demonstration.plan import assumed, table

HOME = "PER"
YEAR = 365.25
OLDEST_MINOR, YOUNGEST_ADULT = 17.6, 18.4
"""Nobody is met so close to 18 that the days between two institutions' dates would change what she was."""

ORIGINS = ("general", "quechua", "aymara", "amazon")
DOCUMENT_BASE, DOCUMENT_PRIME = 50_000_000, 9_999_991
"""No series of the DNI that we know of begins with 5 (issued: 0 to 4, 6 to 9): these numbers are meant to be nobody's."""

LOW_PRIME = 99_991
"""Documents with leading zeros, which registers lose, have to begin with 0: they stay under 00100000."""


@dataclass(frozen=True)
class Sketch:
    """What is known of each person before she has a name; arrays of one length, one place a person."""

    female: Mask
    department: Whole
    case: Whole
    met: Whole
    minor: Mask
    ages: Whole
    country: npt.NDArray[np.str_]


@dataclass(frozen=True)
class Family:
    """Who shares surnames and address: ``head`` gives them; ``mother`` is the person whose surname is the head's second (else -1)."""

    head: Whole
    mother: Whole
    twin: Whole


def make_people(sketch: Sketch, seed: int, *, first: int = 0, leading_zeros: bool = True) -> pl.DataFrame:
    """Give each sketch a name, a birth, a document and an address.

    Args:
        first: the number of the first person; documents follow these numbers, so that two groups share none.
        leading_zeros: whether some have a low DNI; there are low numbers for two groups only.

    Returns:
        person, given_1, given_2, surname_1, surname_2, sex (F, M), birth, country (alpha-3), document_type, document_number,
        address, education.
    """
    rng = stream(seed, "people", first)
    size = len(sketch.met)
    family = _families(sketch, rng)
    birth = _births(sketch, family, rng)
    person = np.arange(first, first + size)
    names = _homonyms(_names(sketch, family, rng), sketch.female, rng)
    people = pl.DataFrame({"person": person, "sex": np.where(sketch.female, "F", "M"), "country": sketch.country})
    people = people.with_columns(pl.Series(birth, dtype=pl.Int32).cast(pl.Date).alias("birth"))
    shift = int(stream(seed, "documents").integers(0, DOCUMENT_PRIME))
    low = np.full(size, leading_zeros)
    documents = _documents(person, sketch, birth, low, first=first, shift=shift, rng=rng)
    return people.hstack(names).hstack(documents).with_columns(_addresses(family, rng), _schooling(sketch, rng))


def _families(sketch: Sketch, rng: np.random.Generator) -> Family:
    """Make some of those who share a case siblings, twins, or a woman and her child."""
    shares = assumed()["families"]
    size = len(sketch.met)
    order = np.lexsort((rng.random(size), sketch.minor, sketch.case))
    before = np.r_[order[:1], order[:-1]]
    draws = rng.random((3, size))
    beside = (sketch.case[order] == sketch.case[before]) & (sketch.country[order] == sketch.country[before])
    beside[:1] = False
    sibling = beside & (draws[0] < shares["siblings"])
    mother = beside & ~sibling & sketch.minor[order] & ~sketch.minor[before] & sketch.female[before] & (draws[1] < shares["mothers"])
    alike = (sketch.minor[order] == sketch.minor[before]) & (sketch.ages[order] == 0) & (sketch.ages[before] == 0)
    twin = sibling & alike & (draws[2] < shares["twins"])
    place = np.maximum.accumulate(np.where(sibling, 0, np.arange(size)))
    family = Family(np.empty(size, dtype=np.int64), np.full(size, -1), np.full(size, -1))
    family.head[order] = order[place]
    family.mother[order[mother]] = before[mother]
    family.twin[order[twin]] = before[twin]
    return family


def _births(sketch: Sketch, family: Family, rng: np.random.Generator) -> Whole:
    """Days of birth: ages at the first case keep within what the further cases ask."""
    size = len(sketch.met)
    years = assumed()["persons"]["minor_ages"]
    starts = np.array([int(year) for year in years], dtype=np.float64)
    young = np.minimum(starts[pick(rng, list(years.values()), size)] + rng.random(size), OLDEST_MINOR)
    grown = np.minimum(YOUNGEST_ADULT + rng.exponential(9.0, size), 68.0)
    age = np.where(sketch.minor, young, grown)
    drawn = rng.random(size)
    bounds = {
        STAYS_MINOR: (9.0, 14.9),
        MINOR_TWICE: (11.0, 16.5),
        COMES_OF_AGE: (17.4, OLDEST_MINOR),
        PASSES_FOR_ADULT: (15.0, OLDEST_MINOR),
    }
    for rule, (low, high) in bounds.items():
        age = np.where((sketch.ages == rule) & ((age < low) | (age > high)), low + drawn * (high - low), age)
    age = np.where(sketch.ages == ADULT_TWICE, age + 1.0, age)
    age = np.where(family.twin >= 0, age[family.twin], age)
    return sketch.met - np.floor(age * YEAR).astype(np.int64)


def _names(sketch: Sketch, family: Family, rng: np.random.Generator) -> pl.DataFrame:
    first, second = _given(sketch.female, rng), _given(sketch.female, rng)
    without = (first == second) | (rng.random(len(first)) >= assumed()["persons"]["second_given_name"])
    surnames = [_surnames(sketch, rng)[family.head] for _ in range(2)]
    # A child bears her mother's first surname as her second one, and so do her siblings.
    child = np.flatnonzero(family.mother >= 0)
    own = surnames[1].copy()
    own[child] = surnames[0][family.mother[child]]
    given, last = table("given_names")["name"], table("surnames")["name"]
    return pl.DataFrame(
        {
            "given_1": given.gather(first),
            "given_2": given.gather(second).set(pl.Series(without), ""),
            "surname_1": last.gather(surnames[0]),
            "surname_2": last.gather(own[family.head]),
        }
    )


def _given(female: Mask, rng: np.random.Generator) -> Whole:
    """Draw rows of ``given_names.csv`` of each person's sex."""
    names = table("given_names")
    of_women = (names["sex"] == "F").to_numpy()
    weights = names["weight"].to_numpy().astype(np.float64)
    women, men = pick(rng, weights * of_women, len(female)), pick(rng, weights * ~of_women, len(female))
    return np.where(female, women, men)


def _surnames(sketch: Sketch, rng: np.random.Generator) -> Whole:
    """Draw rows of ``surnames.csv``, as origins are spread over the regions; persons from abroad have a list of theirs."""
    names = table("surnames")
    weights, origin = names["weight"].to_numpy().astype(np.float64), names["origin"].to_numpy()
    wanted = np.where(sketch.country == HOME, _origins(rng, sketch.department), len(ORIGINS))
    drawn = np.empty(len(wanted), dtype=np.int64)
    for number, name in enumerate([*ORIGINS, "abroad"]):
        rows = np.flatnonzero(wanted == number)
        drawn[rows] = pick(rng, weights * (origin == name), len(rows))
    return drawn


def _origins(rng: np.random.Generator, department: Whole) -> Whole:
    """Draw the origin of a surname (a place of ``ORIGINS``) by department."""
    shares = assumed()["origins"]
    codes = departments()
    region = np.zeros(len(codes), dtype=np.int64)
    for number, held in enumerate((shares["andean"], shares["altiplanic"], shares["forested"]), start=1):
        region[[codes.index(code) for code in held]] = number
    drawn = np.empty(len(department), dtype=np.int64)
    for number, name in enumerate(("coast", "andes", "altiplano", "forest")):
        rows = np.flatnonzero(region[department] == number)
        drawn[rows] = pick(rng, shares[name], len(rows))
    return drawn


def _homonyms(names: pl.DataFrame, female: Mask, rng: np.random.Generator) -> pl.DataFrame:
    """Give some persons all the names of somebody else of their sex, beside those whom chance alone makes homonyms."""
    size = names.height
    source = np.arange(size)
    chosen = np.flatnonzero(rng.random(size) < assumed()["families"]["homonyms"])
    drawn = rng.integers(0, max(size, 1), len(chosen))
    same = female[chosen] == female[drawn]
    source[chosen[same]] = drawn[same]
    return names[source]


def _documents(person: Whole, sketch: Sketch, birth: Whole, low: Mask, *, first: int, shift: int, rng: np.random.Generator) -> pl.DataFrame:
    """A DNI for every Peruvian; for the others a carné de extranjería, a passport or a document of their country."""
    size = len(person)
    at_home = sketch.country == HOME
    low = low & at_home & (rng.random(size) < assumed()["persons"]["leading_zero_document"]) & (sketch.met - birth > 30 * YEAR)
    rank = np.cumsum(low) - 1
    low &= rank < LOW_PRIME // 2
    # Victims take the even low numbers and suspects, who are numbered after them, the odd ones.
    few = (rank * 2 + int(first > 0)) * 40_503 % LOW_PRIME + 1
    common = DOCUMENT_BASE + (person * 6_700_417 + shift) % DOCUMENT_PRIME
    text = pl.Series(np.where(low, few, common)).cast(pl.String).str.zfill(8)
    kind = pl.Series(np.where(at_home, 0, 1 + pick(rng, [3.0, 3.0, 4.0], size)))
    number = pl.when(kind == 0).then(text).when(kind == 1).then("0" + text).when(kind == 2).then("XS" + text).otherwise(text.str.slice(1))
    types = pl.Series(["DNI", "CE", "PASSPORT", "OTHER"]).gather(kind)
    return pl.DataFrame({"document_type": types, "document_number": pl.select(number).to_series()})


def _addresses(family: Family, rng: np.random.Generator) -> pl.Series:
    """An invented street and number, shared by the family."""
    streets = table("streets").select(pl.format("{} {}", "kind", "street")).to_series()
    size = len(family.head)
    street, number = rng.integers(0, len(streets), size), rng.integers(1, 1900, size)
    home = np.where(family.mother[family.head] >= 0, family.mother[family.head], family.head)
    home = family.head[home]
    return (streets.gather(street[home]) + " " + pl.Series(number[home]).cast(pl.String)).alias("address")


def _schooling(sketch: Sketch, rng: np.random.Generator) -> pl.Series:
    drawn = np.where(sketch.minor, pick(rng, [40.0, 40.0, 0.0, 20.0], len(sketch.met)), pick(rng, [28.0, 46.0, 8.0, 18.0], len(sketch.met)))
    return pl.Series("education", ["primary", "secondary", "higher", None]).gather(drawn)


def ages_at(birth: pl.Expr, day: pl.Expr) -> pl.Expr:
    """Whole years from birth to a day."""
    # Months are eight bits wide: without the cast 12 * 100 runs over.
    month_and_day = [date.dt.month().cast(pl.Int32) * 100 + date.dt.day() for date in (birth, day)]
    had = month_and_day[1] >= month_and_day[0]
    return (day.dt.year() - birth.dt.year() - pl.when(had).then(0).otherwise(1)).cast(pl.Int64)
