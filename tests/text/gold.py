"""Gold phrases: what a phrase says, written down before the rules that read it; half of them for test alone.

A third part was written after the rules and before their first run on it, and a fourth after they had been mended by it; so were whole
sentences (fresh, the looks from last_look to fourteenth_look, and with their days those of WHOLE_LOOKS). How those first runs did are the
honest figures (docs/text.md).
"""

from __future__ import annotations

import csv
import hashlib
import os
import re
from collections.abc import Sequence
from datetime import date
from functools import cache
from pathlib import Path

from dalil.values.count import Count
from dalil.values.when import When

STATUS, SEX, AGE = {"civilian", "combatant"}, {"female", "male"}, {"infant", "child", "adult", "elderly"}
Gold = tuple[str, tuple[tuple[str, Count], ...]]
GoldDates = tuple[str, date | None, tuple[When, ...]]
WholeSentence = tuple[str, tuple[tuple[str, Count], ...], tuple[tuple[date, date], ...]]
WHOLE_LOOKS = (
    "fifteenth",
    "sixteenth",
    "seventeenth",
    "eighteenth",
    "nineteenth",
    "twentieth",
    "twenty_first",
    "twenty_second",
    "twenty_third",
    "twenty_fourth",
    "twenty_fifth",
)
"""The looks whose sentences are labelled with their days as well."""
FRIDAY = date(2019, 4, 26)
"""The day on which leaning dates are said, where the gold names no other."""


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
    """Each phrase of the dev and test halves with its (quantity, count)."""
    return _read("counts/count_phrases.txt")


def held_back_phrases(look: str = "held_back") -> list[Gold]:
    """Each phrase of the third part (or the fourth, "second_look", or the new text, "fresh") with its (quantity, count)."""
    return _read(f"counts/{look}_counts.txt")


def false_numbers(read: Sequence[tuple[str, Count]], gold: Sequence[tuple[str, Count]]) -> list[tuple[str, Count]]:
    """The counts that were read and that the sentence does not state: another quantity, number or unit. A group left out is not false."""
    left = [_number_of(*each) for each in gold]
    false = []
    for quantity, count in read:
        number = _number_of(quantity, count)
        if number in left:
            left.remove(number)
        else:
            false.append((quantity, count))
    return false


def _number_of(quantity: str, count: Count) -> tuple[object, ...]:
    return quantity, count.low, count.high, count.shape, count.unit


def whole_sentences(look: str) -> list[WholeSentence]:
    """Each sentence of a later look with its (quantity, count) and the days that it names, first and last; all are said on FRIDAY."""
    return [
        (told, tuple(map(_labelled, counts)), tuple((when.start, when.end) for when in _days(days)))
        for told, counts, days in _sentences(look)
    ]


def _days(said: str) -> list[When]:
    return [_when(one, "day") for one in said.split("; ") if one != "none"]


def held_back_dates(look: str = "held_back") -> list[GoldDates]:
    """Each phrase with a date, the day it was said where it leans on one, and what it means."""
    gold = []
    for told, read in _lines(f"{look}_dates.txt"):
        phrase, leans, day = told.partition(" @")
        said_on = (date.fromisoformat(day.strip()) if day else FRIDAY) if leans else None
        gold.append((phrase, said_on, tuple(_when(*words) for words in read)))
    return gold


def _when(span: str, precision: str, clock: str = "") -> When:
    when = When.parse(f"{span}T{clock}" if clock else span)
    return when.model_copy(update={"precision": precision})


def _read(name: str) -> list[Gold]:
    return [(phrase, tuple((words[0], _count(words[1:])) for words in counts)) for phrase, counts in _lines(name)]


def whole_parts(look: str) -> list[tuple[str, tuple[int | None, ...]]]:
    """Each sentence of a look with, for each of its counts, the place of the count that it is labelled as part of ("of 1" is place 0), or None.

    Only the looks from the twenty-fourth on label parts.
    """
    return [(told, tuple(_part(one) for one in counts)) for told, counts, _ in _sentences(look)]


def _sentences(look: str) -> list[tuple[str, list[str], str]]:
    """Each sentence of a look: its text, the labels of its counts, and those of its days."""
    lines = (Path(__file__).parent / f"{look}_look.txt").read_text("utf-8").splitlines()
    parted = [line.partition(" => ") for line in lines if line and not line.startswith("#")]
    said = [(told, *label.split(" | ")) for told, _, label in parted]
    return [(told, [one for one in counts.split("; ") if one != "none"], days) for told, counts, days in said]


def _labelled(label: str) -> tuple[str, Count]:
    words = label.partition(" of ")[0].split()
    return words[0], _count(words[1:])


def _part(label: str) -> int | None:
    whole = label.partition(" of ")[2]
    return int(whole) - 1 if whole else None


def _lines(name: str) -> list[tuple[str, list[list[str]]]]:
    """The lines of a gold file: the phrase, and the words of each reading. A sentence of the news is left out where its article is not here."""
    lines = (Path(__file__).parent / name).read_text("utf-8").splitlines()
    parted = [line.partition(" => ") for line in lines if line and not line.startswith("#")]
    read = [(_phrase_of(told), said) for told, _, said in parted]
    return [
        (phrase, [] if said == "none" else [one.split() for one in said.split("; ")]) for phrase, said in read if phrase
    ]


_OF_NEWS = re.compile(r"(?P<article>\d+) (?P<part>title|content) (?P<start>\d+)-(?P<end>\d+)")
"""Where a sentence stands in the articles of FA-KES: what newspapers wrote is not ours to keep here, its labels are."""


def _phrase_of(told: str) -> str:
    if not (place := _OF_NEWS.fullmatch(told)):
        return told
    return _articles().get((place["article"], place["part"]), "")[int(place["start"]) : int(place["end"])]


@cache
def _articles() -> dict[tuple[str, str], str]:
    """The texts of FA-KES by article and part, each white space one space; nothing where the real data is not here."""
    root = Path(os.environ.get("DALIL_SHARED", Path(__file__).parents[3] / "shared"))
    file = root / "data" / "conflict" / "fakes_300.csv"
    if not file.exists():
        return {}
    with file.open(encoding="latin-1", newline="") as lines:
        return {
            (row["unit_id"], part): " ".join(row[f"article_{part}"].split())
            for row in csv.DictReader(lines)
            for part in ("title", "content")
        }
