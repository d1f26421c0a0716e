"""Durable files: whole or not at all."""

import pytest

from intertrata.storage.files import UNFINISHED, move_durably, sweep_unfinished, write_durably


def test_a_file_written_is_whole_and_readable_only_by_its_owner(tmp_path):
    path = tmp_path / "a" / "b.bin"
    assert write_durably(path, [b"one", b"two"]) == 6
    assert path.read_bytes() == b"onetwo"
    assert path.stat().st_mode & 0o077 == 0


def test_a_write_that_fails_leaves_the_file_of_before(tmp_path):
    path = tmp_path / "b.bin"
    write_durably(path, [b"before"])

    def pieces():
        yield b"half"
        raise RuntimeError("the power went")

    with pytest.raises(RuntimeError):
        write_durably(path, pieces())
    assert path.read_bytes() == b"before"
    assert [p.name for p in tmp_path.iterdir()] == ["b.bin"]


def test_a_folder_appears_at_once_with_all_its_files(tmp_path):
    unfinished = tmp_path / f"{UNFINISHED}x"
    (unfinished / "deep").mkdir(parents=True)
    (unfinished / "deep" / "one").write_bytes(b"1")
    move_durably(unfinished, tmp_path / "cut")
    assert (tmp_path / "cut" / "deep" / "one").read_bytes() == b"1"
    assert not unfinished.exists()


def test_what_a_crash_left_is_swept_and_nothing_else(tmp_path):
    (tmp_path / f"{UNFINISHED}1").write_bytes(b"x")
    (tmp_path / f"{UNFINISHED}2").mkdir()
    (tmp_path / "kept").write_bytes(b"x")
    assert sweep_unfinished(tmp_path) == 2
    assert sweep_unfinished(tmp_path / "absent") == 0
    assert [p.name for p in tmp_path.iterdir()] == ["kept"]
