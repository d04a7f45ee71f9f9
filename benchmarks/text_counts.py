"""Counts and dates in words: how many phrases are read exactly, and how fast.

    python benchmarks/text_counts.py

Counts: tests/text/counts/count_phrases.txt, written before the rules, which were made on the dev half. The held-back parts were written after
the rules and before their first run; the rules have been mended by them since, and what the first runs gave stands in docs/text.md.
The shared gold table (vocabulary/count_phrases.csv), whose phrases resemble the dev half, is counted apart.
"""

from __future__ import annotations

import csv
import sys
import time
from pathlib import Path

from shared import shared_data

from dalil.text.counts import read_counts
from dalil.text.dates import read_dates

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests" / "text"))


def main() -> None:
    """Print the table."""
    from gold import gold_phrases, held_back_phrases, is_test

    own = gold_phrases()
    parts = {
        "dev half": [gold for gold in own if not is_test(gold[0])],
        "test half": [gold for gold in own if is_test(gold[0])],
        "held back": held_back_phrases(),
        "second look": held_back_phrases("second_look"),
    }
    for part, gold in parts.items():
        exact = sum(
            tuple((c.quantity, c.count.model_copy(update={"said": ""})) for c in read_counts(phrase)) == counts
            for phrase, counts in gold
        )
        print(f"own phrases, {part}: {exact} of {len(gold)} exact ({exact / len(gold):.1%})")
    with (shared_data().parent / "vocabulary" / "count_phrases.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    exact = 0
    for row in rows:
        found = [
            (c.quantity, str(c.count.low), "" if c.count.high is None else str(c.count.high), c.count.shape)
            for c in read_counts(row["phrase"])
        ]
        exact += found == [(row["quantity"].lower(), row["low"], row["high"], row["shape"])]
    print(f"shared gold table: {exact} of {len(rows)} exact ({exact / len(rows):.1%})")
    text = " ".join(phrase for phrase, _ in gold_phrases())
    for name, read in (("counts", read_counts), ("dates", read_dates)):
        started = time.process_time()
        read(text)
        print(f"{name}: {len(text) / (time.process_time() - started) / 1000:.0f} thousand characters a second")


if __name__ == "__main__":
    main()
