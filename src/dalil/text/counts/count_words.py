"""The words that counts are said with, in both languages: bounds, vague amounts, who, and what happened to them.

Written as lists of forms, folded when loaded. Sources: docs/text.md; the field's conventions in the house standards on counts.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeVar

from dalil.letters import fold, fold_words
from dalil.text.counts.verb_forms import verb_forms

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
        "≥", "ما لا يقل عن", "لا يقل عن", "بما لا يقل عن", "لا تقل عن", "ما لايقل عن", "على الأقل",
    ),
    "more_than": (
        "more than", "over", "in excess of", "upwards of", "exceeding", "exceeded", "exceeds", "surpassed", "topped", "above", ">",
        "أكثر من", "بأكثر من", "لأكثر من", "ما يزيد عن", "ما يزيد على", "يزيد عن", "يزيد على", "فوق", "ما يربو على", "يربو على", "تجاوز",
        "تجاوزت", "تجاوزوا", "لتتجاوز", "ليتجاوز", "متجاوزا", "متجاوزة", "يتجاوزون",
        "ما ينوف عن", "ما ينوف على", "ينوف عن", "ينوف على", "ما يفوق", "يفوق", "تخطى", "تخطت", "أزيد من",
    ),
    "fewer_than": ("fewer than", "less than", "under", "<", "أقل من", "ما دون"),
    "at_most": (
        "up to", "as many as", "as high as", "at most", "no more than", "not more than",
        "ما لا يزيد عن", "ما لا يزيد على", "لا يزيد عن", "حتى", "ما يصل إلى", "لا يتجاوز", "لم يتجاوز", "لا تتجاوز",
        "لم تتجاوز", "لا يتعدى", "لا تتعدى", "لم يتعد", "≤",
    ),
    "about": (
        "estimated at", "about", "around", "approximately", "approx", "some", "roughly", "an estimated", "estimated", "circa", "~", "≈",
        "نحو", "بنحو", "حوالي", "بحوالي", "زهاء", "قرابة", "ما يقارب", "تقريبا", "ما يقرب من", "يقارب",
    ),
    "nearly": ("nearly", "almost", "close to", "just under", "just below", "ما يناهز", "يناهز", "كاد يبلغ"),
    "between": ("between", "from", "بما بين", "ما بين", "بين", "من"),
}  # fmt: skip
AFTER: dict[str, tuple[str, ...]] = {
    "at_least": ("على الأقل", "على أقل تقدير", "or more", "أو أكثر", "فأكثر", "+", "at least"),
    "about": ("تقريبا", "or so"),
}
VAGUE: dict[str, int] = {
    "dozens": 12, "scores": 20, "hundreds": 100, "thousands": 1000, "tens of thousands": 10_000, "hundreds of thousands": 100_000,
    "millions": 1_000_000, "several": 3, "a number of": 3, "many": 3, "a few": 3, "numerous": 3, "multiple": 3, "tens": 10,
    "عشرات": 10, "العشرات": 10, "مئات": 100, "المئات": 100, "آلاف": 1000, "الآلاف": 1000, "ملايين": 1_000_000, "الملايين": 1_000_000,
    "عشرات الآلاف": 10_000, "مئات الآلاف": 100_000, "عشرات آلاف": 10_000, "مئات آلاف": 100_000,
    "a handful of": 3, "a handful": 3, "a large number of": 3, "large numbers of": 3, "a small number of": 3, "a great number of": 3,
    "عدة": 3, "عدد آخر": 3, "عدد من": 3, "عددا من": 3, "عددا آخر": 3, "العديد من": 3, "عدد كبير من": 3, "عشرات من": 10, "العشرات من": 10,
    "المئات من": 100, "الآلاف من": 1000,
}  # fmt: skip
FEW = fold_words("several few many numerous multiple عدة")
"""Vague words that may count a round unit: several hundred, عدة آلاف."""
SHARES = fold_words(
    "third thirds quarter quarters half halves fifth fifths tenth tenths percent نصف ثلث ثلثا ثلثي ربع أرباع بالمئة بالمائة"
) | {"%"}
"""What makes a number a share of something, which is no count."""

_NOUNS_EN = {
    ("civilian",): "civilian civilians noncombatant noncombatants",
    (
        "combatant",
    ): "fighter fighters soldier soldiers militant militants gunman gunmen troop troops combatant combatants rebel rebels insurgent "
    "insurgents militiaman militiamen mercenary mercenaries trooper troopers serviceman servicemen conscript conscripts commando commandos "
    "paratrooper paratroopers reservist reservists guerrilla guerrillas guardsman guardsmen legionnaire legionnaires marines",
    (
        "child",
    ): "child children minor minors kid kids toddler toddlers schoolchild schoolchildren grandchild grandchildren",
    ("infant",): "infant infants baby babies newborn newborns",
    ("female",): (
        "woman women mother mothers sister sisters wife wives daughter daughters grandmother grandmothers aunt aunts niece nieces "
        "granddaughter granddaughters schoolgirl schoolgirls females bride brides widow widows nun nuns girlfriend waitress waitresses housewife "
        "housewives policewoman policewomen mum mums stepmother stepdaughter fiancee"
    ),
    ("male",): (
        "man men father fathers brother brothers husband husbands son sons grandfather grandfathers uncle uncles nephew nephews "
        "grandson grandsons policeman policemen fisherman fishermen males groom grooms tribesman tribesmen widower dad dads stepfather stepson "
        "herdsman herdsmen businessmen fireman firemen schoolboy schoolboys"
    ),
    ("female", "child"): "girl girls",
    ("male", "child"): "boy boys",
    ("family",): "family families household households",
    ("body",): "body bodies corpse corpses",
    ("home",): "home homes house houses",
    ("tent",): "tent tents",
    ("camp",): "camp camps",
    (): (
        "person persons people ppl pax worker workers medic medics doctor doctors nurse nurses journalist journalists member members victim victims "
        "driver drivers pilot pilots farmer farmers shepherd shepherds passenger passengers patient patients colleague colleagues "
        "relative relatives neighbour neighbours neighbor neighbors cousin cousins sibling siblings other others resident residents "
        "paramedic paramedics activist activists rescuer "
        "rescuers volunteer volunteers individual individuals inhabitant inhabitants teacher teachers student students refugee refugees "
        "midwife midwives pupil pupils engineer engineers pharmacist pharmacists lawyer lawyers judge judges imam imams priest priests "
        "baker bakers vendor vendors "
        "shopkeeper shopkeepers merchant merchants trader traders labourer labourers laborer laborers guard guards cameraman cameramen reporter "
        "reporters photographer photographers worshipper worshippers mourner mourners protester protesters demonstrator demonstrators peacekeeper "
        "peacekeepers villager villagers shopper shoppers migrant migrants teenager teenagers responder responders employee employees hostage "
        "staff crew crewman crewmen personnel companion companions guest guests bystander bystanders passersby passer passers "
        "watchman watchmen warder warders mayor mayors councillor "
        "councillors electrician electricians palestinians israelis syrians lebanese iraqis yemenis libyans sudanese egyptians jordanians turks "
        "iranians afghans ukrainians russians ethiopians eritreans somalis kurds yazidis rohingya americans pakistanis chadians malians "
        "nigerians congolese "
        "hostages officer officers commander commanders friend friends surgeon surgeons firefighter firefighters cook cooks clerk clerks citizen "
        "poet poets writer writers author authors artist artists singer singers actor actors blogger bloggers academic academics professor "
        "professors lecturer lecturers scientist scientists researcher researchers politician politicians official officials diplomat diplomats "
        "tailor tailors carpenter carpenters mechanic mechanics plumber plumbers barber barbers butcher butchers grocer grocers porter porters "
        "cleaner cleaners janitor janitors waiter waiters smuggler smugglers motorist motorists pedestrian pedestrians cyclist cyclists customer "
        "customers orphan orphans parent parents grandparent grandparents bodyguard bodyguards aide aides adviser advisers translator translators "
        "interpreter interpreters technician technicians trainee trainees bishop bishops cleric clerics preacher preachers tourist tourists "
        "herder herders miner miners sailor sailors footballer footballers athlete athletes dentist dentists apprentice apprentices "
        "caretaker caretakers headmaster headmasters headteacher "
        "citizens terrorists extremists jihadists islamists "
        "businessman businessmen spokesman spokesmen salesman salesmen governor governors minister ministers deputy deputies director directors "
        "manager managers coach coaches musician musicians builder builders welder welders returnee returnees schoolteacher "
        "schoolteachers deminer deminers observer observers dissident dissidents opponent opponents onlooker onlookers defector defectors deserter "
        "deserters youth youths teen teens adolescent adolescents pensioner pensioners sheikh sheikhs monk monks foreigner foreigners "
        "settler settlers asylum seeker seekers traveller travellers traveler travelers shareholder attendee attendees spectator spectators "
        "colonel general lieutenant sergeant captain corporal suspect suspects convict defendant defendants "
        "chief chiefs "
        "druze alawites christians sunnis shiites turkmen houthis russians turks britons french germans dutch greeks indians bangladeshis filipinos "
        "tunisians algerians moroccans saudis emiratis kuwaitis omanis bahrainis"
    ),
}
_QUANTITY_NOUNS_EN = {
    ("killed", ()): "dead death deaths fatality fatalities martyr martyrs murder murders",
    ("injured", ()): "injury injuries",
    ("casualties", ()): "casualty casualties",
    ("detained", ()): "detainee detainees prisoner prisoners captives",
    ("displaced", ()): "idp idps",
    ("evacuated", ()): "evacuee evacuees",
    ("attacks", ("attack",)): "attack attacks",
    ("incidents", ("incident",)): "incident incidents",
    ("massacres", ("massacre",)): "massacre massacres",
    ("strikes", ("strike",)): "strike strikes airstrike airstrikes raid raids",
    ("munitions", ("munition",)): "bomb bombs shell shells rocket rockets missile missiles mortar mortars",
}
_IRREGULAR_PLURALS = fold_words(
    "children women men people gunmen families bodies troops dead babies fatalities casualties injuries others houses "
    "staff crew crewmen "
    "personnel passersby ppl pax lebanese sudanese rohingya congolese servicemen corpses wives "
    "policemen fishermen tribesmen midwives cameramen schoolchildren grandchildren businessmen spokesmen salesmen guardsmen housewives policewomen "
    "herdsmen firemen druze turkmen french dutch deputies"
)

# singular · dual · plural, each with all forms in use
_NOUNS_AR: tuple[tuple[tuple[str, ...], str, str, str, str], ...] = (
    ((), "", "شخص شخصا نسمة إنسان", "شخصان شخصين", "أشخاص"),
    (("civilian",), "", "مدني مدنيا مدنية", "مدنيان مدنيين مدنيتان مدنيتين", "مدنيون مدنيين مدنيات"),
    (("child",), "", "طفل طفلا طفلها قاصر قاصرا", "طفلان طفلين قاصران قاصرين", "أطفال أطفالا أطفالها قاصرين"),
    (("female", "child"), "", "طفلة فتاة", "طفلتان طفلتين فتاتان فتاتين", "طفلات فتيات"),
    (("male", "child"), "", "صبي صبيا فتى", "صبيان صبيين فتيين", "صبية فتيان"),
    (("infant",), "", "رضيع رضيعا رضيعة", "رضيعان رضيعين", "رضع خدج خدجا"),
    (("female",), "", "امرأة سيدة", "امرأتان امرأتين سيدتان سيدتين", "نساء سيدات"),
    (("female", "elderly"), "", "مسنة", "مسنتان مسنتين", "مسنات"),
    (("male", "elderly"), "", "مسن مسنا", "مسنان مسنين", "مسنون"),
    (("male",), "", "رجل رجلا زوجها شاب شابا شيخ شيخا", "رجلان رجلين شابان شابين", "رجال شبان شباب"),
    (("male", "elderly"), "", "ستيني سبعيني ثمانيني تسعيني", "", ""),
    (("female", "elderly"), "", "ستينية سبعينية ثمانينية تسعينية", "", ""),
    (
        ("combatant",), "",
        "مقاتل مقاتلا عنصر عنصرا جندي جنديا مسلح مسلحا مجند عسكري ضابط ضابطا عميد عقيد",
        "مقاتلان مقاتلين عنصران عنصرين جنديان جنديين مسلحان ضابطان ضابطين",
        "مقاتلون عناصر عناصره عناصرها عناصرهم جنود جنوده جنودها جنودهم مقاتليه مقاتليها مقاتليهم مسلحون مسلحين عسكريين عسكريون ضباط",
    ),
    (("family",), "", "عائلة أسرة", "عائلتان عائلتين أسرتان أسرتين", "عائلات أسر عوائل"),
    (("tent",), "", "خيمة", "خيمتان خيمتين", "خيام خيم خياما"),
    (("camp",), "", "مخيم مخيما", "مخيمان مخيمين", "مخيمات"),
    (("body",), "", "جثة جثمان جثمانا", "جثتان جثتين جثتا جثتي جثمانان", "جثث جثامين"),
    (("home",), "", "منزل منزلا بيت بيتا", "منزلان منزلين بيتان بيتين", "منازل بيوت"),
    ((), "", "شاعر شاعرا كاتب كاتبا فنان فنانا أستاذ أستاذا مريض مريضا مريضة خياط خياطا نجار نجارا حداد حدادا قاض قاضيا مترجم مترجما فني فنيا "
     "مسعف مسعفا صحفي صحفيا طبيب طبيبا ممرض ممرضة فرد متطوع متطوعا إعلامي إعلاميا ناشط ناشطا سائق مزارع عامل طالب طالبا معلم لاجئ لاجئا "
     "مواطن مواطنا مواطنة مهندس مهندسا صيدلي قيادي قياديا قائد راع راعي راعيا بائع بائعا حارس صياد فلاح متظاهر متظاهرا تلميذ تلميذا مهاجر "
     "مهاجرا شرطي شرطيا صيادا مشتبها مشتبه "
     "مصور مصورا مراسل مراسلا عاملا مسافر مسافرا موظف موظفا محام محاميا محامية مختار رهينة "
     "إمام إماما خطيب طيار طيارا طيارة معلمة طالبة طبيبة صحفية إعلامية مسعفة موظفة تاجر تاجرا مدير عضو عضوا خباز حلاق لاعب حاج "
     "فلسطيني فلسطينيا فلسطينية سوري لبناني لبنانيا عراقي عراقيا يمني يمنيا سوداني سودانيا مصري مصريا ليبي إسرائيلي إسرائيليا كردي كرديا",
     "شاعران شاعرين كاتبان كاتبين فنانان فنانين أستاذان أستاذين مريضان مريضين مريضتان مريضتين قاضيان قاضيين مترجمان مترجمين فنيان فنيين "
     "مسعفان صحفيان طبيبان طبيبين فردان فردين متطوعان إعلاميان ناشطان سائقان عاملان عاملين طالبان طالبين معلمان لاجئان آخران مواطنان "
     "مواطنين مهندسان مهندسين قياديان قياديين "
     "راعيان راعيين حارسان حارسين تلميذان تلميذين متظاهران متظاهرين صيادين صيادان شرطيان شرطيين مرافقيه مرافقان ممرضتان ممرضتين راكبان راكبين مسعفين "
     "صحفيين إعلاميين طياران طيارين معلمتان معلمتين طالبتان طالبتين طبيبتان طبيبتين صحفيتان صحفيتين رهينتان رهينتين "
     "تاجران تاجرين إمامان إمامين فلسطينيان فلسطينيين سوريان سوريين لبنانيان لبنانيين عراقيان عراقيين يمنيان يمنيين إسرائيليان إسرائيليين",
     "شعراء كتاب فنانون أساتذة مرضى قضاة مترجمون فنيون "
     "مسعفون مسعفين صحفيون صحفيين أطباء أفراد متطوعين متطوعون إعلاميين ناشطين سكان آخرون آخرين سائقين مزارعين عمال طلاب معلمين لاجئين "
     "مواطنين مواطنون "
     "مهندسين قياديين قادة رعاة باعة حراس صيادين فلاحين متظاهرين متظاهرون تلاميذ طلبة مهاجرين مهاجرون ركاب مسافرين مارة موظفين ممرضين "
     "مرافقين مرافقيه مرافقيها مصلين عاملين عاملون رهائن شرطة مدرسين مصورين "
     "طيارين طيارون أئمة تجار أعضاء حجاج جيران أصدقاء زملاء فلسطينيين فلسطينيون سوريين سوريون لبنانيين لبنانيون "
     "عراقيين عراقيون يمنيين يمنيون سودانيين سودانيون مصريين مصريون إسرائيليين إسرائيليون أكراد"),
    ((), "", "نفر نفرا ناطور بواب خادم خادمة قابلة مدرس رئيس نائب وزير محافظ ناطق عتال لحام بقال صاحب أرملة يتيم يتيما مراهق مراهقا مراهقة يافع "
     "يافعا شبيح إرهابي إرهابيا جهادي جهاديا حوثي مستوطن سياسي معارض معارضا دبلوماسي سفير أجنبي أجنبيا أميركي أمريكي روسي تركي إيراني أفغاني تونسي "
     "جزائري مغربي أردني صومالي إثيوبي بريطاني فرنسي ألماني علوي درزي مسيحي إيزيدي تركماني باحث باحثا مستشار متعاون مخبر موقوف سائح لص خريج "
     "رياضي مغن "
     "بحار بحارا محاضر خبير خبيرا مشارك متسوق نزيل موفد متهم",
     "مراهقان مراهقين مراهقتان مراهقتين يافعان يافعين يتيمان يتيمين أجنبيان أجنبيين مستوطنان مستوطنين إيرانيان إيرانيين أميركيين أمريكيين "
     "تركيان تركيين "
     "روسيان روسيين خبيران خبيرين",
     "أنفار رؤساء نواب وزراء أرامل أيتام مراهقين مراهقون يافعين يافعون شبيحة إرهابيين إرهابيون جهاديين جهاديون حوثيين حوثيون مستوطنين "
     "مستوطنون سياسيين سياسيون معارضين معارضون دبلوماسيين دبلوماسيون أجانب أميركيين أميركيون أمريكيين أمريكيون روس أتراك إيرانيين إيرانيون "
     "أفغان أفغانيين "
     "تونسيين تونسيون جزائريين مغاربة أردنيين أردنيون صوماليين صوماليون إثيوبيين إثيوبيون بريطانيين بريطانيون فرنسيين فرنسيون ألمان علويين "
     "علويون دروز "
     "مسيحيين مسيحيون إيزيديين إيزيديون تركمان باحثين باحثون مستشارين مستشارون سياح رياضيين رياضيون بحارة خبراء مشاركين متسوقين متسوقون "
     "نزلاء متهمين متهمون"),
    (("combatant",), "", "مرتزق مرتزقا ملازم نقيب رقيب رقيبا مجندا متمرد متمردا", "مرتزقان متمردان", "مرتزقة متمردين متمردون مجندين مجندون"),
    ((), "killed", "قتيل قتيلا شهيد شهيدا شهيدة ضحية متوفى",
     "قتيلان قتيلين شهيدان شهيدين شهيدتان متوفيان", "قتلى شهداء ضحايا وفيات متوفين متوفيين متوفون"),
    ((), "killed", "غريق غريقا", "غريقان غريقين", "غرقى"),
    ((), "injured", "جريح جريحا مصاب مصابا إصابة", "جريحان جريحين مصابان إصابتان إصابتين", "جرحى مصابون مصابين إصابات"),
    ((), "missing", "مفقود مفقودا", "مفقودان مفقودين", "مفقودون مفقودين"),
    (("female",), "detained", "أسيرة معتقلة سجينة محتجزة", "أسيرتان أسيرتين معتقلتان معتقلتين", "أسيرات معتقلات سجينات محتجزات"),
    (("female",), "abducted", "مختطفة مخطوفة", "مختطفتان مختطفتين", "مختطفات مخطوفات"),
    (("female",), "disappeared", "مغيبة", "", "مغيبات"),
    (("female",), "displaced", "نازحة", "نازحتان نازحتين", "نازحات"),
    (("female",), "", "", "", "طالبات معلمات ممرضات صحفيات طبيبات عاملات موظفات مراهقات إيزيديات لاجئات"),
    ((), "detained", "معتقل معتقلا أسير أسيرا سجين سجينا ", "معتقلان معتقلين سجينان سجينين", "معتقلون معتقلين أسرى سجناء "),
    ((), "detained", "محتجز محتجزا ", "محتجزان محتجزين", "محتجزون محتجزين "),
    ((), "abducted", "مختطف مختطفا مخطوف مخطوفا", "مختطفان مختطفين مخطوفان مخطوفين", "مختطفون مختطفين مخطوفون مخطوفين"),
    ((), "disappeared", "مختف مختفيا مغيب مغيبا ", "مختفيان مغيبان", "مختفون مختفين مغيبون مغيبين "),
    ((), "displaced", "نازح نازحا", "نازحان", "نازحون نازحين مهجرين مهجرون"),
    (("attack",), "attacks", "هجوم هجوما اعتداء", "هجومان هجومين اعتداءان اعتداءين", "هجمات اعتداءات"),
    (("incident",), "incidents", "حادث حادثا حادثة", "حادثان حادثين حادثتان حادثتين", "حوادث"),
    (("massacre",), "massacres", "مجزرة", "مجزرتان مجزرتين", "مجازر"),
    (("strike",), "strikes", "غارة ضربة", "غارتان غارتين ضربتان ضربتين", "غارات ضربات"),
    (("munition",), "munitions", "قذيفة برميلا برميل صاروخ صاروخا قنبلة", "قذيفتان قذيفتين برميلان برميلين صاروخان صاروخين قنبلتين",
     "قذائف براميل صواريخ قنابل"),
)  # fmt: skip
_KIN_AR: tuple[tuple[tuple[str, ...], str, str, str], ...] = (
    (
        ("female",),
        "أم والدة زوجة أخت شقيقة ابنة جدة حفيدة عمة خالة بنت",
        "زوجتان زوجتين شقيقتان شقيقتين ابنتان ابنتين",
        "شقيقات زوجات أخوات بنات عمات خالات",
    ),
    (("male",), "أب والد زوج جوز أخ أخو خي جد عم خال", "أخوان أخوين", "إخوة أعمام أخوال"),
    (("female",), "مرت", "", ""),
    (
        (),
        "شقيق ابن ولد حفيد",
        "شقيقان شقيقين ابنان ابنين ولدان ولدين حفيدان حفيدين",
        "أشقاء أبناء أقارب أولاد ولاد أحفاد",
    ),
    (
        (),
        "زميل زميلة جار جارة صديق صديقة رفيق رفيقة معلم معلمة سائق مرافق حارس مساعد",
        "زميلان زميلين صديقان صديقين",
        "زملاء أصدقاء جيران رفاق",
    ),
    (("child",), "طفل", "طفلان طفلين", "أطفال"),
    (("infant",), "رضيع رضيعة", "رضيعان رضيعين", "رضع"),
    (("female", "child"), "طفلة", "طفلتان طفلتين", "طفلات"),
)
"""Relatives, who are mostly said with whose they are: زوجته, طفليها, أبنائه."""
_WHOSE = ("ه", "ها", "هم", "هما", "هن", "ي", "نا")

OUTCOMES: dict[str, str] = {
    "killed": (
        "killed kills kill killing martyred drowned succumbed slaughtered massacred gunned wiped murdered murdering assassinated "
        "assassination butchered lynched "
        "اغتيال اغتيل اغتال اغتالت اغتالوا يغتال يغتالون تغتال غرق غرقت غرقوا أودت يقتلون ذبح ذبحت ذبحوا مذبوحين "
        "أبيدت أبيد قتلا قتلتا توفيا توفيتا توفيت توفوا استشهدا استشهدتا غرقا اختناقا أبادت أودى يودي مقتولين "
        " died dies perished dead death deaths toll fatally slain lives killings kia "
        "مقتل قتل قتلت قتلوا قتلى استشهاد استشهد استشهدت ارتقاء ارتقى قضى قضت قضوا وفاة توفي توفيت "
        "يقتل يستشهد تقتل استشهدوا استشهدو مات ماتت ماتوا ماتو فارق فارقت فارقوا بحياة أرواح "
        "مصرع مصرعهم مصرعه مصرعها مصرعهما حتفها حتفهما حتفهم حتفه ضحية ضحيتها ضحيته ضحيتهم حصيلة الحصيلة القتلى الشهداء الضحايا مقتلهم قتلن شهداء"
    ),
    "injured": (
        "بتر injured injuring injures injure burns hospitalised hospitalized maimed "
        "اختناق حروق suffocation exposure إصابتهم إصابته إصابتها جرحت تصيب يصيب أصيبا أصيبتا أصابت أصابوا جريحة مصابة جراح "
        " injury injuries wounded wounding wounds hurt wia "
        "يصب يصاب يجرح انصاب انصابت انصابوا إصابة أصيب أصيبت أصيبوا جرح جرحوا الجرحى المصابين جرحى"
    ),
    "displaced": "النازحة نازحة النزوح الفرار الهروب هرب هربت هربوا "
    "displaced displacing displacement evicted fled flee fleeing uprooted نزوح نزوحهم فرار فرت فروا فر هجرت هجروا نزحتا نزح نزحت "
    "نزحوا تهجير هجر تشريد شرد",
    "missing": "missing buried unaccounted trapped fate مصير فقدان فقد المفقودين",
    "detained": "captured capturing أسرت arrested arrest arresting detained detaining detention detentions arrests imprisoned jailed apprehended "
    "التوقيف الاحتجاز الاعتقال احتجزت احتجز احتجزوا تعتقل اعتقال اعتقل اعتقلت اعتقلوا اقتياد اقتياده اقتيادهم احتجاز توقيف اعتقالات الاعتقالات",
    "disappeared": "disappeared disappearance disappearances vanished اختفى اختفوا اختفت غيبت اختفاء الإخفاء الاختفاء إخفاء",
    "abducted": "abducted kidnapped kidnapping abducting abduct kidnap abduction الاختطاف الخطف اختطاف خطف اختطف خطفت خطفوا اختطفوا",
    "executed": "executed executing crucifying beheaded hanged crucified تعدم يعدم يعدمون نحر نحرت نحروا أعدمتهم إعدامهم إعدام أعدم أعدمت أعدموا",
    "released": "released releasing freed الإفراج إفراج أفرج أفرجت أفرجوا أفرجتا يفرج يفرجون تفرج سراح سراحهم",
    "evacuated": "evacuated evacuating أجلينا أجلوا إجلاؤهم إجلائهم إجلاء أجلي أجليت إخلاء",
    "returned": "returned returning العائدين العائدون عودة عادوا رجعوا رجعت رجع عاد عادت",
    "besieged": "besieged محاصرة حصار الحصار محاصرين محاصرون المحاصرين المحاصرون",
    "bodies_found": "bodies recovered انتشلت انتشلوا انتشلنا انتشل انتشال رفات جثث",
    "homes_destroyed": "destroyed destroying burned burnt flattened levelled leveled gutted razed torched demolished demolishing bulldozed ablaze "
    "flattening levelling leveling razing gutting "
    "أحرق أحرقت أحرقوا التهم التهمت يلتهم تلتهم "
    "مدمر مدمرة مدمرا تدمير دمر دمرت تدمر تدمرت هدم هدمت تهدم تهدمت احتراق احترقت احترق",
    "damaged": "damaged damaging أضرار أضرارا",
    "affected": "affected affecting affects تضرر تضررت تضرروا متضرر متضررة متضررا متضررين متضررون المتضررين المتضررون",
    "recruited": "recruited recruiting recruitment conscripted تجنيد جند جندت",
    "convicted": "convicted convicting convicts convictions أدان أدانت إدانة أدين أدينوا",
    "munitions": "dropped إلقاء ألقى ألقت",
    "strikes": "غارات",
    "casualties": "casualties harmed تأذى تأذوا تأذت يتأذى انأذى ضحايا",
}


def _with_whose(form: str) -> Iterable[str]:
    """A noun with each possessive: زوجة → زوجته, طفلين → طفليه, أبناء → أبنائه and أبناؤه."""
    if form.endswith("ة"):
        stems = [form[:-1] + "ت"]
    elif form.endswith(("ان", "ين")) and len(form) > 4:
        stems = [form[:-1]]
    elif form.endswith("اء"):
        stems = [form[:-1] + seat for seat in ("ئ", "ؤ", "ء")]
    elif form in ("أب", "أخ"):
        return (form + "ي", *(form + long + whose for long in "وي" for whose in _WHOSE))
    else:
        stems = [form]
    return (stem + whose for stem in stems for whose in _WHOSE)


def _is_sound(form: str, singular: str) -> bool:
    """Whether a plural is its singular with ين, and so may be a dual as well."""
    return form == "آخرين" or (form.endswith("ين") and form[:-2] in singular.split())


def _english_nouns() -> dict[str, Noun]:
    said = {("", who): forms for who, forms in _NOUNS_EN.items()} | _QUANTITY_NOUNS_EN
    return {
        form: Noun(3 if form.endswith("s") or form in _IRREGULAR_PLURALS else 1, who, quantity)
        for (quantity, who), forms in said.items()
        for form in forms.split()
    }


def _arabic_nouns() -> dict[str, Noun]:
    """Nouns with and without the article. Of two with one spelling, the first counts."""
    nouns: dict[str, Noun] = {}
    for who, quantity, *numbers in _NOUNS_AR:
        for number, form in _with_accusatives(numbers):
            sound = number == 3 and _is_sound(form, numbers[0])
            for key in (fold(form), fold("ال" + form)):
                nouns.setdefault(key, Noun(2 if sound else number, who, quantity))
    for who, quantity, singulars, *_ in _NOUNS_AR:
        for form in singulars.split():
            for key in map(fold, _duals_of(form)):
                nouns.setdefault(key, Noun(2, who, quantity))
    return nouns


def _duals_of(singular: str) -> Iterable[str]:
    """The two of a singular, where no plural is spelled alike: ممرضان, ممرضتان, ممرضتين; not ممرضين, who may be many."""
    if singular.endswith("ة"):
        return (singular[:-1] + "تان", singular[:-1] + "تين")
    return (singular + "ان",) if singular[-1] not in "اىءيه" and len(singular) > 2 else ()


def _arabic_kin() -> dict[str, Noun]:
    """Relatives, alone and with whose they are."""
    nouns: dict[str, Noun] = {}
    for who, *numbers in _KIN_AR:
        for number, form in _numbered(numbers):
            for each in (form, *_with_whose(form)):
                nouns.setdefault(fold(each), Noun(number, who))
    return nouns


def _numbered(numbers: Iterable[str]) -> Iterable[tuple[int, str]]:
    """Each form with the number it stands in: 1 for the singular, 2 for the dual, 3 for the plural."""
    return ((number, form) for number, forms in enumerate(numbers, 1) for form in forms.split())


def _with_accusatives(numbers: Iterable[str]) -> Iterable[tuple[int, str]]:
    """The forms as listed, then the singulars as objects, which take an alef: معلم is معلماً."""
    listed = list(_numbered(numbers))
    yield from listed
    yield from ((1, form + "ا") for number, form in listed if number == 1 and form[-1] not in "ةاىء")


NATIONALITIES = {fold(country): Noun(1) for country in ("سوريا", "ليبيا", "روسيا", "تركيا", "بريطانيا", "ألمانيا")}
"""Are people right behind a number (12 سورياً), and countries elsewhere (قوات سوريا الديمقراطية)."""
NOUNS = {
    key: noun for key, noun in (_arabic_kin() | _arabic_nouns() | _english_nouns()).items() if key not in NATIONALITIES
}
"""Every noun that is counted, by its folded form."""
CONSTRUCTS = {
    fold(form[:-2] + "ي"): Noun(3, who, quantity)
    for who, quantity, _, _, plural in _NOUNS_AR
    for form in plural.split()
    if form.endswith(("ين", "ون"))
}
"""Plurals as they stand before whose they are: مقاتلي التنظيم. They count only behind a number and من."""
SOUND_PLURALS = {
    fold(form) for _, _, singular, _, plural in _NOUNS_AR for form in plural.split() if _is_sound(form, singular)
}
"""Written without vowels they may be two or many: مدنيين."""
POSSESSED = {
    fold(each) for _, *numbers in _KIN_AR for forms in numbers for form in forms.split() for each in _with_whose(form)
}
KIN = frozenset(_arabic_kin())
"""Every noun that says a relative, with and without whose it is."""
OUTCOME_OF = dict(verb_forms()) | {
    fold(word): quantity for quantity, listed in OUTCOMES.items() for word in listed.split()
}
ELDERLY = fold_words(
    "elderly aged مسن مسنة مسنا المسنين مسنين ستيني سبعيني ثمانيني تسعيني ستينية سبعينية ثمانينية تسعينية"
)
ILLNESSES = fold_words(
    "cholera covid coronavirus measles polio malaria dengue typhoid hepatitis leishmaniasis "
    "كوليرا الكوليرا بالكوليرا كورونا بكورونا حصبة الحصبة بالحصبة ملاريا الملاريا بالملاريا التهاب بالتهاب اللشمانيا باللشمانيا "
    "الضنك بالضنك التيفوئيد بالتيفوئيد الجرب بالجرب بفيروس فيروس"
)
"""Those who have an illness are not injured."""


def phrases(table: dict[str, tuple[str, ...]]) -> list[tuple[tuple[str, ...], str]]:
    """List the phrases of a table as folded words with what they mean, the longest first.

    >>> phrases({"about": ("about", "نحو"), "at_least": ("at least",)})
    [(('at', 'least'), 'at_least'), (('about',), 'about'), (('نحو',), 'about')]
    """
    listed = [
        (tuple(fold(phrase).split()) or (phrase,), meaning) for meaning, group in table.items() for phrase in group
    ]
    return sorted(listed, key=lambda entry: -len(entry[0]))


def by_first_word(
    listed: Iterable[tuple[tuple[str, ...], Meaning]],
) -> dict[str, list[tuple[tuple[str, ...], Meaning]]]:
    """Group phrases by their first word, in the order given.

    >>> by_first_word([(("a", "few"), 3), (("a", "handful"), 3), (("many",), 3)])
    {'a': [(('a', 'few'), 3), (('a', 'handful'), 3)], 'many': [(('many',), 3)]}
    """
    table: dict[str, list[tuple[tuple[str, ...], Meaning]]] = {}
    for words, meaning in listed:
        table.setdefault(words[0], []).append((words, meaning))
    return table
