"""The page of a site says what happened there; that of a shock keeps its units apart; that of a tally stands beside the register."""

from __future__ import annotations

import re

import pytest

from dalil.archive.protection import Level
from dalil.matching.pointings import follow_mentions, point
from dalil.record import actions
from dalil.record.models import Verdict

IDLIB = {"places": ["SY0703-ATMEH-CAMPS"]}


def words(reader, path):
    html = re.sub(r"<svg.*?</svg>", " ", reader.get(path).content.decode(), flags=re.DOTALL)
    return " ".join(re.sub(r"<[^>]*>", " ", html).split())


def page(reader, report, language="en"):
    return words(reader, f"/{language}/record/{report.address}/")


@pytest.fixture
def strike(enter):
    def strike(day, *names, **said):
        return enter(
            {"when": day, "where": IDLIB, "what": "AIR_STRIKE", "named_sites": list(names), **said}, origin="m"
        )

    return strike


@pytest.fixture
def site(enter):
    def site(name, *functions, **said):
        return enter({"called": name, "functions": list(functions), "where": IDLIB, **said}, kind="site", origin="r")

    return site


def test_a_site_says_how_often_it_was_hit_first_last_and_after_how_long(site, strike, bob, reader):
    school = site({"en": "al-Nour school", "ar": "مدرسة النور"}, "SCHOOL")
    hits = [
        strike("2017-02-01", "al-Nour school"),
        strike("2017-02-01", "مدرسة النور"),
        strike("2019-05-03", "مدرسة النور"),
    ]
    actions.judge(hits[0], hits[1], Verdict.SAME, actor=bob)
    follow_mentions()
    seen = page(reader, school)
    assert "Hit 2 times" in seen and "First 1 February 2017" in seen and "Last 3 May 2019 first in 27 months" in seen
    assert "of these the matcher alone says of 2 that this place is meant" in seen and "When it was hit" in seen
    assert "“مدرسة النور”" not in seen and "Al-Nour school, School" in page(reader, hits[2]), (
        "the incident leads to the site"
    )
    assert "the matcher’s word" in page(reader, hits[2])
    assert "ما جرى هنا" in page(reader, school, "ar")


def test_a_hidden_incident_changes_nothing_on_the_page_of_a_site(site, strike, enter, reader):
    school = site("al-Nour school", "SCHOOL")
    strike("2019-05-03", "al-Nour school")
    follow_mentions()
    before = page(reader, school)
    enter({"when": "2019-05-09", "where": IDLIB, "named_sites": ["al-Nour school"]}, level=Level.INTERNAL)
    follow_mentions()
    assert page(reader, school) == before


def test_a_tally_stands_beside_the_register_and_its_rest_stays_unnamed(site, strike, enter, reader):
    """At least 82 attacks, of which 17, 19, 6 and 4 are named: at least 36 are of no stated kind."""
    for name, function in (("al-Nour", "SCHOOL"), ("al-Salam", "SCHOOL"), ("Old mosque", "MOSQUE"), ("Mill", "PLANT")):
        site(name, function)
    strike("2019-05-01", "al-Nour", "Old mosque")
    strike("2019-05-09", "al-Nour", "Mill", "a clinic nobody knows")
    strike("2019-05-12", "al-Salam")
    follow_mentions()
    part = [("SCHOOL", 19), ("WORSHIP", 17), ("MEDICAL", 6), ("MARKET", 4)]
    tally = enter({"what": "attacks", "count": "82+", "where": {"places": ["SY07"]}, "when": "2019-05",
                   "parts": [{"what": code, "target": code, "count": n} for code, n in part]}, kind="tally", origin="c")  # fmt: skip
    seen = page(reader, tally)
    assert "schools 19 attacks 3 2 1" in seen, "three times a known school was hit: two schools, one of them twice"
    assert "places of worship 17 attacks 1 1 0" in seen and "medical facilities 6 attacks 0 0 0" in seen
    assert "of no stated kind at least 36 attacks 1 1 0" in seen and "In all at least 82 attacks 5 4 1" in seen
    assert "1 place that is named in these incidents is not found in the register for certain." in seen


def test_a_tally_without_time_or_coded_place_has_unknown_numbers_beside_it(site, strike, enter, reader):
    site("al-Nour", "SCHOOL")
    strike("2019-05-01", "al-Nour")
    follow_mentions()
    told = {"what": "attacks", "count": 9, "parts": [{"what": "Schools", "target": "SCHOOL", "count": 5}]}
    for scope in ({"where": {"places": ["SY07"]}}, {"when": "2019"}, {"when": "2019", "where": {"name": "the north"}}):
        seen = page(reader, enter(told | scope, kind="tally", origin="c"))
        assert "schools 5 attacks unknown unknown unknown" in seen and "no coded place or no time" in seen
    seen = page(reader, enter(told | {"when": "2019", "where": {"places": ["SY07"]}}, kind="tally", origin="c"))
    assert "schools 5 attacks 1 1 0" in seen and "Lines overlap" not in seen


def test_lines_of_a_tally_that_overlap_say_so_and_leave_no_false_rest(site, strike, enter, reader):
    site("al-Shifa", "HOSPITAL")
    strike("2019-05-01", "al-Shifa")
    follow_mentions()
    parts = [{"what": code, "target": code, "count": n} for code, n in (("MEDICAL", 6), ("HOSPITAL", 4))]
    scope = {"when": "2019", "where": {"places": ["SY07"]}}
    seen = page(reader, enter({"what": "attacks", "count": 10, "parts": parts, **scope}, kind="tally", origin="c"))
    assert "medical facilities 6 attacks 1 1 0 hospitals 4 attacks 1 1 0" in seen and "Lines overlap" in seen
    assert "of no stated kind 0–4 attacks 0 0 0" in seen, "whether the 6 hold the 4 is not said"


def test_the_numbers_of_a_shock_stand_by_unit_and_organisation(enter, site, bob, reader):
    camp = site({"en": "Atama camps", "ar": "مخيمات أطمة"}, "CAMP_CLUSTER")
    flood = {"what": "FLOOD", "when": "2019-03-31", "where": IDLIB}
    one = enter(flood | {"families": "11001+", "camps": ["Atama camps", "Qah camps"]}, kind="shock", origin="rcg")
    two = enter(flood | {"families": 9000, "tents_damaged": 300}, kind="shock", origin="ocha")
    actions.judge(one, two, Verdict.SAME, actor=bob)
    enter(
        {"what": "FIRE", "when": "2021", "where": IDLIB, "tents_destroyed": 4, "camps": ["مخيمات أطمة"]},
        kind="shock",
        origin="ocha",
    )
    follow_mentions()
    seen = page(reader, one)
    assert "Counted in families Who says so Families affected Rcg at least 11,001 families Ocha 9,000 families" in seen
    assert (
        "Counted in tents Who says so Tents damaged Ocha 300 tents" in seen
        and "worked out from one unit to another" in seen
    )
    assert 'id="camps' in reader.get(f"/en/record/{one.address}/").content.decode(), "a map of the camps that are meant"
    of_camp = page(reader, camp)
    assert "Shocks 2" in of_camp and "2021 Fire — 4 tents 1" in of_camp
    assert "31 March 2019 Flood" in of_camp and "not divided among them" in of_camp
    assert "9,000 families, in conflict 1–2" in of_camp, "one report names two camps, the other none"
    assert of_camp.count("Flood, Atmeh camps, 31 March 2019 31 March 2019") == 0
    assert "When shocks befell it" in of_camp and "When it was hit" not in of_camp


def test_what_shocks_did_to_a_camp_is_drawn_over_the_years_and_nothing_is_added(enter, site, reader):
    camp = site({"en": "Atama camps", "ar": "مخيمات أطمة"}, "CAMP_CLUSTER")
    for when, families, camps in (
        ("2019-03-31", "11000+", ["Atama camps"]),
        ("2020-01-12", "300-450", ["Atama camps"]),
        ("2021-01-19", "500", ["Atama camps"]),
        ("2021-01-28", "700", ["Atama camps"]),
        ("2022-02-01", "90", ["Atama camps", "Qah camps"]),
    ):
        told = {"what": "FLOOD", "when": when, "where": IDLIB, "families": families, "camps": camps}
        enter(told, kind="shock", origin="m")
    follow_mentions()
    html = reader.get(f"/en/record/{camp.address}/").content.decode()
    assert 'id="shocks-families' in html
    drawn = page(reader, camp).partition("Families affected, from shock to shock")[2].partition("Counted in")[0]
    assert "March 2019 11,000 or more" in drawn and "January 2020 300–450" in drawn
    assert "January 2021 not added" in drawn and "1,200" not in drawn, "they may be the same families"
    assert "1 shock befell several places together" in drawn and "February 2022" not in drawn
    assert "المتضررة، من صدمة إلى صدمة" in page(reader, camp, "ar")


def test_few_persons_who_were_held_are_kept_back_and_torture_leads_to_the_law(enter, site, strike, reader):
    branch = site("Branch 9", "BRANCH", acknowledged="SECRET")
    strike("2014", "Branch 9", what="TORTURE")
    for n in range(3):
        enter({"who": f"Samir Qasim {n}", "fate": "DIED_IN_DETENTION", "when": "2014", "where": IDLIB, "held": [
            {"place": "Branch 9", "when": "2013..2014"}, {"place": "Central prison"}]}, kind="victim", origin="l")  # fmt: skip
    follow_mentions()
    seen = page(reader, branch)
    assert "Persons of the public record who were held here fewer than 10" in seen and "Samir" not in seen
    assert "CAT-1" in seen and "no finding" in seen and "Secret or denied" in seen


def test_an_incident_that_says_where_a_field_hospital_is_does_not_lead_to_it(site, strike, bob, reader):
    cave = site("Cave hospital", "FIELD_HOSPITAL", where={"places": ["SY07"]})
    exact = strike("2019-05-01", "Cave hospital")
    coarse = strike("2019-05-02", "Cave hospital", where={"places": ["SY07"]})
    for each in (exact, coarse):
        point(each, "Cave hospital", cave, Verdict.SAME, actor=bob)
    html = reader.get(f"/en/record/{cave.address}/").content.decode()
    assert exact.address not in html and coarse.address in html and "Hit 2 times" in page(reader, cave)
    assert "Atmeh" not in html and "what would say it more exactly is not listed" in html
    assert cave.address not in reader.get(f"/en/record/{exact.address}/").content.decode()
    unjudged = strike("2019-05-03", "A mill")
    shown = [page(reader, each).partition("Places that are named")[2][:90] for each in (exact, unjudged)]
    assert shown[0].replace("Cave hospital", "A mill")[:70] == shown[1][:70], "it is no site that nobody judged"
    assert cave.address in reader.get(f"/en/record/{coarse.address}/").content.decode()


def test_a_shock_or_tally_of_a_town_does_not_say_that_a_field_hospital_is_there(site, strike, enter, bob, reader):
    """The map of a shock and the columns beside a tally would say it as a link does; told of a governorate, they say no more than is public."""
    cave = site("Cave hospital", "FIELD_HOSPITAL", where={"places": ["SY07"]})
    hit = strike("2019-05-02", "Cave hospital")
    flood = enter(
        {"what": "FLOOD", "when": "2019", "where": IDLIB, "camps": ["Cave hospital"]}, kind="shock", origin="m"
    )
    of_all = enter(
        {"what": "FLOOD", "when": "2019", "where": {"places": ["SY07"]}, "camps": ["Cave hospital"]}, kind="shock"
    )
    for each in (hit, flood, of_all):
        point(each, "Cave hospital", cave, Verdict.SAME, actor=bob)
    maps = ['id="camps' in reader.get(f"/en/record/{each.address}/").content.decode() for each in (flood, of_all)]
    assert maps == [False, True]
    told = {"what": "attacks", "count": 9, "when": "2019", "parts": [{"what": "x", "target": "MEDICAL", "count": 5}]}
    town = page(reader, enter(told | {"where": IDLIB}, kind="tally", origin="c"))
    whole = page(reader, enter(told | {"where": {"places": ["SY07"]}}, kind="tally", origin="c"))
    assert "medical facilities 5 attacks 0 0 0" in town and "not found in the register for certain" in town
    assert "medical facilities 5 attacks 1 1 0" in whole
