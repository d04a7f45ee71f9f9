"""Drafts of letters: what was published since the last one, what of it an editor takes in, and in which order."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Max, Q

from dalil.access.refused import Refused
from dalil.bulletin.models import CardPage, StoryPage
from dalil.bulletin.newsletter.entries import CARD, STORY, LetterEntry, present_corrections, present_entries
from dalil.bulletin.newsletter.models import Letter, LetterEdition, LetterItem
from dalil.bulletin.pages.readable import readable
from dalil.letters import LANGUAGE_CODES

MOST_ITEMS = 40
"""A letter of more is read by nobody, and mail programs cut it off."""

OFFERED = 100
"""So many of the latest stories and cards are offered."""


@dataclass(frozen=True)
class OfferedItem:
    """A story or a card that can stand in a letter. titles: by language, in the languages in which everybody may read it."""

    key: UUID
    kind: str
    titles: Mapping[str, str]
    published: datetime | None


def make_draft(by: User) -> Letter:
    """Begin a letter. It holds nothing yet."""
    with transaction.atomic():
        letter = Letter.objects.create(made_by=by)
        LetterEdition.objects.bulk_create(LetterEdition(letter=letter, language=code) for code in LANGUAGE_CODES)
    return letter


def last_issued() -> Letter | None:
    """Return the letter that was issued last."""
    return Letter.objects.filter(number__isnull=False).order_by("-number").first()


def list_offered(letter: Letter) -> list[OfferedItem]:
    """List what was published since the last letter and does not stand in this one yet, the latest first."""
    last = last_issued()
    return _without_taken(letter, _read_items(since=last.issued_at if last else None))


def list_passed_over(letter: Letter) -> list[OfferedItem]:
    """List what was published before the last letter and stood in none, the latest first."""
    last = last_issued()
    return _without_taken(letter, _read_items(before=last.issued_at)) if last else []


def list_chosen(letter: Letter) -> list[OfferedItem]:
    """List what stands in a draft, in its order. What nobody may read any more is left out."""
    keys = list(letter.items.values_list("key", flat=True))
    found = _read_items(keys=keys)
    return [found[key] for key in keys if key in found]


def take_in(letter: Letter, key: UUID) -> None:
    """Take a story or a card into a draft, at its end. Raises Refused where it may not be read by everybody, or the letter is full."""
    with transaction.atomic():
        _lock_draft(letter)
        if key not in _read_items(keys=[key]):
            raise Refused("not_readable", "this is not a story or a card that everybody may read")
        if letter.items.count() >= MOST_ITEMS:
            raise Refused("letter_is_full", "a letter holds {most} entries at the most", {"most": MOST_ITEMS})
        last = letter.items.aggregate(last=Max("position"))["last"] or 0
        LetterItem.objects.get_or_create(letter=letter, key=key, defaults={"position": last + 1})


def leave_out(letter: Letter, key: UUID) -> None:
    """Take an entry out of a draft."""
    with transaction.atomic():
        _lock_draft(letter)
        letter.items.filter(key=key).delete()


def move(letter: Letter, key: UUID, by: int) -> None:
    """Move an entry of a draft up (by -1) or down (by 1); at either end it stays."""
    with transaction.atomic():
        _lock_draft(letter)
        items = list(letter.items.all())
        here = next((at for at, item in enumerate(items) if item.key == key), None)
        if here is None:
            return
        items.insert(max(0, here + by), items.pop(here))
        for position, item in enumerate(items, 1):
            item.position = position
        LetterItem.objects.bulk_update(items, ["position"])


def write_words(letter: Letter, words: Mapping[str, tuple[str, str]]) -> None:
    """Write the subject and the opening of a draft, by language."""
    with transaction.atomic():
        _lock_draft(letter)
        for language, (subject, opening) in words.items():
            LetterEdition.objects.filter(letter=letter, language=language).update(subject=subject, opening=opening)


def give_up(letter: Letter) -> None:
    """Delete a draft."""
    with transaction.atomic():
        _lock_draft(letter)
        letter.delete()


def entries_of_draft(letter: Letter, language: str) -> list[LetterEntry]:
    """Present what a draft holds in a language as it is now: its stories and cards, then corrections since the last letter."""
    entries = present_entries(list(letter.items.values_list("key", flat=True)), language)
    last = last_issued()
    if last is None or last.issued_at is None:  # readers of a first letter were told nothing that is corrected now
        return entries
    before = LetterEdition.objects.filter(letter__number__isnull=False, language=language).order_by("-letter__number")
    known = [each["key"] for kept in before.values_list("entries", flat=True)[:5] for each in kept or () if each["key"]]
    return entries + present_corrections(last.issued_at, known, language)


def _lock_draft(letter: Letter) -> None:
    """Hold a draft until the end of the transaction. Raises Refused where it was issued meanwhile."""
    locked = Letter.objects.select_for_update().filter(pk=letter.pk).first()
    if locked is None or locked.state != Letter.State.DRAFT:
        raise Refused("issued_already", "this letter was issued; it does not change any more")


def _without_taken(letter: Letter, offered: dict[UUID, OfferedItem]) -> list[OfferedItem]:
    """Leave out what stands in this letter or in one that was issued."""
    held = LetterItem.objects.filter(Q(letter=letter) | Q(letter__number__isnull=False), key__in=list(offered))
    taken = set(held.values_list("key", flat=True))
    return [item for key, item in offered.items() if key not in taken][:OFFERED]


def _read_items(
    keys: list[UUID] | None = None, since: datetime | None = None, before: datetime | None = None
) -> dict[UUID, OfferedItem]:
    """Read stories and cards with their titles, the latest first: those of some keys, or those published since or before a moment."""
    rows = []
    for kind, name in ((StoryPage, STORY), (CardPage, CARD)):
        pages = readable(kind.objects.all())
        pages = pages.filter(translation_key__in=keys) if keys is not None else pages
        pages = pages.filter(first_published_at__gt=since) if since else pages
        pages = pages.filter(first_published_at__lte=before) if before else pages
        facts = pages.order_by("-first_published_at").values_list(
            "translation_key", "locale__language_code", "title", "first_published_at"
        )
        rows += [(name, *each) for each in facts[: 2 * OFFERED]]
    rows.sort(key=lambda row: (row[4] is not None, row[4]), reverse=True)
    found: dict[UUID, OfferedItem] = {}
    for name, key, language, title, published in rows:
        known = found.get(key)
        titles = {**(known.titles if known else {}), language: title}
        found[key] = OfferedItem(key, name, titles, known.published if known else published)
    return found
