"""The words of files, to be searched: whatever stands in them in a form that somebody can read."""

from __future__ import annotations

import io
import zipfile

import openpyxl
import pytest

from dalil.archive.file_text import read_file_text

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def pack(parts):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return file.getvalue()


def test_a_word_that_is_written_in_several_runs_is_one_word():
    body = "<w:p><w:r><w:t>Sa</w:t></w:r><w:r><w:t>mir</w:t></w:r></w:p><w:p><w:t>Noor</w:t></w:p>"
    words = read_file_text(pack({"[Content_Types].xml": "<x/>", "word/document.xml": body}), WORD).split()
    assert {"mir", "Noor"} <= set(words) and any("Samir" in each for each in words)


def test_cells_of_a_workbook_are_read():
    book, file = openpyxl.Workbook(), io.BytesIO()
    book.active.append(["سمير القاسم", 3])
    book.save(file)
    assert "سمير القاسم" in read_file_text(file.getvalue())


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1256"])
def test_a_plain_text_is_read_in_the_letters_it_is_written_in(encoding):
    assert "سمير القاسم" in read_file_text("رآه سمير القاسم".encode(encoding), "text/plain")


@pytest.mark.parametrize(
    ("data", "media_type"),
    [(b"%PDF-1.7", "application/pdf"), (b"\x89PNG\r\n", "image/png"), (b"PK\x03\x04broken", WORD)],
)
def test_what_nobody_has_read_is_not_empty(data, media_type):
    assert read_file_text(data, media_type) is None
