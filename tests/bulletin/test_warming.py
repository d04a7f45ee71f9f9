"""A process that begins to answer makes what readers ask for first, before they do."""

import pytest
from django.core.cache import caches
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dalil.bulletin.http import warming

pytestmark = pytest.mark.django_db


@pytest.fixture
def same_connection(monkeypatch):
    """The tests keep theirs open."""
    monkeypatch.setattr(warming.connections, "close_all", lambda: None)
    monkeypatch.setattr(warming, "give_way_in_this_thread", lambda: None)


def test_the_first_readers_find_the_front_page_and_the_record_made(loaded, client, same_connection):
    caches["pages"].clear()
    warming.warm_up(WSGIHandler())
    for path in ("/en/", "/ar/", "/en/record/", "/ar/record/"):
        with CaptureQueriesContext(connection) as queries:
            answer = client.get(path, headers={"host": "localhost", "Accept-Encoding": "gzip"})
        assert answer.status_code == 200
        assert len(queries) <= 2, f"{path} was made for its first reader"


def test_a_page_that_cannot_be_made_stops_neither_the_others_nor_the_process(same_connection, caplog):
    asked = []

    def fails(environ, start_response):
        asked.append(environ["PATH_INFO"])
        raise ValueError("no page")

    warming.warm_up(fails)
    assert {"/en/", "/ar/", "/api/count"} <= set(asked)
    assert "/ar/ was not made while the process began" in caplog.text
