"""An attacker without the key, who knows how common surnames are and how alike they sound, reads nothing of a file of tokens.

The same attacker names most surnames of filters that are merely keyed: were she too weak to, this test would prove nothing.
"""

import base64

import numpy as np
import polars as pl
import pytest
from identity_truth_sets import truth_set

from intertrata.identity.normal import normalise
from intertrata.identity.tokens.linking import tokenise
from intertrata.identity.tokens.secret import TokenKey
from intertrata.identity.tokens.tokenfile import sealed_rows

K = TokenKey(b"k" * 32)


@pytest.fixture(scope="module")
def scene():
    """One register whose names are sought, what the attacker knows from others, and the surnames as they are."""
    from identity_tokens_attack import Known

    told, _ = truth_set(persons=1200, seed=35, maker="clerk")
    away = told.filter(pl.col("register") == "sistra")
    table = normalise(away).filter(pl.col("s1").is_not_null())
    known = Known.of(normalise(told.filter(pl.col("register") != "sistra"))["s1"].drop_nulls())
    return away, table, known, table["s1"].to_list()


def test_filters_that_are_merely_keyed_fall_to_frequencies_and_likenesses(scene):
    from identity_tokens_attack import by_patterns, plain, right

    _, table, known, surnames = scene
    assert right(by_patterns(plain(table, K.of("surname")), known), surnames) > 0.25


def test_sealed_tokens_do_not(scene):
    """Wherever in the sealed row she looks for the filter."""
    from identity_tokens_attack import bits_of, by_frequency, by_patterns, right

    away, table, known, surnames = scene
    held, back = tokenise(away, K)
    sealed = dict(line.decode().strip().split(",") for line in list(sealed_rows(held, K))[1:])
    token = dict(back.iter_rows())
    rows = [base64.b64decode(sealed[token[record]]) for record in table["record_id"]]
    for at in (16, 144, 400):
        bits = bits_of(np.frombuffer(b"".join(row[at : at + 64] for row in rows), dtype="<u8").reshape(len(rows), -1))
        assert len({row.tobytes() for row in bits}) == len(rows)
        for attack in (by_frequency, by_patterns):
            assert right(attack(bits, known), surnames) < 0.02


def test_whoever_holds_the_key_names_most(scene):
    """What SECURITY.md says of the key is so: it is the names."""
    from identity_tokens_attack import bits_of, right, with_key

    away, table, known, surnames = scene
    held, back = tokenise(away, K)
    at = {one: place for place, one in enumerate(held.ids)}
    token = dict(back.iter_rows())
    opened = held.held["features"]["names"][[at[token[record]] for record in table["record_id"]]][:, 2]
    assert right(with_key(bits_of(np.ascontiguousarray(opened)), known, K.of("surname")), surnames) > 0.5
