"""A table says of its counts what a person at the desk can say: the day they speak of, the unit, and whose they are."""

from datetime import date

import pytest

from dalil.archive.protection import Viewer
from dalil.counting.entity_readings import list_readings
from dalil.intake.formats import Unreadable
from dalil.intake.mapping import checked
from dalil.record import actions
from dalil.record.entities import entities_of
from dalil.record.models import Report, Verdict


def claims():
    return [each.claim for each in Report.objects.visible_to(Viewer.steward()).order_by("pk")]


@pytest.fixture
def bring(run_import, tmp_path):
    """Bring in a table of incidents: its text and its columns."""

    def one(text, columns, **facts):
        file = tmp_path / "table.csv"
        file.write_text(text, encoding="utf-8")
        return run_import(file, {"kind": "incident", "columns": {"day": {"field": "when"}} | columns} | facts)

    return one


@pytest.mark.parametrize(
    ("header", "cells", "expected"),
    [
        ("unit,status,sex,age", "family,civilian,,", ("family", "civilian", None, None)),
        ("unit,status,sex,age", "person,combatant,men,adults", ("person", "combatant", "male", "adult")),
        ("unit,status,sex,age", "جثة,مدنيون,نساء,أطفال", ("body", "civilian", "female", "child")),
        ("unit,status,sex,age", "Bodies,civilians,m,infants", ("body", "civilian", "male", "infant")),
        ("unit,status,sex,age", "جثامين,,,", ("body", None, None, None)),
        ("unit,status,sex,age", "households,,,", ("family", None, None, None)),
        ("unit,status,sex,age", "أسر,,,", ("family", None, None, None)),
        ("unit,status,sex,age", "tents,,,", ("tent", None, None, None)),
        ("unit,status,sex,age", "خيام,,,", ("tent", None, None, None)),
    ],
)
def test_columns_of_their_own_say_the_unit_and_whose_a_count_is(bring, header, cells, expected):
    parts = {name: {"field": "killed", "part": name} for name in header.split(",")}
    run = bring(f"day,killed,{header}\n2019-05-01,12,{cells}\n", {"killed": {"field": "killed"}} | parts)
    assert run.failed == 0
    killed = claims()[0].killed
    assert (killed.low, killed.high) == (12, 12)
    assert (killed.unit, killed.status, killed.sex, killed.age) == expected


def test_a_column_says_of_all_its_numbers_what_they_count(bring):
    about = {"unit": "family", "as_of": "2019-06-01"}
    bring("day,homeless\n2019-05-01,300\n", {"homeless": {"field": "displaced", "about": about}})
    displaced = claims()[0].displaced
    assert (displaced.low, displaced.unit, displaced.as_of) == (300, "family", date(2019, 6, 1))


def test_the_facts_hold_also_for_a_count_in_three_columns(bring):
    columns = {
        "least": {"field": "killed", "part": "low", "about": {"status": "civilian"}},
        "most": {"field": "killed", "part": "high"},
        "until": {"field": "killed", "part": "as_of", "format": "d/m/y"},
    }
    bring("day,least,most,until\n2019-05-01,3,7,٠٢/٠٥/٢٠١٩\n", columns)
    killed = claims()[0].killed
    assert (killed.low, killed.high, killed.status, killed.as_of) == (3, 7, "civilian", date(2019, 5, 2))


def test_a_highest_number_alone_is_an_upper_bound_and_no_range_from_nought(bring):
    bring("day,least,most\n2019-05-01,,65\n2019-05-02,,\n", {
        "least": {"field": "killed", "part": "low"}, "most": {"field": "killed", "part": "high"},
    })  # fmt: skip
    first, second = claims()
    assert (first.killed.shape, first.killed.high) == ("upper_bound", 65)
    assert second.killed is None


@pytest.mark.parametrize(
    ("cell", "column", "field"),
    [
        ("12,tribe", {"field": "killed", "part": "unit"}, "what"),
        ("12,قبيلة", {"field": "killed", "part": "unit"}, "what"),
        ("5 families,person", {"field": "killed", "part": "unit"}, "killed"),
        ("خمس نساء,ذكر", {"field": "killed", "part": "sex"}, "killed"),
    ],
)
def test_what_is_not_understood_or_contradicts_the_cell_is_refused(bring, cell, column, field):
    run = bring(f"day,killed,what\n2019-05-01,{cell}\n", {"killed": {"field": "killed"}, "what": column})
    assert (run.new, run.failed) == (0, 1)
    assert run.failedrows.get().field == field


@pytest.mark.parametrize("cell", ["150 persons", "٣٠ شخصاً", "12 residents", "7 killed", "عشرات الأشخاص"])
def test_people_never_become_families_by_what_the_mapping_says_of_a_column(bring, cell):
    run = bring(f"day,n\n2019-05-01,{cell}\n", {"n": {"field": "affected", "about": {"unit": "family"}}})
    assert (run.new, run.failed, run.failedrows.get().field) == (0, 1, "n")


SHOCKS = {
    "kind": "shock",
    "constants": {"what": "FLOOD"},
    "columns": {
        "families": {"field": "families"},
        "tents": {"field": "tents_damaged"},
        "people": {"field": "people"},
        "least": {"field": "families_displaced", "part": "low"},
        "most": {"field": "families_displaced", "part": "high"},
    },
}


@pytest.mark.parametrize(
    ("cells", "field", "cause"),
    [
        ("30 persons,,,,", "families", "people are not counted here, but families"),
        (",٣٠ شخصاً,,,", "tents", "people are not counted here, but tents"),
        ("150 فرد,,,,", "families", "people are not counted here, but families"),
        (",,,30 persons,40", "least", "people are not counted here, but families"),
        (",,,30,40 people", "least", "people are not counted here, but families"),
        (",,30 tents,,", "people", "“People affected” counts people and not tents"),
        (",,٣٠ عائلة,,", "people", "“People affected” counts people and not families"),
    ],
)
def test_a_cell_of_another_unit_is_refused_at_its_column_in_whole_words(run_import, tmp_path, cells, field, cause):
    file = tmp_path / "flood.csv"
    file.write_text(f"families,tents,people,least,most\n{cells}\n30,40,150 persons,,\n", encoding="utf-8")
    run = run_import(file, SHOCKS)
    failed = run.failedrows.get()
    assert (run.new, failed.field) == (1, field) and failed.cause.startswith(cause)


@pytest.mark.parametrize(
    ("use", "says"),
    [
        ({"field": "killed", "about": {"sex": "women folk"}}, "sex"),
        ({"field": "killed", "about": {"colour": "red"}}, "colour"),
        ({"field": "killed", "about": {"as_of": "the first hour"}}, "about"),
        ({"field": "weapons", "about": {"unit": "family"}}, "unit"),
        ({"field": "parties", "about": {"involvement": "did something"}}, "involvement"),
    ],
)
def test_a_mapping_that_says_what_no_count_has_is_refused_before_any_row(use, says):
    with pytest.raises(Unreadable, match=says):
        checked({"kind": "incident", "columns": {"day": {"field": "when"}, "x": use}})


TOLLS = """id,day,killed,told on
4,2019-05-01,31,2019-05-03
3,2019-05-01,27,2019-05-02
2,2019-05-01,12,2019-05-01
"""


@pytest.mark.parametrize("tolls", [TOLLS, "\n".join([TOLLS.splitlines()[0], *reversed(TOLLS.splitlines()[1:])])])
@pytest.mark.parametrize("dated", [{"said_on": True}, {"field": "killed", "part": "as_of"}])
def test_tolls_entered_newest_first_leave_the_newest_standing(bring, bob, tolls, dated):
    columns = {"id": {"external_id": True}, "killed": {"field": "killed"}, "told on": dated}
    bring(tolls, columns, origin="north-monitor")
    first, *others = Report.objects.order_by("pk")
    for other in others:
        actions.judge(first, other, Verdict.SAME, actor=bob)
    (entity,) = entities_of([first.pk], Viewer.steward())
    (killed,) = list_readings(entity)
    assert killed.readings.reported == (31, 31, 31)


def test_the_day_on_which_it_was_said_gives_way_to_the_day_that_the_count_names(bring):
    columns = {
        "killed": {"field": "killed", "about": {"as_of": "2019-05-09"}},
        "hurt": {"field": "injured"},
        "told": {"said_on": True, "format": "d.m.y"},
    }
    bring("day,killed,hurt,told\n2019-05-01,3,9,4.5.2019\n2019-05-02,1,2,some day\n", columns)
    first, second = claims()
    assert (first.killed.as_of, first.injured.as_of) == (date(2019, 5, 9), date(2019, 5, 4))
    assert second.injured.as_of is None
    assert "date_unreadable" in Report.objects.order_by("-pk").first().flags


def test_a_column_of_parties_says_the_part_that_they_had(bring):
    about = {"involvement": "ordered"}
    bring("day,who\n2019-05-01,a patrol; SYR_GOV\n", {"who": {"field": "parties", "split": ";", "about": about}})
    assert [(each.actor, each.involvement) for each in claims()[0].parties] == [
        (None, "ordered"),
        ("SYR_GOV", "ordered"),
    ]


@pytest.mark.parametrize(
    ("field", "cell", "least", "whose"),
    [
        ("killed", "2 children", 2, ("child", None, None)),
        ("killed", "طفلان", 2, ("child", None, None)),
        ("injured", "٧ أطفال", 7, ("child", None, None)),
        ("affected", "20 women", 20, (None, "female", None)),
        ("displaced", "about 20 women", 15, (None, "female", None)),
        ("killed", "12 civilians", 12, (None, None, "civilian")),
        ("killed_civilians", "3 women", 3, (None, "female", None)),
    ],
)
def test_some_of_those_asked_for_are_at_least_so_many_of_all_and_flagged(bring, field, cell, least, whose):
    bring(f"day,n\n2019-05-01,{cell}\n", {"n": {"field": field}})
    report = Report.objects.get()
    count = getattr(report.claim, field)
    assert (count.low, count.high, count.point, count.said) == (least, None, None, cell)
    assert (count.age, count.sex, count.status) == whose
    assert set(report.flags) == {"some_only", "source_unnamed"}


@pytest.mark.parametrize(
    ("field", "cell", "about"),
    [
        ("killed_children", "2 children", {}),
        ("killed_women", "امرأتان", {}),
        ("killed", "2", {"age": "child"}),
        ("killed", "2 children", {"age": "child"}),
        ("killed", "2 people", {}),
    ],
)
def test_a_number_of_those_whom_the_column_asks_for_stays_exact(bring, field, cell, about):
    bring(f"day,n\n2019-05-01,{cell}\n", {"n": {"field": field, "about": about}})
    count = getattr(claims()[0], field)
    assert (count.low, count.high, count.point) == (2, 2, 2)


@pytest.mark.parametrize("cell", ["up to 5 women", "0 children"])
def test_what_says_nothing_of_all_is_refused(bring, cell):
    run = bring(f"day,n\n2019-05-01,{cell}\n", {"n": {"field": "killed"}})
    assert (run.new, run.failed, run.failedrows.get().field) == (0, 1, "n")


def test_a_tally_counts_whom_it_says_that_it_counts(run_import, tmp_path):
    file = tmp_path / "toll.csv"
    file.write_text("day,n\n2019-05-01,20 women\n", encoding="utf-8")
    run_import(
        file,
        {
            "kind": "tally",
            "constants": {"what": "killed"},
            "columns": {"day": {"field": "when"}, "n": {"field": "count"}},
        },
    )
    (tally,) = claims()
    assert (tally.count.low, tally.count.high, tally.count.sex) == (20, 20, "female")
