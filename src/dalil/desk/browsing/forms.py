"""The form by which reports and entities are looked for."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dalil import vocabulary
from dalil.archive.protection import Level, Viewer
from dalil.desk.lists import date_field, with_flag
from dalil.record.kind import all_kinds
from dalil.record.models import Report, Source
from dalil.record.search.queries import Search, looking_for, matching
from dalil.text.dates import read_date
from dalil.wording.refusals import refusal


class LookForm(forms.Form):
    """What one is looking for among reports or entities."""

    q = forms.CharField(
        label=gettext_lazy("Words, in either script"),
        required=False,
        max_length=300,
        widget=forms.TextInput(attrs={"dir": "auto", "type": "search"}),
    )
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), required=False)
    level = forms.ChoiceField(label=gettext_lazy("Who may see it"), required=False)
    flag = forms.ChoiceField(label=gettext_lazy("Defect"), required=False)
    source = forms.CharField(
        label=gettext_lazy("According to"),
        required=False,
        max_length=80,
        widget=forms.TextInput(attrs={"dir": "auto", "data-suggest": "sources", "autocomplete": "off"}),
    )
    since = date_field(gettext_lazy("From"), "2018-09")
    until = date_field(gettext_lazy("Until"), "2019-03")

    def __init__(self, *args: Any, screen_language: str, viewer: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.viewer = viewer
        anything = ("", _("all"))
        self.fields["kind"].choices = [  # type: ignore[attr-defined]
            anything,
            *((code, kind.plural.in_language(screen_language)) for code, kind in sorted(all_kinds().items())),
        ]
        self.fields["level"].choices = [anything, *((str(level.value), level.label) for level in Level)]  # type: ignore[attr-defined]
        self.fields["flag"].choices = [  # type: ignore[attr-defined]
            anything,
            *((term.code, term.label(screen_language)) for term in vocabulary.terms("flags")),
        ]

    def _read_bound(self, name: str, end: bool) -> str:
        typed = self.cleaned_data[name]
        if not typed:
            return ""
        try:
            when = read_date(typed)
        except ValueError as error:
            raise forms.ValidationError(refusal(error)) from None
        return str(when.end if end else when.start)

    def clean_since(self) -> str:
        return self._read_bound("since", end=False)

    def clean_until(self) -> str:
        return self._read_bound("until", end=True)

    @cached_property
    def search(self) -> Search:
        """What the words look for."""
        return looking_for(self.cleaned_data["q"] if self.is_valid() else "")

    @property
    def narrows(self) -> bool:
        """Whether anything is asked for."""
        return not self.is_valid() or any(self.cleaned_data.values())

    def find_reports(self) -> QuerySet[Report]:
        """Find the reports that meet all that is asked besides words; none while the form has errors."""
        reports: QuerySet[Report] = Report.objects.visible_to(self.viewer).with_withdrawals()
        if not self.is_valid():
            return reports.none()
        wanted = self.cleaned_data
        if wanted["kind"]:
            reports = reports.filter(kind=wanted["kind"])
        if wanted["level"]:
            reports = reports.filter(level=int(wanted["level"]))
        if wanted["flag"]:
            reports = with_flag(reports, wanted["flag"])
        if wanted["source"]:
            sources = Source.objects.visible_to(self.viewer)
            named = sources.filter(code=wanted["source"]) or sources.filter(matching(wanted["source"]))
            reports = reports.filter(attribution__in=named.values("credits__attribution"))
        if wanted["since"]:
            reports = reports.filter(content__when__end__gte=wanted["since"])
        if wanted["until"]:
            reports = reports.filter(content__when__start__lte=wanted["until"])
        return reports
