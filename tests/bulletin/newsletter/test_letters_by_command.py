"""`dalil letters`: how far letters have come, sending, erasing, and what mail servers sent back."""

import mailbox as mailboxes

import pytest
from click.testing import CliRunner

from dalil.access.models import AccessEntry
from dalil.bulletin.newsletter.models import Subscriber
from dalil.cli.letters import letters


@pytest.fixture
def run(db):
    def one(*words, fails=False, typed=None):
        done = CliRunner().invoke(letters, words, input=typed)
        assert (done.exit_code != 0) == fails, done.output
        return done.output

    return one


def test_a_letter_is_sent_and_its_bounces_are_brought_in_from_a_maildir(run, mailbox, subscribe, issue, tmp_path):
    subscribe("rana@a.example")
    issue()
    assert run("send") == "1 mails\n"
    assert "1\tsent" in run("list") and "1 sent" in run("list") and "subscribers in: 1 en, 0 ar" in run("list")
    (sent,) = mailbox.to("rana@a.example")
    folder = mailboxes.Maildir(tmp_path / "returned")
    report = (
        "Content-Type: multipart/report; boundary=b\n\n--b\nContent-Type: message/delivery-status\n\n"
        "Reporting-MTA: dns; a.example\n\nAction: failed\nStatus: 5.1.1\n\n"
        f"--b\nContent-Type: message/rfc822\n\nMessage-ID: {sent['Message-ID']}\n\nx\n--b--\n"
    )
    folder.add(report)
    folder.add("Subject: out of office\n\nI am away.\n")
    assert run("bounces", str(tmp_path / "returned")).startswith("1 failed, 0 delayed")
    assert Subscriber.objects.get().state == "bounced"
    assert "is not there" in run("bounces", str(tmp_path / "nothing"), fails=True)


def test_an_address_is_exported_and_erased(run, subscribe, tmp_path):
    subscribe("rana@a.example", "ar")
    file = tmp_path / "subscribers.csv"
    run("export", str(file))
    assert '"rana@a.example","ar","in"' in file.read_text() and file.stat().st_mode & 0o077 == 0
    assert "is there already" in run("export", str(file), fails=True)
    run("erase", typed="Rana@a.example\n")
    assert not Subscriber.objects.exists()
    assert "nothing is kept" in run("erase", typed="rana@a.example\n", fails=True)
    assert AccessEntry.objects.filter(action="subscribers").count() == 4
