"""A thing of a register as a report names it: the words of the source, and the entry that a person or the source says is meant."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Annotated, Any

from pydantic import Field, ValidationInfo, model_validator

from dalil import vocabulary
from dalil.letters import fold
from dalil.values.base import KEPT, SEALED, Refusal, Value

_HOW_MANY = re.compile(
    r"(?:(?:at least|about|some|over|around|نحو|حوالي|ما لا يقل عن|اكثر من) )?"
    r"(?:\d+|two|three|four|five|six|seven|eight|nine|ten|several|many|multiple|various|dozens of|a number of|a few|both"
    r"|(?:ثلاث|اربع|خمس|ست|سبع|ثماني|تسع|عشر)ه?|عده|بعض|عدد من|عدد) (?:of )?(?P<sites>.+)"
)
_AND = re.compile(r",|،|;| and | و(?=\S)|&|\+")
_LONGEST = 200


class SiteMention(Value):
    """A site as a source names it.

    name: the words of the source, untouched. entry: the address of a report of the register, where the source itself points to the entry.
    Which site a name means is judged (`record.pointings`), and is no part of what was said.

    >>> SiteMention.model_validate("al-Nour school").entry
    ''
    """

    name: Annotated[str, Field(min_length=1, max_length=300)]
    entry: Annotated[str, Field(max_length=40)] = ""

    @model_validator(mode="before")
    @classmethod
    def _read_name(cls, value: Any, info: ValidationInfo) -> Any:
        said = {"name": value} if isinstance(value, str) else value
        name = said.get("name") if isinstance(said, dict) else None
        if info.context not in (KEPT, SEALED) and isinstance(name, str) and only_counts_sites(name):
            raise Refusal("sites_only_counted", "“{name}” counts sites and names none; leave it out", {"name": name})
        return said


def only_counts_sites(name: str) -> bool:
    """Say whether what stands in the place of a site's name only counts sites: "3 schools", عدة مشافٍ; a school may be called by a number.

    >>> [only_counts_sites(name) for name in ("3 schools", "Two hospitals and a school", "ثلاث مدارس", "School 3", "7 April School")]
    [True, True, True, False, False]
    """
    parts = [fold(part).strip() for part in _AND.split(name[:_LONGEST]) if part.strip()]
    counted = [_HOW_MANY.fullmatch(part) for part in parts]
    sites = [found["sites"] if found else part.removeprefix("a ") for found, part in zip(counted, parts, strict=True)]
    return any(counted) and all(site in _sites_unnamed() for site in sites)


@lru_cache(maxsize=1)
def _sites_unnamed() -> frozenset[str]:
    """Nouns of sites, one and many, that name none of them."""
    said = [
        name
        for scheme in ("site_functions", "targets")
        for term in vocabulary.terms(scheme)
        for name in (*term.names(), term.extra.get("en_plural", ""), term.extra.get("ar_plural", ""))
    ]
    return frozenset(map(fold, said)) - {""}
