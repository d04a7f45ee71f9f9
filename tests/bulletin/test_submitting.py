"""A reader submits information: off until the organisation decides otherwise, sealed at once, in both languages, and hard to flood."""

import pytest

from dalil.record.sealed import compartment
from dalil.record.sealed.identities import make_identity, recipient_of
from dalil.record.sealed.models import Submission

CANARY = "Canary: the lorries left the quarry at four."
KEY = make_identity()


@pytest.fixture
def on(settings):
    settings.SUBMISSIONS_ARE_ON = True


@pytest.fixture
def opened(db, alice):
    compartment.set_up(alice, recipient=recipient_of(KEY))
    return compartment.unlock(alice, identity=KEY)


@pytest.mark.parametrize("code", ["en", "ar"])
def test_nothing_is_taken_where_nobody_switched_it_on(reader, opened, code):
    assert reader.get(f"/{code}/submit/").status_code == 404
    assert reader.post(f"/{code}/submit/", {"text": CANARY}).status_code == 404
    assert f"/{code}/submit/" not in reader.get(f"/{code}/").content.decode()
    assert not Submission.objects.exists()


def test_where_nobody_holds_a_key_the_page_says_so_and_takes_nothing(reader, on, db):
    for answer in (reader.get("/ar/submit/"), reader.post("/ar/submit/", {"text": CANARY})):
        assert answer.status_code == 503 and '<form class="box' not in answer.content.decode()
    assert not Submission.objects.exists()


@pytest.mark.parametrize("code", ["en", "ar"])
def test_a_reader_submits_and_is_told_a_reference(reader, on, opened, alice, code):
    from dalil.record.sealed.submissions import read_submission

    assert f'href="/{code}/submit/"' in reader.get(f"/{code}/").content.decode(), "the foot leads there"
    shown = reader.get(f"/{code}/submit/")
    assert shown.status_code == 200 and "no-store" in shown.headers["Cache-Control"]
    told = "حفّارة في الوادي.\n" + CANARY
    answer = reader.post(f"/{code}/submit/", {"text": told, "contact": "radio, channel 4", "website": ""})
    kept = Submission.objects.get()
    assert kept.reference in answer.content.decode()
    assert "anary" not in answer.content.decode(), "it is not repeated"
    assert answer.headers["Referrer-Policy"] == "no-referrer" and not answer.cookies
    read = read_submission(opened, kept, actor=alice)
    assert (read.text, read.contact, read.language) == (told.replace("\n", "\n"), "radio, channel 4", code)


def test_what_was_wrong_is_said_and_what_was_typed_stays(reader, on, opened):
    answer = reader.post("/ar/submit/", {"text": "  ", "contact": "radio & channel"})
    said = answer.content.decode()
    assert answer.status_code == 422 and 'role="alert"' in said and "radio &amp; channel" in said
    long = reader.post("/en/submit/", {"text": "x" * 8001})
    assert (long.status_code == 422 and "8,001" in long.content.decode()) or "8001" in long.content.decode()
    assert reader.post("/en/submit/", {"text": "x" * 40_000}).status_code == 413
    assert not Submission.objects.exists()


def test_a_machine_that_fills_every_field_is_thanked_and_nothing_is_kept(reader, on, opened):
    answer = reader.post("/en/submit/", {"text": "Buy", "contact": "x", "website": "https://a.example"})
    assert answer.status_code == 200 and "It has arrived" in answer.content.decode()
    assert not Submission.objects.exists()


def test_who_sends_as_fast_as_a_machine_waits(reader, on, opened, settings):
    settings.DEAR_ANSWERS_LIMITED = True
    answers = [reader.post("/en/submit/", {"text": f"No. {number}"}).status_code for number in range(8)]
    assert answers[:5] == [200] * 5 and 429 in answers
    assert Submission.objects.count() == answers.count(200)


def test_a_file_is_not_kept(reader, on, opened, home):
    from django.core.files.uploadedfile import SimpleUploadedFile

    reader.post("/en/submit/", {"text": "x", "file": SimpleUploadedFile("canary.txt", CANARY.encode())})
    assert not [each for each in home.rglob("*") if each.is_file() and CANARY.encode() in each.read_bytes()]
