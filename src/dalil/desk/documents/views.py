"""Documents: finding them, and one of them with its bytes."""

from __future__ import annotations

from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from dalil import vocabulary
from dalil.access.models import Action
from dalil.archive import store
from dalil.archive.models import Document
from dalil.archive.scanned_words import may_be_scan
from dalil.bulletin.http.headers import AS_FILE
from dalil.desk.documents.opening import document_at
from dalil.desk.documents.picture_from_document import may_make_pictures
from dalil.desk.documents.scans import may_be_read, pages_beside_pictures, say_how_far
from dalil.desk.lists import list_latest, search_list, show_list
from dalil.desk.screens import DeskRequest, button, can, language, may, screen, viewer_of
from dalil.record.derivatives import is_undecided
from dalil.record.models import Report


@may("see")
def documents(request: DeskRequest) -> HttpResponse:
    """Documents, the last received first."""
    return screen(
        request,
        "desk/documents/documents.html",
        _("Documents"),
        icon="doc-full-inverse",
        **search_list(request, Document.objects.visible_to(viewer_of(request))),
    )


@may("see")
def document(request: DeskRequest, address: str) -> HttpResponse:
    """The facts about a document, and the reports taken from it."""
    found = document_at(request, address)
    reports = Report.objects.visible_to(viewer_of(request)).filter(document=found)
    buttons = [button(_("Download"), reverse("desk:download", args=[found.address]), "download")]
    seen = Document.objects.visible_to(viewer_of(request))
    parent, derivatives = seen.filter(derivatives=found).first(), list(seen.filter(parent=found))
    told_in = parent if found.is_machine_reading else found  # a report names the scan, never what a machine made of it
    if can(request, "enter") and told_in:
        buttons.append(button(_("New report from it"), f"{reverse('desk:new')}?document={told_in.address}", "plus"))
    if can(request, "protect") or can(request, "publish"):
        buttons.append(button(_("Protect"), reverse("desk:protect_document", args=[found.address]), "lock"))
    show_list(request, [*derivatives, *([parent] if parent else [])])
    return screen(
        request,
        "desk/documents/document.html",
        found.title,
        short=_("Document"),
        icon="doc-full-inverse",
        above=[(reverse("desk:documents"), _("Documents"))],
        buttons=buttons,
        document=found,
        type=vocabulary.label("document_types", found.type, language()) if found.type else "",
        parent=parent,
        derivatives=derivatives,
        undecided=list_undecided(found, parent, derivatives),
        may_be_read=may_be_read(request, found),
        how_far_read=say_how_far(found) if may_be_scan(found.media_type) else "",
        pages=pages_beside_pictures(found, parent),
        may_become_picture=may_make_pictures(request) and found.media_type.startswith("image/"),
        **list_latest(request, reports),
    )


def list_undecided(found: Document, parent: Document | None, derivatives: list[Document]) -> list[Document]:
    """List what is seen by more people than its restricted original, and nobody decided about since: this document, or what was made of it."""
    pairs = [(found, parent), *((each, found) for each in derivatives)]
    return [made for made, original in pairs if is_undecided(made, original)]


@may("see")
def download(request: DeskRequest, address: str) -> HttpResponseBase:
    """The bytes as they were received, checked against their digest on the way out."""
    found = document_at(request, address, Action.DOWNLOADED)
    try:
        stream = store.open_verified(found.sha256)
    except (FileNotFoundError, store.DamagedDocument) as error:
        explained = (
            _("The file has changed since it was received, so it is not handed out. Tell a steward.")
            if isinstance(error, store.DamagedDocument)
            else _("The file is missing from the archive. Tell a steward.")
        )
        messages.error(request, explained)
        return redirect("desk:document", found.address)
    return FileResponse(
        stream,
        as_attachment=True,
        filename=found.filename or found.address,
        content_type=found.media_type,
        headers={"X-Content-Type-Options": "nosniff", "Content-Security-Policy": AS_FILE},
    )
