"""Every type of value is in the table of every aspect, or stands here with the reason why not; and a new one costs its rows.

The aspects: how a value is said, in which input it is typed, how the cells of a table are read into it, by which words it is found,
and what of it is counted.
"""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest
from pydantic import BaseModel

from dalil import values
from dalil.columns.flat_reports import CODES, FLATTENED
from dalil.desk.inputs.nested import INPUTS, make_input
from dalil.desk.inputs.plain import PLAIN_INPUTS
from dalil.intake.formats.field_cells import READERS
from dalil.intake.mapping import PARTS, Parts
from dalil.record.kind import KindField
from dalil.record.search.index_text import NAMES
from dalil.values import Bilingual, Count, Party, PersonName, SiteMention, Value, When, Where
from dalil.wording.claims import SAYINGS, say_value

SHARED = {Count, When, Where, Party, PersonName, Bilingual, SiteMention}
"""The value types that kinds share."""
PLAIN = {str, bool, int, float, date}
TYPES = [*sorted(SHARED, key=lambda each: each.__name__), *sorted(PLAIN, key=lambda each: each.__name__), BaseModel]

WHOLE = "it stands in one column, or is given by a mapping's constants"
FOUND_BY_ITS_OWN_TEXT = "it is found by the words that it holds itself"
NOT_COUNTED = "nothing of it is counted or grouped by"
BY_THE_PLAIN_TABLE = "its input is in the table of plain inputs"
BY_THE_MODEL = "its input is that of any model: one input for each of its fields"
BY_ITS_FIELDS = "it is said and read as any model, by its fields"

ASPECTS: dict[str, tuple[Any, dict[type, str]]] = {
    "wording": (SAYINGS, {SiteMention: BY_ITS_FIELDS}),
    "input": (
        {**INPUTS, **PLAIN_INPUTS},
        {Party: BY_THE_MODEL, PersonName: BY_THE_MODEL, SiteMention: BY_THE_MODEL, str: BY_THE_PLAIN_TABLE},
    ),
    "cells": (READERS, {SiteMention: BY_ITS_FIELDS}),
    "parts": (PARTS, dict.fromkeys((*PLAIN, SiteMention, BaseModel), WHOLE)),
    "search": (
        NAMES,
        dict.fromkeys(
            (Count, When, PersonName, Bilingual, SiteMention, bool, int, float, date, BaseModel), FOUND_BY_ITS_OWN_TEXT
        ),
    ),
    "counting": (
        {**FLATTENED, **CODES},
        dict.fromkeys((PersonName, Bilingual, SiteMention, bool, int, float, date, BaseModel), NOT_COUNTED),
    ),
}


@pytest.mark.parametrize("aspect", ASPECTS)
def test_every_type_is_in_the_table_or_has_a_reason(aspect: str) -> None:
    table, without = ASPECTS[aspect]
    assert [each.__name__ for each in TYPES if each not in table and each not in without] == []
    assert [each.__name__ for each in without if each in table] == [], "it is in the table: take it off the list"


def test_these_are_all_the_types_that_values_has() -> None:
    exported = {getattr(values, name) for name in values.__all__}
    types = {each for each in exported if isinstance(each, type) and issubclass(each, Value)} - {Value}
    assert types == SHARED


class Distance(Value):
    """How far something was, as one source said it; made for this test."""

    kilometres: int


def test_a_new_type_of_value_costs_a_row_in_each_table(monkeypatch: pytest.MonkeyPatch) -> None:
    field = KindField("range", Bilingual(en="Range", ar="المدى"), None, Distance, None, False, False)
    monkeypatch.setitem(SAYINGS, Distance, lambda value, _, language: f"{value.kilometres} km")
    monkeypatch.setitem(READERS, Distance, lambda given: Distance(kilometres=int(given.text.removesuffix(" km"))))
    monkeypatch.setitem(PARTS, Distance, Parts(("kilometres",), "kilometres"))
    monkeypatch.setitem(NAMES, Distance, lambda value, scheme, known: [f"km{value.kilometres}"])
    said = say_value(Distance(kilometres=30), field, "en")
    assert said == "30 km"
    assert READERS[Distance](SimpleNamespace(text=said)) == Distance(kilometres=30)
    assert list(NAMES[Distance](Distance(kilometres=30), None, None)) == ["km30"]


def test_a_type_without_a_row_of_its_own_is_typed_and_said_by_its_fields() -> None:
    field = KindField("range", Bilingual(en="Range", ar="المدى"), None, Distance, None, False, False)
    box = make_input(field, name="c-range", language="en")
    assert [each.name for each in box.inputs] == ["c-range-kilometres"]
    assert "30" in say_value(Distance(kilometres=30), field, "en")
