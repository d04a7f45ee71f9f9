"""A date means the same in every way it is written, and never more than was said."""

from __future__ import annotations

from datetime import date, time

import pytest
from gold import FRIDAY, held_back_dates
from hypothesis import given
from hypothesis import strategies as st
from steps import steps

from dalil.text.counts import read_counts
from dalil.text.dates import date_reader, read_date, read_dates
from dalil.values.when import Precision, When

STATED = [
    ("on 26 April 2019", "2019-04-26", "2019-04-26", "day"),
    ("April 26, 2019", "2019-04-26", "2019-04-26", "day"),
    ("the 3rd of May 2018", "2018-05-03", "2018-05-03", "day"),
    ("2019-04-26", "2019-04-26", "2019-04-26", "day"),
    ("26/4/2019", "2019-04-26", "2019-04-26", "day"),
    ("٢٦/٤/٢٠١٩", "2019-04-26", "2019-04-26", "day"),
    ("26.04.2019", "2019-04-26", "2019-04-26", "day"),
    ("26 نيسان 2019", "2019-04-26", "2019-04-26", "day"),
    ("٢٦ نيسان ٢٠١٩", "2019-04-26", "2019-04-26", "day"),
    ("26 نيسان/أبريل 2019", "2019-04-26", "2019-04-26", "day"),
    ("26 نيسان (أبريل) 2019", "2019-04-26", "2019-04-26", "day"),
    ("يوم 26 أبريل من عام 2019", "2019-04-26", "2019-04-26", "day"),
    ("السادس والعشرين من نيسان 2019", "2019-04-26", "2019-04-26", "day"),
    ("الخامس عشر من آذار 2011", "2011-03-15", "2011-03-15", "day"),
    ("الثلاثين من أيلول 2015", "2015-09-30", "2015-09-30", "day"),
    ("15 تشرين الأول 2018", "2018-10-15", "2018-10-15", "day"),
    ("15 تشرين الثاني 2018", "2018-11-15", "2018-11-15", "day"),
    ("1 كانون الأول 2018", "2018-12-01", "2018-12-01", "day"),
    ("1 كانون الثاني 2019", "2019-01-01", "2019-01-01", "day"),
    ("5 جوان 2018", "2018-06-05", "2018-06-05", "day"),
    ("in April 2019", "2019-04-01", "2019-04-30", "month"),
    ("خلال شهر نيسان 2019", "2019-04-01", "2019-04-30", "month"),
    ("شباط 2016", "2016-02-01", "2016-02-29", "month"),
    ("in 2018", "2018-01-01", "2018-12-31", "year"),
    ("في 2018", "2018-01-01", "2018-12-31", "year"),
    ("the whole of 2018", "2018-01-01", "2018-12-31", "year"),
    ("عام 2018", "2018-01-01", "2018-12-31", "year"),
    ("رمضان 1440", "2019-05-06", "2019-06-03", "month"),
    ("1 رمضان 1440 هـ", "2019-05-06", "2019-05-06", "day"),
    ("10 ذو الحجة 1439", "2018-08-21", "2018-08-21", "day"),
    ("late April 2019", "2019-04-21", "2019-04-30", "days"),
    ("أواخر نيسان 2019", "2019-04-21", "2019-04-30", "days"),
    ("مطلع شباط 2018", "2018-02-01", "2018-02-10", "days"),
    ("mid-May 2018", "2018-05-11", "2018-05-20", "days"),
    ("spring 2018", "2018-03-01", "2018-05-31", "season"),
    ("صيف 2018", "2018-06-01", "2018-08-31", "season"),
    ("شتاء 2018/2019", "2018-12-01", "2019-02-28", "season"),
    ("the winter of 2018-19", "2018-12-01", "2019-02-28", "season"),
    ("from 26 to 30 April 2019", "2019-04-26", "2019-04-30", "days"),
    ("26–30 April 2019", "2019-04-26", "2019-04-30", "days"),
    ("between 26 April and 3 May 2019", "2019-04-26", "2019-05-03", "month"),
    ("بين 26 و30 نيسان 2019", "2019-04-26", "2019-04-30", "days"),
    ("من 26 نيسان إلى 3 أيار 2019", "2019-04-26", "2019-05-03", "month"),
    ("from October 2018 to March 2019", "2018-10-01", "2019-03-31", "year"),
    ("between 2011 and 2013", "2011-01-01", "2013-12-31", "years"),
    ("بين عامي 2011 و2013", "2011-01-01", "2013-12-31", "years"),
]
LEANING = [
    ("yesterday", "2019-04-25", "2019-04-25", "day"),
    ("مساء أمس", "2019-04-25", "2019-04-25", "day"),
    ("أول أمس", "2019-04-24", "2019-04-24", "day"),
    ("اليوم", "2019-04-26", "2019-04-26", "day"),
    ("on Thursday", "2019-04-25", "2019-04-25", "day"),
    ("yesterday's strike", "2019-04-25", "2019-04-25", "day"),
    ("Tuesday’s shelling", "2019-04-23", "2019-04-23", "day"),
    ("قصف الأمس", "2019-04-25", "2019-04-25", "day"),
    ("last Friday", "2019-04-19", "2019-04-19", "day"),
    ("يوم الجمعة", "2019-04-26", "2019-04-26", "day"),
    ("يوم الجمعة الماضي", "2019-04-19", "2019-04-19", "day"),
    ("three days ago", "2019-04-23", "2019-04-23", "day"),
    ("في رمضان", "2018-05-16", "2018-06-14", "month"),
    ("قبل يومين", "2019-04-24", "2019-04-24", "day"),
    ("قبل ثلاثة أيام", "2019-04-23", "2019-04-23", "day"),
    ("last week", "2019-04-15", "2019-04-21", "week"),
    ("الأسبوع الماضي", "2019-04-15", "2019-04-21", "week"),
    ("last month", "2019-03-01", "2019-03-31", "month"),
    ("الشهر الماضي", "2019-03-01", "2019-03-31", "month"),
    ("العام الماضي", "2018-01-01", "2018-12-31", "year"),
    ("two years ago", "2017-01-01", "2017-12-31", "year"),
    ("on 12 December", "2018-12-12", "2018-12-12", "day"),
    ("12 آذار الماضي", "2019-03-12", "2019-03-12", "day"),
    ("5 to 12 March", "2019-03-05", "2019-03-12", "month"),
]


@pytest.mark.parametrize(("words", "start", "end", "precision"), STATED)
def test_a_stated_date_needs_no_other(words: str, start: str, end: str, precision: str) -> None:
    (found,) = read_dates(words)
    assert (str(found.when.start), str(found.when.end), found.when.precision) == (start, end, precision)
    assert words[found.start : found.end] == found.when.said
    assert read_dates(words, FRIDAY) == (found,)


@pytest.mark.parametrize(("words", "start", "end", "precision"), LEANING)
def test_a_leaning_date_needs_the_day_it_was_said(words: str, start: str, end: str, precision: str) -> None:
    (found,) = read_dates(words, FRIDAY)
    assert (str(found.when.start), str(found.when.end), found.when.precision) == (start, end, precision)
    assert read_dates(words) == ()


@pytest.mark.parametrize(
    "words",
    ["82 civilians", "31 April 2019", "29 شباط 2019", "القرار 2254", "they may have fled", "12 km", "2018", "صفر قتلى"],
)
def test_what_is_no_date_is_none(words: str) -> None:
    assert read_dates(words, FRIDAY) == ()


def test_the_time_of_day_goes_with_its_date() -> None:
    (found,) = read_dates("في 26 نيسان 2019، الساعة 5:30 مساءً قصفت الطائرات")
    assert (found.when.at, found.when.precision) == (time(17, 30), Precision.MINUTE)


def test_all_dates_of_a_sentence_are_found() -> None:
    text = "Shelling began on 26 April 2019 and ended in May 2019; حتى 3 حزيران 2019."
    assert [str(found.when.start) for found in read_dates(text)] == ["2019-04-26", "2019-05-01", "2019-06-03"]


NO_NAME = "السيد تموز"
"""A man of the name of a month, which no rule tells from the month; the one phrase of the second look that is read wrongly."""


@pytest.mark.parametrize("look", ["held_back", "second_look"])
def test_what_was_held_back_is_read_since_its_first_run(look: str) -> None:
    def told(phrase: str, said_on: date | None) -> tuple[When, ...]:
        return tuple(found.when.model_copy(update={"said": ""}) for found in read_dates(phrase, said_on))

    wrong = [phrase for phrase, said_on, whens in held_back_dates(look) if told(phrase, said_on) != whens]
    assert set(wrong) <= {NO_NAME}


@given(st.text(alphabet=st.sampled_from("0123456789 /-.:,نيسان/ابر عاممن relapyto٢٠"), max_size=40))
def test_nothing_makes_it_fall_over(text: str) -> None:
    for found in read_dates(text, FRIDAY):
        assert found.when.start <= found.when.end
        assert found.when.said == text[found.start : found.end]


@given(st.text(alphabet=st.characters(codec=None, exclude_categories=()), max_size=60))
def test_any_text_may_come(text: str) -> None:
    for found in read_dates(text, FRIDAY):
        assert found.when.said == text[found.start : found.end]


WORDS = [
    "7", "2019", "هـ", "نيسان", "April", "May", "رمضان", "بين", "و", "من", "to", "-", "/", ",", "(", "1440", "الأسبوع", "الأول", "last",
    "العام", "الماضي", "week", "of", "قبل", "الساعة", "14:30", "pm", "السبت", "Friday", "أمس", "early", "in",
]  # fmt: skip


@given(st.lists(st.sampled_from(WORDS), max_size=12))
def test_words_in_any_order_may_come(words: list[str]) -> None:
    text = " ".join(words)
    for found in read_dates(text, FRIDAY):
        assert found.when.said == text[found.start : found.end]


@pytest.mark.parametrize("said_on", [date.min, date(1900, 1, 1), date.max])
@pytest.mark.parametrize(
    "words",
    ["yesterday", "tomorrow", "last week", "next month", "قبل 10000 سنة", "رمضان الماضي", "12 آذار", "last summer"],
)
def test_a_day_of_speaking_at_the_edge_of_the_calendar_breaks_nothing(words: str, said_on: date) -> None:
    for found in read_dates(words, said_on):
        assert found.when.start <= found.when.end


LONG = [
    "5", "5 ", "-", "5-", "2/", "4/5/", "4, ", "on 4 and ", "شهر ", "نيسان/", "نيسان (", "12 نيسان - ", "12 نيسان و", "2019-", "4.5.", "عام ", "منذ ",
    "last ", "May ", "first week of ", "الساعة 5 ", "1440 هـ ", "رمضان ", "early ", "Saturday ", "من ", "ما بين ", "و", "\ud800", "\n",
]  # fmt: skip


@pytest.mark.parametrize("unit", LONG)
def test_the_work_grows_with_the_length_of_a_text_and_not_faster(unit: str) -> None:
    short, long = (steps(lambda text: read_dates(text, FRIDAY), unit * (size // len(unit))) for size in (600, 2400))
    assert long < 5 * short


def test_words_that_no_date_begins_with_are_passed_over_and_none_is_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = [(text, said_on) for look in ("held_back", "second_look") for text, said_on, _ in held_back_dates(look)]
    texts += [(text, said_on) for text, *_ in (*STATED, *LEANING) for said_on in (None, FRIDAY)]
    passed_over = [read_dates(*each) for each in texts]
    monkeypatch.setattr(date_reader, "may_begin", lambda key: True)
    assert passed_over == [read_dates(*each) for each in texts]


@pytest.mark.parametrize("text", ["winter 2018", "in the winter of 2018", "شتاء 2018", "شتاء عام 2018", "الشتاء 2018"])
def test_a_winter_of_one_year_may_be_either_and_is_no_date(text: str) -> None:
    assert read_dates(text, FRIDAY) == ()
    with pytest.raises(ValueError, match="not a date"):
        read_date(text)
    (found,) = read_counts(f"{text} 12 civilians were killed")
    assert found.count.low == 12
