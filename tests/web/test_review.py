"""Deciding on the pages: a question side by side, an answer, a person parted, a change taken back; for a purpose, by who may."""

import re

import pytest

from intertrata.access.queries import looks
from intertrata.identity import queries
from intertrata.identity.models import DoubtfulPair
from intertrata.identity.review import queries as review
from intertrata.registers import queries as registers

pytestmark = pytest.mark.django_db(databases=["default", "vault", "log", "public"])
FOR = {"purpose": "identity_review"}


def people(records):
    """Persons of so many records, all of victims, sorted; each with her records."""
    victims = set(registers.current("victim")["record"])
    found = {}
    for record, person in queries.memberships().iter_rows():
        found.setdefault(person, []).append(record)
    return [(one, hers) for one, hers in sorted(found.items()) if len(hers) == records and set(hers) <= victims]


@pytest.fixture
def asked(country):
    """A question about two victims that stands in the queue."""
    (_, (one, *_)), (_, (other, *_)) = people(1)[:2]
    a, b = sorted((one, other))
    DoubtfulPair.objects.create(
        run=queries.last_run().id,
        record_a=a,
        record_b=b,
        probability=0.4,
        worth=50.0,
        accuses=False,
        evidence=["surnames:same", "birth:dated_apart"],
    )
    return a, b


def address(pair):
    return f"/personas/dudas/{pair[0]}-{pair[1]}/"


def main(answer):
    page = answer.content.decode()
    return re.sub(r"\s+", " ", page[page.index("<main") : page.index("</main>")])


def test_the_question_worth_most_is_first_in_the_list_and_leads_to_its_page(asked, as_role):
    page = main(as_role("reviewer").get("/personas/dudas/"))
    assert page.index(address(asked)) == min(page.index(found) for found in re.findall(r"/personas/dudas/[0-9a-f]{32}-[0-9a-f]{32}/", page))


def test_a_question_is_opened_for_a_purpose_and_both_looks_are_noted(asked, as_role):
    client = as_role("reviewer")
    assert "¿Para qué revisa la identidad?" in main(client.get(address(asked)))
    page = main(client.post(address(asked), FOR, follow=True))
    assert "¿Es la misma persona?" in page
    assert "<mark>" in page
    noted = looks(most=2)
    assert {one["deed"] for one in noted} == {"open_person"}
    assert {one["thing_id"] for one in noted} == {queries.person_of(record) for record in asked}
    assert {one["purpose"] for one in noted} == {"identity_review"}


def test_an_answer_joins_two_persons_and_the_change_is_taken_back_on_her_page(asked, as_role):
    before = dict(queries.memberships().iter_rows())
    client = as_role("reviewer")
    client.post(address(asked), FOR)
    page = main(client.post(address(asked), {"said": "same:same_name_birth"}, follow=True))
    assert "Quedaron unidas en una persona." in page
    person = queries.person_of(asked[0])
    assert queries.person_of(asked[1]) == person
    page = main(client.get(f"/personas/{person}/identidad/"))
    assert "Unión" in page
    (path,) = re.findall(rf"/personas/{person}/identidad/deshacer/\d+/", page)
    assert "El cambio se deshizo" in main(client.post(path, follow=True))
    assert dict(queries.memberships().iter_rows()) == before


def test_whoever_was_joined_is_still_reached_by_the_old_address(asked, as_role):
    client, were = as_role("reviewer"), {queries.person_of(record) for record in asked}
    client.post(address(asked), FOR | {"said": "same:same_name_birth"})
    now = queries.person_of(asked[0])
    (gone,) = were - {now}
    assert client.get(f"/personas/{gone}/identidad/").headers["Location"] == f"/personas/{now}/identidad/"
    assert client.get(f"/personas/{gone}/").headers["Location"] == f"/personas/{now}/"


def test_different_is_kept_and_the_question_is_not_asked_again(asked, as_role):
    client = as_role("reviewer")
    client.post(address(asked), FOR)
    assert "Quedan como dos personas" in main(client.post(address(asked), {"said": "different:namesakes"}, follow=True))
    assert address(asked) not in main(client.get("/personas/dudas/"))
    assert review.constraints().rows() == [(*asked, False)]


def test_a_person_is_parted_by_marking_the_records_that_leave(country, as_role):
    person, (first, second) = people(2)[0]
    client = as_role("supervisor")
    client.post(f"/personas/{person}/identidad/", FOR)
    assert "Marque los registros" in main(client.post(f"/personas/{person}/identidad/separar/", {"reason": "relatives"}, follow=True))
    page = main(client.post(f"/personas/{person}/identidad/separar/", {"leaving": [second], "reason": "relatives"}, follow=True))
    assert "se separó en dos" in page
    assert "Separación" in page
    assert queries.person_of(first) == person != queries.person_of(second)


@pytest.mark.parametrize("said", ["same:relatives", "different:same_case", "withdrawn:mistake", "", "x"])
def test_an_answer_with_a_reason_of_another_is_no_answer(asked, as_role, said):
    client = as_role("reviewer")
    client.post(address(asked), FOR)
    assert "Revise" in main(client.post(address(asked), {"said": said})) or "Elija" in main(client.post(address(asked), {"said": said}))
    assert review.constraints().is_empty()


def test_a_pair_that_nobody_asks_about_is_not_there(country, as_role):
    client = as_role("reviewer")
    client.post(f"/personas/dudas/{'a' * 32}-{'b' * 32}/", FOR)
    assert client.get(f"/personas/dudas/{'a' * 32}-{'b' * 32}/").status_code == 404


def test_safeguard_14_outside_justice_no_question_is_asked_about_a_record_that_accuses(country, as_role):
    accused = sorted(registers.current("suspect")["record"])[0]
    victim = people(1)[0][1][0]
    a, b = sorted((accused, victim))
    DoubtfulPair.objects.create(run=queries.last_run().id, record_a=a, record_b=b, probability=0.5, worth=90.0)
    outside, inside = as_role("reviewer", "mimp"), None
    assert address((a, b)) not in main(outside.get("/personas/dudas/"))
    inside = as_role("reviewer", "mpfn")
    assert address((a, b)) in main(inside.get("/personas/dudas/"))
