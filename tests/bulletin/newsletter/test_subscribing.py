"""In by a link, out by a click: nobody finds out who subscribes, an address is not readable at rest, and who leaves is forgotten."""

from datetime import timedelta

import pytest
from django.core.cache import caches
from django.db import connection
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from mailbox_of_tests import link_in, part_of

from dalil.bulletin.newsletter import subscribers
from dalil.bulletin.newsletter.models import Delivery, Subscriber
from dalil.bulletin.newsletter.sending import send_batch, send_owed
from dalil.bulletin.newsletter.tasks import send_owed_mails

RANA = "rana@a.example"


def ask(reader, address=RANA, language="en"):
    answer = reader.post(f"/{language}/letters/subscribe/", {"address": address})
    if answer.status_code == 200:
        assert DBTaskResult.objects.ready().exists(), "the worker is told"
    send_owed_mails.func()
    return answer


def later(**time):
    """Let time go by since everybody asked."""
    for each in Subscriber.objects.all():
        each.asked_at -= timedelta(**time)
        each.save()


def confirm_by_mail(mailbox, reader):
    """Ask for the letter and open the link of the mail. Returns its path."""
    assert ask(reader, language="ar").status_code == 200
    mail = mailbox.to(RANA)[-1]
    assert mail["Auto-Submitted"] == "auto-replied" and mail["Content-Language"] == "ar"
    confirm = link_in(mail, "/letters/confirm/")
    reader.head(confirm)
    assert Subscriber.objects.get().state == "asked", "who only looks whether the link is there confirms nothing"
    assert reader.get(confirm).status_code == 200
    assert Subscriber.objects.get().state == "in"
    assert reader.get(confirm).status_code == 200, "opened twice it says the same"
    return confirm


def test_in_by_one_click_and_out_by_one_click_and_really_in_again(mailbox, reader, issue):
    confirm = confirm_by_mail(mailbox, reader)
    issue()
    send_batch()
    out = link_in(mailbox.to(RANA)[-1], "/letters/mine/")
    assert reader.get(out).status_code == 200 and Subscriber.objects.count() == 1, "to look takes nobody out"
    done = reader.post(out, "List-Unsubscribe=One-Click", content_type="application/x-www-form-urlencoded")
    assert done.status_code == 200 and not Subscriber.objects.exists()
    assert reader.post(out).status_code == 200, "twice is no error"
    assert Delivery.objects.get().subscriber is None
    assert reader.get(confirm).status_code == 410, "an old link brings nobody back"
    confirm_by_mail(mailbox, reader)
    assert reader.post(out).status_code == 200 and Subscriber.objects.count() == 1, "the old link takes no new one out"


def test_the_answer_does_not_tell_whether_an_address_is_subscribed(mailbox, reader, subscribe):
    subscribe(RANA)
    known, unknown = ask(reader), ask(reader, "nobody@a.example")
    assert known.content == unknown.content and known.status_code == unknown.status_code
    later(minutes=11)
    ask(reader)
    told = " ".join(part_of(mailbox.to(RANA)[-1], "plain").split())
    assert "gets it already" in told and "/confirm/" not in told and "/letters/mine/" in told
    assert Subscriber.objects.filter(state="in").count() == 1


def test_an_address_is_written_in_one_way_only(mailbox, reader, subscribe):
    subscribe("Rana@A.Example")
    ask(reader, " rana@a.example ")
    assert Subscriber.objects.count() == 1


def test_nobody_is_flooded_with_mails(mailbox, reader):
    for _ in range(5):
        ask(reader)
    assert len(mailbox.to(RANA)) == 1
    later(minutes=11)
    ask(reader)
    later(minutes=11)
    ask(reader)
    assert len(mailbox.to(RANA)) == 2, "the wait doubles"


def test_one_network_address_asks_only_so_often(mailbox, reader, settings):
    settings.DEAR_ANSWERS_LIMITED = True
    told = [reader.post("/en/letters/subscribe/", {"address": f"r{n}@a.example"}).status_code for n in range(7)]
    assert told[:5] == [200] * 5 and told[-1] == 429


def test_all_together_have_only_so_many_mails_sent_to_strangers(mailbox, reader, monkeypatch):
    monkeypatch.setattr(subscribers, "MOST_ASKED", 2)
    told = [ask(reader, f"r{n}@a.example").status_code for n in range(3)]
    assert told == [200, 200, 429]


def test_what_is_no_address_is_said_beside_it(mailbox, reader):
    for wrong in ("", "rana", "rana@a.example\nBcc: all@a.example", "x" * 300 + "@a.example"):
        answer = reader.post("/ar/letters/subscribe/", {"address": wrong})
        assert answer.status_code == 422 and 'role="alert"' in answer.content.decode()
    assert not Subscriber.objects.exists()


def test_what_is_not_confirmed_is_removed_and_its_link_works_no_more(mailbox, reader):
    ask(reader)
    confirm = link_in(mailbox.to(RANA)[0], "/letters/confirm/")
    later(days=2, minutes=1)
    assert reader.get(confirm).status_code == 410
    assert subscribers.forget(timezone.now()) == 1 and not Subscriber.objects.exists()


def test_who_cannot_be_reached_comes_back_by_confirming(mailbox, reader, subscribe):
    Subscriber.objects.filter(pk=subscribe(RANA).pk).update(state="bounced", failures=3)
    later(minutes=11)
    ask(reader)
    reader.get(link_in(mailbox.to(RANA)[0], "/letters/confirm/"))
    found = Subscriber.objects.get()
    assert (found.state, found.failures) == ("in", 0)


def test_a_subscriber_changes_the_language_and_has_all_sent_that_is_kept(mailbox, reader, subscribe):
    found = subscribe(RANA)
    mine = f"/en/letters/mine/{subscribers.link_to_manage(found)}/"
    assert RANA not in reader.get(mine).content.decode(), "a letter that is passed on tells no address"
    reader.post(mine, {"act": "language", "language": "ar"})
    assert Subscriber.objects.get().language == "ar"
    later(minutes=11)
    reader.post(mine, {"act": "kept"})
    reader.post(mine, {"act": "kept"})
    send_owed()
    assert len(mailbox.to(RANA)) == 1 and '"address": "rana@a.example"' in part_of(mailbox.to(RANA)[0], "plain")


@pytest.mark.parametrize("wrong", ["x", "a.b", f"{'0' * 32}.{'0' * 32}", "é.ff"])
def test_a_link_that_we_did_not_make_opens_nothing(mailbox, reader, subscribe, wrong):
    subscribe(RANA)
    assert reader.post(f"/en/letters/mine/{wrong}/").status_code == 404
    assert reader.get(f"/en/letters/mine/{wrong}/").status_code == 410
    assert reader.get(f"/en/letters/confirm/{wrong}/").status_code == 410
    assert Subscriber.objects.count() == 1


def test_a_confirming_link_takes_nobody_out_nor_the_other_way_round(mailbox, reader, subscribe):
    found = subscribe(RANA)
    assert reader.post(f"/en/letters/mine/{subscribers.link_to_confirm(found)}/").status_code == 404
    assert reader.get(f"/en/letters/confirm/{subscribers.link_to_manage(found)}/").status_code == 410


def test_the_database_tells_no_address_nor_do_tasks(mailbox, reader, subscribe, home):
    subscribe(RANA)
    ask(reader, "omar@b.example")
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM newsletter_subscriber")
        rows = repr([[bytes(cell) if isinstance(cell, memoryview) else cell for cell in row] for row in cursor])
    assert "rana" not in rows and "omar" not in rows and "example" not in rows
    assert "omar" not in repr(list(DBTaskResult.objects.values()))
    assert (home / "subscribers-key").stat().st_mode & 0o077 == 0
    assert subscribers.find_by_address("OMAR@b.example") is not None


def test_an_own_page_is_kept_in_no_memory(mailbox, reader, subscribe):
    mine = f"/en/letters/mine/{subscribers.link_to_manage(subscribe(RANA))}/"
    caches["pages"].clear()
    answer = reader.get(mine)
    assert "no-store" in answer["Cache-Control"] and answer["X-Robots-Tag"] == "noindex"
    assert answer["Referrer-Policy"] == "no-referrer" and not answer.cookies
    Subscriber.objects.all().delete()
    assert reader.get(mine).status_code == 410


def test_without_a_mail_server_nobody_is_asked_for_an_address(reader, db):
    assert reader.get("/en/letters/subscribe/").status_code == 404
    assert 'type="email"' not in reader.get("/en/letters/").content.decode()
