"""The linkage model as one saved, versioned file: shape, weights, threshold, blocking; a link of 2026 can be made again in 2031.

In: ``models_saved/<version>.json``. Out: ``Model`` and the settings that Splink reads. The weights come from
``bench/identity_train.py``, which fits them on invented persons.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from importlib.resources import files
from math import log, log2
from typing import Any

from intertrata.identity.blocking import Rules
from intertrata.identity.clusters import Linkage
from intertrata.identity.comparisons import COMPARISONS, Comparison, Level
from intertrata.identity.glance import Limits
from intertrata.vocabulary.errors import Problem

CURRENT = "pe-4"
REFERENCE = 50_000  # mentions
SMALLEST = 20_000
FOLDER = files("intertrata.identity").joinpath("models_saved")
COMPARED = ["g1", "g2", "s1", "s2", "h_g1", "h_g2", "h_s1", "h_s2", "bg1", "bs1", "bs2", "namesakes", "doc", "doc_kind", "doc_checked", "doc_people", "b_low", "b_high", "b_known", "b_year", "b_month", "b_day", "sex", "nationality", "dep", "prov", "dist", "e_low", "cases", "crowd", "role", "register", "address", "words", "word_pairs"]  # fmt: skip


@dataclass(frozen=True)
class Weights:
    """Of one level: how often matches and how often others show it (m, u)."""

    m: float
    u: float

    @property
    def bits(self) -> float:
        """The evidence of the level: log2(m / u)."""
        return log2(self.m / self.u)


@dataclass(frozen=True)
class Prior:
    """How likely two blocked mentions speak of one person before they are compared.

    Attributes:
        bits: what stands beside the share of true pairs among the blocked ones (as log2 odds) when nothing is compared.
        share: that share, as log2 odds, where nobody estimated it: in a table of ``REFERENCE`` mentions. slope: its change per e-fold.
    """

    bits: float
    share: float
    slope: float


@dataclass(frozen=True)
class Model:
    """A whole model.

    Attributes:
        version: its name. comparisons: its shape. weights: by comparison, then by level code (``else`` for the rest).
        prior: of a table of under ``SMALLEST`` mentions as of one of that size, since its people come from a country all the same.
        threshold: probability from which a pair links. doubtful: from which people are asked.
        rules: blocking's. linkage: how clusters grow.
    """

    version: str
    comparisons: tuple[Comparison, ...]
    weights: Mapping[str, Mapping[str, Weights]]
    prior: Prior
    threshold: float
    doubtful: float
    rules: Rules
    linkage: Linkage

    def share(self, mentions: int) -> float:
        """Give the share of true pairs among the blocked ones that is usual in a table of this size, as log2 odds."""
        return self.prior.share + self.prior.slope * log(max(mentions, SMALLEST) / REFERENCE)

    def prior_probability(self, mentions: int) -> float:
        """Give the probability that two blocked mentions of a table of this size speak of one person, nothing compared."""
        return 1 / (1 + 2 ** -(self.prior.bits + self.share(mentions)))

    def settled(self, mentions: int, shift: float) -> Model:
        """Give the model as one linkage of so many mentions used it, whatever the size of the table it is asked about."""
        prior = Prior(self.prior.bits, self.share(mentions) + shift, 0.0)
        return replace(self, prior=prior, rules=self.rules.at(mentions), linkage=self.linkage.at(mentions))

    def settings(self, mentions: int) -> dict[str, Any]:
        """Give the settings for Splink on DuckDB, for a table of this size."""
        return {
            "link_type": "dedupe_only",
            "unique_id_column_name": "n",
            "probability_two_random_records_match": self.prior_probability(mentions),
            "blocking_rules_to_generate_predictions": [],
            "comparisons": [_splink(one, self.weights[one.name]) for one in self.comparisons],
            "retain_matching_columns": False,
            "retain_intermediate_calculation_columns": False,
            "sql_dialect": "duckdb",
        }


def _splink(comparison: Comparison, weights: Mapping[str, Weights]) -> dict[str, Any]:
    levels: list[dict[str, Any]] = [{"sql_condition": comparison.null, "label_for_charts": "null", "is_null_level": True}]
    for level in (*comparison.levels, Level("else", "ELSE")):
        w = weights[level.code]
        levels.append({"sql_condition": level.sql, "label_for_charts": level.code, "m_probability": w.m, "u_probability": w.u})
    return {"output_column_name": comparison.name, "comparison_levels": levels}


def untrained() -> Model:
    """Give the shape with even weights, for the script that trains it."""
    even = {one.name: {level.code: Weights(0.5, 0.5) for level in (*one.levels, Level("else", ""))} for one in COMPARISONS}
    return Model("untrained", COMPARISONS, even, Prior(0.0, 0.0, 0.0), 0.5, 0.05, Rules(), Linkage())


def load(version: str = CURRENT) -> Model:
    """Read a saved model.

    Raises:
        Problem: ``model_unknown`` where no such model was saved with the product.
    """
    try:
        return read(FOLDER.joinpath(f"{version}.json").read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise Problem("model_unknown", model=version) from error


def read(text: str) -> Model:
    """Read a model from the text of its file."""
    saved = json.loads(text)
    comparisons = tuple(
        Comparison(
            one["name"],
            one["null"],
            tuple(Level(level["code"], level["sql"], level.get("told", "")) for level in one["levels"] if level["code"] != "else"),
        )
        for one in saved["comparisons"]
    )
    rules: dict[str, Any] = {name: _limits(held) if isinstance(held, list) else held for name, held in saved["rules"].items()}
    weights = {one["name"]: {level["code"]: Weights(level["m"], level["u"]) for level in one["levels"]} for one in saved["comparisons"]}
    return Model(
        saved["version"], comparisons, weights, Prior(**saved["prior"]), saved["threshold"], saved["doubtful"],
        Rules(**{"narrowing": 0.0} | rules), Linkage(**saved["linkage"]),  # the limits of older models stood still
    )  # fmt: skip


def _limits(held: list[int]) -> Limits:
    """Read limits; older models held whole generations to be no more than something that speaks against a pair."""
    against, none, one, more = held[-4:]
    return held[-5] if len(held) > 4 else against, against, none, one, more


def dump(model: Model, *, trained: Mapping[str, Any]) -> str:
    """Give the model as the text of its file; ``trained`` says on what (sizes, seeds, makers)."""
    comparisons = [{"name": one.name, "null": one.null, "levels": _dumped(one, model.weights[one.name])} for one in model.comparisons]
    whole = {
        "version": model.version, "trained": dict(trained), "prior": asdict(model.prior),
        "threshold": model.threshold, "doubtful": model.doubtful, "rules": asdict(model.rules), "linkage": asdict(model.linkage), "comparisons": comparisons,
    }  # fmt: skip
    return json.dumps(whole, ensure_ascii=False, indent=1) + "\n"


def _dumped(comparison: Comparison, weights: Mapping[str, Weights]) -> list[dict[str, Any]]:
    levels = ((level, weights[level.code]) for level in (*comparison.levels, Level("else", "")))
    return [
        {"code": level.code, "sql": level.sql} | ({"told": level.told} if level.told else {})
        | {"m": w.m, "u": w.u, "bits": round(w.bits, 3)}
        for level, w in levels
    ]  # fmt: skip
