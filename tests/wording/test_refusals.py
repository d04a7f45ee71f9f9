"""Every refusal carries its type and particulars, and is said in Arabic too."""

import ast
import json
import pickle
import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from django.core.exceptions import ValidationError as DjangoValidationError
from django.test import Client as DjangoClient
from django.utils import translation
from pydantic import BaseModel, ValidationError, field_validator

import dalil
from dalil import vocabulary
from dalil.bulletin.models import check_date
from dalil.counting.question import Question, Unanswerable
from dalil.counting.question_words import Unclear, place_named
from dalil.intake.parsed_rows import in_words
from dalil.record.actions import Refused
from dalil.record.kind import kind_of
from dalil.text.counts import OtherQuantity
from dalil.values import Count, NotACount
from dalil.wording.refusals import RULES, broken_rule, refusal, say_kept

ROOT = Path(dalil.__file__).parent
ROOMS = (
    "access",
    "archive/object_store.py",
    "archive/store.py",
    "values",
    "text/counts",
    "text/dates",
    "kinds",
    "record",
    "lookup",
    "counting",
    "exports/answer_files.py",
    "gate",
    "cases",
    "bulletin/api",
    "bulletin/corrections",
    "cases",
    "vocabulary/terms.py",
    "vocabulary/gazetteer.py",
    *(
        f"intake/{name}.py"
        for name in ("causes", "parsed_rows", "cells", "identifiers", "ownership", "writer", "place_entries")
    ),
    *(
        f"intake/{name}.py"
        for name in (
            "mending",
            "public_rows",
            "stated_precision",
            "file_protection",
            "new_request",
            "run_lock",
            "places_said",
            "mapping",
            "mapping_constants",
            "mapping_lines",
            "editions",
            "runs",
            "judgements",
        )
    ),
    "intake/files",
    *(
        f"intake/formats/{name}.py"
        for name in (
            "__init__",
            "table",
            "table_file",
            "field_cells",
            "ged",
            "jsonl",
            "line_judgements",
            "place_lists",
            "place_shapes",
            "population_lists",
        )
    ),
    "exchange/partner_decisions.py",
    "exchange/receiving.py",
    "matching/pointings.py",
    "sanctions",
    "zoning",
    "spotting",
    "tracing",
    "desk/sealed/reminders.py",
    "desk/imports/tasks.py",
    "desk/protecting/publishing.py",
    "archive/fetching.py",
    "bulletin/newsletter",
    *(f"bulletin/links/{name}.py" for name in ("page_elsewhere", "feeds", "cards")),
)
CARRIERS = (
    "BlindFileRefused",
    "BrokenList",
    "StoreUnreachable",
    "NotFetched",
    "TooMany",
    "NoPage",
    "NoFeed",
    "Refusal",
    "Refused",
    "TellsPlace",
    "Fault",
    "ExplainedMatch",
    "Permission",
    "Objection",
    "Remedy",
)
"""What carries a type, a template and particulars."""
OF_A_CLASS = {"type", "template"}
BUILT_FROM_FILES = ("gazetteer.py",)
"""Modules whose plain ValueErrors are about the files that come with Dalil."""


def raised():
    """Type and template of every refusal of these rooms; what is raised without them is given with an empty type."""
    for file in (path for room in ROOMS for path in (sorted((ROOT / room).rglob("*.py")) or [ROOT / room])):
        tree = ast.parse(file.read_text(encoding="utf-8"))
        templates = {
            node.targets[0].id: node.value.value
            for node in ast.walk(tree)
            if isinstance(node, ast.Assign)
            and isinstance(node.targets[0], ast.Name)
            and isinstance(node.value, ast.Constant)
        }
        for node in ast.walk(tree):
            if isinstance(node, ast.ClassDef):
                own = {
                    each.targets[0].id: each.value.value
                    for each in node.body
                    if isinstance(each, ast.Assign) and isinstance(each.value, ast.Constant)
                }
                if own.keys() >= OF_A_CLASS:
                    yield own["type"], own["template"]
            if not isinstance(node, ast.Call) or not node.args:
                continue
            name = getattr(node.func, "id", "") or getattr(node.func, "attr", "")
            first, *more = node.args
            if name == "__new__" and len(node.args) > 2:
                first, *more = more
            elif name == "ValueError":
                of_a_cause = isinstance(first, ast.Call) and getattr(first.func, "id", "") == "Cause"
                if file.name not in BUILT_FROM_FILES and not of_a_cause:
                    yield "", ast.unparse(first)
                continue
            elif name == "Cause":  # the causes of failed rows are told apart by their sentences
                sentence = first.value if isinstance(first, ast.Constant) else None
                yield from (
                    (each, each) for each in ([sentence] if sentence else templates.values()) if isinstance(each, str)
                )
                continue
            elif name not in CARRIERS:
                continue
            if isinstance(first, ast.Constant) and more:
                second = more[0]
                yield first.value, second.value if isinstance(second, ast.Constant) else templates[second.id]


@pytest.fixture(scope="module")
def refusals():
    return sorted(set(raised()))


def test_a_file_is_refused_as_a_whole_and_noted_in_sentences_of_each_language():
    """A sentence that is put together on the way would be said in English on every screen."""
    plain = []
    for file in sorted(file for room in ("intake", "exchange") for file in (ROOT / room).rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            name = getattr(node.func, "id", getattr(node.func, "attr", "")) if isinstance(node, ast.Call) else ""
            told = {"Unreadable": 0, "add_note": 1}.get(name)
            if told is not None and isinstance(node.args[told], (ast.JoinedStr, ast.Constant, ast.BinOp)):
                plain.append(f"{file.name}:{node.lineno}")
    assert plain == []


def test_every_refusal_has_a_type_of_its_own(refusals):
    assert [sentence for type_, sentence in refusals if not type_] == []
    assert len(refusals) > 30
    assert len({type_ for type_, _ in refusals}) == len(refusals)


def test_every_refusal_is_said_in_arabic_with_its_particulars(refusals):
    sentences = [*(template for _, template in refusals), *RULES.values()]
    with translation.override("ar"):
        said = {sentence: translation.gettext(sentence) for sentence in sentences}
    assert [sentence for sentence, arabic in said.items() if sentence == arabic] == []
    parts = re.compile(r"\{.*?\}")
    assert [each for each, arabic in said.items() if sorted(parts.findall(each)) != sorted(parts.findall(arabic))] == []


def test_no_refusal_is_translated_that_nobody_raises(refusals):
    with (ROOT / "locale/ar/LC_MESSAGES/django.po").open("rb") as lines:
        known = {entry.id for entry in read_po(lines, locale="ar") if isinstance(entry.id, str)}
    assert not {each for each in known if "{}" in each}
    templates = {template for _, template in refusals} | set(RULES.values())
    assert {each for each in known if re.search(r"\{[a-z_]+\}", each)} <= templates


def test_a_value_refuses_by_type_and_particulars():
    with pytest.raises(ValidationError) as refused:
        Count(low=12, high=9, shape="range")
    (error,) = refused.value.errors()
    assert error["type"] == "lowest_above_highest"
    assert error["msg"] == "lowest 12 is more than highest 9"
    assert (error["ctx"]["low"], error["ctx"]["high"]) == (12, 9)
    assert broken_rule(error) == "Lowest 12 is more than highest 9"
    with translation.override("ar"):
        assert "12" in broken_rule(error) and "Lowest" not in broken_rule(error)


def test_a_particular_that_looks_like_a_sentence_stays_a_particular():
    error = NotACount("lowest 12 is more than highest 9 {phrase}")
    assert error.type == "not_a_count"
    with translation.override("ar"):
        assert "\u2068lowest 12 is more than highest 9 {phrase}\u2069" in refusal(error)


def test_a_door_refuses_by_type_and_particulars():
    error = Refused("already_withdrawn", "report {report} is already withdrawn", {"report": "abc"})
    assert str(error) == "report abc is already withdrawn"
    assert pickle.loads(pickle.dumps(error)).particulars == {"report": "abc"}
    with translation.override("ar"):
        assert "\u2068abc\u2069" in refusal(error)
        assert "withdrawn" not in refusal(error)


def test_what_is_counted_instead_is_named_in_the_language_of_the_screen():
    error = OtherQuantity("5 houses", "homes_destroyed", "killed_children")
    assert str(error) == "“5 houses” tells how many were homes destroyed, not how many were killed children"
    with translation.override("ar"):
        assert refusal(error) == "«\u20685 houses\u2069» يقول كم كان عدد منازل مدمّرة، لا كم كان عدد قتلى من الأطفال"
    assert pickle.loads(pickle.dumps(error)).particulars == error.particulars


def test_a_plain_error_of_an_own_kind_is_said_in_its_own_words():
    class Shelling(BaseModel):
        shells: int

        @field_validator("shells")
        @classmethod
        def some(cls, shells: int) -> int:
            if shells < 1:
                raise ValueError("a shelling has shells")
            return shells

    with pytest.raises(ValidationError) as refused:
        Shelling(shells=0)
    assert broken_rule(refused.value.errors()[0]) == "a shelling has shells"


def test_an_impossible_date_of_a_page_is_refused_in_the_language_of_the_editor():
    with translation.override("ar"), pytest.raises(DjangoValidationError) as refused:
        check_date("2019-13")
    assert re.search("[\u0600-\u06ff]{3}", refused.value.messages[0])


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("plain", "field", "type_", "particular"),
    [
        ({"kind": "rumour"}, "kind", "unknown_kind", "rumour"),
        ({"measure": "kiled"}, "measure", "unknown_measure", "kiled"),
        ({"facets": {"weapons": ["BAREL_BOMB"]}}, "facets", "misspelt_code", "BARREL_BOMB"),
        ({"facets": {"weapons": ["ZZZZZZ"]}}, "facets", "unknown_code", "ZZZZZZ"),
        ({"facets": {"colour": ["RED"]}}, "facets", "unknown_facet", "colour"),
        ({"places": ["XX99"]}, "places", "unknown_place", "XX99"),
        ({"since": "2019-05", "until": "2018"}, "until", "asked_until_before_since", "2019-05-01"),
        ({"since": "yesterday"}, "since", "not_a_date", "yesterday"),
        ({"by": ["colour"]}, "by", "unknown_grouping", "colour"),
        ({"by": ["month", "month"]}, "by", "grouped_too_often", "4"),
        ({"measure": "gap", "by": ["month"]}, "by", "gap_not_grouped", ""),
        ({"grades": ["certain"]}, "grades", "not_listed", "certain"),
        ({"killed": 3}, "killed", "unknown_part", "killed"),
        ({"facets": 3}, "facets", "unreadable_part", "3"),
        ({"unit": "dozen"}, "unit", "unknown_code", "dozen"),
    ],
)
def test_a_question_is_refused_by_part_type_and_particulars_in_each_language(plain, field, type_, particular):
    with pytest.raises(Unanswerable) as refused:
        Question.of(plain)
    (fault,) = refused.value.faults
    assert (fault.field, fault.type) == (field, type_)
    said = {}
    for language in ("en", "ar"):
        with translation.override(language):
            said[language] = refusal(refused.value)
        assert particular in said[language]
    assert said["en"].isascii() or not re.search("[\u0600-\u06ff]", said["en"])
    assert re.search("[\u0600-\u06ff]{3}", said["ar"])
    assert said["en"].casefold() == str(fault).casefold()
    assert pickle.loads(pickle.dumps(refused.value)).faults == refused.value.faults


@pytest.mark.parametrize("raising", [lambda: kind_of("rumour"), lambda: vocabulary.term("units", "dozenn")])
def test_an_unknown_kind_or_code_is_said_in_the_language_of_the_screen(raising):
    with pytest.raises(LookupError) as refused:
        raising()
    assert refusal(refused.value).casefold() == str(refused.value).casefold()
    with translation.override("ar"):
        assert re.search("[\u0600-\u06ff]{3}", refusal(refused.value))
    again = pickle.loads(pickle.dumps(refused.value))
    assert (type(again), again.particulars) == (type(refused.value), refused.value.particulars)


@pytest.mark.django_db
def test_the_api_refuses_in_the_language_that_the_reader_prefers():
    asked = ("/api/count?facet=weapons", "/api/count?according_to=nobody", "/api/count?measure=kiled&since=soon")
    for address in (*asked, "/api/kinds/rumour", "/api/reports/nobody", "/api/places?q=Idlib&within=XX99"):
        said = {}
        for language in ("en", "ar"):
            with translation.override(language):  # a request leaves its language behind
                reader = DjangoClient(headers={"host": "localhost", "accept-language": language})
                said[language] = reader.get(address)
        assert {each.status_code for each in said.values()} <= {404, 422}
        english, arabic = (str(each.json()["detail"]) for each in said.values())
        assert not re.search("[\u0600-\u06ff]", english)
        assert re.search("[\u0600-\u06ff]{3}", arabic)
        assert said["en"].json().get("faults") == said["ar"].json().get("faults")


@pytest.mark.django_db
def test_a_name_that_is_not_one_place_is_explained_with_the_candidates_in_each_language():
    for name, code in (("Suran", "C3026"), ("Nowhere at all", "Nowhere")):
        with pytest.raises(Unclear) as refused:
            place_named(name)
        with translation.override("ar"):
            said = refusal(refused.value)
        assert code in said and re.search("[\u0600-\u06ff]{3}", said)
        assert code in str(refused.value)


def test_a_cause_that_was_kept_with_a_failed_row_is_said_in_arabic_with_all_that_was_wrong():
    with pytest.raises(ValidationError) as refused:
        kind_of("incident").model_validate({"killed": {"low": 12, "high": 9, "shape": "range"}})
    cause = in_words(refused.value).cause
    kept = json.loads(json.dumps(pickle.loads(pickle.dumps(cause)).told))
    assert say_kept(kept, str(cause)).startswith("The row does not say it")
    with translation.override("ar"):
        said = say_kept(kept, str(cause))
    assert "12" in said and "killed" in said and "lowest" not in said and "row" not in said
    assert say_kept({}, "words of an earlier version") == "words of an earlier version"
