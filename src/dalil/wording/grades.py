"""Grades in words: what a grade is called, what it means, and what is known where no origin is."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext, ngettext, override

from dalil import vocabulary


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
