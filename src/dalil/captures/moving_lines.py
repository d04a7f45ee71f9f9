"""The lines of a page that change by themselves: how often it was read and shared, how long ago it was updated, today's date, an advert.

They say nothing of what happened, so a change of them is no edit. A line is left out only where all of its words are of this sort: "1,204 views"
is, "43 killed" is not, and neither is a number that stands alone.
"""

from __future__ import annotations

import re
from datetime import date, timedelta

from dalil.letters import fold

_MARKS = """
view views viewed read reads share shares shared comment comments like likes follower followers subscriber subscribers reader readers
ago updated update modified published posted edited
مشاهدة مشاهدات المشاهدات مشاهد قراءة قراءات القراءات زيارة زيارات الزيارات مشاركة مشاركات المشاركات تعليق تعليقا تعليقات التعليقات اعجاب
اعجابا متابع متابعا متابعون متابعين منذ تحديث التحديث حدث نشر النشر عدل تعديل
"""
_BESIDE = """
a an the and at on by of in to last first number total time local min mins minute minutes hour hours second seconds day days week weeks month months
year years just now today yesterday gmt utc est cet am pm k m times this page article story
قبل في عند من هذه هذا الصفحة المقال الخبر عدد اخر تاريخ وقت تم مرة مرات الف الاف دقيقة دقائق دقيقتين ساعة ساعات ساعتين ثانية ثوان يوم يوما ايام
يومين اسبوع اسابيع اسبوعين شهر اشهر شهرين سنة سنوات الان اليوم امس بتوقيت غرينتش جرينتش دمشق مكة القدس بيروت ص م صباحا مساء
"""
_DAYS = """
january february march april may june july august september october november december jan feb mar apr jun jul aug sep sept oct nov dec
monday tuesday wednesday thursday friday saturday sunday mon tue wed thu fri sat sun
كانون شباط اذار نيسان ايار حزيران تموز اب ايلول تشرين الاول الثاني يناير فبراير مارس ابريل مايو يونيو يوليو اغسطس سبتمبر اكتوبر نوفمبر ديسمبر
الاثنين الثلاثاء الاربعاء الخميس الجمعة السبت الاحد
"""
_ADVERT = re.compile(
    r"\s*(?:advertisement|advert|sponsored|promoted|paid content|[اإ]علان(?: ممو[َّ]*ل)?|محتوى ممو[َّ]*ل)\s*(?:[:–—-].*)?",
    re.IGNORECASE,
)
"""A line that says itself that it is an advert. “إعلان هدنة” is none: nothing stands between the words."""
_WORD = re.compile(r"\d[\d,.٬٫:/-]*|[^\W\d_]+")
LONGEST = 20
"""Words of a line that may still move by itself."""


def _words(text: str) -> frozenset[str]:
    return frozenset(fold(word) for word in text.split())


MARKS, BESIDE, DAYS = _words(_MARKS), _words(_BESIDE), _words(_DAYS)


def without_moving_lines(text: str, seen_on: date) -> str:
    """Leave out the lines of a page that change by themselves. seen_on: the day on which the page was seen.

    >>> without_moving_lines("43 killed in a market\\n1,204 views\\nUpdated 3 hours ago", date(2019, 7, 23))
    '43 killed in a market'
    """
    return "\n".join(line for line in text.splitlines() if not moves_by_itself(line, seen_on))


def moves_by_itself(line: str, seen_on: date) -> bool:
    """Tell whether a line is a counter, a moment of publication, today's date or an advert, and nothing else.

    >>> [moves_by_itself(line, date(2019, 7, 23)) for line in ("عدد المشاهدات: 1,204", "الثلاثاء 23 تموز 2019", "إعلان: اشتر الآن")]
    [True, True, True]
    >>> [moves_by_itself(line, date(2019, 7, 23)) for line in ("43", "الثلاثاء 2 تموز 2019", "إعلان هدنة")]
    [False, False, False]
    """
    folded = fold(line)
    words = _WORD.findall(folded)
    if not words or len(words) > LONGEST:
        return False
    if _ADVERT.fullmatch(line):
        return True
    names = [word for word in words if not word[0].isdigit()]
    if not all(name in MARKS or name in BESIDE or name in DAYS for name in names):
        return False
    return bool(MARKS.intersection(names)) or _is_today(words, seen_on)


def _is_today(words: list[str], seen_on: date) -> bool:
    """Whether a line of nothing but a date and a time names the day on which the page was seen, wherever its clocks are."""
    numbers = {int(each) for word in words for each in re.findall(r"\d+", word)}
    if seen_on.year not in numbers and not DAYS.intersection(words):
        return False
    return any((seen_on + timedelta(days=apart)).day in numbers for apart in (-1, 0, 1))
