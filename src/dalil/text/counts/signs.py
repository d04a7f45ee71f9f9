"""Words that tell of harm to people in whatever form they stand, by their stem: what no list of `count_words` may have.

They are read as nothing; they only show that something is told which was not read (`left_unread`).
"""

from __future__ import annotations

import re
from functools import cache

from dalil.letters import fold_words

_STEMS: dict[str, tuple[str, str]] = {
    "killed": (
        r"kill|murder|assassin|shot$|shoot|dead|deaths?$|died?$|dying|fatal|slain|martyr|perish|drown|lives$|lost$|losses|massacr|execut|hang(ed|ing)"
        r"|behead|lynch|surviv|stab|strangl|starv|froze|electrocut|bod(y|ies)$|corpse|remains$|graves?$|buried",
        r"قتل|قتيل|غتيا?ل|شهد[اتو]|شهيد|شهداء|ستشهاد|ضحي[هتة]|ضحايا|مذبوح|ذبح|متوف|وفا[هت]|توف[يت]|^و?(?:مات|يموت|تموت|ميت)|اعدم|اعدام|شنق|غرق|جثه|جثث|جثم|جثام"
        r"|رفات|اشلاء|دفن|مجزر|مجازر|مصرع|تصفي|^(?:ال)?موت$|طعن|خنق",
    ),
    "injured": (
        r"wound|injur|hurt|maim|amput|suffocat|burns|casualt|victim",
        r"جرح|جريح|صيب|مصاب|اصاب|بتر|حروق|اختناق|نزيف",
    ),
    "detained": (
        r"arrest|detain|imprison|jail|custody|captur|captive|hostag|kidnap|abduct|disappear|missing|vanish|taken$|stopped$|seized|held$",
        r"عتق[اي]?ل|حتج[اي]?ز|محتجز|معتقل|سجن|سجين|سجناء|اسير|اسري|خطف|مخطوف|غيب|مغيب|ختف|مختف|مفقود|فقد|رهين|رهاين|قتياد|اقتاد|قتيد|داهم",
    ),
    "displaced": (
        r"displac|flee|fled|evict|uproot|refug|trapped|besieg|stranded",
        r"نزح|نزوح|نازح|هجر|تهجير|مهجر|لجا|لاجي|شرد|تشريد|عالق|محاصر",
    ),
    "released": (r"releas|freed$|evacuat|rescued$|returned$", r"افرج|افراج|سراح|اجل[يا]|اخل[يا]|انقاذ|انقذ|تحرير"),
}
_PATTERNS = {group: (re.compile(f"^(?:{english})"), re.compile(arabic)) for group, (english, arabic) in _STEMS.items()}
_GROUP_OF = {
    "killed": "killed", "died_in_custody": "killed", "executed": "killed", "bodies_found": "killed", "massacres": "killed",
    "casualties": "killed", "injured": "injured",
    "detained": "detained", "in_custody": "detained", "abducted": "detained", "disappeared": "detained", "missing": "detained",
    "convicted": "detained",
    "displaced": "displaced", "besieged": "displaced",
    "released": "released", "evacuated": "released", "returned": "released",
}  # fmt: skip


_OTHER_WORDS = fold_words(
    "مقاتل مقاتلا مقاتلين مقاتلون المقاتلين المقاتلون مقاتلي مقاتلات شهدت شهدوا شهادات شهادة مواطن مواطنين المواطنين معلومات الكلمات خدمات "
    "هجمات الهجمات المهاجرين مهاجر مهاجرين مهاجرا المهاجمين هجرة الهجرة مركبات"
)
"""Words in which a stem stands by chance."""


@cache
def sign_of(key: str) -> str:
    """Return which group of quantities the stem of a folded word tells of; "" for a word that tells of no harm.

    >>> sign_of("يصيبون"), sign_of("amputated"), sign_of("school")
    ('injured', 'injured', '')
    """
    if len(key) < 3 or key in _OTHER_WORDS:
        return ""
    latin = key.isascii()
    return next(
        (group for group, (english, arabic) in _PATTERNS.items() if (english if latin else arabic).search(key)), ""
    )


def fits(group: str, quantity: str) -> bool:
    """Return whether a count of a quantity may be what a word of a group tells of; of the dead and wounded together either may.

    >>> fits("injured", "casualties"), fits("killed", "injured")
    (True, False)
    """
    return _GROUP_OF.get(quantity) == group or (quantity == "casualties" and group == "injured")
