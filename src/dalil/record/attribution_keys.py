"""The key of an attribution: its origins and relays written out, in the codes of sources."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache


def make_attribution_key(origins: Sequence[str], relays: Sequence[str]) -> str:
    """The attribution to these sources through these relays (codes; the first relay is the one who told us), written out."""
    key = "+".join(sorted(set(origins))) + "".join(f" via {code}" for code in dict.fromkeys(relays))
    return key.strip() or "unknown"


def read_teller(key: str) -> str:
    """Who told us, by the key of an attribution: the first relay, or the origins themselves where there is none."""
    origins, _, relays = f" {key}".partition(" via ")
    return f"via {relays.partition(' via ')[0]}" if relays else origins.strip()


@lru_cache(maxsize=10_000)
def is_source_code(code: str) -> bool:
    """True for what can be the code of a source: it must not be readable as a part of a key, nor as “no source”."""
    return _SOURCE_CODE.fullmatch(code) is not None and code != make_attribution_key((), ())


_SOURCE_CODE = re.compile(r"\w[\w.-]{0,79}")
