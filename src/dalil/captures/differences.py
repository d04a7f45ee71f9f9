"""The difference between two texts of a page, in words."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher
from typing import Any

MOST_WORDS = 6_000
"""Words of a text that are compared one by one; of longer ones, lines are."""
MOST_PASSAGES, LONGEST = 40, 400


def say_difference(before: str, now: str) -> dict[str, Any]:
    """Return what was taken out of a text and what was put in: how many words, and the passages. Empty where its words are the same.

    >>> say_difference("The army denies it", "The army admits it")["passages"]
    [{'was': 'denies', 'now': 'admits'}]
    """
    old, new = before.split(), now.split()
    if old == new:
        return {}
    if max(len(old), len(new)) > MOST_WORDS:
        old, new = (
            [" ".join(line.split()) for line in before.splitlines()],
            [" ".join(line.split()) for line in now.splitlines()],
        )
    taken, put = 0, 0
    passages: list[dict[str, str]] = []
    for what, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if what == "equal":
            continue
        was, is_now = " ".join(old[a:b]), " ".join(new[c:d])
        taken, put = taken + len(was.split()), put + len(is_now.split())
        if len(passages) < MOST_PASSAGES:
            passages.append({"was": _cut(was), "now": _cut(is_now)})
    return {"taken_out": taken, "put_in": put, "passages": passages}


def likeness(one: Sequence[str], other: Sequence[str]) -> float:
    """Return how alike two texts are by the words that they share, from 0 to 1; 1 where both are empty.

    >>> likeness(["a", "b"], ["a", "b"]), likeness(["a"], ["b"])
    (1.0, 0.0)
    """
    left, right = set(one), set(other)
    return len(left & right) / len(left | right) if left | right else 1.0


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"
