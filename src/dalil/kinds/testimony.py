"""A person gave an account of something lived or seen."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from dalil.record.kind import Kind, ask
from dalil.values import Bilingual, Value, When, Where
from dalil.values.codes import Act, CodeOf


class Passage(Value):
    """One passage of an account: where it stands (a paragraph, a minute), so that another report can point to it, and what is said there."""

    said: Bilingual
    locator: Annotated[str, Field(min_length=1, max_length=200)]


class Testimony(Kind):
    """A person gave an account of something lived or seen, with consent and its purposes.

    Who they are stands in the sealed compartment and nowhere in here. What they counted is a report of its own, of the same document or of a
    redaction of it, at the locator of a passage; and the public sees neither before a consent permits it.
    """

    code = "testimony"
    name = Bilingual(en="testimony", ar="شهادة")
    plural = Bilingual(en="testimonies", ar="شهادات")

    what: Act | None = ask("What it tells of", "عمّا تروي", default=None)
    when: When | None = ask("When that was", "متى كان ذلك", default=None)
    where: Where | None = ask("Where that was", "أين كان ذلك", default=None)
    teller: Bilingual | None = ask(
        "Who tells it, as they may be called outside",
        "من يروي، كما يجوز أن يسمى خارجاً",
        default=None,
        help=Bilingual(
            en="A pseudonym or “a witness”. Never a name: names are sealed.",
            ar="اسم مستعار أو «شاهد». لا يُكتب اسم حقيقي أبداً: الأسماء مختومة.",
        ),
    )
    connection: Annotated[str, CodeOf("source_connection")] | None = ask(
        "What they have to do with it", "صلته بما يروي", default=None
    )
    taken: When | None = ask("When it was taken", "متى أُخذت", default=None)
    taken_where: Where | None = ask("Where it was taken", "أين أُخذت", default=None)
    taken_by: Bilingual | None = ask("Who took it: a role or an organisation", "من أخذها: صفة أو مؤسسة", default=None)
    spoken: Annotated[str, Field(max_length=60)] | None = ask("In which language", "بأي لغة", default=None)
    consent: Annotated[str, CodeOf("consent_states")] | None = ask(
        "Consent, as it was when it was taken", "الموافقة، كما كانت عند أخذها", default=None
    )
    summary: Bilingual | None = ask("What is told", "ما يُروى", default=None)
    passages: tuple[Passage, ...] = ask("Passages that others point to", "مقاطع يُشار إليها", default=())

    needs_consent = True
    facets = ("what", "when", "where", "connection", "consent")
    title = Bilingual(en="Testimony, {what}, {where}, {when}", ar="شهادة، {what}، {where}، {when}")
