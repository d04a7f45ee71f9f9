"""A phrase that should hold one count is understood for certain, or refused."""

from __future__ import annotations

import pytest
from gold import gold_phrases, held_back_phrases
from hypothesis import example, given
from hypothesis import strategies as st

from dalil.text.counts import OtherQuantity, read_count
from dalil.values import Count

READ = """
تنعش | 12
12-15 killed | 12-15
ما لا يقل عن 12 | 12+
82 | 82
٨٢ | 82
\u200f82 | 82
1,300 | 1300
١٬٣٠٠ | 1300
2 000 | 2000
12.0 | 12
2019 | 2019
2k | 2000
2.5k | 2500
2bn | 2000000000
10k+ | 10000+
2-3k | 2000-3000
500-1k | 500-1000
1.5 million | 1500000
2 مليون | 2000000
twenty-five | 25
half a dozen | 6
خمسة وعشرون قتيلا | 25
طفلان | 2
a woman | 1
قتيل واحد | 1
20 killed | 20
2019 killed | 2019
killed: 20 | 20
القتلى: 45 | 45
عدد القتلى 45 | 45
5 total | 5
a total of 5 | 5
no deaths | 0
no casualties | 0
لا قتلى | 0
مقتل 5 معتقلين | 5
1.300 قتيل | 1300
five of one family | 5
5 of the same family | 5
seven of two families | 7
20 members of one family | 20
خمسة من عائلة واحدة | 5
5 من أسرة واحدة | 5
12 من عائلتين | 12
ستة من بيت واحد | 6
عائلة من خمسة أشخاص | 5
5 أشخاص من نفس العائلة | 5
five of the Hamdan family | 5
5 members of the Al Hamdan family | 5
خمسة من عائلة حمدان | 5
سبعة من آل حمدان | 7
5 people (one family) | 5
20 martyrs | 20
12 ppl | 12
12 pax | 12
three (3) | 3
3 (three) | 3
3 (ثلاثة) | 3
واحد | 1
20 martyred | 20
5 persons | 5
واحدة | 1
وفاة 5 | 5
ثلاثة بينهم طفل | 3
five, including two children | 5
91 civilians: 60 men, 20 children and 11 women | 91
3 (a woman and two children) | 3
5 killed, all of them civilians | 5
between 3 and 7, 2 of them children | 3-7
1–3 (1 Woman, 1–2 Men) | 1-3
between 2000 and 3000 | 2000-3000
بين ٣ و٧ قتلى | 3-7
5 or 6 | 5-6
خمسة أو ستة | 5-6
50-odd | 51-59
about 15 | ~15
20ish | ~20
20 approx. | ~20
20 (est.) | ~20
est. 20 | ~20
ca 20 | ~20
c. 20 | ~20
about 2000 | ~2000
نحو عشرين | ~20
20 تقريبا | ~20
min 20 | 20+
20 plus | 20+
20 and more | 20+
20 or more | 20+
20+ killed | 20+
20 فأكثر | 20+
20 وأكثر | 20+
20 فما فوق | 20+
بحد أدنى 20 | 20+
5 قتلى على الأقل | 5+
at least five | 5+
more than 20 | 21+
تجاوز عدد القتلى 50 | 51+
max 20 | <=20
20 max | <=20
20 at most | <=20
20 كحد أقصى | <=20
up to 65 | <=65
fewer than 10 killed | <=9
"""
REFUSED = """
12 (initial)
12 (6 confirmed)
12 confirmed, 3 unconfirmed
12?
12*
12/15
12 & 3
2 x 3
1e3
1.5m
12th
No. 12
12%
12 so far
12 and counting
12 as of Monday
12 on 4 May
12 in 2018
May 12
12:30
aged 12
12 years old
12 km
allegedly 12
maybe 12
expected 12
could be 12
may reach 12
12, not 9
12 instead of 9
9 -> 12
rose to 12
12 (was 9)
half of 12
12 of 15
one of 12
12 of them children
2M, 2F
12 death threats
threatened to kill 12
father of four
5 a day
12 in School 9
12 غير مؤكدين
12 حتى الآن
12 حصيلة أولية
ليس 12
12 وليس 9
ربما 12
يحتمل 12
قد يصل إلى 12
يتوقع 12
12 أيار
عمره 12
12 سنة
12 بالمئة
نصف 12
12 من 15
واحد من 12
12 منهم أطفال
12 و3
12 إصابة بكورونا
لا يوجد
ارتفع إلى 12
12 شهيد وجريح
محاولة قتل 12
أب لأربعة
five, not confirmed
.5
,5
20,
:20
(20)
20 [1]
20a
20 and
and five
وخمسة
20 including
5 بينهم
was 5
1, 2
1,300,5
3~7
20 plus or minus 5
5 adults
5 male
5 of the unconfirmed family
5 من عائلة غير مؤكدة
لم يتأكد 5
20 غير مؤكد
20 unconfirmed
20 TBC
not 5
-5
−5
(-5)
killed -5
+20
3-May
5 أيار
May 5
2019-05-03
02:30
5+2
5/2
5 & 6
five six
10s
10's
more then 20
20 more
20 less
5?
5*
about 20+
at least 20 at most
at least 20-30
20-30+
fewer than dozens
3,0
3.5
1.300
1.000
12 345 67
½
5½
5%
five percent
one in five
half
2m
2kg
5 km
5 years
aged 5
5th
no. 5
رقم 5
5 per day
alleged 5
5 alleged fighters
20 possible civilians
5 feared dead
possibly 5
ربما 5
no confirmed deaths
لا أحد
12 of the 30 detainees
5 of 7
من 5
from 5
3 dead, 5 wounded
3 (11 children)
5 (3)
5 (5)
three (4)
5 excluding children
children: 3
a lot
unknown
غداً
*
5 and others
5 children and others
5 and driver
5 odd
5 وآخرون
5 وآخرين
5 وسائق
5 قتلى وواحد
"""


def lines(listed: str) -> list[str]:
    return [line for line in listed.splitlines() if line.strip()]


@pytest.mark.parametrize("line", lines(READ))
def test_a_phrase_of_one_count_is_read(line: str) -> None:
    phrase, _, notation = line.rpartition(" | ")
    count, meant = read_count(phrase, "killed"), Count.parse(notation)
    assert (count.low, count.high, count.unit) == (meant.low, meant.high, "person")
    if meant.shape != "lower_bound":
        assert count.shape == meant.shape


@pytest.mark.parametrize("phrase", lines(REFUSED))
def test_a_word_that_is_not_understood_refuses_the_phrase(phrase: str) -> None:
    with pytest.raises(ValueError, match="is not a count; write 82"):
        read_count(phrase, "killed")


@pytest.mark.parametrize(
    ("phrase", "expecting", "told"),
    [
        ("7 wounded", "killed", "injured"),
        ("خمسة جرحى", "killed", "injured"),
        ("عشرات الجرحى", "killed_children", "injured"),
        ("5 missing", "killed", "missing"),
        ("5 houses", "killed", "homes_destroyed"),
        ("20 killed and wounded", "killed", "casualties"),
        ("20 casualties", "killed", "casualties"),
        ("20 killed", "casualties", "killed"),
        ("20 dead", "displaced", "killed"),
        ("3 women", "killed_children", "killed_women"),
        ("5 children", "killed_women", "killed_children"),
        ("3 مقاتلين", "killed_civilians", "killed_combatants"),
        ("4 civilians", "killed_combatants", "killed_civilians"),
        ("40 tents", "killed", "homes_destroyed"),
        ("3 مخيمات", "killed", "sites"),
        ("5 dead or missing", "killed", "missing"),
        ("5 killed and captured", "killed", "detained"),
        ("5 قتلى أو مفقودين", "killed", "missing"),
        ("5 wounded or detained", "injured", "detained"),
        ("5 مفقودين أو معتقلين", "missing", "detained"),
    ],
)
def test_what_counts_something_else_is_refused(phrase: str, expecting: str, told: str) -> None:
    with pytest.raises(OtherQuantity, match="tells how many were") as refused:
        read_count(phrase, expecting)
    particulars = refused.value.particulars
    assert (particulars["phrase"], particulars["told"], particulars["expecting"]) == (phrase, told, expecting)


@pytest.mark.parametrize(
    ("phrase", "expecting"),
    [
        ("20 killed and wounded", "casualties"),
        ("20 casualties", "casualties"),
        ("7 wounded", "injured"),
        ("7 girls", "killed_children"),
        ("7 women", "killed_women"),
        ("7 women", "killed_civilians"),
        ("7 executed", "killed"),
        ("7 strikes", "strikes"),
        ("7 غارات", "strikes"),
        ("7 wounded", ""),
        ("7 wounded", "own_field"),
    ],
)
def test_what_counts_the_same_is_read(phrase: str, expecting: str) -> None:
    assert read_count(phrase, expecting).low in (7, 20)


def test_the_words_of_a_phrase_are_kept() -> None:
    phrase = " between 3 and 7, 2 of them children "
    assert read_count(phrase, "killed").said == phrase.strip()
    assert read_count("2k", "killed").said == "2k"
    assert read_count("82+", "killed").said == ""


def test_who_was_counted_is_kept_and_the_unit_only_where_it_is_said() -> None:
    assert read_count("3 women", "killed").sex == "female"
    assert read_count("20 civilians", "killed").status == "civilian"
    assert read_count("two families", "displaced").unit == "family"
    assert read_count("40 tents", "homes_destroyed").unit == read_count("12 خيمة", "homes_destroyed").unit == "tent"
    assert read_count("3 camps", "sites").unit == read_count("3 مخيمات", "sites").unit == "camp"
    assert "unit" not in read_count("dozens", "sites").model_fields_set
    assert read_count("5 civilians", "sites").unit == "person"


@pytest.mark.parametrize(
    "phrase",
    [
        "30 persons",
        "30 people",
        "٣٠ شخصاً",
        "150 فرد",
        "شخصان",
        "dozens of people",
        "عشرات الأشخاص",
        "30 residents",
        "30 نازحاً",
        "7 killed",
    ],
)
def test_a_phrase_that_names_people_says_so_and_a_bare_number_does_not(phrase):
    count = read_count(phrase, "families")
    assert count.unit == "person" and "unit" in count.model_fields_set


@pytest.mark.parametrize("phrase", ["30", "dozens", "عشرات", "30 displaced", "at least 30"])
def test_what_a_field_asks_for_said_again_names_nobody(phrase):
    assert "unit" not in read_count(phrase, "displaced").model_fields_set


def test_bounds_out_of_order_are_said_so() -> None:
    with pytest.raises(ValueError, match=r"^lowest 50 is more than highest 40$"):
        read_count("50-40", "killed")


def test_more_than_anything_can_be_is_no_count() -> None:
    for phrase in ("9" * 13, "9" * 30, "9" * 5000, "about " + "9" * 14, "900 bn bn", "9" * 400 + " killed"):
        with pytest.raises(ValueError, match="is not a count"):
            read_count(phrase, "killed")


@example("0\n0\xad")  # the quoted phrase comes without the letters that nobody sees
@given(st.text(max_size=40) | st.text(alphabet="0123456789 -–+.,~<>kK()%/٫٬٠١٢أخمسةو", max_size=12))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        count = read_count(text, "killed")
    except ValueError as refusal:
        assert str(refusal).count("\n") <= text.count("\n")  # one sentence, whatever lines it quotes
    else:
        assert count.low >= 0


LOOKS = (
    *("held_back", "second_look", "fresh", "last_look", "third_look", "fourth_look"),
    *("fifth_look", "sixth_look", "seventh_look", "eighth_look"),
)
GOLD = [*gold_phrases(), *(gold for look in LOOKS for gold in held_back_phrases(look))]


@pytest.mark.parametrize("quantity", ["killed", "injured", "casualties", "displaced", "missing", "detained", "strikes"])
def test_a_sentence_is_never_read_as_another_count_than_it_states(quantity: str) -> None:
    """Of the gold phrases few are one count and nothing else; those that are read say what the gold says, or what no outcome is told of."""
    read = 0
    for phrase, counts in GOLD:
        try:
            count = read_count(phrase, quantity)
        except ValueError:
            continue
        told = [
            (each.low, each.high, each.unit)
            for code, each in counts
            if code in (quantity, "executed", "died_in_custody") or (code == "casualties" and each.high == 0)
        ]
        assert not counts or (count.low, count.high, count.unit) == told[0], phrase
        read += bool(counts)
    assert read >= {"killed": 100, "injured": 10, "casualties": 5}.get(quantity, 0)


@pytest.mark.parametrize(
    "phrase", ["5 (2 children)", "5 incl. 2 children", "5 (3 women, 2 children)", "خمسة بينهم طفلان"]
)
def test_in_a_column_of_children_a_number_beside_children_is_refused(phrase: str) -> None:
    assert read_count(phrase, "killed").low == read_count(phrase, "killed_civilians").low == 5
    with pytest.raises(ValueError, match="not a count"):
        read_count(phrase, "killed_children")


@pytest.mark.parametrize(
    ("quantity", "read"), [("killed", True), ("injured", True), ("killed_children", True), ("displaced", False)]
)
def test_that_there_were_no_casualties_says_that_nobody_was_killed_or_injured(quantity: str, read: bool) -> None:
    if read:
        assert read_count("no casualties", quantity).notation() == "0"
    else:
        with pytest.raises(OtherQuantity):
            read_count("no casualties", quantity)
