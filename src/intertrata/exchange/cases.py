"""Cases as rows of a standard: what our records say of each person, in its fields and its codes, and what was lost on the way.

In: records by type, each with the case it belongs to; identity beside where it was handed over. Out: ``Cases``: rows of text, sorted by all they
say (so that two houses write one file), and every value that has no twin, every field on which records disagree, counted.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import polars as pl

from intertrata.exchange.profile import INSTITUTION, OTHERS, Origin, Profile, Target, standing
from intertrata.vocabulary.codes import code_list
from intertrata.vocabulary.gazetteer import gazetteer
from intertrata.vocabulary.records import Field, record_types

CASE = "case"
BETWEEN = ";"
E164 = re.compile(r"\+?[1-9]\d{1,14}")
ALPHA2 = re.compile("[A-Z]{2}")
TRUTH = {True: "TRUE", False: "FALSE"}
Record = Mapping[str, Any]
UNSETTLED = "unsettled_"


@dataclass
class Cases:
    """The rows, and what they do not say.

    ``came``: how many came in the standard and leave as they came. ``without_twin``: cases by (field, list, our code). ``disputed``: cases by field
    whose records say different things, of which one was written. ``malformed``: cases by field whose value has not the form the standard asks.
    ``unsettled``: cells received under two headings. ``several``: persons who stand in more than one row.
    """

    rows: list[tuple[str, ...]] = field(default_factory=list)
    came: int = 0
    without_twin: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    disputed: Counter[str] = field(default_factory=Counter)
    malformed: Counter[str] = field(default_factory=Counter)
    unsettled: Counter[str] = field(default_factory=Counter)
    several: int = 0


@dataclass(frozen=True)
class _Held:
    """What is known of one case: its own records by type and those of its acts, the newest first."""

    own: Mapping[str, Sequence[Record]]
    of_acts: Mapping[str, Sequence[Record]]


def cases(profile: Profile, tables: Mapping[str, pl.DataFrame], *, institutions: Mapping[str, str]) -> Cases:
    """Write every case in the fields of the profile.

    Args:
        tables: records by type, none of them vanished or reserved, with ``case`` (of persons), ``register``, ``cut_off`` and their fields;
            identity fields are absent where nobody handed them over, and then stay empty.
        institutions: the institution that keeps each register.
    """
    made = Cases()
    own = {name: _by_case(tables[name], institutions) for name in profile.types}
    acts = {name: _by_act(_without(tables[name], profile.leave_out.get(name, {})), name) for name in profile.events}
    subjects = sorted({case for name in profile.subjects for case in own[name]})
    for case in subjects:
        mine = {name: own[name].get(case, []) for name in profile.types}
        numbers = dict.fromkeys((one["register"], one["act"]) for one in mine[profile.subjects[0]] if one.get("act"))
        # What accuses herself is nobody's part in her case (non-punishment, SAFEGUARDS 14).
        others = {name: [one for number in numbers for one in acts[name].get(number, []) if one[CASE] != case] for name in profile.events}
        held = _Held(mine, others)
        made.rows.append(_row(profile, held, made))
    came = tables[profile.case]
    made.rows += [_as_it_came(profile, one, made) for one in came.iter_rows(named=True)]
    made.came = came.height
    told = Counter([*subjects, *came[CASE].to_list()])
    made.several = sum(1 for many in told.values() if many > 1)
    made.rows.sort()
    return made


def _by_case(records: pl.DataFrame, institutions: Mapping[str, str]) -> dict[str, list[Record]]:
    """Records by case, the newest first: a later saying stands over an earlier one, on every machine alike."""
    found: dict[str, list[Record]] = {}
    for one in _newest_first(records):
        found.setdefault(one[CASE], []).append({**one, INSTITUTION: institutions.get(one["register"])})
    return found


def _by_act(records: pl.DataFrame, kind: str) -> dict[tuple[str, str], list[Record]]:
    number = "act" if record_types()[kind].field("act") else "number"
    found: dict[tuple[str, str], list[Record]] = {}
    for one in _newest_first(records):
        if one[number]:
            found.setdefault((one["register"], one[number]), []).append(one)
    return found


def _newest_first(records: pl.DataFrame) -> Iterable[Record]:
    dated = records.with_columns(pl.col("event_date").fill_null("").alias("newest"))
    return dated.sort("newest", "cut_off", "record", descending=True).iter_rows(named=True)


def _without(records: pl.DataFrame, left_out: Mapping[str, Sequence[str]]) -> pl.DataFrame:
    for name, codes in left_out.items():
        records = records.filter(~pl.col(name).is_in(list(codes)).fill_null(value=False))
    return records


def _row(profile: Profile, held: _Held, made: Cases) -> tuple[str, ...]:
    """One case of our own. Fields that go together are taken from the first record that answers any of them."""
    chosen: dict[str, str] = {}
    return tuple(_answer(target, profile, held, chosen, made) for target in profile.targets)


def _answer(target: Target, profile: Profile, held: _Held, chosen: dict[str, str], made: Cases) -> str:
    said: dict[str, None] = {}
    for origin in target.origins:
        for kind, names in standing(origin, profile):
            for one in _fitting(target, origin, kind, held):
                if target.together and chosen.setdefault(target.together, one["record"]) != one["record"] and _says(one, names):
                    continue
                said |= dict.fromkeys(_said(target, kind, names, one, made))
        if said and not target.several:
            break  # the best origin that answers is believed; of several values every origin is asked
    if len(said) > 1 and not target.several:
        made.disputed[target.name] += 1
    return BETWEEN.join(sorted(said) if target.several else list(said)[:1])


def _fitting(target: Target, origin: Origin, kind: str, held: _Held) -> Iterable[Record]:
    records = (held.of_acts if origin.of_act else held.own)[kind]
    for one in records:
        if all(one.get(name) in values for name, values in target.where.items()) and _says(one, origin.fields):
            yield one


def _says(one: Record, names: Sequence[str]) -> bool:
    return any(one.get(name) not in (None, "", []) for name in names)


def _said(target: Target, kind: str, names: Sequence[str], one: Record, made: Cases) -> list[str]:
    """What one record answers, in the words of the standard; what has none is counted."""
    if len(names) > 1:
        return [" ".join(one[name] for name in names if one.get(name))]
    value = one[names[0]]
    declared = record_types()[kind].field(names[0]) or Field(INSTITUTION, "code", "Institución", list="institution")
    found = []
    for code in value if isinstance(value, list) else [value]:
        text = _written(target, declared, code)
        if text is None:
            made.without_twin[target.name, declared.list, str(code)] += 1
        elif target.form and not E164.fullmatch(text):
            made.malformed[target.name] += 1
        else:
            found.append(text)
    return found


def _written(target: Target, declared: Field, code: Any) -> str | None:
    """One value of ours in the words of the standard, or None where it has none."""
    if target.codes:
        return target.codes.get(code, target.codes.get(OTHERS))
    if target.say:
        return SAYINGS[target.say](declared, code)
    if declared.list:
        return code_list(declared.list)[code].htcds or None
    if target.form:
        return re.sub(r"[\s().-]", "", str(code))
    return TRUTH[code] if isinstance(code, bool) else str(code)


def _as_it_came(profile: Profile, one: Record, made: Cases) -> tuple[str, ...]:
    """A case that came in the standard leaves as it came."""
    for name, value in one.items():
        if name.startswith(UNSETTLED) and value:
            made.unsettled[name] += 1
    return tuple(_kept(profile.case_field(target), one.get(target.case)) for target in profile.targets)


def _kept(declared: Field, value: Any) -> str:
    if value in (None, "", []):
        return ""
    if isinstance(value, bool):
        return TRUTH[value]
    told = value if isinstance(value, list) else [value]
    return BETWEEN.join(alpha2(declared, code) or str(code) if declared.list == "country" else str(code) for code in told)


def alpha2(declared: Field, code: str) -> str | None:
    """The two letters of a country in ISO 3166."""
    return next((text for text in code_list(declared.list)[code].aliases if ALPHA2.fullmatch(text)), None)


def _department(_: Field, ubigeo: str) -> str:
    return gazetteer("inei").names[ubigeo[:2]]


def _label(declared: Field, code: str) -> str:
    return code_list(declared.list).es(code)


SAYINGS: dict[str, Callable[[Field, str], str | None]] = {"label": _label, "alpha2": alpha2, "department": _department}
