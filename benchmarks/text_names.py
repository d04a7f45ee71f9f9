"""Names across scripts: Dalil and the simple methods, side by side, the hard rows first.

    OMP_NUM_THREADS=1 python benchmarks/text_names.py [queries per row, 500] [--fast: without the simple methods]
    OMP_NUM_THREADS=1 python benchmarks/text_names.py --size [names, 53000]: time and memory of an index of so many names

Test halves only (name_sets.is_test). The letter models saw names/wikidata_ar_latin_train.tsv, names/google_ar2en.txt without its test
part, and the dev half of names/dict_ar_en.csv; the weighing saw the dev halves of the rows below. The leak check proves for the token
rows that no form, Arabic or Latin, was in training, and says for the full names how many of their words were.
Simple methods: anyascii (a transliteration like ICU's) and the house skeleton, each with rapidfuzz's ratio; trigrams of the skeleton.
"""

from __future__ import annotations

import random
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Callable
from pathlib import Path

from anyascii import anyascii
from name_sets import (
    NameSet,
    Query,
    casualty_sets,
    composed_names,
    labelled_pairs,
    near_names,
    sanction_sets,
    token_sets,
    training_tokens,
    variant_sets,
)
from rapidfuzz import fuzz, process

from dalil.letters import fold, is_arabic
from dalil.text.names import THRESHOLD, NameIndex, read_name, similarity
from dalil.text.skeleton import skeleton_of

Search = Callable[[str, int], list[str]]


def ratio_search(names: list[tuple[str, str]], key: Callable[[str], str]) -> Search:
    """Whole-string ratio on a key, all names compared (rapidfuzz, one thread)."""
    keys = [key(name) for _, name in names]

    def search(name: str, k: int) -> list[str]:
        found = process.extract(key(name), keys, scorer=fuzz.ratio, limit=k)
        return [names[place][0] for _, _, place in found]

    return search


def trigram_search(names: list[tuple[str, str]]) -> Search:
    """Shared trigrams of skeletons, weighed by rarity (as TF-IDF n-gram search does)."""
    posted: dict[str, list[int]] = defaultdict(list)
    for place, (_, name) in enumerate(names):
        for gram in _grams(name):
            posted[gram].append(place)
    sizes = [max(1, len(_grams(name))) for _, name in names]

    def search(name: str, k: int) -> list[str]:
        gained: Counter[int] = Counter()
        for gram in _grams(name):
            for place in posted.get(gram, ()):
                gained[place] += 1 / len(posted[gram]) ** 0.5  # type: ignore[assignment]
        best = sorted(gained, key=lambda place: -gained[place] / sizes[place] ** 0.5)[:k]
        return [names[place][0] for place in best]

    return search


def _skeleton(name: str) -> str:
    return " ".join(skeleton_of(unit.letters) for unit in read_name(name).units)


def _grams(name: str) -> set[str]:
    return {
        padded[i : i + 3]
        for word in _skeleton(name).split()
        for padded in [f" {word} "]
        for i in range(len(padded) - 2)
    }


def measured(search: Search, queries: list[Query]) -> tuple[float, float, float, float]:
    """R@1, R@10, queries per second of processor time, and the 95th percentile in milliseconds."""
    first = among = 0
    times = []
    started = time.process_time()
    for name, right in queries:
        begun = time.perf_counter()
        found = list(dict.fromkeys(search(name, 30)))[:10]
        times.append(time.perf_counter() - begun)
        first += bool(found) and found[0] in right
        among += any(key in right for key in found)
    spent = time.process_time() - started
    return (
        first / len(queries),
        among / len(queries),
        len(queries) / spent,
        1000 * sorted(times)[int(0.95 * len(times))],
    )


def leak_check(sets: list[NameSet]) -> str:
    """Asserts that the token queries and answers were never trained on; says how much of the others was."""
    arabic, latin = training_tokens()
    for name_set in sets:
        if name_set.title.startswith("single"):
            for query, right in name_set.queries:
                assert fold(query) not in arabic, f"leak: a query of {name_set.title}"
                assert not right & latin, f"leak: an answer of {name_set.title}"
    words = [
        unit.letters
        for s in sets
        if "same order" in s.title
        for query, _ in s.queries
        for unit in read_name(query).units
    ]
    known = sum(fold(word) in arabic for word in words) / len(words)
    return f"leak check: no token query or answer in training; of the words of the full names {known:.0%} are (common given names)"


def pairs_table() -> str:
    """F1 on the labelled pairs of the test half, at the stated threshold."""
    pairs = labelled_pairs(True)
    lines = [f"\nlabelled pairs, persons, test half: {len(pairs)}, {sum(same for *_, same in pairs)} of one person"]
    methods: dict[str, tuple[Callable[[str, str], float], float]] = {
        "dalil": (similarity, THRESHOLD),
        "anyascii + token sort ratio": (
            lambda a, b: fuzz.token_sort_ratio(fold(anyascii(a)), fold(anyascii(b))) / 100,
            0.8,
        ),
    }
    try:
        from followthemoney import model
        from nomenklatura.matching import LogicV2
        from nomenklatura.matching.types import ScoringConfig

        def library(a: str, b: str) -> float:
            # the library caches by id: each name needs its own
            persons = [
                model.get_proxy({"id": f"person {n}", "schema": "Person", "properties": {"name": [n]}}) for n in (a, b)
            ]
            return LogicV2.compare(*persons, ScoringConfig.defaults()).score

        methods["nomenklatura logic-v2"] = (library, 0.7)
    except ImportError:
        lines.append(
            "(nomenklatura, the library that published them, is not installed here; pip install nomenklatura to run it beside)"
        )
    for name, (score, threshold) in methods.items():
        called = [(score(a, b) >= threshold, same) for a, b, same in pairs]
        right, wrong = sum(c and s for c, s in called), sum(c and not s for c, s in called)
        missed = sum(s and not c for c, s in called)
        f1 = 2 * right / (2 * right + wrong + missed)
        lines.append(
            f"{name:34} threshold {threshold:.2f}  precision {right / max(1, right + wrong):.3f}  recall {right / (right + missed):.3f}  F1 {f1:.3f}"
        )
    return "\n".join(lines)


def near_table(most: int) -> str:
    """How often two names are taken for one where they are, and where they differ by one name that looks much like another."""
    lines = [
        f"\ntaken for one person (score of {THRESHOLD} and more), names that differ by one much like another, test half"
    ]
    for title, pairs in (
        ("full names of the casualty lists", near_names(True, most)),
        ("names of 1 to 4 words put together", composed_names(True, most)),
    ):
        for scripts, wanted in (("Arabic and Latin", {1}), ("Arabic alone", {2}), ("Latin alone", {0})):
            called: dict[bool, list[bool]] = {True: [], False: []}
            for a, b, same in pairs:
                if is_arabic(a) + is_arabic(b) in wanted:
                    called[same].append(similarity(a, b) >= THRESHOLD)
            said = ", ".join(
                f"{what} {sum(those) / len(those):.2f} of {len(those)}"
                for what, those in (("one person", called[True]), ("two", called[False]))
                if those
            )
            lines.append(f"{title:36} {scripts:18} {said}")
    return "\n".join(lines)


def main(most: int, fast: bool) -> None:
    """Print the table."""
    sets = [s for make in (token_sets, casualty_sets, sanction_sets, variant_sets) for s in make(True, most)]
    print(leak_check(sets))
    print(
        f"\n{'row (Arabic query, Latin index unless said)':46} {'names':>6} {'asked':>5}   method: R@1 / R@10, queries/s, p95 ms"
    )
    names: object = None
    methods: dict[str, Search] = {}
    for s in sets:
        if s.names is not names:
            names, index = s.names, NameIndex.build(s.names)
            methods = {"dalil": lambda q, k, index=index: [str(hit.key) for hit in index.search(q, k)]}  # type: ignore[misc]
            if not fast:
                methods |= {
                    "skeleton+ratio": ratio_search(s.names, _skeleton),
                    "anyascii+ratio": ratio_search(s.names, lambda name: fold(anyascii(name))),
                    "skeleton trigrams": trigram_search(s.names),
                }
        methods["dalil"]("محمد", 10)
        for at, (title, search) in enumerate(methods.items()):
            if at == 0:
                index._hits.cache_clear()
            r1, r10, speed, p95 = measured(search, s.queries if at == 0 else s.queries[: max(100, most // 3)])
            lead = f"{s.title:46} {len(s.names):6} {len(s.queries):5}" if at == 0 else " " * 59
            print(f"{lead}   {title:18} {r1:.3f} / {r10:.3f}  {speed:6.0f}/s  {p95:6.1f}", flush=True)
    print(calibration([s for s in sets if "full names" in s.title or "UN" in s.title]))
    print(pairs_table())
    print(near_table(most))


def sized(size: int) -> None:
    """Build, save, load and search an index of many names: those of the casualty lists, and more made of their words."""
    from resource import RUSAGE_SELF, getrusage

    from name_sets import casualty_pairs

    pairs = casualty_pairs()
    names = sorted({english for _, english in pairs})
    words = [name.split() for name in names if 3 <= len(name.split()) <= 5]
    rng = random.Random(5)
    crowd = set(names[:size])
    while len(crowd) < size:
        crowd.add(" ".join(rng.choice(words)[at] for at in (0, 1, 2)) + " " + rng.choice(words)[-1])
    asked = [arabic for arabic, _ in rng.sample(pairs, 1500)]
    before = getrusage(RUSAGE_SELF).ru_maxrss
    started = time.process_time()
    index = NameIndex.build((number, name) for number, name in enumerate(sorted(crowd)))
    built = time.process_time() - started
    memory = (getrusage(RUSAGE_SELF).ru_maxrss - before) / 1024
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "names.index"
        index.save(path)
        started = time.process_time()
        NameIndex.load(path)
        loaded, weight = time.process_time() - started, path.stat().st_size / 2**20
    print(
        f"{size} names: built in {built:.1f} s, {memory:.0f} MB more at the peak, {weight:.0f} MB saved, loaded in {loaded:.1f} s"
    )
    index.search("سمير")
    for state in ("first time", "again"):
        if state == "first time":
            index._hits.cache_clear()
        times = []
        started = time.process_time()
        for name in asked:
            begun = time.process_time()
            index.search(name, 10)
            times.append(1000 * (time.process_time() - begun))
        spent = time.process_time() - started
        times.sort()
        print(
            f"  top 10 of {len(asked)} Arabic full names, {state}: {len(asked) / spent:.0f}/s,"
            f" median {times[len(times) // 2]:.2f} ms, p95 {times[int(0.95 * len(times))]:.2f} ms"
        )
    beside = ratio_search([(name, name) for name in sorted(crowd)], _skeleton)
    started = time.process_time()
    for name in asked[:100]:
        beside(name, 10)
    print(f"  the same by whole-string ratio on the skeleton: {100 / (time.process_time() - started):.0f}/s")


def calibration(sets: list[NameSet]) -> str:
    """Of the first hits that score at least the threshold, the share that is right."""
    lines = [f"\nfirst hits that score {THRESHOLD} and more: how many of the queries, and the share that is right"]
    for s in sets:
        index = NameIndex.build(s.names)
        hits = [(index.search(query, 1), right) for query, right in s.queries[:200]]
        sure = [hit[0].key in right for hit, right in hits if hit and hit[0].score >= THRESHOLD]
        lines.append(f"{s.title:46} {len(sure):4} of {len(hits)}   {sum(sure) / max(1, len(sure)):.3f}")
    return "\n".join(lines)


if __name__ == "__main__":
    numbers = [int(argument) for argument in sys.argv[1:] if argument.isdigit()]
    if "--size" in sys.argv:
        sized(numbers[0] if numbers else 53_000)
    else:
        main(numbers[0] if numbers else 500, "--fast" in sys.argv)
