"""Which names of sources may be two spellings of one: "Air Wars" and "Airwars", "SORH" and "SOHR".

Nothing is decided here: a pair is proposed to a person. A digit, and a word of fewer than four letters, is never taken for a slip:
"Field team 1" and "Field team 2", "Monitor A" and "Monitor B" are two.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from dalil.letters import fold

SHORTEST = 4
"""Letters from which on a word that differs in one of them may be a slip of the pen."""

_BETWEEN = re.compile(
    r"\s*[;,،؛/|&+]\s*|\s+(?:and|with|quoting|citing|quotes|cites|via|from|according to|as reported by|as quoted by)\s+"
    r"|\s+(?:و|نقل[اًا]+ عن|نقلت عن|بحسب|وفقا? ?ل|عبر|عن)\s+|\s+و(?=\w{3})",
    re.IGNORECASE,
)
"""What may stand between the names of several sources in one cell: signs, "and", and the words by which one relays another."""
_ACCOUNT = re.compile(r"[\w-]+(?:\.[\w-]+)+/(?P<name>\w{4,})")


def parts_of(name: str) -> list[str]:
    """Return the names that a name may be made of; only itself where nothing stands between.

    >>> parts_of("AFP/Getty"), parts_of("Airwars")
    (['AFP', 'Getty'], ['Airwars'])
    """
    return [part for part in _BETWEEN.split(name.strip()) if part]


def pair_alike(names: Mapping[str, Iterable[str]]) -> set[tuple[str, str]]:
    """Pair the sources whose names may be spellings of one, or of which one may be named inside the name of another.

    names: for each code, the names of the source. Returns pairs of codes, each in its order. Its time grows with the letters of all names.

    A name that is made of others from end to end names them inside too, also where nothing stands between: "SOHR Airwars".

    >>> sorted(pair_alike({"sohr": ["SOHR"], "sorh": ["SORH"], "afp": ["AFP"], "afp-getty": ["AFP/Getty"], "a": ["Team A"], "b": ["Team B"]}))
    [('afp', 'afp-getty'), ('sohr', 'sorh')]
    """
    whole: dict[str, set[str]] = defaultdict(set)
    for code, its_names in names.items():
        for name in its_names:
            whole[fold(name)].add(code)
    return _spelled_alike(whole) | _one_letter_shorter(whole) | _named_inside(names, whole) | _one_account(names)


def _one_account(names: Mapping[str, Iterable[str]]) -> set[tuple[str, str]]:
    """The accounts of one name on two platforms: "twitter.com/somebody" and "t.me/somebody"."""
    accounts: dict[str, set[str]] = defaultdict(set)
    for code, its_names in names.items():
        for account in filter(None, map(_ACCOUNT.fullmatch, its_names)):
            accounts[account["name"].casefold()].add(code)
    return {_pair(one, other) for codes in accounts.values() for one in codes for other in codes if one != other}


def _spelled_alike(whole: Mapping[str, set[str]]) -> set[tuple[str, str]]:
    meeting: dict[object, set[str]] = defaultdict(set)
    for folded, codes in whole.items():
        for key in _keys(folded):
            meeting[key] |= codes
    return {_pair(one, other) for codes in meeting.values() for one in codes for other in codes if one != other}


def _one_letter_shorter(whole: Mapping[str, set[str]]) -> set[tuple[str, str]]:
    pairs = set()
    for folded, codes in whole.items():
        for shorter in _shorter(folded):
            pairs |= {_pair(one, other) for one in codes for other in whole.get(shorter, ()) if one != other}
    return pairs


def _named_inside(names: Mapping[str, Iterable[str]], whole: Mapping[str, set[str]]) -> set[tuple[str, str]]:
    pairs = set()
    longest = max((len(name.split()) for name in whole), default=0)
    for code, its_names in names.items():
        for name in its_names:
            parts = [fold(part) for part in parts_of(name)]
            if len(parts) == 1:
                parts = _names_in_a_row(parts[0].split(), whole, longest)
            if len(parts) > 1:
                pairs |= {_pair(code, other) for part in parts for other in whole.get(part, ()) if other != code}
    return pairs


def _names_in_a_row(words: list[str], whole: Mapping[str, set[str]], longest: int) -> list[str]:
    """The names of sources that words are made of from end to end, as where a comma was forgotten ("SOHR Airwars"); none where they are not.

    Read from the end, so that every stretch of words is looked up once.
    """
    made: dict[int, list[str]] = {len(words): []}
    for at in reversed(range(len(words))):
        for end in range(min(at + longest, len(words)), at, -1):
            name = " ".join(words[at:end])
            if end in made and name in whole and end - at < len(words):
                made[at] = [name, *made[end]]
                break
    return made.get(0, [])


def _keys(folded: str) -> set[object]:
    """What two names have in common that differ by spaces alone, or in one letter of one word, or by two neighbours that changed places."""
    tight = folded.replace(" ", "")
    keys: set[object] = {tight} if tight else set()
    for before, word, after in _words_to_slip_in(folded):
        keys |= {(before, word[:at], word[at + 1 :], after) for at in range(len(word))}
        keys |= {
            (before, word[:at], frozenset(word[at : at + 2]), word[at + 2 :], after)
            for at in range(len(word) - 1)
            if word[at] != word[at + 1]
        }
    return keys


def _shorter(folded: str) -> set[str]:
    """The names that a name is with one letter less in one word, where the shorter word is long enough too."""
    return {
        f"{before}{word[:at]}{word[at + 1 :]}{after}"
        for before, word, after in _words_to_slip_in(folded)
        if len(word) > SHORTEST
        for at in range(len(word))
    }


def _words_to_slip_in(folded: str) -> Iterator[tuple[str, str, str]]:
    """Each word of a name that is long enough and holds no digit, with what stands before and after it."""
    for word in re.finditer(r"\S+", folded):
        if len(word[0]) >= SHORTEST and not any(letter.isdigit() for letter in word[0]):
            yield folded[: word.start()], word[0], folded[word.end() :]


def _pair(one: str, other: str) -> tuple[str, str]:
    return (one, other) if one <= other else (other, one)
