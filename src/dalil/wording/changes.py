"""The difference between a published figure and the record of today, in words, for every surface."""

from __future__ import annotations

from collections.abc import Collection

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, override

from dalil.letters import join_list, join_with_and
from dalil.values.figure_change import FigurePart
from dalil.wording.numbers import say_number

PART_NAMES: dict[FigurePart, str | Promise] = {
    FigurePart.QUESTION: gettext_lazy("the question that is asked"),
    FigurePart.RANGE: gettext_lazy("the lowest or the highest number"),
    FigurePart.BEST: gettext_lazy("the best number or the largest number stated"),
    FigurePart.UNIT: gettext_lazy("the unit"),
    FigurePart.DOUBTS: gettext_lazy("what is unknown or in doubt"),
    FigurePart.LINES: gettext_lazy("the lines of the answer"),
    FigurePart.ENTITIES: gettext_lazy("what is counted, or a number in it"),
    FigurePart.REPORTS: gettext_lazy("the reports behind it"),
}
"""The words for every part of a figure that can change."""


def list_changed_parts(parts: Collection[FigurePart], language: str) -> str:
    """List the parts of a figure that changed, in one order: “the unit and the reports behind it”."""
    with override(language):
        return join_with_and([str(name) for part, name in PART_NAMES.items() if part in parts], language)


def say_change(published: str, now: str, parts: Collection[FigurePart], language: str) -> str:
    """Say what was published and what the record says now; where both read the same, say what changed instead.

    published, now: the two totals in words. now is empty where the question cannot be answered any more.
    """
    with override(language):
        if not now:
            return _("published %(then)s, the public record can no longer answer it") % {"then": published}
        if now != published:
            return _("published %(then)s, the record now says %(now)s") % {"then": published, "now": now}
        return _("published %(then)s, the record still says so; what changed: %(what)s") % {
            "then": published,
            "what": list_changed_parts(parts, language),
        }


def say_entity_change(then: str, now: str, new_reports: int, gone_reports: int, language: str) -> str:
    """Say how one entity is counted otherwise than it was: its number then and now, and how many reports came and went."""
    with override(language):
        said = [_("%(then)s then, %(now)s now") % {"then": then, "now": now}]
        for many, sentence in (
            (new_reports, ngettext("%(n)s new report", "%(n)s new reports", new_reports)),
            (gone_reports, ngettext("%(n)s report gone", "%(n)s reports gone", gone_reports)),
        ):
            if many:
                said.append(sentence % {"n": say_number(many, language)})
        return join_list(said, language)
