"""Where a field hospital is, and where a spotter stood, is in nothing that leaves for the public: no page, map, feed, file, copy, bag or bundle."""

import io
import json

import pytest
from addresses import public_addresses, text_of
from django.contrib.auth.models import Group

from dalil.archive.protection import Level, Viewer
from dalil.bulletin.static_copy.copying import copy_site
from dalil.counting.figures import define_figure, publish_edition
from dalil.counting.question import Question
from dalil.exchange.partners import add_partner
from dalil.exchange.sending import make_bundle
from dalil.exports.bag.bag_contents import BagRequest, write_bag
from dalil.exports.report_lines import report_lines
from dalil.gate.doors import protect
from dalil.gate.examination import Asker, examine
from dalil.gate.objections import Stopped
from dalil.ledger.notes import PrivateKey
from dalil.matching.pointings import point
from dalil.record import actions
from dalil.record.models import Report, Verdict
from dalil.spotting.warnings_judged import judge_warning

pytestmark = [pytest.mark.long, pytest.mark.usefixtures("one_person_alone")]

CANARIES = ("35.64517", "36.67219", "35.71913", "36.50321", "canarymill")
CAVE = {"called": {"en": "Cave hospital", "ar": "مشفى المغارة"}, "functions": ["FIELD_HOSPITAL"], "when": "2015..2019"}
EXACT = {"places": ["SY0702"], "name": "the canarymill", "lat": 35.64517, "lon": 36.67219, "precision": "exact"}
PLANE = {"what": "WARPLANE", "when": "2019-05-05T12:00", "heading": 30, "network": "North net"}
ROOF = {"name": "roof of the canarymill", "lat": 35.71913, "lon": 36.50321, "precision": "exact"}
IDLIB = {"places": ["SY07"]}


@pytest.fixture
def kept_back(enter, alice, bob):
    """A field hospital and a sighting, each exactly and hidden, roughly and public; the strike that followed and a flood name the hospital."""
    letter = actions.receive_document(
        io.BytesIO(b"by the canarymill, 35.64517 36.67219 and 35.71913 36.50321"),
        actor=alice,
        title="canarymill",
        media_type="text/plain",
    )
    exact = enter(CAVE | {"where": EXACT}, kind="site", level=Level.INTERNAL, said="by the canarymill", document=letter)
    coarse = enter(CAVE | {"where": IDLIB}, kind="site", said="in Idlib", origin="north-monitor")
    heard = enter(PLANE | {"where": ROOF}, kind="sighting", level=Level.INTERNAL, document=letter)
    told = enter(PLANE | {"where": {"places": ["SY0504"]}}, kind="sighting")
    raid = enter({"what": "AIR_STRIKE", "when": "2019-05-05T12:09", "where": {"lat": 35.36, "lon": 36.81}})
    hit = enter({"what": "AIR_STRIKE", "when": "2019-05-05", "where": IDLIB, "named_sites": ["Cave hospital"]})
    flood = enter({"what": "FLOOD", "when": "2019", "where": IDLIB, "camps": ["Cave hospital"]}, kind="shock")
    for one, other in ((exact, coarse), (heard, told)):
        actions.judge(one, other, Verdict.SAME, actor=bob)
    for site in (exact, coarse):
        for report in (hit, flood):
            point(report, "Cave hospital", site, Verdict.SAME, actor=bob)
    for sighting in (heard, told):
        judge_warning(sighting, raid, Verdict.SAME, actor=bob)
    return {"exact": exact, "coarse": coarse, "heard": heard, "told": told, "raid": raid, "hit": hit, "flood": flood}


def betraying(files):
    """The names of the files, or of the answers, in which one of the canaries is."""
    return [name for name, content in files if any(each.encode() in content for each in CANARIES)]


def test_no_public_answer_file_or_copy_holds_a_place_that_is_kept_back(kept_back, edith, reader, tmp_path):
    by = {"site": "functions", "sighting": "what", "incident": "governorate"}
    for kind, facet in by.items():
        question = Question(kind=kind, measure="entities", by=(facet,))
        publish_edition(define_figure(kind, question, actor=edith, title_en=f"How many {kind}s?"), actor=edith)
    asked = [
        path.format(kind)
        for kind in by
        for path in ("/en/record/?kind={}&as=map", "/api/reports?kind={}", "/api/reports.jsonl?kind={}", "/api/entities?kind={}",
                     "/api/count.geojson?kind={}&by=place", "/api/count.parquet?kind={}&by=place", "/api/count.xlsx?kind={}&by=place",
                     "/en/explore/?kind={}&measure=entities&as=map", "/en/figures/{}/1.zip")
    ]  # fmt: skip
    for each in ("coarse", "told", "raid", "hit", "flood"):
        address = kept_back[each].address
        asked += [
            f"/en/record/{address}/",
            f"/ar/record/{address}/",
            f"/api/entities/{address}",
            f"/en/reports/{address}/",
        ]
    routes = public_addresses(report=kept_back["coarse"], figure="site", word="cave")
    said = {path: text_of(reader.get(path)) for path in [*asked, *(paths[0] for paths in routes.values())]}
    assert sum("Cave hospital" in text for text in said.values()) > 10
    assert sum("9 minutes before" in text for text in said.values()) == 1, "in English on the page of the raid"
    hidden = (kept_back["exact"].address, kept_back["heard"].address)
    assert [path for path, text in said.items() if any(each in text for each in hidden)] == []
    assert betraying((path, text.encode()) for path, text in said.items()) == []
    copy_site(tmp_path / "copy")
    copied = [(each.name, each.read_bytes()) for each in (tmp_path / "copy").rglob("*") if each.is_file()]
    assert any(b"Cave hospital" in content for _, content in copied) and betraying(copied) == []


@pytest.mark.parametrize(("purpose", "told"), [("publication", False), ("media", False), ("icc", True)])
def test_bags_and_bundles_that_everybody_will_read_hold_no_such_place(kept_back, edith, tmp_path, purpose, told):
    """A court needs the point; a newspaper, and whoever publishes, does not get it, nor the letter in which it stands."""
    everything = Viewer.steward()
    entities = tuple(kept_back[each].address for each in ("exact", "heard", "raid"))
    bag = write_bag(
        tmp_path / "bag", BagRequest(entities=entities, viewer=everything, actor=edith, purpose=purpose, recipient="X")
    )
    files = [(each.name, each.read_bytes()) for each in (tmp_path / "bag").rglob("*") if each.is_file()]
    assert bool(betraying(files)) is told
    assert {each.reason for each in bag.left_out} == (set() if told else {"place_too_exact"})
    partner = add_partner(str(PrivateKey.make("partner.example/ledger").public))
    reports = Report.objects.visible_to(everything).order_by("pk")
    made = make_bundle(tmp_path / "b", partner, reports, viewer=everything, actor=edith, purpose=purpose)
    assert bool(betraying([("b", (tmp_path / "b").read_bytes())])) is told
    assert made.reports == (7 if told else 5) and (told or made.left_out == {"place_too_exact": 2})


def test_a_line_for_readers_does_not_lead_from_an_exact_incident_to_the_hospital(enter, bob):
    cave = enter(CAVE | {"where": IDLIB}, kind="site")
    exact, coarse = (
        enter({"when": "2019-05-02", "where": where, "named_sites": ["Cave hospital"]}) for where in (EXACT, IDLIB)
    )
    for each in (exact, coarse):
        point(each, "Cave hospital", cave, Verdict.SAME, actor=bob)

    def led(viewer):
        lines = map(json.loads, report_lines(Report.objects.visible_to(viewer).order_by("pk"), viewer))
        return [each["address"] for each in lines if "points_to" in each]

    assert led(Viewer.public()) == [coarse.address] and led(Viewer.steward()) == [exact.address, coarse.address]


def test_what_says_a_place_and_what_says_what_is_there_do_not_become_public_together(enter, bob, edith):
    clinic = {"called": "Cave hospital", "where": EXACT}
    exact = enter(clinic | {"functions": ["HOSPITAL"]}, kind="site")
    coarse = enter(CAVE | {"where": IDLIB}, kind="site", level=Level.INTERNAL)
    actions.judge(exact, coarse, Verdict.SAME, actor=bob)
    asker = Asker(edith)
    assert [each.type for each in examine(coarse, asker)] == ["place_told_beside"]
    with pytest.raises(Stopped):
        protect(coarse, Level.PUBLIC, asker=asker)
    protect(exact, Level.INTERNAL, asker=asker)
    protect(coarse, Level.PUBLIC, asker=asker)
    assert [each.type for each in examine(exact, asker)] == ["place_too_exact"]


def test_the_gate_does_not_name_to_an_editor_what_a_report_out_of_their_sight_says_is_there(enter, bob, edith):
    circle = Group.objects.create(name="circle")
    exact = enter({"called": "Cellar", "where": EXACT, "functions": ["HOSPITAL"]}, kind="site", level=Level.INTERNAL)
    hidden = enter(CAVE | {"where": IDLIB}, kind="site", level=Level.RESTRICTED, groups=[circle])
    actions.judge(exact, hidden, Verdict.SAME, actor=bob)
    named = enter({"when": "2019", "where": EXACT, "named_sites": ["Cellar"]}, level=Level.INTERNAL)
    point(named, "Cellar", hidden, Verdict.SAME, actor=bob)
    for report in (exact, named):
        (objection,) = examine(report, Asker(edith))
        assert (
            objection.type == "place_too_exact_here"
            and "hospital" not in f"{objection} {objection.particulars}".lower()
        )
    edith.groups.add(circle)
    edith = type(edith).objects.get(pk=edith.pk)
    assert {each.type for report in (exact, named) for each in examine(report, Asker(edith))} == {"place_too_exact"}


def test_no_judgement_tells_readers_where_something_is(enter, bob, edith):
    exact = enter({"called": "Cave hospital", "where": EXACT, "functions": ["HOSPITAL"]}, kind="site")
    between = enter({"called": "Cave hospital", "where": IDLIB, "functions": ["HOSPITAL"]}, kind="site")
    coarse = enter(CAVE | {"where": IDLIB}, kind="site")
    actions.judge(between, coarse, Verdict.SAME, actor=bob)
    for one, matcher in ((exact, ""), (coarse, ""), (exact, "a-model")):
        other = between if one is exact and not matcher else exact if one is coarse else coarse
        with pytest.raises(actions.TellsPlace):
            actions.judge(one, other, Verdict.SAME, actor=bob, matcher=matcher)
    actions.judge(exact, between, Verdict.DIFFERENT, actor=bob)
    protect(exact, Level.INTERNAL, asker=Asker(edith))
    actions.judge(exact, coarse, Verdict.SAME, actor=bob)


def test_a_document_that_holds_such_a_place_is_no_public_document(kept_back, edith):
    letter = kept_back["exact"].document
    assert "document_tells_place" in {each.type for each in examine(letter, Asker(edith))}
    assert "document_tells_place" not in {each.type for each in examine(kept_back["coarse"].document, Asker(edith))}
