"""What keeps a page from going out: a figure that is not there or that the gate stops, a picture that lacks something, a protected name."""

from __future__ import annotations

from collections.abc import Iterator
from html import unescape

from django.contrib.auth.models import User
from django.db.models import CharField, TextField
from django.utils.html import strip_tags
from django.utils.text import Truncator
from django.utils.translation import gettext as say
from wagtail.fields import StreamField
from wagtail.models import Page

from dalil.bulletin.figures.embeds import figures_in, slugs_in
from dalil.bulletin.pages.own_words import in_other_letters
from dalil.bulletin.pictures.on_pages import hindrances_of_pictures, pictures_on, words_beside
from dalil.counting.models import Figure
from dalil.gate.doors import is_overridden
from dalil.gate.examination import Asker, examine_figure, examine_words
from dalil.gate.names_in_words import words_of
from dalil.gate.objections import stopping
from dalil.record import actions
from dalil.wording.refusals import refusal


def hindrances(page: Page, asker: Asker) -> Iterator[str]:
    """Say why this page cannot go out, in the language of the screen: a sentence for each thing that stands against it.

    asker: who would publish it. What two persons have overridden for a figure does not stand against the page either.
    """
    slugs = figure_slugs(page)
    known = {figure.slug: figure for figure in Figure.objects.filter(slug__in=slugs).prefetch_related("editions")}
    for slug in slugs:
        if slug not in known:
            yield say("The text names the figure “%(slug)s”, which does not exist.") % {"slug": slug}
        elif known[slug].edition is None:
            stops = stopping(examine_figure(known[slug], asker))
            if not is_overridden(known[slug], stops):
                yield from map(refusal, stops)
    for part in in_other_letters(page):
        facts = {"language": page.locale.get_display_name(), "words": Truncator(part).words(8)}
        yield say("This is a page in %(language)s; not yet translated: “%(words)s”") % facts
    pictures = pictures_on(page)
    yield from hindrances_of_pictures(pictures)
    if asker.user.pk is None:  # a record without any account protects no name
        return
    yield from map(refusal, examine_words("\n".join([words_on(page), *map(words_beside, pictures)]), asker))


def asker_for(user: User | None) -> Asker:
    """Return who asks the gate about a page: the person who publishes it, or the record itself where nobody does, as at a set time.

    In a record without any account nothing is protected, and none is made for asking.
    """
    return Asker(user or (actions.system_actor() if User.objects.exists() else User()))


def words_on(page: Page) -> str:
    """Return all that a page says in words of its own, without markup: its title, its texts, and what search engines are told.

    Markup is read twice, as a gap between words and as none: a name may stand in two cells, or have one bold letter.
    """
    told: list[str] = []
    for field in page._meta.concrete_fields:
        if isinstance(field, StreamField):
            told += words_of(field.value_from_object(page).get_prep_value())
        elif isinstance(field, CharField | TextField):
            told.append(str(field.value_from_object(page) or ""))
    text = "\n".join(told)
    return unescape(f"{strip_tags(text)}\n{strip_tags(text.replace('<', ' <'))}")


def figure_slugs(page: Page) -> list[str]:
    """Every figure that a page shows, each once: in its summary, its text and its answers to questions."""
    body = getattr(page, "body", None)
    if body is None:
        return []
    answers = [block.value["answer"].source for block in body if block.block_type == "question"]
    in_answers = [slug for answer in answers for slug in slugs_in(answer)]
    return list(dict.fromkeys(figures_in(body, getattr(page, "summary", "")) + in_answers))
