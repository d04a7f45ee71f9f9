"""A slip is taken back by whoever made it, on the same day; decisions are taken back by those who may make them."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from dalil.record import actions
from dalil.record.models import Report, Supersession

CONTENT = {"when": "2019-05-02", "killed": "5"}


def address(report: Report, what: str) -> str:
    return f"/desk/record/reports/{report.address}/{what}/"


def enter_as(client, typed, **facts) -> Report:
    client.post("/desk/record/reports/new/incident/", typed | {"c-killed": "5"} | facts)
    return Report.objects.latest("pk")


def test_alice_withdraws_her_own_slip_of_today_and_nobody_elses(as_, typed, enter, monkeypatch, edith):
    alice = as_("alice")
    slip = enter_as(alice, typed)
    assert address(slip, "withdraw") in alice.get(f"/desk/record/reports/{slip.address}/").content.decode()
    alice.post(address(slip, "withdraw"), {"reason": "Typed twice."})
    assert Report.objects.get(pk=slip.pk).withdrawal.reason == "Typed twice."
    bobs = enter_as(as_("bob"), typed, **{"locator": "p. 3"})
    assert alice.get(address(bobs, "withdraw")).status_code == 403
    tomorrow = timezone.now() + timedelta(days=1)
    second = enter_as(alice, typed, **{"locator": "p. 4"})
    monkeypatch.setattr("dalil.desk.reports.views.timezone.localdate", lambda moment=None: (moment or tomorrow).date())
    assert alice.get(address(second, "withdraw")).status_code == 403


def test_edith_takes_a_withdrawal_back_and_says_why(as_, enter, alice):
    report = enter(CONTENT)
    actions.withdraw(report, actor=alice, reason="It was another town.")
    edith = as_("edith")
    assert address(report, "reinstate") in edith.get(f"/desk/record/reports/{report.address}/").content.decode()
    edith.post(address(report, "reinstate"), {"reason": " "})
    assert Report.objects.get(pk=report.pk).withdrawal is not None
    answer = edith.post(address(report, "reinstate"), {"reason": "It was this town."}, follow=True)
    page = answer.content.decode()
    assert "counted again" in page
    assert "It was another town." in page and "taken back by <bdi>edith</bdi>" in page, (
        "that it was withdrawn stays on the record"
    )
    assert Report.objects.get(pk=report.pk).withdrawal is None
    assert as_("rana").get(address(report, "reinstate")).status_code == 403


def test_a_correction_is_taken_back_in_either_language(as_, enter, alice, document):
    for language, words in (("en", "stands again"), ("ar", "عاد هذا التقرير سارياً")):
        old = enter(CONTENT | {"injured": "1" if language == "en" else "2"})
        new = enter(CONTENT | {"killed": "50" if language == "en" else "51"})
        Supersession.objects.create(old=old, new=new, actor=alice, reason="A slip.")
        client = as_("edith", language)
        answer = client.post(address(old, "undo-correction"), {"reason": "The first was right."}, follow=True)
        assert words in answer.content.decode() and "A slip." in answer.content.decode()
        assert not Supersession.objects.exists()
        assert Report.objects.get(pk=new.pk).withdrawal is not None


def test_the_desk_says_of_a_report_that_stays_withdrawn_that_it_is(as_, typed):
    alice = as_("alice")
    report = enter_as(alice, typed)
    again = alice.post("/desk/record/reports/new/incident/", typed | {"c-killed": "5"}, follow=True)
    assert "word for word; nothing was added" in again.content.decode()
    alice.post(address(report, "withdraw"), {"reason": "Typed twice."})
    third = alice.post("/desk/record/reports/new/incident/", typed | {"c-killed": "5"}, follow=True).content.decode()
    assert "it was withdrawn" in third and "Typed twice." in third
    assert "The report is in the record." not in third
