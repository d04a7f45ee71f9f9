"""Why a model holds two reports for one thing, or for two, in words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from dalil.letters import language_of
from dalil.record.kind import all_kinds, fields_of
from dalil.record.match_reasons import MatchReason
from dalil.values import Bilingual
from dalil.wording.numbers import say_number

LEAST = 0.5
"""A comparison that makes one thing less than half a bit likelier, or less likely, says nothing worth telling."""


@dataclass(frozen=True)
class ReasonsInWords:
    """What speaks for two reports being about one thing, and what against, each the strongest first."""

    speak_for: tuple[str, ...]
    speak_against: tuple[str, ...]


def say_reasons(reasons: Iterable[MatchReason], kind: str, language: str) -> ReasonsInWords:
    """Say the reasons of a model in a language. kind: of the reports. What weighs next to nothing is left out."""
    told = sorted((each for each in reasons if abs(each.weight) >= LEAST), key=lambda each: -abs(each.weight))
    return ReasonsInWords(
        tuple(_say(each, kind, language) for each in told if each.weight > 0),
        tuple(_say(each, kind, language) for each in told if each.weight < 0),
    )


def say_level(about: str, level: str, language: str) -> str:
    """Say how closely two reports agree in what is compared of them.

    >>> say_level("time", "next_day", "en"), say_level("codes", "shared", "ar")
    ('one day apart', 'ذُكر الشيء نفسه')
    """
    words = _WORDS.get((about, level))
    return words.in_language(language) if words else level.replace("_", " ")


def say_pairs_of_import(reports: int, pairs: int, language: str, *, compared: bool) -> str:
    """Say how many reports of an import may tell of what was here before. pairs: those that wait; compared: whether the matcher has seen all.

    >>> say_pairs_of_import(0, 0, "en", compared=True)
    'None of its reports seems to tell of something that was here before.'
    """
    with override(language):
        said = []
        if reports:
            sentence = ngettext(
                "%(n)s of its reports may tell of something that was here before; until somebody judges, both count (waiting pairs: %(pairs)s).",
                "%(n)s of its reports may tell of things that were here before; until somebody judges, all count (waiting pairs: %(pairs)s).",
                reports,
            )
            said.append(sentence % {"n": say_number(reports, language), "pairs": say_number(pairs, language)})
        elif compared:
            said.append(_("None of its reports seems to tell of something that was here before."))
        if not compared:
            said.append(
                _(
                    "Not all of it is compared yet with what was here before; the worker does that every minute, or `dalil match`."
                )
            )
        return " ".join(said)


def say_percent(likelihood: float, language: str) -> str:
    """Say a likelihood in a hundred, never as certain: 99.6 of a hundred stays 99.

    >>> say_percent(0.996, "en"), say_percent(0.001, "ar")
    ('99%', '١٪')
    """
    percent = say_number(min(99, max(1, int(likelihood * 100))), language)
    return percent + _PERCENT[language_of(language).code]


def _say(reason: MatchReason, kind: str, language: str) -> str:
    said = say_level(reason.about, reason.level, language)
    if reason.about in ("time", "place", "names", "mother", "identifier"):
        return said
    return f"{label_of_field(kind, reason.field, language)}: {said}"


def label_of_field(kind: str, name: str, language: str) -> str:
    """Return the words by which a kind asks for a field; the name of the field where it has none."""
    fields = fields_of(all_kinds()[kind]) if kind in all_kinds() else ()
    return next((field.label.in_language(language) for field in fields if field.name == name), name)


_WORDS = {
    ("time", "same_day"): Bilingual(en="the same day", ar="اليوم نفسه"),
    ("time", "days_shared"): Bilingual(en="their days overlap", ar="تتقاطع الأيام المذكورة"),
    ("time", "span_shared"): Bilingual(
        en="one names a long span that holds the day of the other", ar="يذكر أحدهما مدة طويلة يقع فيها يوم الآخر"
    ),
    ("time", "next_day"): Bilingual(en="one day apart", ar="بينهما يوم واحد"),
    ("time", "days_apart"): Bilingual(en="several days apart", ar="بينهما عدة أيام"),
    ("place", "name_and_point"): Bilingual(en="the same place, by name and point", ar="المكان نفسه بالاسم والنقطة"),
    ("place", "at_one_point"): Bilingual(en="less than a kilometre apart", ar="بينهما أقل من كيلومتر"),
    ("place", "close_by"): Bilingual(en="at most three kilometres apart", ar="بينهما ثلاثة كيلومترات على الأكثر"),
    ("place", "like_name"): Bilingual(en="the names of the places are alike", ar="اسما المكانين متشابهان"),
    ("place", "in_the_area"): Bilingual(
        en="one names only an area in which the other may lie", ar="لا يذكر أحدهما إلا منطقة قد يقع فيها الآخر"
    ),
    ("place", "kilometres_apart"): Bilingual(en="several kilometres apart", ar="بينهما عدة كيلومترات"),
    ("place", "far_apart"): Bilingual(en="far apart", ar="المكانان متباعدان"),
    ("names", "same_rare"): Bilingual(en="the same name, which few people bear", ar="الاسم نفسه، وقلّ من يحمله"),
    ("names", "same_common"): Bilingual(en="the same name, which many people bear", ar="الاسم نفسه، ويحمله كثيرون"),
    ("names", "spelled"): Bilingual(
        en="very likely the same name, spelled differently", ar="الاسم نفسه على الأرجح برسم آخر"
    ),
    ("names", "alike"): Bilingual(en="perhaps the same name", ar="ربما الاسم نفسه"),
    ("names", "unlike"): Bilingual(en="only parts of the names agree", ar="لا تتفق إلا أجزاء من الاسمين"),
    ("site_names", "same"): Bilingual(en="the same", ar="مطابق"),
    ("site_names", "but_for_sort"): Bilingual(
        en="the same but for the words for what it is, or its spelling",
        ar="مطابق ما عدا الكلمات الدالة على نوع الموقع أو الرسم",
    ),
    ("site_names", "other"): Bilingual(en="another", ar="مختلف"),
    ("mother", "same"): Bilingual(en="the same mother", ar="الأم نفسها"),
    ("mother", "alike"): Bilingual(en="perhaps the same mother", ar="ربما الأم نفسها"),
    ("mother", "other"): Bilingual(en="another mother", ar="أم أخرى"),
    ("number", "same"): Bilingual(en="the same", ar="مطابق"),
    ("number", "one_apart"): Bilingual(en="one apart", ar="بفارق واحد"),
    ("number", "few_apart"): Bilingual(en="two or three apart", ar="بفارق اثنين أو ثلاثة"),
    ("number", "some_apart"): Bilingual(en="up to ten apart", ar="بفارق لا يتجاوز عشرة"),
    ("number", "many_apart"): Bilingual(en="far apart", ar="بفارق كبير"),
    ("identifier", "same"): Bilingual(en="the same number of a register", ar="رقم السجل نفسه"),
    ("identifier", "other"): Bilingual(en="another number of a register", ar="رقم سجل آخر"),
    ("count", "same_large"): Bilingual(en="the same large numbers", ar="الأعداد الكبيرة نفسها"),
    ("count", "close"): Bilingual(en="nearly the same numbers", ar="أعداد متقاربة"),
    ("count", "same_range"): Bilingual(en="the same numbers", ar="الأعداد نفسها"),
    ("count", "same_highest"): Bilingual(en="the same highest number", ar="العدد الأعلى نفسه"),
    ("count", "same_small"): Bilingual(en="the same small number", ar="العدد الصغير نفسه"),
    ("count", "overlapping"): Bilingual(en="the numbers overlap", ar="تتقاطع الأعداد"),
    ("count", "other_number"): Bilingual(en="other numbers", ar="أعداد مختلفة"),
    ("codes", "shared"): Bilingual(en="the same is named", ar="ذُكر الشيء نفسه"),
    ("codes", "one_head"): Bilingual(en="related ones are named", ar="ذُكر ما هو قريب منه"),
    ("codes", "others"): Bilingual(en="others are named", ar="ذُكر غيره"),
}

_PERCENT = {"en": "%", "ar": "٪"}
