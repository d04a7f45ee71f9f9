"""Who asked for it at the desk is told by mail when a list changes: once for each version, in their language, and of nothing they may not see."""

import pytest
from django.contrib.auth.models import Group
from django.core import mail
from django.test import Client
from list_samples import un
from wagtail.users.models import UserProfile

from dalil.archive.protection import Level
from dalil.desk.sanctions import mail_of_changes
from dalil.desk.sanctions.mail_of_changes import tell_subscribers
from dalil.sanctions.models import ListSubscription, ListVersion
from dalil.sanctions.taking_versions import VersionRequest, take_version

pytestmark = pytest.mark.django_db
PAGE = "/desk/record/sanctions/un_sc/"


@pytest.fixture(autouse=True)
def mail_is_set(settings):
    settings.MAIL_IS_SET, settings.MAIL_FROM = True, "desk@example.org"


@pytest.fixture
def take(tmp_path, alice):
    """Take a version of the list in: `take(text)`."""

    def take(text, level=Level.PUBLIC, groups=()):
        path = tmp_path / f"list-{ListVersion.objects.count()}.xml"
        path.write_text(text, encoding="utf-8")
        return take_version(VersionRequest(paths=(path,), actor=alice, level=level, groups=groups)).version

    return take


def later(day, number="XXi.003"):
    text = un(day).replace("<CITY>Damascus</CITY>", "<CITY>Homs</CITY>").replace("XXi.002", number)
    return text.replace("LAYLA", "RIMA").replace("700002", "700003").replace("2012-06-07", "2018-07-02")


@pytest.fixture
def at_the_desk(bob):
    """Bob, who reads at the desk and has an address."""
    bob.groups.add(Group.objects.get(name="analyst"))
    bob.email = "bob@example.org"
    bob.save()
    client = Client(headers={"host": "localhost"})
    client.force_login(bob)
    return client


def test_bob_asks_and_is_told_once_of_each_version(take, at_the_desk):
    take(un())
    assert "Tell me when this list changes" in at_the_desk.get(PAGE).content.decode()
    said = at_the_desk.post(PAGE + "mail/", {"tell": "yes"}, follow=True).content.decode()
    assert "A mail goes to bob@example.org" in said and "No longer" in said
    assert tell_subscribers() == 0, "he saw what was there"
    take(later("2018-08-24"))
    assert (tell_subscribers(), tell_subscribers()) == (1, 0)
    (message,) = mail.outbox
    assert message.to == ["bob@example.org"]
    assert "put on: 1 person" in message.body and "taken off: 1 person" in message.body
    assert "does not say why they were taken off" in message.body
    assert f"{PAGE}changes/?since=2018-06-07&until=2018-08-24" in message.body
    assert "RIMA" not in message.body.upper()


def test_what_readers_may_not_see_is_told_without_its_numbers(take, at_the_desk):
    take(un())
    at_the_desk.post(PAGE + "mail/", {"tell": "yes"})
    take(later("2018-08-24"), level=Level.INTERNAL)
    assert tell_subscribers() == 1
    assert "What changed is told at the desk alone" in mail.outbox[0].body and "put on" not in mail.outbox[0].body


def test_what_somebody_may_not_see_is_not_told_to_them(take, at_the_desk, bob):
    take(un())
    at_the_desk.post(PAGE + "mail/", {"tell": "yes"})
    take(later("2018-08-24"), level=Level.RESTRICTED, groups=(Group.objects.create(name="elsewhere"),))
    assert tell_subscribers() == 0
    bob.is_active = False
    bob.save()
    take(later("2018-09-24", "XXi.004").replace("700003", "700004"))
    assert tell_subscribers() == 0 and mail.outbox == []


def test_it_is_told_in_arabic_to_who_reads_arabic(take, at_the_desk, bob):
    profile = UserProfile.get_for_user(bob)
    profile.preferred_language = "ar"
    profile.save()
    take(un())
    at_the_desk.post(PAGE + "mail/", {"tell": "yes"})
    take(later("2018-08-24"))
    assert tell_subscribers() == 1
    (message,) = mail.outbox
    assert "تغيّرت قائمة" in message.subject and "أُدرج" in message.body and "put on" not in message.body


def test_a_version_that_changed_nothing_sends_no_mail(take, at_the_desk):
    take(un())
    at_the_desk.post(PAGE + "mail/", {"tell": "yes"})
    take(un("2018-08-24"))
    assert tell_subscribers() == 0 and mail.outbox == []


def test_what_the_mail_server_did_not_take_is_tried_again(take, at_the_desk, settings):
    take(un())
    at_the_desk.post(PAGE + "mail/", {"tell": "yes"})
    take(later("2018-08-24"))
    outbox = settings.EMAIL_BACKEND
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    assert tell_subscribers() == 0
    settings.EMAIL_BACKEND = outbox
    assert tell_subscribers() == 1


def test_bob_stops_it_and_one_without_an_address_is_told_so(take, at_the_desk, bob):
    take(un())
    at_the_desk.post(PAGE + "mail/", {"tell": "yes"})
    at_the_desk.post(PAGE + "mail/", {"tell": "no"})
    assert not ListSubscription.objects.exists()
    bob.email = ""
    bob.save()
    said = at_the_desk.post(PAGE + "mail/", {"tell": "yes"}, follow=True).content.decode()
    assert "has no address of mail" in said and not ListSubscription.objects.exists()
    assert at_the_desk.post("/desk/record/sanctions/moon/mail/", {"tell": "yes"}).status_code == 404


def test_of_a_mail_that_could_not_be_written_nobody_counts_as_told(take, at_the_desk, monkeypatch):
    take(un())
    at_the_desk.post(PAGE + "mail/", {"tell": "yes"})
    take(later("2018-08-24"))

    def fails(*_):
        raise ValueError("no words for it")

    with monkeypatch.context() as patched:
        patched.setattr(mail_of_changes, "say_changes", fails)
        with pytest.raises(ValueError, match="no words"):
            tell_subscribers()
    assert tell_subscribers() == 1
