"""Writing, reading, finding and erasing sealed persons. Each needs the compartment open."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from itertools import islice

from django.contrib.auth.models import User
from django.db import connection, transaction

from dalil import vocabulary
from dalil.letters import fold
from dalil.record.actions.transaction import Refused, writing
from dalil.record.lengths import check_lengths
from dalil.record.sealed.envelope import NotAuthentic, decrypt_text, encrypt_text, has_tag, make_key, tag_of
from dalil.record.sealed.fields import FIELDS, terms_of
from dalil.record.sealed.identities import unwrap, wrap
from dalil.record.sealed.models import BlindTerm, DataKey, Erasure, FieldVersion, SealedPerson
from dalil.record.sealed.open_compartment import OpenCompartment, check_current
from dalil.record.sealed.reads import What, log_sealed_read

LETTERS = "bcdfghjkmnpqrstvwxz23456789"
"""What references are drawn from: none is mistaken for another, and they spell no word. 16 of them hold 76 bits."""


AT_ONCE = 500
"""So many people are read with the same few queries."""
SOUGHT = "sought"
"""The role of those whom families look for; `tracing` enters them."""


@dataclass(frozen=True)
class ReadField:
    """One field as it was read: its text, the number of its version, and who wrote it when."""

    text: str
    version: int
    at: datetime
    by: str


def enter_person(opened: OpenCompartment, role: str, fields: Mapping[str, str], *, actor: User) -> SealedPerson:
    """Seal a person. role: a code of `sealed_roles`. fields: texts by the names of `FIELDS`; empty ones are left out.

    Raises UnknownCode for another role, and Refused for fields that there are not or that are too long.
    """
    vocabulary.term("sealed_roles", role)
    with writing():
        check_current(opened)
        person = SealedPerson.objects.create(reference=draw_reference(), role=role, entered_by=actor)
        _write(opened, person, {name: text for name, text in fields.items() if text.strip()}, {}, actor)
        return person


def name_person_elsewhere(role: str, *, actor: User) -> SealedPerson:
    """Note that there is a person whom a partner knows and we do not, so that what they consented to can stand here. Nothing of them is sealed.

    role: a code of `sealed_roles`. Raises UnknownCode for another.
    """
    vocabulary.term("sealed_roles", role)
    with writing():
        return SealedPerson.objects.create(reference=draw_reference(), role=role, entered_by=actor)


def change_person(
    opened: OpenCompartment, person: SealedPerson, fields: Mapping[str, str], *, actor: User, seen: Mapping[str, int]
) -> list[str]:
    """Write a new version of each field that is to say something else; the old ones stay. Returns the names of those that changed.

    seen: the version of each field that the person who changes it saw. Raises Refused where another has changed it since, so that
    nobody's text is lost; and where the person was erased.
    """
    with writing():
        check_current(opened)
        stands = _read(opened, person, list(fields))
        changed = {
            name: text.strip()
            for name, text in fields.items()
            if text.strip() != (stands[name].text if name in stands else "")
        }
        versions = {name: read.version for name, read in stands.items()}
        if any(versions.get(name, 0) != seen.get(name, 0) for name in changed):
            raise Refused(
                "changed_meanwhile",
                "somebody else changed this meanwhile; look at it again before you write",
            )
        _write(opened, person, changed, versions, actor)
        return sorted(changed)


def read_person(
    opened: OpenCompartment,
    person: SealedPerson,
    *,
    actor: User,
    session: str = "",
    what: What = What.READ,
    only: Sequence[str] = (),
) -> Mapping[str, ReadField]:
    """Return the fields of a person as they stand, by name; those never written are left out. It is logged.

    only: the names of those wanted; all unless given. Raises Refused where a field was changed by other means or put into another
    place, and where the person was erased.
    """
    shown = _read(opened, person, only)
    log_sealed_read(what, actor=actor, person=person, session=session, fields=shown)
    return shown


def read_versions(
    opened: OpenCompartment, person: SealedPerson, field: str, *, actor: User, session: str = ""
) -> Sequence[ReadField]:
    """Return every version of one field, the newest first. It is logged."""
    keys = _keys(opened, person)
    versions = person.versions.filter(field=field).select_related("actor").order_by("-version")
    shown = [_decrypt(keys, person, each) for each in versions]
    log_sealed_read(What.READ_EARLIER, actor=actor, person=person, session=session, fields=[field])
    return shown


def read_of_all(
    opened: OpenCompartment, people: Iterable[SealedPerson], field: str, *, actor: User, session: str = ""
) -> Iterator[tuple[SealedPerson, str]]:
    """Yield one field of many people, as a search among them needs it; those who were erased or lack it are left out. Logged once, as a search.

    Raises Refused where a field was changed by other means.
    """
    for person, versions in read_versions_of_all(opened, people, field, actor=actor, session=session):
        yield person, versions[0].text


def read_versions_of_all(
    opened: OpenCompartment, people: Iterable[SealedPerson], field: str, *, actor: User, session: str = ""
) -> Iterator[tuple[SealedPerson, Sequence[ReadField]]]:
    """Yield every version of one field of many people, the newest first; as `read_of_all` does, a portion at a time."""
    log_sealed_read(What.SEARCHED, actor=actor, session=session, fields=[field])
    left = iter(people)
    while portion := list(islice(left, AT_ONCE)):
        there = [each.pk for each in portion]
        erased = set(Erasure.objects.filter(person__in=there).values_list("person", flat=True))
        keys: dict[int, list[DataKey]] = {}
        for key in DataKey.objects.filter(person__in=there):
            keys.setdefault(key.person_id, []).append(key)
        kept: dict[int, list[FieldVersion]] = {}
        versions = FieldVersion.objects.filter(person__in=there, field=field).select_related("actor")
        for version in versions.order_by("person", "-version"):
            kept.setdefault(version.person_id, []).append(version)
        for person in portion:
            if person.pk in kept and person.pk not in erased:
                own = _unwrap_keys(opened, person, keys.get(person.pk, ()))
                yield person, [_decrypt(own, person, each) for each in kept[person.pk]]


def find_people(opened: OpenCompartment, words: str, *, actor: User, session: str = "") -> Sequence[SealedPerson]:
    """Return those who have exactly this name, number or account, in either script and spelling of digits. It is logged, without the words."""
    terms = {term for name in FIELDS if (term := terms_of(name, words, opened.index_key))}
    found = SealedPerson.objects.filter(terms__term__in=terms).distinct()
    log_sealed_read(What.SEARCHED, actor=actor, session=session)
    return list(found)


LONGEST_NAME = 6
"""Words of a name that is looked for in a text."""


def find_named(opened: OpenCompartment, text: str, *, actor: User, session: str = "") -> Sequence[SealedPerson]:
    """Return those whose name, as it is sealed, stands in a text word for word; not those of whom the text has the pseudonym. It is logged.

    The blind index says who may be meant, so that nobody else's fields are read.
    """
    words = fold(text).split()
    runs = {" ".join(words[at : at + many]) for at in range(len(words)) for many in range(1, LONGEST_NAME + 1)}
    terms = sorted({terms_of("name", run, opened.index_key) for run in runs})
    log_sealed_read(What.SEARCHED, actor=actor, session=session)
    perhaps: dict[int, SealedPerson] = {}
    for start in range(0, len(terms), 500):
        hits = SealedPerson.objects.filter(terms__term__in=terms[start : start + 500], erasure=None).distinct()
        perhaps |= {person.pk: person for person in hits}
    names = ("name", "other_name")
    return [
        person
        for person in perhaps.values()
        if runs.intersection(
            fold(each.text) for each in read_person(opened, person, actor=actor, session=session, only=names).values()
        )
    ]


def erase_person(opened: OpenCompartment, person: SealedPerson, *, actor: User, reason: str) -> Erasure:
    """Destroy the keys of a person: nobody reads any version of any field again. That they were here, and why not any more, stays.

    Raises Refused without a reason, and where they were erased already.
    """
    if not reason.strip():
        raise Refused("erased_without_reason", "say why the person is erased; it stays on the record")
    with writing():
        check_current(opened)
        if Erasure.objects.filter(person=person).exists():
            raise Refused("erased_already", "this person was erased; the keys are destroyed")
        overwrite_what_goes("sealed_datakey", "sealed_blindterm")
        person.data_keys.all().delete()
        person.terms.all().delete()
        return Erasure.objects.create(person=person, actor=actor, reason=reason.strip())


def wrap_anew(opened: OpenCompartment, fresh: OpenCompartment) -> None:
    """Wrap every data key to a new generation, and lay the blind index anew; within the transaction of a rotation."""
    BlindTerm.objects.all().delete()
    for person in SealedPerson.objects.filter(erasure=None).iterator():
        keys = _keys(opened, person)
        for kept in person.data_keys.all():
            key = keys[kept.number]
            kept.wrapped, kept.tag = wrap(key, [fresh.recipient]), _tag(fresh, person, kept.number, key)
            kept.generation = fresh.generation
            kept.save(update_fields=["wrapped", "tag", "generation"])
        versions = person.versions.select_related("actor")
        texts = [(each.field, _decrypt(keys, person, each).text) for each in versions if each.field in FIELDS]
        _add_terms(person, {terms_of(name, text, fresh.index_key) for name, text in texts})


def _write(
    opened: OpenCompartment, person: SealedPerson, fields: Mapping[str, str], versions: Mapping[str, int], actor: User
) -> None:
    for name, text in fields.items():
        if name not in FIELDS:
            raise Refused("unknown_field", "there is no field “{field}” of a sealed person", {"field": name})
        check_lengths(**{FIELDS[name].longest: text})
        if "\x00" in text:
            raise Refused("null_character", "a text holds a character that is no letter; type it anew")
    if not fields:
        return
    number, key = _key_for_writing(opened, person)
    for name, text in fields.items():
        version = versions.get(name, 0) + 1
        FieldVersion.objects.create(
            person=person,
            field=name,
            version=version,
            key_number=number,
            sealed=encrypt_text(key, text, place=_place(person, name, version)),
            actor=actor,
        )
    _add_terms(person, {terms_of(name, text, opened.index_key) for name, text in fields.items()})


def _add_terms(person: SealedPerson, terms: set[str]) -> None:
    there = set(person.terms.values_list("term", flat=True))
    BlindTerm.objects.bulk_create([BlindTerm(person=person, term=term) for term in sorted(terms - there) if term])


def _read(opened: OpenCompartment, person: SealedPerson, only: Sequence[str]) -> dict[str, ReadField]:
    keys = _keys(opened, person)
    versions = person.versions.select_related("actor").order_by("version")
    newest = {each.field: each for each in (versions.filter(field__in=only) if only else versions)}
    return {name: _decrypt(keys, person, newest[name]) for name in FIELDS if name in newest}


def _decrypt(keys: Mapping[int, bytes], person: SealedPerson, kept: FieldVersion) -> ReadField:
    try:
        place = _place(person, kept.field, kept.version)
        text = decrypt_text(keys[kept.key_number], bytes(kept.sealed), place=place)
    except (NotAuthentic, KeyError) as error:
        raise Refused(
            "sealed_field_changed",
            "the field “{field}” of {person} was changed by other means, or stands where it was not written; nothing of it is shown",
            {"field": kept.field, "person": person.reference},
        ) from error
    return ReadField(text, kept.version, kept.at, kept.actor.username)


def _keys(opened: OpenCompartment, person: SealedPerson) -> dict[int, bytes]:
    """The data keys of a person, by number. Raises Refused where they were destroyed, or are not of this compartment."""
    if Erasure.objects.filter(person=person).exists():
        raise Refused("erased_already", "this person was erased; the keys are destroyed")
    return _unwrap_keys(opened, person, person.data_keys.all())


def _unwrap_keys(opened: OpenCompartment, person: SealedPerson, wrapped: Iterable[DataKey]) -> dict[int, bytes]:
    keys = {}
    for kept in wrapped:
        keys[kept.number] = unwrap(kept.wrapped, opened.secret)
        if not has_tag(bytes(kept.tag), opened.tag_key, *_tagged(person, kept.number, keys[kept.number])):
            raise Refused(
                "foreign_data_key", "a key of {person} was not made by this compartment", {"person": person.reference}
            )
    return keys


def _key_for_writing(opened: OpenCompartment, person: SealedPerson) -> tuple[int, bytes]:
    """The newest data key of a person; a fresh one where there is none yet or the keys of the compartment were changed since."""
    keys = _keys(opened, person)
    newest = person.data_keys.order_by("-number").first()
    if newest is not None and newest.made_in == opened.generation:
        return newest.number, keys[newest.number]
    number, key = (newest.number + 1 if newest else 1), make_key()
    DataKey.objects.create(
        person=person,
        number=number,
        made_in=opened.generation,
        generation=opened.generation,
        wrapped=wrap(key, [opened.recipient]),
        tag=_tag(opened, person, number, key),
    )
    return number, key


def _tag(opened: OpenCompartment, person: SealedPerson, number: int, key: bytes) -> bytes:
    return tag_of(opened.tag_key, *_tagged(person, number, key))


def _tagged(person: SealedPerson, number: int, key: bytes) -> tuple[str | bytes, ...]:
    return "data key", person.reference, str(number), key


def _place(person: SealedPerson, field: str, version: int) -> tuple[str, ...]:
    return "sealed_fieldversion", person.reference, field, str(version)


def draw_reference() -> str:
    """Draw a reference by lot."""
    return "".join(secrets.choice(LETTERS) for _ in range(16))


def overwrite_what_goes(*tables: str) -> None:
    """Let the database write over what this transaction deletes or replaces in these tables: its file and its log would hold it a while longer."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA secure_delete = ON")
    transaction.on_commit(partial(_overwrite, tables), robust=True)


def _overwrite(tables: Sequence[str]) -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        else:
            cursor.execute(f"VACUUM {', '.join(tables)}")
