"""How many people live where: lists of OCHA and plain ones; what does not say its year or its place for certain is a named error."""

from dataclasses import replace

import pytest

from dalil.intake import runs
from dalil.intake.formats import formats
from dalil.record.actions import Refused
from dalil.record.models import Population
from dalil.record.populations import populations


def told(run):
    return {each.row: (each.field, str(each.cause)) for each in runs.open_rows(run)}


def test_a_list_of_ocha_gives_each_year_of_its_headings_and_no_number_by_sex(run_import, tmp_path):
    file = tmp_path / "admpop.csv"
    file.write_text(
        "ADM0_PCODE,ADM1_EN,ADM1_PCODE,F_TL,M_TL,F_00_04,T_TL_2010,T_TL_2018\nSY,Idleb,SY07,5,6,7,1400000,1600000\nSY,Aleppo,SY02,5,6,7,,3700000\n"
    )
    run = run_import(file)
    assert (run.format, run.rows, run.new, run.failed) == ("population", 2, 3, 0)
    assert sorted(Population.objects.values_list("place", "year", "people")) == [
        ("SY02", 2018, 3_700_000),
        ("SY07", 2010, 1_400_000),
        ("SY07", 2018, 1_600_000),
    ]
    assert populations().near("SY07", 2015).year == 2018
    assert populations().near("SY07", 2014).year == 2010  # as near; the earlier
    assert populations().near("SY03", 2018) is None
    again = run_import(file)
    assert (again.new, again.repeated) == (0, 3)


def test_what_is_not_certain_of_a_row_is_its_error(run_import, tmp_path):
    file = tmp_path / "people.csv"
    file.write_text(
        "place,level,year,population,source\n"
        "Aleppo,governorate,2018,3700000,A list\n"
        "Aleppo,,2018,1,A list\n"
        "Nowhere,,2018,1,A list\n"
        "SY02,,,10,A list\n"
        "SY02,,1018,10,A list\n"
        "SY02,,2018,many,A list\n"
        "SY02,,2018,,A list\n"
        "إدلب,governorate,٢٠١٨,١٬٥٠٠٬٠٠٠,قائمة\n"
        "SY02,region,2018,1,A list\n",
        encoding="utf-8",
    )
    run = run_import(file)
    assert (run.rows, run.new, run.failed) == (9, 2, 7)
    fields = {row: field for row, (field, _) in told(run).items()}
    assert fields == {3: "place", 4: "place", 5: "year", 6: "year", 7: "population", 8: "population", 10: "level"}
    assert "SY0200" in told(run)[3][1]
    assert sorted(Population.objects.values_list("place", "people")) == [("SY02", 3_700_000), ("SY07", 1_500_000)]


def test_a_later_number_of_one_list_takes_the_place_of_the_earlier_and_two_lists_stand_side_by_side(
    run_import, tmp_path
):
    for name, people, source in (("a", 100, "One"), ("b", 120, "One"), ("c", 90, "Other")):
        (tmp_path / f"{name}.csv").write_text(f"place,year,population,source\nSY07,2018,{people},{source}\n")
        run = run_import(tmp_path / f"{name}.csv")
        assert (run.new, run.corrected) == ((0, 1) if name == "b" else (1, 0))
    people = populations().near("SY07", 2018)
    assert (people.low, people.high, people.said_by) == (90, 120, ("One", "Other"))
    assert Population.objects.count() == 3  # what was said stays


def test_a_table_about_something_else_is_no_list_of_people(run_import, tmp_path):
    file = tmp_path / "camps.csv"
    file.write_text("place,year,population,killed\nSY07,2018,5,1\n")
    with pytest.raises(Exception, match="mapping"):
        run_import(file)


def test_a_list_that_says_no_column_of_people_is_refused_whole(order, tmp_path):
    file = tmp_path / "camps.csv"
    file.write_text("place,year,killed\nSY07,2018,1\n")
    with pytest.raises(Exception, match="population_2018"):
        runs.run_import(replace(order(file), format=formats()["population"]))


def test_people_are_public_and_cannot_be_brought_in_as_restricted(order, tmp_path):
    from django.contrib.auth.models import Group

    file = tmp_path / "people.csv"
    file.write_text("place,year,population\nSY07,2018,1\n")
    group, _ = Group.objects.get_or_create(name="editor")
    with pytest.raises(Refused, match="public"):
        runs.run_import(order(file, level=2, groups=(group,)))


def test_a_dry_run_says_what_would_come_and_writes_nothing(order, tmp_path):
    file = tmp_path / "people.csv"
    file.write_text("place,year,population\nSY07,2018,100\nSY02,2018,x\n")
    run, errors = runs.dry_run(order(file))
    assert (run.new, run.failed, len(errors)) == (1, 1, 1)
    assert not Population.objects.exists()
