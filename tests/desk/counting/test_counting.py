"""bob counts: the answer on the screen, as a table and as JSON."""

import csv
import io
import json

from dalil.archive.protection import Level

COUNT = "/desk/record/count/"
KILLED = {"kind": "incident", "measure": "killed", "ask": "1"}


def test_an_open_end_stays_open_and_unknown_is_said_and_not_added(as_, two_days):
    text = as_("bob").get(COUNT, KILLED).content.decode()
    assert "at least 87" in text
    assert "1 has no upper end." in text
    assert "Of 1 the number is unknown; it is not taken as zero." in text


def test_the_same_in_arabic(as_, two_days):
    text = as_("bob", "ar").get(COUNT, KILLED).content.decode()
    assert "ما لا يقل عن ٨٧" in text
    assert "واحدة منها بلا حد أعلى" in text


def test_grouped_filtered_and_downloaded(as_, two_days):
    asked = {**KILLED, "places": "Aleppo Governorate", "since": "٢٠١٩-٠٥", "by1": "governorate"}
    assert "at least" not in as_("bob").get(COUNT, asked).content.decode()
    rows = list(csv.DictReader(io.StringIO(as_("bob").get(COUNT, {**asked, "as": "csv"}).content.decode("utf-8-sig"))))
    assert (rows[0]["governorate"], rows[0]["low"], rows[0]["high"], rows[0]["unknown"]) == ("SY02", "5", "5", "1")
    plain = json.loads(as_("bob").get(COUNT, {**asked, "as": "json"}).content)
    assert plain["total"]["low"] == 5


def test_a_place_or_source_that_is_not_there_is_refused_beside_its_box(as_, two_days):
    errors = (
        as_("bob").get(COUNT, {**KILLED, "places": "Nowhereville", "according_to": "nobody"}).context["form"].errors
    )
    assert set(errors) == {"places", "according_to"}
    assert "since" in as_("bob").get(COUNT, {**KILLED, "since": "last week"}).context["form"].errors


def test_what_bob_may_not_see_is_not_counted_for_bob(as_, two_days, enter, staff):
    enter({"when": "2019-05-04", "killed": "1000"}, level=Level.RESTRICTED, groups=[staff["layla"].groups.get()])
    assert "at least 87" in as_("bob").get(COUNT, KILLED).content.decode()
    assert "at least 1,087" in as_("layla").get(COUNT, KILLED).content.decode()
