"""A page is captured at the desk, and by the link of a report; what failed stands with its reason in the language of the screen."""

from __future__ import annotations

import pytest
from page_sites import STORY, Site, serve_pages

from dalil.archive import fetching
from dalil.archive.fetching import is_public
from dalil.archive.protection import Level
from dalil.captures.models import Capture, PageWatch
from dalil.record.models import Report

CAPTURES = "/desk/record/captures/"
pytestmark = pytest.mark.django_db


@pytest.fixture
def site(monkeypatch):
    monkeypatch.setattr(fetching, "is_public", lambda address: address == "127.0.0.1" or is_public(address))
    with serve_pages(type("OfTheDesk", (Site,), {})) as address:
        yield address


def test_a_pasted_page_is_captured_and_watched(as_, site):
    client = as_("alice")
    answer = client.post(CAPTURES, {"url": f"{site}/front", "every": "7"})
    made = Capture.objects.get()
    assert answer.url == f"/desk/record/documents/{made.document.address}/" and made.document.level == Level.INTERNAL
    shown = client.get(CAPTURES).content.decode()
    assert "قصف السوق" in shown and "Looked at again for you" in shown
    watch = PageWatch.objects.get()
    assert as_("bob").post(CAPTURES, {"end": watch.pk}).status_code == 404
    client.post(CAPTURES, {"end": watch.pk})
    assert PageWatch.objects.get().ended_at and "Looked at again for you" not in client.get(CAPTURES).content.decode()


def test_what_failed_stands_with_its_reason(as_):
    client = as_("alice", "ar")
    answer = client.post(CAPTURES, {"url": "http://10.0.0.7/secret"}, follow=True)
    shown = answer.content.decode()
    assert "http://10.0.0.7/secret" in shown and "is not a public machine" not in shown
    assert Capture.objects.get().document is None


def test_the_link_of_a_report_is_captured_as_its_document(as_, site, typed):
    asked = {**typed, "document": "", "upload_url": f"{site}/front", "c-when": "2019-05-01"}
    wrong = as_("alice").post("/desk/record/reports/new/incident/", {**asked, "upload_url": f"{site}/inside"})
    assert (
        wrong.status_code == 422 and "could not be captured" in wrong.content.decode() and not Report.objects.exists()
    )
    answer = as_("alice").post("/desk/record/reports/new/incident/", asked)
    assert answer.status_code == 302, answer.context["form"].errors
    report = Report.objects.get()
    made = Capture.objects.get(document__isnull=False)
    assert report.document == made.document and STORY.split()[0]
    assert Capture.objects.filter(document=None).count() == 1
