"""Keys of tokens and the filters made under them: who may hold a key, and that without it a name is a stranger to itself."""

import base64
import stat

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from intertrata.identity.tokens import secret
from intertrata.identity.tokens.filters import BITS, bigrams, dice, filters, name_grams
from intertrata.identity.tokens.secret import TokenKey
from intertrata.vocabulary.errors import Problem

K, OTHER = TokenKey(b"k" * 32), TokenKey(b"o" * 32)


def problem(does, *given, **more):
    with pytest.raises(Problem) as raised:
        does(*given, **more)
    return raised.value


# -- the key ----------------------------------------------------------------------------------------------------------


def test_a_key_is_made_for_its_owner_alone_and_read_again(tmp_path):
    path = tmp_path / "K"
    secret.make(path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert secret.load(path) == secret.load(path)
    assert len(secret.load(path).secret) == 32
    secret.make(tmp_path / "L")
    assert secret.load(path) != secret.load(tmp_path / "L")


def test_a_key_is_never_written_over_and_never_shown(tmp_path):
    path = tmp_path / "K"
    secret.make(path)
    before = path.read_bytes()
    assert problem(secret.make, path).code == "token_key_stands"
    assert path.read_bytes() == before
    assert problem(secret.make, tmp_path / "no" / "K").code == "not_writable"
    assert base64.b64encode(secret.load(path).secret).decode() not in repr(secret.load(path))
    assert str(secret.load(path).secret) not in repr(secret.load(path))


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620, 0o601])
def test_a_key_that_others_may_touch_is_refused(tmp_path, mode):
    secret.make(tmp_path / "K")
    (tmp_path / "K").chmod(mode)
    assert problem(secret.load, tmp_path / "K").code == "token_key_too_open"


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"tokens": 7}', '{"tokens": "!"}', '{"tokens": "c2hvcnQ="}', '{"ids": "' + "A" * 43 + '="}', "\udcff"]
)
def test_a_file_that_is_no_key_is_refused(tmp_path, text):
    (tmp_path / "K").write_bytes(text.encode("utf-8", "surrogateescape"))
    (tmp_path / "K").chmod(0o600)
    assert problem(secret.load, tmp_path / "K").code == "token_key_damaged"


def test_a_key_that_is_not_there_is_refused(tmp_path):
    assert problem(secret.load, tmp_path / "K").code == "token_key_missing"


def test_each_use_has_a_key_of_its_own():
    assert len({K.of(use) for use in ("given", "surname", "seal")}) == 3
    assert K.of("given") != OTHER.of("given")


# -- filters ----------------------------------------------------------------------------------------------------------

NAMES = st.text("ABCEILMNOQRSTUZ", min_size=1, max_size=12)


def dice_of(one, other, key=b"k", other_key=b"k"):
    return float(dice(filters([one], key), filters([other], other_key))[0])


@given(NAMES, NAMES)
def test_filters_are_alike_as_their_grams_are(one, other):
    left, right = bigrams(one), bigrams(other)
    true = 2 * len(left & right) / (len(left) + len(right))
    found = dice_of(left, right)
    assert dice_of(left, left) == 1
    assert found == dice_of(right, left)
    assert found >= true - 0.2  # bits that two grams of one name share count once
    assert found <= true + 0.55  # chance fills at most a third of the filter of twelve letters


@given(NAMES)
def test_under_another_key_a_name_is_a_stranger_to_itself(name):
    grams = name_grams(name, name)
    assert dice_of(grams, grams, b"k", b"o") < 0.6


def test_what_is_unknown_is_like_nothing_not_even_itself():
    none, some = filters([set()], b"k"), filters([bigrams("ROSA")], b"k")
    assert np.isnan(dice(none, none))[0]
    assert np.isnan(dice(none, some))[0]
    assert np.isnan(dice(some, none))[0]
    assert bigrams("") == set() == name_grams(None, None)


def test_a_name_that_only_sounds_the_same_is_nearer_than_a_stranger():
    quispe = name_grams("QUISPE", "KISPI")
    assert dice_of(quispe, name_grams("KISPI", "KISPI")) > 0.65 > 0.5 > dice_of(quispe, name_grams("FLORES", "FLURIS"))


def test_what_is_spelled_and_what_is_heard_are_grams_of_two_kinds():
    assert len(name_grams("KISPI", "KISPI")) == 2 * len(bigrams("KISPI"))
    assert name_grams("KISPI", None).isdisjoint(name_grams(None, "KISPI"))


def test_a_filter_is_a_quarter_full_so_that_strangers_share_little():
    full = np.unpackbits(filters([name_grams("RODRIGUEZ", "RUDRIGIS")], b"k").view(np.uint8)).sum()
    assert 0.15 * BITS < full < 0.4 * BITS
