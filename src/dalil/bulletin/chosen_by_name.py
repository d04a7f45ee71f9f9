"""Sources and documents of the record, as an editor chooses them for a page: by their names, never by typing their codes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as say

from dalil.archive.models import Document
from dalil.archive.protection import Viewer
from dalil.lookup.documents import find_document
from dalil.lookup.sources import find_source
from dalil.lookup.sources_in_record import name_sources
from dalil.record.models import Source

MOST_SUGGESTED = 300
"""How many names are suggested while one types. Any other name may be typed all the same."""


def find_document_by_name(words: str) -> str:
    """Find the address of the public document that words mean: its title, its address, or the address of its page.

    Raises ValidationError where none is meant, or more than one.
    """
    typed = words.strip().rstrip("/")
    match = find_document(typed.rpartition("/")[2] if "://" in typed else typed, Viewer.public())
    if match.found is not None:
        return match.found.address
    if not match.alternatives:
        raise ValidationError(say("No public document is called “%(words)s”.") % {"words": words})
    raise ValidationError(_say_alternatives(words, map(name_document, match.alternatives)))


def find_source_by_name(words: str) -> str:
    """Find the code of the public source that words mean: one of its names, or its code.

    Raises ValidationError where none is meant, or more than one.
    """
    match = find_source(words.strip(), name_sources(Viewer.public()))
    if match.found is not None:
        return match.found
    if not match.alternatives:
        raise ValidationError(say("No public source is called “%(words)s”.") % {"words": words})
    meant = Source.objects.visible_to(Viewer.public()).filter(code__in=match.alternatives)
    raise ValidationError(_say_alternatives(words, map(_name_source, meant)))


def name_document(document: Document) -> str:
    """Write a document so that it is found again: its address, and its title."""
    return f"{document.address} {document.title}"


def document_as_typed(address: str) -> str:
    """Write the document of an address as an editor sees it in a form; the address alone where it is not public."""
    found = find_document(address, Viewer.public()).found if address else None
    return name_document(found) if found else address


class _SuggestedNames(forms.TextInput):
    """A line of text with names to choose from, which also works without any script."""

    def __init__(self, suggest: Any) -> None:
        super().__init__()
        self.suggest = suggest

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        listed = f"{(attrs or {}).get('id', name)}-names"
        line = super().render(name, value, {**(attrs or {}), "list": listed}, renderer)
        options = format_html_join("", '<option value="{}"></option>', ((each,) for each in self.suggest()))
        return format_html('{}<datalist id="{}">{}</datalist>', line, listed, options)


class ChosenByName(forms.CharField):
    """Something of the record, typed or chosen by its name and kept by its code.

    kept: the code that stood there before the form was filled in; where nobody changed it, it stays, also if it is not public any more.
    """

    kept = ""

    def find(self, words: str) -> str:
        """Return the code of what is called so. Raises ValidationError."""
        raise NotImplementedError

    def clean(self, value: Any) -> Any:
        """Return the code of what was typed."""
        words = super().clean(value)
        return words if not words or words == self.kept else self.find(words)


class SourceByName(ChosenByName):
    """A source of the record, kept by its code."""

    widget = _SuggestedNames(lambda: _names_of_sources())

    def find(self, words: str) -> str:
        """Return the code of the source of this name. Raises ValidationError."""
        return find_source_by_name(words)

    def prepare_value(self, value: Any) -> Any:
        """Show the name of the source that is kept."""
        found = Source.objects.visible_to(Viewer.public()).filter(code=value).first() if value else None
        return _name_source(found) if found else value


class DocumentByName(ChosenByName):
    """A document of the record, kept by its address."""

    widget = _SuggestedNames(lambda: _names_of_documents())

    def find(self, words: str) -> str:
        """Return the address of the document of this title. Raises ValidationError."""
        return find_document_by_name(words)

    def prepare_value(self, value: Any) -> Any:
        """Show the address and the title of the document that is kept."""
        return document_as_typed(value) if value else value


def _names_of_sources() -> list[str]:
    return [
        _name_source(each) for each in Source.objects.visible_to(Viewer.public()).order_by("name_en")[:MOST_SUGGESTED]
    ]


def _names_of_documents() -> list[str]:
    return [
        name_document(each) for each in Document.objects.visible_to(Viewer.public()).order_by("-pk")[:MOST_SUGGESTED]
    ]


def _name_source(source: Source) -> str:
    return source.name.in_language(get_language() or "en")


def _say_alternatives(words: str, names: Iterable[str]) -> str:
    facts = {"words": words, "names": "; ".join(names)}
    return say("“%(words)s” may mean several; type one of them in full: %(names)s") % facts
