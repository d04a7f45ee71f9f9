"""What alice types as a date, what stands in a cell and what a question is bounded by are read as the same days, or refused in the same sentence."""

from __future__ import annotations

import json
from functools import cache

import pytest
from django import forms
from hypothesis import example, given, settings
from hypothesis import strategies as st

from dalil.counting.question import Question, Unanswerable
from dalil.desk.inputs.nested import make_input
from dalil.desk.inputs.plain import UnreadableInput
from dalil.intake.formats.table import TableReader, says
from dalil.intake.parsed_rows import Context, RowError
from dalil.record.canonical import told
from dalil.record.kind import fields_of, kind_of
from dalil.vocabulary.gazetteer import load_shipped_gazetteer
from dalil.wording.refusals import refusal

INCIDENT = kind_of("incident")


@cache
def table() -> TableReader:
    mapping = {"kind": "incident", "origin": "x-monitor", "columns": {"day": {"field": "when"}}}
    return TableReader(Context(sha256="0" * 64, level=0, known=load_shipped_gazetteer()), ("day",), mapping)


def imported(phrase: str) -> object:
    """The time of a row, or the sentence in which it failed."""
    (result,) = table().read(1, [phrase])
    return result.cause if isinstance(result, RowError) else json.loads(result.prepared.content)["when"]


def typed(phrase: str) -> object:
    """The time of an input whose reading was shown, or the sentence beside it."""
    described = next(each for each in fields_of(INCIDENT) if each.name == "when")
    asked = make_input(described, name="c-when", language="en", data={"c-when": phrase})
    shown = {"c-when": phrase, "c-when-understood": asked.reading[0]}  # type: ignore[attr-defined]
    filled = type("Filled", (forms.Form,), asked.fields())(shown)
    assert filled.is_valid(), filled.errors
    try:
        claim = INCIDENT.model_validate({"when": asked.read(filled.cleaned_data)})
    except UnreadableInput as error:
        return str(error)
    except ValueError as error:
        return refusal(error)
    return json.loads(told(claim)[0])["when"]


def asked(phrase: str) -> object:
    """The first day of a question's period, or the sentence in which it was refused."""
    try:
        return str(Question.of({"kind": "incident", "since": phrase}).since)
    except Unanswerable as error:
        return str(error.faults[0])


def plain(sentence: str) -> str:
    """A sentence as it is on any surface: a screen isolates particulars and begins with a capital."""
    return sentence.replace("\u2068", "").replace("\u2069", "").casefold()


WHAT_TO_DO = ("; write it so, or name the order", "; say in the mapping how the column writes its dates")
"""Where a date may be two days, what is to be done about it differs: one word is typed anew, a column is described once."""


def cause(sentence: str) -> str:
    """What is wrong, without what to do about it where that is another on another surface."""
    for advice in WHAT_TO_DO:
        sentence = sentence.partition(advice)[0]
    return sentence


def same(one: object, other: object) -> bool:
    return cause(plain(one)) == cause(plain(other)) if isinstance(one, str) and isinstance(other, str) else one == other


LISTED = """
2019-04-26|٢٠١٩-٠٤-٢٦|2019-04|2019|2018-10..2019-03|26 April 2019
Friday, 26 April 2019|Thursday, 26 April 2019|26/4/2019|04/26/2019|04/09/2018|٤/٩/٢٠١٨
26-Apr-19|4/9/18|26 نيسان/أبريل 2019|الجمعة 26 نيسان 2019|الأربعاء 26 نيسان 2019
4 كانون 2 2018|1 رمضان 1440|1440|1397-06-13|السادس والعشرين من نيسان 2019
2019-04-26T14:30:00.000+03:00|2019-04-26T11:30:00Z|26/4/2019 02:30 PM
26/4/2019 14:30 PM|26 نيسان 2019 ٢:٣٠ م|2019-04-26 00:00:00|2019-04-26 10:00-11:00
26/4/2019 - 28/4/2019|from 26 to 28 April 2019|من 26 إلى 28 نيسان 2019|04/09/2018 - 06/09/2018
4 and 5 Sep 2018|4 & 5 Sep 2018|night of 4-5 Sep 2018|night of 4 Sep 2018|ليلة 4-5 أيلول 2018|4/5 September 2018|4 and 7 Sep 2018
13/05/2019-15/05/2019|03/05/2019-05/05/2019|2018-09-04/2018-09-05|2011-2013|late April 2019|أواخر نيسان 2019|since 2013|منذ 2013
about 4 May 2018|حوالي 4 أيار 2018|May 28|yesterday|أمس|31/04/2019
4 May 2018 and 6 May 2018|\u200f2019-04-26|\u202b26 نيسان 2019\u202c|43347|soon|غداً|14:30
1018-09-04|9999|2999-01-01
"""
PHRASES = [phrase for phrase in LISTED.replace("\n", "|").split("|") if phrase]


def test_every_surface_reads_the_same_of_what_people_write() -> None:
    assert [phrase for phrase in PHRASES if not same(typed(phrase), imported(phrase))] == []


@pytest.mark.parametrize("phrase", PHRASES)
def test_a_question_is_bounded_by_the_same_day(phrase: str) -> None:
    cell = imported(phrase)
    bound = asked(phrase)
    assert same(bound, cell["start"] if isinstance(cell, dict) else cell)


WORDS = st.sampled_from(
    """4 09 26 2018 2019-04-26 26/4/2019 04/09/2018 ٢٠١٩ April نيسان أيار/مايو May رمضان 1439 هـ Friday الجمعة from to من إلى - – , ،
    at الساعة 14:30 2:30 PM م مساءً Z +03:00 until about late أواخر الموافق و and""".split()  # noqa: SIM905
)


@settings(max_examples=300)
@example("2019-04-26 to 1439")
@example("5 May 2019 - 3 May 2019")
@given(st.lists(WORDS, min_size=1, max_size=6).map(" ".join).filter(says))
def test_every_surface_reads_the_same_of_any_words(phrase: str) -> None:
    one, other = typed(phrase), imported(phrase)
    assert same(one, other), (one, other)
