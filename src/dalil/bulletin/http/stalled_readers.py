"""Readers who stop reading in the middle of an answer: the system ends their connection, so that the thread that answers them is free again.

An answer that is made while it is sent (a file of reports, an export) waits in the server until the reader takes more. Who takes nothing held
its thread for as long as the connection stood, and 64 of them would have stopped the site. Granian has no limit on sending; Linux has one on
each connection (`TCP_USER_TIMEOUT`, RFC 5482), which what is accepted inherits from the socket that listens. Elsewhere, and behind a
proxy, the proxy's own limit holds.
"""

from __future__ import annotations

import os
import socket
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

STALLED = 60
"""Seconds after which the connection of a reader ends who has taken nothing of what waits."""

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


def end_stalled_connections(seconds: int) -> int:
    """Have connections end whose reader takes nothing for so many seconds; those accepted from now on. Returns on how many sockets it was set."""
    option, bounded = getattr(socket, "TCP_USER_TIMEOUT", None), 0
    here = Path("/proc/self/fd")
    if option is None or not here.exists():
        return 0
    for number in [int(each.name) for each in here.iterdir()]:
        try:
            with socket.socket(fileno=os.dup(number)) as each:
                listens = each.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN)
                if listens and each.family in (socket.AF_INET, socket.AF_INET6):
                    each.setsockopt(socket.IPPROTO_TCP, option, seconds * 1000)
                    bounded += 1
        except OSError:  # no socket, or closed by now
            continue
    return bounded


class WithoutStalledReaders:
    """A WSGI application whose server makes its listening socket after it has loaded the application: the first request bounds what follows."""

    def __init__(self, application: Application) -> None:
        self._application, self._bounded = application, False

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        if not self._bounded:
            self._bounded = True
            end_stalled_connections(STALLED)
        return self._application(environ, start_response)
