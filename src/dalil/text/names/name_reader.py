"""The name reader parts a person's name into units, in Arabic and in romanised form.

A unit is what a person would call one name. عبد العزيز, عبدالعزيز, "Abd al-Aziz" and "Abdulaziz" are one unit each, and so are
صلاح الدين, أبو محمد and "Abu Muhammad". بن and "bin" only connect units. Titles and ranks are set apart. The article belongs to its unit,
which can be compared with and without it. The mother's name is kept apart where the text says whose name it is.
Sources: Schimmel, Islamic Names (1989) on ism, nasab, kunya, nisba; Interpol and UN guidance on name chains (docs/text.md).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from dalil.letters import arabic_letters_of, fold, fold_words, is_arabic, latin_letters_of

MOST_UNITS = 12
"""How many units of a name are read."""
MOST_LETTERS = 400
"""How many characters of a name are read; a longer text is not the name of a person."""


class NameRole(StrEnum):
    """What a part of a name is."""

    TITLE = "title"
    KUNYA = "kunya"
    GIVEN = "given"
    FATHER = "father"
    GRANDFATHER = "grandfather"
    FAMILY = "family"
    MOTHER = "mother"


@dataclass(frozen=True)
class NameUnit:
    """One name within a name.

    forms: its letters with the article, and without it where it has one. arabic: whether the letters are Arabic.
    core: the name inside a compound (رحمن of عبد الرحمن, صلاح of صلاح الدين). It is what is left where words were torn apart.
    """

    forms: tuple[str, ...]
    arabic: bool
    role: NameRole
    core: str = ""

    @property
    def letters(self) -> str:
        """The letters of the whole unit, with its article."""
        return self.forms[0]


@dataclass(frozen=True)
class Name:
    """A name in its units, in the order in which the text has them.

    said: the text itself. titles, mother: titles and the mother's name, which stand outside of that order.
    """

    said: str
    units: tuple[NameUnit, ...]
    titles: tuple[str, ...] = ()
    mother: tuple[NameUnit, ...] = ()


_ARABIC_TITLES = fold_words(
    "الدكتور الدكتورة دكتور دكتورة د أ الشيخ شيخ العميد عميد اللواء لواء العقيد عقيد المقدم مقدم الرائد رائد النقيب "
    "نقيب الملازم ملازم الفريق فريق العماد عماد الركن ركن المهندس المهندسة مهندس م الحاج حاج الحاجة السيد السيدة "
    "الأستاذ الأستاذة أستاذ الشهيد الشهيدة المرحوم المرحومة الطفل الطفلة القاضي المحامي المحامية المساعد مساعد "
    "الرقيب رقيب العريف عريف المجند مجند الجنرال الوزير الملا مولوي"
)
_NAMES_TOO = frozenset(
    fold(title) for title in ["رائد", "عماد", "عميد", "ركن", "فريق", "السيد", "مقدم", "الشيخ", "الملا", "الحاج", "عقيد"]
)
_LATIN_TITLES = fold_words(
    "mr mrs ms miss dr doctor prof professor sheikh shaykh sheik shaikh general gen brigadier brig colonel col major "
    "maj lieutenant lt captain capt sergeant sgt engineer eng judge minister mullah mulla maulavi mawlawi hajji haji "
    "haj hajj hajja alhaj qari sayyid sir hon"
)
_CONNECTORS = fold_words("بن ابن بنت ابنه ولد bin ben ibn bint binti ould wuld son daughter of")
_ABD = fold_words("عبد abd abdul abdel abdal abdol abdoul abdil abdur abdus abdun abdut abduz abdud abder abdes")
_ABU = fold_words("ابو ابي ابا abu abou abo abul abual aboul")
_UMM = fold_words("ام umm um oum")
_TAILS_ARABIC = fold_words("الدين الله العابدين الاسلام الرحمن")
_TAILS_LATIN = fold_words(
    "eddin eddine eddeen uddin uddine udeen uddeen aldin aldine aldeen addin addine eldin eldine eldeen ullah ollah "
    "allah"
)
_DIN = fold_words("din deen dine")
_IDAFA = _DIN | fold_words("lah rahman rehman rahmaan islam haq haqq")
"""What follows the article in a compound of two names: Salah ad-Din, Habib-ur-Rahman, Saiful Islam."""
_PARTICLES = _ABD | _ABU | _UMM | _DIN | fold_words("الدين")
_COMPOUNDS = (
    re.compile("عبد(?:ال)?(?P<core>..+)"),
    re.compile("[أا]ب[ويا](?:ال)?(?P<core>...+)"),
    re.compile("(?P<core>..+?)ال(?:دين|له)"),
    re.compile("abe?d(?:[aeou](?:l|sh|[rsdztn])?)?(?P<core>[a-z]{3,})"),
    re.compile("ab[ou]u?(?:al|l)?(?P<core>[a-z]{4,})"),
    re.compile("(?P<core>[a-z]{3,}?)[aeou]?[ld]?d[ei]+ne?"),
    re.compile("(?P<core>[a-z]{3,}?)[aeou]?l+ah"),
)
_NO_CORES = fold_words("الله لله عبد lah llah allah abd abed")
_MOTHER = re.compile(
    r"[\s,،;؛(–—-]+(?:والدته|والدتها|أمه|أمها|اسم الأم|اسم الام|الأم|mother(?:['’]s name)?(?: is)?)\s*[:：]?\s+(?P<mother>[^,،;؛()]+)\)?",
    re.IGNORECASE,
)


_OTHER_NAME = re.compile(
    r"[;؛|\n]+|\b(?:a\.?k\.?a\.?|alias|also known as|known as|n[ée]e)\b"
    r"|(?:المعروفة?|الشهيرة?)\s+ب(?:ـ\s*)?|(?:الملقبة?|المكناة?|المكنى)\s+(?:ب(?:ـ\s*)?)?",
    re.IGNORECASE,
)
_ASIDE = re.compile(r"[(（\[]([^()（）\[\]]*)[)）\]]")
MOST_NAMES = 8
"""How many names of one person are read from one text."""


def read_names(text: str) -> tuple[Name, ...]:
    """Read the names of one person that a text holds, in its order: “A; B”, “A, known as B”, “A (the same in the other script)”.

    There is always at least one name. The name of a text without letters has no units.

    >>> [[unit.letters for unit in name.units] for name in read_names("Samir Qasim, known as Abu Omar")]
    [['samir', 'qasim'], ['abuomar']]
    """
    heads = _OTHER_NAME.split(text[: 4 * MOST_LETTERS])
    asides = [
        aside
        for head in heads
        for aside in _ASIDE.findall(head)
        if is_arabic(aside) != is_arabic(_ASIDE.sub(" ", head))
    ]
    if len(heads) == 1 and not asides:
        return (read_name(text),)
    mains = [_ASIDE.sub(lambda match: " " if match[1] in asides else match[0], head) for head in heads]
    read = [name for name in map(read_name, [*mains, *asides]) if name.units]
    return tuple(read[:MOST_NAMES]) or (read_name(text),)


def read_name(text: str) -> Name:
    """Read a text as one name. Any string goes in; the name of a text without letters has no units.

    >>> name = read_name("Dr Samir bin Khaled al-Qasim")
    >>> name.titles, [(unit.forms, str(unit.role)) for unit in name.units]
    (('dr',), [(('samir',), 'given'), (('khaled',), 'father'), (('alqasim', 'qasim'), 'family')])
    >>> read_name("…").units
    ()
    """
    said, mother = text, ""
    text = text[:MOST_LETTERS]
    if match := _MOTHER.search(text):
        mother = match["mother"]
        text = text[: match.start()] + " " + text[match.end() :]
    tokens = list(_tokens(text))
    titles: list[str] = []
    while len(tokens) > 2 and _is_title(tokens, len(titles)):
        titles.append(tokens.pop(0)[0])
    joined = _join(tokens)[:MOST_UNITS]
    return Name(
        said,
        _with_roles(joined),
        tuple(titles),
        _with_roles(_join(list(_tokens(mother)))[:MOST_UNITS], NameRole.MOTHER),
    )


_LIKE_DIGIT = {"0": "o", "1": "l", "5": "s", "8": "b", "2": "z"}
_MISREAD = re.compile(r"(?<![0-9])[01258](?=[A-Za-z]{2})|(?<=[A-Za-z])[01258](?=[A-Za-z])|(?<=[A-Za-z]{2})[01258]$")
"""Digits within a Latin word, or the last of it: letters that a scanner took for them."""


def _tokens(text: str) -> Iterator[tuple[str, bool]]:
    """Yield the words of a name as letters of their alphabet, and whether they are Arabic; digits and signs are no words."""
    for word in re.split(r"[\s\-‐‑–—_/.,،;؛:()\[\]{}|]+", text):
        if _MISREAD.search(word):
            word = _MISREAD.sub(lambda digit: _LIKE_DIGIT[digit[0]], word)
        if is_arabic(word):
            yield from ((token, True) for token in arabic_letters_of(word).split())
        else:
            yield from ((token, False) for token in latin_letters_of(word).split())


def _is_title(tokens: list[tuple[str, bool]], already: int) -> bool:
    word, arabic = tokens[0]
    if not arabic:
        return word in _LATIN_TITLES
    key = fold(word)
    return key in _ARABIC_TITLES and (key not in _NAMES_TOO or len(tokens) > 3 or already > 0)


def _is_article(tokens: list[tuple[str, bool]], at: int) -> bool:
    """Return whether a word is an article (al, el, آل, or one before a sun letter: ash-Sham, ad-Din) with a word after it."""
    if at + 1 >= len(tokens):
        return False
    word, arabic = tokens[at]
    if arabic:
        return word in ("ال", "آل")
    if word in ("al", "el", "ul"):
        return True
    return (
        2 <= len(word) <= 3
        and word[0] in "aeu"
        and word[1:] in ("sh", "s", "d", "r", "t", "z", "n", "th", "dh", "l")
        and tokens[at + 1][0].startswith(word[1:])
    )


def _join(tokens: list[tuple[str, bool]]) -> list[NameUnit]:
    """Join words into units: particles go onto the word they belong to, connectors go away."""
    units: list[NameUnit] = []
    at = 0
    while at < len(tokens):
        if _is_connector(tokens, at, bool(units)):
            at += 1
        elif (led := _led_unit(tokens, at)) is not None:
            unit, at = led
            units.append(unit)
        elif _is_article(tokens, at):
            _join_article(units, tokens, at)
            at += 2
        else:
            _join_word(units, *tokens[at])
            at += 1
    return units


def _key(word: str, arabic: bool) -> str:
    return fold(word) if arabic else word


def _is_connector(tokens: list[tuple[str, bool]], at: int, later: bool) -> bool:
    """Whether a word only connects two names (بن, bin); Ben may be a first name."""
    word, arabic = tokens[at]
    key = _key(word, arabic)
    return key in _CONNECTORS and (later or (at + 1 < len(tokens) and (arabic or key != "ben")))


def _led_unit(tokens: list[tuple[str, bool]], at: int) -> tuple[NameUnit, int] | None:
    """The unit of عبد, أبو or أم and the word it leads, and the place after it; None where they lead none of their script."""
    word, arabic = tokens[at]
    key = _key(word, arabic)
    if at + 1 >= len(tokens) or not (key in _ABD or key in _ABU or key in _UMM):
        return None
    article = _is_article(tokens, at + 1) and not tokens[at + 1][1]
    rest, rest_arabic = tokens[at + 1 + article]
    if rest_arabic != arabic:
        return None
    role = NameRole.GIVEN if key in _ABD and key not in _ABU and key not in _UMM else NameRole.KUNYA
    return NameUnit((_lead(word, key, article, arabic) + rest,), arabic, role), at + 2 + article


def _join_article(units: list[NameUnit], tokens: list[tuple[str, bool]], at: int) -> None:
    """Put an article onto the word behind it, or both onto the unit before, where they end its compound (Salah al-Din)."""
    (word, arabic), (rest, rest_arabic) = tokens[at], tokens[at + 1]
    if units and not arabic and (rest in _DIN | {"lah"} or (word[0] == "u" and rest in _IDAFA)):
        units[-1] = _extended(units[-1], "al" + rest)
    else:
        units.append(NameUnit((("ال" if rest_arabic else "al") + rest, rest), rest_arabic, NameRole.GIVEN))


def _join_word(units: list[NameUnit], word: str, arabic: bool) -> None:
    """Make a word a unit of its own, or the end of the compound before it."""
    key = _key(word, arabic)
    if units and units[-1].arabic == arabic and _belongs_to(units[-1].letters, key):
        units[-1] = _extended(units[-1], word)
    elif arabic and key.startswith("ال") and len(key) >= 5:
        units.append(NameUnit((word, word[2:]), True, NameRole.GIVEN))
    else:
        units.append(NameUnit((word,), arabic, NameRole.GIVEN))


def _lead(word: str, key: str, article: bool, arabic: bool) -> str:
    """Write عبد, أبو or أم before its name in one of its spellings, with the article where it had one."""
    if arabic:
        return "ابو" if key in _ABU else word
    if key in _ABU:
        return "abual" if article else "abu"
    if key in _UMM:
        return "umm"
    return word if word != "abd" else "abdal" if article else "abd"


def _belongs_to(word: str, tail: str) -> bool:
    """Return whether a second word ends a compound: صلاح الدين, or Salahud-din, Habibur Rahman with the article on the first word."""
    if tail in _TAILS_ARABIC or tail in _TAILS_LATIN:
        return True
    return tail in _IDAFA and len(word) > 3 and word[-2] in "aeu" and word[-1] in ("l", tail[0])


def is_particle(unit: NameUnit) -> bool:
    """Return whether a unit is a lone عبد, أبو, أم or الدين, whose other half stands elsewhere or was left out.

    >>> [is_particle(unit) for unit in read_name("Samir Abd").units]
    [False, True]
    """
    return fold(unit.letters) in _PARTICLES


def _core(word: str) -> str:
    """Return the name inside a compound; the empty string where the word is no compound."""
    for compound in _COMPOUNDS:
        if (match := compound.fullmatch(word)) and match["core"] not in _NO_CORES:
            return match["core"]
    return ""


def _extended(unit: NameUnit, tail: str) -> NameUnit:
    return NameUnit(tuple(form + tail for form in unit.forms), unit.arabic, unit.role)


def _with_roles(units: list[NameUnit], role: NameRole | None = None) -> tuple[NameUnit, ...]:
    """Give the units their roles in the order of an Arabic chain: own name, father, grandfather, family. A kunya stands outside of it."""
    if role is not None:
        return tuple(_named(unit, role) for unit in units)
    leading_kunya = len(units) > 1 and units[0].role is NameRole.KUNYA
    chain = units[1:] if leading_kunya else units
    roles = [NameRole.GIVEN, NameRole.FATHER, *[NameRole.GRANDFATHER] * max(0, len(chain) - 3)][
        : max(1, len(chain) - 1)
    ]
    roles += [NameRole.FAMILY] * (len(chain) - len(roles))
    labelled = [_named(unit, part) for unit, part in zip(chain, roles, strict=True)] if chain else []
    return (_named(units[0], NameRole.KUNYA), *labelled) if leading_kunya else tuple(labelled)


def _named(unit: NameUnit, role: NameRole) -> NameUnit:
    return NameUnit(unit.forms, unit.arabic, role, _core(unit.letters))
