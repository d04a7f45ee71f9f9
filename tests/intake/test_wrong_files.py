"""A file that is not what it seems is refused in one sentence, before it costs anything."""

import io
import zipfile

import openpyxl
import pytest
from click.testing import CliRunner

from dalil.cli.importing import import_
from dalil.intake.files import xlsx_file, xlsx_limits
from dalil.intake.formats import Unreadable, formats
from dalil.record import actions


def test_a_workbook_that_is_huge_unpacked_is_refused_before_it_is_read(tmp_path, monkeypatch):
    file = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b" " * 3_000_000)
    monkeypatch.setattr(xlsx_limits, "MOST_UNPACKED", 2_000_000)
    with pytest.raises(Unreadable, match="unpacked"):
        xlsx_file.open_xlsx(file, "", 1)


SPACE = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
SHARED = (
    b'<Override PartName="/xl/sharedStrings.xml" '
    b'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/>'
)
BOMBS = {
    "texts": ("xl/sharedStrings.xml", f"<sst {SPACE}>{{}}</sst>", "<si><t>a</t></si>"),
    "one long text": ("xl/sharedStrings.xml", f"<sst {SPACE}><si><t>{{}}</t></si></sst>", "a"),
    "styles": ("xl/styles.xml", f"<styleSheet {SPACE}><cellXfs>{{}}</cellXfs></styleSheet>", "<xf/>"),
    "cells of one row": (
        "xl/worksheets/sheet1.xml",
        f"<worksheet {SPACE}><sheetData><row>{{}}</row></sheetData></worksheet>",
        "<c/>",
    ),
    "empty rows": ("xl/worksheets/sheet1.xml", f"<worksheet {SPACE}><sheetData>{{}}</sheetData></worksheet>", "<row/>"),
    "what is no row": ("xl/worksheets/sheet1.xml", f"<worksheet {SPACE}>{{}}</worksheet>", "<x/>"),
    "declared sheets": ("xl/workbook.xml", f"<workbook {SPACE}>{{}}</workbook>", "<x/>"),
}


@pytest.mark.parametrize("packed", [True, False], ids=["packed small", "not packed"])
@pytest.mark.parametrize("kind", BOMBS)
def test_a_workbook_of_a_few_kilobytes_does_not_fill_the_memory(tmp_path, monkeypatch, kind, packed):
    name, around, one = BOMBS[kind]
    size = 21_000_000 if packed else 2_000_000
    monkeypatch.setattr(xlsx_limits, "MOST_ROWS", 10_000)
    monkeypatch.setattr(xlsx_limits, "MOST_TEXTS", 10_000)
    file, book, plain = tmp_path / "bomb.xlsx", openpyxl.Workbook(), io.BytesIO()
    book.active.append(["when", "killed"])
    book.save(plain)
    with zipfile.ZipFile(plain) as parts, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        contents = {part: parts.read(part) for part in parts.namelist()}
        if name not in contents:
            types = contents["[Content_Types].xml"]
            contents["[Content_Types].xml"] = types.replace(b"</Types>", SHARED + b"</Types>")
        contents[name] = around.format(one * (size // len(one)))
        for part, content in contents.items():
            archive.writestr(part, content, compress_type=None if packed else zipfile.ZIP_STORED)
    with pytest.raises(Unreadable, match="CSV"):
        sum(1 for _ in xlsx_file.open_xlsx(file, "", 1).rows)


@pytest.mark.parametrize("content", [b"", b"%PDF-1.4\n", b"a\0b\n"])
def test_a_file_without_text_is_no_lines_of_reports(tmp_path, content):
    file = tmp_path / "lines.jsonl"
    file.write_bytes(content)
    with pytest.raises(Unreadable, match=r"lines\.jsonl"):
        formats()["jsonl"].open(file, {})


def test_a_home_that_cannot_be_written_to_is_told_in_one_sentence(db, samples, monkeypatch):
    def refuse(*_, **__):
        raise PermissionError(13, "Permission denied", "documents")

    monkeypatch.setattr(actions, "receive_document", refuse)
    done = CliRunner().invoke(import_, [str(samples / "ged.csv")])
    assert done.exit_code == 1 and done.output == "Error: documents: Permission denied\n"
