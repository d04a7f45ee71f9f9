"""Every sentence in which the record refuses something is known to the desk, and said in Arabic too."""

import ast
import pickle
import re
from pathlib import Path

import pytest
from django.utils import translation

import dalil
from dalil.text.counts import OtherQuantity
from dalil.wording.refusals import RULES, SENTENCES, refusal

ROOMS = ("values", "text/counts", "kinds", "record/actions")


def raised():
    """The templates of all sentences with which these rooms refuse."""
    root = Path(dalil.__file__).parent
    files = [
        path
        for room in ROOMS
        for path in ([root / room] if room.endswith(".py") else sorted((root / room).glob("*.py")))
    ]
    for file in files:
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or not node.args:
                continue
            refuses = getattr(node.func, "id", "") in ("ValueError", "Refused")
            is_refusal = getattr(node.func, "attr", "") == "__init__" and isinstance(node.args[0], ast.JoinedStr)
            if refuses or is_refusal:
                yield template(node.args[0])


def template(sentence):
    if isinstance(sentence, ast.Constant):
        return sentence.value
    return "".join(part.value if isinstance(part, ast.Constant) else "{}" for part in sentence.values)


def test_no_refusal_is_unknown_to_the_desk():
    assert set(raised()) - set(SENTENCES) == set()


def test_no_refusal_is_listed_that_nobody_raises():
    assert set(SENTENCES) - set(raised()) == set()


@pytest.mark.parametrize("sentence", [*SENTENCES, *RULES.values()])
def test_every_refusal_is_said_in_arabic_with_its_particulars(sentence):
    with translation.override("ar"):
        said = translation.gettext(sentence)
    assert said != sentence
    assert sorted(re.findall(r"\{.*?\}", said)) == sorted(re.findall(r"\{.*?\}", sentence))


def test_a_refusal_keeps_its_particulars():
    assert refusal("lowest 12 is more than highest 9") == "Lowest 12 is more than highest 9"


def test_what_is_counted_instead_is_named_in_the_language_of_the_screen():
    error = OtherQuantity("5 houses", "homes_destroyed", "killed_children")
    assert str(error) == "“5 houses” tells how many were homes destroyed, not how many were killed children"
    with translation.override("ar"):
        assert refusal(error) == "«\u20685 houses\u2069» يقول كم كان عدد منازل مدمّرة، لا كم كان عدد قتلى من الأطفال"
    assert pickle.loads(pickle.dumps(error)).particulars == error.particulars
