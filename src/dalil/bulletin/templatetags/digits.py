"""Numbers on a page in the digits of the reader's language."""

from __future__ import annotations

from django import template
from django.utils.translation import get_language

from dalil.letters import language_of
from dalil.wording.numbers import say_number

register = template.Library()


@register.filter
def in_digits(number: int) -> str:
    """A whole number with its thousands separated: 12,345 or ١٢٬٣٤٥."""
    return say_number(number, language_of(get_language()).code)
