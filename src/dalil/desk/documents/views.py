"""One document, with its bytes; one source; naming a new source."""

from __future__ import annotations

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from dalil import vocabulary
from dalil.archive import store
from dalil.archive.models import Document
from dalil.archive.protection import Level
from dalil.desk.screens import DeskRequest, button, can, language, may, screen, viewer_of
from dalil.desk.sources.forms import SourceForm
from dalil.record import actions
from dalil.record.models import Report, Source
from dalil.record.reading import open_for_reading
from dalil.wording.refusals import isolated, refusal

LATEST = 50
SHORTEST = 20  # letters of an address; fewer could mean several documents


@may("see")
def document(request: DeskRequest, address: str) -> HttpResponse:
    """The facts about a document, and the reports taken from it."""
    found = document_at(request, address)
    reports = Report.objects.visible_to(viewer_of(request)).filter(document=found)
    buttons = [button(_("Download"), reverse("desk:download", args=[found.address]), "download")]
    if can(request, "enter"):
        buttons.append(button(_("New report from it"), f"{reverse('desk:new')}?document={found.address}", "plus"))
    if can(request, "protect") or can(request, "publish"):
        buttons.append(button(_("Protect"), reverse("desk:protect_document", args=[found.address]), "lock"))
    seen = Document.objects.visible_to(viewer_of(request))
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
        parent=seen.filter(derivatives=found).first(),
        derivatives=seen.filter(parent=found),
        reports=reports[:LATEST],
        count=reports.count(),
    )


@may("see")
def download(request: DeskRequest, address: str) -> HttpResponseBase:
    """The bytes as they were received, checked against their digest on the way out."""
    found = document_at(request, address)
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
        headers={"X-Content-Type-Options": "nosniff", "Content-Security-Policy": "default-src 'none'; sandbox"},
    )


@may("see")
def source(request: DeskRequest, code: str) -> HttpResponse:
    """A source, and what it said last."""
    found = source_at(request, code)
    reports = Report.objects.visible_to(viewer_of(request)).filter(attribution__credits__source=found).distinct()
    known = vocabulary.is_code("source_types", found.type)
    return screen(
        request,
        "desk/sources/source.html",
        found.name.in_language(language()),
        short=_("Source"),
        icon="user",
        above=[(reverse("desk:sources"), _("Sources"))],
        buttons=[button(_("Protect"), reverse("desk:protect_source", args=[code]), "lock")]
        if can(request, "protect") or can(request, "publish")
        else [],
        source=found,
        type=vocabulary.label("source_types", found.type, language()) if known else found.type,
        reports=reports[:LATEST],
        count=reports.count(),
    )


@may("enter")
def name_source(request: DeskRequest) -> HttpResponse:
    """Name a source that the record does not know yet."""
    form = SourceForm(request.POST or None, user=request.user, screen_language=language())
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        try:
            made = actions.name_source(
                typed["code"],
                actor=request.user,
                en=typed["en"],
                ar=typed["ar"],
                type=typed["type"],
                level=Level(typed["level"]),
                groups=typed["groups"],
            )
        except actions.Refused as error:
            form.add_error("code", refusal(error))
        else:
            messages.success(
                request, _("The source has its name; its code is %(code)s.") % {"code": isolated(made.code)}
            )
            if Source.objects.visible_to(viewer_of(request)).filter(pk=made.pk).exists():
                return redirect("desk:source", made.code)
            return redirect("desk:sources")
    return screen(
        request,
        "desk/sources/source_form.html",
        _("Name a source"),
        icon="plus",
        above=[(reverse("desk:sources"), _("Sources"))],
        form=form,
        status=422 if form.errors else 200,
    )


def document_at(request: DeskRequest, address: str) -> Document:
    """The document whose SHA-256 begins like this, where the person at the screen may see it. Raises Http404."""
    if len(address) < SHORTEST:
        raise Http404("the address of a document is longer")
    viewer = viewer_of(request)
    found: Document = get_object_or_404(
        Document.objects.visible_to(viewer).prefetch_related("groups"), sha256__startswith=address
    )
    return open_for_reading(found, viewer)


def source_at(request: DeskRequest, code: str) -> Source:
    """The source with a code, where the person at the screen may see it. Raises Http404."""
    viewer = viewer_of(request)
    found: Source = get_object_or_404(Source.objects.visible_to(viewer).prefetch_related("groups"), code=code)
    return open_for_reading(found, viewer)
