"""A lawyer's list of what is due in a zone, and reminders of those who asked, which name nobody on their way."""

from __future__ import annotations

import csv
import io
import re
from datetime import timedelta

import pytest
from django.contrib.auth.models import Group, User
from django.core import mail
from django.urls import reverse
from django.utils.timezone import localdate

from dalil.access.models import AccessEntry
from dalil.archive.protection import Level
from dalil.desk.sealed.reminders import tell_officers
from dalil.record.models import Report
from dalil.record.reading import thing_opened
from dalil.record.sealed.identities import make_identity, recipient_of
from dalil.record.sealed.models import SealedPerson
from dalil.zoning import reminders
from dalil.zoning.models import Reminder

CANARY = "Zahra Qandil-Canary"


def desk(name, *args):
    return reverse(f"desk:{name}", args=args)


@pytest.fixture
def ends_soon(enter, monkeypatch):
    """A zone whose period ends in ten days, and a property in it that nobody filed for."""
    today = localdate()
    monkeypatch.setattr("dalil.desk.sealed.reminders.localdate", lambda: TODAY)
    monkeypatch.setattr("dalil.desk.zoning.views.localdate", lambda: TODAY)
    monkeypatch.setattr("dalil.desk.waiting_work.localdate", lambda: TODAY)
    assert today > TODAY
    enter({"title_of": "Gardens", "decree": "12/2019", "announced": "2019-03-10"}, kind="zone")
    return enter(
        {"what": "SHOP", "zone": "12/2019", "filed": "IS_NOT", "holder": "an owner", "obstacles": ["WANTED"]},
        kind="property",
        level=Level.INTERNAL,
    )


TODAY = localdate().replace(year=2020, month=2, day=29)


@pytest.fixture
def tariqs(as_):
    """tariq's browser, with the compartment open."""
    browser, key = as_("tariq"), make_identity()
    browser.post(desk("sealed_set_up"), {"recipient": recipient_of(key)})
    browser.post(desk("sealed_open"), {"identity": key})
    return browser


@pytest.fixture
def owner(tariqs):
    typed = {"role": "owner", "name": CANARY, "email": "zahra@example.org"}
    assert tariqs.post(desk("sealed_enter"), typed).status_code == 302
    return SealedPerson.objects.get()


def test_the_list_of_a_zone_says_what_is_due_and_why_and_names_nobody(ends_soon, as_):
    bob = as_("bob")
    assert "Gardens" in bob.get(desk("zones")).content.decode()
    shown = bob.get(bob.get(desk("zones")).context["zones"][0].url).content.decode()
    assert "10 March 2020" in shown and "10 days left" in shown and "Cannot file" in shown
    assert "The owner is wanted or fears arrest" in shown and "an owner" in shown
    assert "This is no legal advice." in shown


def test_the_list_of_a_zone_is_taken_as_a_spreadsheet_without_what_may_not_leave(ends_soon, enter, as_):
    circle = Group.objects.create(name="circle")
    bob = as_("bob")
    User.objects.get(username="bob").groups.add(circle)
    enter(
        {"what": "HOME", "zone": "12/2019", "holder": "=1+1"}, kind="property", level=Level.RESTRICTED, groups=[circle]
    )
    page = bob.get(desk("zones")).context["zones"][0].url
    shown = bob.get(page).content.decode()
    assert "=1+1" in shown
    answer = bob.get(next(each for each in re.findall(r'href="([^"]+)"', shown) if each.endswith("properties.csv")))
    lines = list(csv.reader(io.StringIO(b"".join(answer).decode().removeprefix("\ufeff"))))
    head, row, advice = lines
    told = dict(zip(head, row, strict=True))
    assert told["What became of it"] == "Cannot file" and told["Address of the entity"] == ends_soon.address
    assert told["Last day that the deadline can be"] == "2020-03-10" and told["Days left until the first"] == "10"
    assert "wanted" in told["Why"] and advice[0].startswith("This is no legal advice.")
    assert answer["Dalil-Left-Out"] == "1" and AccessEntry.objects.filter(action="exported").exists()
    arabic = b"".join(as_("bob", "ar").get(page.replace("/en/", "/ar/") + "properties.csv")).decode()
    assert "يتعذّر التقديم" in arabic


def test_the_api_says_until_when_owners_may_file_and_what_became_of_a_property(ends_soon, client, as_):
    zone = Report.objects.get(kind="zone")
    told = client.get(f"/api/entities/{zone.address}", headers={"host": "localhost"}).json()["deadline"]
    assert (told["first"], told["last"], told["rules"][0]["code"]) == ("2020-03-10", "2020-03-10", "SYR-L42-2018")
    assert "legal advice" in told["no_advice"]["en"] and told["no_advice"]["ar"]
    filing = as_("bob").get(f"/api/entities/{ends_soon.address}").json()["filing"]
    assert filing["zone"] == zone.address and filing["state"]["code"] in ("MISSED", "CANNOT_FILE", "PERHAPS_MISSED")
    assert filing["deadline"]["last"] == "2020-03-10" and "filing" not in told


def test_the_numbers_of_a_zone_are_in_arabic_digits_on_arabic_screens(ends_soon, as_):
    listed = as_("bob", "ar").get(desk("zones"))
    for shown in (listed, as_("bob", "ar").get(listed.context["zones"][0].url)):
        assert "<bdi>١</bdi>" in shown.content.decode() and "<bdi>1</bdi>" not in shown.content.decode()


def test_a_zone_is_opened_through_the_door(ends_soon, as_):
    bob, seen = as_("bob"), []
    address = bob.get(desk("zones")).context["zones"][0].url
    thing_opened.connect(receiver := lambda thing, **_: seen.append(thing.kind))
    bob.get(address)
    thing_opened.disconnect(receiver)
    assert "zone" in seen


def test_a_reminder_is_asked_for_waits_and_goes_out_once_without_a_word_of_the_property(
    ends_soon, tariqs, owner, settings
):
    settings.MAIL_IS_SET, settings.MAIL_FROM = True, "desk@example.org"
    typed = {"report": ends_soon.address, "days_before": "9", "language": "ar"}
    assert tariqs.post(desk("sealed_reminder_ask", owner.reference), typed).status_code == 302
    assert tariqs.post(desk("sealed_reminder_ask", owner.reference), typed).status_code == 422, "asked for already"
    (early,) = Reminder.objects.all()
    tariqs.post(desk("sealed_reminder_send", early.pk))
    assert mail.outbox == [], "ten days are left, and nine were asked for"
    tariqs.post(desk("sealed_reminder_ask", owner.reference), typed | {"days_before": "10"})
    due = Reminder.objects.get(days_before=10)
    listed = tariqs.get(desk("sealed_reminders")).content.decode()
    assert owner.reference in listed and CANARY not in listed and "zahra@example.org" not in listed
    assert reminders.count_due(TODAY) == 1

    tariqs.post(desk("sealed_reminder_send", due.pk))
    tariqs.post(desk("sealed_reminder_send", due.pk))
    (message,) = mail.outbox
    assert message.to == ["zahra@example.org"] and "١٠ آذار ٢٠٢٠" in message.body
    assert not any(word in message.body + message.subject for word in ("Gardens", "12/2019", ends_soon.address, CANARY))
    due.refresh_from_db()
    assert due.outcome == "sent" and reminders.count_due(TODAY) == 0


def test_officers_are_told_how_many_are_due_and_nothing_else(ends_soon, tariqs, owner, settings, staff):
    settings.MAIL_IS_SET, settings.MAIL_FROM = True, "desk@example.org"
    reminders.ask_reminder(owner, ends_soon, days_before=30, language="en", actor=staff["tariq"])
    for name in ("tariq", "bob"):
        person = staff[name]
        person.email = f"{name}@example.org"
        person.save()
    assert tell_officers() == 1
    (message,) = mail.outbox
    assert message.to == ["tariq@example.org"] and "1 reminder" in message.body
    assert owner.reference not in message.body and CANARY not in message.body


def test_a_reminder_waits_again_where_the_server_took_nothing_and_is_over_where_it_was_told_otherwise(
    ends_soon, tariqs, owner, settings, monkeypatch
):
    settings.MAIL_IS_SET, settings.MAIL_FROM = True, "desk@example.org"
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    tariqs.post(
        desk("sealed_reminder_ask", owner.reference),
        {"report": ends_soon.address, "days_before": "30", "language": "en"},
    )
    made = Reminder.objects.get()
    tariqs.post(desk("sealed_reminder_send", made.pk))
    made.refresh_from_db()
    assert made.begun_at is None and reminders.count_due(TODAY) == 1
    tariqs.post(desk("sealed_reminder_close", made.pk), {"how": "reached"})
    made.refresh_from_db()
    assert made.outcome == "reached" and reminders.count_due(TODAY + timedelta(days=1)) == 0


def test_no_reminder_is_of_something_else_than_a_property(tariqs, owner, enter, ends_soon):
    report = enter({"when": "2019-05-02", "killed": "7"})
    typed = {"report": report.address, "days_before": "30", "language": "en"}
    answer = tariqs.post(desk("sealed_reminder_ask", owner.reference), typed)
    assert answer.status_code == 422 and "reminder is of a property" in answer.content.decode()
    typed["report"] = "nowhere"
    assert tariqs.post(desk("sealed_reminder_ask", owner.reference), typed).status_code == 422
