"""Numbers that name a room or a person, or tell a time of day: cell *9*, Witness *14* said, between *6* and *9* p.m., الزنزانة *9*."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dalil.letters import fold_words
from dalil.text.counts.count_words import NOUNS
from dalil.text.numbers import SCALES, Token, is_numeric, read_number

_ROOMS = fold_words(
    "cell ward block wing pavilion dormitory hangar bay witness "
    "زنزانة الزنزانة المهجع مهجع الجناح جناح العنبر عنبر الغرفة غرفة القاووش قاووش المنفردة الخيمة السرير"
)
"""What stands before a number of its own, in whatever letters: in *cell* 9."""
_PERSONS = fold_words("الشاهد الشاهدة المتهم المتهمة الناجي الناجية")
_NUMBERED = _ROOMS | _PERSONS
_THINGS = {"home", "tent", "camp", "strike", "munition", "attack", "massacre", "incident", "body", "family"}
_NUMBER = fold_words("رقم no number")
_TELLS = fold_words("was is has had said says told testified described recalled died disappeared identified saw")
"""Behind a person with a number: *Detainee 7* died; "Civilian 5, military 3" counts both."""
_HALVES = frozenset({("am",), ("pm",), ("a", ".", "m"), ("p", ".", "m")})
_PARTS_OF_DAY = fold_words("صباحا مساء فجرا ظهرا عصرا ليلا")
_DAYTIMES = frozenset({"morning", "afternoon", "evening", "night"})
_LINKS = frozenset({"and", "to", "or", "-", "–", "—", "و", "الي", "حتي", "until", "till"})
_LEADS = frozenset({"between", "from", "at", "by", "until", "till", "since", "around", "about", "before", "after"})
_LEADS_AR = fold_words("الساعة بين من")
_SIGNS = _PARTS_OF_DAY | _DAYTIMES | {"am", "pm", "m"}
"""Without one of these near behind it no number is an hour."""
_NEAR = 8
_HOURS = 24


def of_rooms_and_persons(tokens: Sequence[Token]) -> Iterator[int]:
    """Find the numbers that name a room, a bed or a person; of a number that counts those behind it nothing is said ("in the cell 9 prisoners died").

    >>> from dalil.text.numbers import tokens_of
    >>> [list(of_rooms_and_persons(tokens_of(text))) for text in ("beaten in cell 9", "Detainee 7 died", "in the cell 9 prisoners died")]
    [[3], [1], []]
    """
    for at in range(1, len(tokens)):
        if not tokens[at].key.isdecimal() or _key(tokens, at + 1) in NOUNS:
            continue
        name = at - 1 - (tokens[at - 1].key in _NUMBER and at > 1)
        if tokens[name].key in _NUMBERED or _is_one_person(tokens, name, at):
            yield at


def _is_one_person(tokens: Sequence[Token], name: int, at: int) -> bool:
    """Whether a word names one person, whom the number behind it tells from others: *Detainee* 7 was beaten, المعتقل 7."""
    noun = NOUNS.get(tokens[name].key)
    if noun is None or noun.number != 1:
        return False
    if not tokens[name].key.isascii():
        return tokens[name].key.startswith("ال") and not _THINGS & set(noun.who) and _key(tokens, at + 1) not in SCALES
    return tokens[name].text[:1].isupper() and _key(tokens, at + 1) in _TELLS


def of_clocks(tokens: Sequence[Token]) -> Iterator[int]:
    """Find the hours of the day: between *6* and *9* p.m., at *9* in the evening, بين الساعة *6* و*9* مساءً.

    >>> from dalil.text.numbers import tokens_of
    >>> list(of_clocks(tokens_of("42 came between 6 and 9 p.m."))), list(of_clocks(tokens_of("9 in the house died")))
    ([5, 3], [])
    """
    for at, token in enumerate(tokens):
        if not is_numeric(token) or _SIGNS.isdisjoint([each.key for each in tokens[at + 1 : at + _NEAR]]):
            continue
        if not _ends_a_clock(tokens, at):
            continue
        yield at
        earlier = at - 1 - (tokens[at - 1].key in _LINKS)
        if earlier != at - 1 or token.joined:
            yield from _first_hour(tokens, earlier)


def _first_hour(tokens: Sequence[Token], at: int) -> Iterator[int]:
    """The earlier hour of two: between *6* and 9 p.m."""
    if at >= 0 and is_numeric(tokens[at]) and _key(tokens, at - 1) in _LEADS | _LEADS_AR:
        yield at


def _ends_a_clock(tokens: Sequence[Token], at: int) -> bool:
    """Whether the words behind a number make it an hour."""
    hour = read_number(tokens, at)
    if hour is None or not 0 < hour.value <= _HOURS:
        return False
    behind = tuple(token.key for token in tokens[hour.last : hour.last + 3])
    if behind[:1] in _HALVES or behind in _HALVES:
        return True
    if not _PARTS_OF_DAY.isdisjoint(behind[:1]):
        return _is_second_hour(tokens, at) or _key(tokens, at - 1) == "الساعه"
    in_the_day = behind[:2] == ("at", "night") or (behind[:2] == ("in", "the") and not _DAYTIMES.isdisjoint(behind[2:]))
    return in_the_day and (_key(tokens, at - 1) in _LEADS or _is_second_hour(tokens, at))


def _is_second_hour(tokens: Sequence[Token], at: int) -> bool:
    """Whether another hour stands before a number, to which it is the end: بين الساعة 6 *و9*, from 7 *to 10*."""
    linked = tokens[at].joined or _key(tokens, at - 1) in _LINKS
    earlier = at - 1 - (_key(tokens, at - 1) in _LINKS)
    return (
        linked
        and earlier >= 0
        and is_numeric(tokens[earlier])
        and _key(tokens, earlier - 1)
        in _LEADS
        | {
            "الساعه",
            "بين",
            "من",
        }
    )


def _key(tokens: Sequence[Token], at: int) -> str:
    return tokens[at].key if 0 <= at < len(tokens) else ""
