"""Sealed persons: written in versions, found without being read, refused where tampered with, erased for good."""

import pytest
from django.db import connection

from dalil.record.actions import Refused
from dalil.record.sealed.models import BlindTerm, DataKey, Erasure, FieldVersion, SealedPerson, SealedRead
from dalil.record.sealed.persons import (
    change_person,
    enter_person,
    erase_person,
    find_people,
    read_person,
    read_versions,
)

NAME, PHONE = "Canary Mustafa al-Khatib", "+963 944 555 017"


def write_past_triggers(rows, **columns):
    """Change rows as somebody does who can drop a trigger."""
    from dalil.record.immutability import lay_triggers

    table = rows.model._meta.db_table
    with connection.cursor() as cursor:
        on_table = "" if connection.vendor == "sqlite" else f" ON {table}"
        cursor.execute(f"DROP TRIGGER {table}_no_update{on_table}")
    rows.update(**columns)
    lay_triggers()


def test_a_change_writes_a_version_and_the_old_one_stays(opened, witness, tariq, layla):
    read = read_person(opened, witness, actor=tariq)
    assert {name: each.text for name, each in read.items()} == {"name": NAME, "phone": PHONE}
    changed = change_person(
        opened, witness, {"name": NAME, "phone": "0933 111 222"}, actor=layla, seen={"name": 1, "phone": 1}
    )
    assert changed == ["phone"]
    versions = read_versions(opened, witness, "phone", actor=tariq)
    assert [(each.text, each.version, each.by) for each in versions] == [
        ("0933 111 222", 2, "layla"),
        (PHONE, 1, "tariq"),
    ]


def test_what_another_wrote_meanwhile_is_not_written_over(opened, witness, tariq, layla):
    seen = {"phone": 1}
    change_person(opened, witness, {"phone": "0933 111 222"}, actor=layla, seen=seen)
    with pytest.raises(Refused, match="somebody else changed this"):
        change_person(opened, witness, {"phone": "0999 000 000"}, actor=tariq, seen=seen)
    assert read_person(opened, witness, actor=tariq)["phone"].text == "0933 111 222"


@pytest.mark.parametrize("asked", [NAME.upper(), "  canary  mustafa AL-KHATIB", "00963944555017", "٠٩٤٤ ٥٥٥ ٠١٧"])
def test_they_are_found_by_the_whole_name_or_number_however_it_is_written(opened, witness, tariq, asked):
    assert find_people(opened, asked, actor=tariq) == [witness]


def test_an_arabic_name_is_found_without_its_marks(opened, tariq):
    person = enter_person(opened, "family", {"name": "أَحمد الخَطيب"}, actor=tariq)
    assert find_people(opened, "احمد الخطيب", actor=tariq) == [person]


@pytest.mark.parametrize("asked", ["Canary", "Mustafa al-Khatib", "944555", "", "*", "%"])
def test_a_part_of_a_name_finds_nobody(opened, witness, tariq, asked):
    assert find_people(opened, asked, actor=tariq) == []


def test_the_index_cannot_be_tried_without_the_key_of_the_compartment(opened, witness, tariq):
    import hashlib

    from dalil.letters import fold

    kept = set(BlindTerm.objects.values_list("term", flat=True))
    assert kept and hashlib.sha256(fold(NAME).encode()).hexdigest() not in kept


def test_each_read_is_logged_and_never_what_was_read_or_searched_for(opened, witness, tariq):
    read_person(opened, witness, actor=tariq, session="s1", only=["name"])
    find_people(opened, NAME, actor=tariq)
    rows = list(SealedRead.objects.order_by("pk").values("what", "person", "fields", "actor"))[-2:]
    assert rows == [
        {"what": "read", "person": witness.pk, "fields": ["name"], "actor": tariq.pk},
        {"what": "searched", "person": None, "fields": [], "actor": tariq.pk},
    ]
    assert "s1" not in str(list(SealedRead.objects.values_list("session", flat=True)))


def test_a_ciphertext_that_was_changed_is_refused_in_words(opened, witness, tariq):
    row = FieldVersion.objects.filter(person=witness, field="name")
    sealed = bytearray(row.get().sealed)
    sealed[-1] ^= 1
    write_past_triggers(row, sealed=bytes(sealed))
    with pytest.raises(Refused, match="was changed by other means"):
        read_person(opened, witness, actor=tariq)


def test_fields_that_changed_places_are_refused(opened, witness, tariq):
    name, phone = (FieldVersion.objects.get(person=witness, field=field) for field in ("name", "phone"))
    write_past_triggers(FieldVersion.objects.filter(pk=name.pk), sealed=bytes(phone.sealed))
    with pytest.raises(Refused, match="stands where it was not written"):
        read_person(opened, witness, actor=tariq)


def test_an_old_version_does_not_pass_for_the_new_one(opened, witness, tariq):
    change_person(opened, witness, {"phone": "0933"}, actor=tariq, seen={"phone": 1})
    first, second = FieldVersion.objects.filter(person=witness, field="phone").order_by("version")
    write_past_triggers(FieldVersion.objects.filter(pk=second.pk), sealed=bytes(first.sealed))
    with pytest.raises(Refused, match="stands where it was not written"):
        read_person(opened, witness, actor=tariq)


def test_rows_and_keys_of_one_person_do_not_pass_for_anothers(opened, witness, tariq):
    other = enter_person(opened, "witness", {"name": "Somebody Else"}, actor=tariq)
    mine, theirs = (FieldVersion.objects.get(person=each, field="name") for each in (witness, other))
    write_past_triggers(FieldVersion.objects.filter(pk=theirs.pk), sealed=bytes(mine.sealed))
    with pytest.raises(Refused):
        read_person(opened, other, actor=tariq)
    key = DataKey.objects.get(person=witness)
    DataKey.objects.filter(person=other).update(wrapped=bytes(key.wrapped), tag=bytes(key.tag))
    with pytest.raises(Refused, match="was not made by this compartment"):
        read_person(opened, other, actor=tariq)


def test_a_key_that_an_attacker_wrapped_to_the_compartment_is_refused(opened, witness, tariq):
    from dalil.record.sealed.identities import wrap

    DataKey.objects.filter(person=witness).update(wrapped=wrap(b"k" * 32, [opened.recipient]))
    with pytest.raises(Refused, match="was not made by this compartment"):
        read_person(opened, witness, actor=tariq)


def test_erasing_destroys_every_version_and_leaves_the_fact(opened, witness, tariq):
    change_person(opened, witness, {"phone": "0933"}, actor=tariq, seen={"phone": 1})
    with pytest.raises(Refused, match="say why"):
        erase_person(opened, witness, actor=tariq, reason=" ")
    erase_person(opened, witness, actor=tariq, reason="she asked for it")
    assert not DataKey.objects.filter(person=witness).exists() and not witness.terms.exists()
    assert witness.versions.count() == 3  # that there was something, and when
    fact = Erasure.objects.get()
    assert (fact.actor, fact.reason) == (tariq, "she asked for it")
    for call in (read_person, lambda *a, **k: read_versions(*a, "phone", **k)):
        with pytest.raises(Refused, match="was erased"):
            call(opened, witness, actor=tariq)
    with pytest.raises(Refused, match="was erased"):
        change_person(opened, witness, {"name": "back"}, actor=tariq, seen={})
    assert find_people(opened, NAME, actor=tariq) == []


def test_the_database_refuses_to_change_what_was_sealed(opened, witness):
    from django.db import DatabaseError, transaction

    for rows, change in (
        (FieldVersion.objects.all(), {"field": "notes"}),
        (SealedPerson.objects.all(), {"role": "other"}),
        (SealedRead.objects.all(), {"what": "opened"}),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            rows.update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        FieldVersion.objects.all()._raw_delete(using="default")


def test_what_there_is_not_and_what_is_too_long_is_refused(opened, tariq):
    for fields in ({"shoe": "42"}, {"name": "x" * 4001}, {"name": "a\x00b"}):
        with pytest.raises(Refused):
            enter_person(opened, "witness", fields, actor=tariq)
    assert not SealedPerson.objects.exists()
