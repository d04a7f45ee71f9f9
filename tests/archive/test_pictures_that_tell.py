"""What pictures tell beside their pixels is found by the structure of their files, and a cleaned copy tells nothing."""

import io

import pytest
from PIL import Image
from telling_files import CANARY, TEXT, photograph, telling_picture

from dalil.archive.file_metadata.particulars import CannotClean, Tells
from dalil.archive.file_metadata.pictures import Undecodable, clean, open_bounded, read_particulars

FORMATS = ("JPEG", "PNG", "GIF", "WEBP", "AVIF", "HEIF")


def told(data):
    return {each.tells for each in read_particulars(data)}


def test_a_telephones_picture_tells_place_device_owner_and_a_small_picture_of_the_whole():
    found = list(read_particulars(telling_picture("JPEG")))
    assert {Tells.PLACE, Tells.DEVICE, Tells.PERSON, Tells.PREVIEW, Tells.WORDS, Tells.ATTACHED} <= {
        each.tells for each in found
    }
    assert next(each.value for each in found if each.tells is Tells.PLACE) == "33.51369, 36.27650"
    assert any(TEXT in each.value for each in found if each.where == "IPTC")
    assert any(each.where == "APP10" for each in found)


@pytest.mark.parametrize("format", FORMATS)
def test_each_format_tells_and_its_cleaned_copy_does_not(format):
    data = telling_picture(format)
    assert told(data)
    cleaned = clean(data)
    assert CANARY not in cleaned
    assert told(cleaned) == set()
    assert Image.open(io.BytesIO(cleaned)).size == (64, 40)


@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP"])
def test_a_picture_that_was_taken_sideways_is_turned_before_what_says_so_is_taken_out(format):
    pixels = open_bounded(io.BytesIO(clean(telling_picture(format, orientation=6)))).convert("RGB")
    assert pixels.size == (64, 40)
    assert pixels.getpixel((5, 20))[0] > 200 and pixels.getpixel((60, 20))[2] > 200


def test_a_jpeg_that_need_not_be_turned_keeps_its_pixels_to_the_last_bit():
    file = io.BytesIO()
    photograph().save(file, "JPEG", comment=CANARY, quality=70)
    before, after = (Image.open(io.BytesIO(data)).tobytes() for data in (file.getvalue(), clean(file.getvalue())))
    assert before == after


@pytest.mark.parametrize("format", ["JPEG", "PNG", "GIF", "WEBP", "AVIF"])
def test_a_plain_picture_tells_nothing(format):
    file = io.BytesIO()
    photograph().save(file, format)
    if format == "AVIF":
        assert told(file.getvalue()) == {Tells.UNREAD}
    else:
        assert told(file.getvalue()) == set()


@pytest.mark.parametrize("format", FORMATS)
def test_a_picture_cut_short_is_refused_in_words_and_is_not_taken_for_clean(format):
    data = telling_picture(format)
    for cut in range(4, len(data), max(1, len(data) // 60)):
        list(read_particulars(data[:cut]))
        try:
            assert CANARY not in clean(data[:cut])
        except CannotClean as error:
            assert error.left


def test_a_picture_that_unpacks_to_far_more_pixels_than_any_is_not_decoded():
    bomb = io.BytesIO()
    Image.new("1", (12_000, 5_000)).save(bomb, "PNG")
    with pytest.raises(Undecodable, match="pixels"):
        open_bounded(io.BytesIO(bomb.getvalue()))
    with pytest.raises(CannotClean):
        clean(bomb.getvalue())


def test_several_pictures_in_one_file_are_not_cleaned_by_losing_all_but_one():
    file = io.BytesIO()
    photograph().save(file, "GIF", save_all=True, append_images=[Image.new("RGB", (64, 40))])
    with pytest.raises(CannotClean):
        clean(file.getvalue())
