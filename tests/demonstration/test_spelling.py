"""What hands do to texts, one example each."""

import polars as pl
import pytest

from intertrata.demonstration import spelling


def written(change, *texts, chance=0.0):
    rows = pl.DataFrame({"text": list(texts), "chance": [chance] * len(texts)})
    return rows.select(change(pl.col("text"), pl.col("chance"))).to_series().to_list()


def plain(change, *texts):
    return written(lambda text, _: change(text), *texts)


def test_capitals_lose_accents_and_keep_the_ñ():
    assert plain(spelling.without_accents, "Núñez", "Güere") == ["NUÑEZ", "GUERE"]
    assert spelling.without_accents_of(pl.Series(["Ibáñez"])).to_list() == ["IBAÑEZ"]


def test_by_ear_takes_the_first_sound_the_name_has():
    assert written(spelling.by_ear, "VARGAS", "HUAMAN", "PONZE") == ["BARGAS", "UAMAN", "PONSE"]
    assert written(spelling.by_ear, "BRAVO", "QUISPE", chance=0.9) == ["VRAVO", "KISPE"]


@pytest.mark.parametrize("chance", [0.1, 0.5, 0.9])
def test_a_mistyped_name_is_one_slip_away_and_keeps_its_first_letter(chance):
    (found,) = written(spelling.mistyped, "CONDORI", chance=chance)
    assert found[0] == "C"
    assert abs(len(found) - 7) <= 1
    assert written(spelling.mistyped, "OS", "", chance=chance) == ["OS", ""]


def test_one_digit_is_copied_wrong():
    (found,) = written(spelling.digit_miscopied, "51234567", chance=0.3)
    assert sum(a != b for a, b in zip(found, "51234567", strict=True)) == 1
    assert written(spelling.digit_miscopied, "", chance=0.3) == [""]


@pytest.mark.parametrize(("chance", "kept"), [(0.1, "9906004501-2016-"), (0.7, "9906004501-2016-12"), (0.95, "9906004501 2016 12 0")])
def test_a_quoted_number_loses_a_digit_its_end_or_its_dashes(chance, kept):
    (found,) = written(spelling.number_miscopied, "9906004501-2016-12-0", chance=chance)
    assert found.startswith(kept)
    assert found != "9906004501-2016-12-0"


def test_initials_particles_scans_and_nicknames():
    assert plain(spelling.initial, "LUIS", "") == ["L.", ""]
    assert (
        pl.DataFrame({"a": ["ANA"], "b": [""], "c": ["DIAZ"]}).select(spelling.initials([pl.col("a"), pl.col("b"), pl.col("c")])).item()
        == "A.D."
    )
    assert plain(spelling.without_particle, "DE LA CRUZ", "DEL AGUILA", "ROJAS") == ["CRUZ", "AGUILA", "ROJAS"]
    assert plain(spelling.letter_as_digit, "ROJAS", "DIAZ") == ["R0JAS", "D1AZ"]
    assert plain(spelling.mojibake, "NUÑEZ") == ["NUÃ‘EZ"]
    assert plain(spelling.nickname, "JOSE", "JOSÉ", "ULISES") == ["PEPE", "PEPE", "ULISES"]


def test_surnames_without_a_fixed_spelling_have_variants():
    assert written(spelling.variant, "QUISPE", chance=0.1) != written(spelling.variant, "QUISPE", chance=0.9)
    assert written(spelling.variant, "HUAMÁN", "ROSALES", chance=0.1) == ["GUAMÁN", "ROSALES"]
