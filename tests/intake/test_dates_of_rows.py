"""When the rows of a table say that something happened, in one column or in several; and marks that nobody sees."""

from __future__ import annotations

import datetime
import json

import openpyxl
import pytest

from dalil.archive.protection import Level, Viewer
from dalil.intake.cells import when_of_parts
from dalil.intake.formats import Unreadable
from dalil.intake.formats.ged import GedReader
from dalil.intake.formats.place_lists import PlacesReader
from dalil.intake.formats.table import TableReader
from dalil.intake.mapping import checked
from dalil.intake.parsed_rows import BadCell, Context, RowError, decimal
from dalil.intake.suggestion import suggest
from dalil.kinds.incident import Incident
from dalil.kinds.measure import Measure
from dalil.record.models import Report
from dalil.record.prepared import prepare_report
from dalil.record.report_facts import ReportFacts
from dalil.values import Bilingual, Count, When
from dalil.vocabulary.gazetteer import load_shipped_gazetteer

CONTEXT = Context(sha256="0" * 64, level=0, known=load_shipped_gazetteer())


def when(form="", **parts):
    return when_of_parts({part: (part, cell) for part, cell in parts.items()}, form)


@pytest.mark.parametrize(
    ("parts", "meant"),
    [
        ({"start": "2018-09-04", "end": "2018-09-06"}, "2018-09-04..2018-09-06"),
        ({"start": "4 أيلول 2018", "end": "6 أيلول 2018"}, "2018-09-04..2018-09-06"),
        ({"start": "2018-09-04", "end": "2018-09-04"}, "2018-09-04"),
        ({"year": "2018", "month": "9", "day": "4"}, "2018-09-04"),
        ({"year": "2018.0", "month": "9.0", "day": "4.0"}, "2018-09-04"),
        ({"year": "٢٠١٨", "month": "أيلول/سبتمبر", "day": "٤"}, "2018-09-04"),
        ({"year": "2018", "month": "Sept.", "day": "4"}, "2018-09-04"),
        ({"year": "2018", "month": "كانون 2"}, "2018-01"),
        ({"year": "18", "month": "9"}, "2018-09"),
        ({"year": "2018"}, "2018"),
        ({"year": "2018", "month": "9", "day": "4", "time": "2:30 PM"}, "2018-09-04T14:30"),
        ({"day": "2018-09-04", "time": "٢:٣٠ م"}, "2018-09-04T14:30"),
        ({"day": "2018-09-04", "time": "00:00:00"}, "2018-09-04"),
        ({"start": "2018-09-04", "year": "2018"}, "2018-09-04"),
        ({"start": "2018-09-04", "end": "2018-09-06", "time": "14:30"}, "2018-09-04..2018-09-06"),
        ({"year": "2018", "month": "9", "day": "4", "end": "2018-09-06"}, "2018-09-04..2018-09-06"),
    ],
)
def test_a_time_in_several_columns_is_read_together(parts, meant):
    assert when(**parts).notation() == meant


@pytest.mark.parametrize(
    "parts",
    [
        {"end": "2018-09-04"},
        {"time": "14:30"},
        {"month": "9"},
        {"year": "2018", "day": "4"},
        {"year": "2018", "month": "9", "day": "31"},
        {"year": "2018", "month": "13"},
        {"year": "2018", "month": "soon"},
        {"day": "2018-09", "time": "14:30"},
        {"day": "2018-09-04", "time": "14:30 PM"},
        {"day": "2018-09-04", "time": "14:30-15:00"},
        {"day": "2018-09-04T10:00", "time": "14:30"},
        {"start": "2018-09-04", "year": "2017"},
        {"start": "2018-09-06", "end": "2018-09-04"},
        {"start": "2018-09-04", "end": "ongoing"},
    ],
)
def test_a_part_that_tells_no_time_by_itself_is_never_completed(parts):
    with pytest.raises(BadCell, match=r"\S \S") as refused:
        when(**parts)
    assert refused.value.field in parts and refused.value.value in parts.values()


def test_the_words_of_a_zone_stay_with_a_time_of_its_own_column():
    told = when(day="21/6/2023", time="22:30 Z", form="d/m/y")
    assert (told.notation(), told.zone, told.said) == ("2023-06-21T22:30", "UTC", "21/6/2023 22:30 Z")


def test_the_time_of_a_span_stays_in_its_words():
    assert when(start="2018-09-04", end="2018-09-06", time="14:30").said == "2018-09-04 – 2018-09-06, 14:30"


def test_a_plain_day_is_stored_as_it_always_was():
    for cell, form in (("2018-09-04", ""), ("04/09/2018", "d/m/y"), ("4 September 2018", "d m y"), ("2018-09", "")):
        assert when(start=cell, form=form).said == ""


def test_a_form_that_is_none_is_refused_with_the_mapping():
    with pytest.raises(Unreadable, match=r"column “day”: “dd\.mm” is not a form of date"):
        checked({"kind": "incident", "columns": {"day": {"field": "when", "format": "dd.mm"}}})


def test_a_workbook_keeps_its_days_and_clocks(run_import, tmp_path, by_id):
    book = openpyxl.Workbook()
    book.active.append(["\u200fref", "day", "time"])
    book.active.append(["A1", datetime.datetime(2018, 9, 4), datetime.time(14, 30)])
    book.active.append(["\u200fA2", datetime.datetime(2018, 9, 4, 14, 30), None])
    book.active.append(["A3", datetime.date(2018, 9, 4), datetime.time(0, 0)])
    book.active.append(["A4", "\u202b4 أيلول 2018\u202c", "٢:٣٠ م"])
    book.save(tmp_path / "strikes.xlsx")
    columns = {
        "ref\u200e": {"external_id": True},
        "day": {"field": "when", "part": "day"},
        "time": {"field": "when", "part": "time"},
    }
    run_import(tmp_path / "strikes.xlsx", {"kind": "incident", "identifier": "case:", "columns": columns})
    read = {ref: by_id(f"case:{ref}").claim.when.notation() for ref in ("A1", "A2", "A3", "A4")}
    assert read == {"A1": "2018-09-04T14:30", "A2": "2018-09-04T14:30", "A3": "2018-09-04", "A4": "2018-09-04T14:30"}


MARKS = ["\u200f{}", "{}\u200e", "\u202a{}\u202c", "\ufeff{}", "\u2067{}\u2069", " \u200f {} \u200f"]


@pytest.mark.parametrize("mark", MARKS)
def test_marks_that_nobody_sees_never_matter(mark):
    marked = mark.format
    mapping = {
        "kind": "incident",
        "columns": {
            marked("ref"): {"external_id": True},
            "day": {"field": "when"},
            marked("killed"): {"field": "killed"},
            "weapon": {"field": "weapons", "values": {marked("طيران"): "AIR"}},
            "lat": {"field": "where", "part": "lat"},
            "lon": {"field": "where", "part": "lon"},
            "place": {"field": "where"},
            "who": {"origin": True},
        },
    }
    header = ["ref", "day", "killed", marked("weapon"), "lat", "lon", "place", "who"]
    plain = ["A1", "2018-09-04", "3", "طيران", "35.9", "36.6", "Idlib", "Northern Monitor"]
    (clean,) = TableReader(CONTEXT, header, mapping).read(2, plain)
    (read,) = TableReader(CONTEXT, header, mapping).read(2, list(map(marked, plain)))
    assert not isinstance(clean, RowError)
    assert read == clean
    (nothing,) = TableReader(CONTEXT, header, mapping).read(2, [*plain[:2], marked("n/a"), *plain[3:]])
    assert "killed" not in json.loads(nothing.prepared.content)


def test_marks_inside_a_name_and_in_quoted_words_stay():
    mapping = {
        "kind": "incident",
        "columns": {"day": {"field": "when"}, "text": {"said": True}, "place": {"field": "where"}},
    }
    (read,) = TableReader(CONTEXT, ["day", "text", "place"], mapping).read(
        2, ["2018-09-04", "\u200fقصف", "می\u200cروم"]
    )
    assert read.prepared.said == "\u200fقصف"
    assert json.loads(read.prepared.content)["where"]["name"] == "می\u200cروم"


@pytest.mark.parametrize("mark", MARKS)
def test_marks_do_not_matter_in_ged_and_in_lists_of_places(mark):
    names = [
        "id",
        "year",
        "date_start",
        "date_end",
        "date_prec",
        "where_prec",
        "country",
        "latitude",
        "longitude",
        "low",
        "best",
        "high",
    ]
    plain = ["7", "2018", "2018-09-04", "2018-09-05", "2", "1", "Syria", "35.9", "36.6", "1", "2", "3"]
    (clean,) = GedReader(CONTEXT, names, {}).read(2, plain)
    (read,) = GedReader(CONTEXT, names, {}).read(2, list(map(mark.format, plain)))
    assert (read.prepared.content, read.prepared.flags) == (clean.prepared.content, clean.prepared.flags)
    place = {
        "ADM0_PCODE": "SY",
        "ADM1_PCODE": "SY02",
        "PCODE": "C9",
        "NAME_EN": "Somewhere",
        "LATITUDE": "35.9",
        "LONGITUDE": "36.6",
    }
    (bare,) = PlacesReader(CONTEXT, (), {}).read(2, place)
    (marked,) = PlacesReader(CONTEXT, (), {}).read(2, {name: mark.format(cell) for name, cell in place.items()})
    assert marked.entry == bare.entry


@pytest.mark.parametrize(
    ("cell", "meant"),
    [
        ("−35.9", -35.9),
        ("-35.9", -35.9),
        ("٣٥٫٩", 35.9),
        ("\u200e35.9", 35.9),
        ("+36", 36.0),
        ("3.59e1", 35.9),
        ("N/A", None),
        ("", None),
    ],
)
def test_a_minus_sign_is_a_minus(cell, meant):
    assert decimal("lat", cell) == meant


@pytest.mark.parametrize("cell", ["35_9", "35,9", "35.9°", "inf", "nan1", "1e999", "–35.9", "35.9-", "3 5"])
def test_what_is_no_certain_number_is_refused(cell):
    with pytest.raises(BadCell, match="is not a number"):
        decimal("lat", cell)


@pytest.mark.parametrize(
    ("said", "flagged"),
    [
        ("1018-09-04", True),
        ("1899", True),
        ("1900", False),
        ("2018-09-04", False),
        ("2999-01-01", True),
        ("2018..2081", True),
    ],
)
def test_a_year_that_is_hardly_meant_is_flagged_at_every_door(said, flagged):
    prepared = prepare_report(
        Incident(when=When.parse(said)),
        ReportFacts(flags=("source_unnamed",)),
        sha256="0" * 64,
        attribution="",
        level=0,
        known=CONTEXT.known,
    )
    assert prepared.flags == (("source_unnamed", "date_doubtful") if flagged else ("source_unnamed",))


@pytest.mark.parametrize("day", ["1018-05-01", "2918-05-01"])
def test_a_count_that_speaks_of_such_a_day_is_flagged_too(day):
    killed = Count.exactly(3, as_of=day)
    prepared = prepare_report(
        Incident(when=When.parse("2018-05-01"), killed=killed),
        ReportFacts(),
        sha256="0" * 64,
        attribution="",
        level=0,
        known=CONTEXT.known,
    )
    assert prepared.flags == ("date_doubtful",)


def test_a_law_may_come_into_force_on_a_day_ahead():
    law = Measure(what="LAW", title_of=Bilingual(en="A law"), action="adopted", when=When.parse("2990"))
    facts = ReportFacts()
    assert prepare_report(law, facts, sha256="0" * 64, attribution="", level=0, known=CONTEXT.known).flags == ()


@pytest.fixture
def column(tmp_path):
    """What is suggested for a column of dates."""

    def line(*cells):
        rows = "".join(f'"{cell}",3\n' for cell in cells)
        (tmp_path / "dates.csv").write_text(f"date,killed\n{rows}", encoding="utf-8")
        return next(each.strip() for each in suggest(tmp_path / "dates.csv").splitlines() if each.startswith("  date"))

    return line


def test_the_order_of_day_and_month_is_decided_by_the_column_as_a_whole(column):
    assert column("04/09/2018", "25/09/2018") == 'date: {field: "when", format: "d/m/y"}'
    assert column("04/09/2018", "09/25/2018") == 'date: {field: "when", format: "m/d/y"}'
    assert column("٠٤.٠٩.٢٠١٨", "٢٥.٠٩.٢٠١٨") == 'date: {field: "when", format: "d/m/y"}'
    for plain in (
        ("May 28, 2019", "June 3, 2019"),
        ("4 أيلول 2018",),
        ("2018/09/04", "2018-09-04 00:00:00"),
        ("2018-09-04T14:30:00.000+03:00",),
    ):
        assert column(*plain) == 'date: {field: "when"}'


@pytest.mark.parametrize(
    ("cells", "why"),
    [
        (("04/09/2018", "05/09/2018"), "every cell can be read in each"),
        (("٤/٩/٢٠١٨",), "every cell can be read in each"),
        (("04/09/2018", "25/09/2018", "09/25/2018"), "no one order reads all its cells"),
    ],
)
def test_where_the_column_shows_no_order_the_suggestion_asks(column, cells, why):
    line = column(*cells)
    forms = '{field: "when", format: "d/m/y"} or {field: "when", format: "m/d/y"}'
    assert line.startswith(f"date: {{ignore: true}}    # perhaps {forms}: {why}")


def test_a_mapping_without_an_order_refuses_what_may_be_two_days(run_import, tmp_path):
    (tmp_path / "told.csv").write_text("day,killed\n04/09/2018,3\n25/09/2018,4\n٥/٩/٢٠١٨,5\n", encoding="utf-8")
    mapping = {"kind": "incident", "columns": {"day": {"field": "when"}, "killed": {"field": "killed"}}}
    run = run_import(tmp_path / "told.csv", mapping)
    assert [(row.row, row.field, row.value) for row in run.failedrows.all()] == [
        (2, "day", "04/09/2018"),
        (4, "day", "٥/٩/٢٠١٨"),
    ]
    assert "may be 2018-09-04 or 2018-04-09" in run.failedrows.first().cause
    assert "`format: d/m/y` or `format: m/d/y`" in run.failedrows.first().cause
    assert [report.claim.when.notation() for report in Report.objects.visible_to(Viewer.steward())] == ["2018-09-25"]


def test_an_end_before_its_start_is_refused_in_a_sentence():
    with pytest.raises(BadCell) as refused:
        when_of_parts({"start": ("from", "2019-07-09"), "end": ("to", "2019-07-01")}, "")
    assert refused.value.field == "to"
    assert refused.value.cause == "it ends on 2019-07-01, before it starts on 2019-07-09"
    assert refused.value.cause.told["particulars"] == {"end": "2019-07-01", "start": "2019-07-09"}


SPANS = {"opened": {"field": "when", "part": "start"}, "closed": {"field": "when", "part": "end"}}


@pytest.fixture
def one_row(run_import, tmp_path):
    """The report of the one row of a table: its text and its mapping."""

    def one(text, **mapping):
        file = tmp_path / "rows.csv"
        file.write_text(text, encoding="utf-8")
        assert run_import(file, mapping, level=Level.INTERNAL).failed == 0
        return Report.objects.get()

    return one


@pytest.mark.parametrize("end", ["", "present", "still", "ongoing", "حتى الآن", "مستمر", "unknown"])
@pytest.mark.parametrize("start", ["2005", "٢٠٠٥"])
def test_what_began_and_is_not_said_to_have_ended_is_not_of_the_day_on_which_it_began(one_row, start, end):
    report = one_row(
        f"name,opened,closed\nSchool,{start},{end}\n", kind="site", columns={"name": {"field": "called"}} | SPANS
    )
    assert report.claim.when is None and "end_open" in report.flags
    assert f"opened: {start}" in report.said and (end in ("", "unknown") or f"closed: {end}" in report.said)


def test_an_office_that_is_still_held_keeps_its_words(one_row):
    columns = {"who": {"field": "who"}, "unit": {"field": "unit"}, "opened": SPANS["opened"], "closed": SPANS["closed"]}
    report = one_row(
        "who,unit,opened,closed\nSamir Tabbakh,10th Brigade,2011,still\n",
        kind="role", constants={"function": "COMMANDS"}, columns=columns,
    )  # fmt: skip
    assert report.claim.when is None and report.said == "opened: 2011; closed: still" and "end_open" in report.flags


def test_a_time_told_whole_stays_and_so_does_a_start_with_its_end(one_row):
    whole = one_row(
        "name,in\nMarket,2005\n", kind="site", columns={"name": {"field": "called"}, "in": {"field": "when"}}
    )
    assert whole.claim.when.notation() == "2005"


def test_a_start_and_an_end_are_a_time(one_row):
    report = one_row(
        "name,opened,closed\nSchool,2005,2013\n", kind="site", columns={"name": {"field": "called"}} | SPANS
    )
    assert report.claim.when.notation() == "2005-01-01..2013-12-31"


@pytest.mark.parametrize(
    ("row", "meant", "said"),
    [
        ("2019-05-07,19:75,,,", "2019-05-07", "time: 19:75"),
        ("2019-05-07,بعد العصر بقليل جدا,,,", "2019-05-07", "time: بعد العصر بقليل جدا"),
        ("2019-05-77,19:15,,,", None, "day: 2019-05-77; time: 19:15"),
        (",,2019,5,99", "2019-05", "of month: 99"),
        (",,2019,Mayember,3", "2019", "month: Mayember; of month: 3"),
        ("04/09/2018,,,,", None, "day: 04/09/2018"),
    ],
)
def test_what_is_not_understood_of_a_time_takes_nothing_from_the_rest_and_keeps_its_words(one_row, row, meant, said):
    columns = {
        "day": {"field": "when", "part": "day"},
        "time": {"field": "when", "part": "time"},
        "year": {"field": "when", "part": "year"},
        "month": {"field": "when", "part": "month"},
        "of month": {"field": "when", "part": "day"},
    }
    names = ["day", "time", "year", "month", "of month"]
    used = [name for name, cell in zip(names, row.split(","), strict=True) if cell]
    report = one_row(
        f"{','.join(names)}\n{row}\n",
        kind="sighting", constants={"what": "AIRCRAFT"}, columns={name: columns[name] for name in used},
    )  # fmt: skip
    when = report.claim.when
    assert (when.notation() if when else None, report.said) == (meant, said) and "date_unreadable" in report.flags


def test_two_columns_that_contradict_each_other_leave_no_time(one_row):
    report = one_row(
        "day,year\n2019-05-07,2018\n",
        kind="shock", constants={"what": "FLOOD"},
        columns={"day": {"field": "when", "part": "start"}, "year": {"field": "when", "part": "year"}},
    )  # fmt: skip
    assert report.claim.when is None and report.said == "day: 2019-05-07; year: 2018"


def test_the_words_of_a_day_of_telling_that_is_not_understood_are_kept(one_row):
    report = one_row(
        "day,killed,told\n2019-05-07,3,some day\n",
        kind="incident", columns={"day": {"field": "when"}, "killed": {"field": "killed"}, "told": {"said_on": True}},
    )  # fmt: skip
    assert report.said == "told: some day" and "date_unreadable" in report.flags
