"""A suggested mapping erases nothing: what it cannot read it names, and leaves to a person."""

import pytest
import yaml

from dalil.archive.protection import Level, Viewer
from dalil.intake.formats import Unreadable
from dalil.intake.mapping import checked
from dalil.intake.suggestion import suggest
from dalil.record.models import Report

ARABIC = """الرقم,التاريخ,المكان,القتلى,المسؤول
1,13/5/2019,إدلب,بين 3 و 7,قوات النظام
2,غداً,إدلب,5,فرسان التل
3,15/5/2019,إدلب,كذا وكذا,فرسان التل
"""


def reports():
    return Report.objects.visible_to(Viewer.steward())


@pytest.fixture
def table(tmp_path):
    def write(text, name="told.csv"):
        (tmp_path / name).write_text(text, encoding="utf-8")
        return tmp_path / name

    return write


def test_one_odd_date_does_not_cost_the_column(run_import, table):
    file = table(ARABIC)
    told = suggest(file)
    assert (
        '"التاريخ": {field: "when", format: "d/m/y"}    # 1 of 3 sampled cells are no date, and their rows fail' in told
    )
    run = run_import(file, yaml.safe_load(told))
    assert [(row.row, row.field, row.value) for row in run.failedrows.all()] == [
        (3, "التاريخ", "غداً"),
        (4, "القتلى", "كذا وكذا"),
    ]


def test_counts_in_words_are_read_and_not_mapped_to_null(run_import, table):
    file = table(ARABIC)
    told = suggest(file)
    assert "بين 3 و 7" not in told and '# "كذا وكذا": null    # no count could be read' in told
    run_import(file, yaml.safe_load(told))
    killed = reports().get().claim.killed
    assert (killed.low, killed.high, killed.said) == (3, 7, "بين 3 و 7")


def test_actors_get_the_code_of_exactly_their_name_and_others_keep_their_name(run_import, table):
    file = table(
        "date,actor,weapon\n2019-05-13,Syrian regime,mortar\n"
        "2019-05-14,Syrian government or other troops,a thing that fell\n2019-05-15,Knights of the Hill,mortar\n"
    )
    told = suggest(file)
    assert '# "Syrian regime": SYR_GOV    # found by itself in the rows of its own time\n' in told
    assert '# "Syrian government or other troops": SYR_GOV    # no code found; perhaps SYR_GOV (' in told
    assert '# "Knights of the Hill": CODE    # no code found\n' in told
    run_import(file, yaml.safe_load(told))
    sides = [report.claim.parties[0] for report in reports().order_by("pk")]
    assert [(side.actor, side.name) for side in sides] == [
        ("SYR_GOV", "Syrian regime"),
        (None, "Syrian government or other troops"),
        (None, "Knights of the Hill"),
    ]
    assert ["unknown_code" in report.flags for report in reports().order_by("pk")] == [False, True, False]


def test_an_army_keeps_only_its_name_after_its_end(run_import, table):
    file = table("date,actor\n2013-05-13,الجيش السوري\n2025-05-14,الجيش السوري\n")
    run_import(file, yaml.safe_load(suggest(file)))
    sides = [report.claim.parties[0] for report in reports().order_by("pk")]
    assert [(side.actor, side.name) for side in sides] == [("SYR_ARMY", "الجيش السوري"), (None, "الجيش السوري")]


def test_what_the_kind_requires_and_nothing_tells_is_said_in_the_mapping_and_refused_on_import(
    table, run_import, alice
):
    file = table("date,place,killed\nsoon,Idlib,4\nlater,Idlib,5\n")
    told = suggest(file)
    assert '# nothing found for "when", which an incident must have' in told
    assert "date: {ignore: true}    # no cell of it could be read as a date" in told
    with pytest.raises(Unreadable, match="no column for when, which the kind incident must have; it ignores “date”"):
        checked(yaml.safe_load(told))


def test_every_column_of_totals_becomes_a_report_of_its_own(run_import, table):
    file = table("Year,Country,Refugees,Returned refugees,IDPs\n2015,Lebanon,1200,,\n2016,Lebanon,1300,40,*\n")
    mapping = yaml.safe_load(suggest(file))
    assert [report["constants"]["what"] for report in mapping["reports"]] == ["displaced", "returned", "displaced"]
    run = run_import(file, mapping)
    assert (run.rows, run.new, run.failed) == (2, 3, 1)
    told = {(each.claim.description.en, each.claim.when.start.year): each.claim.count.low for each in reports()}
    assert told == {("Refugees", 2015): 1200, ("Refugees", 2016): 1300, ("Returned refugees", 2016): 40}


@pytest.mark.parametrize(
    ("column", "perhaps", "why"),
    [
        ("children injured", 'perhaps {field: "injured"}', "it counts children only, and no field holds those"),
        ("الجرحى من الأطفال", 'perhaps {field: "injured"}', "it counts children only, and no field holds those"),
        ("civilians displaced", 'perhaps {field: "displaced"}', "it counts civilians only, and no field holds those"),
        ("النازحون من النساء", 'perhaps {field: "displaced"}', "it counts women only, and no field holds those"),
        ("killed_men", 'perhaps {field: "killed"}', "it counts some of them only, and no field holds those"),
        ("القتلى الرجال", 'perhaps {field: "killed"}', "it counts some of them only, and no field holds those"),
        ("deaths averted", 'perhaps {field: "killed"}', "“averted” in its name is not understood"),
        ("نسبة القتلى", 'perhaps {field: "killed"}', "“نسبه” in its name is not understood"),
        ("killed %", 'perhaps {field: "killed"}', "what does the sign % say?"),
        ("homes displaced", 'perhaps {field: "displaced"}', "it counts households or homes, not people"),
        ("منازل المهجرين", 'perhaps {field: "displaced"}', "it counts households or homes, not people"),
        ("source type", "perhaps {origin: true}", "“type” in its name is not understood"),
        ("نوع المصدر", "perhaps {origin: true}", "“نوع” in its name is not understood"),
        ("source reliability", "perhaps {origin: true}", "“reliability” in its name is not understood"),
        ("رابط المصدر", "perhaps {origin: true}", "“رابط” in its name is not understood"),
        ("date of birth", 'perhaps {field: "when"}', "“of birth” in its name is not understood"),
        ("تاريخ الفحص", 'perhaps {field: "when"}', "“الفحص” in its name is not understood"),
        ("children", 'perhaps {field: "killed_children"}', "what happened to the children?"),
        ("الأطفال", 'perhaps {field: "killed_children"}', "what happened to the children?"),
    ],
)
def test_a_column_that_is_not_certain_is_left_out_with_what_it_may_be(table, column, perhaps, why):
    told = suggest(table(f"ref,date,governorate,killed,{column}\nA-1,2018-09-04,Idlib,3,11\n"))
    assert f"{{ignore: true}}    # {perhaps}: {why}\n" in told
    assert yaml.safe_load(told)["columns"][column] == {"ignore": True}
    assert yaml.safe_load(told)["columns"]["killed"] == {"field": "killed"}


@pytest.mark.parametrize(
    ("column", "use"),
    [
        ("Injured", {"field": "injured"}),
        ("عدد المصابين", {"field": "injured"}),
        ("missing", {"field": "missing"}),
        ("المفقودون", {"field": "missing"}),
        ("No. of people detained", {"field": "detained"}),
        ("المعتقلين", {"field": "detained"}),
        ("IDPs", {"field": "displaced"}),
        ("النازحون", {"field": "displaced"}),
        ("killed or wounded", {"field": "casualties"}),
        ("القتلى والجرحى", {"field": "casualties"}),
        ("injured_min", {"field": "injured", "part": "low"}),
        ("الحد الأدنى للجرحى", {"field": "injured", "part": "low"}),
        ("maximumInjured", {"field": "injured", "part": "high"}),
        ("أعلى عدد للجرحى", {"field": "injured", "part": "high"}),
        ("women (killed)", {"field": "killed_women"}),
        ("القتلى من النساء", {"field": "killed_women"}),
    ],
)
def test_a_name_of_which_every_word_is_understood_is_taken(table, column, use):
    told = suggest(table(f"ref,date,governorate,{column}\nA-1,2018-09-04,Idlib,3\n"))
    assert yaml.safe_load(told)["columns"][column] == use


@pytest.mark.parametrize(
    "column",
    [
        "notes",
        "internal comments",
        "interviewer",
        "interview location",
        "phone number",
        "witness name",
        "contact",
        "ملاحظات",
        "تعليقات داخلية",
        "اسم الباحث",
        "مكان المقابلة",
        "رقم الهاتف",
        "اسم الشاهد",
    ],
)
def test_a_column_that_reads_private_is_never_taken_and_its_cells_are_not_shown(run_import, table, column):
    file = table(f"ref,date,governorate,killed,{column}\nA-1,2018-09-04,Idlib,3,CANARY\n")
    told = suggest(file)
    assert "it reads like a private column, and a public report would show it" in told and "CANARY" not in told
    run_import(file, yaml.safe_load(told), level=Level.PUBLIC)
    report = reports().get()
    assert "CANARY" not in f"{report.said} {report.claim.model_dump()} {report.attribution.key}"


def test_least_and_most_become_the_bounds_of_one_number(run_import, table):
    file = table("date,place,killed_min,killed,killed_max\n2018-09-04,Idlib,3,4,9\n")
    run_import(file, yaml.safe_load(suggest(file)))
    killed = reports().get().claim.killed
    assert (killed.low, killed.point, killed.high) == (3, 4, 9)


def test_an_order_of_day_and_month_that_no_cell_shows_is_asked(table):
    told = suggest(table("date,place,killed\n04/09/2018,Idlib,4\n05/09/2018,Idlib,5\n"))
    assert (
        'perhaps {field: "when", format: "d/m/y"} or {field: "when", format: "m/d/y"}: every cell can be read' in told
    )
    with pytest.raises(Unreadable, match="no column for when"):
        checked(yaml.safe_load(told))
    told = suggest(table("date,place,killed\n04/09/2018,Idlib,4\n15/09/2018,Idlib,5\n"))
    assert yaml.safe_load(told)["columns"]["date"] == {"field": "when", "format": "d/m/y"}


def test_two_columns_of_one_name_are_told_apart(table):
    told = suggest(table("ref,day,place,killed,place\nA1,2023-06-21,Idlib,3,Maarrat Misrin\n"))
    columns = yaml.safe_load(told)["columns"]
    assert columns["place"] == {"field": "where"} and columns["place (2)"] == {"ignore": True}
    assert '"place (2)": {ignore: true}    # perhaps {field: "where"}: place is taken for it' in told


def test_of_two_columns_that_may_be_one_number_none_is_taken(table):
    columns = yaml.safe_load(suggest(table("date,place,killed,deaths\n2018-09-04,Idlib,3,5\n")))["columns"]
    assert columns["killed"] == columns["deaths"] == {"ignore": True}


@pytest.mark.parametrize("header", ["date,colour", "التاريخ,اللون"])
def test_a_mapping_that_finds_nothing_but_a_date_says_so_first(table, header):
    told = suggest(table(f"{header}\n2018-09-04,red\n")).split("kind:")[0]
    assert "# no number of people was found" in told and "# nothing but a date was found" in told


def test_a_running_number_is_no_identifier_without_more(table):
    columns = yaml.safe_load(suggest(table("no,date,place,killed\n1,2018-09-04,Idlib,3\n2,2018-09-05,Idlib,4\n")))
    assert columns["columns"]["no"] == {"ignore": True}
    columns = yaml.safe_load(suggest(table("no,date,place,killed\n17,2018-09-04,Idlib,3\n22,2018-09-05,Idlib,4\n")))
    assert columns["columns"]["no"] == {"external_id": True}


def test_cells_speak_against_a_name(table):
    told = suggest(
        table("date,location,actor,source,killed\n2018-09-04,35.6 36.5,3,media,4\n2018-09-05,35.7 36.4,1,witness,x\n")
    )
    assert '"where"}: its cells are numbers, not names' in told
    assert '"parties"}: its cells are numbers: say in `values` what each means' in told
    assert "source: {ignore: true}    # perhaps {origin: true}: its cells say of which kind the sources are" in told


ACLED = "event_id_cnty,event_date,time_precision,sub_event_type,actor1,actor2,country,admin1,location,geo_precision,source,notes,fatalities"


def test_a_known_format_is_read_with_all_it_tells(run_import, table):
    file = table(
        f"{ACLED}\nSYR1,2018-09-04,1,Air/drone strike,Hill Brigade,Civilians (Syria),Syria,Idleb,Idleb,1,Example Wire; Example Radio,Four died.,4\n"
        "SYR2,2018-09-15,3,Armed clash,Hill Brigade,River Brigade,Syria,Idleb,Idleb,3,Example Wire,A fight.,0\n"
    )
    told = suggest(file)
    assert "# it has the header of ACLED" in told
    run = run_import(file, yaml.safe_load(told))
    assert (run.new, run.failed) == (2, 0)
    first, second = reports().get(external_id="SYR1"), reports().get(external_id="SYR2")
    assert (first.claim.what, first.claim.killed.low, first.said) == ("AIR_STRIKE", 4, "Four died.")
    assert [party.name for party in first.claim.parties] == ["Hill Brigade"]
    assert second.claim.when.notation() == "2018-09" and second.claim.where.places == ("SY07",)
    assert second.claim.killed is None and second.claim.where.precision == "governorate"


def test_the_choices_of_a_form_in_columns_of_0_and_1_are_read_together(run_import, table):
    file = table(
        "_id,event/date,event/place,event/weapon/barrel_bomb,event/weapon/mortar,event/harm/killed,event/harm/injured,event/number_killed\n"
        "81,2018-09-04,Idlib,1,1,1,0,3\n82,2018-09-05,Idlib,0,1,0,1,\n"
    )
    run_import(file, yaml.safe_load(suggest(file)))
    claims = {report.external_id: report.claim for report in reports()}
    assert claims["81"].weapons == ("BARREL_BOMB", "MORTAR") and claims["82"].weapons == ("MORTAR",)
    assert claims["81"].killed.low == 3 and claims["82"].killed is None and claims["82"].injured is None


def test_the_tags_of_a_table_tell_what_its_columns_mean(table):
    told = suggest(
        table(
            "A,B,C,D,Injured\n#date+occurred,#adm1+name,#affected+killed,#affected+injured+children,#affected+killed\n"
            "2018-09-04,Idlib,3,1,2\n"
        )
    )
    columns = yaml.safe_load(told)["columns"]
    assert columns["A"] == {"field": "when"} and columns["B"] == {"field": "where", "part": "governorate"}
    assert columns["C"] == {"field": "killed"} and columns["D"] == {"ignore": True}
    assert "its tag #affected+killed and its name mean two things" in told


def test_a_list_in_json_is_a_table(run_import, table):
    file = table(
        '{"count": 1, "data": [{"id": "e1", "date": "2018-09-04", "place": {"name": "Idlib", "lat": 35.93, "lon": 36.63},'
        ' "killed": 1300, "killed_children": null, "links": ["a", "b"], "seen": true}]}',
        "events.json",
    )
    mapping = yaml.safe_load(suggest(file))
    assert mapping["columns"]["place.name"] == {"field": "where"}
    run = run_import(file, mapping)
    report = reports().get(external_id="e1")
    assert (run.rows, report.claim.killed.low, report.claim.killed_children) == (1, 1300, None)
    assert (report.claim.where.lat, report.locator) == (35.93, "row 1")


@pytest.mark.parametrize("text", ["[1, 2]", "{}", "[{", '"a"', "[]", "[{}]", '[{"a": 1}, 2]'])
def test_a_json_file_that_is_no_table_is_refused_in_words(table, text):
    with pytest.raises(Unreadable, match=r"is no table|is not JSON"):
        suggest(table(text, "events.json"))


@pytest.mark.parametrize(
    ("header", "what"),
    [("year,governorate,killed", "killed"), ("السنة,المحافظة,النازحون", "displaced"), ("month,province,injured", "")],
)
def test_totals_by_year_are_tallies_and_those_without_a_time_are_left_out(table, header, what):
    mapping = yaml.safe_load(suggest(table(f"{header}\n2018,Idlib,300\n2019,Idlib,200\n")))
    assert mapping["kind"] == "tally" and mapping.get("constants", {}).get("what", "") == what


def test_an_identifier_that_repeats_is_none(table):
    told = suggest(table("ref,date\nA-1,2019-05-13\nA-1,2019-05-14\n"))
    assert 'ref: {ignore: true}    # "A-1" stands there twice' in told


def test_cells_of_several_lines_do_not_break_the_mapping(table):
    told = suggest(table('date,remark,killed\n2019-05-13,"one\nline: {",4\n'))
    assert yaml.safe_load(told)["columns"]["remark"] == {"ignore": True}


def test_a_table_of_testimonies_takes_how_they_were_taken_and_nobodys_name(run_import, table):
    file = table(
        "ref,pseudonym,interviewee,interviewer,date of interview,place of interview,language of interview,consent,"
        "date of incident,governorate,summary of testimony\n"
        "T1,The baker,Canary Sami,Canary Noor,2019-06-01,Idlib,Arabic,given,2019-05-02,Idlib,Saw the market burn\n"
        "T2,The teacher,Canary Rima,Canary Noor,2019-06-03,Aleppo,Arabic,refused,2019-05-04,Idlib,Was held for a week\n"
    )
    told = suggest(file)
    assert "kind: testimony" in told and "Canary" not in told
    run = run_import(file, yaml.safe_load(told))
    assert (run.new, run.failed) == (2, 0)
    baker = next(each for each in reports() if each.external_id == "T1")
    assert (baker.claim.teller.en, baker.claim.consent, baker.claim.spoken) == ("The baker", "given", "Arabic")
    assert (baker.claim.taken.start.isoformat(), baker.claim.taken_where.places) == ("2019-06-01", ("SY07",))
    assert (baker.claim.when.start.isoformat(), baker.claim.summary.en) == ("2019-05-02", "Saw the market burn")
    assert "Canary" not in str([each.content for each in reports()])
    assert not Report.objects.visible_to(Viewer.public()).exists(), "no consent stands behind it yet"


def test_an_arabic_table_of_testimonies_is_known_as_one(table):
    told = suggest(
        table(
            "الاسم المستعار,تاريخ المقابلة,الموافقة,المحافظة,ملخص الشهادة\nالخباز,2019-06-01,موافق,إدلب,رأى السوق يحترق\n"
        )
    )
    assert "kind: testimony" in told and '"الاسم المستعار": {field: "teller"}' in told


def test_a_table_of_strikes_with_the_day_of_the_interview_stays_one_of_strikes(table):
    told = suggest(
        table("date of incident,governorate,killed,interview date,consent\n2019-05-02,Idlib,3,2019-06-01,yes\n")
    )
    assert "kind: incident" in told and '"interview date": {ignore: true}' in told


@pytest.mark.parametrize(
    ("name", "cells", "told"),
    [
        ("status", ("confirmed", "Rumour", "false alarm"), "“Rumour”, “false alarm”"),
        ("verification", ("verified", "unconfirmed", "verified"), "“unconfirmed”"),
        ("الحالة", ("مؤكد", "شائعة", "إنذار كاذب"), "“شائعة”, “إنذار كاذب”"),
    ],
)
def test_a_column_that_denies_whole_rows_is_named_first(table, name, cells, told):
    """Its rows would count as four killed in a strike that never was."""
    rows = "".join(f"2019-05-0{n},Idlib,{n},{cell}\n" for n, cell in enumerate(cells, 1))
    text = suggest(table(f"date,place,killed,{name}\n{rows}"))
    notes = text.partition("kind:")[0]
    assert f'"{name}" says of some rows {told}' in notes and "their numbers count like those of all others" in notes


def test_a_column_whose_rows_are_all_certain_is_not_named(table):
    text = suggest(table("date,place,killed,status\n2019-05-01,Idlib,3,confirmed\n2019-05-02,Idlib,1,verified\n"))
    assert "says of some rows" not in text


@pytest.mark.parametrize(("name", "cell"), [("has_photo", "false"), ("inquiry", "pending"), ("visa", "denied")])
def test_a_word_that_says_nothing_of_the_row_does_not_deny_it(table, name, cell):
    text = suggest(table(f"date,place,killed,{name}\n2019-05-01,Idlib,3,{cell}\n2019-05-02,Idlib,1,{cell}\n"))
    assert "says of some rows" not in text
