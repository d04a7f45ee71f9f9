"""A mail server on loopback that keeps what it takes, pages to write letters about, and somebody who subscribed."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.utils import timezone
from mailbox_of_tests import SITE, Mailbox, serve_mail

from dalil.bulletin.models import CardPage, FrontPage, NewsIndexPage, StoryPage
from dalil.bulletin.newsletter import drafts, issuing, subscribers
from dalil.bulletin.newsletter.models import Subscriber
from dalil.counting.figures import define_figure, publish_edition
from dalil.counting.question import Question
from dalil.gate.examination import Asker


@pytest.fixture
def mailbox(settings: Any) -> Any:
    """A mail server that the site sends through."""
    box = Mailbox()
    settings.EMAIL_BACKEND, settings.EMAIL_HOST = "django.core.mail.backends.smtp.EmailBackend", "127.0.0.1"
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    settings.MAIL_IS_SET, settings.MAIL_FROM = True, "The desk <letter@record.example>"
    settings.SITE = urlsplit(SITE)
    with serve_mail(box) as settings.EMAIL_PORT:
        yield box


@pytest.fixture
def reader(db: None) -> Client:
    """A reader: nobody the site knows."""
    return Client(headers={"host": "localhost"})


@pytest.fixture
def subscribe(db: None) -> Any:
    """Subscribe an address in a language, confirmed: `subscribe("rana@a.example", "ar")`."""

    def one(address: str, language: str = "en") -> Subscriber:
        subscribers.ask(address, language, timezone.now())
        found = Subscriber.objects.latest("pk")
        return subscribers.confirm(subscribers.link_to_confirm(found), timezone.now())

    return one


@pytest.fixture
def pages(edith: Any, enter: Any) -> dict[str, Any]:
    """A story in both languages with a figure that has a doubt, and a card in English alone."""
    enter({"when": "2019-05-02", "killed": "3+"}, origin="north-monitor")
    enter({"when": "2019-05-03"}, origin="north-monitor")
    titles = {"title_en": "How many were killed?", "title_ar": "كم قُتل؟"}
    publish_edition(define_figure("killed", Question(measure="killed"), actor=edith, **titles), actor=edith)
    text = '<p>They say <embed embedtype="figure" slug="killed"/> were killed.</p>'
    said = {
        "en": ("The cave at the river", "Who lived in it, and what is known of them."),
        "ar": ("الكهف عند النهر", "من سكنه، وماذا يُعرف عنهم."),
    }
    made: dict[str, Any] = {}
    for language, (title, standfirst) in said.items():
        front = FrontPage.objects.get(locale__language_code=language)
        story = StoryPage(
            title=title, slug="cave", standfirst=standfirst, dated="2019-05", body=[("text", text)], locale=front.locale
        )
        if "en" in made:
            story.translation_key = made["en"].translation_key
        front.add_child(instance=story)
        story.save_revision().publish()
        made[language] = StoryPage.objects.get(pk=story.pk)
    news = NewsIndexPage.objects.get(locale__language_code="en")
    card = CardPage(title="A mill burned", slug="mill", dated="2019-05-03", source_text="Valley Paper",
                    summary='<p>It burned <a href="https://valley.example/a">for a day</a>; '
                            '<embed embedtype="figure" slug="killed"/> died.</p>')  # fmt: skip
    news.add_child(instance=card).save_revision().publish()
    made["card"] = CardPage.objects.get(pk=card.pk)
    return made


@pytest.fixture
def draft(edith: Any, pages: dict[str, Any]) -> Any:
    """A letter that holds the story and the card, with its words in both languages."""
    letter = drafts.make_draft(edith)
    drafts.take_in(letter, pages["en"].translation_key)
    drafts.take_in(letter, pages["card"].translation_key)
    drafts.write_words(
        letter,
        {"en": ("What we know of the cave", "Two things this time."), "ar": ("ما نعرفه عن الكهف", "أمران هذه المرة.")},
    )
    return letter


@pytest.fixture
def issue(draft: Any, edith: Any) -> Any:
    """Issue the letter: `issue()`."""
    return lambda: issuing.issue(draft, Asker(edith))
