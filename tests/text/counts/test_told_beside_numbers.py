"""What stands beside a number in messages: labels, lists of names, times, ages, what was before, what only may be, and who goes on with the dead."""

from __future__ import annotations

import pytest

from dalil.text.counts import read_counts


def _read(text: str) -> list[tuple[str, str]]:
    return [(one.quantity, one.count.notation()) for one in read_counts(text)]


@pytest.mark.parametrize(
    "text",
    [
        "Neither side reported casualties",
        "As many as may have been: 12 people may have died",
        "شهود: ربما قضى قرابة 70 شخصاً في الحريق",
        "List of the martyrs: 1. Salim D., 34 2. Huda D., 29 3. Rami D., 5",
        "أسماء شهداء المجزرة: 1- سليم د. 34 عاماً 2- هدى د. 29 عاماً",
        "According to the report, 1 in 4 of those arrested was a minor",
        "All eleven miners trapped since Friday have been brought out alive",
        "412 of the 650 missing had been accounted for",
        "لم يُكشف سوى عن مصير 7 منهم",
    ],
)
def test_a_number_that_counts_no_victim_is_not_read(text: str) -> None:
    assert _read(text) == []


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("تحديث 3: ارتفاع حصيلة الشهداء من 11 إلى 16", [("killed", "16")]),
        ("Ward 4: two patients dead", [("killed", "2")]),
        ("Update 19:40: toll now 31", [("killed", "31")]),
        ("Dead 4: wounded 9", [("killed", "4"), ("injured", "9")]),
        ("shelling at 16:45: 1 civilian killed", [("killed", "1")]),
        ("Deaths now 17 (was 12)", [("killed", "17")]),
        ("The raid killed not 15 but 9 people", [("killed", "9")]),
        ("ارتفاع الحصيلة بثلاثة لتصبح 20 شهيداً", [("killed", "20")]),
        ("وفاة خمسة آخرين ليصبح العدد 23", [("killed", "5"), ("killed", "23")]),
        ("lost 12 men near kilometre 14", [("killed", "12")]),
        ("nine of our relatives were killed, the youngest was two", [("killed", "9")]),
        ("وفاة طفلتين بعمر 4 و6 سنوات من البرد", [("killed", "2")]),
        ("400 families returned and 1,200 more are expected", [("returned", "400")]),
        ("A baby was pulled out alive, both his parents were dead", []),
        ("4 civilians, incl. 2 children, injured by shelling", [("injured", "4"), ("injured", "2")]),
        ("left 4 fighters and 2 civilians dead", [("killed", "4"), ("killed", "2")]),
    ],
)
def test_what_names_a_part_or_was_before_is_no_count(text: str, told: list[tuple[str, str]]) -> None:
    assert _read(text) == told


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("3 حالات اختفاء قسري و14 حالة اعتقال", [("disappeared", "3"), ("detained", "14")]),
        ("القبض على 45 مطلوباً ومصادرة 12 بندقية", [("detained", "45")]),
        (
            "112 قتيلاً، 87 جريحاً، 45 معتقلاً، 12 مختفياً",
            [("killed", "112"), ("injured", "87"), ("detained", "45"), ("disappeared", "12")],
        ),
        ("112 killed, 87 wounded, 45 detainees", [("killed", "112"), ("injured", "87"), ("detained", "45")]),
        ("شهيدان ومفقود إثر غرق قارب", [("killed", "2"), ("missing", "1")]),
        ("إجلاء 56 جريحاً و120 من مرافقيهم", [("evacuated", "56"), ("evacuated", "120")]),
        ("وفاة 3 مصابين متأثرين بجراحهم", [("killed", "3")]),
        ("شهيد وجريحان", [("killed", "1"), ("injured", "2")]),
        ("سقوط 156 ضحية، 49 قتيلاً و107 جرحى", [("casualties", "156"), ("killed", "49"), ("injured", "107")]),
        ("أبوي شهيد وأخوي مفقود", [("killed", "1"), ("missing", "1")]),
        (
            "مقتل 84 مدنياً، بينهم 19 طفلاً و12 سيدة، و6 قضوا تحت التعذيب",
            [("killed", "84"), ("killed", "19"), ("killed", "12"), ("died_in_custody", "6")],
        ),
        ("8 police were kidnapped from their post and found executed", [("executed", "8")]),
        ("A teacher who was detained in 2014 was confirmed dead", [("killed", "1")]),
        ("شيع المئات جثامين ستة مدنيين", [("bodies_found", "6")]),
        ("انتشال ثلاث جثث أخرى", [("bodies_found", "3")]),
        ("فقد طفل ساقه بانفجار لغم", [("injured", "1")]),
        ("There were neither dead nor wounded", [("casualties", "0")]),
        ("The attack killed nobody", [("killed", "0")]),
        ("نصف القتلى الـ24 أطفال", [("killed", "24")]),
        ("two girls died, their grandmother is in intensive care", [("killed", "2"), ("injured", "1")]),
        ("وفاة طفلتين وجدتهما في العناية المشددة", [("killed", "2"), ("injured", "1")]),
    ],
)
def test_each_of_several_numbers_says_what_happened_to_its_own(text: str, told: list[tuple[str, str]]) -> None:
    assert _read(text) == told


@pytest.mark.parametrize(
    ("text", "age"),
    [
        ("killed his grandson, 12, at the door", "child"),
        ("مقتل حفيده البالغ من العمر ثمانية أعوام", "child"),
        ("مقتل رجل يبلغ من العمر 65 عاماً", "elderly"),
        ("killing a farmer, 52, at the door", None),
    ],
)
def test_the_age_behind_one_person_says_the_age_band(text: str, age: str | None) -> None:
    assert [one.count.age for one in read_counts(text)] == [age]
