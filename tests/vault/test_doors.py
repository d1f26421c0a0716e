"""The vault's doors: what goes in comes out to its two readers, written twice it stands once, and without keys nothing moves."""

import pytest
from django.db import connections

from intertrata.storage.files import UNFINISHED
from intertrata.vault import actions, queries
from intertrata.vocabulary.errors import Problem

pytestmark = [pytest.mark.django_db(databases=["vault"]), pytest.mark.engines]

ONE, OTHER, DEPOSIT, PERSON = ("a" * 32, "b" * 32, "d" * 32, "e" * 32)


@pytest.fixture(autouse=True)
def var(settings, tmp_path):
    """A state folder of the test's own."""
    settings.VAR = tmp_path
    return tmp_path


def blobs():
    with connections["vault"].cursor() as cursor:
        cursor.execute("SELECT blob FROM vault_mention ORDER BY version")
        return [bytes(blob) for (blob,) in cursor.fetchall()]


def test_mentions_come_back_and_one_that_stands_is_not_written_again():
    assert actions.keep_mentions([(ONE, '{"surname_1":"PRUEBA"}')]) == 1
    first = blobs()
    actions.keep_mentions([(ONE, '{"surname_1":"PRUEBA"}'), (OTHER, "{}")])
    assert blobs()[:1] == first
    assert queries.mentions().sort("version").rows() == [(ONE, '{"surname_1":"PRUEBA"}'), (OTHER, "{}")]
    assert queries.mentions([OTHER, "c" * 32]).rows() == [(OTHER, "{}")]
    assert queries.versions_held() == {ONE, OTHER}
    assert b"PRUEBA" not in b"".join(blobs())


def test_refused_rows_come_back_by_deposit_and_line():
    actions.keep_refused(DEPOSIT, "victimas", [(7, '{"A":"x"}'), (3, '{"A":"y"}')])
    assert queries.refused_rows(DEPOSIT) == [(3, '{"A":"y"}'), (7, '{"A":"x"}')]
    assert queries.refused_rows(ONE) == []


def test_what_is_forgotten_is_gone(var):
    actions.keep_mentions([(ONE, "{}"), (OTHER, "{}")])
    actions.keep_refused(DEPOSIT, "victimas", [(7, "{}")])
    assert actions.seal_deposit("f1", [b"uno", b"dos"]) == 6
    (var / "vault" / "deposits" / f"{UNFINISHED}x").write_bytes(b"half")
    assert b"".join(queries.deposit_file("f1")) == b"unodos"
    actions.forget(versions=[ONE], deposits=[DEPOSIT], files=["f1", "never"])
    assert queries.versions_held() == {OTHER}
    assert queries.refused_rows(DEPOSIT) == []
    assert queries.deposits_held() == set()
    assert (actions.forget_unfinished(), actions.forget_unfinished()) == (1, 0)


def test_search_keys_lead_to_persons_of_one_run_those_that_share_most_first():
    actions.keep_search_keys([(1, PERSON), (2, PERSON), (1, ONE), (-3, ONE)], run=1)
    actions.keep_search_keys([(1, OTHER)], run=2)
    assert queries.candidates([1, 2], run=1) == [PERSON, ONE]
    assert queries.candidates([1, 2], run=1, most=1) == [PERSON]
    assert queries.candidates([], run=1) == []
    actions.forget_search_keys(other_than=2)
    assert queries.candidates([1, 2], run=1) == []
    assert queries.candidates([1], run=2) == [OTHER]


@pytest.mark.parametrize(
    "deed",
    [
        lambda: actions.keep_mentions([(ONE, "{}")]),
        lambda: actions.keep_refused(DEPOSIT, "t", [(1, "{}")]),
        lambda: actions.seal_deposit("f1", [b"x"]),
        queries.mentions,
        lambda: queries.refused_rows(DEPOSIT),
        lambda: queries.deposit_file("f1"),
    ],
)
def test_without_the_key_file_nothing_goes_in_or_out(settings, tmp_path, deed):
    settings.KEYS = tmp_path / "nowhere.json"
    with pytest.raises(Problem) as caught:
        deed()
    assert caught.value.code == "keys_missing"
    assert blobs() == []
