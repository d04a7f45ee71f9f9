"""Numbers that count nothing: dates, ages, distances, clock times, and numbers that are part of a name."""

from __future__ import annotations

from collections.abc import Sequence

from dalil.letters import fold_words
from dalil.text.counts.ages import MASK
from dalil.text.counts.bare_nouns import FILLERS
from dalil.text.counts.count_words import ILLNESSES, KIN, NOUNS, OUTCOME_OF, SHARES
from dalil.text.counts.heads import CALIBRES, Amount
from dalil.text.counts.states import could_not_save
from dalil.text.dates import MONTHS, WEEKDAYS
from dalil.text.numbers import Token, digits_of, is_numeric

_MONTHS = fold_words(
    "january february march april may june july august september october november december كانون شباط آذار نيسان أيار "
    "حزيران تموز آب أيلول تشرين يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر"
)
_NOT_A_COUNT = (
    fold_words(
        "km kilometres kilometers kilometer kg kilogram m metres meters miles mile pm am percent year years day days "
        "weeks week month months yo yrs yr y hours hour minutes st nd rd th litres liters dollars euros pounds كم كيلومتر كيلومترا "
        "كيلومترات كغ متر مترا أمتار سنة سنوات عاما عام أعوام يوما أيام يوم ساعة ساعات دقيقة دقائق أسبوع أسابيع أشهر شهر "
        "شهرا سنين ربيعا بالمئة بالمائة دولار دولارا ليرة يورو لتر"
    )
    | fold_words(
        "storeys stories floors cars vehicles trucks lorries buses ambulances tanks jets helicopters drones planes aircraft warplanes shops "
        "schools hospitals mosques churches villages towns cities times rounds sheep cows goats acres hectares guns rifles "
        "tweets pages votes operations phones computers laptops blankets mattresses beds rows prisons offices checkpoints craters graves bridges "
        "shops stalls motorcycles boats wells trees bakeries "
        "طوابق طابقا سيارة سيارات آلية آليات دبابة دبابات شاحنة شاحنات حافلة حافلات طائرة طائرات مدرسة مدارس مشفى مشافي مشاف مساجد قرية قرى "
        "بلدة بلدات مدن مرة مرات ليلة ليال ليالي دونم دونما هكتار هكتارا حاجز حواجز محل محلات محال رأس رأسا رؤوس غنمة أغنام نعجة بقرة أبقار "
        "خروفا خراف صفحة صوتا عملية عمليات مسيرة مسيرات "
        "هواتف هاتفا حواسيب حاسوبا صفوف سجون مكاتب حفرة قبور مراكز جسور مزارع بئرا آبار أفران دراجة دراجات قارب "
        "لغم لغما ألغام ألغاما بندقية بنادق باص باصا باصات فرن فرنا كيس كيسا أكياس ورشة ورش وثيقة وثائق كرفان كرفانا كرفانات برج أبراج بناية بنايات "
        "كنيسة كنائس كهف كهوف فندق فنادق "
        "قوارب بطانية بطانيات فرشة"
    )
    | CALIBRES
    | _MONTHS
)
_NAMED_BY_NUMBER = fold_words(
    "اللواء الفرقة الفوج الكتيبة المادة القرار رقم الرقم الفرع فرع الفقرة عيار العدد أصل article articles resolution number brigade "
    "الأسبوع المرحلة الساعة الكيلو الرحلة التلة النقطة kilometre kilometer hill flight day week phase stage grade level "
    "division url page branch paragraph paragraphs section chapter room house building calibre caliber"
) | {"+", "$", "€"}
_PLACES = fold_words(
    "street avenue highway road route block apartment flat sector zone camp district lane gate checkpoint school hospital station "
    "حارة الحارة الحي المنطقة منطقة البناء الطابق طابق الدائرة الكتلة "
    "شارع الشارع طريق الطريق قطاع القطاع بلوك المربع شقة الشقة مبنى المبنى محطة المحطة المعبر مخيم"
)
_BE = frozenset({"were", "was", "are", "have", "had"})
_REMAIN = fold_words("بقي وبقي بقيت وبقيت ظل وظل kept keeping keeps")
_WHERE = fold_words("in on by from aboard via inside near في")
_HOLDING = fold_words(
    "يحمل تحمل houses shelters hosts sheltering housing hosting carrying transporting تؤوي يؤوي تقل يقل تضم يضم"
)
_KINSFOLK = fold_words("ذوي لذوي ذوو أهالي لأهالي عائلات لعائلات")
_PEOPLED = fold_words("population home يقطنها يقطنه يسكنها يسكنه تعدادها سكانها سكانه")
"""Lead to how many live in a place."""
_RESIDENTS = fold_words("سكان السكان سكانها أهالي الأهالي أهلها قاطني")
_FATE = fold_words("مصير fate")
_UNDER = fold_words("تحت under")
_PARENTS = fold_words("mother father parent parents mum dad grandmother grandfather أم أب والد والدة")
_SURVIVAL = fold_words("نجاة نجا نجت إنقاذ أنقذ أنقذت rescued saved saving rescuing sparing spared")
_OF_EVERY = {("of", "every"), ("out", "every"), ("من", "كل")}
"""Of every 10 houses four were hit: a share."""
_SURVIVES = fold_words("ينج ينجو ينجوا تنج survive survived")
_ONLY = fold_words("سوى إلا except but")
_ONLY_REACH = 6
_NOBODY = frozenset({"no", "nobody", "none"})
_HAS = fold_words("له لها لديه لديها عنده عندها وله ولها ولديه ولديها has had")
_UNHARMED = fold_words("alive unharmed unhurt uninjured survived survivors ناجين ناجيا ناجون أحياء سالمين")
_AGES = fold_words("aged age ages العمر عمره عمرها أعمارهم سن")
_YEAR_LEADS = fold_words("in since during until of by عام العام سنة للعام لعام منذ خلال في حتى من بين وحتى") | _MONTHS
_DATE_LEADS = fold_words("يوم عام سنة شهر")
_THE_OTHER = fold_words("الثاني الثانية الثالث الثالثة الآخر الأخرى والثاني والثانية والثالث والثالثة والآخر والأخرى")
_SAYS = frozenset({"said", "says", "told", "added", "reported", "confirmed", "recalled"})
_ORDINALS = fold_words("first second third fourth fifth sixth last final next")
_EACH = fold_words("daily weekly monthly hourly يوميا أسبوعيا شهريا سنويا")
_SPANS = frozenset({"day", "week", "month", "year", "hour", "night"})
_CASES = fold_words("case cases حالة حالات")
_DAYS = fold_words("أمس اليوم") | {words[0] for words in MONTHS}
_WHOSE_THINGS = frozenset({"the", "their", "its", "his", "her"})
_BECOMES = fold_words("ليصبح لتصبح ليبلغ ليصل ليرتفع يصبح أصبح بلغ يبلغ وصل ارتفع")
_WHO_IS = frozenset({"who", "he", "she", "youngest", "eldest", "oldest", "younger", "elder"})
_AFTER_HYPHEN = frozenset({"to", "or", "odd", "ish", "plus", "some"})
"""Words that a hyphen may bind to a number that counts: 20-odd, 20-to-30."""
_MEASURES = frozenset({"year", "month", "storey", "story", "hour", "day", "member", "old"})
"""What "12-year" and "five-storey" measure."""


def counts_something(tokens: Sequence[Token], start: int, first: int, last: int, shape: str) -> bool:
    """Whether the number over tokens first to last counts something, rather than being a date, an age, a distance or part of a name.

    start: where its bound begins; `first` where it has none. shape: how it is bounded.

    >>> from dalil.text.numbers import tokens_of
    >>> counts_something(tokens_of("5 people"), 0, 0, 1, "exact"), counts_something(tokens_of("5 km"), 0, 0, 1, "exact")
    (True, False)
    """
    return not (
        _is_measured(tokens, last)
        or _key(tokens, last) in ("a", "an")  # 5 a day; a number that something else follows
        or _is_nothing(tokens, start, first, last)
        or _is_of_an_address(tokens, first, last)
        or (_is_in_a_name(tokens, start, first, last) and not _are_counted_behind(tokens, last))
        or _is_clock_time(tokens, start, last)
        or _is_age(tokens, start, first, last)
        or _is_year(tokens, start, first, last, shape)
    )


def _key(tokens: Sequence[Token], at: int) -> str:
    return tokens[at].key if 0 <= at < len(tokens) else ""


def _is_measured(tokens: Sequence[Token], last: int) -> bool:
    """5 km, 5 %, 12-year, 5 أيام."""
    follower, next_one = _key(tokens, last), _key(tokens, last + 1)
    if follower in _DATE_LEADS and (
        next_one == MASK or next_one[:1].isdecimal() or next_one in WEEKDAYS or next_one in _DAYS
    ):
        return False  # قتل 5 يوم 22/4, قتل 5 عام 2013
    leads_to_day = follower in _YEAR_LEADS  # rose to 72 by 18 April
    if not leads_to_day and (next_one == MASK or (next_one == "-" and _key(tokens, last + 2) == MASK)):
        follower = _key(tokens, last + 2 + (next_one == "-"))  # two Su-25 jets
    if follower == "of" and next_one in _WHOSE_THINGS and not _is_owner(tokens, last + 2):  # one of their tanks
        follower = _key(tokens, last + 2)
    return follower in _NOT_A_COUNT or follower == "%" or _is_in_a_compound(tokens, last)


def _is_owner(tokens: Sequence[Token], at: int) -> bool:
    """Whether a word says whose the next thing is: 400 of the *town's* residents."""
    return at < len(tokens) and tokens[at].text[-2:] in ("'s", "’s")


def _is_in_a_compound(tokens: Sequence[Token], last: int) -> bool:
    """Whether a number is written together with a word that it measures: a *three*-week assault, *12*-year, *two*-pronged."""
    if _key(tokens, last) != "-" or last + 1 >= len(tokens):
        return False
    word = tokens[last + 1]
    together = tokens[last - 1].end == tokens[last].start and tokens[last].end == word.start
    return word.key in _MEASURES or (
        together and word.key.isascii() and word.key.isalpha() and word.key not in _AFTER_HYPHEN | NOUNS.keys()
    )


def _is_nothing(tokens: Sequence[Token], start: int, first: int, last: int) -> bool:
    """A zero that counts nobody: المسافة صفر, "ground zero"."""
    if tokens[first].key not in ("0", "صفر", "zero") or _key(tokens, start - 1) in (":", "=", "-"):
        return False
    return not any(
        key in NOUNS or key in OUTCOME_OF
        for key in (_key(tokens, start - 1), _key(tokens, last), _key(tokens, last + 1))
    )


def _is_of_an_address(tokens: Sequence[Token], first: int, last: int) -> bool:
    """Street 12, School 9, الشارع 30: a number right behind a place, with nobody behind it whom it would count."""
    place, follower = _key(tokens, first - 1), _key(tokens, last)
    if place == "اليوم" and _key(tokens, first - 2) == "في":  # في اليوم 359 للحرب
        return follower not in NOUNS
    if place not in _PLACES or not tokens[first].key.isdecimal() or follower in NOUNS:
        return False
    if not place.isascii():
        return True
    told_next = follower in OUTCOME_OF and not is_numeric(tokens[min(last + 1, len(tokens) - 1)])
    return tokens[first - 1].text[:1].isupper() and follower not in _BE and not (told_next and follower != "shot")


def _is_in_a_name(tokens: Sequence[Token], start: int, first: int, last: int) -> bool:
    """Article 5, no. 5, اللواء 105."""
    before = _key(tokens, start - 1)
    if before == "+" and tokens[start - 1].end < tokens[start].start:
        return False  # 5 dead + 3 wounded
    if before in _THE_OTHER and _key(tokens, last) not in NOUNS | OUTCOME_OF:
        return True  # one was 21 and the second 17
    if before == "العدد" and _key(tokens, start - 2) in _BECOMES:
        return False  # ليصبح العدد 23
    if before == "اصل" and _key(tokens, last) in NOUNS and NOUNS[_key(tokens, last)].quantity:
        return False  # من أصل 86 ضحية
    if (before in _NAMED_BY_NUMBER and start == first) or _key(tokens, first - 1) in _NAMED_BY_NUMBER:
        return _key(tokens, start - 2) not in _ORDINALS  # in the first week 130 people died
    return before == "." and _key(tokens, start - 2) in ("no", "tel", "art", "para")


def _are_counted_behind(tokens: Sequence[Token], last: int) -> bool:
    """Whether an Arabic noun behind a number has the form in which it is counted: النقطة 42 *جريحاً*, الأسبوع 5 *قتلى*."""
    noun = NOUNS.get(_key(tokens, last))
    if noun is None or tokens[last].joined or tokens[last].key.isascii() or tokens[last].key.startswith("ال"):
        return False
    return bool(noun.quantity) if noun.number == 3 else tokens[last].text.endswith(("اً", "ًا"))


def _is_clock_time(tokens: Sequence[Token], start: int, last: int) -> bool:
    """2:30, 5/2; the 1 of "at 16:45: 1 killed" stands apart from the clock."""
    onward = _key(tokens, last) in (":", "/") and last + 1 < len(tokens) and digits_of(tokens[last + 1]) is not None
    if onward and _is_written_on(tokens, last):
        return True
    behind = start > 1 and _key(tokens, start - 1) in ("/", ":") and digits_of(tokens[start - 2]) is not None
    return behind and _is_written_on(tokens, start - 1)


def _is_written_on(tokens: Sequence[Token], at: int) -> bool:
    """Whether the sign at a place is no colon with a space behind it."""
    return tokens[at].key != ":" or tokens[at].end == tokens[at + 1].start


def _is_age(tokens: Sequence[Token], start: int, first: int, last: int) -> bool:
    """Aged 5, at the age of 5, children under 5."""
    before = _key(tokens, start - 1)
    if before in ("was", "is") and _key(tokens, start - 2) in _WHO_IS and _key(tokens, last) not in NOUNS:
        return True  # my daughter, who was nine, died
    if before in _AGES or (before in ("of", "between") and _key(tokens, start - 2) in _AGES):
        return True
    bound = start if first > start else start - 1
    whose = _key(tokens, bound - 1) in NOUNS or _key(tokens, bound - 1) in ("were", "was", "are", "is")
    limit = _key(tokens, bound) in ("under", "over") and whose
    return limit and _key(tokens, last) not in NOUNS


def _is_year(tokens: Sequence[Token], start: int, first: int, last: int, shape: str) -> bool:
    """In 2019, until 2019; 2019 with no noun behind it."""
    value = digits_of(tokens[first])
    if value is None or not 1900 <= value <= 2100 or not tokens[first].text.isdecimal():
        return False
    if _key(tokens, start - 1) in _YEAR_LEADS and (shape == "exact" or _key(tokens, start) == "حتي"):
        return True
    follower = _key(tokens, last)
    if follower in _CASES:
        return False
    if _key(tokens, start - 1) == "the" and follower in NOUNS and NOUNS[follower].number == 1:
        return True  # the 2013 attack
    return shape in ("exact", "range", "at_most") and follower not in NOUNS and follower not in OUTCOME_OF


def is_elsewhere(tokens: Sequence[Token], amount: Amount) -> bool:
    """Whether an amount only says where or by whom: "on 14 buses", "from one family", "by two gunmen", "a mother of five", "none of the 12".

    What has a quantity of its own stays.

    >>> from dalil.text.numbers import tokens_of
    >>> is_elsewhere(tokens_of("killed by 2 gunmen"), Amount("exact", 2, 2, 2, 4, ("combatant",)))
    True
    """
    before = amount.first - 1
    lead, link = _key(tokens, before - 1), _key(tokens, before)
    if _is_of_others(tokens, before, amount) or _is_past(tokens, amount.last) or _survived(tokens, amount.first):
        return True
    if _is_told_otherwise(tokens, amount):
        return True
    if _look_on(tokens, amount.first) or _are_had(tokens, link, amount) or _live_there(tokens, {lead, link}, amount):
        return True
    if amount.quantity not in ("", "detained", "displaced", "homes_destroyed", "sites"):
        return False
    if link in _HOLDING and lead not in OUTCOME_OF:
        return True
    return amount.shape == "exact" and amount.low > 0 and link in _WHERE


def _survived(tokens: Sequence[Token], first: int) -> bool:
    """Whether an amount came through: نجاة *12*, "saved *two*", لم ينج سوى *ستة*."""
    link = _key(tokens, first - 1)
    if link not in _ONLY:
        return link in _SURVIVAL and not could_not_save(tokens, first - 1)
    before = {token.key for token in tokens[max(0, first - _ONLY_REACH) : first - 1]}
    return bool(before & (_SURVIVAL | _SURVIVES)) and (link != "but" or bool(before & _NOBODY))


def _is_told_otherwise(tokens: Sequence[Token], amount: Amount) -> bool:
    """Whether an amount is a rate, of the ill, of those who stayed, of those who speak, or of those of whom no outcome is told."""
    if (
        _key(tokens, amount.first - 1) == "average"
        or _is_a_rate(tokens, amount.last)
        or _is_ill(tokens, amount)
        or _is_left_over(tokens, amount)
    ):
        return True
    link = _key(tokens, amount.first - 1)
    speak = link in ("كنا", "وكنا") or (
        link == "were" and _key(tokens, amount.first - 2) == "we"
    )  # we were 60 men in one cell
    return speak or _tells_otherwise(tokens, amount)


def is_speaker(tokens: Sequence[Token], last: int) -> bool:
    """Whether somebody, whose noun ends at a place, is who tells it: "an official from the forces *said*".

    >>> from dalil.text.numbers import tokens_of
    >>> is_speaker(tokens_of("a doctor at the hospital said"), 2), is_speaker(tokens_of("a doctor was killed"), 2)
    (True, False)
    """
    for token in tokens[last : last + 6]:
        if token.key in _SAYS:
            return True
        if token.key in OUTCOME_OF or token.key == "," or is_numeric(token):
            return False
    return False


def _look_on(tokens: Sequence[Token], first: int) -> bool:
    """Whether they only saw it: killed *in front of* his four daughters, أمام بناته الأربع."""
    before = _key(tokens, first - 1)
    if before == "امام":
        return any(token.key in KIN for token in tokens[first : first + 2])
    at = first - 1 - (before in _WHOSE_THINGS)
    return _key(tokens, at) == "of" and _key(tokens, at - 1) == "front" and _key(tokens, at - 2) == "in"


def _are_had(tokens: Sequence[Token], link: str, amount: Amount) -> bool:
    """Whether they are relatives whom somebody has: له أربعة أطفال."""
    return link in _HAS and any(token.key in KIN for token in tokens[amount.first : amount.last])


def _live_there(tokens: Sequence[Token], before: set[str], amount: Amount) -> bool:
    """Whether they are the people of a place, of whom nothing is told right behind: "a population of 1.5 million"."""
    lead = tokens[max(0, amount.first - 8) : amount.first]
    if not before & _PEOPLED and not ("عددهم" in before and any(token.key in _RESIDENTS for token in lead)):
        return False
    told = any(_key(tokens, amount.last + step) in OUTCOME_OF for step in range(4))
    return not told or any(token.key in SHARES for token in lead)


def _is_a_rate(tokens: Sequence[Token], last: int) -> bool:
    """Whether a number is told of each day or week: 500 shells a day, 500 قذيفة يومياً."""
    if _key(tokens, last) in _EACH:
        return True
    return _key(tokens, last) in ("a", "per", "each", "every") and _key(tokens, last + 1) in _SPANS


def _is_ill(tokens: Sequence[Token], amount: Amount) -> bool:
    """Whether an illness stands behind an amount of injured: 7 إصابات بالكوليرا."""
    return amount.quantity == "injured" and not ILLNESSES.isdisjoint(
        _key(tokens, amount.last + step) for step in (0, 1)
    )


def _is_left_over(tokens: Sequence[Token], amount: Amount) -> bool:
    """Whether an amount stays as it was: وبقي ثلاثة, "kept the other 40"; those under the rubble are missing."""
    lead = {_key(tokens, amount.first - step) for step in (1, 2, 3)}
    return bool(lead & _REMAIN) and not lead & _FATE and _key(tokens, amount.last) not in _UNDER


def _tells_otherwise(tokens: Sequence[Token], amount: Amount) -> bool:
    """Whether something that is no outcome is told of a bare number: "of 132 bodies, 59 *have been identified*"."""
    if amount.who or amount.quantity or amount.last - amount.first > 1:
        return False
    at = amount.last + (_key(tokens, amount.last) in ("have", "has", "had"))
    if _key(tokens, at) not in ("been", "were", "was"):
        return False
    verb = _key(tokens, at + 1)
    told = any(_key(tokens, at + step) in OUTCOME_OF for step in range(1, 7))
    return verb.endswith("ed") and verb not in FILLERS and not told


def _is_of_others(tokens: Sequence[Token], before: int, amount: Amount) -> bool:
    """None of the 12; members of one family; a mother of five."""
    lead, link = _key(tokens, before - 1), _key(tokens, before)
    if (lead, link) in _OF_EVERY:
        return True
    if "none" in (lead, _key(tokens, before - 2)):
        return link in ("of", "the")
    if (link == "of" and amount.who == ("family",) and lead in NOUNS) or link in _KINSFOLK:
        return True
    led_by_letter = tokens[amount.first].text.startswith("ل") and not tokens[amount.first].key.startswith("ل")
    return (link in ("of", "ل") and lead in _PARENTS) or (led_by_letter and link in _PARENTS)


def _is_past(tokens: Sequence[Token], last: int) -> bool:
    """What a number was before (12 -> 15), or who came away (17 people out alive)."""
    after = [token.key for token in tokens[last : last + 3]]
    return after[:2] == ["-", ">"] or after[:1] == ["→"] or not _UNHARMED.isdisjoint(after)
