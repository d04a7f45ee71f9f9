"""The words that are known as names, in either script: asked when two names differ by a letter.

They are kept as a Bloom filter (Bloom 1970), which holds no word: it says of any word whether it may be one of them, and in one of some 200 cases
wrongly that it is. tools/list_known_words.py makes it from the tokens that the letter models were trained on.
"""

from __future__ import annotations

import functools
from hashlib import blake2b
from pathlib import Path

import numpy as np

from dalil.letters import fold, letter_numbers_of
from dalil.text.spelling.letter_model import Steps, load_letter_model
from dalil.text.spelling.trie import LONGEST

FILE = Path(__file__).with_name("known_words.bin")
BITS = 20
"""The filter has two to this power of bits."""
PLACES = 5
"""How many bits a word sets."""
BY_ORIGINAL = 0.85
"""How surely a Latin word is a name that is not known itself, but the Arabic word that it most probably spells."""


def places_of(word: str) -> list[int]:
    """Return the bits of a word."""
    digest = int.from_bytes(blake2b(fold(word).replace(" ", "").encode(), digest_size=16).digest())
    return [(digest >> (BITS * at)) & ((1 << BITS) - 1) for at in range(PLACES)]


@functools.cache
def _bits() -> bytes:
    return FILE.read_bytes()


@functools.lru_cache(maxsize=65536)
def is_known_word(word: str) -> bool:
    """Tell whether a word is known as a name, however it is folded.

    >>> is_known_word("حسين"), is_known_word("Samir"), is_known_word("samrtir")
    (True, True, False)
    """
    bits = _bits()
    return all(bits[place >> 3] >> (place & 7) & 1 for place in places_of(word))


@functools.lru_cache(maxsize=65536)
def how_known(word: str, arabic: bool) -> float:
    """Return how surely a word is a name, 0 to 1: one that is known, or a Latin spelling of an Arabic one that is.

    >>> how_known("حسين", True), how_known("Muhaisn", False), how_known("samrtir", False)
    (1.0, 0.85, 0.0)
    """
    if is_known_word(word):
        return 1.0
    if arabic or not word:
        return 0.0
    (steps,) = load_letter_model(False, True).steps_of([letter_numbers_of(fold(word)[:LONGEST])])
    return by_original(steps)


def by_original(steps: Steps) -> float:
    """Return how surely a Latin word that is not known is a name. steps: from its letters to Arabic ones."""
    chunks = load_letter_model(False, True).chunks
    original = "".join(chunks[steps.chunks[at, place]] for at, place in enumerate(np.argmin(steps.costs, axis=1)))
    return BY_ORIGINAL if is_known_word(original) else 0.0
