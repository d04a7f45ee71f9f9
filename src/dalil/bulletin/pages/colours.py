"""The colour of an organisation: whether letters in it can be read on the paper of the site, by day and by night."""

from __future__ import annotations

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as say

PAPER, PAPER_AT_NIGHT = "#ffffff", "#131517"
LEAST_CONTRAST = 4.5
"""What letters must have against their ground: WCAG 2.2, criterion 1.4.3, level AA."""
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours as WCAG 2.2 defines it, from 1 to 21.

    >>> contrast("#000000", "#ffffff")
    21.0
    """
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def check_accent_on_light(colour: str) -> None:
    """Refuse what is no colour, and a colour that cannot be read on white."""
    _check(colour, PAPER)


def check_accent_on_dark(colour: str) -> None:
    """Refuse what is no colour, and a colour that cannot be read on the paper of the night."""
    _check(colour, PAPER_AT_NIGHT)


def _check(colour: str, paper: str) -> None:
    if not _COLOUR.fullmatch(colour):
        raise ValidationError(say("A colour is written as # and six digits or letters from a to f, such as #0b4f5c."))
    if contrast(colour, paper) < LEAST_CONTRAST:
        raise ValidationError(say("Letters in this colour could not be read there; choose one that stands out more."))


def _luminance(colour: str) -> float:
    channels = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
