"""A withdrawal and a correction are decisions, and can be taken back by decisions of their own; what is counted follows."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, transaction

from dalil.archive.protection import Viewer
from dalil.columns import projection
from dalil.counting.answer import ask
from dalil.counting.question import Question
from dalil.record import actions
from dalil.record.actions import Refused
from dalil.record.kind import kind_of
from dalil.record.models import Report, Supersession, Withdrawal

PUBLIC = Viewer.public()


def killed() -> tuple[int | None, int]:
    total = ask(Question(measure="killed"), PUBLIC).total
    before = projection.refresh(PUBLIC).version
    assert projection.rebuild(PUBLIC).version == before
    return total.low, total.entities


@pytest.fixture
def correct(alice):
    """Correct a report by hand: `correct(report, "9")`."""

    def one(report: Report, number: str) -> Report:
        claim = kind_of("incident").model_validate(report.content | {"killed": number})
        draft = actions.Draft(
            claim=claim,
            document=report.document,
            attribution=report.attribution,
            locator=report.locator,
            level=report.level,
        )
        return actions.supersede(report, draft, actor=alice, reason="A slip.")

    return one


def test_a_withdrawal_is_taken_back_and_the_report_counts_again(enter, alice, bob):
    report = enter({"when": "2019-05-01", "killed": "5"}, origin="north-monitor")
    actions.withdraw(report, actor=alice, reason="It was another town.")
    assert killed() == (None, 0)
    actions.reinstate(report, actor=bob, reason="It was this town after all.")
    assert killed() == (5, 1)
    assert Report.objects.get(pk=report.pk).withdrawal is None
    again = actions.withdraw(report, actor=alice, reason="No, it was not.")
    assert killed() == (None, 0)
    assert Report.objects.get(pk=report.pk).withdrawal == again
    assert Withdrawal.everything.filter(report=report).count() == 2


def test_what_is_not_withdrawn_is_not_reinstated_and_nothing_is_taken_back_without_a_reason(enter, alice):
    report = enter({"when": "2019-05-01", "killed": "5"}, origin="north-monitor")
    with pytest.raises(Refused, match="is not withdrawn"):
        actions.reinstate(report, actor=alice, reason="Why not.")
    actions.withdraw(report, actor=alice, reason="It was another town.")
    with pytest.raises(Refused, match="say why"):
        actions.reinstate(report, actor=alice, reason=" ")


def test_a_correction_is_taken_back_the_old_report_stands_and_the_new_one_is_withdrawn(enter, correct, bob):
    old = enter({"when": "2019-05-01", "killed": "5"}, origin="north-monitor")
    new = correct(old, "50")
    assert killed() == (50, 1)
    correction = Supersession.objects.get()
    actions.undo_correction(correction, actor=bob, reason="The first number was right.")
    assert killed() == (5, 1)
    assert Report.objects.uncorrected().not_withdrawn().get() == old
    assert Report.objects.get(pk=new.pk).withdrawal.reason == "The first number was right."
    with pytest.raises(Refused, match="already"):
        actions.undo_correction(correction, actor=bob, reason="Again.")
    with pytest.raises(Refused, match="was withdrawn"):
        correct(old, "50")
    actions.reinstate(new, actor=bob, reason="It was fifty.")
    assert correct(old, "50") == new
    assert killed() == (50, 1)


def test_a_correction_that_was_corrected_is_not_taken_back_over_the_later_one(enter, correct, bob):
    old = enter({"when": "2019-05-01", "killed": "5"}, origin="north-monitor")
    first = Supersession.objects.get(new=(middle := correct(old, "6")))
    correct(middle, "7")
    with pytest.raises(Refused, match="already been corrected"):
        actions.undo_correction(first, actor=bob, reason="Back to five.")
    assert killed() == (7, 1)


def test_a_file_that_comes_again_does_not_redo_what_was_taken_back(order, run_import, tmp_path, bob):
    mapping = {
        "kind": "incident",
        "level": "public",
        "origin": "north-monitor",
        "columns": {"ref": {"external_id": True}, "day": {"field": "when"}, "killed": {"field": "killed"}},
    }
    first, second = tmp_path / "first.csv", tmp_path / "second.csv"
    first.write_text("ref,day,killed\nA,2019-05-01,5\n")
    second.write_text("ref,day,killed\nA,2019-05-01,50\n")
    run_import(first, mapping)
    run_import(second, mapping)
    actions.undo_correction(Supersession.objects.get(), actor=bob, reason="The first number was right.")
    for path in (second, first, second):
        run = run_import(path, mapping)
        assert (run.new, run.corrected, run.repeated) == (0, 0, 1)
    assert ask(Question(measure="killed"), Viewer.steward()).total.low == 5


@pytest.mark.parametrize("field", ["reason", "at"])
def test_a_decision_itself_is_never_changed(enter, alice, field):
    report = enter({"when": "2019-05-01", "killed": "5"}, origin="north-monitor")
    withdrawal = actions.withdraw(report, actor=alice, reason="It was another town.")
    with pytest.raises(DatabaseError), transaction.atomic():
        Withdrawal.everything.filter(pk=withdrawal.pk).update(**{field: "2001-01-01T00:00Z"})
