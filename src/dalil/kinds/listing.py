"""An authority put a person or an entity on a list of sanctions, amended the entry, or took it off."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import Field, model_validator

from dalil.record.kind import Kind, ask
from dalil.values import Bilingual, PersonName, When
from dalil.values.base import Refusal, Value
from dalil.values.codes import CodeOf, Sex


class ListedName(Value):
    """One name of an entry as the list writes it.

    what: the name of the entry, an alias, a former name. strength: what the list says of an alias. parts: the parts that the list tells apart,
    in its order. language, title, function, sex, note: what the list says beside this name.
    """

    said: Annotated[str, Field(min_length=1)] = ask("As said", "كما كُتب")
    what: Annotated[str, CodeOf("listed_names")] = ask("What kind of name", "نوع الاسم", default="primary")
    strength: Annotated[str, CodeOf("alias_strengths")] | None = ask("Strength", "قوة الدلالة", default=None)
    parts: tuple[str, ...] = ask("Parts", "أجزاء الاسم", default=())
    language: str = ask("Language", "اللغة", default="")
    title: str = ask("Title", "اللقب", default="")
    function: str = ask("Function", "الصفة", default="")
    note: str = ask("Note", "ملاحظة", default="")


class ListedDocument(Value):
    """A passport, a register number or another identifier of the listed, as the list writes it."""

    type: str = ask("Type", "النوع", default="")
    number: str = ask("Number", "الرقم", default="")
    country: str = ask("Country", "البلد", default="")
    issued: str = ask("Issued", "تاريخ الإصدار", default="")
    expires: str = ask("Expires", "تاريخ الانتهاء", default="")
    place: str = ask("Place", "المكان", default="")
    note: str = ask("Note", "ملاحظة", default="")


class ListedBirth(Value):
    """When and where somebody was born, as far as the list tells. about: the list says "circa"."""

    when: When | None = ask("When", "متى", default=None)
    about: bool = ask("About then", "على وجه التقريب", default=False)
    place: str = ask("Place", "المكان", default="")
    country: str = ask("Country", "البلد", default="")
    note: str = ask("Note", "ملاحظة", default="")


class ListedAddress(Value):
    """An address of the listed, in the words of the list."""

    lines: str = ask("Street", "الشارع", default="")
    place: str = ask("Place", "المكان", default="")
    region: str = ask("Region", "المنطقة", default="")
    code: str = ask("Postal code", "الرمز البريدي", default="")
    country: str = ask("Country", "البلد", default="")
    note: str = ask("Note", "ملاحظة", default="")


class ListedAct(Value):
    """A legal act that the entry rests on, as the list names it."""

    number: str = ask("Number", "الرقم")
    type: str = ask("Type", "النوع", default="")
    published: When | None = ask("Published", "تاريخ النشر", default=None)
    in_force: When | None = ask("In force from", "نافذ من", default=None)
    programme: str = ask("Programme", "البرنامج", default="")
    body: str = ask("Body", "الجهة", default="")
    address: str = ask("Its address on the web", "عنوانه على الشبكة", default="")


class ListedReference(Value):
    """A number by which the list, or another list, knows the entry: (reference, QDi.237)."""

    of: str = ask("Of which list", "في أي قائمة")
    number: str = ask("Number", "الرقم")


class ListedChange(Value):
    """What an amendment changed: the field of the entry, what it held before and what it holds since. Empty: nothing."""

    field: str = ask("Field", "الحقل")
    before: str = ask("Before", "قبل", default="")
    after: str = ask("After", "بعد", default="")


class Listing(Kind):
    """An authority put a person or an entity on a list of sanctions, amended the entry, or took it off.

    A listing is evidence that an authority listed, never that its reason is true. A list file does not say why an entry is gone: the ground
    stays unknown until a source says it. `when` is the day of the step, or the span between the two versions of the list that show it.
    """

    code = "listing"
    name = Bilingual(en="listing", ar="إدراج في قائمة عقوبات")
    plural = Bilingual(en="listings", ar="إدراجات في قوائم العقوبات")

    sanctions_list: Annotated[str, CodeOf("sanction_lists")] = ask("On which list", "في أي قائمة")
    action: Annotated[str, CodeOf("listing_actions")] = ask("What became of the entry", "ما الذي طرأ على الإدراج")
    subject: Annotated[str, CodeOf("listed_subjects")] | None = ask("What is listed", "ما المُدرَج", default=None)
    names_persons = False
    who: PersonName = ask("Name of the entry", "الاسم في القائمة")
    when: When | None = ask("When", "متى", default=None)
    entry: str = ask("Number of the entry", "رقم الإدراج", default="")
    names: tuple[ListedName, ...] = ask("All names", "جميع الأسماء", default=())
    sex: Sex | None = ask("Sex", "الجنس", default=None)
    births: tuple[ListedBirth, ...] = ask("Born", "الولادة", default=())
    nationalities: tuple[str, ...] = ask("Nationality", "الجنسية", default=())
    documents: tuple[ListedDocument, ...] = ask("Documents and identifiers", "الوثائق والأرقام", default=())
    addresses: tuple[ListedAddress, ...] = ask("Addresses", "العناوين", default=())
    functions: tuple[str, ...] = ask("Function", "الصفة", default=())
    programmes: tuple[str, ...] = ask("Programme", "برنامج العقوبات", default=())
    measures: tuple[str, ...] = ask("Sanctions imposed", "العقوبات المفروضة", default=())
    acts: tuple[ListedAct, ...] = ask("Legal acts", "الأسس القانونية", default=())
    references: tuple[ListedReference, ...] = ask("Numbers of the entry", "أرقام الإدراج", default=())
    listed_on: When | None = ask("Listed on, as the list says", "تاريخ الإدراج بحسب القائمة", default=None)
    updated_on: tuple[When, ...] = ask("Updated on, as the list says", "تواريخ التعديل بحسب القائمة", default=())
    reason: str = ask("Reason, as the authority states it", "السبب كما تذكره الجهة", default="")
    remarks: tuple[str, ...] = ask("Remarks of the list", "ملاحظات القائمة", default=())
    ground: Annotated[str, CodeOf("delisting_grounds")] | None = ask(
        "Ground of the removal, where a source says it", "سبب الرفع إن ذكره مصدر", default=None
    )
    changes: tuple[ListedChange, ...] = ask("What was changed", "ما الذي عُدّل", default=())
    unread: tuple[str, ...] = ask("Not understood", "ما لم يُفهم", default=())

    announces = True
    facets = ("sanctions_list", "action", "subject", "when", "ground")
    title = Bilingual(en="{who}: {action}, {when}", ar="{who}: {action}، {when}")

    @model_validator(mode="after")
    def _ground_of_a_removal(self) -> Self:
        if self.ground is not None and self.action != "delisted":
            raise Refusal("ground_without_removal", "a ground is that of a removal; this entry was not taken off")
        return self
