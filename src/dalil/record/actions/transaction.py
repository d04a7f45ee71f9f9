"""The transaction of every write, and what a write is refused with."""

from __future__ import annotations

from dalil.access.refused import Refused
from dalil.proofs.writing import writing

__all__ = ["Refused", "writing"]
