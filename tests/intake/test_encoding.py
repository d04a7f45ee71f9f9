"""In which encoding a file is written is found out, and what cannot be known is said."""

import pytest

from dalil.intake.files.encoding import encoding_of
from dalil.lookup.sources import SourceLookup, code_for

ARABIC = "التاريخ,المكان,القتلى\n" + "قصف على بلدة حارم في ريف إدلب,مقتل مدنيين\n" * 20
UKRAINIAN = "день,місце,загиблі\n" + "обстріл села під Харковом,загинули люди\n" * 20


@pytest.mark.parametrize(
    ("data", "codec"),
    [
        (ARABIC.encode(), "utf-8"),
        (b"\xef\xbb\xbf" + ARABIC.encode(), "utf-8-sig"),
        (ARABIC.encode("utf-16"), "utf-16"),
        (ARABIC.encode("cp1256"), "cp1256"),
        (UKRAINIAN.encode("cp1251"), "cp1251"),
        (UKRAINIAN.upper().encode("cp1251"), "cp1251"),
        ("café, naïve, “quoted” – said".encode("cp1252"), "cp1252"),
        (b"a \x95\x81 b", "latin-1"),
    ],
)
def test_the_encoding_is_found(tmp_path, data, codec):
    (tmp_path / "file").write_bytes(data)
    assert encoding_of(tmp_path / "file").codec == codec


def test_a_few_broken_letters_do_not_make_utf_8_something_else(tmp_path):
    (tmp_path / "file").write_bytes(ARABIC.encode() + b"\xd9,end\n")
    how = encoding_of(tmp_path / "file")
    assert how.codec == "utf-8" and how.errors == "replace" and "line 22" in how.note


def test_one_source_under_many_spellings_is_one_origin():
    lookup = SourceLookup({})
    assert {
        lookup.find(name).code for name in ("SOHR", "sohr", "Syrian Observatory", "المرصد السوري لحقوق الإنسان")
    } == {"sohr"}


def test_separators_inside_brackets_do_not_divide():
    assert [source.code for source in SourceLookup({}).find_all("SOHR (guards, and others), VDC")] == ["sohr", "vdc"]


def test_a_source_the_record_knows_keeps_its_code():
    assert SourceLookup({"north monitor": ("nm",)}).find("North  Monitor").code == "nm"


def test_a_long_name_gets_a_code_of_its_own():
    one, other = "the head of the office for " + "a" * 80, "the head of the office for " + "a" * 81
    assert code_for(one) != code_for(other) and len(code_for(one)) <= 60


def test_bytes_that_fit_no_code_page_are_named(tmp_path):
    (tmp_path / "file").write_bytes(b"a\nb \x95\x81 c\n")
    note = encoding_of(tmp_path / "file").note
    assert "0x95 (• in windows-1252)" in note and "0x81 (nothing in windows-1252 either)" in note and "line 2" in note
