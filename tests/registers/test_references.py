"""What waits is what is quoted minus what is borne, whatever the order of deliveries; it closes, and opens again, by itself."""

from datetime import date, timedelta

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from intertrata.registers import queries
from intertrata.registers.references import (
    LEFT_OUT,
    MOMENTS,
    NUMBERS,
    UNSENT,
    WIDELY_QUOTED,
    Quoting,
    effect,
    numbers_told,
    quotings,
    standing,
    told_anew,
    waiting,
)
from intertrata.vocabulary.records import record_types

DAY = date(2016, 1, 1)
# Register p (police) bears in p.c; f (prosecutors) in f.c, and f.v holds persons; s (a shelter) quotes f only, h anybody.
ASKED = (
    Quoting("p", "c", "case_numbers", frozenset({("p", "c"), ("f", "c")}), ("f",)),
    Quoting("f", "c", "case_numbers", frozenset({("p", "c"), ("f", "c")}), ("p",)),
    Quoting("f", "v", "act", frozenset({("f", "c")}), ("f",)),
    Quoting("s", "s", "case_numbers", frozenset({("f", "c")}), ("f",)),
    Quoting("h", "h", "case_numbers", frozenset({("p", "c"), ("f", "c"), ("q", "c")})),
)
PLACES = {"p1": ("p", "c"), "p2": ("p", "c"), "f1": ("f", "c"), "f2": ("f", "c"), "v1": ("f", "v"), "s1": ("s", "s"), "h1": ("h", "h")}
KEYS = st.sampled_from([1_2016, 2_2016, 3_2016])


def fields(record):
    """What a record of each table can bear and quote."""
    names = {"c": ("number", "case_numbers"), "v": ("act",), "s": ("case_numbers",), "h": ("case_numbers",)}[PLACES[record][1]]
    return st.fixed_dictionaries({name: st.sets(KEYS, max_size=1 if name == "number" else 2) for name in names})


CONTENT = st.sampled_from(sorted(PLACES)).flatmap(lambda record: st.tuples(st.just(record), st.none() | fields(record)))
EVENTS = st.lists(st.tuples(CONTENT, st.integers(0, 3)), max_size=16)


def tables(told):
    """Numbers and events as they are kept, from (record, content or None, day, order, deposit)."""
    numbers = [
        (record, key, deposit, *PLACES[record], field, field == "number", day, order)
        for record, content, day, order, deposit in told
        for field, keys in (content or {}).items()
        for key in sorted(keys)
    ]
    events = [(record, deposit, day, order) for record, _, day, order, deposit in told]
    known = pl.DataFrame(events, schema=MOMENTS, orient="row")
    return pl.DataFrame(numbers, schema=NUMBERS, orient="row"), known.filter(pl.len().over("record") > 1)


def plainly(told):
    """What waits, by the plainest reading: the last word of each record, and nobody to bear what it quotes."""
    last = {}
    for record, content, *_moment in sorted(told, key=lambda one: one[2:4]):
        last[record] = content
    borne = {(*PLACES[record], key) for record, content in last.items() for key in (content or {}).get("number", ())}
    return {
        (*PLACES[record], field, key)
        for record, content in last.items()
        for field, keys in (content or {}).items()
        for key in keys
        for one in ASKED
        if (one.register, one.table, one.field) == (*PLACES[record], field) and not any((*bearer, key) in borne for bearer in one.bearers)
    }


def found(numbers, events):
    return set(waiting(standing(numbers, events), ASKED, ()).waiting.select("register", "table", "field", "key").rows())


def numbered(sent):
    return [(record, content, DAY + timedelta(days=day), order, f"d{order}") for order, ((record, content), day) in enumerate(sent)]


@settings(deadline=None)
@given(EVENTS, st.randoms())
def test_what_waits_is_what_is_quoted_and_nobody_bears_by_the_last_word_of_each_record(sent, chance):
    told = numbered(sent)
    assert found(*tables(told)) == plainly(told)
    chance.shuffle(told)
    assert found(*tables(told)) == plainly(told)


@settings(deadline=None)
@given(EVENTS, st.integers(0, 16))
def test_looking_again_at_the_numbers_that_were_told_since_is_looking_at_all(sent, many):
    told = numbered(sent)
    records = {record for record, *_ in told[many:]}
    touched = {key for record, content, *_ in told if record in records for keys in (content or {}).values() for key in keys}
    numbers, events = tables(told)
    before = waiting(standing(*tables(told[:many])), ASKED, {("p", "c")})
    anew = waiting(standing(numbers.filter(pl.col("key").is_in(touched)), events), ASKED, {("f", "c")})
    whole = waiting(standing(numbers, events), ASKED, {("f", "c")})
    assert told_anew(before, anew, touched).waiting.equals(whole.waiting)


@settings(deadline=None)
@given(EVENTS)
def test_a_receipt_says_what_its_deposit_leaves_waiting_and_what_it_closes(sent):
    told = numbered(sent)
    if not told:
        return
    numbers, events = tables(told)
    for record, content, _day, _order, deposit in told:
        without = [one for one in told if one[4] != deposit]
        before, after = plainly(without), plainly(told)
        still = {
            (*PLACES[one], field, key)
            for one, said in {one[0]: one[1] for one in sorted(told, key=lambda one: one[2:4])}.items()
            for field, keys in (said or {}).items()
            for key in keys
        }
        last = [one for one in sorted(told, key=lambda one: one[2:4]) if one[0] == record][-1]
        stands = {(*PLACES[record], field, key) for field, keys in (content or {}).items() for key in keys} if last[4] == deposit else set()
        assert effect(numbers, events, ASKED, deposit=deposit) == (len(after & stands), len((before - after) & still))


def rows(*told):
    return pl.DataFrame([(*one, DAY) for one in told], schema={**NUMBERS, "since": pl.Date}, orient="row")


def test_it_waits_since_the_first_delivery_that_quoted_it_and_a_corrected_quote_leaves_nothing_behind():
    first, later = ({"case_numbers": {1_2016}}, {"case_numbers": {2_2016}})
    numbers, events = tables([("s1", first, DAY, 1, "d1"), ("s1", first, DAY + timedelta(days=9), 2, "d2")])
    assert waiting(standing(numbers, events), ASKED, ()).waiting["since"].to_list() == [DAY]
    numbers, events = tables([("s1", first, DAY, 1, "d1"), ("s1", later, DAY + timedelta(days=9), 2, "d2")])
    assert found(numbers, events) == {("s", "s", "case_numbers", 2_2016)}


def test_a_number_that_very_many_quote_is_no_reference_but_the_case_many_persons_stand_in_is_one():
    crowd = range(WIDELY_QUOTED + 1)
    quoted = [(f"r{n}", 1_2016, "d", "s", "s", "case_numbers", False, DAY, 1) for n in crowd]
    acts = [(f"v{n}", 9_2016, "d", "f", "v", "act", False, DAY, 1) for n in crowd]
    one = waiting(rows(*quoted, *acts, ("r", None, "d", "s", "s", "case_numbers", False, DAY, 1)), ASKED, ())
    assert one.waiting.select("field", "key", "records").rows() == [("act", 9_2016, len(crowd))]
    assert one.left_out.select("why", "numbers", "records").rows() == [("too_short", 1, 1), ("widely", 1, len(crowd))]
    few = waiting(rows(*quoted[1:]), ASKED, ())
    assert (few.waiting["records"].to_list(), few.left_out.schema, few.left_out.height) == ([WIDELY_QUOTED], LEFT_OUT, 0)


def test_a_register_that_never_sent_is_told_from_one_that_sends():
    named, both, anybody, act = (
        Quoting("s", "s", "n", frozenset({("f", "c"), ("f", "o")}), ("f",)),
        Quoting("s", "s", "n", frozenset({("f", "c"), ("p", "c")}), ("f", "p")),
        Quoting("s", "s", "n", frozenset({("f", "c"), ("p", "c"), ("s", "own")})),
        ASKED[2],
    )
    assert [one.never_sent(()) for one in (named, both, anybody, act)] == [("f",), ("f", "p"), ("f", "p"), ("f",)]
    assert [one.never_sent({("f", "c")}) for one in (named, both, anybody, act)] == [(), ("p",), (), ()]
    assert named.never_sent({("f", "v")}) == ("f",)
    quoted = rows(("r", 1_2016, "d", "s", "s", "case_numbers", False, DAY, 1))
    told = waiting(quoted, ASKED, {("p", "c")})
    assert (told.waiting["state"].to_list(), told.never_sent["s", "s", "case_numbers"]) == ([UNSENT], ("f",))


def test_what_is_no_number_of_a_case_says_nothing():
    told = pl.DataFrame({
        "number": ["N° 001-2016", "s/n", None], "case_numbers": [["RT-1", "rt 1", "12"], ["en trámite", "C-20"], None], "became": None,
        "act": ["1", None, "---"],
    })  # fmt: skip
    complaint = numbers_told(told, record_types()["complaint"])
    assert complaint.select("at", "field", "borne", "key").rows() == [
        (0, "number", True, "1 2016"), (1, "number", True, "s"), (0, "case_numbers", False, "rt 1"), (0, "case_numbers", False, None),
        (1, "case_numbers", False, None), (1, "case_numbers", False, "c 20"),
    ]  # fmt: skip
    assert numbers_told(told, record_types()["victim"]).filter(pl.col("field") == "act")["key"].to_list() == ["1"]
    assert numbers_told(told, record_types()["exchange_case"]).height == 0


def test_a_reserved_identity_tells_no_number_and_who_does_not_say_no_is_one():
    told = pl.DataFrame({
        "number": ["1-2016", "2-2016", "3-2016"], "case_numbers": [["C-10"], ["C-20"], ["C-30"]], "act": ["RT-1", "RT-2", "RT-3"],
        "reserved": [True, False, None],
    })  # fmt: skip
    kinds = [
        kind for kind in record_types().values() if kind.field("reserved") and {"number", "case_numbers"} <= {f.name for f in kind.fields}
    ]
    assert kinds
    for kind in kinds:
        assert set(numbers_told(told, kind)["at"]) <= {1}, kind.name
    assert set(numbers_told(told, record_types()["protection_measure"])["key"]) == {"2 2016", "c 20"}


def test_the_registers_of_the_product_quote_registers_that_are_declared_and_bear_numbers():
    known = queries.sources()
    asked = {(one.register, one.table, one.field): one for one in quotings(known.values())}
    for one in asked.values():
        assert set(one.named) <= {register for register, _ in one.bearers}
    assert asked["reta", "victimas", "act"].bearers >= {("reta", "denuncias")}
    assert ("reta", "medidas_proteccion") not in asked["reta", "victimas", "act"].bearers
    assert ("datamart", "imputados", "act") not in asked, "DATAMART sends no cases of its own: the number only groups its persons"
    assert asked["reta", "denuncias", "case_numbers"].named == ("sistra",)
    assert len({register for register, _ in asked["linea_100", "consultas", "case_numbers"].bearers}) > 5
