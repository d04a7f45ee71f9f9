"""Entries leave as entities of FollowTheMoney: whole, valid, and only what is public."""

import json

import pytest
from click.testing import CliRunner
from list_samples import eu, ofac, uk_xml, un

from dalil.archive.protection import Level
from dalil.cli.sanctions import export
from dalil.sanctions.followthemoney import entities_of
from dalil.sanctions.formats import read_list
from dalil.sanctions.taking_versions import VersionRequest, take_version


@pytest.fixture
def entities(tmp_path):
    def entities(text):
        path = tmp_path / "list.xml"
        path.write_text(text, encoding="utf-8")
        read = read_list([path])
        return [
            entity
            for each in read.entries
            for entity in entities_of(read.code, each.key, each.claim, read.dated, "https://example.org/list")
        ]

    return entities


def test_a_person_keeps_all_that_the_list_says(entities):
    person, sanction = entities(uk_xml())[:2]
    held = person["properties"]
    assert person["schema"] == "Person" and held["name"] == ["Samir AL-QASIM"]
    assert held["alias"] == ["Sameer ALKASEM", "سمير القاسم"] and held["topics"] == ["sanction"]
    assert held["birthDate"] == ["1962-04", "1961"] and held["nationality"] == ["sy"] and held["gender"] == ["male"]
    assert held["passportNumber"] == ["004512233"] and held["birthPlace"] == ["Hama, Syria"]
    told = sanction["properties"]
    assert told["entity"] == [person["id"]] and told["provisions"] == ["Asset freeze", "Travel Ban"]
    assert told["listingDate"] == ["2011-05-09"] and told["reason"] == ["For an invented reason."]


def test_a_weak_alias_is_weak_and_circa_is_no_date(entities):
    person = entities(ofac())[0]["properties"]
    assert person["weakAlias"] == ["ABU NUR"] and "birthDate" not in person
    assert any(note.startswith("born: circa 1961") for note in person["notes"])


def test_a_ship_has_its_number_and_is_no_person(entities):
    ship = entities(uk_xml())[2]
    assert ship["schema"] == "Vessel" and ship["properties"]["imoNumber"] == ["9900112"]


@pytest.mark.parametrize("text", [un(), eu(), ofac(), uk_xml()])
def test_every_value_is_text_and_every_entry_has_its_sanction(entities, text):
    made = entities(text)
    assert len({each["id"] for each in made}) == len(made) and len(made) % 2 == 0
    for listed, sanction in zip(made[::2], made[1::2], strict=True):
        assert sanction["schema"] == "Sanction" and sanction["properties"]["entity"] == [listed["id"]]
        for each in (listed, sanction):
            assert all(value and value == value.strip() for values in each["properties"].values() for value in values)


def test_only_what_is_public_leaves(tmp_path, alice):
    path = tmp_path / "list.xml"
    path.write_text(uk_xml(), encoding="utf-8")
    take_version(VersionRequest(paths=(path,), actor=alice))
    hidden = CliRunner().invoke(export, ["uk_list"])
    assert hidden.exit_code == 1 and "is public" in hidden.output
    (tmp_path / "un.xml").write_text(un(), encoding="utf-8")
    take_version(VersionRequest(paths=(tmp_path / "un.xml",), actor=alice, level=Level.PUBLIC))
    lines = CliRunner().invoke(export, ["un_sc"]).output.splitlines()
    assert len(lines) == 6 and {json.loads(line)["schema"] for line in lines} >= {"Person", "Organization", "Sanction"}
