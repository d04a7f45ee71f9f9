"""Where a source overlaps with others: who has what the other lacks, and a plot of where the two agree."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse

from dalil.bulletin.drawings.drawn import Drawing
from dalil.bulletin.drawings.range_charts import draw_overlap
from dalil.bulletin.record.report_presenters import PUBLIC
from dalil.counting.question import Question, facet_fields
from dalil.counting.source_overlap import SharingSource, overlap_of, sources_sharing_with
from dalil.record.models import Source
from dalil.wording.numbers import say_number

KIND, MEASURE, UNIT = "incident", "killed", "person"
"""What is compared: the incidents of two sources, and how many they say were killed."""


@dataclass(frozen=True)
class OverlapLine:
    """Another source, and how many incidents the two share and each has alone. url: to the plot of the two; empty where it is shown."""

    name: str
    url: str
    both: str
    only_this: str
    only_other: str


@dataclass(frozen=True)
class OverlapTable:
    """A source beside the others with which it shares most incidents, and the plot of it and one of them."""

    lines: tuple[OverlapLine, ...]
    drawing: Drawing


def present_overlap(this: Source, beside: str, language: str) -> OverlapTable | None:
    """Present where a source overlaps with others; None where it shares no incident with any.

    beside: the code of the other source of the plot; the one that shares most where it shares nothing with that one.
    """
    sharing = {each.code: each for each in sources_sharing_with(this.code, KIND, PUBLIC)}
    sources = {each.code: each for each in Source.objects.visible_to(PUBLIC).filter(code__in=sharing)}
    lines = {code: each for code, each in sharing.items() if code in sources}
    if not lines:
        return None
    chosen = beside if beside in lines else next(iter(lines))
    question = Question(kind=KIND, measure=MEASURE)
    overlap = overlap_of(question, this.code, chosen, PUBLIC)
    names = (this.name.in_language(language), sources[chosen].name.in_language(language))
    label = facet_fields(question.kind_class)[MEASURE].label.in_language(language)
    return OverlapTable(
        lines=tuple(_present_line(this, sources[code], each, code == chosen, language) for code, each in lines.items()),
        drawing=draw_overlap(overlap, names, label, UNIT, name="overlap-plot", language=language),
    )


def _present_line(this: Source, other: Source, sharing: SharingSource, shown: bool, language: str) -> OverlapLine:
    address = f"{reverse('source', args=[this.code])}?source={other.code}#overlap"
    return OverlapLine(
        name=other.name.in_language(language),
        url="" if shown else address,
        both=say_number(sharing.both, language),
        only_this=say_number(sharing.only_one, language),
        only_other=say_number(sharing.only_other, language),
    )
