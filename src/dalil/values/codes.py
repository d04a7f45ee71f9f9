"""The codes of the field as types: a value of such a type is a code of its scheme in `dalil.vocabulary`, or it is refused.

Each type carries its scheme into JSON Schema (`x-scheme`). Forms, importers and facets take their lists from there.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, core_schema

from dalil import vocabulary
from dalil.values.base import Refusal

__all__ = [
    "Act",
    "Action",
    "Actor",
    "AgeBand",
    "AttributionCode",
    "CodeOf",
    "Involvement",
    "MeasureType",
    "Period",
    "ProceedingType",
    "Provision",
    "Quantity",
    "Sex",
    "SightingType",
    "Status",
    "Target",
    "Unit",
    "Weapon",
]


@dataclass(frozen=True)
class CodeOf:
    """The mark that makes a string a code of one scheme, as in `Annotated[str, CodeOf("weapons")]`.

    >>> from pydantic import TypeAdapter
    >>> TypeAdapter(Sex).validate_python("female")
    'female'
    """

    scheme: str

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_after_validator_function(self._check, handler(source))

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        return {**handler(schema), "x-scheme": self.scheme}

    def _check(self, code: str) -> str:
        if not vocabulary.is_code(self.scheme, code):
            raise Refusal("unknown_code", "“{code}” is not a code of {scheme}", {"code": code, "scheme": self.scheme})
        return code


Act = Annotated[str, CodeOf("acts")]
Action = Annotated[str, CodeOf("actions")]
Actor = Annotated[str, CodeOf("actors")]
AgeBand = Annotated[str, CodeOf("age_bands")]
AttributionCode = Annotated[str, CodeOf("attribution")]
Involvement = Annotated[str, CodeOf("involvement")]
MeasureType = Annotated[str, CodeOf("measures")]
Period = Annotated[str, CodeOf("periods")]
ProceedingType = Annotated[str, CodeOf("proceedings")]
Provision = Annotated[str, CodeOf("provisions")]
Quantity = Annotated[str, CodeOf("quantities")]
Sex = Annotated[str, CodeOf("sexes")]
SightingType = Annotated[str, CodeOf("sightings")]
Status = Annotated[str, CodeOf("statuses")]
Target = Annotated[str, CodeOf("targets")]
Unit = Annotated[str, CodeOf("units")]
Weapon = Annotated[str, CodeOf("weapons")]
