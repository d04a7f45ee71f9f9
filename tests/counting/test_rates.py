"""Numbers per 100,000 people: both ends, the year and the list beside them, unknown where no list has the place."""

import csv
import io

import pytest

from dalil.archive.protection import Viewer
from dalil.counting.answer import ask
from dalil.counting.question import Question
from dalil.counting.rate_words import say_rates
from dalil.counting.rates import Rates
from dalil.exports.answers import csv_lines, plain_answer
from dalil.record import actions

PUBLIC = Viewer.public()


@pytest.fixture
def strikes(enter):
    for place, day, killed in (
        ("SY07", "2019-05-01", "10–20"),
        ("SY02", "2019-05-02", "30+"),
        ("SY03", "2019-05-03", "4"),
    ):
        enter({"what": "AIR_STRIKE", "when": day, "where": {"places": [place]}, "killed": killed})


@pytest.fixture
def people(strikes, alice):
    rows = [
        actions.PeopleCounted("SY07", 2018, 1_000_000, "One list"),
        actions.PeopleCounted("SY07", 2018, 2_000_000, "Other list"),
        actions.PeopleCounted("SY07", 2010, 500_000, "Old list"),
        actions.PeopleCounted("SY02", 2010, 4_000_000, "Old list"),
    ]
    actions.add_populations(rows, actor=alice, origin="people.csv")


def answer_to(**asked):
    return ask(Question.of({"measure": "killed", **asked}), PUBLIC)


def test_where_no_population_is_imported_nothing_is_said_of_rates(strikes):
    answer = answer_to(by=["governorate"])
    assert say_rates(answer, answer.rows, "en") is None
    assert "rate" not in plain_answer(answer)
    assert "per_100000" not in next(csv_lines(answer))


def test_each_end_is_over_the_population_that_makes_it_the_widest_and_an_open_end_stays_open(people):
    answer = answer_to(by=["governorate"])
    rates = Rates(answer)
    by_place = {line.keys[0]: rates.of(line) for line in answer.rows}
    idlib, aleppo = by_place["SY07"], by_place["SY02"]
    assert (idlib.low, idlib.high) == (10 * 100_000 / 2_000_000, 20 * 100_000 / 1_000_000)
    assert (idlib.people.year, idlib.people.said_by) == (2018, ("One list", "Other list"))
    assert (aleppo.low, aleppo.high, aleppo.people.year) == (0.75, None, 2010)
    assert by_place["SY03"] is None  # of whom nobody says how many they are: unknown, no nought


@pytest.mark.parametrize(
    ("language", "told"), [("en", "0.50–2.0 (people of 2018)"), ("ar", "٠٫٥٠ إلى ٢٫٠ (سكان عام ٢٠١٨)")]
)
def test_the_words_name_the_year_and_the_list_and_what_is_unknown(people, language, told):
    answer = answer_to(by=["governorate"])
    said = say_rates(answer, answer.rows, language)
    assert told in said.lines
    notes = " ".join(said.notes)
    assert "Old list" in notes and "Other list" in notes
    assert ("not by year" in notes) if language == "en" else ("لا عن سنة" in notes)
    assert said.lines.count("") == 1


def test_the_year_nearest_to_the_time_asked_about_is_taken(people):
    early = Rates(answer_to(places=["SY07"], since="2009", until="2019"))  # its middle is 2014
    assert early.total.people.year == 2010
    assert Rates(answer_to(places=["SY07"])).total.people.year == 2018
    assert Rates(answer_to(places=["SY03"])).total is None


def test_several_places_have_a_rate_only_where_their_people_can_be_added(people, alice):
    assert Rates(answer_to(places=["SY07", "SY02"])).total is None  # of different years
    actions.add_populations([actions.PeopleCounted("SY02", 2018, 3_000_000, "")], actor=alice, origin="b.csv")
    both = Rates(answer_to(places=["SY07", "SY02"])).total
    assert (both.people.low, both.people.high) == (4_000_000, 5_000_000)
    actions.add_populations([actions.PeopleCounted("SY0700", 2018, 300_000, "")], actor=alice, origin="c.csv")
    assert Rates(answer_to(places=["SY07", "SY0700"])).total is None  # one lies in the other


def test_page_api_table_and_command_say_the_same_rates(people, client):
    answer = answer_to(by=["governorate"])
    page = client.get("/en/explore/?kind=incident&measure=killed&by=governorate").content.decode()
    for rate in say_rates(answer, answer.rows, "en").lines:
        assert not rate or f"<bdi>{rate}</bdi>" in page
    assert "Old list" in page
    lines = list(csv.DictReader(io.StringIO("".join(csv_lines(answer)))))
    plain = {row["keys"]["governorate"]: row["rate"] for row in plain_answer(answer)["rows"]}
    assert {line["governorate"]: float(line["per_100000_low"] or -1) for line in lines} == {
        place: rate["low"] if rate else -1 for place, rate in plain.items()
    }
    assert client.get("/api/count?measure=killed&by=governorate").json()["rows"][0]["rate"] is not None
