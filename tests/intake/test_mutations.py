"""No damaged file breaks a parser, makes it hang, or loses a cell without a word.

The suite tries a few hundred inputs for each parser. Many more by hand: `DALIL_MUTATIONS=10000 pytest tests/intake/test_mutations.py -s`.
"""

import os
import random
from collections import Counter

import mutations
import pytest

INPUTS = int(os.environ.get("DALIL_MUTATIONS", "200"))
FIRST = int(os.environ.get("DALIL_MUTATIONS_FROM", "0"))


@pytest.mark.parametrize("parser", sorted(mutations.TRIES))
@pytest.mark.filterwarnings("ignore")
def test_a_damaged_file_is_read_refused_or_its_rows_fail_and_nothing_is_lost(parser, tmp_path):
    came: Counter[str] = Counter()
    wrong: dict[str, str] = {}
    for seed in range(FIRST, FIRST + INPUTS):
        try:
            with mutations.in_time():
                came[mutations.TRIES[parser](random.Random(f"{parser} {seed}"), tmp_path)] += 1
        except Exception as error:
            came[type(error).__name__] += 1
            wrong.setdefault(f"{type(error).__name__}: {str(error)[:600]}", f"{parser} {seed}")
    print(f"\n{parser}: {dict(came)}")
    assert list(wrong.items())[:8] == []
    assert sum(came[each] for each in came if "read" in each) > INPUTS / 20, (
        "most of what is tried is refused as a whole"
    )
