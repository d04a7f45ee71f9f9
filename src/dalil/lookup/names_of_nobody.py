"""What stands in the place of a source and names nobody: words for unknown, kinds of sources, words that lead elsewhere, errors of a spreadsheet."""

from __future__ import annotations

import re
from functools import lru_cache

from dalil.letters import fold, fold_words
from dalil.lookup.tellers_without_names import NAMELESS
from dalil.values.names_of_persons import is_unnamed
from dalil.values.unknown_words import NOT_THIS, UNKNOWN
from dalil.vocabulary.gazetteer import load_shipped_gazetteer

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
    r"(?:https?|ftp|(?:file:|[a-z]:\\).*|[^\s/\\]+\.(?:jpe?g|png|gif|pdf|mp4|mov|avi|docx?|xlsx?|csv|zip)"
    r"|(?:see|cf|refer to) (?:(?:the|also|attached|in|under|other|previous|next) )*"
    r"(?:above|below|rows?|lines?|entry|note|notes|footnote|photos?|pictures?|images?|videos?|files?"
    r"|attachments?|attached|annex|reports?|documents?"
    r"|links?|comments?|remarks?|sheets?|tabs?|cells?|columns?|sources?|lists?|pages?|references?|ref"
    r"|previous|next|other|\S*\d\S*)\b.*"
    r"|(?:انظر|أنظر|راجع|يراجع|ينظر) .*"
    r"|(?:(?:https?://)?(?:www\.)?)?(?:bit\.ly|t\.co|tinyurl\.com|goo\.gl|ow\.ly|is\.gd|buff\.ly|cutt\.ly|shorturl\.at|rb\.gy)(?:/\S*)?)",
    re.IGNORECASE,
)
"""A link without a host, a word on where else to look, the name of a file, a host that only leads on to another."""

_NOT = (
    "disclosed given stated named known specified provided available mentioned indicated reported"
    " recorded identified published listed revealed declared attributed"
)
_PLATFORMS = (
    "facebook|fb|twitter|telegram|whatsapp|youtube|instagram|tiktok|tik tok|signal|social media|internet|web|online|x"
)
_PLATFORMS_IN_ARABIC = (
    "(?:ال)?(?:فيس ?بوك|تويتر|تلغرام|تيلغرام|تليغرام|تلجرام|تيليجرام|تليجرام|واتس ?اب|واتساب|يوتيوب"
    "|انستغرام|انستقرام|تيك توك|انترنت)"
)
_HOW_MANY = (
    r"\d+|a|an|the|one|two|three|four|five|six|seven|eight|nine|ten|some|several|many|multiple|various"
    r"|different|other|our|own|my"
)
_WHICH = (
    "local|field|medical|media|security|military|official|private|confidential|opposition|rebel"
    "|government|news|press|reliable|trusted|credible"
    "|independent|anonymous|unnamed|unknown|unidentified|undisclosed|human rights|humanitarian|hospital"
    "|family|eye|primary|secondary|open|own|personal|internal"
)
_KINDS = (
    "sources?|witness(?:es)?|eyewitness(?:es)?|activists?|residents?|locals?|journalists?|reporters?"
    "|correspondents?|relatives?|family|families"
    "|family members?|neighbou?rs|survivors?|doctors?|medics?|nurses?|paramedics?|rescuers?|officials?"
    "|villagers?|friends?|informants?|contacts?"
    "|callers?|interviewees?|observers?|people|persons?|outlets?|agency|agencies|newspapers?|channels?"
    "|websites?|sites?|pages?|groups?|accounts?|users?"
    "|posts?|videos?|photos?|images?|messages?|articles?|blogs?|wires?|wire services?|research|team|staff|notes?"
)
_KINDS_IN_ARABIC = (
    "مصدر|مصدران|مصدرين|مصادر|شاهد|شاهده|شاهدان|شاهدين|شهود|ناشط|ناشطه|ناشطون|ناشطين|نشطاء|اهالي|اهل|سكان"
    "|اقارب|اقرباء|قريب|ذوي|ذوو|عائله|اسره|جيران|طبيب|اطباء"
    "|مسعف|مسعفون|مسعفين|صحفي|صحفيون|صحفيين|اعلامي|اعلاميون|اعلاميين|مراسل|مراسلون|مراسلين|ناج|ناجي|ناجون"
    "|ناجين|مسوول|مسوولون|مسوولين|اشخاص|شخص"
    "|وكاله|وكالات|وكالات الانباء|وكالات انبا|وكالات الانبا|صحيفه|صحف|صحافه|اعلام|قناه|قنوات|تلفزيون|تلفاز|اذاعه"
    "|اذاعات|راديو|موقع|مواقع|صفحه|صفحات|حساب|منشور|فيديو|صوره|صور|خبر|اخبار"
)
_WHICH_IN_ARABIC = (
    "عيان|محلي|محليه|محليون|محليين|طبي|طبيه|ميداني|ميدانيه|اعلامي|اعلاميه|اعلاميون|امني|امنيه|عسكري"
    "|عسكريه|خاص|خاصه|رسمي|رسميه|مطلع|مطلعه|موثوق|موثوقه"
    "|صحفي|صحفيه|حقوقي|حقوقيه|عده|متعدده|مختلفه|اخري|اخباريه|انباء|اجنبيه|ضحيه|ضحايا|قتيل|قتلي|شهيد|شهداء"
    "|مفقود|معتقل|منطقه|مدينه|بلده|قريه|حي|مجهول|مجهوله"
)
_SOMEBODY = re.compile(
    rf"(?:{'|'.join(('not', 'none', 'non', 'never', 'nothing', 'un'))}) ?(?:yet )?(?:{_NOT.replace(' ', '|')})"
    rf"|(?:source|sources|name) not (?:{_NOT.replace(' ', '|')})"
    rf"|(?:(?:{_HOW_MANY}) )*(?:(?:{_PLATFORMS})(?: (?:{_KINDS}))?)"
    rf"|(?:(?:{_HOW_MANY}) )*(?:(?:{_WHICH}) )*(?:{_KINDS})(?: (?:of|from|on|in) (?:the )?(?:{_PLATFORMS}"
    rf"|victims?|deceased|dead|killed|missing|detainees?|area|town|village|city))?"
    rf"|(?:a |an |the )?victims? (?:{_KINDS})"
    r"|internal|in house|own|ours|self|tv|television|radio|press|media|the media|the press|id|do|dto|same"
    r"|previous|research|desk research|s a a|as previous|same as previous"
    rf"|(?:\d+ )?(?:عده |بعض |احد "
    rf"|احدي )?(?:ال)?(?:{_KINDS_IN_ARABIC})(?: (?:ال)?(?:{_WHICH_IN_ARABIC}))*(?: (?:علي |في "
    rf"|من )?(?:{_PLATFORMS_IN_ARABIC}))?"
    rf"|{_PLATFORMS_IN_ARABIC}"
    r"|(?:لم|لا) (?:يذكر|يحدد|يسم|يسمي|يعلن|يرد|يكشف|يعرف|يوثق|تذكر|تحدد|تعرف)(?: (?:ال)?(?:مصدر|مصادر|اسم))?"
    r"|غير (?:معلن|معلنه|موثق|موثقه|معرف|مبين|مبينه|مسماه|وارد)"
    r"|بدون|من دون|دون|بلا|لا شيء|لا شي|كسابقه|كسابقتها|كسابقتهم|كالسابق|كما في السابق|السابق|مثله"
    r"|مثل السابق|كذلك|ايضا|داخلي|ذاتي|بحث خاص|بحث ذاتي|تواصل اجتماعي"
)
"""Kinds of sources in any number, platforms on which everybody writes, and that nobody is told; all folded."""


LONGEST = 200
"""Letters of the longest words for nobody; a longer text is read no further."""


def names_nobody(name: str) -> bool:
    """Whether what stands in the place of a source's name names nobody.

    >>> names_nobody("غير معروف"), names_nobody("local activists"), names_nobody("ditto"), names_nobody("photo.jpg"), names_nobody("SOHR")
    (True, True, True, True, False)
    """
    folded = fold(name)
    if folded in UNKNOWN or folded in _NOBODY or _NO_NAME.fullmatch(name[:LONGEST]):
        return True
    if len(folded) > LONGEST:
        return False
    if any(each.fullmatch(folded) for each in (_SOMEBODY, NOT_THIS, NAMELESS)):
        return True
    return is_unnamed(name) or _is_an_area(name)


_SIDES = fold_words("north south east west center central middle الشمال الجنوب الشرق الغرب الوسط")
"""Governorates are called so, and too much else is."""


@lru_cache(maxsize=10_000)
def _is_an_area(name: str) -> bool:
    """Whether a name is that of a country, or of an area or town in it, of the places that are shipped: where it was told, and not by whom."""
    folded = fold(name)
    if folded in _SIDES:
        return False
    return any(fold(each) == folded for place in load_shipped_gazetteer().find(name) for each in place.names())


def is_error(cell: str) -> bool:
    """Whether a cell is an error of a spreadsheet.

    >>> is_error(" #N/A"), is_error("N/A")
    (True, False)
    """
    return cell.strip().startswith("#") and fold(cell) in _ERRORS
