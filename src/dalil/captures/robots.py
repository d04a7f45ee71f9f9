"""What a site asks of programs (robots.txt). A capture is made by a person for evidence; `DALIL_ROBOTS` says whether it obeys, and it is noted."""

from __future__ import annotations

from urllib.parse import urlsplit
from urllib.robotparser import RobotFileParser

from django.conf import settings

from dalil.archive.fetching import AGENT, NotFetched, fetch

LARGEST, PATIENCE = 500_000, 8.0


def ask_robots(url: str) -> str:
    """Return what a site says of a page: `allowed`, `disallowed`, or `unknown` where it does not answer; `not asked` where nobody wants to know.

    Raises NotFetched where the site disallows it and `DALIL_ROBOTS` is `obey`.
    """
    if settings.ROBOTS == "ignore":
        return "not asked"
    parts = urlsplit(url)
    try:
        answer = fetch(f"{parts.scheme}://{parts.netloc}/robots.txt", most=LARGEST, patience=PATIENCE)
    except NotFetched:
        return "unknown"
    if answer.status >= 500:
        return "unknown"
    parser = RobotFileParser()
    parser.parse(answer.body.decode("utf-8", "replace").splitlines() if answer.status == 200 else [])
    if answer.status != 200 or parser.can_fetch(AGENT.split()[0], url):
        return "allowed"
    if settings.ROBOTS == "obey":
        raise NotFetched("robots_disallow", "the site asks programs not to fetch this page (robots.txt)")
    return "disallowed"
