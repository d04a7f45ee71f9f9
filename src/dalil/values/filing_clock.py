"""Until when owners in a redevelopment zone may file a claim, and what became of each property by then: dates and codes alone.

The rules are data (`vocabulary/data/filing_rules.csv`): each version of the law with its period, when it was issued, by when it was in force for
certain, and the last day for which it is known to have stood. The rule in force at the announcement gives the deadline. Nothing here is
legal advice. The clock lies among the values because desk, public page, API, export and mail must all give one answer.

The day of the announcement is not counted. A last day that is a holiday is not moved: the earlier day is the safe one.
Source of the rules: Law 42 of 2018 in the translation of The Syria Report; Law 10 of 2018 as reported; see docs/property.md.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache

from dalil import vocabulary
from dalil.values.when import When


@dataclass(frozen=True)
class FilingRule:
    """One version of the law: its period, and the days between which it is known to be in force.

    issued: the first day on which it can have been in force. in_force_by: from this day on it was in force for certain.
    known_until: the last day for which it is known that it stood. relatives_degree: the most distant relative who may act for an owner.
    without_papers: whether its text is known to say what an owner without papers states; None where the text is not held.
    """

    provision: str
    days: int
    years: int
    issued: date
    in_force_by: date
    known_until: date
    relatives_degree: int
    without_papers: bool | None

    def last_day(self, announced: date) -> date:
        """Return the last day on which a claim can be filed after an announcement.

        >>> str(filing_rules()[0].last_day(date(2018, 5, 15))), str(filing_rules()[1].last_day(date(2020, 2, 29)))
        ('2018-06-14', '2021-02-28')
        """
        year = announced.year + self.years
        day = min(announced.day, calendar.monthrange(year, announced.month)[1])
        return date(year, announced.month, day) + timedelta(days=self.days)


@cache
def filing_rules() -> tuple[FilingRule, ...]:
    """Return every version of the rule, the oldest first."""
    read = date.fromisoformat
    rules = (
        FilingRule(
            provision=term.code,
            days=int(term.extra.get("days", 0)),
            years=int(term.extra.get("years", 0)),
            issued=read(term.extra["issued"]),
            in_force_by=read(term.extra["in_force_by"]),
            known_until=read(term.extra["known_until"]),
            relatives_degree=int(term.extra["relatives_degree"]),
            without_papers=term.extra.get("without_papers") == "yes" or None,
        )
        for term in vocabulary.terms("filing_rules")
    )
    return tuple(sorted(rules, key=lambda rule: rule.issued))


@dataclass(frozen=True)
class Deadline:
    """The first and the last day that the deadline can be, both None where it is not known; the rules it rests on, and what is to be said of it.

    reasons: codes of the scheme `filing_reasons`, in the order of that list.
    """

    first: date | None
    last: date | None
    rules: tuple[FilingRule, ...] = ()
    reasons: tuple[str, ...] = ()

    @property
    def provisions(self) -> tuple[str, ...]:
        """Return the codes of the provisions it rests on."""
        return tuple(rule.provision for rule in self.rules)


def deadline_of(announced: Sequence[When]) -> Deadline:
    """Work out the deadline from what is known of the announcement: one day, a span, several that are told, or nothing.

    What could be no day of any known rule makes the deadline unknown; nothing is filled in.

    >>> found = deadline_of([When.parse("2018-11-20")])
    >>> str(found.first), str(found.last), found.provisions
    ('2018-12-20', '2019-11-20', ('SYR-L10-2018', 'SYR-L42-2018'))
    """
    if not announced:
        return Deadline(None, None, (), ("ANNOUNCEMENT_UNKNOWN",))
    first, last = min(when.start for when in announced), max(when.end for when in announced)
    known = filing_rules()
    if first < known[0].issued:
        return Deadline(None, None, (), ("BEFORE_LAW" if last < known[0].issued else "PERHAPS_BEFORE_LAW",))
    if last > max(rule.known_until for rule in known):
        return Deadline(None, None, (), ("FATE_UNKNOWN",))
    spans = [
        (rule, max(first, rule.issued), min(last, until))
        for rule, until in zip(known, _in_force_until(known), strict=True)
    ]
    spans = [(rule, start, end) for rule, start, end in spans if start <= end]
    ends = [rule.last_day(day) for rule, start, end in spans for day in (start, end)]
    rules = tuple(rule for rule, _, _ in spans)
    doubts = _doubts_of_day(announced, first, last)
    if len(rules) > 1:
        doubts.add("RULE_BETWEEN")
    elif rules[0] is not known[-1] and max(ends) >= known[known.index(rules[0]) + 1].issued:
        doubts.add("RUNNING_WHEN_AMENDED")
    if any(rule.years and (start.month, start.day) == (2, 29) == (end.month, end.day) for rule, start, end in spans):
        doubts.add("LEAP_DAY")
    if max(ends) > max(rule.known_until for rule in known):
        doubts.add("ENDS_AFTER_CHANGE")
    return Deadline(min(ends), max(ends), rules, _in_order(doubts))


def _in_force_until(rules: Sequence[FilingRule]) -> list[date]:
    """The last day on which each rule can have been in force: the day before the next was in force for certain."""
    following = [rule.in_force_by - timedelta(days=1) for rule in rules[1:]]
    return [*following, rules[-1].known_until]


def _doubts_of_day(announced: Sequence[When], first: date, last: date) -> set[str]:
    days = {(when.start, when.end) for when in announced}
    doubts = {"SEVERAL_ANNOUNCEMENTS"} if len(days) > 1 else set()
    if any(start != end for start, end in days):
        doubts.add("DATE_SPAN")
    return doubts


@dataclass(frozen=True)
class FilingFacts:
    """What is known of one property for the clock. None, and an empty collection, mean that it is not said.

    registered: whether the right stands on the land register. filed: whether a claim was filed, and `filed_when` on which day.
    filers: who could file (codes of `filers`; NOBODY where it is said that nobody can). kin: how relatives among them are related (`kinships`).
    papers: papers that are held (`property_papers`; DOC_NONE where it is said that there are none). obstacles: codes of `filing_obstacles`.
    differ: reports of it exclude each other in one of these, which is left unknown.
    """

    registered: bool | None = None
    filed: bool | None = None
    filed_when: When | None = None
    minor: bool | None = None
    dead: bool | None = None
    filers: frozenset[str] = field(default_factory=frozenset)
    kin: frozenset[str] = field(default_factory=frozenset)
    papers: frozenset[str] = field(default_factory=frozenset)
    obstacles: frozenset[str] = field(default_factory=frozenset)
    differ: bool = False


def combine_facts(told: Sequence[FilingFacts]) -> FilingFacts:
    """Combine what several reports say of one property. Where two exclude each other, it is unknown, and that they differ is kept.

    >>> both = combine_facts([FilingFacts(filed=True, minor=False), FilingFacts(filed=False)])
    >>> both.filed, both.minor, both.differ
    (None, False, True)
    """
    truths = {
        name: {getattr(each, name) for each in told} - {None} for name in ("registered", "filed", "minor", "dead")
    }
    sets = {
        name: frozenset[str]().union(*(getattr(each, name) for each in told))
        for name in ("filers", "kin", "papers", "obstacles")
    }
    of_nothing = {"filers": "NOBODY", "papers": "DOC_NONE"}
    broken = {name for name, nothing in of_nothing.items() if nothing in sets[name] and len(sets[name]) > 1}
    days = [each.filed_when for each in told if each.filed_when]

    def agreed(name: str) -> bool | None:
        return next(iter(truths[name])) if len(truths[name]) == 1 else None

    return FilingFacts(
        registered=agreed("registered"),
        filed=agreed("filed"),
        filed_when=When.span(min(day.start for day in days), max(day.end for day in days)) if days else None,
        minor=agreed("minor"),
        dead=agreed("dead"),
        filers=sets["filers"] - {"NOBODY"} if "filers" in broken else sets["filers"],
        kin=sets["kin"],
        papers=sets["papers"] - {"DOC_NONE"} if "papers" in broken else sets["papers"],
        obstacles=sets["obstacles"],
        differ=bool(broken) or any(len(values) > 1 for values in truths.values()),
    )


@dataclass(frozen=True)
class FilingState:
    """What became of one property on a day: a code of `filing_states`, and why, as codes of `filing_reasons` and `filing_obstacles`."""

    state: str
    reasons: tuple[str, ...]
    deadline: Deadline


def filing_state(facts: FilingFacts, deadline: Deadline, today: date) -> FilingState:
    """Say whether a claim was filed, is still due, was missed or cannot be filed, and why. Silence about filing is unknown, never missed.

    >>> due = deadline_of([When.parse("2019-03-10")])
    >>> filing_state(FilingFacts(filed=False, minor=True, filers=frozenset({"SELF"})), due, date(2019, 6, 1)).state
    'CANNOT_FILE'
    """
    why = {*deadline.reasons, *(["REPORTS_DIFFER"] if facts.differ else [])}
    if facts.filed:
        state, more = _state_when_filed(facts, deadline, today)
    elif facts.registered:
        state, more = "NOT_CALLED", {"REGISTERED"}
    elif facts.filed is None:
        state, more = "UNKNOWN", {"FILING_UNKNOWN"}
    else:
        state, more = _state_when_not_filed(facts, deadline, today)
    return FilingState(state, _in_order(why | more), deadline)


def _state_when_filed(facts: FilingFacts, deadline: Deadline, today: date) -> tuple[str, set[str]]:
    more = set() if facts.filed_when else {"FILED_DAY_UNKNOWN"}
    if deadline.first is None or deadline.last is None:
        return "FILED", more
    earliest, latest = (facts.filed_when.start, facts.filed_when.end) if facts.filed_when else (date.min, today)
    if latest <= deadline.first:
        return "FILED", more
    return ("FILED_LATE" if earliest > deadline.last else "FILED_PERHAPS_LATE"), more


def _state_when_not_filed(facts: FilingFacts, deadline: Deadline, today: date) -> tuple[str, set[str]]:
    degree = min((rule.relatives_degree for rule in deadline.rules or filing_rules()), default=0)
    possible, more = who_may_file(facts, degree)
    if facts.registered is None:
        more.add("REGISTER_UNKNOWN")
    if deadline.first is None or deadline.last is None:
        return "UNKNOWN", more
    if "DOC_NONE" in facts.papers:
        told = all(rule.without_papers for rule in deadline.rules)
        more.add("WITHOUT_PAPERS" if told else "WITHOUT_PAPERS_UNKNOWN")
    if today > deadline.last:
        return "MISSED", more
    if not possible:
        return "CANNOT_FILE", more
    return ("PERHAPS_MISSED" if today > deadline.first else "NOT_FILED"), more


def who_may_file(facts: FilingFacts, degree: int) -> tuple[bool, set[str]]:
    """Tell whether somebody may file for a property, and by whom or why not, in codes. degree: the most distant relative who may act.

    >>> who_may_file(FilingFacts(filers=frozenset({"RELATIVE"}), kin=frozenset({"COUSIN"}), obstacles=frozenset({"WANTED"})), 4)[0]
    True
    """
    obstacles = set(facts.obstacles)
    if any(vocabulary.term("filing_obstacles", each).extra["hits"] == "everybody" for each in obstacles):
        return False, obstacles
    if not (facts.minor or facts.dead or obstacles) and (not facts.filers or "SELF" in facts.filers):
        return True, set()
    by, against = _others_who_may(facts, degree)
    if by or "SPOUSE_UNCERTAIN" in against:
        return True, obstacles | by | (against if not by else set())
    if not facts.filers:
        by = {"MINOR_BY_GUARDIAN"} if facts.minor else {"HEIRS_MAY_FILE"} if facts.dead else set()
        return not obstacles, obstacles | by | {"OTHERS_NOT_SAID"}
    if facts.minor and not facts.dead:
        against.add("MINOR_ALONE")
    if facts.dead:
        against.add("HOLDER_DEAD")
    if "NOBODY" in facts.filers or not (against or obstacles):
        against.add("NOBODY_CAN")
    return False, obstacles | against


def _others_who_may(facts: FilingFacts, degree: int) -> tuple[set[str], set[str]]:
    """By whom but the owner a claim may be filed, and what speaks against those who are named."""
    by: set[str] = set()
    against: set[str] = set()
    if facts.minor and "GUARDIAN" in facts.filers:
        by.add("MINOR_BY_GUARDIAN")
    if facts.dead and "HEIR" in facts.filers:
        by |= {"HEIRS_MAY_FILE"} if "DOC_HEIRS" in facts.papers else {"HEIRS_MAY_FILE", "HEIRS_UNPROVEN"}
    if "AGENT" in facts.filers and not facts.dead:  # the power of attorney of an owner ends with the owner
        by.add("AGENT_MAY_FILE")
    if "RELATIVE" in facts.filers:
        degrees = [vocabulary.term("kinships", each).extra.get("degree") for each in facts.kin]
        if any(each and int(each) <= degree for each in degrees):
            by.add("RELATIVE_MAY_FILE")
        elif None in degrees:
            against.add("SPOUSE_UNCERTAIN")
        elif degrees:
            against.add("TOO_DISTANT")
        else:
            by.add("DEGREE_NOT_SAID")
    return by, against


def _in_order(codes: Iterable[str]) -> tuple[str, ...]:
    """Codes in the order of their lists: reasons first, then obstacles."""
    return tuple(sorted(codes, key=_order().__getitem__))


@cache
def _order() -> dict[str, int]:
    terms = [*vocabulary.terms("filing_reasons"), *vocabulary.terms("filing_obstacles")]
    return {term.code: place for place, term in enumerate(terms)}
