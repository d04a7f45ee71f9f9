"""Arabic of a PDF comes out in the order in which it is read, its numbers where they stand; where it does not, that is noticed."""

from __future__ import annotations

import shutil
import subprocess

import pytest

from dalil.archive import file_text
from dalil.archive.file_text import read_file_text
from dalil.letters import is_turned_round, turn_back

STRIKE = "قصفت طائرة حربية سوقاً شعبياً في بلدة معرة النعمان، ما أدى إلى مقتل 43 مدنياً وإصابة 112 آخرين."
CLOCK = "وقال مدير مشفى المدينة إن الغارة وقعت في 2019-07-22 الساعة 9:30، وإن بين القتلى ١٧ طفلاً."
DRAWN = "\n".join(
    ("ةيبرح ةرئاط تفصق", "ةدلب يف 43 لتقم ىلإ ىدأ", "ةسردم ىلع 2019-07-22 ةعمجلا")
)  # as a reader gives it that takes letters from left to right
READ = "\n".join(("قصفت طائرة حربية", "أدى إلى مقتل 43 في بلدة", "الجمعة 2019-07-22 على مدرسة"))


def test_a_printed_page_keeps_its_words_and_numbers_in_order(tmp_path):
    pytest.importorskip("qalam", reason="the extra for PDF is not installed")
    chromium = shutil.which("chromium")
    if chromium is None:
        pytest.skip("Chromium is not installed, which prints the page")
    page = f'<!doctype html><html lang="ar" dir="rtl"><meta charset="utf-8"><p>{STRIKE}</p><p>{CLOCK}</p>'
    (tmp_path / "page.html").write_text(page, encoding="utf-8")
    words = [chromium, "--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer"]
    words += [f"--print-to-pdf={tmp_path / 'page.pdf'}", f"--user-data-dir={tmp_path / 'profile'}", "page.html"]
    subprocess.run(words, cwd=tmp_path, capture_output=True, timeout=120, check=True)
    read = read_file_text((tmp_path / "page.pdf").read_bytes(), "application/pdf")
    assert read.whole and " ".join(read.words.split()) == f"{STRIKE} {CLOCK}"


@pytest.mark.parametrize("text", [STRIKE, CLOCK, READ, "", "43", "The strike killed 43.", "ة ى ة ى", "على مدى"])
def test_what_is_read_in_order_is_not_turned(text):
    assert not is_turned_round(text)


def test_what_came_as_it_is_drawn_is_noticed_turned_back_and_told_as_uncertain(monkeypatch):
    assert is_turned_round(DRAWN) and turn_back(DRAWN) == READ
    monkeypatch.setattr(file_text, "read_pdf_words", lambda data: (DRAWN, True))
    read = read_file_text(b"%PDF-1.7", "application/pdf")
    assert not read.whole and READ in read.words and DRAWN in read.words
