"""Words beside the name of a source that make no other source of it: a date, "according to", the platform where it was posted.

"AFP 29 Dec" and "AFP 30 Dec" are one agency, "according to SNHR" is SNHR, and "SOHR Facebook" is the Facebook page of SOHR.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from dalil.letters import bare_word, fold, fold_words
from dalil.text.dates import MONTHS, WEEKDAYS

LONGEST = 300
"""Letters of the longest name whose words are looked at; a longer one is a text."""
MOST_WORDS = 14

_PLATFORM = (
    r"facebook|fb|twitter|telegram|whats ?app|youtube|instagram|tik ?tok|social media"
    r"|(?:ال)?(?:فيس ?بوك|فايسبوك|تويتر|ت[يل]*[غج]رام|تليغرام|تلي?غرام|واتس ?[اأآ]ب|يوتيوب|[اإ]نستغرام|[اإ]نستقرام|تيك توك)"
)
_POST = (
    r"(?:page|channel|account|group|post|feed|profile|tweet|handle|user)s?"
    r"|صفحة|صفحه|قناة|قناه|حساب|مجموعة|مجموعه|منشور|تغريدة|معرف"
)
_POSTED_BEHIND = re.compile(
    rf"(?P<name>\S.*?)[\s\-–—:,(]+(?:(?:on|via|from|at|through|عبر|على|علي|في)\s+)?(?:(?:the|its|their|official)\s+)*"
    rf"(?:{_PLATFORM})(?:\s+(?:official\s+)?(?:{_POST}))?\s*\)?",
    re.IGNORECASE,
)
_POSTED_BEFORE = re.compile(
    rf"(?:the\s+)?(?:{_PLATFORM})(?:\s+(?:{_POST}))?(?:\s+of\s+(?:the\s+)?|\s*[:–—]\s*)(?P<name>\S.*)"
    rf"|(?:the\s+)?(?:{_PLATFORM})\s+(?:page|channel|account)\s+(?P<name_2>\S.*)",
    re.IGNORECASE,
)
_POST_BEFORE = re.compile(rf"(?:{_POST})\s+(?P<name>\S.*)", re.IGNORECASE)
_RELAYED = re.compile(
    r"(?:as\s+|it\s+(?:was|is)\s+)?(?:(?:was|were|is|are|been)\s+)?"
    r"(?:reported|stated|said|published|posted|announced|documented|confirmed|quoted|cited|told|shared|relayed|provided"
    r"|recorded|written|filmed|attributed|credited)\s+(?:by|in|on|to)\s+"
    r"|according\s+to\s+|(?:quoting|citing|quotes|cites|via|by|from)\s+|based\s+on\s+"
    r"|(?:information|data|report|reports|statement|figures|video|photo|photos|footage)\s+(?:by|from|of)\s+"
    r"|courtesy\s+of\s+|(?:h/t|c/o|cf\.?|per)\s+|as\s+per\s+|sources?\s*[:=]\s*|origin\s*[:=]\s*"
    r"|(?:و?بحسب|حسب|وفق|عبر|عن|من خلال|بواسطة|على لسان|من قبل|من طرف|بناء على|بناءً على|كما ورد (?:عن|في)|ورد عن)\s+"
    r"|(?:نقل[اًا]*|منقول|منقولة|نقلت)\s+عن\s+|استناد[اًا]*\s+(?:إلى|الى)\s+"
    r"|(?:وفق[اًا]+|طبق[اًا]+|تبع[اًا]+)\s+(?=ل)|(?:المصدر|مصدر|المصادر)\s*[:=]\s*"
    r"|(?:كما\s+)?(?:ذكر|أفاد|افاد|قال|أعلن|اعلن|وثق|أكد|اكد)ت?\s+",
    re.IGNORECASE,
)
"""By which one says whom one relays, in front of the name; behind a name the words name two (`text.source_spelling`)."""
_TO_WHOM = re.compile(r"(?:لل(?=\w{2})|ل(?:ـ+|\s+)|ل(?=\w{3}))")
_MOST_RELAYS = 3

_MONTH_WORDS = frozenset(word for words in MONTHS for word in words if len(word) > 2 or not word.isascii())
_DAY = re.compile(r"\d{1,2}(?:st|nd|rd|th)?(?:[-–]\d{1,2}(?:st|nd|rd|th)?)?")
_YEAR = re.compile(r"(?:19|20)\d\d")
_DAY_IN_DIGITS = re.compile(r"\d{1,2}[./-]\d{1,2}")
_TIME = re.compile(r"\d{1,2}[:.]\d\d(?:am|pm)?|\d{1,2}(?:am|pm)")
_BEFORE_DATES = fold_words("on dated date accessed retrieved as of at in بتاريخ تاريخ يوم في بتاريخه")
_SHORT_WEEKDAYS = fold_words("mon tue tues wed thu thur thurs fri sat sun")
_DATE = re.compile(r"P*[Ww]?(?:P*(?:D+M+Y?|M+DY?|YM+D|M+Y|DM+Y)P*[WwT]*)")
"""A date in words, by the classes of its words (`_classes`): a day of a month, or a month of a year."""
_ONLY_A_DATE = re.compile(r"P*(?:[Ww]?T?)P*(?:D+M*Y?|M+D?Y?|YM*D?|Z|Q)?[WwT]*")
_PART_OF_A_YEAR = re.compile(r"(?:q|h|week|wk|epi ?week|quarter|month) ?\d{1,2}")

_OF_ONE_TELLER = frozenset(
    word
    for words in (
        "facebook fb twitter x telegram whatsapp youtube instagram tiktok signal tweet tweets post posts posted page"
        " pages channel account website websites web site online app feed blog livestream hashtag",
        "report reports reported reporting update updates updated statement statements article articles story video"
        " videos photo photos footage image images bulletin newsletter dispatch release press interview tally toll"
        " database dataset data list figures breaking said says news report's",
        "english arabic arab en ar french turkish kurdish russian language version edition service desk office bureau",
        "staff correspondent correspondents reporter reporters journalist journalists photographer cameraman stringer"
        " editor director spokesperson spokesman spokeswoman head chief founder president representative official"
        " officials team member members activist activists contact contacts source sources",
        "via on in from of the by at to for its their official daily weekly monthly annual yearly local and",
        "فيسبوك الفيسبوك فايسبوك تويتر تلغرام تيلغرام تليغرام تلجرام تيليجرام واتساب يوتيوب انستغرام صفحة قناة حساب موقع"
        " منشور تغريدة تقرير تقارير بيان بيانات فيديو صورة صور خبر أخبار نشرة تحديث حصيلة قائمة إحصائية",
        "مدير رئيس متحدث ناطق باسم مراسل مراسلو مراسلة مصور فريق ناشط ناشطو ناشطون عضو أعضاء مسؤول مصدر مصادر مكتب",
        "على في من عن عبر لدى إلى رسمي رسمية عربية إنكليزية إنجليزية انكليزي انجليزي عربي يومي أسبوعي شهري سنوي",
    )
    for word in map(bare_word, fold_words(words))
)
"""Words that say what a teller told, where, in which language, and by whom of its people; beside a known name they make no other teller."""


def without_words_beside(name: str) -> str:
    """Take off a name what makes no other source of it, whoever it is: relaying words in front, a date in words, a platform.

    Empty where nothing is left but a date or a part of a year.

    >>> without_words_beside("according to North Monitor"), without_words_beside("North Monitor 29 Dec"), without_words_beside("Jan 2018")
    ('North Monitor', 'North Monitor', '')
    >>> without_words_beside("صفحة مرصد الشمال على فيسبوك"), without_words_beside("Radio 15"), without_words_beside("Northern Times")
    ('مرصد الشمال', 'Radio 15', 'Northern Times')
    """
    if len(name) > LONGEST:
        return name
    name = _without_relaying(name)
    name = _without_dates(name)
    return _without_platform(name)


def known_name_in(name: str, is_known: Callable[[str], bool]) -> str:
    """Return the name inside a name beside which nothing stands that makes another source of it; empty where there is none.

    is_known: whether a name, as it stands, is one of a source that is known by it. Only beside such a name do words count for nothing that
    could as well be a part of a name ("SOHR Director", "SOHR Monday", "AFP 29/12", "SOHR 1").

    >>> known = {"SOHR", "BBC"}.__contains__
    >>> known_name_in("SOHR Director", known), known_name_in("BBC Studios", known)
    ('SOHR', '')
    """
    words = [word for word in re.split(r"[\s,،;؛:()\[\]]+", name[: LONGEST + 1]) if fold(word)]
    if not 2 <= len(words) <= MOST_WORDS or len(name) > LONGEST:
        return ""
    plain = [re.sub(r"['’]s$", "", word) for word in words]
    count_for_nothing = [_counts_for_nothing(word) for word in plain]
    before = next((at for at, each in enumerate(count_for_nothing) if not each), len(words))
    behind = next((at for at, each in enumerate(reversed(count_for_nothing)) if not each), len(words))
    for length in range(len(words) - 1, 0, -1):
        for start in range(min(before, len(words) - length) + 1):
            end = start + length
            if end >= len(words) - behind and is_known(inside := " ".join(plain[start:end])):
                return inside
    return ""


def _counts_for_nothing(word: str) -> bool:
    folded = fold(word)
    return (
        bare_word(folded) in _OF_ONE_TELLER
        or _class_of(word) != "x"
        or (folded.isdigit() and len(folded) <= 3)
        or _YEAR.fullmatch(folded) is not None
    )


def _without_relaying(name: str) -> str:
    for _ in range(_MOST_RELAYS):
        led = _RELAYED.match(name)
        if led is None or not name[led.end() :].strip():
            return name
        if led[0].strip().casefold() == "per" and led[0][0] == "P" and not name[led.end() :].split()[0].isupper():
            return name  # Per is a first name too
        name = name[led.end() :].lstrip()
        to_whom = _TO_WHOM.match(name) if re.match(r"(?:وفق|طبق|تبع)[اًا]", led[0]) else None
        if to_whom:
            name = ("ال" if to_whom[0] == "لل" else "") + name[to_whom.end() :]
    return name


def _without_dates(name: str) -> str:
    """The name without a day of a month, or a month of a year, at its end or at the end of one of its parts."""
    parts = re.split(r"([,،;؛/|])", name)
    if not any(map(str.isdigit, name)):
        return "" if _is_only_a_date(name) else name
    for at in range(0, len(parts), 2):
        parts[at] = _without_date_behind(parts[at])
    joined = "".join(parts)
    return "" if _is_only_a_date(joined) or not any(map(str.isalpha, joined)) else joined


def _without_date_behind(part: str) -> str:
    words = part.split()
    classes = _classes(words)
    for start in range(max(0, len(words) - 8), len(words)):
        if _DATE.fullmatch(classes, start):
            return " ".join(words[:start])
    return part


def _is_only_a_date(name: str) -> bool:
    words = [word for word in re.split(r"[\s,،;؛]+", name) if fold(word)]
    if not words or len(words) > 8:
        return False
    if _PART_OF_A_YEAR.fullmatch(fold(name)):
        return True
    classes = _classes(words)
    return bool(classes.strip("P")) and _ONLY_A_DATE.fullmatch(classes) is not None


def _classes(words: list[str]) -> str:
    """A letter for each word: D a day, M of a month, Y a year, W a weekday, w one written short, Z a day in digits, T a time, P before a date."""
    return "".join(map(_class_of, words))


def _class_of(word: str) -> str:
    return next(_classes_that_fit(word.strip(".,،;؛()[]'\"").translate(_DIGITS)), "x")


def _classes_that_fit(word: str) -> Iterator[str]:
    folded = fold(word)
    if _DAY.fullmatch(word.casefold()):
        yield "D"
    if _DAY_IN_DIGITS.fullmatch(word):
        yield "Z"
    if _YEAR.fullmatch(word):
        yield "Y"
    if _TIME.fullmatch(word.casefold()):
        yield "T"
    months = [fold(each) for each in word.split("/")]
    if all(each in _MONTH_WORDS for each in months) and not folded.isdigit():
        yield "M"
    if folded in WEEKDAYS:
        yield "W"
    if folded in _SHORT_WEEKDAYS:
        yield "w"
    if folded in _BEFORE_DATES or not folded:
        yield "P"


_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")


def _without_platform(name: str) -> str:
    if posted := _POSTED_BEHIND.fullmatch(name):
        name = posted["name"].rstrip(" -–—:,(")
        said = _POST_BEFORE.fullmatch(name)
        return said["name"] if said else name
    if posted := _POSTED_BEFORE.fullmatch(name):
        return str(posted["name"] or posted["name_2"])
    return name
