"""A zone was made by decree or law, in which owners must file or lose what they have."""

from __future__ import annotations

from typing import Annotated

from dalil.record.kind import Kind, ask
from dalil.record.sameness import CloseInTime, Near
from dalil.values import Bilingual, Count, Value, When, Where
from dalil.values.codes import CodeOf, Provision
from dalil.values.outline import Outline, Rings


class Announcement(Value):
    """One way in which owners were called upon: where, when, and what shows it."""

    medium: Annotated[str, CodeOf("announcement_media")] | None = ask(
        "Where it was announced", "أين أُعلن", default=None
    )
    when: When | None = ask("When", "متى", default=None)
    evidence: str = ask("What shows it", "ما يثبته", default="")


class Zone(Kind):
    """A zone was made by decree or law: what is planned, its borders, how owners were called upon, what they must file.

    Until when they may file is worked out from the announcement (`values.filing_clock`); what the announcement itself says stands beside it.
    """

    code = "zone"
    name = Bilingual(en="redevelopment zone", ar="منطقة تنظيمية")
    plural = Bilingual(en="redevelopment zones", ar="مناطق تنظيمية")

    title_of: Bilingual = ask("Its name", "اسمها")
    decree: str = ask(
        "Decree or decision",
        "المرسوم أو القرار",
        default="",
        help=Bilingual(
            en="Number and year, as in 237/2018. Properties name their zone by it.",
            ar="الرقم والسنة، مثل 237/2018. به تُسمّى المنطقة في العقارات.",
        ),
    )
    provisions: tuple[Provision, ...] = ask("Law it rests on", "القانون الذي تستند إليه", default=())
    status: Annotated[str, CodeOf("zone_statuses")] | None = ask("How far it has come", "المرحلة", default=None)
    when: When | None = ask("When it was decreed", "متى أُحدثت", default=None)
    where: Where | None = ask("Where", "أين", default=None)
    borders_said: Bilingual | None = ask("Its borders, in words", "حدودها بالكلمات", default=None)
    outline: Outline = ask(
        "Its borders, as GeoJSON",
        "حدودها بصيغة GeoJSON",
        default=Outline(),
        help=Bilingual(
            en="A Polygon or MultiPolygon; longitude comes first.", ar="Polygon أو MultiPolygon؛ خط الطول أولاً."
        ),
    )
    announced: When | None = ask("When owners were called upon", "متى دُعي أصحاب الحقوق", default=None)
    announcements: tuple[Announcement, ...] = ask("Announcements, one by one", "الإعلانات واحداً واحداً", default=())
    to_file: Bilingual | None = ask("What owners must file", "ما يجب تقديمه", default=None)
    until_said: When | None = ask("Until when, as it was announced", "حتى متى كما أُعلن", default=None)
    planned: Bilingual | None = ask("What is planned", "ما المخطط", default=None)
    homes: Count | None = ask("Homes in it", "المساكن فيها", unit="home", default=None)
    owners: Count | None = ask("Owners in it", "أصحاب الحقوق فيها", default=None)
    owners_away: Count | None = ask("Owners who are away", "أصحاب الحقوق الغائبون", default=None)
    displaced: Count | None = ask("Displaced by it", "المهجّرون بسببها", default=None)
    description: Bilingual | None = ask("What is said of it", "ما يقال عنها", default=None)

    announces = True
    part_counts = {"owners": (("owners_away",),)}
    same_when = (CloseInTime("when", days=31), Near("where", km=10))
    facets = ("status", "when", "where", "provisions")
    title = Bilingual(en="{title_of}, {where}", ar="{title_of}، {where}")

    def outlines(self) -> tuple[Rings, ...]:
        """Return its borders, where they are given."""
        return (self.outline.rings,) if self.outline else ()

    def calls(self) -> tuple[When, ...]:
        """Return every day or span on which this report says that owners were called upon, each once."""
        told = [self.announced, *(each.when for each in self.announcements)]
        return tuple({(each.start, each.end): each for each in told if each}.values())
