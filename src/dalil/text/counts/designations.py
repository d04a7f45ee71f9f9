"""Numbers that name instead of counting: those of dates, ages, weapons and vehicles ("Aug 17 2014", في الـ 18 من عمره, Su-24, سو-24).

They are masked before the counts of a text are read, so that no rule takes them for an amount.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from dalil.letters import fold_words, is_arabic
from dalil.text.counts.ages import MASK
from dalil.text.counts.bare_nouns import POSTPOSED
from dalil.text.counts.count_words import NOUNS, OUTCOME_OF, Noun
from dalil.text.counts.numbered_things import of_clocks, of_rooms_and_persons
from dalil.text.counts.relatives import PART_WORDS
from dalil.text.counts.signs import sign_of
from dalil.text.dates import MONTHS, WEEKDAYS, date_tokens
from dalil.text.numbers import Token, is_number_word, is_numeric, tokens_of

_ANY_DAY = date(2019, 4, 26)
"""Only where dates stand is asked, not which days they are; those that lean on the day of speaking are found as well."""
_MONTH_STARTS = {words[0] for words in MONTHS}
_WEAPONS = fold_words(
    "su sukhoi mig mi ka tu il f s t bmp btr brem kab fab ofab rpg ak bm ttr grad uragan smerch tos scud kh iskander shahed geran mohajer "
    "bayraktar tb himars atacms gbu mk leopard abrams humvee covid article level "
    "سو سوخوي ميغ ميج مي إف إس تي شاهد بيرقدار كا توبوليف سكود فاب كاب إسكندر جي"
)
"""Letters and names that a number follows as part of a type: MiG 29, سو 24. They count only with a sign or a space between."""
_AGED = fold_words("aged age ages بعمر أعمارهم أعمارهما أعمارهن بأعمار")
_OF_HIS_AGE = fold_words("عمره عمرها عمرهم عمرهما العمر سنه")
_BETWEEN_AGES = frozenset({",", "،", "-", "–", "—", "and", "to", "or", "between", "from", "و", "او", "الي"})
_ORDINAL_OF_AGE = fold_words(
    "الأولى الثانية الثالثة الرابعة الخامسة السادسة السابعة الثامنة التاسعة العاشرة الحادية عشر عشرة عشرين العشرين الثلاثين الأربعين "
    "الخمسين الستين السبعين الثمانين والعشرين والثلاثين والأربعين والخمسين والستين والسبعين ال الـ"
)
_YEARS_OLD = fold_words("سنوات أعوام سنة عاما")
_ORDINALS = fold_words(
    "الحادي الحادية الثاني الثانية الثالث الثالثة الرابع الرابعة الخامس الخامسة السادس السادسة السابع السابعة الثامن الثامنة التاسع التاسعة"
)
_ORDINALS_AND_UNITS = _ORDINALS | POSTPOSED.keys()
"""Before a ten they are one word with it: في السادسة عشرة, ركابها الأربعة عشر."""
_TEN_OR_TENS = fold_words("عشر عشرة العشرين الثلاثين الأربعين الخمسين الستين السبعين الثمانين التسعين")
_ONE_OF_THEM = fold_words("a an the his her my our their another one")
_IN = fold_words("في من إلى على عن ب")
_HAPPENED = OUTCOME_OF.keys() | NOUNS.keys()
_MANY = Noun(3)
_OLDEST = 110
_LABELS = fold_words(
    "update report bulletin situation sitrep day part no statement issue تحديث بيان تقرير نشرة ملخص اليوم الجزء العدد خبر"
)
"""What begins a message and has a number of its own."""
_TOTALS = fold_words(
    "total sum all children women men civilians about around over nearly at المجموع الإجمالي المجموع الكلي حصيلة الحصيلة عدد العدد نحو حوالي"
)
_NUMBER = fold_words("رقم no number")
_LETTERED = fold_words("k m mn bn")
_TITLED = fold_words(
    "law laws decree decrees act article articles resolution resolutions order regulation protocol convention branch"
    " القانون قانون والقانون بالقانون للقانون المرسوم مرسوم والمرسوم بالمرسوم للمرسوم المادة مادة والمادة القرار قرار والقرار بالقرار للقرار"
    " الفرع فرع"
)
"""What has a number for its name: Law *10*, Decree No. *66*, القانون *10*, Branch *215*."""


def masked_tokens(text: str) -> list[Token]:
    """Part a text into tokens, with a mask in place of each number that is part of a date, an age or the name of a weapon.

    >>> [token.key for token in masked_tokens("Aug 17 2014: Su-24 kills 700")]
    ['aug', '#', '#', ':', 'su', '-', '#', 'kills', '700']
    >>> [token.key for token in masked_tokens("مقتل شاب في الـ 18 من عمره")]
    ['مقتل', 'شاب', 'في', 'ال', '#', 'من', 'عمره']
    """
    tokens = tokens_of(text)
    if not any(is_numeric(token) or token.key in _OF_HIS_AGE for token in tokens):
        return tokens
    naming = {
        at
        for rule in (
            _of_dates,
            _of_ages,
            _of_weapons,
            _of_lists,
            _of_labels,
            _of_titles,
            of_rooms_and_persons,
            of_clocks,
        )
        for at in rule(tokens)
    }
    return [replace(token, key=MASK, joined=False) if at in naming else token for at, token in enumerate(tokens)]


def _key(tokens: Sequence[Token], at: int) -> str:
    return tokens[at].key if 0 <= at < len(tokens) else ""


def _of_dates(tokens: Sequence[Token]) -> Iterator[int]:
    """The numbers inside dates. A number right after a month, with a noun after it, may count: "in May 12 civilians died"."""
    for first, last in date_tokens(tokens, _ANY_DAY):
        for at in range(first, last):
            if is_numeric(tokens[at]) and not _counts_after_month(tokens, first, at):
                yield at


def _counts_after_month(tokens: Sequence[Token], first: int, at: int) -> bool:
    noun = NOUNS.get(_key(tokens, at + 1))
    if _key(tokens, at - 1) not in _MONTH_STARTS or noun is None:
        return False
    if noun.number == 1 and _key(tokens, at + 1).isascii() and tokens[at].key != "1":  # the October 6 attack
        return False
    return at - 1 == first and not (_key(tokens, first - 1) == "on" or _key(tokens, first - 1) in WEEKDAYS)


def _of_ages(tokens: Sequence[Token]) -> Iterator[int]:
    """Aged 9 and 11; Samer Nasrallah, 41, ; the 12 of "a boy, 12, was"; في السادسة عشرة من عمرها."""
    for at, token in enumerate(tokens):
        if at and is_numeric(token) and tokens[at - 1].key in _ORDINALS_AND_UNITS and token.key in _TEN_OR_TENS:
            yield at  # في السادسة عشرة
        elif token.key in _AGED:
            yield from _numbers_after(tokens, at + 1)
        elif token.key in _OF_HIS_AGE and _key(tokens, at - 1) == "من":
            yield from _numbers_before(tokens, at - 2)
        elif token.key[:1].isdecimal():
            yield from _ages_in_digits(tokens, at)


def _ages_in_digits(tokens: Sequence[Token], at: int) -> Iterator[int]:
    """The ages that begin with the digits at a place."""
    if _is_age_of_one(tokens, at) or _is_one_age(tokens, at):
        yield at
    elif _are_ages_of_several(tokens, at):
        yield from (at, at + 2)


def _is_one_age(tokens: Sequence[Token], at: int) -> bool:
    """Whether a number is which one of many somebody is, or an age."""
    return _is_ordinal(tokens, at) or _is_of_that_age(tokens, at) or _is_first_of_two_ages(tokens, at)


def _is_ordinal(tokens: Sequence[Token], at: int) -> bool:
    """الشهيد الـ *254*: which one of many somebody is."""
    return (
        _key(tokens, at - 1) == "ال"
        and _key(tokens, at - 2).startswith("ال")
        and NOUNS.get(_key(tokens, at - 2), _MANY).number == 1
    )


def _is_of_that_age(tokens: Sequence[Token], at: int) -> bool:
    """A girl of *4*; a family of 4 are four."""
    one = NOUNS.get(_key(tokens, at - 2)) if _key(tokens, at - 1) == "of" else None
    if one is None or one.number != 1 or one.quantity or not {"child", "female", "male"} & set(one.who):
        return False
    return _key(tokens, at - 3) in _ONE_OF_THEM and _key(tokens, at + 1) not in NOUNS and tokens[at].key.isdecimal()


def _are_ages_of_several(tokens: Sequence[Token], at: int) -> bool:
    """Whether two numbers between commas or in brackets behind a plural are their ages: "his two sons, *14 and 11*,"."""
    noun = NOUNS.get(_key(tokens, at - 2))
    if _key(tokens, at - 1) not in (",", "،", "(") or noun is None or noun.number == 1 or noun.quantity:
        return False
    other = at + 2
    if other >= len(tokens) or _key(tokens, at + 1) not in ("and", "و") or not tokens[other].key.isdecimal():
        return False
    ages = tokens[at].key.isdecimal() and max(int(tokens[at].key), int(tokens[other].key)) <= _OLDEST
    return ages and _key(tokens, other + 1) in ("", ",", "،", ")", ".")


def _is_first_of_two_ages(tokens: Sequence[Token], at: int) -> bool:
    """Whether a number is an age told before another one: the *5* and 7 year old brothers, البالغان *5* و7 سنوات."""
    if not tokens[at].key.isdecimal():
        return False
    other = at + 1 + (_key(tokens, at + 1) == "-")
    other += _key(tokens, other) in ("and", "or", "و")
    linked = other > at + 1 or (other < len(tokens) and tokens[other].joined)
    if not linked or not _key(tokens, other).isdecimal() or int(tokens[other].key) > _OLDEST:
        return False
    unit = other + 1 + (_key(tokens, other + 1) == "-")
    old = _key(tokens, unit + 1 + (_key(tokens, unit + 1) == "-")) == "old"
    return (_key(tokens, unit) in ("year", "years", "month", "months") and old) or _key(tokens, unit) in _YEARS_OLD


def _numbers_after(tokens: Sequence[Token], at: int) -> Iterator[int]:
    """The numbers of a list of ages; one that a noun follows begins something else ("aged 9, and 11 women")."""
    for i in range(at, min(at + 8, len(tokens))):
        if is_numeric(tokens[i]):
            if _key(tokens, i + 1) in NOUNS:
                return
            yield i
        elif tokens[i].key not in _BETWEEN_AGES:
            return


def _numbers_before(tokens: Sequence[Token], at: int) -> Iterator[int]:
    for i in range(at, max(at - 4, -1), -1):
        if not is_numeric(tokens[i]) and tokens[i].key not in _ORDINAL_OF_AGE:
            return
        if is_numeric(tokens[i]):
            yield i


def _is_age_of_one(tokens: Sequence[Token], at: int) -> bool:
    """Whether a number stands between commas or in brackets behind one person: a name of two words, or a noun in the singular."""
    key, before, after = tokens[at].key, _key(tokens, at - 1), _key(tokens, at + 1)
    if not key.isdecimal() or len(key) > 3 or not 0 < int(key) <= _OLDEST or at < 2:
        return False
    if (before, after) not in ((",", ","), ("،", "،"), ("(", ")")) or _key(tokens, at + 2) in PART_WORDS:
        return False
    one = tokens[at - 2]
    noun = NOUNS.get(one.key)
    if noun is not None:
        introduced = _key(tokens, at - 3) in _ONE_OF_THEM or is_arabic(one.key)
        return noun.number == 1 and one.key not in OUTCOME_OF and (before != "(" or introduced)
    if _is_bare_name(tokens, at):
        return True
    return _is_named(tokens, at - 2) and one.key not in _MONTH_STARTS


def _is_bare_name(tokens: Sequence[Token], at: int) -> bool:
    """Whether a number is the age of one who is told by one name: Ahmad, *25*, Samir, *30*, and; Ahmad (*25*) and his son.

    In brackets behind a place it may be a toll: Ariha (25).
    """
    one = tokens[at - 2]
    if is_arabic(one.key) or not one.text[:1].isupper() or one.key in _HAPPENED or one.key in _MONTH_STARTS:
        return False
    if tokens[at - 1].key == "(":
        return _key(tokens, at + 2) == "and" and _key(tokens, at + 3) in ("his", "her", "their")
    return _key(tokens, at - 3) in ("", ",", "and", "were", "was", "killed", "injured", "wounded", "arrested")


def _is_named(tokens: Sequence[Token], last: int) -> bool:
    """Whether the word at a place ends a name of two words and more; an Arabic one only beside what happened to its bearer."""
    one, other = tokens[last], tokens[last - 1]
    if last < 1 or one.key in OUTCOME_OF:
        return False
    if not is_arabic(one.key):
        kin = other.key in NOUNS and NOUNS[other.key].number == 1 and not NOUNS[other.key].quantity
        return one.text[:1].isupper() and (other.text[:1].isupper() or kin)
    before = [token.key for token in tokens[max(0, last - 3) : last]]
    told = any(key in OUTCOME_OF for key in (*before, _key(tokens, last + 4)))
    return told and other.key.isalpha() and not _IN & set(before)


def _of_lists(tokens: Sequence[Token]) -> Iterator[int]:
    """The numbers of a list of names: "1. Salim D. 2. Huda D.", 1- سليم 2- هدى. The list begins with 1 and has a 2 with the same sign behind it."""
    sign, number = "", 1
    for at in range(len(tokens) - 2):
        if tokens[at].key != str(number) or (sign or tokens[at + 1].key) != tokens[at + 1].key:
            continue
        if number == 1 and not _begins_list(tokens, at):
            continue
        sign, number = tokens[at + 1].key, number + 1
        yield at


def _begins_list(tokens: Sequence[Token], at: int) -> bool:
    """Whether a 1 with a sign and a name behind it begins a list, of which the 2 follows."""
    sign = tokens[at + 1]
    if sign.key not in (".", "-", "–", ")", "/") or sign.start != tokens[at].end or not _may_be_name(tokens[at + 2]):
        return False
    later = range(at + 2, min(at + 40, len(tokens) - 2))
    return any(tokens[i].key == "2" and tokens[i + 1].key == sign.key and _may_be_name(tokens[i + 2]) for i in later)


def _may_be_name(token: Token) -> bool:
    return token.text[:1].isupper() or (is_arabic(token.key) and not is_numeric(token))


def _of_labels(tokens: Sequence[Token]) -> Iterator[int]:
    """The number of what a text calls itself: "*Update 3*: the toll has risen", *تحديث 3*:, *بيان رقم 12* |."""
    for at in range(1, min(4, len(tokens) - 1)):
        words = tokens[:at]
        labelled = words[-1].key in _LABELS or (words[-1].key in _NUMBER and words[0].key in _LABELS)
        labelled = labelled or (at == 1 and words[0].key.isalpha() and _names_a_part(words[0].key))
        if labelled and tokens[at].key.isdecimal() and tokens[at + 1].key in (":", "|"):
            yield from () if _is_clock(tokens, at) else (at,)


def _of_titles(tokens: Sequence[Token]) -> Iterator[int]:
    """Law *10* displaced thousands, المرسوم رقم *66*: the number of a law, an article or a branch. "By decree 300 families" counts families."""
    for at in range(1, len(tokens)):
        if not tokens[at].key.isdecimal():
            continue
        name = at - 1
        while name > 0 and (tokens[name].key in _NUMBER or tokens[name].key in (".", "#", "(")):
            name -= 1
        noun = NOUNS.get(_key(tokens, at + 1))
        counts = name == at - 1 and noun is not None and _key(tokens, at + 1) not in OUTCOME_OF
        if tokens[name].key in _TITLED and not counts:
            yield at


def _names_a_part(key: str) -> bool:
    """Whether a word before a number and a colon names a part of something: *Ward* 4: two dead; but Dead 4:, Total 4:."""
    return key not in _HAPPENED and key not in _TOTALS and not is_number_word(key) and not sign_of(key)


def _is_clock(tokens: Sequence[Token], at: int) -> bool:
    """Whether a time of day begins at a place: 19:40."""
    return at + 2 < len(tokens) and is_numeric(tokens[at + 2]) and tokens[at + 1].end == tokens[at + 2].start


def _of_weapons(tokens: Sequence[Token]) -> Iterator[int]:
    """Su-24, S-300, MiG 29, T72, شاهد-136: digits that a name or its letters lead to."""
    return (at for at in range(1, len(tokens)) if tokens[at].key[:1].isdecimal() and _is_of_weapon(tokens, at))


def _is_of_weapon(tokens: Sequence[Token], at: int) -> bool:
    before = tokens[at - 1]
    if before.key == "-" and at > 1:
        written_together = before.start == tokens[at - 2].end and before.end == tokens[at].start
        return written_together and _is_type(tokens, at - 2, at)
    if before.end == tokens[at].start:
        return before.key.isascii() and before.key.isalpha() and before.key not in _HAPPENED
    if _key(tokens, at + 1) == "s" and tokens[at + 1].start == tokens[at].end:
        return True  # in his 20s
    return before.key in _WEAPONS and len(before.key) > 1 and _key(tokens, at + 1) not in NOUNS


def _is_type(tokens: Sequence[Token], name: int, number: int) -> bool:
    """Whether a word with a hyphen before a number names a type: one that is known to, or any where no noun of people is counted behind it."""
    key = tokens[name].key
    if key in _WEAPONS:
        return True
    if not key.isalpha() or key in _HAPPENED or is_number_word(key) or key in _LETTERED:
        return False
    noun = NOUNS.get(_key(tokens, number + 1))
    return noun is None or noun.quantity in ("munitions", "strikes")
