"""The name index finds a name however it is spelled, ordered or shortened, in either script.

An index is built, saved and loaded; names are added and removed at any time. A search has three steps. (1) The lexicons say which
words each unit of the query may be spelled as. (2) The names that hold these words are gathered, rarest words first. (3) The best of
these names are weighed unit by unit. docs/text.md says what an index costs in memory and time.
"""

from __future__ import annotations

import functools
import json
import zipfile
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dalil.text.names.assignment import (
    FORMS,
    MOST_UNITS,
    SIGNALS,
    beginning_worth,
    find_by_whole_skeleton,
    weigh_candidates,
)
from dalil.text.names.gathering import gather_candidates
from dalil.text.names.name_reader import Name, NameUnit, read_names
from dalil.text.names.similarity import (
    CORE,
    THRESHOLD,
    scores_of,
    signals_of,
    similarity,
    skeleton_codes_of,
    unit_weight,
    weighted_forms_of,
    whole_letters_of,
)
from dalil.text.names.word_join import Hits, join_words
from dalil.text.spelling import GrowingArray, Lexicon, slip_letters_of

LETTERS_ALIKE = SIGNALS.index("letters_alike")
BUDGET = 15_000
"""How many postings a search reads before it leaves the most common words to the second look."""
CANDIDATES = 160
"""How many names a search weighs."""
DOUBTFUL = 0.2
"""Where the best hit scores less, names are also searched as whole strings: words written together or apart, odd spellings."""
WHOLE_UP_TO, WHOLE_LEAST, WHOLE_MOST = 250_000, 0.7, 6
"""How many names an index may have for that, how alike the strings must be, and how many are then compared in full."""
WORTH = np.array([1.0, 1.0, CORE])
"""What each form of a unit is worth: with its article, without it, and its core."""
OWN_WORD = 0.9
"""From this quality of its best spelling on, the last word of a query is a word of its own, and not one that was cut off."""
INITIAL = 0.5
"""A unit that counts for no more is an initial or a lone particle."""
LEAST = 0.01
"""The least quality of a word that is looked at."""
FORMAT = 5
"""The version of the files that `save` writes."""
GROWING = (
    "name_start",
    "slot_name",
    "slot_forms",
    "slot_weight",
    "whole_start",
    "whole",
    "letters_start",
    "letters",
    "alive",
)


HitsOf = Callable[[str, bool], Hits]
"""Says which words of the index a word, Arabic or not, may be spelled as."""


class UnreadableIndex(ValueError):
    """A file is not an index of names that this version can read."""


@dataclass(frozen=True)
class NameHit:
    """A name that a search found. score: that of `similarity`, 0 to 1."""

    key: Hashable
    name: str
    score: float


class NameIndex:
    """An index of names by key. One key may have several names (aliases); one name may stand under several keys.

    >>> index = NameIndex.build([(1, "سمير القاسم"), (2, "Khaled Mansour")])
    >>> [(hit.key, hit.name) for hit in index.search("Samir al-Qasim", k=1)]
    [(1, 'سمير القاسم')]
    """

    def __init__(self) -> None:
        self._keys: list[Hashable] = []
        self._names: list[str] = []
        self._place: dict[Hashable, list[int]] = {}
        self._lexicons = {True: Lexicon(True), False: Lexicon(False)}
        self._name_start = GrowingArray(np.zeros(1, np.int64))
        self._slot_name = GrowingArray(np.zeros(0, np.int32))
        self._slot_forms = GrowingArray(np.zeros((0, FORMS), np.int32))
        self._slot_weight = GrowingArray(np.zeros(0))
        self._whole_start = GrowingArray(np.zeros(1, np.int64))
        self._whole = GrowingArray(np.zeros(0, np.uint8))
        self._letters_start = GrowingArray(np.zeros(1, np.int64))
        self._letters = GrowingArray(np.zeros(0, np.uint8))
        self._alive = GrowingArray(np.zeros(0, np.bool_))
        self._most_names = 1
        self._posted = 0
        self._starts: NDArray[np.int64] = np.zeros(1, np.int64)
        self._slots: NDArray[np.int32] = np.zeros(0, np.int32)
        self._gained: NDArray[np.float32] = np.zeros(0, np.float32)
        self._shared: NDArray[np.int8] = np.zeros(0, np.int8)
        self._stamp: NDArray[np.int64] = np.zeros(1, np.int64)
        self._hit_of: NDArray[np.float32] = np.zeros((0, MOST_UNITS), np.float32)
        self._hits = functools.lru_cache(maxsize=20_000)(self._hits_of)

    @classmethod
    def build(cls, names: Iterable[tuple[Hashable, str]]) -> NameIndex:
        """Build an index of keys and names."""
        index = cls()
        index.extend(names)
        return index

    def __len__(self) -> int:
        return sum(len({self._names[place] for place in places}) for places in self._place.values())

    def add(self, key: Hashable, name: str) -> None:
        """Add a name under a key; a name that already stands under this key is not added again."""
        self.extend([(key, name)])

    def extend(self, names: Iterable[tuple[Hashable, str]]) -> None:
        """Add many keys and names."""
        block: list[tuple[Hashable, str]] = []
        for entry in names:
            block.append(entry)
            if len(block) == 20_000:
                self._extend(block)
                block = []
        self._extend(block)
        if len(self._names) - self._posted > max(512, self._posted // 200):
            self._post()

    def _extend(self, block: list[tuple[Hashable, str]]) -> None:
        fresh = [(key, said) for key, said in dict.fromkeys(block) if not self._holds(key, said)]
        several = [(key, said, read_names(said)) for key, said in fresh]
        self._most_names = max([self._most_names, *(len(names) for _, _, names in several)])
        read = [(key, said, name) for key, said, names in several for name in names]
        for arabic, lexicon in self._lexicons.items():
            lexicon.add(
                word
                for _, _, name in read
                for unit in name.units
                if unit.arabic == arabic
                for word, _ in weighted_forms_of(unit)
            )
        self._hits.cache_clear()
        starts: list[int] = []
        owners: list[int] = []
        forms: list[list[int]] = []
        weights: list[float] = []
        whole_starts: list[int] = []
        wholes: list[NDArray[np.uint8]] = []
        letters = [whole_letters_of(name.units) for *_, name in read]
        slot, letter = int(self._name_start.rows[-1]), int(self._whole_start.rows[-1])
        for key, said, name in read:
            place = len(self._names)
            self._keys.append(key)
            self._names.append(said)
            self._place.setdefault(key, []).append(place)
            for unit in name.units:
                place_of = self._lexicons[unit.arabic].place
                words = [unit.letters, unit.forms[1] if len(unit.forms) > 1 else "", unit.core]
                forms.append([2 * place_of[word] + unit.arabic if word else -1 for word in words])
                owners.append(place)
                weights.append(unit_weight(unit))
            starts.append(slot := slot + len(name.units))
            whole = skeleton_codes_of(name.units)
            wholes.append(whole)
            whole_starts.append(letter := letter + len(whole))
        if not starts:
            return
        self._name_start.extend(np.array(starts, np.int64))
        self._slot_name.extend(np.array(owners, np.int32))
        self._slot_forms.extend(np.array(forms, np.int32).reshape(-1, FORMS))
        self._slot_weight.extend(np.array(weights, np.float64))
        self._whole_start.extend(np.array(whole_starts, np.int64))
        self._whole.extend(np.concatenate(wholes))
        self._letters_start.extend(int(self._letters_start.rows[-1]) + np.cumsum([len(each) for each in letters]))
        self._letters.extend(np.concatenate(letters))
        self._alive.extend(np.ones(len(starts), np.bool_))

    def _holds(self, key: Hashable, said: str) -> bool:
        return any(self._names[place] == said for place in self._place.get(key, ()))

    def remove(self, key: Hashable, name: str | None = None) -> None:
        """Remove one name of a key, or all names of it. Raises KeyError where there is none."""
        gone = [place for place in self._place[key] if name is None or self._names[place] == name]
        if not gone:
            raise KeyError((key, name))
        self._alive.rows[gone] = False
        left = [place for place in self._place[key] if place not in gone]
        if left:
            self._place[key] = left
        else:
            del self._place[key]

    def save(self, path: Path | str) -> None:
        """Write the index to one file, whole or not at all. Raises TypeError, naming the key, where a key is no text or whole number."""
        if odd := next((key for key in self._place if not isinstance(key, str | int) or isinstance(key, bool)), None):
            raise TypeError(f"an index is saved with keys of text or whole numbers; this is neither: {odd!r}")
        said = json.dumps([self._keys, self._names]).encode()
        arrays: dict[str, NDArray[Any]] = {
            "format": np.array(FORMAT),
            "said": np.frombuffer(said, np.uint8),
            **{name: getattr(self, f"_{name}").rows for name in GROWING},
        }
        for arabic, lexicon in self._lexicons.items():
            arrays |= {f"{arabic}_{name}": array for name, array in lexicon.to_arrays().items()}
        unfinished = Path(path).with_name(Path(path).name + ".unfinished")
        with unfinished.open("wb") as file:
            np.savez(file, **arrays)  # type: ignore[arg-type]
        unfinished.replace(path)

    @classmethod
    def load(cls, path: Path | str) -> NameIndex:
        """Load the index that was saved there. Raises UnreadableIndex where the file is no index, or one of another version."""
        try:
            with np.load(path) as stored:
                arrays = {name: stored[name] for name in stored.files}
        except (ValueError, EOFError, zipfile.BadZipFile) as error:
            raise UnreadableIndex(f"{path} is not an index of names; build it anew") from error
        if arrays.get("format") != np.array(FORMAT):
            raise UnreadableIndex(f"{path} is an index of names of another version; build it anew")
        index = cls()
        index._keys, index._names = json.loads(arrays["said"].tobytes())
        for name in GROWING:
            setattr(index, f"_{name}", GrowingArray(arrays[name]))
        for arabic in (True, False):
            own = {name.partition("_")[2]: array for name, array in arrays.items() if name.startswith(f"{arabic}_")}
            index._lexicons[arabic] = Lexicon.from_arrays(arabic, own)
        of_name: Counter[tuple[Hashable, str]] = Counter()
        for place in np.nonzero(index._alive.rows)[0].tolist():
            index._place.setdefault(index._keys[place], []).append(place)
            of_name[index._keys[place], index._names[place]] += 1
        index._most_names = max(of_name.values(), default=1)
        index._post()
        return index

    def _post(self) -> None:
        """Write the postings of every word anew. Names that are added later are compared one by one until the next time."""
        words = self._slot_forms.rows
        size = 2 * max(len(lexicon.words) for lexicon in self._lexicons.values()) + 2
        slot, form = np.nonzero(words >= 0)
        word = words[slot, form]
        order = np.argsort(word, kind="stable")
        self._slots = slot[order].astype(np.int32)
        self._starts = np.concatenate([[0], np.cumsum(np.bincount(word, minlength=size))]).astype(np.int64)
        self._posted = len(self._names)
        self._gained = np.zeros(self._posted, np.float32)
        self._shared = np.zeros(self._posted, np.int8)
        self._stamp = np.zeros(self._posted + 1, np.int64)

    def _hits_of(self, form: str, arabic: bool) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
        """Find the words of both lexicons that a word may be spelled as, and how well each agrees, best first."""
        places, qualities = [], []
        for script, lexicon in self._lexicons.items():
            if not lexicon.words:
                continue
            found, quality = lexicon.find_spellings(form, arabic)
            places.append(2 * found + script)
            qualities.append(quality)
            if script == arabic:
                found, quality = lexicon.find_slips(form)
                places.append(2 * found + script)
                qualities.append(quality)
        if not places:
            return np.zeros(0, np.int64), np.zeros(0)
        place, good = np.concatenate(places), np.concatenate(qualities)
        order = np.argsort(-good)[: np.count_nonzero(good > LEAST)]
        return place[order], good[order]

    def search(self, name: str, k: int = 10) -> list[NameHit]:
        """Find the k names that are most like a name, best first. Names without any likeness are not among them.

        Where none is likely the same, those that are most alike letter by letter come before those that share a word or two.
        """
        return self._hits_among(name, [each for read in read_names(name) for each in self._scored(read, k)], k)

    def _hits_among(self, name: str, found: list[tuple[int, float, float]], k: int) -> list[NameHit]:
        hits: dict[tuple[Hashable, str], NameHit] = {}
        sure = max((score for _, score, _ in found), default=0.0) >= THRESHOLD
        for place, score, _ in sorted(found, key=lambda each: (-each[1] - (0 if sure else each[2] / 2), each[0])):
            key, said = self._keys[place], self._names[place]
            hits.setdefault((key, said), NameHit(key, said, 1.0 if said == name else score))
        return list(hits.values())[:k]

    def search_many(self, names: Sequence[str], k: int = 10, least: float = 0.0) -> Iterator[list[NameHit]]:
        """Yield for each of many names those that are most like it, best first, as `search` does, at a fraction of the cost.

        least: what scores less is no hit.

        The words of all names are joined with those of the index at once (word_join.py). A name that shares no two words with another is not found,
        and one that was written together is found where all of its consonants are those of a name. docs/text.md says what is missed.
        """
        read = [read_names(name) for name in names]
        units = (unit for several in read for name in several for unit in name.units[:MOST_UNITS])
        hits = join_words(
            ((word, unit.arabic) for unit in units for word, _ in weighted_forms_of(unit)), self._lexicons
        )
        wholes = self._wholes()
        for said, several in zip(names, read, strict=True):
            found = []
            for name in several:
                enough = min(2, sum(unit_weight(unit) > INITIAL for unit in name.units))
                scored = self._scored_of(self._search(name, lambda word, arabic: hits[word, arabic], enough), k, least)
                if max((each[1] for each in scored), default=0.0) < DOUBTFUL:
                    scored += self._scored_whole(name, wholes.get(skeleton_codes_of(name.units).tobytes(), ()))
                found += scored
            yield [hit for hit in self._hits_among(said, found, k) if hit.score >= least]

    def _wholes(self) -> dict[bytes, list[int]]:
        """The names by the consonants of the whole."""
        wholes: dict[bytes, list[int]] = {}
        starts, letters = self._whole_start.rows, self._whole.rows
        for place in np.flatnonzero(self._alive.rows).tolist():
            wholes.setdefault(letters[starts[place] : starts[place + 1]].tobytes(), []).append(place)
        return wholes

    def _scored(self, name: Name, k: int) -> list[tuple[int, float, float]]:
        """Return the places and scores of at least the k names that are most like a name, and how alike they are letter by letter."""
        scored = self._scored_of(self._search(name, self._hits), k)
        if len(self._names) <= WHOLE_UP_TO and name.units and max((each[1] for each in scored), default=0.0) < DOUBTFUL:
            whole = find_by_whole_skeleton(
                skeleton_codes_of(name.units),
                self._whole_start.rows,
                self._whole.rows,
                self._alive.rows,
                WHOLE_LEAST,
                WHOLE_MOST,
            )
            scored += self._scored_whole(name, whole.tolist())
        return scored

    def _scored_whole(self, name: Name, places: Iterable[int]) -> list[tuple[int, float, float]]:
        """Score a name beside the names at some places by what they are as a whole."""
        scored = []
        for place in places:
            alike = float(signals_of(name.said, self._names[place])[LETTERS_ALIKE])
            scored.append((place, similarity(name.said, self._names[place]), alike))
        return scored

    def _scored_of(
        self, found: tuple[NDArray[np.int64], NDArray[np.float64]] | None, k: int, least: float = 0.0
    ) -> list[tuple[int, float, float]]:
        if found is None or not len(found[0]):
            return []
        places, signal = found
        scores = scores_of(signal)
        alike = signal[:, LETTERS_ALIKE]
        best = np.argsort(-scores - (0 if scores.max(initial=0.0) >= THRESHOLD else alike / 2), kind="stable")
        best = best[(scores[best] > 0) & (scores[best] >= least) & (signal[best, 0] > 0)][: k * self._most_names]
        return list(zip(places[best].tolist(), scores[best].tolist(), alike[best].tolist(), strict=True))

    def _search(
        self, name: Name, hits_of: HitsOf, enough: int = 1
    ) -> tuple[NDArray[np.int64], NDArray[np.float64]] | None:
        """Find candidates, and their signals. enough: how many units of the name a candidate must have."""
        units = name.units[:MOST_UNITS]
        if not units or not self._names:
            return None
        hits = [_unit_hits(unit, hits_of) for unit in units]
        hits[-1] = self._with_beginnings(units[-1], *hits[-1]) if len(units) > 1 else hits[-1]
        bounds = np.concatenate([[0], np.cumsum([len(words) for words, _ in hits])]).astype(np.int64)
        words = np.concatenate([words for words, _ in hits])
        quality = np.concatenate([quality for _, quality in hits])
        candidates = gather_candidates(
            bounds, words, quality, self._starts, self._slots, self._slot_name.rows, self._name_start.rows, len(self._names),
            self._gained, self._shared, self._stamp, enough, BUDGET, CANDIDATES,
        )  # fmt: skip
        largest = 2 * max(len(lexicon.words) for lexicon in self._lexicons.values()) + 2
        if not len(candidates):
            return None
        if len(self._hit_of) < largest:
            self._hit_of = np.zeros((largest + largest // 8, MOST_UNITS), np.float32)
        out = np.zeros((len(candidates), len(SIGNALS)))
        weights = np.array([unit_weight(unit) for unit in units])
        said = [slip_letters_of(unit.forms[-1]) for unit in units]
        starts = np.concatenate([[0], np.cumsum([len(each) for each in said])]).astype(np.int64)
        weigh_candidates(
            candidates, bounds, words, quality, self._hit_of, len(units), int(units[0].arabic), weights,
            skeleton_codes_of(name.units), self._name_start.rows, self._slot_forms.rows,
            self._slot_weight.rows, self._whole_start.rows, self._whole.rows,
            whole_letters_of(name.units), self._letters_start.rows, self._letters.rows,
            starts, np.concatenate(said), *self._lexicons[units[0].arabic].letters, self._alive.rows, WORTH, out,
        )  # fmt: skip
        return candidates, out

    def _with_beginnings(
        self, unit: NameUnit, words: NDArray[np.int64], quality: NDArray[np.float64]
    ) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
        """Add the words that the last unit of a name was cut off from, where it is hardly a word of its own."""
        letters = slip_letters_of(unit.letters)
        if quality.max(initial=0.0) > OWN_WORD or len(letters) < 2:
            return words, quality
        lexicon = self._lexicons[unit.arabic]
        begun = lexicon.find_beginnings(unit.letters)
        starts = lexicon.letters[0]
        sizes = starts[begun + 1] - starts[begun]
        worth = np.array([beginning_worth(len(letters), int(size)) for size in sizes])
        words, quality = np.concatenate([words, 2 * begun + unit.arabic]), np.concatenate([quality, worth])
        order = np.argsort(-quality, kind="stable")
        return words[order], quality[order]


def _unit_hits(unit: NameUnit, hits_of: HitsOf) -> Hits:
    found = [(*hits_of(word, unit.arabic), worth) for word, worth in weighted_forms_of(unit)]
    if len(found) == 1:
        return found[0][:2]
    words = np.concatenate([words for words, _, _ in found])
    quality = np.concatenate([worth * quality for _, quality, worth in found])
    order = np.argsort(-quality)
    return words[order], quality[order]
