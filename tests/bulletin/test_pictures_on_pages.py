"""Pictures in stories: what an editor must say of them first, how readers get them, and what takes them away again."""

import io
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.urls import reverse
from PIL import Image as Pixels

from dalil.archive.models import Document
from dalil.archive.protection import Level
from dalil.bulletin.models import FrontPage, StoryPage
from dalil.bulletin.pictures.models import Picture
from dalil.bulletin.pictures.shown import SMALLER
from dalil.record import actions

SAID = {"alt_en": "Two tents in water", "alt_ar": "خيمتان في الماء", "credit": "Drawn by the desk", "people": "nobody"}


def pixels(colour="#9a3324"):
    file = io.BytesIO()
    Pixels.new("RGB", (1800, 1200), colour).save(file, "JPEG")
    return file.getvalue()


@pytest.fixture
def picture(db):
    return Picture.objects.create(title="Tents", file=ContentFile(pixels(), "tents.jpg"), **SAID)


@pytest.fixture
def fronts(db):
    return {code: FrontPage.objects.get(locale__language_code=code) for code in ("en", "ar")}


def publish(front, **facts):
    page = front.add_child(
        instance=StoryPage(
            **{"title": "Water in the camps", "slug": "water", "dated": "2019-05", **facts, "live": False}
        )
    )
    page.save_revision().publish()
    page.refresh_from_db()
    return page


def with_block(kind, **value):
    block = StoryPage._meta.get_field("body").stream_block.child_blocks[kind]
    return [("text", "<p>First.</p>"), (kind, block.to_python(value)), ("text", "<p>Then.</p>")]


@pytest.mark.parametrize(
    ("missing", "said"),
    [
        ({"alt_en": ""}, "does not say what it shows (English)"),
        ({"alt_ar": " "}, "does not say what it shows (Arabic)"),
        ({"credit": ""}, "does not say who made it"),
        ({"people": ""}, "nobody has said whether people can be recognised"),
        ({"people": "not-agreed"}, "may not be public"),
        ({"document": "0" * 20}, "may not be public"),
    ],
)
def test_a_story_waits_for_what_must_be_said_of_its_picture(fronts, picture, missing, said):
    Picture.objects.filter(pk=picture.pk).update(**missing)
    with pytest.raises(ValidationError, match=said.replace("(", r"\(").replace(")", r"\)")):
        publish(fronts["en"], body=with_block("picture", picture=picture.pk, caption=""))


def test_readers_get_a_picture_in_several_sizes_with_what_it_shows_in_their_language(fronts, picture, reader):
    for code, alt in (("en", SAID["alt_en"]), ("ar", SAID["alt_ar"])):
        page = publish(
            fronts[code], body=with_block("picture", picture=picture.pk, caption="After the rain"), picture=picture
        )
        html = reader.get(page.url).content.decode()
        assert html.count(f'alt="{alt}"') == 2 and "Drawn by the desk" in html and "After the rain" in html
        assert html.count('loading="lazy"') == 1 and 'fetchpriority="high"' in html
        assert html.index("First.") < html.index("After the rain") < html.index("Then.")
        offered = re.findall(r'<(?:source type="image/avif"|img)[^>]* srcset="([^"]*)"', html)
        types = (["image/avif"] if SMALLER else []) + ["image/webp"]
        for srcset, kind in zip(offered, types, strict=False):
            sizes = srcset.split(", ")
            assert [each.split()[1] for each in sizes] == ["480w", "960w", "1600w"]
            for each in sizes:
                answer = reader.get(each.split()[0])
                assert answer.status_code == 200 and answer["Content-Type"] == kind


def test_a_gallery_cuts_its_pictures_around_what_matters_in_them(fronts, picture, reader):
    picture.focal_point_x, picture.focal_point_y, picture.focal_point_width, picture.focal_point_height = (
        100,
        100,
        20,
        20,
    )
    picture.save()
    shown = [{"picture": picture.pk, "caption": "One"}, {"picture": picture.pk, "caption": "Two"}]
    page = publish(fronts["en"], body=with_block("gallery", heading="In the north", pictures=shown))
    html = reader.get(page.url).content.decode()
    assert "In the north" in html and html.count('width="720" height="480"') == 2
    assert all(each.focal_point_key for each in picture.renditions.filter(filter_spec__startswith="fill-"))


def test_a_picture_whose_people_take_their_word_back_is_gone_at_once(fronts, picture, reader):
    page = publish(
        fronts["en"], body=with_block("picture_quote", picture=picture.pk, words="We left at night.", who="A teacher")
    )
    before = reader.get(page.url).content.decode()
    address = before.partition('srcset="')[2].split()[0]
    assert "We left at night." in before and reader.get(address).status_code == 200
    picture.people = "not-agreed"
    picture.save()
    after = reader.get(page.url).content.decode()
    assert "A picture that stood here is not shown any more." in after and SAID["alt_en"] not in after
    assert reader.get(address).status_code == 404


@pytest.fixture
def kept(alice):
    """A document of the record, public or not."""
    return lambda data, level=Level.PUBLIC, **facts: actions.receive_document(
        io.BytesIO(data), actor=alice, level=level, **{"title": "Camp video", "media_type": "video/mp4", **facts}
    )


def test_a_video_is_a_still_that_leads_to_the_file_the_record_keeps(fronts, picture, kept, reader):
    video = kept(b"frames")
    page = publish(
        fronts["en"], body=with_block("video", still=picture.pk, document=video.address, caption="18 seconds")
    )
    html = reader.get(page.url).content.decode()
    assert reverse("document", args=[video.address]) in html and "video/mp4" in html and "<video" not in html
    Document.objects.filter(pk=video.pk).update(level=Level.INTERNAL)
    page.save_revision().publish()
    after = reader.get(page.url).content.decode()
    assert video.address not in after and "not public any more" in after


def test_an_excerpt_holds_only_words_that_stand_in_its_document(kept):
    note = kept(b"Tents stood in water\nfor three days.", media_type="text/plain", title="Bulletin")
    block = StoryPage._meta.get_field("body").stream_block.child_blocks["excerpt"]
    right = block.to_python({"document": note.address, "words": "stood in water for three days", "locator": "line 1"})
    assert block.clean(right)["words"] == "stood in water for three days"
    wrong = block.to_python({"document": note.address, "words": "stood in water for two days", "locator": ""})
    with pytest.raises(ValidationError):
        block.clean(wrong)


def test_edith_makes_a_picture_from_a_document_and_its_custody_shows(client, edith, kept, fronts, reader):
    edith.is_superuser = True
    edith.save()
    client.force_login(edith)
    document = kept(pixels("#336699"), level=Level.INTERNAL, media_type="image/jpeg", title="Flooded road")
    assert "Make a picture" in client.get(reverse("desk:document", args=[document.address])).content.decode()
    client.post(reverse("desk:make_picture", args=[document.address]))
    made = Picture.objects.get()
    assert made.document == document.address  # its file tells nothing, so it needs no cleaned copy
    Picture.objects.update(**SAID)
    with pytest.raises(ValidationError, match="may not be public"):
        publish(fronts["en"], picture=made)
    Document.objects.filter(pk=document.pk).update(level=Level.PUBLIC)
    page = publish(fronts["en"], picture=made, slug="road")
    assert reverse("document", args=[document.address]) in reader.get(page.url).content.decode()
    text = kept(b"words", media_type="text/plain", title="Words")
    client.post(reverse("desk:make_picture", args=[text.address]))
    assert Picture.objects.count() == 1


@pytest.mark.usefixtures("edith")
def test_a_protected_name_beside_a_picture_keeps_the_page_back(fronts, picture, monkeypatch):
    asked = []
    monkeypatch.setattr("dalil.bulletin.pages.hindrances.examine_words", lambda text, asker: asked.append(text) or [])
    publish(fronts["en"], picture=picture)
    assert SAID["alt_ar"] in asked[-1] and SAID["credit"] in asked[-1]


@pytest.mark.parametrize("code", ["en", "ar"])
def test_the_front_page_weighs_little_with_its_pictures(loaded, reader, code):
    page = reader.get(f"/{code}/").content.decode()
    pictures = set(
        re.findall(r'<img\b[^>]*?\bsrc="(/media/[^"]+)"', page)
    )  # the largest of each, as a wide screen loads it
    styles = re.findall(r'<link rel="stylesheet" href="/static/([^"?]+)', page)
    assert pictures and styles
    weights = {address: len(_body(reader.get(address))) for address in pictures}
    style = sum(len(Path(finders.find(each)).read_bytes()) for each in styles)
    assert len(page.encode()) + style + sum(weights.values()) < 250_000, weights


def _body(answer):
    assert answer.status_code == 200
    return b"".join(answer.streaming_content) if answer.streaming else answer.content
