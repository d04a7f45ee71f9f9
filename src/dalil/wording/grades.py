"""Grades in words: what a grade is called, what it means, and what is known where no origin is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext, ngettext, override

from dalil import vocabulary
from dalil.letters import join_with_and
from dalil.wording.numbers import say_number


@dataclass(frozen=True, slots=True)
class ExplainedGrade:
    """A grade as a reader meets it: what it is called, and what it means."""

    name: str
    explained: str


def say_grade(code: str, language: str) -> str:
    """Name a grade: “corroborated”. Raises UnknownCode for a grade that there is not.

    >>> say_grade("reported", "en"), say_grade("reported", "ar")
    ('reported', 'مُبلَّغ عنه')
    """
    return vocabulary.label("grades", code, language)


def explain_grade(code: str, language: str) -> ExplainedGrade:
    """Name a grade and say what it means. Raises UnknownCode for a grade that there is not."""
    explained = vocabulary.term("grades", code).extra.get(f"explained_{language}", "")
    return ExplainedGrade(say_grade(code, language), explained)


def explain_unknown_origin(reports: int, language: str) -> ExplainedGrade:
    """Name the lowest grade, and say that nobody is known to have said it first, in this many reports."""
    with override(language):
        explained = ngettext("one report, its origin unknown", "several reports, their origins unknown", reports)
    return ExplainedGrade(say_grade("reported", language), explained)


def explain_lone_origins(language: str) -> ExplainedGrade:
    """Name the lowest grade, and say of several things that at most one origin is known of each."""
    with override(language):
        explained = gettext("of each, at most one origin is known")
    return ExplainedGrade(say_grade("reported", language), explained)


def list_grade_reasons(
    origins: Sequence[str],
    *,
    several: bool,
    relays: Sequence[str] = (),
    found_by: Sequence[str] = (),
    accepted: bool = False,
    nameless: int = 0,
    language: str,
) -> list[str]:
    """List why a thing has its grade, a sentence each. The names are those of sources, as readers know them.

    origins: who says so. several: at least two of them are certain to be two. relays: who only passes it on. found_by: the courts and
    bodies of the UN among the origins. accepted: an actor accepts it. nameless: how many reports have no known origin.

    >>> list_grade_reasons(["North Monitor", "Field Daily"], several=True, relays=["Quick Paper"], language="en")
    ['North Monitor and Field Daily say so, each for itself.', 'Quick Paper only passes it on; that adds no origin.']
    """
    with override(language):
        return list(_list_reasons(origins, several, relays, found_by, accepted, nameless, language))


def _list_reasons(
    origins: Sequence[str],
    several: bool,
    relays: Sequence[str],
    found_by: Sequence[str],
    accepted: bool,
    nameless: int,
    language: str,
) -> Iterator[str]:
    if found_by:
        sentence = ngettext(
            "%(names)s found so: a court or a body of the UN.",
            "%(names)s found so: courts or bodies of the UN.",
            len(found_by),
        )
        yield sentence % {"names": join_with_and(found_by, language)}
    if accepted:
        yield gettext("By what a report tells, an actor that is named acknowledges or accepts it.")
    if len(origins) == 1:
        yield gettext("%(name)s alone says so.") % {"name": origins[0]}
    elif origins:
        sentence = (
            gettext("%(names)s say so, each for itself.")
            if several
            else gettext("%(names)s say so; whether they are different sources is not certain, so they count as one.")
        )
        yield sentence % {"names": join_with_and(origins, language)}
    if relays:
        sentence = ngettext(
            "%(names)s only passes it on; that adds no origin.",
            "%(names)s only pass it on; that adds no origin.",
            len(relays),
        )
        yield sentence % {"names": join_with_and(relays, language)}
    if nameless:
        sentence = ngettext(
            "Of %(n)s report the origin is unknown; it adds no origin.",
            "Of %(n)s reports the origin is unknown; they add no origin.",
            nameless,
        )
        yield sentence % {"n": say_number(nameless, language)}
