"""Amounts in running text: a number, a bound, a vague word, a dual or a bare plural, with the noun that is counted."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from dalil.text.count_words import AFTER, BOUNDS, ELDERLY, NOUNS, OUTCOME_OF, VAGUE, Noun, by_first_word, phrases
from dalil.text.folding import fold, keys
from dalil.text.numbers import Token, digits_of, read_amount

CLAUSE_ENDS = frozenset(".;؛!?؟\n")
FILLERS = keys(
    "have has been were was are is be being remain remained still also may reportedly forcibly people persons others "
    "lost their civilians who that were of them had all قد كانوا"
)
_BOUNDS = by_first_word(phrases(BOUNDS))
_AFTER = by_first_word(phrases(AFTER))
_VAGUE = by_first_word(
    [
        (tuple(fold(words).split()), low)
        for words, low in sorted(VAGUE.items(), key=lambda entry: -len(entry[0].split()))
    ]
)
_KNOWN = NOUNS.keys() | OUTCOME_OF.keys() | _VAGUE.keys() | _BOUNDS.keys()
_SUBSET = keys("including among whom بينهم بينهن منهم منهن فيهم بينها")
_NEGATIONS = keys("no without لا دون بدون لم nobody")
_NO_NEGATION = keys("less fewer more longer later يقل تقل يزيد يزال تزال زال يزالون يتجاوز doubt")
_NOT_A_COUNT = keys(
    "km kilometres kilometers kilometer kg kilogram m metres meters miles mile pm am percent years year days day "
    "weeks week months month hours hour minutes st nd rd th january february march april may june july august "
    "september october november december كم كيلومتر كيلومترا كغ متر مترا سنة سنوات عاما عام يوما أيام يوم ساعة ساعات "
    "أسبوع أشهر شهر شهرا بالمئة بالمائة كانون شباط آذار نيسان أيار حزيران تموز آب أيلول تشرين يناير فبراير مارس أبريل "
    "مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر"
)
_NAMED_BY_NUMBER = keys(
    "اللواء الفرقة الفوج الكتيبة المادة القرار رقم article resolution no number brigade division page"
)
_STOPS = keys("in at on by and or were was are is have has had from near with after when who which that the his her")
_HEAD_GLUE = keys("of the them other more من آخر جديد آخرين إضافي")
_ONE_MORE = keys("ثالث ثالثة رابع رابعة آخر أخرى another")
_FORCES = re.compile(
    r"^\W*(?:من|في)?\s*(?:of)?\s*(?:the\s+)?(?:\w+\s+)?(?:forces|army|militia|قوات|الفصائل|الجيش|الميليشيا)"
)
_IN_RANKS = re.compile(r"^\W*(?:في|بين)\s+صفوف\s+المدنيين")
_BARE_ONLY_AFTER_NUMBER = keys("إصابة مصاب فرد")
_SOUND_PLURALS = keys("مدنيين مسعفين صحفيين مصابين معتقلين نازحين مختفين متطوعين مفقودين مسلحين إعلاميين")


@dataclass(frozen=True)
class Amount:
    """shape: how it is bounded; first, last: its tokens, one past the end; who, quantity: what its noun says; subset: part of another."""

    shape: str
    low: int
    high: int | None
    first: int
    last: int
    who: tuple[str, ...] = ()
    quantity: str = ""
    subset: bool = False


def plain(token: Token) -> Token:
    """A token without the و, ب or ل written onto a word that counts."""
    key = token.key
    if key in _KNOWN or len(key) < 4:
        return token
    for lead in ("و", "ب", "ل", "وب", "ف"):
        if key.startswith(lead) and key[len(lead) :] in _KNOWN:
            return replace(token, key=key[len(lead) :], joined=lead.startswith("و"))
    return token


def _at(tokens: Sequence[Token], at: int, words: Sequence[str]) -> bool:
    return at + len(words) <= len(tokens) and all(tokens[at + i].key == word for i, word in enumerate(words))


def amounts_of(tokens: Sequence[Token], text: str) -> Iterator[Amount]:
    """Every amount that the tokens of a text state, in their order."""
    at = 0
    while at < len(tokens):
        amount = _none(tokens, at) or _bounded(tokens, at) or _bare(tokens, at, text)
        if amount is None:
            at += 1
            continue
        if amount.low >= 0:
            yield _with_subset(tokens, amount, text)
        at = max(amount.last, at + 1)


def _none(tokens: Sequence[Token], at: int) -> Amount | None:
    """Nobody: "no casualties", "دون وقوع إصابات"."""
    if tokens[at].key not in _NEGATIONS or at + 1 >= len(tokens) or tokens[at + 1].key in _NO_NEGATION:
        return None
    for i in range(at, min(at + 7, len(tokens))):
        key = tokens[i].key
        if digits_of(tokens[i]) is not None or key in CLAUSE_ENDS or key in (",", "،"):
            return None
        if _at(tokens, i, ("خساير", "بشريه")):
            return Amount("exact", 0, 0, at, i + 2, quantity="casualties")
        noun = NOUNS.get(key)
        if key == "one" or (noun and not noun.quantity and i > at):
            who = noun.who if noun else ()
            later = next((j for j in range(i + 1, min(i + 5, len(tokens))) if tokens[j].key in OUTCOME_OF), None)
            if later is not None:
                return Amount("exact", 0, 0, at, later + 1, who, OUTCOME_OF[tokens[later].key])
        if noun and noun.quantity and i > at and noun.number == 3:
            loose = key in ("ضحايا", "اصابات", "casualties")
            return Amount("exact", 0, 0, at, i + 1, quantity="casualties" if loose else noun.quantity)
    return None


def _bounded(tokens: Sequence[Token], at: int) -> Amount | None:
    """A number, range or vague word with its bound before or after it, and the noun it counts."""
    shape, i = "exact", at
    for words, bound in _BOUNDS.get(tokens[at].key, ()):
        if _at(tokens, at, words):
            shape, i = bound, at + len(words)
            break
    if i >= len(tokens):
        return None
    amount = _between(tokens, at, i, shape == "between") if shape in ("between", "exact", "about") else None
    if amount is None:
        if shape == "between":
            return None
        amount = _special(tokens, at, i, shape)
    if amount is None:
        return None
    return _with_head(tokens, amount)


def _between(tokens: Sequence[Token], at: int, i: int, said: bool) -> Amount | None:
    first = read_amount(tokens, i)
    if first is None and said:
        return None
    if first is not None and first.last + 1 < len(tokens):
        link = tokens[first.last]
        second = None
        if link.key in ("-", "–", "—", "to", "الي") or (said and link.key in ("and", "و")):
            second = read_amount(tokens, first.last + 1)
        elif said and link.joined:
            second = read_amount(tokens, first.last)
        if second is not None and first.value < second.value:
            return Amount("range", int(first.value), int(second.value), at, second.last)
    if said and first is not None and first.last < len(tokens):
        inner = _split_and(tokens, i, first.last)
        if inner:
            return Amount("range", inner[0], inner[1], at, first.last)
    return None


def _split_and(tokens: Sequence[Token], first: int, last: int) -> tuple[int, int] | None:
    """بين عشرين وثلاثين was read as one number; its two halves."""
    for middle in range(last - 1, first, -1):
        if tokens[middle].joined or tokens[middle].key == "و":
            low = read_amount(tokens[:middle], first)
            high = read_amount(tokens[:last], middle + (tokens[middle].key == "و"))
            if low and high and low.value < high.value:
                return int(low.value), int(high.value)
    return None


def _special(tokens: Sequence[Token], at: int, i: int, shape: str) -> Amount | None:
    key = tokens[i].key
    if key in ("بضعه", "بضع"):
        teen = i + 1 < len(tokens) and tokens[i + 1].key in ("عشر", "عشره")
        return Amount("range", 13 if teen else 3, 19 if teen else 9, at, i + 1 + teen)
    if key == "نيف" and i + 2 < len(tokens):
        start = i + 2 if tokens[i + 1].key == "و" else i + 1
        number = read_amount(tokens, start)
        if number:
            return Amount("range", int(number.value) + 1, int(number.value) + 9, at, number.last)
    for words, low in _VAGUE.get(key, ()):
        if _at(tokens, i, words):
            return Amount("vague", low, None, at, i + len(words))
    if key in _ONE_MORE:
        return Amount("exact", 1, 1, at, i + 1)
    if key in ("a", "an") and i + 1 < len(tokens):
        number = (
            read_amount(tokens, i)
            if tokens[i + 1].key in ("hundred", "thousand", "million", "dozen", "couple")
            else None
        )
        if number is None:
            head = _head(tokens, i + 1)
            if head is None or head[0].number != 1 or set(head[0].who) & {"strike", "munition"}:
                return None
            return Amount(shape, 1, 1, at, i + 1)
    else:
        number = read_amount(tokens, i)
    if key in ("واحد", "واحده") and i and tokens[i - 1].key in NOUNS:
        return None
    if number is None or number.value != int(number.value) or not _counts(tokens, number.first, number.last):
        return None
    return Amount(shape, int(number.value), int(number.value), at, number.last)


def _counts(tokens: Sequence[Token], first: int, last: int) -> bool:
    """Whether a number counts something, rather than being a date, a distance, or part of a name."""
    follower = tokens[last].key if last < len(tokens) else ""
    before = tokens[first - 1].key if first else ""
    value = digits_of(tokens[first])
    if (
        follower in _NOT_A_COUNT
        or follower == "%"
        or before in _NAMED_BY_NUMBER
        or (
            follower in (":", "/")
            and digits_of(tokens[last + 1] if last + 1 < len(tokens) else tokens[first]) is not None
        )
    ):
        return False
    year = value is not None and 1900 <= value <= 2100 and "," not in tokens[first].text
    return not (year and follower not in NOUNS and follower not in OUTCOME_OF)


def _past_age(tokens: Sequence[Token], at: int) -> int:
    """What stands after "12-year-old", where that stands; the age of one is no count."""
    words = [token.key for token in tokens[at : at + 5] if token.key != "-"]
    if len(words) >= 2 and words[0].isdecimal() and words[1] in ("year", "month") and tokens[at + 1].key == "-":
        return at + 5
    return at


def _head(tokens: Sequence[Token], at: int) -> tuple[Noun, int] | None:
    """The noun that an amount counts, and where it ends: a few describing words may stand before it."""
    at = _past_age(tokens, at)
    i = at + (at + 1 < len(tokens) and tokens[at].key in ("were", "are") and tokens[at + 1].key in NOUNS)
    limit = i + 4
    while i < min(limit, len(tokens)):
        key = tokens[i].key
        if key in NOUNS:
            noun, i = NOUNS[key], i + 1
            elder = any(tokens[j].key in ELDERLY for j in range(at, min(i + 1, len(tokens))))
            while i < len(tokens) and not tokens[i].joined and (tokens[i].key in NOUNS or tokens[i].key in ELDERLY):
                more = NOUNS.get(tokens[i].key, Noun(noun.number))
                noun = Noun(
                    noun.number,
                    (*noun.who, *(w for w in more.who if w not in noun.who)),
                    noun.quantity or more.quantity,
                )
                i += 1
            if elder:
                noun = Noun(noun.number, (*noun.who, "elderly"), noun.quantity)
            return noun, i
        if key in _HEAD_GLUE:
            limit += 1
        elif (
            not key[:1].isalpha()
            or key in _STOPS
            or key in OUTCOME_OF
            or digits_of(tokens[i]) is not None
            or "\u0600" <= key[0] <= "\u06ff"
        ):
            return None
        i += 1
    return None


def _with_head(tokens: Sequence[Token], amount: Amount) -> Amount:
    head = _head(tokens, amount.last)
    if head is not None:
        noun, last = head
        if noun.who == ("family",) and last + 1 < len(tokens) and tokens[last].key == "of":
            size = read_amount(tokens, last + 1)
            if size:
                return replace(amount, low=int(size.value), high=int(size.value), last=size.last)
        quantity = noun.quantity or (
            "bodies_found" if "body" in noun.who else "homes_destroyed" if "home" in noun.who else ""
        )
        amount = replace(amount, last=last, who=noun.who, quantity=quantity)
    for odd in (("و", "نيف"), ("ونيف",)):
        if _at(tokens, amount.last, odd):
            last = amount.last + len(odd)
            amount = replace(amount, shape="range", low=amount.low + 1, high=amount.low + 9, last=last)
    for i in range(amount.last, min(amount.last + 3, len(tokens))):
        for words, bound in _AFTER.get(tokens[i].key, ()):
            if amount.shape == "exact" and _at(tokens, i, words):
                return replace(amount, shape=bound, last=i + len(words))
        if not tokens[i].key[:1].isalpha() or tokens[i].key in OUTCOME_OF or tokens[i].joined:
            break
    return amount


def _bare(tokens: Sequence[Token], at: int, text: str) -> Amount | None:
    """A noun that counts by its form alone: a dual, a singular after its verb, a plural without a number."""
    token = tokens[at]
    noun = NOUNS.get(token.key)
    if noun is None:
        return None
    arabic = token.key[0] > "\u0600"
    before = tokens[at - 1].key if at else ""
    listed = arabic and token.joined and at > 0 and before in NOUNS
    led = before in OUTCOME_OF or listed or before in ("سقوط", "وقوع") or (arabic and before in _SUBSET)
    if (
        before == "بين"
        or (arabic and before and token.key.startswith("ال"))
        or (listed and tokens[at - 2 : at - 1] and tokens[at - 2].key == "بين")
    ):
        return None
    both = (
        NOUNS.get(fold("ال" + token.key))
        and token.key.endswith("ين")
        and noun.number == 2
        and fold(token.text)[-2:] == "ين"
        and token.key in _SOUND_PLURALS
    )
    head = _head(tokens, at)
    who, last = (head[0].who, head[1]) if head else (noun.who, at + 1)
    quantity = noun.quantity or ("bodies_found" if "body" in who else "homes_destroyed" if "home" in who else "")
    if listed and not _follows_amount(tokens, at):
        return None
    if arabic and noun.number == 2 and not both and (led or quantity):
        return Amount("exact", 2, 2, at, last, who, quantity)
    if arabic and both and led:
        if at + 1 < len(tokens) and tokens[at + 1].key in ("اثنين", "اثنان"):
            return Amount("exact", 2, 2, at, at + 2, who, quantity)
        vowelled = re.search("\u064e[\u0651]?ي|\u0651\u064eي|\u064e\u0651ي", token.text)
        return Amount("exact" if vowelled else "vague", 2, 2 if vowelled else None, at, last, who, quantity)
    if (
        arabic
        and noun.number == 1
        and token.key not in _BARE_ONLY_AFTER_NUMBER
        and (led or quantity in ("killed", "injured"))
    ):
        return Amount("exact", 1, 1, at, last, who, quantity)
    if (
        noun.number == 3
        and (led or not arabic or quantity in ("killed", "injured"))
        and (arabic or _passive(tokens, at))
    ):
        return Amount("vague", 3 if arabic else 2, None, at, last, who, quantity if arabic else "")
    return None


def _follows_amount(tokens: Sequence[Token], at: int) -> bool:
    """Whether a joined noun goes on with a list that began right after an outcome: مقتل سيدة وطفلها."""
    i = at - 1
    while i >= 0 and tokens[i].key in NOUNS and at - i < 6:
        i -= 1
    return i >= 0 and (tokens[i].key in OUTCOME_OF or tokens[i].key in _SUBSET or digits_of(tokens[i]) is not None)


def _passive(tokens: Sequence[Token], at: int) -> bool:
    """English: a bare plural counts where it is what was killed: "people were killed", at the head of its clause."""
    start = at == 0 or tokens[at - 1].key in CLAUSE_ENDS or tokens[at - 1].key in (",", "that")
    i = at + 1
    while i < len(tokens) and i < at + 4 and tokens[i].key in FILLERS:
        i += 1
    return start and i > at + 1 and i < len(tokens) and tokens[i].key in OUTCOME_OF


def _with_subset(tokens: Sequence[Token], amount: Amount, text: str) -> Amount:
    before = [token.key for token in tokens[max(0, amount.first - 2) : amount.first]]
    end = tokens[amount.last - 1].end
    after = text[end : end + 80]
    inside = {token.key for token in tokens[amount.first : amount.last]}
    subset = bool(_SUBSET & set(before)) or "them" in inside or before[-2:] == ["of", "whom"] or bool(_SUBSET & inside)
    if "civilian" not in amount.who and _IN_RANKS.search(after):
        amount = replace(amount, who=(*amount.who, "civilian"))
    if (
        not {"civilian", "combatant"} & set(amount.who)
        and _FORCES.match(fold(after[:60]))
        and not re.match(r"\W*by", after)
    ):
        amount = replace(amount, who=(*amount.who, "combatant"))
    return replace(amount, subset=subset)
