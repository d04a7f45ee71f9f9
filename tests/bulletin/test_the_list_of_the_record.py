"""The list of the record counts what it shows, each thing once; it is narrowed and ordered as asked, and says what may belong besides."""

import re

import pytest

from dalil.record import actions
from dalil.record.models import Verdict

IDLIB = {"where": {"places": ["SY07"]}}


@pytest.fixture
def record(enter, bob, alice):
    """A strike of three reports, entered first and last; one by another weapon; one of which little is known; one that was corrected."""
    strike = IDLIB | {"what": "AIR_STRIKE", "when": "2019-05-01", "weapons": ["BARREL_BOMB"], "targets": ["SCHOOL"]}
    first = enter(strike | {"killed": "5"}, origin="north-monitor")
    enter(
        IDLIB | {"what": "SHELLING", "when": "2019-05-09", "weapons": ["MORTAR"], "killed": "2"}, origin="field-daily"
    )
    enter({"when": "2019-05-03", "killed": "1"}, origin="field-daily")
    old = enter(IDLIB | {"when": "2018-02-02", "killed": "7"}, origin="field-daily")
    for number in ("7", "7"):
        again = enter(strike | {"killed": number}, origin=f"monitor-{number}-{first.pk}")
        actions.judge(first, again, Verdict.SAME, actor=bob)
    return first, old


def listed(reader, query=""):
    """The number that is found, and the lines, as words."""
    html = reader.get(f"/en/record/{query}").content.decode()
    found = int(re.search(r'id="found">(\d+) found', html)[1])
    lines = [
        " ".join(re.sub(r"<[^>]*>", " ", each).split())
        for each in re.findall(r'<article class="report">.*?</article>', html, re.DOTALL)
    ]
    return found, lines, " ".join(re.sub(r"<[^>]*>", " ", html).split())


def test_it_counts_what_it_shows_and_each_thing_once(record, reader):
    found, lines, _ = listed(reader)
    assert found == len(lines) == 4
    assert sum("3 reports" in line for line in lines) == 1
    assert "Killed: 5–7 people, in conflict" in next(line for line in lines if "3 reports" in line)


def test_it_stands_by_entry_or_by_date(record, reader):
    _, by_entry, _ = listed(reader)
    assert "3 reports" in by_entry[0], "a report of the strike was entered last"
    _, by_date, _ = listed(reader, "?order=date")
    assert [re.search(r"\d+ \w+ 201\d", line)[0] for line in by_date] == [
        "9 May 2019",
        "3 May 2019",
        "1 May 2019",
        "2 February 2018",
    ]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("since=2019-05-02", 2),
        ("since=May+2019&until=3+May+2019", 2),
        ("weapon=BARREL_BOMB", 1),
        ("weapon=AIR", 1),
        ("target=SCHOOL", 1),
        ("grade=corroborated", 1),
        ("source=field-daily", 3),
        ("place=SY07", 3),
        ("q=mortar", 1),
        ("q=mortar&weapon=BARREL_BOMB", 0),
        ("place=NOWHERE", 0),
        ("since=last+week", 0),
    ],
)
def test_it_is_narrowed_as_asked(record, reader, query, found):
    assert listed(reader, f"?{query}")[0] == found


def test_it_says_what_may_belong_besides(record, reader):
    _, _, seen = listed(reader, "?weapon=BARREL_BOMB")
    assert (
        "“With what”: of 2 more it is not stated, or only in broader words; they are not counted, and may belong."
        in seen
    )
    assert "1 more may belong: its time or place is known less exactly." in listed(reader, "?place=SY07")[2]


def test_what_cannot_be_asked_is_said(record, reader):
    assert "last week" in listed(reader, "?since=last+week")[2]
    assert "NOWHERE" in listed(reader, "?place=NOWHERE")[2]


def test_it_says_what_of_it_the_matcher_alone_holds_together(enter, bob, reader):
    strike = IDLIB | {"when": "2019-05-01", "killed": "5"}
    first, second = (enter(strike, origin=origin) for origin in ("north-monitor", "field-daily"))
    enter({"when": "2018-01-01", "killed": "1"}, origin="north-monitor")
    said = "1 of 2 is held together by the matcher's word alone."
    assert said not in listed(reader)[2]
    actions.judge(first, second, Verdict.SAME, actor=bob, matcher="incident-1-abc", score=0.97)
    assert said in listed(reader)[2].replace("&#x27;", "'")
    assert said.replace("2", "1") in listed(reader, "?since=2019-01-01")[2].replace("&#x27;", "'")


def rows_of_map(html):
    table = re.search(r'<figure class="drawn">.*?</figure>', html, re.DOTALL)[0]
    cells = re.findall(r'<th scope="row"><bdi>(.*?)</bdi></th><td class="n"><bdi>(.*?)</bdi></td>', table)
    return dict(cells)


@pytest.mark.parametrize(
    ("query", "rows"),
    [
        ("", {"Idlib": "3", "not known so exactly": "1"}),
        ("&weapon=MORTAR", {"Idlib": "1"}),
        ("&place=SY07&until=2018", {"Idlib": "1"}),
        ("&source=field-daily", {"Idlib": "2", "not known so exactly": "1"}),
    ],
)
def test_its_map_counts_what_is_listed_with_the_filters_of_the_list(record, reader, query, rows):
    html = reader.get(f"/en/record/?as=map{query}").content.decode()
    assert rows_of_map(html) == rows
    found = int(re.search(r'id="found">(\d+) found', html)[1])
    assert sum(map(int, rows.values())) == found
    assert 'class="drawing map"' in html


def test_the_list_leads_to_its_map_and_back_and_keeps_what_was_asked(record, reader):
    html = reader.get("/en/record/?weapon=MORTAR").content.decode()
    assert 'class="drawn"' not in html
    to_map = re.search(r'href="([^"]*as=map[^"]*)"', html)[1].replace("&amp;", "&")
    assert "weapon=MORTAR" in to_map
    back = re.search(r'href="([^"]*)">Without the map', reader.get(to_map).content.decode())[1]
    assert "weapon=MORTAR" in back and "as=map" not in back
    assert "على خريطة" in reader.get("/ar/record/").content.decode()


def test_a_hidden_report_changes_nothing_on_the_map(record, reader, enter):
    before = rows_of_map(reader.get("/en/record/?as=map").content.decode())
    enter({"when": "2019-02-02", "where": {"places": ["SY02"]}, "killed": "99"}, origin="south-monitor", level=1)
    after = reader.get("/en/record/?as=map&order=date").content.decode()
    assert rows_of_map(after) == before
