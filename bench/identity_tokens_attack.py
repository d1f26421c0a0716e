"""Attackers of files of tokens: who knows how common surnames are, without the key; and who has the key too.

In: normalised mentions of one register, and the surnames of the others as what is publicly known. Out: of the records with a first
surname, the part that is named right, for filters without hardening, hardened as in the literature, and as ``tokenise`` writes them.
"""

from __future__ import annotations

import hmac
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np
import polars as pl
from scipy.optimize import quadratic_assignment

from intertrata.identity.sounds import sound
from intertrata.identity.tokens.filters import BITS, bigrams, filters, name_grams

COMMON = 250
"""Filters and surnames, the commonest, that the attacker lays over each other to begin with."""
FEWEST = 10
"""Filters that are different: of fewer there is no graph."""
ROUNDS = 4
Bits = np.ndarray


@dataclass(frozen=True)
class Known:
    """What the attacker knows: surnames as spelled, the commonest first, and the grams each is made of."""

    names: list[str]
    often: Bits
    grams: Bits  # names x grams, 0 or 1

    @classmethod
    def of(cls, surnames: Iterable[str]) -> Known:
        """Learn from surnames of other registers of the same country."""
        counted = sorted(Counter(surnames).items(), key=lambda one: (-one[1], one[0]))
        names = [name for name, _ in counted]
        sets = [name_grams(name, sound(name)) for name in names]
        every = {gram: at for at, gram in enumerate(sorted(set().union(*sets)))}
        grams = np.zeros((len(names), len(every)), np.float32)
        for row, held in enumerate(sets):
            grams[row, [every[gram] for gram in held]] = 1
        return cls(names, np.array([times for _, times in counted], dtype=np.float64), grams)


def bits_of(words: Bits) -> Bits:
    """Unpack filters, one column a bit."""
    return np.unpackbits(np.ascontiguousarray(words).view(np.uint8), axis=1, bitorder="little").astype(np.float32)


def by_frequency(held: Bits, known: Known) -> list[str | None]:
    """Line up equal filters, the commonest first, with surnames (Christen, Schnell, Vatsalan, Ranbaduge 2017)."""
    counted = Counter(row.tobytes() for row in held)
    order = [one for one, _ in sorted(counted.items(), key=lambda one: (-one[1], one[0]))]
    guess = dict(zip(order, known.names, strict=False))
    return [guess.get(row.tobytes()) for row in held]


def _alike(rows: Bits) -> Bits:
    """Give the correlations between rows, none with themselves."""
    with np.errstate(invalid="ignore"):
        found = np.nan_to_num(np.corrcoef(rows))
    np.fill_diagonal(found, 0)
    return found


def by_graph(often: Bits, distinct: Bits, known: Known) -> Bits:
    """Lay the graph of likenesses between filters over that between surnames (Vidanage, Christen, Ranbaduge, Schnell 2020).

    Gives for each of the commonest filters the place of its surname; frequencies say where to begin.
    """
    size = min(COMMON, len(distinct), len(known.names))
    filters_, names = distinct[:size], known.grams[:size]
    ours, theirs = np.log(often[:size] / often.sum()), np.log(known.often[:size] / known.often.sum())
    start = np.exp(-((ours[:, None] - theirs[None, :]) ** 2) * often[:size, None])
    for _ in range(200):  # as many filters as surnames: rows and columns sum to one
        start /= start.sum(axis=1, keepdims=True) + 1e-12
        start /= start.sum(axis=0, keepdims=True) + 1e-12
    start = _doubly_stochastic(start)
    told = quadratic_assignment(
        _alike(filters_), _alike(names), options={"maximize": True, "P0": start, "maxiter": 60, "rng": np.random.default_rng(1)}
    )
    return told.col_ind


def _doubly_stochastic(start: Bits) -> Bits:
    """Mend a matrix whose rows and columns nearly sum to one, so that they do."""
    held = 0.9 * start / max(start.sum(axis=1).max(), start.sum(axis=0).max())
    rows, columns = 1 - held.sum(axis=1), 1 - held.sum(axis=0)
    return held + np.outer(rows, columns) / rows.sum()


def by_patterns(held: Bits, known: Known) -> list[str | None]:
    """Line up the commonest by their graph, learn which bits each gram sets, name every filter by the surname that explains it; again."""
    counted = Counter(row.tobytes() for row in held)
    order = sorted(counted, key=lambda one: (-counted[one], one))
    if len(order) < FEWEST:
        return by_frequency(held, known)
    distinct = np.frombuffer(b"".join(order), dtype=held.dtype).reshape(len(order), -1)
    weight = np.array([counted[one] for one in order], dtype=np.float32)
    named = by_graph(weight, distinct, known)
    sure = np.arange(len(named))
    best = np.zeros(len(order), dtype=np.int64)
    for _ in range(ROUNDS):
        # How much oftener is each bit set in the filters thought to hold a gram than in the others? A surname's bits add up.
        grams = known.grams[named] * weight[sure, None]
        seen, every = grams.sum(axis=0), weight[sure].sum()
        rate = (grams.T @ distinct[sure]) / np.maximum(seen, 1)[:, None]
        base = (weight[sure] @ distinct[sure]) / every
        own = (rate - base) * (seen > 0)[:, None] * (rate > 0.9)
        expected = np.maximum.reduceat(own[np.nonzero(known.grams)[1]], np.r_[0, np.cumsum(known.grams.sum(axis=1).astype(int))[:-1]])
        length = np.sqrt((expected**2).sum(axis=1)) + 1e-6
        likeness = ((distinct - base) @ expected.T) / length[None, :]
        likeness /= np.sqrt(((distinct - base) ** 2).sum(axis=1))[:, None] + 1e-6
        best = likeness.argmax(axis=1)
        sure = np.flatnonzero(likeness.max(axis=1) >= np.quantile(likeness.max(axis=1), 0.5))
        named = best[sure]
    guess = {one: known.names[at] for one, at in zip(order, best, strict=True)}
    return [guess[row.tobytes()] for row in held]


def gathered(held: Bits, chance: float) -> Bits:
    """Undo flips as far as they can be: filters that were one before them are still alike; each gets the bits most of its like have."""
    out = held.copy()
    free = np.ones(len(held), bool)
    alike = np.corrcoef(held) >= 0.75 * (1 - 2 * chance) ** 2
    for one in np.argsort(-alike.sum(axis=1), kind="stable"):
        if free[one]:
            like = alike[one] & free
            out[like] = (held[like].mean(axis=0) >= 0.5).astype(held.dtype)
            free &= ~like
    return out


def with_key(held: Bits, known: Known, secret: bytes) -> list[str | None]:
    """Make the filter of every surname known and name each filter by the likest: what the key allows."""
    made = bits_of(filters((name_grams(name, sound(name)) for name in known.names), secret))
    both = held @ made.T
    # The part of the surname's bits that are there, above what chance would set: it also reads filters of whole records.
    share = both / made.sum(axis=1)[None, :]
    chance = held.mean(axis=1)[:, None]
    best = ((share - chance) * np.sqrt(made.sum(axis=1))[None, :]).argmax(axis=1)
    return [known.names[at] for at in best]


def right(guesses: list[str | None], truth: list[str]) -> float:
    """Give the part of the records that are named right."""
    return sum(one == true for one, true in zip(guesses, truth, strict=True)) / max(len(truth), 1)


def within(groups: list[str], held: Bits, known: Known, attack: Callable[[Bits, Known], list[str | None]]) -> list[str | None]:
    """Attack each group of records by itself: filters of one salt can only be compared with each other."""
    guesses: list[str | None] = [None] * len(held)
    for group in sorted(set(groups)):
        at = [place for place, one in enumerate(groups) if one == group]
        for place, guess in zip(at, attack(held[at], known), strict=True):
            guesses[place] = guess
    return guesses


# -- how the literature hardens ---------------------------------------------------------------------------------------


def plain(table: pl.DataFrame, secret: bytes) -> Bits:
    """One keyed filter of the first surname: no hardening."""
    return bits_of(filters((name_grams(*row) for row in table.select("s1", "h_s1").iter_rows()), secret))


def whole_record(table: pl.DataFrame, secret: bytes) -> Bits:
    """One filter for the whole record (CLK): names and birth date together."""
    columns = table.select("g1", "g2", "s1", "s2", "h_s1", "b_year", "b_month", "b_day").iter_rows()
    rows = (
        bigrams(g1 or "", "g") | bigrams(g2 or "", "g") | name_grams(s1, heard) | bigrams(s2 or "", "t")
        | {f"b{part}{value}" for part, value in zip("ymd", birth, strict=True) if value}
        for g1, g2, s1, s2, heard, *birth in columns
    )  # fmt: skip
    return bits_of(filters(rows, secret))


def salts(table: pl.DataFrame) -> list[str]:
    """Give each record's stable attribute: year of birth and sex (Niedermeyer et al. 2014)."""
    return [f"{year} {sex}" for year, sex in table.select("b_year", "sex").iter_rows()]


def salted(table: pl.DataFrame, secret: bytes) -> Bits:
    """The first surname's filter, its grams hashed under a salt of the record's stable attribute."""
    keys = salts(table)
    made = np.zeros((len(table), BITS), np.float32)
    for salt in sorted(set(keys)):
        at = [place for place, one in enumerate(keys) if one == salt]
        made[at] = plain(table[at], hmac.digest(secret, salt.encode(), "sha256"))
    return made


def folded(held: Bits) -> Bits:
    """XOR-fold filters onto half their length (Schnell and Borgs 2016)."""
    half = held.shape[1] // 2
    return np.abs(held[:, :half] - held[:, half:])


def balanced(held: Bits) -> Bits:
    """Set as many bits as are not set, by the filter's own negative (Schnell and Borgs 2016)."""
    return np.concatenate([held, 1 - held], axis=1)


def flipped(held: Bits, chance: float, seed: int) -> Bits:
    """Turn each bit with a probability (BLIP): each is differentially private with epsilon = ln((1 - chance) / chance)."""
    turned = np.random.default_rng(seed).random(held.shape) < chance
    return np.where(turned, 1 - held, held).astype(np.float32)
