"""What publishing a page does besides: its figures are published with it and kept as they are now, its pictures made, its subjects noted."""

from __future__ import annotations

from typing import Any

from wagtail.signals import page_published

from dalil.bulletin.corrections.correcting import show_first
from dalil.bulletin.models import PageSubject
from dalil.bulletin.pages.hindrances import figure_slugs
from dalil.bulletin.pages.story_blocks import SUBJECTS
from dalil.bulletin.pictures.on_pages import pictures_on
from dalil.bulletin.pictures.shown import CROPPED, SHARED, SMALLER, WHOLE, present_picture
from dalil.counting.figures import publish_edition
from dalil.counting.models import Figure
from dalil.record import actions


def publish_figures(instance: Any, revision: Any = None, **_: Any) -> None:
    """Signal handler: publish the first edition of each figure in a page that goes out, and let the page keep the edition it shows."""
    for figure in Figure.objects.filter(slug__in=figure_slugs(instance)):
        actor = getattr(revision, "user", None) or actions.system_actor()
        # the page did not go out before the gate let its figures through
        edition = figure.edition or publish_edition(figure, actor=actor)
        show_first(instance, edition, actor=actor)


def note_subjects(instance: Any, **_: Any) -> None:
    """Signal handler: keep what a page that goes out is about, in place of what it was about before."""
    subjects = {subject for block in getattr(instance, "about", ()) if (subject := subject_of(block))}
    PageSubject.objects.filter(page_id=instance.pk).delete()
    PageSubject.objects.bulk_create(
        PageSubject(page_id=instance.pk, scheme=scheme, code=code) for scheme, code in sorted(subjects)
    )


def note_words(instance: Any, **_: Any) -> None:
    """Signal handler: keep the words by which a page that goes out is found."""
    from dalil.bulletin.pages.page_search import note_page_words  # it presents the record, which knows the pages

    note_page_words(instance)


def make_renditions(instance: Any, **_: Any) -> None:
    """Signal handler: make the sizes of the pictures of a page that goes out, so that no reader waits for them."""
    for picture in pictures_on(instance):
        present_picture(picture, "en", form=(*WHOLE, *SMALLER, *CROPPED, *SHARED), with_document=False)


def subject_of(block: Any) -> tuple[str, str] | None:
    """Return the scheme and the code of a subject that an editor chose; None for a theme that is no more."""
    if block.block_type == "place":
        return "places", block.value
    if block.block_type == "theme":
        return ("themes", str(block.value.translation_key)) if block.value else None
    return SUBJECTS[block.block_type], block.value


def watch() -> None:
    """Do so from now on."""
    page_published.connect(publish_figures, dispatch_uid="dalil.bulletin.pages.publishing")
    page_published.connect(note_subjects, dispatch_uid="dalil.bulletin.pages.subjects")
    page_published.connect(note_words, dispatch_uid="dalil.bulletin.pages.words")
    page_published.connect(make_renditions, dispatch_uid="dalil.bulletin.pages.renditions")
