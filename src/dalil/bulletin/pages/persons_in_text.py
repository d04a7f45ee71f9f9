"""Names of persons in the running text of a page, in either script, as far as they can be told from other words; which of them another text lacks.

In Latin letters a name is a run of words with capitals of which one is a name that many bear; in Arabic letters, which have no capitals, a run
of two or more such names. Who is called otherwise is not found: what is found is shown to an editor, who decides.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from dalil.letters import bare_word, fold, fold_words, is_arabic
from dalil.lookup.places import find_place
from dalil.record.gazetteer_in_use import gazetteer
from dalil.text.skeleton import skeleton_of

LEAST_WORDS, MOST_WORDS = 2, 5
LEAST_LETTERS = 3
_LATIN_WORD = re.compile(r"(?:[Aa]l-|[Ee]l-|[Aa][dsr]-)?[A-Z][\w’']+(?:-[\w’']+)*")
_ARABIC_WORD = re.compile(r"[^\W\d_]+")
_WORD = re.compile(r"[^\W\d_][\w’'-]*")
_BETWEEN = re.compile(r"[ \t]+(?:(?:bin|ibn|bint|al|el)[ \t]+)?")
"""What stands between two words of one name."""
_NO_NAMES = fold_words(
    "the a an in on at of and for with from to after before when while his her its their this that these those it he she they we i but"
    " united nations security council court human rights commission committee observatory network center centre ministry minister army"
    " forces force front party state states republic government free national international general assembly report city law decree"
    " street hospital school prison branch airport base camp governorate district province region road bridge mosque church"
    " jabal jebel kafr kafar khan tal tell deir dayr ayn ain jisr maarat maaret marat ras wadi bab"
    " january february march april may june july august september october november december"
    " monday tuesday wednesday thursday friday saturday sunday syrian arab russian iranian turkish american british french german"
    " north south east west northern southern eastern western dr mr mrs"
)
"""Words with a capital that are parts of no person's name."""
_NO_ARABIC_NAMES = fold_words(
    "في من على إلى عن مع بعد قبل كان كانت قال قالت أن إن هذا هذه ذلك تلك التي الذي مدينة بلدة قرية محافظة حي شارع مشفى مستشفى مدرسة"
    " جامع مسجد مخيم سجن فرع مطار جيش قوات حزب دولة حكومة جمهورية مجلس محكمة لجنة منظمة وزارة شبكة مركز مرصد حلب دمشق حمص حماة إدلب درعا"
    " الرقة دير الزور الحسكة اللاذقية طرطوس السويداء القنيطرة عام شهر يوم سنة كل عدد كبير صغير جديد قتل قتلت جبل كفر خان تل"
    " عين جسر معرة رأس وادي الله"
)
"""Words that a name may be, and that running text has for other things."""
_BORNE_BY_MANY = fold_words(
    "محمد احمد محمود حسن حسين ابراهيم اسماعيل مصطفى يوسف عبد عمر خليل حمزة فاطمة زينب مريم خديجة عائشة"
)
"""Names that are hardly ever anything else: one of them at least makes a run of Arabic words a name."""

_Match = re.Match[str]


def persons_in(text: str) -> tuple[str, ...]:
    """Return the names of persons that a text holds, each once, as they stand there.

    >>> persons_in("In May Ahmad al-Khalil spoke; the Security Council listened. ثم قال محمد ابراهيم ذلك")
    ('Ahmad al-Khalil', 'محمد ابراهيم')
    """
    latin = _runs(text, _LATIN_WORD, _may_be_latin_name, lambda word: _is_borne_by_many(word))
    arabic = _runs(text, _ARABIC_WORD, _may_be_arabic_name, lambda word: _core(word) in _BORNE_BY_MANY)
    return tuple(dict.fromkeys([*latin, *arabic]))


def missing_in(names: tuple[str, ...], text: str) -> tuple[str, ...]:
    """Return those of some names that another text has in no spelling that is likely the same, in either script."""
    if not names:
        return ()
    words = _WORD.findall(text)
    keys = [_keys_of(word) for word in words]
    return tuple(name for name in names if not _stands_in(name, words, keys))


def _runs(
    text: str, word: re.Pattern[str], may_be: Callable[[str, bool], bool], makes_name: Callable[[str], bool]
) -> Iterator[str]:
    """The runs of words that may belong to a name and of which one makes it one. may_be: of a word, and whether it would be the first."""
    run: list[_Match] = []
    for found in [*word.finditer(text), None]:
        joined = found is not None and bool(run) and bool(_BETWEEN.fullmatch(text, run[-1].end(), found.start()))
        joined = joined and found is not None and _without_joined(found[0]) == found[0]  # «ومحمود» begins another name
        if found is not None and joined and may_be(found[0], False):
            run.append(found)
            continue
        if LEAST_WORDS <= len(run) <= MOST_WORDS and any(makes_name(each[0]) for each in run):
            name = _without_joined(run[0][0]) + text[run[0].end() : run[-1].end()]
            if find_place(name, gazetteer=gazetteer(), spelled_otherwise=False).found is None:
                yield name
        run = [found] if found is not None and may_be(found[0], True) else []


def _may_be_latin_name(word: str, _first: bool) -> bool:
    return fold(word) not in _NO_NAMES


def _may_be_arabic_name(word: str, first: bool) -> bool:
    if not is_arabic(word) or fold(word) in _NO_ARABIC_NAMES or _core(word) in _NO_ARABIC_NAMES:
        return False
    return _is_borne_by_many(word) or _core(word) in _BORNE_BY_MANY or (not first and word.startswith("ال"))


def _stands_in(name: str, words: list[str], keys: list[frozenset[str]]) -> bool:
    from dalil.text.names import THRESHOLD, read_name, similarity  # loads kernels, which few pages need

    units = read_name(name).units
    wanted = frozenset(key for unit in units for form in unit.forms for key in _keys_of(form))
    for at, those in enumerate(keys):
        if wanted & those:
            for size in range(max(1, len(units) - 1), len(units) + 3):
                for first in range(max(0, at - size + 1), at + 1):
                    said = " ".join([_without_joined(words[first]), *words[first + 1 : first + size]])
                    if similarity(name, said) >= THRESHOLD:
                        return True
    return False


def _is_borne_by_many(word: str) -> bool:
    from dalil.text.names import is_common

    return any(is_common(key) for key in _keys_of(word) if len(key) >= LEAST_LETTERS)


def _keys_of(word: str) -> frozenset[str]:
    """The consonants of a word, with and without what is joined to it."""
    return frozenset(key for each in (fold(word), _core(word)) if (key := skeleton_of(each)))


def _core(word: str) -> str:
    """A word without its article, and without the conjunction or preposition that Arabic joins to it."""
    plain = bare_word(re.sub(r"^(?:al|el|ad|as|ar)[- ]", "", fold(word)))
    return plain[1:] if plain[:1] in _JOINED and len(plain) > LEAST_LETTERS else plain


def _without_joined(word: str) -> str:
    """The first word of a name as it stands alone: «ومحمد» is محمد. A name that begins so itself, such as وليد, stays."""
    bare = word[1:]
    joined = word[:1] in _JOINED and (_is_borne_by_many(bare) or fold(bare) in _BORNE_BY_MANY)
    return bare if joined and is_arabic(word) else word


_JOINED = ("و", "ل", "ب", "ف")
