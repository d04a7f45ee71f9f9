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
