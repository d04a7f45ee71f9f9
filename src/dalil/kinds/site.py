"""A place with a function is there: a school, a hospital, a camp, a prison."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Self

from pydantic import model_validator

from dalil.record.kind import Kind, ask
from dalil.record.sameness import LikeSiteNames, Near, SharedCodes
from dalil.values import Bilingual, Count, Party, SiteMention, Value, When, Where
from dalil.values.base import Refusal
from dalil.values.codes import CodeOf

SiteFunction = Annotated[str, CodeOf("site_functions")]
SiteStatus = Annotated[str, CodeOf("site_statuses")]

NAMELESS = Bilingual(en="a place whose name is not known", ar="مكان لا يُعرف اسمه")
"""What a site is called of which no name is told."""


class SiteSpan(Value):
    """What a site was over some time other than the one that the report is about: its function, who ran it, in which state it was."""

    when: When = ask("When", "متى")
    function: SiteFunction | None = ask("What it was", "ماذا كان", default=None)
    operator: Party | None = ask("Who ran it", "من كان يديره", default=None)
    status: SiteStatus | None = ask("In which state", "في أي حال", default=None)

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if self.function is None and self.operator is None and self.status is None:
            raise Refusal("empty_span", "a span of a site says what it was, who ran it or in which state it was")
        return self


class Site(Kind):
    """A place with a function is there, over some time.

    What a site is, who runs it and in which state it is hold for `when`; `earlier` tells of other times. Where a report says nothing of the
    time, it is not known for when they hold. Of some functions the place may not be said exactly in public (`record.place_floors`).
    """

    code = "site"
    name = Bilingual(en="site", ar="موقع")
    plural = Bilingual(en="sites", ar="مواقع")

    called: Bilingual | None = ask("Name", "الاسم", default=None)
    other_names: tuple[str, ...] = ask("Other names", "أسماء أخرى", default=())
    described: Bilingual | None = ask(
        "What it is, where no name is said",
        "ما هو، إن لم يُذكر اسم",
        default=None,
        help=Bilingual(en="“A cellar below the old post office.”", ar="«قبو تحت مبنى البريد القديم»."),
    )
    functions: tuple[SiteFunction, ...] = ask("What it is", "ما هو الموقع", default=())
    acknowledged: Annotated[str, CodeOf("acknowledgements")] | None = ask(
        "Whether it is acknowledged", "هل هو معترف به", default=None
    )
    operators: tuple[Party, ...] = ask("Who runs it", "من يديره", default=())
    status: SiteStatus | None = ask("In which state it is", "حاله", default=None)
    when: When | None = ask(
        "Over which time that is so",
        "خلال أي مدة كان ذلك",
        default=None,
        help=Bilingual(
            en="The time of which the source speaks, not the day on which it was written down.",
            ar="المدة التي يتحدث عنها المصدر، لا يوم تدوينه.",
        ),
    )
    where: Where | None = ask("Where", "أين", default=None)
    capacity: Count | None = ask("How many it is made for", "سعته", default=None)
    part_of: SiteMention | None = ask("What it is a part of", "جزء من ماذا", default=None)
    earlier: tuple[SiteSpan, ...] = ask("What it was at other times", "ما كان عليه في أوقات أخرى", default=())
    description: Bilingual | None = ask("What is said of it", "ما يقال عنه", default=None)

    changing = ("functions", "acknowledged", "operators", "status", "when", "capacity")
    floor_on_import = True
    same_when = (LikeSiteNames("called", also=("other_names",)), Near("where", km=5), SharedCodes("functions"))
    matcher_proposes = True
    facets = ("functions", "acknowledged", "operators", "status", "when", "where")
    lasts = True
    title = Bilingual(en="{called}, {functions}, {where}", ar="{called}، {functions}، {where}")

    @model_validator(mode="after")
    def _is_some_place(self) -> Self:
        if all(each is None for each in (self.called, self.described, self.where)) and not self.other_names:
            raise Refusal("no_site_told", "a site has a name, a place or a word of what it is; here is none of these")
        return self

    def title_words(self) -> Mapping[str, Bilingual]:
        """Return what a site without a name is called."""
        if self.called:
            return {}
        if self.other_names:
            return {"called": Bilingual(en=self.other_names[0], ar=self.other_names[0])}
        return {"called": self.described or NAMELESS}

    def names(self) -> tuple[str, ...]:
        """Return every name that the report gives to the site, each once."""
        own = (self.called.en, self.called.ar) if self.called else ()
        return tuple(dict.fromkeys(name for name in (*own, *self.other_names) if name))
