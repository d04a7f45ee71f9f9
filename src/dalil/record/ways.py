"""In which ways something was done, as a kind tells it of its claims: an air strike and a car bomb are no one thing to a matcher."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

_WAYS_OF_KINDS: dict[str, Callable[[Mapping[str, Any]], frozenset[str]]] = {}


def tell_ways(kind: str, read: Callable[[Mapping[str, Any]], frozenset[str]]) -> None:
    """Let a kind say how its ways are read from a stored claim; of a kind that says nothing, no ways are known."""
    _WAYS_OF_KINDS[kind] = read


def ways_in(kind: str, content: Mapping[str, Any]) -> frozenset[str]:
    """Return in which ways a stored claim says that it was done. Two claims that name ways and share none are joined by no matcher."""
    return _WAYS_OF_KINDS[kind](content) if kind in _WAYS_OF_KINDS else frozenset()
