"""Reminders of deadlines: asked for by sealed persons, listed without a name, sent while the compartment is open.

The mail names neither property nor place: it is read on its way, and on telephones that others hold.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.models import User
from django.core.mail import EmailMultiAlternatives
from django.db.models import QuerySet
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, override
from django.views.decorators.http import require_POST

from dalil.bulletin.newsletter.sending import MailOutcome, mail_server
from dalil.bulletin.newsletter.subscribers import is_address
from dalil.counting.entity_words import title_of_entity
from dalil.desk.mail import compose_mail, desk_address, language_of
from dalil.desk.screens import DeskRequest, language, saying, screen, viewer_of
from dalil.desk.sealed.session import find_opened, for_officers, session_of, while_open
from dalil.letters import LANGUAGES
from dalil.record.actions import Refused
from dalil.record.models import Report
from dalil.record.sealed.models import SealedPerson
from dalil.record.sealed.open_compartment import OpenCompartment
from dalil.record.sealed.persons import read_person
from dalil.values.filing_clock import Deadline
from dalil.wording.deadlines import NO_ADVICE, say_deadline, say_filing_state
from dalil.wording.numbers import say_number
from dalil.wording.refusals import refusal
from dalil.zoning import reminders as actions
from dalil.zoning.models import Reminder


class ReminderForm(forms.Form):
    """What is asked for a reminder: of which property, how long before, in which language."""

    report = forms.CharField(label=gettext_lazy("Address of the report of the property"), max_length=40)
    days_before = forms.IntegerField(
        label=gettext_lazy("Days before the deadline"), min_value=1, max_value=actions.LONGEST_BEFORE, initial=30
    )
    language = forms.ChoiceField(
        label=gettext_lazy("In which language"), choices=[(each.code, each.name) for each in LANGUAGES]
    )


@for_officers
def reminders(request: DeskRequest) -> HttpResponseBase:
    """What did not go out, those first that are due; who asked is named by reference alone."""
    lines = []
    visible = set(_visible(request).values_list("pk", flat=True))
    for each in actions.list_pending(localdate()):
        shown = each.property if each.reminder.report_id in visible else None
        lines.append(
            {
                "reminder": each.reminder,
                "due": each.due,
                "title": title_of_entity(shown.entity, language()) if shown else "",
                "until": say_deadline(shown.state.deadline, language()) if shown else "",
                "state": say_filing_state(shown.state, language()) if shown else "",
            }
        )
    sent = Reminder.objects.exclude(begun_at=None).select_related("person", "begun_by").order_by("-begun_at")
    return screen(
        request,
        "desk/sealed/reminders.html",
        _("Reminders of deadlines"),
        icon="mail",
        above=_above(),
        open=find_opened(request) is not None,
        lines=lines,
        sent=sent[:50],
        no_advice=NO_ADVICE.in_language(language()),
    )


@for_officers
def ask(request: DeskRequest, reference: str) -> HttpResponseBase:
    """Noting that a sealed person wants to be reminded of the deadline of a property."""
    person = get_object_or_404(SealedPerson, reference=reference)
    form = ReminderForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        report = _visible(request).filter(address=typed["report"].strip()).first()
        if report is None:
            form.add_error("report", _("There is no report at this address, or you may not see it."))
        else:
            try:
                actions.ask_reminder(
                    person,
                    report,
                    days_before=typed["days_before"],
                    language=typed["language"],
                    actor=request.user,
                )
            except Refused as error:
                form.add_error(None, refusal(error))
            else:
                messages.success(request, _("Noted. It shows among the reminders when it is due."))
                return redirect("desk:sealed_reminders")
    return screen(
        request,
        "desk/sealed/consent_form.html",
        _("A reminder of a deadline"),
        icon="mail",
        above=[*_above()[:1], (reverse("desk:sealed_person", args=[reference]), reference)],
        form=form,
        status=422 if form.errors else 200,
    )


@require_POST
@while_open
def send(request: DeskRequest, opened: OpenCompartment, number: int) -> HttpResponseBase:
    """Sending one reminder that is due to the address that stands sealed."""
    found = next((each for each in actions.list_pending(localdate()) if each.reminder.pk == number), None)
    try:
        if found is None or not found.due or found.property is None:
            raise Refused("reminder_not_due", "this reminder is not due, or it went out already")
        read = read_person(
            opened, found.reminder.person, actor=request.user, session=session_of(request), only=("email",)
        )
        address = read["email"].text.strip() if "email" in read else ""
        outcome = _send(found.reminder, found.property.state.deadline, address, request.user)
    except Refused as error:
        messages.error(request, refusal(error))
    else:
        if outcome == MailOutcome.SENT:
            messages.success(request, _("The reminder was sent."))
        else:
            messages.error(
                request,
                _("The mail server did not take it, or it is not known whether it did: reach the person otherwise."),
            )
    return redirect("desk:sealed_reminders")


@require_POST
@for_officers
def close_reminder(request: DeskRequest, number: int) -> HttpResponseBase:
    """Noting that a person was told otherwise, or that nobody wants the reminder any more."""
    found = get_object_or_404(Reminder, pk=number)
    with saying(request, _("Noted.")):
        if request.POST.get("how") == actions.REACHED:
            actions.begin_reminder(found, actor=request.user)
            actions.note_outcome(found, actions.REACHED)
        else:
            actions.end_reminder(found, actor=request.user)
    return redirect("desk:sealed_reminders")


def _send(reminder: Reminder, deadline: Deadline, address: str, actor: User) -> MailOutcome:
    """Send the mail. That it is being sent is committed before, so that it never goes out twice."""
    if not settings.MAIL_IS_SET:
        raise Refused("no_mail_from_here", "no mail is sent from here; DALIL_MAIL says through which server")
    if not is_address(address):
        raise Refused("no_sealed_address", "no address of mail stands sealed for this person; reach them otherwise")
    message = compose_reminder(deadline, reminder.language, address)
    actions.begin_reminder(reminder, actor=actor)
    with mail_server() as send_one:
        outcome, _code, _words = send_one(message)
    if outcome in (
        MailOutcome.NOT_BEGUN,
        MailOutcome.FOR_NOW,
    ):  # it did not leave for certain, so it can be tried again
        actions.give_back(reminder)
    else:
        actions.note_outcome(reminder, outcome.value)
    return outcome


def compose_reminder(deadline: Deadline, in_language: str, address: str) -> EmailMultiAlternatives:
    """Write the mail of a reminder: the day and nothing that tells of which property."""
    with override(in_language):
        body = "\n\n".join(
            [
                _("You asked to be reminded of a day until which something can be filed."),
                _("The day: %(day)s") % {"day": say_deadline(deadline, in_language)},
                _("Speak to the person whom you know with us. Do not answer with names or addresses in a mail."),
                NO_ADVICE.in_language(in_language),
            ]
        )
        subject = _("A reminder that you asked for")
    return compose_mail(subject, body, address, in_language)


def tell_officers() -> int:
    """Tell every officer by mail how many reminders are due, and nothing else. Returns how many mails went out."""
    many = actions.count_due(localdate())
    if not many or not settings.MAIL_IS_SET:
        return 0
    sent = 0
    with mail_server() as send_one:
        for user in User.objects.filter(is_active=True).exclude(email=""):
            if not user.has_perm("desk.open_sealed"):
                continue
            with override(theirs := language_of(user)):
                told = ngettext("%(n)s reminder of a deadline is due.", "%(n)s reminders of deadlines are due.", many)
                body = "\n\n".join([told % {"n": say_number(many, theirs)}, desk_address("desk:sealed_reminders")])
                message = compose_mail(_("Reminders that are due"), body, user.email, theirs)
            outcome, _code, _words = send_one(message)
            sent += outcome == MailOutcome.SENT
    return sent


def _visible(request: DeskRequest) -> QuerySet[Any]:
    return Report.objects.visible_to(viewer_of(request))


def _above() -> list[tuple[str, str]]:
    return [(reverse("desk:sealed"), _("Sealed persons"))]
