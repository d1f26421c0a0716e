"""What a table says as of a day, whatever order deliveries arrive in. Laws, tried against the plainest possible model."""

from datetime import date, timedelta

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from intertrata.registers.state import (
    BACK,
    CLASHING,
    CORRECTED,
    EVENTS,
    NEW,
    REFUSED,
    REPEATED,
    UNCHANGED,
    VANISHED,
    VERSION,
    Change,
    Moment,
    change,
    said_again,
    state_as_of,
)

DAYS = [date(2016, 1, 1) + timedelta(days=30 * number) for number in range(4)]
NOBODY = state_as_of(pl.DataFrame(schema=EVENTS), DAYS[0])
ROWS = pl.Schema({"line": pl.Int64(), "record": pl.Binary(), "version": pl.Binary()})

contents = st.dictionaries(st.sampled_from("abcd"), st.sampled_from("123"), min_size=1)
deliveries = st.lists(st.tuples(st.sampled_from(DAYS), contents), min_size=1, max_size=6)


def identity(text):
    return None if text is None else text.encode()


def rows(*told):
    """Rows from (line, record, version)."""
    return pl.DataFrame([(line, identity(record), identity(version)) for line, record, version in told], schema=ROWS, orient="row")


def content(record, said):
    return f"{record}{said}"


def take(events, cut_off, order, said, full, whole=True):
    """Receive one delivery: the events that stand after it."""
    delivered = rows(*((line, record, content(record, what)) for line, (record, what) in enumerate(sorted(said.items()))))
    made = change(delivered, state_as_of(events, cut_off), full=whole)
    here = Moment(cut_off, order)
    written = made.rows.filter(pl.col("verdict").is_in([NEW, BACK, CORRECTED])).select("record", "version", pl.lit(VERSION).alias("kind"))
    gone = made.vanished.with_columns(pl.lit(VANISHED).alias("kind"))
    own = pl.concat([written, gone]).with_columns(pl.lit(cut_off).alias("cut_off"), pl.lit(order, pl.Int64).alias("order"))
    return pl.concat([events, own, said_again(made, events, here=here, full=sorted(full, key=lambda m: (m.cut_off, m.order)))]), made


def told(state):
    """A state as a dictionary: record to content, None where it vanished."""
    return {
        record.decode(): None if kind == VANISHED else version.decode()
        for record, version, kind in state.select("record", "version", "kind").rows()
    }


@settings(deadline=None)
@given(deliveries)
def test_full_deliveries_in_any_order_of_arrival_say_what_the_last_one_cut_by_that_day_says(sent):
    events, moments = pl.DataFrame(schema=EVENTS), []
    for order, (cut_off, said) in enumerate(sent, start=1):
        events, _ = take(events, cut_off, order, said, moments)
        moments.append(Moment(cut_off, order))
    for day in DAYS:
        until = sorted((cut_off, order, said) for order, (cut_off, said) in enumerate(sent, start=1) if cut_off <= day)
        last = until[-1][2] if until else {}
        ever = {record for _, _, said in until for record in said}
        expected = {record: content(record, last[record]) if record in last else None for record in ever}
        assert told(state_as_of(events, day)) == expected


@settings(deadline=None)
@given(deliveries)
def test_a_delivery_repeated_changes_nothing_however_late(sent):
    events, moments = pl.DataFrame(schema=EVENTS), []
    for order, (cut_off, said) in enumerate(sent, start=1):
        events, _ = take(events, cut_off, order, said, moments)
        moments.append(Moment(cut_off, order))
    last_of_each_day = dict(sent)
    for order, (cut_off, said) in enumerate(sorted(last_of_each_day.items()), start=100):
        after, made = take(events, cut_off, order, said, moments)
        assert made.count(UNCHANGED) == len(said)
        assert made.vanished.is_empty()
        assert after.equals(events)


@given(
    st.lists(st.tuples(st.one_of(st.none(), st.sampled_from("abc")), st.one_of(st.none(), st.sampled_from("12"))), max_size=8),
    st.dictionaries(st.sampled_from("abcd"), st.tuples(st.sampled_from("12"), st.sampled_from([VERSION, VANISHED]))),
    st.booleans(),
)
@settings(deadline=None)
def test_every_row_gets_one_verdict(sent, stood, full):
    delivered = rows(*((line, record, version if record else None) for line, (record, version) in enumerate(sent, start=2)))
    state = pl.DataFrame(
        [(identity(record), identity(version), kind) for record, (version, kind) in stood.items()], schema=NOBODY.schema, orient="row"
    )
    made = change(delivered, state, full=full)
    kept, unchanged = made.count(NEW, BACK), made.count(UNCHANGED, REPEATED)
    assert made.rows["line"].to_list() == delivered["line"].to_list()
    assert kept + unchanged + made.count(CORRECTED) + made.count(REFUSED, CLASHING) == len(sent)
    assert set(made.vanished["record"]).isdisjoint(delivered["record"].drop_nulls())


def verdicts(made: Change):
    return made.rows.select("line", "verdict", "other").rows()


def test_identical_rows_are_one_row_and_its_repeats():
    made = change(rows((2, "a", "1"), (3, "a", "1"), (4, "b", "1"), (5, "a", "1")), NOBODY, full=True)
    assert verdicts(made) == [(2, NEW, None), (3, REPEATED, None), (4, NEW, None), (5, REPEATED, None)]


def test_one_key_with_two_contents_is_believed_in_neither_and_each_names_the_other():
    made = change(rows((2, "a", "1"), (3, "b", "1"), (4, "a", "2"), (5, "a", "1")), NOBODY, full=True)
    assert verdicts(made) == [(2, CLASHING, 4), (3, NEW, None), (4, CLASHING, 2), (5, CLASHING, 2)]


def test_a_record_whose_row_was_refused_did_not_vanish():
    stood = pl.DataFrame([(b"a", b"1", VERSION), (b"b", b"1", VERSION)], schema=NOBODY.schema, orient="row")
    made = change(rows((2, "a", None)), stood, full=True)
    assert made.vanished["record"].to_list() == [b"b"]


def test_only_a_full_delivery_makes_records_vanish():
    stood = pl.DataFrame([(b"a", b"1", VERSION)], schema=NOBODY.schema, orient="row")
    assert change(rows((2, "b", "1")), stood, full=False).vanished.is_empty()
    assert change(rows((2, "b", "1")), stood, full=True).vanished["record"].to_list() == [b"a"]


def test_a_record_that_comes_back_is_told_again():
    stood = pl.DataFrame([(b"a", b"1", VANISHED)], schema=NOBODY.schema, orient="row")
    assert verdicts(change(rows((2, "a", "1")), stood, full=True)) == [(2, BACK, None)]
