"""Something befell camps or areas where people live in need: a flood, a storm, a fire, a clearance, a closure."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import ValidationInfo, field_validator

from dalil import vocabulary
from dalil.record.kind import Kind, ask, fields_of
from dalil.record.sameness import CloseInTime, LikeCounts, Near, SharedCodes
from dalil.values import Bilingual, Count, SiteMention, When, Where
from dalil.values.base import Refusal
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


def _plural(unit: vocabulary.Term) -> Bilingual:
    return Bilingual(en=unit.extra.get("en_plural", unit.en), ar=unit.extra.get("ar_plural", unit.ar))
