"""One mention read alone is read as in the batch."""

import polars as pl
from identity_truth_sets import truth_set

from intertrata.identity import normal
from intertrata.identity.asked import read
from intertrata.identity.lexicon import Frequencies
from intertrata.identity.mentions import complete
from intertrata.identity.model import COMPARED
from intertrata.identity.search_keys import COLUMNS

OF_ONE_RUN = {"cases", "crowd", "doc_people", "namesakes", "words", "word_pairs"}
DOCUMENT = {"doc", "doc_kind", "doc_checked"}


def told():
    sets = [truth_set(persons=1_200, seed=23, maker=maker)[0] for maker in ("clerk", "channel")]
    odd = pl.DataFrame([
        {"age": "17.0", "age_date": "2016", "sex": "1", "ubigeo": "80101", "nationality": "??"}, {"age": "x", "ubigeo": "14-01", "address": "DE LA, 5"},
        {"age": "1999", "birth_date": "2001-02"}, {"given_names": "NN", "surname_1": "NN"}, {"birth_date": "1990-01-01", "role": "Victim", "full_name": "ROSA"},
    ])  # fmt: skip
    whole = pl.concat([*sets, complete(odd.with_columns(record_id=pl.lit("")))])
    return whole.with_columns(record_id=pl.int_range(pl.len()).cast(pl.String).str.zfill(6))


def test_one_mention_alone_is_read_as_in_the_batch():
    table = told()
    frequencies = normal._frequencies(table)
    orders = normal._orders(table, frequencies)
    known = normal.normalise(table)
    withdrawn = 0
    for row, batch in zip(table.iter_rows(named=True), known.iter_rows(named=True), strict=True):
        alone = read(row, frequencies, natural=orders.get(row["register"], 0.0))
        differs = {name for name in alone if name not in {*OF_ONE_RUN, "act"} and alone[name] != batch[name]}
        if differs == DOCUMENT and batch["doc"] is None:
            withdrawn += 1  # a document that many names use: only the batch can know
            continue
        assert not differs
    assert withdrawn < len(table) / 50


def test_everything_the_model_and_the_search_keys_ask_for_is_read():
    assert {*COMPARED, *COLUMNS, "b_known"} <= read({}, Frequencies()).keys()
