"""A file that is no whole version of a list is refused with what is wrong and where, and nothing of it is taken in."""

import pytest
from list_samples import ADD, ALT, SDN, UK_COLUMNS, eu, ofac, ofsi, uk, uk_xml, un

from dalil.access.refused import Refused
from dalil.sanctions.formats import read_list

BOMB = (
    '<!DOCTYPE lolz [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">'
    '<!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;">]>'
)
OUTSIDE = '<!DOCTYPE x [<!ENTITY x SYSTEM "file:///etc/hostname">]>'
HTML = "<!DOCTYPE html>\n<html><head><title>Maintenance</title></head><body>We will be back soon.</body></html>"
TABLE = "<html><body><table><tr><td>1</td></tr></table></body></html>"
XML_HEAD = '<?xml version="1.0" encoding="UTF-8"?>'


def doctype(text, declared):
    return text.replace("?>\n", f"?>\n{declared}\n", 1)


def cells_of_one_row(columns, **cells):
    return ",".join(cells.get(name, "") for name in columns.split(","))


BROKEN = {
    "empty": ("", "list_empty"),
    "nothing but white space": (" \n\t\n ", "list_empty"),
    "a mark of encoding alone": ("\ufeff", "list_empty"),
    "a notice of the website": (HTML, "list_is_a_web_page"),
    "a table of a website": (TABLE, "list_is_a_web_page"),
    "a notice behind a comment": (f"<!-- cached -->\n{HTML}", "list_is_a_web_page"),
    "a sentence": ("Service unavailable", "list_not_recognised"),
    "JSON": ('{"error": "quota"}', "list_not_recognised"),
    "another kind of XML": (f"{XML_HEAD}<rss><channel/></rss>", "list_of_unknown_format"),
    "the EU list in another namespace": (eu().replace("fpi/fsd/export", "fpi/fsd/export/v2"), "list_of_unknown_format"),
    "the EU list without a namespace": (
        eu().replace(' xmlns="http://eu.europa.ec/fpi/fsd/export"', ""),
        "list_of_unknown_format",
    ),
    "the UN list in a namespace": (
        un().replace("<CONSOLIDATED_LIST ", '<CONSOLIDATED_LIST xmlns="urn:un" '),
        "list_of_unknown_format",
    ),
    "the OFAC list in another namespace": (ofac().replace("tempuri", "example"), "list_of_unknown_format"),
    "entities that grow": (doctype(un(), BOMB), "list_with_document_type"),
    "entities that grow, in the EU list": (doctype(eu(), BOMB), "list_with_document_type"),
    "an entity from outside": (doctype(eu(), OUTSIDE), "list_with_document_type"),
    "a document type from outside": (
        doctype(ofac(), '<!DOCTYPE sdnList SYSTEM "http://example.org/a.dtd">'),
        "list_with_document_type",
    ),
    "an entity that nobody declared": (un().replace("AL-QASIM", "&qasim;"), "list_not_well_formed"),
    "the UN list cut off in an entry": (un()[:1500], "list_not_well_formed"),
    "the UN list cut off between entries": (un().split("<ENTITIES>")[0], "list_not_well_formed"),
    "the EU list cut off": (eu()[: eu().index("</sanctionEntity>") + 17], "list_not_well_formed"),
    "the British XML cut off": (uk_xml()[: uk_xml().rindex("<Designation>") + 40], "list_not_well_formed"),
    "the British XML without a day": (uk_xml(""), "list_without_date"),
    "the British XML with a designation of nothing known": (
        uk_xml().replace(">Ship<", ">Ghost<"),
        "list_columns_swapped",
    ),
    "the British XML without a number": (uk_xml().replace("<UniqueID>SYR9002</UniqueID>", ""), "listed_without_number"),
    "the OFAC list cut off": (ofac()[:900], "list_not_well_formed"),
    "the OFAC list with an entry less than it says": (
        ofac().replace(ofac()[ofac().rindex("<sdnEntry>") : ofac().rindex("</sdnList>")], ""),
        "list_cut_off",
    ),
    "the OFAC list with more than it says": (ofac().replace("<Record_Count>2<", "<Record_Count>1<"), "list_cut_off"),
    "a closing tag that is missing": (un().replace("</INDIVIDUALS>", ""), "list_not_well_formed"),
    "a byte that XML does not have": (un().replace("AL-QASIM", "AL\x0bQASIM"), "list_not_well_formed"),
    "the UN list without its day": (un("soon"), "list_without_date"),
    "the UN list of an impossible day": (un("2018-02-30"), "list_without_date"),
    "the EU list of an impossible month": (eu("2019-13-01"), "list_without_date"),
    "the OFAC list of an impossible day": (ofac("22/04/2020"), "list_without_date"),
    "the OFAC list without what it says of itself": (
        ofac().replace(ofac()[ofac().index("<publsh") : ofac().index("<sdnEntry>")], ""),
        "list_without_date",
    ),
    "the UK list of an impossible day": (uk("31-Feb-2025"), "list_without_date"),
    "the UN list without entries": (un().split("<INDIVIDUALS>")[0] + "</CONSOLIDATED_LIST>", "list_without_entries"),
    "the EU list without entries": (eu()[: eu().index("<sanctionEntity")] + "</export>", "list_without_entries"),
    "the UK list without entries": (uk().split("18/03/2020")[0], "list_without_entries"),
    "one number twice in the UN list": (un().replace("XXi.002", "XXi.001"), "listed_number_twice"),
    "one number twice in the EU list": (eu().replace("EU.902.2", "EU.901.1"), "listed_number_twice"),
    "one number twice in the OFAC list": (ofac().replace("<uid>9102<", "<uid>9101<"), "listed_number_twice"),
    "one number twice in the csv": (SDN.replace("9102,", "9101,"), "listed_number_twice"),
    "an entry without a name": (
        un().replace("<FIRST_NAME>ORONTES TRADING COMPANY</FIRST_NAME>", "<FIRST_NAME/>"),
        "listed_without_name",
    ),
    "an entry without a number": (
        eu().replace('euReferenceNumber="EU.902.2" logicalId="9002"', 'euReferenceNumber="" logicalId=""'),
        "listed_without_number",
    ),
    "a name without a row's number in the UK list": (uk().replace("SYR9002", ""), "listed_without_number"),
    "the csv cut off in a quotation": (SDN[:300], "list_with_broken_quotes"),
    "the csv cut off in a row": (SDN[: SDN.index('"SYRIA",-0- ,-0-') + 8], "list_row_of_another_shape"),
    "the csv with swapped columns": (
        SDN.replace('"ORONTES STAR","vessel"', '"vessel","ORONTES STAR"'),
        "list_columns_swapped",
    ),
    "the csv with the number behind the name": (
        SDN.replace('9102,"ORONTES STAR"', '"ORONTES STAR",9102'),
        "list_row_of_another_shape",
    ),
    "the csv with semicolons": (SDN.replace(",", ";"), "list_not_recognised"),
    "text behind a closing mark": (SDN.replace('"ORONTES STAR"', '"ORONTES" STAR'), "list_with_broken_quotes"),
    "a companion without the list itself": (ALT, "list_without_main_file"),
    "the UK list without its header": (uk().replace(UK_COLUMNS + "\n", ""), "list_not_recognised"),
    "the UK list without a column": (uk().replace("Regime Name,", "Regime,"), "list_header_of_another_shape"),
    "the UK list with a column twice": (uk().replace("Position,", "Gender,"), "list_header_of_another_shape"),
    "the UK list cut off in a row": (uk()[:-30], "list_row_with_other_columns"),
    "the UK list with swapped columns": (
        uk().replace("Regulations,Ship,UK,", "Regulations,UK,Ship,"),
        "list_columns_swapped",
    ),
    "the retired list cut off": (ofsi()[:-60], "list_row_with_other_columns"),
    "the retired list in quotes that do not close": (
        ofsi().replace("Invented.,Individual", '"Invented.,Individual', 1),
        "list_with_broken_quotes",
    ),
}


@pytest.mark.parametrize("case", BROKEN)
def test_a_broken_file_is_refused_with_its_cause(tmp_path, case):
    text, cause = BROKEN[case]
    path = tmp_path / "today"
    path.write_text(text, encoding="utf-8", newline="")
    with pytest.raises(Refused) as refused:
        read_list([path])
    assert refused.value.type == cause
    assert "today" in str(refused.value) or refused.value.type.startswith("listed_")


def test_there_are_forty_broken_files_and_more():
    assert len(BROKEN) >= 40


@pytest.mark.parametrize("codec", ["utf-16-le", "cp1256", "latin-1"])
@pytest.mark.parametrize("text", [un(), uk(), SDN.replace("Director", "Général")])
def test_letters_of_another_encoding_are_refused_or_read_right(tmp_path, text, codec):
    path = tmp_path / "today"
    try:
        path.write_bytes(text.encode(codec))
    except UnicodeEncodeError:
        pytest.skip("these letters cannot be written so")
    with pytest.raises(Refused):
        read_list([path])


def test_a_file_in_utf_16_that_says_so_is_read(tmp_path):
    path = tmp_path / "today"
    path.write_bytes(uk().encode("utf-16"))
    assert read_list([path]).entries[0].claim.who.said == "Samir AL-QASIM"


@pytest.mark.parametrize("declared", ["ISO-8859-1", "windows-1256"])
def test_a_file_that_declares_an_encoding_in_which_it_is_not_is_refused(tmp_path, declared):
    path = tmp_path / "today"
    body = un().partition("?>")[2] or un()
    path.write_text(f'<?xml version="1.0" encoding="{declared}"?>{body}', encoding="utf-8")
    with pytest.raises(Refused) as refused:
        read_list([path])
    assert refused.value.type == "list_encoding_untrue"
    path.write_bytes(f'<?xml version="1.0" encoding="windows-1256"?>{body}'.encode("cp1256", "xmlcharrefreplace"))
    assert read_list([path]).entries


@pytest.mark.parametrize("later_first", [False, True])
def test_of_two_days_under_one_number_the_earlier_stands_and_the_other_is_kept(tmp_path, later_first):
    lines = uk().splitlines()
    at = next(number for number, line in enumerate(lines) if "09/05/2011" in line)
    rows = [lines[at], lines[at].replace("09/05/2011", "10/05/2012")]
    path = tmp_path / "today"
    path.write_text("\n".join([*lines[:at], *rows[:: -1 if later_first else 1], *lines[at + 1 :]]), encoding="utf-8")
    entry = read_list([path]).entries[0]
    assert entry.claim.listed_on.notation() == "2011-05-09"
    assert "Date Designated: 2012-05-10" in entry.claim.unread
    assert "listed_value_unread" in entry.flags


def test_files_of_a_set_that_are_of_two_versions_are_refused(tmp_path):
    paths = [tmp_path / name for name in ("sdn", "alt", "add")]
    for path, text in zip(paths, (SDN, ALT.replace("9103,2", "9999,2"), ADD), strict=True):
        path.write_text(text, encoding="utf-8")
    with pytest.raises(Refused, match="not of one version"):
        read_list(paths)
    with pytest.raises(Refused, match="given twice"):
        read_list([paths[0], paths[0]])


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (un().replace("<LISTED_ON>2011-05-09<", "<LISTED_ON>2011-31-09<"), "LISTED_ON: 2011-31-09"),
        (un().replace("<DATE>1962-04-05-05:00<", "<DATE>1962-02-31<"), "DATE_OF_BIRTH: 1962-02-31"),
        (eu().replace('year="1961"', 'year="19610"'), "birthdate: 19610 (GREGORIAN)"),
        (eu().replace("GREGORIAN", "ISLAMIC"), "birthdate: 1961 (ISLAMIC)"),
        (ofac().replace("circa 1961", "about the war"), "date of birth: about the war"),
        (uk().replace("00/04/1962", "10/00/1962"), "D.O.B: 10/00/1962"),
        (SDN.replace("05 Apr 1962", "31 Apr 1962"), "date of birth: 31 Apr 1962"),
        (SDN.replace("05 Apr 1962", "05/04/1962"), "date of birth: 05/04/1962"),
    ],
)
def test_a_date_that_cannot_be_is_kept_in_words_and_flagged(tmp_path, text, words):
    path = tmp_path / "today"
    path.write_text(text, encoding="utf-8", newline="")
    entry = read_list([path]).entries[0]
    assert entry.flags == ("listed_value_unread",) and entry.claim.unread == (words,)


def test_letters_that_were_lost_before_are_flagged(tmp_path):
    path = tmp_path / "today"
    path.write_text(un().replace("nom de guerre", "x").replace("Sameer", "Sam\ufffder"), encoding="utf-8")
    assert "encoding_broken" in read_list([path]).entries[0].flags
