"""Codes as the choices of a select: grouped under their broadest, indented by their place below it, found by every name they have."""

from __future__ import annotations

from typing import Any

from django import forms

from dalil import vocabulary

INDENT = "\u2003"


def code_choices(scheme: str, language: str) -> list[tuple[str, Any]]:
    """The codes of a scheme as Django's choices; those with narrower codes head a group that holds themselves and all below."""
    terms = vocabulary.terms(scheme)
    parents = {term.parent for term in terms if term.parent}
    choices: list[tuple[str, Any]] = []
    for top in (term for term in terms if not term.parent):
        if top.code not in parents:
            choices.append((top.code, top.label(language)))
            continue
        below = vocabulary.narrower(scheme, top.code)
        members = [
            (term.code, INDENT * max(0, len(vocabulary.broader(scheme, term.code)) - 1) + term.label(language))
            for term in _in_order(scheme, top.code)
            if term.code in below
        ]
        choices.append((top.label(language), members))
    return choices


def _in_order(scheme: str, code: str) -> list[vocabulary.Term]:
    """A code and all below it, each followed by its own narrower ones."""
    found = [vocabulary.term(scheme, code)]
    for child in vocabulary.terms(scheme):
        if child.parent == code:
            found += _in_order(scheme, child.code)
    return found


class Codes(forms.Select):
    """A select whose options also carry the other names of their codes, for the search input that a script puts above it."""

    scheme: str = ""

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(name, value, *args, **kwargs)
        if self.scheme and value:
            option["attrs"]["data-words"] = " ".join(vocabulary.term(self.scheme, str(value)).names())
        return option
