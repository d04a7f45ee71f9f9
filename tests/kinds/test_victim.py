"""A list of the killed is brought in, and its next edition: who was added, whose entry changed, and who is no longer on it."""

from __future__ import annotations

import csv

import pytest
from pydantic import ValidationError

from dalil.archive.protection import Level, Viewer
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


THIRD = SECOND.replace("4,نور خالد الحداد,,7", "4,نور خالد الحداد,سعاد,7")


@pytest.fixture
def brought_in(tmp_path, run_import, alice):
    def bring_in(name, content):
        path = tmp_path / name
        path.write_text(content, encoding="utf-8")
        return run_import(path, LIST, level=Level.INTERNAL)

    return bring_in


def test_a_victim_is_named_or_described_and_what_is_not_known_stays_unknown():
    with pytest.raises(ValidationError):
        VICTIM.model_validate({"fate": "KILLED", "where": "Douma"})
    unknown_woman = VICTIM.model_validate({"fate": "FOUND_DEAD", "sex": "female", "age": 40})
    assert title_of(unknown_woman, "en").startswith("Somebody whose name is not known")
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


def test_a_row_that_a_later_version_drops_is_named_and_stays_and_is_named_once(brought_in):
    brought_in("list.csv", FIRST)
    second = brought_in("list-2.csv", SECOND)
    dropped = Report.objects.get(external_id="north:3")
    assert second.gone == [dropped.address]
    assert any("no longer has: 1" in note and dropped.address in note for note in second.notes)
    third = brought_in("list-3.csv", THIRD)
    assert (third.corrected, third.gone) == (1, [])
    again = brought_in("list-2.csv", SECOND)
    assert again.gone == [dropped.address]


def test_what_is_only_added_to_a_list_drops_nobody(brought_in):
    brought_in("list.csv", FIRST)
    added = brought_in("added.csv", FIRST.splitlines()[0] + "\n9,هالة سامي العلي,,30,f,2018-02-23,Douma,\n")
    assert (added.new, added.gone, added.edition_of) == (1, [], None)


def test_a_personal_number_is_kept_as_a_digest_alone_that_tells_persons_apart(home):
    def person(number):
        return VICTIM.model_validate({"who": "Samer", "fate": "DETAINED", "personal_number": number})

    kept = person("0102-345 6789").personal_number
    assert "0102345" not in kept and kept == person("٠١٠٢٣٤٥٦٧٨٩").personal_number == person(kept).personal_number
    assert kept != person("01023456780").personal_number
    for none in ("000000000", "1234", "unknown"):
        with pytest.raises(ValidationError, match="no number by which a register knows"):
            person(none)


@pytest.mark.long
def test_of_two_versions_of_a_real_list_the_counts_are_those_of_the_files(shared_data, run_import, alice):
    files = [shared_data / "casualties" / name for name in ("gaza_list_v1_20240413.csv", "gaza_list_v2_20240808.csv")]
    if not all(file.is_file() for file in files):
        pytest.skip("the lists of casualties are not here")
    versions = []
    for file in files:
        with file.open(encoding="utf-8") as lines:
            versions.append({row["id"]: row for row in csv.DictReader(lines)})
    before, after = versions
    no_ages = {each for each, row in after.items() if int(row["age"]) > 125}  # years of birth in the wrong column

    def says(row):
        names = ("" if name in ("?", "مجهول") else name for name in (row["name"].strip(), row["en_name"].strip()))
        return (*names, "" if row["age"] in ("0", "-1") else row["age"], row["sex"])

    both = (before.keys() & after.keys()) - no_ages
    changed = sum(says(before[each]) != says(after[each]) for each in both)
    mapping = {
        "kind": "victim",
        "identifier": "list:",
        "language": "ar",
        "origin": "health-ministry",
        "constants": {"fate": "KILLED"},
        "unknown": ["0", "-1"],
        "columns": {
            "id": {"external_id": True},
            "name": {"field": "who"},
            "en_name": {"field": "also_named"},
            "age": {"field": "age"},
            "sex": {"field": "sex", "values": {"m": "male", "f": "female"}},
        },
    }
    first, second = (run_import(file, mapping, level=Level.INTERNAL) for file in files)
    assert (first.new, first.failed, second.failed) == (len(before), 0, 0)
    assert sum("value_unread" in report.flags for report in Report.objects.all()) == len(no_ages)
    assert second.new - second.corrected == len(after.keys() - before.keys())
    assert len(second.gone) == len(before.keys() - after.keys())
    assert second.corrected == changed
