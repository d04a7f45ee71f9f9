"""Publishing the correction of a page: it shows a later edition of a figure from then on, and says since when, what it said, and why."""

from __future__ import annotations

from django.contrib.auth.models import User
from wagtail.models import Page

from dalil.bulletin.corrections.editions_on_pages import rows_in_force
from dalil.bulletin.models import FigureOnPage
from dalil.counting.models import Figure, FigureEdition
from dalil.gate.examination import Asker, examine_words
from dalil.gate.objections import Stopped, stopping
from dalil.record import actions
from dalil.record.log import Subject, Verb, append_change
from dalil.record.per_request import forget


def show_first(page: Page, edition: FigureEdition, *, actor: User) -> None:
    """Let a page that goes out show a figure in this edition, unless it shows one already: that stays until it is corrected."""
    if not FigureOnPage.objects.filter(page_id=page.pk, edition__figure=edition.figure).exists():
        FigureOnPage.objects.create(page_id=page.pk, edition=edition, by=actor)
        forget()


def correct_page(page: Page, figure: Figure, *, asker: Asker, reason: str) -> FigureOnPage:
    """Let a published page show the latest edition of a figure. Readers see the date, both numbers and the reason.

    Raises Refused without a reason, or where the page shows the latest edition already or not the figure at all; Stopped where the gate
    has objections to the words of the reason.
    """
    latest = figure.edition
    reason = reason.strip()
    if not reason:
        raise actions.Refused("corrected_page_without_reason", "say why the page is corrected; readers see the reason")
    if objections := stopping(examine_words(reason, asker)):
        raise Stopped(objections)
    with actions.writing():
        before = next((row for row in rows_in_force([figure.slug]) if row.page_id == page.pk), None)
        if latest is None or before is None or before.edition.number >= latest.number:
            raise actions.Refused(
                "page_shows_latest_edition",
                "the page “{page}” shows no earlier edition of the figure “{slug}”",
                {"page": page.title, "slug": figure.slug},
            )
        corrected = FigureOnPage.objects.create(
            page_id=page.pk, edition=latest, corrects=before, by=asker.user, reason=reason
        )
        append_change(
            Verb.PUBLISHED,
            Subject.EDITION,
            [figure.slug],
            actor=asker.user,
            edition=latest.number,
            page=page.url_path,
            reason=reason,
        )
    forget()
    return corrected
