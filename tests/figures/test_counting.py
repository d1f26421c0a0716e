"""Each counting rule: a small table in, a figure out. These tests are the methods annex in the making."""

from datetime import date

import pytest
import small_tables

from intertrata.figures import counting, cut_files
from intertrata.figures.conditions import Question, predicates
from intertrata.figures.definitions import indicator, indicators, read_indicator
from intertrata.figures.sides import paths_of
from intertrata.vocabulary.errors import Problem

TRAFFICKING = ["trafficking"]


@pytest.fixture
def count(tmp_path):
    """Count an indicator over records of its type: dims, period and values as a reader asks for them."""

    def _count(code, rows, *dims, more=None, whose=None, start=None, end=None, **where):
        one = indicator(code)
        told = {name: [] for name in one.also} | {one.record_type: rows} | (more or {})
        tables = {name: small_tables.current(name, said) for name, said in told.items()}
        cut = cut_files.write(small_tables.freeze(tables, small_tables.persons(whose or {})).items(), {"reta": "2016-12-31"}, root=tmp_path)
        paths = paths_of(one, cut)
        question = Question(one, start, end, counting.proved(one, where, tables=paths))
        return counting.count(question, tuple(one.dimension(code) for code in dims), tables=paths)

    return _count


def victim(record, register="reta", **said):
    return {"record": record, "register": register, "event_date": "2016-05-10", "offences": TRAFFICKING, **said}


def cells(tally):
    return {row[:-1] if len(row) > 2 else row[0]: row[-1] for row in tally.rows.iter_rows()}


def said(tally):
    return {note.code: note.values.get("n") for note in tally.notes}


def test_a_person_told_by_three_records_is_one_victim(count):
    rows = [victim("a"), victim("b"), victim("c", "sistra")]
    tally = count("victims", rows, whose={"reta/a": "Ana", "reta/b": "Ana", "sistra/c": "Ana"})
    assert tally.total == 1
    assert tally.rows.is_empty()


def test_a_person_in_two_registers_counts_in_each_and_once_in_the_total_which_is_said(count):
    rows = [victim("a"), victim("b", "sistra"), victim("c", "sistra")]
    tally = count("victims", rows, "register", whose={"reta/a": "Ana", "sistra/b": "Ana", "sistra/c": "Eva"})
    assert cells(tally) == {"reta": 1, "sistra": 2}
    assert tally.total == 2
    assert said(tally)["parts_exceed_total"] == 1


def test_a_person_with_two_purposes_counts_in_each_and_once_in_the_total(count):
    rows = [victim("a", purpose=["sexual", "labour", "sexual"]), victim("b", purpose=["sexual"]), victim("c")]
    tally = count("victims", rows, "purpose", whose={"reta/a": "Ana", "reta/b": "Eva", "reta/c": "Luz"})
    assert cells(tally) == {"labour": 1, "sexual": 2, None: 1}
    assert tally.total == 3
    assert {"several_values", "parts_exceed_total"} <= said(tally).keys()


def test_unknown_is_a_row_of_its_own_at_the_end_and_never_dropped(count):
    rows = [victim("a", sex="female"), victim("b"), victim("c", purpose=[])]
    assert count("victims", rows, "sex").rows.rows() == [("female", 1), (None, 2)]
    assert count("victims", rows, "purpose").rows.rows() == [(None, 3)]


def test_where_parts_do_not_exceed_the_total_nothing_is_said_of_it(count):
    assert "parts_exceed_total" not in said(count("victims", [victim("a", sex="female")], "sex", whose={"reta/a": "Ana"}))


def test_smuggling_is_never_added_to_trafficking(count):
    rows = [victim("a"), victim("b", offences=["smuggling"]), victim("c", offences=["smuggling", "trafficking_aggravated"])]
    assert count("victims", rows).total == 2


def test_exploitation_without_trafficking_is_another_offence(count):
    assert count("victims", [victim("a", offences=["forced_labour"]), victim("b")]).total == 1


def test_a_record_without_offence_is_out_and_said(count):
    tally = count("victims", [victim("a", offences=None), victim("b", offences=[]), victim("c", offences=["smuggling"]), victim("d")])
    assert tally.total == 1
    assert said(tally)["without_offence"] == 2


def test_what_the_competent_body_found_not_to_be_a_victim_is_out_and_an_unknown_condition_is_in(count):
    rows = [victim("a", status="not_a_victim"), victim("b", status="presumed"), victim("c", status="confirmed"), victim("d")]
    assert count("victims", rows).total == 3


def test_vanished_records_are_out_and_said_how_many(count):
    tally = count("victims", [victim("a"), victim("b", vanished=True), victim("c", vanished=True, offences=["smuggling"])])
    assert tally.total == 1
    assert said(tally)["vanished"] == 1


def test_a_record_no_linkage_has_spoken_of_is_a_person_of_its_own_and_said(count):
    tally = count("victims", [victim("a"), victim("b"), victim("c")], whose={"reta/a": "Ana", "reta/b": None})
    assert tally.total == 3
    assert said(tally)["unlinked"] == 2


def test_a_date_is_in_the_period_only_if_all_it_may_mean_is(count):
    rows = [
        victim("a", event_date="2016"),
        victim("b", event_date="2016-02"),
        victim("c", event_date="2016-06-30"),
        victim("d", event_date="2016-07-01"),
        victim("e", event_date=None),
        victim("f", event_date="2017"),
    ]
    tally = count("victims", rows, start=date(2016, 1, 1), end=date(2016, 6, 30))
    assert tally.total == 2
    assert said(tally)["undated"] == 2, "one that straddles the edge, one without date; not those surely outside"
    assert count("victims", rows, start=date(2016, 7, 1)).total == 2
    assert count("victims", rows, end=date(2016, 12, 31)).total == 4
    assert said(count("victims", rows)).get("undated") is None


def test_months_semesters_and_years_are_known_only_as_far_as_the_date_is(count):
    rows = [
        victim("a", event_date="2016"),
        victim("b", event_date="2016-08"),
        victim("c", event_date="2017-01-31"),
        victim("d", event_date=None),
    ]
    assert cells(count("victims", rows, "year")) == {"2016": 2, "2017": 1, None: 1}
    assert cells(count("victims", rows, "semester")) == {"2016-S2": 1, "2017-S1": 1, None: 2}
    assert cells(count("victims", rows, "month")) == {"2016-08": 1, "2017-01": 1, None: 2}


def test_departments_are_the_26_jurisdictions_and_unknown_places_are_not_silently_one_of_them(count):
    places = ["140101", "14", "150101", "150201", "15", "070101", None, "0901"]
    rows = [victim(str(number), ubigeo=place) for number, place in enumerate(places)]
    expected = {"14": 2, "1501": 1, "15-provincias": 1, "15": 1, "07": 1, "09": 1, None: 1}
    assert cells(count("victims", rows, "department")) == expected


def test_two_dimensions_give_one_row_a_combination(count):
    rows = [victim("a", sex="female", purpose=["sexual", "labour"]), victim("b", sex="male", purpose=["labour"])]
    tally = count("victims", rows, "sex", "purpose", whose={"reta/a": "Ana", "reta/b": "Luis"})
    assert tally.rows.rows() == [("female", "labour", 1), ("female", "sexual", 1), ("male", "labour", 1)]


def test_two_dimensions_of_several_values_are_crossed(count):
    rows = [victim("a", purpose=["sexual", "labour"], offences=["trafficking", "forced_labour"])]
    tally = count("victims", rows, "purpose", "offence")
    assert len(tally.rows) == 4
    assert tally.total == 1


def test_persons_are_cut_by_their_golden_value_where_their_records_disagree(count):
    rows = [victim("a", sex="male"), victim("b", "sistra", sex="female"), victim("c", "poder_judicial", sex="female")]
    tally = count("victims", rows, "sex", whose={"reta/a": "Ana", "sistra/b": "Ana", "poder_judicial/c": "Ana"})
    assert cells(tally) == {"female": 1}


def test_doubtful_age_means_a_minor(count):
    rows = [victim("a", minor=True, age_group="a12_17"), victim("b", "sistra", minor=False, age_group="a18_29")]
    whose = {"reta/a": "Ana", "sistra/b": "Ana"}
    assert count("victims_minor", rows, whose=whose).total == 1
    assert cells(count("victims", rows, "minor", whose=whose)) == {"true": 1}
    assert cells(count("victims", rows, "age_group", whose=whose)) == {"a12_17": 1}


def test_who_was_a_minor_in_one_year_is_not_one_for_ever(count):
    rows = [victim("a", minor=True, event_date="2014-01-01"), victim("b", minor=False, event_date="2020-01-01")]
    whose = {"reta/a": "Ana", "reta/b": "Ana"}
    assert cells(count("victims", rows, "year", "minor", whose=whose)) == {("2014", "true"): 1, ("2020", "false"): 1}
    assert count("victims_minor", rows, whose=whose).total == 1


def test_values_asked_for_are_codes_labels_or_the_unknown(count):
    rows = [victim("a", purpose=["sexual"], ubigeo="140101", minor=True), victim("b", "sistra", ubigeo="150101"), victim("c")]
    assert count("victims", rows, purpose="Explotación sexual").total == 1
    assert count("victims", rows, purpose="sin dato").total == 2
    assert count("victims", rows, department="Lambayeque").total == 1
    assert count("victims", rows, department=None).total == 1
    assert count("victims", rows, minor="sí").total == 1
    assert count("victims", rows, register="sistra").total == 1
    assert count("victims", rows, year="2016", department="14", sex="sin dato").total == 1


def test_a_value_nobody_knows_is_refused_with_what_may_be_asked(count):
    for where in ({"purpose": "'; DROP TABLE x"}, {"year": "16"}, {"register": "inei"}, {"department": "99"}, {"minor": "quizás"}):
        with pytest.raises(Problem) as refused:
            count("victims", [victim("a")], **where)
        assert refused.value.code == "value_unknown"
        assert refused.value.where["dimension"] in where
    with pytest.raises(Problem, match="dimension_unknown"):
        count("complaints", [], sex="female")


def test_a_period_of_which_nobody_told_is_not_zero(count):
    tally = count("victims", [victim("a")], "sex", start=date(2020, 1, 1))
    assert tally.total is None
    assert tally.rows.is_empty()
    assert "nothing_told" in said(tally)


def test_zero_is_zero_where_records_were_told_and_none_fits(count):
    assert count("victims", [victim("a", offences=["smuggling"])], start=date(2016, 1, 1)).total == 0


def test_numbers_are_added_and_unknown_ones_make_a_lower_bound(count):
    rows = [{"record": record, "event_date": "2016-03-01", "rescued": rescued} for record, rescued in (("a", 4), ("b", 0), ("c", None))]
    tally = count("rescued_in_operations", rows, "month")
    assert (tally.total, tally.missing) == (4, 1)
    assert tally.rows.rows(named=True) == [{"month": "2016-03", "count": 4, "missing": 1}]
    assert said(tally)["numbers_unknown"] == 1
    assert count("rescued_in_operations", rows).rows.columns == ["count", "missing"]


def report(record, register="reta", **said):
    return {"record": record, "register": register, "number": f"OP-{record}", "event_date": "2016-05-10", **said}


def quoting(record, register, *numbers, **said):
    return report(record, register, case_numbers=list(numbers), **said)


def test_an_operation_that_three_institutions_tell_counts_once_in_the_total_and_in_each_registers_cell(count):
    police = [report("a"), report("b")]
    others = [quoting("c", "sutran", "OP-a"), quoting("d", "gobiernos", "OP-a"), quoting("e", "gobiernos")]
    tally = count("operations", police, "register", more={"inspection": others})
    assert tally.total == 3
    assert cells(tally) == {"gobiernos": 2, "reta": 2, "sutran": 1}
    assert said(tally) == {"operations_of_several_registers": 1, "parts_exceed_total": 2}
    assert count("operations", police, more={"inspection": others}, register="gobiernos").total == 2


def test_what_day_and_district_alone_say_to_be_one_operation_is_told(count):
    place = {"ubigeo": "160101"}
    tally = count("operations", [report("a", **place)], more={"inspection": [report("b", "sutran", **place, institutions=["pnp"])]})
    assert tally.total == 1
    assert said(tally) == {"operations_of_several_registers": 1, "operations_known_by_day": 1}


def test_an_operation_has_the_kind_that_whoever_says_one_says_and_all_institutions_that_any_names(count):
    more = {"inspection": [quoting("b", "sutran", "OP-a", operation_kind="preventive", institutions=["mpfn", "sutran"])]}
    assert cells(count("operations", [report("a")], "operation_kind", more=more)) == {"preventive": 1}
    assert cells(count("operations", [report("a")], "institution", more=more)) == {"mpfn": 1, "pnp": 1, "sutran": 1}
    inspected = {"inspection": [report("b", "sutran", operation_kind="inspection")]}
    assert count("inspections", [report("a")], more=inspected).total == 1


def test_of_an_operation_told_twice_the_police_say_how_many_were_rescued_and_never_the_sum(count):
    rows = [report("a", rescued=3), quoting("b", "sistra", "OP-a", rescued=5), report("c", "sistra", rescued=1)]
    tally = count("rescued_in_operations", rows, "register")
    assert (tally.total, tally.missing) == (4, 0)
    assert tally.rows.rows() == [("reta", 3, 0), ("sistra", 6, 0)], "in its own cell each register says what it says"
    assert said(tally)["numbers_differ"] == 1


def test_where_the_police_say_no_number_the_highest_of_the_others_stands_and_what_nobody_says_is_unknown(count):
    others = [quoting("b", "sistra", "OP-a", rescued=2), quoting("c", "upe", "OP-a", rescued=4)]
    tally = count("rescued_in_operations", [report("a"), *others, report("d"), quoting("e", "sistra", "OP-d")])
    assert (tally.total, tally.missing) == (4, 1)
    assert said(tally) == {"numbers_unknown": 1, "operations_of_several_registers": 2, "numbers_differ": 1}


def test_equal_numbers_of_one_operation_do_not_differ(count):
    tally = count("rescued_in_operations", [report("a", rescued=2), quoting("b", "sistra", "OP-a", rescued=2)])
    assert tally.total == 2
    assert "numbers_differ" not in said(tally)


def test_a_cut_that_knows_no_operations_yet_says_that_a_new_one_is_needed(frozen, tmp_path):
    old = frozen("operation", [{"record": "a"}]).drop("operation_no")
    cut = cut_files.write([("operation", old)], {}, root=tmp_path)
    for code in ("operations", "rescued_in_operations"):
        with pytest.raises(Problem) as refused:
            paths_of(indicator(code), cut)
        assert (refused.value.code, refused.value.where) == ("cut_without_operations", {"cut": cut.id})
    complaints = cut_files.write([("complaint", frozen("complaint", [{"record": "a"}]))], {}, root=tmp_path)
    assert paths_of(indicator("complaints"), complaints) == (complaints.path("complaint"),)


def test_records_are_counted_once_each_even_if_their_list_repeats_a_value(count):
    rows = [{"record": "a", "event_date": "2016-01-01", "offences": ["trafficking", "trafficking"]}]
    assert cells(count("complaints", rows, "offence")) == {"trafficking": 1}


def test_complaints_of_several_registers_are_not_cases_and_that_is_said(count):
    rows = [victim("a"), victim("b", "sistra")]
    tally = count("complaints", rows)
    assert tally.total == 2
    assert said(tally)["records_of_several_registers"] == 2


def test_a_communication_became_a_case_where_its_file_is_noted(count):
    rows = [{"record": "a", "event_date": "2016-01-01", "became": "506-2016"}, {"record": "b", "event_date": "2016-01-01"}]
    assert count("communications", rows).total == 2
    assert count("communications_with_case", rows).total == 1


def test_proceedings_are_cut_by_outcome(count):
    rows = [
        victim("a", "poder_judicial", outcome="convicted"),
        victim("b", "poder_judicial", outcome="in_process"),
        victim("c", "poder_judicial"),
    ]
    assert cells(count("proceedings", rows, "outcome")) == {"convicted": 1, "in_process": 1, None: 1}


@pytest.mark.parametrize(
    ("condition", "counted"),
    [
        ({"field": "outcome", "in": ["convicted", "acquitted"]}, 2),
        ({"field": "outcome", "not_in": ["convicted"]}, 3),
        ({"field": "outcome", "known": False}, 1),
        ({"field": "case_numbers", "known": True}, 1),
        ({"field": "case_numbers", "known": False}, 3),
        ({"field": "offences", "in": ["forced_labour"]}, 1),
    ],
)
def test_a_condition_is_met_or_not_and_never_unknown(frozen, tmp_path, condition, counted):
    rows = [
        {"record": "a", "outcome": "convicted", "case_numbers": ["1"], "offences": ["forced_labour", "trafficking"]},
        {"record": "b", "outcome": "acquitted", "case_numbers": []},
        {"record": "c", "outcome": "in_process"},
        {"record": "d"},
    ]
    cut = cut_files.write([("proceeding", frozen("proceeding", rows))], {}, root=tmp_path)
    row = {"es": "x", "definition": "x.", "unit": "record", "record_type": "proceeding", "date_field": "event_date", "where": [condition]}
    one = read_indicator("x", row | {"dimensions": [], "legal": "", "source": "x", "status": "draft"})
    assert counting.count(Question(one), (), tables=[cut.path("proceeding")]).total == counted


def test_every_indicator_counts_by_every_one_of_its_dimensions(count):
    for one in indicators().values():
        row = {"record": "a", "event_date": "2016-01-01"}
        if one.record_type not in ("communication", "operation"):
            row["offences"] = TRAFFICKING
        for code in one.dimensions:
            assert count(one.code, [row], code).rows.columns[0] == code


def test_the_values_asked_for_are_parameters_and_never_text_of_the_query():
    written = predicates(Question(indicator("victims"), date(2016, 1, 1), None, {"purpose": "sexual", "department": "14"}))
    assert "sexual" not in written.all
    assert "2016" not in written.all
    assert {"sexual", "14", date(2016, 1, 1)} <= {value for value in written.parameters.values() if not isinstance(value, list)}
