"""A home or a plot was taken, destroyed or zoned; who holds it is sealed."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from dalil.record.kind import Kind, ask
from dalil.record.sameness import CloseInTime, Near, SharedCodes
from dalil.values import Bilingual, When, Where
from dalil.values.codes import CodeOf
from dalil.values.filing_clock import FilingFacts

Line = Annotated[str, Field(max_length=300)]


def _known(answer: str | None) -> bool | None:
    return None if answer is None else answer == "IS_SO"


class Property(Kind):
    """A home or a plot, the right in it, what became of it, and what was filed for it.

    Who holds it stands in the sealed compartment; here stands what they may be called, and whether they are minor, dead or away. Address and
    parcel point to the holder, so the gate keeps them from the public. What is not said of filing is unknown and never "not filed".
    """

    code = "property"
    name = Bilingual(en="property", ar="عقار")
    plural = Bilingual(en="properties", ar="عقارات")

    of_persons = True

    what: Annotated[str, CodeOf("property_types")] = ask("What it is", "ما هو")
    status: Annotated[str, CodeOf("property_statuses")] | None = ask("What became of it", "ما حلّ به", default=None)
    when: When | None = ask("When that was", "متى كان ذلك", default=None)
    where: Where | None = ask("Where", "أين", default=None)
    address: Line = ask("Address, as said", "العنوان كما ذُكر", default="")
    cadastre: Line = ask("Cadastral area, as said", "المنطقة العقارية كما ذُكرت", default="")
    parcel: Line = ask("Number of the parcel", "رقم العقار", default="")
    right: Annotated[str, CodeOf("property_rights")] | None = ask("Right in it", "الحق فيه", default=None)
    share: Line = ask("Share, as said", "الحصة كما ذُكرت", default="")
    on_register: Annotated[str, CodeOf("answers")] | None = ask(
        "The right stands on the land register", "الحق مقيّد في السجل العقاري", default=None
    )
    holder: Bilingual | None = ask(
        "Holder, as they may be called outside",
        "صاحب الحق، كما يجوز أن يسمى خارجاً",
        default=None,
        help=Bilingual(
            en="A pseudonym or “an owner”. Never a name: names are sealed.",
            ar="اسم مستعار أو «صاحب حق». لا يُكتب اسم حقيقي أبداً: الأسماء مختومة.",
        ),
    )
    holder_is: Annotated[str, CodeOf("holder_states")] | None = ask("The holder is", "صاحب الحق", default=None)
    holder_place: Annotated[str, CodeOf("holder_places")] | None = ask(
        "Where the holder is", "أين صاحب الحق", default=None
    )
    papers: tuple[Annotated[str, CodeOf("property_papers")], ...] = ask(
        "Papers that are held", "الوثائق الموجودة", default=()
    )
    zone: Line = ask(
        "Zone it lies in",
        "المنطقة التنظيمية التي يقع فيها",
        default="",
        help=Bilingual(
            en="The decree of the zone, as in 237/2018, or the address of its entry here.",
            ar="مرسوم المنطقة، مثل 237/2018، أو عنوان قيدها هنا.",
        ),
    )
    filed: Annotated[str, CodeOf("answers")] | None = ask("A claim was filed", "قُدّم طلب", default=None)
    filed_when: When | None = ask("When it was filed", "متى قُدّم", default=None)
    filed_by: Annotated[str, CodeOf("filers")] | None = ask("By whom it was filed", "من قدّمه", default=None)
    filers: tuple[Annotated[str, CodeOf("filers")], ...] = ask("Who could file", "من يستطيع التقديم", default=())
    kin: tuple[Annotated[str, CodeOf("kinships")], ...] = ask(
        "How relatives who could file are related", "صلة القربى لمن يستطيع التقديم", default=()
    )
    obstacles: tuple[Annotated[str, CodeOf("filing_obstacles")], ...] = ask(
        "What keeps the holder from filing", "ما يمنع صاحب الحق من التقديم", default=()
    )
    description: Bilingual | None = ask("What is said of it", "ما يقال عنه", default=None)

    same_when = (CloseInTime("when", days=31), Near("where", km=5), SharedCodes("what"), SharedCodes("right"))
    facets = ("what", "status", "when", "where", "right", "on_register", "holder_place", "papers", "filed", "obstacles")
    title = Bilingual(en="{what}, {status}, {where}, {when}", ar="{what}، {status}، {where}، {when}")

    def public_profile(self) -> str:
        """Return the profile of publication: what it is, what became of it, and its district."""
        return "property"

    def filing_facts(self) -> FilingFacts:
        """Return what this report says that the clock asks for."""
        return FilingFacts(
            registered=_known(self.on_register),
            filed=_known(self.filed),
            filed_when=self.filed_when,
            minor=None if self.holder_is is None else self.holder_is == "MINOR",
            dead=None if self.holder_is is None else self.holder_is == "DEAD",
            filers=frozenset(self.filers),
            kin=frozenset(self.kin),
            papers=frozenset(self.papers),
            obstacles=frozenset(self.obstacles),
        )
