"""Refusals in the reader's language.

Values, kinds and doors refuse in English sentences with the particulars in them. Each such sentence is listed here as a template, by
which it is recognised and translated; a test reads the sources and fails where one is missing.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from django.utils.translation import get_language, gettext, gettext_noop
from pydantic import ValidationError

from dalil.text.counts import OtherQuantity, name_quantity

SENTENCES = (
    gettext_noop("“{}” is not a code of {}"),
    gettext_noop("lowest {} is more than highest {}"),
    gettext_noop("lowest {} is more than the best number {}"),
    gettext_noop("the best number {} is more than highest {}"),
    gettext_noop("an exact number has one value, not {} to {}"),
    gettext_noop("a vague word has no best number, yet {} is given"),
    gettext_noop("fewer than {} is not a count of anything"),
    gettext_noop("nearly {} is not a count of anything"),
    gettext_noop("“{}” is not a count; write 82, 82+ (at least), >80, <10, ~2000 (about) or 40-50"),
    gettext_noop("“{}” tells how many were {}, not how many were {}"),
    gettext_noop("a party needs a code or a name; leave it out where it is unknown"),
    gettext_noop("it ends on {}, before it starts on {}"),
    gettext_noop("{} to {} is not one day, yet the precision says {}"),
    gettext_noop("a time of day needs the precision “minute”"),
    gettext_noop("“{}” is not a date; write 2019-04-26, 2018-09, 2016 or 2018-10..2019-03"),
    gettext_noop("“{}” is not a day of the calendar"),
    gettext_noop("the year {} cannot be meant; a date lies in the years {} to {}"),
    gettext_noop("a place needs a name, a code or a point; leave it out where it is unknown"),
    gettext_noop("a point needs both latitude and longitude"),
    gettext_noop("a text needs words in at least one language"),
    gettext_noop("the parts add up to at least {}, more than the whole ({})"),
    gettext_noop("the parts add up to {}, less than the whole ({}): the breakdown is partial"),
    gettext_noop("“{}” cannot be the code of a source; use letters, digits, dots, dashes and underscores, at most 80"),
    gettext_noop("report {} has already been corrected by {}; correct that one"),
    gettext_noop("report {} is a report of {}, and so must be its correction"),
    gettext_noop("its document and its sources are restricted to different groups; a steward decides"),
    gettext_noop("nothing has changed; a correction says something else"),
    gettext_noop(
        "report {} says exactly this and was itself corrected; say in the words or the place what is different"
    ),
    gettext_noop("report {} is already withdrawn"),
    gettext_noop("say why the report is withdrawn; readers will see it"),
    gettext_noop("a report is not compared with itself"),
    gettext_noop("a report of {} and a report of {} are about different things by their kind"),
    gettext_noop("this judgement has already been taken back"),
    gettext_noop("a restriction names the groups that may still see it"),
    gettext_noop("place {} lies in {}, which is not in the gazetteer"),
)
"""Every sentence in which the record refuses something, with {} for its particulars."""

RULES = {
    "missing": gettext_noop("This is needed."),
    "string_too_short": gettext_noop("This is needed."),
    "string_too_long": gettext_noop("At most {max_length} letters."),
    "string_pattern_mismatch": gettext_noop("Not in the form asked for."),
    "greater_than_equal": gettext_noop("At least {ge}."),
    "greater_than": gettext_noop("More than {gt}."),
    "less_than_equal": gettext_noop("At most {le}."),
    "less_than": gettext_noop("Less than {lt}."),
    "int_parsing": gettext_noop("Write a whole number."),
    "int_from_float": gettext_noop("Write a whole number."),
    "int_type": gettext_noop("Write a whole number."),
    "float_parsing": gettext_noop("Write a number."),
    "float_type": gettext_noop("Write a number."),
    "date_from_datetime_parsing": gettext_noop("Write a day, as in 2019-04-26."),
    "date_parsing": gettext_noop("Write a day, as in 2019-04-26."),
    "date_type": gettext_noop("Write a day, as in 2019-04-26."),
    "time_parsing": gettext_noop("Write a time, as in 14:30."),
    "enum": gettext_noop("Choose one of the list."),
    "literal_error": gettext_noop("Choose one of the list."),
    "too_short": gettext_noop("At least {min_length}."),
    "too_long": gettext_noop("At most {max_length}."),
}
"""The rules that pydantic checks, in words."""


def refusal(sentence: object) -> str:
    """A refusal of the record in the language of the screen; one that is not listed stays as it is."""
    if isinstance(sentence, ValidationError):
        return broken_rule(dict(sentence.errors()[0]))
    if isinstance(sentence, OtherQuantity):
        return _other_quantity(sentence)
    text = str(sentence)
    for template, pattern in _patterns():
        if match := pattern.fullmatch(text):
            said = gettext(template).format(*map(isolated, match.groups()))
            return said[:1].upper() + said[1:]
    return text


def _other_quantity(error: OtherQuantity) -> str:
    """What a phrase counts and what is asked for, by their names in the language of the screen."""
    phrase, *quantities = error.particulars.values()
    names = (name_quantity(each, "ar" if get_language() == "ar" else "en") for each in quantities)
    return gettext("“{}” tells how many were {}, not how many were {}").format(isolated(phrase), *names)


def broken_rule(error: dict[str, Any]) -> str:
    """One of pydantic's errors in the language of the screen."""
    cause = error.get("ctx", {}).get("error")
    if cause is not None:
        return refusal(cause)
    if rule := RULES.get(error["type"]):
        return gettext(rule).format(**error.get("ctx", {}))
    return str(error["msg"])


def isolated(particular: str) -> str:
    """A particular of a sentence, kept from changing its order in a line of the other direction; a bare number needs nothing."""
    return particular if particular.isdecimal() else f"\u2068{particular}\u2069"


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple(
        (sentence, re.compile("(.+?)".join(re.escape(part) for part in sentence.split("{}")), re.DOTALL))
        for sentence in SENTENCES
    )
