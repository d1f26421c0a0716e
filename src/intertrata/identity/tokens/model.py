"""The weights of a comparison of tokens, as one saved, versioned file. In: ``weights/<version>.json``. Out: ``TokenModel``.

They are Fellegi-Sunter weights in bits, fitted together on invented persons by ``bench/identity_tokens_train.py``.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from math import log

import numpy as np
import numpy.typing as npt

from intertrata.identity.tokens.comparing import LEVELS, compare
from intertrata.identity.tokens.encoding import Array

CURRENT = "pe-tokens-1"
REFERENCE = 50_000  # mentions
SMALLEST = 5_000
FOLDER = files("intertrata.identity.tokens").joinpath("weights")


@dataclass(frozen=True)
class TokenModel:
    """A whole model.

    Attributes:
        bits: by comparison, one weight a level of ``LEVELS``. prior: bits of a pair before it is compared, at ``REFERENCE`` mentions.
        slope: bits more for each e-fold of size. threshold: probability from which a token is that person.
    """

    version: str
    bits: Mapping[str, tuple[float, ...]]
    prior: float
    slope: float
    threshold: float

    def weigh(self, left: Array, right: Array, *, mentions: int) -> npt.NDArray[np.float64]:
        """Give the weight (bits) of each pair of features, in a table of so many mentions."""
        weight = np.full(len(left), self.prior + self.slope * log(max(mentions, SMALLEST) / REFERENCE))
        for name, levels in compare(left, right).items():
            weight += np.array([*self.bits[name], 0.0])[levels]  # unknown is -1: the last, which says nothing
        return weight


def load(version: str = CURRENT) -> TokenModel:
    """Read a saved model."""
    saved = json.loads(FOLDER.joinpath(f"{version}.json").read_text(encoding="utf-8"))
    bits = {name: tuple(saved["bits"][name][level] for level in levels) for name, levels in LEVELS.items()}
    return TokenModel(saved["version"], bits, saved["prior"], saved["slope"], saved["threshold"])
