"""Every public address there is, from the URLconf: what a test wants to crawl it does not list by hand."""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO
from typing import Any
from zipfile import ZipFile

from django.urls import get_resolver
from django.utils.translation import override
from wagtail.models import Page

LEFT_OUT = {
    "api/docs": "leads on to api-docs in the reader's language",
    "en/letters/confirm/<str:token>/": "the link of a mail to one person; tests/bulletin/newsletter tries it",
    "en/letters/mine/<str:token>/": "the same",
    "media/images/<str:name>": "pictures; test_pictures.py asks for them in each state",
    "en/_util/authenticate_with_password/<int:page_view_restriction_id>/<int:page_id>/": "Wagtail's form for a password",
    "en/_util/login/": "Wagtail's form for readers with an account, of which there are none",
}
"""Public routes that are not crawled, each with its reason."""

ASKED = {
    "api/reports": ["?kind=incident&limit=1", "?place=SY07", "?q={word}", "?after={report}"],
    "api/reports.jsonl": ["?kind=incident"],
    "api/entities": ["?measure=killed", "?by=month"],
    "api/count": [
        "?measure=killed&by=source",
        "?measure=killed&by=month&by=governorate",
        "?according_to={word}-source",
    ],
    "api/count.csv": ["?measure=killed&by=source", "?measure=killed&by=month&by=governorate"],
    "api/count.xlsx": ["?measure=killed&by=source"],
    "api/count.parquet": ["?measure=killed&by=source"],
    "api/count.geojson": ["?measure=killed&by=governorate"],
    "api/places": ["?q=Idlib", "?within=SY07"],
    "api/sources": ["?q={word}"],
    "api/documents": ["?q={word}"],
    "en/explore.xml": ["?kind=incident&measure=killed&by=source"],
    "en/explore/": [
        "?kind=incident&measure=killed&by=source",
        "?kind=incident&measure=killed&by=month&by=governorate",
        "?kind=incident&measure=entities&facet=weapons:BARREL_BOMB&as=map",
        "?kind=incident&measure=killed&as=series",
        "?kind=incident&measure=killed&as=list",
        "?according_to={word}-source",
        "?place={word}",
    ],
    "api/proceedings": ["?state=DE", "?q={word}", "?provision=RS-8-2-e-i"],
    "api/proceedings.csv": ["?q={word}"],
    "en/proceedings/": ["?q={word}", "?state=DE&order=first", "?page=2"],
    "en/sanctions/": ["?q={word}"],
    "en/sanctions/<slug:code>/": ["?on=2018-07-01", "?on=soon"],
    "en/sanctions/<slug:code>/changes/": ["?since=2018-06-07&until=2018-08-24"],
    "en/record/": ["?page=2", "?kind=incident", "?place=SY07", "?q={word}", "?source={source}", "?document={document}"],
}
"""What readers ask for in addresses, by route; beside the address alone."""


def public_routes() -> list[str]:
    """Every route outside the desk, as the URLconf writes it, in English."""

    def walk(resolver: Any, before: str = "") -> Iterator[str]:
        for pattern in resolver.url_patterns:
            route = before + str(pattern.pattern)
            if not route.startswith("desk/"):
                yield from walk(pattern, route) if hasattr(pattern, "url_patterns") else [route]

    with override("en"):
        return list(walk(get_resolver()))


def public_addresses(*, report: Any, figure: str, word: str) -> dict[str, list[str]]:
    """The addresses to crawl, by route. report: a public one; figure: the slug of one with an edition; word: to search for.

    Raises KeyError for a route of which nobody said here what stands in it.
    """
    source = report.attribution.credits.first().source.code
    said = {
        "code": lambda route: "incident" if route == "api/kinds/<code>" else "RS-8-2-e-i",
        "address": lambda route: report.document.address if "documents" in route else report.address,
        "slug": lambda route: figure,
        "key": lambda route: Page.objects.live().filter(depth=2, locale__language_code="en").first().pk,
        "tile": lambda route: "0/000.p/1",
        "number": lambda route: "XXi.001" if "sanctions" in route else "1",
    }
    found: dict[str, list[str]] = {}
    for route in public_routes():
        if route in LEFT_OUT:
            continue
        if route.startswith("en/^"):
            pages = Page.objects.live().filter(depth__gte=2).exclude(url_path="/")
            found[route] = sorted({page.get_url() for page in pages if page.get_url()})
            continue

        def value(match: re.Match[str], route: str = route) -> str:
            name = match[1]
            if name == "code" and route.startswith("en/"):
                if route.startswith("en/sanctions/"):
                    return "un_sc"
                if route.startswith("en/law/"):
                    return "RS-8-2-e-i"
                return {"en/sources": source, "en/places": "SY07"}.get(route.rpartition("/<")[0], "BARREL_BOMB")
            return "weapons" if name == "scheme" else str(said[name](route))

        path = "/" + re.sub(r"<(?:\w+:)?(\w+)>", value, route)
        asked = [each.format(word=word, report=report.address, source=source, document=report.document.address)
                 for each in ASKED.get(route, [])]  # fmt: skip
        paths = [path, *(path + each for each in asked)]
        arabic = [each.replace("/en/", "/ar/", 1) for each in paths if each.startswith("/en/")]
        found[route] = [*paths, *arabic]
    return found


def text_of(answer: Any) -> str:
    """All that an answer says: the body; of an archive the text of every file in it, and the bytes of what is no text."""
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    kind = answer.headers.get("Content-Type", "")
    if kind != "application/zip" and "spreadsheetml" not in kind:
        return str(body.decode(errors="backslashreplace"))
    with ZipFile(BytesIO(body)) as archive:
        return "\n".join(archive.read(name).decode(errors="backslashreplace") for name in archive.namelist())
