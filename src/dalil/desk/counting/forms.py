"""The form of a question: what is counted, where, when, with what, by whom, according to whom, and how it is grouped and read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dalil import vocabulary
from dalil.archive.protection import Viewer
from dalil.counting.question import (
    ENTITIES,
    MOST_GROUPINGS,
    REPORTS,
    Question,
    Unanswerable,
    facet_fields,
    grouping_label,
    groupings_of,
)
from dalil.counting.question_words import Unclear, source_named
from dalil.desk.inputs.labels import kind_name
from dalil.desk.lists import check_few, date_field, split
from dalil.letters import join_list
from dalil.lookup.explanations import MOST_NAMED, explain_place_match
from dalil.lookup.places import find_place
from dalil.record.gazetteer_in_use import gazetteer
from dalil.record.kind import Kind, all_kinds, coded_facets, quantities_of
from dalil.vocabulary.gazetteer import Place
from dalil.wording.refusals import refusal
from dalil.wording.where import name_place


@dataclass(frozen=True)
class PlacesMeant:
    """A name of a place that may mean several: what it was taken for, if anything, and what else it may be.

    names, at: all names in the box, and which of them this is; what is chosen takes its place.
    """

    typed: str
    taken: Place | None
    others: Sequence[Place]
    names: Sequence[str]
    at: int

    def choices(self, language: str) -> list[tuple[str, str]]:
        """List the other places, each as the text of the box with its code instead of the name, and as its name with level and whole."""
        return [
            (
                "; ".join([*self.names[: self.at], place.code, *self.names[self.at + 1 :]]),
                _describe_place(place, language),
            )
            for place in self.others
        ]


class QuestionForm(forms.Form):
    """A question about one kind of report; `question()` is it, once `is_valid()`.

    The inputs follow the kind, so that choosing another kind asks the form again.
    """

    kind = forms.ChoiceField(label=gettext_lazy("Kind"))
    measure = forms.ChoiceField(label=gettext_lazy("What is counted"), required=False)
    places = forms.CharField(
        label=gettext_lazy("Where"),
        help_text=gettext_lazy(
            "With everything that lies in it. A name in either script, or a code; several with a semicolon."
        ),
        required=False,
        max_length=500,
        validators=[check_few],
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off", "data-suggest": "places"}),
    )
    since = date_field(gettext_lazy("From"), "2018-10")
    until = date_field(gettext_lazy("Until"), "2019-03")
    according_to = forms.CharField(
        label=gettext_lazy("According to"),
        help_text=gettext_lazy("One source alone; empty for everybody."),
        required=False,
        max_length=300,
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off", "data-suggest": "sources"}),
    )
    grades = forms.MultipleChoiceField(label=gettext_lazy("Grade"), required=False, widget=forms.CheckboxSelectMultiple)
    reading = forms.ChoiceField(label=gettext_lazy("Reading"), required=False)
    unit = forms.ChoiceField(label=gettext_lazy("Unit"), required=False)

    def __init__(self, data: Mapping[str, Any], *, screen_language: str, viewer: Viewer) -> None:
        super().__init__(data if "kind" in data else None)
        self.screen_language, self.viewer = screen_language, viewer
        self.the_kind: type[Kind] = all_kinds().get(str(data.get("kind") or "")) or all_kinds()["incident"]
        words = facet_fields(self.the_kind)
        plural = self.the_kind.plural.in_language(screen_language)
        self._set_choices(
            "kind", [(code, kind_name(kind, screen_language)) for code, kind in sorted(all_kinds().items())]
        )
        self.initial["kind"] = self.the_kind.code
        self._set_choices(
            "measure",
            [
                (ENTITIES, _("How many %(kind)s") % {"kind": plural}),
                (REPORTS, _("How many reports of %(kind)s") % {"kind": plural}),
                *((name, words[name].label.in_language(screen_language)) for name in quantities_of(self.the_kind)),
            ],
        )
        self._set_choices("grades", _list_terms("grades", screen_language))
        self._set_choices("reading", _list_terms("readings", screen_language))
        self._set_choices("unit", [("", _("the usual unit")), *_list_terms("units", screen_language)])
        self.places_meant: list[PlacesMeant] = []
        self.facets = [f"f-{field.name}" for field in coded_facets(self.the_kind)]
        for field in coded_facets(self.the_kind):
            self.fields[f"f-{field.name}"] = forms.MultipleChoiceField(
                label=field.label.in_language(screen_language),
                required=False,
                choices=_list_terms(field.scheme or "", screen_language),
                widget=forms.CheckboxSelectMultiple,
            )
        groupings = [
            (name, grouping_label(self.the_kind, name, screen_language)) for name in groupings_of(self.the_kind)
        ]
        self.groupings = [f"by{at}" for at in range(1, MOST_GROUPINGS)]
        for at, name in enumerate(self.groupings):
            self.fields[name] = forms.ChoiceField(
                label=_("Grouped by") if at == 0 else _("then by"), required=False, choices=[("", "—"), *groupings]
            )

    def _set_choices(self, name: str, choices: list[tuple[str, Any]]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]

    def clean_places(self) -> tuple[str, ...]:
        codes, unclear = [], []
        self.places_meant = []
        names = split(self.cleaned_data["places"])
        for at, typed in enumerate(names):
            match = find_place(typed, gazetteer=gazetteer())
            if match.alternatives:
                self.places_meant.append(PlacesMeant(typed, match.found, match.alternatives[:MOST_NAMED], names, at))
            if match.found is None and match.alternatives:
                unclear.append(
                    _("“%(words)s” may be several places; choose one of those named below.") % {"words": typed}
                )
            elif match.found is None:
                unclear.append(refusal(explain_place_match(typed, match)))
            else:
                codes.append(match.found.code)
        if unclear:
            raise forms.ValidationError(unclear)
        return tuple(dict.fromkeys(codes))

    def clean_according_to(self) -> str:
        typed = self.cleaned_data["according_to"].strip()
        if not typed:
            return ""
        try:
            return source_named(typed, self.viewer)
        except Unclear as error:
            raise forms.ValidationError(refusal(error)) from None

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        if self.errors:
            return typed
        plain = {
            "kind": self.the_kind.code,
            "measure": typed["measure"] or ENTITIES,
            "facets": {name.removeprefix("f-"): tuple(typed[name]) for name in self.facets if typed[name]},
            "places": typed["places"],
            "since": typed["since"] or None,
            "until": typed["until"] or None,
            "according_to": typed["according_to"] or None,
            "grades": tuple(typed["grades"]),
            "reading": typed["reading"] or "reported_range",
            "unit": typed["unit"] or None,
            "by": tuple(dict.fromkeys(typed[name] for name in self.groupings if typed[name])),
        }
        try:
            self._question = Question.of(plain)
        except Unanswerable as error:
            self.refuse(error)
        return typed

    def refuse(self, error: Unanswerable) -> None:
        """Say each fault of a question beside the input that it was typed into; beside none of them where there is no such input."""
        for fault in error.faults:
            name = {"facets": f"f-{fault.particulars.get('facet')}", "by": self.groupings[0]}.get(
                fault.field, fault.field
            )
            self.add_error(name if name in self.fields else None, refusal(fault))

    def question(self) -> Question:
        """What was asked. Call after `is_valid()`."""
        return self._question


def _describe_place(place: Place, language: str) -> str:
    """Name a place with its level and what holds it: “SY07 (Idlib, governorate), Syria”."""
    here = gazetteer()
    above = [here.get(code).label(language) for code in reversed(here.path(place.code)[:-1])]
    return join_list([name_place(place, language), *above], language)


def _list_terms(scheme: str, language: str) -> list[tuple[str, str]]:
    return [(term.code, term.label(language)) for term in vocabulary.terms(scheme)]
