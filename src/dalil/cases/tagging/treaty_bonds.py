"""Which States a treaty is known to have bound when something happened: those that are named as parties, and the one on whose land it was."""

from __future__ import annotations

from dataclasses import dataclass

from dalil import vocabulary
from dalil.cases.law import Provision, is_party
from dalil.cases.tagging.tag_rules import TagFacts

STATES_OF_ACTORS = {
    "SYR_GOV": ("SY",),
    "SYR_AUTH": ("SY",),
    "SYR_RUS": ("SY", "RU"),
    "RUSSIA": ("RU",),
    "TURKEY": ("TR",),
    "USA": ("US",),
    "IRAN": ("IR",),
}
"""The States (`treaty_states`) that actors and those below them act for. Who supports an armed group does not act for a State by that alone."""


@dataclass(frozen=True)
class TreatyBond:
    """Whether a State had joined a treaty by the day of an act. joined: None where no step of it is known, or where the day is not known."""

    state: str
    joined: bool | None


def bonds_of(found: Provision, facts: TagFacts) -> tuple[TreatyBond, ...]:
    """Tell of each State concerned whether it had joined the treaty of a provision; empty for law that binds in another way, as custom does.

    >>> from datetime import date
    >>> from dalil.cases.law import provision
    >>> ghouta = TagFacts("incident", actors=frozenset({"SYR_ARMY"}), country="SY", first=date(2013, 8, 21), last=date(2013, 8, 21))
    >>> bonds_of(provision("CWC-1"), ghouta), bonds_of(provision("CCM-1"), ghouta), bonds_of(provision("IHL-R74"), ghouta)
    ((TreatyBond(state='SY', joined=False),), (TreatyBond(state='SY', joined=None),), ())
    """
    if found.treaty.binds != "parties":
        return ()
    return tuple(
        TreatyBond(state, is_party(found.treaty.code, state, facts.first) if facts.first else None)
        for state in states_of(facts)
    )


def states_of(facts: TagFacts) -> tuple[str, ...]:
    """Return the codes of the States concerned, in the order of `treaty_states`."""
    concerned = {
        state
        for actor, states in STATES_OF_ACTORS.items()
        if facts.actors & vocabulary.narrower("actors", actor)
        for state in states
    } | {facts.country}
    return tuple(term.code for term in vocabulary.terms("treaty_states") if term.code in concerned)
