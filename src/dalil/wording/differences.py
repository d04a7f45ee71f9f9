"""How numbers differ, in words: one period from the one before, and what would have to be wrong for reports to agree."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from dalil.letters import join_with_and
from dalil.record.models import Report
from dalil.values.total import Interval
from dalil.wording.counts import say_quantity
from dalil.wording.numbers import say_number
from dalil.wording.range_ends import name_teller
from dalil.wording.totals import say_interval


def say_difference(low: int | None, high: int | None, language: str) -> str:
    """Say by how much a number differs from another: “4 to 6 more”, “3 fewer”, “between 2 fewer and 5 more”.

    low, high: the ends of the difference; None where nothing bounds it.
    """
    with override(language):
        if low is None and high is None:
            return _("cannot be told")
        if low is None or high is None:
            bound = low if high is None else high
            assert bound is not None
            template = _("at least %(said)s") if high is None else _("at most %(said)s")
            return template % {"said": _say_end(bound, language)}
        if low == high:
            return _say_end(low, language)
        if low >= 0 or high <= 0:
            small, large = sorted((abs(low), abs(high)))
            numbers = {"low": say_number(small, language), "high": say_number(large, language)}
            return (_("%(low)s to %(high)s more") if low >= 0 else _("%(low)s to %(high)s fewer")) % numbers
        return _("between %(low)s and %(high)s") % {"low": _say_end(low, language), "high": _say_end(high, language)}


def _say_end(number: int, language: str) -> str:
    if not number:
        return _("as many")
    word = (
        ngettext("%(n)s more", "%(n)s more", number) if number > 0 else ngettext("%(n)s fewer", "%(n)s fewer", -number)
    )
    return word % {"n": say_number(abs(number), language)}


def say_way_out(
    reports: Sequence[Report], agreed: Interval, quantity: str, unit: str, others: int, language: str
) -> str:
    """Say what the other reports allow where some are not believed: “Without the report of North Monitor (40 people), the others allow 10–14 people”.

    reports: those not believed. others: how many reports are left; of one alone nothing is agreed, it stands.
    """
    with override(language):
        names = join_with_and([_say_statement(each, quantity, language) for each in reports], language)
        number = {"names": names, "number": say_interval(agreed, unit, language)}
        without = ngettext(
            "Without the report of %(names)s, %(number)s is what the one that is left says.",
            "Without the report of %(names)s, all the others allow %(number)s.",
            others,
        )
        without_several = ngettext(
            "Without the reports of %(names)s, %(number)s is what the one that is left says.",
            "Without the reports of %(names)s, all the others allow %(number)s.",
            others,
        )
        return (without if len(reports) == 1 else without_several) % number


def _say_statement(report: Report, quantity: str, language: str) -> str:
    return f"{name_teller(report, language)} ({say_quantity(getattr(report.claim, quantity), language)})"
