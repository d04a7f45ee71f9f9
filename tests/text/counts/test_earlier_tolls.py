"""What a toll was before, what another time had, what holds only if something is true, and who came through: none of these is a count."""

from __future__ import annotations

import pytest

from dalil.text.counts import find_unread, read_counts


def told(text: str) -> list[tuple[str, str]]:
    return [(one.quantity, one.count.notation()) for one in read_counts(text)]


@pytest.mark.parametrize(
    "text",
    [
        "ارتفعت الحصيلة إلى 19 قتيلاً بعد أن كانت 12",
        "ارتفع عدد ضحايا الغارة إلى ١٩ شهيداً بعد أن كانت الحصيلة الأولية ١٢",
        "مقتل 19 شخصاً بعدما كان العدد 12 ظهراً",
        "مقتل 19 شخصاً، وكانت الحصيلة الأولية تشير إلى 12 قتيلاً",
        "قتل 19 شخصاً مقابل 29 في الأسبوع الذي سبقه",
        "قتل 19 شخصاً مقابل 29 في الشهر السابق",
        "19 people were killed, up from an initial toll of 12",
        "The death toll stands at 19, from an initial 12",
        "19 killed, after authorities first reported 12",
        "19 people were killed, against 29 the week before",
        "19 people were killed, against 29 a year earlier",
        "Killed: 19 (initially put at 12)",
    ],
)
def test_only_the_toll_that_holds_is_read(text: str) -> None:
    assert told(text) == [("killed", "19")]


def test_a_toll_that_is_told_alone_in_the_past_holds() -> None:
    assert told("كانت الحصيلة 12 قتيلاً") == told("The toll was 12 dead") == [("killed", "12")]
    assert told("حصيلة أولية: 12 قتيلاً") == told("An initial toll: 12 killed")[:1] == [("killed", "12")]


@pytest.mark.parametrize(
    "text",
    [
        "إن صحت الأنباء عن مقتل 8 مدنيين فستكون المجزرة الثانية",
        "إن تأكد مقتل 8 مدنيين سترتفع الحصيلة",
        "في حال صحة الأنباء فإن 8 قتلوا",
        "If confirmed, the deaths of 8 people would be a war crime",
        "If true, the 8 killings would be the worst of the war",
        "Should the deaths of 8 people be confirmed, the toll would be 20",
    ],
)
def test_what_holds_only_if_it_is_confirmed_is_shown_and_not_read(text: str) -> None:
    assert told(text) == []
    assert [one.reason for one in find_unread(text)] == ["outcome"]


def test_what_an_arabic_that_leads_to_is_asserted() -> None:
    assert told("قال إن 8 مدنيين قتلوا") == [("killed", "8")]


@pytest.mark.parametrize(
    "text",
    [
        "غرق القارب ولم ينج سوى ستة",
        "لم ينجُ من العائلة إلا طفلان بعد مقتل الباقين",
        "The boat sank and no one survived except six men",
        "The boat sank and nobody but six survived",
    ],
)
def test_who_came_through_is_not_counted_among_the_dead(text: str) -> None:
    assert not [one for one in told(text) if one[1] != "0"]


def test_a_but_that_denies_nothing_leads_to_a_count() -> None:
    assert ("killed", "20+") in told("The navy rescued 86 people but at least 20 are feared drowned")


@pytest.mark.parametrize(
    ("text", "quantity"),
    [
        ("لم نسجل أي حالة وفاة خلال الأسبوع الماضي", "killed"),
        ("دون تسجيل أي حالة وفاة", "killed"),
        ("لا حالات وفاة في المشفى", "killed"),
        ("لم تسجل حالات اعتقال", "detained"),
        ("Not a single death was recorded", "killed"),
        ("Not a single civilian was killed", "killed"),
    ],
)
def test_no_case_of_something_is_a_zero(text: str, quantity: str) -> None:
    assert told(text) == [(quantity, "0")]


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("The monthly toll fell to 97 in April from 131 in March", [("killed", "97")]),
        ("The death toll dropped to 97", [("killed", "97")]),
        ("تراجعت حصيلة القتلى إلى 97", [("killed", "97")]),
        ("بلغت حصيلة الأسبوع 17 قتيلاً", [("killed", "17")]),
    ],
)
def test_a_toll_that_fell_is_what_it_fell_to(text: str, read: list[tuple[str, str]]) -> None:
    assert told(text) == read
