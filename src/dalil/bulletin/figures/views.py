"""A figure's own page: the question, the answer and its reading, what it is made of, and the reports it rests on.

Only figures that were published are there. The numbered editions stay as they were published; they are what is cited.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import islice
from typing import Any

from django.core.paginator import Paginator
from django.db.models import TextField
from django.db.models.functions import Cast
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import get_language, override
from django.utils.translation import gettext as say
from django.views.decorators.http import require_safe

from dalil.bulletin.figures import presenters as figures
from dalil.bulletin.models import CardPage, StoryPage, ThemePage
from dalil.bulletin.pages.presenters import pages
from dalil.bulletin.pages.readable import readable
from dalil.bulletin.record import presenters as shown
from dalil.counting.answer import CountedEntity, ask
from dalil.counting.combine import Reading
from dalil.counting.models import FigureEdition
from dalil.counting.public_figures import PublicFigure, public_figures, published_figure
from dalil.counting.question import GAP, Question, Unanswerable
from dalil.counting.timelines import first_and_last
from dalil.exports.figures import figure_csv_lines, plain_figure, plain_figure_in_short
from dalil.exports.spreadsheet import csv_file
from dalil.record.entities import Entity, entities_of
from dalil.record.models import Report
from dalil.values import Count, When
from dalil.values.total import Total
from dalil.wording.changes import list_changed_parts
from dalil.wording.counts import name_units, say_count
from dalil.wording.gaps import say_gap
from dalil.wording.numbers import say_range, write_digits
from dalil.wording.times import say_when
from dalil.wording.totals import say_conflict, say_ends, say_total

ON_A_PAGE = 50  # entities
ONLY_TODAY = ("grade", "readings", "parts", "gap", "used_in")
"""What the page of a figure says of the record of today, and that of an edition leaves out."""
WEAKEST = ("disproved", "contested", "reported", "corroborated", "verified", "confirmed")
PER = {
    "en": {"day": "a day", "week": "a week", "month": "a month", "year": "a year"},
    "ar": {"day": "في اليوم", "week": "في الأسبوع", "month": "في الشهر", "year": "في السنة"},
}


@require_safe
def figure(request: HttpRequest, slug: str) -> HttpResponse:
    """The figure as the record has it today, beside what was published."""
    this, language = _opened(slug), get_language() or "en"
    sheet = _sheet(request, this)
    context = _context(request, this, language)
    context |= {
        "as_known_on": shown.say_date(localtime(this.answer.known_at).date(), language) if this.answer else "",
        "as_known_datetime": localtime(this.answer.known_at).date().isoformat() if this.answer else "",
        "grade": _grade(this, language),
        "readings": _readings(this, language),
        "parts": _parts(this, language),
        "gap": _gap(this, language),
        "changed": _changed(this, language),
        "history": [_line(this, each, language) for each in this.figure.editions.all()[1:]],
        "entities": _entities(_of_page(this, sheet), this.question, language),
        "used_in": _used_in(slug, language, request),
    }
    here = reverse("figure", args=[slug])
    return render(request, "bulletin/figures/figure.html", {"figure": context, "pages": pages(sheet, here, {})})


@require_safe
def edition(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """One edition, as it was published: the number to cite, and the entities it counted."""
    this, language = _opened(slug), get_language() or "en"
    that = this.figure.editions.filter(number=number).first()
    if that is None:
        raise Http404
    then = replace(this, edition=that)
    if that.question != this.figure.question:  # the figure asks something else today
        try:
            then = PublicFigure(this.figure, that, Question.of(that.question, kept=True), None, Total())
        except Unanswerable:  # its kind of report was taken away
            raise Http404 from None
    day = localtime(that.at).date()
    context = _context(request, then, language)
    basis = list(that.basis or {})[:ON_A_PAGE]
    behind = Report.objects.visible_to(shown.PUBLIC).filter(address__in=basis).values_list("pk", flat=True)
    context |= {
        "note": say("Edition %(number)s, as it was published on %(date)s.")
        % {"number": write_digits(str(number), language), "date": shown.say_date(day, language)},
        "as_known_on": shown.say_date(day, language),
        "as_known_datetime": day.isoformat(),
        "history": [_line(this, each, language) for each in this.figure.editions.all() if each.number != number],
        "changed": _changed(then, language),
        "entities": _entities(entities_of(behind, shown.PUBLIC), then.question, language),
    }
    return render(request, "bulletin/figures/figure.html", {"figure": context})


@require_safe
def as_csv(request: HttpRequest, slug: str) -> HttpResponse:
    """The figure as one table: the total, what it is made of, and every report behind it; see `exports.figures`."""
    this = _opened(slug)
    lines = figure_csv_lines(this, request.build_absolute_uri, get_language() or "en")
    return HttpResponse(
        csv_file(lines),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{slug}.csv"'},
    )


@require_safe
def as_json(request: HttpRequest, slug: str) -> HttpResponse:
    """The figure with its question, its answer, its editions and the entities it counts."""
    this = _opened(slug)
    return JsonResponse(plain(this, request), json_dumps_params={"ensure_ascii": False})


def plain(this: PublicFigure, request: HttpRequest) -> dict[str, Any]:
    """A figure as JSON gives it, with everything it rests on."""
    return plain_figure(this, request.build_absolute_uri, _words(this))


def in_short(this: PublicFigure, request: HttpRequest) -> dict[str, Any]:
    """A figure in a list: what it asks, what was published, what the public record says now."""
    return plain_figure_in_short(this, request.build_absolute_uri, _words(this))


def _words(this: PublicFigure) -> dict[str, str]:
    """The answer as pages say it, by language."""
    words = {}
    for language in ("en", "ar"):
        with override(language):
            words[language] = figures.say_figure(this, language)
    return words


def _opened(slug: str) -> PublicFigure:
    this = published_figure(slug)
    for found in public_figures([this] if this else []):
        return found
    raise Http404


def _context(request: HttpRequest, this: PublicFigure, language: str) -> dict[str, Any]:
    """What the page of a figure and that of an edition have in common."""
    slug, edition = this.figure.slug, this.edition
    question, answer = this.figure.title.in_language(language), _said(this, language)
    cited = reverse("figure-edition", args=[slug, edition.number]) if edition else reverse("figure", args=[slug])
    address = request.build_absolute_uri(cited)
    day = shown.say_date(localtime(edition.at).date(), language) if edition else ""
    bounds = say_ends(this.published, language, days=this.question.measure == GAP)
    note = this.figure.note
    return {
        "question": question,
        "told": answer,
        "range": bounds if bounds not in (answer, figures.say_figure(this, language)) else "",
        "unit": _unit(this, language),
        "per": _per(this, language),
        "reading": figures.reading_of(this.question, language),
        "note": note.in_language(language) if note else "",
        "csv_url": reverse("figure-csv", args=[slug]),
        "json_url": reverse("figure-json", args=[slug]),
        "cite": say("“%(question)s” %(answer)s. Dalil, edition %(number)s, %(date)s. %(address)s")
        % {
            "question": question,
            "answer": answer,
            "number": write_digits(str(edition.number if edition else 1), language),
            "date": day,
            "address": address,
        },
        "address": address,
        **dict.fromkeys(ONLY_TODAY),
    }


def _said(this: PublicFigure, language: str) -> str:
    """The answer on a page; in Arabic with its noun, since one and two are no numbers there."""
    return figures.say_figure(this, language, with_noun=language == "ar")


def _unit(this: PublicFigure, language: str) -> str:
    return name_units(this.published.unit, language) if this.published.unit else ""


def _per(this: PublicFigure, language: str) -> str:
    per = getattr(this.only.claim, "per", None) if this.only else None
    return PER[language].get(per, "") if per else ""


def _sheet(request: HttpRequest, this: PublicFigure) -> Any:
    """The page of entities asked for; only as many are read as it shows."""
    total = this.total.entities
    return Paginator(range(total), ON_A_PAGE).get_page(request.GET.get("page"))


def _of_page(this: PublicFigure, sheet: Any) -> list[Entity]:
    if this.answer is None:
        return []
    found: list[CountedEntity] = this.answer.entities(ON_A_PAGE, (sheet.number - 1) * ON_A_PAGE)
    entities = {each.address: each for each in entities_of([each.reports[0] for each in found], shown.PUBLIC)}
    return [entities[each.address] for each in found if each.address in entities]


def _entities(these: list[Entity], question: Question, language: str) -> list[dict[str, Any]]:
    quantity = question.measure if question.is_quantity else ""
    said = iter(shown.reports([report for each in these for report in each.reports], language, quantity))
    return [
        shown.entity_line(each, language, quantity if len(each.reports) > 1 else "")
        | {"reports": list(islice(said, len(each.reports)))}
        for each in these
    ]


def _grade(this: PublicFigure, language: str) -> dict[str, str] | None:
    """The weakest grade among what is counted. Of many, “reported” holds some of one known origin and some of none."""
    if this.answer is None or not this.total.entities:
        return None
    by_grade = ask(this.question.model_copy(update={"by": ("grade",), "measure": "entities"}), shown.PUBLIC)
    weakest = min((row.keys[0] for row in by_grade.rows if row.keys[0]), key=WEAKEST.index)
    said = shown.grade_in_words(weakest, language)
    if weakest != "reported":
        return said
    found = this.answer.entities(2)
    if len(found) > 1:
        return said | {"explained": say("of each, at most one origin is known")}
    unknown = found and not found[0].n_origins
    return said | {"explained": shown.origin_unknown(found[0].n_reports)} if unknown else said


def _readings(this: PublicFigure, language: str) -> list[dict[str, Any]]:
    if this.answer is None or not this.question.is_quantity:
        return []
    rows = []
    for reading in Reading:
        chosen = reading is this.question.reading
        answer = ask(this.question.model_copy(update={"reading": reading, "by": ()}), shown.PUBLIC)
        total = answer.total
        said = say_total(total, language, with_noun=language == "ar")
        if chosen and not this.has_changed:
            said = _said(this, language)
        elif reading is Reading.AGREED and total.low is None and total.conflict:
            said = say_conflict(language)
        rows.append({**figures.in_reading(reading, language), "told": said, "chosen": chosen})
    return rows


def _parts(this: PublicFigure, language: str) -> dict[str, Any] | None:
    """What a figure is made of: the breakdown that its source gives, or the lines of a grouped question."""
    if this.answer is not None and this.question.by and this.answer.rows:
        return _lines(this, language)
    claim = this.only.claim if this.only else None
    parts = getattr(claim, "parts", ())
    whole = getattr(claim, this.question.measure, None) if claim else None
    if not parts or not isinstance(whole, Count) or claim is None:
        return None
    named = claim.parts_total()  # type: ignore[attr-defined]
    full = max(whole.high or whole.low, named.low, 1)
    start, rows = 0.0, []
    for part in parts:
        share = 100 * part.count.low / full
        rows.append(
            {
                "label": part.what.in_language(language),
                "told": say_count(part.count, language),
                "start": start,
                "share": share,
            }
        )
        start += share
    partial = not claim.parts_complete  # type: ignore[attr-defined]
    low, high = max(0, whole.low - (named.high or whole.low)), None if whole.high is None else whole.high - named.low
    rest = {"told": say_ends(Total(low=low, high=high), language), "start": start, "share": max(0.0, 100 - start)}
    return {
        "partial": partial,
        "named": say_range(named.low, named.high, language),
        "whole": say_count(whole, language),
        "rows": rows,
        "rest": rest if partial else None,
    }


def _lines(this: PublicFigure, language: str) -> dict[str, Any]:
    assert this.answer is not None
    lows = [row.total.low or 0 for row in this.answer.rows]
    full, start, rows = max(sum(lows), 1), 0.0, []
    for row, low in zip(this.answer.rows, lows, strict=True):
        label = " · ".join(words.in_language(language) for words in row.labels)
        rows.append({"label": label, "told": say_total(row.total, language), "start": start, "share": 100 * low / full})
        start += 100 * low / full
    return {"partial": False, "named": "", "whole": "", "rows": rows, "rest": None}


def _gap(this: PublicFigure, language: str) -> dict[str, Any] | None:
    gap = first_and_last(this.question, shown.PUBLIC).gap if this.question.measure == GAP and this.answer else None
    if gap is None:
        return None
    ids = Report.objects.visible_to(shown.PUBLIC).filter(address__in=[gap.before.address, gap.after.address])
    known = {each.address: each for each in entities_of(ids.values_list("pk", flat=True), shown.PUBLIC)}

    def end(moment: Any) -> dict[str, str]:
        return {
            "title": shown.entity_title(known[moment.address], language),
            "url": reverse("entity", args=[moment.address]),
            "when": say_when(When.span(moment.start, moment.end), language),
        }

    return {"told": say_gap(gap, language), "last": end(gap.before), "first": end(gap.after)}


def _changed(this: PublicFigure, language: str) -> dict[str, str] | None:
    """Where the record says something else than was published: both, since when, and what changed."""
    if this.edition is None or this.answer is None or not this.has_changed:
        return None
    day = localtime(this.answer.known_at).date()
    return {
        "published": figures.say_published(this, language),
        "now": say_total(this.total, language, days=this.question.measure == GAP),
        "what": list_changed_parts(this.changed_parts, language),
        "date": shown.say_date(day, language),
        "datetime": day.isoformat(),
        "text": this.edition.reason,
    }


def _line(this: PublicFigure, edition: FigureEdition, language: str) -> dict[str, str]:
    day = localtime(edition.at).date()
    return {
        "date": shown.say_date(day, language),
        "datetime": day.isoformat(),
        "told": say_total(edition.total, language, days=this.question.measure == GAP),
    }


def _used_in(slug: str, language: str, request: HttpRequest) -> list[dict[str, str]]:
    """The pages of this language that everybody may read and whose text shows the figure."""
    found = []
    for kind in (StoryPage, CardPage, ThemePage):
        in_language = kind.objects.filter(locale__language_code=language)
        live = readable(in_language).annotate(stored=Cast("body", TextField()))
        in_body = live.filter(stored__contains=f'slug=\\"{slug}\\"') | live.filter(
            stored__contains=f'"value": "{slug}"'
        )
        if kind is CardPage:
            in_body = in_body | live.filter(summary__contains=f'slug="{slug}"')
        found += [{"title": page.title, "url": page.get_url(request)} for page in in_body.distinct()]
    return found
