"""Learn how the signals of a pair of names are weighed, and write it to src/dalil/text/names.json.

    python benchmarks/train_names.py

From the dev halves only (name_sets.py): Arabic queries as they stand, reordered and shortened, with the candidates that the index
brings up; and pairs of same-script variants. The test halves are read by text_names.py alone.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import numpy as np
from name_sets import NameSet, casualty_sets, sanction_sets, token_sets

from dalil.text import assignment
from dalil.text.index import NameIndex
from dalil.text.names import read_name

OUT = Path(__file__).parent.parent / "src/dalil/text/names.json"
PER_QUERY = 40


def examples(name_set: NameSet, index: NameIndex, group: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Signals of candidates, whether each is right, and the number of its query."""
    rows, right, groups = [], [], []
    for query, keys in name_set.queries:
        found = index._search(read_name(query))
        if found is None:
            continue
        places, signal = found
        answer = np.array([index._keys[place] in keys for place in places], bool)
        rough = signal[:, 1] + signal[:, 2] + signal[:, 10] + 0.2 * signal[:, 12]
        keep = np.argsort(-(rough + 100 * answer))[:PER_QUERY]
        keep = keep[signal[keep, 0] > 0]
        if not answer[keep].any():
            continue
        rows.append(signal[keep])
        right.append(answer[keep])
        groups.append(np.full(len(keep), group))
        group += 1
    return np.concatenate(rows), np.concatenate(right), np.concatenate(groups)


def main() -> None:
    """Fit and write."""
    parts, group = [], 0
    indexes: dict[int, NameIndex] = {}
    for sets, most in ((token_sets, 500), (casualty_sets, 500), (sanction_sets, 500)):
        for name_set in sets(False, most):
            index = indexes.get(id(name_set.names)) or NameIndex.build(name_set.names)
            indexes = {id(name_set.names): index}
            part = examples(name_set, index, group)
            group = int(part[2].max()) + 1
            parts.append(part)
            print(name_set.title, part[0].shape, int(part[1].sum()), flush=True)
    x, y, g = (np.concatenate([part[i] for part in parts]) for i in range(3))
    np.savez("/tmp/te/names_fit.npz", x=x, y=y, g=g, sets=np.concatenate([np.full(len(p[1]), i) for i, p in enumerate(parts)]))


if __name__ == "__main__":
    main()
