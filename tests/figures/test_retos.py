"""The eleven challenges of the V Informe, made anew with their formula and sources; nothing unknown is taken for zero."""

from dataclasses import replace
from decimal import Decimal

import edition
import pytest

from intertrata.figures.told import retos

RETOS = {one.code: one for one in retos.retos(edition.EDITION.folder)}
CLAIMS = [(code, place) for code, one in RETOS.items() for place in range(len(one.claims))]
SAID = {
    "R01": [("3", "4", "arithmetic")],
    "R02": [("0.0077", "0.0077", "equal"), ("0.0036", "0.0036", "equal")],
    "R03": [("50", "49", "rounding")],
    "R04": [("6", "5", "arithmetic"), ("19", "19", "equal")],
    "R05": [("17", "45", "coverage")],
    "R06": [("2017", "2020", "unexplained")],
    "R07": [("5", "5", "equal")],
    "R08": [("6", "16", "unit")],
    "R09": [("455", "455", "equal")],
    "R10": [("969", "945", "arithmetic")],
    "R11": [],
}


def judged(code, told=None):
    return [retos.judge(claim, edition.statements() if told is None else told) for claim in RETOS[code].claims]


def changed(number, value):
    return [replace(one, statement=replace(one.statement, value=value, status=frozenset() if value is not None else frozenset({"SD"})))
            if one.number == number else one for one in edition.statements()]  # fmt: skip


def test_there_are_eleven():
    assert list(RETOS) == [f"R{number:02d}" for number in range(1, 12)]


@pytest.mark.parametrize("code", RETOS)
def test_each_claim_is_made_anew(code):
    assert [(str(one.printed.statement.value), one.right, one.verdict) for one in judged(code)] == SAID[code]


@pytest.mark.parametrize(("code", "place"), CLAIMS)
def test_each_claim_names_the_one_statement_it_tells_and_those_it_rests_on(code, place):
    claim = RETOS[code].claims[place]
    [told] = [one for one in edition.statements() if claim.printed.fits(one)]
    first, last = RETOS[code].printed_at
    assert first <= int(told.statement.page) <= last
    result = judged(code)[place].result
    assert result.told
    assert told not in result.told


@pytest.mark.parametrize("code", RETOS)
def test_each_sentence_is_printed_where_it_says(code, shared):
    report = (shared / "mission/informe-v-2017.txt").read_text(encoding="utf-8").split("\n")
    first, last = RETOS[code].printed_at
    printed = " ".join(" ".join(report[first - 1 : last]).split())
    for piece in RETOS[code].text.rstrip(".").replace(" (de", "|(de").split("|"):
        assert piece in printed


def test_a_ratio_over_missing_parts_says_of_how_many_and_what_gives_the_printed_one():
    [one] = judged("R05")
    assert (one.result.missing, one.fits) == (7, "gobiernos regionales y locales juntos, 2016 (Cuadro 3)")
    told = one.as_json()
    assert (told["printed"], told["formula"], told["missing"], told["fits"][:11]) == (17, "ratio", 7, "gobiernos r")
    [other] = judged("R05", changed("F0192", Decimal(600_000)))
    assert (other.fits, other.verdict) == ("", "arithmetic"), "where nothing fits it is wrong"


def test_what_holds_is_never_ruled_otherwise():
    [one] = judged("R06", changed("F0313", Decimal(2017)))
    assert (one.right, one.verdict) == ("2017", "equal")


def test_nothing_follows_from_what_is_not_known():
    for number in ("F0094", "F0095"):
        assert judged("R02", changed(number, None))[0].verdict is None
    assert judged("R02", changed("F0095", Decimal(0)))[0].result.value is None
    assert judged("R10", changed("F0800", None))[0].verdict is None
    assert [one.verdict for code in RETOS for one in judged(code, [])] == [None] * len(CLAIMS)
    assert judged("R10", changed("F0800", None))[0].as_json()["printed"] is None
    assert judged("R10", [])[0].right == ""


def test_an_edition_without_challenges_has_none(tmp_path):
    assert retos.retos(tmp_path) == ()


def test_a_value_is_shown_with_no_more_decimals_than_it_needs():
    assert [retos._short(Decimal(text)) for text in ("5", "0.00773", "45.0301")] == [Decimal("5"), Decimal("0.00773"), Decimal("45.03")]
