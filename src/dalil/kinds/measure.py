"""A law, decree, ceasefire, resolution or agreement came into force, changed or ended."""

from __future__ import annotations

from dalil.record.kind import Kind, ask
from dalil.values import Bilingual, Count, Party, When, Where
from dalil.values.codes import Action, MeasureType, Provision


class Measure(Kind):
    """A law, decree, ceasefire, resolution or agreement came into force, changed or ended."""

    code = "measure"
    name = Bilingual(en="measure", ar="تدبير")
    plural = Bilingual(en="measures", ar="تدابير")

    what: MeasureType = ask("What kind of measure", "نوع التدبير")
    title_of: Bilingual = ask("Its name", "اسمه")
    number: str = ask("Its number", "رقمه", default="")
    action: Action = ask("What became of it", "ما الذي طرأ عليه")
    when: When | None = ask("When", "متى", default=None)
    where: Where | None = ask("Where it applies", "أين يسري", default=None)
    issued_by: Bilingual | None = ask("Issued or brokered by", "الجهة المصدِرة أو الراعية", default=None)
    broken_by: tuple[Party, ...] = ask("Broken by", "من خرقه", default=())
    delisted_persons: Count | None = ask("Persons removed", "الأشخاص المرفوعون", default=None)
    delisted_entities: Count | None = ask("Entities removed", "الكيانات المرفوعة", unit="organisation", default=None)
    provisions: tuple[Provision, ...] = ask("Law it touches", "الأحكام ذات الصلة", default=())
    description: Bilingual | None = ask("What is said of it", "ما يقال عنه", default=None)

    announces = True
    facets = ("what", "action", "when", "where", "provisions")
    title = Bilingual(en="{title_of}, {when}", ar="{title_of}، {when}")
