"""Pictures of pages: what is public is what a public page shows; nothing tells more than its pixels; no file is served for lying there."""

import importlib
import io
import socket
import uuid
from pathlib import Path

import pytest
import requests
from django.apps import apps
from django.contrib.auth.models import Group, User
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse
from PIL import Image as Pixels
from telling_files import CANARY, TEXT, telling_picture
from wagtail.images.models import Image as OldPicture
from wagtail.images.models import Rendition as OldRendition
from wagtail.models import Collection, CollectionViewRestriction, Page, PageViewRestriction, ReferenceIndex
from wagtail.users.models import UserProfile

from dalil.archive.file_metadata.pictures import read_particulars
from dalil.bulletin.models import FrontPage, StoryPage
from dalil.bulletin.pages.first_pages import lay_first_pages
from dalil.bulletin.pictures.models import Picture, PictureRendition
from dalil.bulletin.pictures.visible import is_shown_to_the_public

ENDINGS = {"JPEG": "jpg", "PNG": "png", "GIF": "gif", "WEBP": "webp", "AVIF": "avif", "HEIF": "heic"}
FILTERS = ("original", "fill-32x32", "max-1000x1000", "width-30|format-jpeg", "format-png", "format-webp", "format-gif")


@pytest.fixture
def upload(db):
    """Keep a picture as the desk does; return it."""

    def keep(data=None, name="house-of-the-witness.jpg", **facts):
        file = ContentFile(data or telling_picture("JPEG"), name)
        facts = {"alt_en": "A house", "alt_ar": "بيت", "credit": "The desk", "people": "nobody", **facts}
        return Picture.objects.create(title="A house", file=file, **facts)

    return keep


@pytest.fixture
def story(db):
    """A story that is published, without a picture; and how to put one in, as a published change or as a draft."""
    lay_first_pages()
    front = FrontPage.objects.get(locale__language_code="en")
    return front.add_child(instance=StoryPage(title="The cave", slug="cave", dated="2020", live=True))


def show(story, picture, publish=True):
    text = f'<p>x</p><embed embedtype="image" id="{picture.pk}" format="left" alt="x"/>'
    story.body = [("text", text)]
    revision = story.save_revision()
    if publish:
        revision.publish()


def address_of(picture, spec="fill-32x32"):
    return picture.get_rendition(spec).url


def the_editor():
    editor = User.objects.create(username="ed")
    editor.groups.add(Group.objects.get(name="editor"))
    client = Client()
    client.force_login(editor)
    return client


def seen(client, address):
    """The status of an answer, and whether a picture came with it."""
    answer = client.get(address)
    return answer.status_code, answer["Content-Type"].startswith("image/")


def test_a_picture_is_public_while_a_public_page_shows_it_and_not_before_or_after(reader, upload, story):
    picture, other = upload(), upload()
    address = address_of(picture)
    assert seen(reader, address) == (404, False)
    show(story, picture, publish=False)
    assert seen(reader, address) == (404, False)
    show(story, picture)
    assert address.encode() not in reader.get(story.url).content  # the page shows another rendition of it
    assert seen(reader, address) == (200, True)
    assert seen(reader, address_of(other)) == (404, False)
    show(story, other, publish=False)
    assert seen(reader, address) == (200, True)
    story.refresh_from_db()
    story.unpublish()
    assert seen(reader, address) == (404, False)


def test_a_picture_of_a_page_that_is_not_for_everybody_is_not_for_everybody(reader, upload, story):
    picture = upload()
    show(story, picture)
    PageViewRestriction.objects.create(page=story.get_parent(), restriction_type="login")
    assert seen(reader, address_of(picture)) == (404, False)


def test_a_picture_of_a_private_collection_is_shown_by_no_page_and_to_nobody_outside_its_groups(reader, upload, story):
    private = Collection.get_first_root_node().add_child(name="Witnesses")
    picture = upload(collection=private.add_child(name="Of the north"))
    show(story, picture)
    rule = CollectionViewRestriction.objects.create(collection=private, restriction_type="groups")
    with pytest.raises(ValidationError, match="may not be public"):
        show(story, picture)
    address, editor = address_of(picture), the_editor()
    assert seen(reader, address) == (404, False)
    assert seen(editor, address) == (404, False)
    rule.groups.add(Group.objects.get(name="editor"))
    assert seen(editor, address) == (200, True)


def test_at_the_desk_a_picture_is_for_those_who_may_choose_it(upload):
    address = address_of(upload())
    assert seen(the_editor(), address) == (200, True)
    for name in ("reader", "contributor", "analyst", "legal officer", None):
        person = User.objects.create(username=f"a {name}")
        person.groups.set(Group.objects.filter(name=name))
        client = Client()
        client.force_login(person)
        assert seen(client, address) == (404, False), name


def test_what_is_public_is_asked_for_each_time_and_what_is_private_is_kept_nowhere(reader, upload, story):
    picture = upload()
    address = address_of(picture)
    assert the_editor().get(address)["Cache-Control"] == "private, no-store"
    assert "no-store" in reader.get(address)["Cache-Control"]
    show(story, picture)
    answer = reader.get(address)
    assert answer["Cache-Control"] == "no-cache" and "Cookie" not in answer.get("Vary", "")
    assert reader.get(address, headers={"if-none-match": answer["ETag"]}).status_code == 304
    story.unpublish()
    assert reader.get(address, headers={"if-none-match": answer["ETag"]}).status_code == 404


def test_the_address_of_a_rendition_tells_neither_the_name_of_its_file_nor_what_else_there_is(upload):
    names = {Path(address_of(upload(), spec)).stem for spec in FILTERS for _ in range(2)}
    assert len(names) == 2 * len(FILTERS)
    assert all(len(name) == 32 and "house" not in name for name in names)


@pytest.mark.parametrize("format", ENDINGS)
def test_no_rendition_tells_more_than_its_pixels_and_the_original_stays_whole(upload, format):
    data = telling_picture(format)
    picture = upload(data, f"{TEXT}.{ENDINGS[format]}")
    for spec in FILTERS:
        rendition = picture.get_rendition(spec)
        made = Path(rendition.file.path).read_bytes()
        assert CANARY not in made, spec
        told = [each for each in read_particulars(made) if each.tells != "unread"]
        assert told == [], spec
        assert TEXT not in rendition.url
    assert Path(picture.file.path).read_bytes() == data


def test_a_rendition_is_upright(upload):
    made = upload(telling_picture("JPEG", orientation=6)).get_rendition("max-100x100|format-png")
    pixels = Pixels.open(made.file.path).convert("RGB")
    assert pixels.size == (64, 40)
    assert pixels.getpixel((5, 20))[0] > 200 and pixels.getpixel((60, 20))[2] > 200


def test_no_picture_is_shown_through_a_link_to_another_file(reader, upload, story, home):
    picture = upload()
    show(story, picture)
    kept = Path(picture.get_rendition("fill-32x32").file.path)
    kept.unlink()
    kept.symlink_to(home / "media" / picture.file.name)
    assert seen(reader, address_of(picture)) == (404, False)


RAW = (
    "/media/images/../{}",
    "/media/images/%2e%2e/{}",
    "/media/images/..%2f{}",
    "/media/images/%2e%2e%2f{}",
    "/media/images/%252e%252e%252f{}",
    "/media/images/..\\{}",
    "/media/images/..%5c{}",
    "/media/images/x%00/../../{}",
    "/media/images//{}",
    "/media/images/./../{}",
    "/media/{}",
    "/media/images/%2fetc%2fpasswd",
    "/media/images//etc/passwd",
)
FILES = ("documents/x.pdf", "original_images/x.jpg", "avatar_images/x.jpg", "images/x.jpg")


def test_no_way_of_writing_an_address_leads_to_a_file(reader, home):
    editor = the_editor()
    for file in FILES:
        place = home / "media" / file
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(CANARY)
        for way in RAW:
            for client in (reader, editor):
                answer = client.get(way.format(file))
                assert answer.status_code in (301, 302, 400, 404), (way, file)
                assert CANARY not in b"".join(answer)


def test_a_broken_original_is_a_missing_picture_and_no_fault_of_the_page(reader, upload, story):
    picture = upload()
    Path(picture.file.path).write_bytes(telling_picture("JPEG")[:700])
    show(story, picture)
    assert reader.get(story.url).status_code == 200
    assert the_editor().get("/desk/images/").status_code == 200


def broken_pictures():
    bomb = io.BytesIO()
    Pixels.new("1", (12_000, 5_000)).save(bomb, "PNG")
    whole = telling_picture("PNG")
    yield from (("a.png", whole[:60]), ("a.png", whole[: len(whole) // 2]), ("a.png", bomb.getvalue()))
    yield from (
        ("a.jpg", telling_picture("JPEG")[:700]),
        ("a.gif", b"GIF89a"),
        ("a.webp", telling_picture("WEBP")[:90]),
    )
    yield ("a.jpg", b"\xff\xd8\xff\xe0" + bytes(40))


@pytest.mark.parametrize(("name", "data"), [*broken_pictures()], ids=range(7))
def test_a_broken_or_boundless_picture_is_refused_in_words(db, name, data):
    editor = the_editor()
    profile = UserProfile.get_for_user(User.objects.get(username="ed"))
    for language, words in (("en", "This picture is broken"), ("ar", "هذه الصورة")):
        profile.preferred_language = language
        profile.save()
        answer = editor.post(
            reverse("wagtailimages:add"),
            {"title": "x", "file": ContentFile(data, name), "collection": Collection.get_first_root_node().pk},
        )
        assert answer.status_code == 200
        assert words in answer.content.decode()
    many = editor.post(
        reverse("wagtailimages:add_multiple"),
        {"title": "x", "files[]": ContentFile(data, name), "collection": Collection.get_first_root_node().pk},
        headers={"x-requested-with": "XMLHttpRequest"},
    )
    assert many.status_code == 200 and many.json()["success"] is False
    assert not Picture.objects.exists() and not PictureRendition.objects.exists()


def test_the_desk_keeps_and_shows_no_faces_of_those_who_work_there(db):
    editor = the_editor()
    screen = editor.get("/desk/account/").content.decode()
    assert "profile picture" not in screen
    profile = UserProfile.get_for_user(User.objects.get(username="ed"))
    profile.avatar.save("face.jpg", ContentFile(telling_picture("JPEG")))
    assert "avatar_images" not in editor.get("/desk/").content.decode()


def test_no_address_of_another_host_is_asked_for(db, reader, story, monkeypatch):
    def refuse(*_, **__):
        raise AssertionError("something was fetched")

    monkeypatch.setattr(requests, "get", refuse)
    monkeypatch.setattr(socket, "create_connection", refuse)
    video = "https://www.youtube.com/watch?v=dQw4w9WgXcQ"
    editor = the_editor()
    answer = editor.post("/desk/embeds/chooser/upload/", {"embed-chooser-url": video})
    assert "Cannot find an embed" in answer.json()["html"]
    story.body = [("text", f'<p>x</p><embed embedtype="media" url="{video}"/>')]
    story.save_revision().publish()
    assert reader.get(story.url).status_code == 200
    assert editor.get(f"/desk/pages/{story.pk}/edit/").status_code == 200


def test_pictures_of_earlier_versions_are_kept_with_what_shows_them_and_their_renditions_made_anew(db, story):
    old = OldPicture.objects.create(title="A house", file=ContentFile(telling_picture("JPEG"), "a.jpg"), pk=77)
    made = ContentFile(telling_picture("JPEG"), "made.jpg")
    rendition = OldRendition.objects.create(image=old, filter_spec="fill-32x32", file=made, width=32, height=32)
    file = Path(rendition.file.path)
    of_pages = {"base_content_type": ContentType.objects.get_for_model(Page), "object_id": str(story.pk)}
    at = {"model_path": "body", "content_path": "body", "content_path_hash": uuid.uuid4(), "to_object_id": "77"}
    ReferenceIndex.objects.create(
        **of_pages, **at, content_type=ContentType.objects.get_for_model(StoryPage),
        to_content_type=ContentType.objects.get_for_model(OldPicture),
    )  # fmt: skip
    migration = importlib.import_module("dalil.bulletin.pictures.migrations.0002_pictures_of_wagtail")
    migration.move_pictures(apps, None)
    kept = Picture.objects.get(pk=77)
    assert kept.title == "A house" and Path(kept.file.path).exists() and not OldPicture.objects.exists()
    assert not file.exists() and is_shown_to_the_public(kept)
    assert CANARY not in Path(kept.get_rendition("fill-32x32").file.path).read_bytes()
