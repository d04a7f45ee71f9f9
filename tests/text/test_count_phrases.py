"""What monitors and newsrooms write is read as the count they mean."""

from __future__ import annotations

import time

import pytest
from gold import Gold, gold_phrases, is_test
from hypothesis import given
from hypothesis import strategies as st

from dalil.text.counts import read_counts
from dalil.text.numbers import read_amount, tokens_of
from dalil.values.count import Count


def told(phrase: str) -> list[tuple[str, Count]]:
    return [(found.quantity, found.count.model_copy(update={"said": ""})) for found in read_counts(phrase)]


@pytest.mark.parametrize("gold", [gold for gold in gold_phrases() if not is_test(gold[0])], ids=lambda gold: gold[0])
def test_every_phrase_of_the_dev_half_is_read_exactly(gold: Gold) -> None:
    phrase, counts = gold
    assert told(phrase) == list(counts)


def test_of_the_test_half_at_least_97_in_100_are_read_exactly() -> None:
    test_half = [gold for gold in gold_phrases() if is_test(gold[0])]
    exact = sum(told(phrase) == list(counts) for phrase, counts in test_half)
    assert len(gold_phrases()) >= 300
    assert exact / len(test_half) >= 0.97


def test_the_words_of_a_count_are_kept_with_their_place() -> None:
    text = "أفاد المرصد بمقتل ما لا يقل عن اثنين وثمانين مدنياً أمس"
    (found,) = read_counts(text)
    assert text[found.start : found.end] == found.count.said == "ما لا يقل عن اثنين وثمانين مدنياً"
    assert (found.count.low, found.count.high, found.count.status) == (82, None, "civilian")


def test_a_part_names_its_whole() -> None:
    found = read_counts("مقتل 39 مدنياً، بينهم 7 أطفال و3 سيدات، وإصابة 20 آخرين")
    assert [(one.quantity, one.count.low, one.part_of) for one in found] == [
        ("killed", 39, None), ("killed", 7, 0), ("killed", 3, 0), ("injured", 20, None),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("اثنان وثمانون", 82), ("مئة وسبعة", 107), ("ثلاثمئة وخمسين", 350), ("ثلاث مئة", 300), ("ألفين وخمسمئة", 2500),
        ("ثمانية وتسعين ألفاً", 98_000), ("مليون ومئتا ألف", 1_200_000), ("one hundred and seven", 107),
        ("two thousand three hundred forty-one", 2341), ("half a million", 500_000), ("١٬٣٠٠", 1300), ("1.5 مليون", 1_500_000),
    ],
)  # fmt: skip
def test_numbers_in_words_have_their_value(words: str, value: int) -> None:
    tokens = tokens_of(words)
    number = read_amount(tokens, 0)
    assert number is not None
    assert (number.value, number.last) == (value, len(tokens))


@given(st.text(alphabet=st.characters(), max_size=60))
def test_any_text_may_come(text: str) -> None:
    for found in read_counts(text):
        assert text[found.start : found.end] == found.count.said


@given(
    st.lists(
        st.sampled_from(
            [
                "مقتل",
                "5",
                "و",
                "10",
                "أطفال",
                "بين",
                "إصابة",
                "more",
                "than",
                "killed",
                "82",
                "dozens",
                "a",
                "woman",
                "and",
                "no",
                "لا",
                "قتلى",
                "جرحى",
                "من",
                "to",
                "-",
            ]
        ),
        max_size=12,
    )
)
def test_words_in_any_order_may_come(words: list[str]) -> None:
    text = " ".join(words)
    for found in read_counts(text):
        assert found.count.low >= 0
        assert text[found.start : found.end] == found.count.said


@pytest.mark.parametrize("unit", ["a", "5 ", "مقتل 5 ", "و", "between 5 and ", "\ud800", "ألف ", "1,", "killed and "])
def test_long_texts_are_read_in_linear_time(unit: str) -> None:
    started = time.perf_counter()
    read_counts(unit * (20_000 // len(unit)))
    short = time.perf_counter() - started
    started = time.perf_counter()
    read_counts(unit * (80_000 // len(unit)))
    assert time.perf_counter() - started < 10 * max(short, 0.1)
