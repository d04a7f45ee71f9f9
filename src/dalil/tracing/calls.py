"""Calls to families: who calls until when, so that nobody is forgotten. That one is due stands in clear; all else of it is sealed."""

from __future__ import annotations

from datetime import date

from django.contrib.auth.models import User
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.timezone import localdate

from dalil.record.actions.transaction import Refused, writing
from dalil.tracing.models import SearchCall, SearchRequest
from dalil.tracing.requests import all_requests


def plan_call(request: SearchRequest, due_on: date, *, actor: User) -> SearchCall:
    """Note that the person who notes it calls a family until a day. Raises Refused for a day that is over, and where the request was erased."""
    if due_on < localdate():
        raise Refused("call_in_the_past", "{day} is over; a call is planned for today or later", {"day": due_on})
    if hasattr(request.person, "erasure"):
        raise Refused("call_of_erased", "this request was erased; nobody is called any more")
    with writing():
        return SearchCall.objects.create(request=request, due_on=due_on, actor=actor)


def note_called(call: SearchCall, *, actor: User) -> None:
    """Note that a family was called, or that it need not be. Raises Refused where that was noted already."""
    with writing():
        call.refresh_from_db()
        if call.done_at:
            raise Refused("called_already", "somebody noted this call as done already")
        call.done_at, call.done_by = timezone.now(), actor
        call.save(update_fields=["done_at", "done_by"])


def calls_due(today: date) -> QuerySet[SearchCall]:
    """Return the calls that are due on a day and not done, the oldest first; those to whom nobody belongs any more are left out."""
    waiting = SearchCall.objects.filter(done_at=None, due_on__lte=today, request__person__erasure=None)
    return waiting.select_related("request__person", "actor").order_by("due_on", "pk")


def requests_of_officer(user: User) -> QuerySet[SearchRequest]:
    """Return the requests that a person entered, or plans to call about."""
    calls = SearchCall.objects.filter(actor=user, done_at=None)
    return all_requests().filter(Q(entered_by=user) | Q(pk__in=calls.values("request")))


def requests_to_call(today: date) -> QuerySet[SearchRequest]:
    """Return the requests whose family is to be called until a day."""
    return all_requests().filter(pk__in=calls_due(today).values("request"))
