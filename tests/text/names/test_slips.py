"""A slip of the pen hides nobody, and makes nobody of two people."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dalil.text.names import THRESHOLD, NameIndex, keys_of_names, read_name, similarity
from dalil.text.spelling import how_known, slip_letters_of, slip_quality


@pytest.mark.parametrize(
    ("one", "slipped"),
    [
        ("Khaled Mansour Darwish", "Khaled Mansuor Darwish"),  # transposed
        ("Samir Haddad Darwish", "Sarnir Haddad Darwish"),  # read by a scanner
        ("Samir Haddad", "5amir Haddad"),
        ("Samir Haddad", "S. Haddad"),
        ("رامي خالد الحداد", "رامي خالد الجداد"),  # a dot
        ("ياسمين خالد الحداد", "ياسمبن خالد الحداد"),
        ("سمير خالد الحداد", "سميرر خالد الحداد"),
        ("عبد الرحمن الحداد", "عبدالرحمن الحدداد"),
    ],
)
def test_one_slip_leaves_a_name_above_the_threshold(one, slipped):
    assert similarity(one, slipped) >= THRESHOLD


@pytest.mark.parametrize(
    ("one", "other", "most"),
    [
        ("حسن الحداد", "حسين الحداد", 0.174),
        ("سمير خالد الأحمد", "سامر خالد الأحمد", 0.250),
        ("محمد الخطيب", "محمود الخطيب", 0.278),
        ("Hasan Haddad", "Hussein Haddad", 0.245),
        ("Samir Haddad", "Samer Haddad", 0.936),
        ("Amal Nasser", "Amar Nasser", 0.081),
        ("Rami Darwish", "Rania Darwish", 0.061),
    ],
)
def test_two_names_that_people_bear_are_no_slips_of_each_other(one, other, most):
    """most: what the two scored before slips were looked at."""
    assert similarity(one, other) <= most


def test_an_index_finds_who_is_meant_behind_a_slip_and_scores_as_the_pair_does():
    index = NameIndex.build(
        enumerate(["سمير خالد الحداد", "سامر خالد النجار", "Khaled Mansour Darwish", "Rami Haddad"])
    )
    for asked, meant in (
        ("سميز خالد الحداد", 0),
        ("Khaled Mansuor Darwlsh", 2),
        ("Khaled Mansour Darw", 2),
        ("R. Haddad", 3),
    ):
        hit = index.search(asked, 1)[0]
        assert hit.key == meant
        assert hit.score == pytest.approx(similarity(asked, hit.name), abs=0.02)


def test_two_known_names_a_letter_apart_agree_less_than_a_name_and_a_word_that_nobody_bears():
    def quality(a, b):
        return slip_quality(slip_letters_of(a), slip_letters_of(b), 1, how_known(a, True) * how_known(b, True))

    assert quality("محمود", "محمدد") > 2 * quality("محمود", "محمد")


WORDS = st.text(alphabet="ابتثجحخدذرزسشصضطظعغفقكلمنهوي", min_size=1, max_size=12)


@given(WORDS, WORDS)
def test_a_slip_is_the_same_seen_from_either_word(a, b):
    one, other = slip_letters_of(a), slip_letters_of(b)
    there, back = slip_quality(one, other, 1, 0.0), slip_quality(other, one, 1, 0.0)
    assert there == pytest.approx(back) and 0 <= there <= 1


@given(st.text(max_size=40))
def test_any_text_has_keys_and_a_name_without_letters_has_none(text):
    assert keys_of_names([text, text]) == keys_of_names([text])
    assert keys_of_names(["…", "3"]) == []


@pytest.mark.parametrize(
    ("scanned", "meant"), [("Migue1 Rodriguez", "miguel"), ("Gin0 Padros", "gino"), ("5amir Qasim", "samir")]
)
def test_a_digit_at_either_end_of_a_word_is_read_as_a_letter(scanned: str, meant: str) -> None:
    assert read_name(scanned).units[0].letters == meant


def test_a_number_behind_a_name_is_none_of_its_letters() -> None:
    assert [unit.letters for unit in read_name("Samir Qasim 2").units] == ["samir", "qasim"]
