"""A doubt beside a name, and a name that is none, come to the same at every door: the desk, a table by any mapping, JSON Lines, GED."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from django import forms

from dalil.columns.flat_reports import Credited, flatten
from dalil.desk.inputs.nested import make_input
from dalil.intake.formats.ged import GedReader
from dalil.intake.formats.jsonl import JsonlReader
from dalil.intake.formats.table import TableReader
from dalil.intake.parsed_rows import Context, RowError
from dalil.intake.suggestion.mapping_text import suggest
from dalil.kinds.incident import Incident
from dalil.record.kind import coded_facets, fields_of, kind_of
from dalil.record.prepared import PreparedReport, prepare_report
from dalil.record.report_facts import ReportFacts
from dalil.values.party import Role
from dalil.vocabulary.gazetteer import load_shipped_gazetteer

GAZETTEER = load_shipped_gazetteer()
DAY = "2018-03-05"
DOUBTED = """Russia?|Russia (unconfirmed)|regime (alleged)|Russia denied|alleged regime|likely Russia|probably Russian|regime or Russia
unknown (maybe regime)|ISIS (claimed)|suspected: Russia|believed to be Russia|Russia, reportedly|روسيا على الأرجح|يُعتقد أنه النظام|النظام أو روسيا
ربما النظام|روسيا (غير مؤكد)|نفت روسيا|النظام متهم|روسيا؟|قد تكون روسيا""".replace("\n", "|").split("|")
SURE = [
    "Russia",
    "the regime",
    "روسيا",
    "Armed clans or tribes",
    "Military Forces of Syria (2000-2024)",
    "a patrol of the border guard",
]
NO_PARTY = ["unidentified", "not Russia", "ليس روسيا"]
NO_PERSON = """Samir Tester (3 persons)|Samir Tester x3|Samir Tester family (4)|Unidentified 3|Tester brothers|Samir Tester's two sons
Twin girls of Samir Tester|Samir Tester / Khalid Tester|Samir Tester; Khalid Tester|الأخوان اختبار|الطفلان سمير وخالد اختبار|أبناء سمير اختبار
5 martyrs|Total|عائلة سمير اختبار|Samir Tester and his wife|DELETED|See 10010|Samir Tester (duplicate of 10010)|سمير اختبار (مكرر)
Samir Tester (later found alive)|Samir Tester (not dead)|Samir Tester [alive]|حي يرزق سمير اختبار|سمير اختبار (على قيد الحياة)|Unknown""".replace(
    "\n", "|"
).split("|")
ONE_PERSON = """Samir Tester|Samir Tester / سمير اختبار|Samir Tester / Abu Ali|Tester, Samir|Samir, father of 3 children|Samir Tester (25)|سمير جريح
ناجية اختبار|حي سمير|Child of Samir Tester|زوجة سمير اختبار|حسين شاهين""".replace("\n", "|").split("|")
OTHER_FATE = ["Samir Tester (injured)", "الجريح سمير اختبار", "المعتقل سمير اختبار", "Samir Tester (missing)"]
ABOUT = ({}, {"involvement": "direct"}, {"involvement": "carried_out"})


@cache
def context() -> Context:
    return Context(sha256="0" * 64, level=0, known=GAZETTEER)


def prepared_of(results: Any) -> PreparedReport | None:
    (result,) = results
    return None if isinstance(result, RowError) else result.prepared


def by_table(kind: str, row: dict[str, str], columns: dict[str, Any], **more: Any) -> PreparedReport | None:
    reader = TableReader(context(), tuple(row), {"kind": kind, "columns": columns, **more})
    return prepared_of(reader.read(2, list(row.values())))


def by_suggestion(kind: str, header: str, cell: str, folder: Path) -> PreparedReport | None:
    """What a row becomes by the mapping that the program proposes, as it stands."""
    file = folder / "list.csv"
    file.write_text(f'date,place,killed,{header}\n{DAY},Ariha,5,"{cell}"\n', encoding="utf-8")
    reader = TableReader(context(), ("date", "place", "killed", header), yaml.safe_load(suggest(file)))
    return prepared_of(reader.read(2, [DAY, "Ariha", "5", cell]))


def by_lines(kind: str, content: dict[str, Any]) -> PreparedReport | None:
    line = {"dalil": 1, "kind": kind, "content": content, "document": {"sha256": "0" * 64}}
    return prepared_of(JsonlReader(context(), (), {}).read(1, json.dumps(line)))


def at_the_desk(kind: str, typed: dict[str, str], more: dict[str, Any]) -> PreparedReport | None:
    """What is typed into the inputs of a form, read as the form does."""
    content = dict(more)
    for field in fields_of(kind_of(kind)):
        filled = {
            name: value
            for name, value in typed.items()
            if name == f"c-{field.name}" or name.startswith(f"c-{field.name}-")
        }
        if not filled:
            continue
        asked = make_input(field, name=f"c-{field.name}", language="en", data=filled)
        form = type("Filled", (forms.Form,), asked.fields())(filled)
        assert form.is_valid(), form.errors
        content[field.name] = asked.read(form.cleaned_data)
    try:
        claim = kind_of(kind).model_validate(content)
    except ValueError:
        return None
    return prepare_report(claim, ReportFacts(), sha256="0" * 64, attribution="", level=0, known=GAZETTEER)


def by_ged(side: str) -> PreparedReport | None:
    row = {"id": "1", "type_of_violence": "3", "side_a": side, "side_b": "Civilians", "date_start": DAY, "date_end": DAY,
           "low": "5", "best": "5", "high": "5"}  # fmt: skip
    return prepared_of(GedReader(context(), tuple(row), {}).read(2, list(row.values())))


def perpetrators(prepared: PreparedReport | None) -> tuple[str, ...]:
    """By whom it was done, as it is counted."""
    assert prepared is not None
    flat = flatten(1, "a", "incident", json.loads(prepared.content), Credited())
    at = [facet.name for facet in coded_facets(Incident)].index("perpetrators")
    return flat.facets[at]


def parties_at_every_door(cell: str, folder: Path) -> dict[str, PreparedReport | None]:
    doors: dict[str, PreparedReport | None] = {}
    for about in ABOUT:
        column = {"field": "parties"} | ({"about": about} if about else {})
        columns = {"day": {"field": "when"}, "who": column}
        doors[f"a table, about {about}"] = by_table("incident", {"day": DAY, "who": cell}, columns)
        content = {"when": DAY, "parties": [{"name": cell, **about}]}
        doors[f"lines, about {about}"] = by_lines("incident", content)
        typed = {"c-parties-0-name": cell, **{f"c-parties-0-{key}": value for key, value in about.items()}}
        doors[f"the desk, about {about}"] = at_the_desk("incident", typed, {"when": DAY})
    for header in ("perpetrator", "actor", "الفاعل"):
        doors[f"a suggestion for {header}"] = by_suggestion("incident", header, cell, folder)
    doors["GED"] = by_ged(cell)
    return doors


@pytest.mark.parametrize("cell", DOUBTED)
def test_a_doubted_party_is_suspected_and_never_by_whom(cell: str, tmp_path: Path) -> None:
    for door, prepared in parties_at_every_door(cell, tmp_path).items():
        assert prepared is not None, door
        (party,) = json.loads(prepared.content)["parties"]
        assert (party["involvement"], "doubted_by_source" in prepared.flags, perpetrators(prepared)) == (
            "suspected",
            True,
            (),
        ), door


@pytest.mark.parametrize("cell", SURE)
def test_a_party_without_a_doubt_is_by_whom(cell: str, tmp_path: Path) -> None:
    for door, prepared in parties_at_every_door(cell, tmp_path).items():
        assert perpetrators(prepared) and "doubted_by_source" not in prepared.flags, door  # type: ignore[union-attr]


@pytest.mark.parametrize("cell", NO_PARTY)
def test_words_that_name_no_party_make_none_at_any_door(cell: str, tmp_path: Path) -> None:
    for door, prepared in parties_at_every_door(cell, tmp_path).items():
        assert prepared is None or (
            not json.loads(prepared.content).get("parties") and "party_not_named" in prepared.flags
        ), door


@pytest.mark.parametrize("name", ["Russia?", "unidentified"])
def test_what_was_sealed_before_keeps_its_words_and_is_not_by_whom(name: str) -> None:
    content = {
        "when": {"start": DAY, "end": DAY, "precision": "day"},
        "parties": [{"name": name, "involvement": "direct"}],
    }
    claim = Incident.model_validate(content, context={"sealed": True})
    assert claim.parties[0].involvement == "direct" and claim.parties_as(Role.BY_WHOM) == ()
    assert flatten(1, "a", "incident", content, Credited()).facets[-1] == ()


@pytest.mark.parametrize(("header", "cell", "code"), [
    ("weapon", "chlorine?", "CHLORINE"), ("weapon", "sarin*", "SARIN"), ("weapon", "suspected chlorine", "CHLORINE"),
    ("weapon", "براميل متفجرة؟", "BARREL_BOMB"), ("target", "hospital?", "HOSPITAL"), ("target", "مستشفى (غير مؤكد)", "HOSPITAL"),
])  # fmt: skip
def test_a_suggestion_never_takes_a_doubt_away(header: str, cell: str, code: str, tmp_path: Path) -> None:
    field = "weapons" if header == "weapon" else "targets"
    plain = by_table("incident", {"day": DAY, header: cell}, {"day": {"field": "when"}, header: {"field": field}})
    for prepared in (by_suggestion("incident", header, cell, tmp_path), plain):
        assert (
            prepared is not None
            and json.loads(prepared.content)[field] == [code]
            and "doubted_by_source" in prepared.flags
        )


@pytest.mark.parametrize("cell", ["Ariha?", "probably Ariha", "Ariha or Saraqib", "أريحا؟", "أريحا على الأرجح"])
def test_a_doubted_place_is_flagged_at_every_door(cell: str) -> None:
    doors = {
        "a table": by_table(
            "incident", {"day": DAY, "place": cell}, {"day": {"field": "when"}, "place": {"field": "where"}}
        ),
        "lines": by_lines("incident", {"when": DAY, "where": {"name": cell}}),
    }
    for door, prepared in doors.items():
        assert prepared is not None and "doubted_by_source" in prepared.flags, door


def persons_at_every_door(cell: str) -> dict[str, PreparedReport | None]:
    return {
        "a table": by_table(
            "victim",
            {"day": DAY, "name": cell},
            {"day": {"field": "when"}, "name": {"field": "who"}},
            constants={"fate": "KILLED"},
        ),
        "lines": by_lines("victim", {"when": DAY, "fate": "KILLED", "who": cell}),
        "the desk": at_the_desk("victim", {"c-who-said": cell}, {"when": DAY, "fate": "KILLED"}),
    }


@pytest.mark.parametrize("cell", NO_PERSON)
def test_several_persons_nobody_and_the_living_are_no_victim_at_any_door(cell: str) -> None:
    assert {door for door, prepared in persons_at_every_door(cell).items() if prepared is not None} == set()


@pytest.mark.parametrize("cell", ONE_PERSON)
def test_one_person_is_a_victim_at_every_door(cell: str) -> None:
    for door, prepared in persons_at_every_door(cell).items():
        assert (
            prepared is not None
            and json.loads(prepared.content)["who"]["said"] == cell
            and prepared.flags in ((), ("source_unnamed",))
        ), door


@pytest.mark.parametrize("cell", OTHER_FATE)
def test_words_for_another_fate_are_flagged_at_every_door(cell: str) -> None:
    for door, prepared in persons_at_every_door(cell).items():
        assert prepared is not None and "fate_doubtful" in prepared.flags, door


@pytest.mark.parametrize("cell", ["مجهول الهوية", "Unidentified male"])
def test_somebody_unnamed_is_described_at_every_door(cell: str) -> None:
    for door, prepared in persons_at_every_door(cell).items():
        assert prepared is not None, door
        content = json.loads(prepared.content)
        assert "who" not in content and cell in content["described"].values(), door


AGES = {"25": 25, "25 years": 25, "~25": 25, "about 25": 25, "6 months": 0, "18 months": 1, "3 days": 0, "٢٥ سنة": 25, "ستة أشهر": 0,
        "خمسة وعشرون عاماً": 25, "twenty five": 25}  # fmt: skip


def ages_at_every_door(cell: str) -> dict[str, PreparedReport | None]:
    columns = {"day": {"field": "when"}, "name": {"field": "who"}, "age": {"field": "age"}}
    said = {"when": DAY, "fate": "KILLED", "who": "Samir Tester"}
    return {
        "a table": by_table(
            "victim", {"day": DAY, "name": "Samir Tester", "age": cell}, columns, constants={"fate": "KILLED"}
        ),
        "lines": by_lines("victim", said | {"age": cell}),
        "the desk": at_the_desk("victim", {"c-age": cell}, said),
    }


@pytest.mark.parametrize(("cell", "years"), AGES.items())
def test_an_age_is_read_where_it_is_certain(cell: str, years: int) -> None:
    for door, prepared in ages_at_every_door(cell).items():
        assert (
            prepared is not None
            and json.loads(prepared.content)["age"] == years
            and "value_unread" not in prepared.flags
        ), door


@pytest.mark.parametrize("cell", ["طفل", "child", "قاصر"])
def test_a_word_for_an_age_group_is_that_group(cell: str) -> None:
    for door, prepared in ages_at_every_door(cell).items():
        assert prepared is not None, door
        content = json.loads(prepared.content)
        assert (content.get("age"), content["age_band"]) == (None, "child"), door


@pytest.mark.parametrize("cell", ["over 60", "25s", "1993", "150", "-1", "25+", "بين 20 و 30", "25 or 26"])
def test_an_age_that_is_not_certain_leaves_the_rest_of_its_row(cell: str) -> None:
    """Who types it is asked to write it otherwise; a row of a file comes in without it."""
    doors = ages_at_every_door(cell)
    prepared = doors.pop("a table")
    assert prepared is not None and "age" not in json.loads(prepared.content)
    assert "value_unread" in prepared.flags and f"age: {cell}" in prepared.said
    assert set(doors.values()) == {None}
