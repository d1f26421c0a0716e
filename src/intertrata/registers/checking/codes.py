"""Codes of lists, yes and no: what an institution writes, in our codes.

In: text and the column's declaration. Out: codes, several as a JSON list, or the rule ``code`` with the nearest
thing that would have been understood. A code nobody declared is never guessed.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping

import polars as pl
from rapidfuzz import fuzz, process

from intertrata.registers.checking.reading import Judge, Reading, Verdict, also_judged, judged
from intertrata.registers.declaration import OTHERS, Column
from intertrata.registers.reading.sheet import MANY
from intertrata.vocabulary.codes import NOTHING_ALIKE, CodeList, code_list, fold

ENOUGH_ALIKE = 60
FEW = 8
ESCAPED = ("\\", '"')  # what JSON writes otherwise
NATIVE = {"true": "true", "false": "false"}  # what a workbook and JSON say by themselves
YES_AND_NO = {
    "si": "true", "s": "true", "true": "true", "verdadero": "true", "1": "true", "x": "true",
    "no": "false", "n": "false", "false": "false", "falso": "false", "0": "false",
}  # fmt: skip


def read_codes(cells: pl.Series, column: Column) -> Reading:
    """Read a column of codes: one a cell (``code``, ``boolean``, a mapped ``text``) or several (``codes``)."""
    one = _one(column)
    return judged(cells, _several(one, column.separator, whole_first=column.list_en) if column.type == "codes" else one)


def read_texts(cells: pl.Series, separator: str) -> Reading:
    """Read a column of several plain texts a cell as JSON lists, each text once."""

    def judge(text: str) -> Verdict:
        parts = list(dict.fromkeys(_parts(text, separator)))
        return Verdict(as_list(parts) if parts else None)

    plain = cells.set(cells.str.contains_any([*ESCAPED, MANY, *([separator] if separator else [])]), None)
    return also_judged(pl.select(pl.concat_str(pl.lit('["'), plain, pl.lit('"]'))).to_series(), cells, judge)


def _several(one: Judge, separator: str, *, whole_first: bool = False) -> Judge:
    """Understand several codes a cell; ``whole_first``: a label of the list may hold the separator («Water supply; sewerage»)."""

    def judge(text: str) -> Verdict:
        if whole_first and (whole := one(text)).value:
            return Verdict(as_list([whole.value]))
        verdicts = [one(part) for part in _parts(text, separator)]
        bad = next((verdict for verdict in verdicts if verdict.rule), None)
        codes = dict.fromkeys(verdict.value for verdict in verdicts if verdict.value)
        return bad or Verdict(as_list(codes) if codes else None)

    return judge


def _parts(text: str, separator: str) -> list[str]:
    whole = text.replace(MANY, separator) if separator else text
    parts = whole.split(separator) if separator else whole.split(MANY)
    return [part.strip() for part in parts if part.strip()]


def as_list(parts: Iterable[str | None]) -> str:
    """Give several texts or codes as canonical text."""
    return json.dumps(list(parts), ensure_ascii=False, separators=(",", ":"))


def _one(column: Column) -> Judge:
    if column.type == "boolean":
        return (
            _mapped(YES_AND_NO, offered=("SI", "NO"))
            if column.codes is None
            else _mapped(NATIVE | dict(column.codes), offered=column.codes)
        )
    if column.codes is not None:
        return _mapped(column.codes, offered=column.codes)
    assert column.field is not None
    if column.list_en:
        return _mapped(_in_english(code_list(column.field.list)), offered=[one.en for one in code_list(column.field.list)])
    return _listed(code_list(column.field.list), column.prefix) if column.list_es else _exact(code_list(column.field.list))


def _in_english(known: CodeList) -> dict[str, str]:
    """Every writing of a list, English labels included; a code wins over a label, a label over another code's writing."""
    told = {text: one.code for one in known for text in one.writings}
    return told | {one.en: one.code for one in known} | {one.code: one.code for one in known}


def _mapped(codes: Mapping[str, str], *, offered: Iterable[str]) -> Judge:
    """Understand what is written as the declaration says, to the letter first (129-N is not 129-Ñ), then without accents."""
    exact = {" ".join(written.casefold().split()): code for written, code in codes.items()}
    folded: dict[str, set[str]] = {}
    for written, code in codes.items():
        folded.setdefault(fold(written), set()).add(code)
    others = codes.get(OTHERS)
    names = [written for written in offered if written != OTHERS]

    def judge(text: str) -> Verdict:
        code = exact.get(text.casefold())
        if code is None and len(folded.get(fold(text), ())) == 1:
            code = next(iter(folded[fold(text)]))
        if code is None:
            code = others
        return Verdict(rule="code", expected=_nearest(text, names)) if code is None else Verdict(code or None)

    return judge


def _listed(known: CodeList, prefix: str) -> Judge:
    """Understand codes, Spanish labels and their other writings."""
    labels = [one.es for one in known if one.code.startswith(prefix)]

    def judge(text: str) -> Verdict:
        code = known.resolve(text, prefix=prefix)
        return Verdict(code) if code else Verdict(rule="code", expected=_advice(known.nearest(text, prefix=prefix), labels))

    return judge


def _exact(known: CodeList) -> Judge:
    """Understand the codes themselves, in any case."""
    codes = {one.code.casefold(): one.code for one in known}

    def judge(text: str) -> Verdict:
        code = codes.get(text.casefold())
        return Verdict(code) if code else Verdict(rule="code", expected=_nearest(text, list(codes.values())))

    return judge


def _nearest(text: str, among: list[str]) -> str:
    found = process.extractOne(text, among, scorer=fuzz.ratio, score_cutoff=ENOUGH_ALIKE, processor=fold)
    return _advice(found[0] if found else "", among)


def _advice(nearest: str, among: list[str]) -> str:
    """What is nearest, else all there is where that is little, else that nothing is."""
    return nearest or ("; ".join(among) if 0 < len(among) <= FEW else NOTHING_ALIKE)
