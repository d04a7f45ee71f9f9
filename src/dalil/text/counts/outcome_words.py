"""What one word of a text says happened, by itself or with the words near it: *killed*; *lost* her husband; فقدوا حياتهم."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from dalil.letters import fold_words
from dalil.text.counts.count_words import ILLNESSES, KIN, NOUNS, OUTCOME_OF, POSSESSED, Noun
from dalil.text.counts.states import STATES, were_taken
from dalil.text.counts.unasserted import has_not_happened
from dalil.text.numbers import Token, is_numeric, read_amount

WEAK_NOUNS = frozenset({"missing", "detained", "disappeared", "displaced"})
"""What nouns say of people who may be told of for another reason: detainees are killed, the displaced are wounded."""
_SPEAK_FOR_THEMSELVES = {"killed", "injured"}
_TAKES_LIVES = frozenset(
    {"lost", "lose", "losing", "claimed", "claiming", "claims", "cost", "costing", "took", "taking"}
)
_WHOSE = frozenset({"his", "her", "their", "my", "our"})
_WHICH_ONE = fold_words("little elder eldest older oldest younger youngest only twin other")
_VICTIMS = fold_words("ضحايا victims")
_LIFE = fold_words("حياتهم حياته حياتها حياتهما حياتهن أرواحهم")
_DEADLY = fold_words(
    "الكيماوي بالكيماوي كيماوي برصاص رصاص بالرصاص زلزال الزلزال بالزلزال المجزرة بالمجزرة "
    "قصف القصف بالقصف غارة الغارة بغارة ضربة بضربة الضربة انفجار بانفجار تفجير بتفجير لغم بلغم البرميل ببرميل الصاروخ بصاروخ صاروخ القذيفة "
    "بقذيفة قذيفة"
)
_ITS_MEN = fold_words(
    "أفراده أفرادها عناصره عناصرها مقاتليه مقاتليها متطوعيه متطوعيها كوادره كوادرها جنوده جنودها طاقمه طاقمها"
)
LIMBS = frozenset(
    {"eye", "eyes", "leg", "legs", "hand", "hands", "arm", "arms", "foot", "feet", "limb", "limbs", "sight", "fingers"}
)
_OWN_LIMBS = fold_words(
    "ساقه ساقها ساقيه ساقيها قدمه قدمها قدميه يده يدها يديه ذراعه ذراعها رجله رجلها رجليه عينه عينها عينيه بصره بصرها أطرافه أطرافها"
)
_OURS = fold_words("عيلتنا عيلتي عائلتنا عائلتي أهلنا أهلي حارتنا ضيعتنا بلدنا بنايتنا بيتنا قرايبنا")
_RUBBLE = fold_words("under beneath rubble debris")
_CARRIED_OUT = fold_words("نفذ نفذت نفذوا تنفيذ ينفذ")
_BUILDINGS = fold_words(
    "block building buildings house home houses homes school hospital rubble tower apartment apartments mosque market"
)
_PASSIVE = frozenset({"was", "were", "been", "are", "be", "being", "is", "still", "and", "people", "remain", "left"})
_HOMES = fold_words("home homes house houses منازلهم بيوتهم ديارهم قراهم بلدتهم منازلها")
_THINGS = {"home", "tent", "camp", "strike", "munition", "attack", "massacre", "incident", "body"}
_FALL_ILL = fold_words("تصيب يصيب أصاب أصابت")
_COURT = fold_words("المحكمة محكمة القاضي القضاء")
_CAPTIVE = frozenset({"hostage", "captive"})
_ARMED = fold_words(
    "they soldiers police gunmen militants militiamen fighters troops forces agents intelligence security army rebels "
    "الجنود الشرطة الأمن المخابرات المسلحون مسلحون عناصر قوات الجيش السلطات الأجهزة دورية الدورية الحاجز التنظيم الفصيل"
)
"""Who takes people away and arrests them."""
_PRISONS = fold_words("السجن سجن المعتقل معتقل الاعتقال السجون سجون")
_TOWARDS = frozenset({"to", "for", "from", "with", "by"})
_PEOPLE_NAMED = frozenset(
    {
        "displaced",
        "wounded",
        "injured",
        "dead",
        "missing",
        "disappeared",
        "detained",
        "killed",
        "arrested",
        "abducted",
        "released",
        "besieged",
    }
)
"""Behind an article they name people, of whom something else is told."""
_DESCRIBES = frozenset({"displaced", "wounded", "injured", "missing", "detained", "besieged"})
_OF_THOSE = frozenset({"of", "for", "to", "by", "from", "with", "among"})
_BETWEEN_LOST = fold_words("at least more than over about some around nearly almost another")
_OTHERWISE = fold_words(
    "save accounted sickened "
    "infected acquitted escaped rescued saved survived questioned distributed identified interviewed trained vaccinated attended "
    "surrendered defected deserted استسلم استسلمت استسلموا استسلام شفي شفيت شفوا شفاء تعافى تعافت تعافوا تعافي انشق انشقوا انشقاق "
    "برأ برأت برؤوا أنقذ أنقذت إنقاذ نجا نجت نجوا نجاة وزع وزعت توزيع عالج عالجت علاج تدريب تلقيح تطعيم التعرف استجوب استجوبت"
)
"""What is told of people and is nothing that is counted."""
_REACH = 9
"""Words behind one within which others say what it means."""


def other_told_at(tokens: Sequence[Token], at: int) -> int:
    """Return where words end that say something else of people than what is counted: *escaped*, *identified*, "threatened to *kill*"; 0 for none.

    >>> from dalil.text.numbers import tokens_of
    >>> other_told_at(tokens_of("threatened to kill the other six"), 2), other_told_at(tokens_of("5 escaped"), 1)
    (3, 2)
    """
    ill = _WITH_OTHERS.get(tokens[at].key) is _infected and not told_at(tokens, at)
    if ill or tokens[at].key in _OTHERWISE or (tokens[at].key[:1] == "و" and tokens[at].key[1:] in _OTHERWISE):
        return at + 1 + (_key(tokens, at + 1) in ("علي", "عن", "the", "all"))
    quantity = _named_at(tokens, at)
    return at + 1 if quantity and has_not_happened(tokens, at, quantity) else 0


def told_at(tokens: Sequence[Token], at: int) -> str:
    """Return what the word at a place says happened, as the code of a quantity; "" where it says nothing.

    >>> from dalil.text.numbers import tokens_of
    >>> told_at(tokens_of("lost her husband"), 0), told_at(tokens_of("lost the war"), 0), told_at(tokens_of("فقدوا حياتهم"), 0)
    ('killed', '', 'killed')
    """
    quantity = _named_at(tokens, at) if at < len(tokens) else ""
    return "" if quantity and has_not_happened(tokens, at, quantity) else quantity


def _named_at(tokens: Sequence[Token], at: int) -> str:
    """What the word at a place names, whether it happened or not."""
    key = tokens[at].key
    if key not in _SAYING:
        return ""
    if (read := _WITH_OTHERS.get(key)) is not None:
        return read(tokens, at)
    if key in _PEOPLE_NAMED and _only_names(tokens, at):
        return ""
    if key in _VICTIMS and _are_counted_dead(tokens, at):
        return "killed"
    noun = NOUNS.get(key)
    if noun and noun.quantity in WEAK_NOUNS and _are_counted_elsewhere(tokens, at, noun):
        return noun.quantity
    return OUTCOME_OF.get(key) or (noun.quantity if noun and noun.quantity in _SPEAK_FOR_THEMSELVES else "")


def _are_counted_elsewhere(tokens: Sequence[Token], at: int, noun: Noun) -> bool:
    """Whether the number of those whom a noun names stands apart from it: عدد *النازحين*, *المفقودون*: 3."""
    return noun.number > 1 and (_is_number_of(tokens, at) or _key(tokens, at + 1) == ":")


def _are_counted_dead(tokens: Sequence[Token], at: int) -> bool:
    """Whether the number of the victims is told: عدد ضحايا الغارة, "the number of victims"."""
    if tokens[at].key == "ضحايا":
        return _key(tokens, at - 1) in ("عدد", "حصيله")
    before = [token.key for token in tokens[max(0, at - 3) : at] if token.key != "the"]
    return tokens[at].key == "victims" and before[-2:] == ["number", "of"]


def _only_names(tokens: Sequence[Token], at: int) -> bool:
    """Whether a word only names people: gave 600 blankets to the *displaced*; the tents of *displaced* people."""
    named = _key(tokens, at - 1) == "the" and _key(tokens, at - 2) in _TOWARDS
    return named or (tokens[at].key in _DESCRIBES and _names_people(tokens, at))


def _names_people(tokens: Sequence[Token], at: int) -> bool:
    """Whether a word only says which people are meant, whom no number counts: the tents of *displaced* people."""
    noun = NOUNS.get(_key(tokens, at + 1))
    if noun is None or noun.number != 3 or noun.quantity or not at:
        return False
    return tokens[at - 1].key in _OF_THOSE


def _key(tokens: Sequence[Token], at: int) -> str:
    return tokens[at].key if 0 <= at < len(tokens) else ""


def _after(tokens: Sequence[Token], at: int) -> set[str]:
    return {token.key for token in tokens[at + 1 : at + _REACH]}


def _is_number_of(tokens: Sequence[Token], at: int) -> bool:
    """عدد النازحين, "the number of detainees": those that the number told later counts."""
    before = [token.key for token in tokens[max(0, at - 3) : at]]
    if before[-2:] in (["من", "بين"], ["among", "the"]):
        return True
    return before[-1:] in (["عدد"], ["اعداد"], ["مجموع"]) or ("number" in before and "of" in before)


def _lives(tokens: Sequence[Token], at: int) -> str:
    """Lives count where they are lost or claimed."""
    near = {token.key for token in tokens[max(0, at - 4) : at]}
    taken = near & _TAKES_LIVES or (at > 0 and tokens[at - 1].key[:1].isdecimal())
    return "killed" if taken else ""


def _lost(tokens: Sequence[Token], at: int) -> str:
    """Lost her husband, خسرنا أمي."""
    theirs = _key(tokens, at + 1) in _WHOSE and _key(tokens, at + 2) in NOUNS
    definite = [_key(tokens, at + step).startswith("ال") for step in (1, 2)]
    lost = at + 1 + (definite[0] and 1 + definite[1])  # خسرت الفصائل 14 مقاتلاً
    if {_key(tokens, at + 1), _key(tokens, at + 2)} & LIMBS:
        return "injured"  # lost an eye, lost her leg
    if theirs or _key(tokens, at + 1) in POSSESSED:
        return "killed"
    return _are_lost(tokens, lost)


def _are_lost(tokens: Sequence[Token], at: int) -> str:
    """What became of a number of people or homes that were lost: lost *14 men*, lost *at least 3 fighters*, lost *160 houses*."""
    while _key(tokens, at) in _BETWEEN_LOST:
        at += 1
    number = read_amount(tokens, at) if at < len(tokens) else None
    of = number is not None and _key(tokens, number.last) == "of" and _key(tokens, number.last + 1) in _WHOSE | {"its"}
    noun = NOUNS.get(_key(tokens, number.last + 2 * of)) if number else None
    if noun is not None and noun.who == ("home",):
        return "homes_destroyed"
    many = noun is not None and (noun.number > 1 or (number is not None and number.value > 10))  # 12 عنصراً
    people = noun is not None and many and not noun.quantity and not _THINGS & set(noun.who)
    return "killed" if people else ""


def _loses(tokens: Sequence[Token], at: int) -> str:
    """فقدوا حياتهم, فقدت العائلة ثلاثة من أبنائها; فقد الاتصال بهم makes them missing."""
    near = _after(tokens, at)
    own = (near & POSSESSED or near & _ITS_MEN or _key(tokens, at + 1) in KIN) and "الاتصال" not in near
    if not near.isdisjoint(_OWN_LIMBS):
        return "injured"  # فقد طفل ساقه
    return "killed" if near & _LIFE or own else OUTCOME_OF.get(tokens[at].key, "")


def _went(tokens: Sequence[Token], at: int) -> str:
    """راح 8 شباب بالقصف; لما وقع الصاروخ راح ستة."""
    counted = at + 1 < len(tokens) and read_amount(tokens, at + 1) is not None
    before = {token.key for token in tokens[max(0, at - _REACH) : at]} if counted else set()
    if _key(tokens, at + 1) == "من" and _key(tokens, at + 2) in _OURS and _is_number_at(tokens, at + 3):
        return "killed"  # راح من عيلتنا 14 واحد
    return "killed" if (_after(tokens, at) | before) & _DEADLY else ""


def _is_number_at(tokens: Sequence[Token], at: int) -> bool:
    return at < len(tokens) and is_numeric(tokens[at])


def _buried(tokens: Sequence[Token], at: int) -> str:
    if _key(tokens, at - 1) == "we" or (
        _key(tokens, at - 1) not in _PASSIVE and _key(tokens, at - 1).isalpha() and _are_people(tokens, at + 1)
    ):
        return _we_buried(tokens, at)
    return "missing" if _after(tokens, at) & _RUBBLE else ""


def _death_sentence(tokens: Sequence[Token], at: int) -> str:
    """A death sentence that is carried out: نفذ حكم الإعدام."""
    return "executed" if {token.key for token in tokens[max(0, at - 4) : at]} & _CARRIED_OUT else ""


def _burned(tokens: Sequence[Token], at: int) -> str:
    return "killed" if [token.key for token in tokens[at + 1 : at + 3]] == ["to", "death"] else "homes_destroyed"


def _collapsed_on(tokens: Sequence[Token], at: int) -> str:
    """A building that is hit buries its people: "slammed into a block, *burying* 20"."""
    near = {token.key for token in tokens[max(0, at - 12) : at]} | _after(tokens, at)
    return "missing" if near & _BUILDINGS else ""


def _left_home(tokens: Sequence[Token], at: int) -> str:
    """Households had to *leave* their homes; غادروا منازلهم."""
    if {token.key for token in tokens[at + 1 : at + 4]} & _HOMES:
        return "displaced"
    nouns = (NOUNS[token.key] for token in tokens[at + 1 : at + 6] if token.key in NOUNS)
    families = not tokens[at].key.isascii() and "family" in next((noun.who for noun in nouns), ())
    return "displaced" if families else ""


def _took(tokens: Sequence[Token], at: int) -> str:
    """Took away eleven girls; were taken hostage; soldiers took 18 men, they took my husband."""
    if _key(tokens, at + 1) == "away" or _after(tokens, at) & _CAPTIVE:
        return "abducted"
    if were_taken(tokens, at):
        return "detained"
    reach = 8 if _key(tokens, at - 1) == "and" else 2  # they came at night and took my brothers
    armed = any(token.key in _ARMED for token in tokens[max(0, at - reach) : at])
    return "detained" if armed and _are_people(tokens, at + 1) else ""


def _takes(tokens: Sequence[Token], at: int) -> str:
    """أخذ الجنود 18 شاباً, أخذوا زوجي: people, whom those who are armed or nobody names took."""
    named = _key(tokens, at + 1) in _ARMED
    if not named and not tokens[at].key.endswith("وا"):
        return ""
    return "detained" if _are_people(tokens, at + 1 + named) else ""


def _are_people(tokens: Sequence[Token], at: int) -> bool:
    """Whether people are the object that begins at a place: a number of them, or one of my kin."""
    if at >= len(tokens):
        return False
    whose = _key(tokens, at) in _WHOSE
    number = read_amount(tokens, at + whose) if at + whose < len(tokens) else None
    first = number.last if number else at + whose
    if not (number or whose or _key(tokens, at) in POSSESSED):
        return False
    first += _key(tokens, first) in _WHICH_ONE
    noun = next((NOUNS[token.key] for token in tokens[first : first + 2] if token.key in NOUNS), None)
    return noun is not None and not noun.quantity and not _THINGS & set(noun.who)


def _stopped(tokens: Sequence[Token], at: int) -> str:
    """أوقفت الشرطة 17 مشتبهاً: the police arrest people and stop other things."""
    police = any(token.key in _ARMED for token in tokens[at + 1 : at + 4])
    return "detained" if police else ""


def _captured(tokens: Sequence[Token], at: int) -> str:
    """أسر 11 جندياً; without a number or soldiers behind it the word says families."""
    number = read_amount(tokens, at + 1) if at + 1 < len(tokens) else None
    noun = NOUNS.get(_key(tokens, number.last if number else at + 1))
    led_by_number = at > 0 and is_numeric(tokens[at - 1])
    if number and ("أُ" in tokens[at].text or (noun is None and not led_by_number)):
        return "detained"
    return (
        "detained" if not led_by_number and noun and "combatant" in noun.who and noun.number < 3 + bool(number) else ""
    )


def _exchanged(tokens: Sequence[Token], at: int) -> str:
    """Exchanged 120 prisoners: who is exchanged is free; fire and words are exchanged too."""
    passive = _key(tokens, at - 1) in ("were", "was", "been")
    near = (NOUNS[token.key] for token in tokens[max(0, at - 4 * passive) : at + 5] if token.key in NOUNS)
    return "released" if any(noun.quantity in ("detained", "abducted") for noun in near) else ""


def _back(tokens: Sequence[Token], at: int) -> str:
    """People who went, came or have gone back."""
    return "returned" if _key(tokens, at + 1) == "back" else ""


def _came_out(tokens: Sequence[Token], at: int) -> str:
    """خرجت من السجن."""
    return "released" if _key(tokens, at + 1) == "من" and _key(tokens, at + 2) in _PRISONS else ""


def _we_buried(tokens: Sequence[Token], at: int) -> str:
    """دفنا 26 شخصاً: a number of people who are buried by their own are dead."""
    return "killed" if any(_are_people(tokens, at + step) for step in (1, 2)) else ""


def _mia(tokens: Sequence[Token], at: int) -> str:
    """Missing in action, beside numbers; Mia is a name."""
    return "missing" if tokens[at].text == "MIA" else ""


def _infected(tokens: Sequence[Token], at: int) -> str:
    """إصابة says that people were injured, where no illness stands behind it."""
    told = OUTCOME_OF.get(tokens[at].key, "") or "injured"
    before = {token.key for token in tokens[max(0, at - 6) : at]} if tokens[at].key in _FALL_ILL else set()
    return "" if (_after(tokens, at) | before) & ILLNESSES else told


def _died_or_ruled(tokens: Sequence[Token], at: int) -> str:
    """قضت سيدة, but قضت المحكمة."""
    return "" if _after(tokens, at) & _COURT else "killed"


def _fell(tokens: Sequence[Token], at: int) -> str:
    """سقوط 17 مدنياً: people who fall are killed; shells, and the dead and wounded whom their own noun tells, are not said so."""
    counted = next((NOUNS[token.key] for token in tokens[at + 1 : at + 6] if token.key in NOUNS), None)
    people = counted and not counted.quantity and not _THINGS & set(counted.who)
    return "killed" if people else ""


def _let_go(tokens: Sequence[Token], at: int) -> str:
    """Let 30 women go; were let go."""
    return "released" if "go" in (token.key for token in tokens[at + 1 : at + 6]) else ""


def _seized(tokens: Sequence[Token], at: int) -> str:
    """Seized 40 men, 300 people seized; seized the town takes nobody."""
    near = [*tokens[at - 1 : at], *tokens[at + 1 : at + 5]]
    people = (NOUNS[token.key] for token in near if token.key in NOUNS)
    return "detained" if any(not noun.quantity and not _THINGS & set(noun.who) for noun in people) else ""


def _seen(tokens: Sequence[Token], at: int) -> str:
    """Never *seen* again, have not been *seen* since, have not *seen* my two brothers since."""
    before, after = {token.key for token in tokens[max(0, at - 3) : at]}, _key(tokens, at + 1)
    if not before & {"never", "not"}:
        return ""
    kin = (
        after in _WHOSE and _are_people(tokens, at + 1) and "since" in {token.key for token in tokens[at + 3 : at + 7]}
    )
    return "disappeared" if after in ("again", "since") or kin else ""


def _rounded(tokens: Sequence[Token], at: int) -> str:
    """Rounded up dozens of students; of those rounded up and shot, what came last is told."""
    return "detained" if _key(tokens, at + 1) == "up" and _key(tokens, at + 2) != "and" else ""


def _cleared(tokens: Sequence[Token], at: int) -> str:
    """أُخلي سبيل 254; إخلاء without سبيل says that people were brought away."""
    return "released" if _key(tokens, at + 1).startswith("سبيل") else OUTCOME_OF.get(tokens[at].key, "")


def _levelled(tokens: Sequence[Token], at: int) -> str:
    """سوّي بالأرض."""
    return "homes_destroyed" if "بالارض" in (token.key for token in tokens[at + 1 : at + 4]) else ""


def _evacuated(tokens: Sequence[Token], at: int) -> str:
    """أجلت فرق الإسعاف 63 مريضاً: people who are brought away; أجلت المحكمة جلستها postpones."""
    for i in range(at + 1, min(at + 6, len(tokens))):
        if tokens[i].key in _COURT:
            return ""
        if _is_number_at(tokens, i):
            return "evacuated" if _are_people(tokens, i) else ""
    return ""


_READ: tuple[tuple[Callable[[Sequence[Token], int], str], str], ...] = (
    (_lives, "lives life"),
    (_lost, "lost خسرنا خسرت خسر خسروا فقدنا"),
    (_loses, "فقد فقدت فقدوا فقدا فقدتا يفقدون يفقد"),
    (_went, "راح راحت راحوا"),
    (_buried, "buried"),
    (_death_sentence, "الإعدام"),
    (_burned, "burned burnt"),
    (_collapsed_on, "burying"),
    (_left_home, "leave leaving left غادر غادرت غادروا مغادرة ترك تركت تركوا"),
    (_took, "took taken"),
    (_takes, "أخذ أخذت أخذوا أخدوا"),
    (_stopped, "أوقف أوقفت أوقفوا"),
    (_captured, "أسر"),
    (_exchanged, "exchanged exchange exchanging swapped swap swapping تبادل تبادلا تبادلت"),
    (_back, "came come went gone going"),
    (_came_out, "خرج خرجت خرجوا طلع طلعت طلعوا"),
    (_we_buried, "دفنا دفنوا"),
    (_mia, "mia"),
    (_fell, "سقوط سقط سقطت"),
    (_died_or_ruled, "قضى قضت"),
    (_let_go, "let"),
    (_seized, "seized seizing"),
    (_seen, "seen"),
    (_rounded, "rounded rounding"),
    (_cleared, "إخلاء أخلي أخلت أخلى"),
    (_evacuated, "أجلت أجلى"),
    (_levelled, "سوي سويت تسوية سوى سوت"),
    (_infected, "تصيب يصيب إصابة أصيب أصيبت أصيبوا إصابات مصاب مصابا مصابين الإصابات"),
)
_WITH_OTHERS = {key: read for read, words in (*_READ, *STATES) for key in fold_words(words)}
"""Words that say what happened only with others near them."""


_SAYING = frozenset(_WITH_OTHERS) | OUTCOME_OF.keys() | NOUNS.keys() | _VICTIMS
"""Every word that may say what happened; most words of a text do not, and no rule is asked about them."""
IN_CONTEXT = frozenset(key for key in _WITH_OTHERS if not key.isascii())
"""The Arabic ones of these words."""
