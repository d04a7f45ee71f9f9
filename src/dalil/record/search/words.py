"""The words of the record.

Every write adds the words it brought to the table `Word`, in its own transaction. Writers take turns, so words become visible in the
order of their keys.
"""

from __future__ import annotations

from collections.abc import Set

from django.db import transaction

from dalil.record.models import Word

KNOWN_AT_MOST = 500_000
"""Words of which a process remembers that the table has them."""

_known: set[str] = set()


def note_words(words: Set[str]) -> None:
    """Add the words of texts (`find_words_to_spell`) to those of the record; within the transaction that writes the texts."""
    fresh = [Word(text=word) for word in sorted(words - _known)]
    Word.objects.bulk_create(fresh, ignore_conflicts=True, batch_size=2000)
    transaction.on_commit(lambda: _remember(words))


def _remember(words: Set[str]) -> None:
    if len(_known) > KNOWN_AT_MOST:
        _known.clear()
    _known.update(words)
