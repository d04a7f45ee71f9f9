"""The remains of one person whose name is not known were found."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Annotated, Any, Self

from pydantic import Field, model_validator

from dalil.letters import western_digits
from dalil.record.kind import Kind, ask
from dalil.values import Bilingual, PersonName, When, Where
from dalil.values.base import Refusal
from dalil.values.codes import CodeOf, Sex

OLDEST = 125
"""No source means a person older than this."""
_SPAN = re.compile(r"\s*(\d{1,3})\s*(?:-|–|—|to|إلى|حتى)\s*(\d{1,3})\s*(?:years?|سنة|عاماً?)?\s*", re.IGNORECASE)


class Remains(Kind):
    """The remains of one person whose name is not known were found: where, when, what is estimated of them, what was with them.

    One report is of one person; how many were found together is a tally. What is estimated has bounds. A name on a paper that was found with them
    is no identification: many carry the papers of others. Who it is, is a finding of two people ([tracing](security/tracing.md)).
    """

    code = "remains"
    name = Bilingual(en="unidentified remains", ar="رفات مجهول الهوية")
    plural = Bilingual(en="unidentified remains", ar="رفات مجهولة الهوية")

    of_persons = True

    where: Where = ask("Where they were found", "أين عُثر عليها")
    when: When | None = ask("When they were found", "متى عُثر عليها", default=None)
    number: Annotated[str, Field(max_length=100)] | None = ask(
        "Number on the grave or of the file", "رقم القبر أو الملف", default=None
    )
    found_in: Annotated[str, CodeOf("remains_places")] | None = ask(
        "In what they were found", "في أي موضع", default=None
    )
    condition: Annotated[str, CodeOf("remains_conditions")] | None = ask("Their condition", "حالتها", default=None)
    sex: Sex | None = ask("Sex, as estimated", "الجنس التقديري", default=None)
    youngest: Annotated[int, Field(ge=0, le=OLDEST)] | None = ask(
        "Age at death, at the least", "العمر عند الوفاة، على الأقل", default=None
    )
    oldest: Annotated[int, Field(ge=0, le=OLDEST)] | None = ask(
        "Age at death, at the most", "العمر عند الوفاة، على الأكثر", default=None
    )
    died: When | None = ask("When they died, as estimated", "متى كانت الوفاة تقديراً", default=None)
    marks: Bilingual | None = ask(
        "Marks: old fractures, teeth, scars, prostheses",
        "العلامات: كسور قديمة، أسنان، ندوب، أطراف صناعية",
        default=None,
    )
    clothing: Bilingual | None = ask("Clothing", "الملابس", default=None)
    belongings: Bilingual | None = ask(
        "Things and papers found with them", "الأشياء والأوراق التي وُجدت معها", default=None
    )
    name_found: PersonName | None = ask(
        "A name that stands on what was found with them",
        "اسم مكتوب على ما وُجد معها",
        default=None,
        help=Bilingual(
            en="It identifies nobody, and is never public.",
            ar="لا يحدد هوية أحد، ولا يُنشر أبداً.",
        ),
    )
    sampled: Annotated[str, CodeOf("answers")] | None = ask("Whether a sample was taken", "هل أُخذت عينة", default=None)
    kept_at: Bilingual | None = ask("Where they are now", "أين هي الآن", default=None)

    facets = ("where", "when", "found_in", "condition", "sex")
    title = Bilingual(en="Unidentified remains, {where}, {when}", ar="رفات مجهول الهوية، {where}، {when}")

    @classmethod
    def understand(cls, field: str, words: str) -> Mapping[str, Any] | None:
        """Return both bounds where words in the place of the least age say a span; None where they do not.

        >>> Remains.understand("youngest", "25-35"), Remains.understand("youngest", "25")
        ({'youngest': 25, 'oldest': 35}, None)
        """
        said = _SPAN.fullmatch(western_digits(words)) if field == "youngest" else None
        return {"youngest": int(said[1]), "oldest": int(said[2])} if said else None

    @model_validator(mode="after")
    def _has_its_bounds_in_order(self) -> Self:
        if self.youngest is not None and self.oldest is not None and self.youngest > self.oldest:
            raise Refusal(
                "bounds_out_of_order",
                "the least age, {least}, is more than the greatest, {most}",
                {"least": self.youngest, "most": self.oldest},
            )
        return self

    def public_profile(self) -> str:
        """Return what of these remains may be public: the area, the time and estimates; not by what a family would know them."""
        return "remains"
