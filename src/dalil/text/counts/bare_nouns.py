"""Nouns that count by their form alone: a dual, a singular after its verb, a plural without a number."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from dalil.letters import fold, fold_words
from dalil.text.counts.ages import MASK
from dalil.text.counts.count_words import NOUNS, OUTCOME_OF, POSSESSED, SOUND_PLURALS, Noun
from dalil.text.counts.doers import DOERS, both_did_it, did_it, doer_before
from dalil.text.counts.heads import Amount, family_size, head_at, units_of
from dalil.text.counts.kin_beside import follows_one_of, is_verb, shares_with_another
from dalil.text.counts.outcome_words import told_at
from dalil.text.counts.relatives import PART_WORDS, is_company, relative_at
from dalil.text.dates import MONTHS, YEAR_WORDS
from dalil.text.numbers import Token, digits_of, is_numeric, read_amount

FILLERS = fold_words(
    "got getting since already have has been were was are is be being remain remained still also may reportedly forcibly people persons others "
    "lost their whom civilians more others other sustained sustaining suffered suffering subjected to enforced arbitrary later subsequently "
    "victims who that were of them had all feared known believed thought presumed reported قد كانوا لقوا لقي لقيت تعرضوا تعرضن تعرض لاحقا"
)
_ONLY_AFTER_NUMBER = fold_words("إصابة مصاب فرد")
_UNITS = ["ثلاثة", "أربعة", "خمسة", "ستة", "سبعة", "ثمانية", "تسعة", "عشرة"]
_UNITS_OF_WOMEN = ["ثلاث", "أربع", "خمس", "ست", "سبع", "ثماني", "تسع", "عشر"]
POSTPOSED = {
    fold("ال" + word): number
    for words in (_UNITS, _UNITS_OF_WOMEN, ["تلاتة"], ["تلات"])
    for number, word in enumerate(words, 3)
}
"""Definite numbers behind their noun: أطفالها *الثلاثة*."""
_HAPPENINGS = ("سقوط", "وقوع", "حدوث", "سقط", "سقطت")
_COUNTED_ELSEWHERE = ("بين", "عدد", "حصيله", "اعداد")
_DUAL_VOWEL = re.compile("\u064e[\u0651]?ي|\u0651\u064eي|\u064e\u0651ي")
"""The vowels that make ين a dual: مدنيَّيْن."""
_CASUALTIES = {"killed", "injured"}
_LOST = fold_words("خسرنا خسرت خسر خسروا فقدنا فقدت فقد فقدوا أخذوا")
_TWO = fold_words("اثنان اثنين اثنتان اثنتين الاثنان الاثنين التنين تنين")
_OF_VERBS = fold_words("عن على")
_THERE = fold_words("فيها فيه بها خلالها خلاله إثرها إثره جراءها جراءه ميدانيا رميا شنقا حرقا ذبحا قنصا")
"""Stand between what happened and to whom: قُتلت *فيها* ممرضتان."""
_WHEN = fold_words("اليوم أمس البارحة صباحا مساء فجرا ليلا ظهرا عصرا الآن مبارح")
"""Stand between what happened and to whom: توفي *اليوم* رضيع."""
_FREES = frozenset(key for key, quantity in OUTCOME_OF.items() if quantity in ("released", "bodies_found", "detained"))
_OF_DAYS = frozenset({MASK, "-", "/", "."})
_IN_CONTEXT = fold_words("راح راحت إنقاذ")
_HEADS = frozenset(".:؛!؟\n")
_ENDS_IN_TA = fold_words("ابنة والدة زوجة شقيقة جدة حفيدة عمة خالة")
_THINGS = {"strike", "munition", "attack", "massacre", "incident"}
"""Verbs whose subject does it, in any vowels; قتل and خطف may be "was killed" as well."""


@dataclass(frozen=True)
class _BareNoun:
    """A noun without a number, in Arabic: what it says by its form, what leads to it, and the nouns that go on with it.

    led: an outcome, a list or "among them" leads to it, so that it is one of those something happened to (مقتل *طفل*).
    listed: it goes on with a list (سيدة و*طفلها*). last: one past the nouns that stand together for it (قتيل مدني).
    """

    tokens: Sequence[Token]
    at: int
    last: int
    number: int
    who: tuple[str, ...]
    quantity: str
    led: bool

    @property
    def follower(self) -> str:
        return self.tokens[self.last].key if self.last < len(self.tokens) else ""

    def amount(self, shape: str, low: int, high: int | None = None, last: int | None = None) -> Amount:
        return Amount(shape, low, high, self.at, self.last if last is None else last, self.who, self.quantity)


def unnumbered_amount_at(tokens: Sequence[Token], at: int, clause_ends: frozenset[str]) -> Amount | None:
    """Read the amount that a noun states by its form alone, without a number beside it.

    طفلان is exactly 2; مقتل سيدة is exactly 1; "people were killed" is vague, 2 or more.
    Returns None where the noun states no amount: it is no noun of people, it is definite (القتلى), or no outcome leads to it.

    >>> from dalil.text.numbers import tokens_of
    >>> unnumbered_amount_at(tokens_of("مقتل سيدة"), 1, frozenset(".")).low
    1
    >>> unnumbered_amount_at(tokens_of("أسماء القتلى"), 1, frozenset(".")) is None
    True
    """
    noun = NOUNS.get(tokens[at].key)
    if noun is None:
        return relative_at(tokens, at)
    if noun.number == 1 and tokens[at].key in POSSESSED and tokens[at].text.endswith("يّ"):
        noun = replace(noun, number=2)  # ولديّ, my two
    if tokens[at].key[0] <= "\u0600":
        return _english_plural_at(tokens, at, noun, clause_ends) or relative_at(tokens, at)
    if (one := _called_at(tokens, at, noun)) is not None:
        return one
    bare = _arabic_noun_at(tokens, at, noun)
    if bare is None:
        return None
    if (many := _number_behind(bare)) is not None:
        return many
    read = {1: _singular, 2: _dual, 3: _plural}[bare.number]
    return read(bare)


def _called_at(tokens: Sequence[Token], at: int, noun: Noun) -> Amount | None:
    """One of somebody's kin of whom it is said what they are: *أبوي شهيد* و*أخوي مفقود*; None elsewhere."""
    begins = not at or tokens[at].joined or tokens[at - 1].key in _HEADS | {",", "،"}
    if tokens[at].key not in POSSESSED or noun.number != 1 or not begins or at + 1 >= len(tokens):
        return None
    said = NOUNS.get(tokens[at + 1].key)
    if said is None or said.number != 1 or not said.quantity or tokens[at + 1].joined or _THINGS & set(said.who):
        return None
    if tokens[at + 1].key.startswith("ال") or "body" in said.who:
        return None
    return Amount("exact", 1, 1, at, at + 2, noun.who, said.quantity)


def _arabic_noun_at(tokens: Sequence[Token], at: int, noun: Noun) -> _BareNoun | None:
    """The noun at a token, where it may state an amount; None where it only names somebody."""
    key, before = tokens[at].key, _word_before(tokens, at)
    listed = tokens[at].joined and at > 0 and (before in NOUNS or follows_one_of(tokens, at))
    far = shares_with_another(tokens, at, noun)
    listed = listed or far
    led = listed or _is_led(tokens, at, noun, before)
    if _is_between_or_of_a_toll(tokens, at, listed) or _is_definite(key, before, noun):
        return None
    if key in POSSESSED and not led:
        return None
    if listed and not far and not _is_one_of_a_pair(before, noun) and not _goes_on(tokens, at):
        return None
    who, last = _who_at(tokens, at, noun)
    return _BareNoun(tokens, at, last, noun.number, who, units_of(Noun(noun.number, who, noun.quantity)), led)


def _is_led(tokens: Sequence[Token], at: int, noun: Noun, before: str) -> bool:
    """Whether what happened, a whole with its parts in brackets, or a verb around it leads to a noun."""
    bracketed = before == "(" and at > 1 and tokens[at - 2].key in NOUNS  # أربعة مدنيين (طفلين وامرأتين)
    company = tokens[at].key in POSSESSED and is_company(tokens, at - 1)
    return (
        bracketed
        or company
        or _leads(before)
        or _leads_in_context(tokens, at)
        or _is_object(tokens, at, noun)
        or _is_before_its_verb(tokens, at, noun)
    )


def _word_before(tokens: Sequence[Token], at: int) -> str:
    """The word before a place, past the "two" behind a dual (سيدتين اثنتين وطفل) and the preposition of a verb (أفرج عن الرهينتين)."""
    before = tokens[at - 1].key if at else ""
    if tokens[at].joined and before in (",", "،") and at > 1 and tokens[at - 2].key in NOUNS:
        return tokens[at - 2].key  # 8 نساء، ورجل
    passed = before in _TWO | _THERE | _WHEN or (before in _OF_VERBS and at > 1 and tokens[at - 2].key in _FREES)
    return tokens[at - 2].key if passed and at > 1 else before


def _who_at(tokens: Sequence[Token], at: int, noun: Noun) -> tuple[tuple[str, ...], int]:
    """Whom a noun and those that go on with it say, and where they end."""
    head = head_at(tokens, at)
    who, last = (head[0].who, head[1]) if head else (noun.who, at + 1)
    return (tuple(each for each in who if each != "female") if _is_his(tokens[at]) else who), last


def _is_his(token: Token) -> bool:
    """Whether a word may say whose the relative is: ابنه is his son, ابنة a daughter, and both fold to one key."""
    return token.key[-1:] == "ه" and token.text[-1:] == "ه" and token.key in _ENDS_IN_TA


def _is_before_its_verb(tokens: Sequence[Token], at: int, noun: Noun) -> bool:
    """Whether one or two stand before what happened to them, at the head of a sentence: أخي استشهد, شاب قتل برصاص قناص."""
    if noun.number == 3 or noun.quantity or (at and tokens[at - 1].key not in _HEADS):
        return False
    if at + 1 < len(tokens) and tokens[at + 1].joined:  # أم وأربعة من أطفالها استشهدوا
        return any(is_verb(tokens, i) for i in range(at + 2, min(at + 8, len(tokens))))
    return at + 1 < len(tokens) and is_verb(tokens, at + 1)


def _is_object(tokens: Sequence[Token], at: int, noun: Noun) -> bool:
    """Whether those of a noun are what somebody did something to: أعدم التنظيم *رجلين*, خطف مسلحون *طبيباً*."""
    if noun.number == 3 or tokens[at].joined:
        return False
    doer = doer_before(tokens, at)
    if doer and noun.number == 1 and tokens[doer - 1].key in OUTCOME_OF:
        return not noun.quantity  # خطف مسلحون رجل أعمال
    if not tokens[at].text.endswith(("ين", "ا", "اً", "ًا", "ى", "ة")):
        return False
    for i in range(at - 1, max(at - 4, -1), -1):
        if tokens[i].key in OUTCOME_OF:
            return i < at - 1
        if not (tokens[i].key.startswith("ال") or tokens[i].key in DOERS):
            return False
    return False


def _leads(before: str) -> bool:
    """Whether a word says that something happened to those of the noun behind it."""
    return before in OUTCOME_OF or before in _HAPPENINGS or before in PART_WORDS or before in _LOST


def _leads_in_context(tokens: Sequence[Token], at: int) -> bool:
    """Whether a word that says so only with others leads to the noun behind it: *راح* ابني بالقصف, لم يتمكنوا من *إنقاذ* طفل."""
    return at > 0 and tokens[at - 1].key in _IN_CONTEXT and told_at(tokens, at - 1) == "killed"


def _is_between_or_of_a_toll(tokens: Sequence[Token], at: int, listed: bool) -> bool:
    """بين قتيل وجريح and عدد القتلى say whom a number counts that stands elsewhere."""
    before = tokens[at - 1].key if at else ""
    return before in _COUNTED_ELSEWHERE or (listed and at > 1 and tokens[at - 2].key == "بين")


def _is_one_of_a_pair(before: str, noun: Noun) -> bool:
    """قتيل و*جريح*, قتيل و*جريحان*, شهيدان و*مفقود*."""
    return noun.quantity in _CASUALTIES | {"missing"} and noun.number < 3 and before not in POSSESSED


def _is_definite(key: str, before: str, noun: Noun) -> bool:
    """Whether a noun names people already told of (القتلى); مقتل الطفل is still one, مقتل الطفلين two."""
    one_or_two = noun.number < 3 and key[2:] not in SOUND_PLURALS and _leads(before) and before not in PART_WORDS
    return key.startswith("ال") and not (one_or_two and not noun.quantity)


def _number_behind(bare: _BareNoun) -> Amount | None:
    """The definite number behind a plural: مقتل أطفالها الثلاثة."""
    many = POSTPOSED.get(bare.follower)
    return bare.amount("exact", many, many, bare.last + 1) if many and bare.number == 3 and bare.led else None


def _dual(bare: _BareNoun) -> Amount | None:
    """طفلان, طفلين: two; مدنيين without vowels may be two or many."""
    two = bare.last < len(bare.tokens) and bare.follower in _TWO and not bare.tokens[bare.last].joined
    if two and bare.led:
        return bare.amount("exact", 2, 2, bare.last + 1)
    if bare.tokens[bare.at].key not in SOUND_PLURALS:
        if not (bare.led or bare.quantity) or both_did_it(bare.tokens, bare.at, bare.who):
            return None
        return _two_or_more(bare)
    if bare.at + 1 < len(bare.tokens) and bare.tokens[bare.at + 1].key in ("اثنين", "اثنان"):
        return bare.amount("exact", 2, 2, bare.at + 2)
    if not bare.led:
        return None
    vowelled = _DUAL_VOWEL.search(bare.tokens[bare.at].text)
    return bare.amount("exact", 2, 2) if vowelled else bare.amount("vague", 2)


def _two_or_more(bare: _BareNoun) -> Amount:
    """قتيلان; قتيلان أو ثلاثة."""
    more = read_amount(bare.tokens, bare.last + 1) if bare.follower == "او" else None
    if more and more.value == int(more.value) > 2:
        return bare.amount("range", 2, int(more.value), more.last)
    return bare.amount("exact", 2, 2)


def _singular(bare: _BareNoun) -> Amount | None:
    """مقتل سيدة: one; قتيل: one, by itself; a family as many as it is said to have."""
    if _counts_nobody(bare):
        return None
    size = family_size(bare.tokens, bare.last) if bare.who == ("family",) else None
    if size and bare.led:
        return Amount("exact", size[0], size[0], bare.at, size[1])
    named = bare.follower.startswith("ال")
    if bare.led and not (bare.quantity and named):
        return bare.amount("exact", 1, 1)
    own = (
        bare.quantity in _CASUALTIES
        or _ends_losses(bare)
        or (bare.quantity == "bodies_found" and bare.last > bare.at + 1)
    )
    return bare.amount("exact", 1, 1) if own and not named else None


def _counts_nobody(bare: _BareNoun) -> bool:
    """Whether a singular stands behind its number (86 ضحية), or is a family that lost others (فقدت عائلة الخطيب ثلاثة), or a house told of."""
    if bare.at and is_numeric(bare.tokens[bare.at - 1]):
        return True
    if _ends_a_joint(bare) or _says_by_what(bare):
        return True  # 20 قتيلاً وجريحاً
    if bare.who == ("home",) and bare.tokens[bare.at].key.startswith("ال"):
        return True  # ثم أحرقوا البيت
    loses = bare.who == ("family",) and _word_before(bare.tokens, bare.at) in _LOST
    return loses or bare.tokens[bare.at].key in _ONLY_AFTER_NUMBER


def _says_by_what(bare: _BareNoun) -> bool:
    """Whether a raid or a shell only says what somebody died of: استشهد *بغارة*."""
    token = bare.tokens[bare.at]
    return bool(_THINGS & set(bare.who)) and token.text[:1] == "ب" != token.key[:1]


def _ends_a_joint(bare: _BareNoun) -> bool:
    """Whether a singular goes on with the dead whom a number counts, and is counted by it too: 20 قتيلاً *وجريحاً*."""
    if bare.at < 2 or bare.quantity not in _CASUALTIES or not bare.tokens[bare.at].joined:
        return False
    before = NOUNS.get(bare.tokens[bare.at - 1].key)
    joint = before is not None and before.number == 1 and {before.quantity, bare.quantity} == _CASUALTIES
    return joint and is_numeric(bare.tokens[bare.at - 2])


def _ends_losses(bare: _BareNoun) -> bool:
    """Whether one missing ends a list of the dead and wounded: شهيدان *ومفقود*."""
    before = NOUNS.get(bare.tokens[bare.at - 1].key) if bare.at else None
    listed = before is not None and before.quantity in _CASUALTIES and bare.tokens[bare.at].joined
    return listed and bare.quantity == "missing"


def _plural(bare: _BareNoun) -> Amount | None:
    """مقتل مدنيين, قتلى وجرحى: more than two, nobody says how many."""
    if not (bare.led or bare.quantity in _CASUALTIES) or _counted_next(bare.tokens, bare.last):
        return None
    if _is_of_something(bare) or did_it(bare.tokens, bare.at, bare.last, bare.who):
        return None
    other = NOUNS.get(bare.follower) if bare.follower and bare.tokens[bare.last].joined else None
    if other and {bare.quantity, other.quantity} == _CASUALTIES and other.number == 3:
        head = head_at(bare.tokens, bare.last)
        return (
            replace(bare, who=head[0].who, last=head[1]).amount("vague", 3)
            if head
            else bare.amount("vague", 3, None, bare.last + 1)
        )
    return bare.amount("vague", 3)


def _is_of_something(bare: _BareNoun) -> bool:
    """Whether those of something are meant, or those of the number told later: قتلى الزلزال, شهداء قصف اليوم 8."""
    unled = bare.quantity and not bare.led
    return bool(unled) and (bare.follower.startswith("ال") or _number_later(bare))


def _number_later(bare: _BareNoun) -> bool:
    """Whether digits that count no noun of their own end the words after a plural at the head of a text."""
    for i in range(bare.last, min(bare.last + 9, len(bare.tokens))):
        if bare.tokens[i].key in _OF_DAYS:
            continue  # شهداء سوريا *22-4-2019*: 15
        if not bare.tokens[i].key[:1].isalnum() or bare.tokens[i].joined or bare.tokens[i].key in OUTCOME_OF:
            return bare.tokens[i].key == ":"
        if digits_of(bare.tokens[i]) is not None:
            return bare.at == 0 and not (i + 1 < len(bare.tokens) and bare.tokens[i + 1].key in NOUNS)
    return False


def _goes_on(tokens: Sequence[Token], at: int) -> bool:
    """Whether a joined noun goes on with a list that began right after an outcome: مقتل سيدة وطفلها."""
    i = at - 2 if follows_one_of(tokens, at) or tokens[at - 1].key in (",", "،") else at - 1
    while (
        i >= 0 and (tokens[i].key in NOUNS or tokens[i].key in _TWO) and tokens[i].key not in OUTCOME_OF and at - i < 6
    ):
        i -= 1
    return i >= 0 and (_leads(tokens[i].key) or tokens[i].key == "(" or is_numeric(tokens[i]))


def _counted_next(tokens: Sequence[Token], at: int) -> bool:
    """Whether a number or a dual follows, whose noun this one only leads to: جثامين 4 أطفال, جثث طفلين."""
    if at >= len(tokens) or tokens[at].joined:
        return False
    return read_amount(tokens, at) is not None


def _english_plural_at(tokens: Sequence[Token], at: int, noun: Noun, clause_ends: frozenset[str]) -> Amount | None:
    """A bare plural counts where it is what was killed, at the head of its clause: "people were killed", "dead and wounded"."""
    if noun.number != 3 or not _begins(tokens, at, clause_ends):
        return None
    if tokens[at].key == "dead" and [token.key for token in tokens[at + 1 : at + 3]] == ["and", "wounded"]:
        return Amount("vague", 2, None, at, at + 3, quantity="casualties")
    i = at + 1
    while i < min(len(tokens), at + 4) and tokens[i].key in FILLERS:
        i += 1
    if i == at + 1 or i >= len(tokens) or tokens[i].key not in OUTCOME_OF:
        return None
    head = head_at(tokens, at)
    return Amount("vague", 2, None, at, head[1] if head else at + 1, noun.who)


def _begins(tokens: Sequence[Token], at: int, clause_ends: frozenset[str]) -> bool:
    """Whether the head of a clause stands here: first of all, or after a comma, or after the year ("In 2019 civilians were killed")."""
    if at == 0 or tokens[at - 1].key in clause_ends or tokens[at - 1].key in (",", "that"):
        return True
    year = digits_of(tokens[at - 1])
    return tokens[at - 1].key == MASK or (
        year is not None
        and 1900 <= year <= 2100
        and at > 1
        and (tokens[at - 2].key in YEAR_WORDS or (tokens[at - 2].key,) in MONTHS)
    )
