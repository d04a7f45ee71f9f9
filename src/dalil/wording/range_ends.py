"""Who makes the ends of a range that several sources span, in words for every page that shows one."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import override

from dalil.letters import join_list, join_with_and
from dalil.record.credits import credited_sources
from dalil.record.models import Report
from dalil.wording.counts import say_quantity


def list_range_ends(
    low_end: Iterable[Report], high_end: Iterable[Report], quantity: str, at_most: bool, language: str
) -> list[str]:
    """Say who makes the low end of a range and who the high end: “Low end: at least 29 people (North Monitor)”.

    low_end, high_end: the reports that do. quantity: the field that holds the number. at_most: all of them give upper bounds only.
    """
    with override(language):
        sentences = [_("Nobody gives a low end: it is unknown, and not zero.")] if at_most else []
        for words, end in ((_("Low end: %(told)s"), low_end), (_("High end: %(told)s"), high_end)):
            if told := [_say_statement(report, quantity, language) for report in end]:
                sentences.append(words % {"told": join_list(told, language)})
        return sentences


def _say_statement(report: Report, quantity: str, language: str) -> str:
    return f"{say_quantity(getattr(report.claim, quantity), language)} ({name_teller(report, language)})"


def name_teller(report: Report, language: str) -> str:
    """Name who says what a report says: its origins, else the relay it came through, else that the origin is unknown."""
    origins, relays = credited_sources(report)
    names = [source.name.in_language(language) for source in origins or relays[:1]]
    with override(language):
        return join_with_and(names, language) if names else _("origin unknown")
