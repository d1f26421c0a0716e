"""Chance that repeats itself: named streams of random numbers, and draws that are the same on every machine.

In: a seed and a name. Out: numpy generators; arrays. No draw depends on the order of a set or on another stream.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

Whole = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]


def stream(seed: int, *names: str | int) -> np.random.Generator:
    """Give the generator of this name: streams of other names, used more or less, do not move it."""
    entropy = [seed % 2**64, *(zlib.crc32(str(name).encode()) for name in names)]
    return np.random.Generator(np.random.PCG64(np.random.SeedSequence(entropy)))


def pick(rng: np.random.Generator, weights: Sequence[float] | npt.NDArray[np.float64], size: int) -> Whole:
    """Draw ``size`` positions of the list in proportion to its weights."""
    edges = np.cumsum(np.asarray(weights, dtype=np.float64))
    drawn: Whole = np.searchsorted(edges, rng.random(size) * edges[-1], side="right").astype(np.int64)
    return drawn.clip(max=len(edges) - 1)


def shuffled(rng: np.random.Generator, counts: Sequence[int] | Whole) -> Whole:
    """Give position i exactly ``counts[i]`` times, in random order."""
    return rng.permutation(np.repeat(np.arange(len(counts)), np.asarray(counts, dtype=np.int64)))


def rank_within(groups: Whole, *keys: npt.NDArray[np.generic]) -> Whole:
    """Give each row its place, from 0, within its group when sorted by the keys (the first key weighs most)."""
    order = np.lexsort((*reversed(keys), groups))
    sorted_groups = groups[order]
    starts = np.flatnonzero(np.r_[True, sorted_groups[1:] != sorted_groups[:-1]]) if len(groups) else np.zeros(0, dtype=np.int64)
    lengths = np.diff(np.r_[starts, len(groups)])
    ranks = np.empty(len(groups), dtype=np.int64)
    ranks[order] = np.arange(len(groups)) - np.repeat(starts, lengths)
    return ranks


def some(rng: np.random.Generator, among: Mask, count: int) -> Whole:
    """Draw ``count`` of the rows that are True (all of them where there are fewer), in random order."""
    return rng.permutation(np.flatnonzero(among))[:count]


def between(rng: np.random.Generator, low: Whole, high: Whole) -> Whole:
    """Draw a whole number from ``low`` to ``high``, both included; ``low`` where they cross."""
    drawn: Whole = low + np.floor(rng.random(len(low)) * np.maximum(high - low + 1, 1)).astype(np.int64)
    return drawn


def numbered(rng: np.random.Generator, groups: Whole, gap: int) -> Whole:
    """Number the rows of each group in their order, about ``gap`` apart: between them lie the cases of other offences,
    so that a number miscopied is mostly nobody's."""
    drawn: Whole = rank_within(groups, np.arange(len(groups))) * gap + rng.integers(1, gap + 1, len(groups))
    return drawn
