"""Laws of linking a table: same rows, same persons; every row answered; an act never joined with itself."""

import csv

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from intertrata.identity import blocking, normal
from intertrata.identity.linking import link_table
from intertrata.identity.mentions import COLUMNS, complete
from intertrata.identity.tables import link_file
from intertrata.vocabulary.errors import Problem

GIVEN = ["MARIA ELENA", "ROSA", "Rosita", "JUAN", "", "M.", "😀", "Мария"]
SURNAMES = ["QUISPE", "Kispe", "MAMANI", "DE LA CRUZ", "SANGAMA", "", "12"]
row = st.fixed_dictionaries({
    "register": st.sampled_from(["reta", "sistra"]), "given_names": st.sampled_from(GIVEN), "surname_1": st.sampled_from(SURNAMES),
    "surname_2": st.sampled_from(SURNAMES), "full_name": st.sampled_from(["", "QUISPE MAMANI, MARIA ELENA", "x" * 500]),
    "document_number": st.sampled_from(["", "10117410", "10117410-2", "00000000", "117410"]), "birth_date": st.sampled_from(["", "2001-05-04", "2001", "2001-13-45"]),
    "age": st.sampled_from(["", "15", "abc", "250"]), "age_date": st.sampled_from(["", "2016-05-01"]), "sex": st.sampled_from(["", "F", "M", "?"]),
    "case_numbers": st.sampled_from(["", "C-10001", "C-10001;X-99999"]), "together": st.sampled_from(["", "A1", "A2"]),
    "ubigeo": st.sampled_from(["", "1501", "80101", "x"]), "event_date": st.sampled_from(["", "2016-04-30"]), "nationality": st.sampled_from(["", "Perú", "VEN"]),
})  # fmt: skip
tables = st.lists(row, min_size=0, max_size=14)


def table(rows):
    return pl.DataFrame([{"record_id": f"r{at:03}", **one} for at, one in enumerate(rows)], schema=dict.fromkeys(COLUMNS, pl.String))


@given(tables, st.randoms())
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_table_in_any_order_gives_each_row_once_and_the_same_persons(rows, chance):
    whole = table(rows)
    linked = link_table(whole)
    assert linked.clusters["record_id"].to_list() == whole["record_id"].sort().to_list()
    order = list(range(len(whole)))
    chance.shuffle(order)
    again = link_table(whole[order])
    assert again.clusters.equals(linked.clusters)
    assert again.pairs.equals(linked.pairs)
    acts = whole.filter(pl.col("together") != "").join(linked.clusters, on="record_id")
    assert acts.group_by("register", "together", "person_id").len().filter(pl.col("len") > 1).is_empty()


def test_one_person_seen_by_two_registers_is_one_and_a_homonym_is_not():
    rows = [
        {
            "register": "reta",
            "given_names": "ANA LUZ",
            "surname_1": "QUISPE",
            "surname_2": "CCAHUANA",
            "birth_date": "2001-07-05",
            "sex": "F",
            "ubigeo": "0801",
        },
        {"register": "sistra", "full_name": "KISPE CCAHUANA, ANA LUZ", "birth_date": "2001-07-05", "sex": "F", "ubigeo": "0801"},
        {"register": "sistra", "full_name": "QUISPE CCAHUANA, ANA LUZ", "birth_date": "1975-01-30", "sex": "F", "ubigeo": "2501"},
    ]
    assert link_table(table(rows)).clusters["person_id"].to_list() == ["r000", "r000", "r002"]


def test_a_mention_without_name_or_document_stays_alone():
    rows = [{"register": "reta", "sex": "F", "ubigeo": "1501", "event_date": "2016-01-01"}] * 3
    assert link_table(table(rows)).clusters["person_id"].to_list() == ["r000", "r001", "r002"]


@pytest.mark.parametrize("many", [0, 1])
def test_nothing_and_one_row_are_tables_too(many):
    linked = link_table(table([{"register": "reta", "given_names": "ROSA"}] * many))
    assert len(linked.clusters) == many
    assert linked.pairs.is_empty()
    assert linked.figures["persons"] == many


def test_a_document_that_two_hundred_persons_use_ties_nobody():
    surnames = [
        f"{a}{b}{c}"
        for a in ("QUIS", "MAM", "HUA", "TAP", "SAN")
        for b in ("PE", "ANI", "LLI", "RO", "GA")
        for c in ("X", "MO", "TU", "BRE", "FE", "L", "VA", "DI")
    ]
    rows = [
        {"register": "reta", "given_names": name, "surname_1": surname, "document_type": "DNI", "document_number": "45612378"}
        for surname, name in zip(surnames, ["ANA", "LUIS", "EVA", "OTTO"] * 50, strict=True)
    ]
    assert link_table(table(rows)).clusters["person_id"].n_unique() == 200


ODD = ["QUISPE " * 72, "1234567", "😀😀", "Анна Иванова", "李小龍", "\u0000", "-", "NN", "María\u0301"]


@pytest.mark.parametrize("column", ["given_names", "surname_1", "full_name"])
def test_a_name_that_is_none_is_answered_and_alone(column):
    rows = [{"register": "reta", column: text, "sex": "F"} for text in ODD]
    linked = link_table(table([*rows, {"register": "reta", "full_name": "ROSA SANGAMA TAPULLIMA"}]))
    assert linked.clusters["person_id"].n_unique() == len(ODD) + 1


def test_inside_a_component_what_was_not_blocked_is_compared_too():
    born = {"birth_date": "2001-07-05", "sex": "F"}
    rows = [
        {"register": "a", "given_names": "ANA LUZ", "surname_1": "QUISPE", "surname_2": "CCAHUANA", **born},
        {"register": "b", "given_names": "ANA LUZ", "surname_1": "QUISPE", "surname_2": "CCAHUANA", "document_number": "71234568", **born},
        {"register": "c", "given_names": "LUZ", "document_number": "71234568", "sex": "F"},
    ]
    linked = link_table(table(rows), threshold=0.05)
    assert linked.figures["pairs_scored"] == 2
    assert linked.scored.select("a", "b").rows() == [(0, 1), (0, 2), (1, 2)]


def test_who_is_known_by_a_first_name_meets_who_has_it_near_in_place_and_time():
    near = {"ubigeo": "080101", "case_numbers": ""}
    rows = [
        {"register": "linea", "full_name": "MARLENY", "event_date": "2016-03-01", **near},
        {"register": "reta", "given_names": "MARLENY", "surname_1": "CCORI", "event_date": "2016-04-20", **near},
        {"register": "reta", "given_names": "MARLENY", "surname_1": "RIOS", "event_date": "2019-04-20", **near},
    ]
    normalised = normal.normalise(complete(table(rows)))
    assert blocking.pairs(normalised, blocking.Rules()).rows() == [(0, 1)]


def test_a_slip_in_the_document_leaves_half_of_it_to_meet_by():
    rows = [
        {"register": "a", "given_names": "ANA", "surname_1": "QUISPE", "document_number": "71234568"},
        {"register": "b", "given_names": "ANA", "surname_1": "SOTO", "document_number": "71234569"},
        {"register": "b", "given_names": "ANA", "surname_1": "RIOS", "document_number": "45678123"},
    ]
    assert blocking.pairs(normal.normalise(complete(table(rows))), blocking.Rules()).rows() == [(0, 1)]


def test_who_shares_a_birthday_and_a_place_but_no_name_and_no_document_is_not_compared():
    born = {"birth_date": "1996-03-05", "sex": "F", "ubigeo": "150135", "event_date": "2016-05-06"}
    one = {"register": "a", "given_names": "ROSA ELENA", "surname_1": "HUAMAN", "document_number": "48105907"} | born
    others = [
        {"given_names": "MARTHA LUZ", "surname_1": "POMA", "document_number": "48105908"},  # the next number: registered on the same day
        {"given_names": "MARTHA LUZ", "surname_1": "POMA"},
        {"given_names": "ROSA", "surname_1": "POMA", "document_number": "48105908"},
        {"document_number": "48105908"},
        {"document_number": "48105907"},
    ]
    for other, meet in zip(others, (False, True, True, False, True), strict=True):
        normalised = normal.normalise(complete(table([one, {"register": "b"} | born | other])))
        assert bool(len(blocking.pairs(normalised, blocking.Rules()))) is meet


def test_homonyms_a_generation_apart_do_not_meet_unless_a_document_ties_them():
    name = {"given_names": "ANA", "surname_1": "QUISPE", "surname_2": "RIOS"}
    rows = [
        {"birth_date": "1970-03-01"},
        {"birth_date": "2001-05-06", "document_number": "71234568"},
        {"birth_date": "1985", "document_number": "71234568"},
    ]
    normalised = normal.normalise(complete(table([{"register": "a"} | name | row for row in rows])))
    assert blocking.pairs(normalised, blocking.Rules()).rows() == [(1, 2)]


def test_progress_is_told_step_by_step():
    told = []
    link_table(table([]), progress=lambda name, done, total: told.append((name, done, total)))
    assert told == [("normalise", 0, 4), ("block", 1, 4), ("score", 2, 4), ("cluster", 3, 4)]


@pytest.mark.parametrize(
    ("asked", "code"),
    [({"engine": "dask"}, "engine_absent"), ({"threshold": 1.0}, "threshold_range"), ({"threshold": 0.0}, "threshold_range")],
)
def test_what_cannot_be_done_is_said_before_anything_is_done(asked, code):
    with pytest.raises(Problem) as refused:
        link_table(table([]), **asked)
    assert refused.value.code == code


def test_a_record_twice_is_refused_with_both_lines():
    with pytest.raises(Problem) as refused:
        link_table(pl.DataFrame({"record_id": ["a", "b", "a"]}))
    assert refused.value.where == {"file": "", "line": 2, "other": 4}


def test_a_file_is_linked_into_files(tmp_path):
    source, out, pairs = (tmp_path / name for name in ("m.csv", "c.csv", "p.csv"))
    source.write_text(
        "full_name,record_id,birth_date\nSANGAMA TAPULLIMA EVA,b,1990-02-01\nEva Sangama Tapullima,a,1990-02-01\n", encoding="utf-8"
    )
    figures = link_file(source, out, pairs=pairs, threshold=0.2)
    assert list(csv.reader(out.read_text().splitlines())) == [["record_id", "person_id"], ["a", "a"], ["b", "a"]]
    header, (one, other, probability) = csv.reader(pairs.read_text().splitlines())
    assert header == ["record_id_a", "record_id_b", "probability"]
    assert (one, other) == ("a", "b")
    assert 0.9 < float(probability) <= 1
    assert (figures["rows"], figures["persons"], figures["pairs_scored"], figures["threshold"]) == (2, 1, 1, 0.2)
    assert link_file(source, out)["persons"] == 1
    assert list(figures["seconds"]) == ["read", "normalise", "block", "score", "cluster", "write"]


def test_nothing_is_written_over_the_question_by_any_name_of_it_nor_over_the_other_answer(tmp_path):
    source, named, hard, out = (tmp_path / name for name in ("m.csv", "named.csv", "hard.csv", "out.csv"))
    source.write_text("record_id\na\n", encoding="utf-8")
    named.symlink_to(source)
    hard.hardlink_to(source)
    for wrong, pairs in ((source, None), (named, None), (hard, None), (out, source), (out, out)):
        with pytest.raises(Problem) as refused:
            link_file(source, wrong, pairs=pairs)
        assert refused.value.code == "over_its_own_input"
    assert source.read_text(encoding="utf-8") == "record_id\na\n"
    assert not out.exists()


def test_a_place_where_nothing_can_be_written_is_said(tmp_path):
    source = tmp_path / "m.csv"
    source.write_text("record_id\na\n", encoding="utf-8")
    with pytest.raises(Problem) as refused:
        link_file(source, tmp_path / "no" / "c.csv")
    assert refused.value.code == "not_writable"
