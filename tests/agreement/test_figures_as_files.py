"""A figure given out by its page and by the API is the same figure."""

import csv
import io

from django.test import Client

from dalil.counting.figures import define_figure, publish_edition
from dalil.counting.question import Question


def test_the_page_and_the_api_give_the_same_json(enter, edith):
    enter({"when": "2019-05-01", "killed": "3"}, origin="north-monitor")
    figure = define_figure("killed", Question(measure="killed"), actor=edith, title_en="Killed", title_ar="القتلى")
    publish_edition(figure, actor=edith)
    enter({"when": "2019-05-02", "killed": "5+"}, origin="south-monitor")
    client = Client(headers={"host": "localhost"})
    page, api = (client.get(path).json() for path in ("/en/figures/killed.json", "/api/figures/killed"))
    assert page == api
    arabic = client.get("/ar/figures/killed.json").json()
    assert arabic == api | {"address": arabic["address"]}, "the address is that of the page in its language"
    short = client.get("/api/figures").json()["items"][0]
    assert short == {name: api[name] for name in short}
    table = client.get("/en/figures/killed.csv").content.decode()
    assert table.startswith("\ufeff")
    total, now, *reports = csv.DictReader(io.StringIO(table.removeprefix("\ufeff")))
    assert (total["row"], now["row"]) == ("total", "now"), "what was published, and beside it what the record says now"
    assert (int(total["low"]), int(total["entities"])) == (api["published"]["low"], len(api["edition"]["entities"]))
    assert (int(now["low"]), int(now["entities"])) == (api["now"]["low"], len(api["entities"])) == (8, 2)
    assert {row["entity"].rstrip("/").rpartition("/")[2] for row in reports} == {
        each["address"] for each in api["edition"]["entities"]
    }
