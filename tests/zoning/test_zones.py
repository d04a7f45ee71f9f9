"""Which property lies in which zone, what is due of it, and what the public page of a zone says."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from dalil.archive.protection import Level, Viewer
from dalil.record import actions
from dalil.zoning.zones import decree_key, find_zone, list_zones

GARDENS = {"title_of": "Gardens", "decree": "Decree 12 of 2019", "announced": "2019-03-10"}
TODAY = date(2019, 6, 1)


@pytest.fixture
def gardens(enter):
    return enter(GARDENS, kind="zone")


def test_a_decree_is_known_however_it_is_written():
    assert decree_key("12/2019") == decree_key("Decree no. 12 of 2019") == decree_key("مرسوم ١٢ لعام ٢٠١٩")
    assert decree_key("The gardens") != decree_key("12/2019")


def test_properties_are_found_by_the_decree_or_the_address_and_sorted_by_what_is_due(gardens, enter):
    enter({"what": "HOME", "zone": "١٢/٢٠١٩", "filed": "IS_SO", "filed_when": "2019-04-01"}, kind="property")
    enter({"what": "HOUSE", "zone": gardens.address, "filed": "IS_NOT", "on_register": "IS_NOT"}, kind="property")
    enter({"what": "SHOP", "zone": "12/2019"}, kind="property")
    enter({"what": "LAND", "zone": "99/2019"}, kind="property")
    enter({"what": "LAND"}, kind="property")
    known = list_zones(Viewer.public(), TODAY)
    (zone,) = known.zones
    assert [each.state.state for each in zone.properties] == ["NOT_FILED", "UNKNOWN", "FILED"]
    assert zone.states == {"FILED": 1, "NOT_FILED": 1, "UNKNOWN": 1}
    assert [each.current[0].claim.zone for each in known.unplaced] == ["99/2019"]


def test_a_decree_that_two_zones_have_places_no_property(gardens, enter):
    enter(GARDENS | {"title_of": "Other gardens"}, kind="zone")
    enter({"what": "SHOP", "zone": "12/2019"}, kind="property")
    known = list_zones(Viewer.public(), TODAY)
    assert [zone.properties for zone in known.zones] == [(), ()] and len(known.unplaced) == 1


def test_a_hidden_property_changes_nothing_for_the_public(gardens, enter, alice):
    enter({"what": "SHOP", "zone": "12/2019", "filed": "IS_NOT"}, kind="property", level=Level.INTERNAL)
    assert find_zone(gardens.address, Viewer.public(), TODAY).properties == ()
    assert len(find_zone(gardens.address, Viewer.of(alice), TODAY).properties) == 1


def test_a_hidden_correction_takes_nothing_from_the_public(gardens, enter, alice):
    shop = enter({"what": "SHOP", "zone": "12/2019"}, kind="property")
    for report in (gardens, shop):
        draft = actions.Draft(
            claim=report.claim,
            attribution=report.attribution,
            document=report.document,
            said="Mended.",
            level=Level.INTERNAL,
        )
        actions.supersede(report, draft, actor=alice, reason="Checked.")
    for viewer in (Viewer.public(), Viewer.of(alice)):
        (zone,) = list_zones(viewer, TODAY).zones
        assert len(zone.properties) == 1 and len(find_zone(gardens.address, viewer, TODAY).properties) == 1


def test_the_page_of_a_zone_says_until_when_by_which_rule_and_that_it_is_no_advice(gardens, client, enter):
    enter({"what": "SHOP", "zone": "12/2019"}, kind="property")
    address = reverse("entity", args=[gardens.address])
    page = client.get(address, headers={"host": "localhost"}).content.decode()
    assert "10 March 2020" in page and "Law 42 of 2018: one year" in page
    assert "This is no legal advice." in page and "Properties in it that can be read here: 1" in page
    in_arabic = address.replace("/en/", "/ar/")
    arabic = client.get(in_arabic, headers={"host": "localhost"}).content.decode()
    assert "ليست استشارة قانونية" in arabic and "١٠ آذار ٢٠٢٠" in arabic


def test_an_announcement_that_names_another_day_is_shown_beside_the_clock(enter, client):
    report = enter(GARDENS | {"until_said": "2019-04-09", "announced": "2018-11-20"}, kind="zone")
    page = client.get(reverse("entity", args=[report.address]), headers={"host": "localhost"}).content.decode()
    assert "between 20 December 2018 and 20 November 2019" in page
    assert "The announcement itself says:" in page and "9 April 2019" in page
    assert "either rule may hold" in page
