"""Dear answers: written once for each state of the public record, so many for one address, so many files at once."""

import json

import pytest
from django.core.signals import request_finished
from django.db import close_old_connections

from dalil.archive.protection import Level
from dalil.bulletin.http import public_lines, rate_limits
from dalil.bulletin.http.rate_limits import AT_ONCE, AT_ONCE_FROM_ONE, EACH_SECOND, FULL, PLACES, Buckets
from dalil.record import actions
from dalil.record.models import Source, Verdict

LINES = "/api/reports.jsonl"


def lines_of(client, address=LINES):
    return [json.loads(line) for line in b"".join(client.get(address).streaming_content).splitlines()]


@pytest.fixture
def made(monkeypatch):
    """How often all public lines were written out."""
    times = []
    write = public_lines.report_lines
    monkeypatch.setattr(public_lines, "report_lines", lambda *asked, **more: times.append(1) or write(*asked, **more))
    return times


def test_the_public_lines_are_written_once_for_each_state(client, enter, made):
    enter({"when": "2019-05-01"}, origin="north-monitor")
    assert len(lines_of(client)) == len(lines_of(client)) == 1
    assert len(made) == 1
    enter({"when": "2019-05-02"}, level=Level.INTERNAL)
    assert len(lines_of(client)) == 1
    assert len(made) == 1  # a hidden write is no reason to write them out
    enter({"when": "2019-05-03"}, origin="north-monitor")
    assert len(lines_of(client)) == 2
    assert len(made) == 2


def test_what_is_hidden_is_not_given_out_again(client, enter, alice, home):
    shown = enter({"when": "2019-05-01"}, origin="north-monitor", said="The words of it")
    assert lines_of(client)[0]["address"] == shown.address
    actions.protect(shown, Level.INTERNAL, actor=alice)
    assert lines_of(client) == []
    assert not any(b"The words of it" in file.read_bytes() for file in home.rglob("public-lines/*"))


def test_the_prepared_lines_are_those_that_would_be_written_now(client, enter):
    first = enter({"when": "2019-05-01"}, origin="north-monitor")
    enter({"when": "2019-05-01"}, origin="south-monitor")
    prepared = b"".join(client.get(LINES).streaming_content)
    assert prepared == b"".join(client.get(f"{LINES}?kind=incident").streaming_content)
    assert first.address.encode() in prepared


def test_lines_that_did_not_change_are_taken_over(client, enter, alice, bob, made):
    """After each kind of write the file is, byte for byte, what would be written now; and only what changed was written."""
    reports = [enter({"when": f"2019-05-0{day}", "killed": "3"}, origin=f"monitor-{day % 3}") for day in range(1, 9)]
    first, second, third, fourth = reports[:4]
    hidden = enter({"when": "2019-06-01"}, level=Level.INTERNAL)

    def right(what):
        made.clear()
        prepared = b"".join(client.get(LINES).streaming_content)
        anew = b"".join(client.get(f"{LINES}?kind=incident").streaming_content)
        assert prepared == anew, what
        return len(made)

    assert right("at first") == 1
    enter({"when": "2019-05-20"}, origin="monitor-new")
    assert right("a new report") == 1
    actions.withdraw(first, actor=alice, reason="it was another place")
    assert right("a withdrawal") == 2
    actions.judge(second, third, Verdict.SAME, actor=bob)
    right("a judgement")
    actions.judge(second, hidden, Verdict.SAME, actor=bob)
    right("a judgement of something hidden")
    draft = actions.Draft(
        claim=second.claim.model_copy(update={"killed": None}),
        document=second.document,
        attribution=second.attribution,
        level=Level.PUBLIC,
    )
    actions.supersede(second, draft, actor=alice, reason="nobody was killed")
    right("a correction")
    actions.reinstate(first, actor=alice, reason="it was this place")
    right("a withdrawal taken back")
    one, other = (Source.objects.get(code=f"monitor-{number}") for number in (1, 2))
    actions.judge_sources(one, other, Verdict.SAME, actor=bob)
    right("two sources that are one")
    enter({"when": "2019-05-21"}, origin="monitor-1")
    right("a new report of a source that was told of")
    actions.withdraw(reports[0], actor=alice, reason="another place after all")
    right("a withdrawal where sources are told of")
    actions.protect(hidden, Level.PUBLIC, actor=alice)
    right("what was hidden and is opened")
    actions.protect(fourth, Level.INTERNAL, actor=alice)
    assert fourth.address not in b"".join(client.get(LINES).streaming_content).decode()
    right("what is hidden now")


def test_a_bucket_fills_as_time_goes():
    now = [0.0]
    buckets = Buckets(lambda: now[0])
    assert [buckets.take("a", 1) for _ in range(int(FULL))] == [0] * int(FULL)
    assert buckets.take("a", 1) == 1
    assert buckets.take("b", 1) == 0
    now[0] = 2
    assert [buckets.take("a", 1) for _ in range(11)].count(0) == 2 * EACH_SECOND
    assert buckets.take("a", 20) == 4


@pytest.mark.parametrize(
    "address",
    ["/api/count", "/api/reports?q=x", "/api/count.csv", "/en/record/?q=x", "/ar/record/?q=x", "/en/figures/one.csv"],
)
def test_who_asks_too_much_is_told_when_to_come_back(client, db, settings, monkeypatch, address):
    settings.DEAR_ANSWERS_LIMITED = True
    monkeypatch.setattr(rate_limits, "FULL", 0.0)
    answer = client.get(address, headers={"accept-language": "en"})
    assert answer.status_code == 429 and answer["Retry-After"] == "1"
    said = answer.content.decode()
    assert ("Try again" if "/ar/" not in address else "حاول مجدداً") in said
    assert address.startswith("/api/") == answer["Content-Type"].startswith("application/json")
    assert client.get("/robots.txt").status_code == 200


def test_thirty_readers_behind_one_address_are_answered():
    now = [0.0]
    buckets = Buckets(lambda: now[0])
    for _ in range(3 * 3600):  # three a second, for an hour
        assert buckets.take("school", 1) == 0
        now[0] += 1 / 3


def close_unread(answers):
    """Close answers that nobody read. Each says that a request has ended, by which Django would close the connection of the test."""
    request_finished.disconnect(close_old_connections)
    for each in answers:
        each.close()
    request_finished.connect(close_old_connections)


def test_only_so_many_files_are_given_out_at_once(client, enter, settings):
    settings.DEAR_ANSWERS_LIMITED = True
    enter({"when": "2019-05-01"}, origin="north-monitor")
    unread = [client.get(LINES) for _ in range(AT_ONCE_FROM_ONE)]
    answer = client.get(LINES)
    assert answer.status_code == 429 and answer["Retry-After"] == "20"
    assert "20 second" in answer.json()["detail"]
    other = client.get(LINES, REMOTE_ADDR="192.0.2.7")
    assert other.status_code == 200
    close_unread([*unread, other])
    assert len(lines_of(client)) == 1
    assert PLACES._taken == {}
    for number in range(AT_ONCE):
        assert PLACES.take(f"192.0.2.{number}") == 0
    assert client.get(LINES).status_code == 503
    for number in range(AT_ONCE):
        PLACES.give_back(f"192.0.2.{number}")


def test_a_file_that_is_read_too_slowly_breaks_off_and_gives_its_place_back(client, enter, settings, monkeypatch):
    settings.DEAR_ANSWERS_LIMITED = True
    enter({"when": "2019-05-01"}, origin="north-monitor")
    monkeypatch.setattr(rate_limits, "PATIENCE", -1.0)
    monkeypatch.setattr(rate_limits, "SLOWEST", 1e12)
    answer = client.get(LINES)
    with pytest.raises(rate_limits.ReadTooSlowly):
        list(answer.streaming_content)
    answer.close()
    assert PLACES._taken == {}
