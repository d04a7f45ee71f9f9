"""How long what people write may be, in one table, wherever it comes in: at the desk, in a file, by a command.

What is longer is refused with one sentence; nothing is cut off silently. Longer texts belong into a document.
"""

from __future__ import annotations

from typing import Any

from dalil.access.refused import Refused
from dalil.values import Bilingual

LONGEST = {
    "said": 50_000,
    "text": 20_000,
    "locator": 200,
    "external_id": 200,
    "source_name": 300,
    "title": 500,
    "filename": 500,
    "url": 2000,
    "reason": 2000,
    "figure_title": 300,
    "recipient": 300,
    "sealed": 4000,
    "sealed_search": 20_000,
    "sealed_photograph": 400_000,
    "submitted": 8000,
    "contact": 500,
}
"""Letters, by what is written. text: each text of what a report says, such as a description or the words of a count."""

NAMES = {
    "said": Bilingual(en="the exact words", ar="النص الحرفي"),
    "text": Bilingual(en="a text of the report", ar="نص في التقرير"),
    "locator": Bilingual(en="the place in the document", ar="الموضع في الوثيقة"),
    "external_id": Bilingual(en="the identifier", ar="المعرّف"),
    "source_name": Bilingual(en="the name of a source", ar="اسم المصدر"),
    "title": Bilingual(en="the title", ar="العنوان"),
    "filename": Bilingual(en="the name of the file", ar="اسم الملف"),
    "url": Bilingual(en="the address on the web", ar="العنوان على الشبكة"),
    "reason": Bilingual(en="the reason", ar="السبب"),
    "figure_title": Bilingual(en="the title of the figure", ar="عنوان الرقم"),
    "recipient": Bilingual(en="the recipient", ar="المستلم"),
    "sealed": Bilingual(en="a sealed text", ar="نص مختوم"),
    "sealed_search": Bilingual(en="the search request", ar="طلب البحث"),
    "sealed_photograph": Bilingual(en="the photograph", ar="الصورة"),
    "submitted": Bilingual(en="what you tell", ar="ما ترويه"),
    "contact": Bilingual(en="the way to reach you", ar="وسيلة الوصول إليك"),
}


class TextTooLong(Refused):
    """A text is longer than `LONGEST` has it. field: what was written, as a key of `LONGEST`."""

    type = "longer_than_kept"
    template = "{what} has {many} letters; it may have {most} at the most"

    def __init__(self, field: str, many: int) -> None:
        self.field = field
        super().__init__(self.type, self.template, {"what": NAMES[field], "many": many, "most": LONGEST[field]})
        self.args = (self.template.format(**{**self.particulars, "what": NAMES[field].en}),)

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.field, self.particulars["many"])


def check_lengths(**texts: str) -> None:
    """Raise TextTooLong for the first of these texts, by keys of `LONGEST`, that is too long.

    >>> check_lengths(locator="p. 9", reason="")
    >>> check_lengths(locator="p" * 201)
    Traceback (most recent call last):
    dalil.record.lengths.TextTooLong: the place in the document has 201 letters; it may have 200 at the most
    """
    for field, text in texts.items():
        if len(text) > LONGEST[field]:
            raise TextTooLong(field, len(text))
