"""Reading the rows of a file, here or in other processes. Knows no database: those processes have none."""

from __future__ import annotations

import atexit
import gc
import multiprocessing
import os
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from itertools import chain, islice
from pathlib import Path
from typing import Any, NamedTuple

from dalil import kinds
from dalil.intake.formats import Format, formats
from dalil.intake.parsed_rows import Context, ParsedRow, Reader, Result
from dalil.jobs.giving_way import give_way
from dalil.jobs.parents import end_with_parent
from dalil.text.compounds import find_words_to_spell

BATCH = 2000
FIRST_PORTION, LEAST_PORTION = 500, 200
HOLDING = 0.25
"""Seconds for which a portion may hold the lock for which people at the desk wait."""
LARGE = 25_000
"""Rows from which on other processes help with reading, as starting one takes time. So many are held in memory until the number is known."""

Batch = list[tuple[int, Any]]
"""Rows with their numbers, as a format opened them."""

SELDOM = 50_000
"""Objects made between two searches for garbage in circles: rows make hardly any, and the search took every sixth second."""

_BETWEEN = "\x1f"  # the unit separator of ASCII

_reader: _BatchReader | None = None


class ParsedBatch(NamedTuple):
    """A batch of rows, what they became, and the words of its reports (`find_words_to_spell`) that no batch before it brought."""

    batch: Batch
    results: list[Result]
    words: set[str]


def read_all(
    format_: Format,
    context: Context,
    header: tuple[str, ...],
    mapping: dict[str, Any],
    rows: Iterator[tuple[int, Any]],
    *,
    own_kinds: Path,
    processes: int | None = None,
    portions: Portions | None = None,
) -> Iterator[ParsedBatch]:
    """All rows in their order, batch by batch.

    own_kinds: the folder of an organisation's own kinds. processes: how many help; of a large file as many as leave a core to the
    one that writes, of a small one none, unless said otherwise. portions: how many rows a batch has, where they are not always as many.
    """
    make = format_.reader
    assert make is not None
    first = list(islice(rows, LARGE + 1))
    if processes is None:
        processes = min(4, (os.cpu_count() or 1) - 1) if len(first) > LARGE else 0
    size = (portions or Portions()).size if format_.writes == "reports" else lambda: 1_000_000
    batches = _batches(chain(first, rows), size)
    if not processes:
        reader = _BatchReader(make(context, header, mapping))
        for batch in batches:
            yield ParsedBatch(batch, *reader.read(batch))
        return
    facts = (os.getpid(), format_.code, context, header, mapping, own_kinds)
    spawning = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(processes, mp_context=spawning, initializer=_start, initargs=facts) as pool:
        waiting: deque[tuple[Batch, Future[tuple[list[Result], set[str]]]]] = deque()
        try:
            for batch in batches:
                waiting.append((batch, pool.submit(_read_there, _packed(batch))))
                if len(waiting) > 2 * processes + 1:
                    sent, done = waiting.popleft()
                    yield ParsedBatch(sent, *done.result())
            while waiting:
                sent, done = waiting.popleft()
                yield ParsedBatch(sent, *done.result())
        finally:
            pool.shutdown(wait=True, cancel_futures=True)


class Portions:
    """How many rows are written in one transaction: as many as fit a batch, or as many as hold the lock no longer than others may wait.

    >>> portions = Portions(beside_others=True)
    >>> portions.note(400, 1.0)
    >>> portions.size()
    200
    """

    def __init__(self, *, beside_others: bool = False) -> None:
        self._beside_others = beside_others
        self._rows = FIRST_PORTION if beside_others else BATCH

    def size(self) -> int:
        """Return how many rows the next portion has."""
        return self._rows

    def note(self, rows: int, seconds: float) -> None:
        """Note how long a portion held the lock."""
        if self._beside_others:
            self._rows = max(LEAST_PORTION, min(BATCH, int(rows / max(seconds, 0.001) * HOLDING)))


class _BatchReader:
    """Reads batches one after the other, and remembers of which words it has told."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._told: set[str] = set()

    def read(self, batch: Batch) -> tuple[list[Result], set[str]]:
        results = [result for row, raw in batch for result in self._reader.read(row, raw)]
        words = (
            find_words_to_spell(each.prepared.search for each in results if isinstance(each, ParsedRow)) - self._told
        )
        self._told |= words
        return results, words


@contextmanager
def rarely_collecting() -> Iterator[None]:
    """While many rows pass through: garbage in circles is looked for seldom."""
    before = gc.get_threshold()
    gc.set_threshold(SELDOM, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)


def _batches(rows: Iterator[tuple[int, Any]], size: Callable[[], int]) -> Iterator[Batch]:
    while batch := list(islice(rows, size())):
        yield batch


def _start(
    parent: int, code: str, context: Context, header: tuple[str, ...], mapping: dict[str, Any], own: Path
) -> None:
    global _reader
    end_with_parent(parent)
    gc.set_threshold(SELDOM, *gc.get_threshold()[1:])
    give_way()
    # Nothing is left to put away, and to take down what it remembers took most of a second.
    atexit.register(os._exit, 0)
    kinds.load(own)
    make = formats()[code].reader
    assert make is not None
    _reader = _BatchReader(make(context, header, mapping))


def _read_there(packed: Batch) -> tuple[list[Result], set[str]]:
    assert _reader is not None
    return _reader.read([(row, raw[0].split(_BETWEEN) if type(raw) is tuple else raw) for row, raw in packed])


def _packed(batch: Batch) -> Batch:
    """Rows of cells as one text each: a tenth of the cost of sending lists. A row that holds the separator is sent as it is."""
    packed = []
    for row, raw in batch:
        if type(raw) is list and len(raw) > 1:
            whole = _BETWEEN.join(raw)
            if whole.count(_BETWEEN) == len(raw) - 1:
                packed.append((row, (whole,)))
                continue
        packed.append((row, raw))
    return packed
