"""The form of a question as the page shows it: every field with its choices, what was put into it, and what is wrong with that."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as say

from dalil import vocabulary
from dalil.bulletin.explore.asked import WAYS, AskedQuestion
from dalil.counting.question import (
    ENTITIES,
    GAP,
    REPORTS,
    Question,
    facet_fields,
    grouping_label,
    groupings_of,
)
from dalil.lookup.places import find_place
from dalil.record.gazetteer_in_use import gazetteer
from dalil.record.kind import Kind, all_kinds, coded_facets, quantities_of

Choices = Sequence[tuple[str, str]]


@dataclass(frozen=True)
class FieldChoice:
    """One choice of a field."""

    value: str
    label: str
    chosen: bool


@dataclass(frozen=True)
class ExploreField:
    """A field of the form. choices: empty where something is typed. id: for its label and its faults, a sentence each."""

    id: str
    name: str
    label: str
    value: str
    hint: str
    choices: tuple[FieldChoice, ...]
    faults: tuple[str, ...]


@dataclass(frozen=True)
class KindLink:
    """A kind of report that can be asked about."""

    label: str
    url: str
    current: bool


def list_kinds(this: AskedQuestion, here: str, language: str) -> tuple[KindLink, ...]:
    """List the kinds, each as a link to its own empty form: what is counted and grouped by depends on it."""
    return tuple(
        KindLink(kind.plural.in_language(language), f"{here}?kind={code}", code == this.kind)
        for code, kind in all_kinds().items()
    )


def list_fields(this: AskedQuestion, language: str) -> tuple[ExploreField, ...]:
    """List the fields for the kind that was asked for; none where there is no such kind."""
    kind = all_kinds().get(this.kind)
    if kind is None:
        return ()
    groupings = [("", "—"), *((by, grouping_label(kind, by, language)) for by in groupings_of(kind))]
    by = [each for each in this.typed.get("by", ()) if each]
    names = [say("Grouped by"), *[say("and by")] * max(1, len(by) - 1)]
    ways = {"table": say("a table"), "map": say("a map"), "series": say("a series in time"), "list": say("a list")}
    return (
        _choose(this, "measure", say("What is counted"), _measures(kind, language), [this.one("measure") or ENTITIES]),
        _type(this, "place", say("Where"), _show_places(this, language), say("A name or a code; several with a semicolon")),
        _type(this, "since", say("From"), this.one("since"), "2018-10"),
        _type(this, "until", say("Until"), this.one("until"), "2019-03"),
        _type(this, "than_since", say("Compared with the time from"), this.one("than_since"), "2017-10"),
        _type(this, "than_until", say("Compared, until"), this.one("than_until"), "2018-03"),
        *_facet_fields(this, kind, language),
        _type(this, "according_to", say("According to one source alone"), this.one("according_to"), ""),
        *_choose_each(this, "grade", say("Grade"), [("", "—"), *_terms("grades", language)], this.typed.get("grade", [])),
        _choose(
            this, "reading", say("How differing numbers are read"), _terms("readings", language),
            [this.one("reading") or Question().reading.value],
        ),
        _choose(this, "unit", say("Unit"), [("", say("the usual one")), *_terms("units", language)], [this.one("unit")]),
        *(
            _choose(this, "by", label, groupings, by[at : at + 1], at)
            for at, label in enumerate(names)
        ),
        _choose(this, "as", say("Answer with"), [(way, ways[way]) for way in WAYS], [this.way]),
    )  # fmt: skip


def _measures(kind: type[Kind], language: str) -> Choices:
    plural, fields = kind.plural.in_language(language), facet_fields(kind)
    return [
        (ENTITIES, say("Number of: %(kind)s") % {"kind": plural}),
        (REPORTS, say("Number of reports of: %(kind)s") % {"kind": plural}),
        (GAP, say("Days between the last two")),
        *((name, fields[name].label.in_language(language)) for name in quantities_of(kind)),
    ]


def _terms(scheme: str, language: str) -> Choices:
    return [(term.code, term.label(language)) for term in vocabulary.terms(scheme)]


def _facet_fields(this: AskedQuestion, kind: type[Kind], language: str) -> Iterable[ExploreField]:
    """A choice for each facet, and one more for each further code of it that was asked for."""
    for each in coded_facets(kind):
        asked = [code for code in this.typed.get("facet", ()) if code.partition(":")[0] == each.name]
        terms = [("", "—"), *((f"{each.name}:{code}", label) for code, label in _terms(each.scheme or "", language))]
        yield from _choose_each(this, "facet", each.label.in_language(language), terms, asked, each.name)


def _choose_each(
    this: AskedQuestion, name: str, label: str, choices: Choices, asked: Sequence[str], faulty: str = ""
) -> Iterable[ExploreField]:
    for at, value in enumerate(asked or [""]):
        yield _choose(this, name, label, choices, [value], at, faulty)


def _choose(
    this: AskedQuestion, name: str, label: str, choices: Choices, asked: Sequence[str], at: int = 0, faulty: str = ""
) -> ExploreField:
    """A field that is chosen. A value that is none of the choices stays one, so that sending the form again does not lose it."""
    known = {value for value, _ in choices}
    strange = [(value, value) for value in asked if value not in known]
    return ExploreField(
        id=f"ask-{faulty or name}-{at}",
        name=name,
        label=label,
        value="",
        hint="",
        choices=tuple(FieldChoice(value, words, value in asked) for value, words in [*choices, *strange]),
        faults=tuple(this.faults.get(faulty or name, ())) if at == 0 else (),
    )


def _type(this: AskedQuestion, name: str, label: str, value: str, hint: str) -> ExploreField:
    return ExploreField(f"ask-{name}", name, label, value, hint, (), tuple(this.faults.get(name, ())))


def _show_places(this: AskedQuestion, language: str) -> str:
    """What stands in the field of places: the names, where a name is read as just this place, else what was typed."""
    known, shown = gazetteer(), []
    for words in this.typed.get("place", ()):
        name = known.get(words).label(language) if words in known else ""
        match = find_place(name, gazetteer=known) if name else None
        alone = match is not None and match.found is not None and match.found.code == words and not match.alternatives
        shown.append(name if alone else words)
    return "; ".join(shown)
