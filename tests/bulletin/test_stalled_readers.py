"""Who stops reading in the middle of an answer loses the connection, so that nobody holds a thread of the server for ever."""

import socket
from contextlib import closing

import pytest

from dalil.bulletin.http.stalled_readers import WithoutStalledReaders, end_stalled_connections

pytestmark = pytest.mark.skipif(not hasattr(socket, "TCP_USER_TIMEOUT"), reason="the system has no limit on sending")


def test_a_connection_ends_whose_reader_takes_nothing():
    with closing(socket.create_server(("127.0.0.1", 0))) as server:
        assert end_stalled_connections(1) >= 1
        with closing(socket.create_connection(server.getsockname())), closing(server.accept()[0]) as answering:
            assert answering.getsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT) == 1000, "inherited"
            answering.settimeout(60)
            with pytest.raises(OSError) as ended:
                while True:
                    answering.send(b"x" * 65_536)
            assert not isinstance(ended.value, socket.timeout) or ended.value.errno, (
                "ended by the system, not by this test"
            )


def test_the_first_request_bounds_what_is_accepted_after_it(monkeypatch):
    asked = []
    monkeypatch.setattr("dalil.bulletin.http.stalled_readers.end_stalled_connections", asked.append)
    application = WithoutStalledReaders(lambda environ, start_response: [environ["PATH_INFO"].encode()])
    assert [application({"PATH_INFO": path}, None) for path in ("/a", "/b")] == [[b"/a"], [b"/b"]]
    assert asked == [60]
