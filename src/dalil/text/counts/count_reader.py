"""Counts in running text: "ما لا يقل عن اثنين وثمانين مدنياً قُتلوا" is [82, open) civilians, killed.

Read in three steps: amounts (numbers, bounds, vague words, duals, bare plurals) with the noun they count; then what happened to
them (the noun itself, the outcome said right after or before); then what is part of what ("including", بينهم).
Rules and conventions: docs/text.md. What is not said is not filled in: no number, no Count.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from dalil.letters import fold_words
from dalil.text.counts.amounts import amounts_of, words_of
from dalil.text.counts.designations import masked_tokens
from dalil.text.counts.heads import Amount
from dalil.text.counts.outcome_places import NOTHING, Outcome, outcomes_of, without_nobody
from dalil.text.counts.outcomes import (
    FAR,
    THINGS,
    is_doer,
    part_told,
    suit_to_counted,
    told_right_after,
    what_happened,
)
from dalil.text.numbers import Token
from dalil.values.count import Count

_TORTURE = re.compile(
    r"(?:تحت|بسبب|جراء|نتيجة) التعذيب|بالسجن(?! (?:المؤبد|لمدة|مدى|مع|\d|خمس|عشر|ثلاث|سنتين|سنوات))|في (?:ال)?سج(?:ن|ون)|في المعتقل(?:ات)?"
    r"|قيد الاحتجاز"
    r"|under torture|in (?:\w+ ){0,2}(?:custody|detention|prisons?|jails?)(?! (?:fire|riot|break|attack))"
)
_APART = re.compile(r"[,،;؛(]")
"""Parts the next amount from the one before: 19 children and 12 women, *and 6 under torture*."""
_PART = re.compile(r"بينهم|بينهن|منهم|ضمنهم|including|among")
"""Leads to those of whom alone it is told: killed 850, *among them* 55 under torture."""
_SOMEWHERE = re.compile(r"^ ?\S* ?(?:في|in|at|near|قرب) ")
_OF_OTHERS = re.compile(r"[,،;؛(]\s*و?\d|[;؛.]\s")
"""Where others are told of: 88 civilians killed, *17* of them under torture."""
_TORTURED = re.compile(rf"(?:{_TORTURE.pattern})[^\d.,;،؛!?؟]*$")
_OF_THINGS = {
    "homes_destroyed": frozenset({"home", "tent"}),
    "damaged": THINGS,
    "strikes": frozenset({"strike"}),
    "munitions": frozenset({"munition"}),
}
_GROUPS = {"female", "male", "child", "infant", "elderly"}
_VICTIMS = fold_words("ضحية ضحايا victims")
_OPENS = frozenset({",", "،", ":", "(", "–", "-"})
_UNITS = ("family", "body", "home", "tent", "camp", "strike", "munition", "attack", "massacre", "incident")


@dataclass(frozen=True)
class Counted:
    """One count of a text. quantity: what happened (a code of quantities); start, end: where its words stand in the text.

    part_of: the place, in the same answer, of the count that this one is part of ("including 7 children").
    """

    quantity: str
    count: Count
    start: int
    end: int
    part_of: int | None = None


def read_counts(text: str) -> tuple[Counted, ...]:
    """Read all counts of a text, in its order. Any string goes in; where nothing is counted, nothing comes out.

    >>> [(one.quantity, one.count.notation(), one.part_of) for one in read_counts("at least 39 civilians killed, including 7 children")]
    [('killed', '39+', None), ('killed', '7', 0)]
    >>> [(one.quantity, one.count.notation()) for one in read_counts("مقتل طفلين وإصابة نحو 20 شخصاً")]
    [('killed', '2'), ('injured', '~20')]
    """
    return read_clauses(text).counts


@dataclass(frozen=True)
class Clauses:
    """What was read of a text, with what it was read from: its tokens, the amounts it states, what it says happened, and the counts of these."""

    tokens: Sequence[Token]
    amounts: Sequence[Amount]
    outcomes: Sequence[Outcome]
    counts: tuple[Counted, ...]


def read_clauses(text: str) -> Clauses:
    """Read all counts of a text as `read_counts`, and keep what they were read from.

    >>> [outcome.quantity for outcome in read_clauses("5 killed, the mayor abducted").outcomes]
    ['killed', 'abducted']
    """
    tokens = words_of(masked_tokens(text))
    amounts = _victims_marked(tokens, parts_marked(tokens, list(amounts_of(tokens, text))))
    outcomes = without_nobody(outcomes_of(tokens, amounts), amounts)
    return Clauses(tokens, amounts, outcomes, _counts_of(text, tokens, amounts, outcomes))


def _counts_of(
    text: str, tokens: Sequence[Token], amounts: Sequence[Amount], outcomes: Sequence[Outcome]
) -> tuple[Counted, ...]:
    """The counts of a text, from its amounts and what it says happened."""
    places = [outcome.at for outcome in outcomes]
    starts = {amount.first: amount for amount in amounts}
    found: list[Counted] = []
    before: Amount | None = None
    for place, amount in enumerate(amounts):
        near = outcomes[bisect_left(places, amount.first - FAR) : bisect_left(places, amount.last + FAR)]
        if _is_next_part(tokens, near, before, amount, found):
            amount = replace(amount, subset=True)
        if amount.subset and found:
            quantity = part_told(tokens, near, amount) or found[-1].quantity
            whole = _whole_of(found)
            if not amount.who and found[whole].count.unit in _UNITS:  # 9 massacres, 6 of them
                amount = replace(amount, who=(found[whole].count.unit,))
        else:
            quantity, whole = suit_to_counted(tokens, what_happened(tokens, near, amount), amount), None
        if not _is_told(quantity, amount, found, whole) or is_doer(tokens, near, amount, starts):
            continue
        start, end = tokens[amount.first].start, tokens[amount.last - 1].end
        if quantity == "killed" and _is_in_custody(text, start, end, _start_of(tokens, amounts, place + 1, len(text))):
            quantity = "died_in_custody"
        found.append(Counted(quantity, build_count(amount, quantity, text[start:end]), start, end, whole))
        before = amount
    return tuple(found)


def _is_told(quantity: str, amount: Amount, found: Sequence[Counted], whole: int | None) -> bool:
    """Whether something is told of an amount that can happen to it; what is a part of nobody is not: no deaths among *the 40 passengers*."""
    if quantity in ("", NOTHING) or (whole is not None and found[whole].count.high == 0):
        return False
    return _is_of_its_kind(quantity, amount)


def _is_next_part(
    tokens: Sequence[Token], near: Sequence[Outcome], before: Amount | None, amount: Amount, found: Sequence[Counted]
) -> bool:
    """Whether an amount goes on with a list of parts: "including 13 civilians and 3 medics", but not "and more than 30 *wounded*"."""
    if before is None or not before.subset or not _coordinated(tokens, before, amount):
        return False
    own = amount.quantity or told_right_after(tokens, near, amount)
    return not own or not found or own == found[-1].quantity


def _is_of_its_kind(quantity: str, amount: Amount) -> bool:
    """Whether what happened can happen to those counted: destroyed ambulances are no homes, and homes are not killed."""
    if "body" in amount.who and quantity in ("returned", "released", "displaced", "evacuated"):
        return False  # they returned his body
    things = _OF_THINGS.get(quantity, frozenset())
    if things:
        return bool(things & set(amount.who))
    return quantity == "affected" or not {"home", "tent", "camp"} & set(amount.who)


def _whole_of(found: Sequence[Counted]) -> int:
    """The place of the count that a part after the last one is part of."""
    last = found[-1].part_of
    return last if last is not None else len(found) - 1


def _start_of(tokens: Sequence[Token], amounts: Sequence[Amount], place: int, last: int) -> int:
    """Where in the text an amount begins; `last` behind the last one."""
    return tokens[amounts[place].first].start if place < len(amounts) else last


def _is_in_custody(text: str, start: int, end: int, until: int) -> bool:
    """Whether the words around a count say that the dead died in custody.

    until: where the next amount begins, which is told of another place where this one has a place already: قتلوا أخي *في* حمص وأخي الصغير في السجن.
    """
    behind = _OF_OTHERS.split(text[end : end + 60], maxsplit=1)[0]
    if (
        _SOMEWHERE.search(text[end:until]) or _PART.search(text[end:until]) or _APART.search(text[end:until])
    ) and not _TORTURE.search(text[end:until]):
        behind = text[end:until]
    return bool(_TORTURE.search(behind) or _TORTURED.search(text[max(0, start - 40) : start]))


def parts_marked(tokens: Sequence[Token], amounts: Sequence[Amount]) -> list[Amount]:
    """Mark the amounts that stand in apposition to one before them as its parts.

    Where one follows one, both are the same person ("one civilian, a woman, was killed"), and one amount comes back.

    >>> from dalil.text.numbers import tokens_of
    >>> text = "91 civilians: 60 men, 20 children and 11 women"
    >>> tokens = tokens_of(text)
    >>> [(amount.low, amount.subset) for amount in parts_marked(tokens, list(amounts_of(tokens, text)))]
    [(91, False), (60, True), (20, True), (11, True)]
    """
    told: list[Amount] = []
    i = 0
    while i < len(amounts):
        whole, i = amounts[i], i + 1
        told.append(whole)
        parts = _apposed(tokens, amounts[i - 1 : i + 6])
        total = sum(part.low for part in parts)
        if parts and total == whole.low == 1:
            told[-1], i = replace(whole, who=(*whole.who, *parts[0].who)), i + 1
        elif parts and (total == whole.low or (tokens[whole.last].key in ("(", ":") and total < whole.low)):
            told.extend(replace(part, subset=True) for part in parts)
            i += len(parts)
    return told


def _victims_marked(tokens: Sequence[Token], amounts: list[Amount]) -> list[Amount]:
    """Mark the victims who are told to be the dead and the wounded together: 156 *ضحية*، 49 قتيلاً و107 جرحى."""
    for place, (whole, dead, hurt) in enumerate(zip(amounts, amounts[1:], amounts[2:], strict=False)):
        victims = any(token.key in _VICTIMS for token in tokens[whole.first : whole.last])
        if victims and (dead.quantity, hurt.quantity) == ("killed", "injured") and dead.low + hurt.low == whole.low:
            amounts[place] = replace(whole, quantity="casualties")
    return amounts


def _apposed(tokens: Sequence[Token], amounts: Sequence[Amount]) -> list[Amount]:
    """The list of men, women or children right after a number of people, where something closes it."""
    whole, parts = amounts[0], list[Amount]()
    if whole.shape != "exact" or _GROUPS & set(whole.who) or whole.last >= len(tokens):
        return []
    if tokens[whole.last].key not in _OPENS:
        return []
    for part in amounts[1:]:
        follows = _coordinated(tokens, parts[-1], part) if parts else part.first == whole.last + 1
        if not follows or part.shape != "exact" or part.quantity or part.subset or not _GROUPS & set(part.who):
            break
        parts.append(part)
    closed = parts and (parts[-1].last == len(tokens) or not tokens[parts[-1].last].key[:1].isalnum())
    return parts if closed else []


def _coordinated(tokens: Sequence[Token], before: Amount, amount: Amount) -> bool:
    """Whether an amount goes on with a list: "7 children and 3 women"."""
    gap = [token.key for token in tokens[before.last : amount.first]]
    return gap in (["and"], ["و"], [","], ["،"], [",", "and"]) or (not gap and tokens[amount.first].joined)


def build_count(amount: Amount, quantity: str, said: str) -> Count:
    """Build the Count that an amount of a text states. The unit is set where the words name who or what is counted.

    >>> build_count(Amount("at_least", 5, None, 0, 2, ("family",)), "displaced", "at least 5 families").unit
    'family'
    """
    unit = _first(amount.who, _UNITS) or ("body" if quantity == "bodies_found" else "person")
    about: dict[str, Any] = {
        "said": said,
        "status": _first(("civilian", "combatant"), amount.who),
        "sex": _first(("female", "male"), amount.who),
        "age": _first(("infant", "child", "elderly"), amount.who),
    }
    if unit != "person" or amount.who:
        about["unit"] = unit
    if amount.shape == "range" and amount.high is not None:
        return Count.between(amount.low, amount.high, **about)
    if amount.low == 0 and amount.shape in ("fewer_than", "nearly"):
        return Count.exactly(0, **about)
    build: Callable[..., Count] = _BUILDERS.get(amount.shape, Count.exactly)
    return build(amount.low, **about)


def _first(wanted: Sequence[str], who: Sequence[str]) -> str | None:
    return next((each for each in wanted if each in who), None)


_BUILDERS: dict[str, Callable[..., Count]] = {
    "at_least": Count.at_least,
    "more_than": Count.more_than,
    "fewer_than": Count.fewer_than,
    "at_most": Count.at_most,
    "about": Count.about,
    "nearly": Count.nearly,
    "vague": Count.vague,
}
