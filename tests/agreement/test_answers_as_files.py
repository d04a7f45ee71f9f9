"""One answer, given out by the desk, the command line and the API: as CSV and as JSON it is the same."""

import csv
import io
import json

import pytest
from click.testing import CliRunner
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse

from dalil.cli.count import count

MARK = "\ufeff".encode()


@pytest.fixture
def record(enter):
    enter(
        {
            "when": "2019-05-01",
            "where": {"places": ["SY07"]},
            "weapons": ["BARREL_BOMB", "ARTILLERY"],
            "killed": "82+",
            "description": {"en": "=cmd", "ar": "قصف"},
        },
        origin="north-monitor",
    )
    enter({"when": "2019-05-02", "where": {"places": ["SY02"]}, "weapons": ["ARTILLERY"], "killed": "~10"})
    enter({"when": "2019-05-03", "where": {"places": ["SY02"]}})
    for low in (200, 300):
        enter({"when": "2019", "count": f"{low}+", "what": "killed"}, kind="tally", origin="north-monitor")


@pytest.fixture
def bob_asks(bob):
    """Bob, who may count, at the desk and through the API."""
    bob.is_superuser = True
    bob.save()
    bob.user_permissions.add(Permission.objects.get(codename="count", content_type__app_label="desk"))
    client = Client(headers={"host": "localhost"})
    client.force_login(bob)
    return client


QUESTIONS = [
    ({"kind": "incident", "measure": "killed"}, ()),
    ({"kind": "incident", "measure": "killed"}, ("weapons", "year")),
    ({"kind": "incident", "measure": "entities"}, ("governorate",)),
    ({"kind": "incident", "measure": "killed", "according_to": "north-monitor"}, ("source",)),
    ({"kind": "tally", "measure": "count"}, ()),
]


def from_all_three(client, asked, by, form):
    at_desk = {**asked, **{f"by{number}": name for number, name in enumerate(by, start=1)}, "as": form}
    desk = client.get(reverse("desk:count"), {"reading": "reported_range", **at_desk})
    api = client.get("/api/count.csv" if form == "csv" else "/api/count", {**asked, "by": list(by)})
    options = [f"--{name.replace('_', '-')}={value}" for name, value in asked.items()]
    command = CliRunner().invoke(count, [*options, *(f"--by={name}" for name in by), f"--{form}"])
    assert (desk.status_code, api.status_code, command.exit_code) == (200, 200, 0), command.output
    return desk.content, api.content, command.stdout_bytes


@pytest.mark.parametrize(("asked", "by"), QUESTIONS)
def test_as_csv_it_is_the_same_to_the_byte(asked, by, record, bob_asks):
    desk, api, command = from_all_three(bob_asks, asked, by, "csv")
    assert desk == api == MARK + command, "a file begins with the mark that spreadsheets want, a pipe does not"


@pytest.mark.parametrize(("asked", "by"), QUESTIONS)
def test_as_json_it_is_the_same(asked, by, record, bob_asks):
    desk, api, command = (json.loads(each) for each in from_all_three(bob_asks, asked, by, "json"))
    assert desk == api == command


def rows(content):
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))


def test_a_grouped_answer_has_no_line_that_is_the_sum_of_the_others(record, bob_asks):
    desk, *_ = from_all_three(bob_asks, {"kind": "incident", "measure": "killed"}, ("governorate",), "csv")
    assert {row["governorate"] for row in rows(desk)} == {"SY07", "SY02"}


def test_what_must_be_known_beside_a_number_stands_beside_it(record, bob_asks):
    asked = {"kind": "incident", "measure": "killed"}
    twice, *_ = from_all_three(bob_asks, asked, ("weapons",), "csv")
    assert {row["overlapping"] for row in rows(twice)} == {"yes"}
    (tallies,) = rows(from_all_three(bob_asks, {"kind": "tally", "measure": "count"}, (), "csv")[0])
    assert (tallies["low"], tallies["addable"], tallies["entities"]) == ("", "no", "2")
