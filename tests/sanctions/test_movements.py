"""Where a listed person was seen stands beside the listing in force that day, with both reports; a name alone ties nobody to an entry."""

import re

import pytest
from list_samples import uk_xml

from dalil.archive.protection import Level, Viewer
from dalil.record.actions.reports import Draft, supersede, withdraw
from dalil.record.models import Verdict
from dalil.sanctions.models import ScreeningVerdict
from dalil.sanctions.movement_words import say_listing_then
from dalil.sanctions.movements import movements_of
from dalil.sanctions.screening_runs import take_verdict_back
from dalil.sanctions.taking_versions import VersionRequest, take_version
from dalil.tracing.compared_people import people_of_record

STEWARD = Viewer.steward()


@pytest.fixture
def listed(tmp_path, alice):
    """Three versions of an invented list; Samir al-Qasim stands on the first two."""
    gone = uk_xml("2025-05-01")
    gone = gone[: gone.index("<Designation>")] + gone[gone.index("</Designation>") + len("</Designation>") :]
    for number, text in enumerate(
        (uk_xml("2025-03-01"), uk_xml("2025-04-01").replace("Mill Street 4", "Mill Street 5"), gone)
    ):
        path = tmp_path / f"{number}.xml"
        path.write_text(text, encoding="utf-8")
        take_version(VersionRequest(paths=(path,), actor=alice, level=Level.PUBLIC))


@pytest.fixture
def see(enter):
    def see(when, **more):
        said = {"what": "PERSON", "person": "Samir Al-Qasim"} | ({"when": when} if when else {})
        return enter(said, kind="sighting", origin="north-monitor", **more)

    return see


def judge(report, actor):
    """Judge as somebody did while the entry stood: later it is offered to nobody any more."""
    about = {"report": report, "sanctions_list": "uk_list", "entry": "SYR9001"}
    return ScreeningVerdict.objects.create(**about, verdict=Verdict.SAME, actor=actor)


def told(language="en"):
    return [say_listing_then(each, language) for each in movements_of("uk_list", "SYR9001", STEWARD)]


def test_a_sighting_is_told_only_when_a_person_has_judged_it(listed, see, bob):
    sighting = see("2025-03-20")
    assert told() == []
    verdict = judge(sighting, bob)
    (said,) = told()
    assert "On the list in the version of 1 March 2025." in said and "The entry names: Travel Ban." in said
    assert "not known" not in said, "the entry stood on the list before and after"
    take_verdict_back(verdict, actor=bob)
    assert told() == []


@pytest.mark.parametrize(
    ("when", "words"),
    [
        ("2025-04-10", "What changed between that version and the day is not known."),
        ("2025-05-01", "Not on the list in the version of 1 May 2025."),
        ("2025-06-10", "Not on the list in the version of 1 May 2025. What changed"),
        ("2024-06-10", "No version of the list is so early"),
        (None, "No day is stated"),
        ("2025-02-20..2025-03-05", "What changed between"),
    ],
)
def test_the_list_of_that_day_is_told_with_its_doubt(listed, see, bob, when, words):
    judge(see(when), bob)
    (said,) = told()
    assert words in said
    assert re.search("[ء-ي]", told("ar")[0])


def test_a_hidden_sighting_is_told_to_nobody_who_may_not_see_it(listed, see, bob):
    judge(see("2025-03-20", level=Level.INTERNAL), bob)
    assert len(movements_of("uk_list", "SYR9001", STEWARD)) == 1
    assert movements_of("uk_list", "SYR9001", Viewer.public()) == []


def test_a_hidden_correction_takes_no_sighting_and_no_person_from_the_public(listed, see, enter, bob):
    sighting = see("2025-03-20")
    judge(sighting, bob)
    victim = enter({"who": "Samir Qasim", "fate": "KILLED"}, kind="victim")
    for each in (sighting, victim):
        draft = Draft(
            claim=each.claim, attribution=each.attribution, document=each.document, said="Mended.", level=Level.INTERNAL
        )
        supersede(each, draft, actor=bob, reason="Checked.")
    assert len(movements_of("uk_list", "SYR9001", Viewer.public())) == 1
    assert [each.key for each in people_of_record(Viewer.public())] == [victim.address]


def test_a_withdrawn_sighting_is_none(listed, see, bob):
    sighting = see("2025-03-20")
    judge(sighting, bob)
    withdraw(sighting, reason="A mistake", actor=bob)
    assert told() == []
