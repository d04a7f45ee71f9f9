"""What one word of a text says happened, by itself or with the words near it: *killed*; *lost* her husband; فقدوا حياتهم."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from dalil.letters import fold_words
from dalil.text.counts.count_words import NOUNS, OUTCOME_OF, POSSESSED
from dalil.text.numbers import Token

WEAK_NOUNS = frozenset({"missing", "detained", "disappeared", "displaced"})
"""What nouns say of people who may be told of for another reason: detainees are killed, the displaced are wounded."""
_SPEAK_FOR_THEMSELVES = {"killed", "injured"}
_TAKES_LIVES = frozenset(
    {"lost", "lose", "losing", "claimed", "claiming", "claims", "cost", "costing", "took", "taking"}
)
_WHOSE = frozenset({"his", "her", "their", "my", "our"})
_LIFE = fold_words("حياتهم حياته حياتها حياتهما حياتهن أرواحهم")
_DEADLY = fold_words(
    "قصف القصف بالقصف غارة الغارة بغارة ضربة بضربة الضربة انفجار بانفجار تفجير بتفجير لغم بلغم البرميل ببرميل"
)
_RUBBLE = fold_words("under beneath rubble debris")
_CARRIED_OUT = fold_words("نفذ نفذت نفذوا تنفيذ ينفذ")
_SIEGE = frozenset({"besieged", "siege", "blockade"})
_REACH = 9
"""Words behind one within which others say what it means."""


def told_at(tokens: Sequence[Token], at: int) -> str:
    """Return what the word at a place says happened, as the code of a quantity; "" where it says nothing.

    >>> from dalil.text.numbers import tokens_of
    >>> told_at(tokens_of("lost her husband"), 0), told_at(tokens_of("lost the war"), 0), told_at(tokens_of("فقدوا حياتهم"), 0)
    ('killed', '', 'killed')
    """
    key = tokens[at].key if at < len(tokens) else ""
    if (read := _WITH_OTHERS.get(key)) is not None:
        return read(tokens, at)
    noun = NOUNS.get(key)
    if noun and noun.quantity in WEAK_NOUNS and noun.number > 1 and _is_number_of(tokens, at):
        return noun.quantity
    return OUTCOME_OF.get(key) or (noun.quantity if noun and noun.quantity in _SPEAK_FOR_THEMSELVES else "")


def _key(tokens: Sequence[Token], at: int) -> str:
    return tokens[at].key if 0 <= at < len(tokens) else ""


def _after(tokens: Sequence[Token], at: int) -> set[str]:
    return {token.key for token in tokens[at + 1 : at + _REACH]}


def _is_number_of(tokens: Sequence[Token], at: int) -> bool:
    """عدد النازحين, "the number of detainees": those that the number told later counts."""
    before = [token.key for token in tokens[max(0, at - 3) : at]]
    return before[-1:] in (["عدد"], ["اعداد"], ["مجموع"]) or ("number" in before and "of" in before)


def _lives(tokens: Sequence[Token], at: int) -> str:
    """Lives count where they are lost or claimed."""
    near = {token.key for token in tokens[max(0, at - 4) : at]}
    taken = near & _TAKES_LIVES or (at > 0 and tokens[at - 1].key[:1].isdecimal())
    return "killed" if taken else ""


def _lost(tokens: Sequence[Token], at: int) -> str:
    """Lost her husband, خسرنا أمي."""
    theirs = _key(tokens, at + 1) in _WHOSE and _key(tokens, at + 2) in NOUNS
    return "killed" if theirs or _key(tokens, at + 1) in POSSESSED else ""


def _loses(tokens: Sequence[Token], at: int) -> str:
    """فقدوا حياتهم, فقدت العائلة ثلاثة من أبنائها; فقد الاتصال بهم makes them missing."""
    near = _after(tokens, at)
    own = near & POSSESSED and "الاتصال" not in near
    return "killed" if near & _LIFE or own else OUTCOME_OF.get(tokens[at].key, "")


def _went(tokens: Sequence[Token], at: int) -> str:
    """راح 8 شباب بالقصف."""
    return "killed" if _after(tokens, at) & _DEADLY else ""


def _in_detention(tokens: Sequence[Token], at: int) -> str:
    """Where the dead died: "deaths in *detention*" tells of no arrests."""
    before = [token.key for token in tokens[max(0, at - 3) : at]]
    where = before[-1:] in (["in"], ["في"], ["قيد"])
    dead = where and any(OUTCOME_OF.get(each) == "killed" for each in before)
    return "" if dead else OUTCOME_OF.get(tokens[at].key, "")


def _buried(tokens: Sequence[Token], at: int) -> str:
    return "missing" if _after(tokens, at) & _RUBBLE else ""


def _death_sentence(tokens: Sequence[Token], at: int) -> str:
    """A death sentence that is carried out: نفذ حكم الإعدام."""
    return "executed" if {token.key for token in tokens[max(0, at - 4) : at]} & _CARRIED_OUT else ""


def _burned(tokens: Sequence[Token], at: int) -> str:
    return "killed" if [token.key for token in tokens[at + 1 : at + 3]] == ["to", "death"] else "homes_destroyed"


def _trapped(tokens: Sequence[Token], at: int) -> str:
    return "besieged" if _after(tokens, at) & _SIEGE else "missing"


_READ: tuple[tuple[Callable[[Sequence[Token], int], str], str], ...] = (
    (_lives, "lives"),
    (_lost, "lost خسرنا خسرت خسر خسروا فقدنا"),
    (_loses, "فقد فقدت فقدوا فقدا فقدتا يفقدون يفقد"),
    (_went, "راح راحت راحوا"),
    (_in_detention, "detention احتجاز الاحتجاز الاعتقال"),
    (_buried, "buried"),
    (_trapped, "trapped"),
    (_death_sentence, "الإعدام"),
    (_burned, "burned burnt"),
)
_WITH_OTHERS = {key: read for read, words in _READ for key in fold_words(words)}
"""Words that say what happened only with others near them."""
