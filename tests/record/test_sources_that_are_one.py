"""Several names, one source: further names, judgements of two sources, and taking them back; what is counted follows."""

from __future__ import annotations

import pytest

from dalil.archive.protection import Level, Viewer
from dalil.columns import projection
from dalil.counting.answer import ask
from dalil.counting.entity_readings import grade_entity, list_readings
from dalil.counting.question import Question
from dalil.lookup.sources import find_source
from dalil.lookup.sources_in_record import name_sources
from dalil.record import actions
from dalil.record.entities import entities_of
from dalil.record.models import Source, Verdict
from dalil.record.source_identity import SourceIdentities, identify, read_identities

PUBLIC = Viewer.public()


@pytest.fixture
def strike(enter, bob):
    """One strike, told by two sources of the record."""

    def one(first: str, second: str):
        reports = [
            enter({"when": "2019-05-01", "killed": killed}, origin=origin)
            for origin, killed in ((first, "5"), (second, "5+"))
        ]
        actions.judge(*reports, Verdict.SAME, actor=bob)
        return reports[0]

    return one


def counted(report) -> tuple[str, int | None]:
    """The grade and the floor of the strike, which the page and the columns must agree on, followed and rebuilt."""
    (entity,) = entities_of([report.pk], PUBLIC)
    (readings,) = list_readings(entity)
    floor = readings.readings.floor
    answer = ask(Question(measure="killed", reading="floor", entity=entity.address), PUBLIC)
    (row,) = answer.entities()
    assert (row.grade, row.number and row.number.low) == (grade_entity(entity), floor and floor.low)
    before = projection.refresh(PUBLIC).version
    assert projection.rebuild(PUBLIC).version == before
    return row.grade, floor and floor.low


def source(code: str) -> Source:
    return Source.objects.get(code=code)


def test_two_sources_that_are_one_do_not_corroborate_each_other(strike, bob):
    report = strike("airwars", "aiwars")
    assert counted(report) == ("corroborated", 5)
    judged = actions.judge_sources(source("airwars"), source("aiwars"), Verdict.SAME, actor=bob, reason="A slip.")
    assert counted(report) == ("reported", None)
    by_source = ask(Question(measure="killed", by=("source",)), PUBLIC)
    assert [line.keys for line in by_source.rows] == [("airwars",)]
    assert ask(Question(measure="killed", according_to="aiwars"), PUBLIC).total.entities == 1
    actions.retract_source_judgement(judged, actor=bob)
    assert counted(report) == ("corroborated", 5)
    with pytest.raises(actions.Refused):
        actions.retract_source_judgement(judged, actor=bob)


def test_until_somebody_says_so_sources_spelled_alike_stay_two_and_do_not_corroborate(strike, alice, bob):
    report = strike("north-monitor", "south-paper")
    actions.name_source("nroth-monitor", actor=alice, en="Nroth-Monitor", level=Level.PUBLIC, from_file=True)
    second = strike("north-monitor", "nroth-monitor")
    (proposed,) = actions.propose_same_sources(["nroth-monitor"], actor=alice)
    assert (proposed.kept.code, proposed.other.code) == ("north-monitor", "nroth-monitor")
    assert counted(report)[0] == "corroborated"
    assert counted(second) == ("reported", None)
    assert actions.propose_same_sources(["nroth-monitor"], actor=alice) == []
    actions.judge_sources(source("north-monitor"), source("nroth-monitor"), Verdict.DIFFERENT, actor=bob)
    assert counted(second) == ("corroborated", 5)


def test_a_judgement_with_a_hidden_source_tells_the_public_nothing(alice, bob):
    actions.name_source("north", actor=alice, en="North", level=Level.PUBLIC)
    actions.name_source("hidden", actor=alice, en="Hidden", level=Level.INTERNAL)
    actions.name_source("south", actor=alice, en="South", level=Level.PUBLIC)
    actions.judge_sources(source("hidden"), source("north"), Verdict.SAME, actor=bob)
    actions.judge_sources(source("hidden"), source("south"), Verdict.SAME, actor=bob)
    assert read_identities(PUBLIC) == SourceIdentities()
    assert read_identities(Viewer.steward()).same == {"north": "hidden", "south": "hidden"}


def test_a_further_name_finds_the_source_until_it_is_taken_back(alice):
    actions.name_source("airwars", actor=alice, en="Airwars", ar="حروب الجو")
    for name in ("Aiwars", "مراقب الطيران"):
        alias = actions.add_alias(source("airwars"), name, actor=alice)
        assert find_source(name, name_sources(Viewer.steward())).found == "airwars"
        assert Source.objects.filter(search__contains=source("airwars").search.split()[-1]).exists()
        actions.remove_alias(alias, actor=alice)
        assert find_source(name, name_sources(Viewer.steward())).found is None


@pytest.mark.parametrize("name", ["", "  ", "!!", "Airwars", "AIRWARS"])
def test_a_name_without_letters_or_that_it_has_already_is_refused(alice, name):
    with pytest.raises(actions.Refused):
        actions.add_alias(actions.name_source("airwars", actor=alice, en="Airwars"), name, actor=alice)


def test_a_name_of_its_own_goes_before_a_further_name_of_another(alice):
    actions.name_source("aiwars", actor=alice, en="Aiwars")
    actions.add_alias(actions.name_source("airwars", actor=alice, en="Airwars"), "Aiwars", actor=alice)
    assert find_source("Aiwars", name_sources(Viewer.steward())).found == "aiwars"


def test_of_several_judgements_on_one_pair_the_latest_persons_counts():
    same, different, guessed = ("a", "b", "same", ""), ("b", "a", "different", ""), ("a", "b", "same", "spelling")
    assert identify([same, different]) == SourceIdentities()
    assert identify([different, same]).same == {"b": "a"}
    assert identify([different, guessed]) == identify([guessed, different]) == SourceIdentities()
    assert identify([guessed]).alike == {("a", "b")}
    assert identify([same, ("b", "c", "same", ""), ("c", "a", "same", "")]).same == {"b": "a", "c": "a"}
