"""The log of access, for stewards and for each person; pausing accounts and letting them travel."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.models import User
from django.db.models import Q, QuerySet
from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from dalil.access import accounts
from dalil.access.models import OF_ACCOUNTS, OF_READING, AccessEntry
from dalil.access.refused import Refused
from dalil.desk.access.forms import LogForm, TravelForm
from dalil.desk.lists import LATEST, take_page
from dalil.desk.screens import DeskRequest, button, may, refused, screen, viewer_of
from dalil.desk.sign_in.letting_in import fresh_sign_in
from dalil.exports.access_log import access_log_csv_lines
from dalil.exports.confirmed import log_export
from dalil.exports.spreadsheet import csv_file
from dalil.record import actions
from dalil.record.models import Report
from dalil.record.reading import restricted_reports
from dalil.record.sealed.models import SealedPerson
from dalil.record.sealed.reads import NOUN
from dalil.wording.refusals import refusal

MOST_OWN = 500
"""Of how many of the latest restricted reports that a person entered the readers are shown."""


@may("see")
def access_log(request: DeskRequest) -> HttpResponse:
    """The log of access, the last entry first, for stewards."""
    if not accounts.keeps_accounts(request.user):
        return refused(request)
    form = LogForm(request.GET)
    download = f"{reverse('desk:access_log_csv')}?{_without_page(request)}"
    return screen(
        request,
        "desk/access/log.html",
        _("Log of access"),
        icon="history",
        buttons=[button(_("The log as CSV"), download, "download")],
        form=form,
        page=take_page(request, form.find_entries(request.user)),
        everything=request.user.is_superuser,
    )


@may("see")
@fresh_sign_in
def access_log_csv(request: DeskRequest) -> HttpResponseBase:
    """The entries that the list shows, all of them, as a spreadsheet reads them. Taking them is an entry itself."""
    if not accounts.keeps_accounts(request.user):
        return refused(request)
    entries = LogForm(request.GET).find_entries(request.user)
    log_export(viewer_of(request), "log of access")
    return StreamingHttpResponse(
        csv_file(access_log_csv_lines(entries)),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="access.csv"'},
    )


@may("see")
def my_access(request: DeskRequest) -> HttpResponse:
    """My own sign-ins; who read what I entered; pausing my account, and travelling."""
    me = request.user
    own = AccessEntry.objects.filter(account=me.pk, action__in=OF_ACCOUNTS)
    return screen(
        request,
        "desk/access/mine.html",
        _("My account and my reports"),
        icon="user",
        sign_ins=own.prefetch_related("things")[:LATEST],
        readings=_readings_of_mine(request),
        form=TravelForm(),
        me=me,
        journeys=accounts.under_way(me),
    )


def _readings_of_mine(request: DeskRequest) -> QuerySet[AccessEntry]:
    """The entries by which others read restricted reports that this person entered and sees, and sealed persons, of an officer."""
    mine = Report.objects.visible_to(viewer_of(request)).filter(restricted_reports(), entered_by=request.user)
    addresses = list(mine.order_by("-pk").values_list("address", flat=True)[:MOST_OWN])
    of_mine = Q(things__noun="report", things__address__in=addresses)
    if request.user.has_perm("desk.open_sealed") and not accounts.is_travelling(request.user):
        sealed = SealedPerson.objects.filter(entered_by=request.user).order_by("-pk")
        of_mine |= Q(things__noun=NOUN, things__address__in=list(sealed.values_list("reference", flat=True)[:MOST_OWN]))
    entries = AccessEntry.objects.filter(of_mine, action__in=OF_READING).exclude(account=request.user.pk)
    return entries.distinct()[:LATEST]


@may("see")
def paused_accounts(request: DeskRequest) -> HttpResponse:
    """Every account with its state, for stewards: to pause it, to let it travel, to end a journey."""
    if not accounts.keeps_accounts(request.user):
        return refused(request)
    people = User.objects.exclude(username=actions.SYSTEM).order_by("username")
    travelling = set(accounts.under_way().values_list("user", flat=True))
    return screen(
        request,
        "desk/access/accounts.html",
        _("Pausing and travelling"),
        icon="lock",
        people=[(person, person.pk in travelling) for person in people],
        form=TravelForm(),
    )


@require_POST
@may("see")
def change_access(request: DeskRequest, account: int, act: str) -> HttpResponse:
    """Pause an account, let it travel, or end its journey: one's own, or as a steward another's."""
    me, person = request.user, get_object_or_404(User.objects.exclude(username=actions.SYSTEM), pk=account)
    back = "desk:my_access" if person.pk == me.pk else "desk:paused_accounts"
    form = TravelForm(request.POST)
    if not form.is_valid():
        messages.error(request, " ".join(str(each) for errors in form.errors.values() for each in errors))
        return redirect(back)
    reason = form.cleaned_data["reason"]
    try:
        if act == "pause":
            accounts.pause(person, by=me, reason=reason)
            said = _("The account is paused, and all its sessions have ended.")
        elif act == "travel":
            accounts.begin_travel(person, by=me, until=form.cleaned_data["until"], reason=reason)
            said = _("The account sees nothing restricted from now on.")
        else:
            accounts.lift_travel(person, by=me)
            said = _("The journey has ended.")
    except Refused as error:
        if error.type == "over_already":
            messages.error(request, refusal(error))
            return redirect(back)
        return refused(request)
    messages.success(request, said)
    return redirect(back)


def _without_page(request: DeskRequest) -> str:
    asked = request.GET.copy()
    asked.pop("p", None)
    return asked.urlencode()
