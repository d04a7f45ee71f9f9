"""Slips: the ways in which a name as it was written differs from the name that was meant, one class each, in both scripts.

The Latin classes are those of sanctions-screening-benchmark 0.1.0 (MIT), written anew; the Arabic ones are our own. A slip is a function of a name
and of chance; None where the class changes nothing in a name. They say nothing of how often each happens.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable

Slip = Callable[[str, random.Random], str | None]

_KEYS = {
    **dict(zip("qwertyuiopasdfghjklzxcvbnm", (
        "wa", "qes", "wrd", "etf", "ryg", "tuh", "yij", "uok", "ipl", "o", "qsz", "awdx", "sefc", "drgv", "fthb", "gyjn",
        "hukm", "jil", "ko", "asx", "zsdc", "xdfv", "cfgb", "vghn", "bhjm", "njk"), strict=True)),
}  # fmt: skip
_ARABIC_ROWS = ("ضصثقفغعهخحجد", "شسيبلاتنمكط", "ئءؤرىةوزظ")
_LOOKALIKES = {"a": "а", "c": "с", "e": "е", "o": "о", "p": "р", "x": "х", "y": "у", "i": "і"}  # Cyrillic, on purpose
_INVISIBLE = ("\u200b", "\u200c", "\u200d", "\u2060")
_ROMANISED = (
    ("muhammad", "mohammed", "mohamed", "mohammad", "muhamad"),
    ("ahmad", "ahmed"),
    ("yusuf", "yousef", "youssef"),
    ("hussein", "husayn", "hussain", "husein"),
    ("abdullah", "abdallah", "abdulla"),
    ("khalid", "khaled"),
    ("qasim", "kasim", "qassem", "kassem"),
    ("nasser", "nasir", "naser"),
    ("osama", "usama"),
    ("ibrahim", "ibrahem", "ebrahim"),
    ("saleem", "salim"),
    ("mustafa", "moustafa", "mostafa"),
)
_PHONETIC = (("ph", "f"), ("ck", "k"), ("c", "k"), ("s", "z"), ("ei", "ie"), ("y", "i"), ("kh", "h"), ("gh", "g"))
_OCR = (("rn", "m"), ("m", "rn"), ("cl", "d"), ("l", "1"), ("o", "0"), ("s", "5"), ("b", "8"), ("z", "2"))
_DOTS = ("بتثني", "جحخ", "دذ", "رز", "سش", "صض", "طظ", "عغ", "فق")


def _middle(words: list[str], chance: random.Random, least: int) -> int | None:
    long = [at for at, word in enumerate(words) if len(word) >= least]
    return chance.choice(long) if long else None


def _in_one_word(change: Callable[[str, random.Random], str | None], least: int = 4) -> Slip:
    """A slip that changes one word of at least so many letters."""

    def slip(name: str, chance: random.Random) -> str | None:
        words = name.split()
        at = _middle(words, chance, least)
        if at is None:
            return None
        changed = change(words[at], chance)
        return None if not changed or changed == words[at] else " ".join([*words[:at], changed, *words[at + 1 :]])

    return slip


def _typed(word: str, chance: random.Random) -> str | None:
    at = chance.randrange(len(word))
    near = _KEYS.get(word[at].casefold())
    return word[:at] + chance.choice(near) + word[at + 1 :] if near else None


def _typed_arabic(word: str, chance: random.Random) -> str | None:
    at = chance.randrange(len(word))
    row = next((row for row in _ARABIC_ROWS if word[at] in row), "")
    place = row.find(word[at])
    near = [row[each] for each in (place - 1, place + 1) if row and 0 <= each < len(row)]
    return word[:at] + chance.choice(near) + word[at + 1 :] if near else None


def _swapped(word: str, chance: random.Random) -> str | None:
    at = chance.randrange(len(word) - 1)
    return word[:at] + word[at + 1] + word[at] + word[at + 2 :]


def _left_out(word: str, chance: random.Random) -> str | None:
    at = chance.randrange(1, len(word))
    return word[:at] + word[at + 1 :]


def _put_in(letters: str) -> Callable[[str, random.Random], str | None]:
    def change(word: str, chance: random.Random) -> str | None:
        at = chance.randrange(1, len(word))
        return word[:at] + chance.choice(letters) + word[at:]

    return change


def _dotted(word: str, chance: random.Random) -> str | None:
    places = [at for at, letter in enumerate(word) if any(letter in group for group in _DOTS)]
    if not places:
        return None
    at = chance.choice(places)
    group = next(group for group in _DOTS if word[at] in group)
    return word[:at] + chance.choice([each for each in group if each != word[at]]) + word[at + 1 :]


def _scanned(name: str, chance: random.Random) -> str | None:
    there = [(a, b) for a, b in _OCR if a in name.casefold()]
    if not there:
        return None
    a, b = chance.choice(there)
    return re.sub(re.escape(a), b, name, count=1, flags=re.IGNORECASE)


def _without_vowels(name: str, chance: random.Random) -> str | None:
    return " ".join(
        word[0] + re.sub("[aeiou]", "", word[1:-1]) + word[-1] if len(word) >= 4 else word for word in name.split()
    )


def _initials(name: str, chance: random.Random) -> str | None:
    words = name.split()
    return " ".join([f"{words[0][0]}.", *words[1:]]) if len(words) > 1 else None


def _truncated(width: int) -> Slip:
    def slip(name: str, chance: random.Random) -> str | None:
        return name[:width].rstrip() if len(name) > width + 1 else None

    return slip


def _reordered(name: str, chance: random.Random) -> str | None:
    words = name.split()
    return " ".join([words[-1], *words[:-1]]) if len(words) > 1 else None


def _dropped(name: str, chance: random.Random) -> str | None:
    words = name.split()
    gone = chance.randrange(1, len(words) - 1) if len(words) > 2 else 0
    return " ".join(word for at, word in enumerate(words) if at != gone) if gone else None


def _titled(*titles: str) -> Slip:
    return lambda name, chance: f"{chance.choice(titles)} {name}"


def _particle(name: str, chance: random.Random) -> str | None:
    found = re.search(r"\b(al|el|abu|abdal?|bin)[ -]", name, re.IGNORECASE)
    return name[: found.end() - 1] + chance.choice(("", " ", "-")) + name[found.end() :] if found else None


def _romanised(name: str, chance: random.Random) -> str | None:
    words = name.casefold().split()
    for at, word in enumerate(words):
        for cluster in _ROMANISED:
            if word in cluster:
                return " ".join(
                    [*words[:at], chance.choice([each for each in cluster if each != word]), *words[at + 1 :]]
                )
    return None


def _sounded(name: str, chance: random.Random) -> str | None:
    there = [(a, b) for a, b in _PHONETIC if a in name.casefold()]
    return re.sub(*chance.choice(there), name, count=1, flags=re.IGNORECASE) if there else None


def _doubled(word: str, chance: random.Random) -> str | None:
    single = re.sub(r"(.)\1", r"\1", word)
    at = chance.randrange(1, len(word))
    return single if single != word else word[:at] + word[at] + word[at:]


def _look_alike(name: str, chance: random.Random) -> str | None:
    places = [at for at, letter in enumerate(name) if letter in _LOOKALIKES]
    at = chance.choice(places) if places else -1
    return name[:at] + _LOOKALIKES[name[at]] + name[at + 1 :] if places else None


def _invisible(word: str, chance: random.Random) -> str | None:
    at = chance.randrange(1, len(word))
    return word[:at] + chance.choice(_INVISIBLE) + word[at:]


def _replaced(*pairs: tuple[str, str]) -> Slip:
    def slip(name: str, chance: random.Random) -> str | None:
        there = [(a, b) for a, b in pairs if re.search(a, name)]
        return re.sub(*chance.choice(there), name, count=1) if there else None

    return slip


LATIN: dict[str, Slip] = {
    "typo (key beside)": _in_one_word(_typed),
    "transposed letters": _in_one_word(_swapped),
    "letter left out": _in_one_word(_left_out),
    "letter put in": _in_one_word(_put_in("aeioulnrstmh")),
    "OCR (rn/m, cl/d, l/1)": _scanned,
    "cut off at 20 letters": _truncated(20),
    "initial": _initials,
    "vowels left out": _without_vowels,
    "doubled or single letter": _in_one_word(_doubled),
    "sound alike (c/k, ph/f)": _sounded,
    "look-alike letter": _look_alike,
    "invisible sign": _in_one_word(_invisible),
    "other romanisation": _romanised,
    "particle": _particle,
    "order": _reordered,
    "token dropped": _dropped,
    "title": _titled("Dr.", "Sheikh", "Col.", "Haj", "Mr."),
}
ARABIC: dict[str, Slip] = {
    "key beside": _in_one_word(_typed_arabic),
    "letters swapped": _in_one_word(_swapped),
    "letter missing": _in_one_word(_left_out),
    "letter added": _in_one_word(_put_in("اوينلم")),
    "dots": _in_one_word(_dotted),
    "cut off": _truncated(16),
    "initial only": _initials,
    "hamza": _replaced(("أ", "ا"), ("إ", "ا"), ("ا", "أ"), ("ؤ", "و"), ("ئ", "ي")),
    "ta marbuta, alef maqsura": _replaced(("ة\\b", "ه"), ("ه\\b", "ة"), ("ى\\b", "ي"), ("ي\\b", "ى")),
    "joined or torn عبد, ابو": _replaced(
        ("عبد ?ال", "عبد ال"), ("عبد ال", "عبدال"), ("أ?ابو ?", "ابو "), ("ابو ", "ابو")
    ),
    "words run together": _replaced((" ", "")),
    "order of parts": _reordered,
    "part dropped": _dropped,
    "title before": _titled("الدكتور", "الشيخ", "الشهيد", "العقيد"),
}


def slipped(slip: Slip, name: str, salt: str = "") -> str | None:
    """Return a name with one slip, always the same one for a name; None where the class changes nothing in it."""
    for attempt in range(4):
        changed = slip(name, random.Random(f"{name} {salt} {attempt}"))
        if changed and changed != name and changed.strip():
            return changed
    return None
