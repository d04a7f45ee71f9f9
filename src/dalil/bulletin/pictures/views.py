"""Handing out pictures of pages. A picture is handed out because a row says that it may be, never because a file lies there."""

from __future__ import annotations

import os
from pathlib import PurePosixPath
from typing import BinaryIO

from django.http import FileResponse, Http404, HttpRequest, HttpResponseNotModified
from django.http.response import HttpResponseBase
from django.utils.http import parse_etags
from django.views.decorators.http import require_safe

from dalil.bulletin.http.headers import AS_FILE
from dalil.bulletin.pictures.models import PictureRendition
from dalil.bulletin.pictures.visible import is_shown_at_the_desk, is_shown_to_the_public

TYPES = {".jpg": "image/jpeg", ".png": "image/png", ".gif": "image/gif", ".webp": "image/webp", ".avif": "image/avif"}
"""What a rendition may be. Nothing else is handed out under these addresses; SVG could run scripts."""

CHECKED_EACH_TIME = "no-cache"
"""A reader keeps the picture and asks each time whether it may still be shown: what is taken off a page is gone at once."""


@require_safe
def picture(request: HttpRequest, name: str) -> HttpResponseBase:
    """A rendition, to everybody where a public page shows its picture, else to those who may choose it at the desk."""
    found = PictureRendition.objects.select_related("image__collection").filter(file=f"images/{name}").first()
    kind = TYPES.get(PurePosixPath(name).suffix)
    if found is None or kind is None:
        raise Http404
    public = is_shown_to_the_public(found.image)
    if not public and not is_shown_at_the_desk(found.image, request):
        raise Http404
    headers = {
        "Cache-Control": CHECKED_EACH_TIME if public else "private, no-store",
        "Content-Security-Policy": AS_FILE,
        "X-Content-Type-Options": "nosniff",
    }
    if public:
        headers["ETag"] = f'"{PurePosixPath(name).stem}"'  # under one name, drawn by lot, the bytes never change
    if public and _is_kept(request, headers["ETag"]):
        return HttpResponseNotModified(headers={name: headers[name] for name in ("Cache-Control", "ETag")})
    return FileResponse(_open(found), content_type=kind, headers=headers)


def _is_kept(request: HttpRequest, etag: str) -> bool:
    """Whether the reader has this picture already. (Servers before ours may have made the mark a weak one.)"""
    return etag in (each.removeprefix("W/") for each in parse_etags(request.headers.get("If-None-Match", "")))


def _open(rendition: PictureRendition) -> BinaryIO:
    """Open the file of a rendition; one that is a link to another file is none. Raises Http404."""
    try:
        return os.fdopen(os.open(rendition.file.path, os.O_RDONLY | os.O_NOFOLLOW), "rb")
    except OSError as error:
        raise Http404 from error
