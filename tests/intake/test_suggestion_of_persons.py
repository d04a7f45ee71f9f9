"""A list of persons is suggested as one: a name where a name stands, and nobody's age, place or fate by guessing."""

import pytest
import yaml

from dalil.archive.protection import Level
from dalil.intake.suggestion import suggest
from dalil.record.models import Report

ENGLISH = """Name,Name (Arabic),Mother's name,Age,Sex,Date of birth,Date of death,Place of death,Governorate,Cause of death,Status,Phone
Samir Haddad,سمير حداد,Salma Nassar,34,Male,1979-02-01,2013-05-04,Idlib,Idlib,Shelling,Killed,CANARY
Layla Qasim,ليلى قاسم,,7,F,,2013-05-05,Saraqib,Idlib,Shooting,Killed,CANARY
"""
ARABIC = """الاسم,اسم الأم,العمر,الجنس,تاريخ الاعتقال,مكان الاعتقال,المحافظة,الحالة
سامر قدور,هدى,22,ذكر,2012-04-05,سراقب,إدلب,معتقل
ندى حمدان,سعاد,31,أنثى,2013-01-09,إدلب,إدلب,مفقود
"""


@pytest.fixture
def table(tmp_path):
    def write(content):
        path = tmp_path / "persons.csv"
        path.write_text(content, encoding="utf-8")
        return path

    return write


def _mapping(path):
    return yaml.safe_load(suggest(path))


def test_what_a_list_says_of_each_person_is_taken(table):
    told = suggest(table(ENGLISH))
    mapping = yaml.safe_load(told)
    columns = mapping["columns"]
    assert mapping["kind"] == "victim"
    assert columns["Name"] == {"field": "who"} and columns["Name (Arabic)"] == {"field": "also_named"}
    assert columns["Mother's name"] == {"field": "who", "part": "mother"}
    assert columns["Date of birth"] == {"field": "born"} and columns["Date of death"] == {"field": "when"}
    assert columns["Status"] == {"field": "fate", "values": {"Killed": "KILLED"}}
    assert columns["Sex"]["values"] == {"Male": "male", "F": "female"}
    assert columns["Governorate"] == columns["Phone"] == columns["Cause of death"] == {"ignore": True}
    assert "CANARY" not in told and "perhaps" in told.split("Governorate:")[1].splitlines()[0]


def test_an_arabic_list_is_read_as_an_english_one(table):
    columns = _mapping(table(ARABIC))["columns"]
    assert columns["الاسم"] == {"field": "who"} and columns["اسم الأم"] == {"field": "who", "part": "mother"}
    assert columns["العمر"] == {"field": "age"} and columns["تاريخ الاعتقال"] == {"field": "when"}
    assert columns["مكان الاعتقال"] == {"field": "where"} and columns["المحافظة"] == {"ignore": True}
    assert columns["الحالة"]["values"] == {"معتقل": "DETAINED", "مفقود": "MISSING"}


@pytest.mark.parametrize("content", [ENGLISH, ARABIC], ids=["English", "Arabic"])
def test_a_suggestion_brings_every_person_in_as_it_stands(table, run_import, content):
    path = table(content)
    mapping = _mapping(path) | {"origin": "north-monitor"}
    done = run_import(path, mapping, level=Level.INTERNAL)
    assert done.failed == 0
    claims = [report.claim for report in Report.objects.filter(kind="victim")]
    assert len(claims) == 2 and all(claim.who and claim.when and claim.where for claim in claims)
    assert {claim.who.mother for claim in claims} in ({"Salma Nassar", ""}, {"هدى", "سعاد"})


@pytest.mark.parametrize("age", ["0", "-1", "999", "about 30"])
def test_an_age_that_nobody_can_be_sure_of_is_left_to_a_person(table, age):
    columns = _mapping(table(f"name,age,sex,date of death\nSamir Haddad,{age},m,2013-05-04\nFadi Naddaf,31,m,\n"))
    assert columns["columns"]["age"] == {"ignore": True}


def test_of_two_days_neither_is_taken(table):
    told = suggest(table("name,sex,date of arrest,date of death\nSamir Haddad,m,2013-05-04,2013-06-01\n"))
    columns = yaml.safe_load(told)["columns"]
    assert columns["date of arrest"] == columns["date of death"] == {"ignore": True}
    assert "which is it?" in told


def test_a_list_without_a_fate_says_so(table):
    told = suggest(table("full_name,sex,date_of_detention,place,notes\nCANARY,m,2018-09-04,Idlib,CANARY\n"))
    assert '# nothing found for "fate"' in told and "constants: {fate: KILLED}" in told
    columns = yaml.safe_load(told)["columns"]
    assert columns["place"] == columns["notes"] == {"ignore": True} and "CANARY" not in told


def test_a_status_that_says_two_things_is_left_to_a_person(table):
    told = suggest(table("name,age,status\nSamir Haddad,30,Killed\nFadi Naddaf,31,Married\n"))
    assert yaml.safe_load(told)["columns"]["status"] == {"ignore": True}


def test_parts_of_a_name_stay_together(table):
    columns = _mapping(table("First name,Father's name,Last name,Gender\nSamir,Adnan,Haddad,male\n"))["columns"]
    assert [columns[name].get("part") for name in ("First name", "Father's name", "Last name")] == [
        "given",
        "father",
        "family",
    ]


def test_signs_in_a_column_of_sources_are_no_sources(table):
    told = suggest(table("date,place,killed,source\n2018-09-04,Idlib,3,u\n2018-09-05,Idlib,4,h\n"))
    assert yaml.safe_load(told)["columns"]["source"] == {"ignore": True} and "signs, not names" in told


@pytest.mark.parametrize(
    ("header", "row"),
    [
        (
            "Name,Age,Sex,Prison,Held from,Held until,Held by,Transferred to,Date of transfer,Status",
            "Samir Haddad,34,Male,Branch 9,2012-04-05,2013-01-02,SYR_GOV,North prison,2013-01-03,Detained\n"
            "Layla Qasim,31,Female,Branch 9,2012-05-05,,,,,Detained",
        ),
        (
            "الاسم,العمر,الجنس,السجن,محتجز منذ,محتجز حتى,الجهة المحتجزة,نقل إلى,تاريخ النقل,الحالة",
            "سامر حداد,34,ذكر,الفرع 9,2012-04-05,2013-01-02,SYR_GOV,سجن الشمال,2013-01-03,معتقل\n"
            "ليلى قاسم,31,أنثى,الفرع 9,2012-05-05,,,,,معتقل",
        ),
    ],
    ids=["English", "Arabic"],
)
def test_where_somebody_was_held_and_moved_to_is_suggested_as_stays(table, run_import, header, row):
    path = table(f"{header}\n{row}\n")
    mapping = _mapping(path)
    uses = list(mapping["columns"].values())[3:-1]
    assert [(use["field"], use["part"], use.get("number", 1)) for use in uses] == [
        *(("held", "place", 1), ("held", "start", 1), ("held", "end", 1), ("held", "by", 1)),
        *(("held", "place", 2), ("held", "start", 2)),
    ]
    assert run_import(path, mapping | {"origin": "north-monitor"}, level=Level.INTERNAL).new == 2
    report = Report.objects.earliest("pk")
    first, second = report.claim.held
    assert (str(first.when.start), str(first.when.end), first.by.actor) == ("2012-04-05", "2013-01-02", "SYR_GOV")
    assert second.place.name in ("North prison", "سجن الشمال")
    assert second.when is None and "end_open" in report.flags and "2013-01-03" in report.said  # nobody says until when
