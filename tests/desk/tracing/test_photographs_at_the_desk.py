"""Photographs of the missing at the desk: shown within the screen of the request while the compartment is open, and nowhere else."""

from __future__ import annotations

import io

import pytest
from django.core.files.uploadedfile import InMemoryUploadedFile, SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from dalil.bulletin.http import sealed_uploads
from dalil.bulletin.http.sealed_uploads import TO_BE_SEALED
from dalil.record.sealed.identities import make_identity, recipient_of
from dalil.tracing.models import SearchRequest
from dalil.tracing.photographs import prepare_photograph

SHOWN = "data:image/jpeg;base64,"


def desk(name, *args):
    return reverse(f"desk:{name}", args=args)


def file(name="canary.jpg", longer=0):
    written = io.BytesIO()
    Image.new("RGB", (300, 200), "green").save(written, "JPEG")
    return SimpleUploadedFile(name, written.getvalue() + b"x" * longer, "image/jpeg")


@pytest.fixture
def tariqs(as_):
    browser, key = as_("tariq"), make_identity()
    browser.post(desk("sealed_set_up"), {"recipient": recipient_of(key)})
    browser.post(desk("sealed_open"), {"identity": key})
    asked = {"said": "Samir", "asker": "Rana", "asked_on": "2020-01-01", "purposes": []}
    assert browser.post(desk("tracing_enter"), asked).status_code == 200
    return browser


@pytest.mark.parametrize("code", ["en", "ar"])
def test_a_photograph_is_sealed_shown_and_taken_away(tariqs, as_, code, desk_in):
    desk_in(code)
    (made,) = SearchRequest.objects.all()
    of_request = desk("tracing_search", made.reference)
    assert SHOWN not in tariqs.get(of_request).content.decode()
    answer = tariqs.post(desk("tracing_photograph", made.reference), {"photograph": file()}, follow=True)
    assert SHOWN + prepare_photograph(file().read()) in answer.content.decode()
    assert "no-store" in answer.headers["Cache-Control"] and "canary.jpg" not in answer.content.decode()
    assert SHOWN in tariqs.get(desk("tracing_summary", made.reference)).content.decode()
    tariqs.post(desk("sealed_close"))
    for page in (of_request, desk("tracing"), desk("sealed")):
        assert SHOWN not in tariqs.get(page).content.decode()
    assert tariqs.post(desk("tracing_photograph", made.reference), {"photograph": file()}).status_code == 302
    assert made.person.versions.filter(field="search_photograph").count() == 1, "closed, nothing is taken"
    assert as_("salma").post(desk("tracing_photograph", made.reference), {"photograph": file()}).status_code == 403


def test_what_is_no_photograph_is_said_and_one_that_is_shown_no_more_is_gone(tariqs):
    (made,) = SearchRequest.objects.all()
    add = desk("tracing_photograph", made.reference)
    for sent in ({}, {"photograph": SimpleUploadedFile("a.jpg", b"no picture")}):
        answer = tariqs.post(add, sent, follow=True)
        assert [each.level_tag for each in answer.context["messages"]] == ["error"]
    tariqs.post(add, {"photograph": file()})
    answer = tariqs.post(desk("tracing_photograph_away", made.reference, 1), follow=True)
    assert SHOWN not in answer.content.decode()


def test_it_stays_in_memory_while_it_arrives_and_what_is_too_long_is_not_read(tariqs, monkeypatch):
    (made,) = SearchRequest.objects.all()
    kept = []
    whole = sealed_uploads.StaysInMemory.file_complete
    monkeypatch.setattr(
        sealed_uploads.StaysInMemory, "file_complete", lambda *args: kept.append(whole(*args)) or kept[-1]
    )
    add = desk("tracing_photograph", made.reference)
    assert tariqs.post(add, {"photograph": file(longer=4_000_000)}).status_code == 302
    assert [type(each) for each in kept] == [InMemoryUploadedFile] and kept[0].size > 4_000_000
    assert tariqs.post(add, {"photograph": file(longer=TO_BE_SEALED)}).status_code == 413
