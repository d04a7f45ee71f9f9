"""What can be sealed of a person: the fields, in both languages. A field may be added; none is renamed or taken away."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from dalil.record.sealed.envelope import name_term, phone_term
from dalil.values import Bilingual


@dataclass(frozen=True)
class SealedField:
    """One field. term: what makes a value findable by the blind index, where it is; lines: how many it is written in."""

    label: Bilingual
    term: Callable[[bytes, str], str] | None = None
    lines: int = 1


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
}


def terms_of(field: str, value: str, key: bytes) -> str:
    """Return what a value is found by in the blind index; empty where it is not."""
    make = FIELDS[field].term if field in FIELDS else None
    return make(key, value) if make and value else ""
