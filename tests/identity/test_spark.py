"""Spark scores as DuckDB does: the same level for every pair, nulls and empties too, the same weights and clusters, and no name on a disk."""

import os
import shutil
import stat
import subprocess
import sys
from dataclasses import replace
from functools import partial
from pathlib import Path

import duckdb
import polars as pl
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from identity_truth_sets import truth_set

from intertrata.identity import blocking, normal, scoring, spark, spark_sql
from intertrata.identity.comparisons import Comparison, Level
from intertrata.identity.linking import cluster, weigh
from intertrata.identity.mentions import complete
from intertrata.identity.model import COMPARED, Weights, load
from intertrata.vocabulary.errors import Problem, Unsafe

# pyspark leaves the sockets, by which it hands tables to the JVM, to the garbage collector.
pytestmark = pytest.mark.filterwarnings("ignore:unclosed <socket:ResourceWarning")
SUBMIT = "--master local[2] --driver-memory 1g --conf spark.shuffle.compress=false pyspark-shell"
SCHEMA = normal.normalise(complete(pl.DataFrame({"record_id": ["a"]}))).schema
TYPES = {name: SCHEMA[name] for name in COMPARED}  # whatever the model of the day compares
USUAL = {pl.String: "X", pl.Boolean: True, pl.List: [1, 2]}
TOLD_OF = {
    "g1": "MARIA", "g2": "ELENA", "s1": "QUISPE", "s2": "MAMANI", "h_g1": "MARIA", "h_g2": "ELENA", "h_s1": "KISPE", "h_s2": "MAMANI", "doc": "10117410", "doc_kind": "DNI", "doc_checked": True, "b_low": 11000, "b_high": 11000, "b_known": 3, "b_year": 2000, "b_month": 2,
    "b_day": 13, "sex": "F", "nationality": "PER", "dep": "15", "prov": "1501", "dist": "150101", "e_low": 17000, "cases": [4, 7], "crowd": 1,
    "role": "victim", "register": "reta", "address": "GRAU 123",
}  # fmt: skip
FULL = {name: TOLD_OF.get(name, USUAL.get(kind.base_type(), 2)) for name, kind in TYPES.items()}
OTHER = FULL | {"g1": "MARTHA", "s1": "QUISPI", "doc": "10117401", "b_low": 11020, "b_high": 11385, "b_known": 1, "register": "cem"}


@pytest.fixture(scope="module")
def session():
    """One session of Spark for all; CI requires it."""
    java = shutil.which("java") or os.environ.get("JAVA_HOME")
    try:
        import pyspark  # noqa: F401
    except ImportError:
        java = None
    if not java:
        if os.environ.get("CI"):
            pytest.fail("Faltan pyspark o Java 17; en CI son obligatorios.")
        pytest.skip("No están pyspark y Java 17.")
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("PYSPARK_SUBMIT_ARGS", SUBMIT)
        with spark.opened() as opened:
            yield opened


def table(rows):
    return pl.DataFrame(
        [{"n": at, **row} for at, row in enumerate(rows)], schema={"n": pl.Int32, **{name: TYPES[name] for name in COMPARED}}
    )


def every_pair(many):
    places = pl.DataFrame({"a": range(many)}, schema={"a": pl.Int32})
    return places.join(places.rename({"a": "b"}), how="cross").sort("a", "b")


def same_levels(session, rows, model):
    """Both engines' levels for every pair of the rows, either way round and each with itself."""
    held, pairs = table(rows), every_pair(len(rows))
    by_duckdb = scoring.compare(held, held, pairs, model, mentions=len(held))
    by_spark = spark.levels(held, pairs, model, session=session)
    for one in model.comparisons:
        assert by_spark[one.name].to_list() == by_duckdb[one.name].to_list(), one.name
    weights = spark.score(held, pairs, model, session=session)
    assert (weights["weight"] - by_duckdb["weight"]).abs().max() <= 1e-9
    return by_duckdb


# -- conditions in Spark's SQL ----------------------------------------------------------------------------------------


def test_every_condition_of_the_saved_model_is_written_and_speaks_of_compared_columns():
    model = load()
    assert set(spark_sql.columns(model)) <= set(COMPARED)
    for one in model.comparisons:
        assert spark_sql.case(one, dict.fromkeys(model.weights[one.name], "1D"), "0D").count(" THEN ") == len(one.levels) + 1


@pytest.mark.parametrize(
    ("duck", "spark_s"),
    [
        ("list_has_any(w_l, w_r)", "arrays_overlap(w_l, w_r)"),
        ("jaro_winkler_similarity(x_l, x_r) >= 0.88", "(text_jaro_winkler(x_l, x_r) >= 0.88D)"),
        ("not (x_l is null or y_l <> 2)", "(NOT ((x_l IS NULL) OR (y_l <> 2)))"),
        ("left(x_l, 1) = 'it''s'", "(left(x_l, 1) = 'it\\'s')"),
        ("least(y_l, -y_r) > 1", "(least(y_l, (- y_r)) > 1)"),
    ],
)
def test_a_condition_is_written_in_sparks_words(duck, spark_s):
    assert spark_sql.condition(duck) == spark_s


@pytest.mark.parametrize(
    "sql",
    ["soundex(x_l) = soundex(x_r)", "x_l like 'A%'", "x_l = name", "t.x_l = 1", "left(x_l, -1) = 'A'", "left(x_l, y_l) = x_r", "y_l / 2 = 1",
     "trim(x_l, 'A') = x_r", "ltrim(x_l) = x_r", "x_l in ('A')", "case when z_l then true end", "levenshtein(x_l, x_r, 3) < 2"],
)  # fmt: skip
def test_a_condition_not_known_to_mean_the_same_is_refused(sql):
    model = replace(load(), comparisons=(Comparison("one", "false", (Level("holds", sql),)),))
    with pytest.raises(Unsafe):
        (spark_sql.columns(model), spark_sql.condition(sql))


# -- without Spark ----------------------------------------------------------------------------------------------------


def test_no_pairs_need_no_engine():
    none = spark.score(table([FULL]), every_pair(0), load())
    assert none.is_empty()
    assert none.schema == spark.SCORED


def test_without_pyspark_the_engine_is_said_to_be_absent(monkeypatch):
    monkeypatch.setitem(sys.modules, "pyspark", None)
    with pytest.raises(Problem) as refused:
        spark.score(table([FULL, OTHER]), every_pair(2), load())
    assert (refused.value.code, refused.value.where) == ("engine_absent", {"engine": "spark"})


# -- both engines -----------------------------------------------------------------------------------------------------

CONDITIONS = [
    "g1_l = g1_r", "coalesce(g1_l = g1_r, false)", "not coalesce(g1_l = g1_r, false)", "not (g1_l = g1_r)", "g1_l <> g1_r or b_low_l > b_low_r",
    "(g1_l is null) = (g1_r is null)", "b_known_l + b_known_r * 2 - 1 >= 3", "abs(b_low_l - b_low_r) < 2", "-b_low_l <= b_low_r",
    "greatest(b_low_l, b_low_r) - least(b_low_l, b_low_r) <= 1", "length(g1_l) = 1 or left(g1_l, 1) = left(g1_r, 1)", "starts_with(g1_l, g1_r)",
    "coalesce(g1_l, '') <> coalesce(g1_r, '')", "least(length(g1_l), length(g1_r)) = 1", "jaro_winkler_similarity(g1_l, g1_r) >= 0.88",
    "jaro_winkler_similarity(g1_l, g1_r) < 0.5", "jaro_similarity(g1_l, g1_r) > 0.7", "levenshtein(g1_l, g1_r) <= 1", "damerau_levenshtein(g1_l, g1_r) <= 1",
    "damerau_levenshtein(g1_l, g1_r) > 4", "(doc_checked_l or doc_checked_r)", "doc_checked_l and not doc_checked_r", "not (doc_checked_l or doc_checked_r)",
    "coalesce(list_has_any(cases_l, cases_r), false)", "not list_has_any(cases_l, cases_r)", "list_has_any(cases_l, cases_r) is null", "b_low_l = 1.0",
    "greatest(b_low_l, b_low_r) is null", "coalesce(g1_l, null) = 'ANA'", "coalesce(doc_checked_l, doc_checked_r, false)",
]  # fmt: skip
WORDS = [None, "", "A", "B", "ANA", "ANNA", "NAA", "MARIA", "MARAI", "MARTHA", "MUÑOZ", "MUNOZ", "😀Ñ", "QUISPE", "QUISPI"]
LISTS = [None, [], [1], [2, None], [None], [1, 2, 3]]
TEXTS = st.sampled_from(WORDS)
CASES = st.one_of(st.none(), st.lists(st.one_of(st.integers(1, 4), st.none()), max_size=3))
SMALL = st.one_of(st.none(), st.integers(-3, 3))
YES = st.one_of(st.none(), st.booleans())
VALUES = {pl.String: TEXTS, pl.Boolean: YES, pl.List: CASES}
ROWS = st.lists(st.fixed_dictionaries({name: VALUES.get(kind.base_type(), SMALL) for name, kind in TYPES.items()}), min_size=2, max_size=16)
AT_LENGTH = settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))


@pytest.mark.spark
@given(rows=ROWS)
@example(rows=[FULL | {"g1": word, "cases": LISTS[at % len(LISTS)]} for at, word in enumerate([*WORDS, None, "", ""])])
@AT_LENGTH
def test_each_condition_holds_where_it_holds_in_duckdb(session, rows):
    comparisons = tuple(Comparison(f"c{at}", "false", (Level("holds", sql),)) for at, sql in enumerate(CONDITIONS))
    weights = {one.name: {"holds": Weights(0.5, 0.25), "else": Weights(0.25, 0.5)} for one in comparisons}
    held, pairs = table(rows), every_pair(len(rows))
    told = spark.levels(held, pairs, replace(load(), comparisons=comparisons, weights=weights), session=session)
    columns = ("g1", "b_low", "b_known", "doc_checked", "cases")
    sides = ", ".join(f"{side}.{name} AS {name}_{side}" for side in "lr" for name in columns)
    holds = ", ".join(f"CASE WHEN {sql} THEN 'holds' ELSE 'else' END AS c{at}" for at, sql in enumerate(CONDITIONS))
    with duckdb.connect(":memory:", config={"threads": 1}) as connection:
        connection.register("held", held.to_arrow())
        expected = pl.DataFrame(
            connection.sql(
                f"SELECT a, b, {holds} FROM (SELECT l.n AS a, r.n AS b, {sides} FROM held l, held r) ORDER BY a, b"
            ).to_arrow_table()
        )
    for at, sql in enumerate(CONDITIONS):
        assert told[f"c{at}"].to_list() == expected[f"c{at}"].to_list(), sql


@pytest.mark.spark
@given(rows=ROWS)
@AT_LENGTH
def test_the_saved_model_gives_any_rows_the_same_levels(session, rows):
    same_levels(session, rows, load())


@pytest.mark.spark
def test_whatever_is_unknown_or_empty_on_either_side_gives_the_same_level(session):
    empty = {
        name: "" if kind == pl.String else [] if isinstance(kind, pl.List) else 0 for name, kind in TYPES.items() if kind != pl.Boolean
    }
    nothing = dict.fromkeys(COMPARED)
    each = [FULL | {name: None} for name in COMPARED] + [FULL | {name: value} for name, value in empty.items()]
    told = same_levels(
        session,
        [FULL, OTHER, nothing, FULL | empty, FULL | {name: [None] for name, kind in TYPES.items() if isinstance(kind, pl.List)}, *each],
        load(),
    )
    assert told.select(pl.col("surnames", "given", "document", "birth").n_unique()).row(0) > (3, 3, 3, 3)


@pytest.mark.spark
def test_a_failure_tells_its_kind_and_no_value(session, capfd, caplog):
    wrong = replace(load(), comparisons=(Comparison("one", "g1_l is null", (Level("holds", "abs(g1_l) > 1"),)),))
    wrong = replace(wrong, weights={"one": {"holds": Weights(0.5, 0.25), "else": Weights(0.25, 0.5)}})
    with pytest.raises(Problem) as refused:
        spark.score(table([FULL, OTHER]), every_pair(2), wrong, session=session)
    assert refused.value.code == "engine_failed"
    assert set(refused.value.where) == {"engine", "kind"}
    assert not any(name in f"{refused.value} {capfd.readouterr()} {caplog.text}" for name in ("MARIA", "MARTHA"))
    assert refused.value.__cause__ is None


@pytest.mark.spark
def test_a_second_session_in_one_process_is_refused(session):
    with pytest.raises(Problem) as refused, spark.opened():
        pass
    assert refused.value.code == "engine_busy"


@pytest.mark.spark
def test_what_is_shuffled_lies_in_a_private_folder_and_holds_no_name_in_clear(session):
    rows = [FULL | {"g1": f"ZORAIDA{at}", "s1": "VILCAPOMA"} for at in range(300)]
    folder = Path(session.sparkContext.getConf().get("spark.local.dir"))
    session.conf.set("spark.sql.autoBroadcastJoinThreshold", "-1")
    session.conf.set("spark.sql.adaptive.autoBroadcastJoinThreshold", "-1")
    try:
        spark.score(table(rows), every_pair(300).head(20_000), load(), session=session)
    finally:
        session.conf.unset("spark.sql.autoBroadcastJoinThreshold")
        session.conf.unset("spark.sql.adaptive.autoBroadcastJoinThreshold")
    written = [file for file in folder.rglob("*") if file.is_file()]
    assert any(file.name.startswith("shuffle_") and file.stat().st_size > 10_000 for file in written)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert not [file.name for file in written if b"VILCAPOMA" in file.read_bytes()]


ALONE = """
import os, sys
from pathlib import Path
import polars as pl
from intertrata.identity import spark
from intertrata.vocabulary.errors import Problem
usual = dict(os.environ)
os.environ["JAVA_HOME"] = "/nowhere"
try:
    with spark.opened():
        pass
except Problem as refused:
    print(refused.code)
os.environ.clear(); os.environ.update(usual, SPARK_LOCAL_DIRS=sys.argv[1])
for _ in range(2):
    with spark.opened() as session:
        folder = Path(session.sparkContext.getConf().get("spark.local.dir"))
        print(session.range(3).count(), session.sparkContext.getConf().get("spark.io.encryption.enabled"))
    print(folder.exists())
print(os.environ["SPARK_LOCAL_DIRS"] == sys.argv[1], os.listdir(sys.argv[1]))
"""


@pytest.mark.spark
@pytest.mark.usefixtures("session")
def test_sessions_follow_one_another_and_leave_nothing_and_without_java_the_engine_is_absent(tmp_path):
    """In a process of its own; SPARK_LOCAL_DIRS and an argument that would take the encryption back are not heeded."""
    environment = os.environ | {"PYSPARK_SUBMIT_ARGS": f"--conf spark.io.encryption.enabled=false {SUBMIT}"}
    done = subprocess.run(
        [sys.executable, "-c", ALONE, str(tmp_path)], capture_output=True, text=True, timeout=300, check=False, env=environment
    )
    assert done.stdout.split("\n") == ["engine_absent", "3 true", "False", "3 true", "False", "True []", ""]
    assert done.stderr == ""


@pytest.mark.spark
@pytest.mark.long
def test_fifty_thousand_mentions_get_the_same_weights_and_the_same_persons(session):
    mentions, _ = truth_set(persons=20_600, seed=77, maker="clerk")
    assert len(mentions) >= 50_000
    held, model = normal.normalise(mentions), load()
    pairs = blocking.pairs(held, model.rules)
    one, other = scoring.score(held, pairs, model), spark.score(held, pairs, model, session=session)
    assert len(one) == len(pairs)
    assert other.select("a", "b").equals(one.select("a", "b"))
    assert (other["weight"] - one["weight"]).abs().max() <= 0.01
    homes = [cluster(held, weigh(held, pairs, model, score=by), model) for by in (scoring.score, partial(spark.score, session=session))]
    assert homes[0].equals(homes[1])
    least = spark.score(held, pairs.head(5_000), model, least=0.5, session=session)
    assert least["probability"].min() >= 0.5
    assert len(least) == len(one.filter(pl.col("probability") >= 0.5).join(pairs.head(5_000), on=["a", "b"], how="semi"))
