"""The forms of the log of access, of journeys, and of the reason for a proposal."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dalil.access.models import OF_ACCOUNTS, AccessEntry, Action
from dalil.desk.lists import date_field
from dalil.text.dates import read_date
from dalil.wording.refusals import refusal


def _line(label: Any) -> forms.CharField:
    return forms.CharField(label=label, required=False, max_length=150, widget=forms.TextInput(attrs={"dir": "auto"}))


class LogForm(forms.Form):
    """What one looks for in the log of access: a person, a thing, a day, an action."""

    who = _line(gettext_lazy("Person"))
    thing = _line(gettext_lazy("Address or code of a thing"))
    day = date_field(gettext_lazy("Day"), "2026-11-28")
    action = forms.ChoiceField(label=gettext_lazy("What was done"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["action"].choices = [("", _("all")), *Action.choices]  # type: ignore[attr-defined]

    def clean_day(self) -> Any:
        """Read the day. Raises ValidationError for words that are no day."""
        typed = self.cleaned_data["day"]
        if not typed:
            return None
        try:
            return read_date(typed)
        except ValueError as error:
            raise forms.ValidationError(refusal(error)) from None

    def find_entries(self, person: User) -> QuerySet[AccessEntry]:
        """Find the entries that meet all that is asked and that this steward may see, the last first; none while the form has errors.

        Who does not see everything sees no addresses of restricted things here either: of them there are only the entries of accounts.
        """
        entries = AccessEntry.objects.prefetch_related("things")
        if not person.is_superuser:
            entries = entries.filter(action__in=OF_ACCOUNTS)
        if not self.is_valid():
            return entries.none()
        asked = self.cleaned_data
        if asked["who"]:
            entries = entries.filter(who=asked["who"])
        if asked["action"]:
            entries = entries.filter(action=asked["action"])
        if asked["thing"]:
            entries = entries.filter(things__address__startswith=asked["thing"]).distinct()
        if asked["day"]:
            first, last = (timezone.make_aware(datetime.combine(each, time())) for each in _ends(asked["day"]))
            entries = entries.filter(at__gte=first, at__lt=last + timedelta(days=1))
        return entries


class TravelForm(forms.Form):
    """Until when an account sees nothing restricted, and why."""

    until = date_field(gettext_lazy("Until the end of this day; empty: until a second person ends it"), "2026-12-31")
    reason = _line(gettext_lazy("Reason"))

    def clean_until(self) -> datetime | None:
        """Return the moment at which the day ends. Raises ValidationError for words that are no day."""
        typed = self.cleaned_data["until"]
        if not typed:
            return None
        try:
            _first, last = _ends(read_date(typed))
        except ValueError as error:
            raise forms.ValidationError(refusal(error)) from None
        return timezone.make_aware(datetime.combine(last, time())) + timedelta(days=1)


def _ends(when: Any) -> tuple[Any, Any]:
    return when.start, when.end
