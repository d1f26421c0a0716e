"""Spellings that an ear confuses sound alike; names that differ do not."""

import pytest

from intertrata.identity.sounds import given_sound, root, sound


@pytest.mark.parametrize(
    "alike",
    [
        "QUISPE QISPE KISPE QUISPI",
        "HUAMAN GUAMAN WAMAN",
        "CHOQUEHUANCA CHOKEWANKA",
        "JESSICA YESSICA YESICA",
        "JIMENEZ GIMENEZ JIMENES XIMENES",
        "CCORI CORI KORI QORI",
        "SHAPIAMA CHAPIAMA",
        "VASQUEZ BASQUEZ VAZQUES",
        "HUILLCA WILLCA",
        "ZUNIGA SUNIGA",
        "JHON JOHN YHON",
        "CAMPOS CANPOS",
        "HELENA ELENA",
        "LLANOS YANOS",
        "AHUANARI AGUANARI AWANARI",
    ],
)
def test_spellings_of_one_name_sound_alike(alike):
    assert len({sound(one) for one in alike.split()}) == 1


@pytest.mark.parametrize("pair", ["QUISPE MAMANI", "FLORES TORRES", "MARIA MARIO", "ROSA ROSALIA"])
def test_other_names_sound_otherwise(pair):
    one, other = pair.split()
    assert sound(one) != sound(other)


def test_a_nickname_sounds_as_the_name_it_stands_for():
    assert root("PEPE") == "JOSE"
    assert given_sound("LUCHO") == given_sound("LUIS")
    assert given_sound("ZUTANO") == sound("ZUTANO")


def test_a_sound_is_never_empty():
    assert sound("H") == "H"
