"""Where what happened ends, because something else is told before the next number: killed the guard of a school *where* 300 pupils study."""

from __future__ import annotations

from collections.abc import Sequence

from dalil.letters import fold_words
from dalil.text.counts.bare_nouns import FILLERS
from dalil.text.counts.count_words import NOUNS, OUTCOME_OF
from dalil.text.counts.heads import Amount
from dalil.text.numbers import Token, is_number_word, is_numeric

_TELLS_ANEW = fold_words(
    "where whose whom which "
    "led leads tied beat made makes gave given gives fell left leaves went came sent sends brought drove took visited moved asks paid sold bought "
    "التي الذي الذين اللواتي حيث تضم يضم يدرس تدرس ترك تركت هتف هتفوا دفع دفعت نقل نقلت نقلنا حول حولت حولنا زار زارت باع بيع منح شارك شاركت"
)
_DONE_TO_THINGS = fold_words("seizure confiscation مصادرة ضبط اغتنام حجز إتلاف تفكيك سرقة إعطاب استيلاء الاستيلاء")
"""Is done to things, not to people: the arrest of 45 men and the *seizure* of 12 rifles."""
_COMES_TO = fold_words(
    "bringing taking raising brings raises "
    "passed topped reached reaching risen rose climbed jumped increased exceeded surpassed estimated revised updated swollen stands stood include "
    "included includes including "
    "recorded targeted totalled totaled "
    "ليصبح لتصبح ليبلغ لتبلغ ليرتفع لترتفع "
    "بلغ بلغت يبلغ تبلغ وصل وصلت وصلوا يصل تصل ليصل لتصل ارتفع ارتفعت صار صارت صاروا أصبح أصبحت تجاوز تجاوزت طال "
    "طالت شمل شملت استهدف استهدفت أسفرت خلفت "
    "أدت كانت كانوا"
)
"""Lead from what happened to its number: the number of the dead who … *reached* 19."""

_FALLS = fold_words("fell dropped declined decreased went came rose انخفض انخفضت تراجع تراجعت هبط هبطت")
_OF_SOMETHING_ELSE = fold_words(
    "where when whose because before after against over "
    "حين حيث عندما بعد قبل التي الذي الذين احتجاجا ضد تطالب يطالب يطالبون مطالبين للمطالبة تضامنا"
)
"""Behind a number they begin to tell of something else: "14 doctors came to the town *where* civilians were killed"."""
_SUFFERED = frozenset({"missing", "fleeing", "returning", "drowning"})
_STILL = fold_words("زال زالت زالوا يزال تزال يزالون")
_LEADS_TO = fold_words("إلى الى عن في ب")
_THEIRS = {
    key: quantity
    for quantity, words in (
        ("killed", "مقتلهم مقتلهما مقتلهن وفاتهم وفاتهما بمقتلهم بمقتلهما استشهادهم استشهادهما"),
        ("injured", "إصابتهم إصابتهما إصابتهن بإصابتهم بإصابتهما"),
    )
    for key in fold_words(words)
}
_NAMES = fold_words(
    "siege displacement detention detentions arrest arrests kidnapping abduction disappearance disappearances killings "
    "الحصار حصار النزوح نزوح التهجير تهجير الاعتقال الاعتقالات الاحتجاز الاختطاف الخطف الاختفاء الإخفاء الفرار الهروب"
)
_IN_A_STATE = fold_words("in into under قيد تحت رهن في إلى على forced arbitrary enforced")
_CLOSES = frozenset({",", ")", "-", "–", "—"})
_ACCUSED = fold_words("accused suspected متهمين متهم متهما متهمون بتهمة")


def interrupted(tokens: Sequence[Token], last: int, amount: Amount) -> bool:
    """Tell whether something else is told between what happened, which ends at a place, and an amount.

    Of the words in between only those are asked that say so for certain: a relative, or a verb that is no outcome.

    >>> from dalil.text.numbers import tokens_of
    >>> tokens = tokens_of("killed the guard of a school where 300 pupils study")
    >>> interrupted(tokens, 1, Amount("exact", 300, 300, 7, 9))
    True
    """
    between = tokens[last : amount.first]
    comes = max((at for at in range(len(between)) if _comes_to(between, at)), default=-1)
    return any(_tells_anew(token) for token in between[comes + 1 :])


def _comes_to(between: Sequence[Token], at: int) -> bool:
    """Whether a word leads from what happened to its number: the toll *reached*, *fell* to."""
    key = between[at].key
    return key in _COMES_TO or (key in _FALLS and _key(between, at + 1) in ("to", "الي"))


def _tells_anew(token: Token) -> bool:
    key = token.key
    bare = key[1:] if key[:1] == "و" else key
    if {key, bare} & _TELLS_ANEW or {key, bare} & _DONE_TO_THINGS:
        return True
    if key in OUTCOME_OF or key in NOUNS or key in FILLERS or is_number_word(key):
        return False
    if key.isascii():
        return key.endswith("ed") and len(key) > 4
    return len(key) > 3 and (key.endswith("وا") or (key.endswith("ت") and not key.endswith("ات")))


def end_of_telling(tokens: Sequence[Token], last: int, end: int) -> int:
    """Return where the words behind an amount, which end its clause at a place, begin to tell of something else.

    >>> from dalil.text.numbers import tokens_of
    >>> end_of_telling(tokens_of("14 doctors came to the town where civilians were killed"), 2, 10)
    6
    """
    return next((at for at in range(last, end) if tokens[at].key in _OF_SOMETHING_ELSE), end)


def are_accused(between: Sequence[Token]) -> bool:
    """Tell whether the words behind an amount say that they are accused of what follows: سبعة رجال *متهمين* بقتل شقيقين."""
    return any(token.key in _ACCUSED for token in between)


def is_whole_of_others(tokens: Sequence[Token], first: int) -> bool:
    """Tell whether a number only says of how many others are some: "*Of the 52* on our list, 9 were released"; من بين 52 اسماً."""
    lead = first - 1 - (_key(tokens, first - 1) == "the" and first > 1)
    if lead < 0 or tokens[lead].key not in ("of", "بين", "اصل"):
        return False
    begins = lead - (tokens[lead].key != "of" or _key(tokens, lead - 1) == "out") - 1
    return begins < 0 or not tokens[begins].key[:1].isalnum()


def past_still(tokens: Sequence[Token], at: int) -> int:
    """Return the place behind "still" in Arabic, whose ما زالوا would begin a clause elsewhere; the same place where none stands there.

    >>> from dalil.text.numbers import tokens_of
    >>> past_still(tokens_of("90 ألف شخص ما زالوا محاصرين"), 3)
    5
    """
    return at + 2 if _key(tokens, at) in ("ما", "لا") and _key(tokens, at + 1) in _STILL else at


def is_active(key: str) -> bool:
    """Return whether a word says what somebody does to others: "several cities *killing* dozens".

    >>> is_active("killing"), is_active("drowning")
    (True, False)
    """
    return key.endswith("ing") and key.isascii() and key not in _SUFFERED


def says_how(key: str) -> bool:
    """Return whether a word only says how: 3 *critically* wounded.

    >>> says_how("critically"), says_how("fly")
    (True, False)
    """
    return key.isascii() and key.endswith("ly") and len(key) > 4


def told_of_them(tokens: Sequence[Token], last: int) -> str:
    """Return what a sentence says became of those before a place by a noun with "their": fired on two men, *ما أدى إلى مقتلهما*.

    Where a number stands between, nobody knows whom it means.

    >>> from dalil.text.numbers import tokens_of
    >>> told_of_them(tokens_of("على شرطيين ما أدى إلى مقتلهما"), 2)
    'killed'
    """
    for i in range(last, min(last + 14, len(tokens))):
        if tokens[i].key in ".;؛!?؟\n" or is_numeric(tokens[i]):
            return ""
        if tokens[i].key in _THEIRS and _key(tokens, i - 1) in _LEADS_TO:
            return _THEIRS[tokens[i].key]
    return ""


def is_only_named(tokens: Sequence[Token], at: int) -> bool:
    """Tell whether a word behind an amount only names a siege, a flight or arrests, and tells it of nobody: أسبوع *الحصار*.

    >>> from dalil.text.numbers import tokens_of
    >>> is_only_named(tokens_of("ولادة 3 أطفال خلال أسبوع الحصار"), 5), is_only_named(tokens_of("12 شخصاً قيد الاعتقال"), 3)
    (True, False)
    """
    return tokens[at].key in _NAMES and _key(tokens, at - 1) not in _IN_A_STATE


def is_of_a_part(tokens: Sequence[Token], at: int, later: int) -> bool:
    """Tell whether only a part behind an amount is told of: "214 names, *of whom 180 were killed*".

    ", of whom 23 were women, were killed" tells of all.
    """
    for i in range(at, later):
        if tokens[i].key in ("whom", "them") and is_numeric(tokens[max(i - 2, at)]) and tokens[i - 1].key == "of":
            between = tokens[i + 1 : later]  # 2.4 million are in need, *480,000 of whom* are displaced
            if not between:
                return True  # 22 detainees, *three of whom died*
            return not all(token.key in NOUNS for token in between) and _CLOSES.isdisjoint(
                token.key for token in between
            )
        if tokens[i].key == "whom" and i + 1 < later and is_numeric(tokens[i + 1]):
            return not any(token.key in (",", ")") for token in tokens[i + 1 : later])
    return False


def _key(tokens: Sequence[Token], at: int) -> str:
    return tokens[at].key if 0 <= at < len(tokens) else ""
