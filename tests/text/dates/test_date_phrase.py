"""A phrase that is one date is read whole, or refused: in both languages, both orders of digits, three calendars and with the clock."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from steps import steps

from dalil.text.dates import order_of, read_date, read_time
from dalil.values import When

READ = """
2019-04-26 = 2019-04-26|26 April 2019|April 26, 2019|26th of April, 2019|the 26th of April 2019
2019-04-26 = Fri, 26 Apr 2019|Friday 26 April 2019|26 April 2019 (Friday)
2019-04-26 = 26-Apr-19|26/Apr/2019|26.Apr.2019|2019 April 26|2019-Apr-26|26/4/2019|4/26/2019|26.04.2019
2019-04-26 = 2019/4/26|2019.04.26|26 04 2019|20190426|(26 April 2019)
2019-04-26 = 26 نيسان 2019|٢٦ نيسان ٢٠١٩|26 نيسان/أبريل 2019|26 أبريل (نيسان) 2019|الجمعة 26 نيسان 2019
2019-04-26 = يوم الجمعة، ٢٦ نيسان ٢٠١٩|26 أفريل 2019|نيسان 26، 2019
2019-04-26 = السادس والعشرين من نيسان 2019|بتاريخ 26/4/2019|26/4/2019 م|\u200f26/4/2019
2019-04-26 = \u202b26 نيسان 2019\u202c|2019-04-26 00:00:00|26/4/2019 0:00
2019-01-04 = 4 كانون ثاني 2019|4 كانون 2 2019|4 كانون الثاني/يناير 2019|4 كانون تاني 2019|4 January 2019
2018-11-05 = 5 تشرين 2 2018|5 تشرين ثاني 2018|5 نوفمبر 2018|5/Nov/2018
2019-05-06 = 1 رمضان 1440|١ رمضان ١٤٤٠ هـ|1440-09-01|1 رمضان 1440 هـ الموافق 6 أيار 2019
2019-04-26T14:30 = 26 April 2019, 2:30 PM|26/4/2019 14:30|2019-04-26T14:30|26 نيسان 2019 الساعة ٢:٣٠ مساءً
2019-04-26T14:30 = ٢:٣٠ م 26 نيسان 2019|2:30 p.m. on 26 April 2019|26/04/2019 14:30:59
2019-04-26T00:30 = 26 April 2019 12:30 AM|26 نيسان 2019 12:30 ص|26 نيسان 2019 الساعة 12:30 ليلاً
2019-04 = April 2019|نيسان 2019|2019-04|04/2019|4/2019|2019/04|Apr ’19|شهر نيسان 2019
2019 = 2019|٢٠١٩|2019.0|عام 2019|year 2019
2019-04-26..2019-04-28 = 26/4/2019 - 28/4/2019|26-28 April 2019|from 26 to 28 April 2019
2019-04-26..2019-04-28 = من 26 إلى 28 نيسان 2019|26/4/2019 to 28/4/2019|2019-04-26–2019-04-28
2019-04-26..2019-04-28 = من 26/4/2019 حتى 28/4/2019|between 26/4/2019 and 28/4/2019
2019-04-26..2019-04-28 = بين 26 نيسان 2019 و28 نيسان 2019|2019-04-26..2019-04-28
2019-04-26..2019-04-28 = 26/4/2019 22:00 – 28/4/2019 03:00
2019-04-21..2019-04-30 = late April 2019|أواخر نيسان 2019
2011-01-01..2013-12-31 = 2011-2013|2011 – 2013|between 2011 and 2013|بين عامي 2011 و2013
1018-09-04 = 1018-09-04|4 September 1018
"""
READINGS = [
    (phrase.strip(), meant.strip())
    for line in READ.strip().splitlines()
    for meant, phrases in [line.split(" = ")]
    for phrase in phrases.split("|")
]


@pytest.mark.parametrize(("phrase", "meant"), READINGS)
def test_a_phrase_that_is_one_date_is_read(phrase: str, meant: str) -> None:
    assert read_date(phrase).notation() == meant


REFUSED = """
04/09/2018|٠٤/٠٩/٢٠١٨|04.09.2018 14:30|4/9/18|04092018|26-4-19|بتاريخ 4/9/2018|Tuesday 04/09/2018
(04/09/2018)|04/09/2018 - 06/09/2018
about 4 May 2018|حوالي 4 أيار 2018|c. 2018|~2018|2018?|4 May 2018 (approx.)|before 4 May 2018
قبل 4 أيار 2018|since 2013|منذ 2013|until May 2018|حتى أيار 2018|after 2018-09-04
5 killed on 4 May 2018|4 May 2018 and 6 May 2018|26/4/2019, 28/4/2019|2018-09-04; 2018-09-06
4 أيار 2018 و6 أيار 2018|2018 - present|4 May 2018 - unknown
31 April 2019|31/04/2019|30/02/2019|2019-02-30|00/00/2019|2018-13-04|31 نيسان 2019|35 رمضان 1440
Wednesday 26 April 2019|الأربعاء 26 نيسان 2019|26 April 2019 (Sunday)
May|May 28|28 أيار|أيار|yesterday|أمس|today|last Friday|unknown|غير معروف|#N/A|-|?|5|43347|14:30|0|soon
غداً
26/4/2019 14:30 PM|26 April 2019 25:00|26/4/2019 10:00-11:00|April 2019 14:30|26/4/2019 14:30 EST
1397-06-13|13/6/1397|26 April 2019 12 مساءً
"""


@pytest.mark.parametrize("phrase", REFUSED.strip().replace("\n", "|").split("|"))
def test_a_phrase_of_which_a_part_is_not_understood_for_certain_is_refused(phrase: str) -> None:
    with pytest.raises(ValueError, match=r"\S \S"):
        read_date(phrase)


@pytest.mark.parametrize(
    ("phrase", "form", "meant"),
    [
        ("04/09/2018", "d/m/y", "2018-09-04"),
        ("04/09/2018", "m/d/y", "2018-04-09"),
        ("٠٤-٠٩-٢٠١٨", "d/m/y", "2018-09-04"),
        ("4/9/18", "d/m/y", "2018-09-04"),
        ("18/9/4", "y-m-d", "2018-09-04"),
        ("04/09/2018 - 06/09/2018", "d/m/y", "2018-09-04..2018-09-06"),
        ("04/09/2018 2:30 PM", "m/d/y", "2018-04-09T14:30"),
        ("Tuesday 04/09/2018", "d/m/y", "2018-09-04"),
        ("May 28, 2019", "m y", "2019-05-28"),
        ("9/18", "m/y", "2018-09"),
        ("Sep-18", "m-y", "2018-09"),
        ("18", "y", "2018"),
        ("26 نيسان 2019", "m/d/y", "2019-04-26"),
        ("2018-09-04", "d/m/y", "2018-09-04"),
        ("18/09/04", "y/m/d", "2018-09-04"),
    ],
)
def test_a_form_names_the_order_of_digits_and_nothing_else(phrase: str, form: str, meant: str) -> None:
    assert read_date(phrase, order_of(form)).notation() == meant


@pytest.mark.parametrize(
    ("phrase", "form"),
    [
        ("26/04/2019", "m/d/y"),
        ("04/26/2019", "d/m/y"),
        ("04/09/2018 or so", "d/m/y"),
        ("26/04/2019", "y/m/d"),
        ("Sep 18", "d/m/y"),
        ("on the 04/09/2018 and later", "d/m/y"),
    ],
)
def test_a_phrase_against_its_form_is_refused(phrase: str, form: str) -> None:
    with pytest.raises(ValueError):
        read_date(phrase, order_of(form))


def test_a_form_that_names_no_order_is_refused() -> None:
    for form in ("d/m", "dd/mm/yyyy", "soon", "d/d/y", "%d/%m/%Y"):
        with pytest.raises(ValueError, match="is not a form of date"):
            order_of(form)


@pytest.mark.parametrize(
    ("phrase", "zone"),
    [
        ("2023-06-21T14:30:00.000+03:00", "UTC+03:00"),
        ("2023-06-21T14:30:00Z", "UTC"),
        ("2023-06-21 22:30 Z", "UTC"),
        ("2023-06-21 22:30z", "UTC"),
        ("21/6/2023 8 pm UTC", "UTC"),
        ("21/6/2023 2:30 PM GMT+3", "UTC+03:00"),
        ("21/6/2023 2:30 مساءً +03:00", "UTC+03:00"),
        ("21 حزيران 2023 الساعة 14:30 بتوقيت غرينتش", "UTC"),
        ("Wed, 21 Jun 2023 14:30:00 +0300", "UTC+03:00"),
        ("Wed Jun 21 2023 14:30:00 GMT+0300 (Eastern European Summer Time)", "UTC+03:00"),
        ("2023-06-21T14:30:00-05:00", "UTC-05:00"),
        ("2023-06-21 14:30", ""),
        ("21 June 2023 14:30 local time", ""),
    ],
)
def test_the_zone_of_a_time_is_kept_with_its_words(phrase: str, zone: str) -> None:
    when = read_date(phrase)
    assert (when.zone, str(when.start), bool(when.said)) == (zone, "2023-06-21", bool(zone))
    assert When.model_validate(when.model_dump(mode="json")).zone == zone


@pytest.mark.parametrize(
    ("phrase", "meant"),
    [
        ("02:30 PM", "14:30"), ("2:30pm", "14:30"), ("٢:٣٠ م", "14:30"), ("10:15 مساءً", "22:15"), ("12:30 AM", "00:30"), ("12:30 ص", "00:30"),
        ("12:00 PM", "12:00"), ("9:05", "09:05"), ("11:30 ظهراً", "11:30"), ("1:30 ظهراً", "13:30"), ("2:00 ليلاً", "02:00"), ("10:00 ليلاً", "22:00"),
        ("12:15 ليلاً", "00:15"), ("5 فجراً", "05:00"), ("3:30 عصراً", "15:30"), ("8 pm", "20:00"), ("الساعة الثامنة مساء", "20:00"), ("1430h", "14:30"),
        ("14.30", "14:30"), ("\u200f14:30", "14:30"), ("2:30 بعد الظهر", "14:30"), ("00:00", "00:00"),
    ],
)  # fmt: skip
def test_a_time_of_day_is_read_in_both_languages(phrase: str, meant: str) -> None:
    assert f"{read_time(phrase).at:%H:%M}" == meant


def test_nought_oclock_with_its_seconds_is_no_time_of_day() -> None:
    assert [read_time(phrase).at for phrase in ("00:00:00", "٠٠:٠٠:٠٠", "12:00:00 AM")] == [None, None, None]


@pytest.mark.parametrize(
    "phrase",
    [
        "14:30 PM",
        "14:30 مساءً",
        "14:30-15:00",
        "10:00-11:00",
        "24:00",
        "12:75",
        "1430",
        "0.604",
        "0.25",
        "noonish",
        "12 مساءً",
        "7",
        "8 ظهراً",
        "",
    ],
)
def test_what_is_no_certain_time_of_day_is_refused(phrase: str) -> None:
    with pytest.raises(ValueError, match="is not a time of day"):
        read_time(phrase)


PIECES = st.sampled_from(
    """4 9 04 09 18 26 31 2018 2019 1439 ٢٦ / - . : – , ، ( ) .. T Z +03:00 PM م ص مساءً 14:30 2:30 May April Sept نيسان أيلول كانون 2 الثاني رمضان
    هـ Tuesday الثلاثاء from to من إلى بين و and until since الموافق late أواخر في on th 's 00 0 \u200f \u0660 ½ ³ 𝟘""".split()  # noqa: SIM905
)
PHRASES = st.one_of(
    st.text(max_size=60), st.lists(PIECES, max_size=9).map(" ".join), st.lists(PIECES, max_size=9).map("".join)
)


@given(PHRASES, st.sampled_from(["", "dmy", "mdy", "ymd", "my", "ym", "y"]))
def test_any_text_is_read_or_refused(phrase: str, order: str) -> None:
    for read in (lambda text: read_date(text, order), read_time):
        try:
            assert read(phrase)
        except ValueError as error:
            assert " " in str(error)


@given(st.dates(min_value=date(1900, 1, 1), max_value=date(2100, 12, 31)))
def test_digits_without_an_order_are_never_one_of_two_days(day: date) -> None:
    phrase = f"{day.day}/{day.month}/{day.year}"
    assert read_date(phrase, "dmy") == When.day(day)
    if day.day <= 12 and day.day != day.month:
        with pytest.raises(ValueError, match="may be"):
            read_date(phrase)
    else:
        assert read_date(phrase) == When.day(day)


@pytest.mark.parametrize("piece", ["4/", "نيسان ", "to ", "1 - ", "( ", "الموافق ", "14:30 ", "م ", "2018 "])
def test_a_long_text_costs_no_more_than_a_short_one(piece: str) -> None:
    def refuse(text: str) -> None:
        with pytest.raises(ValueError):
            read_date(text + "!")

    assert steps(refuse, piece * 40_000) < 20_000
    assert steps(refuse, (piece * 120)[:119]) < 60_000
