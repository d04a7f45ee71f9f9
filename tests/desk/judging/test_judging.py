"""bob looks for reports, compares them and judges; and takes a judgement back."""

from dalil.archive.protection import Level, Viewer
from dalil.desk.judging.candidates import find_candidates
from dalil.record.entities import entity_at
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


def test_a_judgement_needs_a_reason(as_, enter):
    one, other = two(enter)
    assert verdict(as_("bob"), one, other, "same", reason=" ").status_code == 422
    assert Judgement.objects.count() == 0


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


def test_pairs_close_in_time_and_place_wait_until_somebody_judges(as_, enter):
    one, other = two(enter)
    far = enter({"when": "2019-06-01", "killed": "5", "where": {"places": ["SY07"]}})
    elsewhere = enter({"when": "2019-05-01", "killed": "5", "where": {"places": ["SY02"]}})
    pairs = [(pair.one, pair.other) for pair in find_candidates("incident", Viewer.public())]
    assert pairs == [(one, other)]
    assert far.address not in (text := as_("bob").get("/desk/record/judge/").content.decode())
    assert one.address in text and elsewhere.address not in text
    verdict(as_("bob"), one, other, "different")
    assert find_candidates("incident", Viewer.public()) == []


def test_a_pair_with_a_hidden_report_is_not_offered_nor_opened(as_, enter, staff):
    one, hidden = two(enter, level=Level.RESTRICTED, groups=[staff["layla"].groups.get()])
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
