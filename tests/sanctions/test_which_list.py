"""Which list a file is of, whether it is a version already, and who stands on it by its own words."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from list_samples import ALT, SDN, eu, ofac, un

from dalil.archive.protection import Viewer
from dalil.record.models import Report
from dalil.sanctions.formats import TAKEN_OFF, read_list
from dalil.sanctions.list_changes import list_on
from dalil.sanctions.list_file import BrokenList
from dalil.sanctions.models import WatchedAddress
from dalil.sanctions.taking_versions import VersionRequest, take_version
from dalil.sanctions.watching import look

STEWARD = Viewer.steward()
BANK = '9201,"NORTH BANK",-0- ,"NS-PLC",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- \r\n'
SECTOR = '9202,"SALEM, Nour","individual","UKRAINE-EO13662",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,"DOB 1970."\r\n'
JANUARY, FEBRUARY, MARCH = date(2019, 1, 15), date(2019, 2, 15), date(2019, 3, 15)
NOON = datetime(2026, 5, 2, 12, tzinfo=UTC)


@pytest.fixture
def take(tmp_path, alice):
    """Take in the files of a version: `take({"sdn.csv": SDN}, dated=JANUARY)`."""

    def take(files, **asked):
        folder = tmp_path / str(len(list(tmp_path.iterdir())))
        folder.mkdir()
        paths = []
        for name, text in files.items():
            paths.append(folder / name)
            paths[-1].write_text(text, encoding="utf-8", newline="")
        return take_version(VersionRequest(paths=tuple(paths), actor=alice, **asked))

    return take


def lists_said():
    return {report.claim.sanctions_list for report in Report.objects.visible_to(STEWARD).filter(kind="listing")}


@pytest.mark.parametrize("name", ["cons_prim.csv", "today.csv"])
def test_who_is_on_the_consolidated_list_alone_is_not_said_to_be_on_the_sdn_list(take, name):
    assert take({name: BANK + SECTOR}, dated=JANUARY).version.sanctions_list == "us_consolidated"
    assert lists_said() == {"us_consolidated"}


def test_the_two_lists_stand_side_by_side_and_take_nobody_off_each_other(take):
    assert take({"sdn.csv": SDN, "alt.csv": ALT}, dated=JANUARY).version.sanctions_list == "us_sdn"
    assert take({"cons_prim.csv": BANK + SECTOR}, dated=FEBRUARY).version.sanctions_list == "us_consolidated"
    assert set(list_on("us_sdn", FEBRUARY, STEWARD).entries) == {"9101", "9102", "9103"}


@pytest.mark.parametrize(("name", "text"), [("sdn.csv", BANK + SECTOR), ("cons_prim.csv", SDN)])
def test_a_file_whose_name_and_programmes_are_of_two_lists_waits_for_a_person(take, name, text):
    with pytest.raises(BrokenList) as refused:
        take({name: text}, dated=JANUARY)
    assert refused.value.type == "list_may_be_either"
    taken = take({name: text}, dated=JANUARY, sanctions_list="us_consolidated")
    assert taken.version.sanctions_list == "us_consolidated" and lists_said() == {"us_consolidated"}


def test_whoever_was_taken_off_and_comes_back_is_back_though_the_file_is_the_same_as_before(take):
    less = "".join(SDN.splitlines(keepends=True)[1:])
    take({"sdn.csv": SDN}, dated=JANUARY)
    assert take({"sdn.csv": less}, dated=FEBRUARY).version.delisted == 1
    back = take({"sdn.csv": SDN}, dated=MARCH)
    assert back.new and back.version.listed == 1 and back.version.number == 3
    on_days = [sorted(list_on("us_sdn", day, STEWARD).entries) for day in (JANUARY, FEBRUARY, MARCH)]
    assert on_days == [["9101", "9102", "9103"], ["9102", "9103"], ["9101", "9102", "9103"]]


def test_an_old_file_that_is_brought_in_again_with_its_own_day_is_no_new_version(take):
    less = "".join(SDN.splitlines(keepends=True)[1:])
    take({"sdn.csv": SDN}, dated=JANUARY)
    take({"sdn.csv": less}, dated=FEBRUARY)
    assert not take({"sdn.csv": SDN}, dated=JANUARY).new
    assert not take({"sdn.csv": less}, dated=MARCH).new, "it stands as it stood"


def test_a_further_name_that_comes_in_a_file_beside_the_list_is_taken_in(take):
    take({"sdn.csv": SDN, "alt.csv": ALT}, dated=JANUARY)
    more = ALT + '9101,9,"aka","QASIMI, Samir",-0- \r\n'
    taken = take({"sdn.csv": SDN, "alt.csv": more}, dated=FEBRUARY)
    assert taken.new and (taken.version.amended, taken.version.unchanged) == (1, 2)
    assert not take({"sdn.csv": SDN, "alt.csv": more}, dated=MARCH).new


def test_a_file_of_a_folder_that_is_written_anew_with_as_many_bytes_is_a_new_version(tmp_path, alice):
    folder = tmp_path / "lists"
    folder.mkdir()
    (folder / "un.xml").write_text(un("2018-06-07"), encoding="utf-8")
    watched = WatchedAddress.objects.create(address=str(folder), level=1, actor=alice)
    assert len(look(watched, NOON)) == 1 and look(watched, NOON) == []
    (folder / "un.xml").write_text(un("2018-06-09").replace("Damascus", "Qamishli"), encoding="utf-8")
    (taken,) = look(watched, NOON)
    assert taken.version.dated == date(2018, 6, 9) and taken.version.amended == 1


def test_a_set_in_a_folder_is_one_list_and_no_other_list_waits_for_its_day(tmp_path, alice):
    folder = tmp_path / "lists"
    folder.mkdir()
    for name, text in {"alt.csv": ALT, "sdn.csv": SDN, "un.xml": un()}.items():
        (folder / name).write_text(text, encoding="utf-8", newline="")
    watched = WatchedAddress.objects.create(address=str(folder), level=1, actor=alice)
    look(watched, NOON)
    assert watched.last.sanctions_list == "un_sc"
    assert "sdn.csv" in watched.why and "which day" in watched.why


def write(folder: Path, text: str) -> Path:
    path = folder / "list.xml"
    path.write_text(text, encoding="utf-8")
    return path


def test_an_entry_is_called_by_its_first_name_and_not_by_its_last_alias(tmp_path):
    (samir, _) = read_list([write(tmp_path, eu())]).entries
    assert samir.claim.who.said == "Samir AL-QASIM" == samir.claim.names[0].said


@pytest.mark.parametrize(
    ("text", "key"),
    [
        (
            un().replace("<LISTED_ON>2012-06-07", "<DELISTED_ON>2018-01-02</DELISTED_ON><LISTED_ON>2012-06-07"),
            "XXi.002",
        ),
        (eu().replace('logicalId="9002"', 'delistingDate="2019-04-01" logicalId="9002"'), "EU.902.2"),
    ],
)
def test_an_entry_that_says_itself_that_it_was_taken_off_stands_on_no_list(tmp_path, text, key):
    read = read_list([write(tmp_path, text)])
    assert key not in {each.key for each in read.entries} and read.not_carried[TAKEN_OFF] == 1


def test_an_entry_that_is_taken_off_on_a_day_to_come_still_stands(tmp_path):
    text = eu().replace('logicalId="9002"', 'delistingDate="2019-06-01" logicalId="9002"')
    entry = next(each for each in read_list([write(tmp_path, text)]).entries if each.key == "EU.902.2")
    assert "Delisted on: 2019-06-01" in entry.claim.remarks


def test_the_xml_of_ofac_is_of_the_sdn_list_by_its_programmes(take):
    assert take({"list.xml": ofac()}).version.sanctions_list == "us_sdn"
    other = ofac("04/23/2020").replace("<program>SYRIA<", "<program>FSE-SY<")
    assert take({"other.xml": other}).version.sanctions_list == "us_consolidated"
