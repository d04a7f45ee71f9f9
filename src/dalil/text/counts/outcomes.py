"""What happened to those counted: which of the words that say what happened an amount belongs to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from dalil.letters import fold_words
from dalil.text.counts.ages import MASK
from dalil.text.counts.amounts import CLAUSE_ENDS
from dalil.text.counts.bare_nouns import FILLERS, POSTPOSED
from dalil.text.counts.count_words import NOUNS, OUTCOME_OF, POSSESSED
from dalil.text.counts.heads import Amount
from dalil.text.counts.interruptions import (
    interrupted,
    is_active,
    past_still,
    told_of_them,
)
from dalil.text.counts.outcome_places import NOTHING, Outcome
from dalil.text.counts.outcome_words import WEAK_NOUNS, told_at
from dalil.text.counts.passed_over import STATES, past_fillers, past_list, past_parts
from dalil.text.counts.predicates import (
    come_out_alive,
    died_afterwards,
    finite_after_participle,
    has_its_own_predicate,
    is_of_a_place,
)
from dalil.text.counts.relatives import PART_WORDS
from dalil.text.counts.things_of_war import is_only_in_part, were_not_fired
from dalil.text.counts.told_later import BE, DOES, done_to_the_next, is_of_some, told_later
from dalil.text.counts.unknown_things import is_led_by_so, is_of_unknown_things, stands_beside
from dalil.text.counts.wholes import is_some_of_so_many
from dalil.text.numbers import Token, is_numeric

FAR = 60
"""Words on either side of an amount within which what happened is looked for."""
_JOINT = {"killed", "injured"}
_CLAUSE_SIGNS = CLAUSE_ENDS | fold_words(
    "while whereas meanwhile but مما لكن ولكن زال زالت زالوا بينما فيما وبينما وفيما يزال تزال يزالون"
)
"""Where a clause ends, or another begins."""
_BARE_VAGUE = frozenset({"many", "several", "few", "numerous", "multiple"})
"""Without a noun they count those of whom something is told right beside them, and nobody else."""
_BEGIN_NUMBERS = fold_words(
    "at more over about around some nearly up no none unknown dozens scores أكثر نحو حوالي ما لا عشرات"
)
"""Behind the colon of a label they begin its number."""
_DEEDS = fold_words(
    "death deaths killing killings murder murders arrest arrests detention abduction kidnapping execution executions release evacuation "
    "displacement disappearance assassination"
)
"""Nouns that with "of" lead to those of whom they are told, whatever is told behind."""
_LEAVES = frozenset({"left", "leaving", "leaves"})
_BURIES = fold_words("دفن دفنت دفنوا تشييع شيع شيعت")
_SHORTENED = frozenset({"incl", "approx", "est", "ca", "no"})
_CASES = fold_words("case cases instance instances حالة حالات")
_TURNS = fold_words("تحول تحولت تحولوا وتحول وتحولت اعتبر واعتبر انتهت")
_UNDER_RUBBLE = {
    ("تحت", "الانقاض"),
    ("تحت", "الركام"),
    ("under", "rubble"),
    ("under", "the", "rubble"),
    ("under", "the", "debris"),
}
_STILL_ARE = fold_words("is are still remain remains also ما لا زال زالوا زالت يزال يزالون تزال")
_LEFT = {("left",), ("غادرت",), ("خرجت",)}
THINGS = frozenset({"home", "tent", "camp", "site"})
"""What is damaged, and not affected, as nouns of count_words name it."""


def what_happened(tokens: Sequence[Token], outcomes: Sequence[Outcome], amount: Amount) -> str:
    """Choose what happened to those of an amount from the outcomes near it.

    The amount's own noun goes first, then the words right after it, then those before it, then those later in its clause.
    Returns the code of a quantity, "" where nothing is said, NOTHING where something else is.

    >>> from dalil.text.counts.amounts import amounts_of
    >>> from dalil.text.counts.outcome_places import outcomes_of
    >>> from dalil.text.numbers import tokens_of
    >>> tokens = tokens_of("shelling killed 12 people and 3 were injured")
    >>> amounts = list(amounts_of(tokens, "shelling killed 12 people and 3 were injured"))
    >>> [what_happened(tokens, outcomes_of(tokens, amounts), amount) for amount in amounts]
    ['killed', 'injured']
    """
    told = _told_by_itself(tokens, outcomes, amount) or _told_beside(tokens, outcomes, amount)
    return (
        NOTHING if told == "displaced" and amount.quantity == "detained" else told
    )  # prisoners who flee are not displaced


def _told_by_itself(tokens: Sequence[Token], outcomes: Sequence[Outcome], amount: Amount) -> str:
    """What an amount says by its own noun, or by what became of it."""
    if amount.quantity == "killed" and amount.first and tokens[amount.first - 1].key in _BURIES:
        return "killed"  # دفن 8 ضحايا
    if any(each.quantity == "casualties" and _is_joint_of(tokens, each, amount) for each in outcomes):
        return "casualties"
    if amount.quantity == "injured" and (led := _led_by(tokens, outcomes, amount)) in ("evacuated", "killed"):
        return led  # إجلاء 58 جريحاً, وفاة 3 مصابين
    if told := _turned_into(tokens, amount) or _told_of_cases(tokens, amount):
        return told
    weak = amount.weak or (_is_of_a_weak_noun(amount) and not _speaks_for_itself(tokens, amount))
    return "" if weak else amount.quantity


def _is_of_a_weak_noun(amount: Amount) -> bool:
    """Whether something else may be told of those whom a noun names: detainees are killed, houses are searched."""
    return amount.quantity in ("homes_destroyed", "sites", *WEAK_NOUNS)


def _speaks_for_itself(tokens: Sequence[Token], amount: Amount) -> bool:
    """Whether the noun of an amount says all the same what happened: in a list of losses, of one's kin, or as what is said of them."""
    return (
        _goes_on_with_losses(tokens, amount)
        or tokens[amount.first].key in POSSESSED
        or _is_said_of_them(tokens, amount)
    )


def _is_said_of_them(tokens: Sequence[Token], amount: Amount) -> bool:
    """Whether a noun in the nominative behind a number says what those are: استشهد منا ثلاثة *واثنان معتقلان*, *وثلاثة مفقودون*."""
    if amount.last - amount.first < 2 or not tokens[amount.first].joined:
        return False
    number, noun = tokens[amount.last - 2], tokens[amount.last - 1].key
    return is_numeric(number) and not noun.startswith("ال") and noun.endswith(("ون", "ان"))


def _led_by(tokens: Sequence[Token], outcomes: Sequence[Outcome], amount: Amount) -> str:
    """What the word right before an amount says, or the one before الحياة (فارق الحياة 3 مصابين)."""
    step = amount.first > 1 and tokens[amount.first - 1].key == "الحياه"
    led = told_right_before(outcomes, replace(amount, first=amount.first - step))
    return "" if led == "killed" and tokens[amount.first - 1].key in NOUNS else led  # شهيد وجريحان are not two dead


def _told_beside(tokens: Sequence[Token], outcomes: Sequence[Outcome], amount: Amount) -> str:
    """What the words around an amount say of it: right after it, before it, later in its clause."""
    start, end = _clause(tokens, amount)
    if amount.shape == "vague" and not amount.who and tokens[amount.last - 1].key in _BARE_VAGUE:
        return _right_after(tokens, outcomes, amount, end, led=False) or told_right_before(outcomes, amount)
    if amount.weak and told_right_before(outcomes, amount) == NOTHING:
        return NOTHING  # managed to save 9 of the 11 injured
    outcomes = _of_its_kind(tokens, outcomes, amount)
    earlier = _earlier(tokens, outcomes, amount, start)
    told = (
        _told_of_some(tokens, outcomes, amount) or _right_after(tokens, outcomes, amount, end, bool(earlier)) or earlier
    )
    if told in ("", NOTHING):
        told = told_later(tokens, outcomes, amount, end) or _under_rubble(tokens, amount) or told
    return told or _told_of_people(tokens, amount) or _told_by_noun(tokens, amount)


def _told_of_some(tokens: Sequence[Token], outcomes: Sequence[Outcome], amount: Amount) -> str:
    """What the words right before an amount say, where what follows is told of others or before: *released* 17 of the 29 students detained in May.

    "The *death* of two people wounded on Monday": they are dead.
    """
    of_others = (amount.weak and not amount.quantity) or _key(tokens, amount.last) in ("who", "whom")
    if of_others and (told := told_right_before(outcomes, amount)):
        return told
    at = amount.first - 2
    described = (
        (at >= 0 and tokens[at].key in _DEEDS)
        or of_others
        or _key(tokens, amount.last).endswith(("ed", "en"))
        or _key(tokens, amount.last) == "held"
    )
    deed = described and amount.first > 1 and tokens[amount.first - 1].key == "of"
    return told_right_before(outcomes, replace(amount, first=amount.first - 1)) if deed else ""


def _told_of_people(tokens: Sequence[Token], amount: Amount) -> str:
    """What became of a number of people, told by a noun with "their"; "" where it tells nothing."""
    people = amount.shape == "exact" and not amount.quantity and tokens[amount.last - 1].key in NOUNS
    return told_of_them(tokens, amount.last) if people else ""


def _earlier(tokens: Sequence[Token], outcomes: Sequence[Outcome], amount: Amount, start: int) -> str:
    """What happened last before an amount in its clause, as far as nothing else is told between, or of the amount itself (NOTHING)."""
    for one in reversed(outcomes):
        if one.at < start:
            return ""
        if one.at < amount.first and not is_of_a_place(tokens, one.at):
            if interrupted(tokens, one.last, amount):
                return ""
            if _brought_away(tokens, outcomes, one):
                return "evacuated"
            if one.quantity == "convicted" and _is_of_the_crime(tokens[one.last : amount.first]):
                return ""
            return NOTHING if has_its_own_predicate(tokens, amount) else one.quantity
    return ""


def _is_of_the_crime(between: Sequence[Token]) -> bool:
    """Whether the words between "convicted" and a number lead to what they did: convicted five guards *of torturing* 22, بتعذيب 22 معتقلاً."""
    crime = ("of", "for", "over")
    return any(token.key in crime or (token.key.startswith("ب") and len(token.key) > 4) for token in between)


def _brought_away(tokens: Sequence[Token], outcomes: Sequence[Outcome], hurt: Outcome) -> bool:
    """Whether the wounded told before were counted as those who are brought away: إجلاء 56 جريحاً و*120 من مرافقيهم*."""
    if (
        hurt.quantity != "injured"
        or tokens[hurt.at].key not in NOUNS
        or not hurt.at
        or not is_numeric(tokens[hurt.at - 1])
    ):
        return False
    return any(one.quantity == "evacuated" and one.last == hurt.at - 1 for one in outcomes)


def _of_its_kind(tokens: Sequence[Token], outcomes: Sequence[Outcome], amount: Amount) -> Sequence[Outcome]:
    """The outcomes that an amount may have: strikes only for strikes, and for things that no list knows those right beside them."""
    outcomes = [outcome for outcome in outcomes if outcome.quantity != "strikes" or "strike" in amount.who]
    if is_some_of_so_many(tokens, amount):
        outcomes = [one for one in outcomes if not amount.first <= one.at <= amount.last]
    if is_of_unknown_things(tokens, amount):
        return [outcome for outcome in outcomes if stands_beside(tokens, amount, outcome.at)]
    return outcomes


def _goes_on_with_losses(tokens: Sequence[Token], amount: Amount) -> bool:
    """Whether an amount goes on with a list of losses: 17 قتيلاً و34 جريحاً *ومفقود*; "112 killed, 87 wounded, *45 detainees*"."""
    comma = _key(tokens, amount.first - 1) in (",", "،", "and")
    at = amount.first - 1 - comma
    if at < 0 or not (comma or tokens[amount.first].joined):
        return False
    before = NOUNS.get(tokens[at].key)
    counted = not comma or (at > 0 and is_numeric(tokens[at - 1]))
    told = before.quantity if before is not None else OUTCOME_OF.get(tokens[at].key, "")
    return counted and told in _JOINT | (WEAK_NOUNS if comma else set())


def _told_by_noun(tokens: Sequence[Token], amount: Amount) -> str:
    """What happened to those of whom no verb tells: what their noun says, or the place where they are. Homes stand until a verb says otherwise."""
    if {"home", "tent", "camp"} & set(amount.who) or is_some_of_so_many(tokens, amount):
        return ""
    piece = amount.subset and amount.first < 3  # "among them eight children", cut out of a longer text
    return amount.quantity or _by_place(tokens, amount) or ("casualties" if piece else "")


def suit_to_counted(tokens: Sequence[Token], quantity: str, amount: Amount) -> str:
    """Return what happened as it is called of those counted: people are affected, things damaged, in Arabic by one verb (تضرر).

    Returns "" where something else is told (NOTHING), and where the words do not name people, homes or tents: "30 schools were damaged" counts
    no people.
    """
    if quantity == "casualties" and "body" in amount.who:
        return "bodies_found"
    if quantity not in ("affected", "damaged"):
        return _as_done(tokens, quantity, amount)
    if quantity == "affected" and "camp" in amount.who and any(token.key.startswith("affect") for token in tokens):
        return "affected"  # its people are; English has a verb of its own for what is damaged
    if not THINGS.isdisjoint(amount.who):
        return "damaged"
    named = any(token.key in NOUNS for token in tokens[amount.first : amount.last + 1])
    return "affected" if named and quantity == "affected" else ""


def _as_done(tokens: Sequence[Token], quantity: str, amount: Amount) -> str:
    """What was done, where it was: shells that were seized were not fired, homes destroyed in part are damaged; "" for NOTHING."""
    if quantity == "munitions" and were_not_fired(tokens, amount):
        return ""
    if quantity == "homes_destroyed" and is_only_in_part(tokens, amount):
        return "damaged"
    return "" if quantity == NOTHING else quantity


def _is_joint_of(tokens: Sequence[Token], outcome: Outcome, amount: Amount) -> bool:
    """Whether "killed and wounded" stands in an amount or right after it, or بين قتيل وجريح a little later."""
    near = amount.last + (4 if tokens[outcome.at - 1].key == "بين" else 1)
    return outcome.quantity == "casualties" and amount.first <= outcome.at <= near


def _turned_into(tokens: Sequence[Token], amount: Amount) -> str:
    """What became of an amount later: *تحول* 38 شخصاً منهم إلى *مختفين* قسرياً; "" where nothing is said to have."""
    behind = [token.key for token in tokens[amount.last : amount.last + 3]]
    behind = behind[: next((i for i, key in enumerate(behind) if not key.isalpha()), 3)]
    before = tokens[amount.first - 1].key if amount.first else ""
    if before not in _TURNS and _TURNS.isdisjoint(each for each in behind if not each.startswith("و")):
        return ""
    for token in tokens[amount.last : amount.last + 8]:
        if told := OUTCOME_OF.get(token.key) or (NOUNS[token.key].quantity if token.key in NOUNS else ""):
            return told
    return ""


def _told_of_cases(tokens: Sequence[Token], amount: Amount) -> str:
    """What happened in so many cases: "3 cases of enforced *disappearance*", 14 حالة *اعتقال*; "" where no cases are counted."""
    if _key(tokens, amount.last) not in _CASES:
        return ""
    at = amount.last + 1
    while _key(tokens, at) in FILLERS | {"of"}:
        at += 1
    return told_at(tokens, at)


def told_right_after(tokens: Sequence[Token], outcomes: Sequence[Outcome], amount: Amount) -> str:
    """Return what the words right after an amount say happened ("30 were wounded"); "" where they say nothing.

    >>> from dalil.text.counts.amounts import amounts_of
    >>> from dalil.text.counts.outcome_places import outcomes_of
    >>> from dalil.text.numbers import tokens_of
    >>> tokens = tokens_of("30 were wounded")
    >>> [told_right_after(tokens, outcomes_of(tokens, []), amount) for amount in amounts_of(tokens, "30 were wounded")]
    ['injured']
    """
    return _right_after(tokens, outcomes, amount, _clause(tokens, amount)[1], led=False)


def told_right_before(outcomes: Sequence[Outcome], amount: Amount) -> str:
    """Return what the word right before an amount says happened ("injuring dozens of them"); "" where it says nothing."""
    return next((outcome.quantity for outcome in outcomes if outcome.last == amount.first), "")


def part_told(tokens: Sequence[Token], outcomes: Sequence[Outcome], amount: Amount) -> str:
    """Return what a part is told of itself, in the words beside it; "" where it shares what happened to its whole."""
    after = told_right_after(tokens, outcomes, amount)
    led = amount.first - (amount.first > 0 and tokens[amount.first - 1].key in PART_WORDS)  # عاد منهم 30
    before = told_right_before(outcomes, replace(amount, first=led))
    told = after or before or _turned_into(tokens, amount)
    return told or (amount.quantity if amount.quantity in _JOINT else "")  # four of them died


def is_doer(tokens: Sequence[Token], outcomes: Sequence[Outcome], amount: Amount, starts: Mapping[int, Amount]) -> bool:
    """Whether an amount of unknown things does what happens to the next one: "*two drones* killed five".

    starts: the amounts by their first token.

    >>> from dalil.text.counts.amounts import amounts_of
    >>> from dalil.text.counts.outcome_places import outcomes_of
    >>> from dalil.text.numbers import tokens_of
    >>> text = "two quadcopters killed five people"
    >>> tokens = tokens_of(text)
    >>> amounts = list(amounts_of(tokens, text))
    >>> outcomes, starts = outcomes_of(tokens, amounts), {amount.first: amount for amount in amounts}
    >>> [is_doer(tokens, outcomes, amount, starts) for amount in amounts]
    [True, False]
    """
    verb = next((outcome for outcome in outcomes if outcome.at >= amount.last), None)
    armed = bool(amount.who) and set(amount.who) <= {"combatant", "male"}
    if (amount.who and not armed) or amount.quantity or amount.subset or verb is None:
        return False
    if not amount.last + (not armed) <= verb.at <= amount.last + 5:
        return False
    between = [token.key for token in tokens[amount.last : verb.at]]
    if not all(_is_plain_latin(key) for key in between) or tokens[verb.at].key not in DOES:
        return False
    done = starts.get(verb.last)
    return done is not None and not told_right_after(tokens, outcomes, done)


def _is_plain_latin(key: str) -> bool:
    return key == MASK or key == "-" or (key.isascii() and key.isalpha() and key not in BE and key not in FILLERS)


def _by_place(tokens: Sequence[Token], amount: Amount) -> str:
    """What only the place says of people for whom nothing else is told: under the rubble they are missing; families that left are displaced."""
    if missing := _under_rubble(tokens, amount):
        return missing
    return "displaced" if "family" in amount.who and (_key(tokens, _past_be(tokens, amount)),) in _LEFT else ""


def _past_be(tokens: Sequence[Token], amount: Amount) -> int:
    at = amount.last
    while _key(tokens, at) in _STILL_ARE:
        at += 1
    return at


def _under_rubble(tokens: Sequence[Token], amount: Amount) -> str:
    """Those of an amount are missing, where they are said to be under the rubble; "" elsewhere."""
    at = _past_be(tokens, amount)
    after = tuple(token.key for token in tokens[at : at + 3])
    return "missing" if after[:2] in _UNDER_RUBBLE or after in _UNDER_RUBBLE else ""


def _right_after(tokens: Sequence[Token], outcomes: Sequence[Outcome], amount: Amount, end: int, led: bool) -> str:
    """What happened as the words right after an amount say it ("5 people were killed"); an Arabic verb there begins anew where one led already."""
    left = _key(tokens, amount.first - 1) in _LEAVES
    behind = past_list(tokens, past_parts(tokens, amount.last, end), end, left)
    at = past_still(tokens, behind)
    led = led and at == behind
    at = past_fillers(tokens, at, end)
    between = at < end and tokens[at].key == "بين"
    after = next((outcome for outcome in outcomes if outcome.at == at + between), None)
    if after is None or _leads_on(tokens, after, led and after.at == amount.last):
        return ""
    if later := _in_the_end(tokens, outcomes, amount, after):
        return later
    arabic = tokens[after.at].key[0] > "\u0600" and tokens[after.at].key not in STATES
    return "" if arabic and _is_of_others(tokens, after, led and not between) else after.quantity


def _in_the_end(tokens: Sequence[Token], outcomes: Sequence[Outcome], amount: Amount, after: Outcome) -> str:
    """What became in the end of those of whom the words right after them tell something else: they came out alive (NOTHING), were freed, or died."""
    if after.quantity == "missing" and come_out_alive(tokens, after.at):
        return NOTHING
    told = [(each.at, each.quantity) for each in outcomes]
    return finite_after_participle(tokens, amount, after.at, told) or died_afterwards(tokens, after.at, told)


def _is_of_others(tokens: Sequence[Token], after: Outcome, led: bool) -> bool:
    """Whether an Arabic outcome right behind a number begins anew: 200 شخص *فقتلوا* أربعة."""
    return led or tokens[after.at].joined or is_led_by_so(tokens[after.at]) or is_of_some(tokens, after)


def _leads_on(tokens: Sequence[Token], after: Outcome, led: bool) -> bool:
    """Whether an outcome behind an amount belongs to what follows: "4 (2 women) *Injuries*: 11", the lives of three, *injured* two."""
    if is_active(tokens[after.at].key) or _key(tokens, after.last) in POSTPOSED:
        return True
    if _key(tokens, after.last) == ":" and after.last + 1 < len(tokens):
        return is_numeric(tokens[after.last + 1]) or tokens[after.last + 1].key in _BEGIN_NUMBERS
    return led and done_to_the_next(tokens, after)


def _clause(tokens: Sequence[Token], amount: Amount) -> tuple[int, int]:
    """Where the clause of an amount begins and ends."""
    start, end = max(0, amount.first - FAR), past_still(tokens, amount.last)
    for at in range(amount.first - 1, start - 1, -1):
        if tokens[at].key in _CLAUSE_SIGNS and not _is_correction(tokens, at):
            start = at + 1
            break
    last = min(len(tokens), amount.last + FAR)
    for at in range(end, last):
        if tokens[at].key in _CLAUSE_SIGNS and not _is_correction(tokens, at):
            return start, at
    return start, max(end, last)


def _is_correction(tokens: Sequence[Token], at: int) -> bool:
    """Whether "but" gives the right number behind a wrong one: killed not 15 *but* 9 people; "incl." ends nothing either."""
    if tokens[at].key == "." and at and tokens[at - 1].key in _SHORTENED:
        return True
    return tokens[at].key == "but" and at > 1 and tokens[at - 2].key == "not" and is_numeric(tokens[at - 1])


def _key(tokens: Sequence[Token], at: int) -> str:
    return tokens[at].key if at < len(tokens) else ""
