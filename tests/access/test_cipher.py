"""What is encrypted opens with its key and in its place, and nowhere else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intertrata.access.cipher import Cipher
from intertrata.access.keys import Keys
from intertrata.vocabulary.errors import Unsafe

OLD, NEW = b"o" * 32, b"n" * 32
KEYS = Keys("k2", {"k1": OLD, "k2": NEW}, b"i" * 32, b"s" * 32, b"g" * 32)


@given(st.text(max_size=40), st.binary(max_size=300))
def test_what_goes_in_comes_out(row, clear):
    cipher = Cipher(KEYS, "mention.blob")
    blob = cipher.encrypt(row, clear)
    assert cipher.decrypt(row, "k2", blob) == clear
    assert clear not in blob or len(clear) < 4


def test_the_same_value_twice_gives_two_blobs():
    cipher = Cipher(KEYS, "mention.blob")
    assert cipher.encrypt("a", b"name") != cipher.encrypt("a", b"name")
    many = list(cipher.encrypt_all([("a", b"name")] * 5000))
    assert len({blob[:12] for blob in many}) == 5000
    assert {cipher.decrypt("a", "k2", blob) for blob in many} == {b"name"}


def test_a_blob_opens_in_its_own_row_and_field_only():
    cipher = Cipher(KEYS, "mention.blob")
    blob = cipher.encrypt("a", b"name")
    with pytest.raises(Unsafe):
        cipher.decrypt("b", "k2", blob)
    with pytest.raises(Unsafe):
        Cipher(KEYS, "refused.blob").decrypt("a", "k2", blob)
    with pytest.raises(Unsafe):
        cipher.decrypt("a", "k1", blob)


@given(st.data())
def test_a_changed_or_cut_blob_does_not_open(data):
    cipher = Cipher(KEYS, "mention.blob")
    blob = cipher.encrypt("a", b"some name")
    at = data.draw(st.integers(0, len(blob) - 1))
    changed = blob[:at] + bytes([blob[at] ^ data.draw(st.integers(1, 255))]) + blob[at + 1 :]
    for wrong in (changed, blob[:at]):
        with pytest.raises(Unsafe):
            cipher.decrypt("a", "k2", wrong)


def test_an_older_key_still_opens_and_an_unknown_one_does_not():
    old = Cipher(Keys("k1", {"k1": OLD}, b"", b"", b""), "f").encrypt("a", b"x")
    assert Cipher(KEYS, "f").decrypt("a", "k1", old) == b"x"
    with pytest.raises(Unsafe, match="no key k9"):
        Cipher(KEYS, "f").decrypt("a", "k9", old)
