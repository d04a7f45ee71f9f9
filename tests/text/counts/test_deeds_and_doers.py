"""To whom it happened: those a deed is told of and not what befell them before, those whom two gunmen shot and not the gunmen, and their kin."""

from __future__ import annotations

import pytest

from dalil.text.counts import read_counts


def told(text: str) -> list[tuple[str, str]]:
    return [(one.quantity, one.count.notation()) for one in read_counts(text)]


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("A ransom was paid for the release of four engineers seized in January", [("released", "4")]),
        ("The Red Cross secured the release of nine nurses abducted in April", [("released", "9")]),
        ("The killing of two men wounded on Monday was filmed", [("killed", "2")]),
        ("الإفراج عن أربعة مهندسين اختطفوا في كانون الثاني", [("released", "4")]),
        ("وفاة ثلاثة أشخاص أصيبوا بالقصف", [("killed", "3")]),
        ("Talks on the release of 12 hostages continue", []),
        ("They called for the release of 12 hostages", []),
        ("The deaths of two people were confirmed", [("killed", "2")]),
    ],
)
def test_the_deed_that_leads_to_them_is_told_of_them(text: str, read: list[tuple[str, str]]) -> None:
    assert told(text) == read


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("اغتال مسلحان على دراجة نارية عضو مجلس محلي ومرافقه", [("killed", "1"), ("killed", "1")]),
        ("قتل مسلحان شرطياً قرب السوق", [("killed", "1")]),
        ("خطف ملثمان مدير المدرسة", [("abducted", "1")]),
        ("أصاب مسلحان حارساً", [("injured", "1")]),
        ("قتل مسلحان باشتباكات مع الجيش", [("killed", "2")]),
        ("Two gunmen on a motorcycle killed a guard and his son", [("killed", "1"), ("killed", "1")]),
    ],
)
def test_two_who_did_it_are_not_those_it_was_done_to(text: str, read: list[tuple[str, str]]) -> None:
    assert told(text) == read


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("استشهد منا ثلاثة واثنان معتقلان", [("killed", "3"), ("detained", "2")]),
        ("قتل خمسة وثلاثة مفقودون", [("killed", "5"), ("missing", "3")]),
        ("Three of us were killed and two are detained", [("killed", "3"), ("detained", "2")]),
        ("الإفراج عن خمسة وثلاثين معتقلاً", [("released", "35")]),
    ],
)
def test_what_a_noun_says_of_the_next_number_is_told_of_it_alone(text: str, read: list[tuple[str, str]]) -> None:
    assert told(text) == read


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("استشهد أبو عمر وطفلاه", [("killed", "2")]),
        ("استشهاد عبد الرحيم الديري (41 عاماً) وابنته بقصف منزلهم", [("killed", "1")]),
        ("The strike killed Samer Deiri (41) and his daughter", [("killed", "1")]),
        ("قتل في حلب وأخوه", []),
        ("راح ابني بالقصف", [("killed", "1")]),
        ("راح ابني إلى المدرسة", []),
    ],
)
def test_kin_share_what_happened_to_one_who_is_named(text: str, read: list[tuple[str, str]]) -> None:
    assert told(text) == read


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("One volunteer lost his life and three were hurt", [("killed", "1"), ("injured", "3")]),
        ("A woman and two of her children suffered burns", [("injured", "1"), ("injured", "2")]),
        ("One man on a ventilator could not be saved", [("killed", "1")]),
        ("لم نتمكن من إنقاذ اثنين من الجرحى", [("killed", "2")]),
        ("لم يتمكن الأطباء من إنقاذ طفل", [("killed", "1")]),
        ("تمكن الأطباء من إنقاذ طفل", []),
        ("They came at night and took my two eldest sons", [("detained", "2")]),
        ("I have not seen my two brothers since 2012", [("disappeared", "2")]),
        ("أصيب طبيب وممرضان", [("injured", "1"), ("injured", "2")]),
        ("The quake injured 23 people, flattening around 60 houses", [("injured", "23"), ("homes_destroyed", "~60")]),
        ("12 houses collapsed in the storm", [("homes_destroyed", "12")]),
        ("انهارت 75 خيمة جراء العاصفة", [("homes_destroyed", "75")]),
        ("The roof collapsed and 5 people died", [("killed", "5")]),
        ("شهد أمام المحكمة أن الحراس أعدموا 11 معتقلاً", [("executed", "11")]),
        ("قضت المحكمة بإعدام 11 شخصاً", []),
        ("انتشلت جثة، ليرتفع عدد ضحايا الغارة إلى 6", [("bodies_found", "1"), ("killed", "6")]),
        ("They recovered one body, raising the number of victims to 6", [("bodies_found", "1"), ("killed", "6")]),
    ],
)
def test_more_ways_of_saying_what_happened(text: str, read: list[tuple[str, str]]) -> None:
    assert told(text) == read


def test_those_among_the_evacuated_are_their_part() -> None:
    (whole, part) = read_counts("أجلت الفرق 37 مدنياً من ضمنهم 14 طفلاً")
    assert (part.part_of, part.count.notation(), whole.part_of) == (0, "14", None)
