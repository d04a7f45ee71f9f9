"""What looks like an amount of people and is none, or is nobody: "no casualties" is zero, "a third of the dead" is no count.

That no casualties *were reported* is a zero, as the field reads it; that no *reports* of casualties are at hand says nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from dalil.letters import fold_words
from dalil.text.counts.count_words import NOUNS, OUTCOME_OF, SHARES
from dalil.text.counts.heads import Amount
from dalil.text.numbers import SCALES, Token, digits_of, is_numeric, read_number

NEGATIONS = fold_words("no neither without nobody none لا دون بدون بلا لم ما not")
_NO_NEGATION = fold_words(
    "less fewer more longer later يقل تقل يزيد يزال تزال زال زالت يزالون يتجاوز تتجاوز يتعدى تتعدى doubt only"
)
_AGE_LIMITS = fold_words(
    "سن السن الثالثة الرابعة الخامسة السادسة السابعة الثامنة التاسعة العاشرة الثانية الحادية السادس الثامن"
) | {"#"}
_WHICH_LED = fold_words("أسفر أدى تسبب يعني أوقع خلف أودى دفع أجبر أدت أسفرت تسببت اضطر جعل نتج نجم")
"""Behind ما they say what something led to: ما أسفر عن مقتل."""
_REACH = 9
"""Words behind a negation within which it says whom it denies."""
_SENTENCE_SIGNS = frozenset(".;؛!?؟,،\n")
_YET = frozenset({"yet", "immediately"})
_UNTIL_NOW = {("so", "far"), ("حتي", "الان"), ("حتي", "اللحظه"), ("حتي", "الساعه")}
_LABEL_SIGNS = frozenset(":-–")
_NOBODY_PAIRS = {("no", "one"), ("لا", "احد"), ("لا", "يوجد")}
_ANYONE = fold_words("one nobody none أحد حدا")
_HEARSAY = fold_words(
    "report reports reporting information news word details clear whether if أنباء معلومات تقارير ورود ترد يعرف"
)
_EVERY = fold_words("every كل")
_CASES = fold_words("حالة حالات")
LOOSE = fold_words("ضحايا إصابات casualties")
_WHOLE = fold_words("of the من أصل")
_AFTER_SHARE = fold_words("of in the them all out every their was were are is a من في منهم منهن")


def nobody_at(tokens: Sequence[Token], at: int) -> Amount | None:
    """Read a negation that says nobody was harmed: "no casualties", دون وقوع إصابات, لم يقتل أحد.

    Returns zero of a quantity; an amount below zero where only nothing is known ("no reports of casualties"); None elsewhere.

    >>> from dalil.text.numbers import tokens_of
    >>> nobody_at(tokens_of("no casualties"), 0).low, nobody_at(tokens_of("no reports of casualties"), 0).low
    (0, -1)
    """
    if labelled := _of_a_label(tokens, at):
        return labelled
    if not _is_negation(tokens, at):
        return None
    if tokens[at].key == "neither":
        return _neither(tokens, at)  # neither side reported casualties
    return _harmed_nobody(tokens, at) or _denied(tokens, at)


def _of_a_label(tokens: Sequence[Token], at: int) -> Amount | None:
    """The zero of a label: Killed: *none*; القتلى: *لا أحد*; None where words follow that say more."""
    words = tuple(token.key for token in tokens[at : at + 2])
    size = 2 if words in _NOBODY_PAIRS else 1 if words[:1] in (("none",), ("nobody",)) else 0
    if not size or at < 2 or tokens[at - 1].key not in _LABEL_SIGNS:
        return None
    told = _quantity_at(tokens, at - 2)
    told = "casualties" if told and _key(tokens, at - 2) in LOOSE else told
    ends = at + size == len(tokens) or tokens[at + size].key in _SENTENCE_SIGNS or tokens[at + size].joined
    return Amount("exact", 0, 0, at - 2, at + size, quantity=told) if told and ends else None


def _denied(tokens: Sequence[Token], at: int) -> Amount | None:
    """The zero that the words behind a negation state."""
    unsure, single, verb = False, False, ""
    needs_any = _word(tokens[at]) in ("not", "ما") and _next(tokens, at) != "one"
    for i in range(at, min(at + _REACH, len(tokens))):
        key = _word(tokens[i]) if i == at else tokens[i].key
        if _ends_denial(tokens[i], key, single):
            return None
        single = single or key == "single"
        unsure = unsure or key in _HEARSAY
        needs_any = needs_any and key not in ("any", "anyone", "single", "احد", "حدا")
        if verb and _is_anyone(tokens, i, key):
            return Amount("exact", 0, 0, at, i + 1, quantity=verb)
        verb = verb or (OUTCOME_OF.get(key, "") if i > at else "")
        nobody = _nobody_named(tokens, at, i, key, unsure, needs_any) or _no_case(tokens, at, i, single, needs_any)
        if nobody is not None:
            nobody = replace(nobody, low=-1) if unsure else nobody
            return _unless_it_may_change(tokens, _or_others(tokens, nobody))
    return None


def _no_case(tokens: Sequence[Token], at: int, i: int, single: bool, needs_any: bool) -> Amount | None:
    """The zero of "not a single *death*" and أي *حالة وفاة*; None elsewhere."""
    if tokens[i].key in _CASES and not needs_any and (told := OUTCOME_OF.get(_key(tokens, i + 1), "")):
        return Amount("exact", 0, 0, at, i + 2, quantity=told)
    told = _quantity_at(tokens, i) if single and tokens[i].key in NOUNS else ""
    return Amount("exact", 0, 0, at, i + 1, quantity=told) if told else None


def _or_others(tokens: Sequence[Token], nobody: Amount) -> Amount:
    """A zero that goes on with another one: أي قتلى *أو جرحى* denies both."""
    at = nobody.last + (_key(tokens, nobody.last) in ("او", "or"))
    other = _quantity_at(tokens, at) if at > nobody.last else ""
    if not other or nobody.quantity not in ("killed", "injured", "casualties"):
        return nobody
    return replace(nobody, last=at + 1, quantity=other if other == nobody.quantity else "casualties")


def _harmed_nobody(tokens: Sequence[Token], at: int) -> Amount | None:
    """The attack killed *nobody*; None where nobody is the subject of what follows."""
    told = OUTCOME_OF.get(tokens[at - 1].key, "") if at and tokens[at].key == "nobody" else ""
    return Amount("exact", 0, 0, at, at + 1, quantity=told) if told in ("killed", "injured") else None


def _neither(tokens: Sequence[Token], at: int) -> Amount | None:
    """Neither dead nor wounded: nobody is either; None where other things are denied."""
    first = _quantity_at(tokens, at + 1)
    nor = next((i for i in range(at + 2, min(at + 5, len(tokens))) if tokens[i].key == "nor"), 0)
    second = _quantity_at(tokens, nor + 1) if nor else ""
    if not first or not second:
        return None
    return Amount("exact", 0, 0, at, nor + 2, quantity=first if first == second else "casualties")


def _quantity_at(tokens: Sequence[Token], at: int) -> str:
    noun = NOUNS.get(_key(tokens, at))
    told = noun.quantity if noun and noun.quantity else OUTCOME_OF.get(_key(tokens, at), "")
    return told if told in ("killed", "injured") else ""


def _is_anyone(tokens: Sequence[Token], at: int, key: str) -> bool:
    """Nobody at all: anyone, أحد, أي من الرهائن."""
    return key in _ANYONE or (key == "اي" and _next(tokens, at) == "من")


def _next(tokens: Sequence[Token], at: int) -> str:
    return tokens[at + 1].key if at + 1 < len(tokens) else ""


def _ends_denial(token: Token, key: str, single: bool) -> bool:
    """Whether a word ends what a negation denies: a number of others, but not in "not a *single* one of the 23", or the sentence."""
    return key in _SENTENCE_SIGNS or (is_numeric(token) and key not in _ANYONE and not single)


def _word(token: Token) -> str:
    """The key of a token without the و written onto it."""
    return token.key[1:] if token.key[:1] == "و" else token.key


def _is_negation(tokens: Sequence[Token], at: int) -> bool:
    """Whether a negation stands here that is no part of a bound: not "no less than", لا يقل عن."""
    if tokens[at].key == "nobody" and at + 1 == len(tokens):
        return True
    if at + 1 >= len(tokens) or (_word(tokens[at]) == "دون" and tokens[at + 1].key in _AGE_LIMITS):
        return False
    if _word(tokens[at]) == "ما" and tokens[at + 1].key in _WHICH_LED:
        return False
    return _word(tokens[at]) in NEGATIONS and tokens[at + 1].key not in _NO_NEGATION


def _nobody_named(tokens: Sequence[Token], at: int, i: int, key: str, unsure: bool, needs_any: bool) -> Amount | None:
    """The zero that the negation at a token states with the word at i: losses, anyone, or a noun of people."""
    if key == "خساير" and (lost := _human_losses(tokens, i + 1)):
        return Amount("exact", 0, 0, at, lost, quantity="casualties")
    if needs_any:
        return None
    noun = NOUNS.get(key) if i > at else None
    if key in _ANYONE or (noun and not noun.quantity):
        later = _outcome_after(tokens, i)
        if later is not None:
            who = noun.who if noun else ()
            return Amount("exact", -unsure, 0, at, later + 1, who, OUTCOME_OF[tokens[later].key])
    if (
        noun and noun.quantity and noun.number == 3 and not _is_definite(tokens, i)
    ):  # دون الكشف عن عدد القتلى denies no dead
        return Amount("exact", -unsure, 0, at, i + 1, quantity="casualties" if key in LOOSE else noun.quantity)
    return None


def _is_definite(tokens: Sequence[Token], at: int) -> bool:
    return tokens[at].key.startswith("ال") or tokens[at - 1].key == "the"


def _unless_it_may_change(tokens: Sequence[Token], nobody: Amount) -> Amount:
    """A zero; an amount below zero where it is only not known yet."""
    return replace(nobody, low=-1) if _may_change(tokens, nobody.last) else nobody


def _may_change(tokens: Sequence[Token], at: int) -> bool:
    """Whether the words behind a negation say that nothing is known *yet*: that is no zero."""
    behind = [token.key for token in tokens[at : at + 4]]
    if behind[:1] == ["بعد"] and (len(behind) < 2 or not behind[1].isalpha()):
        return True  # لا إصابات بعد; but لا إصابات بعد القصف
    return not _YET.isdisjoint(behind) or any(pair in _UNTIL_NOW for pair in pairwise(behind))


def _human_losses(tokens: Sequence[Token], at: int) -> int:
    """Where "human" behind losses ends: بشرية, في الأرواح; 0 where losses of other things may be meant."""
    words = [token.key for token in tokens[at : at + 2]]
    return at + 1 if words[:1] == ["بشريه"] else at + 2 if words == ["في", "الارواح"] else 0


def _outcome_after(tokens: Sequence[Token], at: int) -> int | None:
    """Where it is said what happened to nobody; "nobody was charged over *the* deaths" says something else."""
    for i in range(at + 1, min(at + 6, len(tokens))):
        if tokens[i].key in _SENTENCE_SIGNS or is_numeric(tokens[i]):
            return None  # killed: none; *injured*: unknown, and none of the *12* injured died
        if tokens[i].key in OUTCOME_OF:
            return None if tokens[i - 1].key == "the" else i
    return None


def share_at(tokens: Sequence[Token], at: int) -> int:
    """Return where a share of something ends, with the nouns it is a share of; `at` where none begins here.

    Shares are "two-thirds of the homes", "one in five", ثلث القتلى, "30 %".

    >>> from dalil.text.numbers import tokens_of
    >>> share_at(tokens_of("two-thirds of the homes were hit"), 0), share_at(tokens_of("two homes"), 0)
    (7, 0)
    """
    number = read_number(tokens, at) if tokens[at].key not in SHARES and tokens[at].key != "a" else None
    i = number.last if number else at + (tokens[at].key == "a")
    end = _share_word(tokens, i, number is not None) or (_ratio(tokens, i) if number else None)
    if end is None:
        return at
    limit = min(end + 9, len(tokens))
    while end < limit and (_is_of_share(tokens, end) or _is_of_those(tokens, end)):
        end += 1
    return end


def _is_of_those(tokens: Sequence[Token], at: int) -> bool:
    """Whether a word belongs to "of *those arrested*", of whom a share is told."""
    return tokens[at].key == "those" or (tokens[at - 1].key == "those" and tokens[at].key in OUTCOME_OF)


def _is_of_share(tokens: Sequence[Token], at: int) -> bool:
    """Whether a word says of what a share is told: of the homes, of the town's 25,000 residents."""
    key, before = tokens[at].key, tokens[at - 1].key
    if key in OUTCOME_OF and before == "the":
        return True  # one in four of the *killed* was a child
    if key in _AFTER_SHARE or (key in NOUNS and not tokens[at].joined):
        return True
    whose = tokens[at].text[-2:] in ("'s", "’s")
    if key in NOUNS and before in NOUNS:
        return True  # ثلث القتلى نساء وأطفال
    return whose or (
        digits_of(tokens[at]) is not None and (before in _WHOLE or tokens[at - 1].text[-2:] in ("'s", "’s"))
    )


def _share_word(tokens: Sequence[Token], at: int, numbered: bool) -> int | None:
    """Where "thirds", "per cent", بالمئة end; None where no such word stands."""
    at += numbered and _key(tokens, at) == "-"
    if _key(tokens, at) in ("per", "في", "ب") and _key(tokens, at + 1) in ("cent", "الميه", "المايه"):
        return at + 2
    return at + 1 if _key(tokens, at) in SHARES and not _is_number(tokens, at) else None


def _ratio(tokens: Sequence[Token], at: int) -> int | None:
    """Where "in five", "out of 10", "in every four" end; None where none stands."""
    one_in = _key(tokens, at) in NOUNS and _key(tokens, at + 1) == "in"
    if not _out_of(tokens, at + one_in):
        return None
    size = at + one_in + 1 + (tokens[at + one_in].key == "out")
    size += _key(tokens, size) in _EVERY
    other = read_number(tokens, size)
    if other is None or (one_in and _key(tokens, other.last).isalpha() and not _is_told_next(tokens, other.last)):
        return None  # killed one man in three raids
    return other.last


def _is_told_next(tokens: Sequence[Token], at: int) -> bool:
    """Whether something is told of a share right behind it: one patient in three *died*."""
    return tokens[at].key in OUTCOME_OF or tokens[at].key in ("is", "was", "are", "were", "has", "have")


def _key(tokens: Sequence[Token], at: int) -> str:
    return tokens[at].key if at < len(tokens) else ""


def _is_number(tokens: Sequence[Token], at: int) -> bool:
    """نصف مليون, "half a dozen", "half a million" are numbers, and so is the half of مليون ونصف."""
    after = [token.key for token in tokens[at + 1 : at + 3]]
    return tokens[at].joined or any(
        key in SCALES or key in ("دزينه", "dozen") for key in after[: 1 + (after[:1] == ["a"])]
    )


def _out_of(tokens: Sequence[Token], at: int) -> bool:
    """ "one in five", "8 out of 10": a small number right after."""
    words = [token.key for token in tokens[at : at + 3]]
    if words[:2] == ["من", "كل"]:  # سبعة من كل عشرة
        return at + 2 < len(tokens) and is_numeric(tokens[at + 2])
    start = at + 2 if words[:2] == ["out", "of"] else at + 2 if words[:2] == ["in", "every"] else at + 1
    start += _key(tokens, start) in _EVERY
    if (
        words[:1] not in (["in"], ["out"])
        or start >= len(tokens)
        or digits_of(tokens[start]) not in (None, 3, 4, 5, 10, 100)
    ):
        return False
    return digits_of(tokens[start]) is not None or tokens[start].key in ("three", "four", "five", "ten", "hundred")
