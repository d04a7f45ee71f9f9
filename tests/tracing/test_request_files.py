"""Search requests out of the files of others: every row is entered or named with its fault, and nothing is left out silently."""

from __future__ import annotations

from datetime import date

import pytest

from dalil.record.actions import Refused
from dalil.record.sealed.models import FieldVersion
from dalil.tracing.models import SearchRequest
from dalil.tracing.request_files import enter_request_file, read_request_file
from dalil.values.consent import ConsentTerms
from dalil.wording.refusals import refusal

DETAINEES = """full_name,date_of_detention,detention_facility,age_at_detention,gender,status,contact_info,badge,search_vector
كناري سمير,2012-03-15,صيدنايا,28,ذكر,معتقل,0000,blue,x
كناري ليلى,15-33-2012,,,أنثى,,,,
,2013,,,,,,,
كناري نادر,2014,غير معروف,-5,,,,,
كناري رنا,2014,,40,كوكب,,,,
"""
PRIMERO = """relation_name;relation_date_of_birth;date_of_separation;inquirer_name;relationship_to_inquirer
Canary Samir;1985;2013-05;Canary Rana;brother
"""
HEADERS_OF_ICMP = ("first name", "father name", "last name", "mother name")
ICMP = f"""{",".join(f"Missing person {each}" for each in HEADERS_OF_ICMP)},Date of disappearance,Reference sample collected
Canary,Khaled,Qasim,Canary Zahra,2013-05-02,yes
"""


def read(text, encoding="utf-8"):
    return read_request_file(text.encode(encoding), asker="the north office")


def test_a_list_of_detainees_is_read_and_each_fault_is_named_by_row_and_column():
    found = read(DETAINEES)
    ((number, content),) = found.good
    assert number == 2 and content.held[0].place == "صيدنايا" and content.asker == "the north office"
    assert (content.born.start.year, content.born.end.year) == (1983, 1984) and content.sex == "male"
    assert "badge: blue" in content.circumstances and "status: معتقل" in content.circumstances, (
        "what is not known is kept"
    )
    assert found.left_out == ("search_vector",), "and what is a machine's own is named"
    assert {(each.row, each.column) for each in found.faults} == {
        (3, "date_of_detention"),
        (4, "Name of the missing person, as the family says it"),
        (5, "age_at_detention"),
        (6, "gender"),
    }


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1256"])
def test_encodings_and_other_shapes_are_understood(encoding):
    assert len(read(DETAINEES, encoding).good) == 1
    ((_, asked),) = read(PRIMERO, encoding).good
    assert (asked.asker, asked.relation, asked.last_seen.notation()) == ("Canary Rana", "SIBLING", "2013-05")
    ((_, asked),) = read(ICMP, encoding).good
    assert (asked.name.said, asked.name.mother, asked.sample_taken) == ("Canary Khaled Qasim", "Canary Zahra", True)


def test_the_files_of_a_detainee_finder_are_read_to_the_last_row(shared_data):
    folder = shared_data / "interop" / "detainee_fixture"
    for name, good, faulty in (("sample_data.csv", 24, 0), ("test_data_arabic.csv", 5, 0), ("test_data.csv", 20, 2)):
        found = read_request_file((folder / name).read_bytes(), asker="x")
        assert (len(found.good), len({each.row for each in found.faults})) == (good, faulty), name


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"PK\x03\x04\xff\x00\x81", "CSV"),
        (b"", "no row"),
        (b"full_name\n", "no row"),
        (b"colour,size\nred,1\n", "holds the name"),
        (b"x" * 2_000_001, "divide it"),
        (b"full_name\n" + b"a\n" * 5001, "divide it"),
    ],
)
def test_what_is_no_table_of_requests_is_refused_in_words(content, why):
    with pytest.raises(Refused, match=why):
        read_request_file(content, asker="x")


def test_two_columns_that_say_different_things_of_one_fact_are_a_fault():
    found = read("full_name,relation_name,gender,relation_sex\nCanary Samir,Canary Nader,male,male\n")
    assert not found.good and found.faults[0].column == "relation_name"
    assert "full_name" in refusal(found.faults[0].error)
    assert len(read("full_name,relation_name,gender,الجنس\nCanary Samir,Canary Samir,,male\n").good) == 1
    aged = "full_name,age_at_detention,relation_date_of_birth,relation_age,date_of_detention\n"
    assert len(read(aged + "Canary Samir,28,1985,28,2013\n").good) == 1, "an age and a birth are two facts"
    assert [each.column for each in read(aged + "Canary Samir,28,,30,2013\n").faults] == ["relation_age"]


@pytest.mark.parametrize(
    ("word", "taken"), [("تم", True), ("y", True), ("oui", True), ("لم يتم", False), ("No", False)]
)
def test_that_a_sample_was_taken_is_read_in_the_words_of_files(word, taken):
    ((_, asked),) = read(f"full_name,Reference sample collected\nCanary,{word}\n").good
    assert asked.sample_taken is taken


def test_a_word_that_says_neither_of_a_sample_is_a_fault_and_no_no():
    (fault,) = read("full_name,Reference sample collected\nCanary,perhaps\n").faults
    assert fault.column == "Reference sample collected" and "perhaps" in refusal(fault.error)


def test_only_a_databases_own_columns_are_left_out():
    found = read("full_name,released_at,death_date,created_at,name_fts\nCanary,2014,2015,2020,x\n")
    assert found.left_out == ("created_at", "name_fts")
    assert found.good[0][1].circumstances == "released_at: 2014\ndeath_date: 2015"


def test_a_row_with_more_cells_than_headers_is_a_fault_and_not_cut():
    found = read("full_name,status\nCanary,tall, dark\n")
    assert not found.good and "quotation marks" in refusal(found.faults[0].error)


@pytest.mark.django_db
def test_what_is_good_is_sealed_and_a_file_that_comes_again_enters_nothing(opened, tariq):
    found = read(DETAINEES + "كناري سمير,2012-03-15,صيدنايا,28,ذكر,معتقل,0000,blue,x\n")
    terms = ConsentTerms(purposes=("tracing",))
    assert enter_request_file(opened, found, terms, asked_on=date(2020, 1, 1), actor=tariq) == (1, 1)
    assert enter_request_file(opened, found, terms, asked_on=date(2020, 1, 1), actor=tariq) == (0, 2)
    assert SearchRequest.objects.count() == 1
    assert not any("كناري".encode() in bytes(each.sealed) for each in FieldVersion.objects.all())
