"""What monitors and newsrooms write is read as the count they mean."""

from __future__ import annotations

import pytest
from gold import Gold, gold_phrases, held_back_phrases, is_test
from hypothesis import given
from hypothesis import strategies as st
from steps import steps

from dalil.text.counts import read_counts
from dalil.values.count import Count


def counts_of(phrase: str) -> list[tuple[str, Count]]:
    return [(found.quantity, found.count.model_copy(update={"said": ""})) for found in read_counts(phrase)]


@pytest.mark.parametrize("gold", [gold for gold in gold_phrases() if not is_test(gold[0])], ids=lambda gold: gold[0])
def test_every_phrase_of_the_dev_half_is_read_exactly(gold: Gold) -> None:
    phrase, counts = gold
    assert counts_of(phrase) == list(counts)


def test_of_the_test_half_at_least_97_in_100_are_read_exactly() -> None:
    test_half = [gold for gold in gold_phrases() if is_test(gold[0])]
    exact = sum(counts_of(phrase) == list(counts) for phrase, counts in test_half)
    assert len(gold_phrases()) >= 300
    assert exact / len(test_half) >= 0.97


@pytest.mark.parametrize("look", ["held_back", "second_look"])
def test_what_was_held_back_is_read_since_its_first_run(look: str) -> None:
    assert [gold[0] for gold in held_back_phrases(look) if counts_of(gold[0]) != list(gold[1])] == []


@pytest.mark.parametrize("look", ["fresh", "last_look", "third_look", "fourth_look"])
def test_of_new_sentences_at_least_95_in_100_are_read_exactly_by_now(look: str) -> None:
    sentences = held_back_phrases(look)
    exact = sum(counts_of(sentence) == list(counts) for sentence, counts in sentences)
    assert len(sentences) >= 60
    assert exact / len(sentences) >= 0.95


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


@given(st.text(alphabet=st.characters(codec=None, exclude_categories=()), max_size=60))
def test_broken_text_may_come(text: str) -> None:
    for found in read_counts(text):
        assert text[found.start : found.end] == found.count.said


@pytest.mark.parametrize(
    "text",
    [
        "9" * 15 + " people were killed",
        "مقتل " + "9" * 15 + " شخصاً",
        "between 1 and " + "9" * 13 + " died",
        "several million million million died",
        "about 999,999,999,999 people died",
    ],
)
def test_a_number_that_nothing_can_have_is_no_count(text: str) -> None:
    assert read_counts(text) == ()


@pytest.mark.parametrize("when", ["", "In 2019 ", "In 2019, ", "In April 2019 ", "Since 2011 "])
def test_a_year_before_them_neither_counts_nor_hides_those_who_were_killed(when: str) -> None:
    (found,) = read_counts(f"{when}civilians were killed")
    assert (found.quantity, found.count.low, found.count.high, found.count.status) == ("killed", 2, None, "civilian")


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("one civilian, a woman, was killed", [None]),
        ("two civilians, a man and a woman, were killed", [None, 0, 0]),
        ("قتل 91 مدنياً: 60 رجلاً و20 طفلاً و11 سيدة", [None, 0, 0, 0]),
        ("killed 10 civilians (four children, three women)", [None, 0, 0]),
        ("a man, a woman and two children were killed", [None, None, None]),
        ("مقتل ثلاثة أشخاص أحدهم طفل", [None, 0]),
    ],
)
def test_those_told_apart_are_part_of_the_whole(text: str, parts: list[int | None]) -> None:
    assert [found.part_of for found in read_counts(text)] == parts


LONG = [
    "a", "5 ", "5", "مقتل 5 ", "و", "خمسة ", "وخمسة ", "خمسة ألف ", "مليون ونصف ", "between 5 and ", "بين عشرين وثلاثين ", "from 5 to ",
    "\ud800", "\x00", "ألف ", "1,", "12 000 ", "killed and ", "طفل ", "وطفل ", "أطفال ", "civilian ", "family of ", "of the ", "no ", "لا ",
    "one in ", "ثلث ", "several hundred ", "hundreds if not ", "5 men, ", "91 civilians: 5 men and ", "a 7-year-old ", "(", "\n",
]  # fmt: skip


@pytest.mark.parametrize("unit", LONG)
def test_the_work_grows_with_the_length_of_a_text_and_not_faster(unit: str) -> None:
    short, long = (steps(read_counts, unit * (size // len(unit))) for size in (600, 2400))
    assert long < 5 * short


def test_five_of_one_family_are_people() -> None:
    for text in (
        "استشهاد سبعة من عائلة واحدة في إدلب",
        "killing 7 of the same family",
        "مقتل 7 من عائلتين",
        "killed seven of two families",
        "مقتل سبعة من بيت واحد",
        "killed 7 of a family of nine",
        "مقتل 7 من عائلات مختلفة",
    ):
        (found,) = read_counts(text)
        assert (found.quantity, found.count.low, found.count.unit) == ("killed", 7, "person"), text
    for text in ("seven of the families were displaced", "نزوح 7 من العائلات", "نزوح 7 عائلات"):
        (found,) = read_counts(text)
        assert (found.count.low, found.count.unit) == (7, "family"), text
