"""The read-only API: every kind of question gets an answer, every bad one a sentence, and nothing is written."""

import json

import pytest

from dalil.archive.protection import Level
from dalil.record.kind import all_kinds


def test_the_description_of_the_api_names_every_door(loaded, reader):
    paths = reader.get("/api/openapi.json").json()["paths"]
    named = {path.removeprefix("/api/").split("/")[0] for path in paths}
    assert named == {
        "kinds",
        "sources",
        "documents",
        "reports",
        "reports.jsonl",
        "entities",
        "figures",
        "count",
        "count.csv",
        "count.xlsx",
        "count.parquet",
        "count.geojson",
        "places",
        *("provisions", "provisions.csv", "elements", "elements.csv", "proceedings", "proceedings.csv"),
    }
    assert all(set(methods) == {"get"} for methods in paths.values())


def test_each_kind_gives_its_schema(reader):
    assert {each["code"] for each in reader.get("/api/kinds").json()} == set(all_kinds())
    for code in all_kinds():
        assert reader.get(f"/api/kinds/{code}").json()["type"] == "object"


def test_reports_are_read_page_by_page_and_none_is_lost_or_repeated(loaded, enter, reader):
    seen, after = [], ""
    while True:
        page = reader.get("/api/reports", {"limit": 5, "after": after}).json()
        seen += [each["address"] for each in page["items"]]
        if len(seen) == 10:
            enter({"when": "2019-05-01", "killed": "3"})  # what comes in meanwhile does not shift the pages
        after = page["next"]
        if after is None:
            break
    assert len(seen) == len(set(seen)) == loaded["reports"]


def test_the_export_holds_every_report_one_to_a_line(loaded, reader):
    lines = b"".join(reader.get("/api/reports.jsonl").streaming_content).decode().splitlines()
    told = [json.loads(line) for line in lines]
    assert len(told) == loaded["reports"]
    unknown = [each["attribution"] for each in told if not each["attribution"].get("origins")]
    assert unknown and all(each["relays"] for each in unknown)


def test_a_count_is_asked_as_in_words(enter, reader):
    enter({"when": "2019-05-01", "killed": "3", "weapons": ["BARREL_BOMB"], "where": {"places": ["SY07"]}})
    enter({"when": "2019-06-01", "weapons": ["ARTILLERY"]})
    asked = {"measure": "killed", "facet": "weapons:BARREL_BOMB", "place": "SY07", "by": "month"}
    answer = reader.get("/api/count", asked).json()
    assert (answer["total"]["low"], answer["total"]["unknown"]) == (3, 0)
    assert [row["keys"]["month"][:7] for row in answer["rows"]] == ["2019-05"]
    everything = reader.get("/api/count?measure=killed").json()["total"]
    assert (everything["entities"], everything["unknown"]) == (2, 1)


@pytest.mark.parametrize(
    "path",
    [
        "reports?limit=0",
        "reports?limit=-1",
        "reports?limit=1e9",
        "reports?limit=x",
        "reports?after=nobody",
        "reports?after=%27",
        "sources?offset=-1",
        "sources?offset=99999999999999999999999",
        "documents?limit=501",
        "count?measure=nothing",
        "count?kind=nothing",
        "count?facet=weapons",
        "count?facet=weapons:NOTHING",
        "count?place=NOWHERE",
        "count?since=yesterday",
        "count?since=2019-05&until=2018",
        "count?since=0001&until=2018",
        "count?since=2019-05&until=9999-12-31",
        "count?by=a&by=b",
        "count?reading=best",
        "count?grade=good",
        "count?according_to=nobody",
        "count?measure=gap&by=month",
        "count?unit=parsec",
        "entities?limit=9999",
        "places?within=NOWHERE",
        "places?level=hamlet",
        "proceedings?state=XX",
        "proceedings?provision=NOTHING",
        "proceedings?order=best",
        "proceedings.csv?state=XX",
        "provisions?limit=501",
    ],
)
def test_a_bad_question_gets_a_sentence_and_not_a_failure(loaded, reader, path):
    answer = reader.get(f"/api/{path}")
    assert answer.status_code == 422
    assert answer.json()["detail"]


@pytest.mark.parametrize(
    "path",
    [
        "kinds/nothing",
        "reports/nobody",
        "entities/nobody",
        "documents/zz",
        "figures/nothing",
        "provisions/nothing",
        "nothing",
    ],
)
def test_what_is_not_there_is_not_found_and_keeps_its_address(reader, path):
    assert reader.get(f"/api/{path}").status_code == 404


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_nothing_can_be_written(reader, method):
    for path in ("reports", "sources", "figures", "count"):
        assert getattr(reader, method)(f"/api/{path}").status_code == 405


def test_places_are_found_in_both_scripts(reader):
    for query in ("Idlib", "إدلب", "ادلب"):
        assert "SY07" in {each["code"] for each in reader.get("/api/places", {"q": query}).json()["items"]}
    for otherwise in ("Idlebb", "Edlib"):
        assert "SY07" in {each["code"] for each in reader.get("/api/places", {"q": otherwise}).json()["items"]}
    assert reader.get("/api/places", {"q": "Edlib", "within": "SY02"}).json()["items"] == []
    assert reader.get("/api/places", {"q": "qqxxqq"}).json()["total"] == 0
    inside = reader.get("/api/places", {"within": "SY07", "level": "district", "limit": 500}).json()
    assert inside["total"] > 0 and all(each["level"] == "district" for each in inside["items"])


def test_a_document_says_what_it_is(loaded, reader):
    documents = reader.get("/api/documents").json()["items"]
    assert {each["type"] for each in documents} == {"own_note"}


@pytest.mark.parametrize("name", ["target", "weapon", "governorate", "from", "facets"])
@pytest.mark.parametrize("path", ["count?measure=killed", "count.csv?measure=killed", "entities?limit=5", "kinds?"])
def test_a_condition_that_is_none_is_refused_and_not_passed_over(enter, reader, path, name):
    """To count everything where "only hospitals" was asked would be a false number."""
    enter({"when": "2019-05-01", "killed": "80"})
    answer = reader.get(f"/api/{path}&{name}=HOSPITAL", headers={"accept-language": "ar"})
    assert answer.status_code == 422
    assert name in answer.json()["detail"][0] and "معاملات" in answer.json()["detail"][0]
    assert answer.json()["faults"][0]["field"] == name


@pytest.mark.parametrize("path", ["count?measure=killed", "count.csv?measure=killed", "entities?limit=5"])
def test_an_entity_that_is_not_there_is_refused_and_not_counted_as_none(enter, reader, path):
    known = enter({"when": "2019-05-01", "killed": "80"})
    hidden = enter({"when": "2019-05-01", "killed": "7"}, level=Level.INTERNAL)
    assert reader.get(f"/api/{path}&entity={known.address}").status_code == 200
    refused = [reader.get(f"/api/{path}&entity={address}") for address in ("nobody", hidden.address)]
    assert [answer.status_code for answer in refused] == [422, 422]
    assert [answer.json()["faults"] for answer in refused] == 2 * [[{"field": "entity", "type": "unknown_entity"}]]


@pytest.mark.parametrize(
    ("path", "field", "said"),
    [
        ("entities?limit=0", "limit", "على الأقل"),
        ("entities?limit=many", "limit", "عدد"),
        ("count?measure=killed&grade=certain", "grade", "من القائمة"),
        ("count?measure=killed&reading=best", "reading", "من القائمة"),
    ],
)
def test_what_is_not_in_the_form_of_its_parameter_is_said_in_words(reader, path, field, said):
    answer = reader.get(f"/api/{path}", headers={"accept-language": "ar"})
    assert answer.status_code == 422
    (detail,) = answer.json()["detail"]
    assert detail.startswith(f"{field}: ") and said in detail
    assert answer.json()["faults"][0]["field"] == field


def test_what_can_be_said_once_is_not_said_twice(enter, reader):
    assert reader.get("/api/count?measure=killed&measure=injured").json()["faults"][0]["type"] == "parameter_twice"
    assert reader.get("/api/count?place=SY07&place=SY02").status_code == 200
