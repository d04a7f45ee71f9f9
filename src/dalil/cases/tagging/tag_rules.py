"""The rules by which a provision is proposed for what was reported. Pure: codes, days and numbers; the rules themselves are data.

A rule (`vocabulary/data/tag_rules.csv`) names conditions and the crimes and provisions to be examined where all of them hold. Beside these, an
act or a target brings the provisions that its own row of the vocabulary names. What is proposed is narrowed by the kind of conflict and by
the day (`law.Provision.applies`). The kind of conflict is known by `known_conflicts.csv`, and only where every actor that is named belongs to it:
two States on one battlefield, or nobody named, leave it unknown, and a legal officer says it.

A proposal says that a provision is to be examined. It is never a finding.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache

from dalil import vocabulary
from dalil.cases.law import Conflict, Provision, applicable, provision
from dalil.values import Bilingual
from dalil.vocabulary.terms import split_list

_CONDITIONS = ("acts", "targets", "weapons", "fates", "age_bands")


@dataclass(frozen=True)
class TagFacts:
    """What reports say of one incident or victim, as far as a rule asks.

    actors: everybody who is named as a party; `UNCODED` stands for one without a code. killed: how many at least, None where it is not said.
    first, last: the days between which it was, None where it is not said.
    """

    kind: str
    acts: frozenset[str] = frozenset()
    targets: frozenset[str] = frozenset()
    weapons: frozenset[str] = frozenset()
    fates: frozenset[str] = frozenset()
    age_bands: frozenset[str] = frozenset()
    actors: frozenset[str] = frozenset()
    country: str | None = None
    killed: int | None = None
    first: date | None = None
    last: date | None = None


@dataclass(frozen=True)
class LawTag:
    """A provision to be examined. rules: why it is proposed, each the code of a rule, or the scheme and the code that brings it."""

    provision: Provision
    rules: tuple[str, ...]


@dataclass(frozen=True)
class TagRule:
    """A declared rule: what must be so, and what is then to be examined."""

    code: str
    kind: str
    conditions: tuple[tuple[str, frozenset[str]], ...]
    killed_from: int | None
    crimes: tuple[str, ...]
    provisions: tuple[str, ...]

    def holds(self, facts: TagFacts) -> bool:
        """Tell whether every condition is met by what is said."""
        if self.kind != facts.kind or (self.killed_from and (facts.killed or 0) < self.killed_from):
            return False
        return all(getattr(facts, name) & codes for name, codes in self.conditions)


@dataclass(frozen=True)
class KnownConflict:
    """An armed conflict whose kind is declared, with everybody who fights in it and the days for which that is known."""

    code: str
    kind: Conflict
    country: str
    actors: frozenset[str]
    with_one_of: frozenset[str]
    first: date
    last: date

    def holds(self, facts: TagFacts) -> bool:
        """Tell whether what is said lies in this conflict for certain: country, days, and every actor that is named."""
        if facts.country != self.country or facts.first is None or facts.last is None or not facts.actors:
            return False
        if not (self.first <= facts.first and facts.last <= self.last) or not facts.actors <= self.actors:
            return False
        return not self.with_one_of or bool(facts.actors & self.with_one_of)


@cache
def tag_rules() -> tuple[TagRule, ...]:
    """Return the declared rules, in the order of the data."""
    return tuple(
        TagRule(
            code=term.code,
            kind=term.extra["kind"],
            conditions=tuple(
                (name, _all_below(name, split_list(term.extra[name]))) for name in _CONDITIONS if name in term.extra
            ),
            killed_from=int(term.extra["killed_from"]) if "killed_from" in term.extra else None,
            crimes=split_list(term.extra.get("crimes")),
            provisions=split_list(term.extra.get("provisions")),
        )
        for term in vocabulary.terms("tag_rules")
    )


@cache
def known_conflicts() -> tuple[KnownConflict, ...]:
    """Return the conflicts whose kind is declared."""
    return tuple(
        KnownConflict(
            code=term.code,
            kind=Conflict(term.extra["conflict"]),
            country=term.extra["country"],
            actors=_all_below("actors", split_list(term.extra["actors"])),
            with_one_of=_all_below("actors", split_list(term.extra.get("with_one_of"))),
            first=date.fromisoformat(term.extra["from"]),
            last=date.fromisoformat(term.extra["to"]),
        )
        for term in vocabulary.terms("known_conflicts")
    )


def known_conflict_of(facts: TagFacts) -> KnownConflict | None:
    """Return the declared conflict that what is said lies in for certain; None where none is, or the conflicts are of several kinds.

    >>> day = date(2019, 5, 5)
    >>> known_conflict_of(TagFacts("incident", actors=frozenset({"SYR_AF"}), country="SY", first=day, last=day)).kind.value
    'NIAC'
    >>> known_conflict_of(TagFacts("incident", actors=frozenset({"SYR_AF", "ISRAEL"}), country="SY", first=day, last=day)) is None
    True
    """
    holding = [each for each in known_conflicts() if each.holds(facts)]
    return holding[0] if len({each.kind for each in holding}) == 1 else None


def propose_tags(facts: TagFacts, conflict: Conflict | None) -> tuple[LawTag, ...]:
    """Return the provisions to be examined, in the order of the law, each with the rules that propose it.

    conflict: the kind that a legal officer said, or that is declared; None where it is not known: then only what applies in both kinds is proposed.
    """
    found: dict[str, dict[str, None]] = {}
    for rule, crimes, provisions in _sought(facts):
        named = [provision(code) for code in provisions]
        wanted = dict.fromkeys([*crimes, *(each.crime for each in named if each.crime)])
        of_crimes = [each for crime in wanted for each in applicable(conflict, facts.first, crime=crime)]
        for each in [*(each for each in named if each.applies(conflict, facts.first)), *of_crimes]:
            if each.treaty.binds != "national":
                found.setdefault(each.code, {})[rule] = None
    order = {term.code: at for at, term in enumerate(vocabulary.terms("provisions"))}
    return tuple(LawTag(provision(code), tuple(found[code])) for code in sorted(found, key=order.__getitem__))


def say_rule(rule: str) -> Bilingual:
    """Return the reason that a rule is, in both languages.

    >>> say_rule("acts:SIEGE").en
    'What happened is called “Siege”'
    """
    scheme, _, code = rule.rpartition(":")
    term = vocabulary.term(scheme or "tag_rules", code)
    if not scheme:
        return Bilingual(en=term.en, ar=term.ar)
    if scheme == "acts":
        return Bilingual(en=f"What happened is called “{term.en}”", ar=f"يوصف ما حدث بأنه «{term.ar}»")
    return Bilingual(en=f"What was hit is called “{term.en}”", ar=f"يوصف ما استُهدف بأنه «{term.ar}»")


def _sought(facts: TagFacts) -> Iterator[tuple[str, tuple[str, ...], tuple[str, ...]]]:
    """Yield each rule that holds, with the crimes and the provisions to be examined by it."""
    for rule in tag_rules():
        if rule.holds(facts):
            yield rule.code, rule.crimes, rule.provisions
    yield from _named_beside("acts", facts.acts)
    if not facts.acts or facts.acts & _all_below("acts", ("ATTACK",)):
        yield from _named_beside("targets", facts.targets)


def _named_beside(scheme: str, codes: Iterable[str]) -> Iterator[tuple[str, tuple[str, ...], tuple[str, ...]]]:
    for code in sorted(codes):
        if named := split_list(vocabulary.term(scheme, code).extra.get("provisions")):
            yield f"{scheme}:{code}", (), named


@cache
def _all_below(scheme: str, codes: tuple[str, ...]) -> frozenset[str]:
    return frozenset(below for code in codes for below in vocabulary.narrower(scheme, code))
