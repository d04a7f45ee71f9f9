"""An aircraft, a convoy or a person was observed."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from dalil.record.kind import Kind, ask
from dalil.values import Bilingual, PersonName, When, Where
from dalil.values.codes import SightingType


class Sighting(Kind):
    """An aircraft, a convoy or a person was observed."""

    code = "sighting"
    name = Bilingual(en="sighting", ar="رصد")
    plural = Bilingual(en="sightings", ar="عمليات رصد")

    what: SightingType = ask("What was seen", "ما الذي رُصد")
    when: When | None = ask("When", "متى", default=None)
    where: Where | None = ask("Where", "أين", default=None)
    person: PersonName | None = ask("Who was seen", "من الذي شوهد", default=None)
    heading: Annotated[int, Field(ge=0, lt=360)] | None = ask(
        "Heading",
        "الاتجاه",
        default=None,
        help=Bilingual(en="Degrees from north, 0 to 359", ar="بالدرجات من الشمال، من 0 إلى 359"),
    )
    description: Bilingual | None = ask("What is said of it", "وصف ما رُصد", default=None)

    facets = ("what", "when", "where")
    title = Bilingual(en="{what}, {where}, {when}", ar="{what}، {where}، {when}")
