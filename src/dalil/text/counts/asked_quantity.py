"""What a phrase counts beside what is asked for: 7 *wounded* are not killed, 3 *women* no children, "5 dead or missing" not five dead."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Self

from dalil import vocabulary
from dalil.text.counts.count_words import NATIONALITIES, NOUNS, OUTCOME_OF
from dalil.text.counts.heads import Amount, units_of
from dalil.text.counts.outcome_words import WEAK_NOUNS
from dalil.text.counts.outcomes import THINGS
from dalil.text.numbers import Token, is_numeric
from dalil.values.base import Refusal
from dalil.values.count import Count, NotACount, Shape

_SAME_AS = {
    "killed": {"executed"},
    "died_in_custody": {"killed", "bodies_found"},
    "executed": {"killed"},
    "in_custody": {"detained"},
}
"""What a phrase may say happened, beside the quantity itself: the executed are killed."""
_OR = frozenset({"and", "و", "&", "plus", "with", "مع", "or", "أو", "او", "/"})
_OF_CASUALTIES = frozenset({"killed", "injured", "casualties"})
_MARKS = {
    "civilians": ("civilian",),
    "combatants": ("combatant",),
    "children": ("child",),
    "women": ("female",),
    "men": ("male",),
}
"""What a noun says that names the group of a field and no more."""
_GROUPS = {
    "civilians": {"en": "civilians", "ar": "من المدنيين"},
    "combatants": {"en": "combatants", "ar": "من المقاتلين"},
    "children": {"en": "children", "ar": "من الأطفال"},
    "women": {"en": "women", "ar": "من النساء"},
    "men": {"en": "men", "ar": "من الرجال"},
    "others": {"en": "others", "ar": "من غيرهم"},
}
"""Ends of fields that ask for some of those counted."""
_SOME_BY = ("status", "sex", "age")
_MARKED_BY = {"civilians": "status", "combatants": "status", "children": "age", "women": "sex", "men": "sex"}
"""What a field that asks for a group says itself of those counted."""
_NO_PEOPLE = frozenset({"family", "body", "strike", "munition", "attack", "massacre", "incident"}) | THINGS
"""What is counted by nouns that name no people, each one for itself."""
_OF_PEOPLE_ALONE = frozenset(
    {"killed", "injured", "casualties", "executed", "detained", "abducted", "disappeared", "convicted", "recruited"}
)
"""What happens to people, and neither to homes nor to tents. Whole families are displaced, besieged, evacuated."""


def names_people(tokens: Sequence[Token], expecting: str) -> bool:
    """Tell whether a phrase says that it is people whom it counts: "30 *persons*", ٣٠ *شخصاً*, and in a column of families "7 *killed*".

    What is asked for, said again (expecting), names nobody.

    >>> from dalil.text.numbers import tokens_of
    >>> [names_people(tokens_of(text), "displaced") for text in ("30 persons", "30 displaced", "30", "30 homes")]
    [True, False, False, False]
    """
    for token in tokens:
        noun = NOUNS.get(token.key) or NATIONALITIES.get(token.key)
        if noun is not None and _NO_PEOPLE.isdisjoint(noun.who):
            return True
        outcome = OUTCOME_OF.get(token.key)
        if outcome in _OF_PEOPLE_ALONE and outcome != split_field(expecting)[0]:
            return True
    return False


class OtherQuantity(Refusal):
    """A phrase counts something else than is asked for. particulars: the phrase, what it counts and what is asked for by code and name."""

    def __new__(cls, phrase: str, told: str, expecting: str) -> Self:
        said, asked = name_quantity(told, "en"), name_quantity(expecting, "en")
        return super().__new__(
            cls,
            "other_quantity",
            "“{phrase}” tells how many were {said}, not how many were {asked}",
            {"phrase": phrase, "said": said, "asked": asked, "told": told, "expecting": expecting},
        )


def name_quantity(asked: str, language: str) -> str:
    """Name a quantity, or a field for some of those it counts, in a language.

    >>> name_quantity("killed_children", "en"), name_quantity("homes_destroyed", "en"), name_quantity("killed_children", "ar")
    ('killed children', 'homes destroyed', 'قتلى من الأطفال')
    """
    quantity, group = split_field(asked)
    named = (
        vocabulary.label("quantities", quantity, language) if vocabulary.is_code("quantities", quantity) else quantity
    )
    return f"{named} {_GROUPS[group][language]}" if group else named


def split_field(expecting: str) -> tuple[str, str]:
    """Split a field into the quantity and the group that it asks for.

    >>> split_field("killed_children"), split_field("killed")
    (('killed', 'children'), ('killed', ''))
    """
    quantity, _, group = expecting.rpartition("_")
    return (quantity, group) if group in _GROUPS and quantity else (expecting, "")


def tells_of_some(count: Count, asked: str) -> bool:
    """Tell whether a count is of some where all are asked for: children of those killed, women of the civilians. asked: the field.

    >>> child = Count.exactly(2, age="child")
    >>> tells_of_some(child, "killed"), tells_of_some(child, "killed_children"), tells_of_some(child, "children")
    (True, False, False)
    """
    own = _MARKED_BY.get(split_field(asked)[1] or asked, "")
    return any(getattr(count, fact) is not None for fact in _SOME_BY if fact != own)


def bound_whole(count: Count, phrase: str, asked: str) -> Count:
    """Return what a phrase says of all that are asked for: of "2 children", in the place of the killed, that at least 2 were killed.

    Who is counted stays with the count. Raises OtherQuantity where it says nothing of them: "no children" leaves open who else was killed.

    >>> bound_whole(Count.exactly(2, age="child"), "2 children", "killed").notation()
    '2+'
    """
    if not tells_of_some(count, asked) or count.shape is Shape.CONTRADICTORY:
        return count
    if not count.low:
        group = next(
            (name for name, marks in _MARKS.items() if marks[0] in (count.status, count.sex, count.age)), "others"
        )
        raise OtherQuantity(phrase, f"{split_field(asked)[0]}_{group}", asked)
    if count.high is None:
        return count
    return count.model_copy(update={"high": None, "point": None, "shape": Shape.LOWER_BOUND})


def check_quantity(tokens: Sequence[Token], amount: Amount, parts: Sequence[Amount], text: str, expecting: str) -> None:
    """Check that a phrase tells of what is asked for.

    tokens, text: of the phrase. amount, parts: what it counts, and what of it. expecting: the quantity or field that is asked for.
    Raises OtherQuantity where it tells of something else or of others, and NotACount where it tells of some of them twice: in a column
    of children "5 (2 children)" may be five or two. That there were no casualties says of the dead and of the injured that there were none.

    >>> from dalil.text.numbers import tokens_of
    >>> check_quantity(tokens_of("7 wounded"), Amount("exact", 7, 7, 0, 1), (), "7 wounded", "injured")
    """
    quantity, group = split_field(expecting)
    if not vocabulary.is_code("quantities", quantity):
        return
    said = [
        told
        for token in tokens
        if (told := _told_by(token, quantity == "damaged" and not THINGS.isdisjoint(amount.who)))
    ]
    if quantity in _OF_CASUALTIES and _nobody_was_hurt(amount, said):
        return
    if other := _other_quantity(said, quantity) or _joint_quantity(tokens, quantity):
        raise OtherQuantity(text, other, expecting)
    if group:
        _check_group(amount, parts, text, quantity, group)


def _nobody_was_hurt(amount: Amount, said: Sequence[set[str]]) -> bool:
    """Whether a phrase says that there were no casualties."""
    return amount.low == amount.high == 0 and bool(said) and all(told == {"casualties"} for told in said)


def _check_group(amount: Amount, parts: Sequence[Amount], text: str, quantity: str, group: str) -> None:
    """Check that a phrase counts the group that is asked for, and does not name it again as a part."""
    if other := _other_group(set(amount.who), group):
        raise OtherQuantity(text, f"{quantity}_{other}", f"{quantity}_{group}")
    if any(_other_group(set(part.who), group) or part.who == _MARKS.get(group) for part in parts):
        raise NotACount(text)


def _other_quantity(said: Sequence[set[str]], quantity: str) -> str:
    """What a phrase says happened where it is not what is asked for; empty where it is, or nothing is said."""
    joint = {"killed", "injured"} <= {each for told in said for each in told}
    if joint:
        return "" if quantity == "casualties" else "casualties"
    fitting = {quantity} | _SAME_AS.get(quantity, set())
    others = [told for told in said if not told & fitting]
    if len(others) < len(said):  # detainees who were killed
        others = [told for told in others if not told <= WEAK_NOUNS]
    return min(others[0]) if others else ""


def _joint_quantity(tokens: Sequence[Token], quantity: str) -> str:
    """What else a number holds that two outcomes share: "5 dead or missing" are not five dead. Empty where none does.

    "5 detainees killed" are five dead: what happened stands beside who they were, with nothing that joins the two.
    """
    fitting = {quantity} | _SAME_AS.get(quantity, set())
    told = [(at, _told_by(token, False)) for at, token in enumerate(tokens)]
    outcomes = [(at, said) for at, said in told if said]
    for (before, one), (after, other) in pairwise(outcomes):
        joined = tokens[after].joined or any(token.key in _OR for token in tokens[before + 1 : after])
        numbered = any(is_numeric(token) for token in tokens[before + 1 : after])
        if joined and not numbered and bool(one & fitting) != bool(other & fitting):
            return min(other if one & fitting else one)
    return ""


def _told_by(token: Token, of_damage: bool) -> set[str]:
    """What one word says happened; ضحايا are the killed, or the killed and injured together.

    of_damage: damaged things are asked for. Their noun alone (منزل) says no more than that, and متضرر is said of them as of people.
    """
    noun, outcome = NOUNS.get(token.key), OUTCOME_OF.get(token.key, "")
    by_noun = units_of(noun) if noun else ""
    if of_damage:
        outcome = "damaged" if outcome == "affected" else outcome
        by_noun = "" if by_noun == "homes_destroyed" else by_noun
    return {told for told in (outcome, by_noun) if told}


def _other_group(who: set[str], group: str) -> str:
    """Which group a phrase counts where it is not the one asked for; empty where it may be."""
    child = bool(who & {"child", "infant"})
    fits = {
        "civilians": "combatant" not in who,
        "combatants": not child and "civilian" not in who,
        "children": child or not who,
        "women": ("female" in who and not child) or not who,
        "men": ("male" in who and not child) or not who,
    }
    if fits[group]:
        return ""
    named = {
        "child": "children",
        "infant": "children",
        "combatant": "combatants",
        "female": "women",
        "male": "men",
        "civilian": "civilians",
    }
    return next((name for each, name in named.items() if each in who), "others")
