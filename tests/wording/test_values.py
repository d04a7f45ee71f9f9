"""What the record says, said as a native reader of each language would write it."""

import re

import pytest

from dalil import vocabulary
from dalil.kinds.tally import Tally
from dalil.values import Count, When
from dalil.wording.claims import title_of
from dalil.wording.counts import DAYS, noun_of, say_quantity, say_range_of, say_things
from dalil.wording.numbers import say_range
from dalil.wording.times import say_when
from dalil.wording.where import choose_script, say_locator


@pytest.mark.parametrize(
    ("number", "unit", "said"),
    [
        (1, "family", "عائلة واحدة"),
        (1, "person", "شخص واحد"),
        (2, "organisation", "كيانان"),
        (2, "massacre", "مجزرتان"),
        (3, "person", "٣ أشخاص"),
        (10, "massacre", "١٠ مجازر"),
        (11, "attack", "١١ هجوماً"),
        (82, "attack", "٨٢ هجوماً"),
        (99, "site", "٩٩ موقعاً"),
        (100, "strike", "١٠٠ ضربة"),
        (102, "person", "١٠٢ شخص"),
        (103, "person", "١٠٣ أشخاص"),
        (111, "person", "١١١ شخصاً"),
        (11_001, "family", "١١٬٠٠١ عائلة"),
    ],
)
def test_an_arabic_noun_agrees_with_its_number(number, unit, said):
    assert say_things(number, noun_of(unit), "ar") == said


@pytest.mark.parametrize(
    ("count", "in_english", "in_arabic"),
    [
        (Count(low=81, shape="lower_bound", said="more than 80"), "more than 80 people", "أكثر من ٨٠ شخصاً"),
        (Count(low=2, shape="lower_bound", said="at least two"), "at least 2 people", "ما لا يقل عن شخصين"),
        (Count(low=100, shape="vague", unit="strike"), "hundreds of strikes", "مئات الضربات"),
        (Count.parse("~2000"), "about 2,000 people", "نحو ٢٬٠٠٠ شخص"),
        (Count(low=5, high=5, point=5, shape="exact", unit="massacre"), "5 massacres", "خمس مجازر"),
        (Count(low=5, high=5, point=5, shape="exact"), "5 people", "خمسة أشخاص"),
        (Count(low=1, high=2, shape="range"), "1–2 people", "شخص أو شخصان"),
        (Count(low=3, high=12, shape="range"), "3–12 people", "٣ إلى ١٢ شخصاً"),
    ],
)
def test_a_quantity_keeps_the_words_of_its_source_and_says_what_it_counts(count, in_english, in_arabic):
    assert say_quantity(count, "en") == in_english
    assert say_quantity(count, "ar", in_words=True) == in_arabic


def test_the_noun_of_a_range_agrees_with_its_last_number():
    assert say_range_of(846, 972, DAYS, "ar") == "٨٤٦ إلى ٩٧٢ يوماً"
    assert say_range_of(846, 972, DAYS, "en") == "846–972 days"


@pytest.mark.parametrize(
    ("when", "in_english", "in_arabic"),
    [
        ("2016-10..2016-12", "October – December 2016", "تشرين الأول – كانون الأول ٢٠١٦"),
        ("2018-11..2019-02", "November 2018 – February 2019", "تشرين الثاني ٢٠١٨ – شباط ٢٠١٩"),
        ("2014..2016", "2014 – 2016", "٢٠١٤ – ٢٠١٦"),
        ("2019-05", "May 2019", "أيار ٢٠١٩"),
        ("2019-04-26..2019-05-31", "26 April – 31 May 2019", "٢٦ نيسان – ٣١ أيار ٢٠١٩"),
        ("2016-10-01..2016-10-15", "1 – 15 October 2016", "1 – ١٥ تشرين الأول ٢٠١٦".replace("1", "١")),
    ],
)
def test_a_time_is_said_no_finer_than_it_is_known(when, in_english, in_arabic):
    assert say_when(When.parse(when), "en") == in_english
    assert say_when(When.parse(when), "ar") == in_arabic


def test_the_title_of_a_tally_says_on_what():
    tally = Tally(what="attacks", count={"low": 19, "high": 19, "shape": "exact", "unit": "attack"}, targets=["SCHOOL"])
    assert title_of(tally, "en") == "Attacks on schools: 19"
    assert title_of(tally, "ar") == "هجمات على مدارس: ١٩"


def test_a_name_given_in_both_scripts_is_said_in_the_readers():
    assert choose_script("Italy / إيطاليا", "ar") == "إيطاليا"
    assert choose_script("Italy / إيطاليا", "en") == "Italy"
    assert choose_script("Hama / Homs", "ar") == "Hama / Homs"
    assert choose_script("إيطاليا", "en") == "إيطاليا"


def test_where_words_stand_is_said_in_the_readers_language():
    assert say_locator("line 4", "ar") == "السطر ٤"
    assert say_locator("lines 5-7", "ar") == "الأسطر ٥–٧"
    assert say_locator("line 4", "en") == "line 4"
    assert say_locator("sheet 2, B7", "ar") == "sheet 2, B7"


@pytest.mark.parametrize(
    ("kept", "in_english", "in_arabic"),
    [
        ("2011..9999", "2011 – 9999", "٢٠١١ – ٩٩٩٩"),
        ("9999-11..9999-12", "November – December 9999", "تشرين الثاني – كانون الأول ٩٩٩٩"),
        ("0001-01", "January 0001", "كانون الثاني ٠٠٠١"),
    ],
)
def test_a_time_at_the_ends_of_the_calendar_is_said_like_any_other(kept, in_english, in_arabic):
    assert (say_when(When.parse(kept), "en"), say_when(When.parse(kept), "ar")) == (in_english, in_arabic)


def test_no_label_in_arabic_has_latin_digits():
    latin = re.compile(r"[0-9]")
    assert [
        (scheme, term.code) for scheme in vocabulary.schemes() for term in vocabulary.terms(scheme)
        if latin.search(term.label("ar"))
    ] == []  # fmt: skip


def test_a_row_of_a_file_is_named_in_arabic():
    assert (say_locator("row 899", "ar"), say_locator("row 899", "en")) == ("الصف ٨٩٩", "row 899")


def test_numbers_that_contradict_each_other_are_named_and_no_range_runs_backwards():
    count = Count.as_stated(4, 4, 3)
    assert say_quantity(count, "en") == "lowest 4, best 4, highest 3 people"
    assert say_quantity(count, "ar") == "الأدنى ٤، الأرجح ٤، الأعلى ٣ أشخاص"
    assert (say_range(27, 26, "en"), say_range(27, 26, "ar")) == ("26–27", "٢٦ إلى ٢٧")


def test_an_actor_is_called_the_same_alone_and_together_with_another():
    alone, together = (vocabulary.label("actors", code, "ar") for code in ("SYR_GOV", "SYR_RUS"))
    assert alone.startswith("قوات النظام السوري") and together.startswith("قوات النظام السوري")
    assert vocabulary.label("actors", "SYR_RUS", "en").startswith("Syrian government")
