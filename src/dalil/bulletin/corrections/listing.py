"""Corrections as readers meet them: on the page that was corrected, in the list of all corrections, and in its feed.

A correction is one of four: an editor's own words on a page; a page that shows another number than it was published with; a figure of
which a later edition was published; a page that was taken down. Each says what was, what is, and why: the reason of the edition, or of
the page, that corrects.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.timezone import localtime
from wagtail.models import Page

from dalil.bulletin.figures.presenters import read_figures, say_figure_with_doubts
from dalil.bulletin.models import CardPage, Dated, FigureOnPage, StoryPage, TakenDown
from dalil.bulletin.pages.card_presenters import PageDate
from dalil.bulletin.pages.readable import open_to_everybody, readable
from dalil.counting.models import FigureEdition
from dalil.wording.times import say_day


@dataclass(frozen=True)
class CorrectedNumber:
    """A number that was corrected: of which figure, what it was and what it is, each with its doubts and the way to its edition."""

    question: str
    was: str
    was_url: str
    now: str
    now_url: str


@dataclass(frozen=True)
class SaidCorrection(PageDate):
    """What was wrong, and what it says now. number: where a figure was corrected; text is then the reason."""

    text: str
    number: CorrectedNumber | None = None


@dataclass(frozen=True)
class ListedCorrection(SaidCorrection):
    """A correction in the list of all. title, url: of the page or the figure that was corrected. key: names it for ever.

    taken_down: the whole page was, for the reason that the text says. of_figure: the figure was corrected, wherever it is shown.
    """

    title: str = ""
    url: str = ""
    key: str = ""
    day: date = date.min
    taken_down: bool = False
    of_figure: bool = False


def say_corrections_of(page: Page, language: str) -> tuple[SaidCorrection, ...]:
    """Say the corrections of one page, the latest first."""
    rows = FigureOnPage.objects.filter(page_id=page.pk, corrects__isnull=False)
    found = [
        *_of_numbers_on_pages([page], rows, language),
        *_in_words_of_editors([page] if isinstance(page, Dated) else [], language),
    ]
    return tuple(sorted(found, key=lambda each: each.day, reverse=True))


def list_corrections(language: str) -> list[ListedCorrection]:
    """List every correction that readers of a language can be shown, the latest first."""
    pages = [
        page
        for kind in (StoryPage, CardPage)
        for page in readable(kind.objects.filter(locale__language_code=language)).select_related("locale")
    ]
    others = FigureOnPage.objects.filter(corrects__isnull=False, page__locale__language_code=language)
    known = {page.pk for page in pages}
    for page in readable(Page.objects.filter(pk__in=others.values("page"))):
        if page.pk not in known:
            pages.append(page)
    rows = others.filter(page__in=[page.pk for page in pages])
    found = [
        *_of_numbers_on_pages(pages, rows, language),
        *_in_words_of_editors([page for page in pages if isinstance(page, Dated)], language),
        *_of_figures(language),
        *_of_pages_taken_down(language),
    ]
    return sorted(found, key=lambda each: (each.day, each.key), reverse=True)


def _of_numbers_on_pages(pages: Sequence[Page], rows: Iterable[FigureOnPage], language: str) -> list[ListedCorrection]:
    by_pk = {page.pk: page for page in pages}
    these = list(rows.select_related("edition__figure", "corrects__edition"))  # type: ignore[attr-defined]
    pairs = [
        (row.edition.figure.slug, row.corrects.edition.number, row.edition.number) for row in these if row.corrects
    ]
    numbers = _say_numbers(pairs, language)
    return [
        ListedCorrection(
            **vars(_say_date(localtime(row.at).date(), language)),
            text=row.reason,
            number=number,
            title=by_pk[row.page_id].title,
            url=by_pk[row.page_id].get_url() or "",
            key=f"page-{by_pk[row.page_id].translation_key}-{language}-{row.pk}",
            day=localtime(row.at).date(),
        )
        for row, number in zip(these, numbers, strict=True)
    ]


def _in_words_of_editors(pages: Sequence[Dated], language: str) -> list[ListedCorrection]:
    return [
        ListedCorrection(
            **vars(_say_date(block.value["date"], language)),
            text=block.value["text"],
            title=page.title,
            url=page.get_url() or "",
            key=f"words-{page.translation_key}-{language}-{block.id}",
            day=block.value["date"],
        )
        for page in pages
        for block in page.corrections
    ]


def _of_figures(language: str) -> list[ListedCorrection]:
    later = FigureEdition.objects.filter(number__gt=1).defer("basis", "contents", "answer").select_related("figure")
    these = list(later)
    numbers = _say_numbers([(each.figure.slug, each.number - 1, each.number) for each in these], language)
    return [
        ListedCorrection(
            **vars(_say_date(localtime(each.at).date(), language)),
            text=each.reason,
            number=number,
            title=each.figure.title.in_language(language),
            url=reverse("figure", args=[each.figure.slug]),
            key=f"figure-{each.figure.slug}-{each.number}",
            day=localtime(each.at).date(),
            of_figure=True,
        )
        for each, number in zip(these, numbers, strict=True)
    ]


def say_taken_down(row: TakenDown, language: str) -> ListedCorrection:
    """Say that a page was taken down, since when and why."""
    day = localtime(row.at).date()
    return ListedCorrection(
        **vars(_say_date(day, language)),
        text=row.reason,
        title=row.title,
        url=row.page.get_url() or "",
        key=f"taken-down-{row.pk}",
        day=day,
        taken_down=True,
    )


def _of_pages_taken_down(language: str) -> list[ListedCorrection]:
    pages = open_to_everybody(Page.objects.filter(locale__language_code=language))
    rows = TakenDown.objects.filter(page__in=pages).select_related("page")
    return [say_taken_down(row, language) for row in rows]


def _say_numbers(changes: Sequence[tuple[str, int, int]], language: str) -> list[CorrectedNumber | None]:
    """Say what figures were and are. changes: slug, number of the edition before and of the one after. None for what cannot be shown."""
    read_figures([*((slug, was) for slug, was, _ in changes), *((slug, now) for slug, _, now in changes)])
    said: list[CorrectedNumber | None] = []
    for slug, was, now in changes:
        shown = read_figures([(slug, was), (slug, now)])
        before, after = shown.get((slug, was)), shown.get((slug, now))
        if before is None or after is None:
            said.append(None)
            continue
        said.append(
            CorrectedNumber(
                question=after.figure.title.in_language(language),
                was=say_figure_with_doubts(before, language),
                was_url=reverse("figure-edition", args=[slug, was]),
                now=say_figure_with_doubts(after, language),
                now_url=reverse("figure-edition", args=[slug, now]),
            )
        )
    return said


def _say_date(day: date, language: str) -> PageDate:
    return PageDate(say_day(day, language), day.isoformat())
