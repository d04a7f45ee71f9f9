"""Dates in words: how many held-back phrases are read exactly; dateparser beside, by a kinder measure.

    python benchmarks/text_dates.py

The phrases (tests/text/held_back_dates.txt, second_look_dates.txt) were written before the first run on them, and the rules have been mended
by them since: what the first runs gave stands in docs/text.md. dateparser gives one moment and no span, so beside the exact reading there
is a kinder measure for both: as many dates as there are, each within the days that are meant.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Sequence
from datetime import date, datetime
from pathlib import Path

from dalil.text.dates import read_dates

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests" / "text"))
Reader = Callable[[str, date | None], Sequence[date]]


def dateparser_reader() -> Reader | None:
    """The dates that dateparser finds in a text, told the two languages and the order of the region; None where it is not installed."""
    try:
        from dateparser.search import search_dates
    except ImportError:
        return None

    def read(text: str, said_on: date | None) -> list[date]:
        settings: dict[str, object] = {"DATE_ORDER": "DMY", "PREFER_DATES_FROM": "past"}
        if said_on:
            settings["RELATIVE_BASE"] = datetime(said_on.year, said_on.month, said_on.day)
        found = search_dates(text, languages=["en", "ar"], settings=settings)
        return [moment.date() for _, moment in found or []]

    return read


def main() -> None:
    """Print the table."""
    from gold import GoldDates, held_back_dates

    def within(gold: GoldDates, read: Reader) -> bool:
        phrase, said_on, whens = gold
        found = read(phrase, said_on)
        return len(found) == len(whens) and all(w.start <= day <= w.end for w, day in zip(whens, found, strict=True))

    def exact(gold: GoldDates) -> bool:
        phrase, said_on, whens = gold
        return tuple(one.when.model_copy(update={"said": ""}) for one in read_dates(phrase, said_on)) == whens

    other = dateparser_reader()
    readers: dict[str, Reader] = {"Dalil": lambda text, said_on: [one.when.start for one in read_dates(text, said_on)]}
    if other is not None:
        readers["dateparser"] = other
    for look in ("held_back", "second_look"):
        golds = held_back_dates(look)
        parts = {"dates": [gold for gold in golds if gold[2]], "traps": [gold for gold in golds if not gold[2]]}
        print(f"{look}: Dalil {sum(map(exact, golds))} of {len(golds)} exact")
        for part, some in parts.items():
            for name, read in readers.items():
                started = time.process_time()
                right = sum(within(gold, read) for gold in some)
                spent = (time.process_time() - started) / len(some) * 1000
                print(f"  {part}: {name} {right} of {len(some)} ({right / len(some):.0%}), {spent:.1f} ms a phrase")
    if other is None:
        print("dateparser is not installed here; pip install dateparser to run it beside")


if __name__ == "__main__":
    main()
