"""Figures as a reader meets them: in running text, beside a text, and on a page of their own.

What a text shows is what was published with it, until an editor corrects the page; the figure's page says what the record says now.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as say

from dalil import vocabulary
from dalil.bulletin.corrections.editions_on_pages import FigureShown, edition_asked_for
from dalil.bulletin.record.report_presenters import NamedSource, name_source
from dalil.counting.answer_words import say_answer
from dalil.counting.combine import Reading
from dalil.counting.models import Figure
from dalil.counting.public_figures import PublicFigure, count_as_stated, public_figures
from dalil.counting.question import GAP, Question
from dalil.record.credits import credited_sources
from dalil.record.per_request import once_per_request
from dalil.wording.counts import say_count, say_quantity
from dalil.wording.doubts import say_doubts_briefly
from dalil.wording.gaps import say_gap
from dalil.wording.numbers import say_number
from dalil.wording.totals import say_ends


@dataclass(frozen=True)
class FigureTile:
    """A figure beside a text. source: who says so; empty where that is unknown. doubts: what must be known beside the number, briefly."""

    url: str
    told: str
    doubts: str
    question: str
    source: str


@dataclass(frozen=True)
class InlineFigure:
    """A figure in running text, with its doubts in a few words, its range and the name of the reading that it uses."""

    url: str
    told: str
    doubts: str
    range: str
    reading: str


@dataclass(frozen=True)
class ExplainedReading:
    """A reading by its name, and how it is made; that is empty for a time between two reports."""

    name: str
    explained: str


def read_figures(figures: Iterable[FigureShown]) -> dict[FigureShown, PublicFigure]:
    """Read figures at once, each in the edition whose number stands beside its slug, or in the latest where none does.

    Within a request each of them is read once, so that a page shows one state of it.
    """
    known, wanted = _read_in_this_request(), dict.fromkeys(figures)
    if missing := [each for each in wanted if each not in known]:
        found = Figure.objects.filter(slug__in={slug for slug, _ in missing}).prefetch_related("editions")
        by_slug = {each.slug: each for each in found}
        asked = [(slug, number) for slug, number in missing if slug in by_slug]
        drafts = [by_slug[slug] if number is None else (by_slug[slug], number) for slug, number in asked]
        for this in public_figures(drafts):
            if this.edition:
                known[this.figure.slug, this.edition.number] = this
            if this.is_latest:
                known[this.figure.slug, None] = this
    return {each: known[each] for each in wanted if each in known}


@once_per_request
def _read_in_this_request() -> dict[FigureShown, PublicFigure]:
    return {}


def say_figure(this: PublicFigure, language: str, *, with_noun: bool = False, in_words: bool = False) -> str:
    """Say what a figure answered when it was published: in the words of its source where it rests on one report, else as a range.

    with_noun: with what it counts, as Arabic has it: «كيانان»، «أكثر من ٨٠ شخصاً». in_words: as running text writes it.
    """
    if this.question.measure == GAP:
        gap = this.contents.gap if this.contents else None
        return say_gap(gap, language) if gap else say_published(this, language)
    count = count_as_stated(this)
    if count is None:
        return say_answer(this.published, this.question, language, with_noun=with_noun, in_words=in_words)
    if with_noun and this.published.low is not None and this.published.unit:
        return say_quantity(count, language, in_words)
    return say_count(count, language)


def say_figure_on_page(this: PublicFigure, language: str) -> str:
    """Say a figure that stands by itself; in Arabic with its noun, since one and two are no numbers there."""
    return say_figure(this, language, with_noun=language == "ar")


def say_figure_with_doubts(this: PublicFigure, language: str) -> str:
    """Say a figure that stands by itself, with its doubts in a few words."""
    told, doubts = say_figure_on_page(this, language), say_doubts_briefly(this.doubts, language)
    return f"{told} ({doubts})" if doubts else told


def say_published(this: PublicFigure, language: str) -> str:
    """Say the total that was published, as a range or as a time in days."""
    return say_answer(this.published, this.question, language)


def explain_reading_of(question: Question, language: str) -> ExplainedReading:
    """Explain the reading that a question uses. A time between reports is told by none: it is worked out."""
    if question.measure == GAP:
        return ExplainedReading(say("worked out from the dates of two reports"), "")
    return explain_reading(question.reading, language)


def explain_reading(reading: Reading, language: str) -> ExplainedReading:
    """Name a reading, and say how it is made."""
    term = vocabulary.term("readings", reading.value)
    return ExplainedReading(term.label(language), term.extra.get(f"explained_{language}", ""))


def list_slugs() -> list[str]:
    """List the address of every published figure."""
    return list(Figure.objects.filter(editions__isnull=False).distinct().values_list("slug", flat=True))


def render_figures(attributes: Sequence[dict[str, str]]) -> list[str]:
    """Write the HTML of figures in running text; of one that does not exist, that it is missing.

    form="counted" says what is counted as well, in the number that the language asks for; form="tile" stands beside the text.
    """
    language = get_language() or "en"
    asked = [edition_asked_for(each) for each in attributes]
    known = read_figures(asked)
    return [_render_figure(known.get(shown), each, language) for shown, each in zip(asked, attributes, strict=True)]


def present_tiles(figures: Sequence[FigureShown], language: str) -> tuple[FigureTile, ...]:
    """Present figures beside a text, each in the edition that the page shows."""
    known = read_figures(figures)
    return tuple(_present_tile(known[each], language) for each in figures if each in known)


def link_figure(this: PublicFigure) -> str:
    """Return the address at which a reader finds this number: the figure's own, or that of the edition where a later one was published."""
    if this.edition is None or this.is_latest:
        return reverse("figure", args=[this.figure.slug])
    return reverse("figure-edition", args=[this.figure.slug, this.edition.number])


def name_sources_of(figures: Iterable[FigureShown], language: str) -> tuple[NamedSource, ...]:
    """Name who says what these figures count, where each rests on one report: every origin once."""
    found: dict[str, NamedSource] = {}
    for each in read_figures(figures).values():
        for origin in credited_sources(each.only)[0] if each.only else ():
            found[origin.code] = name_source(origin, language)
    return tuple(found.values())


def _render_figure(this: PublicFigure | None, attributes: dict[str, str], language: str) -> str:
    if this is None:
        missing = say("[a figure that is missing]")
        return f"<em>{missing}</em>"
    if attributes.get("form") == "tile":
        return render_to_string("bulletin/figures/figure_tile.html", {"figure": _present_tile(this, language)})
    counted = attributes.get("form") == "counted"
    context = InlineFigure(
        url=link_figure(this),
        told=say_figure(this, language, with_noun=counted, in_words=counted),
        doubts=say_doubts_briefly(this.doubts, language),
        range=_say_range_with_source(this, language),
        reading=explain_reading_of(this.question, language).name,
    )
    return render_to_string("bulletin/figures/figure_inline.html", {"figure": context}).strip()


def _say_range_with_source(this: PublicFigure, language: str) -> str:
    """The range, and who says so; for hovering and for those who hear the page."""
    who = _say_who(this, language) or say("source unknown")
    return ("، " if language == "ar" else ", ").join(
        (say_ends(this.published, language, days=this.question.measure == GAP), who)
    )


def _present_tile(this: PublicFigure, language: str) -> FigureTile:
    return FigureTile(
        url=link_figure(this),
        told=say_figure_on_page(this, language),
        doubts=say_doubts_briefly(this.doubts, language),
        question=this.figure.title.in_language(language),
        source=_say_who(this, language),
    )


def _say_who(this: PublicFigure, language: str) -> str:
    """Who says so; the empty string where it is unknown. Where many do, how many reports there are."""
    if this.only:
        names = [origin.name.in_language(language) for origin in credited_sources(this.only)[0]]
        return ("، " if language == "ar" else ", ").join(names)
    many = this.contents.reports if this.contents else 0
    return ngettext("%(told)s report", "%(told)s reports", many) % {"told": say_number(many, language)} if many else ""
