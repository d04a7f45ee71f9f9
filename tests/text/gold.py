"""Gold phrases: what a phrase says, written down before the rules that read it; half of them for test alone."""

from __future__ import annotations

import hashlib
from pathlib import Path

from dalil.values.count import Count

STATUS, SEX, AGE = {"civilian", "combatant"}, {"female", "male"}, {"infant", "child", "adult", "elderly"}
Gold = tuple[str, tuple[tuple[str, Count], ...]]


def is_test(phrase: str) -> bool:
    """Whether a phrase belongs to the test half."""
    return hashlib.md5(phrase.encode(), usedforsecurity=False).digest()[0] % 2 == 1


def _count(words: list[str]) -> Count:
    shape = words.pop(0) if words[0] in ("nearly", "vague") else ""
    number = words.pop(0)
    count = (
        Count.nearly(int(number)) if shape == "nearly" else Count.vague(int(number)) if shape else Count.parse(number)
    )
    who = set(words)
    unit = next(iter(who - STATUS - SEX - AGE), "person")
    pick = lambda scheme: next(iter(who & scheme), None)  # noqa: E731
    return count.model_copy(update={"unit": unit, "status": pick(STATUS), "sex": pick(SEX), "age": pick(AGE)})


def gold_phrases() -> list[Gold]:
    """Each phrase with its (quantity, count)."""
    gold = []
    for line in (Path(__file__).parent / "count_phrases.txt").read_text("utf-8").splitlines():
        if line.startswith("#"):
            continue
        phrase, _, said = line.partition(" => ")
        counts = [] if said == "none" else [part.split() for part in said.split("; ")]
        gold.append((phrase, tuple((words[0], _count(words[1:])) for words in counts)))
    return gold
