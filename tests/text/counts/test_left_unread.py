"""What a text tells of people and no count gives is shown, so that nobody is missed in silence."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dalil.text.counts import find_unread, read_counts


def unread_in(text: str) -> list[tuple[str, str]]:
    return [(one.reason, text[one.start : one.end]) for one in find_unread(text)]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("The factory employed 120 people before the war", [("number", "120 people")]),
        ("كان يعمل في المصنع 120 عاملاً قبل الحرب", [("number", "120 عاملاً")]),
        ("640 families are still sheltering in schools", [("number", "640 families")]),
        ("نزحت 40 عائلة ولا تزال 12 عائلة تقيم في المدارس", [("number", "12 عائلة")]),
    ],
)
def test_a_number_of_people_of_whom_nothing_is_read_is_shown(text: str, shown: list[tuple[str, str]]) -> None:
    assert unread_in(text) == shown


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("Samer Nasrallah, 41, was killed by a landmine", "killed"),
        ("5 people were injured and the mayor was abducted", "abducted"),
        ("أصيب خمسة أشخاص وخُطف سامر نصر الله", "خُطف"),
        ("Surgeons amputated her leg that night", "amputated"),
        ("بُترت ساقه تلك الليلة", "بُترت"),
    ],
)
def test_what_happened_to_somebody_whom_no_count_counts_is_shown(text: str, word: str) -> None:
    assert word in " ".join(words for _, words in unread_in(text))


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("The attack killed Abu Salim and two of his bodyguards", "Abu Salim"),
        ("Our neighbour Mahmoud and two of his sons were killed", "Our neighbour Mahmoud"),
        ("قتل محافظ المدينة واثنان من مرافقيه", "محافظ المدينة"),
    ],
)
def test_somebody_who_shares_what_happened_to_a_number_is_shown(text: str, who: str) -> None:
    assert ("person", who) in unread_in(text) or read_counts(text)[0].count.low == 1


@pytest.mark.parametrize(
    "text",
    [
        "Some 300 people from the villages around the dam were displaced",
        "Nineteen prisoners from the north and the coast were executed",
        "خمسة من أبناء قرية الجبل من عائلات معروفة في المنطقة قتلوا",
    ],
)
def test_a_count_far_from_what_happened_is_shown_as_not_certain(text: str) -> None:
    (counted,) = read_counts(text)
    assert [(one.reason, one.start) for one in find_unread(text) if one.reason == "count"] == [("count", counted.start)]


@pytest.mark.parametrize(
    "text",
    [
        "5 killed",
        "At least 39 civilians, including 7 children, were killed and 20 wounded",
        "Three airstrikes hit the town",
        "The council met on Thursday to speak of 14 new wells",
        "مقتل 39 مدنياً بينهم 7 أطفال وإصابة 20",
        "ثلاث غارات على أطراف البلدة",
        "",
    ],
)
def test_where_all_is_read_nothing_is_shown(text: str) -> None:
    assert unread_in(text) == []


@given(st.text(alphabet="0123456789 killedwounمقتلجرحى،.و", max_size=60))
def test_any_text_goes_in_and_what_comes_out_stands_in_it(text: str) -> None:
    for one in find_unread(text):
        assert 0 <= one.start < one.end <= len(text)
