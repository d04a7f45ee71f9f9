"""A list of the killed is brought in, and its next edition: who was added, whose entry changed, and who is no longer on it."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from dalil.archive.protection import Viewer
from dalil.counting.answer import ask
from dalil.counting.question import Question
from dalil.record.kind import kind_of
from dalil.record.models import Report
from dalil.wording.claims import title_of

VICTIM = kind_of("victim")
LIST = {
    "kind": "victim",
    "identifier": "north:",
    "language": "ar",
    "origin": "north-monitor",
    "constants": {"fate": "KILLED"},
    "unknown": ["0", "-1", "0000-00-00"],
    "columns": {
        "id": {"external_id": True},
        "name": {"field": "who"},
        "mother": {"field": "who", "part": "mother"},
        "age": {"field": "age"},
        "sex": {"field": "sex", "values": {"m": "male", "f": "female"}},
        "date": {"field": "when"},
        "place": {"field": "where"},
        "from": {"field": "origin"},
    },
}
FIRST = """id,name,mother,age,sex,date,place,from
1,سامر عبد الله الخطيب,هند,43,m,2018-02-20,Douma,Harasta
2,ليلى سامر الخطيب,,0,f,0000-00-00,Douma,
3,رامي يوسف النجار,,-1,m,2018-02-21,,
"""
SECOND = """id,name,mother,age,sex,date,place,from
1,سامر عبد الله الخطيب,هند,34,m,2018-02-20,Douma,Harasta
2,ليلى سامر الخطيب,,0,f,0000-00-00,Douma,
4,نور خالد الحداد,,7,f,2018-02-22,Douma,
"""


@pytest.fixture
def brought_in(tmp_path, run_import, alice):
    def bring_in(name, content):
        path = tmp_path / name
        path.write_text(content, encoding="utf-8")
        return run_import(path, LIST)

    return bring_in


def test_a_victim_is_named_or_described_and_what_is_not_known_stays_unknown():
    with pytest.raises(ValidationError):
        VICTIM.model_validate({"fate": "KILLED"})
    girl = VICTIM.model_validate({"described": "A girl in a red coat", "fate": "KILLED", "age_band": "child"})
    assert girl.age is None and girl.when is None and girl.who is None
    assert title_of(VICTIM.model_validate({"who": "Samer al-Khatib", "fate": "DISAPPEARED"}), "ar").startswith("Samer")


def test_a_list_of_victims_keeps_names_as_they_are_and_its_signs_for_unknown_are_no_ages_and_no_days(brought_in):
    run = brought_in("list.csv", FIRST)
    assert (run.new, run.failed) == (3, 0)
    first, second, third = (report.claim for report in Report.objects.order_by("pk"))
    assert (first.who.said, first.who.mother, first.age) == ("سامر عبد الله الخطيب", "هند", 43)
    assert first.where.name != first.origin.name
    assert (second.age, second.when, third.age, third.sex) == (None, None, None, "male")


def test_the_next_edition_adds_changes_and_no_longer_has(brought_in):
    brought_in("list.csv", FIRST)
    run = brought_in("list-2.csv", SECOND)
    assert (run.new, run.corrected, run.repeated) == (2, 1, 1)
    assert Report.objects.count() == 5  # who is no longer on the list stays in the record
    answer = ask(Question(kind="victim", by=("fate",)), Viewer.steward())
    assert answer.total.low == 4
