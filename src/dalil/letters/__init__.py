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
from dalil.letters.coordinates import Axis, read_coordinate
from dalil.letters.damage import is_broken
from dalil.letters.digits import (
    LONGEST_NUMBER,
    WHOLE_NUMBER,
    digits_value,
    read_decimal,
    read_whole_number,
    strip_marks,
    without_marks,
)
from dalil.letters.folding import ARABIC_LETTER, bare_word, fold, fold_words, is_arabic, western_digits
from dalil.letters.languages import (
    DOCUMENT_LANGUAGES,
    LANGUAGE_CODES,
    LANGUAGES,
    Language,
    join_list,
    join_with_and,
    language_of,
)
from dalil.letters.turned_round import is_turned_round, turn_back
from dalil.letters.written_language import guess_language

__all__ = [
    "ALPHABET_WIDTH",
    "ARABIC",
    "ARABIC_LETTER",
    "DOCUMENT_LANGUAGES",
    "LANGUAGES",
    "LANGUAGE_CODES",
    "LATIN",
    "LONGEST_NUMBER",
    "WHOLE_NUMBER",
    "Axis",
    "Language",
    "arabic_letters_of",
    "bare_word",
    "digits_value",
    "fold",
    "fold_words",
    "guess_language",
    "is_arabic",
    "is_broken",
    "is_turned_round",
    "join_list",
    "join_with_and",
    "language_of",
    "latin_letters_of",
    "letter_numbers_of",
    "letters_of",
    "read_coordinate",
    "read_decimal",
    "read_whole_number",
    "strip_marks",
    "turn_back",
    "western_digits",
    "without_marks",
]
