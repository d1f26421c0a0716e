"""The vault's doors: what goes in comes out to its two readers, written twice it stands once, and without keys nothing moves."""

import polars as pl
import pytest
from django.db import connections

from intertrata.storage.files import UNFINISHED
from intertrata.vault import actions, queries
from intertrata.vocabulary.errors import Problem, Unsafe

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


def looked_up(*search_keys, run=1, most=100):
    places = queries.led_to(search_keys, run=run, most=most)
    return [(one.person, one.compared) for one in queries.candidates(places, run=run)]


def test_search_keys_lead_to_the_profiles_of_one_run_those_first_whose_keys_lead_to_fewest():
    profiles = [(0, ONE, b"[1]", b"uno"), (1, PERSON, b"[2]", b"PRUEBA"), (2, OTHER, b"[3]", b"tres")]
    actions.keep_lookup([(-3, [0]), (1, [0, 1]), (2, [1])], profiles, b"grounds", run=1)
    actions.keep_lookup([(1, [0])], [(0, OTHER, b"[4]", b"cuatro")], b"of two", run=2)
    assert looked_up(1, 2) == [(PERSON, b"[2]"), (ONE, b"[1]")]
    assert looked_up(1, 2, most=1) == [(PERSON, b"[2]")]
    assert looked_up() == looked_up(9) == looked_up(1, run=3) == []
    assert queries.shown([1, 7], run=1) == {1: b"PRUEBA"}
    assert (queries.grounds(1), queries.grounds(2)) == (b"grounds", b"of two")
    actions.forget_lookup(other_than=2)
    assert looked_up(1, 2) == []
    assert looked_up(1, run=2) == [(OTHER, b"[4]")]
    with pytest.raises(Unsafe):
        queries.grounds(1)


def test_a_profile_opens_at_its_own_place_only_and_shows_nothing_to_who_holds_the_table():
    actions.keep_lookup([(1, [0, 1])], [(0, ONE, b'["PRUEBA"]', b'["PRUEBA"]'), (1, OTHER, b"[]", b"[]")], b'{"PRUEBA":2}', run=1)
    with connections["vault"].cursor() as cursor:
        cursor.execute("SELECT compared, shown FROM vault_profile")
        held = b"".join(bytes(cell) for row in cursor.fetchall() for cell in row)
        cursor.execute("SELECT blob FROM vault_grounds")
        assert b"PRUEBA" not in held + bytes(cursor.fetchone()[0])
        cursor.execute("UPDATE vault_profile SET compared = (SELECT compared FROM vault_profile WHERE place = 0) WHERE place = 1")
    with pytest.raises(Unsafe):
        looked_up(1)


def test_profiles_that_are_replaced_lead_to_the_new_and_no_longer_to_the_old():
    actions.keep_lookup([(1, [0, 1]), (2, [0])], [(0, ONE, b"[1]", b"x"), (1, OTHER, b"[2]", b"y")], b"", run=1)
    told = [(2, [0]), (5, [0, 1])], [(0, ONE, b"[3]", b"z"), (1, PERSON, b"[4]", b"w")]
    for _ in range(2):  # told twice, it changes nothing
        actions.replace_profiles(*told, persons=[ONE], run=1, most=3)
        assert sorted(looked_up(1)) == sorted([(OTHER, b"[2]"), (ONE, b"[3]")])
        assert looked_up(2) == [(ONE, b"[3]")]
        assert looked_up(5) == [(ONE, b"[3]"), (PERSON, b"[4]")]
        assert queries.places_of([ONE, OTHER, PERSON], run=1) == {ONE: 0, OTHER: 1, PERSON: 2}
    actions.replace_profiles([(7, [0])], [(0, ONE, b"[7]", b"z")], persons=[ONE], run=9, most=3)
    assert looked_up(7, run=9) == [(ONE, b"[7]")]


def test_of_whom_nothing_is_left_the_place_stands_empty_and_is_nobodys_again():
    actions.keep_lookup([(1, [0])], [(0, ONE, b"[1]", b"x")], b"", run=1)
    actions.replace_profiles([], [], persons=[ONE], run=1, most=3)
    assert looked_up(1) == []
    actions.replace_profiles([(1, [0])], [(0, OTHER, b"[2]", b"y")], persons=[], run=1, most=3)
    assert (looked_up(1), queries.places_of([ONE, OTHER], run=1)) == ([(OTHER, b"[2]")], {OTHER: 1})


def test_a_key_that_would_lead_to_too_many_is_left_as_it_is():
    actions.keep_lookup([(1, [0, 1])], [(0, ONE, b"[1]", b"x"), (1, OTHER, b"[2]", b"y")], b"", run=1)
    actions.replace_profiles([(1, [0])], [(0, PERSON, b"[3]", b"z")], persons=[], run=1, most=2)
    assert sorted(looked_up(1)) == sorted([(ONE, b"[1]"), (OTHER, b"[2]")])


@pytest.mark.parametrize("most", [1, 2, 60])
def test_many_askers_are_led_where_each_alone_is(most):
    profiles = [(place, f"{place:032x}", b"[]", b"[]") for place in range(5)]
    keyed = [(-3, [0]), (1, [0, 1]), (2, [1, 2, 4]), (8, [3])]
    actions.keep_lookup(keyed, profiles, b"", run=1)
    asks = {0: [1, 2], 1: [-3, 1, 2], 2: [77], 3: [8, 8, 2]}
    asked = pl.DataFrame(
        [(one, key) for one, keys in asks.items() for key in sorted(set(keys))], schema={"asker": pl.Int32, "key": pl.Int64}, orient="row"
    )
    many = queries.candidates_of_many(asked, run=1, most=most)
    for one, keys in asks.items():
        assert many.filter(pl.col("asker") == one)["place"].to_list() == sorted(queries.led_to(keys, run=1, most=most))
    assert queries.candidates_of_many(asked, run=2, most=most).is_empty()
    assert [c.person for c in queries.profiles([4, 0, 9], run=1)] == [f"{0:032x}", f"{4:032x}"]


@pytest.mark.parametrize(
    "deed",
    [
        lambda: actions.keep_mentions([(ONE, "{}")]),
        lambda: actions.keep_refused(DEPOSIT, "t", [(1, "{}")]),
        lambda: actions.seal_deposit("f1", [b"x"]),
        queries.mentions,
        lambda: queries.refused_rows(DEPOSIT),
        lambda: queries.deposit_file("f1"),
        lambda: actions.keep_lookup([(1, [0])], [(0, ONE, b"x", b"x")], b"", run=1),
        lambda: (queries.led_to([1], run=1, most=1) and queries.candidates([0], run=1)) or queries.grounds(1),
        lambda: (queries.led_to([1], run=1, most=1) and queries.shown([0], run=1)) or queries.grounds(1),
    ],
)
def test_without_the_key_file_nothing_goes_in_or_out(settings, tmp_path, deed):
    settings.KEYS = tmp_path / "nowhere.json"
    with pytest.raises(Problem) as caught:
        deed()
    assert caught.value.code == "keys_missing"
    assert blobs() == []
