"""Something befell camps or areas where people live in need: a flood, a storm, a fire, a clearance, a closure."""

from __future__ import annotations

import re
from typing import Annotated, Any

from pydantic import ValidationInfo, field_validator, model_validator

from dalil import vocabulary
from dalil.record.kind import Kind, ask, fields_of
from dalil.record.sameness import CloseInTime, LikeCounts, Near, SharedCodes
from dalil.text.counts import read_count
from dalil.values import Bilingual, Count, SiteMention, When, Where
from dalil.values.base import KEPT, SEALED, Refusal
from dalil.values.codes import CodeOf


class Shock(Kind):
    """A shock befell camps or areas, and what it did there is counted in families, people, tents, shelters and camps.

    Each count has its own unit and no other: nothing makes people of families, or families of tents. What one organisation counted
    stands beside what another did.
    """

    code = "shock"
    name = Bilingual(en="shock", ar="صدمة")
    plural = Bilingual(en="shocks", ar="صدمات")

    what: Annotated[str, CodeOf("shocks")] = ask("What befell them", "ما الذي أصابهم")
    when: When | None = ask("When", "متى", default=None)
    where: Where | None = ask("Where", "أين", default=None)
    camps: tuple[SiteMention, ...] = ask("Which camps or places, by name", "أي مخيمات أو أماكن، بأسمائها", default=())
    families: Count | None = ask("Families affected", "العائلات المتضررة", unit="family", default=None)
    people: Count | None = ask("People affected", "الأشخاص المتضررون", unit="person", default=None)
    children: Count | None = ask("Children affected", "الأطفال المتضررون", unit="person", default=None)
    displaced: Count | None = ask("People displaced anew", "الأشخاص النازحون مجدداً", unit="person", default=None)
    families_displaced: Count | None = ask(
        "Families displaced anew", "العائلات النازحة مجدداً", unit="family", default=None
    )
    tents_damaged: Count | None = ask("Tents damaged", "الخيام المتضررة", unit="tent", default=None)
    tents_destroyed: Count | None = ask("Tents destroyed", "الخيام المدمرة", unit="tent", default=None)
    shelters_damaged: Count | None = ask("Shelters damaged", "المآوي المتضررة", unit="shelter", default=None)
    shelters_destroyed: Count | None = ask("Shelters destroyed", "المآوي المدمرة", unit="shelter", default=None)
    camps_affected: Count | None = ask("Camps affected", "المخيمات المتضررة", unit="camp", default=None)
    killed: Count | None = ask("Killed", "القتلى", unit="person", default=None)
    injured: Count | None = ask("Injured", "الجرحى", unit="person", default=None)
    needs: tuple[Annotated[str, CodeOf("needs")], ...] = ask("What is needed", "ما المطلوب", default=())
    needs_said: Bilingual | None = ask("What is said of the needs", "ما يقال عن الاحتياجات", default=None)
    response: Bilingual | None = ask("What is said of the response", "ما يقال عن الاستجابة", default=None)
    families_reached: Count | None = ask(
        "Families that help reached", "العائلات التي وصلتها المساعدة", unit="family", default=None
    )
    description: Bilingual | None = ask("What is said of it", "وصف ما جرى", default=None)

    part_counts = {"people": (("children",), ("displaced",))}
    same_when = (
        CloseInTime("when", days=3),
        Near("where", km=15),
        LikeCounts("families"),
        LikeCounts("tents_damaged"),
        SharedCodes("what"),
    )
    facets = ("what", "when", "where", "needs")
    title = Bilingual(en="{what}, {where}, {when}", ar="{what}، {where}، {when}")

    @model_validator(mode="before")
    @classmethod
    def _count_what_names_no_camp(cls, said: Any, info: ValidationInfo) -> Any:
        """“3 camps” in the place of the names of camps names none: it is how many were affected. Two different numbers of them are refused."""
        if (
            not isinstance(said, dict)
            or info.context in (KEPT, SEALED)
            or not isinstance(said.get("camps"), (list, tuple))
        ):
            return said
        counted = [(each, count) for each in said["camps"] if (count := _count_of_camps(_name_of(each)))]
        if not counted:
            return said
        told = [Count.model_validate(said["camps_affected"])] if said.get("camps_affected") is not None else []
        for each, count in counted:
            if told and (told[0].low, told[0].high) != (count.low, count.high):
                raise Refusal(
                    "camps_counted_twice",
                    "“{cell}” says how many camps, and so does “{other}”; say which of the two it is",
                    {"cell": _name_of(each), "other": told[0].said or told[0].notation()},
                ).at("camps", _name_of(each))
            told = told or [count]
        named = tuple(each for each in said["camps"] if _count_of_camps(_name_of(each)) is None)
        return {**said, "camps": named, "camps_affected": said.get("camps_affected") or told[0]}

    @field_validator("*")
    @classmethod
    def _is_counted_in_its_own_unit(cls, said: Any, info: ValidationInfo) -> Any:
        """A count of tents in the place of families would be added to families; so would people. Such a count is refused."""
        if isinstance(said, Count) and said.unit != (unit := cls.units({})[info.field_name or ""]):
            label = next(field.label for field in fields_of(cls) if field.name == info.field_name)
            told, own = (vocabulary.term("units", code) for code in (said.unit, unit))
            raise Refusal(
                "counted_in_another_unit",
                "“{field}” counts {own} and not {said}; units are kept apart and never converted",
                {"field": label, "own": _plural(own), "said": _plural(told)},
            )
        return said


_CAMP_FIRST = re.compile(r"\s*(?:the )?(?:camp|مخيم|المخيم)\s", re.IGNORECASE)
"""A name that begins with the noun, behind which a number tells camps apart: “Camp 3”."""


def _name_of(camp: Any) -> str:
    return camp.name if isinstance(camp, SiteMention) else str(camp.get("name", "") if isinstance(camp, dict) else camp)


def _count_of_camps(name: str) -> Count | None:
    """The number of camps that words are in the place of a name; None where they are anything else."""
    if _CAMP_FIRST.match(name):
        return None
    try:
        count = read_count(name, "camps_affected")
    except ValueError:
        return None
    return count if count.unit == "camp" else None


def _plural(unit: vocabulary.Term) -> Bilingual:
    return Bilingual(en=unit.extra.get("en_plural", unit.en), ar=unit.extra.get("ar_plural", unit.ar))
