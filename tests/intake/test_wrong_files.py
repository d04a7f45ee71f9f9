"""A file that is not what it seems is refused in one sentence, before it costs anything."""

import zipfile

import pytest
from click.testing import CliRunner

from dalil.cli.importing import import_
from dalil.intake.files import xlsx_file
from dalil.intake.formats import Unreadable, formats
from dalil.record import actions


def test_a_workbook_that_is_huge_unpacked_is_refused_before_it_is_read(tmp_path, monkeypatch):
    file = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b" " * 3_000_000)
    monkeypatch.setattr(xlsx_file, "MOST_UNPACKED", 2_000_000)
    with pytest.raises(Unreadable, match="unpacked"):
        xlsx_file.open_xlsx(file, "", 1)


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
