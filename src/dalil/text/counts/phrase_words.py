"""The words that may stand in a phrase of one count: its bounds, and the words that change nothing about its number."""

from __future__ import annotations

from dalil.letters import fold_words
from dalil.text.counts.count_words import AFTER, BOUNDS, ELDERLY, VAGUE
from dalil.text.counts.relatives import PART_WORDS
from dalil.text.numbers import tokens_of

Phrases = dict[tuple[str, ...], str]

_BEFORE: dict[str, tuple[str, ...]] = {
    "at_least": ("min", "minimum", "at the least", "بحد أدنى", "كحد أدنى", "لا أقل من", "ليس أقل من", "لا يقلون عن"),
    "more_than": ("well over", "just over", "greater than"),
    "fewer_than": ("below",),
    "at_most": ("max", "maximum", "maximum of", "a maximum of", "at the most", "not over", "بحد أقصى", "كحد أقصى", "ليس أكثر من",
                "لا أكثر من", "على الأكثر"),
    "about": ("ca", "c", "est", "estimate", "estimated at", "estimated to be", "in the region of", "تقدر بنحو", "يقدر بنحو", "تقريبا", "بالتقريب"),
}  # fmt: skip
_AFTER: dict[str, tuple[str, ...]] = {
    "at_least": ("plus", "and more", "and above", "and over", "and up", "or above", "or over", "minimum", "at the least", "at minimum",
                 "at a minimum", "وأكثر", "فما فوق", "وما فوق", "فصاعدا", "كحد أدنى", "بحد أدنى", "أو يزيد", "أو ما يزيد"),
    "at_most": ("max", "maximum", "at most", "at the most", "at maximum", "or less", "or fewer", "and less", "and fewer", "or under",
                "كحد أقصى", "بحد أقصى", "على الأكثر", "أو أقل", "فأقل", "وأقل", "فما دون"),
    "about": ("ish", "- ish", "approx", "approximately", "est", "estimated", "estimate", "circa", "roughly", "more or less",
              "بالتقريب", "على وجه التقريب"),
}  # fmt: skip
"""How boxes and cells bound a number. In running text these words say too many other things to be read so."""

_SAYING_NOTHING = (
    "in total", "in all", "a total of", "total of", "total", "number of", "the number of", "overall",
    "of one family", "of a family", "of the same family", "of a single family", "from one family", "from a family", "from the same family",
    "from a single family", "in one family", "of two families", "from two families", "of three families", "from three families",
    "of one house", "from one house",
    "من عائلة واحدة", "من أسرة واحدة", "من عائلة", "من أسرة", "من نفس العائلة", "من نفس الأسرة", "من العائلة نفسها", "من الأسرة نفسها",
    "من ذات العائلة",
    "من عائلتين", "من بيت واحد", "من منزل واحد", "عدد", "العدد", "إجمالي", "الإجمالي", "المجموع", "مجموع", "مجموعهم", "بلغ", "بلغ عدد",
)  # fmt: skip

NEUTRAL = (
    fold_words(
        "the of them who that was were is are has have had been all and or to only killed people persons "
        "armed unarmed young local syrian syrians palestinian palestinians lebanese iraqi iraqis turkish turks kurdish kurds "
        "russian russians iranian iranians afghan afghans yemeni yemenis ukrainian ukrainians "
        "و أو ما من هم فقط كان كانت كانوا جميعهم كلهم جميعا واحد شاب سوري سوريا سوريين سوريون فلسطيني فلسطينيا فلسطينيين فلسطينيون "
        "لبناني لبنانيين عراقي عراقيين تركي أتراك روسي روس إيراني إيرانيين odd الى نيف ونيف بضع بضعه"
    )
    | PART_WORDS
    | ELDERLY
)
"""Words that change nothing about a number, wherever they stand in its phrase."""
ABOUT_A_TEN = fold_words("odd نيف ونيف بضع بضعة")
"""Words that belong to a number ("20 odd", عشرون ونيف). Beside one that they do not belong to ("5 odd") they make it inexact."""
ALL_OF = fold_words("all جميعهم كلهم")
GROUP_NAMES = frozenset({"civilian", "combatant", "child", "infant", "female", "male", "family"})
"""What a noun says of those counted, which is theirs only where the noun is counted itself."""
NOT_FIRST = fold_words("and or to of was were had been و أو كان كانت كانوا") | frozenset(".,،:;؛)(][")
"""What begins no whole phrase: a piece of another (".5", "and five"), what was before ("was 5"), a number in brackets ("(5)")."""
NOT_LAST = fold_words("and or to of the between من و أو بين إلى") | PART_WORDS | frozenset(",،:;؛([")
"""What ends no whole phrase: something was cut off behind it."""
DOUBTS = fold_words("لا لم ليس غير بلا دون بدون ربما قد")
"""Words that are no name of a family."""
SIGNS = frozenset('.,،:;؛()[]"“”«»')
"""Signs that change nothing about a number, where no number stands on both sides of them."""


def _keyed(*tables: dict[str, tuple[str, ...]]) -> Phrases:
    listed = [
        (tuple(token.key for token in tokens_of(form)), meaning)
        for table in tables
        for meaning in table
        for form in table[meaning]
    ]
    return dict(sorted(listed, key=lambda entry: -len(entry[0])))


BOUNDS_BEFORE = _keyed({meaning: forms for meaning, forms in BOUNDS.items() if meaning != "between"}, _BEFORE)
"""Bounds that stand before their number; the longest first."""
BOUNDS_AFTER = _keyed(AFTER, _AFTER)
"""Bounds that stand after their number; the longest first."""
IDLE = _keyed({"": _SAYING_NOTHING})
"""Whole phrases that change nothing about a number; the longest first."""
VAGUE_PHRASES = _keyed({"vague": tuple(VAGUE)})
"""Words for a number that is not told; the longest first."""


def phrase_at(table: Phrases, words: tuple[str, ...]) -> tuple[int, str] | None:
    """Return how many words the longest phrase of a table has that begins the words, and what it means; None where none does.

    >>> phrase_at(BOUNDS_BEFORE, ("at", "least", "five"))
    (2, 'at_least')
    """
    for phrase, meaning in table.items():
        if words[: len(phrase)] == phrase:
            return len(phrase), meaning
    return None
