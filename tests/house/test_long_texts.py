"""Whatever is typed or brought in is read in a time that grows with its length, and not with its square.

A cell of 32,000 letters once took twelve seconds to write, and anybody could ask for it.
"""

from __future__ import annotations

import ast
import contextlib
import itertools
import re
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import dalil
from dalil.archive.protection import Viewer
from dalil.counting.question import Question
from dalil.desk.lists import split as split_typed
from dalil.exports.spreadsheet import guarded
from dalil.gate.names_in_words import find_names
from dalil.intake.cells import split as split_cell
from dalil.intake.suggestion.column_meaning import guess_column, guess_of_taking
from dalil.letters import guess_language, is_broken, read_coordinate, read_decimal, read_whole_number
from dalil.lookup.documents import find_document
from dalil.lookup.places import find_place
from dalil.lookup.places_by_point import find_settlement_at
from dalil.lookup.sources import SourceLookup, code_for, find_source, source_named
from dalil.lookup.terms import find_actor, find_term
from dalil.record.kind import kind_of
from dalil.record.search.index_text import indexed
from dalil.text.bearings import read_bearing
from dalil.text.compounds import find_words_to_spell
from dalil.text.counts import find_unread, read_age, read_count, read_counts
from dalil.text.dates import read_date, read_dates, read_time
from dalil.text.names import read_name, read_names
from dalil.values.outline import read_outline
from dalil.vocabulary.gazetteer import load_shipped_gazetteer
from dalil.wording.claims import title_of

PACKAGE = Path(dalil.__file__).parent
CELL, TEXT = 16_000, 1_600
"""Letters: of what stands in a cell or an input, and of running text, of which every word is looked at in many ways."""
TIMES = 4
UNITS = [
    " ", ",", ", ", "a", "5", "(", "()", ")", "=", '"', ";", " ;", "\t", "\n", "a b ", "5 ", "5-", "- ", "/", "a/", "www.a.", "http://a.",
    "2019-", "1/1/2019 ", "and ", "one ", "[", "...", ": ", "Idlib, ", "al-", "\u200f", "a.", "1,", "x@", "killed 5 and ",
    "ال", "و", "ا", "خمسة ", "قتل ", "قتل 5 و", "٥", "ملي", "ـ", "،",
]  # fmt: skip
ENDS = ["", "x)"]


def say_title(text: str) -> None:
    claim = kind_of("incident").model_validate({"when": "2019", "where": {"places": ["SY07"], "name": text}})
    title_of(claim, "en")


def read_sources(text: str) -> None:
    SourceLookup({}).find_all(text)


READERS: dict[str, Callable[[str], Any]] = {
    "a cell of a table that leaves": guarded,
    "the sources of a cell": read_sources,
    "the name of a source": source_named,
    "the code of a source": code_for,
    "a term": lambda text: find_term("weapons", text),
    "an actor": find_actor,
    "a place": lambda text: find_place(text, gazetteer=load_shipped_gazetteer()),
    "a place and its point": lambda text: find_settlement_at(text, 35.9, 36.6, gazetteer=load_shipped_gazetteer()),
    "a date": read_date,
    "the dates of a text": read_dates,
    "a time": read_time,
    "a count": lambda text: read_count(text, expecting="killed"),
    "an age": read_age,
    "a direction": read_bearing,
    "a latitude": lambda text: read_coordinate(text, "lat"),
    "the counts of a text": read_counts,
    "what is left unread of a text": find_unread,
    "the name of a person": read_name,
    "words to be found by": indexed,
    "words in other spellings": lambda text: find_words_to_spell([text]),
    "the title of a report": say_title,
    "the words that find a document": lambda text: find_document(text, Viewer.public()),
    "the words that find a source": lambda text: find_source(text, {"nm": ("nm",), "north monitor": ("nm",)}),
    "names in the words of a page": lambda text: find_names(text, ["Samir al-Qasim", "سمير القاسم"]),
    "a cell of several things": lambda text: split_cell(text, ";"),
    "an input of several things": split_typed,
    "the header of a column": guess_column,
    "the header of a column of a testimony": guess_of_taking,
    "a word that is damaged": is_broken,
    "a number": read_decimal,
    "a whole number": read_whole_number,
    "the names of several persons": read_names,
    "the borders of a zone": read_outline,
    "the language of a text": guess_language,
    "a question in words": lambda text: Question.of({"measure": text, "places": [text]}),
}

NOT_OF_PEOPLE = {
    "find_candidates": "takes the code of a kind",
    "split_field": "takes the name of a field",
    "find_place_at": "reads as find_settlement_at does",
    "find_pending": "takes a key that Dalil drew",
    "find_bag": "the same",
    "find_giver": "takes a code that the command was given, at most 80 letters",
    "read_mapping": "PyYAML reads it, at most 500,000 letters; nesting ends at 1,000 levels; tests/intake/test_wrong_files.py",
    "find_line": "reads a mapping that was read",
    "find_compounds": "reads what `indexed` wrote",
    "find_column": "looks a header up",
    "find_open": "takes a cookie that Dalil made",
    "read_token": "takes a key that Dalil drew",
    "read_teller": "reads a key that Dalil wrote",
    "read_recipient": "takes the key of an officer, of which the form takes no more than a key has",
    "read_rings": "reads shapes of borders that Dalil wrote",
    "read_rows": "reads files that come with Dalil",
    "read_day": "takes a part of what read_date took",
    "find_names": "tried under its own name",
    "read_clauses": "what read_counts does",
}
"""Readers that are not tried, each with its reason."""


def test_every_reader_of_a_text_is_tried_or_has_a_reason() -> None:
    tried = Path(__file__).read_text(encoding="utf-8")
    rooms = ("text", "letters", "lookup", "values", "intake", "gate", "record", "counting", "vocabulary", "desk")
    missing = []
    for file in (each for room in rooms for each in (PACKAGE / room).rglob("*.py")):
        for node in ast.parse(file.read_text(encoding="utf-8")).body:
            if not isinstance(node, ast.FunctionDef) or not node.name.startswith(("read_", "find_", "guess_", "split")):
                continue
            first = node.args.args[0].annotation if node.args.args else None
            takes_text = first is not None and ast.unparse(first) == "str"
            if takes_text and node.name not in NOT_OF_PEOPLE and not re.search(rf"\b{node.name}\b", tried):
                missing.append(f"{file.relative_to(PACKAGE)} {node.name}")
    assert not missing


def seconds_for(read: Callable[[str], Any], unit: str, length: int, end: str) -> float:
    text = unit * (length // len(unit)) + end
    begun = time.process_time()
    with contextlib.suppress(ValueError):  # what is not understood is refused; the time until then is what counts
        read(text)
    return time.process_time() - begun


def growth(read: Callable[[str], Any], unit: str, length: int, end: str) -> float:
    """How many times as long a text takes that is four times as long; one where it takes too little to be compared."""
    taken = seconds_for(read, unit, length, end)
    return taken / max(seconds_for(read, unit, length // TIMES, end), 0.005) if taken > 0.05 else 1.0


@pytest.mark.long
@pytest.mark.parametrize("what", READERS)
def test_four_times_as_long_a_text_takes_no_more_than_some_four_times_as_long(what: str, db: None) -> None:
    read = READERS[what]
    seconds_for(read, "what is read once is at hand afterwards ", 40, "")
    length = TEXT if " of a text" in what else CELL
    suspect = [each for each in itertools.product(UNITS, ENDS) if growth(read, each[0], length, each[1]) > 2 * TIMES]
    slow = [each for each in suspect if min(growth(read, each[0], length, each[1]) for _ in range(3)) > 2 * TIMES]
    assert slow == []
