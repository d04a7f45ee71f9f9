"""Unidentified remains: what is estimated has bounds, a list of them is read by a first mapping, and the public reads neither marks nor a name."""

from __future__ import annotations

import pytest
from django.utils import translation
from pydantic import ValidationError

from dalil.archive.protection import Level
from dalil.gate.examination import Asker, examine
from dalil.gate.objections import Weight
from dalil.intake.suggestion import suggest
from dalil.record.kind import kind_of
from dalil.wording.claims import title_of
from dalil.wording.refusals import broken_rule

REMAINS = kind_of("remains")
FOUND = {
    "where": {"places": ["SY0703"]},
    "when": "2025-03-04",
    "found_in": "MASS_GRAVE",
    "condition": "SKELETON",
    "sex": "male",
    "youngest": 25,
    "oldest": 35,
    "died": "2013..2014",
}
LIST = """Grave number,Place found,Date found,Sex,Age range,Condition,Clothing,Objects found,Reported by
A-12,Douma,2025-03-04,male,25-35,skeleton,blue jeans,a silver ring,Hope Centre
A-13,Douma,2025-03-04,female,٤٠-٥٠,partial,,keys,Hope Centre
A-14,Douma,2025-03-05,,20 to 30,burnt,,,Hope Centre
"""


def test_bounds_stand_in_order_and_a_place_is_needed():
    assert title_of(REMAINS.model_validate(FOUND), "en").startswith("Unidentified remains, ")
    for wrong in ({**FOUND, "youngest": 40}, {**FOUND, "oldest": 126}, {**FOUND, "where": None}):
        with pytest.raises(ValidationError):
            REMAINS.model_validate(wrong)
    with pytest.raises(ValidationError) as refused:
        REMAINS.model_validate({**FOUND, "youngest": 40})
    with translation.override("ar"):
        assert "العمر الأدنى" in broken_rule(dict(refused.value.errors()[0]))


def test_the_public_reads_the_area_and_estimates_and_no_mark_and_no_name(enter, edith):
    def objections(content):
        report = enter(content, kind="remains", level=Level.INTERNAL)
        return {each.type for each in examine(report, Asker(edith)) if each.weight > Weight.NOTE}

    assert objections(FOUND) == set()
    for sealed in ({"marks": {"en": "a broken rib"}}, {"belongings": {"en": "keys"}}, {"clothing": {"en": "jeans"}}):
        assert objections({**FOUND, **sealed}) == {"beyond_the_profile"}
    assert "beyond_the_profile" in objections({**FOUND, "name_found": "Samir Haddad"})
    assert objections({**FOUND, "where": {"places": ["C3916"]}}) == {"person_placed_too_exactly"}


def test_a_list_of_remains_is_understood_by_its_header(tmp_path):
    path = tmp_path / "remains.csv"
    path.write_text(LIST, encoding="utf-8")
    mapping = suggest(path)
    for line in (
        "kind: remains",
        '"Grave number": {field: "number"}',
        '"Age range": {field: "youngest"}',
        '"partial": PARTS',
    ):
        assert line in mapping, mapping
    path.write_text(LIST.replace("25-35", "30"), encoding="utf-8")
    mapping = suggest(path)
    assert '"Age range": {ignore: true}' in mapping, "one number is no span"


def test_a_list_of_victims_is_none_of_remains(tmp_path):
    path = tmp_path / "victims.csv"
    path.write_text("Name,Sex,Age,Date of death,Place\nSamir Haddad,male,30,2013-01-02,Douma\n", encoding="utf-8")
    assert "kind: victim" in suggest(path)
