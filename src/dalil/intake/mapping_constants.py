"""What a mapping itself says of every row: its constants, and the codes that it gives to cells. What no kind takes is refused with the mapping."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from dalil import vocabulary
from dalil.intake.causes import Cause, cause_of, cause_of_rule
from dalil.intake.formats import Unreadable
from dalil.record.kind import KindField, kind_of
from dalil.values import Where


def check_constants(constants: Mapping[str, Any], fields: Mapping[str, KindField], name: str, kind: str) -> None:
    """Refuse a value that the kind does not take, before every row fails for it. Raises Unreadable, naming the constant.

    A place by its name is looked up later (`places_said.where_of_constant`). What the kind misses beside its constants the columns may tell.
    name: what refusals call the mapping.
    """
    plain = {of: value for of, value in constants.items() if fields[of].type is not Where and value is not None}
    try:
        kind_of(kind).model_validate(plain)
    except ValidationError as error:
        for wrong in error.errors(include_url=False):
            of = str(wrong["loc"][0]) if wrong["loc"] else ""
            if of not in plain or wrong["type"] == "missing":
                continue
            said = str(wrong["ctx"]["error"]) if wrong["type"] == "value_error" else wrong["msg"]
            cause = cause_of_rule(dict(wrong), said)
            raise Unreadable(
                Cause("{where}, constants, {field}: {cause}", where=name, field=of, cause=cause), at=("constants", of)
            ) from error


def check_meanings(values: Mapping[str, Any], field: KindField, name: str, column: str) -> None:
    """Refuse a code that there is not, in what a mapping says that cells mean. Raises Unreadable, naming the cell."""
    if not field.scheme:
        return
    for cell, meant in values.items():
        for code in meant if isinstance(meant, list) else [meant]:
            if not isinstance(code, str):
                continue
            try:
                vocabulary.term(field.scheme, code)
            except LookupError as error:
                raise Unreadable(
                    Cause(
                        "{where}, column “{column}”, values, “{cell}”: {cause}",
                        where=name,
                        column=column,
                        cell=cell,
                        cause=cause_of(error),
                    ),
                    at=("columns", column),
                ) from error
