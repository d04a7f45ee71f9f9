"""What the desk has done later."""

from __future__ import annotations

from django.contrib.auth.models import User
from django_tasks import task

from dalil.archive.models import Document
from dalil.archive.protection import Viewer
from dalil.captures.models import Capture
from dalil.captures.page_pictures import keep_page_picture
from dalil.captures.rendering import CannotRender
from dalil.desk.packing.pending_bags import sweep_bags
from dalil.desk.pending_uploads import sweep_uploads
from dalil.desk.sanctions.mail_of_changes import tell_subscribers
from dalil.desk.sealed.reminders import tell_officers
from dalil.record import actions


@task(backend="jobs")
def sweep_pending_uploads() -> None:
    """Remove the files that were put up at the desk and that nobody came back to, and bags that were packed a day ago."""
    sweep_uploads()
    sweep_bags()


@task(backend="jobs")
def read_words_of_document(document: int, account: int) -> int:
    """Read the words of a scan for the account that asked; the number of the document that holds them, 0 where there are none."""
    actor = User.objects.get(pk=account)
    scan = Document.objects.visible_to(Viewer.of(actor)).filter(pk=document).first()
    reading = scan and actions.read_words_of_scan(scan, actor=actor)
    return reading.pk if reading else 0


@task(backend="jobs")
def keep_picture_of_page(capture: int) -> str:
    """Have a browser show a captured page, and keep how it looks; returns why that could not be, or nothing."""
    try:
        keep_page_picture(Capture.objects.get(pk=capture))
    except CannotRender as error:
        return str(error)
    return ""


@task(backend="jobs")
def tell_officers_of_reminders() -> None:
    """Tell officers how many reminders of deadlines are due."""
    tell_officers()


@task(backend="jobs")
def tell_of_changed_lists() -> int:
    """Tell those who asked for it which lists changed; how many mails went out."""
    return tell_subscribers()
