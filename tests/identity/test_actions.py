"""The deeds on real databases: linking, opening a person, finding one; what a crash leaves; what the log holds."""

from uuid import UUID

import pytest
from django.db import connections
from invented import ANA, ANA_AGAIN, EVA

from intertrata.access.log.models import Look
from intertrata.identity import actions, queries
from intertrata.identity.actions import linking
from intertrata.identity.models import LinkRun, Membership
from intertrata.identity.review import queries as review
from intertrata.vault import actions as vault_actions
from intertrata.vocabulary.errors import Problem
from sights import ALL_KINDS

pytestmark = [pytest.mark.django_db(databases=["default", "vault", "log", "public"], transaction=True), pytest.mark.engines]

ASK = {"by": "operadora", "purpose": "caso 1", "sight": ALL_KINDS}


@pytest.fixture
def linked(received):
    received(reta=[ANA, EVA], sistra=[ANA_AGAIN])
    return actions.link(by="prueba")


def person_called(name):
    (one,) = {
        row["person"]
        for row in queries.memberships().iter_rows(named=True)
        if actions.open_person(row["person"], **ASK).name.endswith(name)
    }
    return one


def test_what_two_registers_tell_of_one_victim_is_one_person(linked):
    assert (linked.mentions, linked.persons, linked.new, linked.changed) == (3, 2, 2, 3)
    members = queries.memberships()
    assert members["person"].n_unique() == queries.persons_count() == 2
    assert members["record"].is_sorted()
    assert all(UUID(one).hex == one for one in [*members["record"], *members["person"]])
    for record, person in members.iter_rows():
        assert queries.person_of(record) == person
        assert record in queries.records_of(person)


def test_linking_again_changes_nothing(linked):
    again = actions.link(by="prueba")
    assert (again.new, again.changed, again.persons) == (0, 0, 2)
    assert [run.id for run in queries.runs()] == [again.run, linked.run]
    assert queries.last_run().figures["changed"] == 0


def test_a_new_delivery_keeps_persons_and_writes_only_what_changed(linked, received):
    before = dict(queries.memberships().iter_rows())
    received(reta=[ANA, EVA, ANA | {"NRO_DENUNCIA": "700009", "FEC_REGISTRO": "01/09/2017", "EDAD": "16"}], cut_off="2017-12-31")
    again = actions.link(by="prueba")
    assert (again.new, again.changed) == (0, 1)
    after = dict(queries.memberships().iter_rows())
    assert before.items() <= after.items()
    assert len(set(after.values())) == 2


def test_nothing_received_links_to_nobody():
    assert actions.link(by="prueba").persons == 0
    assert queries.memberships().is_empty()


def test_an_engine_that_is_not_there_starts_no_run():
    with pytest.raises(Problem):
        actions.link(by="prueba", engine="dask")
    assert not LinkRun.objects.exists()


def test_a_run_that_never_closed_counts_for_nothing_and_is_swept(linked, monkeypatch):
    before = queries.memberships()

    def crash(*args, **kwargs):
        raise RuntimeError("unplugged")

    monkeypatch.setattr(linking, "keep_ids", lambda clusters, before, fresh: (before.with_columns(person=before["person"].reverse()), 0))
    monkeypatch.setattr(linking, "_close", crash)
    with pytest.raises(RuntimeError):
        actions.link(by="prueba")
    assert LinkRun.objects.count() == 2
    assert queries.memberships().equals(before)
    assert queries.last_run().id == linked.run
    assert actions.find({"full_name": "Eva Sangama"}, **ASK)[0].name == "EVA SANGAMA TAPULLIMA"
    monkeypatch.undo()
    actions.link(by="prueba")
    assert not LinkRun.objects.filter(closed_at=None).exists()
    assert Membership.objects.count() == 3
    assert queries.memberships().equals(before)


def test_what_other_runs_left_for_looking_up_goes_when_a_run_closes(linked):
    again = actions.link(by="prueba")
    with connections["vault"].cursor() as cursor:
        for table in ("vault_searchkey", "vault_profile", "vault_grounds"):
            cursor.execute(f"SELECT DISTINCT run FROM {table}")
            assert cursor.fetchall() == [(again.run,)]


def test_a_person_is_opened_with_what_each_record_says(linked):
    ana = actions.open_person(person_called("CCAHUANA"), **ASK)
    assert ana.value("birth_date") == "2001-07-05"
    assert "surname_1" in ana.disputed
    assert ana.majority.basis == "stated"
    assert {line.register for line in ana.records} == {"reta", "sistra"}
    surname = next(value for value in ana.values if value.field == "surname_1")
    assert {(one.value, one.registers) for one in surname.said} == {("QUISPE", ("reta",)), ("KISPE", ("sistra",))}


@pytest.mark.parametrize(
    "asked",
    [
        {"full_name": "Ana Luz Quispe"},
        {"given_names": "luz", "surname_1": "Ccahuana", "birth_date": "2001"},
        {"surname_1": "ccahuana", "surname_2": "kispe", "age": "14", "age_date": "2016-03-10", "sex": "F"},
    ],
)
def test_she_is_found_as_somebody_else_would_write_her(linked, asked):
    found = actions.find(asked, **ASK)
    assert found[0].person == person_called("CCAHUANA")
    assert found[0].probability > 0.1
    assert found[0].reasons
    assert found[0].records == 2


def test_she_is_found_by_her_document(linked):
    (found,) = actions.find({"document_number": "10117410"}, **ASK)
    assert (found.name, found.document, found.registers) == ("EVA SANGAMA TAPULLIMA", "DNI 10117410", ("reta",))
    assert found.reasons[0].startswith("document:same")


def test_nobody_is_found_where_nobody_is(linked):
    assert actions.find({"full_name": "ZUTANO MENGANO PERENCEJO"}, **ASK) == ()
    assert actions.find({"document_number": "45612378"}, **ASK) == ()


def test_before_the_first_run_nobody_is_found():
    assert actions.find({"full_name": "ROSA QUISPE"}, **ASK) == ()
    assert queries.last_run() is None
    assert review.questions(by="x", limit=5) == []
    assert queries.person_of("no") is queries.person_of("0" * 32) is None
    assert queries.doubtful_count() == queries.persons_count() == 0


@pytest.mark.parametrize("purpose", ["", "   "])
def test_without_a_purpose_nothing_is_shown(linked, purpose):
    for deed in (
        lambda: actions.open_person(queries.memberships()["person"][0], by="operadora", purpose=purpose, sight=ALL_KINDS),
        lambda: actions.find({"full_name": "Eva Sangama"}, by="operadora", purpose=purpose, sight=ALL_KINDS),
    ):
        with pytest.raises(Problem) as refused:
            deed()
        assert refused.value.code == "purpose_missing"


@pytest.mark.parametrize("person", ["0" * 32, "no", "7" * 500])
def test_a_person_nobody_is_is_refused_and_the_look_is_in_the_log(person):
    looks = Look.objects.count()
    with pytest.raises(Problem) as refused:
        actions.open_person(person, **ASK)
    assert refused.value.code == "person_unknown"
    assert Look.objects.count() == looks + 1


def test_too_little_to_search_by_is_refused_and_logged(linked):
    looks = Look.objects.count()
    with pytest.raises(Problem) as refused:
        actions.find({"surname_1": "QUISPE"}, **ASK)
    assert refused.value.code == "find_too_little"
    assert Look.objects.count() == looks + 1


def test_the_log_says_who_looked_at_whom_and_why_but_no_word_of_the_search(linked):
    looks = Look.objects.count()
    actions.find({"full_name": "Eva Sangama"}, by="operadora", purpose="caso 9", origin="10.0.0.7", sight=ALL_KINDS)
    person = person_called("TAPULLIMA")
    rows = list(Look.objects.order_by("id")[looks:].values("account", "deed", "thing_id", "purpose", "origin", "found"))
    assert rows[0] == {"account": "operadora", "deed": "find_person", "thing_id": "", "purpose": "caso 9", "origin": "10.0.0.7", "found": 1}
    assert any(row["deed"] == "open_person" and row["thing_id"] == person for row in rows)
    assert not any("SANGAMA" in str(row).upper() for row in rows)


def test_pairs_in_doubt_are_kept_with_reasons_and_no_values(received):
    names = [("ANA LUZ", "140101"), ("ANA", "080101"), ("ANITA", "250101"), ("LUZ", "010101"), ("ANA ROSA", "120101")]
    twins = [
        {"NRO_DENUNCIA": f"70001{at}", "AP_PATERNO": "QUISPE", "AP_MATERNO": "MAMANI", "NOMBRES": name, "UBIGEO": ubigeo}
        for at, (name, ubigeo) in enumerate(names)
    ]
    received(reta=twins)
    result = actions.link(by="prueba")
    doubts = [one for one in review.questions(by="x", limit=100) if not one.drawn]
    assert len(doubts) == result.doubtful == queries.doubtful_count() > 0
    assert all(":" in code for doubt in doubts for code in doubt.evidence)
    assert not any(name in str(doubt) for doubt in doubts for name in ("QUISPE", "ANA"))


def test_the_main_database_holds_no_name(linked):
    with connections["default"].cursor() as cursor:
        for table in ("identity_membership", "identity_linkrun", "identity_doubtfulpair"):
            cursor.execute(f"SELECT * FROM {table}")
            assert not any(name in str(cursor.fetchall()) for name in ("QUISPE", "SANGAMA", "10117410"))


def test_keys_that_no_run_made_true_lead_nowhere(linked):
    vault_actions.keep_lookup([(1, [0])], [(0, "f" * 32, b"[]", b"[]")], b"{}", run=linked.run + 1)
    assert actions.find({"full_name": "Eva Sangama"}, **ASK)


def test_progress_ends_with_keeping(received):
    received(reta=[EVA])
    told = []
    actions.link(by="prueba", progress=lambda name, done, total: told.append(name))
    assert told == ["normalise", "block", "score", "cluster", "keep"]
