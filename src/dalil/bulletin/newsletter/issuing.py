"""Issuing a letter: what stands against it, freezing what it holds, and giving everybody who gets it a delivery. And stopping it."""

from __future__ import annotations

from collections.abc import Iterator

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as say

from dalil.access import log
from dalil.access.models import Action
from dalil.access.refused import Refused
from dalil.bulletin.http.public_state import touch
from dalil.bulletin.models import CardPage, StoryPage
from dalil.bulletin.newsletter.drafts import entries_of_draft
from dalil.bulletin.newsletter.entries import LetterEntry, freeze
from dalil.bulletin.newsletter.models import Delivery, Letter, LetterEdition, Subscriber
from dalil.bulletin.pages.hindrances import hindrances
from dalil.bulletin.pages.readable import readable
from dalil.gate.examination import Asker, examine_words
from dalil.letters import LANGUAGES, language_of
from dalil.wording.numbers import say_number
from dalil.wording.refusals import refusal

AT_ONCE = 1000


def list_hindrances(letter: Letter, asker: Asker) -> Iterator[str]:
    """Say what stands against issuing a draft, a sentence for each thing: the gate is asked about every page, and about the letter's own words."""
    entries = {language.code: entries_of_draft(letter, language.code) for language in LANGUAGES}
    editions = {each.language: each for each in letter.editions.all()}
    if not any(_of_pages(entries[language.code]) for language in LANGUAGES):
        yield say("The letter holds nothing. Take in a story or a card.")
    for language in LANGUAGES:
        if entries[language.code] and not editions[language.code].subject.strip():
            yield say("Write the subject in %(language)s.") % {"language": say(language.english_name)}
    words = [f"{each.subject}\n{each.opening}" for each in editions.values()]
    yield from map(refusal, examine_words("\n".join(words), asker))
    pages = [entry.page for each in entries.values() for entry in _of_pages(each)]
    for kind in (StoryPage, CardPage):
        for page in readable(kind.objects.filter(pk__in=pages)):
            yield from (f"{page.title}: {sentence}" for sentence in hindrances(page, asker))


def list_warnings(letter: Letter) -> Iterator[str]:
    """Say what an editor should know before issuing a draft, and what does not stand against it."""
    chosen = letter.items.count()
    for language in LANGUAGES:
        if missing := chosen - len(_of_pages(entries_of_draft(letter, language.code))):
            yield say("Entries that cannot be read in %(language)s and are left out there: %(many)s.") % {
                "language": say(language.english_name),
                "many": say_number(missing, language_of(get_language()).code),
            }


def issue(letter: Letter, asker: Asker) -> Letter:
    """Issue a draft: from now on it stands on the site as it is, and the worker sends it. Returns it. Raises Refused.

    Who subscribes afterwards gets the next one; who leaves before their turn is sent nothing.
    """
    with transaction.atomic():
        locked = Letter.objects.select_for_update().get(pk=letter.pk)
        if locked.state != Letter.State.DRAFT:
            raise Refused("issued_already", "this letter was issued; it does not change any more")
        if next(list_hindrances(locked, asker), None):
            raise Refused("letter_is_hindered", "something stands against this letter; its screen says what")
        now = timezone.now()
        languages = []
        for edition in locked.editions.all():
            if entries := entries_of_draft(locked, edition.language):
                edition.entries = freeze(entries)
                edition.save(update_fields=["entries"])
                languages.append(edition.language)
        locked.number = (Letter.objects.aggregate(last=Max("number"))["last"] or 0) + 1
        locked.issued_at, locked.issued_by = now, asker.user
        subscribers = Subscriber.objects.filter(state=Subscriber.State.IN, language__in=languages).order_by("pk")
        rows = subscribers.values_list("pk", "language")
        Delivery.objects.bulk_create(
            [Delivery(letter=locked, subscriber_id=pk, language=language) for pk, language in rows], batch_size=AT_ONCE
        )
        locked.state = Letter.State.SENDING if rows else Letter.State.SENT
        locked.save()
        log.write(Action.LETTER, what="issued", letter=locked.number, to=len(rows))
        touch()
    return locked


def stop(letter: Letter, by: User) -> int:
    """Stop sending a letter: who did not get it yet is not sent it any more. Returns how many those are. It stays on the site."""
    with transaction.atomic():
        locked = Letter.objects.select_for_update().get(pk=letter.pk)
        if locked.state != Letter.State.SENDING:
            raise Refused("not_being_sent", "this letter is not being sent")
        stopped = locked.deliveries.filter(state=Delivery.State.WAITING).update(state=Delivery.State.LEFT)
        locked.state, locked.trouble = Letter.State.STOPPED, ""
        locked.save(update_fields=["state", "trouble"])
        log.write(Action.LETTER, by=log.Person.here(by), what="stopped", letter=locked.number, unsent=stopped)
    return stopped


def editions_issued(letter: Letter) -> list[LetterEdition]:
    """Return the editions of an issued letter that hold something."""
    return [each for each in letter.editions.order_by("pk") if each.entries]


def _of_pages(entries: list[LetterEntry]) -> list[LetterEntry]:
    return [entry for entry in entries if entry.page]
