"""A file of records, person by person, in whatever order its lines stand; what cannot be followed is told and the rest goes on."""

import json
from datetime import date

import pytest
from following.saying import RETA, SISTRA, WHOLE, line

from intertrata.casefile.following import records_file
from intertrata.casefile.following.follow_table import Summary, follow_file, followed
from intertrata.casefile.following.records_file import RecordsFile
from intertrata.vocabulary.errors import Problem

TODAY = date(2025, 8, 1)


@pytest.fixture
def written(tmp_path):
    def write(*lines, raw=b""):
        path = tmp_path / "registros.jsonl"
        path.write_bytes(raw or b"".join(json.dumps(one).encode() + b"\n" for one in lines))
        return path

    return write


def persons(file):
    return [(name, [event.line for event in events]) for name, events in file.persons()]


def test_persons_come_by_their_id_with_their_lines_in_order(written):
    b, a = [{**one, "person": "b"} for one in WHOLE], [{**one, "person": "a"} for one in WHOLE[:2]]
    file = RecordsFile(written(b[0], a[0], *b[1:], a[1]))
    assert persons(file) == [("a", [2, 10]), ("b", [1, 3, 4, 5, 6, 7, 8, 9])]
    assert (file.lines, file.of_nobody, file.bad) == (10, 0, [])


def test_a_file_may_begin_with_a_mark_end_without_a_line_break_and_leave_lines_empty(written):
    raw = b"\xef\xbb\xbf" + json.dumps(RETA).encode() + b"\r\n\n  \n" + json.dumps(SISTRA).encode()
    assert persons(RecordsFile(written(raw=raw))) == [("p1", [1, 4])]
    assert persons(RecordsFile(written(raw=b"\n"))) == []


def test_an_empty_file_is_followed_as_nobody(tmp_path):
    path = tmp_path / "vacío.jsonl"
    path.touch()
    assert persons(RecordsFile(path)) == []


def test_a_bad_line_is_told_and_the_rest_is_followed(written):
    path = written(
        RETA, {**SISTRA, "age": 200}, {"type": "victim"}, line("victim", person="q", age="x"), line("operation", person="", date="x")
    )
    file = RecordsFile(path)
    assert persons(file) == [("p1", [1]), ("q", [])]
    assert sorted((one.line, one.rule, one.field) for one in file.bad) == [
        (2, "line_value", "age"), (3, "line_person", "person"), (4, "line_value", "age"), (5, "line_value", "date"),
    ]  # fmt: skip


def test_what_tells_of_nobody_stands_around_or_is_counted(written):
    places = line("shelter_places", "2024-01-01", "car", person="", territory="150101", shelter="A")
    file = RecordsFile(written(places, line("operation", "2024-01-01", person="")))
    assert [event.line for event in file.around(TODAY).places("15", TODAY)] == [1]
    assert (file.lines, file.of_nobody) == (2, 1)


def test_a_line_that_never_ends_is_told_and_passed_over(written, monkeypatch):
    monkeypatch.setattr(records_file, "LONGEST", 200)
    raw = b'{"x": "' + b"a" * 900 + b'"}\n' + json.dumps(RETA).encode() + b"\n" + b"b" * 450
    file = RecordsFile(written(raw=raw))
    assert persons(file) == [("p1", [2])]
    assert [(one.line, one.rule) for one in file.bad] == [(1, "record_too_long"), (3, "record_too_long")]


def test_progress_is_told_in_bytes_and_then_in_persons(written, monkeypatch):
    monkeypatch.setattr(records_file, "TELL_EVERY", 2)
    told = []
    path = written(*({**RETA, "person": f"p{number}"} for number in range(4)))
    list(RecordsFile(path, lambda *one: told.append(one)).persons(lambda *one: told.append(one)))
    size = path.stat().st_size
    assert told == [("Leyendo", size // 2, size), ("Leyendo", size, size), ("Siguiendo", 2, 4), ("Siguiendo", 4, 4)]


@pytest.mark.parametrize(("make", "code"), [
    (lambda path: path / "nada.jsonl", "records_missing"),
    (lambda path: path, "records_no_file"),
])  # fmt: skip
def test_what_is_no_file_is_said(tmp_path, make, code):
    with pytest.raises(Problem) as caught:
        RecordsFile(make(tmp_path))
    assert caught.value.code == code


@pytest.mark.parametrize("raw", [b"[]", b'\n[{"type": "victim"}]\n'])
def test_a_list_is_no_file_of_lines(written, raw):
    with pytest.raises(Problem) as caught:
        RecordsFile(written(raw=raw))
    assert caught.value.code == "records_array"


def test_a_file_that_changes_meanwhile_is_not_followed(written):
    file = RecordsFile(path := written(RETA))
    path.write_bytes(path.read_bytes() + b"{}\n")
    with pytest.raises(Problem) as caught:
        persons(file)
    assert caught.value.code == "records_changed"


def test_each_person_is_written_as_one_line(written, tmp_path):
    summary, out = Summary(), tmp_path / "seguidas.jsonl"
    follow_file(written(*WHOLE, {**RETA, "person": "a", "date": "2024-07-01"}), out, TODAY, summary)
    first, second = (json.loads(one) for one in out.read_text(encoding="utf-8").splitlines())
    assert (first["person"], second["person"]) == ("a", "p1")
    assert second["stages"]["complaint"] == {"state": "done", "due": None, "by": "mpfn", "since": "2024-03-02", "records": [1, 2]}
    assert first["stages"]["complaint"] == {"state": "due", "due": "2024-07-02", "by": "mpfn", "since": "2024-07-01", "records": [9]}
    alarm = next(one for one in first["alarms"] if one["rule"] == "no_defender")
    assert alarm.keys() == {"rule", "since", "responsible", "severity", "records"}
    assert first.keys() == {"person", "stages", "alarms", "status", "cannot_tell", "not_counted", "earlier"}
    told = summary.document("registros.jsonl")
    assert (told["persons"], told["lines"], told["stages"]["complaint"], told["statuses"]) == (2, 9, {"done": 1, "due": 1}, {"open": 2})
    assert not summary.needs_a_person


def test_what_does_not_count_and_what_is_bad_is_named_up_to_a_bound(written, monkeypatch):
    monkeypatch.setattr("intertrata.casefile.following.follow_table.KEPT", 2)
    future = [{**RETA, "person": f"p{number}", "date": "2031-01-01"} for number in range(4)]
    summary = Summary()
    people = list(followed(written(*future, {}, {}, {}), TODAY, summary))
    assert next(one["not_counted"] for one in people) == [{"record": 1, "why": "future"}]
    assert {one["status"] for one in people} == {"not_followed"}
    assert (summary.bad_lines, summary.left_out, summary.needs_a_person) == (3, 4, True)
    told = summary.document("r")
    assert [one["line"] for one in told["bad_lines"]] == [5, 6]
    assert told["not_counted"] == [{"record": 1, "why": "future"}, {"record": 2, "why": "future"}]


@pytest.mark.parametrize(("out", "code"), [("registros.jsonl", "over_its_own_input"), ("registros.jsonl/x", "not_writable")])
def test_nothing_is_written_over_what_is_read_or_where_nothing_can_be(written, tmp_path, out, code):
    path = written(RETA)
    with pytest.raises(Problem) as caught:
        follow_file(path, tmp_path / out, TODAY, Summary())
    assert caught.value.code == code


def test_by_another_name_it_is_still_its_own_input(written, tmp_path):
    path = written(RETA)
    (tmp_path / "otro").hardlink_to(path)
    with pytest.raises(Problem) as caught:
        follow_file(path, tmp_path / "otro", TODAY, Summary())
    assert caught.value.code == "over_its_own_input"
