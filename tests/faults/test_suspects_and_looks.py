"""Who is accused and victim is not shown as accused outside justice (SAFEGUARDS 14), and no look goes unremembered.

Every suspect carries a dated procedural status; every find, open and return leaves its row before its answer, and nobody changes it.
"""

import re

import planted
import pytest
from django.db import DatabaseError, connections, transaction

from intertrata.access import actions as access
from intertrata.access.permissions import JUSTICE
from intertrata.identity import actions as identity
from intertrata.identity import queries as persons
from intertrata.registers import actions as registers
from intertrata.registers import queries
from intertrata.storage.bulk import read_rows
from intertrata.vocabulary.errors import Problem, Unsafe
from sights import ALL_KINDS

pytestmark = [pytest.mark.engines, pytest.mark.django_db(databases=["default", "vault", "log", "public"])]
SEARCH = {"given_names": "ZZMARCATRES", "surname_1": "ZZMARCAUNO", "surname_2": "ZZMARCADOS"}
ACCUSED = {
    "carpeta_fiscal": "MC-9", "id_imputado": "1", "apellidos_y_nombres": "ZZMARCAUNO ZZMARCADOS, ZZMARCATRES", "tipo_documento": "1",
    "num_documento": "99900041", "fecha_nac": "1991-07-13", "sexo": "2", "situacion": "ACUSADO", "fecha_situacion": "2016-08-09",
    "fecha_registro": "2016-08-01", "articulos": "153",
}  # fmt: skip
ONLY_ACCUSED = ACCUSED | {
    "id_imputado": "2", "apellidos_y_nombres": "ZZMARCACINCO ZZMARCAOCHO, ZZMARCASEIS", "num_documento": "99900012", "fecha_nac": "1980-01-02", "sexo": "1",
}  # fmt: skip
NO_STATUS = ONLY_ACCUSED | {"id_imputado": "3", "carpeta_fiscal": "MC-10", "situacion": "", "fecha_situacion": ""}
MARKS = re.compile(
    r"imputad|acusad|presunto autor|investigad[oa]s? al|situación procesal|MC-9|99900041|09/08/2016|9 de agosto", re.IGNORECASE
)


@pytest.fixture
def country(tmp_path):
    """A victim whom one register accuses, under a document only that register knows; and somebody who is accused only."""
    victim = {key: cell for key, cell in planted.VICTIM.items() if key not in {"NRO_DOC", "TIPO_DOC"}}
    for name, table, rows in (
        ("victimas", ("reta", "victimas"), [victim]),
        ("imputados", ("sistra", "imputados"), [ACCUSED, ONLY_ACCUSED, NO_STATUS]),
    ):
        path = tmp_path / f"{name}-sintetico-corte-2016-12-31.csv"
        path.write_text(planted.table(rows, planted.headings()[table]), encoding="utf-8")
        registers.receive([path], by="prueba")
    identity.link(by="prueba")
    both = [one for one in whose("victim") if one in whose("suspect")]
    assert len(both) == 1, "the victim and the accused were not linked: nothing was tried"
    return both[0]


def whose(kind):
    members = dict(persons.memberships().iter_rows())
    return [members[record] for record in queries.current(kind)["record"]]


def looks(sql="SELECT account, deed, thing, thing_id, purpose, found FROM log_look ORDER BY id DESC"):
    return [row for batch in read_rows("log", sql) for row in batch]


def page(as_role, role, institution, person, purpose):
    client = as_role(role, institution)
    client.post(f"/personas/{person}/", {"purpose": purpose})
    return client.get(f"/personas/{person}/").content.decode()


def main(text):
    """What the page itself says, without its frame."""
    return text[text.index("<main") : text.index("</main>")]


@pytest.mark.parametrize(("role", "purpose"), [("operator", "care"), ("supervisor", "supervision"), ("reviewer", "identity_review")])
@pytest.mark.parametrize("institution", ["mimp", "minjusdh", "minsa", "mininter"])
def test_outside_justice_nothing_on_her_page_tells_that_a_victim_is_accused(as_role, country, role, purpose, institution):
    assert institution not in JUSTICE
    shown = main(page(as_role, role, institution, country, purpose))
    assert "ZZMARCAUNO" in shown
    assert not MARKS.search(shown)
    before, _, after = shown.partition(
        '<section aria-labelledby="falta"'
    )  # that no record of hers is in a register is said there by its name
    assert "SISTRA" not in before + after.partition("</section>")[2], "the register that only accuses her would tell it"


@pytest.mark.parametrize(("role", "purpose"), [("operator", "care"), ("supervisor", "supervision")])
@pytest.mark.parametrize("institution", ["inei", "chs", "nobody", ""])
def test_safeguard_11_an_institution_that_no_row_of_the_table_names_opens_nobody(as_role, country, role, purpose, institution):
    shown = main(page(as_role, role, institution, country, purpose))
    assert "ZZMARCAUNO" not in shown
    assert not MARKS.search(shown)


@pytest.mark.parametrize("institution", sorted(JUSTICE))
def test_in_justice_the_mark_is_shown_with_its_status_and_the_day_of_that_status(as_role, country, institution):
    shown = main(page(as_role, "operator", institution, country, "investigation"))
    assert re.search(r"Acusad[oa] al (09/08/2016|9 de agosto de 2016)", shown)


def test_outside_justice_a_search_shows_nothing_that_only_the_accusation_says(as_role, country):
    shown = main(as_role("operator", "mimp").post("/personas/", SEARCH | {"purpose": "care"}).content.decode())
    assert country in shown
    results = shown[shown.index("<ol") : shown.index("</ol>")]
    assert "SISTRA" not in results


@pytest.mark.parametrize("asked", [SEARCH, {"document_number": "99900041"}], ids=["by name", "by the document of the accusation"])
def test_outside_justice_a_search_neither_shows_nor_finds_by_what_only_the_accusation_says(as_role, country, asked):
    shown = main(as_role("operator", "mimp").post("/personas/", asked | {"purpose": "care"}).content.decode())
    assert "99900041" not in shown.partition("<form")[0]
    assert (country in shown) == (asked is SEARCH)


def test_safeguard_11_whoever_is_accused_only_is_nobody_to_who_cares_for_victims(as_role, country):
    person = next(one for one in whose("suspect") if one != country)
    shown = main(page(as_role, "operator", "mimp", person, "care"))
    assert "ZZMARCA" not in shown
    assert not MARKS.search(shown)


def test_whoever_is_accused_only_carries_a_dated_status_on_every_line(as_role, country):
    person = next(one for one in whose("suspect") if one != country)
    shown = main(page(as_role, "operator", "pnp", person, "care"))
    titles = re.findall(r"<h3>(.*?)</h3>", shown, re.DOTALL)
    accusing = [title for title in titles if "mputado" in title or "autor" in title.lower()]
    assert len(accusing) >= 1
    for title in accusing:
        assert re.search(r"(Acusad[oa]|Investigad[oa]|sin dato) al (corte del )?\d{1,2}(/| de )", title), title


@pytest.mark.parametrize("role", ["supervisor", "reviewer"])
def test_pairs_in_doubt_show_no_accusation_outside_justice_and_a_dated_one_inside(as_role, country, role):
    victim, accused = (queries.current(kind)["record"].sort()[0] for kind in ("victim", "suspect"))
    run = persons.last_run()
    with connections["default"].cursor() as cursor:
        cursor.execute(
            "INSERT INTO identity_doubtfulpair (run, record_a, record_b, probability, evidence, worth, drawn, accuses, stratum, groups, levels) VALUES (%s, %s, %s, 0.5, '[]', 1, %s, %s, '', '[]', '[]')",
            [run.id, victim, accused, False, True],
        )
    outside, inside = (main(as_role(role, one).get("/personas/dudas/").content.decode()) for one in ("mimp", "mpfn"))
    assert not MARKS.search(outside.partition("</div>")[2])
    assert "SISTRA" not in outside
    assert "SISTRA" in inside


# -- looks -------------------------------------------------------------------------------------------------------------


def test_each_look_leaves_one_row_that_says_who_what_why_and_no_name(country):
    deposit = next(one.id for one in queries.deposits("reta"))
    for deed, about, look in (
        ("find_person", "", lambda: identity.find(SEARCH, by="quien", purpose="care", sight=ALL_KINDS)),
        ("find_person", "", lambda: identity.find({"document_number": "43999017"}, by="quien", purpose="care", sight=ALL_KINDS)),
        ("open_person", country, lambda: identity.open_person(country, by="quien", purpose="care", sight=ALL_KINDS)),
        ("return_refused", deposit, lambda: registers.return_refused(deposit, by="quien", purpose="caso 1")),
    ):
        before = looks()
        look()
        (row,) = looks()[: len(looks()) - len(before)]
        assert (row[0], row[1], row[3]) == ("quien", deed, about)
        assert planted.seen(repr(row).encode()) == []


@pytest.mark.parametrize(
    ("deed", "look", "problem"),
    [
        ("find_person", lambda: identity.find({"surname_1": "ZZMARCAUNO"}, by="quien", purpose="care", sight=ALL_KINDS), "find_too_little"),
        ("open_person", lambda: identity.open_person("0" * 32, by="quien", purpose="care", sight=ALL_KINDS), "person_unknown"),
        (
            "open_person",
            lambda: identity.open_person("ZZMARCAUNO ZZMARCADOS 99900011", by="quien", purpose="care", sight=ALL_KINDS),
            "person_unknown",
        ),
    ],
    ids=["too little", "nobody", "a name in the place of an id"],
)
def test_a_look_that_finds_nothing_is_a_look_and_its_words_are_not_in_the_log(country, deed, look, problem):
    before = looks()
    with pytest.raises(Problem, match=problem):
        look()
    (row,) = looks()[: len(looks()) - len(before)]
    assert row[1] == deed
    assert planted.seen(repr(row).encode()) == []


def test_no_purpose_no_look(country):
    for purpose in ("", "  ", "\n"):
        for look in (
            lambda why: identity.find(SEARCH, by="quien", purpose=why, sight=ALL_KINDS),
            lambda why: identity.open_person(country, by="quien", purpose=why, sight=ALL_KINDS),
        ):
            with pytest.raises(Problem, match="purpose_missing"):
                look(purpose)


@pytest.mark.parametrize("look", ["find", "open", "return"])
def test_where_the_log_cannot_be_written_nothing_is_answered(country, monkeypatch, look):
    """The row comes before the answer: whoever breaks the log sees nobody."""

    def broken(*_, **__):
        raise DatabaseError("disk full")

    monkeypatch.setattr(access.Look.objects, "create", broken)
    deposit = next(one.id for one in queries.deposits("reta"))
    answers = {
        "find": lambda: identity.find(SEARCH, by="quien", purpose="care", sight=ALL_KINDS),
        "open": lambda: identity.open_person(country, by="quien", purpose="care", sight=ALL_KINDS),
        "return": lambda: registers.return_refused(deposit, by="quien", purpose="caso 1"),
    }
    with pytest.raises(DatabaseError):
        answers[look]()


@pytest.mark.parametrize("deed", ["find", "open", "return"])
def test_nobody_looks_without_a_name_of_her_own(country, deed):
    deposit = next(one.id for one in queries.deposits("reta"))
    with pytest.raises(Unsafe):
        {
            "find": lambda: identity.find(SEARCH, by="", purpose="care", sight=ALL_KINDS),
            "open": lambda: identity.open_person(country, by="", purpose="care", sight=ALL_KINDS),
            "return": lambda: registers.return_refused(deposit, by="", purpose="caso 1"),
        }[deed]()


HARM = [
    "UPDATE log_look SET account = 'otra'", "UPDATE log_look SET deed = 'login' WHERE id > 0", "DELETE FROM log_look",
    "DELETE FROM log_look WHERE id = (SELECT max(id) FROM log_look)",
]  # fmt: skip


@pytest.mark.parametrize("sql", HARM)
def test_the_log_is_neither_corrected_nor_erased(country, sql):
    identity.find(SEARCH, by="quien", purpose="care", sight=ALL_KINDS)
    before = looks()
    with pytest.raises(DatabaseError, match="bitacora"), transaction.atomic(using="log"), connections["log"].cursor() as cursor:
        cursor.execute(sql)
    assert looks() == before


def test_the_log_is_not_replaced_in_place_either(country):
    """REPLACE deletes without saying so: on SQLite its trigger must fire all the same."""
    identity.find(SEARCH, by="quien", purpose="care", sight=ALL_KINDS)
    before, last = looks(), next(read_rows("log", "SELECT max(id) FROM log_look"))[0][0]
    upsert = {
        "sqlite": "REPLACE INTO log_look (id, at, account, deed, thing, thing_id, purpose, origin) VALUES (%s, '2020-01-01', 'otra', 'x', '', '', '', '')",
        "postgresql": "INSERT INTO log_look (id, at, account, deed, thing, thing_id, purpose, origin) VALUES (%s, now(), 'otra', 'x', '', '', '', '') "
        "ON CONFLICT (id) DO UPDATE SET account = 'otra'",
    }[connections["log"].vendor]
    with pytest.raises(DatabaseError), transaction.atomic(using="log"), connections["log"].cursor() as cursor:
        cursor.execute(upsert, [last])
    assert looks() == before
