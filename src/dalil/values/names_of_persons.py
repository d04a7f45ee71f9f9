"""What stands in the place of a person's name and is none: words for somebody unnamed, several persons, a sum under the column."""

from __future__ import annotations

import re

from dalil.letters import fold

_PERSONS = (
    "bodies|corpses|remains|persons|people|men|women|children|kids|boys|girls|males|females|babies"
    "|infants|civilians|victims|others|martyrs|members|individuals|fighters|soldiers"
)
_PERSONS_IN_ARABIC = (
    "جثث|جثه|جثتان|جثتين|اشخاص|شخصا|شخصان|شخصين|رجال|نساء|امراه|اطفال|طفلا|طفلان|طفلين|فتيات|فتيان|مدنيون"
    "|مدنيين|مدنيا|ضحايا|ضحيه|شهداء|شهيدا|اخرون|اخرين|قتلي|افراد|مجهولون|مجهولين|مقاتلين|مقاتلون"
)
_NUMBERS = r"\d+|two|three|four|five|six|seven|eight|nine|ten|several|many|some|dozens(?: of)?|other"
_NUMBERS_IN_ARABIC = r"\d+|ثلاثه?|اربعه?|خمسه?|سته?|سبعه?|ثمانيه?|ثماني|تسعه?|عشره?|عده|بعض|عشرات"
_KIN_IN_ARABIC = (
    r"زوجت?ها?|زوجتاه|اطفاله?ا?|اولاده?ا?|ابناو?ه?ا?|ابنايه?ا?|ابنه?ا?|ابنته?ا?|بناته?ا?|عايلته?ا?"
    r"|اسرته?ا?|شقيقه?ا?|شقيقته?ا?|اشقاوه?ا?|اخوه?ا?|اخته?ا?|اخوته?ا?|والده?ا?|والدته?ا?|امه?ا?|حفيده?ا?"
    r"|احفاده?ا?|طفله?ا?|طفلته?ا?|طفلاه?ا?|اخرون|اخرين"
)
LONGEST = 200
"""How many letters of a name are looked at."""
_SEVERAL = re.compile(
    rf"(?:{_NUMBERS}) (?:\w+ )*?(?:{_PERSONS})\b.*|(?:{_NUMBERS_IN_ARABIC}) (?:{_PERSONS_IN_ARABIC})\b.*"
    rf"|(?:جثتان|طفلان|طفلتان|رجلان|شخصان|امراتان|شابان)\b.*"
    rf"|.+ (?:and|with) (?:his|her|their|the|\d+|\w+) ?.*|.+ and|.+ و .+|.+ و(?:{_KIN_IN_ARABIC})\b.*"
    rf"|.+ مع (?:{_KIN_IN_ARABIC})\b.*"
    r"|(?:the )?famil(?:y|ies) of .+|.+ family|(?:عايله|اسره|عايلات|اولاد|ابناء|اطفال) .+"
    r"|(?:sub ?|grand )?total(?: (?:\d.*|killed|dead|deaths|victims|number.*|of .*))?|sum(?: \d.*)?"
    r"|(?:ال)?(?:مجموع|اجمالي|حصيله)\b.*|المجموع.*|عدد (?:ال)?(?:ضحايا"
    r"|قتلي|شهداء)\b.*"
)
_UNNAMED = re.compile(
    r"n ?n|(?:an? )?(?:unknown|unidentified|unnamed|unrecognised|unrecognized|nameless|anonymous"
    r"|undisclosed)(?: (?:name|person|identity|individual|male|female|man|woman|child|boy|girl|baby"
    r"|infant|body|corpse|remains|victim|civilian|fighter|soldier|elderly|adult|young|old))*"
    r"|(?:(?:the )?name|identity|names?)? ?(?:is )?(?:not|un) ?(?:yet )?(?:known|documented|recorded|given"
    r"|stated|available|identified|disclosed|provided|mentioned|specified)|(?:name|identity) (?:unknown"
    r"|withheld|unidentified|missing|pending)"
    r"|(?:no|without) name|(?:male|female|man|woman|child|boy|girl|body|person|victim) (?:unknown"
    r"|unidentified|unnamed)"
    r"|(?:(?:طفل|طفله|رجل|امراه|سيده|شاب|شابه|جثه|شخص|مدني|مدنيه|ضحيه|شهيد|شهيده|ذكر|انثي) )?(?:مجهول"
    r"|مجهوله)(?: (?:ال)?(?:هويه|اسم))?(?: (?:حتي الان|بعد))?"
    r"|(?:لم|لا) (?:يوثق|يذكر|يعرف|يحدد|يتوفر|يرد|توثق|تعرف|تحدد)(?: (?:ال)?(?:اسم|هويه|اسمه|اسمها|هويته"
    r"|هويتها))?(?: بعد)?|(?:الاسم|الهويه) (?:غير معروف|غير معروفه|مجهول|مجهوله|غير موثق|غير متوفر)"
    r"|غير (?:معروف|معروفه|موثق|موثقه|محدد|محدده|مذكور)(?: (?:ال)?(?:اسم|هويه))?|(?:بدون|بلا|دون|من دون) اسم"
)


def is_no_single_person(name: str) -> bool:
    """Say whether what stands in the place of one person's name speaks of several persons, or is the sum of a list.

    >>> [is_no_single_person(name) for name in ("3 unidentified bodies", "Samir Haddad and wife", "Total: 6", "سمير حداد وزوجته", "Samir Haddad")]
    [True, True, True, True, False]
    """
    return _SEVERAL.fullmatch(fold(re.sub(r"&|(?<=\s)\+(?=\s)", " and ", name[:LONGEST]))) is not None


def is_unnamed(name: str) -> bool:
    """Say whether what stands in the place of a person's name says that no name is known.

    >>> [is_unnamed(name) for name in ("Unidentified male", "NN", "مجهول الهوية", "لم يوثق الاسم", "Samir Haddad")]
    [True, True, True, True, False]
    """
    return _UNNAMED.fullmatch(fold(name[:LONGEST])) is not None
