"""The key of an attribution: its origins and relays written out, in the codes of sources."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache


def make_attribution_key(origins: Sequence[str], relays: Sequence[str]) -> str:
    """Write out an attribution to these origins through these relays. All are codes of sources; the first relay is the one who told us.

    >>> make_attribution_key(["monitor", "hospital"], ["paper"])
    'hospital+monitor via paper'
    >>> make_attribution_key([], [])
    'unknown'
    """
    key = "+".join(sorted(set(origins))) + "".join(f" via {code}" for code in dict.fromkeys(relays))
    return key.strip() or "unknown"


def read_teller(key: str) -> str:
    """Read who told us from the key of an attribution: the first relay, or the origins themselves where there is none.

    >>> read_teller("hospital+monitor via paper via agency")
    'via paper'
    >>> read_teller("hospital+monitor")
    'hospital+monitor'
    """
    origins, _, relays = f" {key}".partition(" via ")
    return f"via {relays.partition(' via ')[0]}" if relays else origins.strip()


@lru_cache(maxsize=10_000)
def is_source_code(code: str) -> bool:
    """Tell whether a text can be the code of a source. It must not be readable as a part of a key, nor as “no source”.

    >>> is_source_code("north-monitor"), is_source_code("a+b"), is_source_code("unknown")
    (True, False, False)
    """
    return _SOURCE_CODE.fullmatch(code) is not None and code != make_attribution_key((), ())


_SOURCE_CODE = re.compile(r"\w[\w.-]{0,79}")
