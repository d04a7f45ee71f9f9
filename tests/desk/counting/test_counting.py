"""bob counts: the answer on the screen, as a table and as JSON."""

import csv
import io
import json
import re

from dalil.archive.protection import Level

COUNT = "/desk/record/count/"
KILLED = {"kind": "incident", "measure": "killed", "ask": "1"}


def test_an_open_end_stays_open_and_unknown_is_said_and_not_added(as_, two_days):
    text = as_("bob").get(COUNT, KILLED).content.decode()
    assert "at least 87" in text
    assert "1 has no upper end." in text
    assert re.search(r"Of 1 of \d the number is unknown; it is not taken as zero\.", text)


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


def test_a_name_of_several_places_is_not_refused_but_chosen_by_a_click(as_, two_days):
    page = as_("bob").get(COUNT, {**KILLED, "places": "Idlib"})
    (meant,) = page.context["meant"]
    assert "governorate" in meant.taken + "".join(each.name for each in meant.choices)
    html = page.content.decode()
    assert "Idlib" in html and all(each.name.partition(" ")[0] in html for each in meant.choices)
    chosen = as_("bob").get(COUNT + meant.choices[0].url)
    assert chosen.context["form"]["places"].value() in {each.name.partition(" ")[0] for each in meant.choices}
    assert chosen.context["answer"] is not None and not chosen.context["meant"], "a code means one place"


def test_dates_are_taken_as_people_type_them(as_, two_days):
    for since, until in (("May 2019", "31 May 2019"), ("أيار 2019", "٣١ أيار ٢٠١٩"), ("2019-05", "31/5/2019")):
        page = as_("bob").get(COUNT, {**KILLED, "since": since, "until": until})
        assert page.context["form"].errors == {}, (since, until)
        assert "at least 87" in page.content.decode()


def test_first_last_and_the_longest_gap_are_said(as_, two_days, enter):
    enter({"when": "2011-03-18", "killed": "4"}, origin="north-monitor")
    text = as_("bob").get(COUNT, KILLED).content.decode()
    assert "First documented 18 March 2011, last" in text
    assert "The longest time without one: 97 months, from 18 March 2011 to 1 May 2019." in text


def test_the_table_that_is_taken_along_says_everything(as_, two_days):
    asked = {**KILLED, "f-targets": "HOSPITAL", "as": "csv"}
    (row,) = csv.DictReader(io.StringIO(as_("bob").get(COUNT, asked).content.decode("utf-8-sig")))
    assert "“What was hit”: of" in row["doubts_en"] and "«ما الذي استُهدف»" in row["doubts_ar"]
    assert row["question_en"].startswith("Killed, in incidents · ") and row["known_at"]


def test_who_may_not_publish_keeps_a_draft(as_, two_days):
    page = as_("bob").get(COUNT, KILLED)
    assert "Keep the draft" in page.content.decode()
    question = page.context["making"]["question"].value()
    draft = {"question": question, "slug": "killed-in-all", "title_en": "Killed", "unit": "person"}
    kept = as_("bob").post("/desk/record/count/figure/", draft, follow=True)
    assert "The draft is kept." in kept.content.decode()
    assert "Publish the first edition" not in kept.content.decode()
    assert "Publish the first edition" in as_("edith").get(kept.redirect_chain[-1][0]).content.decode()


def test_an_answer_is_drawn_as_its_grouping_asks(as_, two_days):
    """Places as a map, times as a series, weapons as ranges, two groupings crossed; nothing where nothing is grouped."""

    def drawn(*by):
        asked = {**KILLED, **{f"by{at}": each for at, each in enumerate(by, start=1)}}
        html = as_("bob").get(COUNT, asked).content.decode()
        return re.findall(r'class="drawing ([a-z]+)', html), html.count('class="drawn"')

    assert drawn() == ([], 0)
    assert drawn("governorate") == (["map"], 1)
    assert drawn("month") == (["series"], 1)
    assert drawn("weapons") == (["ranges"], 1)
    assert drawn("governorate", "month") == ([], 1)  # a table, with the totals of rows and columns


def test_the_drawing_counts_what_its_viewer_may_see(as_, two_days, enter, staff):
    enter(
        {"when": "2019-05-04", "killed": "1000", "where": {"places": ["SY07"]}},
        level=Level.RESTRICTED,
        groups=[staff["layla"].groups.get()],
    )
    asked = {**KILLED, "by1": "governorate"}
    table = re.compile(r'<figure class="drawn">.*</figure>', re.DOTALL)
    assert "1,0" not in table.search(as_("bob").get(COUNT, asked).content.decode())[0]
    assert "1,0" in table.search(as_("layla").get(COUNT, asked).content.decode())[0]
