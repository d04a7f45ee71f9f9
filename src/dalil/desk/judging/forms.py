"""The form by which pairs to judge are chosen, and the reasons that are ready for a judgement."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy

from dalil.desk.browsing.forms import LookForm
from dalil.record.kind import all_kinds
from dalil.record.models import Report
from dalil.record.search.queries import matching

READY_REASONS = (
    gettext_lazy("The same place, day and numbers"),
    gettext_lazy("Both quote one source"),
    gettext_lazy("The same names of victims"),
    gettext_lazy("Another day"),
    gettext_lazy("Another place"),
    gettext_lazy("Another attack on the same day"),
)
"""What people say most often; each can be changed before it is kept."""


class PairsForm(LookForm):
    """Of which reports a pair to judge has at least one."""

    mine = forms.BooleanField(label=gettext_lazy("Only in the language of this screen"), required=False)
    field_order: Any = ("kind", "q", "source", "since", "until", "level", "flag", "mine")

    def __init__(self, *args: Any, screen_language: str, **kwargs: Any) -> None:
        super().__init__(*args, screen_language=screen_language, **kwargs)
        self._language = screen_language
        self.fields["kind"].choices = self.fields["kind"].choices[1:]  # type: ignore[attr-defined]

    @property
    def of_kind(self) -> str:
        """The kind whose pairs are wanted: incidents, unless another is chosen."""
        asked = str(self.data.get("kind", ""))
        return asked if asked in all_kinds() else "incident"

    def find_reports(self) -> QuerySet[Report]:
        """Find the reports that meet all that is asked."""
        reports = super().find_reports()
        if not self.is_valid():
            return reports
        if words := self.cleaned_data["q"]:
            reports = reports.filter(matching(words))
        if self.cleaned_data["mine"]:
            reports = reports.filter(language__startswith=self._language)
        return reports
