"""The forms of dossiers."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.models import Group, User
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dalil import vocabulary
from dalil.cases import law
from dalil.cases.dossiers.models import ErrandOutcome, Stance
from dalil.cases.dossiers.question import DossierQuestion
from dalil.counting.models import FigureEdition
from dalil.desk.inputs.lengths import Within
from dalil.desk.lists import check_few, split
from dalil.desk.protecting.forms import groups_offered
from dalil.letters import join_list
from dalil.lookup.explanations import explain_place_match
from dalil.lookup.places import find_place
from dalil.record.actions import Refused
from dalil.record.gazetteer_in_use import gazetteer
from dalil.text.dates import read_date
from dalil.vocabulary.gazetteer import Place
from dalil.wording.refusals import isolated, refusal

WORDS = {"dir": "auto"}


def _text(
    label: Any, what: str, *, rows: int = 0, required: bool = True, help_text: Any = "", **attrs: Any
) -> forms.CharField:
    widget: forms.Widget = (
        forms.Textarea({**WORDS, "rows": rows, **attrs}) if rows else forms.TextInput({**WORDS, **attrs})
    )
    return forms.CharField(
        label=label, required=required, widget=widget, help_text=help_text, validators=[Within(what)]
    )


def document_types(language: str) -> list[tuple[str, str]]:
    """List the kinds of document as the choices of a form."""
    return [("", "—"), *((term.code, term.label(language)) for term in vocabulary.terms("document_types"))]


class QuestionOfDossierForm(forms.Form):
    """What a dossier asks; `question()` is it, once the form is valid. Only provisions that can apply are taken."""

    who = _text(gettext_lazy("Who is thought to answer for it"), "figure_title", required=False)
    conflict = forms.ChoiceField(
        label=gettext_lazy("Kind of conflict"),
        required=False,
        help_text=gettext_lazy("An article for wars between States is not taken in another conflict."),
    )
    provisions = forms.MultipleChoiceField(
        label=gettext_lazy("Which crimes"), widget=forms.CheckboxSelectMultiple({"class": "desk-pick-list"})
    )
    modes = forms.MultipleChoiceField(
        label=gettext_lazy("In which way somebody answers for them"),
        required=False,
        widget=forms.CheckboxSelectMultiple({"class": "desk-pick-list"}),
    )
    places = forms.CharField(
        label=gettext_lazy("Where"),
        help_text=gettext_lazy(
            "With everything that lies in it. A name in either script, or a code; several with a semicolon."
        ),
        required=False,
        max_length=500,
        validators=[check_few],
        widget=forms.TextInput({**WORDS, "autocomplete": "off", "data-suggest": "places"}),
    )
    when = forms.CharField(
        label=gettext_lazy("When"),
        required=False,
        max_length=100,
        widget=forms.TextInput({**WORDS, "placeholder": "2018-04"}),
    )
    why = _text(gettext_lazy("Why the question is another one now"), "reason")

    def __init__(
        self, *args: Any, screen_language: str, standing: DossierQuestion | None = None, **kwargs: Any
    ) -> None:
        if standing:
            kwargs["initial"] = {
                **standing.model_dump(include={"who", "conflict", "provisions", "modes"}),
                "places": "; ".join(standing.places),
                "when": standing.when.said or str(standing.when) if standing.when else "",
            }
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False
        choices: dict[str, list[tuple[str, str]]] = {
            "conflict": [
                ("", _("not qualified")),
                *(
                    (each.value, each.say(screen_language))
                    for each in (law.Conflict.INTERNATIONAL, law.Conflict.NON_INTERNATIONAL)
                ),
            ],
            "provisions": [
                (each.code, _say_provision(each, screen_language)) for each in law.provisions() if each.elements
            ],
            "modes": [(each.code, each.name.in_language(screen_language)) for each in law.liability_modes().values()],
        }
        for name, each in choices.items():
            self.fields[name].choices = each  # type: ignore[attr-defined]
        if standing is None:
            del self.fields["why"]

    def clean_places(self) -> tuple[str, ...]:
        codes = []
        for typed in split(self.cleaned_data["places"]):
            match = find_place(typed, gazetteer=gazetteer())
            if match.found is None:
                raise forms.ValidationError(_refuse_place(typed, match))
            codes.append(match.found.code)
        return tuple(dict.fromkeys(codes))

    def clean_when(self) -> Any:
        typed = self.cleaned_data["when"].strip()
        try:
            return read_date(typed) if typed else None
        except ValueError as error:
            raise forms.ValidationError(refusal(error)) from None

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        if not self.errors:
            question = self.question()
            try:
                question.check()
            except Refused as error:
                self.add_error("provisions", refusal(error))
        return typed

    def question(self) -> DossierQuestion:
        """Return what was asked."""
        typed = self.cleaned_data
        return DossierQuestion(
            who=typed["who"],
            conflict=typed["conflict"],
            provisions=tuple(typed["provisions"]),
            modes=tuple(typed["modes"]),
            places=typed["places"],
            when=typed["when"],
        )


class OpenDossierForm(QuestionOfDossierForm):
    """A new dossier: its prefix, its title, and its question."""

    title = _text(gettext_lazy("Title"), "figure_title")
    document_prefix = forms.CharField(
        label=gettext_lazy("Prefix of its documents"),
        max_length=12,
        help_text=gettext_lazy(
            "Two to twelve capital letters A to Z and digits. Its documents are numbered PREFIX-0001, and numbers never change."
        ),
        widget=forms.TextInput({"dir": "ltr", "autocomplete": "off", "autocapitalize": "characters"}),
    )
    field_order = ("title", "document_prefix")

    def clean_document_prefix(self) -> str:
        return str(self.cleaned_data["document_prefix"]).strip().upper()


class ChooseForm(forms.Form):
    """Why reports are chosen, and whether all that is told of the same things comes along."""

    reason = _text(gettext_lazy("Why they are in the dossier"), "reason")
    with_entity = forms.BooleanField(
        label=gettext_lazy("With all that other reports say of the same things, for and against"),
        required=False,
        initial=True,
    )


class ChooseDocumentForm(forms.Form):
    """A document by hand."""

    document = forms.CharField(
        label=gettext_lazy("Document"),
        max_length=600,
        widget=forms.TextInput({**WORDS, "autocomplete": "off", "data-suggest": "documents"}),
    )
    because = _text(gettext_lazy("Why it is in the dossier"), "reason")


class AssessForm(forms.Form):
    """What a thing in the dossier says of an element."""

    pin = forms.ChoiceField(label=gettext_lazy("What in the dossier"))
    stance = forms.ChoiceField(label=gettext_lazy("What it says"), choices=Stance.choices, widget=forms.RadioSelect)
    reason = _text(gettext_lazy("What in it speaks for or against the element"), "reason", rows=3)

    def __init__(self, *args: Any, pins: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False
        self.fields["pin"].choices = [("", "—"), *((str(key), words) for key, words in pins)]  # type: ignore[attr-defined]


class ErrandForm(forms.Form):
    """Something to be done, or asked of a partner. The element comes along where it was asked for from its screen."""

    words = _text(gettext_lazy("What is to be done"), "reason", rows=2)
    partner = _text(gettext_lazy("Partner who is asked; empty for a task of the house"), "recipient", required=False)
    document_type = forms.ChoiceField(label=gettext_lazy("Kind of document"), required=False)
    place = _text(gettext_lazy("From where"), "source_name", required=False)
    about = forms.CharField(
        label=gettext_lazy("For which day"), required=False, max_length=100, widget=forms.TextInput(WORDS)
    )
    due = forms.DateField(label=gettext_lazy("Until when"), required=False, widget=forms.DateInput({"type": "date"}))
    again = forms.BooleanField(
        label=gettext_lazy("Ask for an account although one was given already: I have read it, and it is not enough"),
        required=False,
    )
    provision = forms.CharField(required=False, max_length=60, widget=forms.HiddenInput)
    element = forms.CharField(required=False, max_length=60, widget=forms.HiddenInput)

    def __init__(self, *args: Any, screen_language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False
        self.fields["document_type"].choices = document_types(screen_language)  # type: ignore[attr-defined]


class EndErrandForm(forms.Form):
    """How something ended."""

    outcome = forms.ChoiceField(label=gettext_lazy("What became of it"), choices=ErrandOutcome.choices)
    reason = _text(gettext_lazy("What came of it, in words"), "reason")


class NoteForm(forms.Form):
    """A privileged note."""

    words = _text(gettext_lazy("Note"), "text", rows=4)


class FreezeForm(forms.Form):
    """An edition of a figure for a dossier."""

    edition = forms.ModelChoiceField(FigureEdition.objects.none(), label=gettext_lazy("Edition of a figure"))
    reason = _text(gettext_lazy("Why it is in the dossier"), "reason")


class CircleForm(forms.Form):
    """Whose legal officers may open a dossier, and why."""

    groups = forms.ModelMultipleChoiceField(
        Group.objects.none(),
        label=gettext_lazy("Groups whose legal officers may open it"),
        help_text=gettext_lazy("Name none where all legal officers may."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    reason = _text(gettext_lazy("Why"), "reason")

    def __init__(self, *args: Any, user: User, standing: QuerySet[Group], **kwargs: Any) -> None:
        kwargs["initial"] = {"groups": standing}
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False
        self.fields["groups"].queryset = groups_offered(user, standing)  # type: ignore[attr-defined]


class HandOutForm(forms.Form):
    """To whom a dossier goes, for which purpose, under which terms."""

    recipient = _text(gettext_lazy("Who receives it"), "recipient")
    purpose = forms.ChoiceField(label=gettext_lazy("For which purpose"))
    terms = _text(gettext_lazy("Under which terms"), "reason", rows=3)

    def __init__(self, *args: Any, screen_language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False
        self.fields["purpose"].choices = [  # type: ignore[attr-defined]
            ("", "—"),
            *((term.code, term.label(screen_language)) for term in vocabulary.terms("consent_purposes")),
        ]


def _say_provision(provision: law.Provision, screen_language: str) -> str:
    """Say a provision with its instrument and article. The article runs from left to right: else 8(2)(e)(i) stands turned round in Arabic."""
    instrument = provision.instrument.in_language(screen_language)
    cited = join_list([instrument, isolated(provision.article, screen_language)], screen_language)
    return f"{provision.name.in_language(screen_language)} – {cited}"


def _refuse_place(typed: str, match: Any) -> str:
    if match.alternatives:
        listed: list[Place] = list(match.alternatives)
        return _("“%(words)s” may be several places: %(codes)s. Write the code of the one that is meant.") % {
            "words": typed,
            "codes": ", ".join(each.code for each in listed[:5]),
        }
    return refusal(explain_place_match(typed, match))
