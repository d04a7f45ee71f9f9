"""A family fills in its own search request: off until it is switched on, sealed at once, mended before it is sealed, hard to flood."""

from __future__ import annotations

import io
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import RequestFactory
from PIL import Image

from dalil.bulletin.http.headers import PUBLIC
from dalil.record.sealed import compartment, submissions
from dalil.record.sealed.identities import make_identity, recipient_of
from dalil.record.sealed.models import FieldVersion, Submission
from dalil.tracing.family_forms import enter_form, read_form
from dalil.tracing.models import FamilyForm, SearchRequest
from dalil.tracing.photographs import prepare_photograph, read_photographs
from dalil.tracing.receipts import find_standing
from dalil.tracing.requests import read_request

FORM = "/{}/disappeared/ask/"
TYPED = {
    "said": "كناري قاسم الحلبي",
    "mother": "كناري زهرة",
    "born": "١٩٨٥",
    "held": "صيدنايا؛ 2013-06",
    "asker": "كناري رنا",
}
KEY = make_identity()


@pytest.fixture
def opened(db, settings, alice):
    settings.FAMILY_FORM_IS_ON = True
    compartment.set_up(alice, recipient=recipient_of(KEY))
    return compartment.unlock(alice, identity=KEY)


def code_in(answer):
    return re.search(r'<code dir="ltr">([^<]+)</code>', answer.content.decode())[1]


@pytest.mark.parametrize("code", ["en", "ar"])
def test_nothing_is_taken_where_it_is_off_or_nobody_holds_a_key(reader, db, settings, code):
    for address in (FORM.format(code), FORM.format(code) + "worker.js"):
        assert reader.get(address).status_code == 404
    assert reader.post(FORM.format(code), TYPED).status_code == 404
    assert "disappeared/ask" not in reader.get(f"/{code}/disappeared/").content.decode()
    settings.FAMILY_FORM_IS_ON = True
    assert reader.post(FORM.format(code), TYPED).status_code == 503
    assert not Submission.objects.exists()


@pytest.mark.parametrize("code", ["en", "ar"])
def test_what_a_family_sends_is_sealed_and_its_receipt_is_that_of_the_request(reader, opened, alice, code):
    assert "disappeared/ask" in reader.get(f"/{code}/disappeared/").content.decode()
    answer = reader.post(FORM.format(code), {**TYPED, "for_bodies": "yes", "website": ""})
    receipt = code_in(answer)
    assert (
        "كناري" not in answer.content.decode() and "no-store" in answer.headers["Cache-Control"] and not answer.cookies
    )
    (form,) = FamilyForm.objects.all()
    assert find_standing(receipt).state == "received" and "كناري".encode() not in bytes(form.submission.sealed)
    read = read_form(opened, form, actor=alice)
    assert read.content.held[0].when.notation() == "2013-06" and read.content.born.notation() == "1985"
    assert (read.language, read.for_bodies) == (code, True)
    made = enter_form(opened, form, actor=alice)
    assert read_request(opened, made, actor=alice) == read.content
    form.submission.refresh_from_db()
    assert not form.submission.sealed, "the words stand once, where erasing the request erases them"
    assert find_standing(receipt).state == "received" and made.receipts.get().ended_at is None
    assert made.person.consents.get().acts.get().terms["purposes"] == ["internal", "tracing"]
    with pytest.raises(submissions.Refused):
        enter_form(opened, form, actor=alice)
    assert SearchRequest.objects.count() == 1 and FieldVersion.objects.filter(field="search").count() == 1


@pytest.mark.parametrize("code", ["en", "ar"])
def test_what_was_wrong_is_said_at_its_input_and_what_was_typed_stays(reader, opened, code):
    answer = reader.post(FORM.format(code), {**TYPED, "born": "long ago", "held": "Saydnaya; some day", "said": ""})
    shown = answer.content.decode()
    wrong = {f.name: f.problem for part in answer.context["form"].parts for f in part.fields if f.problem}
    assert answer.status_code == 422 and set(wrong) == {"born", "held", "said"} and len(set(wrong.values())) == 3
    assert "كناري زهرة" in shown and 'aria-describedby="wrong-born"' in shown
    assert not Submission.objects.exists()


def test_a_form_that_is_sent_again_since_its_answer_never_came_is_one(reader, opened):
    first = code_in(reader.post(FORM.format("ar"), {**TYPED, "draft": "d" * 32}))
    second = code_in(reader.post(FORM.format("ar"), {**TYPED, "marks": "ندبة", "draft": "d" * 32}))
    reader.post(FORM.format("ar"), {**TYPED, "draft": "e" * 32})
    reader.post(FORM.format("ar"), TYPED)
    reader.post(FORM.format("ar"), TYPED)
    assert FamilyForm.objects.filter(submission__done_at=None).count() == 4, "the second, and three that are others"
    assert (find_standing(first).state, find_standing(second).state) == ("erased", "received")


def test_a_flood_of_forms_is_stopped_and_does_not_stop_what_readers_tell(reader, opened, monkeypatch):
    monkeypatch.setattr(submissions, "MOST_IN_AN_HOUR", 2)
    assert [reader.post(FORM.format("en"), TYPED).status_code for _ in range(3)] == [200, 200, 429]
    submissions.submit("x", contact="", language="en")
    reader.post(FORM.format("en"), {**TYPED, "website": "https://a.example"})
    assert FamilyForm.objects.count() == 2, (
        "a machine that fills every field is shown what others are, and nothing is kept"
    )


def test_who_sends_as_fast_as_a_machine_waits_for_the_form_too(reader, opened, settings):
    settings.DEAR_ANSWERS_LIMITED = True
    answers = [reader.post(FORM.format("en"), TYPED).status_code for _ in range(8)]
    assert answers[:5] == [200] * 5 and 429 in answers


def test_the_longest_form_in_arabic_is_below_what_anybody_may_send(reader, opened):
    from dalil.bulletin.http.body_limits import FROM_ANYBODY
    from dalil.bulletin.tracing.family_form import present_asking

    full = {
        field.name: field.choices[0].code if field.choices else ("ب" * 99 + "\n") * 15 if field.rows else "ب" * 60
        for part in present_asking("ar").parts
        for field in part.fields
    }
    full |= {"born": "1985", "last_seen": "2012", "held": "سجن\n" * 40}
    sent = RequestFactory().post("/", full)
    assert int(sent.META["CONTENT_LENGTH"]) < FROM_ANYBODY
    assert reader.post(FORM.format("ar"), full).status_code == 200


def test_the_page_alone_runs_a_script_of_this_host_and_its_worker_keeps_nothing_that_is_typed(reader, opened):
    page, worker = reader.get(FORM.format("ar")), reader.get(FORM.format("ar") + "worker.js")
    assert "script-src 'self'" in page.headers["Content-Security-Policy"] and "script-src 'none'" in PUBLIC
    assert page.content.decode().count("<script") == 1 and "unsafe" not in page.headers["Content-Security-Policy"]
    assert worker.headers["Content-Type"].startswith("text/javascript")
    assert '"/ar/disappeared/ask/"' in worker.content.decode() and 'request.method !== "GET"' in worker.content.decode()


def photograph(longer=0):
    file = io.BytesIO()
    Image.new("RGB", (2000, 1000), "blue").save(file, "JPEG", comment="Canarytelephone")
    return SimpleUploadedFile("canary.jpg", file.getvalue() + b"x" * longer, "image/jpeg")


@pytest.mark.parametrize("code", ["en", "ar"])
def test_a_photograph_is_sealed_with_the_form_and_becomes_one_of_the_request(reader, opened, alice, code):
    answer = reader.post(FORM.format(code), {**TYPED, "photograph": photograph(longer=40_000)})
    assert answer.status_code == 200
    (form,) = FamilyForm.objects.all()
    prepared = prepare_photograph(photograph().read())
    assert read_form(opened, form, actor=alice).photograph == prepared
    assert prepared[:200].encode() not in bytes(form.submission.sealed)
    made = enter_form(opened, form, actor=alice)
    assert [each.jpeg for each in read_photographs(opened, made, actor=alice)] == [prepared]


@pytest.mark.parametrize("code", ["en", "ar"])
def test_a_photograph_that_cannot_be_taken_is_said_and_nothing_is_kept(reader, opened, settings, code):
    no_picture = SimpleUploadedFile("a.jpg", b"no picture", "image/jpeg")
    answer = reader.post(FORM.format(code), {**TYPED, "photograph": no_picture})
    assert answer.status_code == 422 and answer.context["form"].photograph_problem
    answer = reader.post(FORM.format(code), {**TYPED, "said": "", "photograph": photograph()})
    assert answer.status_code == 422 and answer.context["form"].again, "without a script it is chosen once more"
    assert reader.post(FORM.format(code), {**TYPED, "photograph": photograph(3_000_000)}).status_code == 413
    settings.FAMILY_FORM_IS_ON = False
    assert reader.post(FORM.format(code), {**TYPED, "photograph": photograph(40_000)}).status_code == 413
    assert not Submission.objects.exists()
