"""A cut is written whole or not at all, is named by what it holds, and is refused once it is not what was written."""

import json
import shutil

import polars as pl
import pytest

from intertrata.figures import cut_files
from intertrata.vocabulary.errors import Problem


@pytest.fixture
def tables(frozen):
    rows = [{"record": "a", "offences": ["trafficking"], "event_date": "2016-05"}, {"record": "b"}]
    return {name: frozen(name, rows) for name in ("complaint", "victim")}


def test_the_same_data_make_the_same_bytes_and_the_same_id(tables, tmp_path):
    one = cut_files.write(tables.items(), {"reta": "2016-12-31", "sistra": "2017-03-01"}, root=tmp_path / "one")
    other = cut_files.write(tables.items(), {"reta": "2016-12-31", "sistra": "2017-03-01"}, root=tmp_path / "other")
    assert one.id == other.id
    assert one.id.startswith("2017-03-01_")
    for file in one.folder.iterdir():
        assert file.read_bytes() == (other.folder / file.name).read_bytes()


def test_a_cut_that_stands_is_given_as_it_is_and_nothing_half_written_is_left(tables, tmp_path):
    one = cut_files.write(tables.items(), {"reta": "2016-12-31"}, root=tmp_path)
    stamps = {file.name: file.stat().st_mtime_ns for file in one.folder.iterdir()}
    assert cut_files.write(tables.items(), {"reta": "2016-12-31"}, root=tmp_path) == one
    assert {file.name: file.stat().st_mtime_ns for file in one.folder.iterdir()} == stamps
    assert [path.name for path in tmp_path.iterdir()] == [one.id]


def test_other_data_make_another_cut_and_the_old_one_stays(tables, frozen, tmp_path):
    one = cut_files.write(tables.items(), {"reta": "2016-12-31"}, root=tmp_path)
    other = cut_files.write((tables | {"victim": frozen("victim", [])}).items(), {"reta": "2016-12-31"}, root=tmp_path)
    assert one.id != other.id
    assert cut_files.prove(one.folder) == one


def test_a_cut_says_how_many_rows_and_what_hash_each_file_has(tables, tmp_path):
    cut = cut_files.write(tables.items(), {}, root=tmp_path)
    assert cut.date == cut_files.NO_DATE
    assert cut.tables["victim"]["rows"] == 2
    assert json.loads((cut.folder / cut_files.MANIFEST).read_text())["tables"] == cut.tables
    assert pl.read_parquet(cut.path("victim")).equals(tables["victim"])


def test_a_file_that_is_not_what_was_cut_is_refused(tables, tmp_path):
    cut = cut_files.write(tables.items(), {"reta": "2016-12-31"}, root=tmp_path)
    path = cut.path("victim")
    path.write_bytes(path.read_bytes() + b" ")
    for deed in (
        lambda: cut.path("victim"),
        lambda: cut_files.prove(cut.folder),
        lambda: cut_files.write(tables.items(), cut.cut_offs, root=tmp_path),
    ):
        with pytest.raises(Problem) as refused:
            deed()
        assert (refused.value.code, refused.value.where) == ("cut_damaged", {"cut": cut.id, "file": "victim.parquet"})
    assert cut.path("complaint").exists(), "the other files still stand"


def test_a_file_that_is_gone_or_was_never_cut_is_refused(tables, tmp_path):
    cut = cut_files.write(tables.items(), {"reta": "2016-12-31"}, root=tmp_path)
    cut.path("victim").unlink()
    for record_type in ("victim", "suspect"):
        with pytest.raises(Problem, match="cut_damaged"):
            cut.path(record_type)


def test_another_manifest_is_refused(tables, tmp_path):
    cut = cut_files.write(tables.items(), {"reta": "2016-12-31"}, root=tmp_path)
    manifest = cut.folder / cut_files.MANIFEST
    manifest.write_text(manifest.read_text().replace('"rows": 2', '"rows": 3'))
    with pytest.raises(Problem, match="cut_damaged"):
        cut_files.opened(cut.folder)


def test_a_folder_that_is_no_cut_is_missing(tmp_path):
    with pytest.raises(Problem, match="cut_missing"):
        cut_files.opened(tmp_path / "2016-12-31_0000000000000000")


def test_a_disk_that_fails_while_writing_leaves_no_cut(tables, tmp_path, monkeypatch):
    def fail(*_):
        raise OSError("disk full")

    monkeypatch.setattr(cut_files, "move_durably", fail)
    with pytest.raises(OSError, match="disk full"):
        cut_files.write(tables.items(), {"reta": "2016-12-31"}, root=tmp_path)
    assert list(tmp_path.iterdir()) == []
    shutil.rmtree(tmp_path)
