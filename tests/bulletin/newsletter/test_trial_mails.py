"""An editor sends herself a letter before it goes to everybody: the mail as it is, marked as a trial, to nobody else."""

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from mailbox_of_tests import part_of

from dalil.access.refused import Refused
from dalil.bulletin.newsletter import trial
from dalil.bulletin.newsletter.models import Delivery, Letter


@pytest.fixture
def editor(edith):
    """edith's browser."""
    return browser_of(edith, "editor")


def browser_of(account, role):
    account.groups.set([Group.objects.get(name=role)])
    client = Client()
    client.force_login(account)
    return client


def send(client, letter, **typed):
    return client.post(
        f"/desk/record/letters/{letter.pk}/trial/",
        {"code": "ar", "address": "edith@desk.example", **typed},
        follow=True,
    )


def test_a_trial_of_a_draft_arrives_in_the_language_and_changes_nothing(mailbox, draft, editor, subscribe, reader):
    subscribe("rana@a.example", "ar")
    page = editor.get(f"/desk/record/letters/{draft.pk}/").content.decode()
    assert page.count('name="address"') == 2, "one for each language"
    assert "The trial is on its way." in send(editor, draft).content.decode()
    (mail,) = mailbox.to("edith@desk.example")
    assert mail["Subject"].strip() == "تجربة: ما نعرفه عن الكهف" and mail["List-Unsubscribe"] is None
    assert "الكهف عند النهر" in part_of(mail, "html") and 'dir="rtl"' in part_of(mail, "html")
    assert not mailbox.to("rana@a.example") and not Delivery.objects.exists()
    assert Letter.objects.get().state == Letter.State.DRAFT
    assert reader.get("/ar/letters/mine/trial/").status_code == 410, "its link leads nobody out"


def test_what_went_wrong_is_said(mailbox, draft, editor, settings):
    assert "no address of mail" in send(editor, draft, address="edith").content.decode()
    mailbox.answers["edith@desk.example"] = "550 5.1.1 no such person"
    assert "550" in send(editor, draft).content.decode()
    assert send(editor, draft, code="fr").status_code == 404
    settings.MAIL_IS_SET = False
    assert "No mail is sent from here" in send(editor, draft).content.decode()
    assert not mailbox.taken


def test_a_trial_is_no_way_round_the_list_of_subscribers(mailbox, draft, editor, alice, monkeypatch):
    monkeypatch.setattr(trial, "MOST_IN_AN_HOUR", 2)
    said = [send(editor, draft).content.decode() for _ in range(3)]
    assert len(mailbox.taken) == 2 and "2 trials within an hour" in said[2]
    assert browser_of(alice, "contributor").post(f"/desk/record/letters/{draft.pk}/trial/", {}).status_code == 403


def test_a_trial_without_mail_is_refused(db, edith, settings):
    settings.MAIL_IS_SET = False
    with pytest.raises(Refused, match="no mail is sent"):
        trial.send_trial(None, "edith@desk.example", actor=edith)
