"""A model: how much each level of each comparison speaks for or against two reports being about one thing."""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Self

from dalil.matching.comparisons import comparisons_of
from dalil.record.kind import Kind, kind_of
from dalil.record.match_reasons import MatchReason

THRESHOLD = 0.5
"""The likelihood from which on the matcher proposes that two reports are about one thing, unless a model says otherwise."""
WORTH_A_LOOK = 0.05
"""The likelihood from which on a pair is kept, so that a person can judge it."""
STARTING_PRIOR = 0.05
"""The share of the candidates that are about one thing, before anything was trained."""
DIGITS = 6
"""Shares are kept to so many digits, so that sums made in another order give the same model."""


@dataclass(frozen=True)
class Model:
    """The weights by which pairs of one kind are scored, and how they came about.

    number: 0 for the rough weights that the kind starts from, then 1, 2, … in the order of training. prior: the share of the candidates that
    are about one thing. shares: by comparison and level, m (the share of pairs about one thing that are at the level) and u (of chance pairs).
    about: what it was trained on, to be read.
    """

    kind: str
    number: int
    prior: float
    shares: Mapping[str, Mapping[str, tuple[float, float]]]
    threshold: float = THRESHOLD
    about: Mapping[str, Any] = field(default_factory=dict)

    @classmethod
    def starting(cls, kind: type[Kind]) -> Self:
        """Return the model of a kind before anything was trained: its rough weights."""
        shares = {each.name: {level.code: (level.m, level.u) for level in each.levels} for each in comparisons_of(kind)}
        return cls(kind.code, 0, STARTING_PRIOR, shares)

    @property
    def name(self) -> str:
        """Return the name under which it judges."""
        return f"{self.kind}-{self.number}-{self.digest[:8]}"

    @property
    def is_trained(self) -> bool:
        """Whether somebody had it trained on this record; rough weights only propose, and judge nothing."""
        return self.number > 0

    @property
    def digest(self) -> str:
        """Return a digest of what it weighs with."""
        whole = (self.kind, self.prior, self.threshold, self.shares)
        return hashlib.sha256(json.dumps(whole, sort_keys=True).encode()).hexdigest()

    def fits(self) -> bool:
        """Tell whether it weighs what its kind compares today, level for level."""
        today = {each.name: [level.code for level in each.levels] for each in comparisons_of(kind_of(self.kind))}
        return {name: list(levels) for name, levels in self.shares.items()} == today

    def weight(self, name: str, level: str | None) -> float:
        """Return what a level adds to the weight of a pair, in bits; nought where the comparison is absent."""
        if level is None:
            return 0.0
        m, u = self.shares[name][level]
        return math.log2(m / u)

    def score(self, levels: Sequence[str | None]) -> tuple[float, list[MatchReason]]:
        """Return the likelihood of a pair, and the reasons, those that say most first. levels: in the order of the comparisons of its kind."""
        compared = comparisons_of(kind_of(self.kind))
        reasons = [
            MatchReason(each.name, each.about, level, self.weight(each.name, level))
            for each, level in zip(compared, levels, strict=True)
            if level is not None
        ]
        total = math.log2(self.prior / (1 - self.prior)) + sum(each.weight for each in reasons)
        return 1 / (1 + 2.0**-total), sorted(reasons, key=lambda each: -abs(each.weight))

    def plain(self) -> dict[str, Any]:
        """Return what is kept of it, as plain values."""
        return {
            "prior": self.prior,
            "threshold": self.threshold,
            "shares": {
                name: {level: list(pair) for level, pair in levels.items()} for name, levels in self.shares.items()
            },
        }

    @classmethod
    def of(cls, kind: str, number: int, plain: Mapping[str, Any], about: Mapping[str, Any]) -> Self:
        """Read a model back from what was kept of it."""
        shares = {name: {level: (m, u) for level, (m, u) in levels.items()} for name, levels in plain["shares"].items()}
        return cls(kind, number, plain["prior"], shares, plain["threshold"], about)
