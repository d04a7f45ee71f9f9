"""Keeping how a captured page looks: its picture, and the page as its programs left it, beside the WARC."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

from dalil.archive.custody import note_custody
from dalil.archive.models import CustodyEvent, Document
from dalil.archive.protection import Level
from dalil.captures.models import Capture
from dalil.captures.rendering import CannotRender, render_page
from dalil.record import actions


def keep_page_picture(of: Capture) -> tuple[Document, Document]:
    """Have a browser show a captured page, and keep the picture and the page as two documents beside the WARC. Returns them.

    The page is asked for anew: the custody of both says when, with which browser, which machines it reached and which were refused. They are as
    protected as the WARC, and internal where that is public. Raises CannotRender.
    """
    warc = of.document
    if warc is None:
        raise CannotRender("nothing was captured at this address")
    at = datetime.now(UTC)
    rendered = render_page(of.final_url or of.url)
    name = f"{urlsplit(of.url).hostname or ''}-{at:%Y%m%dT%H%M%SZ}"
    shared: dict[str, Any] = {
        "actor": of.actor,
        "title": of.title,
        "url": warc.url,
        "language": warc.language,
        "parent": warc,
        "relation": Document.Relation.COPY,
        "level": max(Level(warc.level), Level.INTERNAL),
        "groups": warc.groups.all(),
        "tool": rendered.tool,
    }
    with actions.writing():
        picture = actions.receive_document(
            io.BytesIO(rendered.picture), media_type="image/png", filename=f"{name}.png", **shared
        )
        page = actions.receive_document(
            io.BytesIO(rendered.html.encode("utf-8", "replace")),
            media_type="text/html; charset=utf-8",
            filename=f"{name}.html",
            **shared,
        )
        for each in (picture, page):
            facts = {"url": of.final_url or of.url, "shown_at": at.isoformat(timespec="seconds"), **rendered.told}
            note_custody(each, CustodyEvent.What.COLLECTED, actor=of.actor, tool=rendered.tool, **facts)
    return picture, page
