"""Answers in words."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dalil.values.total import Total
from dalil.wording.values import noun_of, say_number, say_range, say_range_of


def say_total(total: Total, language: str, days: bool = False) -> str:
    """A total as a range: “at least 82”; said to be unknown where nothing is known, never zero. days: it is a time in days."""
    if not total.addable:
        return _("not added: these numbers overlap")
    if total.low is None:
        return _("unknown")
    said = say_range(total.low, total.high, language)
    if days:
        return _("%(n)s days") % {"n": said}
    if not total.unit or (total.unit == "person" and language != "ar"):
        return said
    return say_range_of(total.low, total.high, noun_of(total.unit), language)


def caveats(total: Total, perhaps: int, overlapping: bool, language: str) -> list[str]:
    """What a reader must know beside the number: what has no upper end, what is unknown, what does not agree."""
    counted = (
        (total.open, ngettext("%(n)s has no upper end.", "%(n)s have no upper end.", total.open)),
        (
            total.unknown,
            ngettext(
                "Of %(n)s the number is unknown; it is not taken as zero.",
                "Of %(n)s the number is unknown; they are not taken as zero.",
                total.unknown,
            ),
        ),
        (
            total.conflict,
            ngettext(
                "%(n)s is told in ways that exclude each other.",
                "%(n)s are told in ways that exclude each other.",
                total.conflict,
            ),
        ),
        (
            total.contradictory,
            ngettext(
                "In %(n)s a source contradicts itself.",
                "In %(n)s a source contradicts itself.",
                total.contradictory,
            ),
        ),
        (
            total.other,
            ngettext("%(n)s is told only in another unit.", "%(n)s are told only in another unit.", total.other),
        ),
        (
            perhaps,
            ngettext(
                "%(n)s more may belong: its time or place is known less exactly.",
                "%(n)s more may belong: their time or place is known less exactly.",
                perhaps,
            ),
        ),
    )
    said = [sentence % {"n": say_number(n, language)} for n, sentence in counted if n]
    if overlapping:
        said.append(_("Some count in several rows, so the rows add up to more than the total."))
    return said
