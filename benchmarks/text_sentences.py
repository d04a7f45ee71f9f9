"""Whole sentences: in how many every count and every day is read as it was labelled, and what becomes of the others.

    python benchmarks/text_sentences.py [LOOK …]

The looks (tests/text/fifteenth_look.txt and later) were labelled and committed before the first run on them; the rules have been mended by them
since, and what the first runs gave stands in docs/text.md. A sentence is right where all its counts (quantity, number, unit, status, sex, age) and
all its days are read and nothing else is. Of those that are not right: in how many a number is false that nobody said, and how many of these are
flagged; how many are missed with a flag (`find_unread` shows a place in them) and nothing false, and how many in silence. Beside it: in how many
right ones something is flagged all the same.
"""

from __future__ import annotations

import sys
from pathlib import Path

from dalil.letters import is_arabic
from dalil.text.counts import find_unread, read_counts
from dalil.text.dates import read_dates

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests" / "text"))
from gold import FRIDAY, WHOLE_LOOKS, WholeSentence, false_numbers, whole_sentences


def main() -> None:
    """Print a line for each look and language."""
    for look in sys.argv[1:] or WHOLE_LOOKS:
        gold = whole_sentences(look)
        for name, part in (
            ("", gold),
            (", English", [one for one in gold if not is_arabic(one[0])]),
            (", Arabic", [one for one in gold if is_arabic(one[0])]),
        ):
            print(f"{look} look{name}: {_measure(part)}")


def _measure(gold: list[WholeSentence]) -> str:
    right = counts_right = days_right = false = false_shown = shown = silent = alarms = 0
    for text, counts, days in gold:
        read = tuple((one.quantity, one.count.model_copy(update={"said": ""})) for one in read_counts(text))
        same = read == counts
        same_days = tuple((one.when.start, one.when.end) for one in read_dates(text, FRIDAY)) == days
        flagged = bool(find_unread(text))
        counts_right, days_right = counts_right + same, days_right + same_days
        if same and same_days:
            right, alarms = right + 1, alarms + flagged
        elif false_numbers(read, counts):
            false, false_shown = false + 1, false_shown + flagged
        elif flagged:
            shown += 1
        else:
            silent += 1
    return (
        f"{right} of {len(gold)} right (counts {counts_right}, days {days_right}), {shown} not right but flagged, {silent} in silence; "
        f"a false number in {false}, of which {false_shown} flagged; flagged though right: {alarms}"
    )


if __name__ == "__main__":
    main()
