"""What stands in the place of a source and names nobody: words for unknown, kinds of sources, words that lead elsewhere, errors of a spreadsheet."""

from __future__ import annotations

import re

from dalil.letters import fold

_ABSENT = (
    "unknown unnamed unspecified unidentified undisclosed anonymous",
    "several various multiple many different other",
)
_ABSENT_IN_ARABIC = (
    *("مجهول", "مجهولة", "غير معروف", "غير معروفة", "غير محدد", "غير محددة", "غير مسمى", "غير مذكور", "غير مذكورة"),
    *("غير متوفر", "غير متوفرة", "غير متاح"),
)
_UNKNOWN = frozenset(
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
_NOBODY = frozenset(
    map(
        fold,
        (
            *(
                "source",
                "sources",
                "a source",
                "private source",
                "confidential",
                "confidential source",
                "yes",
                "no",
                "x",
            ),
            *(
                "true",
                "false",
                "ditto",
                "idem",
                "ibid",
                "ibid.",
                "same",
                "same source",
                "same as above",
                "as above",
                "see above",
            ),
            *(
                "local sources",
                "local source",
                "field sources",
                "medical sources",
                "media sources",
                "media",
                "various media",
            ),
            *(
                "local media",
                "media reports",
                "news",
                "news reports",
                "social media",
                "internet",
                "online",
                "open source",
            ),
            *(
                "open sources",
                "activists",
                "local activists",
                "media activists",
                "activist",
                "residents",
                "local residents",
            ),
            *("locals", "witnesses", "witness", "eyewitnesses", "eyewitness", "eye witnesses", "witness accounts"),
            *("مصدر", "المصدر", "مصادر", "المصادر", "مصدر خاص", "مصادر خاصة", "سري", "مصدر سري", "نعم", "لا"),
            *(
                "كما سبق",
                "كما ورد أعلاه",
                "كما أعلاه",
                "أعلاه",
                "نفسه",
                "نفس المصدر",
                "المصدر نفسه",
                "المصدر السابق",
                "ذات المصدر",
            ),
            *(
                "مصادر محلية",
                "مصدر محلي",
                "مصادر ميدانية",
                "مصادر طبية",
                "مصادر إعلامية",
                "وسائل الإعلام",
                "وسائل إعلام",
            ),
            *(
                "وسائل إعلام محلية",
                "وسائل التواصل الاجتماعي",
                "وسائل التواصل",
                "مواقع التواصل الاجتماعي",
                "الإنترنت",
                "الأخبار",
            ),
            *("مصادر مفتوحة", "ناشطون", "ناشطين", "نشطاء", "ناشط", "ناشطون محليون", "نشطاء محليون", "ناشطون إعلاميون"),
            *(
                "أهالي",
                "الأهالي",
                "أهالي المنطقة",
                "سكان",
                "السكان",
                "سكان محليون",
                "شهود",
                "شهود عيان",
                "شاهد",
                "شاهد عيان",
            ),
        ),
    )
)
"""Words that name nobody either: kinds of sources, of which "activists" and "residents" may be the same; the row above; a tick."""
_ERRORS = frozenset(
    map(fold, ("#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NULL!", "#NUM!", "#ERROR!", "#SPILL!", "#CALC!"))
)
_NO_NAME = re.compile(
    r"(?:https?|ftp|see (?:row|line|above|note)\b.*|انظر .*|(?:file:|[a-z]:\\).*|[^\s/\\]+\.(?:jpe?g|png|gif|pdf|mp4|mov|avi|docx?|xlsx?|csv|zip))",
    re.IGNORECASE,
)
"""A link without a host, a word on where else to look, the name of a file."""


def names_nobody(name: str) -> bool:
    """Whether what stands in the place of a source's name names nobody.

    >>> names_nobody("غير معروف"), names_nobody("local activists"), names_nobody("ditto"), names_nobody("photo.jpg"), names_nobody("SOHR")
    (True, True, True, True, False)
    """
    folded = fold(name)
    return folded in _UNKNOWN or folded in _NOBODY or _NO_NAME.fullmatch(name) is not None


def is_error(cell: str) -> bool:
    """Whether a cell is an error of a spreadsheet.

    >>> is_error(" #N/A"), is_error("N/A")
    (True, False)
    """
    return cell.strip().startswith("#") and fold(cell) in _ERRORS
