"""The key file: made once, with mode 600, and refused when missing, open to others or damaged."""

import json

import pytest

from intertrata.access import keys
from intertrata.vocabulary.errors import Problem


def test_a_key_file_is_made_once_and_only_its_owner_reads_it(tmp_path):
    path = tmp_path / "k" / "keys.json"
    keys.make(path)
    first = path.read_text()
    keys.make(path)
    assert path.read_text() == first
    assert path.stat().st_mode & 0o777 == 0o600
    loaded = keys.load(path)
    assert {len(key) for key in (*loaded.encryption.values(), loaded.ids, loaded.search, loaded.signing)} == {32}
    assert len({loaded.ids, loaded.search, loaded.signing, *loaded.encryption.values()}) == 4
    assert "k1" not in repr(loaded)


def test_another_file_in_its_place_is_read_and_one_that_is_gone_or_opened_to_others_gives_no_key(tmp_path):
    path, other = tmp_path / "keys.json", tmp_path / "other.json"
    keys.make(path)
    keys.make(other)
    first = keys.load(path)
    assert keys.load(path) is first
    other.replace(path)
    assert keys.load(path).ids != first.ids
    path.chmod(0o644)
    with pytest.raises(Problem, match="keys_too_open"):
        keys.load(path)
    path.unlink()
    with pytest.raises(Problem, match="keys_missing"):
        keys.load(path)


def test_no_file_no_keys(tmp_path):
    with pytest.raises(Problem, match="keys_missing"):
        keys.load(tmp_path / "none.json")


def test_a_file_that_others_may_read_is_refused(tmp_path):
    path = tmp_path / "keys.json"
    keys.make(path)
    path.chmod(0o640)
    with pytest.raises(Problem, match="keys_too_open"):
        keys.load(path)


@pytest.mark.parametrize("damage", ["not json", "[]", "{}", "short", "current"])
def test_a_damaged_file_is_refused_without_saying_a_key(tmp_path, damage):
    path = tmp_path / "keys.json"
    keys.make(path)
    held = json.loads(path.read_text())
    if damage == "short":
        held["ids"] = "AAAA"
    if damage == "current":
        held["current"] = "k9"
    path.write_text(json.dumps(held) if damage in {"short", "current"} else damage)
    with pytest.raises(Problem, match="keys_damaged") as caught:
        keys.load(path)
    assert held["signing"] not in str(caught.value)
