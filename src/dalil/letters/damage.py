"""Letters that were lost: the traces that a wrong encoding leaves in a text."""

from __future__ import annotations

import re

_TWICE_READ = {
    "cp1252": "\xc2\xc3\xc5\xd0\xd1\xd8\xd9",
    "cp1256": "\xc2\xc3\xd0\xd1\xd8\xd9",
    "cp1251": "\xc2\xc3\xd0\xd1\xd8\xd9",
    "mac_roman": "\xd8\xd9",
    "cp437": "\xd0\xd1\xd8\xd9",
    "cp850": "\xd0\xd1\xd8\xd9",
}
"""Code pages in which UTF-8 is read by mistake, and the first bytes of accented, Cyrillic and Arabic letters in UTF-8."""


def _letters(codec: str, read: bytes) -> str:
    """The letters of some bytes in a code page, written for a class of a pattern; bytes without a letter are the controls of Latin-1."""
    return "".join(re.escape(bytes([each]).decode(codec, "replace").replace("�", chr(each))) for each in read)


_ARABIC_AS_LATIN = "".join(
    chr(each) for each in range(0xC0, 0x100) if "ء" <= bytes([each]).decode("cp1256") <= "ي" and each != 0xD7
)


def _twice_read(codec: str) -> str:
    firsts = _letters(codec, _TWICE_READ[codec].encode("latin-1"))
    return 2 * f"[{firsts}][{_letters(codec, bytes(range(0x80, 0xC0)))}]"


_AMONG_ARABIC = re.compile(_twice_read("cp1256"))
_TRACES = tuple(
    re.compile(pattern)
    for pattern in (
        "[�\x80-\x9f]",  # what could not be read
        "[Ãâ](?:(?<=Ã)[\x80-\xbf©¨¡³±\xad]|(?<=â)€[™œ\x9d“”])",  # one accented letter, or one quotation mark
        "[ØÙ][\x80-\xbf§¨©ª«¬]",
        *(_twice_read(codec) for codec in _TWICE_READ if codec != "cp1256"),
        3 * f"[{_ARABIC_AS_LATIN}]",  # letters of another code page read as Latin: Western accents stand alone
        4 * "[À-ÖØ-öø-ÿ]",
        "[À-ÖØ-öø-ÿ](?:(?<=[ء-ي].)|(?=[ء-ي]))",  # one Arabic code page read as another
    )
)
"""One pattern for each kind of trace, for a search is fast where a pattern begins with a class of letters."""
_FIRSTS = re.compile(
    "[�\x80-\x9fÀ-ÿŸА-я" + _letters("cp437", b"\xd0\xd1\xd8\xd9") + _letters("cp850", b"\xd0\xd1") + "]"
)
"""A letter with which one of these traces begins; most Arabic texts hold none."""
_CASE_IN_WORD = re.compile("[а-яёіїєґ][А-ЯЁІЇЄҐ]")
"""Arabic of windows-1256 read as windows-1251: capital letters within words. One is the name of a company (УкрПошта)."""

_LINK = re.compile(r"\S*(?:://|www\.|[=/])\S*")
_ONLY_MARKS = re.compile(r"[\W_]*\?{2}[\W_]*")
_AROUND = ".,،؛;:!()[]\"'’“”«»/-"
_LETTER_LOST = re.compile(r"[^\W\d_]-?\?{1,4}[^\W\d_]")


def is_broken(text: str) -> bool:
    """Whether a text has the traces of a wrong encoding: question marks in place of letters, or the letters of another code page.

    >>> [is_broken(text) for text in ("????", "ÅÏáÈ", "Ø¥Ø¯Ù„Ø¨", "Ma?arrat", "How many???", "Köln", "إدلب")]
    [True, True, True, True, False, False, False]
    """
    if "?" in text and _has_lost_letters(text):
        return True
    if text.isascii():
        return False
    if _AMONG_ARABIC.search(text):
        return True
    if not _FIRSTS.search(text):
        return False
    return any(trace.search(text) for trace in _TRACES) or len(_CASE_IN_WORD.findall(text)) > 1


def _has_lost_letters(text: str) -> bool:
    """Whether question marks stand in place of letters: alone, as words of their own with other words behind them, or within a word."""
    if "??" not in text and not _LETTER_LOST.search(text):
        return False
    plain = _LINK.sub(" ", text)
    if _ONLY_MARKS.fullmatch(plain) or _LETTER_LOST.search(plain):
        return True
    words = [word.strip(_AROUND) for word in plain.split()]
    lost = [at for at, word in enumerate(words) if len(word) > 1 and not word.strip("?")]
    return len(lost) > 1 or any(
        len(words[at]) > 2 and (at + 1 < len(words) or plain.rstrip()[-1] in ")]") for at in lost
    )
