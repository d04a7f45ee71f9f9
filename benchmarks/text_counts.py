"""Counts and dates in words: how many phrases are read exactly, and how fast.

    python benchmarks/text_counts.py
    python benchmarks/text_counts.py --beside REVISION

Counts: tests/text/counts/count_phrases.txt, written before the rules, which were made on the dev half. The held-back parts were written after
the rules and before their first run; the rules have been mended by them since, and what the first runs gave stands in docs/text.md.
Of each part: the phrases whose counts are all right and in which nothing else is counted; and of single counts, how many of those found
are right (precision) and how many of the right ones are found (recall); and the phrases in which a number is read that they do not state.
With --beside, counts and dates are read by another revision of the repository as well, in turns with this one, and the ratio is printed.
The shared gold table (vocabulary/count_phrases.csv), whose phrases resemble the dev half, is counted apart.
"""

from __future__ import annotations

import csv
import io
import os
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Sequence
from pathlib import Path

from shared import shared_data

from dalil.letters import is_arabic
from dalil.text.counts import read_counts

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests" / "text"))
from gold import Gold, false_numbers, gold_phrases, held_back_phrases, is_test


def main() -> None:
    """Print the table."""
    own = gold_phrases()
    parts = {
        "dev half": [gold for gold in own if not is_test(gold[0])],
        "test half": [gold for gold in own if is_test(gold[0])],
        "held back": held_back_phrases(),
        "second look": held_back_phrases("second_look"),
        "new text": held_back_phrases("fresh"),
        "last look": held_back_phrases("last_look"),
        "third look": held_back_phrases("third_look"),
        "fourth look": held_back_phrases("fourth_look"),
        "fifth look": held_back_phrases("fifth_look"),
        "sixth look": held_back_phrases("sixth_look"),
        "seventh look": held_back_phrases("seventh_look"),
        "eighth look": held_back_phrases("eighth_look"),
        "ninth look": held_back_phrases("ninth_look"),
        "tenth look": held_back_phrases("tenth_look"),
        "eleventh look": held_back_phrases("eleventh_look"),
        "twelfth look": held_back_phrases("twelfth_look"),
        "thirteenth look": held_back_phrases("thirteenth_look"),
        "fourteenth look": held_back_phrases("fourteenth_look"),
    }
    for part, gold in parts.items():
        for language, asked in (("", gold), *_by_language(gold)):
            print(f"own phrases, {part}{language}: {_measure(asked)}")
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
    _print_speeds(sys.argv[2] if sys.argv[1:2] == ["--beside"] else "")


def _print_speeds(beside: str) -> None:
    """Print how fast counts and dates are read, each the best of five turns, and the ratio to another revision where one is named."""
    root = Path(__file__).resolve().parent.parent
    with tempfile.TemporaryDirectory() as folder:
        sources = [root / "src"]
        if beside:
            packed = subprocess.run(["git", "archive", beside, "src"], cwd=root, check=True, capture_output=True).stdout
            with tarfile.open(fileobj=io.BytesIO(packed)) as archive:
                archive.extractall(folder, filter="data")
            sources.append(Path(folder) / "src")
        turns = [[_time_of(source) for source in sources] for _ in range(5)]
    for what, name in enumerate(("counts", "dates")):
        best = [min(turn[version][what] for turn in turns) for version in range(len(sources))]
        ratio = f"; {beside} {1 / best[1]:.0f}, ratio {best[1] / best[0]:.2f}" if beside else ""
        print(f"{name}: {1 / best[0]:.0f} thousand characters a second{ratio}")


def _time_of(source: Path) -> tuple[float, float]:
    """The processor time that a version of the code takes for a thousand characters, of counts and of dates."""
    text = " ".join(phrase for phrase, _ in gold_phrases())
    read = subprocess.run(
        [sys.executable, "-c", _TIMED],
        input=text,
        env={**os.environ, "PYTHONPATH": str(source)},
        check=True,
        capture_output=True,
        text=True,
    )
    counts, dates = (float(each) / len(text) * 1000 for each in read.stdout.split())
    return counts, dates


_TIMED = """
import sys, time
from dalil.text.counts import read_counts
from dalil.text.dates import read_dates
text = sys.stdin.read()
for read in (read_counts, read_dates):
    read(text[:500])
    started = time.process_time()
    read(text)
    print(time.process_time() - started)
"""


def _by_language(gold: Sequence[Gold]) -> tuple[tuple[str, list[Gold]], ...]:
    return (
        (", English", [each for each in gold if not is_arabic(each[0])]),
        (", Arabic", [each for each in gold if is_arabic(each[0])]),
    )


def _measure(gold: Sequence[Gold]) -> str:
    exact = found = right = told = false = 0
    for phrase, counts in gold:
        read = [(each.quantity, each.count.model_copy(update={"said": ""})) for each in read_counts(phrase)]
        exact += tuple(read) == counts
        false += bool(false_numbers(read, counts))
        found, told = found + len(read), told + len(counts)
        left = list(counts)
        for each in read:
            if each in left:
                left.remove(each)
                right += 1
    precision, recall = right / found if found else 1, right / told if told else 1
    return f"{exact} of {len(gold)} exact ({exact / len(gold):.1%}); precision {precision:.3f}, recall {recall:.3f}; a false number in {false}"


if __name__ == "__main__":
    main()
