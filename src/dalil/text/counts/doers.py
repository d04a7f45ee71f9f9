"""Who did it in Arabic, where their noun stands where those to whom it was done may stand: قتلت *غارات* النظام 12, اغتال *مسلحان* طبيباً."""

from __future__ import annotations

from collections.abc import Sequence

from dalil.letters import fold_words
from dalil.text.counts.count_words import NOUNS, OUTCOME_OF
from dalil.text.counts.relatives import PART_WORDS
from dalil.text.numbers import Token, is_numeric

DOERS = fold_words(
    "قوات مسلحون مسلحو مجهولون عناصر تنظيم ميليشيا فصائل جيش غارات طائرات حاجز دورية قناص مجموعة قذائف صواريخ براميل قصف "
    "طيران مدفعية عبوة لغم"
)
_TWO_DOERS = fold_words("مسلحان ملثمان مجهولان مهاجمان انتحاريان")
_ONLY_ACTIVE = fold_words("اغتال اغتالت أصاب أصابت أردى أردت")
_ON_A_MOTORCYCLE = fold_words("على دراجة نارية يستقلان سيارة بسلاح كاتم")
_DONE_TO = fold_words("قتل قتلت أعدم أعدمت اعتقل اعتقلت احتجز احتجزت خطف خطفت اختطف اختطفت أوقف أوقفت أخذ أسر أصاب جرح")
"""Verbs whose subject and object may both be people."""
_ABDUCTS = fold_words("خطف اختطف اغتال")
_ACTS = {"strike", "munition", "attack", "massacre", "incident"}


def doer_before(tokens: Sequence[Token], at: int) -> int:
    """Return where those stand who did it to the one at a place, past what they rode on; 0 where none do.

    >>> from dalil.text.numbers import tokens_of
    >>> doer_before(tokens_of("اغتال مسلحان على دراجة طبيبا"), 4), doer_before(tokens_of("اغتيال طبيب"), 1)
    (1, 0)
    """
    doer = at - 1
    while doer > 0 and tokens[doer].key in _ON_A_MOTORCYCLE:
        doer -= 1
    key = tokens[doer].key if doer > 0 else ""
    return doer if (key in DOERS and key.endswith("ون")) or key in _TWO_DOERS else 0


def did_it(tokens: Sequence[Token], at: int, last: int, who: Sequence[str]) -> bool:
    """Tell whether those whom a plural at a place names did it: قتلت *غارات* النظام 12, خطف *مسلحون* طبيباً.

    last: where the nouns end that stand together for it; who: whom they say.

    >>> from dalil.text.numbers import tokens_of
    >>> did_it(tokens_of("خطف مسلحون طبيبا"), 1, 2, ("combatant",)), did_it(tokens_of("مقتل مسلحين"), 1, 2, ("combatant",))
    (True, False)
    """
    before = tokens[at - 1].key if at else ""
    if _ACTS & set(who):
        return OUTCOME_OF.get(before) in ("killed", "injured")
    if before in _ABDUCTS and tokens[at].text.endswith("ون"):
        return True
    return before in _DONE_TO and "combatant" in who and _does_it_to_others(tokens, last)


def both_did_it(tokens: Sequence[Token], at: int, who: Sequence[str]) -> bool:
    """Tell whether the two whom a dual at a place names did it: اغتال *مسلحان* طبيباً.

    قتل and خطف may be "was killed" too: there one must follow to whom it was done.

    >>> from dalil.text.numbers import tokens_of
    >>> [both_did_it(tokens_of(text), 1, ("combatant",)) for text in ("قتل مسلحان شرطيا", "قتل مسلحان باشتباكات")]
    [True, False]
    """
    key, before = tokens[at].key, tokens[at - 1].key if at else ""
    if not key.endswith("ان") or not (key in _TWO_DOERS or "combatant" in who):
        return False
    if before in _ONLY_ACTIVE:
        return True
    at += 1
    while at < len(tokens) and tokens[at].key in _ON_A_MOTORCYCLE:
        at += 1
    one = NOUNS.get(tokens[at].key) if at < len(tokens) and not tokens[at].joined else None
    return before in _DONE_TO and one is not None and one.number == 1 and not one.quantity


def _does_it_to_others(tokens: Sequence[Token], at: int) -> bool:
    """Whether those before a place do something to the number behind it: احتجز عناصر من فصيل *أربعة صحفيين*."""
    for i in range(at, min(at + 6, len(tokens))):
        if tokens[i].joined or tokens[i].key in PART_WORDS or not tokens[i].key[:1].isalnum():
            return False
        if is_numeric(tokens[i]):
            return True
    return False
