"""The two alphabets of names, which the letter models align, and the number of each letter.

A name is written in Arabic or in another script. Other scripts are brought to a-z: Latin by folding, the rest by anyascii.
Arabic keeps the differences that say something about the sound (ة and ه, ى and ي, the seats of hamza), because the letter models
use them. The models were trained with and without these differences, so a name that is typed carelessly is still read.
"""

from __future__ import annotations

import re
import unicodedata

from anyascii import anyascii

from dalil.letters.folding import fold, is_arabic

ARABIC = "ءآأؤإئابةتثجحخدذرزسشصضطظعغفقكلمنهوىيپچژگڤ"
LATIN = "abcdefghijklmnopqrstuvwxyz"
ALPHABET_WIDTH = 64
"""Letters are numbered from 1 in their alphabet; chunks of up to three letters are numbers to this base, 0 is no letter."""

_ARABIC_FORMS = {
    **dict.fromkeys("یېۍێ", "ي"),
    **dict.fromkeys("کڪ", "ك"),
    **dict.fromkeys("ەہۀۂھ", "ه"),
    "ۃ": "ة",
    **dict.fromkeys("ۆۇۈۋ", "و"),
    **dict.fromkeys("ڕړڑ", "ر"),
    **dict.fromkeys("ڵ", "ل"),
    **dict.fromkeys("ټٹ", "ت"),
    **dict.fromkeys("ډڈ", "د"),
    **dict.fromkeys("ںڼ", "ن"),
    **dict.fromkeys("ٱ", "ا"),
    **dict.fromkeys("ےۓ", "ي"),
    **dict.fromkeys("ڭڮ", "ك"),
    **dict.fromkeys("ڨڧ", "ق"),
    **dict.fromkeys("ڥڢڡ", "ف"),
    "ځ": "خ", "څ": "ث", "ښ": "ش", "ږ": "ژ",
}  # fmt: skip
_NUMBER = {letter: number for alphabet in (ARABIC, LATIN) for number, letter in enumerate(alphabet, 1)}


def _arabic_letter(letter: str) -> str:
    if letter in _NUMBER:
        return letter
    if letter in _ARABIC_FORMS:
        return _ARABIC_FORMS[letter]
    if unicodedata.combining(letter) or letter == "ـ" or unicodedata.category(letter) == "Cf":
        return ""
    plain = unicodedata.normalize("NFKC", letter)
    return "".join(map(_arabic_letter, plain)) if plain != letter else " "


class _LettersKept(dict[int, str]):
    def __missing__(self, code: int) -> str:
        self[code] = kept = _arabic_letter(chr(code))
        return kept


_ARABIC_TABLE = _LettersKept({ord(letter): "" for letter in "'’‘`ʼʾʿ"})
_MARKED = re.compile("([اويى])([\u0653-\u0655])")
_SEATED = {"ا\u0653": "آ", "ا\u0654": "أ", "ا\u0655": "إ", "و\u0654": "ؤ", "ي\u0654": "ئ", "ى\u0654": "ئ"}


def arabic_letters_of(text: str) -> str:
    """Reduce an Arabic text to the letters of names and single spaces; whatever is neither becomes a space.

    >>> arabic_letters_of("مُحَمَّد  الـشّامي (45)")
    'محمد الشامي'
    """
    if max(text, default="") >= "\u0653" and _MARKED.search(text):
        text = _MARKED.sub(lambda match: _SEATED.get(match[0], match[0]), text)
    return " ".join(text.translate(_ARABIC_TABLE).split())


def latin_letters_of(text: str) -> str:
    """Write a text of any script but Arabic as words of a-z; digits and everything else separate words.

    >>> latin_letters_of("Müller-Łukasz 3"), latin_letters_of("Иван")
    ('muller lukasz', 'ivan')
    """
    plain = fold(text)
    if not plain.isascii():
        plain = fold(anyascii(plain))
    return " ".join(re.sub("[^a-z]+", " ", plain).split())


def letters_of(text: str) -> tuple[str, bool]:
    """Return the letters of a name, and whether they are Arabic.

    >>> letters_of("Samír"), letters_of("سَمير")
    (('samir', False), ('سمير', True))
    """
    if is_arabic(text):
        return arabic_letters_of(text), True
    return latin_letters_of(text), False


def letter_numbers_of(word: str) -> list[int]:
    """Return the numbers of the letters of a word, each in its own alphabet, counted from 1.

    word: letters of ARABIC or LATIN alone, as `letters_of` gives them. Raises KeyError for any other character.

    >>> letter_numbers_of("abc"), letter_numbers_of("ءا")
    ([1, 2, 3], [1, 7])
    """
    return [_NUMBER[letter] for letter in word]
