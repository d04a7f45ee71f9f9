"""A word list says which of its words another word may be spelled as, in either script.

The record keeps one of all its words: before the full text is searched for "Mohamed", the list says that the record writes محمد and
"Muhammad". Whether two words are alike depends on these two alone. So a list that grows changes no answer about the words it had.
A word costs a few dozen bytes and some microseconds to add. So the list is made anew at every start.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from dalil.letters import letter_numbers_of, letters_of
from dalil.text.spelling.letter_model import load_letter_model, quality_of
from dalil.text.spelling.lexicon import Trie
from dalil.text.spelling.originals import Originals
from dalil.text.spelling.trie import LONGEST

ACROSS, WITHIN_ARABIC, WITHIN_LATIN = 0.5, 0.55, 0.5
"""The least quality at which two words are taken for spellings of one name; docs/text.md says what that means."""
REACH, PER_LETTER, LONGER = 12.0, 1.65, 2
"""How improbable a spelling may be in one direction, in nats below the most probable one: PER_LETTER for each letter of the word and for
LONGER more, but never more than REACH. Worse spellings are below the least quality anyway."""
ROOM = 256
"""How many words are looked for at first. Where there are more, all of them are looked for."""


class WordList:
    """A list of words that finds them however they are spelled. Several threads may search at once; none while another one adds.

    >>> known = WordList()
    >>> known.add([("muhammad", "muhammad"), ("محمد", "محمد"), ("idlib", "idlib")])
    >>> sorted(known.find_spellings("mohamed"))
    ['muhammad', 'محمد']
    """

    def __init__(self) -> None:
        self._bearing: dict[tuple[bool, str], list[str]] = {}
        self._tries = {arabic: Trie(arabic) for arabic in (True, False)}

    def add(self, words: Iterable[tuple[str, str]]) -> None:
        """Add words, each with the letters that it is spelled with, which often are the word itself."""
        for word, (arabic, spelled) in ((word, each) for word, said in words for each in _ways_to_write(said)):
            if bearing := self._bearing.get((arabic, spelled)):
                if word not in bearing:
                    bearing.append(word)
                continue
            self._bearing[arabic, spelled] = [word]
            self._tries[arabic].add(spelled, letter_numbers_of(spelled))

    def find_spellings(self, said: str) -> frozenset[str]:
        """Find the words of the list that a word may be spelled as, among them the word itself where the list holds it."""
        return frozenset(
            word
            for arabic, spelled in _ways_to_write(said)
            for script in (True, False)
            for other in self._near(spelled, arabic, script)
            for word in self._bearing[script, other]
        )

    def _near(self, word: str, arabic: bool, script: bool) -> list[str]:
        """Find the spellings of one script that are near enough: first by the one direction, then by all that is asked."""
        code, trie, latin = letter_numbers_of(word), self._tries[script], not arabic and not script
        least = ACROSS if arabic != script else WITHIN_LATIN if latin else WITHIN_ARABIC
        (steps,) = load_letter_model(arabic, script).steps_of([code])
        reach, room = min(REACH, PER_LETTER * (len(code) + LONGER)), ROOM
        while len((found := trie.find_spellings(reach, steps, arabic, room))[0]) == room:
            room *= 4
        others, distance = [trie.words[place] for place in found[0].tolist()], np.minimum(0, found[1])
        lengths = (np.array([len(other) for other in others]) + len(word)) / 2
        likely = np.flatnonzero(quality_of(distance, lengths, np.zeros(1) if latin else None) >= least)
        if not len(likely):
            return []
        codes = [letter_numbers_of(others[at]) for at in likely]
        back, own = load_letter_model(script, arabic), np.array(code, np.int64)
        returned = [back.log_probability(steps, own) for steps in back.steps_of(codes)]
        original = None
        if latin:
            to_arabic = load_letter_model(False, True)
            originals = Originals.from_steps(to_arabic.steps_of(codes))
            original = originals.compare(Originals.from_steps(to_arabic.steps_of([code])), np.arange(len(codes)))
        quality = quality_of(distance[likely] + returned, lengths[likely], original)
        return [others[at] for at, q in zip(likely, quality, strict=True) if q >= least or others[at] == word]


def _ways_to_write(said: str) -> list[tuple[bool, str]]:
    """Return the letters of a word and whether they are Arabic; for a folded Arabic word also with the ة and the إ that it may have lost."""
    spelled, arabic = letters_of(said)
    spelled = spelled.replace(" ", "")[:LONGEST]
    ways = [spelled] if spelled else []
    if arabic and spelled.endswith("ه"):
        ways.append(spelled[:-1] + "ة")
    if arabic and spelled.startswith("ا"):
        ways += ["إ" + way[1:] for way in ways]
    return [(arabic, way) for way in ways]


def compile_kernels() -> None:
    """Compile the kernels that a search of a word list needs.

    This takes some seconds on a new installation, and no time where it was done before: numba keeps what it compiled.
    """
    made = WordList()
    made.add([("idlib", "idlib"), ("ادلب", "إدلب")])
    for said in ("idleb", "ادلب"):
        made.find_spellings(said)
