"""Captured pages: one is captured at once, and looked at again where that is asked; those of before, with what became of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dalil.archive.protection import Level
from dalil.captures.capturing import AT_ONCE, CaptureRequest, capture
from dalil.captures.models import Capture, PageWatch
from dalil.captures.rendering import find_browser
from dalil.captures.repeating import end_watch, watch_page
from dalil.desk.lists import show_list, take_page
from dalil.desk.screens import DeskRequest, may, screen, viewer_of
from dalil.desk.tasks import keep_picture_of_page
from dalil.wording.refusals import say_kept


@dataclass(frozen=True)
class ShownCapture:
    """A capture in the list. why: why nothing was captured, in the language of the screen; empty where something was."""

    capture: Capture
    why: str


class CaptureForm(forms.Form):
    """An address to capture, and whether it is looked at again."""

    url = forms.URLField(
        label=gettext_lazy("Address of a page"),
        max_length=2000,
        assume_scheme="https",
        widget=forms.URLInput(attrs={"dir": "ltr", "autocomplete": "off"}),
    )
    every = forms.ChoiceField(
        label=gettext_lazy("Look at it again"),
        required=False,
        choices=[
            ("", gettext_lazy("no")),
            (1, gettext_lazy("every day")),
            (7, gettext_lazy("every week")),
            (30, gettext_lazy("every month")),
        ],
    )
    picture = forms.BooleanField(
        label=gettext_lazy("Keep a picture of how a browser shows it"),
        required=False,
    )

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        if not find_browser():
            del self.fields["picture"]


@may("enter")
def captures(request: DeskRequest) -> HttpResponse:
    """The captured pages, the last first. A page that is pasted is captured at once; `end` is the number of a watch that ends."""
    if request.method == "POST" and (end := request.POST.get("end")):
        ended = get_object_or_404(PageWatch, pk=end if end.isdecimal() and len(end) < 18 else 0, actor=request.user)
        end_watch(ended)
        return redirect("desk:captures")
    form = CaptureForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        asked = form.cleaned_data
        return _capture(request, asked["url"], int(asked["every"] or 0), picture=asked.get("picture", False))
    page = take_page(
        request, Capture.objects.visible_to(viewer_of(request)).select_related("document", "text", "actor", "same_as")
    )
    show_list(request, [each.document for each in page if each.document])
    return screen(
        request,
        "desk/captures/captures.html",
        _("Captured pages"),
        icon="link",
        form=form,
        page=page,
        shown=[ShownCapture(each, say_kept(_kept(each), each.why) if each.why else "") for each in page],
        watches=PageWatch.objects.filter(ended_at=None, actor=request.user),
        status=422 if form.errors else 200,
    )


def _kept(each: Capture) -> dict[str, object]:
    """Why a capture failed, as refusals are kept; nothing where it did not."""
    return each.told if each.document is None else {}


def _capture(request: DeskRequest, url: str, every: int, *, picture: bool) -> HttpResponse:
    watch = watch_page(url, every=every, actor=request.user, level=Level.INTERNAL) if every else None
    made = capture(CaptureRequest(url=url, actor=request.user, patience=AT_ONCE, watch=watch))
    if made.document is None:
        why = say_kept(made.told, made.why)
        messages.error(
            request,
            _("It could not be captured: %(why)s. The address stands with its date and the reason.") % {"why": why},
        )
        return redirect("desk:captures")
    messages.success(request, _("Captured. What was answered and what can be read of it are documents now."))
    if picture:
        keep_picture_of_page.enqueue(made.pk)
        messages.success(
            request, _("A browser shows the page now; its picture will stand here as a document of its own.")
        )
    return redirect("desk:document", made.document.address)
