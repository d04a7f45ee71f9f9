"""Signs and words by which a source says that it is not sure of what it names: "Saraqib?", "barrel bomb (?)", "alleged regime", "ISIS or HTS".

Names are compared without signs, so a name with a question mark is found as the name without it; the doubt has to be kept beside it.
The values and kinds ask here, so that every door gives the same answer.
"""

from __future__ import annotations

import re
from functools import lru_cache

from dalil.letters import fold, strip_marks

_ADVERBS = (
    r"possibly|probably|perhaps|maybe|allegedly|presumably|likely|reportedly|apparently|supposedly|purportedly|seemingly|potentially"
    r"|doubtful|dubious|possible|probable|alleged|suspected|presumed|purported|supposed|rumou?red|potential|disputed|contested|unproven"
)
_NOT_SURE = r"(?:not|un) ?(?:yet )?(?:been )?(?:confirmed|verified|certain|sure|clear|proven)|to be (?:confirmed|verified|checked)|tbc"
_THOUGHT = (
    r"(?:believed|thought|said|assumed|considered|understood|presumed|suspected|rumou?red|alleged) to (?:be|have been)"
    r"|(?:may|might|could) (?:be|have been)|it is (?:believed|thought|alleged|unclear)|unclear (?:whether|if|who|which)|either"
)
_IN_ARABIC = (
    r"غير (?:موكده?|موثقه?|محققه?|اكيده?|مثبته?|محسومه?|متاكده?|واضحه?)|(?:لم|لا) (?:يتاكد|يوكد|تتاكد|يثبت|يتبين|يحسم|تحسم|توكد)"
    r"|قيد (?:التحقق|التاكد|التثبت)|ربما|(?:من )?(?:ال)?محتمله?|يحتمل|علي (?:ال)?(?:ارجح|اغلب)|(?:في )?اغلب الظن|الارجح|يرجح|(?:من )?(?:ال)?مرجحه?"
    r"|(?:و)?يعتقد|(?:و)?يظن|يشتبه|(?:ال)?مشتبهه?|مشكوك|(?:ال)?مزعومه?|زعما|يزعم|كما يزعم|يقال|(?:و)?قد (?:يكون|تكون|يكونون)|يبدو|ان صح(?:ت)?"
)
_DOUBT = re.compile(rf"(?:^|.* )(?:{_ADVERBS}|{_NOT_SURE}|{_THOUGHT}|{_IN_ARABIC})(?: .*|$)")
_OTHERWISE = re.compile(r".*\w (?:or|او|ام) \w.*")
"""Two names of which one is meant."""
_AGAINST = re.compile(
    r"(?:^|.* )(?:den(?:y|ies|ied|ying)|claim(?:s|ed|ing)?|accus(?:ed|es|ing)|blam(?:e|es|ed|ing)|suspects?|unattributed"
    r"|(?:ال)?متهم(?:ه|ون|ين)?|(?:و)?(?:يتهم|تتهم|اتهم|اتهمت|اتهام|اتهامات)|(?:و)?(?:نفي|نفت|ينفي|تنفي|نفوا)|(?:و)?(?:تبني|تبنت|يتبني|تتبني|ادعي|ادعت|يدعي|تدعي))"
    r"(?: .*|$)"
)
"""Words of an accusation, a denial or a claim beside the name of a party: its part is contested."""
_WORDS_BEHIND = (
    r"(?:(?:not|un)[ -]?(?:yet )?(?:confirmed|verified|certain|sure|clear)|to be (?:confirmed|verified"
    rf"|checked)|tbc|{_ADVERBS}|غير (?:مؤكدة?|موثقة?"
    r"|محققة?|أكيدة?)|لم (?:يتأكد|يؤكد|تتأكد)"
    r"|قيد (?:التحقق|التأكد)|ربما|يحتمل|محتملة?|على الأرجح|مشكوك (?:فيه|فيها|به)|يشتبه)"
)
_BEHIND = re.compile(
    rf"\s*(?:[(\[]\s*(?:[?؟]+|{_WORDS_BEHIND})\s*[?؟]*\s*[)\]]|\s[-–—:]+\s*{_WORDS_BEHIND}|[,،;؛]\s*{_WORDS_BEHIND})[?؟*\s]*$",
    re.IGNORECASE,
)
_BEFORE = re.compile(
    rf"^\s*[(\[]?(?:{_ADVERBS}|unconfirmed|unverified|ربما|يُ?رج[ّ]?ح أنه|يُ?عتقد أنه[ام]?)[)\]:]*\s+", re.IGNORECASE
)
_SIGN = re.compile(r"[?؟]|\*$")
LONGEST = 200
"""How many letters at the end of a cell are looked at."""
_NOTHING_BUT_SIGNS = re.compile(r"[\s?؟*()\[\]\-–]*")


@lru_cache(maxsize=20_000)
def says_doubt(name: str) -> bool:
    """Say whether what names something says that the name is not certain: by a sign, by a word before or behind it, or by naming another.

    >>> says_doubt("Saraqib?"), says_doubt("Idlib*"), says_doubt("SNHR - unconfirmed"), says_doubt("ربما?"), says_doubt("Saraqib")
    (True, True, True, True, False)
    >>> says_doubt("likely Russia"), says_doubt("regime or Russia"), says_doubt("روسيا على الأرجح"), says_doubt("Or Yehuda")
    (True, True, True, False)
    """
    end = _end_of(strip_marks(name))
    if not _is_a_name(end):
        return False
    if _SIGN.search(end):
        return True
    words = fold(end)
    return _DOUBT.match(words) is not None or _OTHERWISE.fullmatch(words) is not None


def has_sign_of_doubt(name: str) -> bool:
    """Say whether a sign marks a name as not certain: a question mark anywhere, or an asterisk at its end.

    >>> has_sign_of_doubt("Saraqib (?)"), has_sign_of_doubt("Idlib*"), has_sign_of_doubt("probably Idlib")
    (True, True, False)
    """
    end = _end_of(strip_marks(name))
    return _is_a_name(end) and _SIGN.search(end) is not None


def says_contested(name: str) -> bool:
    """Say whether words beside a name tell of an accusation, a denial or a claim.

    >>> says_contested("Russia denied"), says_contested("ISIS (claimed)"), says_contested("روسيا تنفي"), says_contested("Russia")
    (True, True, True, False)
    """
    return _AGAINST.match(fold(_end_of(strip_marks(name)))) is not None


def without_doubt(name: str) -> str:
    """Return a name without the word before or behind it that says that it is not certain.

    >>> without_doubt("SNHR - unconfirmed"), without_doubt("SNHR (?)"), without_doubt("Team - Aleppo"), without_doubt("alleged regime")
    ('SNHR', 'SNHR', 'Team - Aleppo', 'regime')
    """
    end = _end_of(name)
    return name if end != " ".join(name.split()) else _BEFORE.sub("", _BEHIND.sub("", end)) or name


def _end_of(cell: str) -> str:
    """The end of a cell, with single spaces: where a name ends, and short, so that long texts take no longer."""
    return " ".join(cell[-LONGEST:].split())


def _is_a_name(end: str) -> bool:
    """A cell of signs alone names nothing, and in a link the sign is a part of the address."""
    return not (_NOTHING_BUT_SIGNS.fullmatch(end) or "://" in end)
