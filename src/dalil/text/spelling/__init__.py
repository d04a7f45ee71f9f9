"""Spelling across scripts: learned letter models, tries searched by them, and lists of words found in any spelling.

This is its public face: other rooms import from `dalil.text.spelling`, not from its modules. Importing it loads numba.
"""

from dalil.text.spelling.known_words import how_known
from dalil.text.spelling.letter_model import LetterModel, Steps, load_letter_model, quality_of
from dalil.text.spelling.lexicon import Lexicon
from dalil.text.spelling.originals import Originals
from dalil.text.spelling.slips import count_steps, slip_letters_of, slip_quality
from dalil.text.spelling.spelled_words import GrowingArray, SpelledWords
from dalil.text.spelling.trie import LONGEST
from dalil.text.spelling.word_list import WordList, compile_kernels

__all__ = [
    "LONGEST",
    "GrowingArray",
    "LetterModel",
    "Lexicon",
    "Originals",
    "SpelledWords",
    "Steps",
    "WordList",
    "compile_kernels",
    "count_steps",
    "how_known",
    "load_letter_model",
    "quality_of",
    "slip_letters_of",
    "slip_quality",
]
