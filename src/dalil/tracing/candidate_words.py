"""What speaks for and against a candidate, in words."""

from __future__ import annotations

from collections.abc import Mapping

from dalil.tracing.candidates import CandidateReason
from dalil.values import Bilingual

REASONS: Mapping[tuple[str, str], Bilingual] = {
    ("name", "same"): Bilingual(en="the same name", ar="الاسم نفسه"),
    ("name", "close"): Bilingual(en="a name that is very like it", ar="اسم قريب جداً"),
    ("name", "alike"): Bilingual(en="a name that is like it", ar="اسم شبيه"),
    ("name", "unlike"): Bilingual(en="another name", ar="اسم آخر"),
    ("mother", "same"): Bilingual(en="the same mother’s name", ar="اسم الأم نفسه"),
    ("mother", "close"): Bilingual(en="a mother’s name that is very like it", ar="اسم أم قريب جداً"),
    ("mother", "alike"): Bilingual(en="a mother’s name that is like it", ar="اسم أم شبيه"),
    ("mother", "unlike"): Bilingual(en="another mother’s name", ar="اسم أم آخر"),
    ("born", "same_year"): Bilingual(en="born in the same year", ar="مولود في السنة نفسها"),
    ("born", "near"): Bilingual(en="born within two years of it", ar="مولود بفارق لا يتجاوز سنتين"),
    ("born", "apart"): Bilingual(en="born in quite another year", ar="مولود في سنة بعيدة"),
    ("time", "same"): Bilingual(en="at the time when they were last seen", ar="في زمن آخر مشاهدة"),
    ("time", "before"): Bilingual(
        en="before they were last seen; certificates can carry wrong days",
        ar="قبل آخر مشاهدة؛ وقد تحمل الشهادات تواريخ خاطئة",
    ),
    ("place", "shared"): Bilingual(en="a place in common", ar="مكان مشترك"),
    ("place", "found_there"): Bilingual(
        en="found at a place that the family names", ar="عُثر عليها في مكان تذكره العائلة"
    ),
    ("place", "area"): Bilingual(en="found in an area that the family names", ar="عُثر عليها في منطقة تذكرها العائلة"),
    ("time", "found_before"): Bilingual(
        en="found before they were last seen; days can be wrong", ar="عُثر عليها قبل آخر مشاهدة؛ وقد تكون التواريخ خاطئة"
    ),
    ("time", "died_before"): Bilingual(
        en="died before they were last seen, as it is estimated", ar="الوفاة قبل آخر مشاهدة بحسب التقدير"
    ),
    ("time", "died_after"): Bilingual(
        en="died after they were last seen, as it is estimated", ar="الوفاة بعد آخر مشاهدة بحسب التقدير"
    ),
    ("age", "within"): Bilingual(en="of an age within what is estimated", ar="العمر ضمن التقدير"),
    ("age", "apart"): Bilingual(en="of quite another age than is estimated", ar="العمر بعيد عن التقدير"),
    ("marks", "shared"): Bilingual(
        en="marks, clothing or things in the same words", ar="علامات أو ملابس أو أشياء بالكلمات نفسها"
    ),
    ("name_found", "alike"): Bilingual(
        en="a paper with a name like theirs was found there; many carry the papers of others",
        ar="وُجدت ورقة عليها اسم شبيه باسمه؛ وكثيرون يحملون أوراق غيرهم",
    ),
    ("sex", "same"): Bilingual(en="of the same sex", ar="من الجنس نفسه"),
    ("sex", "other"): Bilingual(en="of the other sex", ar="من الجنس الآخر"),
    ("companion", "shared"): Bilingual(
        en="the same document names somebody who disappeared with them", ar="الوثيقة نفسها تسمّي من اختفى معه"
    ),
}


def say_reason(reason: CandidateReason, language: str) -> str:
    """Say one reason, with a sign that tells whether it speaks for or against.

    >>> say_reason(CandidateReason("place", "shared", 1.5), "en")
    '+ a place in common'
    """
    sign = "+" if reason.weight > 0 else "−"
    return f"{sign} {REASONS[reason.about, reason.level].in_language(language)}"
