"""Refusals in the reader's language.

Values, kinds, questions and doors refuse with an error that carries its type, its English sentence as a template and its particulars. Here the
template is translated and the particulars are put into it. The raise sites are the only list of these templates; a test reads them and
fails where one has no Arabic.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from unicodedata import bidirectional

from django.utils.translation import get_language, gettext, gettext_noop
from pydantic import ValidationError

from dalil import vocabulary
from dalil.letters import join_list, language_of
from dalil.text.counts import name_quantity
from dalil.values import Bilingual
from dalil.vocabulary.gazetteer import Place
from dalil.wording.where import name_place

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
    **dict.fromkeys(
        ("model_type", "model_attributes_type", "dict_type", "list_type", "tuple_type", "string_type", "bool_type"),
        gettext_noop("Not in the form asked for."),
    ),
    "extra_forbidden": gettext_noop("There is no such field."),
}
"""The rules that pydantic checks, in words."""


def refusal(error: object) -> str:
    """Say an error in the language of the screen; one that carries no template is said as it is.

    An error with several faults is said in as many lines. What would pass (`gate.objections`) is said behind what stands against it.
    """
    if isinstance(error, ValidationError):
        return broken_rule(dict(error.errors()[0]))
    if faults := getattr(error, "faults", ()):
        return "\n".join(map(refusal, faults))
    if told := getattr(error, "told", None):  # kept as JSON already
        return say_kept(told, str(error))
    particulars = getattr(error, "particulars", {})
    template = getattr(error, "template", None) or (getattr(error, "context", None) or {}).get("template")
    said = say_template(template, particulars) if template else str(error)
    passes = getattr(error, "passes", None)
    return f"{said}. {refusal(passes)}." if passes else said


def broken_rule(error: Mapping[str, Any]) -> str:
    """Say one of pydantic's errors in the language of the screen."""
    particulars = dict(error.get("ctx", {}))
    if template := particulars.pop("template", None):
        return say_template(template, particulars)
    if rule := RULES.get(error["type"]):
        return gettext(rule).format(**particulars)
    if (
        error["type"] == "value_error"
    ):  # a plain ValueError, as kinds of an organisation's own may raise: its words alone
        return str(particulars["error"])
    return str(error["msg"])


def say_kept(told: Mapping[str, Any], said: str) -> str:
    """Say an error that was kept as JSON (`intake.causes.Cause`) in the language of the screen.

    said: its English words, which are given back where nothing else of it was kept.
    """
    particulars = {name: _revived(each) for name, each in told.get("particulars", {}).items()}
    if template := told.get("template"):
        return say_template(template, particulars)
    if rule := RULES.get(told.get("rule", "")):
        return gettext(rule).format(**particulars)
    return said


def _revived(kept: Any) -> Any:
    """A particular that was kept as JSON, in the language of the screen."""
    if isinstance(kept, list):
        return tuple(map(_revived, kept))
    if not isinstance(kept, dict):
        return kept
    if "names" in kept:
        return kept["names"][language_of(get_language()).code]
    of = f"{kept['of']}: " if "of" in kept else ""
    if "of" not in kept and (template := kept["told"].get("template")):  # within a sentence: no capital letter
        particulars = {name: _revived(each) for name, each in kept["told"].get("particulars", {}).items()}
        return fill_template(gettext(template), particulars, language_of(get_language()).code)
    return of + say_kept(kept["told"], kept["said"])


def say_template(template: str, particulars: Mapping[str, Any]) -> str:
    """Say a template with its particulars in the language of the screen, beginning with a capital letter; the name of a file stays as it is."""
    said = fill_template(gettext(template), particulars, language_of(get_language()).code)
    return said if template.startswith(BEGINS_WITH_A_FILE) else said[:1].upper() + said[1:]


BEGINS_WITH_A_FILE = ("{file}", "{where}")


def fill_template(template: str, particulars: Mapping[str, Any], language: str) -> str:
    """Put particulars into a template of the same language, each in words: a place by its name, several things as a list.

    >>> fill_template("there is no kind “{code}”; there are {kinds}", {"code": "rumour", "kinds": ("tally", "site")}, "en")
    'there is no kind “rumour”; there are tally, site'
    """
    named = {name: _say_particular(value, language) for name, value in particulars.items()}
    if "told" in particulars and "expecting" in particulars:  # quantities, which have a name in each language
        named["said"] = name_quantity(particulars["told"], language)
        named["asked"] = name_quantity(particulars["expecting"], language)
    if "counted" in particulars:  # a unit, likewise
        unit = vocabulary.term("units", particulars["counted"])
        named["unit"] = unit.extra.get(f"{language}_plural", named["unit"])
    return template.format(**named)


def _say_particular(value: Any, language: str) -> str:
    if isinstance(value, tuple):
        return join_list((_say_particular(each, language) for each in value), language)
    if isinstance(value, Place):
        return isolated(name_place(value, language), language)
    if isinstance(value, Bilingual):
        return isolated(value.in_language(language), language)
    if isinstance(value, vocabulary.Term):
        return isolated(value.label(language), language)
    return isolated(refusal(value) if isinstance(value, Exception) else str(value), language)


def isolated(particular: str, language: str = "") -> str:
    """Keep a particular of a sentence from changing the order of a line of the other direction.

    language: of the sentence; that of the screen unless given. A bare number changes nothing, nor does a text
    that runs from left to right in a language that does.

    >>> isolated("82", "ar"), isolated("north-monitor", "en"), isolated("abc", "ar") == "\u2068abc\u2069"
    ('82', 'north-monitor', True)
    """
    turns = {"R", "AL", "AN"}.intersection(map(bidirectional, particular))
    alike = language_of(language or get_language()).direction == "ltr" and not turns
    return particular if alike or particular.isdecimal() else f"\u2068{particular}\u2069"
