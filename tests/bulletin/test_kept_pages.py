"""Kept pages: what is hidden shows neither in a header nor in a page that is made anew, and what is public is never stale."""

import gzip
import io

import pytest
from django.core.cache import caches
from django.db import connection
from django.middleware import gzip as gzip_middleware
from django.test.utils import CaptureQueriesContext

from dalil.archive.protection import Level
from dalil.bulletin.http import page_cache
from dalil.bulletin.models import CardPage
from dalil.record import actions
from dalil.record.models import Verdict

AS_A_BROWSER = {"Accept-Encoding": "gzip"}
KEPT = 2  # queries that tell whether a kept page is still right


@pytest.fixture
def strike(enter):
    return enter({"when": "2019-05-01", "killed": "3"}, origin="north-monitor")


def asked(reader, path, **headers):
    """The answer, and how many queries it took."""
    with CaptureQueriesContext(connection) as queries:
        answer = reader.get(path, headers={**AS_A_BROWSER, **headers})
    return answer, len(queries)


def test_a_hidden_write_changes_neither_a_header_nor_the_time_a_page_takes(strike, enter, alice, bob, reader):
    path = "/en/record/"
    before = reader.get(path, headers=AS_A_BROWSER)
    assert before["Content-Encoding"] == "gzip"

    def unchanged(what):
        answer, queries = asked(reader, path)
        assert dict(answer.headers) == dict(before.headers), what
        assert answer.content == before.content, what
        _, fewest = asked(reader, path)
        assert fewest == KEPT, what
        assert queries <= KEPT + 4, (
            f"{what}: the page was made anew"
        )  # what looks at the log, where no process follows it
        caches["pages"].clear()
        anew = reader.get(path, headers=AS_A_BROWSER)
        assert dict(anew.headers) == dict(before.headers), f"{what}, made anew"

    hidden = enter({"when": "2019-05-01", "killed": "9"}, level=Level.INTERNAL)
    unchanged("a report")
    actions.judge(strike, hidden, Verdict.SAME, actor=bob)
    unchanged("a judgement that ties it to what is public")
    actions.withdraw(hidden, actor=alice, reason="It was another place")
    unchanged("its withdrawal")
    draft = actions.Draft(
        claim=strike.claim.model_copy(update={"killed": None}),
        document=strike.document,
        attribution=strike.attribution,
    )
    actions.supersede(strike, draft, actor=alice, reason="Not for readers yet")
    unchanged("a correction")
    actions.name_source("hidden-witness", actor=alice, en="A witness")
    unchanged("a source")
    actions.receive_document(io.BytesIO(b"kept apart"), actor=alice, title="Apart", media_type="text/plain")
    unchanged("a document")


def test_every_write_that_the_public_can_see_makes_the_page_anew(strike, enter, alice, bob, reader):
    other = enter({"when": "2019-05-01", "killed": "5"}, origin="south-monitor")
    hidden = enter({"when": "2019-06-01", "killed": "7"}, level=Level.INTERNAL)
    path = f"/en/record/{strike.address}/"

    def page():
        return reader.get(path).content.decode()

    seen = [page()]

    def changed():
        seen.append(page())
        return seen[-1] != seen[-2]

    judgement = actions.judge(strike, other, Verdict.SAME, actor=bob)
    assert changed()
    actions.retract(judgement, actor=bob)
    assert changed()
    actions.withdraw(strike, actor=alice, reason="The monitor took it back")
    assert changed() and "The monitor took it back" in seen[-1]
    path = "/en/record/"
    seen.append(page())
    actions.protect(hidden, Level.PUBLIC, actor=alice)
    assert changed() and hidden.address in seen[-1], "what was entered hidden and is opened later"
    actions.protect(hidden.document, Level.INTERNAL, actor=alice)
    assert changed() and strike.address not in seen[-1]


def test_a_source_and_a_document_that_are_made_public_show_at_once(strike, alice, reader):
    source = actions.name_source("north-monitor", actor=alice)
    assert reader.get("/en/sources/east-monitor/").status_code == 404
    assert "East" not in reader.get("/api/sources").content.decode()
    actions.name_source("east-monitor", actor=alice, en="East", level=Level.PUBLIC)
    assert "East" in reader.get("/api/sources").content.decode()
    actions.protect(source, Level.INTERNAL, actor=alice)
    assert "north-monitor" not in reader.get("/api/sources").content.decode()
    actions.receive_document(
        io.BytesIO(b"new"), actor=alice, title="A new paper", media_type="text/plain", level=Level.PUBLIC
    )
    assert "A new paper" in reader.get("/api/documents").content.decode()


def test_many_hidden_writes_at_once_are_passed_over_and_one_public_among_them_is_not(strike, enter, alice, reader):
    first = reader.get("/en/record/", headers=AS_A_BROWSER)
    for number in range(1, 251):
        actions.name_source(f"witness-{number}", actor=alice)
    answer, queries = asked(reader, "/en/record/")
    assert queries < 8 and answer["ETag"] == first["ETag"]
    for number in range(251, 500):
        actions.name_source(f"witness-{number}", actor=alice)
    report = enter({"when": "2019-05-09", "killed": "1"})
    assert report.address in reader.get("/en/record/").content.decode()


def test_a_draft_in_the_desk_is_not_told_by_the_time_a_page_takes(loaded, reader):
    reader.get("/en/")
    card = CardPage.objects.get(locale__language_code="en", slug="law-10")
    card.title = "Not yet"
    card.save_revision()
    _, queries = asked(reader, "/en/")
    assert queries == KEPT and "Not yet" not in reader.get("/en/").content.decode()


def test_a_reader_who_has_the_compressed_page_already_is_told_so(loaded, reader):
    tag = reader.get("/en/", headers=AS_A_BROWSER)["ETag"]
    assert tag.startswith('W/"')
    again = reader.get("/en/", headers={**AS_A_BROWSER, "If-None-Match": tag})
    assert (again.status_code, again.content) == (304, b"")


def test_an_address_with_something_we_never_ask_for_is_answered_and_not_kept(loaded, reader):
    kept = caches["pages"]
    reader.get("/en/record/?kind=incident&page=1")
    before = len(kept._cache)
    for number in range(3):
        assert reader.get(f"/en/record/?kind=incident&x={number}").status_code == 200
    assert len(kept._cache) == before


def test_a_long_answer_is_not_kept(loaded, reader, monkeypatch):
    monkeypatch.setattr("dalil.bulletin.http.page_cache.LARGEST", 1000)
    reader.get("/en/record/")
    assert asked(reader, "/en/record/")[1] > KEPT


def test_a_kept_page_is_compressed_once_and_is_the_same_page_for_who_takes_nothing_compressed(
    strike, reader, monkeypatch
):
    packed = reader.get("/en/record/", headers=AS_A_BROWSER)
    plain = reader.get("/en/record/", headers={"Accept-Encoding": "identity"})
    assert gzip.decompress(packed.content) == plain.content and "Content-Encoding" not in plain
    assert int(plain["Content-Length"]) == len(plain.content) and int(packed["Content-Length"]) == len(packed.content)
    assert "Accept-Encoding" in packed["Vary"] and "Accept-Encoding" in plain["Vary"]
    for answer in (packed, plain):
        assert reader.get("/en/record/", headers={**AS_A_BROWSER, "If-None-Match": answer["ETag"]}).status_code == 304
    for module in (page_cache, gzip_middleware):
        monkeypatch.setattr(module, "compress_string", None)
    assert reader.get("/en/record/", headers=AS_A_BROWSER).content == packed.content
