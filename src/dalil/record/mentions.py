"""The sites that a report names: all of them, wherever its kind keeps them. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from pydantic import BaseModel

from dalil.record.kind import Kind, all_kinds, fields_of
from dalil.values import SiteMention, When


class Mention(NamedTuple):
    """A site as a report names it. field: of the kind, in which it stands. when: the time that the report tells beside it, where it tells one."""

    field: str
    site: SiteMention
    when: When | None = None


def mentions_in(claim: Kind) -> Iterator[Mention]:
    """Yield every site that a claim names, in the order of its fields; also inside of the values that it is made of (a stay)."""
    for name in fields_with_mentions(type(claim)):
        value = getattr(claim, name)
        for each in value if isinstance(value, tuple) else (value,):
            if isinstance(each, SiteMention):
                yield Mention(name, each)
            elif isinstance(each, BaseModel):
                inner = (getattr(each, part) for part in type(each).model_fields)
                yield from (
                    Mention(name, part, getattr(each, "when", None)) for part in inner if isinstance(part, SiteMention)
                )


@cache
def fields_with_mentions(kind: type[Kind]) -> tuple[str, ...]:
    """Return the fields of a kind in which sites are named."""
    return tuple(field.name for field in fields_of(kind) if _names_sites(field.type))


def kinds_with_mentions() -> dict[str, tuple[str, ...]]:
    """Return the fields in which sites are named by the code of each kind that has such fields."""
    found = {code: fields_with_mentions(kind) for code, kind in all_kinds().items()}
    return {code: fields for code, fields in found.items() if fields}


def _names_sites(type_: type) -> bool:
    if issubclass(type_, SiteMention):
        return True
    if not issubclass(type_, BaseModel) or type_.__module__.startswith("dalil.values"):
        return False
    return any(field.type is SiteMention for field in fields_of(type_))
