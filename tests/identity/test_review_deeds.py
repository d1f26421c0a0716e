"""Answering, parting and taking back on real databases: who is whose, what holds, what is found, what the log says."""

import pytest
from invented import ANA, ANA_AGAIN, EVA

from intertrata.access.log.models import Look
from intertrata.identity import actions as identity
from intertrata.identity import queries
from intertrata.identity.deciding import actions
from intertrata.identity.models import LinkRun, Membership
from intertrata.identity.review import queries as review
from intertrata.identity.review.answers import Answer
from intertrata.vocabulary.errors import Problem
from sights import ALL_KINDS

pytestmark = [pytest.mark.django_db(databases=["default", "vault", "log", "public"], transaction=True), pytest.mark.engines]

ASK = {"by": "revisora", "purpose": "identity_review"}
SAME = {"answer": Answer.SAME, "reason": "same_name_birth"}
DIFFERENT = {"answer": Answer.DIFFERENT, "reason": "relatives"}


@pytest.fixture
def linked(received):
    received(reta=[ANA, EVA], sistra=[ANA_AGAIN])
    identity.link(by="prueba")
    return dict(queries.memberships().iter_rows())


def of(linked, records):
    """The one person in ``linked`` with that many records, and her records."""
    people = {}
    for record, person in linked.items():
        people.setdefault(person, []).append(record)
    return next((person, sorted(hers)) for person, hers in people.items() if len(hers) == records)


def whose():
    return dict(queries.memberships().iter_rows())


def test_two_persons_become_one_and_are_two_again_exactly_as_before(linked):
    (ana, hers), (eva, (evas,)) = of(linked, 2), of(linked, 1)
    decided = actions.decide(hers[0], evas, **SAME, **ASK)
    assert decided.holds is Answer.SAME
    assert set(whose().values()) == {ana}
    assert queries.went_to(eva) == [ana]
    assert queries.persons_count() == 1
    actions.undo(decided.change, **ASK)
    assert whose() == linked
    assert queries.went_to(eva) == [eva]
    assert queries.persons_count() == 2
    assert review.constraints().is_empty()


def test_whoever_was_merged_is_found_as_the_one_she_became_and_found_alone_again_after_the_undo(linked):
    (ana, hers), (eva, (evas,)) = of(linked, 2), of(linked, 1)
    asked = {"full_name": "Eva Sangama"}
    decided = actions.decide(hers[0], evas, **SAME, **ASK)
    assert [one.person for one in identity.find(asked, **ASK, sight=ALL_KINDS)] == [ana]
    actions.undo(decided.change, **ASK)
    assert [one.person for one in identity.find(asked, **ASK, sight=ALL_KINDS)] == [eva]


def test_a_person_is_parted_and_every_record_of_one_side_is_kept_from_every_one_of_the_other(linked):
    ana, (first, second) = of(linked, 2)
    change = actions.split(ana, [second], reason="relatives", **ASK)
    now = whose()
    assert now[first] == ana != now[second]
    assert queries.went_to(ana) == sorted({ana, now[second]})
    assert review.constraints().rows() == [(*sorted((first, second)), False)]
    assert {
        one.person for one in identity.find({"surname_1": "QUISPE", "surname_2": "CCAHUANA", "given_names": "ANA"}, **ASK, sight=ALL_KINDS)
    } == {
        ana,
        now[second],
    }
    actions.undo(change, **ASK)
    assert whose() == linked


def test_different_parts_a_person_of_two_records(linked):
    ana, (first, second) = of(linked, 2)
    decided = actions.decide(second, first, **DIFFERENT, **ASK)
    assert decided.change is not None
    assert whose()[first] == ana != whose()[second]


def test_cannot_tell_changes_nothing_and_is_remembered(linked):
    _, (first, second) = of(linked, 2)
    decided = actions.decide(first, second, answer=Answer.CANNOT_TELL, reason="too_little", **ASK)
    assert (decided.holds, decided.change) == (Answer.CANNOT_TELL, None)
    assert whose() == linked
    assert review.constraints().is_empty()


def test_who_was_parted_by_people_is_not_joined_by_others(linked):
    ana, (first, second) = of(linked, 2)
    actions.split(ana, [second], reason="relatives", **ASK)
    _, (evas,) = next((p, [r]) for r, p in linked.items() if r not in (first, second))
    joined = actions.decide(evas, first, **SAME, **ASK)
    before = whose()
    with pytest.raises(Problem) as refused:
        actions.decide(evas, second, **SAME, **ASK)
    assert refused.value.code == "merge_against_decision"
    assert whose() == before
    actions.undo(joined.change, **ASK)
    actions.decide(evas, second, **SAME, **ASK)


def test_a_change_is_undone_once_and_only_from_the_last(linked):
    (_, hers), (_, (evas,)) = of(linked, 2), of(linked, 1)
    joined = actions.decide(hers[0], evas, **SAME, **ASK)
    parted = actions.split(whose()[evas], [evas], reason="namesakes", **ASK)
    for deed, code in (
        (lambda: actions.undo(joined.change, **ASK), "undo_moved_since"),
        (lambda: actions.undo(10_000, **ASK), "change_unknown"),
        (lambda: actions.undo(queries.last_run().id, **ASK), "change_unknown"),
    ):
        with pytest.raises(Problem) as refused:
            deed()
        assert refused.value.code == code
    actions.undo(parted, **ASK)
    with pytest.raises(Problem) as refused:
        actions.undo(parted, **ASK)
    assert refused.value.code == "undo_twice"
    assert [one.kind for one in review.changes(whose()[evas])] == ["undo", "split", "merge"]
    assert [one.undone for one in review.changes(whose()[evas])] == [False, True, False]


def test_a_large_person_is_made_by_two_reviewers(received, linked):
    many = [EVA | {"NRO_DENUNCIA": f"7100{number:02}"} for number in range(7)]
    received(reta=[ANA, EVA, *many], sistra=[ANA_AGAIN], cut_off="2017-12-31")
    identity.link(by="prueba")
    now = whose()
    (_, (one, *_)), (_, (other, *_)) = of(now, 8), of(now, 2)
    first = actions.decide(one, other, **SAME, **ASK)
    assert (first.holds, first.change) == (None, None)
    again = actions.decide(one, other, **SAME, **ASK)
    assert again.holds is None
    second = actions.decide(one, other, **SAME, by="supervisor", purpose="identity_review")
    assert second.holds is Answer.SAME
    assert len(set(whose().values())) == 1


@pytest.mark.parametrize(
    ("deed", "code"),
    [
        (lambda a, b, p: actions.decide(a, b, **SAME, by="x", purpose=" "), "purpose_missing"),
        (lambda a, b, p: actions.decide(a, b, answer=Answer.SAME, reason="relatives", **ASK), "reason_unfit"),
        (lambda a, b, p: actions.decide(a, "0" * 32, **SAME, **ASK), "person_unknown"),
        (lambda a, b, p: actions.decide(a, "ANA QUISPE", **SAME, **ASK), "person_unknown"),
        (lambda a, b, p: actions.split("ANA QUISPE", [a], reason="relatives", **ASK), "person_unknown"),
        (lambda a, b, p: actions.split(p, [a, b], reason="relatives", **ASK), "split_of_nothing"),
        (lambda a, b, p: actions.undo(1, by="x", purpose=""), "purpose_missing"),
    ],
)
def test_what_cannot_be_done_changes_nothing(linked, deed, code):
    ana, (first, second) = of(linked, 2)
    rows = Membership.objects.count(), LinkRun.objects.count()
    with pytest.raises(Problem) as refused:
        deed(first, second, ana)
    assert refused.value.code == code
    assert (Membership.objects.count(), LinkRun.objects.count()) == rows


def test_the_log_says_who_decided_and_why_and_no_name(linked):
    ana, (first, second) = of(linked, 2)
    looks = Look.objects.count()
    actions.decide(first, second, **DIFFERENT, by="revisora", purpose="identity_review", origin="10.0.0.9")
    (row,) = Look.objects.order_by("id")[looks:].values("account", "deed", "thing", "thing_id", "purpose", "origin")
    assert row == {
        "account": "revisora", "deed": "decide", "thing": "person", "thing_id": ana, "purpose": "identity_review", "origin": "10.0.0.9",
    }  # fmt: skip


def test_every_later_linkage_keeps_what_people_decided(linked):
    ana, (first, second) = of(linked, 2)
    _, (evas,) = of(linked, 1)
    actions.split(ana, [second], reason="relatives", **ASK)
    actions.decide(evas, first, **SAME, **ASK)
    before = whose()
    again = identity.link(by="prueba")
    assert again.changed == 0
    assert whose() == before
