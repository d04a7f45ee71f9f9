"""The columns follow the record: kept up to date step by step or worked out anew, they hold the same."""

from __future__ import annotations

import os
import shutil
import threading
import time
from dataclasses import replace
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dalil.archive.protection import Level, Viewer
from dalil.columns import projection
from dalil.columns.manifest import KEPT_FOR, folder_of, read_manifest
from dalil.columns.parquet import read_table
from dalil.columns.tables import registered_tables
from dalil.counting.answer import ask
from dalil.counting.combine import Reading, add, combine
from dalil.counting.question import Question
from dalil.record import actions
from dalil.record.entities import entities_of
from dalil.record.models import Judgement, Report, Verdict
from dalil.values.statement import Statement

PLACES = ((), ("SY07",), ("SY05",), ("SY07", "SY05"))
SAID = ("3", "82+", "~40", "5-9", "4;2;3")

STEPS = st.one_of(
    st.tuples(
        st.just("enter"),
        st.integers(0, 3),
        st.sampled_from(PLACES),
        st.sampled_from(SAID),
        st.sampled_from(Level.values),
    ),
    st.tuples(
        st.just("judge"),
        st.integers(0, 99),
        st.integers(0, 99),
        st.sampled_from(Verdict.values),
        st.sampled_from(["", "model"]),
    ),
    st.tuples(st.just("retract"), st.integers(0, 99)),
    st.tuples(st.just("supersede"), st.integers(0, 99), st.sampled_from(SAID)),
    st.tuples(st.just("withdraw"), st.integers(0, 99)),
    st.tuples(st.just("protect"), st.integers(0, 99), st.sampled_from(Level.values)),
    st.tuples(st.just("protect source"), st.integers(0, 3), st.sampled_from(Level.values)),
    st.tuples(st.just("protect document"), st.sampled_from(Level.values)),
    st.tuples(st.just("look")),
)


class World:
    """A small record that steps are applied to; a step that the actions refuse changes nothing."""

    def __init__(self, actor: Any, enter: Any, document: Any) -> None:
        self.actor, self.enter, self.document = actor, enter, document
        self.group = Group.objects.get_or_create(name="medical team")[0]
        self.viewers = (
            Viewer.public(),
            Viewer(member=True),
            Viewer(member=True, groups=frozenset({self.group.pk})),
            Viewer.steward(),
        )

    def report(self, number: int) -> Report | None:
        reports = list(Report.objects.order_by("pk"))
        return reports[number % len(reports)] if reports else None

    def groups(self, level: int) -> list[Group]:
        return [self.group] if level == Level.RESTRICTED else []

    def apply(self, step: tuple[Any, ...]) -> None:
        match step:
            case "enter", origin, places, said, level:
                where = {"places": places} if places else None
                content = {"when": "2019-05-01", "killed": said} | ({"where": where} if where else {})
                self.enter(
                    content, origin=f"monitor-{origin}" if origin else None, level=level, groups=self.groups(level)
                )
            case "judge", a, b, verdict, matcher:
                one, other = self.report(a), self.report(b)
                if one and other:
                    score = 0.9 if matcher else None
                    actions.judge(one, other, verdict, actor=self.actor, matcher=matcher, score=score)
            case "retract", number:
                if judgements := list(Judgement.objects.order_by("pk")):
                    actions.retract(judgements[number % len(judgements)], actor=self.actor)
            case "supersede", number, said:
                if old := self.report(number):
                    claim = old.claim.model_copy(update={"killed": type(old.claim.killed).parse(said)})
                    draft = actions.Draft(
                        claim=claim, document=old.document, attribution=old.attribution, level=old.level
                    )
                    actions.supersede(old, draft, actor=self.actor, reason="a slip")
            case "withdraw", number:
                if report := self.report(number):
                    actions.withdraw(report, actor=self.actor, reason="entered by mistake")
            case "protect", number, level:
                if report := self.report(number):
                    actions.protect(report, level, actor=self.actor, groups=self.groups(level))
            case "protect source", number, level:
                source = actions.name_source(f"monitor-{number}", actor=self.actor, level=Level.PUBLIC)
                actions.protect(source, level, actor=self.actor, groups=self.groups(level))
            case "protect document", level:
                actions.protect(self.document, level, actor=self.actor, groups=self.groups(level))
            case ("look",):
                for viewer in self.viewers:
                    projection.refresh(viewer)


def laid_out(viewer: Viewer) -> dict[str, list[dict[str, Any]]]:
    manifest, folder = projection.refresh(viewer), folder_of(viewer.clearance)
    return {
        f"{kind} {table}": [row for file in manifest.files(kind, table) for row in read_table(folder, file).to_pylist()]
        for kind in manifest.buckets
        for tables in registered_tables()
        for table in tables.names
    }


@pytest.mark.long
@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(STEPS, min_size=3, max_size=14))
def test_following_the_log_gives_what_working_everything_out_gives(home, alice, enter, document, steps):
    with transaction.atomic():
        world = World(alice, enter, document)
        for step in [*steps, ("look",)]:
            try:
                with transaction.atomic():
                    world.apply(step)
            except actions.Refused:
                continue
        for viewer in world.viewers:
            followed, version = laid_out(viewer), projection.refresh(viewer).version
            shutil.rmtree(folder_of(viewer.clearance))
            assert laid_out(viewer) == followed
            assert projection.refresh(viewer).version == version
            _agrees_with_the_record(viewer, followed)
        transaction.set_rollback(True)
    shutil.rmtree(home / "projections")


def _agrees_with_the_record(viewer: Viewer, rows: dict[str, list[dict[str, Any]]]) -> None:
    """The columns hold exactly the entities that `record.entities` gives, one by one."""
    visible = Report.objects.visible_to(viewer).values_list("pk", flat=True)
    entities = [entity for entity in entities_of(visible, viewer) if entity.current]
    expected = {entity.address: [report.pk for report in entity.reports] for entity in entities}
    assert {row["address"]: row["reports"] for row in rows.get("incident entities", [])} == expected
    of_reports = {row["report"]: (row["entity"], row["current"]) for row in rows.get("incident reports", [])}
    every = entities_of(visible, viewer)
    assert of_reports == {
        report.pk: (entity.address, report in entity.current) for entity in every for report in entity.reports
    }
    readings = [combine(map(_statement, entity.current)) for entity in entities]
    for reading in (Reading.REPORTED_RANGE, Reading.FLOOR, Reading.AGREED, Reading.CONSERVATIVE):
        by_hand = replace(add(readings, reading), unit="person")
        by = ("month",) if reading is Reading.AGREED else ()
        assert ask(Question(measure="killed", reading=reading, by=by), viewer).total == by_hand


def _statement(report: Report) -> Statement:
    """The number killed in a report, by the typed way."""
    credits = list(report.attribution.credits.select_related("source"))
    origins = [credit.source.code for credit in credits if credit.role == "origin"]
    return Statement.of(report.claim.killed, origins=origins, reported=report.pk, quantity="killed")


def test_a_write_rewrites_only_the_files_it_touches(enter):
    enter({"when": "2019-05-01", "killed": "3"})
    enter({"what": "killed", "count": "7"}, kind="tally")
    before = projection.refresh(Viewer.public())
    enter({"when": "2019-05-02", "killed": "4"})
    after = projection.refresh(Viewer.public())
    assert after.buckets["tally"] == before.buckets["tally"]
    assert after.buckets["incident"] != before.buckets["incident"]
    assert projection.rebuild(Viewer.public()).buckets == after.buckets


def test_a_broken_or_outdated_manifest_is_worked_out_anew(enter, home):
    enter({"when": "2019-05-01", "killed": "3"})
    before = projection.refresh(Viewer.public())
    manifest = folder_of("public") / "manifest.json"
    manifest.write_text("{", encoding="utf-8")
    assert projection.refresh(Viewer.public()).version == before.version
    manifest.write_text(manifest.read_text("utf-8").replace(before.layout, "an older layout"), encoding="utf-8")
    assert projection.refresh(Viewer.public()).layout == before.layout


def test_a_reader_keeps_the_files_its_answer_was_given_from(enter):
    enter({"when": "2019-05-01", "killed": "3"})
    answer = ask(Question(), Viewer.public())
    for day in range(1, 6):
        enter({"when": f"2019-06-0{day}", "killed": "3"})
        projection.refresh(Viewer.public())
    assert len(answer.entities()) == 1
    assert len(ask(Question(), Viewer.public()).entities()) == 6


def test_clearances_are_kept_apart_and_can_be_named(home, enter):
    enter({"when": "2019-05-01"})
    viewers = [Viewer.public(), Viewer(member=True), Viewer(member=True, groups=frozenset({3, 11})), Viewer.steward()]
    for viewer in viewers:
        projection.refresh(viewer)
        assert projection.viewer_of(viewer.clearance) == viewer
    assert projection.behind() == {"all": 0, "internal": 0, "internal-3-11": 0, "public": 0}
    files = [file for viewer in viewers for file in folder_of(viewer.clearance).glob("*.parquet")]
    assert len({(file.stat().st_dev, file.stat().st_ino) for file in files}) == len(files)
    enter({"when": "2019-05-02"})
    assert set(projection.behind().values()) == {1}


def test_a_place_that_is_added_moves_what_lies_in_it(enter, alice):
    from dalil.vocabulary.gazetteer import Place

    enter({"when": "2019-05-01", "where": {"places": ["XX-mill"]}})
    assert ask(Question.of({"places": ["SY07"]}), Viewer.public()).total.low == 0
    actions.add_places([Place("XX-mill", "town", "SY07", "The Mill", "الطاحونة")], actor=alice, origin="our own list")
    assert ask(Question.of({"places": ["SY07"]}), Viewer.public()).total.low == 1
    (row,) = ask(Question.of({"by": ["place"]}), Viewer.public()).rows
    assert (row.keys, row.labels[0].ar) == (("XX-mill",), "الطاحونة")


def test_a_manifest_that_moves_under_many_readers_is_always_whole(enter):
    enter({"when": "2019-05-01"})
    manifest = projection.refresh(Viewer.public())
    folder, broken = folder_of("public"), []

    def read() -> None:
        for _ in range(200):
            seen = read_manifest(folder)
            if seen is None or not all(
                (folder / name).exists()
                for name in [*seen.files("incident", "entities"), *seen.files("incident", "reports")]
            ):
                broken.append(seen)

    readers = [threading.Thread(target=read) for _ in range(4)]
    for reader in readers:
        reader.start()
    for _ in range(5):
        projection.rebuild(Viewer.public())
    for reader in readers:
        reader.join()
    assert broken == [] and projection.refresh(Viewer.public()).version == manifest.version


@pytest.mark.parametrize("by_source", [False, True])
def test_an_entity_of_which_everything_was_withdrawn_is_not_counted(enter, alice, by_source):
    report = enter({"when": "2019-05-01"}, origin="north-monitor")
    question = Question.of({"by": ["source"]} if by_source else {})
    assert ask(question, Viewer.public()).total.low == 1
    actions.withdraw(report, actor=alice, reason="it was a drill")
    answer = ask(question, Viewer.public())
    assert (answer.total.low, answer.rows) == (0, ())


def test_what_is_hidden_leaves_the_files_of_the_public_and_the_old_files_go_soon_after(
    enter, alice, django_capture_on_commit_callbacks
):
    def held():
        tables = [read_table(public, file.name) for file in public.glob("*-entities-*.parquet")]
        return {address for table in tables for row in table["addresses"].to_pylist() for address in row}

    report = enter({"when": "2019-05-01", "killed": "77"})
    projection.refresh(Viewer.public())
    public = folder_of("public")
    assert held() == {report.address}
    with django_capture_on_commit_callbacks(execute=True):
        actions.protect(report, Level.INTERNAL, actor=alice)
    assert read_manifest(public).files("incident", "reports") == [], "nobody had to ask first"
    ask(Question(), Viewer.public())
    assert held() == {report.address}, "an answer that is being read keeps its file"
    for file in public.iterdir():
        os.utime(file, (time.time() - KEPT_FOR - 1,) * 2)
    ask(Question(), Viewer.public())
    assert held() == set()


def test_a_projection_of_another_history_is_never_believed(enter, alice):
    """A backup is put back and the record goes on otherwise: as many writes, other numbers."""
    viewer = Viewer.public()
    for killed in ("3", "4"):
        enter({"when": "2019-05-01", "killed": killed}, origin="north-monitor")
    with transaction.atomic():
        enter({"when": "2019-05-01", "killed": "70"}, origin="north-monitor")
        assert ask(Question(measure="killed"), viewer).total.low == 77
        transaction.set_rollback(True)
    enter({"when": "2019-05-01", "killed": "5"}, origin="north-monitor")
    assert ask(Question(measure="killed"), viewer).total.low == 12
    assert projection.rebuild(viewer).version == projection.refresh(viewer).version
