"""What a person judges on a screen, and takes back: read from the form, done, and answered in words; the same wherever two things are judged."""

from __future__ import annotations

import re
from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from dalil.desk.screens import DeskRequest, saying, viewer_of
from dalil.record.models import Report, Verdict


def find_two(request: DeskRequest, one: str, other: str) -> tuple[Report, Report] | None:
    """Find the two reports whose addresses a form gives, alone or within an address of a page; None, and said so, where the person may not see both.

    one, other: the fields of the form.
    """
    seen = Report.objects.visible_to(viewer_of(request))
    found = [seen.filter(address__in=_ADDRESS.findall(request.POST.get(name, ""))).first() for name in (one, other)]
    if found[0] is None or found[1] is None:
        messages.error(request, _("One of the two reports is not there, or you may not see it."))
        return None
    return found[0], found[1]


_ADDRESS = re.compile(r"\b[a-z2-7]{16}\b")


def answer_verdict(request: DeskRequest, judge: Callable[[Verdict, str], object], *, then: str) -> HttpResponse:
    """Judge by the verdict and the reason of the form, say what came of it, and go on. judge: raises Refused where it cannot be judged so."""
    verdict = request.POST.get("verdict", "")
    if verdict not in Verdict.values:
        messages.error(request, _("Say whether they are the same or different."))
        return redirect(then)
    return _answer(
        request,
        lambda: judge(Verdict(verdict), request.POST.get("reason", "")),
        said=_("The judgement is kept; it can be taken back."),
        then=then,
    )


def answer_taking_back(request: DeskRequest, take_back: Callable[[], object], *, then: str) -> HttpResponse:
    """Take a judgement back, say what came of it, and go on. take_back: raises Refused where that was done already."""
    return _answer(request, take_back, said=_("The judgement is taken back."), then=then)


def _answer(request: DeskRequest, act: Callable[[], object], *, said: str, then: str) -> HttpResponse:
    with saying(request, said):
        act()
    return redirect(then)
