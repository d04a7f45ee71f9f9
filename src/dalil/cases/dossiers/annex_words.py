"""What a bag says of what speaks against an element, in sentences, so that nobody takes silence for absence."""

from __future__ import annotations

from dalil.values import Bilingual
from dalil.wording.numbers import say_number

NONE_AGAINST = Bilingual(
    en="No officer has noted anything in this dossier that speaks against an element. Whether there is anything outside of it is not known here.",
    ar="لم يدوّن أي مسؤول في هذا الملف ما ينفي ركناً من الأركان. أما وجود شيء من ذلك خارجه فغير معلوم هنا.",
)
ALL_AGAINST = Bilingual(
    en="What speaks against an element is in it: {inside}. None of it was left out.",
    ar="ما ينفي ركناً من الأركان موجود فيه وعدده: {inside}. ولم يُترك منه شيء.",
)
SOME_AGAINST = Bilingual(
    en="Not all that speaks against an element is in it: {inside} are, and {outside} are not, because they may not leave or rest on what "
    "was taken out of the dossier.",
    ar="ليس فيه كل ما ينفي ركناً من الأركان: فيه {inside}، وليس فيه {outside} لأنه لا يجوز إخراجه أو لأنه قائم على ما أُخرج من الملف.",
)
TERMS = Bilingual(en="It was handed out under these terms: {terms}", ar="سُلّم وفق هذه الشروط: {terms}")


def say_annex(inside: int, outside: int, terms: str, language: str) -> list[str]:
    """Say how much of what speaks against an element is in a bag and how much is not, and under which terms the bag goes.

    >>> say_annex(2, 1, "for the trial alone", "en")[0]
    'Not all that speaks against an element is in it: 2 are, and 1 are not, because they may not leave or rest on what was taken out of the dossier.'
    """
    template = SOME_AGAINST if outside else ALL_AGAINST if inside else NONE_AGAINST
    counts = {"inside": say_number(inside, language), "outside": say_number(outside, language)}
    return [template.in_language(language).format(**counts), TERMS.in_language(language).format(terms=terms)]
