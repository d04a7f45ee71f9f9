"""Scans at the desk: their words are read by the worker, and shown page by page, each beside its picture."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from django_tasks_db.models import DBTaskResult

from dalil.archive import store
from dalil.archive.file_metadata import LARGEST
from dalil.archive.models import MACHINE_READING, Document
from dalil.archive.scanned_words import (
    CannotReadScan,
    may_be_scan,
    pages_of_reading,
    picture_of_page,
    reader_of_scans,
)
from dalil.desk.documents.opening import document_at
from dalil.desk.screens import DeskRequest, can, may, viewer_of
from dalil.desk.tasks import read_words_of_document

_NUMBER = re.compile(r"(\d[\d.,/٫٬-]*)")


@dataclass(frozen=True)
class ReadPage:
    """A page of a scan. parts: its words in turn with its numbers, each with whether it is a number."""

    number: int
    parts: tuple[tuple[str, bool], ...]


def may_be_read(request: DeskRequest, document: Document) -> bool:
    """Tell whether the person at the screen may have the words of this document read, and it may have some that nobody read."""
    return (
        can(request, "enter")
        and bool(reader_of_scans())
        and may_be_scan(document.media_type)
        and document.size <= LARGEST
        and not Document.objects.visible_to(viewer_of(request)).filter(parent=document, type=MACHINE_READING).exists()
    )


def say_how_far(document: Document) -> str:
    """Say what became of the last time that somebody asked for the words of a document; empty where nobody did, or where they are there."""
    last = (
        DBTaskResult.objects.filter(task_path=read_words_of_document.module_path, args_kwargs__args__0=document.pk)
        .order_by("-enqueued_at")
        .first()
    )
    if last is None:
        return ""
    if last.status in ("READY", "RUNNING"):
        return _("Its words are being read from the pictures; they will stand here as a document of their own.")
    if last.status == "FAILED":
        return _("Its words could not be read from the pictures: the file is broken, or took too long.")
    return "" if last.return_value else _("No words were found in its pictures.")


@require_POST
@may("enter")
def read_scan(request: DeskRequest, address: str) -> HttpResponseBase:
    """Have the worker read the words of a scan."""
    scan = document_at(request, address)
    if may_be_read(request, scan):
        waits = DBTaskResult.objects.filter(
            task_path=read_words_of_document.module_path, args_kwargs__args__0=scan.pk, status__in=("READY", "RUNNING")
        )
        if not waits.exists():
            read_words_of_document.enqueue(scan.pk, request.user.pk)
        messages.success(request, say_how_far(scan))
    else:
        messages.error(request, _("The words of this document cannot be read from pictures here."))
    return redirect("desk:document", scan.address)


@may("see")
def scan_page(request: DeskRequest, address: str, number: int) -> HttpResponseBase:
    """The picture of a page of a scan, made smaller where it is very large."""
    scan = document_at(request, address)
    if not may_be_scan(scan.media_type) or scan.size > LARGEST:
        raise Http404("this document has no pictures of pages")
    try:
        with store.open_verified(scan.sha256) as stream:
            picture = picture_of_page(stream.read(), number - 1)
    except (CannotReadScan, FileNotFoundError, store.DamagedDocument) as error:
        raise Http404(f"no picture of page {number}: {error}") from error
    headers = {"X-Content-Type-Options": "nosniff", "Cache-Control": "private, max-age=3600"}
    return HttpResponse(picture, content_type="image/png", headers=headers)


def pages_beside_pictures(reading: Document, scan: Document | None) -> list[ReadPage]:
    """Return the pages of a reading, for the screen that shows their pictures beside them; none where its scan may not be seen."""
    if not reading.is_machine_reading or scan is None:
        return []
    try:
        with store.open_verified(reading.sha256) as stream:
            pages = pages_of_reading(stream.read())
    except (FileNotFoundError, store.DamagedDocument):
        return []
    return [
        ReadPage(number, tuple((part, at % 2 == 1) for at, part in enumerate(_NUMBER.split(words)) if part))
        for number, words in enumerate(pages, 1)
    ]
