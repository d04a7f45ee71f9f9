"""Names under slips: for each class of slip, how often the right name comes first, beside Jaro-Winkler; and what near names score.

    OMP_NUM_THREADS=1 python benchmarks/text_name_slips.py [queries a class, 150]

Queries are names of the test half with one slip each (slips.py); the index holds the names of one script of the casualty lists and, in
Latin, the main names of the UN list. R@1 is of the name that was meant, or one that folds alike. Jaro-Winkler (rapidfuzz) compares the
folded strings with every name of the index.
Negatives are mandatory: pairs of two persons, how many are taken for one, and what a few pairs that must never rise score.
"""

from __future__ import annotations

import random
import sys
import time

from name_sets import casualty_pairs, composed_names, is_test, near_names, sanctioned
from rapidfuzz import process
from rapidfuzz.distance import JaroWinkler
from slips import ARABIC, LATIN, Slip, slipped

from dalil.letters import fold, is_arabic
from dalil.text.names import THRESHOLD, NameIndex, similarity

NEVER_ONE = (
    ("حسن الحداد", "حسين الحداد"),
    ("سمير خالد الأحمد", "سامر خالد الأحمد"),
    ("محمد الخطيب", "محمود الخطيب"),
    ("Hasan Haddad", "Hussein Haddad"),
    ("Samir Haddad", "Samer Haddad"),
    ("Amal Nasser", "Amar Nasser"),
    ("Rami Darwish", "Rania Darwish"),
    ("Salem Qasim", "Salim Qasim"),
)
"""Two persons each. What they score may only fall."""


def _ask(names: list[str], classes: dict[str, Slip], asked: list[str], title: str) -> None:
    index = NameIndex.build((name, name) for name in names)
    folded = [fold(name) for name in names]
    index.search(names[0])
    print(
        f"\n{title}, {len(names)} names: R@1 of Dalil, of Jaro-Winkler, first hits from {THRESHOLD} on, searches a second"
    )
    for kind, slip in classes.items():
        queries = [(said, name) for name in asked if (said := slipped(slip, name))]
        begun = time.process_time()
        hits = [index.search(said, 1) for said, _ in queries]
        spent = time.process_time() - begun
        ours = sum(bool(hit) and fold(hit[0].key) == fold(name) for hit, (_, name) in zip(hits, queries, strict=True))
        sure = sum(
            bool(hit) and fold(hit[0].key) == fold(name) and hit[0].score >= THRESHOLD
            for hit, (_, name) in zip(hits, queries, strict=True)
        )
        theirs = sum(
            folded[process.extractOne(fold(said), folded, scorer=JaroWinkler.similarity)[2]] == fold(name)
            for said, name in queries
        )
        n = max(1, len(queries))
        print(
            f"{kind:28} {len(queries):4}   {ours / n:.2f}   {theirs / n:.2f}   {sure / n:.2f}   {n / max(spent, 1e-9):5.0f}/s"
            f"{'   behind' if ours < theirs else ''}",
            flush=True,
        )


def _score_negatives(most: int) -> None:
    print(f"\nnegatives: pairs of two persons that score {THRESHOLD} and more, and their mean score")
    for title, pairs in (
        ("near full names", near_names(True, most)),
        ("near names put together", composed_names(True, most)),
    ):
        for scripts, wanted in (("Arabic", 2), ("Latin", 0), ("across", 1)):
            scores = [similarity(a, b) for a, b, same in pairs if not same and is_arabic(a) + is_arabic(b) == wanted]
            print(
                f"{title:28} {scripts:8} {sum(s >= THRESHOLD for s in scores) / len(scores):.3f}  mean {sum(scores) / len(scores):.3f}"
            )
    english = sorted({name for _, name in casualty_pairs() if is_test(fold(name))})
    chance = random.Random(3)
    crossed = [
        (name, f"{name.split()[0]} {chance.choice(english).split()[-1]}") for name in chance.sample(english, most)
    ]
    swapped = [
        (name, " ".join([*name.split()[:-1], chance.choice(english).split()[0]]))
        for name in chance.sample(english, most)
    ]
    beyond = [(name, _far_edit(name, chance)) for name in chance.sample(english, most)]
    for title, pairs in (("cross pair", crossed), ("token swapped", swapped), ("edited beyond likeness", beyond)):
        scores = [similarity(a, b) for a, b in pairs if a != b]
        print(
            f"{title:37} {sum(s >= THRESHOLD for s in scores) / len(scores):.3f}  mean {sum(scores) / len(scores):.3f}"
        )
    for a, b in NEVER_ONE:
        print(f"  {a} / {b}: {similarity(a, b):.3f}")


def _far_edit(name: str, chance: random.Random) -> str:
    words = name.split()
    at = max(range(len(words)), key=lambda each: len(words[each]))
    words[at] = words[at][0] + chance.choice("aeiou") + chance.choice("rlnst") + words[at][-1]
    return " ".join(words)


def main(most: int) -> None:
    """Print the profile of both scripts, across them, and the negatives."""
    pairs = casualty_pairs()
    latin = sorted({name for _, name in pairs} | {name for _, name, _, _ in sanctioned() if name})
    arabic = sorted({name for name, _ in pairs})
    chance = random.Random(23)
    long = [name for name in latin if is_test(fold(name)) and 2 <= len(name.split()) <= 5]
    _ask(latin, LATIN, chance.sample(long, most), "Latin on Latin")
    asked = chance.sample([name for name in arabic if is_test(fold(name)) and 3 <= len(name.split()) <= 5], most)
    _ask(arabic, ARABIC, asked, "Arabic on Arabic")
    _score_negatives(most)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 150)
