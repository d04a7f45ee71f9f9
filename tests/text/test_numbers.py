"""Numbers in digits and words, in both languages, have their value."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dalil.letters import read_whole_number
from dalil.text.numbers import read_amount, read_number, tokens_of


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


@pytest.mark.parametrize(
    ("words", "values"),
    [
        ("five six", [5, 6]),
        ("five and six", [5, 6]),
        ("100 and five", [100, 5]),
        ("twenty thirty", [20, 30]),
        ("ألف و million", [1000]),
        ("two وعشرون و وثلاثين", [22, 30]),
    ],
)
def test_a_number_ends_where_the_next_word_cannot_be_its_own(words: str, values: list[int]) -> None:
    tokens = tokens_of(words)
    first = read_number(tokens, 0)
    assert first is not None
    assert (first.value, tokens[first.last - 1].key in ("and", "و")) == (values[0], False)
    starts = [at for at in range(first.last, len(tokens)) if read_number(tokens, at)]
    if len(values) > 1:
        second = read_number(tokens, starts[0])
        assert second is not None
        assert second.value == values[1]


@given(st.integers(min_value=0, max_value=10**9))
def test_a_whole_number_is_read_as_tables_write_it(number: int) -> None:
    arabic = f"{number:,}".translate(str.maketrans("0123456789,", "٠١٢٣٤٥٦٧٨٩٬"))
    for written in (
        str(number),
        f"{number:,}",
        f"{number}.0",
        f" {number}\u200f",
        arabic,
        f"{number:,}".replace(",", " "),
    ):
        assert read_whole_number(written) == number


@pytest.mark.parametrize(
    "written", ["", "3,0", "1.300", "1.000", "2.5", "-5", "+5", "five", "12 345 67", "1,30", "½", "9" * 30, "1e3"]
)
def test_what_may_be_another_number_is_no_whole_number(written: str) -> None:
    assert read_whole_number(written) is None
