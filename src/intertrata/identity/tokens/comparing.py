"""How a pair of tokens compares: at which level each attribute stands, by Dice of filters, equal HMACs and what is told in clear.

In: two arrays of ``FEATURES``, row by row a pair. Out: for each comparison the place of its level, -1 where nothing is known. The levels
follow ``identity.comparisons`` as far as tokens can; the weight of each is the model's. What is zero is unknown and agrees with nothing.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from intertrata.identity.tokens.encoding import FEATURES, Array
from intertrata.identity.tokens.filters import dice

SAME = 1 - 1e-9
ALIKE = 0.62
"""Dice from which two spellings are one name: it keeps Quispe and Kispi, Jimenez and Gimenes; strangers share 0.2 to 0.4."""
NEAR = 0.48
SLIP = 0.7
"""Dice of two numbers of which one digit differs, is lost, or is turned with its neighbour."""
RARITY = ("common", "middling", "rare")
DATED = 4
"""``born_known`` of a whole date; 2 and 3 are a year and a month, 1 an age."""
TOLD = 2

UNKNOWN, ELSE = -1, "else"


def _by_rarity(code: str) -> tuple[str, ...]:
    return tuple(f"{code}_{word}" for word in reversed(RARITY))


LEVELS: dict[str, tuple[str, ...]] = {
    "surnames": (
        *_by_rarity("both"), "both_alike", "turned", *_by_rarity("only_one"), *_by_rarity("one_known"), "one_known_other_place",
        "one_known_near", *_by_rarity("first_only"), "second_only", "crossed", "one_near", "one_known_other", ELSE,
    ),
    "given": (
        "both_same", "both_alike", *_by_rarity("only_one"), *_by_rarity("first_same"), "first_alike", "turned", "first_left_out",
        "second_differs", "first_differs", "crossed", "first_near", "one_near", ELSE,
    ),
    "document": ("same", "one_slip", ELSE),
    "birth": (
        "same_day", "day_month_turned", "same_year_month", "same_year_day", "same_month_day", "dated_same_year", "dated_within_1",
        "dated_within_3", "dated_within_12", "dated_apart", "year_fits", "year_within_1", "year_within_3", "year_apart", "age_fits",
        "age_within_1", "age_within_3", "age_within_6", ELSE,
    ),
    "sex": ("same", ELSE),
    "circumstance": (
        "same_case_alone", "same_case_few", "same_case_many", "same_department_year", "same_department_two_years", "same_department",
        "elsewhere_same_year", ELSE,
    ),
    "role": ("same", ELSE),
    "register": ("other", ELSE),
}  # fmt: skip
"""Each comparison's levels, from the strongest agreement down; the first that holds counts."""


def compare(left: Array, right: Array) -> dict[str, Array]:
    """Give for each comparison the place of the level each pair stands at, ``UNKNOWN`` where one side says nothing."""
    if left.dtype != FEATURES or right.dtype != FEATURES:
        raise TypeError("features are compared with features")
    return {
        "surnames": _surnames(left, right), "given": _given(left, right), "document": _document(left, right),
        "birth": _birth(left, right), "sex": _equal(left["sex"], right["sex"]), "circumstance": _circumstance(left, right),
        "role": _equal(left["role"], right["role"]), "register": _register(left, right),
    }  # fmt: skip


def _level(name: str, known: Array, conditions: Sequence[Array]) -> Array:
    """Give the first condition that holds, the last level (else) where none does."""
    levels = LEVELS[name]
    if len(conditions) != len(levels) - 1:
        raise AssertionError(f"{name}: a condition for each level")
    found: Array = np.select(list(conditions), list(range(len(conditions))), default=len(levels) - 1).astype(np.int8)
    return np.where(known, found, np.int8(UNKNOWN))


class _Names:
    """The likenesses of the two first and the two second names of a pair, in place and crosswise; unknown is like nothing."""

    def __init__(self, left: Array, right: Array, first: int) -> None:
        def between(a: int, b: int) -> Array:
            return np.nan_to_num(dice(left["names"][:, a], right["names"][:, b]), nan=-1.0)

        self.first, self.second = between(first, first), between(first + 1, first + 1)
        self.first_second, self.second_first = between(first, first + 1), between(first + 1, first)
        self.known = _told(left, first) & _told(right, first)
        self.left_alone, self.right_alone = ~_told(left, first + 1), ~_told(right, first + 1)
        self.neither_second = self.left_alone & self.right_alone
        self.either_second = self.left_alone | self.right_alone

    @property
    def turned(self) -> Array:
        return (self.first_second >= ALIKE) & (self.second_first >= ALIKE)

    @property
    def crossed(self) -> Array:
        return (self.first_second >= ALIKE) | (self.second_first >= ALIKE)


def _told(side: Array, part: int) -> Array:
    """Whether a part of the name is known: a filter of no bits is not."""
    told: Array = np.asarray(side["names"][:, part].any(axis=1))
    return told


def _rarer(holds: Array, rarity: Array) -> list[Array]:
    """Split an agreement by how much the shared name says (3 rare, 2 middling, 1 common; 0 unsaid counts as rare)."""
    told = np.where(rarity == 0, len(RARITY), rarity)
    return [holds & (told >= least) for least in (3, 2, 1)]


def _surnames(left: Array, right: Array) -> Array:
    names = _Names(left, right, 2)
    one, two = (np.maximum(left["rarity"][:, at], right["rarity"][:, at]).astype(np.int16) for at in (1, 2))
    both = (names.first >= SAME) & (names.second >= SAME)
    together = np.where(one + two >= 5, 3, np.where(one + two >= 3, 2, 1))  # as ``identity.comparisons``: one more a name
    return _level(
        "surnames",
        names.known,
        [
            *_rarer(both, together),
            (names.first >= ALIKE) & (names.second >= ALIKE),
            names.turned,
            *_rarer((names.first >= SAME) & names.neither_second, one),
            *_rarer((names.first >= ALIKE) & names.either_second, one),
            names.either_second & names.crossed,
            names.either_second & (names.first >= NEAR),
            *_rarer(names.first >= ALIKE, one),
            names.second >= ALIKE,
            names.crossed,
            (names.first >= NEAR) | (names.second >= NEAR),
            names.either_second,
        ],
    )


def _given(left: Array, right: Array) -> Array:
    names = _Names(left, right, 0)
    rarity = np.maximum(left["rarity"][:, 0], right["rarity"][:, 0])
    same, alike = names.first >= SAME, names.first >= ALIKE
    left_out = ((names.first_second >= ALIKE) & names.left_alone) | ((names.second_first >= ALIKE) & names.right_alone)
    return _level(
        "given",
        names.known,
        [
            same & (names.second >= SAME),
            alike & (names.second >= ALIKE),
            *_rarer(same & names.neither_second, rarity),
            *_rarer(same & names.either_second, rarity),
            alike & names.either_second,
            names.turned,
            left_out,
            alike,
            names.second >= ALIKE,
            names.crossed,
            names.first >= NEAR,
            names.second >= NEAR,
        ],
    )


def _document(left: Array, right: Array) -> Array:
    likeness = dice(left["document"], right["document"])
    return _level("document", ~np.isnan(likeness), [likeness >= SAME, likeness >= SLIP])


def _agree(left: Array, right: Array) -> Array:
    """Whether two HMACs, or two codes, are the same and known."""
    agree: Array = (left == right) & (left != 0)
    return agree


def _birth(left: Array, right: Array) -> Array:
    gap = np.maximum(left["born_from"], right["born_from"]).astype(np.int32) - np.minimum(left["born_to"], right["born_to"])
    known = (left["born_known"] > 0) & (right["born_known"] > 0)
    least = np.minimum(left["born_known"], right["born_known"])
    dated, told = least >= DATED, least >= TOLD
    whole, turned, year_month, year_day, month_day = (left["birth"][:, at] for at in range(5))
    theirs = right["birth"]
    return _level(
        "birth",
        known,
        [
            _agree(whole, theirs[:, 0]),
            _agree(turned, theirs[:, 0]),
            _agree(year_month, theirs[:, 2]),
            _agree(year_day, theirs[:, 3]),
            _agree(month_day, theirs[:, 4]),
            *(dated & (gap <= years) for years in (0, 1, 3, 12)),
            dated,
            *(told & (gap <= years) for years in (0, 1, 3)),
            told,
            *(gap <= years for years in (0, 1, 3, 6)),
        ],
    )


def _equal(left: Array, right: Array) -> Array:
    return _level("sex", (left != 0) & (right != 0), [left == right])


def _register(left: Array, right: Array) -> Array:
    known = (left["register"] != 0) & (right["register"] != 0)
    return _level("register", known, [left["register"] != right["register"]])


def _circumstance(left: Array, right: Array) -> Array:
    ours, theirs = left["cases"], right["cases"]
    case = ((ours[:, :, None] == theirs[:, None, :]) & (ours[:, :, None] != 0)).any(axis=(1, 2))
    crowd = np.maximum(left["crowd"], right["crowd"])
    placed, timed = ((left[name] != 0) & (right[name] != 0) for name in ("department", "event"))
    same = _agree(left["department"], right["department"])
    years = np.where(timed, np.abs(left["event"].astype(np.int32) - right["event"]), 99)
    return _level(
        "circumstance",
        placed | case,
        [case & (crowd <= 1), case & (crowd <= 2), case, same & (years == 0), same & (years <= 2), same, years == 0],
    )
