"""Figures as a reader meets them: in running text, beside a text, and on a page of their own.

What a text shows is what was published with it; when the record says something else since, the figure's page says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as say

from dalil import vocabulary
from dalil.bulletin.record import presenters as shown
from dalil.counting.answer import ask
from dalil.counting.combine import Reading
from dalil.counting.models import Figure
from dalil.counting.public_figures import PublicFigure, public_figures, stated
from dalil.counting.question import GAP, REPORTS, Question
from dalil.counting.timelines import first_and_last
from dalil.record.credits import credited_sources
from dalil.record.per_request import once_per_request
from dalil.wording.counts import say_count, say_quantity
from dalil.wording.gaps import say_gap
from dalil.wording.numbers import say_number
from dalil.wording.totals import say_ends, say_total


def by_slug(slugs: Iterable[str]) -> dict[str, PublicFigure]:
    """The figures with these addresses, read at once; within a request each of them once, so that a page shows one state of it."""
    known, wanted = _read_in_this_request(), set(slugs)
    if missing := wanted - known.keys():
        figures = Figure.objects.filter(slug__in=missing).prefetch_related("editions")
        known |= {each.figure.slug: each for each in public_figures(figures)}
    return {slug: known[slug] for slug in wanted if slug in known}


@once_per_request
def _read_in_this_request() -> dict[str, PublicFigure]:
    return {}


def say_figure(this: PublicFigure, language: str, *, with_noun: bool = False, in_words: bool = False) -> str:
    """Say what a figure answered when it was published: in the words of its source where it rests on one report, else as a range.

    with_noun: with what it counts, as Arabic has it: «كيانان»، «أكثر من ٨٠ شخصاً». in_words: as running text writes it.
    """
    if this.question.measure == GAP:
        gap = first_and_last(this.question, shown.PUBLIC).gap if this.answer and not this.has_changed else None
        return say_gap(gap, language) if gap else say_published(this, language)
    count = stated(this)
    if count is None:
        return say_total(this.published, language, with_noun=with_noun, in_words=in_words)
    if with_noun and this.published.low is not None and this.published.unit:
        return say_quantity(count, language, in_words)
    return say_count(count, language)


def say_published(this: PublicFigure, language: str) -> str:
    """Say the total that was published, as a range or as a time in days."""
    return say_total(this.published, language, days=this.question.measure == GAP)


def reading_of(question: Question, language: str) -> dict[str, str]:
    """The reading a question uses, and what it means. A time between reports is told by none: it is worked out."""
    if question.measure == GAP:
        return {"name": say("worked out from the dates of two reports"), "explained": ""}
    return in_reading(question.reading, language)


def in_reading(reading: Reading, language: str) -> dict[str, str]:
    """A reading by its name, and how it is made."""
    term = vocabulary.term("readings", reading.value)
    return {"name": term.label(language), "explained": term.extra.get(f"explained_{language}", "")}


def all_slugs() -> list[str]:
    """The address of every published figure."""
    return list(Figure.objects.filter(editions__isnull=False).distinct().values_list("slug", flat=True))


def in_text(attributes: Sequence[dict[str, str]]) -> list[str]:
    """The HTML of figures in running text; of one that does not exist, that it is missing.

    form="counted" says what is counted as well, in the number that the language asks for; form="tile" stands beside the text.
    """
    language = get_language() or "en"
    known = by_slug(each.get("slug", "") for each in attributes)
    return [_html(known.get(each.get("slug", "")), each, language) for each in attributes]


def tiles(slugs: Sequence[str], language: str) -> list[dict[str, Any]]:
    """Figures beside a text."""
    known = by_slug(slugs)
    return [_tile(known[slug], language) for slug in slugs if slug in known]


def sources(slugs: Iterable[str], language: str) -> list[dict[str, str]]:
    """Who says what these figures count, where each rests on one report: every origin once."""
    found: dict[str, dict[str, str]] = {}
    for each in by_slug(slugs).values():
        for origin in credited_sources(each.only)[0] if each.only else ():
            found[origin.code] = shown.named(origin, language)
    return list(found.values())


def _html(this: PublicFigure | None, attributes: dict[str, str], language: str) -> str:
    if this is None:
        missing = say("[a figure that is missing]")
        return f"<em>{missing}</em>"
    if attributes.get("form") == "tile":
        return render_to_string("bulletin/figures/figure_tile.html", {"figure": _tile(this, language)})
    context = {
        "url": reverse("figure", args=[this.figure.slug]),
        "told": say_figure(this, language, with_noun=True, in_words=True)
        if attributes.get("form") == "counted"
        else say_figure(this, language),
        "range": _with_source(this, language),
        "reading": reading_of(this.question, language)["name"],
    }
    return render_to_string("bulletin/figures/figure_inline.html", {"figure": context}).strip()


def _with_source(this: PublicFigure, language: str) -> str:
    """The range, and who says so; for hovering and for those who hear the page."""
    who = _who(this, language) or say("source unknown")
    return ("، " if language == "ar" else ", ").join(
        (say_ends(this.published, language, days=this.question.measure == GAP), who)
    )


def _tile(this: PublicFigure, language: str) -> dict[str, Any]:
    return {
        "url": reverse("figure", args=[this.figure.slug]),
        "told": say_figure(this, language, with_noun=language == "ar"),
        "question": this.figure.title.in_language(language),
        "source": _who(this, language),
    }


def _who(this: PublicFigure, language: str) -> str:
    """Who says so; the empty string where it is unknown. Where many do, how many reports there are."""
    if this.only:
        names = [origin.name.in_language(language) for origin in credited_sources(this.only)[0]]
        return ("، " if language == "ar" else ", ").join(names)
    if this.answer is None or not this.total.entities:
        return ""
    many = (
        ask(this.question.model_copy(update={"measure": REPORTS, "unit": None, "by": ()}), shown.PUBLIC).total.low or 0
    )
    return ngettext("%(told)s report", "%(told)s reports", many) % {"told": say_number(many, language)}
