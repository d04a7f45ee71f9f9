"""Letters: folding, digits and alphabets, Arabic and Latin. The bottom room: it imports no other.

This is its public face: other rooms import from `dalil.letters`, not from its modules.
"""

from dalil.letters.alphabet import (
    ALPHABET_WIDTH,
    ARABIC,
    LATIN,
    arabic_letters_of,
    latin_letters_of,
    letter_numbers_of,
    letters_of,
)
from dalil.letters.folding import ARABIC_LETTER, bare_word, fold, fold_words, is_arabic, western_digits

__all__ = [
    "ALPHABET_WIDTH",
    "ARABIC",
    "ARABIC_LETTER",
    "LATIN",
    "arabic_letters_of",
    "bare_word",
    "fold",
    "fold_words",
    "is_arabic",
    "latin_letters_of",
    "letter_numbers_of",
    "letters_of",
    "western_digits",
]
