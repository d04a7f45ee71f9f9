"""A source counted something over a place and a time."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import model_validator

from dalil import vocabulary
from dalil.record.kind import Kind, ask, in_unit
from dalil.values import Bilingual, Count, Party, SiteMention, Value, When, Where
from dalil.values.codes import CodeOf, Period, Quantity, Target, Weapon
from dalil.values.size import Size, exceed, fall_short, size_of


class Part(Value):
    """One line of a tally's breakdown: what it counts, in words and where possible in a code, and how many."""

    what: Bilingual
    target: Target | None = None
    count: Count


def _sizes(said: Mapping[str, Any]) -> list[Size]:
    """The sizes of the lines of a breakdown, given as values or as they are stored."""
    return [size_of(part.count if isinstance(part, Part) else part["count"]) for part in said.get("parts") or ()]


class Tally(Kind):
    """A source counted: “more than 80 civilians killed in three weeks”, “about 8,000 disappeared”.

    Tallies of overlapping scope would count people twice, so they are set side by side and never added.
    """

    code = "tally"
    name = Bilingual(en="tally", ar="حصيلة")
    plural = Bilingual(en="tallies", ar="حصائل")
    addable = False

    what: Quantity = ask("What was counted", "ما الذي أُحصي")
    count: Count = ask("How many", "العدد")
    per: Period | None = ask("In each", "في كل", default=None)
    when: When | None = ask("Over which time", "خلال أي مدة", default=None)
    where: Where | None = ask("Where", "أين", default=None)
    weapons: tuple[Weapon, ...] = ask("With what", "بأي سلاح", default=())
    targets: tuple[Target, ...] = ask("What was hit", "ما الذي استُهدف", default=())
    named_sites: tuple[SiteMention, ...] = ask(
        "Which sites, by name",
        "أي مواقع، بأسمائها",
        default=(),
        help=Bilingual(
            en="As the source names them. Which site of the register is meant is judged afterwards.",
            ar="كما يسميها المصدر. أيّ مواقع السجل هي المقصودة يُبَتّ فيه لاحقاً.",
        ),
    )
    parties: tuple[Party, ...] = ask(
        "Parties",
        "الأطراف",
        default=(),
        help=Bilingual(
            en="Who did it; of a fight, its sides. Say the part of each where the source does.",
            ar="من فعل ذلك؛ وفي القتال أطرافه. اذكر دور كلٍّ منها إن ذكره المصدر.",
        ),
    )
    nationality: Annotated[str, CodeOf("held_nationalities")] | None = ask(
        "Nationality of those counted", "جنسية من أُحصوا", default=None
    )
    parts: tuple[Part, ...] = ask("Of which", "منها", default=())
    parts_complete: bool = ask("The parts make up the whole", "الأجزاء تستوفي المجموع", default=False)
    description: Bilingual | None = ask("What is said of it", "وصف ما أُحصي", default=None)

    facets = ("what", "when", "where", "weapons", "targets", "parties", "nationality")
    title = Bilingual(en="{what}: {count}, {where}, {when}", ar="{what}: {count}، {where}، {when}")

    @classmethod
    def units(cls, said: Mapping[str, Any]) -> Mapping[str, str]:
        """Return the unit of what the tally counts, unless the count says another: a tally of attacks counts attacks."""
        what = said.get("what")
        known = isinstance(what, str) and vocabulary.is_code("quantities", what)
        unit = vocabulary.term("quantities", str(what)).extra.get("default_unit", "") if known else ""
        return {"count": unit} if unit and unit != "person" else {}

    @classmethod
    def quantity_of(cls, field: str, said: Mapping[str, Any]) -> str:
        """Return what a tally counts: its own field says it."""
        return str(said.get("what") or "")

    @classmethod
    def counts_that_contradict(cls, said: Mapping[str, Any]) -> frozenset[str]:
        """Return the count where its own breakdown is more than it, or is said to make it up and is less."""
        parts = _sizes(said)
        contradict = exceed(size_of(said["count"]), parts) or (
            said.get("parts_complete") and fall_short(size_of(said["count"]), parts)
        )
        return frozenset({"count"} if parts and contradict else ())

    def has_parts_above_whole(self) -> bool:
        """Tell whether the lines of the breakdown are more than the whole."""
        return exceed(size_of(self.count), _sizes(vars(self)))

    def has_parts_below_whole(self) -> bool:
        """Tell whether the lines are less than the whole that they are said to make up."""
        return self.parts_complete and bool(self.parts) and fall_short(size_of(self.count), _sizes(vars(self)))

    @model_validator(mode="before")
    @classmethod
    def _give_units_to_parts(cls, said: Any) -> Any:
        """The parts are counted in the unit of the whole."""
        if not isinstance(said, dict) or not said.get("parts") or not (unit := cls.units(said).get("count")):
            return said
        parts = [
            {**part, "count": in_unit(part["count"], unit)} if isinstance(part, dict) and "count" in part else part
            for part in said["parts"]
        ]
        return {**said, "parts": parts}

    def parts_total(self) -> Count | None:
        """Return what the parts add up to, as a range; None where no part is stated."""
        if not self.parts:
            return None
        highs = [part.count.high for part in self.parts]
        low = sum(part.count.low for part in self.parts)
        return Count.at_least(low) if None in highs else Count.as_stated(low, None, sum(high or 0 for high in highs))
