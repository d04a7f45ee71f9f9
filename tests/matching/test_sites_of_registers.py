"""Two registers name one school: the matcher proposes the pair with its reasons, and joins nothing; a person judges."""

from __future__ import annotations

import pytest
from click.testing import CliRunner
from django.db import transaction

from dalil.archive.protection import Viewer
from dalil.cli.matching import match
from dalil.matching import match_runs
from dalil.matching.arrival import find_alike
from dalil.matching.model import Model
from dalil.matching.models import LikelyPair
from dalil.record import actions
from dalil.record.kind import kind_of
from dalil.record.models import Judgement, Verdict
from dalil.wording.matches import say_reasons

pytestmark = pytest.mark.usefixtures("home")

SITE = kind_of("site")
TOWN, OTHER_TOWN, GOVERNORATE = ({"places": [code]} for code in ("SY070501", "SY070300", "SY07"))


@pytest.fixture
def register(enter):
    """Enter a row of a register: `register("ocha:1", "al-Nour school", TOWN)`; its list is what stands before the number."""

    def row(number, called, where, *functions, **said):
        content = {"called": called, "functions": list(functions or ["SCHOOL"]), "where": where, **said}
        return enter(content, kind="site", origin=number.partition(":")[0], external_id=number)

    return row


def proposed():
    return {frozenset((each.a_id, each.b_id)): each for each in LikelyPair.objects.filter(kind="site")}


def pair(one, other):
    return frozenset((one.pk, other.pk))


def test_two_registers_that_name_one_school_are_proposed_with_reasons_and_joined_by_a_person_alone(register, bob):
    arabic = register("ocha:1", {"ar": "مدرسة النور الجديدة"}, TOWN, when="2018")
    latin = register("hsos:7", "al-Nour", {"lat": 35.7128, "lon": 36.5252}, when="2021", other_names=["مدرسة النور"])
    named = register("osm:9", "al-Nour", TOWN)
    primary = register("edu:3", {"ar": "مدرسة النور الابتدائية"}, TOWN)
    match_runs.match_all(SITE)
    found = proposed()
    assert pair(latin, named) in found and not Judgement.objects.exists()
    _, reasons = Model.starting(SITE).score(found[pair(latin, named)].levels)
    assert say_reasons(reasons, "site", "en").speak_for[0] == "Name: the same"
    assert say_reasons(reasons, "site", "ar").speak_for[0] == "الاسم: مطابق"
    assert pair(primary, named) in found, "primary and school are words for its sort"
    assert pair(arabic, named) not in found, "another word in its name than the sort of site it is"
    assert all(match_runs.match_all(SITE).joined == 0 for _ in range(2))
    actions.judge(latin, named, Verdict.SAME, actor=bob)
    assert match_runs.match_all(SITE).parted == 0 and Judgement.objects.count() == 1


def test_a_name_alone_proposes_nothing_and_neither_do_two_rows_of_one_register(register):
    here = register("ocha:1", "al-Nour school", TOWN)
    for number, where in (("osm:1", OTHER_TOWN), ("osm:2", GOVERNORATE), ("osm:3", None), ("ocha:2", TOWN)):
        register(number, "al-Nour school", where)
    match_runs.match_all(SITE)
    assert [each for each in proposed() if here.pk in each] == []
    other = register("osm:4", "مدرسة النور", TOWN, "HOSPITAL")
    match_runs.match_all(SITE)
    assert pair(here, other) in proposed(), "of one register it says a school, of the other a hospital: a person looks"


def test_registers_matched_as_they_come_in_or_at_once_propose_the_same(register):
    rows = [
        (f"{name}:{n}", called, TOWN)
        for n, called in enumerate(("al-Nour", "al-Salam school", "مدرسة السلام"))
        for name in ("ocha", "osm")
    ]

    def in_order(told, step):
        with transaction.atomic():
            for at in range(0, len(told), step):
                for row in told[at : at + step]:
                    register(*row)
                match_runs.match_what_came_in()
            found = {
                frozenset((e.a.external_id, e.b.external_id)): round(e.likelihood, 9) for e in LikelyPair.objects.all()
            }
            transaction.set_rollback(True)
        return found

    at_once = in_order(rows, len(rows))
    assert len(at_once) >= 4 and in_order(rows, 1) == in_order(rows[::-1], 2) == at_once


def test_who_enters_a_site_is_told_of_the_one_that_is_there(register):
    there = register("ocha:1", "al-Nour school", {"lat": 35.7128, "lon": 36.5252, "name": "Ehsem"})
    claim = SITE.model_validate(there.content)
    (alike,) = find_alike(claim, Viewer.steward())
    assert alike.report == there
    assert find_alike(SITE.model_validate({"called": "al-Nour school"}), Viewer.steward()) == []


def test_no_model_of_sites_is_trained(register, bob):
    register("ocha:1", "al-Nour school", TOWN)
    done = CliRunner().invoke(match, ["--kind", "site", "--train", "--as", "bob"])
    assert done.exit_code == 0 and "persons alone judge them" in done.output
