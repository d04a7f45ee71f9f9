"""The screens of lists of sanctions, for everybody who reads at the desk; each as that person may know the lists."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from dalil.bulletin.sanctions.answers import answer_changes, answer_entry, answer_list, answer_lists
from dalil.desk.sanctions.mail_of_changes import subscribe
from dalil.desk.screens import DeskRequest, can, language, may, screen, viewer_of
from dalil.sanctions.listing_steps import versions_of
from dalil.sanctions.models import ListSubscription, WatchedAddress
from dalil.wording.refusals import say_kept

AT_THE_DESK = {
    "sanctions": "desk:sanctions",
    "sanctions-list": "desk:sanctions_list",
    "sanctions-changes": "desk:sanctions_changes",
    "sanctions-entry": "desk:sanctions_entry",
    "sanctions-feed": "sanctions-feed",
    "report": "desk:report",
    "document": "desk:document",
}
"""The pages to which those of lists lead, by their public names."""


def _link(name: str, *parts: str) -> str:
    return reverse(AT_THE_DESK[name], args=parts)


def _above() -> list[tuple[str, str]]:
    return [(reverse("desk:sanctions"), _("Sanctions lists"))]


@require_safe
@may("see")
def lists(request: DeskRequest) -> HttpResponse:
    """All lists, and a search over the names of their entries."""
    answer = answer_lists(request.GET, viewer_of(request), language(), _link)
    watched = (
        [(each, say_kept(each.told, each.why)) for each in WatchedAddress.objects.all()]
        if can(request, "imports")
        else []
    )
    return screen(request, "desk/sanctions/lists.html", _("Sanctions lists"), icon="list-ul", watched=watched, **answer)


@require_safe
@may("see")
def list_on_day(request: DeskRequest, code: str) -> HttpResponse:
    """Who stood on a list on a day."""
    answer = answer_list(code, request.GET, viewer_of(request), language(), _link)
    return screen(
        request,
        "desk/sanctions/list.html",
        answer["page"].title,
        icon="list-ul",
        above=_above(),
        code=code,
        told=ListSubscription.objects.filter(person=request.user, sanctions_list=code).exists(),
        mail=settings.MAIL_IS_SET,
        **answer,
    )


@require_POST
@may("see")
def mail_of_changes(request: DeskRequest, code: str) -> HttpResponse:
    """Asking to be told by mail when a list changes, and no longer."""
    viewer = viewer_of(request)
    if not versions_of(code, viewer):
        raise Http404
    if request.POST.get("tell") == "no":
        ListSubscription.objects.filter(person=request.user, sanctions_list=code).delete()
        messages.success(request, _("You are told of this list no more."))
    elif not request.user.email:
        messages.error(request, _("Your account has no address of mail. Write it into your account, then ask again."))
    else:
        subscribe(code, request.user, viewer)
        messages.success(
            request, _("A mail goes to %(address)s when the list changes.") % {"address": request.user.email}
        )
    return redirect("desk:sanctions_list", code)


@require_safe
@may("see")
def changes(request: DeskRequest, code: str) -> HttpResponse:
    """What changed on a list between two days."""
    answer = answer_changes(code, request.GET, viewer_of(request), language(), _link)
    return screen(
        request, "desk/sanctions/changes.html", answer["page"].title, icon="list-ul", above=_above(), **answer
    )


@require_safe
@may("see")
def entry(request: DeskRequest, code: str, number: str) -> HttpResponse:
    """An entry of a list through its versions."""
    answer = answer_entry(code, number, viewer_of(request), language(), _link)
    return screen(request, "desk/sanctions/entry.html", answer["page"].name, icon="list-ul", above=_above(), **answer)
