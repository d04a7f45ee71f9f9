"""Words that stand in the place of a value or a name and say that it is not known."""

from __future__ import annotations

import re

from dalil.letters import fold, without_marks
from dalil.values.names_of_persons import is_unnamed

NO_VALUE = frozenset(
    {
        *(
            "",
            "-",
            "–",
            "—",
            "―",
            "--",
            "---",
            "..",
            "...",
            "…",
            "?",
            "؟",
            "n/a",
            "n.a.",
            "na",
            "nan",
            "null",
            "none",
            "n/k",
            "n.k.",
        ),
        *(
            "unknown",
            "not known",
            "not available",
            "not reported",
            "not stated",
            "no data",
            "no information",
            "tbc",
            "t.b.c.",
            "tbd",
        ),
        *(
            "to be confirmed",
            "to be determined",
            "غير معروف",
            "غير معروفة",
            "غير محدد",
            "غير محددة",
            "مجهول",
            "غير معلوم",
            "غير متوفر",
        ),
        *("غير متاح", "غير مذكور", "لم يذكر", "لم يحدد", "لا معلومات", "لا توجد معلومات", "لا يوجد معلومات"),
    }
)
"""What a cell of any column holds that says nothing; case folded."""
_ABSENT = (
    "unknown unnamed unspecified unidentified undisclosed anonymous",
    "several various multiple many different other",
)
_ABSENT_IN_ARABIC = (
    *("مجهول", "مجهولة", "غير معروف", "غير معروفة", "غير محدد", "غير محددة", "غير مسمى", "غير مذكور", "غير مذكورة"),
    *("غير متوفر", "غير متوفرة", "غير متاح"),
)
UNKNOWN = frozenset(
    map(
        fold,
        (
            *(word for words in _ABSENT for word in words.split()),
            *(f"{word} {noun}" for words in _ABSENT for word in words.split() for noun in ("source", "sources")),
            *("source unknown", "sources unknown", "others", "no source", "not known", "not stated", "not specified"),
            *("not mentioned", "not indicated", "no data", "n/d", "unsourced", "to be verified"),
            *(
                "not available",
                "not applicable",
                "not provided",
                "n/a",
                "na",
                "n/k",
                "nk",
                "none",
                "nil",
                "null",
                "nan",
            ),
            *("tbc", "tbd", "to be confirmed", "to be determined", "pending"),
            *_ABSENT_IN_ARABIC,
            *(
                "لم يذكر",
                "لم يحدد",
                "لا يوجد",
                "لا أحد",
                "بلا مصدر",
                "بدون مصدر",
                "دون مصدر",
                "قيد التحقق",
            ),
            *(
                form
                for absent in _ABSENT_IN_ARABIC
                for noun in ("مصدر", "المصدر", "مصادر", "المصادر")
                for form in (f"{noun} {absent}", f"{absent} {noun}")
            ),
            *(
                "لا مصدر",
                "لا يوجد مصدر",
                "لا توجد مصادر",
                "ما في مصدر",
                "لم يذكر المصدر",
                "دون ذكر المصدر",
                "قيد التأكد",
            ),
            *(
                "متعدد",
                "متعددة",
                "مصادر متعددة",
                "عدة مصادر",
                "مصادر عدة",
                "مصادر مختلفة",
                "مصادر متنوعة",
                "مصادر أخرى",
            ),
        ),
    )
)
"""Words that say that nobody is named, or several who are not. Any number of them may be one and the same."""
NOT_THIS = re.compile(
    "(?:not|neither|nor|except|excluding|other than|anyone but|isnt|wasnt|ليس|ليست|ليسوا|غير|عدا|ما عدا"
    "|باستثناء|سوي|لا) .+"
)
"""Who it was not; folded."""
_GROUP = (
    "gunmen|men|assailants|attackers|militants|fighters|perpetrators|persons|people|individuals|forces|groups?|part(?:y|ies)|actors?|sides?"
    "|soldiers"
)
_GROUP_IN_ARABIC = "مسلحون|مسلحين|مسلحان|ملثمون|ملثمين|ملثمان|اشخاص|عناصر|جهه|جهات|اطراف|طرف|مهاجمون|مهاجمين|قوات|مجموعه|مجموعات|فصيل|جناه|افراد"
_UNNAMED_GROUP = re.compile(
    rf"(?:an? |the |by )?(?:unknown|unidentified|unnamed|anonymous|unspecified)(?: (?:armed|masked|militant))*(?: (?:{_GROUP}))+"
    rf"|(?:{_GROUP_IN_ARABIC})(?: (?:مسلحه|مسلحون|مسلحين|ملثمون))? (?:مجهول(?:ه|ون|ين|ان|ي)?|غير (?:معروفه?|محدده?|معروفين))(?: (?:ال)?هويه)?"
    r"|مجهول(?:ون|ين|ان|و)(?: (?:ال)?هويه)?"
)
"""Several who are not named: unidentified gunmen, مسلحون مجهولون. The vocabulary has a code for some of them, which goes first; folded."""
LONGEST = 200
"""Letters of the longest words that are looked at."""


def says_nothing(words: str) -> bool:
    """Say whether words in the place of a value are empty or mean that it is not known.

    >>> says_nothing(" N/A"), says_nothing("غير معروف"), says_nothing("Samir")
    (True, True, False)
    """
    return without_marks(words).casefold() in NO_VALUE


def names_no_party(name: str) -> bool:
    """Say whether what stands in the place of a party names none: a word for unknown or for others, somebody unnamed, a number, or who it was not.

    >>> names_no_party("unidentified"), names_no_party("not Russia"), names_no_party("1"), names_no_party("a border patrol")
    (True, True, True, False)
    >>> names_no_party("Unknown officer"), names_no_party("ضابط مجهول"), names_no_party("unknown gunmen"), names_no_party("مسلحون مجهولون")
    (True, True, True, True)
    """
    folded = fold(name)
    if is_unnamed(name):
        return True
    if _UNNAMED_GROUP.fullmatch(folded[:LONGEST]) is not None:
        return True
    return folded in UNKNOWN or not any(map(str.isalpha, folded)) or NOT_THIS.fullmatch(folded[:LONGEST]) is not None
