"""Scans made for the tests: words drawn as pictures, and PDF files whose pages are such pictures."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageFont, features

from dalil import drawing
from dalil.archive.scanned_words import reader_of_scans

ARABIC = "قصفت الطائرات سوق المدينة صباح اليوم"
ENGLISH = "The market of Tell Rimal was shelled"


def skip_without_reader() -> None:
    """Skip a story where nothing reads scans here."""
    if not reader_of_scans():
        pytest.skip("tesseract is not installed here with Arabic (Debian: tesseract-ocr, tesseract-ocr-ara)")


def scanned_picture(*lines: str) -> Image.Image:
    """Lines as a picture of a page, at 150 dots an inch."""
    font = ImageFont.truetype(Path(drawing.__file__).parent / "fonts" / "DejaVuSans.ttf", 40)
    if not features.check("raqm"):
        pytest.skip("Pillow joins no Arabic letters here")
    picture = Image.new("L", (1240, 200 + 110 * len(lines)), 255)
    for at, line in enumerate(lines):
        ImageDraw.Draw(picture).text((90, 100 + 110 * at), line, font=font, fill=0)
    return picture


def scan(*pages: tuple[str, ...], form: str = "PNG") -> bytes:
    """The bytes of a scan: a picture, or a PDF of several."""
    pictures = [scanned_picture(*lines) for lines in pages]
    written = io.BytesIO()
    more = {"save_all": True, "append_images": pictures[1:]} if form in ("PDF", "TIFF") else {}
    pictures[0].save(written, form, **more)
    return written.getvalue()
