"""The words of scans are searched at the desk, and their numbers stand beside the picture."""

import io

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from scans import ARABIC, ENGLISH, scan, skip_without_reader

from dalil.archive.models import CustodyEvent, Document
from dalil.archive.protection import Level, Viewer
from dalil.jobs.worker import do_what_waits
from dalil.record import actions
from dalil.record.search.refolding import refold

DESK = "/desk/record/documents/"


@pytest.fixture
def worker():
    """A worker that does what waits; it closes connections, and with them, on PostgreSQL, the transaction of the test."""
    if connection.vendor != "sqlite":
        pytest.skip("a worker ends the transaction of a test on PostgreSQL; the story is told on SQLite")
    return lambda: do_what_waits("a worker")


@pytest.fixture
def paper(alice):
    data = scan((ENGLISH, ARABIC, "dated 17 March, 34 houses"), form="PDF")
    return actions.receive_document(io.BytesIO(data), actor=alice, title="Order", media_type="application/pdf")


@pytest.fixture
def reading(paper, alice):
    skip_without_reader()
    return actions.read_words_of_scan(paper, actor=alice)


def test_a_person_has_the_words_of_a_scan_read_and_finds_it_by_them(as_, paper, worker):
    skip_without_reader()
    page = as_("alice").get(f"{DESK}{paper.address}/").content.decode()
    assert "Read its words from the pictures" in page
    asked = as_("alice").post(f"{DESK}{paper.address}/read/", follow=True).content.decode()
    assert "being read" in asked
    assert "Order" not in as_("alice").get(f"{DESK}?q=Rimal").content.decode()
    worker()
    for word in ("Rimal", "الطائرات"):
        assert "Order" in as_("alice").get(DESK, {"q": word}).content.decode(), word
    page = as_("alice").get(f"{DESK}{paper.address}/").content.decode()
    assert "Read its words from the pictures" not in page
    assert CustodyEvent.objects.get(document=paper, what="derived").tool.startswith("tesseract")


def test_a_scan_without_words_says_that_none_were_found(as_, alice, worker):
    skip_without_reader()
    empty = actions.receive_document(io.BytesIO(scan(("",))), actor=alice, title="Wall", media_type="image/png")
    as_("alice").post(f"{DESK}{empty.address}/read/")
    worker()
    assert "No words were found in its pictures" in as_("alice").get(f"{DESK}{empty.address}/").content.decode()


def test_numbers_that_a_machine_read_stand_beside_the_picture_and_are_marked(as_, paper, reading):
    page = as_("alice").get(f"{DESK}{reading.address}/").content.decode()
    picture = f"{DESK}{paper.address}/page/1/"
    assert f'src="{picture}"' in page and ">34</mark>" in page and ">17</mark>" in page
    assert "Take no number from here without looking at the picture" in page
    assert as_("alice").get(picture).content.startswith(b"\x89PNG")
    assert f"?document={paper.address}" in page  # a report names the scan
    assert f"?document={reading.address}" not in page


def test_the_words_of_a_scan_are_hidden_from_whom_the_scan_is_hidden(as_, staff, paper, reading, alice):
    group = Group.objects.create(name="Few")
    actions.protect(paper, Level.RESTRICTED, actor=alice, groups=[group], reason="r")
    assert not Document.objects.visible_to(Viewer.of(staff["alice"])).filter(pk__in=(paper.pk, reading.pk)).exists()
    assert as_("alice").get(f"{DESK}{reading.address}/").status_code == 404
    assert as_("alice").get(f"{DESK}{paper.address}/page/1/").status_code == 404
    assert "Order" not in as_("alice").get(f"{DESK}?q=Rimal").content.decode()


def test_the_words_of_a_public_scan_are_internal_until_somebody_decides(alice):
    skip_without_reader()
    facts = {"actor": alice, "title": "Poster", "media_type": "image/png", "level": Level.PUBLIC}
    poster = actions.receive_document(io.BytesIO(scan((ENGLISH,))), **facts)
    assert actions.read_words_of_scan(poster, actor=alice).level == Level.INTERNAL


def test_words_that_were_read_are_found_after_the_index_is_made_anew(reading):
    before = reading.search
    assert "rimal" in before
    Document.objects.filter(pk=reading.pk).update(search="")
    refold()
    reading.refresh_from_db()
    assert reading.search == before


def test_a_document_that_is_no_scan_has_no_pages_and_is_not_read(as_, document):
    assert "Read its words" not in as_("alice").get(f"{DESK}{document.address}/").content.decode()
    assert as_("alice").get(f"{DESK}{document.address}/page/1/").status_code == 404
    refused = as_("alice").post(f"{DESK}{document.address}/read/", follow=True).content.decode()
    assert "cannot be read from pictures" in refused


def test_no_report_rests_on_what_a_machine_read(reading, alice, enter):
    with pytest.raises(actions.Refused, match="look at the scan"):
        enter({"when": "2019-03-17", "killed": "34"}, document=reading)
