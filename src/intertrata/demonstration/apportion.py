"""Dividing whole numbers so that the parts add up, and scaling the report's figures to another size of country.

In: counts at the natural size. Out: whole counts at the size asked for, by largest remainder.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Counts = npt.NDArray[np.int64]


def apportion(weights: Sequence[int] | Counts, total: int) -> Counts:
    """Divide ``total`` in proportion to the weights (largest remainder, the first of equals first); weights of nothing get nothing."""
    shares = np.asarray(weights, dtype=np.int64)
    whole = int(shares.sum())
    if whole == 0:
        return np.zeros(len(shares), dtype=np.int64)
    exact = shares * total
    parts = exact // whole
    left = total - int(parts.sum())
    parts[np.argsort(-(exact % whole), kind="stable")[:left]] += 1
    return parts


@dataclass(frozen=True)
class Scale:
    """How large this country is beside its natural size, at which the report's totals come out exactly."""

    persons: int
    natural: int

    def of(self, value: int) -> int:
        """Give one count at this size, halves up."""
        return (2 * value * self.persons + self.natural) // (2 * self.natural)

    def split(self, values: Sequence[int] | Counts) -> Counts:
        """Give several counts at this size, so that they add up to their sum at this size."""
        return apportion(values, self.of(int(np.sum(values))))
