"""What a text names without saying that it happened or holds: forecasts, attempts, threats, sentences of a court, and numbers that are taken back."""

from __future__ import annotations

from collections.abc import Sequence

from dalil.letters import fold_words
from dalil.text.counts.heads import Amount
from dalil.text.dates import MONTHS
from dalil.text.numbers import Token, read_number

_INTENDED = fold_words(
    "attempt attempts attempted attempting try tries tried trying threat threats threaten threatens threatened threatening plan plans planned "
    "planning plot plots plotted plotting vow vows vowed order orders ordered ordering want wants wanted intend intended failed refused "
    "agreed agree agreement deal pledged promised warrant warrants demand demands demanded demanding "
    "meant designed aimed aiming sought seeking hoped hoping wished risk risks risked verge wants wishes "
    "يهدف تهدف بهدف هدفه هدفها سعى سعت يسعى تسعى أوشك أوشكت "
    "call calls called calling appeal appeals appealed appealing urge urges urged urging prevent prevented preventing avoid avoided "
    "محاولة محاولات حاول حاولت حاولوا يحاول تحاول هدد هددت هددوا يهدد تهدد تهديد تهديدات توعد توعدت يعتزم تعتزم خطة مخطط خطط "
    "نناشد يناشد تناشد يناشدون نطالب ندعو نطلب ننتظر "
    "طالب طالبت طالبوا يطالب تطالب يطالبون مطالبة للمطالبة بالمطالبة مناشدة مناشدات ناشد ناشدت ناشدوا نداء نداءات "
    "دعا دعت يدعو تدعو دعوة يقضي تقضي ينص تنص أوامر أمر مذكرة مذكرات إحباط"
)
_BETWEEN = fold_words("to of the a an at for and be being his her their أن في ب")
_REACH = 4
"""Words between an intention and what it is to do."""
_NEARLY = frozenset({"nearly", "almost", "narrowly", "escaped"})
_ALMOST = fold_words("كاد كادت كادوا كدنا يكاد تكاد يكادون وشك")
_SENTENCE_SIGNS = frozenset(".;؛!?؟،,\n")
_COURT = fold_words("المحكمة محكمة حكم حكمت حكما أحكام أحكاما القضاء قاضي sentenced sentence sentences")
_DID = fold_words("أعدموا أعدمت أعدمتهم executed")
_SENTENCES = fold_words("حكم حكمت حكما أحكام أحكاما sentenced sentence sentences")
"""Who "executed" behind these words was only sentenced; told to a court, it happened: شهد أمام المحكمة أن الحراس *أعدموا* 11."""
_CARRIED_OUT = fold_words("نفذ نفذت نفذوا تنفيذ ينفذ carried")
_PUNISHED = frozenset({"executed"})
_NO_DEATHS = fold_words(
    "sentence sentences penalty threat threats row certificate certificates squad squads camp camps notice notices"
)
_PUBLISHED = frozenset(
    {
        "video",
        "videos",
        "footage",
        "statement",
        "statements",
        "report",
        "reports",
        "photo",
        "photos",
        "photographs",
        "pictures",
        "images",
    }
    | {
        "list",
        "lists",
        "names",
        "figures",
        "data",
        "recording",
        "recordings",
        "clip",
        "clips",
        "findings",
        "details",
        "documents",
    }
)
_DENIALS = fold_words(
    "denied denies deny denying denial rumours rumors rumour rumor نفى نفت ينفي تنفي نفوا نفي شائعة شائعات إشاعة إشاعات"
)
_DISMISSALS = fold_words(
    "dismissed dismisses rejected rejects refuted refutes disputed disputes فند فندت يفند كذب كذبت دحض دحضت رفض رفضت"
)
_REPORTS = fold_words(
    "report reports claim claims allegation allegations accusation accusations rumours that أنباء الأنباء مزاعم ادعاءات تقارير رواية"
)
"""Together with these, a dismissal denies what it names: *dismissed* as false a *report* that 40 had died."""
_BUT = fold_words("but and لكن ولكن وقال وأكد وأكدت مؤكدا مؤكدة")
_THAN = frozenset({"fewer", "more", "less", "lower", "higher", "smaller", "larger"})
_PAPERS = fold_words("شهادة شهادات")
_MAY = fold_words(
    "could may might would will expected likely fear fears feared قد ربما يمكن يتوقع متوقع المتوقع مرشح مرشحة يرجح يخشى مخاوف"
)
_MAY_HAVE = {(may, "have") for may in ("may", "might", "could")}
_GROWS = fold_words(
    "reach rise climb exceed surpass top hit increase grow pass go يصل تصل يرتفع ترتفع يتجاوز تتجاوز يبلغ تبلغ يتخطى تتخطى وصول ارتفاع"
)
_CHANGES = fold_words(
    "fell fall dropped declined decreased rose risen climbed increased went down up تراجع تراجعت انخفض انخفضت انخفاض ارتفاع ازدياد "
    "ارتفع ارتفعت هبط تراجعا"
)
_AGAINST = fold_words("مقابل against versus")
_MONTHS = {words[0] for words in MONTHS}
_WAS = fold_words("was كانت كان")
_HAD_BEEN = fold_words("was كان كانت وكان وكانت")
_EARLIER = fold_words("earlier previous سابقة السابقة")
_FIRST = fold_words("أولية الأولية")
"""Say with "was" that a toll is an earlier one; "a preliminary toll" alone holds."""
_TOLLS = fold_words("toll figure count tally حصيلة الحصيلة")
_AFTER_THAT = {("بعد", "ان"), ("بعد", "ما")}
_AT_FIRST = frozenset({"first", "initially", "earlier", "previously"})
_GIVEN = frozenset({"reported", "reporting", "announced", "said", "counted", "given", "put", "spoke", "spoken"})
_TO_THE_NUMBER = frozenset({"that", "of", "at", "as", "the", "toll", "death", "figure", "number"})
_TAKEN_BACK = (
    ("not",), ("instead", "of"), ("rather", "than"), ("ليس",), ("وليس",), ("ليسوا",), ("وليسوا",), ("لا",), ("بدلا", "من"), ("عوضا", "عن"),
    ("compared", "with"), ("compared", "to"), ("مقارنه", "ب"), ("مقارنه", "مع"),
)  # fmt: skip

"""What leads to a number that is said not to hold, or to hold for another time."""
_THEN = fold_words(
    "السابق السابقة الماضي الماضية أمس قبل سبقه سبقها يسبقه المنصرم المنصرمة الفائت الفائتة before previous earlier last ago"
)
_THEN_REACH = 7
_LAST_WORDS = frozenset(words[-1] for words in _TAKEN_BACK)


def has_not_happened(tokens: Sequence[Token], at: int, quantity: str) -> bool:
    """Whether the word at a place names something that somebody only meant, tried, threatened or was sentenced to.

    quantity: what the word says happened.

    >>> from dalil.text.numbers import tokens_of
    >>> has_not_happened(tokens_of("threatened to execute 5 hostages"), 2, "executed")
    True
    >>> has_not_happened(tokens_of("failed, and killed 5 hostages"), 3, "killed")
    False
    """
    before = tokens[at - 1].key if at else ""
    if quantity == "released" and (tokens[at].text.startswith("لل") or _is_published(tokens, at)):
        return True  # signatures *for the release* of her son; released *a video*
    if before in _PAPERS or (tokens[at].key == "death" and _is_no_death(tokens, at)):
        return True
    if _nearly_happened(tokens, at):
        return True
    for i in range(at - 1, max(at - 1 - _REACH, -1), -1):
        if tokens[i].key in _INTENDED:
            return True
        addressed = i == at - 1 and tokens[i].key.startswith("ال")  # نناشد المنظمات إجلاء 48
        if tokens[i].key not in _BETWEEN and not addressed:
            break
    return quantity in _PUNISHED and _only_sentenced(tokens, at)


def _key(tokens: Sequence[Token], at: int) -> str:
    return tokens[at].key if 0 <= at < len(tokens) else ""


def _nearly_happened(tokens: Sequence[Token], at: int) -> bool:
    """Whether something did not come or is only supposed: *nearly* killed, *about to be* killed, *would have* died, *كاد* ثلاثة أن يقتلوا."""
    before = [token.key for token in tokens[max(0, at - 6) : at]]
    if before[-1:] and before[-1] in _NEARLY:
        return True
    words = [key for key in before if key not in ("be", "been", "being", "surely", "probably", "also")]
    if words[-2:] in (["about", "to"], ["threatened", "with"], ["would", "have"], ["escaped", "death"]):
        return True
    return any(key in _ALMOST for key in before if not _SENTENCE_SIGNS & set(before[before.index(key) :]))


def _is_published(tokens: Sequence[Token], at: int) -> bool:
    """Whether what is released is no one, but something to read or see: *a video*, *figures*."""
    return any(token.key in _PUBLISHED for token in tokens[at + 1 : at + 5])


def _is_no_death(tokens: Sequence[Token], at: int) -> bool:
    """Whether nobody died: a *death* certificate, sentenced to *death*."""
    sentenced = _key(tokens, at - 1) == "to" and any(token.key in _COURT for token in tokens[max(0, at - 9) : at])
    return sentenced or _key(tokens, at + 1) in _NO_DEATHS


def _only_sentenced(tokens: Sequence[Token], at: int) -> bool:
    before = {token.key for token in tokens[max(0, at - 5) : at]}
    done = tokens[at].key in _DID and not before & _SENTENCES
    return bool(before & _COURT) and not before & _CARRIED_OUT and not done


def _is_of_another_time(tokens: Sequence[Token], first: int) -> bool:
    """Whether a number is what another one is held against: 64 *مقابل* 51 في اليوم السابق."""
    behind = [token.key for token in tokens[first : first + _THEN_REACH]]
    return _key(tokens, first - 1) in _AGAINST and any(key in _THEN or key in _MONTHS for key in behind)


def _was_before(tokens: Sequence[Token], first: int) -> bool:
    """Whether a number fell or rose to another one: *from 190* in February to 121 in March."""
    if _key(tokens, first - 1) not in ("from", "من") or not any(
        token.key in _CHANGES for token in tokens[max(0, first - 7) : first]
    ):
        return False
    for i in range(first + 1, min(first + 8, len(tokens) - 1)):
        if tokens[i].key in ("to", "الي"):
            return i > first + 1 and read_number(tokens, i + 1) is not None
    return False


def _is_earlier(tokens: Sequence[Token], first: int) -> bool:
    """Whether a number is that of an earlier toll: *an earlier toll* of 12, بعد أن *كانت الحصيلة* 12, up *from an initial* 12."""
    before = [token.key for token in tokens[max(0, first - 7) : first]]
    if not _EARLIER.isdisjoint(before) and not _TOLLS.isdisjoint(before):
        return True
    if "from" in before and not {"initial", "earlier", "previous"}.isdisjoint(before):
        return True
    was = next((i for i, key in enumerate(before) if key in _HAD_BEEN), None)
    if was is None or not before[was + 1 :] or _SENTENCE_SIGNS & set(before[was:]):
        return _was_given_first(before)
    after_that = tuple(before[max(0, was - 2) : was]) in _AFTER_THAT or before[was - 1 : was] == ["بعدما"]
    return after_that or not _FIRST.isdisjoint(before[was:]) or _was_given_first(before)


def _was_given_first(before: Sequence[str]) -> bool:
    """Whether somebody gave a number at first only: authorities *first reported* 12; *initially put* the toll at 12."""
    words = list(before)
    while words and words[-1] in _TO_THE_NUMBER:
        words.pop()
    return len(words) > 1 and words[-1] in _GIVEN and words[-2] in _AT_FIRST


def _is_denied(tokens: Sequence[Token], first: int) -> bool:
    """Whether somebody denies a number, or calls it a rumour, in the words before it: *denied* that five had died, لا صحة للأنباء عن."""
    for i in range(first - 1, max(first - 13, -1), -1):
        if tokens[i].key in ".;؛!?؟\n" or tokens[i].key in _BUT:
            return False
        if tokens[i].key in _DISMISSALS and not _REPORTS.isdisjoint(token.key for token in tokens[i + 1 : i + 6]):
            return True
        if tokens[i].key in _DENIALS or (tokens[i].key == "صحه" and _key(tokens, i - 1) == "لا"):
            return True
    return False


def _is_a_rise(tokens: Sequence[Token], first: int) -> bool:
    """Whether a number only says by how many a toll rose: the toll rose *by three* to 20, ارتفاع الحصيلة *بثلاثة*."""
    by = _key(tokens, first - 1) == "by" or (
        tokens[first].text.startswith("ب") and not tokens[first].key.startswith("ب")
    )
    before = {token.key for token in tokens[max(0, first - 5) : first]}
    return by and not _CHANGES.isdisjoint(before) and _key(tokens, first + 1) not in ("to", "الي")


def _was_then(tokens: Sequence[Token], first: int) -> bool:
    """Whether a number in brackets is what another one was before: 17 *(was 12)*."""
    return _key(tokens, first - 1) in _WAS and _key(tokens, first - 2) in ("(", "ان", ",", "،")


def _is_held_against(tokens: Sequence[Token], first: int) -> bool:
    """Whether a number is somebody else's, to which one is compared: "fewer *than the 20* that residents claimed"."""
    leads = [token.key for token in tokens[max(0, first - 3) : first]]
    return leads[-2:] == ["than", "the"] and leads[0] in _THAN


def may_only_be(tokens: Sequence[Token], amount: Amount) -> bool:
    """Tell whether a text only says that an amount may have died: ربما *قضى 70*; "12 people *may have been* killed".

    Where it may be up to so many, the amount says so itself.

    >>> from dalil.text.numbers import tokens_of
    >>> may_only_be(tokens_of("12 people may have died"), Amount("exact", 12, 12, 0, 2))
    True
    """
    if amount.shape in ("at_most", "fewer_than"):
        return False
    if any(_key(tokens, amount.first - step) == "ربما" and amount.first - step >= 0 for step in (1, 2)):
        return amount.shape != "vague"
    behind = [token.key for token in tokens[amount.last : amount.last + 2]]
    before = [token.key for token in tokens[max(0, amount.first - 3) : amount.first]]
    return any(pair in _MAY_HAVE for pair in (tuple(behind), tuple(before[:2])))


def is_unasserted(tokens: Sequence[Token], first: int) -> bool:
    """Whether the amount that begins at a place is a forecast ("could reach 50"), or a number that is taken back ("6, not 9").

    >>> from dalil.text.numbers import tokens_of
    >>> is_unasserted(tokens_of("the toll could reach 50"), 4), is_unasserted(tokens_of("the toll is 6, not 9"), 6)
    (True, True)
    """
    if any(
        says_so(tokens, first)
        for says_so in (
            _was_before,
            _is_earlier,
            _is_denied,
            _is_of_another_time,
            _is_a_rise,
            _was_then,
            _is_held_against,
        )
    ):
        return True
    before = [token.key for token in tokens[max(0, first - 5) : first]]
    grows = next((i for i in range(len(before) - 1, -1, -1) if before[i] in _GROWS), None)
    if grows is not None and not _MAY.isdisjoint(before[:grows]):
        return True
    if (
        before[-1:]
        and before[-1] in _LAST_WORDS
        and any(tuple(before[-len(words) :]) == words for words in _TAKEN_BACK)
    ):
        return first < len(tokens) and read_number(tokens, first) is not None
    return False
