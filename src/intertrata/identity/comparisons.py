"""What is compared in a pair of mentions, and in which levels: the shape of the model, without its weights.

In: nothing. Out: ``Comparison`` values: a name and its levels from the strongest agreement down, each a condition in SQL over
columns of the normalised table (``_l`` and ``_r``). Levels speak of whole names and whole births, since their parts are not
independent evidence; a case number, its place and its date are one comparison for the same reason.
Every condition guards nulls by itself: engines differ in what they make of them (LINKAGE.md).
"""

from __future__ import annotations

from dataclasses import dataclass

NEAR = 0.88 - 1e-9  # Jaro-Winkler; less a hair, so that both engines and rapidfuzz agree at the edge
YEAR = 366


@dataclass(frozen=True)
class Level:
    """One level: its code (also the reason code that reviewers see) and its condition."""

    code: str
    sql: str


@dataclass(frozen=True)
class Comparison:
    """One comparison: where ``null`` holds nothing is said; else the first level that holds, else ``else``."""

    name: str
    null: str
    levels: tuple[Level, ...]


def _same(one: str, other: str = "") -> str:
    return f"(coalesce({one}_l = {other or one}_r, false))"


def _near(one: str, other: str = "") -> str:
    left, right = f"{one}_l", f"{other or one}_r"
    return f"({left} is not null and {right} is not null and jaro_winkler_similarity({left}, {right}) >= {NEAR!r})"


def _alike(one: str, other: str = "") -> str:
    return f"({_same('h_' + one, 'h_' + (other or one))} or {_near(one, other)})"


def _heard(one: str, other: str = "") -> str:
    return _same(f"h_{one}", f"h_{other or one}")


def _either(column: str) -> str:
    return f"({column}_l is null or {column}_r is null)"


def _neither(column: str) -> str:
    return f"({column}_l is null and {column}_r is null)"


def _by_rarity(code: str, sql: str, column: str) -> tuple[Level, ...]:
    """Split an agreement by how much the shared name says: rare, middling, common."""
    return tuple(
        Level(f"{code}_{word}", f"{sql} and coalesce({column}_l, 2) >= {least}")
        for word, least in (("rare", 2), ("middling", 1), ("common", 0))
    )


# A given name in the surname's column and the other way round, where neither list of names could tell.
_MISFILED = f"{_alike('s1', 'g1')} and {_alike('g1', 's1')}"

SURNAMES = Comparison(
    "surnames",
    _either("s1"),
    (
        Level("both_rare", f"{_same('s1')} and {_same('s2')} and rs1_l + rs2_l >= 3"),
        Level("both_middling", f"{_same('s1')} and {_same('s2')} and rs1_l + rs2_l >= 1"),
        Level("both_common", f"{_same('s1')} and {_same('s2')}"),
        Level("both_sound", f"{_heard('s1')} and {_heard('s2')}"),
        Level("both_near", f"{_alike('s1')} and {_alike('s2')}"),
        Level("turned", f"{_heard('s1', 's2')} and {_heard('s2', 's1')}"),
        Level("in_given_column", _MISFILED),
        *_by_rarity("only_one", f"{_same('s1')} and {_neither('s2')}", "rs1"),
        *_by_rarity("one_known", f"{_heard('s1')} and {_either('s2')}", "rs1"),
        Level("one_known_other_place", f"{_either('s2')} and ({_heard('s1', 's2')} or {_heard('s2', 's1')})"),
        Level("one_known_near", f"{_either('s2')} and {_near('s1')}"),
        *_by_rarity("first_only", _heard("s1"), "rs1"),
        Level("second_only", _heard("s2")),
        Level("crossed", f"({_heard('s1', 's2')} or {_heard('s2', 's1')})"),
        Level("one_near", f"({_near('s1')} or {_near('s2')})"),
        Level("one_known_other", _either("s2")),
    ),
)

_SECOND_FITS = f"({_either('g2')} or (least(length(g2_l), length(g2_r)) = 1 and left(g2_l, 1) = left(g2_r, 1)))"
GIVEN = Comparison(
    "given",
    _either("g1"),
    (
        Level("both_same", f"{_same('g1')} and {_same('g2')}"),
        Level("both_alike", f"{_alike('g1')} and {_alike('g2')}"),
        *_by_rarity("only_one", f"{_same('g1')} and {_neither('g2')}", "rg1"),
        *_by_rarity("first_same", f"{_same('g1')} and {_SECOND_FITS}", "rg1"),
        Level("first_sound", f"{_heard('g1')} and {_SECOND_FITS}"),
        Level("first_near", f"{_near('g1')} and {_SECOND_FITS}"),
        Level("turned", f"{_heard('g1', 'g2')} and {_heard('g2', 'g1')}"),
        Level("in_surname_column", _MISFILED),
        Level("first_left_out", f"({_heard('g1', 'g2')} and g2_l is null) or ({_heard('g2', 'g1')} and g2_r is null)"),
        Level("second_differs", _heard("g1")),
        Level("first_differs", _heard("g2")),
        Level("crossed", f"({_heard('g1', 'g2')} or {_heard('g2', 'g1')})"),
        Level("initial", "least(length(g1_l), length(g1_r)) = 1 and left(g1_l, 1) = left(g1_r, 1)"),
        Level("begins_same", "least(length(g1_l), length(g1_r)) >= 3 and left(g1_l, 3) = left(g1_r, 3)"),
        Level("one_near", f"({_near('g1')} or {_near('g2')} or {_near('g1', 'g2')} or {_near('g2', 'g1')})"),
    ),
)

DOCUMENT = Comparison(
    "document",
    _either("doc"),
    (
        Level("same_checked", f"{_same('doc')} and (doc_checked_l or doc_checked_r)"),
        Level("same", _same("doc")),
        Level("one_slip", "least(length(doc_l), length(doc_r)) >= 7 and damerau_levenshtein(doc_l, doc_r) <= 1"),
        Level("other_kind", "coalesce(doc_kind_l, '') <> coalesce(doc_kind_r, '')"),
    ),
)

_DATED = "(b_known_l = 3 and b_known_r = 3)"
_TOLD = "(b_known_l > 0 and b_known_r > 0)"
_GAP = "(greatest(b_low_l, b_low_r) - least(b_high_l, b_high_r))"
BIRTH = Comparison(
    "birth",
    _either("b_low"),
    (
        Level("same_day", f"{_DATED} and b_low_l = b_low_r"),
        Level("day_month_turned", f"{_DATED} and b_year_l = b_year_r and b_month_l = b_day_r and b_day_l = b_month_r"),
        Level("same_year_month", f"{_DATED} and b_year_l = b_year_r and b_month_l = b_month_r"),
        Level("same_year_day", f"{_DATED} and b_year_l = b_year_r and b_day_l = b_day_r"),
        Level("same_month_day", f"{_DATED} and b_month_l = b_month_r and b_day_l = b_day_r"),
        Level("dated_within_month", f"{_DATED} and {_GAP} <= 31"),
        Level("dated_same_year", f"{_DATED} and b_year_l = b_year_r"),
        Level("dated_within_3_years", f"{_DATED} and {_GAP} <= {3 * YEAR}"),
        Level("dated_within_12_years", f"{_DATED} and {_GAP} <= {12 * YEAR}"),
        Level("dated_apart", _DATED),
        Level("year_fits", f"{_TOLD} and {_GAP} <= 0"),
        Level("year_within_3", f"{_TOLD} and {_GAP} <= {3 * YEAR}"),
        Level("age_fits", f"{_GAP} <= 0"),
        Level("age_within_1", f"{_GAP} <= {YEAR}"),
        Level("age_within_3", f"{_GAP} <= {3 * YEAR}"),
        Level("age_within_6", f"{_GAP} <= {6 * YEAR}"),
        Level("age_within_12", f"{_GAP} <= {12 * YEAR}"),
    ),
)

SEX = Comparison("sex", _either("sex"), (Level("same", _same("sex")),))
NATIONALITY = Comparison(
    "nationality",
    _either("nationality"),
    (Level("both_peruvian", "nationality_l = 'PER' and nationality_r = 'PER'"), Level("same_foreign", _same("nationality"))),
)

_TOGETHER = "coalesce(list_has_any(cases_l, cases_r), false)"
_CROWD = "greatest(crowd_l, crowd_r)"
_DAYS = "abs(e_low_l - e_low_r)"
CIRCUMSTANCE = Comparison(
    "circumstance",
    f"{_either('dep')} and not {_TOGETHER}",
    (
        Level("same_case_alone", f"{_TOGETHER} and {_CROWD} = 1"),
        Level("same_case_few", f"{_TOGETHER} and {_CROWD} <= 3"),
        Level("same_case_many", _TOGETHER),
        Level("same_district_month", f"{_same('dist')} and {_DAYS} <= 31"),
        Level("same_province_half_year", f"{_same('prov')} and {_DAYS} <= 183"),
        Level("same_department_half_year", f"{_same('dep')} and {_DAYS} <= 183"),
        Level("same_province", _same("prov")),
        Level("same_department_two_years", f"{_same('dep')} and {_DAYS} <= 731"),
        Level("same_department", _same("dep")),
        Level("elsewhere_same_month", f"{_DAYS} <= 31"),
    ),
)
ROLE = Comparison("role", _either("role"), (Level("same", _same("role")),))
REGISTER = Comparison("register", _either("register"), (Level("other", "register_l <> register_r"),))
ADDRESS = Comparison("address", _either("address"), (Level("same", _same("address")), Level("near", _near("address"))))

COMPARISONS: tuple[Comparison, ...] = (SURNAMES, GIVEN, DOCUMENT, BIRTH, SEX, NATIONALITY, CIRCUMSTANCE, ROLE, REGISTER, ADDRESS)
