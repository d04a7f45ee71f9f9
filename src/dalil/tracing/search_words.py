"""What the fields of a search request are called, in the order in which they are asked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from dalil import vocabulary
from dalil.tracing.search_content import SearchContent
from dalil.values import Bilingual
from dalil.wording.times import say_when

LABELS: Mapping[str, Bilingual] = {
    "said": Bilingual(en="Name of the missing person, as the family says it", ar="اسم المفقود كما تقوله العائلة"),
    "given": Bilingual(en="First name", ar="الاسم الأول"),
    "father": Bilingual(en="Father’s name", ar="اسم الأب"),
    "grandfather": Bilingual(en="Grandfather’s name", ar="اسم الجد"),
    "family": Bilingual(en="Family name", ar="الكنية (اسم العائلة)"),
    "mother": Bilingual(en="Mother’s full name", ar="اسم الأم الكامل"),
    "also_named": Bilingual(en="Other names and spellings, one a line", ar="أسماء وتهجئات أخرى، في كل سطر اسم"),
    "sex": Bilingual(en="Sex", ar="الجنس"),
    "born": Bilingual(en="Born (a day, a month or a year)", ar="تاريخ الولادة (يوم أو شهر أو سنة)"),
    "birth_place": Bilingual(en="Place of birth", ar="مكان الولادة"),
    "register_place": Bilingual(en="Place of the civil register", ar="مكان القيد المدني"),
    "register_number": Bilingual(en="Number in the civil register", ar="رقم القيد (الخانة)"),
    "marks": Bilingual(en="Marks by which they are known", ar="العلامات الفارقة"),
    "last_seen": Bilingual(en="Last seen, when", ar="متى شوهد آخر مرة"),
    "last_seen_place": Bilingual(en="Last seen, where", ar="أين شوهد آخر مرة"),
    "taken_by": Bilingual(en="By whom they were taken, if it is known", ar="من أخذه، إن عُرف"),
    "circumstances": Bilingual(en="What happened", ar="ماذا حدث"),
    "held": Bilingual(
        en="Where they were said to be held, one place a line; a date after a semicolon",
        ar="أين قيل إنه احتُجز، في كل سطر مكان، والتاريخ بعد فاصلة منقوطة",
    ),
    "companions": Bilingual(en="Who disappeared with them, one name a line", ar="من اختفى معه، في كل سطر اسم"),
    "asker": Bilingual(en="Who asks", ar="من يسأل عنه"),
    "relation": Bilingual(en="What the missing person is to them", ar="صلة المفقود بمن يسأل"),
    "contact": Bilingual(en="How and when to reach them safely", ar="كيف ومتى يمكن الوصول إليهم بأمان"),
    "call_not": Bilingual(en="When and how not to call", ar="متى وكيف لا يُتصل بهم"),
    "sample_taken": Bilingual(en="A reference sample was taken", ar="أُخذت عينة مرجعية"),
    "sample_place": Bilingual(en="Where the sample is kept", ar="أين تُحفظ العينة"),
}
YES, NO = Bilingual(en="yes", ar="نعم"), Bilingual(en="no", ar="لا")


def say_content(content: SearchContent, language: str) -> Iterator[tuple[str, str]]:
    """Yield the label and the words of each field that is known, in a language."""
    for name, label in LABELS.items():
        value = getattr(content.name, name) if name in type(content.name).model_fields else getattr(content, name)
        if words := _say(name, value, language):
            yield label.in_language(language), words


def _say(name: str, value: object, language: str) -> str:
    if value is None or value == "" or value == ():
        return ""
    if name == "sex":
        return vocabulary.label("sexes", str(value), language)
    if name == "relation":
        return vocabulary.label("kinships", str(value), language)
    if name in ("born", "last_seen"):
        return say_when(value, language)  # type: ignore[arg-type]  # these two fields are times
    if name == "held":
        return "\n".join(
            f"{each.place} — {say_when(each.when, language)}" if each.when else each.place
            for each in value  # type: ignore[attr-defined]  # stays
        )
    if isinstance(value, bool):
        return (YES if value else NO).in_language(language)
    return "\n".join(value) if isinstance(value, tuple) else str(value)
