"""Names as people type them, read into one normal form."""

import pytest

from intertrata.identity.lexicon import Frequencies, bits, rarity
from intertrata.identity.names import Name, fold, from_full, married, order_vote, read, tokens, two_surnames

LISTED = Frequencies()


@pytest.mark.parametrize(
    ("typed", "given", "surnames"),
    [
        ("QUISPE MAMANI, MARIA ELENA", ("MARIA", "ELENA"), ("QUISPE", "MAMANI")),
        ("María Elena Quispe Mamani", ("MARIA", "ELENA"), ("QUISPE", "MAMANI")),
        ("QUISPE MAMANI MARIA ELENA", ("MARIA", "ELENA"), ("QUISPE", "MAMANI")),
        ("MARIA ELENA, QUISPE MAMANI", ("MARIA", "ELENA"), ("QUISPE", "MAMANI")),
        ("De la Cruz Flores Ana", ("ANA",), ("CRUZ", "FLORES")),
        ("DELACRUZ HUAMAN JUAN", ("JUAN",), ("CRUZ", "HUAMAN")),
        ("Ana Del Águila", ("ANA",), ("AGUILA",)),
        ("QUISPE DE FLORES ROSA", ("ROSA",), ("QUISPE",)),
        ("MARIA DE JESUS ROJAS", ("MARIA", "JESUS"), ("ROJAS",)),
        ("Rosa", ("ROSA",), ()),
        ("Condori", (), ("CONDORI",)),
        (", Rosa Quispe", ("ROSA",), ("QUISPE",)),
        ("PEÃ‘A GARCÃ\x8dA ROSA", ("ROSA",), ("PENA", "GARCIA")),
        ("MU?OZ GARC?A, JOS?", ("JOSE",), ("MUNOZ", "GARCIA")),
        ("NU\ufffdEZ R0JAS, 3DITH", ("EDITH",), ("NUNEZ", "ROJAS")),
    ],
)
def test_a_name_of_one_column_is_read_whatever_its_order(typed, given, surnames):
    name = from_full(typed, LISTED)
    assert (name.given, name.surnames) == (given, surnames)


@pytest.mark.parametrize("typed", ["", "   ", "12345", "😀", "Мария Иванова", ",", "NN", "N.N.", "SIN DATO DE LA"])
def test_what_is_no_name_reads_as_few_tokens_or_none(typed):
    name = read("", "", "", typed, LISTED)
    assert len(name.given) + len(name.surnames) <= 3
    assert all(token.isascii() and token.isalpha() for token in name.given + name.surnames)


def test_a_name_of_500_characters_is_cut_not_choked_on():
    name = from_full("X" * 500 + " " + "QUISPE " * 80, LISTED)
    assert all(len(token) <= 24 for token in name.given + name.surnames)
    assert len(name.surnames) <= 2


@pytest.mark.parametrize(
    ("columns", "expected"),
    [
        (("Rosa Luz", "Quispe", "Mamani", ""), Name(("ROSA", "LUZ"), ("QUISPE", "MAMANI"))),
        (("Rosa", "QUISPE MAMANI", "", ""), Name(("ROSA",), ("QUISPE", "MAMANI"))),
        (("Rosa", "Quispe", "de Flores", ""), Name(("ROSA",), ("QUISPE",), "FLORES")),
        (("QUISPE MAMANI", "ROSA", "LUZ", ""), Name(("ROSA", "LUZ"), ("QUISPE", "MAMANI"))),
        (("", "QUISPE MAMANI ROSA", "", ""), Name(("ROSA",), ("QUISPE", "MAMANI"))),
        (("ROSA LUZ QUISPE MAMANI", "", "", ""), Name(("ROSA", "LUZ"), ("QUISPE", "MAMANI"))),
        (("ROSA", "", "", ""), Name(("ROSA",), ())),
        (("", "QUISPE", "", ""), Name((), ("QUISPE",))),
        (("-", "", "", ""), Name()),
        (("NN", "", "", "QUISPE, ROSA"), Name(("ROSA",), ("QUISPE",))),
        (("NN", "", "", ""), Name()),
        (("", "", "", "NO IDENTIFICAR"), Name()),
    ],
)
def test_parts_are_read_where_they_stand_unless_the_names_themselves_say_otherwise(columns, expected):
    assert read(*columns, LISTED) == expected


def test_a_name_without_anything_is_empty():
    assert Name().empty
    assert not Name(("ROSA",)).empty


def test_a_register_that_writes_given_names_first_tips_a_name_that_could_be_either():
    unheard = Frequencies()
    assert from_full("ZUTANO MENGANO", unheard, natural=6.0).given == ("ZUTANO",)
    assert from_full("ZUTANO MENGANO", unheard, natural=-6.0).given == ("MENGANO",)


@pytest.mark.parametrize(
    ("typed", "vote"), [("ROSA QUISPE", 1), ("QUISPE ROSA", -1), ("QUISPE, ROSA", 0), ("ROSA", 0), ("ZUTANO MENGANO", 0)]
)
def test_only_clear_names_vote_on_the_order_of_a_register(typed, vote):
    assert order_vote(typed, LISTED) == vote


def test_a_husbands_surname_is_parted_from_her_own():
    assert married(tokens("QUISPE DE FLORES"), LISTED) == (["QUISPE"], "FLORES")
    assert married(tokens("DE LA CRUZ"), LISTED) == (["DE", "LA", "CRUZ"], "")
    assert married([], LISTED) == ([], "")


@pytest.mark.parametrize(
    ("typed", "folded"),
    [
        ("  Núñez   O'Higgins ", "NUNEZ OHIGGINS"),
        ("ÃOÑO", "AONO"),
        ("Ã‘AHUI", "NAHUI"),
        ("Ã‘\u2603", "A"),  # what cannot be undone stays as far as it can be read
        ("PE?A", "PENA"),
        ("XQ?ZZ", "XQIZZ"),
    ],
)
def test_folding_leaves_capitals_and_single_blanks(typed, folded):
    assert fold(typed) == folded


def test_a_table_of_its_own_moves_the_lexicon():
    own = Frequencies({"ZUTANO": 5_000, "ROSA": 5_000}, {"MENGANO": 10_000})
    assert own.leaning("ZUTANO") > 5
    assert own.leaning("MENGANO") < -5
    assert own.leaning("ZUTANO") == own.leaning("ZUTANO")


def test_rarity_has_three_steps():
    assert [rarity(per_million) for per_million in (5, 500, 5_000)] == [2, 1, 0]


def test_a_name_says_more_the_rarer_it_is():
    assert [bits(per_million) for per_million in (4, 1_000, 16_000)] == [18, 10, 6]


@pytest.mark.parametrize(
    ("typed", "given", "surnames"),
    [("MARIA", ("MARIA",), ()), ("Mechita", ("MECHITA",), ()), ("ZUTANITA", ("ZUTANITA",), ()), ("QUISPE", (), ("QUISPE",))],
)
def test_one_name_alone_is_a_given_name_unless_it_surely_is_a_surname(typed, given, surnames):
    name = from_full(typed, Frequencies())
    assert (name.given, name.surnames) == (given, surnames)


@pytest.mark.parametrize(
    ("typed", "first", "second"),
    [
        ("Quispe Mamani", "Quispe", "Mamani"),
        ("DE LA CRUZ  QUISPE", "DE LA CRUZ", "QUISPE"),
        ("Mamani del Carpio", "Mamani", "del Carpio"),
        ("Santa Cruz Núñez", "Santa Cruz", "Núñez"),
        ("SAN MARTIN", "SAN MARTIN", ""),
        ("DE LA CRUZ", "DE LA CRUZ", ""),
        ("QUISPE", "QUISPE", ""),
        ("QUISPE DE FLORES", "QUISPE DE FLORES", ""),
        ("QUISPE MAMANI FLORES", "QUISPE MAMANI FLORES", ""),
        ("", "", ""),
    ],
)
def test_both_surnames_of_one_column_are_parted_as_typed(typed, first, second):
    assert two_surnames(typed, LISTED) == (first, second)
