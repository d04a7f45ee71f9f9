"""A skeleton is what is left of a name without script, vowels and the habits of whoever romanised it: its consonants.

محمد and "Mohammed" both become "mhmd". Skeletons are coarse on purpose: they are a signal beside the letter models.
"""

from __future__ import annotations

import functools
import re

from dalil.letters import arabic_letters_of, is_arabic, latin_letters_of

_ARABIC = str.maketrans(
    {
        **dict.fromkeys("اأإآءئؤعويىةه", ""),
        **dict.fromkeys("بپ", "b"),
        **dict.fromkeys("تطث", "t"),
        **dict.fromkeys("جغگ", "g"),
        **dict.fromkeys("قك", "k"),
        **dict.fromkeys("دضذ", "d"),
        **dict.fromkeys("سص", "s"),
        **dict.fromkeys("زظژ", "z"),
        **dict.fromkeys("شچ", "x"),
        **dict.fromkeys("فڤ", "f"),
        "خ": "k",
        "ح": "h",
        "ر": "r",
        "ل": "l",
        "م": "m",
        "ن": "n",
    }
)
_LATIN = (
    ("x", "ks"),
    ("sch|sh|ch", "x"),
    ("kh|ck", "k"),
    ("gh|dj", "g"),
    ("th", "t"),
    ("dh", "d"),
    ("ph|v", "f"),
    ("[cq]", "k"),
    ("j", "g"),
    ("p", "b"),
    ("h$", ""),
    ("[aeiouyw]", ""),
)
_COMPILED = tuple((re.compile(pattern), into) for pattern, into in _LATIN)


@functools.lru_cache(maxsize=65536)
def skeleton_of(word: str) -> str:
    """Return the skeleton of one word. A vowel that begins the word stays, as "a".

    >>> skeleton_of("محمد"), skeleton_of("Mohammed"), skeleton_of("Alshami")
    ('mhmd', 'mhmd', 'alxm')
    """
    if is_arabic(word):
        letters = arabic_letters_of(word).replace(" ", "")
        bare, starts = letters.translate(_ARABIC), letters[:1] in tuple("اأإآع")
    else:
        letters = bare = latin_letters_of(word).replace(" ", "")
        starts = letters[:1] in tuple("aeiou")
        for pattern, into in _COMPILED:
            bare = pattern.sub(into, bare)
    return re.sub(r"(.)\1+", r"\1", ("a" if starts else "") + bare)
