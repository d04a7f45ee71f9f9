"""Making a picture of pages from a document that is one: of a cleaned copy, which names the document it is made from."""

from __future__ import annotations

from pathlib import PurePosixPath

from django.contrib import messages
from django.core.files.base import ContentFile
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from wagtail.permissions import policy_registry

from dalil.archive import file_metadata, store
from dalil.archive.file_metadata import CannotClean
from dalil.archive.file_metadata.pictures import is_picture
from dalil.archive.models import Document
from dalil.bulletin.pictures.models import Picture
from dalil.desk.documents.opening import document_at
from dalil.desk.screens import DeskRequest, can, may
from dalil.record import actions


def may_make_pictures(request: DeskRequest) -> bool:
    """Tell whether the person at the screen may add pictures to pages."""
    policy = policy_registry.get_by_type(Picture)
    return can(request, "publish") and bool(policy.user_has_permission(request.user, "add"))


@require_POST
@may("publish")
def make_picture(request: DeskRequest, address: str) -> HttpResponseBase:
    """Make a picture of pages from a document, and go on to say what it shows. The original stays as it is, and as protected."""
    original = document_at(request, address)
    back = redirect("desk:document", original.address)
    try:
        bare, data = _bare_copy(request, original)
    except CannotClean:
        messages.error(
            request,
            _("No picture can be made from this document: what its file tells cannot be taken out for certain."),
        )
        return back
    except (FileNotFoundError, store.DamagedDocument):
        messages.error(request, _("The file is missing from the archive or has changed. Tell a steward."))
        return back
    if not is_picture(data):
        messages.error(request, _("This document is no picture."))
        return back
    ending = PurePosixPath(bare.filename).suffix or ".jpg"
    picture = Picture.objects.create(
        title=original.title[:255],
        file=ContentFile(data, f"{bare.address}{ending}"),
        document=bare.address,
        uploaded_by_user=request.user,
    )
    messages.success(
        request,
        _(
            "The picture was made. Say what it shows and who made it; its document must be public before a page shows it."
        ),
    )
    return redirect("wagtailimages:edit", picture.pk)


def _bare_copy(request: DeskRequest, original: Document) -> tuple[Document, bytes]:
    """Return a document that shows the same and tells nothing more, with its bytes: the original where it tells nothing. Raises CannotClean."""
    with store.open_verified(original.sha256) as stream:
        data = stream.read(file_metadata.LARGEST + 1)
    if not is_picture(data) or (
        len(data) <= file_metadata.LARGEST and not file_metadata.what_it_tells(data, original.media_type)
    ):
        return original, data
    title = _("%(title)s (cleaned copy)") % {"title": original.title[:450]}
    copy = actions.clean_document(original, actor=request.user, title=title)
    with store.open_verified(copy.sha256) as stream:
        return copy, stream.read()
