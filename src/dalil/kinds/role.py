"""A person commanded, headed or served in a unit or a body, over some time."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from dalil.record.kind import Kind, ask
from dalil.values import Bilingual, PersonName, When, Where
from dalil.values.codes import Actor, CodeOf


class RoleHeld(Kind):
    """A person commanded, headed or served in a unit or a body, from when to when, by which sign.

    A role is no deed: that somebody commanded a unit says nothing of what they knew or ordered. `when` is the time over which a source knows it; that
    they were seen there on one day is that day, and not the year.
    """

    code = "role"
    name = Bilingual(en="role", ar="منصب")
    plural = Bilingual(en="roles", ar="مناصب")

    who: PersonName = ask("Who", "من")
    function: Annotated[str, CodeOf("role_functions")] = ask("What they are in it", "ما صفته فيه")
    position: Bilingual | None = ask("The position, as it is called", "المنصب كما يُسمّى", default=None)
    rank: Annotated[str, Field(max_length=100)] | None = ask("Rank", "الرتبة", default=None)
    unit: Bilingual = ask("In which unit or body", "في أي وحدة أو جهة")
    actor: Actor | None = ask("To which actor it belongs", "الطرف الذي تتبعه", default=None)
    under: Bilingual | None = ask("Under which unit or body it stands", "الجهة التي تعلوها", default=None)
    when: When | None = ask(
        "From when to when",
        "من متى إلى متى",
        default=None,
        help=Bilingual(
            en="Only the time that the source tells. One day, where it tells one day.",
            ar="المدة التي يذكرها المصدر فقط. يوم واحد إن ذكر يوماً واحداً.",
        ),
    )
    where: Where | None = ask("Where", "أين", default=None)
    shown_by: Annotated[str, CodeOf("role_bases")] | None = ask("What shows it", "ما يثبته", default=None)
    description: Bilingual | None = ask("What is said of it", "ما يقال عنه", default=None)

    of_persons = True
    facets = ("function", "actor", "shown_by", "when", "where")
    lasts = True
    title = Bilingual(en="{who}, {function}: {unit}, {when}", ar="{who}، {function}: {unit}، {when}")

    def public_profile(self) -> str:
        """Return what of this person may be public: who held a command or an office, and nothing besides; of who only served in it, no name."""
        return "living" if self.function == "MEMBER" else "office"
