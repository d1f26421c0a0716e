"""Numbers as quotes write them, and how exactly they speak."""

from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_statements import numbered, say

from intertrata.figures.audit.precision import Fit, Hedge, agree, around, before, fit, hedge, is_cut, rounded, signed, unit_of
from intertrata.figures.audit.reading import of_rows
from intertrata.figures.audit.written import find, numbers, words


def of(value, verbatim="", **more):
    return of_rows(numbered([say("x", value, verbatim, **more)]))[0]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("por S/ 2’896,804.30 en total", "2896804.30"), ("S/. 8 231.751", "8231.751"), ("11'000,035.00", "11000035.00"), ("0.0046", "0.0046"),
        ("1.234,56", "1234.56"), ("1.234.567", "1234567"), ("12,345", "12345"), ("12,5", "12.5"), ("33 mil docentes", "33000"),
        ("11 millones de soles", "11000000"), ("3 mil millones", "3000000000"), ("1.5 millón", "1500000"), ("12 345 personas", "12345"),
        ("casos5 y 347 más", "347"),
    ],
)  # fmt: skip
def test_a_number_is_found_however_it_is_written(text, value):
    assert find(Decimal(value), text)


def test_what_is_no_number_has_no_reading():
    (one,) = [one for one in numbers("vale 157,159,000.000.00 soles") if not one.is_number]
    assert (one.text, one.digits) == ("157,159,000.000.00", "15715900000000")
    assert not next(one for one in numbers("514, 243") if one.text == "514, 243").is_number
    assert find(None, "12") is None


def test_thousands_are_read_first_as_peru_writes_them():
    (one,) = numbers("3,360")
    assert one.readings == (Decimal(3360), Decimal("3.360"))
    assert numbers("3.360")[0].readings == (Decimal("3.360"), Decimal(3360))


def test_numbers_in_words_with_what_scales_them():
    assert words("dos mil personas y ninguna más") == {Decimal(2), Decimal(2000), Decimal(1000), Decimal(0)}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("las ciento veintitrés denuncias", "123"), ("Treinta y dos regiones", "32"), ("medio millón de soles", "500000"), ("una docena", "12"),
        ("la mitad", "0.5"), ("el triple", "3"), ("tres mil  quinientas personas", "3500"), ("dos millones y medio", "2500000"),
    ],
)  # fmt: skip
def test_numbers_in_words_are_read_together(text, value):
    assert Decimal(value) in words(text)


def test_a_word_inside_another_is_no_number_and_a_line_of_words_does_not_go_on_without_end():
    assert words("miles de personas, algunos sietemesinos y") == set()
    assert words(" ".join(["dos"] * 200)) == {Decimal(2)}


@given(st.integers(0, 10**12), st.integers(0, 2))
def test_what_peru_writes_is_always_found(value, digits):
    exact = Decimal(value).scaleb(-digits)
    assert find(exact, f"fueron {exact:,} en total")


@pytest.mark.parametrize(
    ("dim", "verbatim", "caution"),
    [
        ("approx=yes", "", Hedge.ABOUT), ("approx=lower_bound", "", Hedge.AT_LEAST), ("bound=less_than", "", Hedge.AT_MOST),
        ("approx=perhaps", "", Hedge.ABOUT), ("", "cerca de 500 personas", Hedge.ABOUT), ("", "más de 500", Hedge.AT_LEAST),
        ("", "menos de S/ 500", Hedge.AT_MOST), ("", "fueron 500", Hedge.NONE), ("", "Vacunas 500", Hedge.NONE), ("", "unas 500", Hedge.ABOUT), ("", "", Hedge.NONE),
    ],
)  # fmt: skip
def test_caution_is_noted_or_said_before_the_number(dim, verbatim, caution):
    assert hedge(of(500, verbatim, dim=dim)) is caution


@pytest.mark.parametrize(
    ("value", "dim", "computed", "verdict"),
    [
        ("0.0047", "", "0.004683", Fit.YES), ("0.0046", "", "0.004683", Fit.NEAR), ("33.3", "", "31.331", Fit.NO), ("25", "", "25.71", Fit.NEAR),
        ("37", "", "36.78", Fit.YES), ("31000", "approx=yes", "31400", Fit.YES), ("31000", "approx=yes", "31888", Fit.NEAR),
        ("31000", "approx=yes", "21500", Fit.NO), ("2", "bound=more_than", "2.4", Fit.YES), ("2", "bound=more_than", "1.9", Fit.NO),
        ("2", "bound=at_most", "1.9", Fit.YES), ("2", "bound=at_most", "2", Fit.YES), ("0", "approx=yes", "0.3", Fit.YES),
    ],
)  # fmt: skip
def test_a_result_fits_within_the_digits_that_are_claimed(value, dim, computed, verdict):
    assert fit(of(value, dim=dim), Decimal(computed)) is verdict


@given(st.decimals(0, 1000, places=6, allow_nan=False), st.integers(0, 3))
def test_what_is_cut_off_is_never_told_as_rounded_up_nor_the_other_way(computed, digits):
    step = Decimal(1).scaleb(-digits)
    cut, up = computed.quantize(step, rounding=ROUND_FLOOR), computed.quantize(step, rounding=ROUND_CEILING)
    if fit(of(f"{cut:f}"), computed) is Fit.NEAR:
        assert is_cut(of(f"{cut:f}"), computed)
    if fit(of(f"{up:f}"), computed) is Fit.NEAR:
        assert not is_cut(of(f"{up:f}"), computed)


@pytest.mark.parametrize(
    ("one", "other", "verdict"),
    [
        (("12",), ("12",), Fit.YES), (("12",), ("13",), Fit.NO), (("33.33",), ("33.3",), Fit.YES), (("33.3",), ("31.33",), Fit.NO),
        (("31888",), ("32000", "approx=yes"), Fit.YES), (("31888",), ("31000", "approx=yes"), Fit.NEAR),
        (("12",), ("12.5",), Fit.YES), (("12",), ("12.6",), Fit.NEAR), (("700.00",), ("701",), Fit.NO),
    ],
)  # fmt: skip
def test_two_values_agree_where_rounding_or_caution_explains(one, other, verdict):
    mine, theirs = (of(value[0], dim=value[1] if len(value) > 1 else "") for value in (one, other))
    assert agree(mine, theirs) is verdict
    assert agree(theirs, mine) is verdict


def test_words_around_a_number():
    one = of(40, "De ellos, 40 son menores de edad")
    assert before(one, 12) == "de ellos, "
    assert around(one, 12) == " de ellos,  …  son menor "
    assert (before(of(41, "40"), 5), around(of(41, "40"), 5)) == ("", "")


def test_a_percentage_has_its_sign_or_not():
    assert signed(of("0.5", "el 0.5% de todo")) is True
    assert signed(of("0.5", "el 0.5 por ciento")) is True
    assert signed(of("0.5", "el 0.5 de todo")) is False
    assert signed(of("0.5", "nada")) is None


def test_a_result_is_shown_with_a_few_digits_more():
    assert str(rounded(Decimal("1.23456"), of("1.2"))) == "1.235"
    assert unit_of(of("1.25")) == Decimal("0.01")
