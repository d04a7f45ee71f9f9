"""The form that a family fills in itself, as it is shown: its parts, its inputs, what was typed, and what was wrong with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as say
from pydantic import ValidationError

from dalil import vocabulary
from dalil.tracing.search_words import LABELS
from dalil.tracing.typed_searches import field_of_fault
from dalil.wording.refusals import broken_rule

WHO = (
    "said",
    "father",
    "mother",
    "also_named",
    "sex",
    "born",
    "birth_place",
    "register_place",
    "register_number",
    "marks",
)
WHAT = ("last_seen", "last_seen_place", "taken_by", "circumstances", "held", "companions")
YOU = ("asker", "relation", "contact", "call_not")
ASKED = (*WHO, *WHAT, *YOU)
NEEDED = ("said", "asker")
PHOTOGRAPH = "photograph"
CHOICES = {"sex": "sexes", "relation": "kinships"}
ROWS = {"also_named": 2, "marks": 3, "circumstances": 6, "held": 3, "companions": 3, "contact": 3, "call_not": 2}
LONGEST_LINE, LONGEST_TEXT = 300, 1500
"""Letters of an input; together they stay below what a form of anybody may send (`body_limits`)."""
TRAP = "website"
"""A field that no person sees. A machine that fills every field fills it; then nothing is kept, and it is told what others are told."""


@dataclass(frozen=True)
class AskedChoice:
    """One of the answers to choose from. chosen: whether it was."""

    code: str
    words: str
    chosen: bool


@dataclass(frozen=True)
class AskedField:
    """One input. rows: 0 for one line. choices: empty where it is typed. problem: empty where there is none."""

    name: str
    label: str
    value: str
    rows: int
    longest: int
    choices: tuple[AskedChoice, ...]
    needed: bool
    problem: str


@dataclass(frozen=True)
class AskedPart:
    """A part of the form: its title and its inputs."""

    title: str
    fields: tuple[AskedField, ...]


@dataclass(frozen=True)
class AskingForm:
    """The form. problem: what is wrong with the whole. for_bodies: whether that is ticked. worker_url: of the script that shows it offline.

    photograph_problem: what is wrong with the photograph. again: whether one was sent that has to be chosen once more, where no script keeps it.
    """

    url: str
    worker_url: str
    parts: tuple[AskedPart, ...]
    for_bodies: bool
    problem: str
    photograph_problem: str = ""
    again: bool = False
    trap: str = TRAP


def present_asking(
    language: str,
    typed: Mapping[str, str] | None = None,
    problems: Mapping[str, str] | None = None,
    again: bool = False,
) -> AskingForm:
    """Present the form. typed, problems: what was typed, and what was wrong, by the name of the input; "" names the whole. again: see there."""
    typed, problems = typed or {}, problems or {}
    whole = problems.get("", "") or (say("Nothing was sent yet: look at what is marked below.") if problems else "")
    return AskingForm(
        reverse("ask-search"),
        reverse("ask-search-worker"),
        tuple(
            AskedPart(title, tuple(_field(name, language, typed, problems) for name in names))
            for title, names in (
                (say("Who is missing"), WHO),
                (say("What happened, as far as you know"), WHAT),
                (say("You who ask"), YOU),
            )
        ),
        typed.get("for_bodies") == "yes",
        whole,
        problems.get(PHOTOGRAPH, ""),
        again,
    )


def list_problems(error: ValidationError) -> dict[str, str]:
    """Say what was wrong, by the name of the input."""
    problems: dict[str, str] = {}
    for fault in error.errors():
        name = field_of_fault(fault)
        problems.setdefault(name if name in ASKED else "", broken_rule(dict(fault)))
    return problems


def _field(name: str, language: str, typed: Mapping[str, str], problems: Mapping[str, str]) -> AskedField:
    terms = vocabulary.terms(CHOICES[name]) if name in CHOICES else ()
    return AskedField(
        name,
        LABELS[name].in_language(language),
        typed.get(name, ""),
        ROWS.get(name, 0),
        LONGEST_TEXT if name in ROWS else LONGEST_LINE,
        tuple(AskedChoice(term.code, term.label(language), term.code == typed.get(name)) for term in terms),
        name in NEEDED,
        problems.get(name, ""),
    )
