"""What PDF and office files tell beside what they show is found, and a cleaned copy tells nothing, or there is none."""

import io
import zipfile

import pikepdf
import pytest
from telling_files import CANARY, TEXT, telling_office, telling_pdf, telling_picture

from dalil.archive.file_metadata import make_cleaned, what_it_tells
from dalil.archive.file_metadata.particulars import LONGEST, CannotClean, Tells


def told(data, media_type=""):
    return {each.tells for each in what_it_tells(data, media_type)}


def holds_canary(data):
    """Whether the canary stands in a file, in any of its packed parts too."""
    if data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return any(CANARY in name.encode() + archive.read(name) for name in archive.namelist())
    if data.startswith(b"%PDF"):
        with pikepdf.open(io.BytesIO(data)) as pdf:
            streams = [each for each in pdf.objects if isinstance(each, pikepdf.Stream)]
            return CANARY in data or any(CANARY in each.read_raw_bytes() for each in streams)
    return CANARY in data


def test_a_pdf_tells_its_author_its_notes_its_attached_files_its_scripts_and_what_it_was():
    found = what_it_tells(telling_pdf())
    assert {each.tells for each in found} >= {
        *(Tells.PERSON, Tells.SOFTWARE, Tells.WORDS, Tells.ATTACHED, Tells.PROGRAM, Tells.REVISION),
        *(Tells.PLACE, Tells.DEVICE, Tells.OTHER),
    }
    assert any(each.where == "Info Author" and each.value == TEXT for each in found)


def test_a_cleaned_pdf_shows_its_page_and_tells_nothing():
    data = telling_pdf()
    assert holds_canary(data)
    cleaned, ending = make_cleaned(data)
    assert ending == ".pdf" and told(cleaned) == set() and not holds_canary(cleaned)
    with pikepdf.open(io.BytesIO(cleaned)) as pdf:
        (page,) = pdf.pages
        assert b"/P Do" in page.Contents.read_bytes()
        assert page.Resources.XObject.P.read_raw_bytes().startswith(b"\xff\xd8")
    assert make_cleaned(data)[0] == cleaned  # so that the same copy is one document


@pytest.mark.parametrize("kind", ["docx", "xlsx", "odt"])
def test_an_office_file_is_cleaned_of_what_describes_it(kind):
    data = telling_office(kind)
    assert holds_canary(data) and {Tells.PERSON, Tells.MOMENT} & told(data)
    cleaned, ending = make_cleaned(data)
    assert ending == f".{kind}" and told(cleaned) == set() and not holds_canary(cleaned)
    with zipfile.ZipFile(io.BytesIO(cleaned)) as archive:
        whole = b"".join(archive.read(name) for name in archive.namelist())
    assert b"killed" in whole and b"humbnail" not in whole


@pytest.mark.parametrize(("kind", "left"), [("docx", Tells.REVISION), ("xlsx", Tells.HIDDEN), ("odt", Tells.WORDS)])
def test_where_a_person_must_decide_what_a_file_says_there_is_no_cleaned_copy(kind, left):
    data = telling_office(kind, decided=False)
    assert left in told(data)
    with pytest.raises(CannotClean) as error:
        make_cleaned(data)
    assert left in {each.tells for each in error.value.left}


def test_what_is_not_looked_into_is_not_called_clean():
    film = b"\x00\x00\x00\x18ftypmp42" + bytes(40)
    assert told(film, "video/mp4") == {Tells.UNREAD}
    assert told(b"a,b\n", "text/csv; charset=utf-8") == set()
    assert told(b"<html>", "text/html") == {Tells.UNREAD}
    locked = io.BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(locked, encryption=pikepdf.Encryption(owner="o", user="u"))
    assert told(locked.getvalue()) == {Tells.UNREAD}
    for data in (film, locked.getvalue()):
        with pytest.raises(CannotClean):
            make_cleaned(data)


def test_files_cut_short_or_turned_around_end_in_words():
    for data in (telling_pdf(), telling_office("docx"), telling_office("xlsx"), telling_office("odt")):
        for cut in range(8, len(data), len(data) // 12):
            for broken in (data[:cut], data[:cut] + data[cut:][::-1]):
                found = what_it_tells(broken)
                assert all(len(each.value) <= LONGEST for each in found)
                try:
                    cleaned, _ = make_cleaned(broken)
                except CannotClean as error:
                    assert error.left
                else:
                    assert told(cleaned) == set()


def test_an_archive_that_unpacks_without_end_is_not_unpacked():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", bytes(70_000_000))
    assert told(file.getvalue()) == {Tells.UNREAD}
    with pytest.raises(CannotClean):
        make_cleaned(file.getvalue())


def test_a_heic_of_a_telephone_becomes_a_jpeg_without_its_particulars():
    cleaned, ending = make_cleaned(telling_picture("HEIF"))
    assert ending == ".jpg" and told(cleaned) == set() and not holds_canary(cleaned)
