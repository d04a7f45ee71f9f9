"""The name sets of the benchmarks, each cut into a dev half (seen while building) and a test half (not).

Halves go by a hash of the Arabic name or the person, so that no name is on both sides. Letter models are trained on neither,
but on names/wikidata_ar_latin_train.tsv, names/google_ar2en.txt (without its test part) and the dev half of names/dict_ar_en.csv; the first
two also lend tokens to `composed_names`, whose halves are unseen by the weighing alone.
"""

from __future__ import annotations

import csv
import hashlib
import random
import xml.etree.ElementTree as ElementTree
from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass

from rapidfuzz.distance import Levenshtein
from shared import shared_data
from slips import ARABIC, LATIN, slipped

from dalil.letters import arabic_letters_of, fold, latin_letters_of
from dalil.text.names import NameIndex

Query = tuple[str, frozenset[str]]
"""A name to search for, and the keys of which one must be found."""


@dataclass(frozen=True)
class NameSet:
    """names: (key, name) of the index; queries: name and the right keys."""

    title: str
    names: list[tuple[str, str]]
    queries: list[Query]


def is_test(text: str) -> bool:
    """Whether a name belongs to the test half."""
    return hashlib.md5(text.encode(), usedforsecurity=False).digest()[0] % 2 == 1


def _sample(queries: list[Query], most: int) -> list[Query]:
    return random.Random(17).sample(sorted(queries, key=lambda query: query[0]), min(most, len(queries)))


def training_tokens() -> tuple[set[str], set[str]]:
    """The folded Arabic and the Latin forms that the letter models were trained on."""
    names = shared_data() / "names"
    arabic, latin = set(), set()
    for line in (names / "wikidata_ar_latin_train.tsv").read_text("utf-8").splitlines():
        b, a, _ = line.split("\t")
        arabic.add(fold(a.replace(" ", "")))
        latin.add(latin_letters_of(b).replace(" ", ""))
    held_back = {line.split("\t")[0] for line in (names / "google_ar2en-test.txt").read_text("utf-8").splitlines()}
    for line in (names / "google_ar2en.txt").read_text("utf-8").splitlines():
        a, b = line.split("\t")
        if a not in held_back:
            arabic.add(fold(a))
            latin.add(latin_letters_of(b).replace(" ", ""))
    return arabic, latin


def token_sets(test: bool, most: int) -> list[NameSet]:
    """Single tokens that no training data holds, on either side: Wikidata dev, Google test."""
    names = shared_data() / "names"
    seen_arabic, seen_latin = training_tokens()
    everything: set[str] = set(seen_latin)
    gold: dict[str, dict[str, set[str]]] = {"wikidata": defaultdict(set), "google": defaultdict(set)}
    for line in (names / "wikidata_ar_latin_dev.tsv").read_text("utf-8").splitlines():
        b, a, _ = line.split("\t")
        gold["wikidata"][arabic_letters_of(a.replace(" ", ""))].add(latin_letters_of(b).replace(" ", ""))
    for line in (names / "google_ar2en-test.txt").read_text("utf-8").splitlines():
        a, b = line.split("\t")
        gold["google"][arabic_letters_of(a).replace(" ", "")].add(latin_letters_of(b).replace(" ", ""))
    for pairs in gold.values():
        for forms in pairs.values():
            everything |= forms
    index = [(form, form) for form in sorted(everything) if form]
    sets = []
    for title, pairs in gold.items():
        unseen = [
            (a, frozenset(forms - {""}))
            for a, forms in pairs.items()
            if a and is_test(a) == test and fold(a) not in seen_arabic and not forms & seen_latin and forms - {""}
        ]
        sets.append(NameSet(f"single tokens, {title}, unseen", index, _sample(unseen, most)))
    return sets


def casualty_pairs() -> list[tuple[str, str]]:
    """(Arabic, English) full names of the lists of the killed."""
    pairs = set()
    for part in ("gaza_list_v1_20240413.csv", "gaza_list_v2_20240808.csv"):
        with (shared_data() / "casualties" / part).open(encoding="utf-8") as file:
            for row in csv.DictReader(file):
                arabic, english = " ".join(row["name"].split()), " ".join(row["en_name"].split())
                if arabic and english and english.isascii():
                    pairs.add((arabic, english))
    return sorted(pairs)


def shuffled(name: str) -> str:
    """The words of a name in another order, always the same one for a name."""
    words = name.split()
    order = random.Random(name).sample(words, len(words))
    return " ".join(order if order != words else words[::-1])


def first_and_last(name: str) -> str:
    """The first and the last word."""
    words = name.split()
    return f"{words[0]} {words[-1]}"


def one_missing(name: str) -> str:
    """One middle word left out."""
    words = name.split()
    gone = random.Random(name).randrange(1, max(2, len(words) - 1))
    return " ".join(word for at, word in enumerate(words) if at != gone)


def shuffled_and_missing(name: str) -> str:
    """Half of the words of a name, at least two, in another order (the hardest of the sets)."""
    words = name.split()
    rng = random.Random(name)
    kept = rng.sample(words, max(2, len(words) - 2))
    return " ".join(kept)


def family_first(name: str) -> str:
    """The last word, then the first."""
    words = name.split()
    return f"{words[-1]} {words[0]}"


def one_missing_shuffled(name: str) -> str:
    """One middle word left out, the others in another order."""
    return shuffled(one_missing(name))


VARIANTS: dict[str, Callable[[str], str]] = {
    "two of four parts, reordered": shuffled_and_missing,
    "family and first name only": family_first,
    "one part missing, reordered": one_missing_shuffled,
    "first and family name only": first_and_last,
    "one part missing": one_missing,
    "parts reordered": shuffled,
    "same order": str,
}


def casualty_sets(test: bool, most: int) -> list[NameSet]:
    """Full names, Arabic query on an English index, as they stand and made harder."""
    pairs = casualty_pairs()
    keys: dict[str, set[str]] = defaultdict(set)
    for arabic, english in pairs:
        keys[fold(arabic)].add(english)
    names = [(english, english) for english in sorted({english for _, english in pairs})]
    queries = _sample(
        [(a, frozenset(keys[fold(a)])) for a, _ in pairs if is_test(fold(a)) == test and len(a.split()) >= 3], most
    )
    return [
        NameSet(f"full names, {title}", names, [(change(arabic), right) for arabic, right in queries])
        for title, change in VARIANTS.items()
    ]


def variant_sets(test: bool, most: int) -> list[NameSet]:
    """Same script: two ways to write one name of the casualty lists; the very form that is asked for is not in the index."""
    latin: dict[str, set[str]] = defaultdict(set)
    arabic: dict[str, set[str]] = defaultdict(set)
    for a, b in casualty_pairs():
        latin[fold(a)].add(b)
        arabic[latin_letters_of(b)].add(a)
    sets = []
    for title, groups in (("Latin variants", latin), ("Arabic variants", arabic)):
        forms = {form for group in groups.values() for form in group}
        queries = {
            min(group): frozenset(group - {min(group)})
            for key, group in groups.items()
            if len(group) > 1 and is_test(key) == test
        }
        sampled = _sample(list(queries.items()), most)
        asked = {query for query, _ in sampled}
        sets.append(NameSet(f"same script, {title}", [(form, form) for form in sorted(forms - asked)], sampled))
    return sets


def slip_sets(test: bool, most: int) -> list[NameSet]:
    """Full names of one script with one slip each, every class of slips in turn, among all names of that script."""
    pairs = casualty_pairs()
    sets = []
    for title, names, slips in (
        ("Latin", sorted({english for _, english in pairs}), LATIN),
        ("Arabic", sorted({arabic for arabic, _ in pairs}), ARABIC),
    ):
        half = [name for name in names if is_test(fold(name)) == test and 2 <= len(name.split()) <= 5]
        queries = []
        for at, name in enumerate(random.Random(29).sample(half, min(most, len(half)))):
            said = slipped(list(slips.values())[at % len(slips)], name)
            if said:
                queries.append((said, frozenset([name])))
        sets.append(NameSet(f"one slip, {title}", [(name, name) for name in names], queries))
    return sets


def sanctioned() -> list[tuple[str, str, str, list[str]]]:
    """(id, main name, Arabic original, aliases) of the persons of the UN list who have an original in Arabic script."""
    persons: dict[str, tuple[str, str, str, list[str]]] = {}
    for part in ("UN_consolidated_20180607_perchrh.xml", "UN_consolidated_20180824_perchrh.xml"):
        for person in ElementTree.parse(shared_data() / "sanctions" / part).iter("INDIVIDUAL"):
            fields = ("FIRST_NAME", "SECOND_NAME", "THIRD_NAME", "FOURTH_NAME")
            main = " ".join(filter(None, ((person.findtext(field) or "").strip() for field in fields)))
            original = (person.findtext("NAME_ORIGINAL_SCRIPT") or "").strip()
            aliases = [" ".join((alias.text or "").split()) for alias in person.iter("ALIAS_NAME")]
            number = person.findtext("DATAID") or ""
            persons[number] = (number, " ".join(main.split()), original, [alias for alias in aliases if alias])
    return list(persons.values())


def sanction_sets(test: bool, most: int) -> list[NameSet]:
    """The UN list: the original script against main names, and against aliases alone, among the English names of the casualty lists."""
    persons = sanctioned()
    crowd = [(f"crowd {english}", english) for english in sorted({english for _, english in casualty_pairs()})]
    asked = [p for p in persons if arabic_letters_of(p[2]) and is_test(p[0]) == test]
    main = [(number, name) for number, name, _, _ in persons if name]
    aliases = [(number, alias) for number, _, _, others in persons for alias in others]
    with_alias = {number for number, _ in aliases}
    return [
        NameSet(
            "UN list, aliases only",
            crowd + aliases,
            _sample([(o, frozenset([n])) for n, _, o, _ in asked if n in with_alias], most),
        ),
        NameSet("UN list, main name", crowd + main, _sample([(o, frozenset([n])) for n, _, o, _ in asked], most)),
    ]


def labelled_pairs(test: bool) -> list[tuple[str, str, bool]]:
    """The person rows of the published benchmark of a screening library: two names, and whether they are of one person."""
    with (shared_data() / "names" / "name_bench_cases.csv").open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["schema"] == "Person"]
    pairs = [(row["name1"], row["name2"], row["is_match"] == "true") for row in rows]
    return [pair for pair in pairs if is_test(min(pair[:2]) + max(pair[:2])) == test]


COMMON = 12
"""From how many people of a half bear it, a word is a name of its own and no slip of the pen."""


def _near(written: dict[str, Counter[str]]) -> dict[str, list[str]]:
    """For each Arabic word, those one letter away that are another name: no Latin form is written for both."""
    by_length: dict[int, list[str]] = defaultdict(list)
    for word in sorted(written):
        by_length[len(word)].append(word)
    return {
        word: others
        for word in sorted(written)
        if (
            others := [
                other
                for length in (len(word) - 1, len(word), len(word) + 1)
                for other in by_length[length]
                if Levenshtein.distance(word, other, score_cutoff=1) == 1
                and not written[word].keys() & written[other].keys()
            ]
        )
    }


def near_names(test: bool, most: int) -> list[tuple[str, str, bool]]:
    """Pairs of full names that differ by one name that looks much like another (حسن and حسين, Samir and Samer), in one script and
    across; and pairs of one person, so that a scorer is asked for the difference."""
    people = [
        (arabic.split(), english.split())
        for arabic, english in casualty_pairs()
        if is_test(fold(arabic)) == test and len(arabic.split()) == len(english.split()) >= 3
    ]
    written: dict[str, Counter[str]] = defaultdict(Counter)
    for arabic, english in people:
        for a, b in zip(arabic, english, strict=True):
            written[fold(a)][b] += 1
    near = _near({word: forms for word, forms in written.items() if forms.total() >= COMMON and len(word) > 2})
    rng = random.Random(11)
    pairs: list[tuple[str, str, bool]] = []
    for arabic, english in rng.sample(people, len(people)):
        at = next((at for at, word in enumerate(arabic) if fold(word) in near), None)
        if at is None or len(pairs) >= 4 * most:
            continue
        other = rng.choice(near[fold(arabic[at])])
        few = sorted({0, at, len(arabic) - 1}) if rng.random() < 0.5 else list(range(len(arabic)))
        said = [" ".join(words[i] for i in few) for words in (arabic, english)]
        changed = [
            " ".join(word if i == at else words[i] for i in few)
            for words, word in ((arabic, other), (english, written[other].most_common(1)[0][0]))
        ]
        pairs += [
            (said[0], changed[1], False),
            (said[0], changed[0], False),
            (said[1], changed[1], False),
            (said[0], said[1], True),
        ]
    return pairs


def composed_names(test: bool, most: int) -> list[tuple[str, str, bool]]:
    """The same of names of one to four words put together from the tokens of a half, each in any of the Latin forms that are written for
    it: spelling variants of one name, and names that differ by one much like another."""
    names = shared_data() / "names"
    written: dict[str, Counter[str]] = defaultdict(Counter)
    for part in ("wikidata_ar_latin_dev.tsv", "wikidata_ar_latin_train.tsv"):
        for line in (names / part).read_text("utf-8").splitlines():
            b, a, count = line.split("\t")
            written[fold(a.replace(" ", ""))][b.replace(" ", "")] += int(count)
    for line in (names / "google_ar2en.txt").read_text("utf-8").splitlines():
        a, b = line.split("\t")
        written[fold(a)][latin_letters_of(b).replace(" ", "")] += 1
    known = {
        word: forms
        for word, forms in written.items()
        if is_test(word) == test and len(word) > 2 and len(forms) > 1 and forms.total() > 2
    }
    near = _near(known)
    everything, changeable = sorted(known), sorted(near)
    rng = random.Random(13)

    def latin(words: list[str]) -> str:
        return " ".join(rng.choices(list(known[word]), list(known[word].values()))[0] for word in words)

    pairs: list[tuple[str, str, bool]] = []
    for _ in range(most):
        words = [rng.choice(everything) for _ in range(rng.choice((0, 1, 1, 2, 2, 3)))]
        at = rng.randrange(len(words) + 1)
        word = rng.choice(changeable)
        said, changed = ([*words[:at], each, *words[at:]] for each in (word, rng.choice(near[word])))
        pairs += [
            (" ".join(said), latin(said), True),
            (latin(said), latin(said), True),
            (" ".join(said), latin(changed), False),
            (" ".join(said), " ".join(changed), False),
            (latin(said), latin(changed), False),
        ]
    return [pair for pair in pairs if pair[0] != pair[1]]


def recall(index: NameIndex, queries: list[Query], k: int = 10) -> tuple[float, float]:
    """R@1 and R@k: a query is answered where one of its keys is among the first (k) different keys."""
    first = among = 0
    for name, right in queries:
        found = list(dict.fromkeys(hit.key for hit in index.search(name, 3 * k)))[:k]
        first += bool(found) and found[0] in right
        among += any(key in right for key in found)
    return first / len(queries), among / len(queries)
