"""Write the words that are known as names to src/dalil/text/spelling/known_words.bin, and the common ones to src/dalil/text/names/common_units.json.

    PYTHONPATH=src:benchmarks python tools/list_known_words.py

The known words are the Arabic tokens of names that Wikidata has at least twice (CC0, without the part that is kept for acceptance), its Latin
ones and those of names/google_ar2en.txt (Apache-2.0, without its test part), and the dev half of names/dict_ar_en.csv (Unlicense). Arabic
ones that stand there once are often slips themselves. The common units are those that at least one in a thousand names of the dev
half of the casualty lists has, by their consonants: how many bits one such unit tells. No name of a person is in either file.
"""

from __future__ import annotations

import csv
import json
import math
from collections import Counter
from pathlib import Path

from name_sets import casualty_pairs, is_test
from shared import shared_data

from dalil.letters import fold, latin_letters_of
from dalil.text.names import read_name
from dalil.text.names.name_keys import RAREST, key_of_unit
from dalil.text.spelling.known_words import BITS, FILE, places_of

COMMON = Path(__file__).parent.parent / "src/dalil/text/names/common_units.json"
LEAST_SHARE = 0.001
OFTEN = 2
"""An Arabic token that stands there less often is not known."""


def main() -> None:
    """Write the filter, and say how full it is."""
    names = shared_data() / "names"
    met: Counter[str] = Counter()
    words: set[str] = set()
    for part in ("train", "dev"):
        for line in (names / f"wikidata_ar_latin_{part}.tsv").read_text("utf-8").splitlines():
            latin, arabic, count = line.split("\t")
            met[fold(arabic.replace(" ", ""))] += int(count)
            words.add(latin_letters_of(latin).replace(" ", ""))
    words |= {word for word, count in met.items() if count >= OFTEN}
    held_back = {line.split("\t")[0] for line in (names / "google_ar2en-test.txt").read_text("utf-8").splitlines()}
    for line in (names / "google_ar2en.txt").read_text("utf-8").splitlines():
        arabic, latin = line.split("\t")
        words |= {latin_letters_of(latin).replace(" ", "")} if arabic not in held_back else set()
    with (names / "dict_ar_en.csv").open(encoding="utf-8") as file:
        for row in csv.reader(file):
            if len(row) >= 2 and not is_test(fold(row[0])):
                words |= {fold(row[0]).replace(" ", ""), latin_letters_of(row[1]).replace(" ", "")}
    bits = bytearray(1 << (BITS - 3))
    for word in words - {""}:
        for place in places_of(word):
            bits[place >> 3] |= 1 << (place & 7)
    FILE.write_bytes(bytes(bits))
    print(f"{len(words)} words; {sum(map(int.bit_count, bits)) / (1 << BITS):.0%} of the bits are set")
    _list_common_units()


def _list_common_units() -> None:
    met: Counter[str] = Counter()
    names = [arabic for arabic, _ in casualty_pairs() if not is_test(fold(arabic))]
    for name in names:
        met.update({key_of_unit(unit) for unit in read_name(name).units} - {""})
    common = {
        key: min(RAREST, round(-math.log2(count / len(names)), 1))
        for key, count in met.most_common()
        if count >= LEAST_SHARE * len(names)
    }
    COMMON.write_text(json.dumps(common) + "\n", "utf-8")
    print(f"{len(common)} common units; the commonest tell {list(common.items())[:3]}")


if __name__ == "__main__":
    main()
