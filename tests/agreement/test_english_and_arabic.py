"""English and Arabic say the same: the same numbers, the same days, a name for every code, a title for every report."""

from __future__ import annotations

import csv
import io
import json
import re
from datetime import date, timedelta
from typing import Any

import pytest
from click.testing import CliRunner
from django.test import Client
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from dalil import vocabulary
from dalil.archive.protection import Viewer
from dalil.cli.count import count
from dalil.counting.answer import ask
from dalil.counting.figures import define_figure, publish_edition
from dalil.counting.question import GROUPINGS, Question
from dalil.letters import LANGUAGE_CODES, western_digits
from dalil.record.kind import all_kinds, coded_facets, fields_of
from dalil.values import Count, When
from dalil.wording.numbers import say_range
from dalil.wording.times import say_when

DAYS = st.dates(date(2011, 1, 1), date(2024, 12, 31))


def numbers_in(text: str) -> list[str]:
    """The numbers of a text in Western digits, thousands not separated, in ascending order."""
    return sorted(re.findall(r"\d+", western_digits(text).replace(",", "").replace("٬", "")))


@given(st.integers(0, 10**9), st.none() | st.integers(0, 10**6))
def test_a_range_has_the_same_numbers(low: int, more: int | None) -> None:
    high = None if more is None else low + more
    english, arabic = (say_range(low, high, language) for language in ("en", "ar"))
    assert numbers_in(english) == numbers_in(arabic)


@given(DAYS, st.integers(0, 800))
def test_a_time_has_the_same_days_and_years(start: date, length: int) -> None:
    when = When.span(start, start + timedelta(days=length))
    english, arabic = (say_when(when, language) for language in ("en", "ar"))
    assert numbers_in(english) == numbers_in(arabic)


@pytest.mark.parametrize("scheme", vocabulary.schemes())
def test_every_code_has_a_name_in_each_language(scheme: str) -> None:
    unnamed = [
        (term.code, code) for term in vocabulary.terms(scheme) for code in LANGUAGE_CODES if not term.label(code)
    ]
    assert unnamed == []


def test_every_field_is_asked_for_in_each_language() -> None:
    for kind in all_kinds().values():
        for words in (kind.name, kind.plural, kind.title, *(field.label for field in fields_of(kind))):
            assert all(getattr(words, code) for code in LANGUAGE_CODES), (kind.code, words)


def test_an_answer_has_the_same_lines_whatever_its_language(enter: Any) -> None:
    for day, place in (("2019-05-01", "SY07"), ("2019-06-02", "SY02"), ("2019-06", "SY07")):
        enter({"when": day, "where": {"places": [place]}, "killed": "3+", "weapons": ["BARREL_BOMB"]}, origin="north")
    facets = [field.name for field in coded_facets(all_kinds()["incident"])]
    for by in (*facets, *GROUPINGS):
        for row in ask(Question(measure="killed", by=(by,)), Viewer.public()).rows:
            (label,) = row.labels
            assert label.en and label.ar
            assert row.keys[0] is None or label.en != label.ar or by == "source", (by, row.keys)


@pytest.fixture
def three_incidents(enter: Any) -> None:
    for day, place, killed in (
        ("2019-05-01", "SY07", "3+"),
        ("2019-06-02", "SY02", "40-50"),
        ("2019-06", "SY07", "1200"),
    ):
        enter({"when": day, "where": {"places": [place]}, "killed": killed, "weapons": ["BARREL_BOMB"]}, origin="north")


@pytest.mark.parametrize("form", ["count", "count.csv"])
def test_the_api_gives_an_answer_of_the_same_bytes_in_each_language(three_incidents: Any, form: str) -> None:
    asked = "?measure=killed&by=governorate&by=month&since=2019&according_to=north"
    answers = set()
    for language in LANGUAGE_CODES:
        with translation.override(language):
            reader = Client(headers={"host": "localhost", "accept-language": language})
            answers.add(reader.get(f"/api/{form}{asked}").content)
    (answer,) = answers
    if form == "count":
        plain = json.loads(answer)
        english, arabic = (plain["in_words"][language] for language in ("en", "ar"))
        assert english != arabic and numbers_in(english) == numbers_in(arabic) != []
        labels = [names for row in plain["rows"] for names in row["labels"].values()]
        assert labels and all(set(names) == set(LANGUAGE_CODES) for names in labels)
        assert all(numbers_in(names["en"]) == numbers_in(names["ar"]) for names in labels)
    else:
        rows = list(csv.DictReader(io.StringIO(answer.decode("utf-8-sig"))))
        assert [row["low"] for row in rows] == ["40", "3", "1200"]
        assert all(row[f"governorate_{code}"] and row[f"month_{code}"] for row in rows for code in LANGUAGE_CODES)


def test_the_command_prints_the_same_numbers_in_each_language(three_incidents: Any) -> None:
    asked = ["--measure=killed", "--by=governorate", "--by=month"]
    printed = (CliRunner().invoke(count, [*asked, f"--language={code}"]).output for code in ("en", "ar"))
    english, arabic = (
        table.partition("└")[0] for table in printed
    )  # a caveat beneath it may say “one” without a digit
    assert english != arabic and {"1200", "40", "50"} <= set(numbers_in(english))
    assert numbers_in(english) == numbers_in(arabic)


def test_a_figure_tells_the_same_numbers_in_each_language(three_incidents: Any, edith: Any) -> None:
    figure = define_figure("killed", Question(measure="killed"), actor=edith, title_en="Killed", title_ar="القتلى")
    publish_edition(figure, actor=edith)
    told = Client(headers={"host": "localhost"}).get("/api/figures/killed").json()["told"]
    assert set(told) == set(LANGUAGE_CODES) and told["en"] != told["ar"]
    assert numbers_in(told["en"]) == numbers_in(told["ar"]) == ["1243"]


@given(st.sampled_from(["82", "82+", "<=7", "40-50", "~2000"]))
def test_a_notation_is_read_in_either_digits(notation: str) -> None:
    arabic = notation.translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))
    assert Count.parse(arabic) == Count.parse(notation)
