"""One way to write the log and one way to read it: by names that outlast the database, in old homes too."""

from __future__ import annotations

import io
from pathlib import Path

from django.contrib.auth.models import Group
from django.db import connection
from django.test.utils import CaptureQueriesContext

import dalil
from dalil.archive.models import Document
from dalil.archive.protection import Level, Viewer
from dalil.bulletin.http import public_writes
from dalil.counting.figures import define_figure, publish_edition
from dalil.counting.models import Figure, FigureEdition
from dalil.counting.question import Question
from dalil.record import actions
from dalil.record.kind import kind_of
from dalil.record.log import (
    Subject,
    Verb,
    change_written,
    changes_since,
    count_changes,
    last_change,
    last_number,
)
from dalil.record.models import LogEntry, Report, Source, Verdict
from dalil.vocabulary.gazetteer import Place

STRIKE = {"when": "2019-05-04", "killed": "5"}


def drafts(document, many, **facts):
    claim = kind_of("incident").model_validate(STRIKE)
    return [
        actions.Draft(
            claim=claim, document=document, attribution=actions.credit_sources(), locator=f"row {number}", **facts
        )
        for number in range(many)
    ]


def as_before(verb, model, subjects, actor, **detail):
    """An entry as the first versions wrote it: with primary keys."""
    return LogEntry.objects.create(actor=actor, verb=verb, model=model, subjects=subjects, detail=detail)


def test_every_change_names_what_it_is_about(alice, bob, document):
    lawyers = Group.objects.create(name="lawyers of the tests")
    source = actions.name_source("north-monitor", actor=alice, level=Level.PUBLIC)
    entered = actions.enter_reports(drafts(document, 3, level=Level.PUBLIC), actor=alice)
    one, two, three = (Report.objects.get(address=address) for address in entered.addresses)
    judgement = actions.judge(one, two, Verdict.SAME, actor=bob, matcher="splink-1", score=0.9)
    actions.retract(judgement, actor=bob)
    changed = drafts(document, 1)[0]
    changed = actions.Draft(
        claim=changed.claim, document=document, attribution=changed.attribution, said="five people", level=Level.PUBLIC
    )
    new = actions.supersede(three, changed, actor=alice, reason="the words")
    actions.withdraw(new, actor=alice, reason="a rumour")
    actions.protect(two, Level.RESTRICTED, actor=alice, groups=[lawyers], reason="a witness asked")
    actions.add_places([Place("SY99", "governorate", "SY", "Al Wadi", "الوادي")], actor=alice, origin="a test")
    figure = define_figure("killed", Question.of({"measure": "killed"}), actor=alice, title_en="Killed")
    publish_edition(figure, actor=alice)
    assert [(change.verb, change.noun, change.subjects, change.actor) for change in changes_since(0)] == [
        (Verb.RECEIVED, Subject.DOCUMENT, (document.sha256,), "alice"),
        (Verb.NAMED, Subject.SOURCE, (source.code,), "alice"),
        (Verb.ENTERED, Subject.REPORT, entered.addresses, "alice"),
        (Verb.JUDGED, Subject.REPORT, (one.address, two.address), "bob"),
        (Verb.RETRACTED, Subject.REPORT, (one.address, two.address), "bob"),
        (Verb.ENTERED, Subject.REPORT, (new.address,), "alice"),
        (Verb.SUPERSEDED, Subject.REPORT, (three.address, new.address), "alice"),
        (Verb.WITHDREW, Subject.REPORT, (new.address,), "alice"),
        (Verb.PROTECTED, Subject.REPORT, (two.address,), "alice"),
        (Verb.PLACED, Subject.PLACE, ("SY99",), "alice"),
        (Verb.DEFINED, Subject.FIGURE, ("killed",), "alice"),
        (Verb.PUBLISHED, Subject.EDITION, ("killed",), "alice"),
    ]
    protected = next(change for change in changes_since(0) if change.verb is Verb.PROTECTED)
    assert protected.detail == {
        "before": {"level": 0, "groups": []},
        "level": 2,
        "groups": [lawyers.name],
        "reason": "a witness asked",
    }


def test_the_codes_in_the_log_are_those_of_the_first_version():
    assert [verb.value for verb in Verb] == (
        [
            "received",
            "named",
            "entered",
            "superseded",
            "withdrew",
            "judged",
            "retracted",
            "protected",
            "placed",
            "defined",
            "published",
            "overrode",
            "peopled",
            "proposed",
        ]
    )
    first = ["document", "source", "report", "place", "figure", "figureedition"]
    assert [noun.value for noun in Subject] == [*first, "dossier"], "what came later stands after them"


def test_a_batch_costs_no_query_more_for_each_report(alice, document):
    def inserts(some):
        with CaptureQueriesContext(connection) as asked:
            actions.enter_reports(some, actor=alice)
        return [each["sql"] for each in asked if each["sql"].startswith('INSERT INTO "record_logentry"')]

    everything = drafts(document, 202)
    assert len(inserts(everything[:2])) == len(inserts(everything[2:])) == 1


def test_a_correction_by_a_batch_is_logged_for_each_pair(alice, document):
    first = actions.enter_reports(
        [*drafts(document, 1, external_id="list:1"), *drafts(document, 2, external_id="list:2")[1:]], actor=alice
    )
    told = []
    change_written.connect(receiver := lambda change, **_: told.append(change), weak=False)
    try:
        second = actions.enter_reports(
            [
                *drafts(document, 1, external_id="list:1", said="one"),
                *drafts(document, 2, external_id="list:2", said="two")[1:],
            ],
            actor=alice,
        )
    finally:
        change_written.disconnect(receiver)
    assert second.corrected == 2
    assert told == list(changes_since(last_number() - 3))
    assert [(change.verb, change.subjects) for change in told] == [
        (Verb.ENTERED, second.addresses),
        (Verb.SUPERSEDED, (first.addresses[0], second.addresses[0])),
        (Verb.SUPERSEDED, (first.addresses[1], second.addresses[1])),
    ]


def test_entries_of_the_first_version_are_read_as_names(alice, document):
    source = actions.name_source("north-monitor", actor=alice)
    entered = actions.enter_reports(drafts(document, 4), actor=alice)
    first, second, *_, last = Report.objects.order_by("pk")
    define_figure("killed", Question.of({"measure": "killed"}), actor=alice, title_en="Killed")
    figure = Figure.objects.get(slug="killed")
    edition = publish_edition(figure, actor=alice)
    before = last_number()
    as_before("received", "document", [document.pk], alice)
    as_before("named", "source", [source.pk], alice)
    as_before("entered", "report", [first.pk, last.pk], alice, count=4)
    as_before("judged", "report", [first.pk, second.pk], alice, judgement=1)
    as_before("placed", "place", [], alice, count=3, origin="a list")
    as_before("defined", "figure", [figure.pk], alice)
    as_before("published", "figureedition", [edition.pk], alice, figure="killed")
    assert [(change.verb, change.subjects) for change in changes_since(before)] == [
        (Verb.RECEIVED, (document.sha256,)),
        (Verb.NAMED, ("north-monitor",)),
        (Verb.ENTERED, entered.addresses),
        (Verb.JUDGED, (first.address, second.address)),
        (Verb.PLACED, ()),
        (Verb.DEFINED, ("killed",)),
        (Verb.PUBLISHED, ("killed",)),
    ]
    assert (count_changes(before), count_changes(before, before + 2)) == (7, 2)
    assert last_change().number == last_number() == before + 7
    assert last_number(Verb.PLACED) == before + 5
    assert FigureEdition.objects.count() == 1


def test_what_the_public_sees_of_a_write_is_the_same_for_old_entries(alice, document):
    actions.enter_reports(drafts(document, 2, level=Level.INTERNAL), actor=alice)
    hidden = list(Report.objects.order_by("pk").values_list("pk", flat=True))
    start = last_number()
    as_before("entered", "report", hidden, alice)
    as_before("judged", "report", hidden, alice, judgement=1)
    assert not public_writes.any_between(start, last_number())
    actions.enter_reports(drafts(document, 2, said="in other words", level=Level.INTERNAL), actor=alice)
    assert not public_writes.any_between(start, last_number())
    actions.receive_document(io.BytesIO(b"kept apart"), actor=alice, title="Apart", media_type="text/plain")
    assert not public_writes.any_between(start, last_number())
    seen = actions.enter_reports(drafts(document, 2, said="for readers", level=Level.PUBLIC), actor=alice)
    assert public_writes.any_between(last_number() - 1, last_number())
    as_before("entered", "report", [hidden[0], seen.last], alice)
    assert public_writes.any_between(last_number() - 1, last_number())


def test_nothing_but_the_log_touches_its_table():
    source = Path(dalil.__file__).parent
    may = {"record/log.py", "record/models.py"}
    touching = {
        str(path.relative_to(source))
        for path in source.rglob("*.py")
        if "LogEntry" in path.read_text(encoding="utf-8") and "migrations" not in path.parts
    }
    assert touching == may


def test_an_empty_log_has_no_last_change(db):
    assert (last_change(), last_number(), list(changes_since(0))) == (None, 0, [])
    assert not Source.objects.exists() and not Document.objects.visible_to(Viewer.steward()).exists()
