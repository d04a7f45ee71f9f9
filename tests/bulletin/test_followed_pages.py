"""Readers while a process follows the log, as under `dalil serve`: nobody waits for what was written, and nobody sees what was taken away.

Here the rounds of that process are made by hand, so that a test decides what was followed.
"""

import fcntl
import threading
import time
from types import SimpleNamespace

import pytest
from django.core.cache import cache, caches
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext

from dalil.archive.protection import Level
from dalil.bulletin.http import page_cache
from dalil.bulletin.http.public_state import PublicState, RecordState, advance, note_site, public_state, touch
from dalil.bulletin.models import CardPage
from dalil.columns import following
from dalil.counting.figures import define_figure, publish_edition
from dalil.counting.question import Question
from dalil.record import actions

RECORD, COUNT, AS_OF = "/en/record/", "/api/count?measure=killed", "Dalil-Record-As-Of"


@pytest.fixture
def follow(db, home, monkeypatch):
    """Somebody follows the log: what makes one round of it."""
    monkeypatch.setattr(following, "BELIEVED", 0)
    (home / "projections").mkdir()
    with (home / "projections" / "following.lock").open("ab") as lock:

        def one_round():
            place, _ = following.follow_once()
            advance(place)
            note_site()

        one_round()
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield one_round


@pytest.fixture
def strike(enter):
    return enter({"when": "2019-05-01", "killed": "3"}, origin="north-monitor")


def killed(reader):
    return reader.get(COUNT).json()["total"]["low"]


def cost(reader, path):
    """How many queries an answer takes, and its headers and bytes."""
    with CaptureQueriesContext(connection) as queries:
        answer = reader.get(path)
    return len(queries), dict(answer.headers), answer.content


def grow_old(monkeypatch):
    """Let every kept page be too old to be given out once something was added."""
    monkeypatch.setattr(page_cache, "OLD", 0.0)


def test_what_was_added_shows_when_it_was_followed_and_the_page_says_since_when(
    strike, follow, enter, reader, monkeypatch
):
    grow_old(monkeypatch)
    first = reader.get(RECORD)
    assert killed(reader) == 3
    added = enter({"when": "2019-05-02", "killed": "4"}, origin="north-monitor")
    assert killed(reader) == 3 and reader.get(RECORD).content == first.content
    time.sleep(1)  # the times are told in seconds
    follow()
    assert killed(reader) == 7
    later = reader.get(RECORD)
    assert added.address in later.content.decode() and later[AS_OF] > first[AS_OF]
    assert f'datetime="{later[AS_OF]}"' in later.content.decode()


def test_a_young_page_is_given_out_as_it_was_and_says_so(strike, follow, enter, reader):
    first = reader.get(RECORD)
    enter({"when": "2019-05-02", "killed": "4"}, origin="north-monitor")
    follow()
    again = reader.get(RECORD)
    assert (again.content, again[AS_OF]) == (first.content, first[AS_OF])


def test_what_was_hidden_is_gone_at_once_from_pages_and_counts(strike, follow, enter, alice, reader):
    other = enter({"when": "2019-05-02", "killed": "4"}, origin="south-monitor")
    follow()
    assert killed(reader) == 7 and other.address in reader.get(RECORD).content.decode()
    actions.protect(other, Level.INTERNAL, actor=alice)
    assert killed(reader) == 3 and other.address not in reader.get(RECORD).content.decode()
    actions.protect(strike.document, Level.INTERNAL, actor=alice)
    assert killed(reader) is None and strike.address not in reader.get(RECORD).content.decode()


def test_what_was_withdrawn_is_counted_no_more_at_once(strike, follow, alice, reader):
    assert killed(reader) == 3
    page = f"/en/reports/{strike.address}/"
    reader.get(page)
    actions.withdraw(strike, actor=alice, reason="The monitor took it back")
    assert killed(reader) is None and "The monitor took it back" in reader.get(page).content.decode()


def test_hidden_writes_cost_a_reader_nothing(strike, follow, enter, alice, bob, edith, loaded, reader):
    """Kept or made anew, a page takes the same queries before and after, and is the same to the last header."""
    follow()
    made_anew = f"{RECORD}?x=1"
    for path in (RECORD, made_anew, COUNT, "/en/"):
        reader.get(path)
    before = {path: cost(reader, path) for path in (RECORD, made_anew, COUNT, "/en/")}
    assert before[RECORD][0] == before[COUNT][0] == (connection.vendor != "sqlite"), (
        "a kept page asks SQLite for nothing"
    )

    def unchanged(what):
        for path, known in before.items():
            assert cost(reader, path) == known, f"{what}: {path}"

    hidden = enter({"when": "2019-05-01", "killed": "9"}, level=Level.INTERNAL)
    unchanged("a report, before it is followed")
    follow()
    unchanged("a report")
    actions.protect(hidden, Level.PUBLIC, actor=alice, reason="open")
    actions.protect(hidden.document, Level.PUBLIC, actor=alice)
    follow()
    reader.get(RECORD)
    actions.protect(hidden, Level.INTERNAL, actor=alice)
    follow()
    before = {path: cost(reader, path) for path in before if reader.get(path)}
    actions.withdraw(hidden, actor=alice, reason="another place")
    follow()
    unchanged("a withdrawal")
    figure = define_figure("not-yet", Question(measure="killed"), actor=edith, title_en="Killed?")
    follow()
    unchanged("a figure that nobody published")
    card = CardPage.objects.get(locale__language_code="en", slug="law-10")
    card.title = "Not yet"
    card.save_revision()
    unchanged("a draft")
    publish_edition(figure, actor=edith)
    assert cost(reader, "/en/")[0] > 1


def test_a_thing_under_something_hidden_is_hidden_without_a_trace(strike, follow, enter, alice, reader):
    paper = actions.receive_document(
        __import__("io").BytesIO(b"apart"), actor=alice, title="Apart", media_type="text/plain", level=Level.INTERNAL
    )
    below = enter({"when": "2019-05-03", "killed": "8"}, document=paper)
    follow()
    reader.get(RECORD)
    before = cost(reader, RECORD)
    actions.protect(below, Level.INTERNAL, actor=alice)
    follow()
    assert cost(reader, RECORD) == before


def test_hidden_and_missing_take_the_same_queries(strike, follow, enter, reader):
    hidden = enter({"when": "2019-05-01", "killed": "9"}, level=Level.INTERNAL)
    follow()
    for page in ("/en/reports/{}/", "/en/record/{}/", "/api/reports/{}", "/api/entities/{}"):
        missing = page.format("0" * len(hidden.address))
        reader.get(missing)
        assert cost(reader, page.format(hidden.address))[0] == cost(reader, missing)[0], page


def test_a_member_counts_her_own_entry_at_once(strike, follow, enter, reader, alice, django_user_model):
    from django.contrib.auth.models import Permission

    alice.user_permissions.add(*Permission.objects.filter(codename__in=("count", "access_admin")))
    reader.force_login(alice)
    assert killed(reader) == 3
    enter({"when": "2019-05-02", "killed": "4"}, level=Level.INTERNAL)
    assert killed(reader) == 7


def test_no_state_of_the_site_is_noted_while_a_change_of_it_is_under_way(strike, follow):
    """Where the change is not committed, or is rolled back, readers go on as before; where it is, its first reader knows."""
    before = public_state().firm
    with pytest.raises(RuntimeError), transaction.atomic():
        touch()
        raise RuntimeError("no")
    assert public_state().firm == before
    follow()
    touch()
    now = public_state().firm
    assert now > before
    follow()
    assert public_state().firm == now


def test_many_who_ask_at_once_have_a_page_made_once(monkeypatch):
    made, gate = [], threading.Event()

    def slow(request):
        made.append(request.path)
        gate.wait(5)
        return HttpResponse(f"page {len(made)}")

    state = SimpleNamespace(now=PublicState((1, 1), RecordState(1, "2019-05-01T00:00:00+00:00"), 0, followed=True))
    monkeypatch.setattr(page_cache, "public_state", lambda: state.now)
    kept = page_cache.PageCache(slow)
    answers = []

    def ask():
        answers.append(kept(RequestFactory().get("/en/record/", headers={"host": "localhost"})).content)

    def all_ask(many):
        readers = [threading.Thread(target=ask) for _ in range(many)]
        for each in readers:
            each.start()
        time.sleep(0.3)
        return readers

    waiting = all_ask(12)
    gate.set()
    for each in waiting:
        each.join()
    assert (len(made), set(answers)) == (1, {b"page 1"})

    gate.clear()
    answers.clear()
    monkeypatch.setattr(page_cache, "YOUNG", 0.0)
    monkeypatch.setattr(page_cache, "OF_WHAT_IT_TOOK", 0.0)
    state.now = PublicState((1, 1), RecordState(2, "2019-05-01T00:00:01+00:00"), 0, followed=True)
    all_ask(12)
    assert answers == [b"page 1"] * 12, "nobody waits for a page that may be given out as it was"
    gate.set()
    answers.clear()
    for _ in range(100):
        ask()
        if answers[-1] == b"page 2":
            break
        time.sleep(0.05)
    assert (len(made), answers[-1]) == (2, b"page 2")

    gate.clear()
    answers.clear()
    grow_old(monkeypatch)
    state.now = PublicState((1, 1), RecordState(3, "2019-05-01T00:00:02+00:00"), 0, followed=True)
    waiting = all_ask(12)
    assert answers == [], "a page that is too old is waited for"
    gate.set()
    for each in waiting:
        each.join()
    assert len(made) == 3 and set(answers) == {b"page 3"}


def test_a_few_pages_are_made_at_once_and_the_others_wait_for_their_turn(monkeypatch):
    """Who enters a report beside fifty readers shares the processor with a few of them."""
    begun, gate = [], threading.Event()

    def slow(request):
        begun.append(request.path)
        gate.wait(5)
        return HttpResponse("page")

    state = PublicState((1, 1), RecordState(1, "2019-05-01T00:00:00+00:00"), 0, followed=True)
    monkeypatch.setattr(page_cache, "public_state", lambda: state)
    monkeypatch.setattr(page_cache, "FOR_A_TURN", 30.0)
    kept = page_cache.PageCache(slow)
    requests = [RequestFactory().get(f"/en/record/{n}/", headers={"host": "localhost"}) for n in range(12)]
    readers = [threading.Thread(target=kept, args=(each,)) for each in requests]
    for each in readers:
        each.start()
    time.sleep(0.3)
    assert len(begun) == page_cache.AT_ONCE
    gate.set()
    for each in readers:
        each.join()
    assert len(begun) == len(requests)

    gate.clear()
    begun.clear()
    caches["pages"].clear()
    monkeypatch.setattr(page_cache, "FOR_A_TURN", 0.01)
    readers = [threading.Thread(target=kept, args=(each,)) for each in requests]
    for each in readers:
        each.start()
    time.sleep(0.5)
    assert len(begun) == len(requests), "who has waited that long begins all the same: no slow page stops the others"
    gate.set()
    for each in readers:
        each.join()


def test_a_page_that_cannot_be_made_leaves_nobody_waiting(monkeypatch):
    state = PublicState((1, 1), RecordState(1, "2019-05-01T00:00:00+00:00"), 0, followed=True)
    monkeypatch.setattr(page_cache, "public_state", lambda: state)

    def fails(request):
        raise ValueError("no page")

    kept = page_cache.PageCache(fails)
    for _ in range(2):
        with pytest.raises(ValueError, match="no page"):
            kept(RequestFactory().get("/en/record/"))


@pytest.fixture(autouse=True)
def _empty():
    caches["pages"].clear()
    cache.clear()
