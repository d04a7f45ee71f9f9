"""The form of a report: what its kind asks, and what every report needs beside that: document, words, attribution, protection."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from itertools import chain
from typing import Any

from django import forms
from django.contrib.auth.models import User
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import ValidationError

from dalil import vocabulary
from dalil.archive.models import Document
from dalil.archive.protection import Level, NobodyLeft, Viewer
from dalil.captures.capturing import AT_ONCE, CaptureRequest, capture, recent_capture
from dalil.desk.inputs.lengths import Within
from dalil.desk.inputs.nested import make_input
from dalil.desk.inputs.plain import Input, UnreadableInput
from dalil.desk.inputs.values import doubts_place
from dalil.desk.lists import check_few, is_taken, split
from dalil.desk.pending_uploads import (
    TooMuchWaiting,
    find_protection,
    keep_upload,
    read_token,
    receive_upload,
    too_much_waiting,
)
from dalil.desk.protecting.forms import ProtectedForm
from dalil.desk.protecting.telling_files import tells_anything
from dalil.desk.reports.filling import fill_in, line_of
from dalil.letters import DOCUMENT_LANGUAGES
from dalil.lookup.documents import find_document
from dalil.lookup.match import Match
from dalil.lookup.place_lookup import PlaceLookup, settle_point
from dalil.lookup.sources import find_source
from dalil.lookup.sources_in_record import name_sources
from dalil.record import actions
from dalil.record.gazetteer_in_use import gazetteer
from dalil.record.kind import DOUBTED_BY_SOURCE, Kind, fields_of
from dalil.record.models import Report, Source
from dalil.values import Where
from dalil.values.doubted_names import says_doubt
from dalil.wording.refusals import broken_rule, say_kept

LANGUAGES = [("", "—"), *((code, gettext_lazy(name)) for code, name in DOCUMENT_LANGUAGES.items())]


class ReportForm(ProtectedForm):
    """A report of one kind, typed in or corrected.

    report: the report that is corrected; its protection stays as it is, so level and groups are not asked.
    typed: what the person had typed before, where they go on with it; it is not checked before they send it.
    After `is_valid()`, `draft()` is what enters the record.
    """

    document = forms.CharField(
        label=gettext_lazy("Document in the archive"),
        help_text=gettext_lazy("Some words of its title, or its address."),
        required=False,
        max_length=500,
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off", "data-suggest": "documents"}),
    )
    upload = forms.FileField(label=gettext_lazy("… or a new file"), required=False)
    upload_title = forms.CharField(
        label=gettext_lazy("Title of the new file"),
        required=False,
        validators=[Within("title")],
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )
    upload_type = forms.ChoiceField(label=gettext_lazy("What the new file is"), required=False)
    upload_url = forms.URLField(
        label=gettext_lazy("Address where it was found"),
        help_text=gettext_lazy("Without a file, the page there is captured as the document."),
        required=False,
        validators=[Within("url")],
        assume_scheme="https",
    )
    locator = forms.CharField(
        label=gettext_lazy("Where in the document"),
        help_text=gettext_lazy("A page, a paragraph, a row, a minute."),
        required=False,
        validators=[Within("locator")],
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )
    said = forms.CharField(
        label=gettext_lazy("The exact words"),
        required=False,
        validators=[Within("said")],
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
    )
    language = forms.ChoiceField(label=gettext_lazy("Language of these words"), choices=LANGUAGES, required=False)
    origins = forms.CharField(
        label=gettext_lazy("Who says so"),
        help_text=gettext_lazy("The origin: name or code of a source. Several with a semicolon between them."),
        required=False,
        max_length=1000,
        validators=[check_few],
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off", "data-suggest": "sources"}),
    )
    unknown = forms.BooleanField(label=gettext_lazy("Nobody is named: the origin is unknown"), required=False)
    relays = forms.CharField(
        label=gettext_lazy("Who passed it on"),
        help_text=gettext_lazy("From the one who told us backwards, with semicolons between them."),
        required=False,
        max_length=1000,
        validators=[check_few],
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off", "data-suggest": "sources"}),
    )
    flags = forms.MultipleChoiceField(
        label=gettext_lazy("Defects found"), required=False, widget=forms.CheckboxSelectMultiple
    )
    reason = forms.CharField(
        label=gettext_lazy("Why it is corrected"),
        help_text=gettext_lazy("Readers see this beside the old report."),
        validators=[Within("reason")],
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
    )

    def __init__(
        self,
        kind: type[Kind],
        *args: Any,
        user: User,
        screen_language: str,
        report: Report | None = None,
        typed: QueryDict | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, user=user, **kwargs)
        self.kind, self.report, self.viewer = kind, report, Viewer.of(user)
        self.found: list[str] = []
        self.screen_language = screen_language
        self.fields["flags"].choices = [  # type: ignore[attr-defined]
            (term.code, term.label(screen_language)) for term in vocabulary.terms("flags")
        ]
        self.fields["upload_type"].choices = [  # type: ignore[attr-defined]
            ("", "—"),
            *((term.code, term.label(screen_language)) for term in vocabulary.terms("document_types")),
        ]
        self.is_held_back = False
        sent = self.data if self.is_bound else typed
        self.pending_upload = read_token(str(sent.get("held") or ""), user) if sent else None
        if report:
            del self.fields["level"], self.fields["groups"]
            self.initial = {**fill_in(report, screen_language), **self.initial}
        else:
            del self.fields["reason"]
        claim = report.claim if report else None
        self.inputs: list[Input] = [
            make_input(
                field,
                name=f"c-{field.name}",
                language=screen_language,
                data=sent,
                before=getattr(claim, field.name) if claim else None,
            )
            for field in fields_of(kind)
        ]
        for each in self.inputs:
            self.fields.update(each.fields())
            self.initial = {**each.initial(), **self.initial}
        if typed:
            self.initial.update(_as_initial(self.fields, typed))
        elif not report and not self.is_bound and self.initial.get("document"):
            self.fields["locator"].widget.attrs["autofocus"] = True  # what is above it stays from the report before
        for name in ("document", "origins", "relays"):
            self._offer(name)

    def _offer(self, name: str) -> None:
        """Add a choice for each name typed in an input that several things of the archive bear."""
        self.choosers: dict[str, list[str]] = getattr(self, "choosers", {})
        self.choosers[name] = []
        if not self.is_bound:
            return
        whole = str(self.data.get(name) or "")
        if not is_taken(self.fields[name], whole):
            return
        for at, typed in enumerate(_split_names(name, whole)):
            match = self._find(name, typed)
            if match.alternatives:
                self.fields[f"{name}-which{at}"] = forms.ChoiceField(
                    label=_("Which “%(name)s”?") % {"name": typed},
                    choices=[(_identify(thing), line_of(thing, self.screen_language)) for thing in match.candidates],
                    widget=forms.RadioSelect,
                    required=False,
                )
                self.choosers[name].append(f"{name}-which{at}")

    def _find(self, name: str, typed: str) -> Match[Document] | Match[Source]:
        if name == "document":
            return find_document(typed, self.viewer)
        match = find_source(typed, self._source_names)
        things = {each.code: each for each in Source.objects.visible_to(self.viewer).filter(code__in=match.candidates)}
        return Match(
            things[match.found] if match.found else None,
            tuple(things[code] for code in match.alternatives),
            match.reason,
        )

    @cached_property
    def _source_names(self) -> dict[str, tuple[str, ...]]:
        return name_sources(self.viewer)

    def _resolve(self, name: str, typed: dict[str, Any]) -> list[Any]:
        """The documents or sources that were typed in an input; what is missing or not yet chosen becomes an error beside it."""
        things = []
        for at, written in enumerate(_split_names(name, typed.get(name) or "")):
            match = self._find(name, written)
            if not match.candidates:
                missing = (
                    _("No document “%(name)s” is in the archive; choose a file instead.")
                    if name == "document"
                    else _("No source is called “%(name)s”. Name it first, under Sources; what you typed here stays.")
                )
                self.add_error(name, missing % {"name": written})
            elif match.found:
                things.append(match.found)
            else:
                chosen = typed.get(f"{name}-which{at}")
                things += [thing for thing in match.alternatives if _identify(thing) == chosen]
                if not chosen:
                    self.add_error(f"{name}-which{at}", _("Choose the one that is meant."))
        return things

    @property
    def first_inputs(self) -> list[Input]:
        """The inputs of the kind that are shown at once."""
        return [each for each in self.inputs if self._is_asked_first(each)]

    @property
    def further_inputs(self) -> list[Input]:
        """Those that unfold."""
        return [each for each in self.inputs if not self._is_asked_first(each)]

    @property
    def says_further(self) -> bool:
        """Whether what unfolds holds something, or something that has to be mended, so that it is shown open."""
        names = {name for each in self.further_inputs for name in each.fields() if not name.endswith("-unit")}
        return not names.isdisjoint(self.errors) or any(
            (self.data.get(name) if self.is_bound else self.initial.get(name)) for name in names
        )

    def _is_asked_first(self, each: Input) -> bool:
        return not self.kind.asked_first or each.name.removeprefix("c-") in self.kind.asked_first

    @property
    def notes(self) -> list[str]:
        """What names were taken for where they may mean other things too, and whether the file was held back; call after `is_valid()`."""
        held_back = [
            _(
                "The new file tells more than it shows, so it is internal, and the report with it, until somebody has read what "
                "it tells on the screen “Protect” of the document."
            )
        ]
        return [*(held_back if self.is_held_back else []), *(note for each in self.inputs for note in each.notes())]

    def clean(self) -> dict[str, Any]:
        typed = super().clean()
        self._read_content(typed)
        if upload := typed.get("upload"):
            try:
                self.pending_upload = keep_upload(upload, self.user)
            except TooMuchWaiting:
                self.add_error("upload", too_much_waiting())
        self.the_document: Document | None = None
        link = typed.get("upload_url") if not typed.get("document") else ""
        if not self.pending_upload and not (link and "upload" not in self.errors):
            if documents := self._resolve("document", typed):
                self.the_document = documents[0]
            elif not typed.get("document") and "document" not in self.errors:
                self.add_error(
                    "document", _("Name the document that says so, choose a file, or give the address of a page.")
                )
        self._note_doubts(typed)
        self.whose = self._resolve("origins", typed)
        self.through = self._resolve("relays", typed)
        if not typed.get("origins") and not typed.get("unknown") and "origins" not in self.errors:
            self.add_error("origins", _("Name who says so, or tick that nobody is named."))
        if typed.get("origins") and typed.get("unknown"):
            self.add_error("unknown", _("Somebody is named; then the origin is not unknown."))
        if self.pending_upload and not self.errors:
            self._protect_upload(typed)
        elif link and not self.errors:
            self._capture(link, typed)
        return typed

    def _note_doubts(self, typed: dict[str, Any]) -> None:
        """Flag a doubt beside the name of a source or of a place of the gazetteer: its code would not keep it."""
        sources = (*split(typed.get("origins") or ""), *split(typed.get("relays") or ""))
        places = (split(str(value)) for name, value in typed.items() if name.endswith("-place") and value)
        if any(map(says_doubt, sources)) or any(map(doubts_place, chain.from_iterable(places))):
            self.found.append(DOUBTED_BY_SOURCE)

    def _capture(self, url: str, typed: dict[str, Any]) -> None:
        """Capture the page at an address as the document; the one that this person captured there a moment ago is taken as it is.

        It is never public at once: a capture tells more than the page shows.
        """
        self._protect_upload(typed, "upload_url")
        if self.errors:
            return
        level, groups = self.protection
        self.is_held_back = level == Level.PUBLIC
        asked = CaptureRequest(
            url=url,
            actor=self.user,
            level=max(Level(level), Level.INTERNAL),
            groups=tuple(groups),
            compare=False,
            patience=AT_ONCE,
        )
        made = recent_capture(asked) or capture(asked)
        self.the_document = made.document
        if made.document is None:
            why = say_kept(made.told, made.why)
            self.add_error(
                "upload_url",
                _(
                    "The page could not be captured: %(why)s. The address stands under Captured pages with its date; "
                    "choose a file instead."
                )
                % {"why": why},
            )

    def _protect_upload(self, typed: dict[str, Any], field: str = "upload") -> None:
        """Settle who may see the new file; where the restrictions around it have no group in common, nobody could be named."""
        level = Level(typed["level"]) if self.report is None else self._level_of_correction()
        groups = typed["groups"] if self.report is None else self.report.groups.all()
        beside = [*self.whose, *self.through, *([self.report.document] if self.report else [])]
        try:
            self.protection = find_protection(level, groups, beside)
        except NobodyLeft:
            self.add_error(
                field,
                _("The report, its document and its sources are restricted to different groups; let a steward decide."),
            )
            return
        if self.protection[0] == Level.PUBLIC and self.pending_upload and tells_anything(self.pending_upload):
            self.protection, self.is_held_back = (Level.INTERNAL, []), True

    def _read_content(self, typed: dict[str, Any]) -> None:
        """Read the inputs of the kind; what cannot be read is said beside its input."""
        whole = {field: typed.get(field, "") for field in self.fields}
        content = {}
        sound = True
        for each in self.inputs:
            if any(name in self.errors for name in each.fields()):
                sound = False
                continue
            try:
                value = each.read(whole)
            except UnreadableInput as error:
                self.add_error(error.name, str(error))
                sound = False
            else:
                if value is not None:
                    content[each.name.removeprefix("c-")] = value
        if not sound:
            return
        try:
            self.claim = self.kind.model_validate(content)
        except ValidationError as refused:
            for broken in refused.errors():
                self.add_error(self._find_field(broken["loc"]), broken_rule(dict(broken)))
            return
        self._settle_points()

    def _settle_points(self) -> None:
        """Let the points of places say in which area they lie, as an importer does; what that found or doubts is flagged."""
        lookup = PlaceLookup(gazetteer())
        settled = {}
        for field in fields_of(self.kind):
            where = getattr(self.claim, field.name)
            if isinstance(where, Where):
                settled[field.name], flags = settle_point(where, lookup)
                self.found += flags
        self.claim = self.claim.model_copy(update=settled)

    def _find_field(self, path: tuple[str | int, ...]) -> str | None:
        """Find the name of the field that pydantic's path means; None for what concerns the whole."""
        first = next((each for each in self.inputs if path and each.name == f"c-{path[0]}"), None)
        return first.find_field(path[1:]) if first else None

    def upload_token(self) -> str:
        """Return what stands in the form for the pending upload; empty where there is none."""
        return self.pending_upload.token(self.user) if self.pending_upload else ""

    def draft(self) -> actions.Draft:
        """The report as it enters the record; the pending upload is received now. Call after `is_valid()`."""
        typed = self.cleaned_data
        if self.pending_upload:
            level, groups = self.protection
            self.the_document = receive_upload(
                self.pending_upload,
                actor=self.user,
                title=typed["upload_title"],
                type=typed["upload_type"],
                url=typed["upload_url"],
                language=typed["language"],
                level=level,
                groups=groups,
            )
        assert self.the_document
        return actions.Draft(
            claim=self.claim,
            document=self.the_document,
            attribution=actions.credit_sources(self.whose, self.through),
            said=typed["said"],
            language=typed["language"],
            locator=typed["locator"],
            external_id=self.report.external_id if self.report else "",
            flags=(*typed["flags"], *self.found),
            level=Level(typed["level"]) if self.report is None else self._level_of_correction(),
        )

    def _level_of_correction(self) -> Level:
        """As strict as what it corrects; of what is public, internal until somebody who may publish makes it public."""
        assert self.report
        level = Level(self.report.level)
        return Level.INTERNAL if level == Level.PUBLIC and not self.user.has_perm("desk.publish") else level


def _as_initial(fields: Mapping[str, forms.Field], typed: QueryDict) -> dict[str, Any]:
    """What was typed before, as the fields of a form that was not sent hold it."""
    several = (forms.MultipleChoiceField, forms.ModelMultipleChoiceField)
    return {
        name: typed.getlist(name) if isinstance(field, several) else typed[name]
        for name, field in fields.items()
        if name in typed
    }


def _identify(thing: Document | Source) -> str:
    return thing.sha256 if isinstance(thing, Document) else thing.code


def _split_names(name: str, typed: str) -> list[str]:
    return ([typed.strip()] if typed.strip() else []) if name == "document" else split(typed)
