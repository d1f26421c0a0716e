"""What a rare spelling may have meant."""

import pytest

from intertrata.identity.spelling import slips

OFTEN = {"KISPI": 500, "MARTINIS": 400, "UAMAN": 300}


@pytest.mark.parametrize("typed", ["KIPSI", "KISP", "KISPII", "KISBI", "MARTIINS", "UAMN"])
def test_one_slip_away_from_a_far_commoner_sound_is_that_sound(typed):
    assert slips(OFTEN | {typed: 1})[typed] in OFTEN


@pytest.mark.parametrize("typed", ["KIXXI", "UAM", "SULKA"])
def test_two_slips_away_or_too_short_stays_what_it_is(typed):
    assert typed not in slips(OFTEN | {typed: 1})


def test_a_sound_nearly_as_common_is_another_name():
    assert slips({"SALAS": 100, "SALA": 60}) == {}


def test_of_several_the_commonest_is_meant():
    assert slips({"MARIA": 900, "MARIU": 300, "MARI": 1, "MARIX": 1})["MARIX"] == "MARIA"
