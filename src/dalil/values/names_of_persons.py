"""What stands in the place of a person's name and is none: words for somebody unnamed, several persons, a sum, a note; and a fate beside the name."""

from __future__ import annotations

import re
from enum import StrEnum

from dalil.letters import fold, is_arabic, strip_marks

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
_KIN = "brothers|sisters|siblings|children|kids|sons|daughters|parents|cousins|couple|twins|orphans"
_PAIRS_IN_ARABIC = (
    "اخو|شقيق|شقيقت|اخت|طفل|طفلت|شاب|شابت|شهيد|شهيدت|زوج|توام|توامت|فتات|فتي|مدني|مدنيت|ابن|بنت|رجل|امرات"
    "|سيدت|شخص|جثت|ضحيت|قتيل|رضيع|رضيعت|معتقل"
)
_GROUPS_IN_ARABIC = (
    "ابنا|اولاد|اطفال|بنات|اخوه|اخوات|اشقا|شقيقات|توايم|توام|شهدا|ضحايا|افراد|احفاد|زوجات|عايله|عايلات|اسره"
)
_UNNAMED_WORD = r"unidentified|unknown|unnamed|nameless|مجهول(?:ه|ين|ون|و|ي)?(?: (?:ال)?هويه)?"
_RANKS = (
    "officer|police officer|policeman|policewoman|commander|general|brigadier|colonel|major|captain|lieutenant|sergeant|corporal"
    "|private|soldier|conscript|pilot|airman|sniper|gunman|guard|interrogator|jailer|gaoler|warden|agent|operative|militant"
    "|militiaman|rebel|insurgent|attacker|assailant|perpetrator|leader|chief|judge|lawyer|detainee|prisoner|suspect|witness"
    "|relative|doctor|medic|paramedic|nurse|teacher|student|driver|shepherd|farmer|worker|labourer|laborer|journalist|reporter"
    "|activist|volunteer|official|passenger|pedestrian|bystander"
)
_RANKS_IN_ARABIC = (
    "ضابط|ضابطه|عنصر|قايد|قايده|جندي|مجند|عسكري|عقيد|عميد|لواء|رايد|نقيب|ملازم|مقدم|رقيب|عريف|مساعد|طيار|قناص|مسلح|مقاتل"
    "|مقاتله|سجان|محقق|حارس|شرطي|شرطيه|مخبر|معتقل|معتقله|سجين|اسير|مفقود|مفقوده|قاض|قاضي|محام|محامي|طبيب|طبيبه|ممرض|ممرضه"
    "|مسعف|معلم|معلمه|طالب|طالبه|سايق|راع|راعي|مزارع|عامل|عامله|صحفي|صحفيه|اعلامي|ناشط|ناشطه|متطوع|موظف|موظفه|شاهد|شاهده"
    "|فتي|فتاه|صبي|رضيع|رضيعه|مسن|مسنه|عجوز|قتيل|قتيله|جريح|جريحه|مهاجم|مسوول|زعيم|متهم|مشتبه به"
)
_OF_WHOM = (
    r"(?:military|army|air ?force|intelligence|security|police|prison|regime|government|opposition|senior|high ranking|junior|local"
    r"|foreign|syrian|russian|iraqi|male|female|young|old|elderly|rank|and|armed|masked)"
)
_OF_WHOM_IN_ARABIC = (
    "(?:ال)?(?:عسكري|عسكريه|امن|امني|امنيه|مخابرات|كبير|كبيره|رفيع|رفيعه|صغير|شاب|شابه|محلي|محليه|روسي|سوري|ملثم|في|من|برتبه"
    "|جيش|قوات|نظام|شرطه|سجن)"
)
LONGEST = 200
"""How many letters of a name are looked at."""
_SEVERAL = re.compile(
    rf"(?:{_NUMBERS}) (?:\w+ )*?(?:{_PERSONS})\b.*|(?:{_NUMBERS_IN_ARABIC}) (?:{_PERSONS_IN_ARABIC})\b.*"
    rf"|(?:جثتان|طفلان|طفلتان|رجلان|شخصان|امراتان|شابان)\b.*"
    rf"|.+ (?:and|with) (?:his|her|their|the|\d+|\w+) ?.*|.+ and|.+ و .+|.+ و(?:{_KIN_IN_ARABIC})\b.*"
    rf"|.+ مع (?:{_KIN_IN_ARABIC})\b.*"
    rf"|(?:the )?famil(?:y|ies) of .+|.+ family(?: \d.*)?|(?:ال)?(?:{_GROUPS_IN_ARABIC}) .+|(?:ال)?(?:{_PAIRS_IN_ARABIC})(?:ان|ين)\b.*"
    rf"|(?!.*\b(?:father|mother|parent|husband|wife|teacher|guardian|one|child|son|daughter) of )(?:.+ )?(?:{_KIN})"
    rf"|(?:(?:the|{_NUMBERS}) )?(?:{_KIN})\b .+|twin (?:girls|boys|sons|daughters|brothers|sisters)\b.*"
    rf"|(?:{_UNNAMED_WORD}) \d+|\d+ (?:{_UNNAMED_WORD})|\d+|.+ x ?\d+"
    r"|(?:sub ?|grand )?total(?: (?:\d.*|killed|dead|deaths|victims|number.*|of .*))?|sum(?: \d.*)?"
    r"|(?:ال)?(?:مجموع|اجمالي|حصيله)\b.*|المجموع.*|عدد (?:ال)?(?:ضحايا"
    r"|قتلي|شهداء)\b.*"
)
_UNNAMED = re.compile(
    rf"(?:an?|one|the)? ?(?:unknown|unidentified|unnamed|nameless|anonymous|unspecified)(?: {_OF_WHOM})* (?:{_RANKS})"
    rf"|(?:{_OF_WHOM} )*(?:{_RANKS}),? (?:unknown|unidentified|unnamed|not (?:named|known|identified)|name unknown|whose name is not known)"
    rf"|(?:an?|one) (?:{_OF_WHOM} )*(?:{_RANKS})"
    rf"|(?:{_RANKS_IN_ARABIC})(?: {_OF_WHOM_IN_ARABIC})* (?:(?:مجهوله?|غير (?:معروفه?|محدده?|مسمي|مذكوره?))(?: (?:ال)?(?:هويه|اسم))?"
    r"|(?:لم|لا) (?:يذكر|يعرف|يحدد|يكشف|تذكر|تعرف|تحدد)(?: (?:ال)?(?:اسم|هويه|اسمه|اسمها|هويته|هويتها))?)"
    r"|(?:احد|احدي) (?:ال)?(?:ضباط|عناصر|جنود|عسكريين|معتقلين|مسلحين|مقاتلين|قاده|شهود|مدنيين|متظاهرين|اشخاص)"
    r"|n ?n|(?:an? )?(?:unknown|unidentified|unnamed|unrecognised|unrecognized|nameless|anonymous"
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
_NOTE = re.compile(
    r"(?:(?:the |this )?(?:row|entry|record|case|line|name) )?(?:is )?(?:deleted|removed|void|cancelled|canceled"
    r"|duplicated?|repeated|merged|retracted|withdrawn)(?: \w+)?"
    r"|see (?:.*\d.*|(?:above|below|note|row|line|no|entry|record|number)\b.*)"
    r"|(?:same|as) (?:as )?(?:above|below|.*\d.*)|ditto|idem|test"
    r"|.+ (?:duplicated?|dup|deleted|repeated|merged)(?: (?:of|with|into|entry|record|row|no|case)\b.*)?"
    r"|.+ (?:same|copy) (?:as|of) .*\d.*"
    r"|(?:.+ )?(?:مكرره?|محذوفه?|ملغاه?|تكرار)(?: (?:مع|ل|رقم|عن)?\b.*)?|(?:انظر|راجع|ينظر|يراجع) .+|(?:حذف|شطب)(?: .*)?"
    r"|نفس (?:ال)?(?:اسم|سطر|رقم|شخص)\b.*"
)
"""A remark on the list in the place of a name; folded."""
_IN_BRACKETS = re.compile(
    rf"[(\[]\s*(?:(?:{_NUMBERS}) (?:\w+ )*?(?:{_PERSONS}|{_KIN}|family members)|(?:{_NUMBERS_IN_ARABIC}) (?:{_PERSONS_IN_ARABIC}|اطفال|اخوه))\s*[)\]]"
)
_BETWEEN_NAMES = re.compile(r"\s*[;؛/|\n]\s*")
_ARTICLES = frozenset({"al", "el", "ال"})
_OTHER_NAME = re.compile(r"(?:abu|abou|um|umm|om|aka|alias|known|ابو|ام|المعروف|الملقب|ابن) .*")
"""A by-name, which may stand behind a name with a sign between."""


class SaidFate(StrEnum):
    """What words beside the name of a person say of their fate."""

    ALIVE = "alive"
    DEAD = "dead"
    INJURED = "injured"
    HELD = "held"
    MISSING = "missing"


_ALIVE = re.compile(
    r"(?:^|.* )(?:alive|still living|not (?:dead|killed|martyred)|did not die|survivor|survived(?! by)|(?:ال)?حي يرزق|(?:علي )?قيد الحياه"
    r"|(?:لم|لا) (?:يمت|يقتل|يستشهد|تمت|تقتل|تستشهد)|(?:ظهر|وجد|عثر عليه|تبين انه|تبين انها|انه|ما زال|لا يزال) حيا?ه?)(?: .*|$)"
)
_MARKED = {
    SaidFate.DEAD: "dead|died|killed|deceased|martyred|martyr|شهيده?|قتيله?|متوف[يا]ه?|استشهدت?|توفيت?|قتلت?|مات|ماتت",
    SaidFate.INJURED: "injured|wounded|جريحه?|مصابه?|جرحت?|اصيبت?",
    SaidFate.HELD: "detained|detainee|imprisoned|arrested|prisoner|in (?:custody|prison|detention)|معتقله?|محتجزه?|سجينه?|اسيره?|موقوفه?",
    SaidFate.MISSING: "missing|disappeared|kidnapped|abducted|مفقوده?|مخطوفه?|مختطفه?|مغيبه?|مختفي?ه?",
}
"""Words of a fate, folded. Some are names too, so they count where they stand before the name with their article, or in brackets behind it."""
_BEFORE_THE_NAME = {
    fate: re.compile(rf"(?:(?:the )?(?:{re.sub('[ء-ي].*', '', words).rstrip('|')})|ال(?:{words})) .+")
    for fate, words in _MARKED.items()
}
_BESIDE_THE_NAME = {fate: re.compile(rf"(?:.* )?(?:{words})(?: .*)?") for fate, words in _MARKED.items()}
_REMARK = re.compile(r"[(\[]([^()\[\]]*)[)\]]|\s[-–—]\s*(\S.*)$|[,،;]\s*(\S+(?: \S+)?)$")
_LIVING = re.compile(r"(?:ال)?حيه?|(?:ال)?ناج(?:ي|يه)?|نجا|نجت")
"""Words that are names too, or parts of places: they count as a remark alone."""


def say_fate(name: str) -> SaidFate | None:
    """Return the fate that words beside a person's name tell; None where they tell none.

    >>> [say_fate(name) for name in ("Samir Tester (later found alive)", "الجريح سمير اختبار", "Samir Tester")]
    [<SaidFate.ALIVE: 'alive'>, <SaidFate.INJURED: 'injured'>, None]
    >>> say_fate("الشهيد المعتقل سمير اختبار"), say_fate("Samir Tester (injured, died later)")
    (<SaidFate.DEAD: 'dead'>, <SaidFate.DEAD: 'dead'>)
    """
    said = strip_marks(name[:LONGEST])
    folded = fold(said)
    remarks = [fold(next(filter(None, each), "")) for each in _REMARK.findall(said)]
    if _ALIVE.match(folded) or any(_LIVING.fullmatch(each) for each in remarks):
        return SaidFate.ALIVE
    for fate, beside in _BESIDE_THE_NAME.items():
        if _BEFORE_THE_NAME[fate].fullmatch(folded) or any(map(beside.fullmatch, remarks)):
            return fate
    return None


def is_no_single_person(name: str) -> bool:
    """Say whether what stands in the place of one person's name speaks of several persons, is the sum of a list, or a remark on it.

    >>> [is_no_single_person(name) for name in ("3 unidentified bodies", "Samir Haddad and wife", "Total: 6", "سمير حداد وزوجته", "Samir Haddad")]
    [True, True, True, True, False]
    """
    said = strip_marks(name[:LONGEST])
    folded = fold(re.sub(r"(?<=\s)[×*] ?(?=\d)", "x", re.sub(r"&|(?<=\s)\+\s?(?=\s|\d)", " and ", said)))
    if _SEVERAL.fullmatch(folded) or _NOTE.fullmatch(folded) or _IN_BRACKETS.search(said.casefold()):
        return True
    return _are_names(_BETWEEN_NAMES.split(said)) or (is_arabic(said) and _are_names(re.split(r"\s*[,،]\s*", said)))


def _are_names(parts: list[str]) -> bool:
    """Whether each of several parts is a whole name, in one script: else they may be one name in two, or a name and a by-name."""
    words = [fold(part) for part in parts]
    return (
        len(parts) > 1
        and all(
            len([word for word in each.split() if word not in _ARTICLES]) > 1 and not _OTHER_NAME.fullmatch(each)
            for each in words
        )
        and len({is_arabic(part) for part in parts}) == 1
    )


def is_unnamed(name: str) -> bool:
    """Say whether what stands in the place of a person's name says that no name is known.

    >>> [is_unnamed(name) for name in ("Unidentified male", "NN", "مجهول الهوية", "لم يوثق الاسم", "Samir Haddad")]
    [True, True, True, True, False]
    >>> [is_unnamed(name) for name in ("Unknown officer", "ضابط مجهول", "a prison guard", "Officer Samir", "رائد")]
    [True, True, True, False, False]
    """
    begins_with_initial = re.match(r"\s*\w\.", name) is not None and not name.casefold().startswith("n.")  # A. Shepherd
    return not begins_with_initial and _UNNAMED.fullmatch(fold(name[:LONGEST])) is not None
