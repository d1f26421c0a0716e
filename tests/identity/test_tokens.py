"""Tokens of mentions: what they hold, what they hide, who can open them (SAFEGUARDS, issue 3 item 9). Everybody here is invented."""

import base64
import re

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from identity_truth_sets import truth_set

from intertrata.identity.mentions import COLUMNS, complete
from intertrata.identity.normal import normalise
from intertrata.identity.tokens.comparing import LEVELS, UNKNOWN, _level, compare
from intertrata.identity.tokens.encoding import FEATURES, MOST_CASES, MOST_KEYS, TOKEN, TOLD, features, tokens
from intertrata.identity.tokens.linking import tokenise
from intertrata.identity.tokens.secret import TokenKey
from intertrata.identity.tokens.tokenfile import HEADER, SEALED, read, sealed_rows
from intertrata.vocabulary.errors import Problem

K, OTHER = TokenKey(b"k" * 32), TokenKey(b"o" * 32)
ROSA = {
    "record_id": "a1", "register": "albergue", "role": "victim", "given_names": "ROSA ELENA", "surname_1": "HUAMAN", "surname_2": "QUISPE",
    "document_type": "DNI", "document_number": "48105907", "birth_date": "1996-03-15", "sex": "F", "nationality": "PER",
    "ubigeo": "150135", "event_date": "2016-05-06", "case_numbers": "2016-000001;9906-2016-1", "together": "acta 9",
    "address": "JR HUASCAR 123",
}  # fmt: skip
TOLD_OF = "names", "document", "birth", "cases"


def table(*rows):
    return complete(pl.DataFrame([dict.fromkeys(COLUMNS, "") | row for row in rows], schema=dict.fromkeys(COLUMNS, pl.String)))


def made(*rows, key=K):
    return tokenise(table(*rows), key)[0]


def written(*rows, key=K):
    return b"".join(sealed_rows(made(*rows, key=key), key)).decode()


def held(**changed):
    """The features of ROSA with something changed."""
    told = table(ROSA | changed)
    return features(told, normalise(told), K)


def levels(one, other):
    """At which level each comparison of two mentions stands; None where nothing is known."""
    return {name: None if at[0] == UNKNOWN else LEVELS[name][at[0]] for name, at in compare(held(**one), held(**other)).items()}


def problem(does, *given, **more):
    with pytest.raises(Problem) as raised:
        does(*given, **more)
    return raised.value


# -- what a file shows ------------------------------------------------------------------------------------------------


def test_the_same_mentions_under_the_same_key_give_the_same_bytes():
    assert written(ROSA, ROSA | {"record_id": "a2"}) == written(ROSA | {"record_id": "a2"}, ROSA)


def test_under_another_key_nothing_of_the_file_is_the_same():
    one, other = (written(ROSA, key=key).splitlines()[1] for key in (K, OTHER))
    assert one.split(",")[0] != other.split(",")[0]
    assert one.split(",")[1][:40] != other.split(",")[1][:40]


def test_tokens_do_not_match_across_keys():
    mine, theirs = (made(ROSA, key=key).held["features"] for key in (K, OTHER))
    assert not set(made(ROSA).held["keys"][0].tolist()) & (set(made(ROSA, key=OTHER).held["keys"][0].tolist()) - {0})
    found = {name: LEVELS[name][at[0]] for name, at in compare(mine, theirs).items()}
    assert found["surnames"] == found["given"] == found["document"] == "else"
    assert not found["birth"].startswith("same")


def test_equal_mentions_of_two_records_give_tokens_as_unlike_as_chance():
    rows = [line.split(",")[1] for line in written(*(ROSA | {"record_id": f"a{n}"} for n in range(8))).splitlines()[1:]]
    bits = [np.unpackbits(np.frombuffer(base64.b64decode(row), np.uint8)) for row in rows]
    for at, one in enumerate(bits):
        for other in bits[:at]:
            assert 0.45 < (one != other).mean() < 0.55
        assert 0.45 < one.mean() < 0.55


def test_every_row_is_as_long_as_any_other_whatever_it_says():
    lines = written(ROSA, {"record_id": "nothing"}, ROSA | {"record_id": "much", "given_names": "A" * 500, "case_numbers": ";".join(map(str, range(10**6, 10**6 + 40)))}).splitlines()  # fmt: skip
    assert {len(line) for line in lines[1:]} == {33 + SEALED}
    assert lines[0] == ",".join(HEADER)


def test_rows_stand_in_an_order_that_is_nobodys():
    ids = [line.split(",")[0] for line in written(*(ROSA | {"record_id": f"a{n}"} for n in range(20))).splitlines()[1:]]
    assert ids == sorted(ids)
    back = tokenise(table(*(ROSA | {"record_id": f"a{n}"} for n in range(20))), K)[1]
    assert back["record_id"].to_list() == [f"a{n}" for n in range(20)]
    assert back["token"].to_list() != ids
    assert sorted(back["token"]) == ids


def test_the_way_back_names_each_records_own_token():
    told, back = tokenise(table(ROSA, ROSA | {"record_id": "b", "sex": "M"}), K)
    by_id = dict(zip(told.ids, told.held["features"]["sex"].tolist(), strict=True))
    assert {record: by_id[token] for record, token in back.iter_rows()} == {"a1": 1, "b": 2}


def windows(text, size):
    bare = re.sub(r"[^0-9A-Z]", "", text.upper())
    return {bare[at : at + size] for at in range(len(bare) - size + 1)}


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 400))
def test_no_piece_of_a_name_a_document_or_a_birth_day_is_in_a_file(at):
    """Base64 holds four given signs by chance once in 16 million places: pieces of six are no chance in a row of two thousand."""
    told = truth_set(persons=300, seed=31, maker="clerk")[0]
    row = told.row(at % len(told), named=True)
    text = written(row | {"record_id": row["document_number"] or row["full_name"] or row["surname_1"] or "x"}).upper()
    raw = base64.b64decode(text.splitlines()[1].split(",")[1] + "==").upper()
    for column in ("given_names", "surname_1", "surname_2", "full_name", "document_number", "birth_date", "case_numbers", "address"):
        for piece in windows(row[column], 6):
            assert piece not in text
            assert piece.encode() not in raw


def test_what_the_house_opens_holds_no_letter_of_a_name_and_no_digit_of_a_document():
    """Even opened, a token holds only hashes and what is declared in ``TOLD``."""
    opened = made(ROSA).held.tobytes()
    for piece in (b"ROSA", b"HUAM", b"QUIS", b"4810", b"9906", b"HUAS", b"albe", b"acta"):
        assert piece not in opened
    assert set(FEATURES.names) == set(TOLD) | {"names", "document", "birth", "cases", "act", "register"}
    other_day = made(ROSA | {"birth_date": "1996-11-28"}).held["features"]
    for name in TOLD:
        assert np.array_equal(other_day[name], made(ROSA).held["features"][name]), f"{name} tells the day of birth"


# -- files ------------------------------------------------------------------------------------------------------------


def filed(path, text):
    path.write_text(text, encoding="utf-8")
    return [path]


def test_a_file_is_opened_by_its_key_to_what_was_sealed(tmp_path):
    told = made(ROSA, ROSA | {"record_id": "a2"})
    opened = read(filed(tmp_path / "t", written(ROSA, ROSA | {"record_id": "a2"})), K)
    assert opened.ids == told.ids
    assert opened.held.tobytes() == told.held.tobytes()


def test_files_of_two_registers_are_read_as_one(tmp_path):
    one, two = written(ROSA), written(ROSA | {"register": "other"})
    opened = read([*filed(tmp_path / "1", one), *filed(tmp_path / "2", two)], K)
    assert len(opened.ids) == 2
    assert opened.ids == tuple(sorted(opened.ids))


def test_a_file_does_not_open_under_another_key(tmp_path):
    found = problem(read, filed(tmp_path / "t", written(ROSA)), OTHER)
    assert (found.code, found.where) == ("tokens_closed", {"file": "t", "line": 2})


def test_a_token_that_was_changed_or_moved_to_another_record_does_not_open(tmp_path):
    head, one, two = written(ROSA, ROSA | {"record_id": "a2"}).splitlines()
    swapped = "\n".join([head, one.split(",")[0] + "," + two.split(",")[1]])
    assert problem(read, filed(tmp_path / "t", swapped), K).code == "tokens_closed"
    changed = one[:60] + ("A" if one[60] != "A" else "B") + one[61:]
    assert problem(read, filed(tmp_path / "t", f"{head}\n{two}\n{changed}"), K).where["line"] == 3


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "tokens_header"),
        ("record_id,person_id\n", "tokens_header"),
        ("\ufeffrecord_id,sealed\n", "tokens_header"),
        ("record_id,sealed\nabc\n", "tokens_torn"),
        ("record_id,sealed\nabc,AAAA\n", "tokens_torn"),
        ("record_id,sealed\nabc," + "!" * SEALED, "tokens_torn"),
        ("record_id,sealed\nabc," + "A" * SEALED, "tokens_closed"),
    ],
)
def test_what_is_no_file_of_tokens_is_refused(tmp_path, text, code):
    assert problem(read, filed(tmp_path / "t", text), K).code == code


def test_a_token_that_comes_twice_is_refused_and_a_file_that_is_not_there(tmp_path):
    paths = filed(tmp_path / "t", written(ROSA))
    assert problem(read, [*paths, *paths], K).code == "tokens_record_twice"
    assert problem(read, [tmp_path / "none"], K).code == "tokens_missing"


def test_a_file_of_no_rows_is_read_as_no_tokens(tmp_path):
    opened = read(filed(tmp_path / "t", written()), K)
    assert opened.ids == ()
    assert opened.held.dtype == TOKEN


def test_a_row_without_an_id_or_with_anothers_is_refused():
    assert problem(tokenise, table({"record_id": ""}), K).code == "mentions_record_empty"
    assert problem(tokenise, table(ROSA, ROSA), K).code == "mentions_record_twice"


# -- what a token holds -----------------------------------------------------------------------------------------------


def test_a_mention_that_says_nothing_gives_a_token_of_nothing():
    told = made({"record_id": "x"}).held
    assert not told["keys"].any()
    assert not any(told["features"][name].any() for name in FEATURES.names)


def test_a_mention_that_says_nothing_compares_with_nothing_not_even_its_like():
    empty = dict.fromkeys(ROSA, "") | {"record_id": "x"}
    assert set(levels(empty, empty).values()) == {None}
    assert set(levels(empty, {}).values()) == {None}


def test_keys_are_never_of_one_name():
    """A mention of one name and nothing else leads nowhere (DESIGN.md §8)."""
    assert not made({"record_id": "x", "surname_1": "QUISPE"}).held["keys"].any()
    assert not made({"record_id": "x", "given_names": "ROSA"}).held["keys"].any()
    assert made({"record_id": "x", "given_names": "ROSA", "surname_1": "QUISPE"}).held["keys"].any()


def test_a_mention_of_many_names_and_cases_keeps_what_its_token_has_room_for():
    many = ROSA | {"birth_date": "", "age": "20", "surname_2": "CONDORI DE FLORES", "case_numbers": ";".join(f"{n:07d}" for n in range(30))}
    told = made(many).held[0]
    assert np.count_nonzero(told["features"]["cases"]) == MOST_CASES
    assert np.array_equal(told["keys"][MOST_KEYS - MOST_CASES :], told["features"]["cases"])


def test_what_is_in_no_closed_list_is_unknown_and_no_free_text_travels():
    told = held(role="la hermana de Rosa", sex="?", ubigeo="Lima")
    assert (told["role"][0], told["sex"][0], told["department"][0]) == (0, 0, 0)


def test_the_house_makes_the_tokens_that_the_register_made():
    told, _ = truth_set(persons=300, seed=31, maker="clerk")
    whole = normalise(told)
    assert np.array_equal(tokens(told, whole, K)["features"], features(told, whole, K))


# -- comparisons ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({}, {"surnames": "both_common", "given": "both_same", "document": "same", "birth": "same_day", "sex": "same", "role": "same", "register": "else", "circumstance": "same_case_alone"}),
        ({"surname_1": "GUAMAN"}, {"surnames": "both_alike"}),
        ({"surname_1": "QUISPE", "surname_2": "HUAMAN"}, {"surnames": "turned"}),
        ({"surname_2": ""}, {"surnames": "one_known_common"}),
        ({"surname_1": "QUISPE", "surname_2": ""}, {"surnames": "one_known_other_place"}),
        ({"surname_1": "SOTO", "surname_2": ""}, {"surnames": "one_known_other"}),
        ({"surname_2": "SOTO"}, {"surnames": "first_only_common"}),
        ({"surname_1": "SOTO"}, {"surnames": "second_only"}),
        ({"surname_1": "SOTO", "surname_2": "HUAMAN"}, {"surnames": "crossed"}),
        ({"surname_1": "SOTO", "surname_2": "LOBERT"}, {"surnames": "else"}),
        ({"given_names": "ROSA"}, {"given": "first_same_common"}),
        ({"given_names": "ROSITA ELENA"}, {"given": "both_alike"}),
        ({"given_names": "ELENA ROSA"}, {"given": "turned"}),
        ({"given_names": "ELENA"}, {"given": "first_left_out"}),
        ({"given_names": "ROSA LUZ"}, {"given": "second_differs"}),
        ({"given_names": "LUZ ELENA"}, {"given": "first_differs"}),
        ({"given_names": "ELENA LUZ"}, {"given": "crossed"}),
        ({"given_names": "MARTHA LUZ"}, {"given": "else"}),
        ({"document_number": "48105908"}, {"document": "one_slip"}),
        ({"document_number": "71234568"}, {"document": "else"}),
        ({"document_number": ""}, {"document": None}),
        ({"birth_date": "1996-04-15"}, {"birth": "same_year_day"}),
        ({"birth_date": "1996-03-16"}, {"birth": "same_year_month"}),
        ({"birth_date": "1999-03-15"}, {"birth": "same_month_day"}),
        ({"birth_date": "1996-05-07"}, {"birth": "dated_same_year"}),
        ({"birth_date": "1997-05-07"}, {"birth": "dated_within_1"}),
        ({"birth_date": "1999-05-07"}, {"birth": "dated_within_3"}),
        ({"birth_date": "2008-05-07"}, {"birth": "dated_within_12"}),
        ({"birth_date": "1970-05-07"}, {"birth": "dated_apart"}),
        ({"birth_date": "1996"}, {"birth": "year_fits"}),
        ({"birth_date": "1997"}, {"birth": "year_within_1"}),
        ({"birth_date": "1999-05"}, {"birth": "year_within_3"}),
        ({"birth_date": "1970"}, {"birth": "year_apart"}),
        ({"birth_date": "", "age": "20"}, {"birth": "age_fits"}),
        ({"birth_date": "", "age": "18"}, {"birth": "age_within_1"}),
        ({"birth_date": "", "age": "16"}, {"birth": "age_within_3"}),
        ({"birth_date": "", "age": "13"}, {"birth": "age_within_6"}),
        ({"birth_date": "", "age": "60"}, {"birth": "else"}),
        ({"sex": "M"}, {"sex": "else"}),
        ({"sex": ""}, {"sex": None}),
        ({"role": "witness"}, {"role": "else"}),
        ({"register": "other"}, {"register": "other"}),
        ({"case_numbers": "9906-2016-1"}, {"circumstance": "same_case_alone"}),
        ({"case_numbers": "9906 2016 1", "ubigeo": "", "event_date": ""}, {"circumstance": "same_case_alone"}),
        ({"case_numbers": ""}, {"circumstance": "same_department_year"}),
        ({"case_numbers": "", "event_date": "2018-05"}, {"circumstance": "same_department_two_years"}),
        ({"case_numbers": "", "event_date": "2012"}, {"circumstance": "same_department"}),
        ({"case_numbers": "", "event_date": ""}, {"circumstance": "same_department"}),
        ({"case_numbers": "", "ubigeo": "08"}, {"circumstance": "elsewhere_same_year"}),
        ({"case_numbers": "", "ubigeo": "08", "event_date": "2012"}, {"circumstance": "else"}),
        ({"case_numbers": "", "ubigeo": ""}, {"circumstance": None}),
    ],
)  # fmt: skip
def test_a_pair_stands_at_its_level_whichever_side_comes_first(changed, expected):
    for found in (levels({}, changed), levels(changed, {})):
        assert {name: found[name] for name in expected} == expected


@pytest.mark.parametrize(("born", "level"), [({"birth_date": "1996"}, "year_fits"), ({"birth_date": "1996-03"}, "year_fits"), ({"birth_date": "", "age": "20"}, "age_fits")])  # fmt: skip
def test_two_births_of_no_known_day_do_not_agree_on_the_day(born, level):
    assert levels(born, born)["birth"] == level


def test_day_and_month_turned_are_seen():
    assert levels({"birth_date": "1996-03-05"}, {"birth_date": "1996-05-03"})["birth"] == "day_month_turned"


@pytest.mark.parametrize(("one", "many"), [("same_case_few", 2), ("same_case_many", 4)])
def test_a_case_of_many_people_says_less_of_each(one, many):
    told = table(*(ROSA | {"record_id": f"a{n}"} for n in range(many)))
    left = features(told, normalise(told), K)[:1]
    assert LEVELS["circumstance"][compare(left, held())["circumstance"][0]] == one


def test_a_rare_name_says_more_and_only_one_surname_on_both_sides_is_a_level_of_its_own():
    rare = {"surname_1": "TTITO", "surname_2": "OLARTEGA"}
    assert levels(rare, rare)["surnames"] == "both_rare"
    assert levels({"surname_2": ""}, {"surname_2": ""})["surnames"] == "only_one_common"
    assert levels({"given_names": "ROSA"}, {"given_names": "ROSA"})["given"] == "only_one_common"


def test_names_that_are_near_have_levels_of_their_own():
    assert levels({"surname_2": "", "surname_1": "SANCHEZ"}, {"surname_1": "CHAVEZ"})["surnames"] == "one_known_near"
    assert levels({"surname_1": "SANCHEZ"}, {"surname_1": "CHAVEZ", "surname_2": "TAPULLIMA"})["surnames"] == "one_near"
    assert levels({"given_names": "CARLOS"}, {"given_names": "CARMEN"})["given"] == "first_near"
    assert levels({"given_names": "BETTY CARLOS"}, {"given_names": "SONIA CARMEN"})["given"] == "one_near"
    assert levels({"given_names": "JOSEFA"}, {"given_names": "JOSEFINA"})["given"] == "first_alike"


def test_only_features_are_compared_with_features_and_every_level_has_its_condition():
    with pytest.raises(TypeError):
        compare(np.zeros(1), held())
    with pytest.raises(TypeError):
        compare(held(), np.zeros(1))
    with pytest.raises(AssertionError):
        _level("sex", np.array([True]), [])
