"""A word is found however it was typed."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dalil.letters import bare_word, fold, is_arabic, western_digits

ANYTHING = st.text(alphabet=st.characters(), max_size=60)


def bare_words(text: str) -> tuple[str, ...]:
    return tuple(map(bare_word, fold(text).split()))


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("إدلب", "ادلب"),
        ("اللاذقيّة", "اللاذقيه"),
        ("مصطفى", "مصطفي"),
        ("مُحَمَّدٌ", "محمد"),
        ("مـحـمـد", "محمد"),
        ("ﻣﺤﻤﺪ", "محمد"),
        ("علی", "علي"),
        ("کریم", "كريم"),
        ("الشهداء", "الشهدا"),
        ("Idlib’s", "idlibs"),
        ("ʿAbd al-Raḥmān", "abd al rahman"),
        ("Şırnak", "sirnak"),
        ("STRASSE", "straße"),
        ("١٬٣٠٠", "1300"),
        ("۱۲", "12"),
        ("\u200fحلب\u200e", "حلب"),
        ("دير  الزور\n", "دير الزور"),
    ],
)
def test_two_ways_to_type_one_word_have_one_key(typed: str, meant: str) -> None:
    assert fold(typed) == fold(meant)


def test_different_words_keep_different_keys() -> None:
    assert len({fold(word) for word in ("حلب", "حلم", "كلب", "حمص", "حماة", "حما")}) == 6


def test_words_of_a_headline_lose_article_and_prepositions() -> None:
    assert bare_words("مقتل عشرات المدنيين بالقصف والحصار للنازحين") == (
        "مقتل",
        "عشرات",
        "مدنيين",
        "قصف",
        "حصار",
        "نازحين",
    )


def test_a_name_that_only_looks_like_an_article_is_left_alone() -> None:
    assert bare_words("والدته وليد باسل كمال الله") == ("والدته", "وليد", "باسل", "كمال", "الله")


def test_native_digits_and_separators_become_western_and_nothing_else_changes() -> None:
    assert western_digits("٨٢ قتيلاً، ١٬٣٠٠ جريح، ٣٫٥٪ — Ünï 4") == "82 قتيلاً، 1,300 جريح، 3.5% — Ünï 4"


@given(ANYTHING)
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    assert bare_words(" ".join(bare_words(text))) == bare_words(text)
    assert western_digits(western_digits(text)) == western_digits(text)


@given(ANYTHING)
def test_a_key_holds_single_spaced_words(text: str) -> None:
    assert fold(text) == " ".join(fold(text).split())
    assert fold(text.upper()) == fold(fold(text.upper()))


@given(st.text(alphabet="البوكفم", max_size=12))
def test_a_bare_word_is_a_tail_of_the_word(word: str) -> None:
    assert word.endswith(bare_word(word))


@pytest.mark.parametrize("unit", ["a", "م", "\u0301\u0327", "\ud800", "\x00", "ال", "1,", "'", "ﷺ", " "])
def test_a_megabyte_of_anything_folds_in_linear_time(unit: str) -> None:
    text = unit * (1_000_000 // len(unit))
    start = time.process_time()
    bare_words(text)
    western_digits(text)
    is_arabic(text)
    assert time.process_time() - start < 8
