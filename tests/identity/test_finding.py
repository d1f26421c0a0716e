"""Who of the candidates may be the one: the likeliest mention speaks, and outside justice no accusation of a victim does."""

import polars as pl
import pytest

from intertrata.identity.answering import EVERY, remaining
from intertrata.identity.asked import read
from intertrata.identity.finding import likeliest
from intertrata.identity.lexicon import Frequencies
from intertrata.identity.mentions import complete
from intertrata.identity.model import load
from intertrata.identity.normal import normalise
from intertrata.identity.profiles import TOLD, crowd_of, lookup, rows, sayings
from intertrata.identity.scoring import compare
from intertrata.identity.sight import linkable, readable
from intertrata.identity.twins import twin

MODEL = load()
TWIN = twin(MODEL)
PRIOR = MODEL.prior_probability(50_000)
ROSA = {"given_names": "ROSA LUZ", "surname_1": "QUISPE", "surname_2": "CCAHUANA", "birth_date": "2001-07-05", "sex": "F", "role": "victim"}
ACCUSED = ROSA | {"role": "suspect", "document_type": "DNI", "document_number": "45612378"}


def mention(told):
    row = read(told, Frequencies())
    return [row[column] for column in TWIN.columns]


def found(asked, *persons, suspects=True, most=5, first=100):
    people = ((place, str(place), [mention(one) for one in told]) for place, told in enumerate(persons))
    return likeliest(read(asked, Frequencies()), people, TWIN, prior=PRIOR, suspects=suspects, most=most, first=first)


def test_the_likeliest_comes_first_and_few_are_given():
    other = ROSA | {"given_names": "ANA", "birth_date": "1990"}
    told = found(ROSA, [other], [ROSA], [other])
    assert told[0].person == "1"
    assert [one.probability for one in told] == sorted((one.probability for one in told), reverse=True)
    assert [one.person for one in found(ROSA, [other], [ROSA], [ROSA], most=1)] == ["1"]
    assert found(ROSA, [{"given_names": "PEDRO", "surname_1": "ZUTANO", "birth_date": "1950-02-03", "sex": "M"}]) == []


def test_the_likeliest_mention_speaks_for_a_person():
    vague = {"given_names": "ROSA", "surname_1": "QUISPE"}
    (one,) = found(ROSA, [vague, ROSA, vague])
    (alone,) = found(ROSA, [ROSA])
    assert one.probability == alone.probability > 0.9
    assert one.levels == alone.levels


def test_it_is_as_likely_as_the_batch_says():
    pair = normalise(
        complete(pl.DataFrame([{"record_id": "1", **ROSA}, {"record_id": "2", **ROSA, "surname_1": "KISPE", "birth_date": "2001"}]))
    )
    batch = compare(pair, pair, pl.DataFrame({"a": [0], "b": [1]}), MODEL, mentions=50_000)
    (one,) = found(ROSA | {"surname_1": "KISPE", "birth_date": "2001"}, [ROSA])
    assert abs(one.probability - batch["probability"][0]) < 0.02


def test_who_comes_after_the_first_is_compared_only_while_nobody_is_sure():
    other, vague = {"given_names": "ANA", "surname_1": "ZUTANO"}, {"given_names": "ROSA", "surname_1": "QUISPE"}
    drawn = []

    def people(*persons):
        for place, told in enumerate(persons):
            drawn.append(place)
            yield place, str(place), [mention(told)]

    def of(*persons, first):
        drawn.clear()
        told = likeliest(read(ROSA, Frequencies()), people(*persons), TWIN, prior=PRIOR, suspects=True, most=5, first=first)
        return [one.person for one in told if one.probability > 0.9]

    assert (of(ROSA, other, ROSA, first=2), drawn) == (["0"], [0, 1, 2])
    assert (of(other, vague, ROSA, other, ROSA, first=2), drawn) == (["2"], [0, 1, 2, 3])
    assert (of(vague, other, other, ROSA, first=2), drawn) == (["3"], [0, 1, 2, 3])
    assert (of(ROSA, other, ROSA, first=3), drawn) == (["0", "2"], [0, 1, 2])


def test_somebody_neither_a_name_nor_a_document_can_speak_of_is_not_found():
    nameless = {"birth_date": "2001-07-05", "sex": "F", "address": "JR UNION 5", "ubigeo": "140101"}
    assert found(ROSA | nameless, [nameless]) == []
    (one,) = found(ROSA | nameless, [nameless, {"given_names": "ROSA", "surname_1": "QUISPE"}])
    assert one.levels["surnames"]


BORN = {"birth_date": "1996-03-05", "sex": "F", "ubigeo": "150135", "event_date": "2016-05-06"}
LUZ = {
    "given_names": "ROSA ELENA",
    "surname_1": "HUAMAN",
    "surname_2": "ROJAS",
    "document_type": "DNI",
    "document_number": "48105907",
} | BORN
NEXT = {"document_type": "DNI", "document_number": "48105908"}
STRANGER = {"given_names": "MARTHA LUZ", "surname_1": "POMA", "surname_2": "FLORES"} | NEXT | BORN


def test_a_stranger_of_the_next_number_and_the_same_birthday_is_not_found():
    assert found(STRANGER, [LUZ]) == []
    assert found(BORN | NEXT, [LUZ]) == [], "who tells no name has none in common"
    assert found(BORN | NEXT, [{"document_type": "DNI", "document_number": "48105907"} | BORN]) == [], "nor who is known by none"
    assert [one.person for one in found(STRANGER, [LUZ, LUZ], [STRANGER])] == ["1"]


def test_her_own_names_find_her_in_spite_of_a_slip_in_her_number():
    assert found(LUZ | NEXT, [LUZ])[0].probability > 0.99
    assert found(LUZ | NEXT | {"surname_2": "", "given_names": "Elena", "surname_1": "Guamán"}, [LUZ])[0].probability > 0.8


@pytest.mark.parametrize("half", [{"surname_1": "Huam"}, {"given_names": "Ros"}, {"given_names": "Ros", "surname_1": "Huam"}])
def test_half_a_name_finds_her_in_spite_of_a_slip_in_her_number(half):
    assert found(BORN | NEXT | half, [LUZ])[0].person == "0"


@pytest.mark.parametrize("half", [{"surname_1": "Ro"}, {"given_names": "R."}, {"given_names": "Rosaura"}])
def test_two_letters_or_another_name_are_no_half_of_hers(half):
    assert found(BORN | NEXT | half, [LUZ]) == []


@pytest.mark.parametrize("more", [{}, {"birth_date": "1996-03-05"}, BORN, STRANGER])
def test_her_own_number_finds_her_whatever_name_is_told(more):
    (one,) = found(more | {"document_type": "DNI", "document_number": "48105907"}, [LUZ])
    assert one.levels["document"].startswith("same")


def test_a_strangers_mention_speaks_for_nobody_but_another_of_hers_may():
    unnumbered = {key: text for key, text in STRANGER.items() if not key.startswith("document")}
    (one,) = found(STRANGER, [LUZ, unnumbered])
    assert (one.levels["document"], one.seen) == (None, (True, True))


def test_outside_justice_a_victim_is_not_found_by_what_only_her_accusation_says():
    by_document = {"document_type": "DNI", "document_number": "45612378"}
    assert found(by_document, [ROSA, ACCUSED])[0].levels["document"]
    assert found(by_document, [ROSA, ACCUSED], suspects=False) == []
    assert found(by_document, [ACCUSED], suspects=False), "who is accused only is found"
    assert found(ROSA, [ROSA, ACCUSED], suspects=False)[0].seen == (True, False)


def test_accusations_are_not_readable_where_another_mention_knows_her_as_anything_else():
    assert readable(["victim", "suspect", None], suspects=False) == (True, False, True)
    assert readable(["victim", "suspect"], suspects=True) == (True, True)
    assert readable(["suspect", "witness"], suspects=False) == (False, True)


def test_reserved_records_are_not_linkable_and_in_doubt_a_record_is_reserved():
    records = pl.DataFrame({"record": ["a", "b", "c"], "reserved": [True, False, None]})
    assert linkable(records)["record"].to_list() == ["b"]
    assert len(linkable(records.drop("reserved"))) == 3


def table(*told):
    whole = complete(pl.DataFrame([{"record_id": f"{at:03}", **one} for at, one in enumerate(told)]))
    return normalise(whole), whole.with_columns(cut_off=pl.lit("2016-12-31"))


def test_what_is_packed_is_read_again_person_by_person():
    normalised, told = table(ROSA, ACCUSED, ROSA | {"given_names": "ÑUSTA"})
    whose = pl.DataFrame({"record": ["000", "001", "002", "009"], "person": ["f" * 32, "a" * 32, "f" * 32, None]})
    made = lookup(normalised, told, whose, columns=TWIN.columns, secret=b"s" * 32)
    (first, person, compared, shown), (second, other, other_one, _) = made.profiles
    assert (first, person, second, other) == (0, "a" * 32, 1, "f" * 32)
    assert dict(zip(TWIN.columns, rows(compared)[0][:-1], strict=True)) | {"cases": None} == normalised.select(TWIN.columns).row(
        1, named=True
    ) | {"cases": None}
    assert sayings(shown)[0]["document_number"] == "45612378"
    assert set(sayings(shown)[0]) == set(TOLD)
    assert {place for _, places in made.search_keys for place in places} == {0, 1}
    assert rows(compared)[0][-1] == "001"
    assert crowd_of([compared, other_one], TWIN.columns).rows() == [("001", 1), ("000", 1), ("002", 1)]


def test_nothing_linked_packs_to_nothing():
    normalised, told = table(ROSA)
    whose = pl.DataFrame(schema={"record": pl.String, "person": pl.String})
    made = lookup(normalised, told, whose, columns=TWIN.columns, secret=b"s" * 32)
    assert (list(made.profiles), list(made.search_keys)) == ([], [])


@pytest.mark.parametrize(("elapsed", "leaves"), [(0.0, EVERY), (0.003, EVERY), (EVERY, EVERY), (0.061, 2 * EVERY), (0.2, 4 * EVERY)])
def test_an_answer_leaves_at_one_fixed_time_or_a_multiple_of_it(elapsed, leaves):
    assert elapsed + remaining(elapsed) == pytest.approx(leaves)
