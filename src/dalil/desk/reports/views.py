"""One report: entering it, reading it, correcting and withdrawing it, and taking these back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from urllib.parse import urlencode

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.admin.widgets.button import Button

from dalil import vocabulary
from dalil.archive.models import Document
from dalil.archive.protection import Level
from dalil.desk.browsing.views import find_corrected
from dalil.desk.entities.facts import list_facts
from dalil.desk.imports.presenters import mendings
from dalil.desk.inputs.labels import kind_name
from dalil.desk.judging.effects import list_with_effects
from dalil.desk.lists import show_list
from dalil.desk.pending_uploads import let_go
from dalil.desk.protecting.effective import find_effective_level
from dalil.desk.protecting.forms import ReasonForm
from dalil.desk.protecting.gate_questions import asker_of
from dalil.desk.reports.another import fill_in_another
from dalil.desk.reports.forms import ReportForm
from dalil.desk.reports.mine import MOST_SHOWN, list_own
from dalil.desk.reports.quoting import find_quoting
from dalil.desk.reports.unfinished import Unfinished, find_unfinished, give_up_unfinished, list_unfinished
from dalil.desk.screens import DeskRequest, button, can, language, may, refused, screen, viewer_of
from dalil.gate.doors import check_entered
from dalil.intake.mending import mendings_behind
from dalil.matching.arrival import AlikeReport, find_alike
from dalil.record import actions
from dalil.record.entities import entities_of
from dalil.record.kind import Kind, UnknownKind, all_kinds, kind_of
from dalil.record.models import Judgement, Report, Supersession, Withdrawal
from dalil.record.reading import open_for_reading
from dalil.wording.claims import title_of
from dalil.wording.matches import say_reasons
from dalil.wording.refusals import isolated, refusal

KEPT_FOR_NEXT = ("document", "language", "origins", "relays", "unknown", "level", "c-when", "c-where-place")
"""What stays filled in where the next report is like the one before it (`another`)."""

AS_TYPED = ("origins", "relays", "level")
"""What of it stays as the person wrote it, and not as the record holds it."""


@may("enter")
def new(request: DeskRequest) -> HttpResponse:
    """Which kind of report?"""
    above = [(reverse("desk:reports"), _("Reports"))]
    kinds = [
        (code, kind_name(kind, language()), (kind.__doc__ or "").strip().splitlines()[0] if language() == "en" else "")
        for code, kind in sorted(all_kinds().items(), key=lambda pair: (pair[0] != "incident", pair[0]))
    ]
    return screen(
        request,
        "desk/reports/kinds.html",
        _("New report"),
        icon="plus",
        above=above,
        kinds=kinds,
        query=request.GET.urlencode(),
        unfinished=list_unfinished(request.user),
    )


@may("enter")
def enter(request: DeskRequest, kind: str) -> HttpResponse:
    """The form that a kind produces; filled in as far as the address says, or as the report is that it names (`like`)."""
    kept = {name: value for name in KEPT_FOR_NEXT if (value := request.GET.get(name))}
    if like := request.GET.get("like"):
        kept = fill_in_another(report_at(request, like), language()) | kept
    found = _kind_or_404(kind)
    if request.method == "GET" and (key := request.GET.get("unfinished")):
        begun = find_unfinished(request.user, key)
        if begun is None or begun.kind != found.code:
            messages.info(request, _("It is not kept any more: it was entered, given up, or two weeks old."))
            return redirect("desk:new")
        return _show_form(request, found, kept, None, begun)
    return _show_form(request, found, kept, None)


@may("enter")
def mine(request: DeskRequest) -> HttpResponse:
    """What I entered on a day, today unless another is asked for; and what of it may be there twice."""
    today = timezone.localdate()
    try:
        day = date.fromisoformat(request.GET.get("day", ""))
    except ValueError:  # none is asked for, or what is asked for is no day
        day = today
    own = list_own(request.user, viewer_of(request), day)
    show_list(request, [*(each.report for each in own), *(other for each in own for other, _ in each.alike)])
    return screen(
        request,
        "desk/reports/mine.html",
        _("What I entered"),
        icon="user",
        above=[(reverse("desk:reports"), _("Reports"))],
        buttons=[button(_("New report"), reverse("desk:new"), "plus")],
        own=own,
        day=day,
        today=today,
        left_out=len(own) == MOST_SHOWN,
        corrected=find_corrected([each.report.pk for each in own], viewer_of(request)),
    )


@may("correct")
def correct(request: DeskRequest, address: str) -> HttpResponse:
    """The same form, filled in: a new report takes the place of the old one."""
    report = report_at(request, address)
    if Supersession.objects.filter(old=report, new__in=Report.objects.visible_to(viewer_of(request))).exists():
        messages.error(request, _("This report has been corrected already; correct the later one."))
        return redirect("desk:report", report.address)
    return _show_form(request, kind_of(report.kind), {}, report)


def _show_form(
    request: DeskRequest,
    kind: type[Kind],
    kept: dict[str, str],
    report: Report | None,
    begun: Unfinished | None = None,
) -> HttpResponse:
    form = ReportForm(
        kind,
        request.POST or None,
        request.FILES or None,
        initial=kept,
        user=request.user,
        screen_language=language(),
        report=report,
        typed=begun.as_sent() if begun else None,
    )
    alike: list[AlikeReport] = []
    if request.method == "POST" and "more" not in request.POST and form.is_valid():
        if report is None and "another" not in request.POST:
            alike = find_alike(form.claim, viewer_of(request))
            show_list(request, [each.report for each in alike])
        try:
            entered = None if alike else _enter_draft(request, form, report)
        except actions.Refused as error:
            form.add_error(None, refusal(error))
        else:
            if entered is not None:
                if form.pending_upload:
                    let_go(form.pending_upload)
                give_up_unfinished(request.user, request.POST.get("unfinished", ""))
                return entered
    if "more" in request.POST:
        form.is_valid()  # an uploaded file is kept, and what is wrong so far is said
        for name in [name for name, said in form.errors.items() if said.as_data()[0].code == "required"]:
            del form.errors[name]
    above = [(reverse("desk:reports"), _("Reports"))]
    if report:
        above.append((reverse("desk:report", args=[report.address]), title_of(report.claim, language())))
    title = _("Correct a report") if report else _("New report: %(kind)s") % {"kind": kind.name.in_language(language())}
    return screen(
        request,
        "desk/reports/report_form.html",
        title,
        icon="edit" if report else "plus",
        above=above,
        form=form,
        kind=kind_name(kind, language()),
        report=report,
        kind_code=kind.code,
        begun=begun.key if begun else request.POST.get("unfinished", ""),
        unfinished=list_unfinished(request.user, kind.code)
        if request.method == "GET" and not (begun or report)
        else (),
        status=422 if form.errors and "more" not in request.POST else 200,
        alike=[(each, say_reasons(each.reasons, kind.code, language())) for each in alike],
    )


def _enter_draft(request: DeskRequest, form: ReportForm, old: Report | None) -> HttpResponse:
    """Through the door, and on to the report; or to the next one from the same document."""
    draft = form.draft()
    if old:
        with actions.writing():
            new = actions.supersede(old, draft, actor=form.user, reason=form.cleaned_data["reason"])
            check_entered(new, asker_of(request))
        if new.level == Level.RESTRICTED != old.level:
            messages.warning(
                request, _("The correction is restricted, as the document or the source was that it no longer names.")
            )
        elif old.level == Level.PUBLIC and new.level != Level.PUBLIC:
            messages.warning(
                request, _("The correction is internal until an editor makes it public; readers see the old one.")
            )
    else:
        started = timezone.now()
        with actions.writing():
            new = actions.enter_report(draft, actor=form.user, groups=form.cleaned_data["groups"])
            if new.entered_at >= started:
                check_entered(new, asker_of(request))
        if new.entered_at < started:
            return _say_known_already(request, new)
    messages.success(request, _("The report is in the record."))
    for code in (flag for flag in new.flags if flag not in form.cleaned_data["flags"]):
        messages.warning(request, vocabulary.term("flags", code).extra.get(f"sentence_{language()}", code))
    for note in form.notes:
        messages.info(request, note)
    if "again" in request.POST:
        kept = fill_in_another(new, language()) | {name: form.data[name] for name in AS_TYPED if form.data.get(name)}
        if not Document.objects.visible_to(viewer_of(request)).filter(pk=draft.document.pk).exists():
            del kept["document"]
        return redirect(f"{reverse('desk:enter', args=[form.kind.code])}?{urlencode(kept)}")
    if not Report.objects.visible_to(viewer_of(request)).filter(pk=new.pk).exists():
        return redirect("desk:reports")
    return redirect("desk:report", new.address)


def _say_known_already(request: DeskRequest, report: Report) -> HttpResponse:
    """Say that nothing was added, because the record has the report word for word; and whether it counts."""
    if report.withdrawal:
        messages.warning(
            request,
            _(
                "The record has this report already, and it was withdrawn: “%(reason)s”. It is not counted until that is taken back."
            )
            % {"reason": isolated(report.withdrawal.reason)},
        )
    else:
        messages.info(request, _("The record has this report already, word for word; nothing was added."))
    return redirect("desk:report", report.address)


@may("see")
def report(request: DeskRequest, address: str) -> HttpResponse:
    """Everything the record holds about one report."""
    found, viewer = report_at(request, address), viewer_of(request)
    title = title_of(found.claim, language())
    visible = Report.objects.visible_to(viewer)
    entity = entities_of([found.pk], viewer)[0]
    corrected = _find_correction(request, found)
    judgements = Judgement.objects.filter(a__in=visible.values("pk"), b__in=visible.values("pk"))
    judgements = judgements.select_related("a", "b", "actor", "retraction")
    others = show_list(request, [each for each in entity.reports if each.pk != found.pk])
    return screen(
        request,
        "desk/reports/report.html",
        title,
        short=kind_name(kind_of(found.kind), language()),
        icon="doc-full",
        above=[(reverse("desk:reports"), _("Reports"))],
        buttons=[
            button(label, reverse(name, args=[found.address]), icon)
            for offered, label, name, icon in (
                (can(request, "correct") and not corrected, _("Correct"), "desk:correct", "edit"),
                (_may_undo(request, corrected), _("Take the correction back"), "desk:undo_correction", "undo"),
                (_may_withdraw(request, found) and not found.withdrawal, _("Withdraw"), "desk:withdraw", "cross"),
                (_may_undo(request, found.withdrawal), _("Take the withdrawal back"), "desk:reinstate", "undo"),
                (can(request, "protect") or can(request, "publish"), _("Protect"), "desk:protect_report", "lock"),
            )
            if offered
        ]
        + _offer_another(request, found)
        + _offer_publishing(request, found),
        report=found,
        facts=list_facts(found.claim, language()),
        entity=entity,
        mended=mendings(mendings_behind(found)),
        quoting=show_list(request, list(find_quoting(found, viewer))),
        others=others,
        corrected=corrected,
        undone=_find_undone(found, visible),
        corrects=Supersession.objects.filter(new=found, old__in=visible.values("pk")).select_related("old"),
        judgements=list_with_effects(judgements.filter(a=found) | judgements.filter(b=found), viewer),
    )


def _find_undone(report: Report, visible: QuerySet[Report]) -> list[Withdrawal | Supersession]:
    """The withdrawals and corrections of a report that were taken back, the first first: that they were made stays on the record."""
    withdrawn = [each for each in report.withdrawals.all() if each.taken_back_at]
    corrected = Supersession.everything.filter(old=report, new__in=visible.values("pk"), taken_back_at__isnull=False)
    return sorted([*withdrawn, *corrected.select_related("actor", "taken_back_by", "new")], key=lambda each: each.at)


def _offer_another(request: DeskRequest, report: Report) -> list[Button]:
    """The way to enter another report of the same document, source, day and district."""
    if not can(request, "enter"):
        return []
    return [
        button(_("Another like this one"), f"{reverse('desk:enter', args=[report.kind])}?like={report.address}", "copy")
    ]


def _offer_publishing(request: DeskRequest, report: Report) -> list[Button]:
    """The way to publish a report that readers do not see, with its document and its sources."""
    if not can(request, "publish") or find_effective_level(report) == Level.PUBLIC:
        return []
    address = f"{reverse('desk:publish_reports')}?pick={report.address}"
    return [button(_("Publish with all it rests on"), address, "lock-open")]


@may("see")
def withdraw(request: DeskRequest, address: str) -> HttpResponse:
    """Take a report out of every count, and say why. Whoever entered it may do so on the same day."""
    found = report_at(request, address)
    if not _may_withdraw(request, found):
        return refused(request)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.withdraw(found, actor=request.user, reason=form.cleaned_data["reason"])
        except actions.Refused as error:
            form.add_error(None, refusal(error))
        else:
            messages.success(request, _("The report is withdrawn; it stays readable and is no longer counted."))
            return redirect("desk:report", found.address)
    return screen(
        request,
        "desk/reason.html",
        _("Withdraw a report"),
        icon="cross",
        above=[(reverse("desk:report", args=[found.address]), title_of(found.claim, language()))],
        form=form,
        about=title_of(found.claim, language()),
        explained=_("It stays in the record, word for word, and is no longer counted. Readers see the reason."),
        button=_("Withdraw"),
    )


@may("see")
def reinstate(request: DeskRequest, address: str) -> HttpResponse:
    """Take a withdrawal back, and say why: the report is counted again."""
    found = report_at(request, address)
    if not _may_undo(request, found.withdrawal):
        return refused(request)
    return _take_back(
        request,
        found,
        lambda reason: actions.reinstate(found, actor=request.user, reason=reason),
        title=_("Take a withdrawal back"),
        explained=_("The report is counted again. That it was withdrawn, and why, stays on the record."),
        done=_("The withdrawal is taken back; the report is counted again."),
    )


@may("see")
def undo_correction(request: DeskRequest, address: str) -> HttpResponse:
    """Take a correction back, and say why: the old report stands again, and the one that took its place is withdrawn."""
    found = report_at(request, address)
    correction = _find_correction(request, found)
    if correction is None or not _may_undo(request, correction):
        return refused(request)
    return _take_back(
        request,
        found,
        lambda reason: actions.undo_correction(correction, actor=request.user, reason=reason),
        title=_("Take a correction back"),
        explained=_("This report stands again, and the one that took its place is withdrawn. Both stay readable."),
        done=_("The correction is taken back; this report stands again."),
    )


def _take_back(
    request: DeskRequest, found: Report, act: Callable[[str], object], *, title: str, explained: str, done: str
) -> HttpResponse:
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            act(form.cleaned_data["reason"])
        except actions.Refused as error:
            form.add_error(None, refusal(error))
        else:
            messages.success(request, done)
            return redirect("desk:report", found.address)
    return screen(
        request,
        "desk/reason.html",
        title,
        icon="undo",
        above=[(reverse("desk:report", args=[found.address]), title_of(found.claim, language()))],
        form=form,
        about=title_of(found.claim, language()),
        explained=explained,
        button=_("Take it back"),
    )


def _find_correction(request: DeskRequest, report: Report) -> Supersession | None:
    """The correction by which another report took the place of this one, as far as the person at the screen sees it."""
    seen = Report.objects.visible_to(viewer_of(request)).values("pk")
    return Supersession.objects.filter(old=report, new__in=seen).select_related("old", "new").first()


def _may_withdraw(request: DeskRequest, report: Report) -> bool:
    """Whether the person may withdraw a report: with the right to, or because it is a slip of their own of today."""
    own = can(request, "enter") and report.entered_by_id == request.user.pk and _is_today(report.entered_at)
    return can(request, "withdraw") or own


def _may_undo(request: DeskRequest, decision: Withdrawal | Supersession | None) -> bool:
    """Whether the person may take a decision back: with the right to withdraw, or because it is their own of today."""
    if decision is None:
        return False
    own = can(request, "enter") and decision.actor_id == request.user.pk and _is_today(decision.at)
    return can(request, "withdraw") or own


def _is_today(moment: datetime) -> bool:
    return timezone.localdate(moment) == timezone.localdate()


def report_at(request: DeskRequest, address: str) -> Report:
    """The report of an address, where the person at the screen may see it. Raises Http404."""
    viewer = viewer_of(request)
    found: Report = get_object_or_404(
        Report.objects.visible_to(viewer)
        .select_related("document", "attribution", "entered_by")
        .prefetch_related("attribution__credits__source", "groups", "withdrawals__actor", "withdrawals__taken_back_by"),
        address=address,
    )
    return open_for_reading(found, viewer)


def _kind_or_404(code: str) -> type[Kind]:
    try:
        return kind_of(code)
    except UnknownKind as error:
        raise Http404(refusal(error)) from error
