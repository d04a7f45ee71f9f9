"""Pages of imports in Arabic say in Arabic why a whole file is refused, and what must be known of one; commands say it in English."""

from __future__ import annotations

import html

import pytest
from test_bringing_in import MAPPING, address_of, bring_in, look, put_up, words

from dalil.archive.protection import Viewer
from dalil.intake.models import Import
from dalil.intake.notes import list_notes

TABLE = "a title of the table,,\nday,place,killed\n2019-05-02,Saraqib,3\n2019-05-02,Saraqib,3\n"
LATER = MAPPING.replace("kind: incident", "kind: incident\nheader: 2").replace("  internal notes: {ignore: true}\n", "")


@pytest.fixture
def wael(as_):
    return as_("bob", "ar")


def said_by(answer):
    """What a page says, without the marks that keep the parts of a line in their order."""
    return html.unescape(words(answer)).replace("\u2068", "").replace("\u2069", "")


def test_a_mapping_and_a_file_are_refused_in_arabic_with_the_line_and_the_file(wael, north):
    pending = address_of(put_up(wael))
    refused = said_by(look(wael, pending, MAPPING.replace("killed: {field: killed}", "killed: {field: slain}")))
    assert "ليس «slain» حقلاً من incident" in refused and "جدول المطابقة، السطر 7" in refused
    assert "is no field of" not in refused and "line 7" not in refused


def test_what_must_be_known_of_a_file_is_kept_once_and_said_in_each_language(wael, as_, north):
    pending = address_of(put_up(wael, TABLE, name="titled.csv"))
    preview = said_by(look(wael, pending, LATER))
    arabic = ("فوق سطر العناوين ولم يُقرأ: السطر 1", "سطور تقول الشيء نفسه بلا معرّف: السطر 4 مثل السطر 3")
    assert all(each in preview for each in arabic), preview
    bring_in(wael, pending)
    run = Import.objects.get()
    page = f"/desk/record/imports/{run.pk}/"
    assert all(each in said_by(wael.get(page)) for each in arabic)
    assert any(note.startswith("above the header and not read: row 1 (“a title") for note in run.notes)
    assert "Above the header and not read: row 1 (“a title" in said_by(as_("bob").get(page))
    Import.objects.update(told={})
    run.refresh_from_db()
    notes, kept_back = list_notes(run, Viewer.steward())
    assert [str(each) for each in notes] == run.notes and not kept_back, "an older import has its English words"
    assert "above the header and not read" in said_by(wael.get(page))
