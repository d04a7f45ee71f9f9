"""What an amount counts: the noun after a number, with the age, the ranks and the family that are told with it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from dalil.letters import fold, fold_words
from dalil.text.counts.ages import MASK, age_at, age_behind
from dalil.text.counts.count_words import CONSTRUCTS, ELDERLY, KIN, NATIONALITIES, NOUNS, OUTCOME_OF, POSSESSED, Noun
from dalil.text.numbers import Token, digits_of, read_amount

_STOPS = fold_words(
    "a an according said says say told reported as in at on by and or were was is are have has had from near with after "
    "when who which that the his her"
)
_DESCRIBE_THINGS = frozenset({"damaged", "destroyed"})
"""What is said to have happened, and also describes what it happened to: 12 *damaged* homes."""
_GLUE = fold_words("of the them other more من آخر جديد آخرين إضافي")
_WHOSE = fold_words("his her their my our your")
CALIBRES = fold_words("mm cm ملم مم سم")
_CHAIN = 4
"""Nouns that may stand together for one head: قتيل مدني, "civilian men"."""
_FORCES = re.compile(
    r"^\W*(?:(?:من|في|of)\s+)(?:the\s+)?(?:\w+\s+)?(?:forces|army|militia|قوات|الفصائل|الجيش|الميليشيا)"
)
_RESCUERS = re.compile(
    r"^\W*(?:من|في|of|from)\s+(?:the\s+)?(?:\w+\s+)?(?:الدفاع المدني|الاسعاف|الهلال الاحمر|الاطفاء|الشرطه|police|civil defen[cs]e)"
)
_FROM = re.compile(r"\W*(?:من|في|of|from)\s", re.IGNORECASE)
"""What leads to the ranks that people are of."""
_IN_RANKS = re.compile(r"^\W*(?:(?:في|بين)\s+صفوف\s+|بين\s+)المدنيين|^\s+among\s+civilians|^\s+من\s+المدنيين")
_BODIES = fold_words("جثامين جثث رفات")
_STATES_OF = frozenset({"missing", "detained", "displaced", "disappeared", "abducted", "kidnapped"})
"""Describe the noun behind them: 23 *missing* fishermen."""
_BODIES_OF = frozenset({"bodies", "corpses", "remains", "body", "corpse"})
_COUNTED = fold_words("two three four five several different")
_BY_UNIT = {"body": "bodies_found", "home": "homes_destroyed", "tent": "homes_destroyed", "camp": "sites"}
_MEMBERS = frozenset({"member", "members", "person", "strong"})
_LABELS_REACH = 6
"""Words before a colon that may say whom the number behind it counts."""
_NEWBORN = (("حديثي", "الولاده"), ("حديثو", "الولاده"), ("خدج",), ("رضع",))
_FAMILY_SIZE = fold_words("مؤلفة مكونة تضم قوامها كاملة من")


@dataclass(frozen=True)
class Amount:
    """One amount of a text, over tokens first to last (one past the end).

    shape: how it is bounded; who, quantity: what its noun says; subset: part of another; weak: its noun stands behind "of"
    ("two of the wounded died"), so what is told of it goes first.
    """

    shape: str
    low: int
    high: int | None
    first: int
    last: int
    who: tuple[str, ...] = ()
    quantity: str = ""
    subset: bool = False
    weak: bool = False


def units_of(noun: Noun) -> str:
    """Return what a noun says happened, by itself: bodies are found, homes and tents destroyed, the dead killed; "" where it says nothing.

    >>> units_of(NOUNS["dead"]), units_of(NOUNS["bodies"]), units_of(NOUNS["tents"]), units_of(NOUNS["people"])
    ('killed', 'bodies_found', 'homes_destroyed', '')
    """
    return noun.quantity or next((_BY_UNIT[unit] for unit in noun.who if unit in _BY_UNIT), "")


def head_at(tokens: Sequence[Token], at: int) -> tuple[Noun, int, bool] | None:
    """Find the noun that an amount counts, behind at most a few describing words.

    Returns the noun, where it ends, and whether it stands behind "of"; None where the amount has none.

    >>> from dalil.text.numbers import tokens_of
    >>> noun, end, through_of = head_at(tokens_of("12 unarmed civilian men were shot"), 1)
    >>> noun.who, end, through_of
    (('civilian', 'male'), 4, False)
    """
    band, at = age_at(tokens, at)
    i = at + (_key(tokens, at) in ("were", "are") and _key(tokens, at + 1) in NOUNS)
    limit, through_of = i + 4, False
    while i < min(limit, at + 13, len(tokens)):
        key = tokens[i].key
        if _is_in_a_compound(tokens, i):
            i, limit = i + 2, limit + 2
            continue
        if key in NOUNS:
            noun, last = _chain(tokens, at, i)
            return _of_age(noun, band), last, through_of
        if (special := _by_its_place(tokens, at, i)) is not None:
            return special[0], special[1], through_of or key in CONSTRUCTS
        if _is_glue(tokens, i):
            limit += 1
            through_of = through_of or key in ("of", "من")
        elif (size := _calibre_or_type(tokens, i)) > 0:
            i += size - 1
            limit += size
        elif not _describes(tokens[i]) or _key(tokens, i + 1) == "of":
            break  # behind "of" stands what the unknown thing is of: three *generations* of one family
        i += 1
    return (Noun(1, (band,)), at, False) if band else None


def _by_its_place(tokens: Sequence[Token], at: int, i: int) -> tuple[Noun, int] | None:
    """A word that is a noun of people where it stands, and where it ends: 12 *سورياً*, 20 من *مقاتلي* التنظيم, 23 *missing fishermen*."""
    key = tokens[i].key
    if i == at and key in NATIONALITIES:
        return NATIONALITIES[key], i + 1
    if key in CONSTRUCTS and _key(tokens, i - 1) == "من":
        return CONSTRUCTS[key], i + 1
    named = _people_named(tokens, i + 1) if key in _STATES_OF else None
    return (Noun(named.number, named.who, OUTCOME_OF[key]), i + 2) if named else None


def _people_named(tokens: Sequence[Token], at: int) -> Noun | None:
    """The noun of people at a place that says nothing of what happened to them: 23 missing *fishermen*."""
    noun = NOUNS.get(_key(tokens, at))
    several = noun is not None and noun.number == 3 and not noun.quantity
    return noun if several and _key(tokens, at) != "others" else None


def _key(tokens: Sequence[Token], at: int) -> str:
    return tokens[at].key if at < len(tokens) else ""


def _is_in_a_compound(tokens: Sequence[Token], at: int) -> bool:
    """Whether a word and the hyphen behind it only describe: *rebel*-held, *surface*-to-surface."""
    if (
        tokens[at].key in ("passer", "passers")
        or not tokens[at].key.isascii()
        or not tokens[at].key.isalpha()
        or _key(tokens, at + 1) != "-"
        or at + 2 >= len(tokens)
    ):
        return False
    together = tokens[at].end == tokens[at + 1].start and _key(tokens, at + 2).isalpha()
    return together and tokens[at + 1].end == tokens[at + 2].start


def _of_age(noun: Noun, band: str) -> Noun:
    """A noun with the age band told before it, where it says no age itself."""
    if not band or {"child", "infant"} & set(noun.who):
        return noun
    return Noun(noun.number, (*noun.who, band), noun.quantity)


def _is_glue(tokens: Sequence[Token], at: int) -> bool:
    """Whether a word only binds an amount to its noun: 5 *of the* men, 5 *more* men, 5 of *their* men."""
    if tokens[at].key in ("a", "an"):
        return tokens[at - 1].key in ("of", "them", "whom")  # one of them a child
    if tokens[at].key == "the":
        return tokens[at - 1].key in ("of", "all", "both")
    return tokens[at].key in _GLUE or (tokens[at].key in _WHOSE and tokens[at - 1].key == "of")


def _calibre_or_type(tokens: Sequence[Token], at: int) -> int:
    """How many tokens a calibre or type of weapon has: 5 *120 mm* shells, two *S-300* missiles; 0 where none stands."""
    if digits_of(tokens[at]) is not None and _key(tokens, at + 1) in CALIBRES:
        return 2
    size = 2 + (_key(tokens, at + 1) == "-")
    return size if _key(tokens, at + size - 1) == MASK else 0


def _describes(token: Token) -> bool:
    """Whether a word may describe the noun behind it: English ones that are no stop, outcome or number."""
    key = token.key
    if not key[:1].isalpha() or "\u0600" <= key[0] <= "\u06ff":
        return False
    return key in _DESCRIBE_THINGS or (key not in _STOPS and key not in OUTCOME_OF)


def _chain(tokens: Sequence[Token], at: int, i: int) -> tuple[Noun, int]:
    """A noun and the nouns that go on with it."""
    noun, first = NOUNS[tokens[i].key], i
    i += 1
    while i < min(len(tokens), first + _CHAIN) and not tokens[i].joined:
        if tokens[i].key not in NOUNS and tokens[i].key not in ELDERLY:
            break
        if _begins_another(tokens, first, i):
            break
        more = NOUNS.get(tokens[i].key, Noun(noun.number))
        noun = Noun(
            noun.number, (*noun.who, *(w for w in more.who if w not in noun.who)), noun.quantity or more.quantity
        )
        i += 1
    if any(_is_elderly(tokens, j) for j in range(at, min(i + 1, len(tokens)))):
        noun = Noun(noun.number, (*noun.who, "elderly"), noun.quantity)
    return noun, i


def _begins_another(tokens: Sequence[Token], first: int, at: int) -> bool:
    """Whether a noun behind others begins something else: led by a letter (لطفل), somebody's relative, or definite behind an indefinite one."""
    led = _is_led_by_letter(tokens[at]) and not _are_bodies_of(tokens, first, at)
    if led or (tokens[at].key in POSSESSED and tokens[first].key in KIN):
        return True
    return tokens[at].key.startswith("ال") and not tokens[first].key.startswith("ال")


def _are_bodies_of(tokens: Sequence[Token], first: int, at: int) -> bool:
    """Whether a noun says whose the bodies before it are: ست جثث *لأطفال*."""
    return at == first + 1 and "body" in NOUNS[tokens[first].key].who and tokens[at].text[:1] == "ل"


def _is_led_by_letter(token: Token) -> bool:
    """Whether a preposition was written onto a word (بقذيفة, لطفل), so that it begins something else."""
    return token.text[:1] in ("ب", "ل", "ف") and token.text[:1] != token.key[:1]


def _is_elderly(tokens: Sequence[Token], at: int) -> bool:
    """An elderly man; "men aged 30" only tells an age."""
    told = tokens[at].key == "aged" and _key(tokens, at + 1) in (MASK, "between", "from")
    return tokens[at].key in ELDERLY and not told


def family_size(tokens: Sequence[Token], at: int) -> tuple[int, int] | None:
    """Read how many people a family is, where that is told after it ("of five", مؤلفة من ستة أشخاص).

    Returns the number and where its words end; None where it is not told.

    >>> from dalil.text.numbers import tokens_of
    >>> family_size(tokens_of("a family of five people"), 2)
    (5, 5)
    """
    i = at
    while i < min(len(tokens), at + 4) and (tokens[i].key in _FAMILY_SIZE or tokens[i].key == "of"):
        i += 1
    size = read_amount(tokens, i) if at < i < len(tokens) and tokens[i - 1].key in ("of", "من") else None
    if size is None or size.value != int(size.value) or size.value < 2:
        return None
    people = size.last < len(tokens) and NOUNS.get(tokens[size.last].key, Noun(1, ("none",))).who == ()
    return int(size.value), size.last + people


def family_of_members(tokens: Sequence[Token], at: int) -> tuple[int, int] | None:
    """Read how many people "a seven-member family" is, and where its words end; None where no such family stands at a place.

    >>> from dalil.text.numbers import tokens_of
    >>> family_of_members(tokens_of("seven-member family"), 0)
    (7, 4)
    """
    size = read_amount(tokens, at) if at < len(tokens) else None
    if size is None or size.value != int(size.value):
        return None
    i = size.last + (_key(tokens, size.last) == "-")
    family = _key(tokens, i) in _MEMBERS and _key(tokens, i + 1) in ("family", "household")
    return (int(size.value), i + 2) if family else None


def with_ranks(who: tuple[str, ...], after: str) -> tuple[str, ...]:
    """Add to who is counted what the words after say of them: of the forces, in the ranks of civilians; rescuers are no fighters.

    >>> with_ranks((), " of the army were killed"), with_ranks(("combatant",), " من الدفاع المدني")
    (('combatant',), ())
    """
    if _IN_RANKS.search(after) and "civilian" not in who:
        who = (*who, "civilian")
    if not _FROM.match(after):
        return who
    folded = fold(after[:60])
    if _RESCUERS.match(folded):
        return tuple(each for each in who if each != "combatant")
    if not {"civilian", "combatant", "child", "infant"} & set(who) and _FORCES.match(folded):
        return (*who, "combatant")
    return who


def with_groups(tokens: Sequence[Token], amount: Amount) -> Amount:
    """Give an amount what is said of all of it behind its noun: "six civilians, all women"; of women and children together, only what both are.

    >>> from dalil.text.numbers import tokens_of
    >>> with_groups(tokens_of("6 civilians, all women"), Amount("exact", 6, 6, 0, 2, ("civilian",))).who
    ('civilian', 'female')
    """
    if newborn := _newborn(tokens, amount.last):
        return _as_infants(amount, newborn)
    if band := _age_of_one(tokens, amount):
        return replace(amount, who=(*amount.who, band))
    if (whose := _all_of(tokens, amount)) is not None:
        return replace(amount, who=(*amount.who, *(each for each in whose.who if each not in amount.who)))
    if amount.low < 2 or not {"female", "male"} & set(amount.who):
        return amount
    link, other = _key(tokens, amount.last), _key(tokens, amount.last + 1)
    if link not in ("and", "و"):
        other = link if amount.last < len(tokens) and tokens[amount.last].joined else ""
    if NOUNS.get(other, Noun(1)).number != 3 or tokens[amount.last - 1].key not in NOUNS:
        return amount
    return replace(amount, who=tuple(each for each in amount.who if each in NOUNS[other].who))


def _age_of_one(tokens: Sequence[Token], amount: Amount) -> str:
    """The age band of the one person of an amount, whose noun says none, where their age is told behind it."""
    alone = amount.low == amount.high == 1 and not amount.quantity
    return age_behind(tokens, amount.last) if alone and not {"child", "infant", "elderly"} & set(amount.who) else ""


def _as_infants(amount: Amount, words: int) -> Amount:
    """An amount of children as infants, with the words that say so; any other one as it is."""
    if "child" not in amount.who:
        return amount
    who = tuple("infant" if each == "child" else each for each in amount.who)
    return replace(amount, who=who, last=amount.last + words)


def _newborn(tokens: Sequence[Token], at: int) -> int:
    """How many words say that children are newborn: أطفال حديثي الولادة; 0 where none do."""
    return next(
        (len(words) for words in _NEWBORN if tuple(token.key for token in tokens[at : at + len(words)]) == words), 0
    )


def _all_of(tokens: Sequence[Token], amount: Amount) -> Noun | None:
    """The group that all of an amount are, told right after it: ", all women", جميعهم أطفال."""
    at = amount.last + (_key(tokens, amount.last) in (",", "،"))
    if _key(tokens, at) not in ("all", "جميعهم", "كلهم", "جميعهن"):
        return None
    at += 1 + 2 * (_key(tokens, at + 1) == "of")
    noun = NOUNS.get(_key(tokens, at))
    joint = _key(tokens, at + 1) in ("and", "و", "or") or (at + 1 < len(tokens) and tokens[at + 1].joined)
    return noun if noun and noun.number > 1 and not noun.quantity and not joint else None


def status_before_colon(tokens: Sequence[Token], at: int, last: int) -> str:
    """Return the status that the words before a colon say of the number over tokens at to last behind it; "" where they say none.

    >>> from dalil.text.numbers import tokens_of
    >>> status_before_colon(tokens_of("Civilian deaths: 5"), 3, 4)
    'civilian'
    """
    if _key(tokens, at - 1) != ":" or _key(tokens, last) in OUTCOME_OF:
        return ""
    keys: list[str] = []
    for token in reversed(tokens[max(0, at - 1 - _LABELS_REACH) : at - 1]):
        if not token.key[:1].isalpha():
            break
        keys.append(token.key)
    if not OUTCOME_OF.keys() & set(keys) or any(token.key[:1].isdecimal() for token in tokens[max(0, at - 5) : at]):
        return ""
    whose = {each for key in keys for each in NOUNS.get(key, Noun(1)).who}
    return next((status for status in ("civilian", "combatant") if status in whose), "")


def is_where_from(tokens: Sequence[Token], at: int, noun: Noun) -> bool:
    """Whether a noun behind "of" says out of which family or house people are: خمسة من عائلة واحدة are five people, not families.

    Families themselves are counted in a definite plural: خمسة من العائلات, "five of the families".

    >>> from dalil.text.numbers import tokens_of
    >>> is_where_from(tokens_of("five of one family"), 1, NOUNS["family"]), is_where_from(tokens_of("five of the families"), 1, NOUNS["families"])
    (True, False)
    """
    if not {"family", "home"} & set(noun.who) or _key(tokens, at) not in ("of", "من"):
        return False
    plain_plural = noun.number == 3 and _key(tokens, at) == "من" and not _key(tokens, at + 1).startswith("ال")
    return noun.number < 3 or plain_plural or any(token.key in _COUNTED for token in tokens[at + 1 : at + 3])


def is_of_bodies(tokens: Sequence[Token], first: int) -> bool:
    """Whether the bodies of those of an amount are told of: جثامين 12 معتقلاً, "the bodies of 17 people".

    >>> from dalil.text.numbers import tokens_of
    >>> is_of_bodies(tokens_of("the bodies of 17 people"), 3), is_of_bodies(tokens_of("the families of 17 people"), 3)
    (True, False)
    """
    before = _key(tokens, first - 1)
    return before in _BODIES or (before == "of" and _key(tokens, first - 2) in _BODIES_OF)
