"""The number of a law counts nobody; ages are read in words; parts of a whole are told as parts; some of others are told by the verb before them."""

import pytest

from dalil.text.counts import read_age, read_counts


def counts(text):
    return [(each.quantity, each.count.notation(), each.count.unit) for each in read_counts(text)]


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("Law 10 displaced 300 families", [("displaced", "300", "family")]),
        ("Decree No. 66 destroyed the hopes of many owners", []),
        ("Law 10 killed the hopes of the owners", []),
        ("القانون 10 هجّر 300 عائلة", [("displaced", "300", "family")]),
        ("المرسوم رقم 66 هجّر ألف عائلة", [("displaced", "1000", "family")]),
        ("Branch 215 killed 3 detainees", [("killed", "3", "person")]),
        ("By decree 300 families were evicted", [("displaced", "300", "family")]),
    ],
)
def test_the_number_of_a_law_or_a_branch_is_its_name(text, read):
    assert counts(text) == read


@pytest.mark.parametrize(
    "text", ["12 killed, 5 of them children", "مقتل 12 بينهم 5 أطفال", "killed 12, of whom 5 were children"]
)
def test_some_of_the_killed_are_a_part_of_them_and_not_added(text):
    whole, part = read_counts(text)
    assert (whole.count.low, part.count.low, part.part_of) == (12, 5, 0)


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("Police released 17 of the 29 students detained during the sit-in", [("released", "17", "person")]),
        ("The group freed 5 of the 12 hostages abducted in May", [("released", "5", "person")]),
        ("12 of the 30 detainees were killed", [("killed", "12", "person")]),
        ("أجلت فرق الإسعاف 63 مريضاً", [("evacuated", "63", "person")]),
        ("أجلت المحكمة النظر في قضية 12 متهماً", []),
        ("ستة منازل تهدمت بالكامل", [("homes_destroyed", "6", "home")]),
        ("سبعة غرقى إثر انقلاب مركب", [("killed", "7", "person")]),
        ("حكم بإدانة ضابطين", [("convicted", "2", "person")]),
    ],
)
def test_what_happened_is_told_by_the_verb_that_leads(text, read):
    assert counts(text) == read


@pytest.mark.parametrize(
    ("years", "phrases"),
    [
        (12, ["twelve", "twelve years old", "12-year-old", "اثنتا عشرة سنة", "اثنا عشر عاماً"]),
        (2, ["two-year-old", "سنتان", "عامان", "سنتين ونص", "two and a half years"]),
        (1, ["a year old", "one year", "سنة", "سنة ونصف", "a year and a half"]),
        (0, ["ten months", "ستة أشهر", "شهران", "half a year"]),
        (10, ["ابن عشر سنين", "عشر سنوات"]),
        (45, ["forty-five", "خمس وأربعون سنة"]),
    ],
)
def test_an_age_is_read_in_words_as_completed_years(years, phrases):
    read = {phrase: read_age(phrase) for phrase in phrases}
    assert {phrase: age and (age.years, age.about) for phrase, age in read.items()} == dict.fromkeys(
        phrases, (years, False)
    )


def test_a_round_year_of_life_is_about_and_a_decade_is_a_group_only():
    assert [read_age(each)[:2] for each in ("في العشرين من عمره", "في الثلاثين")] == [(20, True), (30, True)]
    for phrase in ("in his forties", "في الأربعينات", "خمسيني", "عشرينيات"):
        assert read_age(phrase)[::2] == (None, "adult")
    assert read_age("ستيني").band == "elderly"
    assert [read_age(each) for each in ("teenager", "في الثامنة عشرة", "10s")] == [None, None, None]


@pytest.mark.parametrize("text", ["-1", "−1", "–3", "- 5", "-1 year", "~-3", "+30", "5-", "١-", "-"])
def test_a_number_with_a_sign_before_or_behind_it_is_no_age(text):
    assert read_age(text) is None
