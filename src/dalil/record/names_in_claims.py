"""What a claim names, as the source named it: places, parties, persons, sites."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import BaseModel

from dalil.values import Bilingual, Count, Party, PersonName, SiteMention, When, Where

_NAMED: dict[type[BaseModel], str] = {Where: "name", Party: "name", SiteMention: "name", PersonName: "said"}
"""The values that name something, with the field of the name."""
_NAMELESS = (Bilingual, Count, When)


def names_in(value: BaseModel) -> Iterator[tuple[type[BaseModel], str]]:
    """Yield what a claim or a value in it names, at any depth, with the type of the value that names it."""
    for said in vars(value).values():
        for each in said if isinstance(said, tuple) else (said,):
            if not isinstance(each, BaseModel) or isinstance(each, _NAMELESS):
                continue  # nearly all there is: every row that is imported comes by
            if (field := _NAMED.get(type(each))) is None:
                yield from names_in(each)
            elif words := getattr(each, field):
                yield type(each), words
