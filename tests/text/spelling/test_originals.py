"""Two Latin spellings are compared by the Arabic names that they may both be."""

from collections import Counter
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dalil.letters import letter_numbers_of
from dalil.text.names import similarity
from dalil.text.spelling.letter_model import load_letter_model
from dalil.text.spelling.network import GRAIN
from dalil.text.spelling.originals import Originals

LATIN_WORDS = st.text(alphabet="abdehiklmnorsuy", min_size=1, max_size=12)


def steps_of(word):
    return load_letter_model(False, True).steps_of([letter_numbers_of(word)])[0]


def likeness(a, b):
    return float(
        Originals.from_steps([steps_of(b)]).compare(Originals.from_steps([steps_of(a)]), np.zeros(1, np.int64))[0]
    )


@pytest.mark.parametrize(
    ("spelled", "otherwise", "another"),
    [
        ("yousef", "yusuf", "yassin"),
        ("mohamed", "muhammad", "mahmoud"),
        ("khoury", "khouri", "khayri"),
        ("hussein", "husayn", "hassan"),
        ("jamil", "gamil", "jamal"),
        ("samir", "sameer", "samar"),
    ],
)
def test_what_is_one_name_in_arabic_is_nearer_than_what_only_looks_alike(spelled, otherwise, another):
    assert likeness(spelled, otherwise) > -1.2 > -2 > likeness(spelled, another)


def test_whole_names_follow():
    assert similarity("Youssef al-Khoury", "Yusuf Khouri") > similarity("Samir Khoury", "Samar Khoury")


def written_out(word):
    """Every Arabic word that a Latin word may be, and how probable."""
    chunks, found = load_letter_model(False, True).chunks, Counter()
    step = steps_of(word)
    for way in product(*(zip(step.chunks[i], step.costs[i], strict=True) for i in range(len(step.chunks)))):
        found["".join(chunks[chunk] for chunk, _ in way)] += float(np.exp(-sum(int(cost) for _, cost in way) / GRAIN))
    return found


@pytest.mark.parametrize(
    ("a", "b"), [("ali", "aly"), ("amr", "umr"), ("say", "si"), ("la", "aal"), ("ux", "aks"), ("i", "i")]
)
def test_it_is_the_cosine_over_all_arabic_words(a, b):
    first, second = written_out(a), written_out(b)
    dot = sum(p * second[word] for word, p in first.items())
    norms = [sum(p * p for p in words.values()) ** 0.5 for words in (first, second)]
    assert likeness(a, b) == pytest.approx(np.log(dot / (norms[0] * norms[1])), abs=0.02)


@settings(max_examples=100)
@given(LATIN_WORDS, LATIN_WORDS)
def test_it_is_symmetric_and_highest_for_the_same_word(a, b):
    assert likeness(a, a) == 0
    assert likeness(a, b) <= 0
    assert max(likeness(a, b), -8) == pytest.approx(max(likeness(b, a), -8), abs=0.05)
