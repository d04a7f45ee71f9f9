"""A warning is proposed, judged, shown on the page of the incident and taken back; and where spotters stand stays hidden."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import localdate

from dalil.archive.protection import Level, Viewer
from dalil.gate.doors import protect
from dalil.gate.examination import Asker, examine
from dalil.gate.objections import Stopped
from dalil.kinds.sighting import PUBLIC_AFTER
from dalil.record import actions
from dalil.record.actions import Refused
from dalil.record.entities import entities_of
from dalil.record.models import Report
from dalil.spotting.models import WarningCandidate, WarningVerdict
from dalil.spotting.warnings_judged import judge_warning, propose_warnings, summarise_warnings, warnings_of

CANARY = "Rooftop of the canary mill"
RAID = {"what": "AIR_STRIKE", "when": "2019-05-05T12:09", "where": {"places": ["SY070501"]}, "killed": 3}


def desk(name, *args):
    return reverse(f"desk:{name}", args=args)


@pytest.fixture
def raid(enter):
    return enter(RAID | {"where": {"lat": 35.36, "lon": 36.81}})


@pytest.fixture
def heard(enter):
    """A sighting as a spotter tells it, from where they stand."""
    told = {
        "what": "WARPLANE",
        "how": "HEARD",
        "when": "2019-05-05T12:00",
        "where": {"name": CANARY, "lat": 35.1, "lon": 36.50321},
        "heading": 30,
        "network": "North net",
    }
    return enter(told, kind="sighting", level=Level.INTERNAL)


def page_of(report, client):
    return client.get(reverse("entity", args=[report.address]), headers={"host": "localhost"}).content.decode()


def test_a_warning_is_proposed_judged_and_taken_back(raid, heard, as_, client):
    assert propose_warnings() == 1 and propose_warnings() == 1
    bob = as_("bob")
    shown = bob.get(desk("warnings")).content.decode()
    assert "Warplane, 9 minutes before, about 40 km to the south-west (± 10 km), heading 030" in shown
    candidate = WarningCandidate.objects.get()
    bob.post(desk("judge_warning", candidate.pk), {"verdict": "perhaps"})
    assert not WarningVerdict.objects.exists()
    bob.post(desk("judge_warning", candidate.pk), {"verdict": "same", "reason": "One plane that hour."})
    bob.post(desk("judge_warning", candidate.pk), {"verdict": "same"})
    verdict = WarningVerdict.objects.get()
    shown = bob.get(desk("warnings")).content.decode()
    assert "Nothing waits to be judged." in shown and "One plane that hour." in shown
    summary = bob.get(desk("warnings")).context["summary"]
    assert (summary.sightings, summary.followed, summary.strikes, summary.warned, summary.median) == (1, 1, 1, 1, 9)
    assert "Seen or heard before it" not in page_of(raid, client), "a hidden sighting changes no public page"
    bob.post(desk("undo_warning", verdict.pk))
    assert not WarningVerdict.objects.exists() and WarningVerdict.everything.count() == 1


def test_the_page_of_an_incident_says_what_was_seen_as_exactly_as_it_may_be_public(raid, heard, enter, client, bob):
    district = {"what": "WARPLANE", "when": "2019-05-05T12:00", "where": {"places": ["SY0504"]}, "heading": 30}
    public = enter(district, kind="sighting")
    for sighting in (heard, public):
        judge_warning(sighting, raid, "same", actor=bob)
    page = page_of(raid, client)
    assert "Seen or heard before it" in page and "9 minutes before" in page and "± 25 km" in page
    assert public.address in page and heard.address not in page and CANARY not in page
    arabic = client.get(
        reverse("entity", args=[raid.address]).replace("/en/", "/ar/"), headers={"host": "localhost"}
    ).content.decode()
    assert "قبلها بـ٩ دقائق" in arabic and "باتجاه ٠٣٠" in arabic


def test_a_sighting_and_a_strike_that_no_rule_proposed_are_linked_by_hand(raid, enter, as_):
    late = enter({"what": "WARPLANE", "when": "2019-05-05T10:00", "network": "North net"}, kind="sighting")
    assert propose_warnings() == 0
    bob = as_("bob")
    assert "Link a sighting and a strike" in bob.get(desk("warnings")).content.decode()
    typed = {"sighting": f"https://x/desk/reports/{late.address}/", "incident": raid.address, "verdict": "same"}
    for wrong in ({"incident": late.address}, {"sighting": "nobody"}, {"verdict": ""}):
        bob.post(desk("link_warning"), typed | wrong)
    assert not WarningVerdict.objects.exists()
    bob.post(desk("link_warning"), typed | {"reason": "The pilot said so."})
    assert WarningVerdict.objects.get().reason == "The pilot said so."
    assert "Warplane" in page_of(raid, bob), "what lies between is not told closely enough, so the sighting is named"


def test_warnings_are_counted_by_network_and_a_hidden_sighting_counts_for_nobody(raid, heard, enter, bob, as_):
    for minute, net in (("05", "North net"), ("06", {"ar": "شبكة الشرق"}), ("07", None)):
        told = {
            "what": "WARPLANE",
            "when": f"2019-05-05T12:{minute}",
            "where": {"lat": 35.3, "lon": 36.7},
            "heading": 30,
        }
        enter(told | ({"network": net} if net else {}), kind="sighting")
    judge_warning(heard, raid, "same", actor=bob)
    told = [(each.network and (each.network.en or each.network.ar), each.sightings, each.followed, each.median)
            for each in summarise_warnings(Viewer.of(bob)).networks]  # fmt: skip
    assert told == [("North net", 2, 1, 9), ("شبكة الشرق", 1, 0, None), (None, 1, 0, None)]
    assert [each.sightings for each in summarise_warnings(Viewer.public()).networks] == [1, 1, 1]
    shown = as_("bob").get(desk("warnings")).content.decode()
    assert "no network is named" in shown and "<bdi>North net</bdi></td><td><bdi>2</bdi></td><td><bdi>1</bdi>" in shown


def correct(report, alice, level=Level.INTERNAL):
    draft = actions.Draft(
        claim=report.claim, attribution=report.attribution, document=report.document, said="Mended.", level=level
    )
    return actions.supersede(report, draft, actor=alice, reason="Checked.")


def test_a_hidden_correction_takes_no_warning_from_the_public(raid, enter, client, alice, bob):
    told = {"what": "WARPLANE", "when": "2019-05-05T12:00", "where": {"places": ["SY0504"]}, "heading": 30}
    seen = enter(told, kind="sighting")
    judge_warning(seen, raid, "same", actor=bob)
    before, summary = page_of(raid, client), summarise_warnings(Viewer.public())
    assert seen.address in before and summary.warned == 1
    for each in (seen, raid):
        correct(each, alice)
    assert page_of(raid, client) == before and summarise_warnings(Viewer.public()) == summary


def test_strikes_are_counted_once_and_a_judgement_holds_for_what_corrects_its_report(
    raid, heard, enter, as_, alice, bob
):
    again = enter({**raid.content, "when": "2019-05-05T12:10"}, origin="m")
    actions.judge(raid, again, "same", actor=bob)
    judge_warning(heard, raid, "same", actor=bob)
    better = correct(raid, alice, Level.PUBLIC)
    mended = correct(heard, alice)
    summary = summarise_warnings(Viewer.of(bob))
    assert (summary.sightings, summary.followed, summary.strikes, summary.warned, summary.median) == (1, 1, 1, 1, 9)
    (entity,) = entities_of([better.pk], Viewer.of(bob))
    assert [each.sighting for each in warnings_of(entity, Viewer.of(bob))] == [mended]
    arabic = as_("bob", "ar").get(desk("warnings")).content.decode()
    assert "<bdi>١</bdi>" in arabic and "<bdi>٩</bdi>" in arabic and "<bdi>1</bdi>" not in arabic
    judge_warning(mended, better, "different", actor=bob)
    assert summarise_warnings(Viewer.of(bob)).warned == 0 and warnings_of(entity, Viewer.of(bob)) == []


def test_the_gate_lets_no_exact_place_and_nothing_early_out(enter, heard, edith, alice):
    asker = Asker(edith)
    assert {each.type for each in examine(heard, asker)} >= {"place_too_exact"}
    with pytest.raises(Stopped):
        protect(heard, Level.PUBLIC, asker=asker, reason="r")
    told = {"what": "WARPLANE", "where": {"places": ["SY0504"]}}
    days = {PUBLIC_AFTER: False, PUBLIC_AFTER - 1: True}
    for ago, stopped in days.items():
        when = str(localdate() - timedelta(days=ago))
        report = enter(told | {"when": when}, kind="sighting", level=Level.INTERNAL)
        assert ("public_too_early" in {each.type for each in examine(report, asker)}) is stopped
    undated = enter(told, kind="sighting", level=Level.INTERNAL)
    assert "public_without_day" in {each.type for each in examine(undated, asker)}
    journey = enter({"what": "OFFICIAL_TRAVEL", "person": "X Y"}, kind="sighting", level=Level.INTERNAL)
    assert not {"public_without_day", "public_too_early"} & {each.type for each in examine(journey, asker)}


def test_a_file_of_sightings_is_not_brought_in_as_public_too_early_or_too_exactly(tmp_path, run_import, alice):
    mapping = {
        "kind": "sighting",
        "identifier": "net:",
        "language": "en",
        "origin": "north-monitor",
        "constants": {"what": "WARPLANE"},
        "columns": {
            "id": {"external_id": True},
            "time": {"field": "when"},
            "place": {"field": "where", "part": "governorate"},
        },
    }
    files = {
        "early": f"id,time,place\n1,{localdate()},Hama\n",
        "fine": "id,time,place\n1,2019-05-05,Hama\n",
        "exact": "id,time,town\n1,2019-05-05,Kafr Nabudah\n",
    }
    for name, rows in files.items():
        path = tmp_path / f"{name}.csv"
        path.write_text(rows, encoding="utf-8")
        if name == "exact":
            mapping["columns"]["town"] = {"field": "where"}
            del mapping["columns"]["place"]
        if name == "fine":
            assert run_import(path, mapping, level=Level.PUBLIC).new == 1
            continue
        with pytest.raises(Refused) as refused:
            run_import(path, mapping, level=Level.PUBLIC)
        assert refused.value.type == {"early": "rows_too_early", "exact": "places_too_exact"}[name]
    assert Report.objects.filter(kind="sighting").count() == 1


def test_only_a_sighting_and_an_incident_make_a_warning(raid, heard, bob):
    with pytest.raises(Refused):
        judge_warning(raid, heard, "same", actor=bob)
