"""Figures: making one of a question, what was published, what the record says now, and publishing it anew."""

from __future__ import annotations

from itertools import chain
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from wagtail.models import Page

from dalil.access.models import Proposal
from dalil.bulletin.corrections.correcting import correct_page
from dalil.bulletin.corrections.pages_with_figures import list_rows_of
from dalil.bulletin.explore.asked import read_question
from dalil.counting.figures import Stale, current_answer, define_figure, question_of, stale_figures
from dalil.counting.models import Figure
from dalil.counting.question import Question, Unanswerable
from dalil.counting.question_parameters import write_question
from dalil.desk.access.proposed import say_proposed
from dalil.desk.counting.views import present_answer
from dalil.desk.figures.forms import FigureForm, PagesForm, PublishForm
from dalil.desk.figures.kept_questions import keep, note_seen
from dalil.desk.figures.presenters import say_edition, say_now, say_to_readers
from dalil.desk.protecting.gate_questions import asker_of
from dalil.desk.screens import DeskRequest, button, can, language, may, saying, screen, viewer_of
from dalil.gate import doors as gate
from dalil.gate.examination import examine_figure
from dalil.record import actions
from dalil.record.models import Report
from dalil.record.search.index_text import indexed
from dalil.wording.changes import list_changed_parts, say_change, say_entity_change
from dalil.wording.numbers import say_range
from dalil.wording.refusals import refusal

MOST = 30


@may("count")
def figures(request: DeskRequest) -> HttpResponse:
    """Every figure, with what was published and what the public record says now."""
    stale = {each.figure.pk: each for each in stale_figures()}
    rows = []
    for figure in Figure.objects.visible_to(viewer_of(request)).prefetch_related("editions"):
        edition, now = figure.edition, say_now(figure, language())
        published = say_edition(edition, language()) if edition else ""
        parts = stale[figure.pk].change.parts if figure.pk in stale else frozenset()
        rows.append(
            {
                "figure": figure,
                "title": figure.title.in_language(language()),
                "edition": edition,
                "published": published,
                "change": say_change(published, now, parts, language()),
                "now": now or _("cannot be asked any more"),
                "stale": figure.pk in stale or (edition is not None and not now),
                "lost": not now,
            }
        )
    rows.sort(key=lambda row: not row["stale"])
    return screen(
        request,
        "desk/figures/figures.html",
        _("Figures"),
        icon="order",
        buttons=[button(_("Count"), reverse("desk:count"), "plus")],
        rows=rows,
        stale=sum(row["stale"] for row in rows),
    )


@may("count")
def figure(request: DeskRequest, slug: str) -> HttpResponse:
    """One figure: its question, its editions, what changed since the last, and what is behind it."""
    found = get_object_or_404(Figure.objects.visible_to(viewer_of(request)), slug=slug)
    try:
        answer = current_answer(found, viewer_of(request))
        shown = present_answer(request, answer)
        note_seen(found, request.user, viewer_of(request), answer)
    except Unanswerable as error:
        shown = {"unanswerable": refusal(error)}
    stale = next(stale_figures(slugs=[slug]), None)
    shown_on = list_rows_of(found)
    pages = [row.page for row in shown_on if may_publish(row.page, request)]
    behind = [row.page for row in shown_on if found.edition and row.edition.number < found.edition.number]
    objections = examine_figure(found, asker_of(request)) if can(request, "publish") else ()
    return screen(
        request,
        "desk/figures/figure.html",
        found.title.in_language(language()),
        icon="order",
        above=[(reverse("desk:figures"), _("Figures"))],
        figure=found,
        feed_url=_feed_of(found) if "answer" in shown else "",
        editions=[(each, say_edition(each, language())) for each in found.editions.select_related("by")],
        public=say_now(found, language()) or _("cannot be asked any more"),
        stale=stale,
        what_changed=list_changed_parts(stale.change.parts, language()) if stale else "",
        changes=_list_entity_changes(stale, request) if stale else [],
        form=PublishForm(objections=objections, pages=pages) if can(request, "publish") and "answer" in shown else None,
        shown_on=[(row, say_edition(row.edition, language()), row.page in behind) for row in shown_on],
        correcting=_form_of_pages_behind(found, [page for page in behind if page in pages], request),
        objections=[refusal(each) for each in objections],
        waiting=gate.waiting_for(found) if objections else (),
        **shown,
    )


def _feed_of(found: Figure) -> str:
    """The address of the feed that tells when the public answer changes."""
    return f"{reverse('explore-feed')}?{write_question(question_of(found))}"


def _form_of_pages_behind(found: Figure, pages: list[Page], request: DeskRequest) -> PagesForm | None:
    """The form by which pages that show an earlier edition are corrected; the reason is that of the latest edition unless it is changed."""
    if not pages or found.edition is None or not can(request, "publish"):
        return None
    return PagesForm(pages=pages, initial={"reason": found.edition.reason})


def may_publish(page: Page, request: DeskRequest) -> bool:
    """Tell whether the person at the screen may publish this page."""
    return bool(page.permissions_for_user(request.user).can_publish())


@require_POST
@may("publish")
def correct_pages(request: DeskRequest, slug: str) -> HttpResponse:
    """Publish the correction of pages: they show the latest edition from now on, with the date, both numbers and the reason."""
    found = get_object_or_404(Figure.objects.visible_to(viewer_of(request)), slug=slug)
    _correct_chosen(found, request)
    return redirect("desk:figure", slug)


def _correct_chosen(found: Figure, request: DeskRequest) -> None:
    """Correct the pages that were chosen on a form, as far as the person may publish them, and say what came of each."""
    chosen, reason = set(request.POST.getlist("pages")), request.POST.get("reason", "")
    for row in list_rows_of(found):
        if str(row.page_id) not in chosen or not may_publish(row.page, request):
            continue
        with saying(request, _("The correction of “%(page)s” is published.") % {"page": row.page.title}):
            correct_page(row.page, found, asker=asker_of(request), reason=reason)


@require_POST
@may("count")
def make_figure(request: DeskRequest) -> HttpResponse:
    """Keep the question that was asked under an address that pages can show and readers can cite.

    Who may not publish keeps a draft: no reader sees it before an editor publishes its first edition.
    """
    form = FigureForm(request.POST, screen_language=language(), viewer=viewer_of(request))
    if form.is_valid():
        typed = form.cleaned_data
        figure = define_figure(
            typed["slug"],
            typed["question"],
            actor=request.user,
            title_en=typed["title_en"],
            title_ar=typed["title_ar"],
            note_en=typed["note_en"],
            note_ar=typed["note_ar"],
        )
        keep(figure, request.user, viewer_of(request))
        said = (
            _("The figure is defined. Publish its first edition when it is right.")
            if can(request, "publish")
            else _("The draft is kept. Readers see it when an editor has published its first edition.")
        )
        messages.success(request, said)
        return redirect("desk:figure", figure.slug)
    return _show_making(request, form, form.cleaned_data.get("question"), status=422)


@may("count")
def keep_question(request: DeskRequest) -> HttpResponse:
    """Show the form that keeps the question of an address, in the parameters that the public page for exploring writes; where that is no
    question, say why at the count."""
    asked = read_question(request.GET, viewer_of(request))
    if asked.question is None:
        for words in chain.from_iterable(asked.faults.values()):
            messages.error(request, words)
        return redirect("desk:count")
    initial = {"question": asked.question.plain()}
    form = FigureForm(initial=initial, screen_language=language(), viewer=viewer_of(request))
    return _show_making(request, form, asked.question, status=200)


def _show_making(request: DeskRequest, form: FigureForm, question: Question | None, *, status: int) -> HttpResponse:
    return screen(
        request,
        "desk/figures/make_figure.html",
        _("Make a figure"),
        icon="order",
        above=[(reverse("desk:count"), _("Count"))],
        form=form,
        in_words=question.in_words(language(), viewer_of(request)) if question else "",
        status=status,
    )


@require_POST
@may("publish")
def publish(request: DeskRequest, slug: str) -> HttpResponse:
    """Publish what the public record says now as the next edition; readers see the correction with its date and reason."""
    found = get_object_or_404(Figure.objects.visible_to(viewer_of(request)), slug=slug)
    before = found.edition
    reason = request.POST.get("reason", "").strip()
    if before and not reason:
        messages.error(request, _("Say why the figure is corrected; readers see the reason."))
        return redirect("desk:figure", slug)
    because = request.POST.get("because", "") if request.POST.get("override") else None
    try:
        edition = gate.publish_figure(found, asker=asker_of(request), reason=reason, override_because=because)
    except (Unanswerable, actions.Refused) as error:
        messages.error(request, refusal(error))
        return redirect("desk:figure", slug)
    if isinstance(edition, Proposal):
        say_proposed(request, edition)
    elif before and edition.pk == before.pk:
        messages.info(request, _("The record says the same as the edition that is published; nothing was changed."))
    else:
        messages.success(request, _("Edition %(number)s is published.") % {"number": edition.number})
        _correct_chosen(found, request)
    return redirect("desk:figure", slug)


@may("count")
def choices(request: DeskRequest) -> HttpResponse:
    """Figures for the editor’s button, as JSON: address, title, and what the public record says now."""
    from dalil.text.spelling import WordList  # loads kernels, which most commands never need

    figures = {
        each: indexed(f"{each.slug} {each.title_en} {each.title_ar}")
        for each in Figure.objects.visible_to(viewer_of(request)).prefetch_related("editions")
    }
    spellings = WordList()
    spellings.add((word, word) for title in figures.values() for word in title.split())
    wanted = [{word, *spellings.find_spellings(word)} for word in indexed(request.GET.get("q", "")).split()]
    lines: list[dict[str, str]] = []
    for each, words in figures.items():
        if all(any(word in words for word in spelled) for spelled in wanted) and len(lines) < MOST:
            title = each.title.in_language(language())
            lines.append({"slug": each.slug, "title": title, "says": say_to_readers(each, language())})
    return JsonResponse({"figures": lines})


def _list_entity_changes(stale: Stale, request: DeskRequest) -> list[dict[str, Any]]:
    """The entities that a figure counts otherwise than its last edition did, with their numbers and reports then and now."""
    changes = stale.change.entities
    visible = Report.objects.visible_to(viewer_of(request)).filter(address__in=[each.address for each in changes])
    reports = {report.address: report for report in visible}
    return [
        {
            "report": reports.get(change.address),
            "address": change.address,
            "text": say_entity_change(
                _say_number(change.then),
                _say_number(change.now),
                len(change.new_reports),
                change.gone_reports,
                language(),
            ),
        }
        for change in changes
    ]


def _say_number(triple: tuple[int | None, int | None, int | None] | None) -> str:
    if triple is None:
        return _("not counted")
    return say_range(triple[0], triple[1], language()) if triple[0] is not None else _("counted")
