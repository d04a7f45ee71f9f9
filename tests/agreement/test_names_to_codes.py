"""What a name means is the same at the desk, for `dalil count`, in an imported table, in the API and for the search; in both languages."""

from __future__ import annotations

import json
from functools import cache

import pytest
from django import forms
from hypothesis import given, settings
from hypothesis import strategies as st

from dalil.archive.protection import Level, Viewer
from dalil.counting.question_words import Unclear, place_named, source_named, term_named
from dalil.desk.counting.forms import QuestionForm
from dalil.desk.inputs.nested import make_input
from dalil.desk.inputs.plain import UnreadableInput
from dalil.intake.cells import code_of
from dalil.intake.formats.table import TableReader
from dalil.intake.parsed_rows import Context, RowError
from dalil.lookup.places import find_place
from dalil.lookup.sources import SourceLookup
from dalil.lookup.sources_in_record import name_sources
from dalil.record import actions
from dalil.record.kind import fields_of, kind_of
from dalil.record.models import Report
from dalil.record.search.queries import looking_for
from dalil.vocabulary.gazetteer import load_shipped_gazetteer

KNOWN = load_shipped_gazetteer()
INCIDENT = kind_of("incident")
NAMES = sorted({name for place in KNOWN.places for name in (place.code, *place.names()) if name})
HARD = (
    """
Idlib|إدلب|Idlib Governorate|محافظة إدلب|Idlib city|مدينة إدلب|ناحية سراقب|Saraqib|سراقب|Khan Shaykhun|خان شيخون|Khan Sheikhoun
market of Khan Sheikhoun|سوق خان شيخون|Douma|دوما|Duma district|Suran|صوران|Hawash|الحواش|Shahba|شهبا|Saraqib suburb|Saraqib governorate
Damascus|دمشق|Aleppo|حلب|Atarib|الأتارب|Atarib district|Atlantis|Sarakeb|Ma'an|C3916|sy07
""".replace("\n", "|")
    .strip("|")
    .split("|")
)
PAIRS = [
    ("Idlib", "إدلب"),
    ("Khan Shaykhun", "خان شيخون"),
    ("Saraqib", "سراقب"),
    ("Douma", "دوما"),
    ("Ariha", "أريحا"),
]


@cache
def table() -> TableReader:
    columns = {"day": {"field": "when"}, "place": {"field": "where"}, "how": {"field": "weapons"}}
    mapping = {"kind": "incident", "origin": "x-monitor", "columns": columns}
    return TableReader(Context(sha256="0" * 64, level=0, known=KNOWN), ("day", "place", "how"), mapping)


def imported(name: str) -> str | None:
    (result,) = table().read(1, ["2019-04-26", name, ""])
    assert not isinstance(result, RowError), result
    places = json.loads(result.prepared.content)["where"].get("places", [])
    return places[0] if places else None


def at_the_desk(name: str) -> str | None:
    """The place that the input of places takes a name for; None where it refuses it or asks which is meant."""
    described = next(each for each in fields_of(INCIDENT) if each.name == "where")
    box = make_input(described, name="c-where", language="en", data={"c-where-place": name})
    filled = type("Filled", (forms.Form,), box.fields())({"c-where-place": name})
    assert filled.is_valid(), filled.errors
    try:
        return box.read(filled.cleaned_data)["places"][0]
    except UnreadableInput:
        return None


def in_the_desks_question(name: str) -> str | None:
    form = QuestionForm({"kind": "incident", "places": name}, screen_language="en", viewer=Viewer.steward())
    form.is_valid()
    return form.cleaned_data["places"][0] if "places" in form.cleaned_data else None


def by_the_command(name: str) -> str | None:
    try:
        return place_named(name)
    except Unclear:
        return None


def meant(name: str) -> str | None:
    match = find_place(name, gazetteer=KNOWN)
    return match.found.code if match.found else None


@pytest.mark.django_db
@pytest.mark.parametrize("name", HARD)
def test_every_surface_takes_a_hard_name_for_the_same_place(client, name: str) -> None:
    answer = client.get("/api/places", {"q": name}).json()
    assert {
        "import": imported(name),
        "box": at_the_desk(name),
        "question": in_the_desks_question(name),
        "command": by_the_command(name),
        "api": answer["found"],
    } == dict.fromkeys(("import", "box", "question", "command", "api"), meant(name))
    assert meant(name) is None or answer["items"][0]["code"] == meant(name)


@pytest.mark.django_db
def test_every_surface_takes_every_name_of_the_gazetteer_for_the_same_place() -> None:
    apart = {name: (imported(name), at_the_desk(name), by_the_command(name)) for name in NAMES[::12]}
    assert apart == {name: (meant(name),) * 3 for name in apart}


@settings(max_examples=60)
@given(st.sampled_from(KNOWN.places))
def test_the_english_and_the_arabic_label_of_a_place_are_imported_as_one_code(place) -> None:
    assert imported(place.en) == imported(place.ar)


@pytest.mark.parametrize("pair", PAIRS)
def test_the_search_finds_in_both_languages_what_was_imported_under_either_name(enter, pair) -> None:
    for name in pair:
        report = enter({"when": "2019-05-02", "where": {"places": [imported(name)]}}, level=Level.PUBLIC)
        for query in pair:
            assert report in looking_for(query).among(Report.objects.visible_to(Viewer.public()))


@pytest.mark.parametrize(
    ("scheme", "words"),
    [
        ("weapons", "Barrel bomb"),
        ("weapons", "براميل متفجرة"),
        ("weapons", "barrel_bomb"),
        ("targets", "Hospital"),
        ("targets", "مستشفى"),
    ],
)
def test_the_command_and_an_import_take_words_for_the_same_term(scheme: str, words: str) -> None:
    assert code_of(scheme, words) == term_named(scheme, words) is not None


@pytest.mark.parametrize("words", ["north", "North Monitor", "مرصد الشمال", "the north monitor"])
def test_the_command_the_desk_and_an_import_take_words_for_the_same_source(alice, words: str) -> None:
    actions.name_source("north", actor=alice, en="North Monitor", ar="مرصد الشمال")
    form = QuestionForm({"kind": "incident", "according_to": words}, screen_language="en", viewer=Viewer.steward())
    form.is_valid()
    known = name_sources(Viewer.steward())
    source = SourceLookup(known).find(words)
    assert source is not None
    assert source.code == source_named(words, Viewer.steward()) == form.cleaned_data["according_to"] == "north"
