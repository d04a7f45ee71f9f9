"""bob looks for reports, compares them and judges; and takes a judgement back."""

from django.contrib.auth.models import Group

from dalil.archive.protection import Level, Viewer
from dalil.counting.figures import define_figure, publish_edition
from dalil.counting.question import Question
from dalil.desk.judging.candidates import find_candidates
from dalil.desk.judging.proposed import find_proposed
from dalil.matching.match_runs import match_what_came_in
from dalil.matching.models import SecondLook
from dalil.record.entities import entity_at
from dalil.record.kind import kind_of
from dalil.record.models import Judgement

COMPARE = "/desk/record/judge/compare/"


def two(enter, **other):
    one = enter(
        {"when": "2019-05-01", "killed": "5", "where": {"places": ["SY07"], "name": "Idlib"}}, origin="north-monitor"
    )
    two = enter(
        {"when": "2019-05-02", "killed": "~6", "where": {"places": ["SY0703"], "name": "حارم"}},
        origin="field-daily",
        **other,
    )
    return one, two


def alike(enter, **other):
    """Two monitors tell of one strike on a town."""
    at = {"places": ["C3916"], "name": "Saraqib"}
    one = enter({"when": "2019-05-01", "killed": "5", "where": at}, origin="north-monitor")
    at = {"places": ["C3916"], "name": "سراقب"}
    return one, enter({"when": "2019-05-01", "killed": "5-6", "where": at}, origin="field-daily", **other)


def verdict(client, one, other, verdict, reason="same road, same hour"):
    return client.post(COMPARE, {"a": one.address, "b": other.address, "verdict": verdict, "reason": reason})


def test_bob_sees_two_reports_side_by_side_with_what_differs(as_, enter):
    one, other = two(enter)
    text = as_("bob").get(COMPARE, {"a": one.address, "b": other.address}).content.decode()
    assert "differs" in text and "about 6" in text


def test_bob_judges_them_the_same_and_takes_it_back(as_, enter):
    one, other = two(enter)
    verdict(as_("bob"), other, one, "same")
    assert len(entity_at(one.address, Viewer.public()).reports) == 2
    assert as_("bob").get(f"/desk/record/entities/{other.address}/").url.endswith(f"/{one.address}/")
    as_("bob").post(f"/desk/record/judge/{Judgement.objects.get().pk}/undo/", {"reason": "two roads"})
    assert len(entity_at(one.address, Viewer.public()).reports) == 1
    text = as_("rana").get(f"/desk/record/reports/{one.address}/").content.decode()
    assert "two roads" in text and "same road, same hour" in text


def test_a_judgement_is_given_with_its_reason_or_without(as_, enter):
    one, other = two(enter)
    assert verdict(as_("bob"), one, other, "", reason="the same road").status_code == 422
    assert verdict(as_("bob"), one, other, "same", reason="").status_code == 302
    assert Judgement.objects.get().reason == ""


def test_a_report_is_not_compared_with_itself_nor_with_another_kind(as_, enter):
    one, _ = two(enter)
    tally = enter({"what": "killed", "count": "82+"}, kind="tally")
    for other in (one, tally):
        assert verdict(as_("bob"), one, other, "same").status_code == 422
    assert Judgement.objects.count() == 0


def test_alice_and_charlie_judge_nothing(as_, enter):
    one, other = two(enter)
    assert verdict(as_("alice"), one, other, "same").status_code == 403
    assert verdict(as_("charlie"), one, other, "same").status_code == 302
    assert Judgement.objects.count() == 0


def test_pairs_that_the_matcher_proposes_wait_with_its_reasons_until_somebody_judges(as_, enter):
    one, other = alike(enter)
    far = enter({"when": "2019-06-01", "killed": "5", "where": {"places": ["SY07"]}})
    match_what_came_in()
    text = as_("bob").get("/desk/record/judge/").content.decode()
    assert one.address in text and other.address in text and far.address not in text
    assert "Killed: the numbers overlap" in text and "not trained on this record" in text
    in_arabic = as_("bob", "ar").get("/desk/record/judge/").content.decode()
    assert "القتلى: تتقاطع الأعداد" in in_arabic
    verdict(as_("bob"), one, other, "different")
    assert find_proposed(kind_of("incident"), Viewer.public(), "en") == []


def test_bob_goes_from_pair_to_pair_and_leaves_one_open(as_, enter):
    one, other = alike(enter)
    match_what_came_in()
    bob = as_("bob")
    pair = bob.get("/desk/record/judge/next/?kind=incident").url
    assert pair.startswith(COMPARE) and one.address in pair and other.address in pair
    page = bob.get(pair)
    assert page.context["proposal"].likelihood > 0.05 and "Leave it open" in page.content.decode()
    assert bob.get(page.context["skip"]).url == "/desk/record/judge/"
    judged = bob.post(COMPARE, {"a": one.address, "b": other.address, "verdict": "same", "next": page.context["next"]})
    assert bob.get(judged.url).url == "/desk/record/judge/"


def test_bob_judges_what_he_ticks_alike_and_takes_one_back_at_once(as_, enter):
    one, other = alike(enter)
    match_what_came_in()
    bob = as_("bob")
    several = {"pair": f"{one.address}-{other.address}", "verdict": "same", "reason": "both quote the same office"}
    assert bob.post("/desk/record/judge/several/", several).url == "/desk/record/judge/"
    text = bob.get("/desk/record/judge/").content.decode()
    assert "What you judged lately" in text and "both quote the same office" in text
    bob.post(f"/desk/record/judge/{Judgement.objects.get().pk}/undo/", {"next": "/desk/record/judge/"})
    assert len(find_proposed(kind_of("incident"), Viewer.public(), "en")) == 1


def test_pairs_are_chosen_by_source_and_words_and_what_a_figure_rests_on_comes_first(as_, enter, edith):
    _, other = alike(enter)
    enter({"when": "2019-05-01", "killed": "5", "where": {"places": ["C3916"]}}, origin="valley-news")
    match_what_came_in()
    bob = as_("bob")
    assert len(bob.get("/desk/record/judge/").context["pairs"]) == 3
    assert len(bob.get("/desk/record/judge/?source=north-monitor").context["pairs"]) == 2
    assert bob.get("/desk/record/judge/?since=2020-01-01").context["pairs"] == []
    figure = define_figure("told", Question(according_to="field-daily"), actor=edith, title_en="As told")
    publish_edition(figure, actor=edith)
    first = bob.get("/desk/record/judge/").context["pairs"][0]
    assert other in (first.one, first.other)


def test_of_a_kind_that_is_not_matched_pairs_close_in_time_and_place_wait(enter):
    seen = {"what": "AIRCRAFT", "when": "2019-05-01", "where": {"places": ["SY07"]}}
    one, other = (enter(seen, kind="sighting", origin=origin) for origin in ("north-monitor", "field-daily"))
    assert [(pair.one, pair.other) for pair in find_candidates("sighting", Viewer.public())] == [(one, other)]


def test_a_pair_with_a_hidden_report_is_not_offered_nor_opened(as_, enter, staff):
    one, hidden = alike(enter, level=Level.RESTRICTED, groups=[staff["layla"].groups.get()])
    match_what_came_in()
    assert hidden.address in as_("layla").get("/desk/record/judge/").content.decode()
    assert hidden.address not in as_("bob").get("/desk/record/judge/").content.decode()
    assert as_("bob").get(COMPARE, {"a": one.address, "b": hidden.address}).status_code == 404
    assert verdict(as_("bob"), one, hidden, "same").status_code == 404
    verdict(as_("layla"), one, hidden, "same")
    assert hidden.address not in as_("bob").get(f"/desk/record/reports/{one.address}/").content.decode()
    undo = f"/desk/record/judge/{Judgement.objects.get().pk}/undo/"
    assert as_("bob").post(undo).status_code == 404


def test_the_entity_page_has_the_five_readings_and_who_said_what(as_, enter):
    one, other = two(enter)
    verdict(as_("bob"), one, other, "same")
    text = as_("rana").get(f"/desk/record/entities/{one.address}/").content.decode()
    for said in (
        "reported range",
        "floor",
        "agreed interval",
        "named victims",
        "conservative",
        "corroborated",
        "5–7",
        "unknown",
    ):
        assert said in text


def test_after_judging_bob_is_led_on_only_within_the_desk(as_, enter):
    one, other = two(enter)
    data = {"a": one.address, "b": other.address, "verdict": "same", "reason": "r"}
    assert (
        as_("bob").post(COMPARE, {**data, "next": "https://elsewhere.example/"}).url.startswith("/desk/record/reports/")
    )
    assert as_("bob").post(COMPARE, {**data, "next": "/desk/record/judge/"}).url == "/desk/record/judge/"


def test_bob_asks_a_second_person_who_finds_the_pair_listed_and_settles_it(as_, enter):
    one, other = alike(enter)
    asked = {"a": one.address, "b": other.address, "reason": "the shelling may be another"}
    assert as_("bob").post("/desk/record/judge/second/", asked).status_code == 302
    as_("bob").post("/desk/record/judge/second/", asked)
    assert SecondLook.objects.count() == 1
    listed = as_("salma").get("/desk/record/judge/").content.decode()
    assert "They wait for a second person" in listed and "the shelling may be another" in listed
    assert "you asked" in as_("bob").get("/desk/record/judge/").content.decode()
    verdict(as_("bob"), one, other, "same")
    assert "They wait for a second person" in as_("salma").get("/desk/record/judge/").content.decode()
    verdict(as_("salma"), one, other, "different")
    after = as_("salma").get("/desk/record/judge/").content.decode()
    assert "They wait for a second person" not in after
    assert "Judged differently by two persons" in after
    as_("bob").post(
        f"/desk/record/judge/{Judgement.objects.get(verdict='same').pk}/undo/", {"reason": "she knows the town"}
    )
    assert "Judged differently" not in as_("salma").get("/desk/record/judge/").content.decode()


def test_a_pair_of_which_one_is_hidden_is_asked_about_and_listed_to_nobody_who_may_not_see_it(as_, enter):
    one, other = alike(enter, level=Level.RESTRICTED, groups=[Group.objects.create(name="the four")])
    asked = {"a": one.address, "b": other.address, "reason": ""}
    assert as_("bob").post("/desk/record/judge/second/", asked).status_code == 404
    assert not SecondLook.objects.exists()


def test_a_pair_is_no_pair_with_itself_or_with_another_kind(as_, enter):
    one, _ = alike(enter)
    for a, b in ((one, one), (one, enter({"fate": "KILLED", "sex": "female"}, kind="victim"))):
        as_("bob").post("/desk/record/judge/second/", {"a": a.address, "b": b.address})
    assert not SecondLook.objects.exists()


def test_beside_the_pairs_stands_how_right_the_matcher_is_and_that_it_is_not_known(as_, enter):
    alike(enter)
    match_what_came_in()
    assert "not known; persons judged too few" in as_("bob").get("/desk/record/judge/").content.decode()
    assert "غير معروفة" in as_("bob", "ar").get("/desk/record/judge/").content.decode()


def test_both_places_of_a_pair_are_on_one_map(as_, enter):
    one, other = alike(enter)
    text = as_("bob").get(COMPARE, {"a": one.address, "b": other.address}).content.decode()
    assert "desk-map" in text and "<svg" in text and "Saraqib" in text
