"""Who may send how much: what is too long is refused before it is read, and files that nobody came back to go."""

import io
import os
import time

import pytest
from django.conf import settings as installed
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import RequestFactory
from django.utils import translation

from dalil.bulletin.http.body_limits import FROM_ANYBODY, FROM_THE_DESK, BodyLimits
from dalil.desk import pending_uploads
from dalil.desk.pending_uploads import TooMuchWaiting, keep_upload, pending_folder, sweep_uploads


class Untouched(io.BytesIO):
    def read(self, *args):
        raise AssertionError("it was read")


@pytest.mark.parametrize("address", ["/desk/login/", "/desk/imports/new/", "/en/", "/api/reports"])
def test_what_a_stranger_sends_is_refused_before_it_is_read(client, db, address):
    client.handler.enforce_csrf_checks = True
    long = {"CONTENT_LENGTH": str(200_000_000), "wsgi.input": Untouched()}
    answer = client.generic("POST", address, b"", content_type="multipart/form-data; boundary=x", **long)
    assert answer.status_code == 413
    assert "32 kB" in answer.content.decode()


def test_a_body_that_does_not_say_its_length_is_refused(rf):
    request = rf.generic("POST", "/desk/login/", headers={"transfer-encoding": "chunked"})
    with translation.override("ar"):
        answer = BodyLimits(lambda _: pytest.fail("it went on"))(request)
    assert answer.status_code == 411 and "طوله" in answer.content.decode()


def asked(user, length, address="/desk/imports/new/"):
    request = RequestFactory().generic("POST", address, CONTENT_LENGTH=str(length))
    request.user = user
    return BodyLimits(lambda _: "taken")(request)


def test_who_works_at_the_desk_may_send_a_film_and_no_more(editor_and_roleless):
    edith, samir = editor_and_roleless
    assert asked(edith, FROM_ANYBODY + 1) == asked(edith, FROM_THE_DESK) == "taken"
    assert asked(edith, FROM_THE_DESK + 1).status_code == 413
    assert asked(edith, FROM_ANYBODY + 1, "/en/").status_code == 413  # nothing is taken there
    assert asked(samir, FROM_ANYBODY + 1).status_code == 413


@pytest.fixture
def editor_and_roleless(edith, bob):
    from django.contrib.auth.models import Group

    edith.groups.set([Group.objects.get(name="editor")])
    return edith, bob


def test_one_account_may_have_only_so_many_files_waiting(alice, bob, monkeypatch):
    monkeypatch.setattr(pending_uploads, "MOST_WAITING", 2)
    for _ in range(2):
        keep_upload(SimpleUploadedFile("a.txt", b"words"), alice)
    with pytest.raises(TooMuchWaiting):
        keep_upload(SimpleUploadedFile("a.txt", b"words"), alice)
    keep_upload(SimpleUploadedFile("a.txt", b"words"), bob)
    assert len(list(pending_folder().glob("*/file/*"))) == 3


def test_the_bytes_that_wait_are_counted_too(alice, monkeypatch):
    monkeypatch.setattr(pending_uploads, "MOST_BYTES_WAITING", 8)
    keep_upload(SimpleUploadedFile("a.txt", b"words"), alice)
    with pytest.raises(TooMuchWaiting):
        keep_upload(SimpleUploadedFile("a.txt", b"words"), alice)


def test_what_arrives_lies_in_the_home_and_goes_when_it_was_cut_off(home):
    assert installed.FILE_UPLOAD_TEMP_DIR.is_dir() and installed.FILE_UPLOAD_TEMP_DIR.name == "arriving"
    folder = home / "arriving"
    folder.mkdir()
    for name, age in (("old", 2 * 24 * 3600), ("new", 60)):
        (folder / name).write_bytes(b"half of a film")
        os.utime(folder / name, (time.time() - age,) * 2)
    sweep_uploads()
    assert [file.name for file in folder.iterdir()] == ["new"]
