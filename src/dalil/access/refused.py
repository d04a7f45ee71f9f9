"""The refusal that the doors of writing raise, here and in the record above."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


class Refused(Exception):
    """The record does not take this: the type of the error, the English sentence as a template, and the particulars in it."""

    def __init__(self, type: str, template: str, particulars: Mapping[str, Any] | None = None) -> None:
        self.type, self.template, self.particulars = type, template, dict(particulars or {})
        words = {name: getattr(each, "en", each) for name, each in self.particulars.items()}
        super().__init__(template.format(**words))

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.type, self.template, self.particulars)
