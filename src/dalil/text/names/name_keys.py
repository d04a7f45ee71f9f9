"""Name keys: what two names must share so that they are worth comparing, worked out from each name alone.

A key is two or three units of a name by their consonants, whatever their order, alike across scripts. So two names that differ in one unit of
three still share a key. Units that half the people bear (محمد, أحمد) make a key only with a third. How rare a unit is stands in a table of
its own, and never depends on what else is in the record: whether two names meet is a matter of these two.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Iterable
from importlib.resources import files
from itertools import combinations

from dalil.text.names.name_reader import NameUnit, is_particle, read_names
from dalil.text.skeleton import skeleton_of

MOST_KEYED = 6
"""So many units of a name make keys."""
LEAST_BITS = 9.0
"""Two units make a key where no more than one name in some 500 has both."""
RAREST = 11.0
"""The rarity, in bits, of a unit that is not among the common ones."""


@functools.cache
def _common() -> dict[str, float]:
    return dict(json.loads(files("dalil.text.names").joinpath("common_units.json").read_text("utf-8")))


def is_common(key: str) -> bool:
    """Tell whether the consonants of a word are those of a name that many bear.

    >>> from dalil.text.skeleton import skeleton_of
    >>> is_common(skeleton_of("ahmad")), is_common(skeleton_of("observatory"))
    (True, False)
    """
    return key in _common()


def key_of_unit(unit: NameUnit) -> str:
    """Return the consonants of a unit, without its article, or of the name inside a compound."""
    return skeleton_of(unit.core or unit.forms[-1])


def rarity_of(unit: NameUnit) -> float:
    """Return how rare a unit is, in bits: each bit halves the share of people who bear it. An initial and a lone particle say nothing.

    >>> from dalil.text.names import read_name
    >>> muhammad, qasim = read_name("محمد القاسم").units
    >>> rarity_of(muhammad) < 3 < rarity_of(qasim)
    True
    """
    key = key_of_unit(unit)
    return 0.0 if is_particle(unit) or len(unit.forms[-1]) < 2 else _common().get(key, RAREST)


def keys_of_names(said: Iterable[str]) -> list[str]:
    """Return the keys of the names of one person; two persons are worth comparing where they share one.

    >>> bool(set(keys_of_names(["سمير خالد القاسم"])) & set(keys_of_names(["Khaled al-Qasim"])))
    True
    """
    keys: set[str] = set()
    for text in said:
        for name in read_names(text):
            units = {key_of_unit(unit): rarity_of(unit) for unit in name.units[:MOST_KEYED]}
            known = sorted(key for key, bits in units.items() if key and bits)
            pairs = {pair for pair in combinations(known, 2) if sum(map(units.__getitem__, pair)) >= LEAST_BITS}
            pairs |= set(combinations(known, 2)) if len(known) == 2 else set()
            threes = {three for three in combinations(known, 3) if not pairs.intersection(combinations(three, 2))}
            keys |= {" ".join(each) for each in pairs | threes}
    return sorted(keys)
