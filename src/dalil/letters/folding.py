"""Folding gives one key to all the ways a word is typed, in Arabic and in Latin letters.

Every index and every search box compares folded text, so "ادلب" finds "إدلب" and "Deir ez-Zor" finds "deir ez zor".
Folding works letter by letter, with one cached table and no context. So it takes any text, and folding twice changes nothing.
Its time grows with the length of the text and no faster: canonical reordering, the one step of Unicode normalisation that is not
linear, never sees more than one letter.

Folding takes away: case; Latin diacritics; hamza and its seats, alef forms, ta marbuta, alef maqsura, tatweel, short vowels;
Persian and Kurdish letter forms; presentation forms; native digits; apostrophes for ayn and hamza; zero-width and bidi marks.
Sources: Unicode Standard Annex 15 (normalisation), Unicode Technical Report 53 (Arabic marks), ISO 233 and ALA-LC for apostrophes.
"""

from __future__ import annotations

import re
import unicodedata

ARABIC_LETTER = re.compile(
    "[\u0620-\u064a\u066e-\u06d3\u06d5\u06ee\u06ef\u06fa-\u06ff\u0750-\u077f\u08a0-\u08c9\ufb50-\ufdfb\ufe70-\ufefc]"
)

_APOSTROPHES = "'`´’‘‛′ʼʽʾʿˈʻˊˋ“”„\"«»＇՚׳ꞌ"
_ARABIC = {
    **dict.fromkeys("أإآٱٲٳٵاﭐﭑ", "ا"),
    **dict.fromkeys("ةهہەۀۂۃھۿ", "ه"),
    **dict.fromkeys("ىيیېئۍێےۓؠؽؾؿ", "ي"),
    **dict.fromkeys("وؤۆۇۈۋۉۊۅۏ", "و"),
    **dict.fromkeys("كکڪگڭڮڬڰ", "ك"),
    **dict.fromkeys("بپٻڀ", "ب"),
    **dict.fromkeys("جچڄڃڇ", "ج"),
    **dict.fromkeys("زژڗڙ", "ز"),
    **dict.fromkeys("فڤڡڢڥڦ", "ف"),
    **dict.fromkeys("قڧڨ", "ق"),
    **dict.fromkeys("رڕړڒڔ", "ر"),
    **dict.fromkeys("لڵڶڷڸ", "ل"),
    **dict.fromkeys("نںڼڹ", "ن"),
    **dict.fromkeys("تټٹٺ", "ت"),
    **dict.fromkeys("دډڈڊ", "د"),
    **dict.fromkeys("ءـٴ", ""),
}
_LATIN = {
    "ø": "o",
    "ł": "l",
    "đ": "d",
    "ð": "d",
    "þ": "th",
    "æ": "ae",
    "œ": "oe",
    "ı": "i",
    "ħ": "h",
    "ŧ": "t",
    "ə": "e",
    "ŋ": "n",
}
_KEPT_TIGHT = {**dict.fromkeys(_APOSTROPHES, ""), **_ARABIC, **_LATIN}


def _fold_letter(letter: str) -> str:
    """Fold one character: to a space where it separates words, to nothing where it is only decoration."""
    if letter in _KEPT_TIGHT:
        return _KEPT_TIGHT[letter]
    category = unicodedata.category(letter)
    if category == "Nd":
        return str(unicodedata.digit(letter))
    if category == "Cf" or unicodedata.combining(letter):
        return ""
    if category[0] in "CZP" or category in ("Sm", "Sc", "Sk", "So", "Me"):
        decomposed = unicodedata.normalize("NFKD", letter)
        if decomposed == letter or category[0] == "Z":
            return " "
    else:
        decomposed = unicodedata.normalize("NFKD", letter)
    bare = "".join(mark for mark in decomposed if not unicodedata.combining(mark))
    plain = unicodedata.normalize("NFC", bare.casefold())
    return plain if plain == letter else "".join(_fold_letter(part) for part in plain)


class _LettersFolded(dict[int, str]):
    """A translation table that learns each character when it first meets it."""

    def __missing__(self, code: int) -> str:
        self[code] = folded = _fold_letter(chr(code))
        return folded


_FOLDED = _LettersFolded()
_THOUSANDS = re.compile(r"(?<=\d)[,٬](?=\d{3}(?!\d))")


class _Digits(dict[int, str | int]):
    """Native digits and their separators to Western ones; every other character stands for itself."""

    def __missing__(self, code: int) -> str | int:
        letter = chr(code)
        self[code] = western = str(unicodedata.digit(letter)) if unicodedata.category(letter) == "Nd" else code
        return western


_DIGITS = _Digits({ord("٫"): ".", ord("٬"): ",", ord("٪"): "%"})


def western_digits(text: str) -> str:
    """Write the Arabic-Indic, Persian and other native digits of a text as 0-9, and their signs ٫ ٬ ٪ as . , %.

    Every other character stays as it is, so positions in the text stay too.

    >>> western_digits("١٬٣٠٠ قتيل، ٣٫٥٪")
    '1,300 قتيل، 3.5%'
    """
    return text if text.isascii() else text.translate(_DIGITS)


def fold(text: str) -> str:
    """Return the search key of a text: its folded words with single spaces between them.

    Any string goes in, also a broken one (lone surrogates, control characters).
    Folding a key again gives the same key.

    >>> fold("إدلب") == fold("ادلب")
    True
    >>> fold("Deir ez-Zor, ʿAyn al-Ḥilwa"), fold("١٬٣٠٠")
    ('deir ez zor ayn al hilwa', '1300')
    """
    return " ".join(_THOUSANDS.sub("", text).translate(_FOLDED).split())


def fold_words(words: str) -> frozenset[str]:
    """Return the search keys of words that are written in one string with spaces between them.

    >>> sorted(fold_words("Sheikh Général"))
    ['general', 'sheikh']
    """
    return frozenset(map(fold, words.split()))


_ARTICLE = re.compile(r"(?:[وف]?[بك]?ال|[وف]?لل)(?=[\u0620-\u064a]{3})")
_LOOKS_LIKE_ARTICLE = ("والد", "بالغ", "فالح", "كالح", "والي", "فالوج")


def bare_word(word: str) -> str:
    """Take off a folded Arabic word its article, and the conjunction or preposition that is written onto the article.

    A lone و or ب stays, because it may be the first letter of the word itself.
    At least three letters stay. Words of other scripts come back as they are.

    >>> [bare_word(word) for word in ("بالقصف", "والمدنيين", "للنازحين", "والدته", "shelling")]
    ['قصف', 'مدنيين', 'نازحين', 'والدته', 'shelling']
    """
    start = 0
    while (match := _ARTICLE.match(word, start)) and not word.startswith(_LOOKS_LIKE_ARTICLE, start):
        start = match.end()
    return word[start:]


def is_arabic(text: str) -> bool:
    """Return whether a text has a letter of the Arabic script.

    >>> is_arabic("Aleppo حلب"), is_arabic("Aleppo"), is_arabic("٢٠١٩")
    (True, False, False)
    """
    return ARABIC_LETTER.search(text) is not None
