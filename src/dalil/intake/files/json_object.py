"""Objects of JSON, of which Python silently keeps the last value where a key stands twice."""

from __future__ import annotations

from typing import Any


class RepeatedKey(ValueError):
    """A key stands twice in one object."""

    def __init__(self, key: str) -> None:
        super().__init__(f"the key “{key}” stands twice in one object")
        self.key = key


def read_object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Return the object of these keys and values, as `object_pairs_hook` of `json.loads`. Raises RepeatedKey."""
    read = dict(pairs)
    if len(read) != len(pairs):
        keys = [key for key, _ in pairs]
        raise RepeatedKey(next(key for key in keys if keys.count(key) > 1)[:80])
    return read
