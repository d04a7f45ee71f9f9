"""A letter goes out through a real mail server: to each subscriber once, in their language, as it was published, and refusals are noted."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from mailbox_of_tests import part_of

from dalil.bulletin.newsletter import bounces, issuing, sending
from dalil.bulletin.newsletter.models import Delivery, Letter, Subscriber
from dalil.bulletin.newsletter.sending import WAITS, send_batch

RANA, OMAR, HALA = "rana@a.example", "omar@b.example", "hala@c.example"


def states():
    return {each.subscriber_id and sending.open_address(each.subscriber.sealed, each.subscriber.reference): each.state
            for each in Delivery.objects.select_related("subscriber")}  # fmt: skip


def test_each_subscriber_gets_it_once_in_their_language(mailbox, subscribe, issue):
    subscribe(RANA)
    subscribe(OMAR, "ar")
    letter = issue()
    assert send_batch() == 2
    assert send_batch() == 0
    assert Letter.objects.get().state == "sent" and set(states().values()) == {"sent"}
    (english,), (arabic,) = mailbox.to(RANA), mailbox.to(OMAR)
    assert english["Subject"] == "What we know of the cave" and arabic["Subject"] == "ما نعرفه عن الكهف"
    assert letter.number == 1
    html, text = part_of(english, "html"), part_of(english, "plain")
    assert "The cave at the river" in html and "A mill burned" in html and "الكهف" not in html
    assert "الكهف عند النهر" in part_of(arabic, "html") and "A mill burned" not in part_of(arabic, "html")
    for told in (html, text):
        assert "at least 3" in told and "unknown of 1 of 2" in told, "the number with its doubt, as it was published"
    assert english["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert english["List-Unsubscribe"].strip().strip("<>") in text
    assert "omar" not in str(english) and english["To"] == RANA


def test_a_letter_loads_nothing_and_its_links_lead_where_they_say(mailbox, subscribe, issue):
    subscribe(RANA)
    issue()
    send_batch()
    html = part_of(mailbox.to(RANA)[0], "html")
    assert not re.search(r"<img|<link|<script|<style|<iframe|url\(|@import|\bsrc=", html)
    links = set(re.findall(r'href="([^"]*)"', html))
    assert "https://valley.example/a" in links and "https://record.example/en/cave/" in links
    assert all(each.startswith(("https://record.example/en/", "https://valley.example/")) for each in links)
    shared = {each for each in links if "/letters/mine/" not in each}
    assert not any(re.search(r"[0-9a-f]{16}|utm_|\?", each) for each in shared), "no link tells who opened it"


def test_who_left_before_their_turn_is_sent_nothing_and_who_came_after_gets_the_next(mailbox, subscribe, issue):
    subscribe(RANA)
    gone = subscribe(OMAR)
    issue()
    subscribe(HALA)
    gone.delete()
    send_batch()
    assert [to for to, _ in mailbox.taken] == [RANA]
    assert sorted(Delivery.objects.values_list("state", flat=True)) == ["left", "sent"]


def test_only_so_many_go_out_in_a_minute(mailbox, subscribe, issue, settings):
    settings.MAIL_EACH_MINUTE = 2
    for name in (RANA, OMAR, HALA):
        subscribe(name)
    issue()
    now = timezone.now()
    assert (send_batch(now), send_batch(now)) == (2, 0)
    assert send_batch(now + timedelta(minutes=1, seconds=1)) == 1 and len(mailbox.taken) == 3


def test_a_refusal_for_now_is_tried_again_and_given_up_at_last(mailbox, subscribe, issue):
    subscribe(RANA)
    issue()
    mailbox.answers[RANA] = "451 4.7.1 greylisted, come back"
    now = timezone.now()
    assert send_batch(now) == 1 and send_batch(now + timedelta(minutes=2)) == 0
    mailbox.answers.clear()
    assert send_batch(now + WAITS[0]) == 1
    assert Delivery.objects.get().state == "sent" and len(mailbox.to(RANA)) == 1


def test_an_address_that_is_not_there_is_sent_no_more(mailbox, subscribe, issue):
    subscribe(RANA)
    subscribe(OMAR)
    issue()
    mailbox.answers[RANA] = "550 5.1.1 no such user rana@a.example"
    send_batch()
    refused = Delivery.objects.get(state="refused")
    assert refused.code == "550 5.1.1" and "rana" not in refused.code
    assert refused.subscriber.state == Subscriber.State.BOUNCED
    assert len(mailbox.to(OMAR)) == 1


def test_a_letter_that_is_refused_for_what_it_says_ends_the_batch_and_blames_nobody(mailbox, subscribe, issue):
    names = [f"r{number}@a.example" for number in range(6)]
    for name in names:
        subscribe(name)
        mailbox.after_data[name] = "554 5.7.1 looks like spam"
    issue()
    assert send_batch() == 3
    assert Letter.objects.get().trouble.startswith("refused for what it is 554 5.7.1")
    assert set(Subscriber.objects.values_list("state", flat=True)) == {"in"}


def test_where_no_server_answers_everything_waits(mailbox, subscribe, issue, settings):
    subscribe(RANA)
    issue()
    port, settings.EMAIL_PORT = settings.EMAIL_PORT, 9
    send_batch()
    assert Delivery.objects.get().state == "waiting" and "not ready" in Letter.objects.get().trouble
    settings.EMAIL_PORT = port
    send_batch(timezone.now() + timedelta(minutes=2))
    assert len(mailbox.to(RANA)) == 1 and Letter.objects.get().trouble == ""


def test_a_connection_that_breaks_leaves_perhaps_sent_which_is_never_sent_again(mailbox, subscribe, issue, monkeypatch):
    import smtplib

    subscribe(RANA)
    issue()
    real = smtplib.SMTP.sendmail

    def breaks(self, *args, **kwargs):
        real(self, *args, **kwargs)
        raise smtplib.SMTPServerDisconnected("gone")

    monkeypatch.setattr(smtplib.SMTP, "sendmail", breaks)
    send_batch()
    monkeypatch.undo()
    send_batch(timezone.now() + timedelta(hours=1))
    assert Delivery.objects.get().state == "begun" and len(mailbox.to(RANA)) == 1
    assert Letter.objects.get().state == "sent"


def test_a_letter_that_is_stopped_goes_to_nobody_else(mailbox, subscribe, issue, settings, edith):
    settings.MAIL_EACH_MINUTE = 1
    subscribe(RANA)
    subscribe(OMAR)
    letter = issue()
    send_batch()
    assert issuing.stop(letter, edith) == 1
    send_batch(timezone.now() + timedelta(minutes=2))
    assert len(mailbox.taken) == 1 and Letter.objects.get().state == "stopped"


def test_what_is_taken_from_the_public_while_a_letter_goes_out_is_left_out_of_the_rest(
    mailbox, subscribe, issue, settings, pages
):
    settings.MAIL_EACH_MINUTE = 1
    subscribe(RANA)
    subscribe(OMAR)
    issue()
    send_batch()
    pages["card"].unpublish()
    send_batch(timezone.now() + timedelta(minutes=2))
    assert "A mill burned" in part_of(mailbox.to(RANA)[0], "html")
    assert "A mill burned" not in part_of(mailbox.to(OMAR)[0], "html")


def bounce(identifier, status="5.1.1", action="failed", kind="delivery-status"):
    """What a mail server sends back (RFC 3464), or a mailbox provider (RFC 5965)."""
    facts = f"Final-Recipient: rfc822; x\r\nAction: {action}\r\nStatus: {status}\r\n"
    facts = "Feedback-Type: abuse\r\n" if kind == "feedback-report" else f"Reporting-MTA: dns; a.example\r\n\r\n{facts}"
    return (
        f"From: MAILER-DAEMON@a.example\r\nMIME-Version: 1.0\r\nContent-Type: multipart/report; boundary=b\r\n\r\n--b\r\n\r\nIt failed.\r\n"
        f"--b\r\nContent-Type: message/{kind}\r\n\r\n{facts}\r\n--b\r\nContent-Type: text/rfc822-headers\r\n\r\n"
        f"Message-ID: {identifier}\r\nSubject: x\r\n\r\n--b--\r\n"
    ).encode()


@pytest.mark.parametrize(
    ("made", "state", "count"),
    [
        ({"status": "5.1.1"}, "bounced", "failed"),
        ({"status": "5.2.2"}, "in", "failed"),
        ({"status": "4.2.2", "action": "delayed"}, "in", "for_now"),
        ({"kind": "feedback-report"}, None, "complained"),
    ],
)
def test_what_comes_back_later_is_noted_once(mailbox, subscribe, issue, tmp_path, made, state, count):
    subscribe(RANA)
    issue()
    send_batch()
    file = tmp_path / "back.eml"
    file.write_bytes(bounce(mailbox.to(RANA)[0]["Message-ID"], **made))
    told = bounces.take_bounces(bounces.read_messages(file), timezone.now())
    assert getattr(told, count) == 1
    again = bounces.take_bounces(bounces.read_messages(file), timezone.now())
    assert again.known == (0 if count == "for_now" else 1)
    found = Subscriber.objects.first()
    assert (found.state if found else None) == state


def test_a_forged_bounce_takes_nobody_out(mailbox, subscribe, issue):
    subscribe(RANA)
    issue()
    send_batch()
    forged = re.sub(r"\.([0-9a-f]{32})@", f".{'0' * 32}@", mailbox.to(RANA)[0]["Message-ID"])
    told = bounces.take_bounces([bounce(forged), bounce("<x@y>"), b"no mail at all"], timezone.now())
    assert told.unknown == 3 and Subscriber.objects.get().state == "in"


def test_an_address_that_the_key_does_not_open_holds_up_nobody(mailbox, subscribe, issue):
    broken = subscribe(RANA)
    Subscriber.objects.filter(pk=broken.pk).update(sealed=b"written with another key")
    subscribe(OMAR)
    issue()
    send_batch()
    assert len(mailbox.to(OMAR)) == 1 and "subscribers-key" in Letter.objects.get().trouble
