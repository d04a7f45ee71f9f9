"""A step of a case before a court, from the complaint to the release; or a call for a court."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from pydantic import field_validator

from dalil import vocabulary
from dalil.record.kind import Kind, ask
from dalil.values import Bilingual, Count, PersonName, Value, When, Where
from dalil.values.codes import CodeOf, ProceedingType, Provision


class Charge(Value):
    """One count of a charge or of a verdict: under which provision, for how many acts or people, and what became of it."""

    provision: Provision | None = ask("Provision", "الحكم القانوني", default=None)
    how_many: Count | None = ask("How many acts or victims", "كم فعلاً أو ضحية", default=None)
    outcome: Annotated[str, CodeOf("charge_outcomes")] | None = ask("What became of it", "مآلها", default=None)
    said: Bilingual | None = ask("In words", "بالكلمات", default=None)


class Proceeding(Kind):
    """A step of a case before a court, from the complaint to the release; or a call for a court.

    Steps that name one case at one court, by its number or by its name, make the timeline of the case (`cases.proceedings`). A call for a court
    is a step of no case. Where the law of the place keeps the name of an accused from the public, or the place is not said, a report with the
    name is not public, unless it says that the court or a prosecutor named the person (`named_by_authority`).
    """

    code = "proceeding"
    name = Bilingual(en="proceeding", ar="إجراء قضائي")
    plural = Bilingual(en="proceedings", ar="إجراءات قضائية")

    what: ProceedingType = ask("What step", "أي خطوة")
    when: When | None = ask("When", "متى", default=None)
    where: Where | None = ask("Where", "أين", default=None)
    person: PersonName | None = ask("Against whom", "بحق من", default=None)
    court: Bilingual | None = ask("Which court or body", "أي محكمة أو جهة", default=None)
    by: Bilingual | None = ask("Who called for it or brought it", "من طالب به أو باشره", default=None)
    in_custody: Count | None = ask("In custody", "المحتجزون", default=None)
    provisions: tuple[Provision, ...] = ask("Law it rests on", "الأحكام التي يستند إليها", default=())
    description: Bilingual | None = ask("What is said of it", "ما يقال عنه", default=None)
    case: Bilingual | None = ask("Case, as it is called", "القضية كما تُسمى", default=None)
    docket: str = ask(
        "Number of the case at the court",
        "رقم القضية لدى المحكمة",
        default="",
        help=Bilingual(
            en="As the court writes it. Steps with one number make the timeline of the case.",
            ar="كما تكتبه المحكمة. والخطوات ذات الرقم الواحد تكوّن تسلسل القضية.",
        ),
    )
    forum: Annotated[str, CodeOf("forums")] | None = ask(
        "State or body of the court", "دولة المحكمة أو هيئتها", default=None
    )
    ground: Annotated[str, CodeOf("jurisdiction_grounds")] | None = ask(
        "Why this court may judge", "سند اختصاص المحكمة", default=None
    )
    named_by_authority: Annotated[str, CodeOf("answers")] | None = ask(
        "Did the court or a prosecutor name the person in public",
        "هل سمّت المحكمة أو النيابة الشخص علناً",
        default=None,
    )
    capacity: Bilingual | None = ask("What the person was", "صفة الشخص", default=None)
    accused: Count | None = ask("Accused", "المتهمون", default=None)
    plaintiffs: Count | None = ask("Plaintiffs who joined", "المدّعون المنضمون", default=None)
    parties_said: Bilingual | None = ask("Parties to the case", "أطراف القضية", default=None)
    charges: tuple[Charge, ...] = ask("Counts, one by one", "التهم واحدة واحدة", default=())
    sentence: Bilingual | None = ask("Sentence", "العقوبة", default=None)

    announces = True
    facets = ("what", "when", "where", "provisions", "forum", "ground")
    title = Bilingual(en="{what}: {person}, {when}", ar="{what}: {person}، {when}")

    @field_validator("docket")
    @classmethod
    def _without_odd_spaces(cls, docket: str) -> str:
        """One number is written in one way, so that the steps of a case are found by it."""
        return " ".join(docket.split())

    def title_words(self) -> Mapping[str, Bilingual]:
        """Return what a case is called in its titles where it names no person: by its case, or that there is an accused."""
        if self.person:
            return {}
        if self.case:
            return {"person": self.case}
        return {"person": self.capacity} if self.capacity else {}

    def hides_accused(self) -> bool:
        """Tell whether the law of the place keeps the name of the accused from the public, or may do so, and no authority named the person.

        Which law it is may not be known: then it may.

        >>> told = {"what": "TRIAL", "person": "Sami Nasser", "forum": "DE"}
        >>> Proceeding.model_validate(told).hides_accused(), Proceeding.model_validate(told | {"named_by_authority": "IS_SO"}).hides_accused()
        (True, False)
        >>> Proceeding.model_validate(told | {"forum": None}).hides_accused()
        True
        """
        if self.person is None or self.named_by_authority == "IS_SO":
            return False
        return self.forum is None or vocabulary.term("forums", self.forum).extra["accused_named"] == "no"

    def public_profile(self) -> str | None:
        """Return the profile of an accused whose name may not be public; None of every other proceeding."""
        return "accused" if self.hides_accused() else None
