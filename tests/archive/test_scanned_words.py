"""The words of scans are read from their pictures, each page in a process with little memory and little time."""

import io

import pytest
from PIL import Image
from scans import ARABIC, ENGLISH, scan, skip_without_reader

from dalil.archive import scanned_words
from dalil.archive.scanned_words import CannotReadScan, picture_of_page, read_scan


@pytest.mark.parametrize("form", ["PNG", "PDF", "TIFF"])
def test_words_of_both_languages_are_read_from_pictures(form):
    skip_without_reader()
    pages = [(ENGLISH,), (ARABIC,)] if form != "PNG" else [(ENGLISH, ARABIC)]
    read = read_scan(scan(*pages, form=form))
    assert len(read) == len(pages)
    assert ENGLISH in read[0]
    words = read[-1].split()
    assert sum(word in words for word in ARABIC.split()) >= 5, read[-1]


def test_a_page_without_words_is_read_as_empty_and_keeps_its_place():
    skip_without_reader()
    assert [bool(page) for page in read_scan(scan(("",), (ENGLISH,), form="PDF"))] == [False, True]


def test_who_waits_is_told_how_far_it_is():
    skip_without_reader()
    seen = []
    read_scan(scan((ENGLISH,), (ENGLISH,), form="PDF"), lambda *far: seen.append(far))
    assert seen == [(1, 2), (2, 2)]


def test_the_picture_of_a_page_is_shown_as_png_and_never_larger_than_a_screen_needs():
    data = io.BytesIO()
    Image.new("L", (9000, 300)).save(data, "PNG")
    shown = Image.open(io.BytesIO(picture_of_page(data.getvalue(), 0)))
    assert shown.format == "PNG" and shown.width == scanned_words.LONGEST_SIDE


@pytest.mark.parametrize("broken", [b"", b"%PDF-1.7 and nothing else", b"\x89PNG\r\n\x1a\n" + b"x" * 100])
def test_a_broken_file_is_refused_in_words(broken):
    with pytest.raises(CannotReadScan, match="page 1 cannot be read"):
        read_scan(broken)


def test_a_picture_that_unfolds_to_more_than_a_sheet_is_refused():
    data = io.BytesIO()
    Image.new("1", (20_000, 20_000)).save(data, "PNG")
    assert len(data.getvalue()) < 200_000
    with pytest.raises(CannotReadScan):
        picture_of_page(data.getvalue(), 0)


def test_a_page_that_is_not_there_is_refused():
    with pytest.raises(CannotReadScan):
        picture_of_page(scan((ENGLISH,)), 7)


def test_a_page_that_takes_too_long_is_given_up(monkeypatch):
    monkeypatch.setattr(scanned_words, "PATIENCE", 0.01)
    with pytest.raises(CannotReadScan, match="seconds"):
        read_scan(scan((ENGLISH,)))
