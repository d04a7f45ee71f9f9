"""An aircraft, a convoy or a person was observed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Annotated, Any

from pydantic import Field, field_validator

from dalil import vocabulary
from dalil.record.kind import Kind, ask
from dalil.text.bearings import read_bearing
from dalil.values import Bilingual, PersonName, When, Where
from dalil.values.codes import CodeOf, SightingType

PUBLIC_AFTER = 3
"""Days after which a sighting of an aircraft may be public: spotters have moved, and nobody can act on it any more."""


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
        help=Bilingual(
            en="Degrees from north, 0 to 359, or words: NE, north-east",
            ar="بالدرجات من الشمال، من 0 إلى 359، أو بالكلمات: شمال شرق",
        ),
    )
    how: Annotated[str, CodeOf("observations")] | None = ask("How it was observed", "كيف رُصد", default=None)
    network: Bilingual | None = ask(
        "Network of spotters, as it may be called outside",
        "شبكة الراصدين كما يجوز أن تسمى خارجاً",
        default=None,
        help=Bilingual(en="Never a person or a position.", ar="لا يُكتب شخص ولا موضع."),
    )
    description: Bilingual | None = ask("What is said of it", "وصف ما رُصد", default=None)

    floor_on_import = True
    facets = ("what", "how", "when", "where")
    title = Bilingual(en="{what}, {where}, {when}", ar="{what}، {where}، {when}")

    @field_validator("heading", mode="before")
    @classmethod
    def _north_is_nought(cls, said: Any) -> Any:
        """A compass has 360 where it begins again."""
        return 0 if said == 360 else said

    @classmethod
    def understand(cls, field: str, words: str) -> Mapping[str, Any] | None:
        """Return the heading that words or degrees tell; None where they tell none for certain.

        >>> Sighting.understand("heading", "شمال شرق"), Sighting.understand("heading", "360"), Sighting.understand("heading", "Idlib")
        ({'heading': 45}, {'heading': 0}, None)
        """
        degrees = read_bearing(words) if field == "heading" else None
        return None if degrees is None else {"heading": degrees}

    def public_from(self) -> date | None:
        """Return the first day on which it may be public: of aircraft and launches some days after, since it shows where spotters stand.

        A sighting of one of these that says no day may not be public at all.
        """
        watched = vocabulary.narrower("sightings", "AIRCRAFT") | vocabulary.narrower("sightings", "LAUNCH")
        if self.what not in watched:
            return None
        return self.when.end + timedelta(days=PUBLIC_AFTER) if self.when else date.max
