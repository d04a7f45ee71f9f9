"""Where something happened: the place as the source named it, the places it is known to lie in, and how exactly it is known."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Any, Self

from pydantic import Field, model_validator

from dalil.values.base import Refusal, Value


class WherePrecision(StrEnum):
    """How exactly a place is known, finest first (UCDP where_prec 1 to 7)."""

    EXACT = "exact"
    NEAR = "near"
    DISTRICT = "district"
    GOVERNORATE = "governorate"
    VAGUE = "vague"
    COUNTRY = "country"
    OUTSIDE = "outside"


class Where(Value):
    """A place, as one source says it.

    places: codes of the gazetteer, the finest that is certain; several where the source names several ("Idlib and northern Hama").
        A report with several places counts in the place that holds all of them, and not below.
    name: the place as the source said it, untouched. It is kept also where a code was found.
    lat, lon: WGS 84 degrees. The point of a vague place is a drawing aid, so its precision goes with it everywhere.

    >>> Where.model_validate("near the old market").name
    'near the old market'
    """

    places: tuple[str, ...] = ()
    name: str = ""
    lat: Annotated[float, Field(ge=-90, le=90)] | None = None
    lon: Annotated[float, Field(ge=-180, le=180)] | None = None
    precision: WherePrecision | None = None

    @model_validator(mode="before")
    @classmethod
    def _read_notation(cls, value: Any) -> Any:
        """Take a bare string for the name of a place as it was said; codes are given in a mapping."""
        return {"name": value} if isinstance(value, str) else value

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if not self.places and not self.name and self.lat is None:
            raise Refusal("empty_place", "a place needs a name, a code or a point; leave it out where it is unknown")
        if (self.lat is None) != (self.lon is None):
            raise Refusal("half_a_point", "a point needs both latitude and longitude")
        return self
