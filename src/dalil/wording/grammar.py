"""The small phrases in which each language says numbers and answers.

The languages themselves, with their digits, commas and dates, are listed in `dalil.letters.languages`.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Grammar:
    """The phrases of one language. {} stands for the number that a phrase is about."""

    range_joiner: str
    at_least: str
    more_than: str
    about: str
    up_to: str
    lowest: str
    best: str
    highest: str
    yes: str
    no: str


GRAMMARS = {
    "en": Grammar(
        range_joiner="–",
        at_least="at least {}",
        more_than="more than {}",
        about="about {}",
        up_to="up to {}",
        lowest="lowest {}",
        best="best {}",
        highest="highest {}",
        yes="yes",
        no="no",
    ),
    "ar": Grammar(
        range_joiner=" إلى ",
        at_least="ما لا يقل عن {}",
        more_than="أكثر من {}",
        about="نحو {}",
        up_to="حتى {}",
        lowest="الأدنى {}",
        best="الأرجح {}",
        highest="الأعلى {}",
        yes="نعم",
        no="لا",
    ),
}
"""The phrases of every language of `LANGUAGES`, by its code; a test holds the two together."""


def grammar_of(language: str) -> Grammar:
    """Return the phrases of a language, by its code. Raises KeyError for a code that no language has.

    >>> grammar_of("ar").at_least.format("٨٢")
    'ما لا يقل عن ٨٢'
    """
    return GRAMMARS[language]
