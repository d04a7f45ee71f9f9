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
from dalil.values.total import Total
from dalil.wording.gaps import say_duration, say_gap
from dalil.wording.values import DAYS, noun_of, say_count, say_number, say_quantity, say_range, say_range_of


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


def told(this: PublicFigure, language: str) -> str:
    """The answer as published: as its source put it where it rests on one report, as a range otherwise."""
    if this.question.measure == GAP:
        return _gap_told(this, language)
    count = stated(this)
    return say_count(count, language) if count else say_total(this.published, language)


def told_with_noun(this: PublicFigure, language: str, in_words: bool = False) -> str:
    """The answer with what it counts, as Arabic has it: «كيانان»، «أكثر من ٨٠ شخصاً». in_words: as running text writes it."""
    total = this.published
    if this.question.measure == GAP or total.low is None or not total.unit:
        return told(this, language)
    count = stated(this)
    if count:
        return say_quantity(count, language, in_words)
    return say_range_of(total.low, total.high, noun_of(total.unit), language, in_words)


def _gap_told(this: PublicFigure, language: str) -> str:
    gap = first_and_last(this.question, shown.PUBLIC).gap if this.answer is not None and not this.has_changed else None
    return say_gap(gap, language) if gap else say_answer(this.question, this.published, language)


def say_answer(question: Question, total: Total, language: str) -> str:
    """A total as what was asked for: a number, or a time in days."""
    if question.measure != GAP or total.low is None:
        return say_total(total, language)
    return say_duration(total.low, total.high, DAYS, language)


def say_total(total: Total, language: str) -> str:
    """A total as a range, or that it is unknown."""
    return say("unknown") if total.low is None else say_range(total.low, total.high, language)


def say_ends(this: PublicFigure, language: str) -> str:
    """What was published with both its ends; a time in days."""
    is_time = this.question.measure == GAP and this.published.low is not None
    return say_answer(this.question, this.published, language) if is_time else say_bounds(this.published, language)


def say_bounds(total: Total, language: str) -> str:
    """A total with both its ends: “81 or more”, “7,500–8,500”."""
    if total.low is None:
        return say("unknown, which is not zero")
    if total.high is None:
        return say("%(number)s or more") % {"number": say_number(total.low, language)}
    return say_range(total.low, total.high, language)


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
        "told": told_with_noun(this, language, in_words=True)
        if attributes.get("form") == "counted"
        else told(this, language),
        "range": _with_source(this, language),
        "reading": reading_of(this.question, language)["name"],
    }
    return render_to_string("bulletin/figures/figure_inline.html", {"figure": context}).strip()


def _with_source(this: PublicFigure, language: str) -> str:
    """The range, and who says so; for hovering and for those who hear the page."""
    who = _who(this, language) or say("source unknown")
    return ("، " if language == "ar" else ", ").join((say_ends(this, language), who))


def _tile(this: PublicFigure, language: str) -> dict[str, Any]:
    return {
        "url": reverse("figure", args=[this.figure.slug]),
        "told": told_with_noun(this, language) if language == "ar" else told(this, language),
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
