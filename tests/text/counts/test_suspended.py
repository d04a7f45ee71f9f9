"""Sentences that ask, deny, suppose or compare: their numbers are no counts, and what happened is shown as not read."""

from __future__ import annotations

import pytest

from dalil.text.counts import find_unread, read_counts


def _read(text: str) -> list[tuple[str, str]]:
    return [(one.quantity, one.count.notation()) for one in read_counts(text)]


@pytest.mark.parametrize(
    "text",
    [
        "It is not true that 30 people were killed.",
        "Reports that 30 people were killed are false.",
        "أنباء مقتل 30 شخصاً غير صحيحة.",
        "خبر مقتل 12 مدنياً عار عن الصحة.",
        "ليس صحيحاً أن 7 أشخاص قتلوا.",
        "It is not clear whether 30 people were killed.",
        "لا نعلم ما إذا قتل 5 أشخاص.",
        "Could 30 people have been killed?",
        "Did shelling kill 12 people in Sanabil?",
        "هل قتل 30 شخصاً في السنابل؟",
        "Neither the driver nor his 3 passengers were killed.",
        "Neither the pilot nor the 2 crew members were injured.",
        "Nobody, not even the 3 guards, was injured.",
        "لا السائق ولا 3 ركاب أصيبوا.",
        "None of the 12 injured died.",
        "The 3 passengers were not killed.",
        "The 12 workers have not been released.",
        "The shelling did not kill 5 people, as was said.",
        "لم يقتل السائق.",
        "لم يقتل 5 أشخاص.",
        "3 people were nearly killed.",
        "3 people were about to be killed.",
        "3 people were threatened with death.",
        "كاد 3 أشخاص أن يقتلوا.",
        "Some 500 people are at risk of being displaced.",
        "An attack meant to kill 30 people failed.",
        "If the bombing had not been stopped, 1,000 people would have died.",
        "Were it not for the shelter, 40 people would have been injured.",
        "لو لم يكن الملجأ موجوداً لقتل 40 شخصاً.",
        "One in four of the killed was a child.",
        "ارتفع عدد القتلى بمقدار 5.",
        "Killed were Salim, 25, Rami, 30, and Huda.",
        "Salim (25) and his son (3) were killed.",
    ],
)
def test_what_no_sentence_asserts_is_not_read_and_is_shown(text: str) -> None:
    assert _read(text) == []
    assert find_unread(text)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Killed: none. Injured: unknown.", [("killed", "0")]),
        ("القتلى: لا أحد، الجرحى: غير معروف", [("killed", "0")]),
        ("Dead: none; wounded: 5.", [("killed", "0"), ("injured", "5")]),
        ("Killed: no one. Wounded: 4.", [("killed", "0"), ("injured", "4")]),
        ("القتلى: لا يوجد، والجرحى: 6", [("killed", "0"), ("injured", "6")]),
        ("حصيلة القتلى ارتفعت 5 لتصل إلى 20.", [("killed", "20")]),
        ("15 people were killed, 5 fewer than last month.", [("killed", "15")]),
        ("انخفضت الحصيلة من 20 إلى 15 قتيلاً.", [("killed", "15")]),
        ("بزيادة 5 عن الشهر الماضي قتل 20 شخصاً.", [("killed", "20")]),
        ("معظم القتلى الـ 30 نساء.", [("killed", "30")]),
        ("أغلب الجرحى الـ 20 أطفال.", [("injured", "20")]),
        ("5 people in a car of 7 died.", [("killed", "5")]),
    ],
)
def test_only_what_is_said_of_that_label_or_day_is_read(text: str, told: list[tuple[str, str]]) -> None:
    assert _read(text) == told


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Why were 30 people killed?", [("killed", "30")]),
        ("The 20 killed were from Sanabil, whether civilians or fighters.", [("killed", "20")]),
        ("The strike, which almost killed a doctor, left 5 dead.", [("killed", "5")]),
        ("12 people were killed, more than in any strike this year.", [("killed", "12")]),
        ("No one was killed and 3 were injured.", [("killed", "0"), ("injured", "3")]),
        ("Killed: Sanabil (25), Ratba (3)", [("killed", "25"), ("killed", "3")]),
    ],
)
def test_what_is_asserted_beside_such_words_is_read(text: str, told: list[tuple[str, str]]) -> None:
    assert _read(text) == told


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Three of the five killed were from one family.", [("killed", "5")]),
        ("Four of the seven dead were from one family.", [("killed", "7")]),
        ("Two of the three wounded are in critical condition.", [("injured", "3")]),
        ("ثلاثة من القتلى الخمسة من عائلة واحدة.", [("killed", "5")]),
        ("اثنان من الجرحى الأربعة في حالة حرجة.", [("injured", "4")]),
        ("Two of the three wounded have died.", [("killed", "2")]),
        ("12 of the 30 killed were children.", [("killed", "12")]),
    ],
)
def test_of_some_of_the_dead_of_whom_no_harm_is_told_all_are_read(text: str, told: list[tuple[str, str]]) -> None:
    assert _read(text) == told
