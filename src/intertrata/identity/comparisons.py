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
    """One level: its code, its condition, and the reason code that reviewers see (its own where ``told`` is empty).

    Levels that differ only in how much they weigh (a rarer name, a larger case) are told in the same words.
    """

    code: str
    sql: str
    told: str = ""

    @property
    def reason(self) -> str:
        """The reason code of the level."""
        return self.told or self.code


@dataclass(frozen=True)
class Comparison:
    """One comparison: where ``null`` holds nothing is said; else the first level that holds, else ``else``."""

    name: str
    null: str
    levels: tuple[Level, ...]

    @property
    def reasons(self) -> dict[str, str]:
        """The reason code of each level code."""
        return {level.code: level.reason for level in self.levels} | {"else": "else"}


def _same(one: str, other: str = "") -> str:
    return f"(coalesce({one}_l = {other or one}_r, false))"


def _near(one: str, other: str = "") -> str:
    left, right = f"{one}_l", f"{other or one}_r"
    known = f"{left} is not null and {right} is not null"
    slip = f"least(length({left}), length({right})) >= 4 and levenshtein(h_{left}, h_{right}) <= 1"
    return f"({known} and (jaro_winkler_similarity({left}, {right}) >= {NEAR!r} or ({slip})))"


def _alike(one: str, other: str = "") -> str:
    return f"({_same('h_' + one, 'h_' + (other or one))} or {_near(one, other)})"


def _heard(one: str, other: str = "") -> str:
    return _same(f"h_{one}", f"h_{other or one}")


def _either(column: str) -> str:
    return f"({column}_l is null or {column}_r is null)"


def _neither(column: str) -> str:
    return f"({column}_l is null and {column}_r is null)"


def _by_bits(code: str, sql: str, bits: str, steps: tuple[tuple[float, str], ...]) -> tuple[Level, ...]:
    """Split an agreement by how much the shared name says: ``steps`` are least bits of ``bits`` and the word it is told by."""
    return tuple(Level(f"{code}_{least:g}", f"{sql} and {bits} >= {least}", f"{code}_{word}") for least, word in steps)


_ONE = ((14, "rare"), (11, "middling"), (8, "common"), (0, "common"))  # bits of one name: 14 is a name of one in 16,000
_TWO = ((31, "rare"), (26, "rare"), (22, "middling"), (19, "middling"), (16, "common"), (0, "common"))


def _least(column: str) -> str:
    """Of two spellings the commoner: a slip makes a name look rare."""
    return f"least({column}_l, {column}_r)"


# A given name in the surname's column and the other way round, where neither list of names could tell.
_MISFILED = f"{_alike('s1', 'g1')} and {_alike('g1', 's1')}"
_NAMESAKES = "least(namesakes_l, namesakes_r)"
_BOTH_BITS = f"({_least('bs1')} + {_least('bs2')})"
_BOTH_SOUND = f"{_heard('s1')} and {_heard('s2')}"
_TOGETHER = "coalesce(list_has_any(cases_l, cases_r), false)"


def _cut(one: str) -> str:
    """One is the beginning of the other: what a form's width left of it."""
    left, right = f"{one}_l", f"{one}_r"
    return (
        f"({left} is not null and {right} is not null and least(length({left}), length({right})) >= 2"
        f" and (starts_with({left}, {right}) or starts_with({right}, {left})))"
    )


SURNAMES = Comparison(
    "surnames",
    _either("s1"),
    (
        *(
            Level(f"both_of_{most}", f"{_BOTH_SOUND} and {_heard('g1')} and {_NAMESAKES} > {most}", "both_common")
            for most in (24, 10)  # mentions of one full name: more than one person's
        ),
        *_by_bits("both", f"{_same('s1')} and {_same('s2')}", _BOTH_BITS, _TWO),
        *(Level(f"both_sound_{least}", f"{_BOTH_SOUND} and {_BOTH_BITS} >= {least}", "both_sound") for least in (22, 16, 0)),
        Level("one_same_one_near", f"({_heard('s1')} and {_near('s2')}) or ({_heard('s2')} and {_near('s1')})", "both_near"),
        Level("both_near", f"{_alike('s1')} and {_alike('s2')}"),
        Level("one_same_one_cut", f"({_alike('s1')} and {_cut('s2')}) or ({_alike('s2')} and {_cut('s1')})", "both_near"),
        Level("turned", f"{_heard('s1', 's2')} and {_heard('s2', 's1')}"),
        Level("in_given_column", _MISFILED),
        *_by_bits("only_one", f"{_same('s1')} and {_neither('s2')}", _least("bs1"), _ONE),
        *_by_bits("one_known", f"{_heard('s1')} and {_either('s2')}", _least("bs1"), _ONE),
        Level("one_known_other_place", f"{_either('s2')} and ({_heard('s1', 's2')} or {_heard('s2', 's1')})"),
        Level("one_known_near", f"{_either('s2')} and {_near('s1')}"),
        Level("one_known_cut", f"{_either('s2')} and {_cut('s1')}", "one_known_near"),
        *_by_bits("first_only", _heard("s1"), _least("bs1"), _ONE),
        Level("second_only", _heard("s2")),
        Level("crossed", f"({_heard('s1', 's2')} or {_heard('s2', 's1')})"),
        Level("one_near", f"({_near('s1')} or {_near('s2')})"),
        Level("one_known_other", _either("s2")),
    ),
)

_SECOND_FITS = f"({_either('g2')} or (least(length(g2_l), length(g2_r)) = 1 and left(g2_l, 1) = left(g2_r, 1)))"
_SAME_DAY = "coalesce(b_known_l = 3 and b_known_r = 3 and b_low_l = b_low_r, false)"
_NO_SURNAME = (
    f"s1_l is not null and s1_r is not null and not ({' or '.join((_alike('s1'), _alike('s2'), _heard('s1', 's2'), _heard('s2', 's1')))})"
)
_FAMILY = f"({_alike('s1')} and ({_alike('s2')} or {_either('s2')}))"
GIVEN = Comparison(
    "given",
    _either("g1"),
    (
        *(
            Level(f"both_same_{least}", f"{_same('g1')} and {_same('g2')} and {_least('bg1')} >= {least}", "both_same")
            for least in (11, 8, 0)
        ),
        Level("both_sound", f"{_heard('g1')} and {_heard('g2')}", "both_alike"),
        Level("both_alike", f"{_alike('g1')} and {_alike('g2')}"),
        Level("same_and_cut", f"{_alike('g1')} and {_cut('g2')}", "both_alike"),
        *_by_bits("only_one", f"{_same('g1')} and {_neither('g2')}", _least("bg1"), _ONE),
        *_by_bits("first_same", f"{_same('g1')} and {_SECOND_FITS}", _least("bg1"), _ONE),
        Level("first_sound", f"{_heard('g1')} and {_SECOND_FITS}"),
        Level("first_near", f"{_near('g1')} and {_SECOND_FITS}"),
        Level("turned", f"{_heard('g1', 'g2')} and {_heard('g2', 'g1')}"),
        Level("in_surname_column", _MISFILED),
        Level("first_left_out", f"({_heard('g1', 'g2')} and g2_l is null) or ({_heard('g2', 'g1')} and g2_r is null)"),
        Level("second_differs_family", f"{_heard('g1')} and {_FAMILY}", "second_differs"),
        Level("second_differs", _heard("g1")),
        Level("first_differs", _heard("g2")),
        Level("crossed", f"({_heard('g1', 'g2')} or {_heard('g2', 'g1')})"),
        Level("initial", "least(length(g1_l), length(g1_r)) = 1 and left(g1_l, 1) = left(g1_r, 1)"),
        Level("begins_same", "least(length(g1_l), length(g1_r)) >= 3 and left(g1_l, 3) = left(g1_r, 3)"),
        Level("cut", _cut("g1"), "begins_same"),
        Level("one_near", f"({_near('g1')} or {_near('g2')} or {_near('g1', 'g2')} or {_near('g2', 'g1')})"),
        Level("other_in_family_same_day", f"{_FAMILY} and {_SAME_DAY}", "else"),  # twins, or she gave another name
        Level("other_in_family_and_case", f"{_FAMILY} and {_TOGETHER}", "else"),
        Level("other_in_family", _FAMILY, "else"),
        Level("all_other", _NO_SURNAME, "else"),  # a false name, another's row: it is one event, not two
    ),
)

_PEOPLE = "greatest(doc_people_l, doc_people_r)"
DOCUMENT = Comparison(
    "document",
    _either("doc"),
    (
        Level("same_of_many", f"{_same('doc')} and {_PEOPLE} >= 3", "same"),
        Level("same_of_two", f"{_same('doc')} and {_PEOPLE} = 2", "same"),
        Level("same_checked", f"{_same('doc')} and (doc_checked_l or doc_checked_r)"),
        Level("same", _same("doc")),
        Level("one_slip", "least(length(doc_l), length(doc_r)) >= 7 and damerau_levenshtein(doc_l, doc_r) <= 1"),
        Level("two_slips", "least(length(doc_l), length(doc_r)) >= 7 and damerau_levenshtein(doc_l, doc_r) <= 2", "else"),
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

_NAMED = f"{_alike('g1')}"
_CROWD = "greatest(crowd_l, crowd_r)"
_DAYS = "abs(e_low_l - e_low_r)"
CIRCUMSTANCE = Comparison(
    "circumstance",
    f"{_either('dep')} and not {_TOGETHER} and not coalesce({_DAYS} <= 31, false)",
    (
        *(
            Level(f"{code}_{named}", f"{_TOGETHER} and {_CROWD} <= {most} and {sql}", code)
            for code, most in (("same_case_alone", 1), ("same_case_few", 3), ("same_case_many", 10_000))
            for named, sql in (("named", _NAMED), ("unnamed", "true"))
        ),
        Level("same_month", _either("dep"), "elsewhere_same_month"),
        Level("same_district_month", f"{_same('dist')} and {_DAYS} <= 31"),
        Level("same_district_half_year", f"{_same('dist')} and {_DAYS} <= 183", "same_province_half_year"),
        Level("same_province_month", f"{_same('prov')} and {_DAYS} <= 31", "same_province_half_year"),
        Level("same_province_half_year", f"{_same('prov')} and {_DAYS} <= 183"),
        Level("same_department_half_year", f"{_same('dep')} and {_DAYS} <= 183"),
        Level("same_district", _same("dist"), "same_province"),
        Level("same_province", _same("prov")),
        Level("same_department_two_years", f"{_same('dep')} and {_DAYS} <= 731"),
        Level("same_department", _same("dep")),
        Level("elsewhere_same_month", f"{_DAYS} <= 31"),
    ),
)
ROLE = Comparison("role", _either("role"), (Level("same", _same("role")), Level("other_in_case", _TOGETHER, "else")))
REGISTER = Comparison("register", _either("register"), (Level("other", "register_l <> register_r"),))
_PLACED = "coalesce(list_has_any(word_pairs_l, word_pairs_r), false)"  # two words that few addresses have
_TOUCHED = "coalesce(list_has_any(words_l, words_r), false)"
ADDRESS = Comparison(
    "address",
    _either("address"),
    (
        Level("same_named", f"{_same('address')} and {_NAMED}", "same"),
        Level("same", _same("address")),
        Level("near_named", f"{_PLACED} and {_NAMED}", "near"),
        Level("near", _PLACED),
        Level("some", _TOUCHED, "near"),
    ),
)

COMPARISONS: tuple[Comparison, ...] = (SURNAMES, GIVEN, DOCUMENT, BIRTH, SEX, NATIONALITY, CIRCUMSTANCE, ROLE, REGISTER, ADDRESS)
