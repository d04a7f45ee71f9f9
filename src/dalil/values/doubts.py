"""What must be known beside a total so that nobody takes it for more than it is: it travels with the number."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, NamedTuple, Self

from dalil.values.bilingual import Bilingual
from dalil.values.total import Total


class UnknownFacet(NamedTuple):
    """Of how many entities a facet that was asked for is unknown.

    label: what the facet is called. counted: they are in the total, in a line of their own; else they are not counted, and may belong.
    """

    facet: str
    label: Bilingual
    entities: int
    counted: bool


@dataclass(frozen=True)
class Doubts:
    """The doubts of one answer.

    total: with its own counters. perhaps: how many may belong and are not counted, because their time or place is known less exactly.
    overlapping: its lines count some entities more than once. unknown_facets: the facets that were asked for and are unknown of some.
    other_units: what is told in other units, each as a total of its own; it is not in the number.
    by_matcher: how many of the entities counted would be several without the matcher's judgements.
    waiting_pairs: how many pairs of the entities counted may be one, and wait to be judged.
    """

    total: Total
    perhaps: int = 0
    overlapping: bool = False
    unknown_facets: tuple[UnknownFacet, ...] = ()
    other_units: tuple[Total, ...] = ()
    by_matcher: int = 0
    waiting_pairs: int = 0

    def plain(self) -> dict[str, Any]:
        """Give everything but the total as JSON keeps it; `of` reads it back."""
        return {
            "perhaps": self.perhaps,
            "overlapping": self.overlapping,
            "unknown_facets": [{**each._asdict(), "label": each.label.model_dump()} for each in self.unknown_facets],
            "other_units": [asdict(each) for each in self.other_units],
            "by_matcher": self.by_matcher,
            "waiting_pairs": self.waiting_pairs,
        }

    @classmethod
    def of(cls, total: Total, plain: Mapping[str, Any]) -> Self:
        """Read the doubts of a total back. Answers kept by earlier versions say nothing of facets, other units, the matcher and pairs that wait."""
        return cls(
            total,
            plain["perhaps"],
            plain["overlapping"],
            tuple(
                UnknownFacet(each["facet"], Bilingual(**each["label"]), each["entities"], each["counted"])
                for each in plain.get("unknown_facets", ())
            ),
            tuple(Total(**each) for each in plain.get("other_units", ())),
            plain.get("by_matcher", 0),
            plain.get("waiting_pairs", 0),
        )
