"""What can be sealed of a person: the fields, in both languages. A field may be added; none is renamed or taken away."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from dalil.record.sealed.envelope import name_term, phone_term
from dalil.values import Bilingual


@dataclass(frozen=True)
class SealedField:
    """One field. term: what makes a value findable by the blind index, where it is; lines: how many it is written in.

    own_form: a room of its own writes and shows it, so that the form of a person leaves it out. longest: a key of `LONGEST`.
    """

    label: Bilingual
    term: Callable[[bytes, str], str] | None = None
    lines: int = 1
    own_form: bool = False
    longest: str = "sealed"


FIELDS: Mapping[str, SealedField] = {
    "name": SealedField(Bilingual(en="Name", ar="الاسم"), name_term),
    "other_name": SealedField(Bilingual(en="Another name", ar="اسم آخر"), name_term),
    "pseudonym": SealedField(Bilingual(en="Pseudonym used outside", ar="الاسم المستعار المستخدم خارجاً"), name_term),
    "born": SealedField(Bilingual(en="Born, when and where", ar="تاريخ الولادة ومكانها")),
    "family": SealedField(Bilingual(en="Family", ar="العائلة"), lines=2),
    "phone": SealedField(Bilingual(en="Telephone", ar="الهاتف"), phone_term),
    "other_phone": SealedField(Bilingual(en="Another telephone", ar="هاتف آخر"), phone_term),
    "email": SealedField(Bilingual(en="E-mail or account", ar="البريد الإلكتروني أو الحساب"), name_term),
    "address": SealedField(Bilingual(en="Address", ar="العنوان"), lines=2),
    "safe_contact": SealedField(
        Bilingual(en="How and when to reach them safely", ar="كيف ومتى يمكن الوصول إليه بأمان"), lines=3
    ),
    "risks": SealedField(Bilingual(en="What endangers them", ar="ما الذي يعرّضه للخطر"), lines=3),
    "notes": SealedField(Bilingual(en="Notes", ar="ملاحظات"), lines=4),
    "search": SealedField(Bilingual(en="Search request", ar="طلب البحث"), own_form=True, longest="sealed_search"),
    "search_photograph": SealedField(
        Bilingual(en="Photograph of somebody who is sought", ar="صورة المفقود"),
        own_form=True,
        longest="sealed_photograph",
    ),
    "search_look": SealedField(Bilingual(en="Look at a candidate", ar="نظر في مرشح"), own_form=True),
    "search_step": SealedField(Bilingual(en="Step of a search", ar="خطوة في البحث"), own_form=True),
    "search_finding": SealedField(Bilingual(en="Finding of a search", ar="نتيجة البحث"), own_form=True),
    "search_telling": SealedField(Bilingual(en="Telling of the family", ar="إبلاغ العائلة"), own_form=True),
}

PERSON_FIELDS: Mapping[str, SealedField] = {name: field for name, field in FIELDS.items() if not field.own_form}
"""The fields that the form of a person has."""


def terms_of(field: str, value: str, key: bytes) -> str:
    """Return what a value is found by in the blind index; empty where it is not."""
    make = FIELDS[field].term if field in FIELDS else None
    return make(key, value) if make and value else ""
