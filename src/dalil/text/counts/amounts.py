"""Amounts in running text: a number, a bound, a vague word, a dual or a bare plural, with the noun that is counted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from dalil.letters import fold, fold_words
from dalil.text.counts.absences import nobody_at, share_at
from dalil.text.counts.bare_nouns import PART_WORDS, unnumbered_amount_at
from dalil.text.counts.bounds_after import with_bound_after
from dalil.text.counts.count_words import (
    BOUNDS,
    FEW,
    NOUNS,
    OUTCOME_OF,
    VAGUE,
    Noun,
    by_first_word,
    phrases,
)
from dalil.text.counts.heads import (
    Amount,
    family_size,
    head_at,
    is_of_bodies,
    is_where_from,
    of_those,
    out_of,
    status_before_colon,
    units_of,
    with_groups,
    with_ranks,
)
from dalil.text.counts.uncounted import counts_something, is_elsewhere
from dalil.text.numbers import SCALES, Token, read_amount
from dalil.values.count import MOST

LARGEST = MOST // 10
"""No larger number is a count: bounds and halves of units stay below the most that a Count holds."""
CLAUSE_ENDS = frozenset(".;؛!?؟\n")
_BOUNDS = by_first_word(phrases(BOUNDS))
_VAGUE = by_first_word(
    [
        (tuple(fold(words).split()), low)
        for words, low in sorted(VAGUE.items(), key=lambda entry: -len(entry[0].split()))
    ]
)
_KNOWN = NOUNS.keys() | OUTCOME_OF.keys() | _VAGUE.keys() | _BOUNDS.keys()
_RISES = fold_words(
    "rose rises risen rising climbed increased jumped grew up ارتفع ارتفعت ارتفاع لترتفع ترتفع ازداد زاد تزايد"
)
_EXCEEDS = fold_words("تجاوز تجاوزت تجاوزوا يتجاوز تتجاوز تخطى تخطت تخطوا exceeded surpassed topped passed")
_TOLLS = fold_words("عدد حصيلة الحصيلة أعداد the number of death toll")
_ONE_MORE = fold_words("ثالث ثالثة رابع رابعة آخر أخرى")
_ONE_OF = fold_words("أحدهم أحدهما إحداهما إحداهن إحداهم")
_TWO_CASES = fold_words("حالتا حالتي حالتان حالتين")
_NO_NUMBERS = frozenset({"بضعه", "بضع", "both"})
_OR_EVEN = fold_words("if or possibly perhaps maybe أو ربما وربما بل إن")
_OF_CASES = fold_words("case cases instance instances total incidents majority")
_TO = frozenset({"-", "–", "—", "to", "الي", "or", "او"})


def plain(token: Token) -> Token:
    """Take off the و, ب, ل or ف that is written onto a word of counts; any other token comes back as it is.

    >>> from dalil.text.numbers import tokens_of
    >>> [plain(token).key for token in tokens_of("وقتلى بنحو والدة")]
    ['قتلي', 'بنحو', 'والده']
    """
    key = token.key
    if key in _KNOWN or len(key) < 4:
        return token
    for lead, article in (("و", ""), ("ب", ""), ("ل", ""), ("وب", ""), ("ف", ""), ("لل", "ال"), ("ولل", "ال")):
        if key.startswith(lead) and (word := article + key[len(lead) :]) in _KNOWN:
            return replace(token, key=word, joined=lead.startswith("و"))
    return token


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
        if (share := share_at(tokens, at)) > at:
            at = share
            continue
        amount = nobody_at(tokens, at) or _bounded(tokens, at) or unnumbered_amount_at(tokens, at, CLAUSE_ENDS)
        if amount is None:
            at += 1
            continue
        amount = with_groups(tokens, with_bound_after(tokens, amount) if amount.low else amount)
        if 0 <= amount.low <= LARGEST >= (amount.high or 0) and not is_elsewhere(tokens, amount):
            yield _with_part(tokens, amount, text)
        at = max(amount.last, at + 1)


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
    for read in (_few, _and_some, _vague_at, _one_or_two):
        if (amount := read(tokens, at, i)) is not None:
            return amount
    key = tokens[i].key
    if key in _NO_NUMBERS or key in _ONE_MORE:
        return None
    return _one(tokens, at, i, shape) if key in ("a", "an", "another") else _number(tokens, at, i, shape)


def _few(tokens: Sequence[Token], at: int, i: int) -> Amount | None:
    """بضعة عشر is 13 to 19, بضع مئات is 300 to 999."""
    if tokens[i].key not in ("بضعه", "بضع"):
        return None
    if _key(tokens, i + 1) in ("عشر", "عشره"):
        return Amount("range", 13, 19, at, i + 2)
    each, last = _round_at(tokens, i + 1)
    return Amount("range", 3 * each, 10 * each - 1, at, i + 1 if each == 1 else last)


def _and_some(tokens: Sequence[Token], at: int, i: int) -> Amount | None:
    """نيف وعشرون is 21 to 29."""
    if tokens[i].key != "نيف" or i + 2 >= len(tokens):
        return None
    number = read_amount(tokens, i + 2 if tokens[i + 1].key == "و" else i + 1)
    return Amount("range", int(number.value) + 1, int(number.value) + 9, at, number.last) if number else None


def _vague_at(tokens: Sequence[Token], at: int, i: int) -> Amount | None:
    """Dozens, several hundred, عشرات, عدد من."""
    if _key(tokens, i - 1) == "how":
        return None
    for words, low in _VAGUE.get(tokens[i].key, ()):
        if _at(tokens, i, words):
            return _vague(tokens, at, i + len(words), low, bool(FEW & set(words)))
    return None


def _one_or_two(tokens: Sequence[Token], at: int, i: int) -> Amount | None:
    """One or two that are told without a number: مقتل آخر, حالتا وفاة, أحدهم, أحد المدنيين, both men."""
    key, after = tokens[i].key, _key(tokens, i + 1)
    if key in _ONE_MORE and _key(tokens, i - 1) in OUTCOME_OF:
        return Amount("exact", 1, 1, at, i + 1)
    if key in _TWO_CASES and after in OUTCOME_OF:
        return Amount("exact", 2, 2, at, i + 1)
    if key in _ONE_OF:
        return Amount("exact", 1, 1, at, i + 1, subset=True)
    if key == "احد" and after.startswith("ال") and after in NOUNS:
        return Amount("exact", 1, 1, at, i + 1)
    head = head_at(tokens, i + 1) if key == "both" else None
    return Amount("exact", 2, 2, at, i + 1) if head and head[0].number == 3 else None


def _vague(tokens: Sequence[Token], at: int, last: int, low: int, few: bool) -> Amount:
    """Dozens; of round units (several hundred, عدة آلاف) at least two; "hundreds if not thousands" is its lower word."""
    each, end = _round_at(tokens, last) if few else (1, last)
    if each > 1:
        return Amount("vague", 2 * each, None, at, end)
    links = [token.key for token in tokens[last : last + 5]]
    for size in range(1, 5):
        words = links[:size]
        if _OR_EVEN & set(words) and _key(tokens, last + size) in _VAGUE and NOUNS.keys().isdisjoint(words):
            return Amount("vague", low, None, at, last + size + 1)
    return Amount("vague", low, None, at, last)


def _round_at(tokens: Sequence[Token], at: int) -> tuple[int, int]:
    """A round unit that is counted itself ("hundred thousand", مئات, آلاف) and where it ends; 1 where there is none."""
    for words, low in _VAGUE.get(_key(tokens, at), ()):
        if low >= 10 and _at(tokens, at, words):
            return low, at + len(words)
    each, i = 1, at
    while i < at + 3 and (size := SCALES.get(_key(tokens, i))) and not tokens[i].joined:
        each, i = each * size, i + 1
    return each, i


def _one(tokens: Sequence[Token], at: int, i: int, shape: str) -> Amount | None:
    """ "a child", "another man", "a hundred people", "a couple of hundred"."""
    if _key(tokens, i + 1) in ("hundred", "thousand", "million", "dozen", "couple"):
        number = read_amount(tokens, i)
        each, last = _round_at(tokens, number.last) if number and number.value == 2 else (1, 0)
        if each > 1 and shape == "exact":
            return Amount("about", 2 * each, 2 * each, at, last)
        return _number(tokens, at, i, shape)
    if _key(tokens, i - 1) in ("was", "is") and _key(tokens, i - 2) in ("whom", "them"):
        return None
    head = head_at(tokens, i + 1)
    if (
        head is None
        or head[0].number != 1
        or _key(tokens, head[1]) == "toll"
        or set(head[0].who) & {"strike", "munition", "attack", "massacre"}
    ):
        return None
    return Amount(shape, 1, 1, at, i + 1)


def _number(tokens: Sequence[Token], at: int, i: int, shape: str) -> Amount | None:
    number = read_amount(tokens, i)
    if tokens[i].key in ("واحد", "واحده", "احد") and (
        _key(tokens, i - 1) in NOUNS or _key(tokens, i - 1) in ("لا", "لم")
    ):
        return None
    if number is None:
        return None
    value, last = number.value, number.last
    short = _key(tokens, last)
    if (
        short in ("m", "mn", "k", "bn")
        and tokens[last].start == tokens[last - 1].end
        and _key(tokens, last + 1) in NOUNS
    ):
        value, last = value * {"k": 1_000, "bn": 1_000_000_000}.get(short, 1_000_000), last + 1
    if value != int(value) or not counts_something(tokens, at, number.first, last, shape):
        return None
    if _key(tokens, last) == "(" and _key(tokens, last + 2) == ")":  # 12 (twelve)
        again = read_amount(tokens, last + 1)
        last += 3 * bool(again and again.value == value)
    if (thing := _thing_of(tokens, last)) > last:
        return Amount(shape, -1, None, at, thing)
    return Amount(shape, int(value), int(value), at, last)


def _thing_of(tokens: Sequence[Token], at: int) -> int:
    """Where an unknown thing that a number counts ends, with what it is of: 3 *generations of one* family, 12 *tons of* shells; `at` for none."""
    key = _key(tokens, at)
    known = key in _KNOWN or key in _OF_CASES or key in SCALES or not key.isalpha() or not key.isascii()
    if known or not key.endswith("s") or _key(tokens, at + 1) != "of":
        return at
    number = read_amount(tokens, at + 2) if at + 2 < len(tokens) else None
    return number.last if number else at + 2


def _with_head(tokens: Sequence[Token], amount: Amount) -> Amount:
    joined = amount.last < len(tokens) and tokens[amount.last].joined and tokens[amount.last].key in NOUNS
    head = (
        None if joined else of_those(tokens, amount.last) or head_at(tokens, amount.last) or out_of(tokens, amount.last)
    )
    if head is not None:
        amount = _of_noun(tokens, amount, *head)
    elif status := status_before_colon(tokens, amount.first):
        amount = replace(amount, who=(status,))
    if is_of_bodies(tokens, amount.first):
        amount = replace(amount, who=("body", *amount.who), quantity="bodies_found", weak=False)
    for odd in (("و", "نيف"), ("ونيف",)):
        if _at(tokens, amount.last, odd):
            last = amount.last + len(odd)
            amount = replace(amount, shape="range", low=amount.low + 1, high=amount.low + 9, last=last)
    if amount.shape == "exact" and amount.low and _exceeded(tokens, amount.first):
        return replace(amount, shape="more_than")
    return with_bound_after(tokens, amount)


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
    while i > first - 5 and (_key(tokens, i) in _TOLLS or _key(tokens, i) in OUTCOME_OF or _key(tokens, i) in NOUNS):
        i -= 1
    return i < first - 1 and _key(tokens, i) in _EXCEEDS and _key(tokens, i - 1) not in ("لم", "لا", "not")


def _with_part(tokens: Sequence[Token], amount: Amount, text: str) -> Amount:
    before = [token.key for token in tokens[max(0, amount.first - 2) : amount.first]]
    inside = {token.key for token in tokens[amount.first : min(amount.last, amount.first + 12)]}
    part = (
        bool(PART_WORDS & set(before))
        or "them" in inside
        or "whom" in (*before, _key(tokens, amount.last + 1))
        or bool(PART_WORDS & inside)
    )
    end = tokens[amount.last - 1].end
    after = text[end : end + 80]
    if after.lstrip().startswith("by"):
        after = ""
    return replace(amount, subset=amount.subset or part, who=with_ranks(amount.who, after))
