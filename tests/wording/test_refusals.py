"""Every refusal carries its type and particulars, and is said in Arabic too."""

import ast
import pickle
import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from django.core.exceptions import ValidationError as DjangoValidationError
from django.utils import translation
from pydantic import BaseModel, ValidationError, field_validator

import dalil
from dalil.bulletin.models import check_date
from dalil.record.actions import Refused
from dalil.text.counts import OtherQuantity
from dalil.values import Count, NotACount
from dalil.wording.refusals import RULES, broken_rule, refusal

ROOT = Path(dalil.__file__).parent
ROOMS = ("values", "text/counts", "text/dates", "kinds", "record", "counting/figures.py")


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
            if not isinstance(node, ast.Call) or not node.args:
                continue
            name = getattr(node.func, "id", "") or getattr(node.func, "attr", "")
            first, *more = node.args
            if name == "__new__" and len(node.args) > 2:
                first, *more = more
            elif name == "ValueError":
                yield "", ast.unparse(first)
                continue
            elif name not in ("Refusal", "Refused"):
                continue
            if isinstance(first, ast.Constant) and more:
                second = more[0]
                yield first.value, second.value if isinstance(second, ast.Constant) else templates[second.id]


REFUSALS = sorted(set(raised()))


def test_every_refusal_has_a_type_of_its_own():
    assert [sentence for type_, sentence in REFUSALS if not type_] == []
    assert len(REFUSALS) > 30
    assert len({type_ for type_, _ in REFUSALS}) == len(REFUSALS)


@pytest.mark.parametrize("sentence", [*(template for _, template in REFUSALS), *RULES.values()])
def test_every_refusal_is_said_in_arabic_with_its_particulars(sentence):
    with translation.override("ar"):
        said = translation.gettext(sentence)
    assert said != sentence
    assert sorted(re.findall(r"\{.*?\}", said)) == sorted(re.findall(r"\{.*?\}", sentence))


def test_no_refusal_is_translated_that_nobody_raises():
    with (ROOT / "locale/ar/LC_MESSAGES/django.po").open("rb") as lines:
        known = {entry.id for entry in read_po(lines, locale="ar") if isinstance(entry.id, str)}
    assert not {each for each in known if "{}" in each}
    templates = {template for _, template in REFUSALS} | set(RULES.values())
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
