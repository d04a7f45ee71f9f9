"""Cells as spotters, camps and forms fill them in: directions, numbers of camps, nobody's names, clocks, signs for unknown."""

from __future__ import annotations

import pytest

from dalil.archive.protection import Level
from dalil.intake.formats import Unreadable
from dalil.intake.mapping import read_mapping
from dalil.record.models import Report


@pytest.fixture
def bring(run_import, tmp_path):
    """Bring a table in by its text and its mapping; returns the import."""

    def one(text, **mapping):
        file = tmp_path / "rows.csv"
        file.write_text(text, encoding="utf-8")
        return run_import(file, mapping, level=Level.INTERNAL)

    return one


def reports():
    return Report.objects.order_by("pk")


@pytest.mark.parametrize(
    ("cell", "degrees"), [("NE", 45), ("شمال شرق", 45), ("360", 0), ("باتجاه الجنوب", 180), ("045°", 45)]
)
def test_a_direction_in_the_column_of_headings_is_its_degrees(bring, cell, degrees):
    bring(
        f"seen,heading\nWarplane,{cell}\n",
        kind="sighting", columns={"seen": {"field": "what"}, "heading": {"field": "heading"}},
    )  # fmt: skip
    assert reports().get().claim.heading == degrees


@pytest.mark.parametrize("cell", ["Idlib", "قادم من الشمال", "N or E"])
def test_a_place_and_where_it_came_from_are_no_heading_and_their_words_stay(bring, cell):
    bring(
        f"seen,heading\nWarplane,{cell}\n",
        kind="sighting", columns={"seen": {"field": "what"}, "heading": {"field": "heading"}},
    )  # fmt: skip
    report = reports().get()
    assert report.claim.heading is None and "value_unread" in report.flags and f"heading: {cell}" in report.said


@pytest.mark.parametrize("cell", ["3 مخيمات", "ثلاثة مخيمات", "three camps"])
def test_how_many_camps_are_no_name_of_a_camp(bring, cell):
    bring(f"camps\n{cell}\n", kind="shock", constants={"what": "FLOOD"}, columns={"camps": {"field": "camps"}})
    claim = reports().get().claim
    assert claim.camps == () and (claim.camps_affected.low, claim.camps_affected.unit) == (3, "camp")


@pytest.mark.parametrize("cell", ["Camp 3", "مخيم 3", "مخيم الأمل"])
def test_a_camp_with_a_number_behind_it_is_called_so(bring, cell):
    bring(f"camps\n{cell}\n", kind="shock", constants={"what": "FLOOD"}, columns={"camps": {"field": "camps"}})
    claim = reports().get().claim
    assert [each.name for each in claim.camps] == [cell] and claim.camps_affected is None


def test_two_numbers_of_camps_that_differ_are_refused(bring):
    run = bring(
        "camps,number\n3 camps,5\n",
        kind="shock", constants={"what": "FLOOD"},
        columns={"camps": {"field": "camps"}, "number": {"field": "camps_affected"}},
    )  # fmt: skip
    failed = run.failedrows.get()
    assert failed.field == "camps" and "say which of the two it is" in failed.cause


@pytest.mark.parametrize(
    "cell", ["Unknown officer", "ضابط مجهول", "ضابط كبير لم يذكر اسمه", "an unidentified police officer"]
)
def test_an_officer_whom_nobody_names_is_nobody(bring, cell):
    bring(
        f"who,did\n{cell},KILLED\n",
        kind="victim", columns={"who": {"field": "who"}, "did": {"field": "fate"}},
    )  # fmt: skip
    claim = reports().get().claim
    assert claim.who is None and cell in (claim.described.en, claim.described.ar)


@pytest.mark.parametrize("cell", ["Unknown officer", "ضابط مجهول"])
def test_nobody_holds_no_office_is_no_party_and_no_source(bring, cell):
    run = bring(
        f"who,unit\n{cell},10th Brigade\n",
        kind="role", constants={"function": "COMMANDS"}, columns={"who": {"field": "who"}, "unit": {"field": "unit"}},
    )  # fmt: skip
    assert (run.new, run.failed) == (0, 1)
    bring(
        f"day,by,src\n2019-05-01,{cell},{cell}\n",
        kind="incident", columns={"day": {"field": "when"}, "by": {"field": "parties"}, "src": {"origin": True}},
    )  # fmt: skip
    report = reports().get()
    assert report.claim.parties == () and {"party_not_named", "source_unnamed"} <= set(report.flags)


CLOCKS = {"day": {"field": "when", "part": "start"}, "time": {"field": "when", "part": "time"}}


def times(bring, *cells):
    rows = "".join(f"2019-05-{at:02},{cell}\n" for at, cell in enumerate(cells, 1))
    run = bring(f"day,time\n{rows}", kind="sighting", constants={"what": "AIRCRAFT"}, columns=CLOCKS)
    assert run.failed == 0
    return run, [each.claim.when.notation() for each in reports()]


@pytest.mark.parametrize("half", ["02:15 PM", "٢:١٥ م", "2:15 عصراً"])
def test_a_time_without_its_half_among_such_as_have_one_is_no_time(bring, half):
    run, read = times(bring, half, "4.30", "11:05")
    assert read == ["2019-05-01T14:15", "2019-05-02", "2019-05-03"]
    assert "time: 4.30 (am or pm?)" in reports()[1].said and "date_unreadable" in reports()[1].flags
    assert any("do not: those that do not are not taken" in note for note in run.notes)


def test_a_column_that_counts_to_24_as_well_is_read_by_it(bring):
    _, read = times(bring, "02:15 PM", "4.30", "16:05")
    assert read == ["2019-05-01T14:15", "2019-05-02T04:30", "2019-05-03T16:05"]


@pytest.mark.parametrize(
    ("cell", "at"),
    [
        ("12 ليلا", "00:00"), ("الثانية عشرة ليلاً", "00:00"), ("منتصف الليل", "00:00"), ("midnight", "00:00"), ("noon", "12:00"),
        ("4.30 pm", "16:30"), ("٤.٣٠ م", "16:30"), ("الرابعة والنصف عصراً", "16:30"), ("الحادية عشرة صباحاً", "11:00"),
    ],
)  # fmt: skip
def test_hours_are_read_as_people_say_them(bring, cell, at):
    _, read = times(bring, cell)
    assert read == [f"2019-05-01T{at}"]


@pytest.mark.parametrize(("cell", "flagged"), [("999", True), ("٩٩٩٩", True), ("99", False), ("990", False)])
def test_a_number_of_nothing_but_nines_is_flagged_until_the_mapping_says_what_it_means(bring, cell, flagged):
    columns = {"day": {"field": "when"}, "killed": {"field": "killed"}}
    bring(f"day,killed\n2019-05-01,{cell}\n", kind="incident", columns=columns)
    assert ("code_of_unknown" in reports().get().flags) is flagged


def test_what_the_mapping_says_of_nines_is_believed(bring):
    columns = {"day": {"field": "when"}, "killed": {"field": "killed", "values": {"999": None, "9999": 9999}}}
    bring("day,killed\n2019-05-01,999\n2019-05-02,9999\n", kind="incident", columns=columns)
    first, second = reports()
    assert first.claim.killed is None and second.claim.killed.low == 9999
    assert "code_of_unknown" not in {*first.flags, *second.flags}


@pytest.mark.parametrize(
    ("line", "named"),
    [
        ("constants: {what: AIR_STRIK}", "constants, what"),
        ("constants: {killed: {low: 9, high: 3, shape: range}}", "constants, killed"),
        ("constants: {when: 31 June 2019}", "constants, when"),
        ("constants: {weapons: [BAREL_BOMB]}", "constants, weapons"),
    ],
)
def test_a_constant_that_the_kind_does_not_take_is_refused_with_the_mapping(line, named):
    text = f"kind: incident\n{line}\ncolumns:\n  day: {{field: when}}\n"
    if "when" in line:
        text = text.replace("field: when", "field: killed")
    with pytest.raises(Unreadable) as refused:
        read_mapping(text, "strikes.yaml")
    assert f"strikes.yaml, line 2, {named}" in str(refused.value)


def test_a_code_that_there_is_not_is_refused_with_the_mapping_too():
    text = 'kind: incident\ncolumns:\n  day: {field: when}\n  arms:\n    field: weapons\n    values: {"barrel": BAREL_BOMB}\n'
    with pytest.raises(Unreadable) as refused:
        read_mapping(text, "strikes.yaml")
    assert "column “arms”, values, “barrel”" in str(refused.value) and "BAREL_BOMB" in str(refused.value)


def test_a_place_by_its_name_and_what_columns_tell_are_no_fault_of_the_constants():
    text = "kind: incident\nconstants: {where: Saraqib}\ncolumns:\n  day: {field: when}\n"
    assert read_mapping(text, "strikes.yaml")["constants"] == {"where": "Saraqib"}
