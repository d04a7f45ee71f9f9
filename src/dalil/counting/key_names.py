"""The names of the keys of an answer, in both languages."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from functools import cache, lru_cache

from dalil import vocabulary
from dalil.columns.manifest import Manifest
from dalil.counting.layout import PERIODS, PLACE_LEVELS
from dalil.counting.question import Question, facet_fields
from dalil.letters import LANGUAGE_CODES, join_list
from dalil.record.gazetteer_in_use import gazetteer_as_of
from dalil.record.kind import PERPETRATORS
from dalil.values import Bilingual, When
from dalil.values.party import UNCODED
from dalil.vocabulary.gazetteer import UnknownPlace
from dalil.wording.times import say_when

NOT_STATED = Bilingual(en="not stated", ar="غير مذكور")
NOT_SO_EXACTLY = Bilingual(en="not known so exactly", ar="غير معروف بهذه الدقة")
NAMED_WITHOUT_CODE = Bilingual(en="named, without a code", ar="مذكور بالاسم ولا رمز له")
SEVERAL_NAMED = Bilingual(en="several named: {names}", ar="ذُكر أكثر من فاعل: {names}")
IN_SEVERAL = Bilingual(en="in several, or in one of several: {names}", ar="في أكثر من بلد أو في واحد من عدة: {names}")
COUNTRY_UNKNOWN = Bilingual(en="country unknown", ar="البلد غير معروف")
SOURCE_UNKNOWN = Bilingual(en="source unknown", ar="المصدر غير معروف")


def namer(question: Question, manifest: Manifest) -> Callable[[str, str | None], Bilingual]:
    """Make a function that gives a key of a grouping its names; it works out each of them once."""
    fields = facet_fields(question.kind_class)

    @cache
    def name(by: str, key: str | None) -> Bilingual:
        if key is None:
            return UNKNOWN.get(by) or (NOT_STATED if by in fields else NOT_SO_EXACTLY)
        if by == "country" and " " in key:
            return _several(IN_SEVERAL, [place_words(code, manifest) for code in key.split(" ")])
        if by in PLACE_LEVELS:
            return place_words(key, manifest)
        if by in PERIODS:
            return period_words(by, key)
        if by == "source":
            en, ar = manifest.sources.get(key, (key, key))
            return Bilingual(en=en, ar=ar)
        scheme = "grades" if by == "grade" else fields[by].scheme or ""
        if by == PERPETRATORS and " " in key:
            return _several(SEVERAL_NAMED, [term_words(scheme, code) for code in key.split(" ")])
        return term_words(scheme, key)

    return name


def term_words(scheme: str, code: str) -> Bilingual:
    """The names of a term; its code where the vocabulary does not have it."""
    if code == UNCODED:
        return NAMED_WITHOUT_CODE
    if not vocabulary.is_code(scheme, code):
        return Bilingual(en=code, ar=code)
    term = vocabulary.term(scheme, code)
    return Bilingual(**{language: term.label(language) for language in LANGUAGE_CODES})


UNKNOWN = {"source": SOURCE_UNKNOWN, "country": COUNTRY_UNKNOWN}


def _several(sentence: Bilingual, names: list[Bilingual]) -> Bilingual:
    """Several keys of one entity that stand in one line, so that nothing is added twice: together, or by sources that differ."""
    said = {code: join_list([name.in_language(code) for name in names], code) for code in LANGUAGE_CODES}
    return Bilingual(**{code: sentence.in_language(code).format(names=said[code]) for code in LANGUAGE_CODES})


def place_words(code: str, manifest: Manifest) -> Bilingual:
    """Name a place in every language; by its code where the gazetteer does not have it."""
    try:
        place = gazetteer_as_of(manifest.placed).get(code)
    except UnknownPlace:
        return Bilingual(en=code, ar=code)
    return Bilingual(en=place.en or place.ar or code, ar=place.ar or place.en or code)


@lru_cache(maxsize=4096)
def period_words(by: str, key: str) -> Bilingual:
    """Name a day, a week (by its first and last day), a month or a year in every language."""
    when = When.parse(key)
    if by == "week":
        when = When.span(when.start, when.start + min(timedelta(days=6), date.max - when.start))
    return Bilingual(**{code: say_when(when, code) for code in LANGUAGE_CODES})
