"""A named or described person was killed, injured, detained or disappeared."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Self

from pydantic import Field, ValidationInfo, model_validator

from dalil import vocabulary
from dalil.lookup.terms import find_term
from dalil.record.kind import Kind, ask
from dalil.record.private_numbers import PersonalNumber
from dalil.record.sameness import CloseInTime, CloseNumbers, LikeMothers, LikeNames, Near, SameIdentifier, SharedCodes
from dalil.text.counts import read_age
from dalil.values import Bilingual, Party, PersonName, SiteMention, Value, When, Where
from dalil.values.base import KEPT, Refusal
from dalil.values.codes import AgeBand, CodeOf, Sex, Status
from dalil.values.names_of_persons import SaidFate, say_fate

GROWN = 18
"""Below this age somebody is a child (Convention on the Rights of the Child, article 1)."""
NAMELESS = Bilingual(en="somebody whose name is not known", ar="شخص لا يُعرف اسمه")
"""What a victim is called of whom neither a name nor a description is told."""

OLDEST = 125
"""No source means a person older than this."""


class Stay(Value):
    """Where somebody was held over some time, as the source names it. A transfer is the end of one stay and the beginning of the next."""

    place: SiteMention = ask("Where they were held", "أين احتُجز")
    when: When | None = ask("Over which time", "خلال أي مدة", default=None)
    by: Party | None = ask("Who held them", "من احتجزه", default=None)


class Victim(Kind):
    """A named or described person was killed, injured, detained, disappeared, released or found.

    Where the person came from and where it happened are two places, and what became of them and where they are now are two questions: of
    somebody who died in a prison, the first may be known and the second not. Lists often write 0 for an age, and 0000-00-00 for a day,
    that they do not know: a mapping names these cells under `unknown`.
    """

    code = "victim"
    name = Bilingual(en="victim", ar="ضحية")
    plural = Bilingual(en="victims", ar="ضحايا")

    of_persons = True

    who: PersonName | None = ask("Name", "الاسم", default=None)
    also_named: PersonName | None = ask(
        "The name in another script, or another name",
        "الاسم بكتابة أخرى أو اسم آخر",
        default=None,
    )
    described: Bilingual | None = ask(
        "Who it was, where no name is said",
        "من هو، إن لم يُذكر اسم",
        default=None,
        help=Bilingual(en="“A girl of about six, in a red coat.”", ar="«طفلة في نحو السادسة ترتدي معطفاً أحمر»."),
    )
    fate: Annotated[str, CodeOf("fates")] = ask("What became of them", "المصير")
    when: When | None = ask("When that was", "متى كان ذلك", default=None)
    where: Where | None = ask("Where that was", "أين كان ذلك", default=None)
    origin: Where | None = ask("Where they come from", "من أين هو", default=None)
    parties: tuple[Party, ...] = ask(
        "Who did it, as the source says",
        "من فعل ذلك، كما يقول المصدر",
        default=(),
        help=Bilingual(
            en="Nobody need be named: a person is missing whatever the cause. Say the part of each where the source does.",
            ar="لا يلزم ذكر أحد: فالمفقود مفقود أياً كان السبب. اذكر دور كلٍّ منها إن ذكره المصدر.",
        ),
    )
    sex: Sex | None = ask("Sex", "الجنس", default=None)
    age: Annotated[int, Field(ge=0, le=OLDEST)] | None = ask("Age in years", "العمر بالسنوات", default=None)
    age_is: Annotated[str, CodeOf("age_precisions")] | None = ask("How the age is known", "كيف عُرف العمر", default=None)
    age_band: AgeBand | None = ask("Age group, where no age is said", "الفئة العمرية إن لم يُذكر العمر", default=None)
    born: When | None = ask("Born", "تاريخ الولادة", default=None)
    status: Status | None = ask("Civilian or combatant", "مدني أم مقاتل", default=None)
    civil_status: Annotated[str, CodeOf("civil_statuses")] | None = ask(
        "Family status", "الحالة الاجتماعية", default=None
    )
    role: Bilingual | None = ask("Occupation or role", "المهنة أو الصفة", default=None)
    belongs_to: Bilingual | None = ask(
        "The incident or the place of detention it belongs to, as it is called",
        "الحادثة أو مكان الاحتجاز كما يُسمى",
        default=None,
    )
    held: tuple[Stay, ...] = ask(
        "Where they were held, one stay after the other",
        "أين احتُجز، مكاناً بعد مكان",
        default=(),
        help=Bilingual(
            en="Each place with its time; a transfer is a further line.",
            ar="كل مكان مع مدته؛ والنقل سطر آخر.",
        ),
    )
    whereabouts: Annotated[str, CodeOf("whereabouts")] | None = ask("Where they are now", "أين هو الآن", default=None)
    shown_by: Annotated[str, CodeOf("fate_documents")] | None = ask(
        "What shows the fate", "ما يثبت المصير", default=None
    )

    personal_number: PersonalNumber | None = ask(
        "National or civil number",
        "الرقم الوطني أو رقم القيد",
        default=None,
        help=Bilingual(
            en="Only a digest of it is kept, which tells two persons apart and names none.",
            ar="لا تُحفظ إلا بصمته التي تميّز شخصاً من آخر ولا تُسمّي أحداً.",
        ),
    )

    same_when = (
        LikeNames("who", also=("also_named",)),
        LikeMothers("who"),
        CloseNumbers("age"),
        SharedCodes("sex"),
        CloseInTime("when", days=31),
        Near("where", km=30, anywhere=True),
        SameIdentifier("personal_number"),
    )
    facets = (
        "fate",
        "when",
        "where",
        "parties",
        "sex",
        "age_band",
        "status",
        "civil_status",
        "whereabouts",
        "shown_by",
    )
    title = Bilingual(en="{who}, {fate}, {where}, {when}", ar="{who}، {fate}، {where}، {when}")

    @classmethod
    def understand(cls, field: str, words: str) -> Mapping[str, Any] | None:
        """Return what words in the place of the age say: years, how they are known, or an age group; None where that is not certain.

        >>> Victim.understand("age", "about 25"), Victim.understand("age", "25-30")
        ({'age': 25, 'age_is': 'ABOUT'}, None)
        """
        if field != "age":
            return None
        if group := find_term("age_bands", words).found:
            return {"age_band": group.code}
        if (said := read_age(words)) is None or (said.years or 0) > OLDEST:
            return None
        told = {"age": said.years, "age_is": "ABOUT" if said.about else None, "age_band": said.band or None}
        return {name: value for name, value in told.items() if value is not None}

    @model_validator(mode="after")
    def _is_somebody(self) -> Self:
        tells = (
            self.who,
            self.described,
            self.personal_number,
            self.age,
            self.age_band,
            self.sex,
            self.born,
            self.role,
        )
        if all(each is None for each in tells):
            raise Refusal(
                "nobody_described", "a victim is named or described; here is no name, no age, no sex and no word of it"
            )
        return self

    @model_validator(mode="after")
    def _is_not_said_to_live(self, info: ValidationInfo) -> Self:
        if info.context is not KEPT and self.who and self.is_dead() and say_fate(self.who.said) is SaidFate.ALIVE:
            raise Refusal(
                "fate_denied",
                "“{name}” says that the person lives, and the report that they died; write the name alone, and the fate that is meant",
                {"name": self.who.said},
            )
        return self

    def is_dead(self) -> bool:
        """Tell whether the fate is a death."""
        return self.fate == "KILLED" or "KILLED" in vocabulary.broader("fates", self.fate)

    def flags_of_names(self) -> tuple[str, ...]:
        """Return the flags of names, with one for words beside the name that tell another fate than the report."""
        told = say_fate(self.who.said) if self.who else None
        differs = told is not None and (told is SaidFate.DEAD) != self.is_dead()
        return (*super().flags_of_names(), *(("fate_doubtful",) if differs else ()))

    @classmethod
    def counted_content(cls, content: Mapping[str, Any]) -> Mapping[str, Any]:
        """Give the age group that follows from an age in years, where none is said: a child is under 18.

        >>> dict(Victim.counted_content({"age": 17})), dict(Victim.counted_content({"age": 40, "age_band": "elderly"}))
        ({'age': 17, 'age_band': 'child'}, {'age': 40, 'age_band': 'elderly'})
        """
        age = content.get("age")
        if age is None or content.get("age_band"):
            return content
        return {**content, "age_band": "child" if age < GROWN else "adult"}

    def title_words(self) -> Mapping[str, Bilingual]:
        """Return what a victim without a name is called."""
        return {} if self.who else {"who": self.described or NAMELESS}

    def public_profile(self) -> str:
        """Return what of this person may be public: of the dead their name; of those who may live neither name nor town."""
        return "living" if not self.is_dead() else "named_dead" if self.who else "nameless"
