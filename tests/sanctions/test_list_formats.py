"""Every format of a list is read whole: what the file says arrives in the claim, or is named as not carried."""

import csv
import io
from pathlib import Path

import pytest
from list_samples import ADD, ALT, OFAC_ADVANCED, SDN, cut_content, empty_zip, eu, ofac, ofsi, uk, uk_xml, un, write_ods
from lxml import etree

from dalil.sanctions.compare_versions import StandingEntry, compare_versions
from dalil.sanctions.formats import read_list
from dalil.sanctions.formats.listed_dates import read_listed_date
from dalil.sanctions.list_file import BrokenList


@pytest.fixture
def put(tmp_path):
    def put(text, name="list.xml"):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8", newline="")
        return path

    return put


def by_key(read):
    return {entry.key: entry for entry in read.entries}


def test_the_list_of_the_united_nations_arrives_field_by_field(put):
    read = read_list([put(un())])
    assert (read.code, str(read.dated), dict(read.not_carried)) == (
        "un_sc",
        "2018-06-07",
        {"LIST_TYPE": 3, "VERSIONNUM": 3},
    )
    samir = by_key(read)["XXi.001"].claim
    assert samir.who.said == "SAMIR AL-QASIM" and samir.subject == "person" and samir.sex == "male"
    assert [(each.said, each.what, each.strength, each.note) for each in samir.names] == [
        ("SAMIR AL-QASIM", "primary", None, ""),
        ("سمير القاسم", "native", None, ""),
        ("Sameer Alkasem", "alias", "strong", ""),
        ("Abu Nur", "alias", "weak", "nom de guerre"),
    ]
    assert samir.names[0].title == "Dr." and samir.functions == ("Director of the branch",)
    assert [(each.when and each.when.notation(), each.about, each.place) for each in samir.births] == [
        ("1961", True, ""),
        ("1962-04-05", False, ""),
        (None, False, "Hama"),
    ]
    assert samir.documents[0].number == "004512233" and samir.documents[0].country == "Syria"
    assert samir.listed_on.notation() == "2011-05-09" and [each.notation() for each in samir.updated_on] == [
        "2013-01-02",
        "2016-03-04",
    ]
    company = by_key(read)["XXe.001"].claim
    assert company.subject == "entity" and company.names[1].what == "former" and company.addresses[0].place == "Hama"


def test_the_advanced_list_of_the_united_states_arrives_field_by_field(put):
    read = read_list([put(OFAC_ADVANCED)])
    assert (read.code, str(read.dated), read.format) == ("us_sdn", "2020-04-22", "ofac_advanced")
    assert dict(read.not_carried) == {"SupportingInfo": 1}
    samir = by_key(read)["9101"].claim
    assert (samir.who.said, samir.subject, samir.sex, samir.functions) == (
        "Samir AL-QASIM",
        "person",
        "male",
        ("Director",),
    )
    assert [(each.said, each.what, each.strength, each.parts, each.language) for each in samir.names] == [
        ("Samir AL-QASIM", "primary", None, ("Samir", "AL-QASIM"), ""),
        ("سمير القاسم", "native", None, ("سمير", "القاسم"), "Arabic"),
        ("ABU NUR", "alias", "weak", (), ""),
    ]
    assert [(each.when and each.when.notation(), each.about, each.place) for each in samir.births] == [
        ("1961", True, ""),
        (None, False, "Hama, Syria"),
    ]
    assert samir.unread == ("Birthdate: 1962-2-30",) and samir.nationalities == ("Syria",)
    (address,) = samir.addresses
    assert (address.lines, address.place, address.country, address.note) == (
        "Mill Street 4",
        "Damascus",
        "Syria",
        "دمشق",
    )
    (passport,) = samir.documents
    assert (passport.type, passport.number, passport.country, passport.issued, passport.note) == (
        "Passport", "004512233", "Syria", "2007-11-14", "Fraudulent",
    )  # fmt: skip
    assert samir.programmes == ("SYRIA",) and samir.measures == ("Block",)
    assert samir.listed_on.notation() == "2011-05-18" and samir.acts[0].number == "Executive Order 13572 (Syria)"
    assert samir.remarks == ("Additional Sanctions Information: Subject to secondary sanctions.",)
    ship, company = by_key(read)["9102"].claim, by_key(read)["9103"].claim
    assert ship.subject == "vessel" and ship.acts == () and ship.listed_on is None
    assert ship.remarks == ("VESSEL TYPE: Tanker", "Owned or Controlled By: ORONTES TRADING COMPANY (9103)")
    assert company.subject == "entity" and company.names[1].what == "former"


def test_what_the_advanced_list_names_and_does_not_explain_is_said(put):
    text = OFAC_ADVANCED.replace('<Script ID="160">Arabic</Script>', "").replace('LocationID="501"', 'LocationID="777"')
    read = read_list([put(text)])
    assert read.not_carried["Script 160 (not explained)"] == read.not_carried["Location 777 (not explained)"] == 1
    assert by_key(read)["9101"].claim.addresses == ()


def test_the_other_lists_of_the_united_states_are_told_apart_by_their_names(put):
    read = read_list([put(OFAC_ADVANCED.replace("SDN List", "Sectoral Sanctions Identifications List"))])
    assert read.code == "us_consolidated"
    claim = by_key(read)["9102"].claim
    assert claim.sanctions_list == "us_consolidated"
    assert "List: Sectoral Sanctions Identifications List" in claim.remarks


@pytest.mark.parametrize(
    ("was", "is_now", "refusal"),
    [
        ("<Year>2020</Year>", "", "does not say of which day it is"),
        ('<DistinctParty FixedRef="9102">', "<DistinctParty>", "without its number"),
        ('<DistinctParty FixedRef="9102">', '<DistinctParty FixedRef="9101">', "two different entries"),
        ("ORONTES STAR", "", "has no name"),
        ("</SanctionsEntries>", "", "not whole"),
    ],
)
def test_an_advanced_list_that_is_not_whole_is_refused(put, was, is_now, refusal):
    with pytest.raises(BrokenList, match=refusal):
        read_list([put(OFAC_ADVANCED.replace(was, is_now, 1))])


@pytest.mark.parametrize(
    ("words", "told", "about"),
    [
        ("2.3.1965", "1965-03-02", False),
        ("02.03.1965", "1965-03-02", False),
        ("1960/1965", "1960-01-01..1965-12-31", False),
        ("circa 1960", "1960", True),
        ("c1960", "1960", True),
        ("approximate 1960", "1960", True),
        ("between 1960 and 1965", "1960-01-01..1965-12-31", False),
        ("between circa 1960 and 1965", "1960-01-01..1965-12-31", True),
        ("1960 or 1961", "1960-01-01..1961-12-31", False),
        ("from 1960 to 1965", "1960-01-01..1965-12-31", False),
        ("1960s", "1960-01-01..1969-12-31", False),
        ("31.2.1965", None, False),
        ("1965/1960", None, False),
        ("2.3.65", None, False),
    ],
)
def test_dates_are_read_as_lists_write_them(words, told, about):
    when, is_about = read_listed_date(words)
    assert ((when.notation() if when else None), is_about) == (told, about)


def test_the_list_of_the_european_union_arrives_field_by_field(put):
    read = read_list([put(eu())])
    assert (read.code, str(read.dated)) == ("eu_fsf", "2019-05-01")
    assert "nameAlias@logicalId" in read.not_carried and "nameAlias@wholeName" not in read.not_carried
    samir = by_key(read)["EU.901.1"].claim
    assert [(each.said, each.strength, each.language) for each in samir.names] == [
        ("Samir AL-QASIM", "strong", ""),
        ("سمير القاسم", "weak", "AR"),
    ]
    assert samir.births[0].about and samir.births[0].when.notation() == "1961" and samir.births[0].place == "Hama"
    assert [(act.number, act.in_force and act.in_force.notation()) for act in samir.acts] == [
        ("2019/901 (OJ L132)", "2019-05-21"),
        ("2011/901 (OJ L121)", None),
    ]
    assert samir.addresses[0].lines == "Mill Street 4, PO box 12" and "time of listing" in samir.addresses[0].note
    passport = samir.documents[0]
    assert (passport.type, passport.number, passport.country, passport.note) == (
        "National passport",
        "D1188",
        "",
        "diplomatic",
    )
    assert samir.programmes == ("SYR",) and samir.remarks == ("Invented.",)


def test_the_list_of_the_united_states_arrives_as_xml(put):
    read = read_list([put(ofac())])
    assert (read.code, str(read.dated), read.said_entries) == ("us_sdn", "2020-04-22", 2)
    samir, ship = (by_key(read)[key].claim for key in ("9101", "9102"))
    assert samir.who.said == "Samir AL-QASIM" and samir.sex == "male" and samir.names[1].strength == "weak"
    assert (samir.documents[0].issued, samir.documents[0].expires) == ("14 Nov 2007", "12 Nov 2012") and len(
        samir.documents
    ) == 1
    assert samir.births[0].about and samir.births[1].place == "Hama, Syria"
    assert ship.subject == "vessel" and ship.remarks == ("Call sign: ABCD", "Type of vessel: Tanker")


def test_the_list_of_the_united_states_arrives_as_a_set_of_csv_files(put):
    read = read_list([put(ALT, "alt.csv"), put(SDN, "sdn.csv"), put(ADD, "add.csv")])
    assert read.dated is None and len(read.entries) == 3
    samir, ship, company = (by_key(read)[key].claim for key in ("9101", "9102", "9103"))
    assert [(each.said, each.what, each.strength) for each in samir.names] == [
        ("Samir AL-QASIM", "primary", None),
        ("Sameer ALKASEM", "alias", None),
        ("ABU NUR", "alias", "weak"),
    ]
    assert samir.programmes == ("SYRIA", "SDGT") and samir.nationalities == ("Syria",) and samir.sex == "male"
    assert [each.when and each.when.notation() for each in samir.births] == ["1962-04-05", "1961", None]
    assert (samir.documents[0].type, samir.documents[0].number, samir.documents[0].issued) == (
        "Passport",
        "004512233",
        "14 Nov 2007",
    )
    assert samir.remarks == ("Linked To: ORONTES TRADING COMPANY",)
    assert ship.documents[0].number == "IMO 9900112" and "Flag: Syria" in ship.remarks
    assert company.addresses[0].lines == "Mill Street 4" and company.names[1].what == "former"


@pytest.mark.parametrize(("text", "code", "key"), [(uk(), "uk_list", "SYR9001"), (ofsi(), "uk_ofsi", "19001")])
def test_both_lists_of_the_united_kingdom_gather_the_rows_of_an_entry(put, text, code, key):
    read = read_list([put(text, "list.csv")])
    assert read.code == code and not read.not_carried
    samir = by_key(read)[key].claim
    assert samir.who.said == "Samir AL-QASIM" and samir.listed_on.notation() == "2011-05-09"
    assert {(each.said, each.what, each.strength) for each in samir.names} >= {
        ("سمير القاسم", "native", None),
        ("Sameer ALKASEM", "alias", "strong"),
    }
    assert (
        "1961" in [each.when.notation() for each in samir.births if each.when]
        and samir.documents[0].number == "004512233"
    )
    if code == "uk_list":
        assert samir.reason == "For an invented reason." and samir.measures == ("Asset freeze", "Travel Ban")
        assert [each.notation() for each in (birth.when for birth in samir.births) if each] == ["1962-04", "1961"]


def test_the_british_list_says_the_same_as_xml_and_as_csv(put):
    table, tree = read_list([put(uk(), "list.csv")]), read_list([put(uk_xml(), "list.xml")])
    assert tree.dated == table.dated and not tree.not_carried and not by_key(tree)["SYR9001"].claim.unread
    done = compare_versions([StandingEntry(each.key, each.claim) for each in table.entries], tree.entries)
    assert (done.unchanged, done.listed, done.amended, done.delisted) == (2, (), (), ())


def test_the_british_list_says_the_same_as_a_spreadsheet(put, tmp_path):
    path = tmp_path / "list.ods"
    write_ods(path, csv.reader(io.StringIO(uk())))
    table, sheet = read_list([put(uk(), "list.csv")]), read_list([path])
    assert (sheet.code, sheet.dated) == (table.code, table.dated)
    assert [(each.key, each.claim) for each in sheet.entries] == [(each.key, each.claim) for each in table.entries]


@pytest.mark.parametrize("spoil", [lambda path: path.write_bytes(path.read_bytes()[:400]), empty_zip, cut_content])
def test_a_spreadsheet_that_is_not_whole_is_refused(tmp_path, spoil):
    path = tmp_path / "list.ods"
    write_ods(path, csv.reader(io.StringIO(uk())))
    spoil(path)
    with pytest.raises(BrokenList):
        read_list([path])


def test_what_the_xml_of_the_british_list_fills_and_no_claim_carries_is_named(put):
    text = uk_xml().replace("<Positions>", "<Hobbies><Hobby>Chess</Hobby></Hobbies><Positions>")
    assert read_list([put(text, "list.xml")]).not_carried == {"Hobby": 1}


@pytest.mark.parametrize(
    "words", ["31/02/1960", "10/00/1983", "1960-13-01", "soon", "99 Jun 1950", "1975 to 1960", "0990"]
)
def test_a_date_that_is_not_understood_is_none(words):
    assert read_listed_date(words)[0] is None


@pytest.mark.parametrize("dated", ["20180607", "20180824"])
def test_the_real_lists_of_the_united_nations_load_completely(shared_data, dated):
    path = shared_data / "sanctions" / f"UN_consolidated_{dated}_perchrh.xml"
    read, tree = read_list([path]), etree.parse(str(path)).getroot()
    written = tree.xpath("//INDIVIDUAL | //ENTITY")
    assert len(read.entries) == len(written) == 1098
    claims = {entry.key: entry.claim for entry in read.entries}
    aliases = documents = births = 0
    for element in written:
        claim = claims["".join(element.findtext("REFERENCE_NUMBER").split())]
        said = {" ".join(each.split()) for each in element.xpath("*/ALIAS_NAME/text()")} - {"", "na"}
        own = {each.said for each in claim.names if each.what in ("alias", "former")}
        assert said - own == set(), claim.entry
        aliases += len(own)
        numbers = {" ".join(each.split()) for each in element.xpath("INDIVIDUAL_DOCUMENT/NUMBER/text()")} - {""}
        assert numbers == {each.number for each in claim.documents} - {""}, claim.entry
        documents += len(numbers)
        births += len(claim.births)
    assert aliases > 2000 and documents > 380 and births > 700


def test_the_real_sdn_set_loads_completely(shared_data):
    sdn, alt = (shared_data / "sanctions" / f"{name}_20190115.csv" for name in ("sdn", "alt"))
    read = read_list([sdn, alt])
    rows = list(csv.reader(sdn.open(encoding="utf-8")))
    claims = {entry.key: entry.claim for entry in read.entries}
    assert claims.keys() == {row[0] for row in rows} and len(rows) == 7379
    for number, _, _, name, _ in csv.reader(alt.open(encoding="utf-8")):
        last, _, first = name.partition(", ")
        said = {each.said for each in claims[number].names}
        assert said & {" ".join(name.split()), " ".join(f"{first} {last}".split())}, (number, name)
    dates = sum(row[11].count("DOB ") for row in rows)
    held = sum(1 for claim in claims.values() for each in claim.births if each.when)
    unread = sum(1 for claim in claims.values() for each in claim.unread if each.startswith("date of birth"))
    assert 0 <= dates - held - unread <= 5  # the same date twice in one entry is one
    for row in rows:  # an entry that says the same twice says it once
        parts = {part.removesuffix(".").removeprefix("alt. ") for part in row[11].strip().split("; ")}
        said = {part for part in parts if part.startswith("Passport ") and any(each.isdigit() for each in part)}
        claim = claims[row[0]]
        carried = [each for each in claim.documents if each.type.startswith("Passport")]
        remarked = [each for each in claim.remarks if "Passport" in each]
        assert len(said) <= len(carried) + len(remarked), row[0]
    assert sum(each.type.startswith("Passport") for claim in claims.values() for each in claim.documents) > 1195
    assert len({claim.subject for claim in claims.values()}) == 4
    assert Path(sdn).stat().st_size > 1_000_000
