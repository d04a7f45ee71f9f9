"""The words of dates: months of three calendars, weekdays, seasons, parts of a month, ordinals. All keys are folded."""

from __future__ import annotations

from dalil.letters import fold, fold_words

_GREGORIAN = (
    "january jan|كانون الثاني|كانون تاني|كانون 2|يناير|جانفي|ينائر",
    "february feb|شباط|فبراير|فيفري",
    "march mar|آذار|مارس|اذار",
    "april apr|نيسان|أبريل|إبريل|أفريل",
    "may|أيار|مايو|ماي",
    "june jun|حزيران|يونيو|يونيه|جوان",
    "july jul|تموز|يوليو|يوليه|جويلية|يوليوز",
    "august aug|آب|أغسطس|أوت|غشت",
    "september sep sept|أيلول|سبتمبر|شتنبر",
    "october oct|تشرين الأول|تشرين 1|أكتوبر",
    "november nov|تشرين الثاني|تشرين تاني|تشرين 2|نوفمبر|نونبر",
    "december dec|كانون الأول|كانون 1|ديسمبر|دجنبر",
)
_HIJRI = (
    "muharram|محرم|المحرم",
    "safar|صفر",
    "rabi al awwal|rabi i|ربيع الأول|ربيع اول",
    "rabi al thani|rabi ii|rabi al akhir|ربيع الآخر|ربيع الثاني",
    "jumada al awwal|jumada al ula|jumada i|جمادى الأولى|جمادى الأول",
    "jumada al thani|jumada al akhira|jumada ii|جمادى الآخرة|جمادى الثانية",
    "rajab|رجب",
    "shaban|sha'ban|شعبان",
    "ramadan|ramadhan|رمضان",
    "shawwal|شوال",
    "dhu al qadah|dhul qadah|ذو القعدة|ذي القعدة",
    "dhu al hijjah|dhul hijjah|dhu al hijja|ذو الحجة|ذي الحجة",
)


def _months(groups: tuple[str, ...], split_latin: bool) -> dict[tuple[str, ...], int]:
    months: dict[tuple[str, ...], int] = {}
    for number, group in enumerate(groups, 1):
        for names in group.split("|"):
            for name in names.split() if split_latin and names.isascii() else [names]:
                months[tuple(fold(name).split())] = number
                months[tuple(fold(name.replace(" ال", " ")).split())] = number
    return months


MONTHS = {words: ("gregorian", number) for words, number in _months(_GREGORIAN, True).items()} | {
    words: ("hijri", number) for words, number in _months(_HIJRI, False).items()
}
"""From the words of a month to its calendar and its number."""
LONGEST_MONTH = max(map(len, MONTHS))
"""How many words the longest name of a month has."""

_WEEKDAYS = (
    "monday mon الاثنين الإثنين", "tuesday tue الثلاثاء", "wednesday wed الأربعاء", "thursday thu الخميس", "friday fri الجمعة",
    "saturday sat السبت", "sunday sun الأحد",
)  # fmt: skip
WEEKDAYS = {fold(word): number for number, words in enumerate(_WEEKDAYS) for word in words.split() if len(word) > 3}
"""From a weekday to its number, Monday 0. English abbreviations are left out: "sun", "sat" and "wed" are other words too."""

SEASONS = {
    fold(w): first
    for w, first in (
        ("spring", 3),
        ("summer", 6),
        ("autumn", 9),
        ("fall", 9),
        ("winter", 12),
        ("ربيع", 3),
        ("صيف", 6),
        ("خريف", 9),
        ("شتاء", 12),
    )
}
"""From a season to its first month."""

THIRDS = (
    fold_words("early beginning start مطلع أوائل بداية مستهل"),
    fold_words("mid middle منتصف أواسط"),
    fold_words("late end أواخر نهاية"),
)
"""The first, second and last third of a month or a year."""
WHICH = {
    fold(word): place
    for place, words in enumerate(
        ("first الأول", "second الثاني", "third الثالث", "fourth الرابع", "last final الأخير")
    )
    for word in words.split()
}
"""From an ordinal to the part that it chooses, the first 0; 4 is the last."""
PORTIONS = {
    fold(word): portion
    for portion, words in (("week", "week الأسبوع"), ("half", "half النصف"), ("quarter", "quarter الربع"))
    for word in words.split()
}
"""From a word to the kind of part that it names."""

_ORDINALS = "الأول الثاني الثالث الرابع الخامس السادس السابع الثامن التاسع العاشر الحادي"
ORDINALS = {fold(word): number for number, word in enumerate(_ORDINALS.split(), 1)} | {fold("الحادي"): 1}
ORDINAL_TENS = {
    fold(word): tens
    for word, tens in (("عشر", 10), ("والعشرين", 20), ("والعشرون", 20), ("والثلاثين", 30), ("والثلاثون", 30))
}
ROUND_ORDINALS = {
    fold(word): day for word, day in (("العشرين", 20), ("العشرون", 20), ("الثلاثين", 30), ("الثلاثون", 30))
}

YEAR_WORDS = fold_words(
    "in of during since until year بعام بسنة عام سنة العام عامي من السنة للعام لعام خلال منذ حتى بحلول في"
)
PAST = fold_words("last past previous الماضي الماضية المنصرم المنصرمة الفائت الفائتة السابق")
THIS = fold_words("this الجاري الجارية الحالي الحالية هذا هذه")
NEXT = fold_words("next coming القادم القادمة المقبل المقبلة")
LEADS = (
    PAST
    | THIS
    | NEXT
    | fold_words(
        "in of since during until till by from to between and throughout month شهر في خلال منذ من إلى حتى بحلول بين و"
    )
    | frozenset().union(*THIRDS)
)
"""What goes before a month that stands alone, where its name may be another word (May, March, نيسان, رمضان)."""
DOUBTFUL = fold_words(
    "may march mar april apr august aug june jun مارس نيسان اب جوان ماي اوت محرم المحرم صفر رجب شعبان رمضان"
)
"""Months whose names are other words as well, or names of people."""
