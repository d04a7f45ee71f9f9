"""Which words of the record a word may be spelled as. Importing this loads the compiled kernels.

Each process holds the words of the record (`words.py`) as a list of spellings, to which a search first adds what came since.

The spellings of a word are all that are near enough, however many: what only a hidden report says adds a word that finds nothing
else, and takes none away.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable
from functools import lru_cache

from dalil.record.models import Word
from dalil.text.compounds import join_compound
from dalil.text.spelling import WordList


def spellings_in_record(said: Iterable[str]) -> frozenset[str]:
    """Return the words, and names of several words, in the record that one of these may be spelled as."""
    return _held.spellings(tuple(said))


class _Held:
    """The words of the record as this process holds them."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._forget()

    def _forget(self) -> None:
        self._list, self._last = WordList(), (0, "")
        self._alike = lru_cache(maxsize=5000)(self._list.find_spellings)

    def spellings(self, said: tuple[str, ...]) -> frozenset[str]:
        with self._lock:
            self._follow()
            return frozenset(word for each in said for word in self._alike(each))

    def _follow(self) -> None:
        """Add the words that came since, or begin anew where the last word held is no longer the word of its key."""
        last = self._last[0]
        rows = list(Word.objects.filter(pk__gte=last).order_by("pk").values_list("pk", "text"))
        if last and rows[:1] != [self._last]:
            self._forget()
            rows = list(Word.objects.order_by("pk").values_list("pk", "text"))
        fresh = [row for row in rows if row != self._last]
        if fresh:
            self._list.add((text, spelled) for _, text in fresh for spelled in join_compound(text))
            self._last = fresh[-1]
            self._alike.cache_clear()


_held = _Held()
