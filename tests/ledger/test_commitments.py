"""Leaves: a field can be withheld and the rest still proven; nothing else can be shown in its place."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dalil.ledger import commitments
from dalil.ledger.commitments import NotThisLeaf

FIELDS = st.dictionaries(st.text(st.characters(categories=["L"]), min_size=1), st.text(max_size=40), max_size=12)


@given(FIELDS, st.binary(min_size=16, max_size=16), st.data())
def test_what_is_shown_fits_the_leaf_and_nothing_else_does(fields, salt, data):
    shown = data.draw(st.sets(st.sampled_from(sorted(fields)))) if fields else set()
    leaf = commitments.open_leaf("report", fields, salt, shown)
    leaf.check()
    assert leaf.text() == commitments.make_leaf("report", fields, salt)
    assert {field.name: field.value for field in leaf.fields} == {name: fields[name] for name in shown}
    assert leaf.withheld == len(fields) - len(shown)
    for field in leaf.fields:
        forged = replace(leaf, fields=(replace(field, value=field.value + "x"),))
        with pytest.raises(NotThisLeaf):
            forged.check()


def test_a_withheld_field_is_not_found_by_guessing_it():
    fields = {"name": "A.", "town": "B."}
    leaf = commitments.open_leaf("report", fields, b"0123456789abcdef", {"town"})
    known = leaf.fields[0]
    guesses = {replace(known, name="name", value="A.").commitment, hashlib.sha256(b"A.").hexdigest()}
    assert not guesses & set(leaf.commitments)


def test_a_leaf_is_checked_with_plain_sums():
    leaf = commitments.open_leaf("report", {"said": "قُتل ثلاثة\nand more"}, bytes(16))
    field = leaf.fields[0]
    told = f"{field.salt}\nsaid\nقُتل ثلاثة\nand more".encode()
    assert leaf.text() == f"dalil leaf v1\nreport\n{hashlib.sha256(told).hexdigest()}\n".encode()


def test_values_are_spelled_as_neither_database_changes_them():
    moment = datetime(2026, 5, 1, 15, 30, tzinfo=timezone(timedelta(hours=3)))
    assert commitments.plain_fields(
        {"at": moment, "lat": 35.0, "at utc": moment.astimezone(UTC), "content": {"b": {"y": 1.0, "x": -0.0}, "a": ""}, "flags": [], "no": None}
    ) == {
        "at": "2026-05-01T12:30:00.000000Z",
        "at utc": "2026-05-01T12:30:00.000000Z",
        "lat": "35",
        "content.b": '{"x":0,"y":1}',
    }  # fmt: skip
