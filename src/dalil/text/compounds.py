"""Compounds: names that some write as one word and some as several: عبد الرحمن and عبدالرحمن, "Kafr Nabl" and "Kafranbel".

All texts and words of this module are index words, as full-text indexes hold them: folded, and Arabic ones bare
(`letters.fold`, `letters.bare_word`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from dalil.letters import fold_words, is_arabic

_LEADS = fold_words(
    "عبد ابو ابي ابا ام كفر تل دير عين بيت خان جسر معره "
    "abd abdul abdel abdal abdoul abdol abdur abdus abdulla abu abou abo umm oum kafr kfar kufr kafar kefr tell tel tal tall deir "
    "dayr dair deyr ain ayn ein beit bayt beyt khan jisr maarat maaret maarrat"
)
_TAILS = fold_words("دين الله din deen dine eddin eddine eddeen uddin uddine aldin aldeen allah ullah")
_PARTS = _LEADS | _TAILS
_ARTICLES = fold_words("al el ul ad ed ud ar er ur as es us ash esh ush at et ut az ez uz an en un")
_ARTICLE = rf"(?:(?:{'|'.join(_ARTICLES)}) )?"
_WORD = rf"(?!(?:{'|'.join(_ARTICLES)})(?!\S))[^\W\d_]{{2,}}"
_COMPOUND = re.compile(
    rf"(?<!\S)(?:(?:{'|'.join(_LEADS)}) {_ARTICLE}{_WORD}|{_WORD} {_ARTICLE}(?:{'|'.join(_TAILS)}))(?!\S)"
)

SHORTEST, LONGEST = 3, 40
"""Letters of a word that may be spelled otherwise; compounds may be as long as two."""


def find_compounds(indexed: str) -> list[tuple[int, int]]:
    """Find the names of several words in a text of index words: for each, the place of its first word and of the word after it.

    No two of the names overlap.

    >>> find_compounds("abu bakr and abdul rahman")
    [(0, 2), (3, 5)]
    """
    found, at, words = [], 0, 0
    for match in _COMPOUND.finditer(indexed):
        words += indexed.count(" ", at, match.start())
        at = match.start()
        found.append((words, words + match[0].count(" ") + 1))
    return found


def may_be_spelled_otherwise(word: str) -> bool:
    """Return whether a word or a compound may be a name: it has letters alone, and is neither very short nor very long.

    >>> [may_be_spelled_otherwise(word) for word in ("samir", "kafr nabl", "al", "2019")]
    [True, True, False, False]
    """
    together = word.replace(" ", "")
    return together.isalpha() and SHORTEST <= len(together) <= LONGEST * (1 + (" " in word))


def find_words_to_spell(texts: Iterable[str]) -> set[str]:
    """Collect the words and the compounds of texts of index words that may be spelled otherwise.

    Of compounds that overlap, each is collected: "abu abd rahman" holds "abu abd" and "abd rahman", and a search for either finds it.

    >>> sorted(find_words_to_spell(["kafr nabl 2019"]))
    ['kafr', 'kafr nabl', 'nabl']
    """
    found: set[str] = set()
    for text in texts:
        words = text.split()
        found.update(words)
        if not _PARTS.isdisjoint(words):
            found.update(_names_in(words))
    return set(filter(may_be_spelled_otherwise, found))


def _names_in(words: list[str]) -> Iterator[str]:
    for at, word in enumerate(words):
        starts = [at] if word in _LEADS else []
        starts += [at - 1, at - 2] if word in _TAILS else []
        for start in starts:
            for name in (" ".join(words[start : start + 2]), " ".join(words[start : start + 3])):
                if start >= 0 and _COMPOUND.fullmatch(name):
                    yield name


def join_compound(name: str) -> tuple[str, ...]:
    """Write a compound as one word: in Arabic without and with the article, which index words leave out.

    >>> join_compound("عبد رحمن"), join_compound("kafr nabl")
    (('عبدرحمن', 'عبدالرحمن'), ('kafrnabl',))
    """
    words = name.split()
    together = "".join(words)
    return (together, f"{words[0]}ال{''.join(words[1:])}") if is_arabic(words[0]) and len(words) > 1 else (together,)


def is_article(word: str, after: str) -> bool:
    """Return whether a folded Latin word is an Arabic article before the next word: al, el, or one that takes its sound (ash-Sham).

    >>> is_article("al", "bab"), is_article("ash", "sham"), is_article("ash", "bab")
    (True, True, False)
    """
    return word in ("al", "el") or (word in _ARTICLES and after.startswith(word[1:]))


def article_variants_of(word: str, article: bool) -> tuple[str, ...]:
    """Return a word with the forms that its article makes of it.

    article: whether the word was written with an article. Then the form with the article comes too.
    A Latin word that may begin with an article also comes without it.

    >>> article_variants_of("حسكه", True), article_variants_of("alhasaka", False), article_variants_of("idlib", False)
    (('حسكه', 'الحسكه'), ('alhasaka', 'hasaka'), ('idlib',))
    """
    if article:
        return word, ("ال" if is_arabic(word) else "al") + word
    return (word, word[2:]) if word[:2] in ("al", "el") and len(word) > 5 else (word,)
