"""The forms of Arabic verbs that say what happened: قتل gives قتلوا, قتلنا, يقتلون and the others, so that no list has to name each."""

from __future__ import annotations

from collections.abc import Iterator

from dalil.letters import fold

_VERBS: dict[str, tuple[tuple[str, str], ...]] = {
    "killed": (("قتل", "قتل"), ("اغتال", "غتال"), ("ذبح", "ذبح"), ("استشهد", "ستشهد"), ("غرق", "غرق"), ("توفي", "توفى"), ("توف", "توف"),
               ("اتوفى", "توفى"),
               ("مات", "موت"),
               ("أباد", "بيد"), ("انقتل", "نقتل")),
    "injured": (("جرح", "جرح"), ("أصاب", "صيب"), ("انجرح", "نجرح"), ("انصاب", "نصاب")),
    "displaced": (("نزح", "نزح"), ("هجر", "هجر"), ("شرد", "شرد"), ("هرب", "هرب"), ("فر", "فر")),
    "detained": (("اعتقل", "عتقل"), ("اقتاد", "قتاد"), ("اقتيد", "قتاد"), ("سجن", "سجن")),
    "abducted": (("خطف", "خطف"), ("اختطف", "ختطف"), ("انخطف", "نخطف")),
    "executed": (("أعدم", "عدم"),),
    "released": (("أفرج", "فرج"),),
    "bodies_found": (("انتشل", "نتشل"),),
    "homes_destroyed": (("دمر", "دمر"), ("هدم", "هدم"), ("أحرق", "حرق")),
}  # fmt: skip
"""From what happened to the verbs that say so: each in the past, and what stands behind the first letter of its present."""
_PAST = ("", "ت", "وا", "ا", "تا", "نا", "ن")
_PRESENT = ("", "ون", "وا", "ان")
_NOUNS_TOO = frozenset(
    {fold("سجن"), fold("هجر"), fold("سجنا"), fold("فرا"), fold("فرن"), fold("نفر"), fold("موت"), fold("تموت")}
)
"""Forms that are other words as well."""


def verb_forms() -> Iterator[tuple[str, str]]:
    """Give every form, folded, with what it says happened.

    >>> forms = dict(verb_forms())
    >>> forms["يقتلون"], forms["انخطفوا"], "سجن" in forms
    ('killed', 'abducted', False)
    """
    for quantity, verbs in _VERBS.items():
        for past, present in verbs:
            forms = [past + end for end in _PAST] + [letter + present + end for letter in "يتن" for end in _PRESENT]
            yield from ((fold(form), quantity) for form in forms if fold(form) not in _NOUNS_TOO)
