"""The cases of the field in the other language: most were written down in English, and an Arabic table goes wrong in the same ways."""

from __future__ import annotations

import openpyxl
import pytest

from dalil.intake.editions import LooksLikeAnEdition
from dalil.intake.mapping import load_mapping
from dalil.intake.suggestion import suggest
from dalil.record.models import Report
from dalil.values import When

COLUMNS = {
    "الرمز": {"external_id": True},
    "التاريخ": {"field": "when"},
    "المكان": {"field": "where", "within": "SY"},
    "القتلى": {"field": "killed"},
}
MAPPING = {"kind": "incident", "identifier": "case:", "origin": "x-monitor", "columns": COLUMNS}
HEADER = "الرمز,التاريخ,المكان,القتلى"


@pytest.fixture
def bring(run_import, tmp_path):
    """Bring in the rows of a table under the Arabic header, with more columns where a case has them."""

    def one(rows, more=(), **facts):
        file = tmp_path / f"جدول-{len(list(tmp_path.iterdir()))}.csv"
        file.write_text(",".join([HEADER, *more]) + "\n" + rows, encoding="utf-8")
        return run_import(file, {**MAPPING, **facts, "columns": {**COLUMNS, **facts.get("columns", {})}})

    return one


def by_name():
    return {each.external_id.removeprefix("case:"): each for each in Report.objects.all()}


def test_case_01_a_cell_names_at_most_one_origin(bring):
    cells = [
        "https://example.org/ar/خبر/12345",
        "وزارة الصحة (غزة)/و.ص",
        "مقابلة ميدانية، 12/03/2018",
        "#N/A",
        "غ/م",
        "مصدر غير معروف",
        "سمير، خالد",
    ]
    rows = "".join(f'A{at},2018-09-04,إدلب,٣,"{cell}"\n' for at, cell in enumerate(cells, 1))
    mapping = {name: use for name, use in MAPPING.items() if name != "origin"}
    bring(rows, ["المصدر"], **{**mapping, "origin": "", "columns": {"المصدر": {"origin": True}}})
    keys = {name: each.attribution.key for name, each in by_name().items()}
    assert len(keys) == 7 and not any("+" in key for key in keys.values())
    assert [keys[name] for name in ("A4", "A6")] == ["unknown", "unknown"]


def test_case_02_january_stays_when_february_starts_again_at_one(run_import, tmp_path):
    header = "رقم,التاريخ,المحافظة,عدد القتلى,المصدر\n"
    months = {
        "كانون الثاني": "1,2018-01-04,إدلب,30,SNHR\n2,2018-01-05,حماة,40,SNHR\n",
        "شباط": "1,2018-02-04,حمص,1,SNHR\n2,2018-02-05,حلب,2,SNHR\n",
    }
    mapping = tmp_path / "mapping.yaml"
    for month, rows in months.items():
        (tmp_path / f"{month}.csv").write_text(header + rows, encoding="utf-8")
        if not mapping.exists():
            mapping.write_text(suggest(tmp_path / f"{month}.csv"), encoding="utf-8")
        run_import(tmp_path / f"{month}.csv", load_mapping(mapping))
    killed = [each.claim.killed.low for each in Report.objects.all() if each.superseded_by.count() == 0]
    assert sorted(killed)[-2:] == [30, 40]


def test_case_03_a_quotation_mark_that_is_not_closed_costs_its_own_row(bring):
    rows = 'A1,2023-06-21,إدلب,3,تمام\nA2,2023-06-21,إدلب,4,"قال قفوا\nA3,2023-06-22,إدلب,5,تمام\nA4,2023-06-23,إدلب,6,تمام\n'
    run = bring(rows, ["النص"], columns={"النص": {"said": True}})
    assert ([each.row for each in run.failedrows.all()], sorted(by_name())) == ([3], ["A1", "A3", "A4"])


def test_case_04_more_cells_than_columns_give_no_number(bring):
    rows = "A1,2023-06-21,إدلب,1,300,20,صواريخ\nA2,2023-06-21,إدلب,4,2,صواريخ, ثم قذائف\n"
    more = {"الجرحى": {"field": "injured"}, "النص": {"said": True}}
    run = bring(rows, [*more], columns=more)
    assert [each.row for each in run.failedrows.all()] == [2, 3] and by_name() == {}


@pytest.mark.parametrize(
    ("cell", "notation"),
    [
        ("ألفان", "2000"),
        ("٢٠ تقريباً", "~20"),
        ("نحو ٢٠", "~20"),
        ("٢٠ على الأقل", "20+"),
        ("لا يقل عن ٢٠", "20+"),
        ("٢٠ كحد أقصى", "<=20"),
        ("٢٠ أو أكثر", "20+"),
        ("أكثر من ٢٠", "21+"),
        ("٢٠ غير مؤكد", None),
        ("٢٠ قيد التحقق", None),
        ("٧ جرحى", None),
        ("ليس ٥", None),
        ("٢٠ مليار مليار", None),
    ],
)
def test_case_08_words_around_a_number_are_read_or_the_row_fails(bring, cell, notation):
    run = bring(f"A1,2023-06-21,إدلب,{cell}\n")
    killed = [each.claim.killed.notation() for each in by_name().values()]
    assert (killed, run.failed) == (([notation], 0) if notation else ([], 1))


def test_case_15_a_mended_file_does_not_count_twice(run_import, tmp_path):
    rows = "2018-09-04{0}إدلب{0}3\n2018-09-05{0}حماة{0}4\n2018-09-06{0}حمص{0}{1}\n"
    mapping = {**MAPPING, "columns": {name: use for name, use in COLUMNS.items() if name != "الرمز"}}
    for name, comma, last in (("أول", ",", "قيد التحقق"), ("مصحح", ",", "5"), ("من إكسل", ";", "5")):
        file = tmp_path / f"{name}.csv"
        file.write_text(f"التاريخ{comma}المكان{comma}القتلى\n" + rows.format(comma, last), encoding="utf-8")
        if name == "مصحح":
            with pytest.raises(LooksLikeAnEdition):
                run_import(file, mapping)
        run_import(file, mapping, **({} if name == "أول" else {"edition": True}))
    assert sorted(each.claim.killed.low for each in Report.objects.all()) == [3, 4, 5]


def test_case_16_and_17_a_merged_place_holds_and_a_formula_without_a_value_fails(run_import, tmp_path):
    book = openpyxl.Workbook()
    for row in (
        HEADER.split(","),
        ["A1", "2023-06-21", "إدلب", 3],
        ["A2", "2023-06-22", None, 4],
        ["A3", "2023-06-23", None, "=1+1"],
    ):
        book.active.append(row)
    book.active.merge_cells("C2:C4")
    book.save(tmp_path / "مدموج.xlsx")
    run = run_import(tmp_path / "مدموج.xlsx", MAPPING)
    assert {name: each.claim.where.places for name, each in by_name().items()} == {"A1": ("SY07",), "A2": ("SY07",)}
    assert [each.row for each in run.failedrows.all()] == [4]


def test_case_19_two_columns_of_one_name_are_suggested_twice(tmp_path):
    file = tmp_path / "مرتان.csv"
    file.write_text("الرمز,التاريخ,المكان,القتلى,المكان\nA1,2023-06-21,إدلب,3,معرة مصرين\n", encoding="utf-8")
    assert "المكان (2)" in suggest(file)


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("4 September 2018", "2018-09-04"),
        ("Tuesday 4 September 2018", "2018-09-04"),
        ("Tue, 4 Sept 2018", "2018-09-04"),
        ("4 Ramadan 1439", "2018-05-19"),
        ("September 4th, 2018", "2018-09-04"),
        ("4-Sep-18", "2018-09-04"),
        ("04/09/2018", None),
        ("the 4th", None),
    ],
)
def test_case_22_dates_as_english_tables_write_them(bring, cell, day):
    run = bring(f'A1,"{cell}",إدلب,3\n')
    days = [each.claim.when for each in by_name().values()]
    assert [(each.start, each.end) for each in days] == ([(When.parse(day).start, When.parse(day).end)] if day else [])
    assert run.failed == (not day)


def test_case_25_names_that_are_not_found_are_kept(bring):
    columns = {
        "البلد": {"field": "where", "part": "country"},
        "المحافظة": {"field": "where", "part": "governorate"},
        "المكان": {"field": "where"},
    }
    rows = "A1,2023-06-21,جبل رازح,3,اليمن,صعدى\nA2,2023-06-21,حارم,3,سوريا,ادلبب\n"
    bring(rows, ["البلد", "المحافظة"], columns=columns)
    assert {name: each.claim.where.name for name, each in by_name().items()} == {
        "A1": "جبل رازح, صعدى, اليمن",
        "A2": "حارم, ادلبب",
    }
