"""What alice types into an input and what stands in a cell of a table are read as the same count, or refused in the same sentence."""

from __future__ import annotations

import json
from functools import cache

import pytest
from django import forms
from hypothesis import given, settings
from hypothesis import strategies as st

from dalil.desk.inputs.nested import make_input
from dalil.desk.inputs.plain import UnreadableInput
from dalil.intake.formats.table import TableReader, says
from dalil.intake.parsed_rows import Context, RowError
from dalil.record.canonical import told
from dalil.record.kind import fields_of, kind_of
from dalil.vocabulary.gazetteer import load_shipped_gazetteer
from dalil.wording.refusals import refusal

INCIDENT = kind_of("incident")
FIELDS = ("killed", "killed_civilians", "killed_children", "injured", "casualties", "displaced", "sites")


@cache
def table(field: str) -> TableReader:
    mapping = {
        "kind": "incident",
        "origin": "x-monitor",
        "columns": {"day": {"field": "when"}, "number": {"field": field}},
    }
    return TableReader(Context(sha256="0" * 64, level=0, known=load_shipped_gazetteer()), ("day", "number"), mapping)


@cache
def input_of(field: str) -> object:
    described = next(each for each in fields_of(INCIDENT) if each.name == field)
    return make_input(described, name=f"c-{field}", language="en")


def imported(field: str, phrase: str) -> object:
    """The count of a row, or the sentence in which it failed."""
    (result,) = table(field).read(1, ["2019-04-26", phrase])
    return result.cause if isinstance(result, RowError) else json.loads(result.prepared.content).get(field)


def typed(field: str, phrase: str) -> object:
    """The count of an input, or the sentence beside it."""
    asked = input_of(field)
    filled = type("Filled", (forms.Form,), asked.fields())({f"c-{field}": phrase})
    assert filled.is_valid(), filled.errors
    try:
        claim = INCIDENT.model_validate({"when": "2019-04-26", field: asked.read(filled.cleaned_data)})
    except UnreadableInput as error:
        return str(error)
    except ValueError as error:
        return refusal(error)
    return json.loads(told(claim)[0]).get(field)


def same(one: object, other: object) -> bool:
    """Whether two surfaces say the same; a screen isolates particulars and begins with a capital."""
    if isinstance(one, str) and isinstance(other, str):
        return plain(one) == plain(other)
    return one == other


def plain(sentence: str) -> str:
    return sentence.replace("\u2068", "").replace("\u2069", "").casefold()


LISTED = """
82|82+|>80|<10|~2000|40-50|50-40|٨٢|٨٢+|1,300|1.300|1.000|3,0|3.0|12.|2 000|2k|2.5k|10k+|2bn|2m|2-3k|-5|−5|+5|5+2|5/2|5?|5%|10s|3-May|May 5|0
7 wounded|five, not confirmed|لم يتأكد 5|20 غير مؤكد|20 unconfirmed|20 TBC|not 5|more then 20|20 (est.)|20 approx.|20ish|ca 20|about 15
About 15|min 20|max 20|20 plus|20 and more|20 فأكثر|20 كحد أقصى|على الأقل 20|20 على الأقل|أكثر من عشرين|نحو مئة|between 3 and 7, 2 of them children
between 3 and 7|بين 3 و 7|ثلاثة بينهم طفل|خمسة من عائلة واحدة|five of one family|20 members of one family|12 من عائلتين|5 families|two homes
عشرات القتلى|dozens|hundreds of civilians|several
no deaths|لا قتلى|لا أحد|طفلان|طفل|امرأة|a woman|3 women|3 fighters|5 civilians|20 killed and wounded
3 dead, 5 wounded|5 (3 children)|1–3 (1 Woman, 1–2 Men)|12 of the 30 detainees|5 missing|nearly 100|50-odd|half a million|مليون ونصف|5 أيار|غداً|a lot
three (3)|3 (three)|5 (5)|واحد|no casualties|لا إصابات|12 ppl|12 pax|5 (2 children)|5 incl. 2 children|خمسة بينهم طفلان|20+|~20|20?|~20?|20+?
20\u200f|\u202b20\u202c|20\u00a0killed|٢٠ قتيلاً|twenty five|خمسة وعشرون|99999999999999|1000000000001|5 schools|خمس مدارس
"""
PHRASES = [phrase for phrase in LISTED.replace("\n", "|").split("|") if phrase]


@pytest.mark.parametrize("field", FIELDS)
def test_an_input_and_a_cell_read_the_same_of_what_people_write(field: str) -> None:
    assert [phrase for phrase in PHRASES if not same(typed(field, phrase), imported(field, phrase))] == []


WORDS = st.sampled_from(
    """5 20 2000 ٢٠ 3-7 ~20 20+ 2k five twenty خمسة عشرين مئة at least at most more than then about max min plus or and more بين و من نحو على الأقل
    أكثر من فأكثر غير مؤكد لم not confirmed killed wounded قتلى جرحى قتيلاً civilians مدنيين children أطفال طفلان women family عائلة واحدة one of the
    same members including بينهم ( ) , ، . - + % TBC est ish dozens عشرات several zero no لا May أيار""".split()  # noqa: SIM905
)


@settings(max_examples=300)
@given(st.sampled_from(FIELDS), st.lists(WORDS, min_size=1, max_size=6).map(" ".join).filter(says))
def test_an_input_and_a_cell_read_the_same_of_any_words(field: str, phrase: str) -> None:
    one, other = typed(field, phrase), imported(field, phrase)
    assert same(one, other), (one, other)


@pytest.mark.parametrize(
    ("phrase", "what", "meant"),
    [
        ("7 wounded", "killed", None),
        ("7 wounded", "injured", 7),
        ("7 people", "killed", 7),
        ("5 غارات", "strikes", 5),
        ("5 غارات", "killed", None),
    ],
)
def test_what_a_tally_counts_says_what_its_number_may_be(phrase: str, what: str, meant: int | None) -> None:
    kind = kind_of("tally")
    described = next(each for each in fields_of(kind) if each.name == "count")
    asked = make_input(described, name="c-count", language="en")
    filled = type("Filled", (forms.Form,), asked.fields())({"c-count": phrase})
    filled.full_clean()
    try:
        at_desk = kind.model_validate(
            {"what": what, "count": asked.read({**filled.cleaned_data, "c-what": what})}
        ).count.low
    except UnreadableInput as error:
        at_desk = str(error)
    mapping = {
        "kind": "tally",
        "origin": "x-monitor",
        "columns": {"number": {"field": "count"}, "what": {"field": "what"}},
    }
    (result,) = TableReader(
        Context(sha256="0" * 64, level=0, known=load_shipped_gazetteer()), ("number", "what"), mapping
    ).read(1, [phrase, what])
    in_cell = result.cause if isinstance(result, RowError) else json.loads(result.prepared.content)["count"]["low"]
    assert same(at_desk, in_cell)
    assert at_desk == meant if meant else "not how many were" in str(at_desk)
