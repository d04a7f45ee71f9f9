"""A file that cannot be read as a whole is refused in words that say what it is and what was expected."""

import pytest

from dalil.intake.formats import Unreadable, recognise
from dalil.intake.formats.table_file import open_table
from dalil.intake.mapping import checked
from dalil.intake.suggestion import suggest

MAPPING = {"kind": "incident", "columns": {"day": {"field": "when"}}}


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("empty.csv", b"", "the file is empty"),
        ("blank.csv", b"\n\n", "the file is empty"),
        ("empty.xlsx", b"", "the file is empty"),
        ("report.pdf", b"%PDF-1.7\n1 0 obj", "this is not a table of text, it is a PDF"),
        ("report.csv", b"%PDF-1.7\n1 0 obj", "this is not a table of text, it is a PDF"),
        ("book.csv", b"PK\x03\x04\x14\x00", "a workbook is read where its name ends in .xlsx"),
        ("old.csv", b"\xd0\xcf\x11\xe0\xa1\xb1", "save it as XLSX or CSV"),
        ("bytes.csv", b"a,b\n\x00\x01\x02", "it holds bytes of no text"),
        ("report.xlsx", b"%PDF-1.7\n1 0 obj", "this is not a table, it is no XLSX file"),
    ],
)
def test_what_is_no_table_is_refused(db, tmp_path, name, content, words):
    file = tmp_path / name
    file.write_bytes(content)
    for attempt in (lambda: open_table(file, MAPPING), lambda: suggest(file)):
        with pytest.raises(Unreadable, match=words):
            attempt()
    if not name.endswith(".xlsx"):
        with pytest.raises(Unreadable, match=words):
            recognise(file)


def test_a_wrong_delimiter_names_what_was_expected_and_shows_the_line(tmp_path):
    file = tmp_path / "strikes.csv"
    file.write_text("day,killed\n2019-05-02,4\n", encoding="utf-8")
    with pytest.raises(
        Unreadable, match="“;”, as the mapping says was expected, and the line is: day,killed; “,” stands in it"
    ):
        open_table(file, {**MAPPING, "delimiter": ";"})
    with pytest.raises(Unreadable, match="the delimiter is one character"):
        open_table(file, {**MAPPING, "delimiter": ";;"})


def test_a_separator_nobody_expects_is_asked_for(db, tmp_path):
    file = tmp_path / "strikes.csv"
    file.write_text("day^killed\n2019-05-02^4\n", encoding="utf-8")
    with pytest.raises(Unreadable, match=r"“\|” was expected, and the line is: day\^killed; say in the mapping"):
        open_table(file, MAPPING)
    assert open_table(file, {**MAPPING, "delimiter": "^"}).header == ("day", "killed")


def test_a_mapping_without_what_the_kind_requires_says_so_before_every_row_fails():
    with pytest.raises(
        Unreadable, match="the mapping has no column for when, which the kind incident must have; it ignores “day”"
    ):
        checked({"kind": "incident", "columns": {"day": {"ignore": True}, "killed": {"field": "killed"}}})
    with pytest.raises(Unreadable, match="no column for what, count, which the kind tally must have"):
        checked({"kind": "tally", "columns": {"day": {"field": "when"}}})
