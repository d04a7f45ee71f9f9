"""The forms of bringing a file in: the file and its protection, what its columns mean, and what it is to files before it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dalil.archive.protection import Level, Viewer
from dalil.desk.imports.pending_imports import PendingImport
from dalil.desk.pending_uploads import PendingUpload, TooMuchWaiting, keep_upload, read_token, too_much_waiting
from dalil.desk.protecting.forms import ProtectedForm
from dalil.desk.screens import language
from dalil.intake.causes import Cause
from dalil.intake.file_protection import check_telling
from dalil.intake.formats import NO_TEXT_ENDINGS, Unreadable, formats
from dalil.intake.formats.table_file import open_table
from dalil.intake.mapping import THE_MAPPING, read_mapping
from dalil.intake.mapping_lines import find_line, line_of
from dalil.intake.new_request import choose_format, find_giver
from dalil.record.actions import Refused
from dalil.wording.numbers import say_number
from dalil.wording.refusals import isolated, refusal, say_kept

MEGABYTE = 1_000_000
LARGEST, LARGEST_WHOLE = 200 * MEGABYTE, 20 * MEGABYTE
"""Bytes that a file may have, and one that is not read line by line: a workbook or JSON is unpacked into memory as a whole."""

FORMATS = {
    "table": gettext_lazy("A table of which you say what its columns mean (CSV, TSV, XLSX, JSON)"),
    "ged": gettext_lazy("UCDP GED (CSV)"),
    "jsonl": gettext_lazy("Reports that Dalil gave out (JSON Lines)"),
    "places": gettext_lazy("Places and borders (OCHA, geoBoundaries, Open-Syria)"),
    "population": gettext_lazy("How many people live where, by year (OCHA, plain lists)"),
}
NEEDS = {"places": "desk.publish", "population": "desk.publish", "jsonl": "desk.withdraw"}
"""The formats that take a permission of their own: places and their people are public, and lines of another record say what is withdrawn."""


class UploadForm(ProtectedForm):
    """A file, its format, who handed it to us, and who may see what comes of it."""

    file = forms.FileField(label=gettext_lazy("File"), required=False)
    format = forms.ChoiceField(label=gettext_lazy("Format"), required=False)
    source = forms.CharField(
        label=gettext_lazy("Who handed us the file"),
        help_text=gettext_lazy("Name or code of a source, where it is not the one that says what stands in it."),
        required=False,
        max_length=300,
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off", "data-suggest": "sources"}),
    )
    telling = forms.BooleanField(
        label=gettext_lazy("I have read what the file tells; bring it in as public all the same"), required=False
    )
    field_order = ("file", "format", "source", "level", "groups", "telling")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["format"].choices = [  # type: ignore[attr-defined]
            ("", _("Let it be found out")),
            *((code, FORMATS.get(code, each.title)) for code, each in formats().items() if self._may(code)),
        ]
        self.pending_upload = read_token(str(self.data.get("held") or ""), self.user) if self.is_bound else None

    @property
    def asks_telling(self) -> bool:
        """Tell whether the tick is shown: the file was found to tell more than it shows."""
        return "telling" in self.errors or bool(self.data.get("telling"))

    def upload_token(self) -> str:
        """Return what stands in the form for the pending upload; empty where there is none."""
        return self.pending_upload.token(self.user) if self.pending_upload else ""

    def clean(self) -> dict[str, Any]:
        typed = super().clean()
        if upload := typed.get("file"):
            self.pending_upload = self._keep(upload)
        elif not self.pending_upload and "file" not in self.errors:
            self.add_error("file", _("Choose a file."))
        if self.pending_upload and "format" not in self.errors:
            typed["format"] = self._settle_format(self.pending_upload, typed["format"])
        if typed.get("source"):
            try:
                typed["source"] = find_giver(typed["source"], Viewer.of(self.user))
            except Refused as error:
                self.add_error("source", refusal(error))
        if self.pending_upload and typed.get("level") == Level.PUBLIC:
            try:
                check_telling(self.pending_upload.path, Level.PUBLIC, accepted=typed.get("telling", False))
            except Refused as error:
                self.add_error("telling", isolated(refusal(error)))
        return typed

    def _keep(self, upload: Any) -> PendingUpload | None:
        ending = str(upload.name).casefold()
        whole = ending.endswith((".json", *NO_TEXT_ENDINGS))
        largest = LARGEST_WHOLE if whole else LARGEST
        if upload.size > largest:
            said = say_number(largest // MEGABYTE, language())
            self.add_error(
                "file",
                (
                    _("A workbook or JSON file of more than %(most)s MB is brought in as CSV, or by `dalil import`.")
                    if whole
                    else _("A file of more than %(most)s MB is brought in by `dalil import`.")
                )
                % {"most": said},
            )
            return None
        try:
            return keep_upload(upload, self.user)
        except TooMuchWaiting:
            self.add_error("file", too_much_waiting())
            return None

    def _settle_format(self, upload: PendingUpload, code: str) -> str:
        try:
            code = choose_format(upload.path, code).code
        except (Refused, Unreadable) as error:
            self.refuse_file(error)
        if not self._may(code):
            self.add_error(
                "file", _("Your role may not bring in files of this format: %(format)s.") % {"format": FORMATS[code]}
            )
        return code

    def refuse_file(self, error: Exception) -> None:
        """Say beside the file why it cannot be read; it is chosen again."""
        self.add_error("file", isolated(refusal(error)))
        self.pending_upload = None

    def _may(self, code: str) -> bool:
        return code not in NEEDS or bool(self.user.has_perm(NEEDS[code]))


class MappingForm(forms.Form):
    """What the columns of a table mean."""

    mapping = forms.CharField(
        label=gettext_lazy("What the columns mean"),
        help_text=gettext_lazy("A column that is ignored is left out. How to write it: docs/importing.md."),
        max_length=500_000,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 24, "dir": "ltr", "spellcheck": "false", "class": "desk-mapping"}),
    )

    def __init__(self, data: Any = None, *, pending: PendingImport) -> None:
        super().__init__(data, initial={"mapping": pending.mapping})
        self.pending = pending
        self.use_required_attribute = False

    def clean_mapping(self) -> str:
        """The text of the mapping, in lines that end as everywhere else."""
        text = "\n".join(self.cleaned_data["mapping"].splitlines()) + "\n"
        try:
            mapping = read_mapping(text, THE_MAPPING)
            open_table(self.pending.upload.path, mapping)
        except Unreadable as error:
            line = find_line(text, error.at) if error.at and not str(error).startswith(f"{THE_MAPPING}, line") else None
            told = Cause("{where}: {cause}", where=line_of(THE_MAPPING, line), cause=error.cause) if line else None
            said = say_kept(told.told, str(told)) if told else refusal(error)
            raise forms.ValidationError(isolated(said)) from error
        level = mapping.get("level")
        if level and Level[level.upper()] != self.pending.level:
            raise forms.ValidationError(
                _(
                    "The mapping says the level %(said)s, and for the file you chose %(chosen)s. Take one of the two back."
                )
                % {"said": Level[level.upper()].label, "chosen": Level(self.pending.level).label}
            )
        return text


class AgainForm(forms.Form):
    """What a file is to those before it: the next edition of one, and whether its rows correct what bears their identifiers."""

    EDITIONS = (("", "—"), ("yes", gettext_lazy("The next edition")), ("no", gettext_lazy("A table of its own")))

    edition = forms.ChoiceField(choices=EDITIONS, required=False, label=gettext_lazy("What is this file?"))
    corrections = forms.BooleanField(
        required=False,
        label=gettext_lazy("Rows that bear the identifier of a report about another day and place correct it"),
    )

    def facts(self) -> dict[str, Any]:
        """What was chosen, as a request takes it. Call after `is_valid()`."""
        edition = {"yes": True, "no": False}.get(self.cleaned_data["edition"])
        return {"edition": edition, "corrections": self.cleaned_data["corrections"]}
