"""Counts in running text: "ما لا يقل عن اثنين وثمانين مدنياً قُتلوا" is [82, open) civilians, killed.

Read in three steps: amounts (numbers, bounds, vague words, duals, bare plurals) with the noun they count; then what happened to
them (the noun itself, the outcome said right after or before); then what is part of what ("including", بينهم).
Rules and conventions: docs/text.md. What is not said is not filled in: no number, no Count.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from dalil.text.counts.amounts import CLAUSE_ENDS, amounts_of, plain
from dalil.text.counts.bare_nouns import FILLERS
from dalil.text.counts.count_words import NOUNS, OUTCOME_OF
from dalil.text.counts.heads import Amount
from dalil.text.numbers import Token, tokens_of
from dalil.values.count import Count

_TORTURE = re.compile(r"تحت التعذيب|under torture|in custody|in detention|قيد الاحتجاز")
_TORTURED = re.compile(rf"(?:{_TORTURE.pattern})\s*$")
_TAKES_LIVES = frozenset(
    {"lost", "lose", "losing", "claimed", "claiming", "claims", "cost", "costing", "took", "taking"}
)
WEAK_NOUNS = frozenset({"missing", "detained", "disappeared", "displaced"})
FAR = 60
"""Words on either side of an amount within which what happened is looked for; a sentence is seldom longer."""
_OF_THINGS = {"homes_destroyed": "home", "strikes": "strike", "munitions": "munition"}
_GROUPS = {"female", "male", "child", "infant", "elderly"}
_OPENS = frozenset({",", "،", ":", "(", "–", "-"})
_UNITS = {"family", "body", "home", "strike", "munition", "attack", "massacre"}


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
    """All counts of a text, in its order. Any string goes in; where nothing is counted, nothing comes out."""
    tokens = [plain(token) for token in tokens_of(text)]
    amounts = parts_marked(tokens, list(amounts_of(tokens, text)))
    cues = _cues(tokens, amounts)
    places = [cue.at for cue in cues]
    found: list[Counted] = []
    placed: list[Amount] = []
    for amount in amounts:
        before = placed[-1] if placed else None
        goes_on = before is not None and before.subset and _coordinated(tokens, before, amount)
        amount = replace(amount, subset=amount.subset or goes_on)
        inherits = amount.subset and before is not None
        quantity = found[-1].quantity if inherits else _quantity(tokens, _near(cues, places, amount), amount)
        if not quantity or _OF_THINGS.get(quantity, "") not in ("", *amount.who):
            continue  # "two ambulances were destroyed" are no homes
        start, end = tokens[amount.first].start, tokens[amount.last - 1].end
        if quantity == "killed" and (
            _TORTURE.search(text, end, end + 60) or _TORTURED.search(text[max(0, start - 20) : start])
        ):
            quantity = "died_in_custody"
        whole = None
        if inherits:
            whole = found[-1].part_of if found[-1].part_of is not None else len(found) - 1
        found.append(Counted(quantity, build_count(amount, quantity, text[start:end]), start, end, whole))
        placed.append(amount)
    return tuple(found)


def parts_marked(tokens: Sequence[Token], amounts: Sequence[Amount]) -> list[Amount]:
    """Amounts with what follows one in apposition made its part ("91 civilians: 60 men, 20 children and 11 women").

    Where one follows one, both are the same person: "one civilian, a woman, was killed".
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


@dataclass(frozen=True)
class _Cue:
    at: int
    last: int
    quantity: str


def _cues(tokens: Sequence[Token], amounts: Sequence[Amount]) -> list[_Cue]:
    """Where it is said what happened; "killed and wounded" with nothing between is one joint cue."""
    cues: list[_Cue] = []
    counted = {amount.first for amount in amounts if amount.low > 0 and amount.shape == "exact"}
    starts = {amount.first for amount in amounts}
    own = {amount.last - 1 for amount in amounts if amount.last > amount.first + 1 and amount.shape != "vague"}
    at = 0
    while at < len(tokens):
        quantity = _told_at(tokens, at)
        if not quantity:
            at += 1
            continue
        last = at + 1
        link = last + 1 if last < len(tokens) and tokens[last].key in ("and", "or", "و", "او") else last
        joined = link > last or (last < len(tokens) and tokens[last].joined)
        if joined and {quantity, _told_at(tokens, link)} == {"killed", "injured"} and link not in counted:
            separate = at in own and link + 1 in starts  # ارتقاء 4 شهداء وإصابة 20
            quantity, last = (quantity, last) if separate else ("casualties", link + 1)
        cues.append(_Cue(at, last, quantity))
        at = last
    return cues


def _told_at(tokens: Sequence[Token], at: int) -> str:
    """What one word says happened; lives count where they are lost or claimed."""
    key = tokens[at].key if at < len(tokens) else ""
    if key == "lives":
        near = {token.key for token in tokens[max(0, at - 4) : at]}
        return "killed" if near & _TAKES_LIVES or (at and tokens[at - 1].key[:1].isdecimal()) else ""
    if key == "lost" and at + 1 < len(tokens) and tokens[at + 1].key in ("his", "her", "their", "my", "our"):
        return "killed" if at + 2 < len(tokens) and tokens[at + 2].key in NOUNS else ""
    noun = NOUNS.get(key)
    return OUTCOME_OF.get(key) or (noun.quantity if noun and noun.quantity in ("killed", "injured") else "")


def _near(cues: Sequence[_Cue], places: Sequence[int], amount: Amount) -> Sequence[_Cue]:
    return cues[bisect_left(places, amount.first - FAR) : bisect_left(places, amount.last + FAR)]


def _quantity(tokens: Sequence[Token], cues: Sequence[_Cue], amount: Amount) -> str:
    """What happened to those counted."""
    joint = next(
        (
            cue
            for cue in cues
            if cue.quantity == "casualties"
            and amount.first <= cue.last - 1
            and cue.at <= amount.last + 1
            and cue.last > amount.first
        ),
        None,
    )
    if joint is not None and (joint.at >= amount.first or joint.last == amount.first):
        return "casualties"
    start, end = _clause(tokens, amount)
    earlier = [cue for cue in cues if start <= cue.at < amount.first]
    if amount.quantity and amount.quantity not in WEAK_NOUNS and not amount.weak:
        return amount.quantity
    i = amount.last
    while i < end and tokens[i].key in FILLERS:
        i += 1
    between = i < end and tokens[i].key == "بين"
    after = next((cue for cue in cues if cue.at == (i + 1 if between else i)), None)
    if after is not None and not (tokens[after.at].joined and tokens[after.at].key[0] > "\u0600"):
        arabic_verb_before = tokens[after.at].key[0] > "\u0600" and earlier and not between
        if not arabic_verb_before:
            return after.quantity
    if earlier:
        nearest = earlier[-1]
        if amount.quantity == "detained" and nearest.quantity == "killed":
            return "killed"
        return nearest.quantity
    later = next((cue for cue in cues if amount.last <= cue.at < end), None)
    if later is not None:
        return later.quantity
    if amount.quantity:
        return amount.quantity
    return "casualties" if amount.subset else ""


def _clause(tokens: Sequence[Token], amount: Amount) -> tuple[int, int]:
    start, end = amount.first, amount.last
    while start > max(0, amount.first - FAR) and tokens[start - 1].key not in CLAUSE_ENDS:
        start -= 1
    while end < min(len(tokens), amount.last + FAR) and tokens[end].key not in CLAUSE_ENDS:
        end += 1
    return start, end


def build_count(amount: Amount, quantity: str, said: str) -> Count:
    who = set(amount.who)
    unit = next((unit for unit in amount.who if unit in _UNITS), "body" if quantity == "bodies_found" else "person")
    about: dict[str, Any] = {
        "said": said,
        **({"unit": unit} if unit != "person" or who else {}),
        "status": next((status for status in ("civilian", "combatant") if status in who), None),
        "sex": next((sex for sex in ("female", "male") if sex in who), None),
        "age": next((age for age in ("infant", "child", "elderly") if age in who), None),
    }
    match amount.shape:
        case "at_least":
            return Count.at_least(amount.low, **about)
        case "more_than":
            return Count.more_than(amount.low, **about)
        case "fewer_than" if amount.low > 0:
            return Count.fewer_than(amount.low, **about)
        case "at_most":
            return Count.at_most(amount.low, **about)
        case "about":
            return Count.about(amount.low, **about)
        case "nearly" if amount.low > 0:
            return Count.nearly(amount.low, **about)
        case "range" if amount.high is not None:
            return Count.between(amount.low, amount.high, **about)
        case "vague":
            return Count.vague(amount.low, **about)
    return Count.exactly(amount.low, **about)
