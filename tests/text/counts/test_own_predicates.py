"""What is told of one number in a sentence is not told of another one beside it."""

from __future__ import annotations

import pytest

from dalil.text.counts import read_counts


def told(text: str) -> list[tuple[str, str]]:
    return [(one.quantity, one.count.notation()) for one in read_counts(text)]


@pytest.mark.parametrize(
    ("text", "read"),
    [
        # a predicate of its own
        ("3,118 individuals have returned and 640 families are still sheltering in schools", [("returned", "3118")]),
        ("Two aid workers kidnapped last month near the border were freed", [("released", "2")]),
        ("The two journalists, who went missing in March, were found dead", [("killed", "2")]),
        ("2.4 million people are in need, 480,000 of whom are displaced", [("displaced", "480000")]),
        ("31 were released and the other 81 remain in detention", [("released", "31"), ("detained", "81")]),
        ("60 people were treated for burns, and 2 of them did not survive", [("injured", "60"), ("killed", "2")]),
        ("نزح 92 ألف شخص عاد منهم نحو 30 ألفاً", [("displaced", "92000"), ("returned", "~30000")]),
        # nobody to whom it happened
        ("They killed my uncle in front of his four daughters", [("killed", "1")]),
        ("قتلوا خالي أمام بناته الأربع", [("killed", "1")]),
        ("A military court sentenced 11 people to death", []),
        ("قضت المحكمة بإعدام 11 شخصاً", []),
        ("The group released a video of five men", []),
        ("His two sons, 14 and 11, were killed", [("killed", "2")]),
        ("ولادة 3 أطفال في المشفى خلال أسبوع الحصار", []),
        # what is denied, or somebody else's number
        ("The ministry denied that five soldiers had been killed", []),
        ("لا صحة للأنباء عن مقتل 5 مدنيين", []),
        ("نفت الوزارة سقوط أي قتلى في صفوف قواتها", []),
        ("The strike killed nine civilians, fewer than the 20 that residents spoke of", [("killed", "9")]),
        # some of a whole
        ("Only 400 of the town's 20,000 residents have returned", [("returned", "400")]),
        ("لم يعد سوى 400 من سكان البلدة البالغ عددهم 20 ألفاً", [("returned", "400")]),
        ("60 في المئة منهم أطفال نزحوا", []),
        # two numbers that are not one
        ("عدد المحاصرين بين 12 ألفاً و15 ألفاً", [("besieged", "12000-15000")]),
        ("بين خمسة آلاف وستة آلاف قتيل", [("killed", "5000-6000")]),
        ("11 ألفاً و500 نازح", [("displaced", "11500")]),
    ],
)
def test_each_number_takes_what_its_own_clause_tells(text: str, read: list[tuple[str, str]]) -> None:
    assert told(text) == read


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("Between 300 and 400 people remain under siege", [("besieged", "300-400")]),
        ("The search continues for 4 others", [("missing", "4")]),
        ("البحث مستمر عن أربعة آخرين", [("missing", "4")]),
        ("They went on searching for 4 gunmen", []),
        ("Of 640 people held at the facility, 58 were children", [("detained", "640"), ("detained", "58")]),
        ("My two sons were taken from our house", [("detained", "2")]),
        ("The execution of five men was filmed", [("executed", "5")]),
        ("احتجزوا 16 راكباً رهائن", [("abducted", "16")]),
        ("أتى الحريق على كل شيء", []),
        ("حريق أتى على 19 خيمة", [("homes_destroyed", "19")]),
        ("قناصة الحي يصيبون رجلاً مسناً", [("injured", "1")]),
        ("ثلاثة شباب انخطفوا على طريق السلمية", [("abducted", "3")]),
        ("انتشال جثتي طفلين", [("bodies_found", "2")]),
        ("killing the driver and four passengers", [("killed", "1"), ("killed", "4")]),
        ("خطف مسلحون رجل أعمال", [("abducted", "1")]),
    ],
)
def test_a_state_of_people_is_told_in_several_words(text: str, read: list[tuple[str, str]]) -> None:
    assert told(text) == read
