"""What was left out of a bag, and why, in sentences of both languages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from dalil.values import Bilingual
from dalil.wording.numbers import say_number

NOUNS = {
    "report": Bilingual(en="reports", ar="تقارير"),
    "document": Bilingual(en="files of documents", ar="ملفات وثائق"),
    "thing": Bilingual(en="things", ar="أشياء"),
}
OTHER_REASON = Bilingual(en="they may not leave", ar="لا يجوز إخراجها")
REASONS = {
    "restricted": Bilingual(en="restricted to groups", ar="مقيّدة لمجموعات"),
    "not_seen": Bilingual(en="not to be seen by who handed it out", ar="لا يجوز أن يراها من سلّم الملف"),
    "holds_place": Bilingual(en="they tell a place that may not leave", ar="تذكر مكاناً لا يجوز إخراجه"),
    "place_too_exact": Bilingual(en="they tell a place too exactly", ar="تذكر المكان بدقة زائدة"),
    "place_too_exact_here": Bilingual(
        en="they tell more exactly where something is that who handed it out may not see",
        ar="تذكر المكان بدقة زائدة حيث يوجد ما لا يجوز أن يراه من سلّم الملف",
    ),
    "place_told_beside": Bilingual(en="they tell a place beside the report", ar="تذكر المكان بجانب التقرير"),
    "public_without_day": Bilingual(en="they say no day and may not be public", ar="لا تذكر يوماً فلا يجوز نشرها"),
    "public_too_early": Bilingual(en="they are too recent to leave", ar="أحدث من أن يجوز إخراجها"),
    "missing": Bilingual(en="missing from the archive", ar="مفقودة من الأرشيف"),
    "damaged": Bilingual(en="damaged in the archive", ar="تالفة في الأرشيف"),
    "holds_restricted": Bilingual(en="they hold reports that may not leave", ar="فيها تقارير لا يجوز إخراجها"),
    "holds_without_consent": Bilingual(
        en="they hold reports that no consent lets leave", ar="فيها تقارير لا تسمح موافقة بإخراجها"
    ),
    "no_consent": Bilingual(en="no consent is on record", ar="لا موافقة مدوّنة"),
    "consent_withdrawn": Bilingual(en="the consent was withdrawn", ar="سُحبت الموافقة"),
    "consent_expired": Bilingual(en="the consent has expired", ar="انتهت مدة الموافقة"),
    "purpose_not_consented": Bilingual(en="the consent is not for this purpose", ar="الموافقة ليست لهذا الغرض"),
    "consent_for_inside": Bilingual(
        en="the consent is for work inside the organisation", ar="الموافقة للعمل داخل المؤسسة"
    ),
    "recipient_not_consented": Bilingual(en="the consent is for other recipients", ar="الموافقة لمتلقين آخرين"),
}


def say_reason(code: str, language: str) -> str:
    """Say why a thing was left out, by its code in `left-out.json`. A code of a later version is said in general.

    >>> say_reason("restricted", "en")
    'restricted to groups'
    """
    return REASONS.get(code, OTHER_REASON).in_language(language)


def say_left_out(rows: Iterable[Mapping[str, Any]], language: str) -> list[str]:
    """Say how many of what were left out and why: one sentence for each noun and reason.

    >>> say_left_out([{"noun": "report", "reason": "restricted", "count": 2}], "en")
    ['2 reports: restricted to groups']
    """
    return [
        f"{say_number(each['count'], language)} {NOUNS[each['noun']].in_language(language)}: "
        f"{say_reason(each['reason'], language)}"
        for each in rows
    ]
