"""Refusals in the reader's language.

Values, kinds and doors refuse with an error that carries its type, its English sentence as a template and its particulars. Here the
template is translated and the particulars are put into it. The raise sites are the only list of these templates; a test reads them and
fails where one has no Arabic.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import get_language, gettext, gettext_noop
from pydantic import ValidationError

from dalil import vocabulary
from dalil.letters import language_of
from dalil.text.counts import name_quantity

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


def refusal(error: object) -> str:
    """Say an error in the language of the screen; one that carries no template is said as it is."""
    if isinstance(error, ValidationError):
        return broken_rule(dict(error.errors()[0]))
    particulars = getattr(error, "particulars", {})
    template = getattr(error, "template", None) or (getattr(error, "context", None) or {}).get("template")
    return say_template(template, particulars) if template else str(error)


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


def say_template(template: str, particulars: Mapping[str, Any]) -> str:
    """Say a template with its particulars in the language of the screen, beginning with a capital letter."""
    named = {name: isolated(str(value)) for name, value in particulars.items()}
    if "told" in particulars and "expecting" in particulars:  # quantities, which have a name in each language
        language = language_of(get_language()).code
        named["said"] = name_quantity(particulars["told"], language)
        named["asked"] = name_quantity(particulars["expecting"], language)
    if "counted" in particulars:  # a unit, likewise
        unit = vocabulary.term("units", particulars["counted"])
        named["unit"] = unit.extra.get(f"{language_of(get_language()).code}_plural", named["unit"])
    said = gettext(template).format(**named)
    return said[:1].upper() + said[1:]


def isolated(particular: str) -> str:
    """A particular of a sentence, kept from changing its order in a line of the other direction; a bare number needs nothing."""
    return particular if particular.isdecimal() else f"\u2068{particular}\u2069"
