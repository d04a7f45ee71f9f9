"""In which state people are, told in several words: in custody, under siege, searched for, treated for what they suffer, not surviving."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise

from dalil.letters import fold_words
from dalil.text.counts.count_words import NOUNS, OUTCOME_OF
from dalil.text.numbers import Token, is_numeric, read_amount

_REACH = 9
"""Words behind one within which others say what it means."""
_PLACE = fold_words("in into في قيد رهن تحت")
_SUFFERED = fold_words(
    "breathing suffocation burns burn wounds injuries injury exposure gas symptoms trauma shrapnel fractures asphyxiation poisoning"
)
_HOSTAGE = fold_words("رهينة رهائن كرهائن كرهينة")
_CAPTIVES = fold_words(
    "رهينة رهائن الرهائن مختطف مختطفا مختطفين المختطفين مخطوف مخطوفا مخطوفين المخطوفين أسير أسيرا أسرى الأسرى معتقل معتقلا معتقلين المعتقلين "
    "محتجز محتجزا محتجزين المحتجزين سجين سجينا سجناء السجناء"
)
_HOMES = frozenset({"home", "homes", "houses", "villages", "town", "village"})
_STILL = fold_words("يزال زال زالوا يزالون تزال بات باتوا أصبح أصبحوا")
_REMAINS = fold_words(
    "جثة الجثة جثث جثثا الجثث جثتي جثتين جثتا جثامين جثمان جثته جثتها جثثهم رفات مقبرة مقتولا مقتولة مقتولين ميتا متوفى أشلاء"
)
_SOUGHT = frozenset({"combatant"})
_THINGS = {"home", "tent", "camp", "strike", "munition", "attack", "massacre", "incident", "body"}
_NOT = fold_words("not didnt never لم ولم")
_MANAGES = fold_words("نتمكن يتمكن تتمكن يتمكنوا نستطع يستطع تستطع يستطيعوا ننجح ينجح تنجح ينجحوا")
_SECURED = fold_words(
    "secured secures won after following announced confirmed saw negotiated obtained ensured paid brought brokered welcomed reported enabled "
    "allowed celebrated"
)
_ONLY = fold_words("سوى إلا")
_SIEGE = fold_words(
    "besieged siege blockade encircled surrounded district districts neighbourhood neighbourhoods "
    "city town enclave pocket valley village villages quarter front frontline frontlines lines "
    "خطوط خط الجبهات التماس القتال"
)
_LINES = fold_words("خطوط خط خطي الجبهات الجبهتين")
_COLLAPSE = fold_words("الركام الأنقاض ركام أنقاض انهيار نفق النفق منجم المنجم")
_WHERE = frozenset({"in", "at", "by", "inside", "without", "incommunicado", "captive", "prisoner"})
_ARE = frozenset({"being", "still", "were", "are"})
_REVEALED = fold_words("كشف يكشف الكشف كشفت revealed clarified learned established")
_DENIED = fold_words("لم لا دون not never no")
_DEMANDED = fold_words("للمطالبة طالب طالبت طالبوا يطالبون المطالبة demand demanded demanding")
_POISONS = fold_words(
    "chlorine sarin gas chemical nerve toxic الكلور كلور السارين غاز غازات بغازات الغازات كيماوي كيميائي سامة"
)
_INTENSIVE = fold_words("care المشددة المركزة الفائقة")
_GUARDS = fold_words(
    "police army soldiers gunmen militiamen fighters forces security agents intelligence checkpoint militants"
)


def _key(tokens: Sequence[Token], at: int) -> str:
    return tokens[at].key if 0 <= at < len(tokens) else ""


def _after(tokens: Sequence[Token], at: int) -> set[str]:
    return {token.key for token in tokens[at + 1 : at + _REACH]}


def _in_detention(tokens: Sequence[Token], at: int) -> str:
    """Where the dead died ("deaths in *detention*" tells of no arrests), or where people are: 81 remain in *custody*."""
    before = [token.key for token in tokens[max(0, at - 3) : at]]
    where = bool(before) and before[-1] in _PLACE
    if where and any(OUTCOME_OF.get(each) == "killed" for each in before):
        return ""
    return OUTCOME_OF.get(tokens[at].key, "detained" if where else "")


def _under_siege(tokens: Sequence[Token], at: int) -> str:
    """People are under siege; a siege alone says nothing of how many."""
    return "besieged" if "under" in (_key(tokens, at - 1), _key(tokens, at - 2)) else ""


def _searched(tokens: Sequence[Token], at: int) -> str:
    """The *search* for four others goes on; البحث مستمر *عن* أربعة: those who are sought are missing, where they are no fighters."""
    for i in range(at + 1, min(at + 7, len(tokens) - 1)):
        if tokens[i].key in ("for", "عن"):
            number = read_amount(tokens, i + 1)
            one = _key(tokens, i + 1) in ("a", "an")
            noun = NOUNS.get(_key(tokens, number.last if number else i + 2))
            return "missing" if (number or (one and noun)) and not (noun and _SOUGHT & set(noun.who)) else ""
        if not tokens[i].key[:1].isalpha():
            return ""
    return ""


def _survived(tokens: Sequence[Token], at: int) -> str:
    """Two of them did not *survive*; لم ينجوا."""
    return "killed" if {_key(tokens, at - 1), _key(tokens, at - 2)} & _NOT else ""


def _treated(tokens: Sequence[Token], at: int) -> str:
    """Treated for *breathing difficulties* people are injured; whatever else they are treated for says nothing."""
    near = [token.key for token in tokens[at + 1 : at + _REACH]]
    led = "for" in near and not _SUFFERED.isdisjoint(near[near.index("for") :][:4])
    return "injured" if led else ""


def _held_hostage(tokens: Sequence[Token], at: int) -> str:
    """احتجزوا 16 راكباً *رهائن*; احتجاز of the dead tells of no arrests."""
    if not _HOSTAGE.isdisjoint(token.key for token in tokens[at + 1 : at + _REACH]):
        return "abducted"
    return _in_detention(tokens, at) if tokens[at].key == "احتجاز" else OUTCOME_OF.get(tokens[at].key, "")


def _seized_on(tokens: Sequence[Token], at: int) -> str:
    """*القبض* على خمسة أشخاص."""
    return "detained" if _key(tokens, at + 1) == "علي" else ""


def _execution(tokens: Sequence[Token], at: int) -> str:
    """The *execution* of five men; the execution of a plan counts nobody."""
    if _key(tokens, at + 1) != "of":
        return ""
    for i in range(at + 2, min(at + 6, len(tokens))):
        noun = NOUNS.get(tokens[i].key)
        if noun is not None:
            return "executed" if not _THINGS & set(noun.who) else ""
    return ""


def _found(tokens: Sequence[Token], at: int) -> str:
    """*العثور* على جثث أربعة; العثور على الطفلة سالمة finds nobody dead."""
    return "bodies_found" if {token.key for token in tokens[at + 1 : at + _REACH]} & _REMAINS else ""


def _driven(tokens: Sequence[Token], at: int) -> str:
    """Bombing has *driven* 45,000 from their homes."""
    return "displaced" if _HOMES & {token.key for token in tokens[at + 1 : at + _REACH]} else ""


def _still_are(tokens: Sequence[Token], at: int) -> str:
    """لا يزال 38 مدنياً *مغيبين*: what those are of whom a verb says that they are it still."""
    noun = NOUNS.get(tokens[at].key)
    if noun and _key(tokens, at + 1) == ":":
        return noun.quantity  # مفقودين: 3
    before = [token.key for token in tokens[max(0, at - _REACH) : at]]
    said = not _STILL.isdisjoint(before) or before[-1:] == ["عدد"]
    return noun.quantity if noun and said and not (at and is_numeric(tokens[at - 1])) else ""


def _freed(tokens: Sequence[Token], at: int) -> str:
    """*تحرير* 13 رهينة; towns are freed as well."""
    return "released" if {token.key for token in tokens[max(0, at - _REACH) : at + _REACH]} & _CAPTIVES else ""


def _came_home(tokens: Sequence[Token], at: int) -> str:
    """لم يعد *سوى* 400; لم يعد alone says "no longer"."""
    return "returned" if _key(tokens, at - 1) == "لم" and _key(tokens, at + 1) in _ONLY else ""


def _ate(tokens: Sequence[Token], at: int) -> str:
    """حريق *أتى على* 19 خيمة."""
    return "homes_destroyed" if _key(tokens, at + 1) == "علي" else ""


def _trapped(tokens: Sequence[Token], at: int) -> str:
    """Trapped under rubble they are missing, in a besieged town besieged; عالق alone may say that they cannot travel."""
    near = {token.key for token in tokens[max(0, at - _REACH) : at]} | _after(tokens, at)
    if _key(tokens, at - 1) == "-" or (not tokens[at].key.isascii() and not near & _COLLAPSE):
        between_lines = _key(tokens, at + 1) == "بين" and near & _LINES
        return "besieged" if between_lines else ""  # a booby-trapped car
    return "besieged" if near & _SIEGE else "missing"


def _holds(tokens: Sequence[Token], at: int) -> str:
    """Holding 17 UN staff: people in somebody's hands, whom a number counts right behind it, or who *are held* somewhere."""
    if tokens[at].key == "held" and _are_held(tokens, at):
        return "detained"
    first = next((i for i in range(at + 1, min(at + 4, len(tokens))) if is_numeric(tokens[i])), None)
    if first is None or any(token.key in ("and", ",") for token in tokens[at + 1 : first]):
        return ""
    counted = next((NOUNS[token.key] for token in tokens[first + 1 : first + 5] if token.key in NOUNS), None)
    return "in_custody" if counted and not _THINGS & set(counted.who) else ""


def _are_held(tokens: Sequence[Token], at: int) -> bool:
    """Whether people are held: 3,000 women are being *held*; 640 people *held* at the facility."""
    if _key(tokens, at - 1) in _ARE:
        return _people_before(tokens, at)
    named = NOUNS.get(_key(tokens, at - 1))
    people = named is not None and named.number == 3 and not _THINGS & set(named.who)
    return people and _key(tokens, at + 1) in _WHERE


def _people_before(tokens: Sequence[Token], at: int) -> bool:
    """Whether people are the last thing named before a place: talks are held as well."""
    for token in reversed(tokens[max(0, at - _REACH) : at]):
        noun = NOUNS.get(token.key)
        if noun is not None:
            return noun.number == 3 and not _THINGS & set(noun.who)
    return False


def _fate(tokens: Sequence[Token], at: int) -> str:
    """The *fate* of 14 men is unknown: they are missing; of whom it is revealed they are not."""
    before = {token.key for token in tokens[max(0, at - 5) : at]}
    revealed = not before.isdisjoint(_REVEALED) and (before.isdisjoint(_DENIED) or not before.isdisjoint(_ONLY))
    return "" if revealed and before.isdisjoint(_DEMANDED) else "missing"


def _symptoms(tokens: Sequence[Token], at: int) -> str:
    """With *symptoms* of chlorine people are injured; those of an illness say nothing."""
    near = {token.key for token in tokens[max(0, at - 4) : at]} | _after(tokens, at)
    return "" if near.isdisjoint(_POISONS) else "injured"


def _in_care(tokens: Sequence[Token], at: int) -> str:
    """Their grandmother is in *intensive* care; جدتهما في *العناية* المشددة."""
    return "injured" if _key(tokens, at + 1) in _INTENSIVE else ""


def _not_saved(tokens: Sequence[Token], at: int) -> str:
    return "killed" if could_not_save(tokens, at) else ""


def could_not_save(tokens: Sequence[Token], at: int) -> bool:
    """Tell whether the word at a place says that somebody could not be saved: could not *save* four, لم نتمكن من *إنقاذ* اثنين.

    >>> from dalil.text.numbers import tokens_of
    >>> could_not_save(tokens_of("one man could not be saved"), 5), could_not_save(tokens_of("إنقاذ اثنين"), 0)
    (True, False)
    """
    if tokens[at].key.isascii():
        last = at - (_key(tokens, at - 1) == "be")
        return _key(tokens, last - 1) == "not" and _key(tokens, last - 2) in ("could", "did")
    before = [token.key for token in tokens[max(0, at - 5) : at]]
    return before[-1:] == ["تعذر"] or any(one in _NOT and other in _MANAGES for one, other in pairwise(before))


def _release(tokens: Sequence[Token], at: int) -> str:
    """They secured the *release* of nine nurses; talks on the release of somebody free nobody."""
    came = not _SECURED.isdisjoint(token.key for token in tokens[max(0, at - 4) : at])
    return "released" if came and _key(tokens, at + 1) == "of" else ""


def _fell_in(tokens: Sequence[Token], at: int) -> str:
    """12 houses *collapsed*; *انهارت* 12 خيمة: homes and tents that a number counts right beside."""
    if tokens[at].key.isascii():
        noun = NOUNS.get(_key(tokens, at - 1))
        counted = noun is not None and noun.number == 3
    else:
        number = read_amount(tokens, at + 1) if at + 1 < len(tokens) else None
        noun = NOUNS.get(_key(tokens, number.last)) if number else None
        counted = noun is not None
    return "homes_destroyed" if counted and noun and {"home", "tent"} & set(noun.who) else ""


def _passed_away(tokens: Sequence[Token], at: int) -> str:
    """Three more of the injured *passed away*."""
    return "killed" if _key(tokens, at + 1) == "away" else ""


def _shot_by_squad(tokens: Sequence[Token], at: int) -> str:
    """Shot *by firing squad*; shot alone may be wounded."""
    return "executed" if _key(tokens, at + 2) == "firing" else ""


def were_taken(tokens: Sequence[Token], at: int) -> bool:
    """Tell whether people were taken out of their lives: were *taken* from our house, taken by soldiers.

    >>> from dalil.text.numbers import tokens_of
    >>> were_taken(tokens_of("were taken from our house"), 1), were_taken(tokens_of("were taken to hospital"), 1)
    (True, False)
    """
    if _key(tokens, at - 1) not in ("was", "were", "been"):
        return False
    behind = [token.key for token in tokens[at + 1 : at + 6]]
    return behind[:1] == ["from"] or (behind[:1] == ["by"] and not _GUARDS.isdisjoint(behind))


def _recovered(tokens: Sequence[Token], at: int) -> str:
    """Recovered 12 bodies; twelve patients *recovered*, who are well."""
    noun = NOUNS.get(_key(tokens, at - 1))
    well = at > 0 and is_numeric(tokens[at - 1])
    well = well or (noun is not None and noun.number == 3 and "body" not in noun.who and not noun.quantity)
    return "" if well and _key(tokens, at + 1) != "from" else OUTCOME_OF["recovered"]


def _dropped(tokens: Sequence[Token], at: int) -> str:
    """Dropped four bombs; a toll that *dropped to* 97 drops nothing."""
    return "" if _key(tokens, at + 1) in ("to", "from", "by") else OUTCOME_OF["dropped"]


def _burning(tokens: Sequence[Token], at: int) -> str:
    """Shells fell on the camp, *burning* 5 tents."""
    number = read_amount(tokens, at + 1) if at + 1 < len(tokens) else None
    noun = NOUNS.get(_key(tokens, number.last)) if number else None
    return "homes_destroyed" if noun and {"home", "tent"} & set(noun.who) else ""


STATES: tuple[tuple[Callable[[Sequence[Token], int], str], str], ...] = (
    (_in_detention, "detention custody captivity الاحتجاز الاعتقال"),
    (_under_siege, "siege"),
    (_searched, "search searches searching البحث بحثا يبحث يبحثون"),
    (_survived, "survive ينجوا ينجو"),
    (_treated, "treated treating treats"),
    (_held_hostage, "احتجز احتجزت احتجزوا احتجاز"),
    (_seized_on, "القبض قبض قبضت قبضوا"),
    (_execution, "execution executions"),
    (_still_are, "مغيبين مغيبون مختفين مختفون معتقلين معتقلون محتجزين محتجزون مفقودين مفقودون نازحين مهجرين"),
    (_found, "العثور عثر عثرت عثروا عثرنا"),
    (_driven, "driven drove driving"),
    (_freed, "تحرير حرر حررت حرروا تحريرهم"),
    (_came_home, "يعد"),
    (_ate, "أتى أتت"),
    (_trapped, "trapped عالق عالقا عالقين عالقون"),
    (_fate, "fate مصير"),
    (_symptoms, "symptoms أعراض بأعراض"),
    (_in_care, "intensive العناية"),
    (_not_saved, "save saved إنقاذ"),
    (_release, "release"),
    (_dropped, "dropped"),
    (_recovered, "recovered"),
    (_burning, "burning"),
    (_fell_in, "collapsed انهار انهارت"),
    (_passed_away, "passed"),
    (_shot_by_squad, "shot"),
    (_holds, "hold holds holding held يحتجز يحتجزون تحتجز"),
)
"""Words that say a state only with others near them."""
