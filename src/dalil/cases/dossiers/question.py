"""What a dossier asks: who, which crimes, where, when, in which kind of conflict."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import Field

from dalil.access.refused import Refused
from dalil.cases import law
from dalil.record.gazetteer_in_use import gazetteer
from dalil.values import Bilingual, When, Where
from dalil.values.base import Value


class DossierQuestion(Value):
    """The question of a dossier. What is left out is not settled yet.

    who: who is thought to answer for it, in words; empty where that is unknown. provisions: codes of the law, of which the elements are asked.
    places: codes of the gazetteer. conflict: international (IAC) or not (NIAC); empty where no officer has qualified it.

    >>> DossierQuestion(provisions=("RS-8-2-c-i-1",), when="2018-04").when.end.isoformat()
    '2018-04-30'
    """

    who: Annotated[str, Field(max_length=300)] = ""
    provisions: tuple[str, ...] = ()
    modes: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    when: When | None = None
    conflict: Literal["", "IAC", "NIAC"] = ""

    def grounds(self) -> tuple[LegalGround, ...]:
        """Return what is asked about, with its elements: the provisions, then the ways of answering for them."""
        return (*(find_ground(code) for code in self.provisions), *(find_ground(code) for code in self.modes))

    def may_be_when(self, when: When | None) -> bool:
        """Tell whether something may be of the days of the question. What says no day may be of any."""
        return when is None or self.when is None or (when.start <= self.when.end and self.when.start <= when.end)

    def may_be_where(self, where: Where | None) -> bool:
        """Tell whether something may lie in the places of the question. What names no known place may lie anywhere."""
        if where is None or not where.places or not self.places:
            return True
        known = gazetteer()
        above = {step for code in where.places if code in known for step in known.path(code)}
        below = {step for code in self.places if code in known for step in known.path(code)}
        return bool(above.intersection(self.places)) or bool(below.intersection(where.places))

    def check(self) -> None:
        """Refuse a provision that has no elements, or that cannot apply in this kind of conflict or on these days. Raises Refused.

        Where no officer has qualified the conflict, only what applies in both kinds may be asked about; where no day is known, only what has no
        first day. What came into force within the days of the question is not law for all of them.
        """
        conflict = law.Conflict(self.conflict) if self.conflict else None
        for code in self.provisions:
            known = law.provision(code)
            if not known.elements:
                raise Refused("no_elements", "no elements are written for {provision}", {"provision": code})
            if not known.applies(conflict, self.when.start if self.when else None):
                raise Refused(
                    "provision_does_not_apply",
                    "{provision} does not apply in this kind of conflict, or not yet on these days",
                    {"provision": code},
                )
        for code in self.modes:
            find_ground(code)


@dataclass(frozen=True)
class LegalGround:
    """What a dossier asks about: a provision, or a way in which a person answers for it. source: the text that its elements render."""

    code: str
    name: Bilingual
    source: str
    elements: tuple[law.Element, ...]


def find_ground(code: str) -> LegalGround:
    """Return the provision, or the way of answering, of a code. Raises UnknownCode where it is neither."""
    if mode := law.liability_modes().get(code):
        return LegalGround(code, mode.name, mode.article, mode.elements)
    known = law.provision(code)
    return LegalGround(code, known.name, known.source, known.elements)
