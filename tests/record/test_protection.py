"""A hidden report changes nothing that a viewer without the right can observe: no list, total, hit, suggestion or export.

Everything below the pages is looked at here: lists, search, addresses, entities, counts in every grouping and reading, exports,
first and last times, the names of sources, the figures that need a correction, and the very bytes of the projection.
"""

from __future__ import annotations

import io
from dataclasses import asdict

import pytest
from django.contrib.auth.models import Group
from django.db import connection

from dalil.archive.models import Document
from dalil.archive.protection import Level, Viewer
from dalil.columns import projection
from dalil.columns.manifest import folder_of
from dalil.counting.answer import ask
from dalil.counting.combine import Reading
from dalil.counting.figures import define_figure, publish_edition, stale_figures
from dalil.counting.question import Question, groupings_of
from dalil.counting.question_words import Unclear, source_named
from dalil.counting.timelines import first_and_last
from dalil.exports.answers import csv_lines
from dalil.record import actions
from dalil.record.entities import entities_of, entity_at
from dalil.record.kind import kind_of
from dalil.record.models import Report, Source, Verdict
from dalil.record.search.queries import matching

pytestmark = pytest.mark.usefixtures("one_person_alone")

CANARY = "Qanariyya"
PUBLIC, MEMBER = Viewer.public(), Viewer(member=True)
IDLIB = {"places": ["SY07"]}


@pytest.fixture
def told(enter, bob):
    """What everybody may know: two reports of one strike, a strike of another day, and a tally."""
    reports = [
        enter(
            {"when": "2019-05-01", "where": IDLIB, "weapons": ["BARREL_BOMB"], "killed": "82+"}, origin="north-monitor"
        ),
        enter({"when": "2019-05-01", "where": IDLIB, "targets": ["SCHOOL"], "killed": "85-95"}, origin="hospital"),
        enter({"when": "2019-05-09", "where": IDLIB, "killed": "4"}, origin="north-monitor", relay="paper"),
        enter({"what": "killed", "count": "~8000"}, kind="tally", origin="north-monitor"),
    ]
    actions.judge(reports[0], reports[1], Verdict.SAME, actor=bob)
    return reports


@pytest.fixture
def figure(told, edith):
    figure = define_figure(
        "killed", Question.of({"measure": "killed"}), actor=edith, title_en="Killed", title_ar="القتلى"
    )
    publish_edition(figure, actor=edith)
    return figure


def observed(viewer, addresses):
    """Everything that this viewer can find out below the pages."""
    reports = Report.objects.visible_to(viewer)
    seen = {
        "reports": list(reports.order_by("address").values_list("address", "content", "said", "level")),
        "documents": list(Document.objects.visible_to(viewer).order_by("pk").values_list("title", "sha256")),
        "sources": list(Source.objects.visible_to(viewer).order_by("code").values_list("code", "name_en")),
        "hits": {words: reports.filter(matching(words)).count() for words in (CANARY, "idlib", "school", "2019")},
        "entities": [
            (entity.address, [r.address for r in entity.reports], [r.address for r in entity.current])
            for entity in entities_of(reports.values_list("pk", flat=True), viewer)
        ],
        "addresses": {address: (found := entity_at(address, viewer)) and found.address for address in addresses},
    }
    # Groups are worked out from the columns, which are the same bytes on either database ("files" below).
    groupings = groupings_of(kind_of("incident")) if connection.vendor == "sqlite" else ("source",)
    killed = [{"measure": "killed", "by": [by]} for by in groupings]
    readings = [{"measure": "killed", "reading": reading} for reading in Reading]
    others = [{}, {"measure": "reports"}, {"kind": "tally", "measure": "count"}, {"kind": "tally", "by": ["source"]}]
    questions = [Question.of(plain) for plain in (*killed, *readings, *others)]
    for question in questions:
        answer = ask(question, viewer)
        found = [{**asdict(each), "reports": len(each.reports)} for each in answer.entities()]
        seen[question.model_dump_json()] = (answer.as_plain(viewer), list(csv_lines(answer)), found)
    seen["moments"] = first_and_last(Question(), viewer)
    seen["stale"] = [(stale.figure.slug, stale.now) for stale in stale_figures(viewer)]
    seen["suggestions"] = [_suggested(words, viewer) for words in ("hidden-witness", CANARY, "north-monitor")]
    folder = folder_of(viewer.clearance)
    seen["files"] = sorted(
        (kind, number, bucket.digest)
        for kind, buckets in projection.refresh(viewer).buckets.items()
        for number, bucket in buckets.items()
    )
    assert CANARY.encode() not in b"".join(file.read_bytes() for file in folder.iterdir())
    return seen


def _suggested(words, viewer):
    try:
        return source_named(words, viewer)
    except Unclear as error:
        return str(error)


def hidden_document(alice, level, groups):
    return actions.receive_document(
        io.BytesIO(f"{CANARY} kept apart {level}".encode()),
        actor=alice,
        title=f"{CANARY} file",
        media_type="text/plain",
        level=level,
        groups=groups,
    )


def hidden_writes(told, enter, alice, bob, document, level, groups):
    """One after the other, everything hidden that may be written around what is public."""
    strike, other_report, other_day, _tally = told
    facts = {"level": level, "groups": groups, "said": f"{CANARY} said so"}
    bridge = enter({"when": "2019-05-01", "where": IDLIB, "killed": "900"}, origin="hospital", **facts)
    yield "a hidden report"
    actions.judge(strike, bridge, Verdict.SAME, actor=bob)
    actions.judge(other_day, bridge, Verdict.SAME, actor=bob)
    yield "a hidden report that bridges two public ones"
    actions.judge(bridge, enter({"when": "2016", "killed": "1"}, **facts), Verdict.SAME, actor=bob)
    yield "an older hidden report of the same thing"
    claim = other_report.claim.model_copy(update={"killed": other_report.claim.killed.at_least(300)})
    draft = actions.Draft(claim=claim, document=document, attribution=strike.attribution, said=CANARY)
    correction = actions.supersede(other_report, draft, actor=alice, reason=f"{CANARY} told us")
    if groups:
        actions.protect(correction, level, actor=alice, groups=groups)
    yield "a hidden correction of a public report"
    witness = actions.name_source("hidden-witness", actor=alice, en=f"{CANARY} the witness", level=level, groups=groups)
    whom = actions.credit_sources([witness], [])
    for content in ({"when": "2019-05-01", "killed": "7"}, {"when": "2019-05-20", "killed": "2"}):
        claim = kind_of("incident").model_validate(content)
        actions.enter_report(
            actions.Draft(claim=claim, document=document, attribution=whom, level=Level.PUBLIC), actor=alice
        )
    yield "public reports of a hidden source"
    monitor = Source.objects.get(code="north-monitor")
    actions.enter_report(
        actions.Draft(
            claim=claim, document=document, attribution=actions.credit_sources([monitor], [witness]), level=Level.PUBLIC
        ),
        actor=alice,
    )
    yield "a public source through a hidden relay"
    enter({"when": "2019-05-01", "killed": "9"}, origin="north-monitor", document=hidden_document(alice, level, groups))
    enter(
        {"what": "killed", "count": "12"},
        kind="tally",
        document=hidden_document(alice, level, groups),
        level=level,
        groups=groups,
    )
    yield "a public report in a hidden document, and a hidden tally"
    actions.withdraw(bridge, actor=alice, reason=f"{CANARY} took it back")
    yield "a hidden report withdrawn"
    actions.protect(bridge, Level.RESTRICTED, actor=alice, groups=[Group.objects.create(name="two people")])
    yield "a hidden report hidden further"


@pytest.mark.long
@pytest.mark.parametrize(
    ("viewer", "level"),
    [
        (PUBLIC, Level.INTERNAL),
        (PUBLIC, Level.RESTRICTED),
        (MEMBER, Level.RESTRICTED),
    ],
    ids=["internal from the public", "restricted from the public", "restricted from a member"],
)
def test_a_hidden_report_changes_nothing_that_a_viewer_without_the_right_can_observe(
    viewer, level, told, figure, enter, alice, bob, document
):
    groups = [Group.objects.create(name="medical team")] if level == Level.RESTRICTED else []
    addresses = [report.address for report in told]
    before = observed(viewer, addresses)
    shown_before = ask(Question(), Viewer.steward()).total.low
    for written in hidden_writes(told, enter, alice, bob, document, level, groups):
        after = observed(viewer, addresses)
        assert {name for name in before if after[name] != before[name]} == set(), written
    assert ask(Question(), Viewer.steward()).total.low != shown_before, "the steward does see it"
    projection.rebuild(viewer)
    assert observed(viewer, addresses) == before, "worked out anew"


def test_a_report_that_is_hidden_leaves_the_public_record_and_comes_back_as_it_was(told, enter, alice, bob):
    addresses = [report.address for report in told]
    before = observed(PUBLIC, addresses)
    bridge = enter({"when": "2019-05-01", "killed": "90"}, origin="third-monitor")
    actions.judge(told[0], bridge, Verdict.SAME, actor=bob)
    actions.judge(told[2], bridge, Verdict.SAME, actor=bob)
    joined = observed(PUBLIC, addresses)
    assert joined["addresses"][told[2].address] == told[0].address
    actions.protect(bridge, Level.INTERNAL, actor=alice, reason="the third monitor asked for it")
    hidden = observed(PUBLIC, addresses)
    assert hidden["entities"] == before["entities"] and hidden["files"] == before["files"]
    assert hidden["moments"] == before["moments"]
    actions.protect(bridge, Level.PUBLIC, actor=alice)
    shown = observed(PUBLIC, addresses)
    assert shown["files"] == joined["files"] and shown["entities"] == joined["entities"]


def test_a_member_of_the_group_sees_what_is_restricted_to_it_and_nobody_else_does(told, enter):
    group = Group.objects.create(name="medical team")
    enter({"when": "2019-05-30"}, level=Level.RESTRICTED, groups=[group])
    enter({"when": "2019-05-31"}, level=Level.INTERNAL)
    viewers = [PUBLIC, MEMBER, Viewer(member=True, groups=frozenset({group.pk})), Viewer.steward()]
    assert [ask(Question(), viewer).total.low for viewer in viewers] == [2, 3, 4, 4]


def test_a_closed_account_is_the_public(charlie, told, enter):
    enter({"when": "2019-05-31"}, level=Level.INTERNAL)
    assert Viewer.of(charlie) == PUBLIC
    assert ask(Question(), Viewer.of(charlie)).total.low == 2
