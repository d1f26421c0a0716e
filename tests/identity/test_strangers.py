"""The rule of strangers: one for linking and for looking up, for a table and for one pair."""

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from intertrata.identity import blocking, normal
from intertrata.identity.finding import KNOWING, likeliest
from intertrata.identity.mentions import complete
from intertrata.identity.model import load
from intertrata.identity.strangers import strangers, telling, without_strangers
from intertrata.identity.twins import twin

TWIN = twin(load())
ALL_BUT_CERTAIN = 1 - 1e-9  # a prior by which whoever is compared is found
SAME_DAY = {"birth_date": "1996-03-05", "sex": "F", "ubigeo": "150135", "event_date": "2016-05-06"}
DOCUMENTS = st.sampled_from([None, "48105907", "48105908"])
SOUNDS = st.frozensets(st.sampled_from(["RUSA", "PUMA", "KISPI"]))
typed = st.fixed_dictionaries({
    "given_names": st.sampled_from(["", "ROSA", "Rosita", "MARTHA LUZ", "LUZ", "M."]), "surname_1": st.sampled_from(["", "QUISPE", "Kispi", "POMA"]),
    "surname_2": st.sampled_from(["", "POMA", "HUAMAN"]), "document_number": st.sampled_from(["", "48105907", "48105908", "48105907-1"]),
})  # fmt: skip


@given(DOCUMENTS, SOUNDS, DOCUMENTS, SOUNDS)
def test_a_table_and_one_pair_are_judged_alike(document, sounds, other, other_sounds):
    mentions = pl.DataFrame(
        {"doc": [document, other], "sounds": [sorted(one) or None for one in (sounds, other_sounds)]},
        schema={"doc": pl.String, "sounds": pl.List(pl.String)},
    )
    kept = without_strangers(pl.Series("pair", [1], dtype=pl.Int64), mentions)
    assert kept.is_empty() is strangers(document, sounds, other, other_sounds)


@given(typed, typed)
@settings(max_examples=300, deadline=None)
def test_a_look_up_compares_whom_linking_compares(one, other):
    """Two mentions of one birthday, sex and place, which are a key to both: what is left to decide is whether they are strangers."""
    told = pl.DataFrame([{"record_id": "1", "register": "a"} | SAME_DAY | one, {"record_id": "2", "register": "b"} | SAME_DAY | other])
    table = normal.normalise(complete(told))
    blocked = not blocking.pairs(table, blocking.Rules()).is_empty()
    flat = table.with_columns(pl.lit(None).alias(name) for name, kind in table.schema.items() if kind.is_nested())
    asked, known = flat.row(0, named=True), flat.select(TWIN.columns).row(1)
    levels = TWIN.levels(known, tuple(asked[column] for column in TWIN.columns))
    found = likeliest(asked, [(0, "0", [known])], TWIN, prior=ALL_BUT_CERTAIN, suspects=True, most=1, first=1)
    assert bool(found) is (blocked and any(levels[name] for name in KNOWING))


@pytest.mark.parametrize(
    ("document", "sounds", "other", "other_sounds", "expected"),
    [
        ("48105907", {"RUSA"}, "48105908", {"PUMA"}, True),
        ("48105907", {"RUSA"}, "48105908", {"RUSA", "PUMA"}, False),
        ("48105907", {"RUSA"}, "48105907", {"PUMA"}, False),
        ("48105907", {"RUSA"}, None, {"PUMA"}, False),
        (None, {"RUSA"}, "48105908", {"PUMA"}, False),
        ("48105907", set(), "48105908", {"PUMA"}, True),
        ("48105907", set(), "48105907", {"PUMA"}, False),
    ],
)
def test_who_has_another_document_and_no_sound_in_common_is_a_stranger(document, sounds, other, other_sounds, expected):
    assert strangers(document, sounds, other, other_sounds) is expected


def test_an_initial_is_nothing_to_have_in_common():
    assert telling("M", None, "", "RUSA", "RUSA") == {"RUSA"}


def test_no_pairs_leave_none():
    mentions = pl.DataFrame(schema={"doc": pl.String, "sounds": pl.List(pl.String)})
    assert without_strangers(pl.Series("pair", [], dtype=pl.Int64), mentions).is_empty()
