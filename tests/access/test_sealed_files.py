"""A sealed deposit comes back byte for byte, and shows whatever was done to it."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from intertrata.access import sealed_files
from intertrata.access.keys import Keys
from intertrata.access.sealed_files import seal, unseal
from intertrata.vocabulary.errors import Unsafe

KEYS = Keys("k1", {"k1": b"k" * 32}, b"", b"", b"")


@pytest.fixture(autouse=True)
def _small_pieces(monkeypatch):
    monkeypatch.setattr(sealed_files, "PIECE", 64)


@settings(deadline=None)
@given(parts=st.lists(st.binary(max_size=200), max_size=8))
def test_a_stream_comes_back_as_it_went_in(tmp_path_factory, parts):
    path = tmp_path_factory.mktemp("sealed") / "d"
    assert seal(path, "d1", parts, keys=KEYS, of="deposit.file") == sum(map(len, parts))
    assert b"".join(unseal(path, "d1", keys=KEYS, of="deposit.file")) == b"".join(parts)


def opened(path, file="d1"):
    return b"".join(unseal(path, file, keys=KEYS, of="deposit.file"))


def test_nothing_of_the_content_stands_in_the_file(tmp_path):
    seal(tmp_path / "d", "d1", [b"APELLIDO SINTETICO" * 20], keys=KEYS, of="deposit.file")
    assert b"APELLIDO" not in (tmp_path / "d").read_bytes()


def test_every_kind_of_damage_is_seen(tmp_path):
    path = tmp_path / "d"
    seal(path, "d1", [bytes(200)], keys=KEYS, of="deposit.file")
    whole = path.read_bytes()
    head = len(sealed_files.MAGIC) + 2 + 2
    piece = 5 + 64 + 28
    damages = {
        "another file": b"x" + whole[1:],
        "cut": whole[:-1],
        "cut at a piece": whole[: head + piece],
        "cut at the head": whole[: head - 3],
        "added": whole + b"x",
        "pieces swapped": whole[:head] + whole[head + piece : head + 2 * piece] + whole[head : head + piece] + whole[head + 2 * piece :],
        "a piece gone": whole[:head] + whole[head + piece :],
        "a length of gigabytes": whole[:head] + b"\xff\xff\xff\xff" + whole[head + 4 :],
        "last said too early": whole[: head + 4] + b"\x01" + whole[head + 5 :],
    }
    for damage, data in damages.items():
        path.write_bytes(data)
        with pytest.raises(Unsafe):
            opened(path)
        assert damage
    path.write_bytes(whole)
    with pytest.raises(Unsafe):
        opened(path, "d2")
