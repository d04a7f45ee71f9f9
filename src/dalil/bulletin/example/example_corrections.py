"""The published corrections of the example: a new edition of a figure, and the pages that show it brought up to it, with the reason."""

from __future__ import annotations

from django.contrib.auth.models import User

from dalil.bulletin.corrections.correcting import correct_page
from dalil.bulletin.example.example_files import content
from dalil.bulletin.models import FigureOnPage, StoryPage
from dalil.counting.figures import publish_edition
from dalil.counting.models import Figure
from dalil.gate.examination import Asker


def publish_corrections(actor: User) -> int:
    """Publish each correction of the example that is not out yet, on the page of each language. Returns how many there are."""
    entries = content("corrections")["corrections"]
    for entry in entries:
        figure = Figure.objects.get(slug=entry["figure"])
        edition = publish_edition(figure, actor=actor, reason=" / ".join(entry["reason"].values()))
        for page in StoryPage.objects.filter(slug=entry["page"]):
            if not FigureOnPage.objects.filter(page_id=page.pk, edition=edition).exists():
                correct_page(page, figure, asker=Asker(actor), reason=entry["reason"][page.locale.language_code])
    return len(entries)
