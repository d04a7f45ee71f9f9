"""The law as data: provisions, their elements in our own words, when and for whom they are in force, modes of liability. Values alone.

The data are the schemes `provisions`, `crime_elements`, `crimes`, `treaties` and `liability_modes` of the vocabulary, and the file
`treaty_actions.csv` beside them. An element says in our own words what would have to be shown, and which kinds of document would show it;
the text that counts is the one that its source names. Nothing here is legal advice, and no element is ever met by this code: a report speaks
for it or against it, and persons judge. docs/law.md tells how to add to it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache

from dalil import vocabulary
from dalil.values import Bilingual
from dalil.vocabulary import Term
from dalil.vocabulary.terms import read_rows, split_list


class Conflict(StrEnum):
    """The kind of armed conflict that a provision applies in, or that an act belongs to. PEACE: also where there is none."""

    INTERNATIONAL = "IAC"
    NON_INTERNATIONAL = "NIAC"
    PEACE = "PEACE"

    def say(self, language: str) -> str:
        """Return what this kind of conflict is called."""
        return vocabulary.label("conflicts", self.value, language)


@dataclass(frozen=True, slots=True)
class Element:
    """One thing that would have to be shown. shown_by: the kinds of document (`document_types`) that would show it, the best first."""

    code: str
    words: Bilingual
    shown_by: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TreatyStep:
    """A State signed a treaty, joined it, or left it.

    checked: the day on which somebody compared the date with what the depositary says; None where nobody has done so yet. read_in: a public text
    that names the same day; None where the day was written from general knowledge alone.
    """

    party: str
    treaty: str
    step: str
    day: date
    checked: date | None
    read_in: Bilingual | None

    @property
    def joins(self) -> bool:
        """Return whether the State becomes a party by this step."""
        return self.step in ("ratified", "acceded")

    @property
    def leaves(self) -> bool:
        """Return whether the State ceases to be a party by this step."""
        return self.step == "withdrew"


@dataclass(frozen=True, slots=True)
class Treaty:
    """A treaty, or another body of rules that provisions come from.

    binds: `parties` (States that joined), `all` (custom), `resolution`, `reporting`, `national`, or `nobody` (principles).
    """

    code: str
    name: Bilingual
    binds: str
    adopted: date | None
    in_force: date | None


@dataclass(frozen=True, slots=True)
class LiabilityMode:
    """A way in which a person answers for a crime, with the elements that come to those of the crime. article: of the Rome Statute."""

    code: str
    name: Bilingual
    article: str
    elements: tuple[Element, ...]


@dataclass(frozen=True, slots=True)
class Provision:
    """A provision of the law that may concern what is reported.

    crime: the code of the crime (`crimes`) that it is about; None where it is about none.
    elements: what would have to be shown, in order; empty where none are written for it, as for provisions that name no crime.
    source: the text that the elements render in our own words.
    since: the first day on which it can have bound anybody, None where it has no such day (custom). For a State it may begin later.
    modes: the ways in which a person answers for it; empty where it makes no person liable.
    """

    code: str
    name: Bilingual
    instrument: Bilingual
    article: str
    treaty: Treaty
    crime: str | None
    conflicts: frozenset[Conflict]
    elements: tuple[Element, ...]
    source: str
    since: date | None
    modes: tuple[LiabilityMode, ...]

    def applies(self, conflict: Conflict | None, day: date | None) -> bool:
        """Tell whether it can apply to an act of a day in a kind of conflict.

        A kind of conflict that is not known leaves those alone that apply in both kinds; a day that is not known, those that have no first day.
        Custom has none. National law has one, and where we do not know it, the law is left to who knows.

        >>> poison = provision("RS-8-2-e-xiv")
        >>> poison.applies(Conflict.NON_INTERNATIONAL, date(2013, 8, 21)), poison.applies(Conflict.INTERNATIONAL, date(2013, 8, 21))
        (True, False)
        >>> provision("RS-8-2-e-xix").applies(Conflict.NON_INTERNATIONAL, date(2016, 1, 1)), poison.applies(None, date(2013, 8, 21))
        (False, False)
        """
        wanted = {conflict} if conflict else {Conflict.INTERNATIONAL, Conflict.NON_INTERNATIONAL}
        in_force = self.treaty.binds != "national" if self.since is None else day is not None and self.since <= day
        return wanted <= self.conflicts and in_force


@cache
def elements() -> dict[str, Element]:
    """Return every element by its code, in the order of the data."""
    return {
        term.code: Element(term.code, _name(term), split_list(term.extra.get("shown_by")))
        for term in vocabulary.terms("crime_elements")
    }


@cache
def treaties() -> dict[str, Treaty]:
    """Return every treaty and body of rules by its code."""
    return {
        term.code: Treaty(
            term.code,
            _name(term),
            term.extra["binds"],
            _day(term.extra.get("adopted")),
            _day(term.extra.get("in_force")),
        )
        for term in vocabulary.terms("treaties")
    }


@cache
def treaty_steps() -> tuple[TreatyStep, ...]:
    """Return what States did with treaties, the earliest first."""
    steps = (
        TreatyStep(
            party=row["party"],
            treaty=row["treaty"],
            step=row["step"],
            day=date.fromisoformat(row["day"]),
            checked=_day(row["checked"]),
            read_in=Bilingual(en=row["read_in"], ar=row["read_in_ar"]) if row["read_in"] else None,
        )
        for row in read_rows("treaty_actions")
    )
    return tuple(sorted(steps, key=lambda step: step.day))


@cache
def liability_modes() -> dict[str, LiabilityMode]:
    """Return the ways in which a person answers for a crime, by code."""
    known = elements()
    return {
        term.code: LiabilityMode(
            term.code,
            _name(term),
            term.extra["article"],
            tuple(known[code] for code in split_list(term.extra.get("elements"))),
        )
        for term in vocabulary.terms("liability_modes")
    }


@cache
def provisions() -> tuple[Provision, ...]:
    """Return every provision, in the order of the data."""
    return tuple(_read(term) for term in vocabulary.terms("provisions"))


def provision(code: str) -> Provision:
    """Return the provision of a code. Raises UnknownCode.

    >>> provision("RS-8-2-c-i-1").source, [each.code for each in provision("RS-8-2-c-i-1").elements][:2]
    ('ICC Elements of Crimes, art. 8(2)(c)(i)-1', ['KILLED', 'CA3_PROTECTED'])
    """
    vocabulary.term("provisions", code)
    return _by_code()[code]


def applicable(conflict: Conflict | None, day: date | None, *, crime: str | None = None) -> tuple[Provision, ...]:
    """Return the provisions that can apply to an act of a day in a kind of conflict, of one crime or of any; see `Provision.applies`.

    >>> [each.code for each in applicable(Conflict.NON_INTERNATIONAL, date(2017, 1, 1), crime="HOSTAGE_TAKING")]
    ['RS-8-2-c-iii', 'IHL-R96']
    """
    return tuple(each for each in provisions() if crime in (None, each.crime) and each.applies(conflict, day))


def is_party(treaty: str, state: str, day: date) -> bool | None:
    """Tell whether a State is known to have joined a treaty by a day; None where we know of no step of it in that treaty.

    A State is bound some weeks after the day on which it joined, as each treaty says.

    >>> is_party("CWC", "SY", date(2013, 8, 21)), is_party("CWC", "SY", date(2017, 4, 4)), is_party("AP2", "SY", date(2017, 4, 4))
    (False, True, None)
    """
    steps = [step for step in treaty_steps() if (step.treaty, step.party) == (treaty, state)]
    if not steps:
        return None
    joined = False
    for step in steps:
        if step.day <= day:
            joined = step.joins or (joined and not step.leaves)
    return joined


@cache
def _by_code() -> dict[str, Provision]:
    return {each.code: each for each in provisions()}


def _read(term: Term) -> Provision:
    known, treaty, written = elements(), treaties()[term.extra["treaty"]], split_list(term.extra.get("elements"))
    is_icc_crime = treaty.code == "ROME" and "crime" in term.extra
    return Provision(
        code=term.code,
        name=_name(term),
        instrument=Bilingual(en=term.extra["instrument"], ar=term.extra["instrument_ar"]),
        article=term.extra.get("article", ""),
        treaty=treaty,
        crime=term.extra.get("crime"),
        conflicts=frozenset(Conflict(code) for code in split_list(term.extra["applies_to"])),
        elements=tuple(known[code] for code in written),
        source=term.extra.get("elements_source", ""),
        since=_day(term.extra.get("since")) or treaty.in_force,
        modes=tuple(liability_modes().values()) if is_icc_crime else (),
    )


def _name(term: Term) -> Bilingual:
    return Bilingual(en=term.en, ar=term.ar)


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
