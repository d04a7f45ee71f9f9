"""Amounts in running text: a number, a bound, a vague word, a dual or a bare plural, with the noun that is counted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from dalil.letters import fold_words
from dalil.text.counts.absences import LOOSE, NEGATIONS, nobody_at, share_at
from dalil.text.counts.bare_nouns import unnumbered_amount_at
from dalil.text.counts.bounds_after import with_bound_after
from dalil.text.counts.count_words import (
    BOUNDS,
    NOUNS,
    OUTCOME_OF,
    SHARES,
    Noun,
    by_first_word,
    phrases,
)
from dalil.text.counts.heads import (
    Amount,
    family_of_members,
    family_size,
    head_at,
    is_of_bodies,
    is_where_from,
    status_before_colon,
    units_of,
    with_groups,
    with_ranks,
)
from dalil.text.counts.outcome_words import IN_CONTEXT
from dalil.text.counts.relatives import PART_WORDS
from dalil.text.counts.unasserted import is_unasserted
from dalil.text.counts.uncounted import counts_something, is_elsewhere, is_speaker
from dalil.text.counts.unknown_things import is_one_thing
from dalil.text.counts.vague_amounts import (
    ONE_MORE,
    VAGUE_BY_WORD,
    WORDS_OF_SOME,
    and_some_at,
    few_at,
    is_one_more,
    one_or_two_at,
    round_at,
    vague_at,
)
from dalil.text.counts.wholes import of_those, out_of, some_of_them
from dalil.text.numbers import SCALES, Number, Token, is_number_word, is_numeric, read_amount
from dalil.values.count import MOST

LARGEST = MOST // 10
"""No larger number is a count: bounds and halves of units stay below the most that a Count holds."""
CLAUSE_ENDS = frozenset(".;؛!?؟\n")
_BOUNDS = by_first_word(phrases(BOUNDS))
_KNOWN = NOUNS.keys() | OUTCOME_OF.keys() | VAGUE_BY_WORD.keys() | _BOUNDS.keys()
_RISES = fold_words(
    "rose rises risen rising climbed increased jumped grew up raised raises revised updated lifted رفع رفعت "
    "ارتفع ارتفعت ارتفاع لترتفع ترتفع ازداد زاد تزايد"
)
_EXCEEDS = fold_words("تجاوز تجاوزت تجاوزوا يتجاوز تتجاوز تخطى تخطت تخطوا exceeded surpassed topped passed")
_TOLLS = fold_words("عدد حصيلة الحصيلة أعداد the number of death toll")
_ABOUT = fold_words("يقارب نحو بنحو حوالي بحوالي قرابة زهاء يناهز")
_WHOLE_WORDS = fold_words("وفر وفرت وفروا") | IN_CONTEXT
"""No و is written onto them: وفرت, "it provided"."""
_NO_NUMBERS = frozenset({"بضعه", "بضع", "both"})
_OF_CASES = fold_words("case cases instance instances total incidents majority")
_BODIES_OF_PEOPLE = fold_words(
    "group groups organisation organization agency network committee council union team forces force station post camp base area car vehicle "
    "bus convoy court school hospital outpost position positions town village leader swap exchange deal"
)
"""Behind a noun they are what is told of: an *activist* group, a *police* station."""
_ACTS = {"strike", "munition", "attack", "massacre", "incident"}
_PREPOSITIONS = ("ب", "ل", "ف")
_THE_ONE = fold_words(
    "first second third fourth fifth last latest other this that which each every next previous new old same"
)
_BEFORE_ONE = fold_words("من في على عن إلى و أو ثم نحو سوى إلا غير فقط عدا")
_IS = frozenset({"was", "is", "were", "being", "as", "among"})
_STARTS = (
    _BOUNDS.keys()
    | NOUNS.keys()
    | NEGATIONS
    | SHARES
    | WORDS_OF_SOME
    | frozenset({"a", "an", "another", "both", "his", "her", "their", "my", "our", "the"})
)
"""The words that amounts and shares begin with; the tests hold that leaving the others out loses none."""
_TO = frozenset({"-", "–", "—", "to", "الي", "or", "او"})


def plain(token: Token) -> Token:
    """Take off the و, ب, ل or ف that is written onto a word of counts; any other token comes back as it is.

    >>> from dalil.text.numbers import tokens_of
    >>> [plain(token).key for token in tokens_of("وقتلى بنحو والدة")]
    ['قتلي', 'بنحو', 'والده']
    """
    key = token.key
    if key in _KNOWN or key in _WHOLE_WORDS or len(key) < 4:
        return token
    if key[0] in "وف" and key[1:] in IN_CONTEXT:
        return replace(token, key=key[1:], joined=key[0] == "و")
    for lead, article in (("و", ""), ("ب", ""), ("ل", ""), ("وب", ""), ("ف", ""), ("لل", "ال"), ("ولل", "ال")):
        if (
            lead in _PREPOSITIONS
            and key.startswith(lead)
            and (len(key) > 4 or key == "بسته")
            and is_number_word(key[1:])
            and key[1:3] != "ال"
        ):
            return replace(token, key=key[1:])  # لأربعة, بثلاثة
        if key.startswith(lead) and (word := article + key[len(lead) :]) in _KNOWN:
            return replace(token, key=word, joined=lead.startswith("و"))
    return token


def words_of(tokens: Sequence[Token]) -> list[Token]:
    """Give the tokens of a text without the letters written onto them, as `plain`, and numbers behind "about" without their article.

    >>> from dalil.text.numbers import tokens_of
    >>> [token.key for token in words_of(tokens_of("ما يقارب الخمسين"))]
    ['ما', 'يقارب', 'خمسين']
    """
    words = [plain(token) for token in tokens]
    for before, at in zip(words, range(1, len(words)), strict=False):
        key = words[at].key
        if before.key in _ABOUT and key.startswith("ال") and is_number_word(key[2:]):
            words[at] = replace(words[at], key=key[2:])
    return words


def _at(tokens: Sequence[Token], at: int, words: Sequence[str]) -> bool:
    return at + len(words) <= len(tokens) and all(tokens[at + i].key == word for i, word in enumerate(words))


def _key(tokens: Sequence[Token], at: int) -> str:
    return tokens[at].key if 0 <= at < len(tokens) else ""


def amounts_of(tokens: Sequence[Token], text: str) -> Iterator[Amount]:
    """Find every amount that the tokens of a text state, in their order.

    >>> from dalil.text.numbers import tokens_of
    >>> text = "more than 20 people, among them 3 children"
    >>> [(amount.shape, amount.low, amount.who, amount.subset) for amount in amounts_of(tokens_of(text), text)]
    [('more_than', 20, (), False), ('exact', 3, ('child',), True)]
    """
    at = 0
    while at < len(tokens):
        if not _may_begin(tokens[at]):
            at += 1
            continue
        if (share := share_at(tokens, at)) > at and not is_one_more(tokens, at):
            at = share
            continue
        amount = nobody_at(tokens, at) or _bounded(tokens, at) or unnumbered_amount_at(tokens, at, CLAUSE_ENDS)
        if amount is None:
            at += 1
            continue
        amount = with_groups(tokens, with_bound_after(tokens, amount) if amount.low else amount)
        if 0 <= amount.low <= LARGEST >= (amount.high or 0) and _is_asserted_here(tokens, amount):
            yield _with_part(tokens, amount, text)
        at = max(amount.last, at + 1)


def _may_begin(token: Token) -> bool:
    """Whether an amount or a share can begin with a token; most words of a text cannot, and no rule is asked about them."""
    key = token.key
    return is_numeric(token) or key in _STARTS or (key[:1] == "و" and key[1:] in NEGATIONS)


def _is_asserted_here(tokens: Sequence[Token], amount: Amount) -> bool:
    """Whether a text says of an amount that it holds, for those whom it is about."""
    return not (is_elsewhere(tokens, amount) or is_unasserted(tokens, amount.first))


def _bounded(tokens: Sequence[Token], at: int) -> Amount | None:
    """A number, range or vague word with its bound before or after it, and the noun it counts."""
    shape, i = "exact", at
    for words, bound in _BOUNDS.get(tokens[at].key, ()):
        if _at(tokens, at, words) and not (words == (">",) and _key(tokens, at - 1) == "-"):
            shape, i = bound, at + len(words)
            i += bound == "about" and _key(tokens, i) == "."
            i += _key(tokens, i) == "ال"  # قرابة الـ 50
            break
    if i >= len(tokens):
        return None
    if i > at and (share := share_at(tokens, i)) > i:
        return Amount(shape, -1, None, at, share)
    amount = _between(tokens, at, i, shape == "between") if shape in ("between", "exact", "about") else None
    if amount is None:
        if shape == "between":
            return None
        amount = _special(tokens, at, i, shape)
    if amount is None:
        return None
    return _with_head(tokens, amount) if amount.low >= 0 else amount


def _between(tokens: Sequence[Token], at: int, i: int, said: bool) -> Amount | None:
    first = read_amount(tokens, i)
    if first is None:
        return None
    second = None
    if first.last + 1 < len(tokens):
        link = tokens[first.last]
        if link.key in _TO or (said and link.key in ("and", "و")):
            second = read_amount(tokens, first.last + 1)
        elif said and link.joined:
            second = read_amount(tokens, first.last)
    if second is not None and first.value < second.value:
        scale = SCALES.get(tokens[second.last - 1].key, 1)
        low = first.value * scale if scale >= 1_000 and first.value * scale < second.value else first.value
        return _range(tokens, at, i, low, second.value, second.first, second.last)
    if said and first.last < len(tokens):
        halves = _halves(tokens, i, first.last)
        if halves:
            return _range(tokens, at, i, *halves, i, first.last)
    return None


def _range(
    tokens: Sequence[Token], at: int, first: int, low: float, high: float, second: int, last: int
) -> Amount | None:
    """From A to B; of a toll that rose from A to B, B. Ages and years and clock times are skipped."""
    if low != int(low) or high != int(high):
        return None
    if not (
        counts_something(tokens, at, first, first + 1, "range") and counts_something(tokens, at, second, last, "exact")
    ):
        return Amount("range", -1, None, at, last)
    if at < first and any(token.key in _RISES for token in tokens[max(0, at - 6) : at]):
        return Amount("exact", int(high), int(high), at, last)
    return Amount("range", int(low), int(high), at, last)


def _halves(tokens: Sequence[Token], first: int, last: int) -> tuple[int, int] | None:
    """بين عشرين وثلاثين was read as one number; its two halves."""
    number = tokens[first:last]
    for middle in range(len(number) - 1, 0, -1):
        if number[middle].joined or number[middle].key == "و":
            low = read_amount(number[:middle], 0)
            high = read_amount(number, middle + (number[middle].key == "و"))
            if low and high and low.value < high.value:
                return int(low.value), int(high.value)
    return None


def _special(tokens: Sequence[Token], at: int, i: int, shape: str) -> Amount | None:
    """The amount at token i, behind the bound at token `at`: a vague word, one told in words of its own, or a number."""
    for read in (few_at, and_some_at, vague_at, one_or_two_at) if tokens[i].key in WORDS_OF_SOME else ():
        if (amount := read(tokens, at, i)) is not None:
            return amount
    key = tokens[i].key
    if key in _NO_NUMBERS or key in ONE_MORE:
        return None
    return _one(tokens, at, i, shape) if key in ("a", "an", "another") else _number(tokens, at, i, shape)


def _one(tokens: Sequence[Token], at: int, i: int, shape: str) -> Amount | None:
    """ "a child", "another man", "a hundred people", "a couple of hundred"."""
    if _key(tokens, i + 1) in ("hundred", "thousand", "million", "dozen", "couple"):
        number = read_amount(tokens, i)
        each, last = round_at(tokens, number.last) if number and number.value == 2 else (1, 0)
        if each > 1 and shape == "exact":
            return Amount("about", 2 * each, 2 * each, at, last)
        return _number(tokens, at, i, shape)
    if _key(tokens, i - 1) in ("was", "is") and _key(tokens, i - 2) in ("whom", "them"):
        return None
    if (family := family_of_members(tokens, i + 1)) is not None:
        return Amount(shape, family[0], family[0], at, family[1])
    head = head_at(tokens, i + 1)
    if head is None or head[0].number != 1 or _is_no_one(tokens, head[0], head[1]):
        return None
    return Amount(shape, 1, 1, at, i + 1)


def _is_no_one(tokens: Sequence[Token], noun: Noun, last: int) -> bool:
    """Whether "a" and a noun, which ends at a place, count nobody: *an activist* group, *a death* toll, an attack, "an official said"."""
    if not _BODIES_OF_PEOPLE.isdisjoint(_key(tokens, last + step) for step in (0, 1)):
        return True
    return _key(tokens, last) == "toll" or bool(set(noun.who) & _ACTS) or is_speaker(tokens, last)


def _number(tokens: Sequence[Token], at: int, i: int, shape: str) -> Amount | None:
    number = read_amount(tokens, i)
    if number is None or _stands_for_someone(tokens, i, number):
        return None
    if tokens[i].key == "one" and is_one_thing(tokens, number.last):
        return None  # shared *one room*
    if number.value == 1 and _key(tokens, i - 1) in _THE_ONE:  # the second one; every one of the 14
        return None
    if (amount := _by_its_company(tokens, at, number, shape)) is not None:
        return amount
    value, last = _scaled_by_letter(tokens, number)
    if value != int(value) or not counts_something(tokens, at, number.first, last, shape):
        return None
    if _key(tokens, last) == "(" and _key(tokens, last + 2) == ")":  # 12 (twelve)
        again = read_amount(tokens, last + 1)
        last += 3 * bool(again and again.value == value)
    if (thing := _thing_of(tokens, last)) > last:
        return Amount(shape, -1, None, at, thing)
    return Amount(shape, int(value), int(value), at, last)


def _stands_for_someone(tokens: Sequence[Token], at: int, number: Number) -> bool:
    """Whether واحد and أحد are no number: قتيل *واحد*, لا *أحد*, *أحد* 43 طالباً. In الغارة أحد عشر شخصاً it is a part of eleven."""
    if number.value != 1:
        return False
    before = _key(tokens, at - 1)
    if tokens[at].key == "احد":
        among = number.last < len(tokens) and is_numeric(tokens[number.last])
        ends = not _key(tokens, number.last).startswith("ال") and _key(tokens, number.last) not in NOUNS
        return before in NOUNS or before in ("لا", "لم") or among or ends
    named = before in NOUNS or (before.isalpha() and before not in OUTCOME_OF and not is_number_word(before))
    return tokens[at].key in ("واحد", "واحدا", "واحده") and named and before not in _BEFORE_ONE


def _by_its_company(tokens: Sequence[Token], at: int, number: Number, shape: str) -> Amount | None:
    """The amount that the words beside a number make of it: a family of so many, "one of" others, (2M, 3F); None where they make none."""
    if (family := family_of_members(tokens, number.first)) is not None:
        return Amount(shape, family[0], family[0], at, family[1])
    if number.value == 1:
        others = _one_of_things(tokens, number.last) or _one_among(tokens, number.first, number.last)
        return Amount(shape, -1, None, at, others) if others else None
    sex = _sex_by_letter(tokens, number.first, number.last)
    return Amount(shape, int(number.value), int(number.value), at, number.last + 1, (sex,)) if sex else None


def _scaled_by_letter(tokens: Sequence[Token], number: Number) -> tuple[float, int]:
    """A number with the letter that is written onto it, and where it ends: 1.2m people, 20k people."""
    short, last = _key(tokens, number.last), number.last
    if (
        short not in ("m", "mn", "k", "bn")
        or tokens[last].start != tokens[last - 1].end
        or _key(tokens, last + 1) not in NOUNS
    ):
        return number.value, last
    return number.value * {"k": 1_000, "bn": 1_000_000_000}.get(short, 1_000_000), last + 1


def _sex_by_letter(tokens: Sequence[Token], first: int, last: int) -> str:
    """What the letter on a number in a list in brackets says: (2M, 3F)."""
    sex = {"m": "male", "f": "female"}.get(_key(tokens, last), "")
    listed = _key(tokens, first - 1) in ("(", ",", "/", "+") and _key(tokens, last + 1) in (")", ",", "/", "+")
    return sex if listed and tokens[last].start == tokens[last - 1].end else ""


def _one_among(tokens: Sequence[Token], at: int, last: int) -> int:
    """Where the "one of" ends in "he was *one of* 43 students who vanished", where the many are counted; 0 elsewhere."""
    if _key(tokens, at - 1) not in _IS or _key(tokens, last) != "of":
        return 0
    many = last + 1 + (_key(tokens, last + 1) == "the")
    return many if many < len(tokens) and read_amount(tokens, many) else 0


def _one_of_things(tokens: Sequence[Token], last: int) -> int:
    """Where "one of the heaviest attacks" ends, which counts no attacks; 0 elsewhere."""
    head = head_at(tokens, last) if _key(tokens, last) == "of" else None
    return head[1] if head and head[2] and _ACTS & set(head[0].who) else 0


def _thing_of(tokens: Sequence[Token], at: int) -> int:
    """Where an unknown thing that a number counts ends, with what it is of: 3 *generations of one* family, 12 *tons of* shells; `at` for none."""
    key = _key(tokens, at)
    known = key in _KNOWN or key in _OF_CASES or key in SCALES or not key.isalpha() or not key.isascii()
    if known or not key.endswith("s") or _key(tokens, at + 1) != "of":
        return at
    number = read_amount(tokens, at + 2) if at + 2 < len(tokens) else None
    return number.last if number else at + 2


def _with_head(tokens: Sequence[Token], amount: Amount) -> Amount:
    amount = _with_whom(tokens, amount)
    if amount.low == amount.high == 0 and tokens[amount.last - 1].key in LOOSE:
        amount = replace(amount, quantity="casualties")
    if is_of_bodies(tokens, amount.first):
        amount = replace(amount, who=("body", *amount.who), quantity="bodies_found", weak=False)
    for odd in (("و", "نيف"), ("ونيف",)):
        if _at(tokens, amount.last, odd):
            last = amount.last + len(odd)
            amount = replace(amount, shape="range", low=amount.low + 1, high=amount.low + 9, last=last)
    if amount.shape == "exact" and amount.low and _exceeded(tokens, amount.first):
        return replace(amount, shape="more_than")
    return with_bound_after(tokens, amount)


def _with_whom(tokens: Sequence[Token], amount: Amount) -> Amount:
    """An amount with those it counts, where the words behind it or before its colon say so."""
    joined = amount.last < len(tokens) and tokens[amount.last].joined and tokens[amount.last].key in NOUNS
    head = (
        None if joined else of_those(tokens, amount.last) or head_at(tokens, amount.last) or out_of(tokens, amount.last)
    )
    if head is not None:
        return _of_noun(tokens, amount, *head)
    if (some := some_of_them(tokens, amount.first, amount.last)) is not None:
        return replace(amount, who=some[0], last=some[1], subset=True)
    status = status_before_colon(tokens, amount.first, amount.last)
    return replace(amount, who=(status,)) if status else amount


def _of_noun(tokens: Sequence[Token], amount: Amount, noun: Noun, last: int, through_of: bool) -> Amount:
    """An amount with its noun; the people of one family or house with no noun, and one family as the people that it is."""
    size = family_size(tokens, last)
    if size and noun.who == ("family",) and amount.low == amount.high == 1:
        return replace(amount, low=size[0], high=size[0], last=size[1])
    if through_of and is_where_from(tokens, amount.last, noun):
        return replace(amount, last=size[1] if size else last)
    return replace(amount, last=last, who=noun.who, quantity=units_of(noun), weak=through_of)


def _exceeded(tokens: Sequence[Token], first: int) -> bool:
    """تجاوز عدد القتلى 50: the bound and its number with the toll between them; "the toll from the earthquake passed 50"."""
    if _key(tokens, first - 1) == "passed":
        return any(token.key in _TOLLS for token in tokens[max(0, first - 8) : first - 1])
    i = first - 1
    while i > first - 5 and _is_of_a_toll(_key(tokens, i)):
        i -= 1
    return i < first - 1 and _key(tokens, i) in _EXCEEDS and _key(tokens, i - 1) not in ("لم", "لا", "not")


def _is_of_a_toll(key: str) -> bool:
    """Whether a word may stand between "passed" and its number: عدد, القتلى, and what killed them (قتلى *الزلزال*)."""
    return key in _TOLLS or key in OUTCOME_OF or key in NOUNS or key.startswith("ال")


def _with_part(tokens: Sequence[Token], amount: Amount, text: str) -> Amount:
    before = [token.key for token in tokens[max(0, amount.first - 2) : amount.first]]
    inside = {token.key for token in tokens[amount.first : min(amount.last, amount.first + 12)]}
    part = (
        bool(PART_WORDS & set(before))
        or "them" in inside
        or "whom" in (*before, _key(tokens, amount.last + 1))
        or (_key(tokens, amount.last) == "of" and _key(tokens, amount.last + 1) == "them")
        or bool(PART_WORDS & inside)
    )
    end = tokens[amount.last - 1].end
    after = text[end : end + 80]
    if after.lstrip().startswith("by"):
        after = ""
    return replace(amount, subset=amount.subset or part, who=with_ranks(amount.who, after))
