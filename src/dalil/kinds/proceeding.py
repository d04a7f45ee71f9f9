"""An arrest, warrant, charge, trial or verdict, or a call for a court."""

from __future__ import annotations

from dalil.record.kind import Kind, ask
from dalil.values import Bilingual, Count, PersonName, When, Where
from dalil.values.codes import ProceedingType, Provision


class Proceeding(Kind):
    """An arrest, warrant, charge, trial or verdict, or a call for a court."""

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

    announces = True
    facets = ("what", "when", "where", "provisions")
    title = Bilingual(en="{what}: {person}, {when}", ar="{what}: {person}، {when}")
