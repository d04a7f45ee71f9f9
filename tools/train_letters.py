"""Learn the letter models of `dalil.text` from pairs of name tokens, and write them to src/dalil/text/spelling/letters.npz.

    PYTHONPATH=benchmarks python tools/train_letters.py [arabic_latin] [latin_arabic] [latin_latin]

Training pairs: names/wikidata_ar_latin_train.tsv (CC0), names/google_ar2en.txt without its test part (Apache-2.0), and the dev half
(name_sets.is_test) of the tokens of names/dict_ar_en.csv (Unlicense), the way one body romanises; and compounds made from these by rule.
Never read here: the dev part of Wikidata, the Google test part, the casualty and the sanctions lists.
Method: (1) expectation maximisation of a joint chunk model, one letter to 0-3 letters, with a pseudo-letter before the word;
(2) a small network that says the chunk from a window of letters, trained on the posteriors of the best alignments;
(3) once more from its own alignments. Three directions are trained: Arabic to Latin and back, Latin to Latin (forms of one Arabic
token), each a network of about 70,000 weights, stored as float16. The pairs themselves are not stored.
Sources: Bisani & Ney 2008 (joint-sequence models); Ristad & Yianilos 1998 (learned edit distance).
"""

from __future__ import annotations

import collections
import csv
import math
import random
import sys
import time
from itertools import pairwise
from pathlib import Path

import numpy as np
from name_sets import is_test
from shared import shared_data

from dalil.letters import ARABIC, LATIN, arabic_letters_of, fold, latin_letters_of, letter_numbers_of

OUT = Path(__file__).parent.parent / "src/dalil/text/spelling/letters.npz"
WINDOW = 3
HIDDEN = 112
EDGE = 63
Pair = tuple[str, str, float]


def training_pairs() -> list[tuple[str, str, int]]:
    """Read the training parts: Arabic, Latin and their count, cleaned to letters."""
    names = shared_data() / "names"
    held_back = {line.split("\t")[0] for line in (names / "google_ar2en-test.txt").read_text("utf-8").splitlines()}
    rows = []
    for line in (names / "wikidata_ar_latin_train.tsv").read_text("utf-8").splitlines():
        latin, arabic, count = line.split("\t")
        rows.append((arabic.replace(" ", ""), latin, int(count)))
    for line in (names / "google_ar2en.txt").read_text("utf-8").splitlines():
        arabic, latin = line.split("\t")
        if arabic not in held_back:
            rows.append((arabic, latin, 1))
    with (names / "dict_ar_en.csv").open(encoding="utf-8") as file:
        rows += [(row[0], row[1], 2) for row in csv.reader(file) if len(row) == 2 and not is_test(fold(row[0]))]
    cleaned: collections.Counter[tuple[str, str]] = collections.Counter()
    for arabic, latin, count in rows:
        a, b = arabic_letters_of(arabic).replace(" ", ""), latin_letters_of(latin).replace(" ", "")
        if 2 <= len(a) <= 16 and 2 <= len(b) <= 18:
            cleaned[a, b] += count
    return [(a, b, count) for (a, b), count in cleaned.items()]


SUN = {"sh": "ش", "s": "سص", "d": "دض", "r": "ر", "t": "تط", "z": "زظ", "n": "ن"}
LEADS = {
    "عبدال": ("abdul", "abdel", "abdal", "abdoul", "abdulal"),
    "ابو": ("abu", "abou", "abo"),
    "أبو": ("abu", "abou"),
    "ام": ("um", "umm", "om"),
}
TAILS = {
    "الدين": ("eddin", "uddin", "aldin", "eddine", "aldeen", "adin", "addin", "eldin"),
    "الله": ("allah", "ullah", "ollah", "alla"),
}


def make_compounds(triples: list[tuple[str, str, int]], each: int) -> list[tuple[str, str, int]]:
    """Make names of the form ʿabd al-X, abu X, umm X, X al-din, X allah, al-X, written together, from training pairs by rule."""
    rng = random.Random(5)
    eastern = [
        (a, b)
        for a, b, _ in triples
        if len(a) <= 8 and len(b) <= 9 and set(a) & set("عحصضطظقذثخة") and not a.startswith("ال")
    ]
    made = []
    for lead, spellings in LEADS.items():
        made += [(lead + a, rng.choice(spellings) + b, 1) for a, b in rng.sample(eastern, each)]
    for tail, spellings in TAILS.items():
        made += [(a + tail, b + rng.choice(spellings), 1) for a, b in rng.sample(eastern, each)]
    for a, b in rng.sample(eastern, 3 * each):
        sun = next((sound for sound, letters in SUN.items() if a[0] in letters and b.startswith(sound)), "l")
        made.append(("ال" + a, rng.choice(("al", "el", "al", "a" + sun)) + b, 1))
    made += [
        (x + "الله", y, 3)
        for x, y in (
            ("عبد", "abdullah"),
            ("عبد", "abdallah"),
            ("عبد", "abdollah"),
            ("نصر", "nasrallah"),
            ("عبيد", "obaidullah"),
        )
    ]
    return made


class Aligner:
    """A source of probabilities P(chunk | letter, context) and the dynamic programme over it."""

    def __init__(self, longest: int) -> None:
        self.longest = longest

    def align(self, steps: list[dict[str, float]], target: str) -> tuple[float, list[str]] | None:
        """Cut the target into one chunk for each step, in the most probable way; None where it cannot be cut so."""
        best: dict[int, tuple[float, list[str]]] = {0: (0.0, [])}
        for done, step in enumerate(steps):
            nxt: dict[int, tuple[float, list[str]]] = {}
            left = (len(steps) - done - 1) * self.longest
            for at, (score, path) in best.items():
                for size in range(self.longest + 1):
                    if at + size > len(target) or len(target) - at - size > left:
                        continue
                    chunk = target[at : at + size]
                    p = step.get(chunk)
                    if not p:
                        continue
                    s = score + math.log(p)
                    if at + size not in nxt or s > nxt[at + size][0]:
                        nxt[at + size] = (s, [*path, chunk])
            best = nxt
        return best.get(len(target))


def learn_chunk_table(pairs: list[Pair], longest: int, rounds: int = 6) -> dict[str, dict[str, float]]:
    """Learn the joint chunk probabilities by forward-backward expectation maximisation."""
    table: dict[str, dict[str, float]] = {}

    def prior(chunk: str) -> float:
        return {0: 0.15, 1: 0.02, 2: 0.0006, 3: 0.00002}[len(chunk)]

    for _ in range(rounds):
        expected: dict[str, collections.defaultdict[str, float]] = collections.defaultdict(
            lambda: collections.defaultdict(float)
        )
        for source, target, weight in pairs:
            s, n = "^" + source, len(target)
            alpha = np.zeros((len(s) + 1, n + 1))
            alpha[0, 0] = 1
            p = []
            for i, letter in enumerate(s):
                row = table.get(letter)
                edges = []
                for at in range(n + 1):
                    if alpha[i, at] == 0:
                        continue
                    for size in range(min(longest, n - at) + 1):
                        chunk = target[at : at + size]
                        q = (row.get(chunk, 0.0) if row else prior(chunk)) * (
                            0.02**size if letter == "^" and not row else 1
                        )
                        if q:
                            edges.append((at, size, chunk, q))
                            alpha[i + 1, at + size] += alpha[i, at] * q
                p.append(edges)
            total = alpha[len(s), n]
            if total <= 0:
                continue
            beta = np.zeros(n + 1)
            beta[n] = 1
            for i in range(len(s) - 1, -1, -1):
                before = np.zeros(n + 1)
                bucket = expected[s[i]]
                for at, size, chunk, q in p[i]:
                    before[at] += q * beta[at + size]
                    bucket[chunk] += weight * alpha[i, at] * q * beta[at + size] / total
                beta = before
        table = {}
        for letter, row in expected.items():
            mass = sum(row.values())
            table[letter] = {chunk: value / mass for chunk, value in row.items() if value > 0.3 and value / mass > 1e-6}
    return table


def windows_of(source: str) -> np.ndarray:
    """Return for the pseudo-letter and each letter the numbers of the letters around it, with the edges of the word marked."""
    padded = [EDGE] * WINDOW + [0, *letter_numbers_of(source)] + [EDGE] * WINDOW
    return np.array([padded[i : i + 2 * WINDOW + 1] for i in range(len(source) + 1)], dtype=np.int64)


class Network:
    """One hidden layer over a window of letters; plain numpy, Adam."""

    def __init__(self, chunks: list[str], seed: int = 7) -> None:
        self.chunks = chunks
        rng = np.random.default_rng(seed)
        self.w1 = (rng.normal(size=((2 * WINDOW + 1) * 64, HIDDEN)) * 0.15).astype(np.float32)
        self.b1 = np.zeros(HIDDEN, np.float32)
        self.w2 = (rng.normal(size=(HIDDEN, len(chunks))) * 0.1).astype(np.float32)
        self.b2 = np.zeros(len(chunks), np.float32)

    def _hidden(self, x: np.ndarray) -> np.ndarray:
        flat = x + np.arange(x.shape[1]) * 64
        return np.tanh(self.w1[flat].sum(1) + self.b1)

    def probabilities(self, x: np.ndarray) -> np.ndarray:
        z = self._hidden(x) @ self.w2 + self.b2
        z -= z.max(1, keepdims=True)
        e = np.exp(z)
        return e / e.sum(1, keepdims=True)

    def fit(
        self, x: np.ndarray, y: np.ndarray, weight: np.ndarray, epochs: int, rate: float = 2e-3, batch: int = 1024
    ) -> None:
        rng = np.random.default_rng(11)
        params = [self.w1, self.b1, self.w2, self.b2]
        first, second = [np.zeros_like(p) for p in params], [np.zeros_like(p) for p in params]
        t, steps = 0, epochs * (len(x) // batch + 1)
        flat = (x + np.arange(x.shape[1]) * 64).astype(np.int64)
        for epoch in range(epochs):
            order = rng.permutation(len(x))
            loss = 0.0
            for start in range(0, len(x), batch):
                rows = order[start : start + batch]
                f, target, w = flat[rows], y[rows], weight[rows, None]
                onehot = np.zeros((len(rows), self.w1.shape[0]), np.float32)
                onehot[np.arange(len(rows))[:, None], f] = 1
                h = np.tanh(onehot @ self.w1 + self.b1)
                z = h @ self.w2 + self.b2
                z -= z.max(1, keepdims=True)
                e = np.exp(z)
                p = e / e.sum(1, keepdims=True)
                loss -= float((np.log(p[np.arange(len(rows)), target] + 1e-9) * w[:, 0]).sum())
                p[np.arange(len(rows)), target] -= 1
                p *= w / len(rows)
                dh = (p @ self.w2.T) * (1 - h * h)
                grads = [onehot.T @ dh, dh.sum(0), h.T @ p, p.sum(0)]
                t += 1
                lr = rate * (1 - t / steps) + 1e-5
                for param, g, m, v in zip(params, grads, first, second, strict=True):
                    m += 0.1 * (g - m)
                    v += 0.001 * (g * g - v)
                    param -= lr * (m / (1 - 0.9**t)) / (np.sqrt(v / (1 - 0.999**t)) + 1e-8) + lr * 1e-4 * param
            print(f"    epoch {epoch + 1}: loss {loss / weight.sum():.4f}", flush=True)


def train_direction(name: str, pairs: list[Pair], longest: int) -> Network:
    """Train one direction: expectation maximisation, then the network on the alignments, twice."""
    started = time.time()
    aligner = Aligner(longest)
    table = learn_chunk_table(pairs[:: max(1, len(pairs) // 20000)], longest)
    steps_of = lambda s: [table.get(c, {}) for c in "^" + s]  # noqa: E731
    aligned = [(s, w, aligner.align(steps_of(s), t)) for s, t, w in pairs]
    net: Network | None = None
    for lap in range(2):
        per_letter = [
            (s, w, path[1]) for s, w, path in aligned if path and path[0] / (len(s) + 1) > (-2.6 if lap == 0 else -2.4)
        ]
        seen = collections.Counter(chunk for _, _, path in per_letter for chunk in path)
        chunks = ["", *sorted(chunk for chunk, n in seen.items() if chunk and n >= 4)]
        number = {chunk: i for i, chunk in enumerate(chunks)}
        kept = [(s, w, path) for s, w, path in per_letter if all(chunk in number for chunk in path)]
        print(
            f"  {name} lap {lap}: {len(kept)} of {len(pairs)} pairs, {len(chunks)} chunks, {time.time() - started:.0f} s",
            flush=True,
        )
        x = np.concatenate([windows_of(s) for s, _, _ in kept])
        y = np.array([number[chunk] for _, _, path in kept for chunk in path])
        w = np.concatenate([np.full(len(s) + 1, w, np.float32) for s, w, _ in kept])
        net = Network(chunks)
        net.fit(x, y, w / w.mean(), epochs=4 if lap == 0 else 9)
        if lap == 0:
            aligned = realign(net, pairs, aligner)
    assert net is not None
    print(f"  {name}: {time.time() - started:.0f} s", flush=True)
    return net


def realign(
    net: Network, pairs: list[Pair], aligner: Aligner
) -> list[tuple[str, float, tuple[float, list[str]] | None]]:
    """Align all pairs anew, by the probabilities of a network."""
    out = []
    for start in range(0, len(pairs), 2000):
        block = pairs[start : start + 2000]
        p = net.probabilities(np.concatenate([windows_of(s) for s, _, _ in block]))
        at = 0
        for s, t, w in block:
            rows = p[at : at + len(s) + 1]
            at += len(s) + 1
            steps = []
            for row in rows:
                likely = np.nonzero(row > 2e-4)[0]
                steps.append({net.chunks[i]: float(row[i]) for i in likely})
            out.append((s, w, aligner.align(steps, t)))
    return out


def main(only: tuple[str, ...]) -> None:
    """Train the directions that are named, or all of them, and write their weights."""
    triples = training_pairs()
    print(f"{len(triples)} pairs")
    made = make_compounds(triples, 1200)
    careful = [(a, b, (1 + math.log(n)) * (1.6 if set(a) & set("عحصضطظقذثخءؤئة") else 1)) for a, b, n in triples + made]
    careless = [(fold(a), b, w * 0.5) for a, b, w in careful if fold(a) != a and len(fold(a)) > 1]
    forms: dict[str, list[tuple[str, int]]] = collections.defaultdict(list)
    for a, b, n in triples:
        forms[fold(a)].append((b, n))
    siblings: list[Pair] = []
    for group in forms.values():
        group.sort(key=lambda form: -form[1])
        for (b1, _), (b2, _) in pairwise(group[:8]):
            siblings += [(b1, b2, 1.0), (b2, b1, 1.0)]
    siblings += [(b, b, 0.5) for _, b, _ in triples[::3]]
    jobs = {
        "arabic_latin": (careful + careless, 3),
        "latin_arabic": ([(b, a, w) for a, b, w in careful + careless], 2),
        "latin_latin": (siblings, 3),
    }
    stored = dict(np.load(OUT)) if OUT.exists() else {}
    for name, (pairs, longest) in jobs.items():
        if only and name not in only:
            continue
        net = train_direction(name, pairs, longest)
        stored |= {
            f"{name}_chunks": np.array(net.chunks),
            f"{name}_w1": net.w1.astype(np.float16),
            f"{name}_b1": net.b1.astype(np.float16),
            f"{name}_w2": net.w2.astype(np.float16),
            f"{name}_b2": net.b2.astype(np.float16),
        }
        np.savez_compressed(OUT, **stored)
    print(f"{OUT}: {OUT.stat().st_size / 1024:.0f} KiB; alphabets {len(ARABIC)} and {len(LATIN)}")


if __name__ == "__main__":
    main(tuple(sys.argv[1:]))
