"""What of a person may be public, by the profile of the report that tells of them: a named dead, a living person, somebody without a name.

A kind whose reports are of persons says in `public_profile` which profile a report has, and in `PROFILES` stands what it shows. What a report
tells beyond its profile stops it. The way to publish is a report that leaves these out: then no page, search, feed or file can hold them.
Source: standards of casualty recorders on identity and consent; docs/security/gate.md.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from dalil import vocabulary
from dalil.gate.names_in_words import find_names, words_of
from dalil.gate.objections import Objection, Remedy, Weight
from dalil.kinds.victim import Stay
from dalil.letters import fold
from dalil.record.kind import Kind, fields_of
from dalil.record.public_profiles import NEVER, PROFILES, PublicProfile
from dalil.values import Bilingual, Party, PersonName, When, Where
from dalil.vocabulary.gazetteer import Gazetteer

_REMEDY = Remedy("pass_by_public_version", "enter a report that leaves these out, and make that one public")


def examine_person(claim: Kind, gazetteer: Gazetteer) -> Iterator[Objection]:
    """Object to what a report of a person tells beyond its profile. Nothing is objected to of kinds that are not of persons."""
    name = claim.public_profile()
    if name is None:
        return
    shown = PROFILES[name]
    told = [field for field in fields_of(type(claim)) if getattr(claim, field.name) not in (None, (), "")]
    for field in told:
        particulars = {"field": field.label, "profile": shown.label}
        if field.name in NEVER or (isinstance(value := getattr(claim, field.name), PersonName) and value.mother):
            what = particulars if field.name in NEVER else {"field": _MOTHER, "profile": shown.label}
            yield Objection(
                "never_public_of_a_person", "“{field}” of a person is never public", what, _REMEDY, Weight.FIRM
            )
        if field.name not in NEVER and field.name not in shown.fields:
            yield Objection("beyond_the_profile", "“{field}” is not public of {profile}", particulars, _REMEDY)
    yield from _object_to_name_in_words(claim, shown)
    yield from _object_to_party_in_words(claim, shown)
    if shown.coarsest_place:
        for field in told:
            value = getattr(claim, field.name)
            if field.name in shown.fields and isinstance(value, Where) and _is_finer(value, gazetteer):
                yield Objection(
                    "person_placed_too_exactly",
                    "“{field}” of {profile} is public by its district at the finest, without a point",
                    {"field": field.label, "profile": shown.label},
                    _REMEDY,
                )
    born = getattr(claim, "born", None)
    if isinstance(born, When) and "born" in shown.fields and (born.end - born.start).days < SHORTEST_YEAR:
        yield Objection("birth_day_public", "when a person was born is public by the year at the finest", {}, _REMEDY)


def _object_to_name_in_words(claim: Kind, shown: PublicProfile) -> Iterator[Objection]:
    """Object to each field that is shown and whose words hold the name of a person that is not."""
    fields = fields_of(type(claim))
    hidden = [getattr(claim, each.name) for each in fields if each.name not in shown.fields]
    names = {name for each in hidden if isinstance(each, PersonName) for name in _ways_to_name(each)}
    for field in fields if names else ():
        value = claim.model_dump(mode="json", include={field.name})
        if field.name in shown.fields and any(find_names(text, names) for text in words_of(value)):
            yield Objection(
                "name_beyond_the_profile",
                "“{field}” holds the name of the person, which is not public of {profile}",
                {"field": field.label, "profile": shown.label},
                _REMEDY,
            )


def _object_to_party_in_words(claim: Kind, shown: PublicProfile) -> Iterator[Objection]:
    """Object to each party that stands in free words: a list may name a commander, a jailer or a neighbour there. A code names an armed actor."""
    for field in fields_of(type(claim)):
        if field.name in shown.fields and any(map(_is_in_words, _parties_in(getattr(claim, field.name)))):
            yield Objection(
                "party_in_words",
                "“{field}” of {profile} is public by codes of actors alone, without words of the source that may name a person",
                {"field": field.label, "profile": shown.label},
                _REMEDY,
            )


def _parties_in(value: Any) -> Iterator[Party]:
    if isinstance(value, Party):
        yield value
    for each in value if isinstance(value, tuple) else ():
        yield from _parties_in(each.by if isinstance(each, Stay) else each)


def _is_in_words(party: Party) -> bool:
    """Whether a party says more than its code: another name than those of the actor."""
    if not party.name:
        return False
    return party.actor is None or fold(party.name) not in {
        fold(name) for name in vocabulary.term("actors", party.actor).names()
    }


def _ways_to_name(name: PersonName) -> Iterator[str]:
    """Yield the name as it was said, in each script where a slash parts two, and the family name: that a source told apart, or the last word."""
    for written in filter(None, map(str.strip, name.said.split("/"))):
        yield written
        yield written.split()[-1]
    if name.family:
        yield name.family
        yield f"{name.given} {name.family}".strip()


SHORTEST_YEAR = 364
"""Days between the first and the last of a year; a shorter span tells the birthday more closely."""
_MOTHER = Bilingual(en="Mother’s name", ar="اسم الأم")


def _is_finer(where: Where, gazetteer: Gazetteer) -> bool:
    coarse = ("district", "governorate", "country", "outside")
    known = [gazetteer.get(code) for code in where.places if code in gazetteer]
    return where.lat is not None or len(known) < len(where.places) or any(place.level not in coarse for place in known)
