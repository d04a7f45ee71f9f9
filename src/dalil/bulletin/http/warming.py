"""A process that begins to answer is warm before somebody asks it.

The first answer of a process loads every view, fills the vocabulary and the list of words of the search, and begins DuckDB: two seconds of the
processor, for which everybody waited who came with the first reader.
"""

from __future__ import annotations

import io
import logging
import sys
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.conf import settings
from django.db import connections
from django.urls import get_resolver
from django.utils import translation

from dalil.jobs.giving_way import give_way_in_this_thread
from dalil.letters import LANGUAGE_CODES

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]

logger = logging.getLogger(__name__)


def load_addresses() -> None:
    """Load the view of every address, and how addresses are written in each language."""
    for language in LANGUAGE_CODES:
        with translation.override(language):
            get_resolver()._populate()  # `reverse` does it at its first call


def warm_up(application: Application) -> None:
    """Have the application make what readers ask for first, behind those who are there already. A fault is logged: its reader will meet it too."""
    give_way_in_this_thread()
    for path, query in _asked_first():
        try:
            answer = application(_request(path, query), _ignore)
            for _ in answer:
                pass
            getattr(answer, "close", _ignore)()
        except Exception:
            logger.exception("%s was not made while the process began", path)
    connections.close_all()


def _asked_first() -> Iterator[tuple[str, str]]:
    """The front page and the record in each language, a search and a count."""
    for language in LANGUAGE_CODES:
        yield f"/{language}/", ""
        yield f"/{language}/record/", ""
    yield f"/{LANGUAGE_CODES[0]}/record/", "q=report"
    yield "/api/count", "measure=killed"


def _request(path: str, query: str) -> dict[str, Any]:
    """A request as a reader's arrives (PEP 3333), at the address of the site: so the pages made are kept for its readers."""
    return {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": path,
        "QUERY_STRING": query,
        "SERVER_NAME": settings.ALLOWED_HOSTS[0],
        "SERVER_PORT": "443" if settings.SECURE else "80",
        "HTTP_HOST": settings.SITE.netloc or settings.ALLOWED_HOSTS[0],
        "REMOTE_ADDR": "127.0.0.1",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_ACCEPT_ENCODING": "gzip",
        "wsgi.url_scheme": settings.SITE.scheme or "http",
        "wsgi.input": io.BytesIO(),
        "wsgi.errors": sys.stderr,
        "wsgi.version": (1, 0),
        "wsgi.multithread": True,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
    }


def _ignore(*_: Any) -> None:
    """What a server would send on."""
