"""Tokens find their persons among the named mentions: as surely as names nearly, in any order, and never against an act."""

import hashlib
import json

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from identity_truth_sets import truth_set

from intertrata.identity.linking import link_table
from intertrata.identity.mentions import COLUMNS, complete
from intertrata.identity.tokens import linking, model, secret
from intertrata.identity.tokens.comparing import LEVELS
from intertrata.identity.tokens.linking import candidates, link, persons_of, prepare, settle, tokenise
from intertrata.identity.tokens.secret import TokenKey
from intertrata.identity.tokens.tables import link_with_tokens, tokenise_file
from intertrata.vocabulary.errors import Problem

K, OTHER = TokenKey(b"k" * 32), TokenKey(b"o" * 32)
ROSA = {
    "record_id": "r1", "register": "reta", "role": "victim", "given_names": "ROSA ELENA", "surname_1": "HUAMAN", "surname_2": "QUISPE",
    "document_type": "DNI", "document_number": "48105907", "birth_date": "1996-03-15", "sex": "F", "ubigeo": "150135", "event_date": "2016-05-06",
}  # fmt: skip
LUZ = ROSA | {"record_id": "r2", "given_names": "LUZ", "surname_1": "SOTO", "surname_2": "VEGA", "document_number": "41771232", "birth_date": "1988-11-02"}  # fmt: skip
HERS = ROSA | {"record_id": "h1", "register": "albergue", "surname_1": "GUAMAN", "document_number": ""}


def table(*rows):
    return complete(pl.DataFrame([dict.fromkeys(COLUMNS, "") | row for row in rows], schema=dict.fromkeys(COLUMNS, pl.String)))


def persons(named, away, key=K):
    """Whose each record of the register without names is, by its own id."""
    held, back = tokenise(table(*away), key)
    found = link(table(*named), link_table(table(*named)).clusters, held, K)
    token_of = dict(back.iter_rows())
    person_of = dict(found.clusters.iter_rows())
    own = {token: record for record, token in token_of.items()}
    return {record: own.get(person_of[token], person_of[token]) for record, token in token_of.items()}


def test_a_token_finds_its_person_and_one_that_fits_nobody_is_a_person_of_its_own():
    stranger = LUZ | {"record_id": "h2", "register": "albergue", "given_names": "CARMEN", "surname_1": "TTITO", "surname_2": "OLARTE", "document_number": "", "birth_date": "2003-01-09"}  # fmt: skip
    assert persons([ROSA, LUZ], [HERS, stranger]) == {"h1": "r1", "h2": "h2"}


def test_two_tokens_may_be_one_person_whom_no_name_is_known_of():
    again = HERS | {"record_id": "h2", "register": "other shelter"}
    found = persons([LUZ], [HERS, again])
    assert found["h1"] == found["h2"] != "r2"


def test_two_tokens_of_one_act_are_two_people_and_the_surer_one_is_the_person():
    act = {"together": "acta 1"}
    found = persons([ROSA], [HERS | act, HERS | act | {"record_id": "h2", "document_number": "48105907"}])
    assert found == {"h1": "h1", "h2": "r1"}


def test_tokens_of_another_key_find_nobody():
    assert persons([ROSA], [HERS], key=OTHER) == {"h1": "h1"}


def test_tokens_that_say_nothing_are_each_a_person_and_named_mentions_that_say_nothing_are_nobodys():
    empty = {"register": "albergue"}
    found = persons([ROSA, {"record_id": "r3"}], [empty | {"record_id": "h1"}, empty | {"record_id": "h2"}])
    assert found == {"h1": "h1", "h2": "h2"}


def test_a_case_number_alone_leads_to_candidates_and_a_number_of_a_hundred_people_does_not():
    case = {"case_numbers": "506-2016-000123"}
    named = [{"record_id": f"r{n}", "surname_1": "SOTO", **case} for n in range(3)]
    held = tokenise(table({"record_id": "h", **case}), K)[0]

    def found(rows):
        ids = [row["record_id"] for row in rows]
        return len(candidates(prepare(table(*rows), pl.DataFrame({"record_id": ids, "person_id": ids}), K), held, K))

    assert found(named) == 3
    assert found([{"record_id": f"r{n:03d}", **case} for n in range(linking.MOST + 1)]) == 0


@pytest.mark.parametrize(("named", "away"), [([], [HERS]), ([ROSA], []), ([], [])])
def test_an_empty_side_links_nothing(named, away):
    assert persons(named, away) == {row["record_id"]: row["record_id"] for row in away}


def test_the_answer_does_not_depend_on_the_order_of_rows():
    told, _ = truth_set(persons=300, seed=31, maker="clerk")
    home, away = told.filter(pl.col("register") != "cem"), told.filter(pl.col("register") == "cem")
    clusters = link_table(home).clusters
    one = link(home, clusters, tokenise(away, K)[0], K)
    other = link(home.reverse(), clusters.reverse(), tokenise(away.reverse(), K)[0], K)
    assert one.clusters.equals(other.clusters)
    assert one.pairs.equals(other.pairs)


@pytest.mark.parametrize("maker", ["clerk", "channel"])
def test_tokens_link_nearly_as_names_do(maker):
    """The figures for 20,000 persons are measured by ``bench/identity_tokens.py``; this holds that they do not fall apart."""
    from identity_measure import measured

    told, truth = truth_set(persons=1200, seed=33, maker=maker)
    home, away = told.filter(pl.col("register") != "cem"), told.filter(pl.col("register") == "cem")
    with_names = measured(link_table(told).clusters, truth)
    clusters = link_table(home).clusters
    held, back = tokenise(away, K)
    found = link(home, clusters, held, K)
    whose = truth.with_columns(pl.col("record_id").replace(dict(back.iter_rows())))
    with_tokens = measured(pl.concat([clusters, found.clusters]), whose)
    assert with_names["cluster_pair_f1"] - with_tokens["cluster_pair_f1"] < 0.015
    alone = pl.concat([clusters, pl.DataFrame({"record_id": held.ids, "person_id": held.ids})])
    assert with_tokens["cluster_pair_f1"] - measured(alone, whose)["cluster_pair_f1"] > 0.05


def test_pairs_are_told_with_their_probability_the_smaller_id_first():
    held, _ = tokenise(table(HERS, HERS | {"record_id": "h2", "register": "other"}), K)
    found = link(table(ROSA, LUZ), link_table(table(ROSA, LUZ)).clusters, held, K)
    assert found.pairs.columns == ["record_id_a", "record_id_b", "probability"]
    assert len(found.pairs) == 3
    assert found.pairs_scored >= 3
    assert (found.pairs["record_id_a"] < found.pairs["record_id_b"]).all()
    assert found.pairs["probability"].is_between(0.01, 1, closed="right").all()
    assert found.pairs.equals(found.pairs.sort("record_id_a", "record_id_b"))


def test_a_token_shares_its_odds_among_its_candidates():
    scored = pl.DataFrame({"token": [0, 0, 0, 1], "other": [0, 1, 2, 0], "person": [0, 0, 1, 0], "weight": [3.0, 5.0, 5.0, 5.0]})
    found = persons_of(scored)
    assert found.select("token", "other").rows() == [(0, 0), (0, 1), (1, 0)]
    shared = 5 - np.log2(1 + 2**5)
    assert found["weight"].to_list() == pytest.approx([shared, shared, 5.0])


EDGES = st.lists(st.tuples(st.integers(0, 5), st.integers(0, 3), st.floats(-10, 20)), max_size=12)
AMONG = st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5), st.floats(-10, 20)), max_size=12)


@given(EDGES, AMONG, st.lists(st.integers(0, 2), min_size=6, max_size=6))
def test_two_named_persons_never_become_one_nor_two_tokens_of_an_act(edges, among, acts):
    shape = {"token": pl.Int64, "other": pl.Int64, "weight": pl.Float64}
    pairs = [(4 + min(a, b), 4 + max(a, b), w) for a, b, w in among if a != b]
    told = [pl.DataFrame(rows, schema=shape, orient="row") for rows in (edges, pairs)]
    home = settle(told, np.array(acts, np.uint64), persons=4, threshold=0.5)
    for at, one in enumerate(home):
        assert one <= 4 + at, "a token goes by a person, or by the first token of its own"
        assert one < 4 or home[one - 4] == one
        for other in range(at):
            assert home[other] != one or not acts[at] or acts[at] != acts[other]
    linked = {(token, other) for token, other, weight in edges if weight >= 0}
    if not pairs and not any(acts):
        assert all((home[token] < 4) == any(one == token for one, _ in linked) for token in range(6))


# -- the model and the files ------------------------------------------------------------------------------------------


def test_the_saved_model_weighs_every_level_and_says_on_what_it_was_trained():
    saved = json.loads(model.FOLDER.joinpath(f"{model.CURRENT}.json").read_text(encoding="utf-8"))
    assert {name: set(levels) for name, levels in saved["bits"].items()} == {name: set(levels) for name, levels in LEVELS.items()}
    assert saved["trained"]["maker"] == "clerk"
    loaded = model.load()
    assert 0 < loaded.threshold < 1
    assert loaded.bits["document"][0] > 5 > -1 > loaded.bits["document"][-1]


def test_what_is_unknown_weighs_nothing():
    loaded = model.load()
    nothing = np.zeros(1, linking.features(table(), linking.normalise(table()), K).dtype)
    assert loaded.weigh(nothing, nothing, mentions=model.REFERENCE)[0] == pytest.approx(loaded.prior)
    smallest = loaded.weigh(nothing, nothing, mentions=1)[0]
    assert smallest == loaded.weigh(nothing, nothing, mentions=model.SMALLEST)[0] != loaded.prior


@pytest.fixture
def files(tmp_path):
    """A key, a register with names, one without."""
    secret.make(tmp_path / "K")
    table(ROSA, LUZ).write_csv(tmp_path / "named.csv")
    table(HERS, HERS | {"record_id": "h2", "given_names": "CARMEN", "surname_1": "TTITO", "surname_2": "OLARTE", "birth_date": "2003"}).write_csv(tmp_path / "away.csv")  # fmt: skip
    return tmp_path


def test_files_go_from_names_to_tokens_to_persons(files):
    told = tokenise_file(files / "away.csv", files / "t.csv", key=files / "K", ids=files / "ids.csv")
    assert told["rows"] == 2
    assert "born_from" in told["told"]
    steps = []
    found = link_with_tokens(
        files / "named.csv", files / "out.csv", tokens=[files / "t.csv"], key=files / "K", pairs=files / "pairs.csv",
        progress=lambda *said: steps.append(said),
    )  # fmt: skip
    assert (found["rows"], found["persons"], found["tokens"], found["tokens_linked"]) == (2, 3, 2, 1)
    assert {"read", "normalise", "tokens", "write"} <= set(found["seconds"])
    assert steps
    person = dict(pl.read_csv(files / "out.csv").iter_rows())
    token = dict(pl.read_csv(files / "ids.csv").iter_rows())
    assert person == {"r1": "r1", "r2": "r2", token["h1"]: "r1", token["h2"]: token["h2"]}
    assert list(person) == sorted(person)
    pairs = pl.read_csv(files / "pairs.csv")
    assert {token["h1"], "r1"} in [{a, b} for a, b, _ in pairs.iter_rows()]


def test_a_threshold_holds_for_tokens_too_and_no_file_need_be_written_but_the_answer(files):
    tokenise_file(files / "away.csv", files / "t.csv", key=files / "K")
    found = link_with_tokens(files / "named.csv", files / "out.csv", tokens=[files / "t.csv"], key=files / "K", threshold=0.9999999)
    assert found["tokens_linked"] == 0
    assert {path.name for path in files.iterdir()} == {"K", "named.csv", "away.csv", "t.csv", "out.csv"}


def test_nothing_that_is_read_is_written_over_and_no_answer_over_another(files):
    before = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in files.iterdir()}
    named, away, key = files / "named.csv", files / "away.csv", files / "K"
    (files / "link").symlink_to(key)
    for does in (
        lambda: tokenise_file(away, away, key=key),
        lambda: tokenise_file(away, key, key=key),
        lambda: tokenise_file(away, files / "link", key=key),
        lambda: tokenise_file(away, files / "new", key=key, ids=files / "new"),
        lambda: link_with_tokens(named, files / "new", tokens=[away], key=key, pairs=away),
    ):
        with pytest.raises(Problem) as raised:
            does()
        assert raised.value.code == "over_its_own_input"
    (files / "link").unlink()
    assert {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in files.iterdir()} == before


def test_what_cannot_be_written_is_said_and_leaves_nothing_behind(files):
    (files / "folder").mkdir()
    for out in (files / "no" / "out.csv", files / "folder"):
        with pytest.raises(Problem) as raised:
            tokenise_file(files / "away.csv", out, key=files / "K")
        assert raised.value.code == "not_writable"
    assert {path.name for path in files.iterdir()} == {"K", "named.csv", "away.csv", "folder"}


def test_a_mention_with_the_id_of_a_token_is_refused(files):
    tokenise_file(files / "away.csv", files / "t.csv", key=files / "K", ids=files / "ids.csv")
    token = pl.read_csv(files / "ids.csv")["token"][0]
    table(ROSA | {"record_id": token}).write_csv(files / "named.csv")
    with pytest.raises(Problem) as raised:
        link_with_tokens(files / "named.csv", files / "out.csv", tokens=[files / "t.csv"], key=files / "K")
    assert raised.value.code == "tokens_record_named"
    assert raised.value.where == {"file": "named.csv"}
