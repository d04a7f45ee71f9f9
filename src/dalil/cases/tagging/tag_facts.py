"""What the reports of an incident or of a victim say, as the rules of the law ask for it."""

from __future__ import annotations

from collections.abc import Iterable

from dalil.cases.tagging.tag_rules import TagFacts
from dalil.kinds.incident import Incident
from dalil.kinds.victim import GROWN, Victim
from dalil.record.kind import Kind
from dalil.values import Where
from dalil.values.party import UNCODED
from dalil.vocabulary.gazetteer import Gazetteer

KINDS = (Incident.code, Victim.code)


def facts_of(claims: Iterable[Kind], known: Gazetteer) -> TagFacts | None:
    """Return what claims about one thing say together; None where they are of no kind that the rules know.

    The days are all on which any of them says that it was, and the country is said only where all that say a place lie in one.
    """
    told = [each for each in claims if isinstance(each, Incident | Victim)]
    if not told:
        return None
    whens = [each.when for each in told if each.when]
    countries = {_country(each.where, known) for each in told if each.where}
    incidents = [each for each in told if isinstance(each, Incident)]
    victims = [each for each in told if isinstance(each, Victim)]
    lows = [each.killed.low for each in incidents if each.killed]
    return TagFacts(
        kind=type(told[0]).code,
        acts=frozenset(each.what for each in incidents if each.what),
        targets=frozenset(code for each in incidents for code in each.targets),
        weapons=frozenset(code for each in incidents for code in each.weapons),
        fates=frozenset(each.fate for each in victims),
        age_bands=frozenset(band for each in victims if (band := _age_band(each))),
        actors=frozenset(
            party.actor or UNCODED
            for each in told
            for party in (
                each.parties if isinstance(each, Incident) else tuple(stay.by for stay in each.held if stay.by)
            )
        ),
        country=countries.pop() if len(countries) == 1 else None,
        killed=min(lows) if lows else None,
        first=min((each.start for each in whens), default=None),
        last=max((each.end for each in whens), default=None),
    )


def _age_band(victim: Victim) -> str | None:
    if victim.age is not None:
        return "child" if victim.age < GROWN else None
    return victim.age_band


def _country(where: Where, known: Gazetteer) -> str | None:
    found = {known.at_level(code, "country") for code in where.places if code in known}
    return found.pop() if len(found) == 1 else None
