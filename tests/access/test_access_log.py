"""The log of access: what goes in, that nothing comes out, and that a cut is seen."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group
from django.db import DatabaseError, connections, transaction
from django.test import Client

from dalil.access import log
from dalil.access.database import log_database
from dalil.access.models import AccessedThing, AccessEntry, Action
from dalil.archive.protection import Level, Viewer
from dalil.exports.report_lines import report_lines
from dalil.record import actions
from dalil.record.immutability import missing_triggers
from dalil.record.log import last_number
from dalil.record.models import Report
from dalil.record.reading import NotVisible, open_each_for_reading, open_for_reading


@pytest.fixture
def circle(alice):
    group = Group.objects.create(name="circle")
    alice.groups.add(group)
    return group


@pytest.fixture
def hidden(enter, circle):
    return enter({"when": "2019-05-01", "killed": "3"}, level=Level.RESTRICTED, groups=[circle])


def entries(*wanted):
    return list(AccessEntry.objects.filter(action__in=wanted).order_by("number"))


def things(entry):
    return [(thing.noun, thing.address) for thing in entry.things.all()]


def test_a_restricted_report_that_is_read_is_in_the_log_with_who_and_by_its_address(alice, hidden):
    before = last_number()
    open_for_reading(hidden, Viewer.of(alice))
    (entry,) = entries(Action.READ)
    assert (entry.who, entry.account, things(entry)) == ("alice", alice.pk, [("report", hidden.address)])
    assert last_number() == before, "reading is no write: no projection wakes"


def test_what_everybody_here_may_see_is_read_without_an_entry(alice, circle, enter):
    open_for_reading(enter({"when": "2019-05-01"}, level=Level.INTERNAL), Viewer.of(alice))
    assert entries(Action.READ) == []


def test_a_report_is_restricted_by_its_document_and_by_its_source_too(alice, circle, enter, document):
    by_source = enter({"when": "2019-05-01"}, origin="witness")
    by_document = enter({"when": "2019-05-02"})
    actions.protect(by_source.attribution.credits.get().source, Level.RESTRICTED, actor=alice, groups=[circle])
    open_for_reading(by_source, Viewer.of(alice))
    actions.protect(document, Level.RESTRICTED, actor=alice, groups=[circle])
    open_for_reading(by_document, Viewer.of(alice))
    assert [things(entry) for entry in entries(Action.READ)] == [
        [("report", by_source.address)],
        [("report", by_document.address)],
    ]


def test_an_export_writes_its_entry_before_its_first_line(alice, circle, enter, settings):
    settings.FOUR_EYES = "off"
    reports = [enter({"when": f"2019-05-0{day}"}, level=Level.RESTRICTED, groups=[circle]) for day in (1, 2, 3)]
    next(report_lines(Report.objects.all(), Viewer.of(alice)))
    begun, portion = entries(Action.EXPORTED)
    assert begun.detail == {"what": "reports"}
    assert things(portion) == [("report", report.address) for report in reports]


def test_where_the_entry_cannot_be_written_nothing_is_shown(alice, hidden, monkeypatch):
    def full(*_, **__):
        raise DatabaseError("disk full")

    monkeypatch.setattr(log, "write", full)
    with pytest.raises(DatabaseError):
        open_for_reading(hidden, Viewer.of(alice))


def test_an_export_stops_when_its_account_is_paused_meanwhile(alice, hidden, monkeypatch):
    monkeypatch.setattr("dalil.record.reading.AT_ONCE", 1)
    given = open_each_for_reading([hidden, hidden], Viewer.of(alice))
    next(given)
    alice.is_active = False
    alice.save()
    with pytest.raises(NotVisible):
        next(given)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE access_accessentry SET who = 'bob'",
        "UPDATE access_accessentry SET digest = 'x'",
        "DELETE FROM access_accessentry",
        "UPDATE access_accessedthing SET address = 'x'",
        "DELETE FROM access_accessedthing",
    ],
)
def test_the_database_refuses_every_change_of_an_entry(alice, hidden, statement):
    open_for_reading(hidden, Viewer.of(alice))
    using = log_database()
    with pytest.raises(DatabaseError), transaction.atomic(using=using), connections[using].cursor() as cursor:
        cursor.execute(statement)


def test_every_trigger_is_there_also_in_the_database_of_the_log(db):
    assert missing_triggers() == []
    with connections[log_database()].cursor() as cursor:
        on = "" if connections[log_database()].vendor == "sqlite" else ' ON "access_accessentry"'
        cursor.execute(f'DROP TRIGGER "access_accessentry_no_update"{on}')
    assert missing_triggers() == ["access_accessentry_no_update"]


@pytest.mark.parametrize("attack", ["who = 'bob' WHERE number = 2", "number = 99 WHERE number = 2"])
def test_a_changed_or_missing_entry_breaks_the_chain_where_it_was(db, attack):
    for n in range(4):
        log.write(Action.READ, [("report", f"r{n}")], by=log.Person("alice", 1))
    whole = log.check_chain()
    assert (whole.broken_at, whole.last) == (None, AccessEntry.objects.count())
    vendor = connections[log_database()].vendor
    with connections[log_database()].cursor() as cursor:  # whoever holds the machine takes the guards away
        if vendor == "sqlite":
            cursor.execute("PRAGMA defer_foreign_keys = ON")
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'access%'")
            for (name,) in cursor.fetchall():
                cursor.execute(f"DROP TRIGGER {name}")
        else:
            cursor.execute("SET LOCAL session_replication_role = replica")
        number = whole.last - 2
        cursor.execute(f"DELETE FROM access_accessedthing WHERE entry_id = {number}")
        cursor.execute(f"UPDATE access_accessentry SET {attack.replace('= 2', f'= {number}')}")
    assert log.check_chain().broken_at == number
    assert log.check_chain(last=0).broken_at is None, "the entries before are not looked at"


def test_the_key_of_a_session_is_not_in_the_log(alice):
    client = Client()
    client.force_login(alice)
    (entry,) = entries(Action.SIGNED_IN)
    key = client.session.session_key
    assert entry.session == log.digest_of_session(key) and key not in entry.session
    client.logout()
    (out,) = entries(Action.SIGNED_OUT)
    assert out.session == entry.session


def test_a_passphrase_typed_as_a_name_is_not_in_the_log(alice):
    client = Client()
    assert not client.login(username="my long secret passphrase", password="x")
    assert not client.login(username="alice", password="wrong")
    unknown, known = entries(Action.SIGN_IN_FAILED)
    assert unknown.who == "" and "secret" not in str(unknown.detail) and len(unknown.detail["typed"]) == 16
    assert known.who == "alice" and known.detail == {}


def test_roles_rights_and_accounts_are_logged_whichever_door_they_come_through(alice, bob, circle):
    circle.user_set.add(bob)
    bob.groups.clear()
    bob.is_superuser = True
    bob.save()
    bob.set_password("Another long passphrase")
    bob.save()
    bob.is_active = False
    bob.save(update_fields=["is_active"])
    told = [(entry.action, entry.detail.get("of")) for entry in AccessEntry.objects.order_by("number")]
    assert told[-5:] == [
        (Action.ROLE_GIVEN, "bob"),
        (Action.ROLE_TAKEN, "bob"),
        (Action.RIGHTS_CHANGED, "bob"),
        (Action.PASSWORD_CHANGED, "bob"),
        (Action.ACCOUNT_CLOSED, "bob"),
    ]


def test_no_title_is_in_the_log(alice, circle):
    import io

    secret = actions.receive_document(
        io.BytesIO(b"x"), actor=alice, title="Statement of Canary", media_type="text/plain", level=Level.RESTRICTED,
        groups=[circle],
    )  # fmt: skip
    open_for_reading(secret, Viewer.of(alice))
    (entry,) = entries(Action.READ)
    assert things(entry) == [("document", secret.sha256)]
    told = [str(row) for model in (AccessEntry, AccessedThing) for row in model.objects.values_list()]
    assert not any("Canary" in each for each in told)
