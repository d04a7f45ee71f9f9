"""Something happened at a place and time."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dalil import vocabulary
from dalil.record.kind import Kind, ask
from dalil.record.sameness import CloseInTime, LikeCounts, Near, SharedCodes
from dalil.record.ways import tell_ways
from dalil.values import Bilingual, Count, Party, SiteMention, When, Where
from dalil.values.codes import Act, Target, Weapon
from dalil.values.party import Role

FIGHTS = frozenset({"ARMED_VIOLENCE", "STATE_BASED", "NON_STATE", "CLASH", "OFFENSIVE", "TERRITORY_TAKEN"})
"""Acts that have sides: whoever is named without a part is one of them."""
TAKING_PART = frozenset({"PROTEST", "INTERCEPTION"})
"""Acts in which whoever is named without a part was there: those who protested, those who shot a weapon down. Who killed, that does not say."""

_WAYS_OF_ACTS = {
    "AIR_STRIKE": "from afar",
    "SHELLING": "from afar",
    "DOUBLE_TAP": "from afar",
    "BOMBING": "placed",
    "SUICIDE_ATTACK": "placed",
    "MINE_EXPLOSION": "placed",
    "MINE_DEATH": "placed",
    "SHOOTING": "by hand",
    "EXTRAJUD_EXEC": "of captives",
    "JUDICIAL_EXEC": "of captives",
    "DEATH_TORTURE": "of captives",
    "DEATH_CUSTODY": "of captives",
    "LIBERTY": "arrest",
    "RELEASE": "release",
    "PROTEST": "protest",
    "HAZARD": "hazard",
}
"""In which way an act, or one under it, is done. Acts that may be done in several ways, such as a massacre, are not here."""
_WAYS_OF_WEAPONS = {
    "air": "from afar",
    "ground": "from afar",
    "air_or_ground": "from afar",
    "rocket launcher": "from afar",
    "sea": "from afar",
    "planted": "placed",
    "carried": "placed",
    "remnant": "placed",
    "direct": "by hand",
    "custody": "of captives",
}
"""The same by how a weapon is delivered. An aircraft and a gun are told for each other often, a mine and a bomb at the road too."""


class Incident(Kind):
    """Something happened at a place and time: a strike, a massacre, a chemical attack, a siege, a flood."""

    code = "incident"
    name = Bilingual(en="incident", ar="حادثة")
    plural = Bilingual(en="incidents", ar="حوادث")

    what: Act | None = ask("What happened", "ما الذي حدث", default=None)
    when: When = ask("When", "متى")
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
    killed: Count | None = ask("Killed", "القتلى", default=None)
    killed_civilians: Count | None = ask("Killed: civilians", "القتلى من المدنيين", default=None)
    killed_children: Count | None = ask("Killed: children", "القتلى من الأطفال", default=None)
    killed_women: Count | None = ask("Killed: women", "القتلى من النساء", default=None)
    killed_combatants: Count | None = ask("Killed: combatants", "القتلى من المقاتلين", default=None)
    injured: Count | None = ask("Injured", "الجرحى", default=None)
    casualties: Count | None = ask("Killed or injured, told together", "بين قتيل وجريح", default=None)
    missing: Count | None = ask("Missing", "المفقودون", default=None)
    detained: Count | None = ask("Detained", "المعتقلون", default=None)
    displaced: Count | None = ask("Displaced", "النازحون", default=None)
    affected: Count | None = ask("Affected", "المتضررون", default=None)
    sites: Count | None = ask("Sites hit", "المواقع المستهدفة", unit="site", default=None)
    description: Bilingual | None = ask("What is said of it", "وصف ما جرى", default=None)

    part_counts = {
        "killed": (("killed_civilians", "killed_combatants"), ("killed_children",), ("killed_women",)),
        "casualties": (("killed", "injured"),),
    }
    same_when = (
        CloseInTime("when", days=3),
        Near("where", km=12),
        LikeCounts("killed", part="killed_civilians"),
        LikeCounts("injured"),
        SharedCodes("weapons"),
        SharedCodes("targets"),
        SharedCodes("parties"),
    )
    facets = ("what", "when", "where", "weapons", "targets", "parties")
    asked_first = (*facets, "killed", "injured", "description")
    title = Bilingual(en="{what}, {where}, {when}", ar="{what}، {where}، {when}")

    @classmethod
    def ways_in(cls, content: Mapping[str, Any]) -> frozenset[str]:
        """Return in which ways an incident was done, by its act and its weapons: from afar, placed, by hand, an arrest, a protest.

        >>> sorted(Incident.ways_in({"what": "AIR_STRIKE", "weapons": ["BARREL_BOMB"]})), sorted(Incident.ways_in({"weapons": ["VBIED"]}))
        (['from afar'], ['placed'])
        """
        what = content.get("what")
        acts = (what, *vocabulary.broader("acts", what)) if what else ()
        ways = {_WAYS_OF_ACTS[code] for code in acts if code in _WAYS_OF_ACTS}
        for weapon in content.get("weapons") or ():
            delivery = vocabulary.term("weapons", weapon).extra.get("delivery", "")
            ways |= {_WAYS_OF_WEAPONS[delivery]} if delivery in _WAYS_OF_WEAPONS else set()
        return frozenset(ways)

    @classmethod
    def is_fight(cls, said: Mapping[str, Any]) -> bool:
        """Tell whether what is said to have happened is a fight between sides."""
        return said.get("what") in FIGHTS

    @classmethod
    def role_unsaid(cls, said: Mapping[str, Any]) -> Role:
        """Return what the parties are where no part is said: of a protest its people, and not those who fired at them.

        >>> Incident.role_unsaid({"what": "PROTEST"}).value, Incident.role_unsaid({"what": "AIR_STRIKE"}).value
        ('other', 'by_whom')
        """
        return Role.OTHER if said.get("what") in TAKING_PART else super().role_unsaid(said)


tell_ways(Incident.code, Incident.ways_in)
