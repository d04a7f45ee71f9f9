"""Who may see a thing is decided by those who may decide."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from telling_files import CANARY, TEXT, telling_office, telling_pdf, telling_picture

from dalil.archive import file_metadata, store
from dalil.archive.models import Document
from dalil.archive.protection import Level
from dalil.record import actions
from dalil.record.log import last_change


def test_only_those_who_publish_make_public_and_only_those_who_protect_restrict(as_, enter, staff):
    report = enter({"when": "2019-05-01", "killed": "28"}, level=Level.INTERNAL)
    address = f"/desk/record/reports/{report.address}/protect/"
    legal = str(staff["layla"].groups.get().pk)
    assert "level" in as_("layla").post(address, {"level": "0"}).context["form"].errors
    assert "level" in as_("edith").post(address, {"level": "2", "groups": [legal]}).context["form"].errors
    assert "groups" in as_("layla").post(address, {"level": "2"}).context["form"].errors
    as_("layla").post(address, {"level": "2", "groups": [legal], "reason": "a witness asked"})
    report.refresh_from_db()
    assert report.level == Level.RESTRICTED
    assert last_change().detail["reason"] == "a witness asked"
    for name in ("alice", "edith", "salma"):
        assert as_(name).get(f"/desk/record/reports/{report.address}/").status_code == 404


@pytest.fixture
def receive(alice):
    """Receive a file as a document: `receive(data, "image/jpeg")`; internal unless said otherwise."""

    def one(data, media_type, level=Level.INTERNAL, **facts):
        return actions.receive_document(
            io.BytesIO(data),
            actor=alice,
            title="A house",
            media_type=media_type,
            filename=f"{TEXT}.bin",
            level=level,
            **facts,
        )

    return one


def test_whoever_restricts_a_document_is_told_what_follows_and_what_stays_public(as_, receive, staff):
    original = receive(b"A letter.", "text/plain")
    made = {"parent": original, "media_type": "text/plain"}
    copy = receive(b"A copy.", **made, relation=Document.Relation.COPY, level=Level.PUBLIC)
    redaction = receive(b"A part.", **made, relation=Document.Relation.REDACTION, level=Level.PUBLIC)
    legal = str(staff["layla"].groups.get().pk)
    form = {"level": "2", "groups": [legal], "reason": "a witness asked"}
    answer = as_("layla").post(f"/desk/record/documents/{original.address}/protect/", form, follow=True)
    assert "What was made of it is restricted too" in answer.content.decode()
    assert answer.context["undecided"] == [redaction] and "this stayed as it was" in answer.content.decode()
    copy.refresh_from_db()
    assert copy.level == Level.RESTRICTED and list(copy.groups.all()) == list(original.groups.all())
    address = f"/desk/record/documents/{redaction.address}/"
    assert as_("layla").get(address).context["undecided"] == [redaction]
    assert as_("edith").get(address).context["undecided"] == [], "edith does not see that there is an original"


FILES = {
    "picture": (lambda: telling_picture("JPEG"), "image/jpeg"),
    "PDF": (telling_pdf, "application/pdf"),
    "text": (lambda: telling_office("docx"), "application/octet-stream"),
}


@pytest.mark.parametrize("kind", FILES)
def test_what_a_file_tells_is_said_before_it_is_public_and_readers_get_a_cleaned_copy(as_, client, receive, kind):
    make, media_type = FILES[kind]
    data = make()
    original = receive(data, media_type)
    address = f"/desk/record/documents/{original.address}/protect/"
    for language, words in (("ar", "شخص أو منظمة"), ("en", "a person or an organisation")):
        edith = as_("edith", language)
        screen = edith.get(address).content.decode()
        assert words in screen and TEXT in screen
    assert "telling" in edith.post(address, {"level": "0"}).context["form"].errors
    original.refresh_from_db()
    assert original.level == Level.INTERNAL
    there = edith.post(f"/desk/record/documents/{original.address}/clean/", follow=True)
    copy = Document.objects.get(parent=original)
    assert (copy.relation, copy.level) == ("redaction", Level.INTERNAL)
    assert there.redirect_chain[-1][0].endswith(f"{copy.address}/protect/")
    assert "telling" not in there.context["form"].fields
    assert edith.post(f"/desk/record/documents/{copy.address}/protect/", {"level": "0"}).status_code == 302
    handed = b"".join(client.get(f"/en/documents/{copy.address}/file"))
    assert CANARY not in handed and file_metadata.what_it_tells(handed) == ()
    page = client.get(f"/en/documents/{copy.address}/").content
    assert CANARY not in page and original.address.encode() not in page
    assert client.get(f"/en/documents/{original.address}/file").status_code == 404
    with store.open_verified(original.sha256) as kept:
        assert kept.read() == data


def test_an_original_is_made_public_by_those_who_read_what_it_tells(as_, receive):
    original = receive(telling_picture("JPEG"), "image/jpeg")
    address = f"/desk/record/documents/{original.address}/protect/"
    assert as_("edith").post(address, {"level": "0", "telling": "on"}).status_code == 302
    original.refresh_from_db()
    assert original.level == Level.PUBLIC
    assert as_("edith").post(address, {"level": "1"}).status_code == 302


def test_where_no_cleaned_copy_is_certain_the_screen_says_what_would_stay(as_, receive):
    for data in (telling_office("docx", decided=False), b"\x00\x00\x00\x18ftypmp42" + bytes(40)):
        original = receive(data, "video/mp4")
        answer = as_("edith").post(f"/desk/record/documents/{original.address}/clean/", follow=True)
        assert "No cleaned copy can be made for certain" in answer.content.decode()
    assert not Document.objects.filter(parent__isnull=False).exists()


def test_a_copy_is_as_restricted_as_its_original(as_, receive, staff):
    (legal,) = staff["layla"].groups.all()
    original = receive(telling_picture("PNG"), "image/png", level=Level.RESTRICTED, groups=[legal])
    assert as_("edith").post(f"/desk/record/documents/{original.address}/clean/").status_code == 404
    as_("layla").post(f"/desk/record/documents/{original.address}/clean/")
    copy = Document.objects.get(parent=original)
    assert copy.level == Level.RESTRICTED and list(copy.groups.all()) == [legal]


def test_a_file_does_not_become_public_unseen_with_its_report(as_, typed):
    form = {**typed, "document": "", "level": "0", "upload_title": "A house"}
    telling = ("house.jpg", telling_picture("JPEG"), "image/jpeg"), Level.INTERNAL, True
    plain = ("letter.txt", b"Five were killed.", "text/plain"), Level.PUBLIC, False
    for (name, data, media_type), level, said in (telling, plain):
        upload = SimpleUploadedFile(name, data, content_type=media_type)
        answer = as_("edith").post("/desk/record/reports/new/incident/", {**form, "upload": upload}, follow=True)
        assert Document.objects.get(filename=name).level == level
        assert ("tells more than it shows" in answer.content.decode()) == said


def test_the_screen_of_a_report_says_who_sees_it_and_what_stays(as_, enter, document, alice):
    report = enter({"when": "2019-05-01"}, origin="north-monitor")
    address = f"/desk/record/reports/{report.address}/protect/"
    screen = as_("layla").get(address).content.decode()
    assert "everybody sees this report" in screen
    assert screen.count("It stays public: everybody can read it and its file") == 2  # document and source
    actions.protect(document, Level.INTERNAL, actor=alice)
    screen = as_("layla").get(address).content.decode()
    assert "only people with an account see this report" in screen and "It stays internal" in screen
    assert "في الوضع الحالي" in as_("layla", "ar").get(address).content.decode()
