"""The words that counts are said with, in both languages: bounds, vague amounts, who, and what happened to them.

Written as lists of forms, folded when loaded. Sources: docs/text.md; the field's conventions in the house standards on counts.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeVar

from dalil.text.folding import fold, keys

Meaning = TypeVar("Meaning", str, int)


@dataclass(frozen=True)
class Noun:
    """What is counted. number: 1, 2 or 3 (three and more); quantity: what a head like "dead" says by itself."""

    number: int
    who: tuple[str, ...] = ()
    quantity: str = ""


BOUNDS: dict[str, tuple[str, ...]] = {
    "at_least": (
        "at least", "no less than", "not less than", "no fewer than", "not fewer than", "a minimum of", "minimum of",
        "ما لا يقل عن", "لا يقل عن", "بما لا يقل عن", "لا تقل عن", "ما لايقل عن", "على الأقل",
    ),
    "more_than": (
        "more than", "over", "in excess of", "upwards of", "exceeding", "exceeded", "above",
        "أكثر من", "بأكثر من", "لأكثر من", "ما يزيد عن", "ما يزيد على", "يزيد عن", "يزيد على", "فوق", "ما يربو على", "يربو على", "تجاوز", "تجاوزت",
    ),
    "fewer_than": ("fewer than", "less than", "under", "أقل من", "ما دون"),
    "at_most": (
        "up to", "as many as", "at most", "no more than", "not more than",
        "ما لا يزيد عن", "ما لا يزيد على", "لا يزيد عن", "حتى", "لا يتجاوز",
    ),
    "about": (
        "about", "around", "approximately", "some", "roughly", "an estimated", "estimated", "circa", "~", "≈",
        "نحو", "بنحو", "حوالي", "بحوالي", "زهاء", "قرابة", "ما يقارب", "تقريبا", "ما يقرب من", "يقارب",
    ),
    "nearly": ("nearly", "almost", "close to", "just under", "just below", "ما يناهز", "يناهز", "كاد يبلغ"),
    "between": ("between", "from", "ما بين", "بين", "من"),
}  # fmt: skip
AFTER: dict[str, tuple[str, ...]] = {
    "at_least": ("على الأقل", "على أقل تقدير", "or more", "أو أكثر", "فأكثر", "+", "at least"),
    "about": ("تقريبا", "or so"),
}
VAGUE: dict[str, int] = {
    "dozens": 12, "scores": 20, "hundreds": 100, "thousands": 1000, "tens of thousands": 10_000, "hundreds of thousands": 100_000,
    "millions": 1_000_000, "several": 3, "a number of": 3, "many": 3, "a few": 3, "numerous": 3, "multiple": 3, "tens": 10,
    "عشرات": 10, "العشرات": 10, "مئات": 100, "المئات": 100, "آلاف": 1000, "الآلاف": 1000, "ملايين": 1_000_000,
    "عشرات الآلاف": 10_000, "مئات الآلاف": 100_000, "عشرات آلاف": 10_000, "مئات آلاف": 100_000,
    "عدة": 3, "عدد من": 3, "العديد من": 3, "عدد كبير من": 3, "عشرات من": 10, "العشرات من": 10, "المئات من": 100, "الآلاف من": 1000,
}  # fmt: skip

_NOUNS_EN = {
    ("civilian",): "civilian civilians",
    (
        "combatant",
    ): "fighter fighters soldier soldiers militant militants gunman gunmen troop troops combatant combatants",
    ("child",): "child children minor minors",
    ("infant",): "infant infants baby babies newborn newborns",
    ("female",): "woman women",
    ("male",): "man men",
    ("female", "child"): "girl girls",
    ("male", "child"): "boy boys",
    ("family",): "family families household households",
    ("body",): "body bodies corpse corpses",
    ("home",): "home homes house houses",
    (): (
        "person people worker workers medic medics doctor doctors nurse nurses journalist journalists member members victim victims "
        "prisoner prisoners detainee detainees other others resident residents paramedic paramedics activist activists rescuer "
        "rescuers volunteer volunteers individual individuals inhabitant inhabitants teacher teachers student students refugee refugees"
    ),
}
_QUANTITY_NOUNS_EN = {
    ("killed", ()): "dead death deaths fatality fatalities",
    ("injured", ()): "injury injuries",
    ("casualties", ()): "casualty casualties",
    ("strikes", ("strike",)): "strike strikes airstrike airstrikes raid raids",
    ("munitions", ("munition",)): "bomb bombs shell shells rocket rockets missile missiles mortar mortars",
}
_IRREGULAR_PLURALS = keys(
    "children women men people gunmen families bodies troops dead babies fatalities casualties injuries others houses "
    "corpses"
)

# singular · dual · plural, each with all forms in use
_NOUNS_AR: tuple[tuple[tuple[str, ...], str, str, str, str], ...] = (
    ((), "", "شخص شخصا نسمة إنسان", "شخصان شخصين شخصا", "أشخاص"),
    (("civilian",), "", "مدني مدنيا مدنية", "مدنيان مدنيين مدنيتان مدنيتين", "مدنيون مدنيين مدنيات"),
    (("child",), "", "طفل طفلا طفلها", "طفلان طفلين", "أطفال أطفالا أطفالها"),
    (("female", "child"), "", "طفلة فتاة", "طفلتان طفلتين فتاتان فتاتين", "طفلات فتيات"),
    (("infant",), "", "رضيع رضيعا رضيعة", "رضيعان رضيعين", "رضع"),
    (("female",), "", "امرأة سيدة", "امرأتان امرأتين سيدتان سيدتين", "نساء سيدات"),
    (("male",), "", "رجل رجلا زوجها شاب شابا", "رجلان رجلين شابان شابين", "رجال شبان شباب"),
    (
        ("combatant",), "",
        "مقاتل مقاتلا عنصر عنصرا جندي جنديا مسلح مسلحا مجند عسكري ضابط ضابطا",
        "مقاتلان مقاتلين عنصران عنصرين جنديان جنديين مسلحان ضابطان",
        "مقاتلون عناصر جنود مسلحون مسلحين عسكريين عسكريون ضباط",
    ),
    (("family",), "", "عائلة أسرة", "عائلتان عائلتين أسرتان أسرتين", "عائلات أسر عوائل"),
    (("body",), "", "جثة جثمان جثمانا", "جثتان جثتين جثمانان", "جثث جثامين"),
    (("home",), "", "منزل منزلا بيت بيتا", "منزلان منزلين بيتان بيتين", "منازل بيوت"),
    ((), "", "مسعف مسعفا صحفي صحفيا طبيب طبيبا ممرض ممرضة فرد متطوع إعلامي إعلاميا ناشط ناشطا", "مسعفان مسعفين صحفيان صحفيين طبيبان طبيبين",
     "مسعفون مسعفين صحفيون صحفيين أطباء أفراد متطوعين متطوعون إعلاميين ناشطين سكان آخرون آخرين"),
    ((), "killed", "قتيل قتيلا شهيد شهيدا شهيدة ضحية", "قتيلان قتيلين شهيدان شهيدين شهيدتان", "قتلى شهداء ضحايا وفيات"),
    ((), "injured", "جريح جريحا مصاب مصابا إصابة", "جريحان جريحين مصابان إصابتان إصابتين", "جرحى مصابون مصابين إصابات"),
    ((), "missing", "مفقود مفقودا", "مفقودان مفقودين", "مفقودون مفقودين"),
    ((), "detained", "معتقل معتقلا معتقلة أسير أسيرا", "معتقلان معتقلين", "معتقلون معتقلين معتقلات أسرى"),
    ((), "disappeared", "مختف مختفيا", "مختفيان", "مختفون مختفين"),
    ((), "displaced", "نازح نازحا", "نازحان", "نازحون نازحين مهجرين مهجرون"),
    (("strike",), "strikes", "غارة", "غارتان غارتين", "غارات"),
    (("munition",), "munitions", "قذيفة برميلا برميل صاروخ صاروخا قنبلة", "قذيفتان قذيفتين برميلان برميلين صاروخان صاروخين قنبلتين",
     "قذائف براميل صواريخ قنابل"),
)  # fmt: skip

OUTCOMES: dict[str, str] = {
    "killed": (
        "killed kills killing died dies perished dead death deaths toll fatally slain lives killings "
        "مقتل قتل قتلت قتلوا قتلى استشهاد استشهد استشهدت ارتقاء ارتقى قضى قضت قضوا وفاة توفي توفيت "
        "مصرع حتفهم حتفه ضحيتها ضحيته ضحيتهم حصيلة القتلى الشهداء الضحايا مقتلهم قتلن شهداء"
    ),
    "injured": (
        "injured injuring injures injury injuries wounded wounding wounds hurt "
        "إصابة أصيب أصيبت أصيبوا جرح جرحوا الجرحى المصابين جرحى"
    ),
    "displaced": "displaced displacing fled flee fleeing نزوح نزح نزحت نزحوا تهجير هجر تشريد شرد",
    "missing": "missing buried unaccounted فقدان فقد المفقودين",
    "detained": "arrested arrest detained detaining detention arrests اعتقال اعتقل اعتقلت احتجاز توقيف اعتقالات",
    "disappeared": "disappeared اختفاء الاختفاء إخفاء",
    "abducted": "abducted kidnapped kidnapping abducting اختطاف خطف اختطف خطفت",
    "executed": "executed executing إعدام أعدم أعدمت",
    "released": "released releasing freed الإفراج إفراج أفرج إطلاق",
    "evacuated": "evacuated evacuating إجلاء أجلي إخلاء",
    "returned": "returned عودة عاد عادت",
    "besieged": "besieged محاصرة حصار",
    "bodies_found": "bodies recovered انتشال العثور رفات جثث",
    "homes_destroyed": "destroyed تدمير دمر دمرت تضرر",
    "munitions": "dropped إلقاء ألقى ألقت",
    "strikes": "غارات",
    "casualties": "casualties ضحايا",
}


def _nouns() -> dict[str, Noun]:
    nouns: dict[str, Noun] = {}
    for who, forms in _NOUNS_EN.items():
        for form in forms.split():
            nouns[form] = Noun(3 if form.endswith("s") or form in _IRREGULAR_PLURALS else 1, who)
    for (quantity, who), forms in _QUANTITY_NOUNS_EN.items():
        for form in forms.split():
            nouns[form] = Noun(3 if form.endswith("s") or form in _IRREGULAR_PLURALS else 1, who, quantity)
    for who, quantity, *numbers in _NOUNS_AR:
        for number, forms in enumerate(numbers, 1):
            for form in forms.split():
                for key in (fold(form), fold("ال" + form)):
                    nouns.setdefault(key, Noun(number, who, quantity))
    return nouns


NOUNS = _nouns()
OUTCOME_OF = {fold(word): quantity for quantity, listed in OUTCOMES.items() for word in listed.split()}
ELDERLY = keys("elderly aged مسن مسنة مسنا المسنين مسنين")


def phrases(table: dict[str, tuple[str, ...]]) -> list[tuple[tuple[str, ...], str]]:
    """The phrases of a table as folded words with what they mean, the longest first."""
    listed = [
        (tuple(fold(phrase).split()) or (phrase,), meaning) for meaning, group in table.items() for phrase in group
    ]
    return sorted(listed, key=lambda entry: -len(entry[0]))


def by_first_word(
    listed: Iterable[tuple[tuple[str, ...], Meaning]],
) -> dict[str, list[tuple[tuple[str, ...], Meaning]]]:
    """Phrases by their first word, in the order given."""
    table: dict[str, list[tuple[tuple[str, ...], Meaning]]] = {}
    for words, meaning in listed:
        table.setdefault(words[0], []).append((words, meaning))
    return table
