"""Spellings of a word among many words: which of those listed as right `WordList` gives, and which of those it gives are listed.

    OMP_NUM_THREADS=1 python benchmarks/text_words.py [queries per column, 300]

The list holds the tokens of both parts of names/wikidata_ar_latin_*.tsv (CC0) in both scripts; asked are tokens of the dev part, of which the letter
models have seen neither form. Listed as right are the forms told for one another there; many that are not listed are right all the same.
Between Latin forms: those of one Arabic token with a letter that only Arabic has. Beside it: a transliteration (anyascii) compared by
rapidfuzz's ratio, all words looked at.
"""

from __future__ import annotations

import random
import sys
import time
from collections import defaultdict
from collections.abc import Callable

from anyascii import anyascii
from name_sets import training_tokens
from rapidfuzz import fuzz, process
from shared import shared_data

from dalil.letters import arabic_letters_of, fold, latin_letters_of
from dalil.text.spelling import word_list as wordlist

Gold = dict[str, set[str]]
OWN_LETTERS = frozenset("عحصضطظقذثخءأإؤئ")


def gold() -> tuple[set[str], dict[str, Gold]]:
    """All the words, and for each column the right answers of each query."""
    latin_of, arabic_of = defaultdict(set), defaultdict(set)
    dev: set[str] = set()
    for part in ("train", "dev"):
        for line in (shared_data() / "names" / f"wikidata_ar_latin_{part}.tsv").read_text("utf-8").splitlines():
            latin, arabic, _ = line.split("\t")
            a, b = fold(arabic_letters_of(arabic.replace(" ", ""))), latin_letters_of(latin).replace(" ", "")
            if len(a) > 2 and len(b) > 2:
                latin_of[a].add(b)
                arabic_of[b].add(a)
                dev |= {a, b} if part == "dev" else set()
    seen_arabic, seen_latin = training_tokens()
    siblings = {
        b: {other for a in arabic_of[b] if OWN_LETTERS & set(a) for other in latin_of[a]} - {b} for b in arabic_of
    }
    unseen = {word for word in dev if word not in seen_arabic and word not in seen_latin}
    columns = {
        "Arabic to Latin": {a: found for a, found in latin_of.items() if a in unseen},
        "Latin to Arabic": {b: found for b, found in arabic_of.items() if b in unseen},
        "Latin to Latin": {b: found for b, found in siblings.items() if b in dev and found},
    }
    return set(latin_of) | set(arabic_of), columns


def said(answers: Callable[[str], set[str]], right: Gold, asked: list[str], among: set[str]) -> str:
    """Recall and precision over the words of the script that is answered in."""
    hit = given = listed = 0
    for query in asked:
        found = (answers(query) & among) - {query}
        hit, given, listed = hit + len(found & right[query]), given + len(found), listed + len(right[query])
    return f"{hit / listed:.2f} / {hit / max(1, given):.2f}"


def main(most: int) -> None:
    """Print the table."""
    words, columns = gold()
    known = wordlist.WordList()
    started = time.process_time()
    known.add((word, word) for word in sorted(words))
    print(f"{len(words)} words added in {time.process_time() - started:.1f} s")
    asked = {title: random.Random(4).sample(sorted(right), min(most, len(right))) for title, right in columns.items()}
    scripts = {title: {w for w in words if w.isascii() == title.endswith("Latin")} for title in columns}
    print("recall / precision:", ", ".join(f"{title} ({len(asked[title])})" for title in columns))
    for least in (0.3, 0.4, 0.5, 0.55, 0.6, 0.7):
        wordlist.ACROSS = wordlist.WITHIN_LATIN = least
        row = [said(lambda q: set(known.find_spellings(q)), columns[t], asked[t], scripts[t]) for t in columns]
        print(f"least quality {least:.2f}   ", "   ".join(row), flush=True)
    romanised = {word: fold(anyascii(word)) for word in words}
    for least in (70, 80, 90):
        row = []
        for title in columns:
            choices = {word: romanised[word] for word in scripts[title]}

            def alike(query: str, choices: dict[str, str] = choices, least: int = least) -> set[str]:
                found = process.extract(romanised[query], choices, scorer=fuzz.ratio, score_cutoff=least, limit=None)
                return {word for _, _, word in found}

            row.append(said(alike, columns[title], asked[title], scripts[title]))
        print(f"anyascii ratio {least}    ", "   ".join(row), flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 300)
