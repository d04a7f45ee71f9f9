"""What the record holds on a theme (waits for dalil.counting.answer)."""

from __future__ import annotations

from typing import Any


def in_a_line(asks: Any, language: str) -> str:
    """Such as “12 incidents in the record”."""
    return ""


def of(asks: Any, language: str) -> dict[str, Any]:
    """The incidents a theme asks for."""
    return {"total": 0}
