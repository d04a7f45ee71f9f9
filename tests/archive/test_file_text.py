"""The words of files, to be searched: whatever stands in them in a form that somebody can read."""

from __future__ import annotations

import io
import zipfile

import openpyxl
import pikepdf
import pytest
from PIL import Image

from dalil.archive.file_text import FileText, read_file_text

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def pack(parts):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return file.getvalue()


def test_a_word_that_is_written_in_several_runs_is_one_word():
    body = "<w:p><w:r><w:t>Sa</w:t></w:r><w:r><w:t>mir</w:t></w:r></w:p><w:p><w:t>Noor</w:t></w:p>"
    words = read_file_text(pack({"[Content_Types].xml": "<x/>", "word/document.xml": body}), WORD).words.split()
    assert {"mir", "Noor"} <= set(words) and any("Samir" in each for each in words)


def test_cells_of_a_workbook_are_read():
    book, file = openpyxl.Workbook(), io.BytesIO()
    book.active.append(["سمير القاسم", 3])
    book.save(file)
    assert "سمير القاسم" in read_file_text(file.getvalue()).words


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1256"])
def test_a_plain_text_is_read_in_the_letters_it_is_written_in(encoding):
    assert "سمير القاسم" in read_file_text("رآه سمير القاسم".encode(encoding), "text/plain").words


@pytest.mark.parametrize(
    ("data", "media_type"),
    [(b"%PDF-1.7", "application/pdf"), (b"\x89PNG\r\n", "image/png"), (b"PK\x03\x04broken", WORD)],
)
def test_what_nobody_has_read_is_not_empty(data, media_type):
    assert read_file_text(data, media_type) == FileText()


def lay_out_pdf(words, *, scanned=0):
    """A PDF with a page of words, and with pages that are pictures."""
    pdf, file = pikepdf.new(), io.BytesIO()
    page = pdf.add_blank_page(page_size=(400, 200))
    name = pikepdf.Name
    font = pikepdf.Dictionary(
        Type=name.Font, Subtype=name.Type1, BaseFont=name.Helvetica, Encoding=name.WinAnsiEncoding
    )
    page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
    page.Contents = pdf.make_stream(f"BT /F1 12 Tf 20 100 Td ({words}) Tj ET".encode())
    for _ in range(scanned):
        scan = io.BytesIO()
        Image.new("RGB", (400, 200), "grey").save(scan, "PDF")
        pdf.pages.extend(pikepdf.open(scan).pages)
    pdf.save(file)
    return file.getvalue()


def test_the_words_of_a_pdf_are_read():
    pytest.importorskip("qalam", reason="the extra for PDF is not installed")
    text = read_file_text(lay_out_pdf("Samir al-Qasim saw it."), "application/pdf")
    assert text.whole and "Samir al-Qasim" in text.words


def test_a_pdf_with_a_scanned_page_is_read_in_part_and_says_so():
    pytest.importorskip("qalam", reason="the extra for PDF is not installed")
    text = read_file_text(lay_out_pdf("Samir al-Qasim saw it.", scanned=1), "application/pdf")
    assert not text.whole and "Samir al-Qasim" in text.words


def test_without_the_optional_package_nobody_has_read_a_pdf(monkeypatch):
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    assert read_file_text(lay_out_pdf("Samir al-Qasim saw it."), "application/pdf") == FileText()
