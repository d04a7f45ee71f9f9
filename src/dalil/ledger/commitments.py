"""What a leaf is made of: one salted commitment for each field, so that a field can be shown or withheld without the others.

The text of a field is its salt, its name and its value in lines of their own, and its commitment the SHA-256 of that. The text of a leaf
is a first line, its noun, and the commitments of its fields, sorted by their names; its hash is that of RFC 6962. Both can be checked
with sha256sum. Without the salt nobody can find out a value by guessing, and whoever destroys the salt of a leaf leaves the tree as it is.

>>> leaf = make_leaf("withdrawal", {"report": "9f2c", "reason": "told twice"}, bytes(16))
>>> shown = open_leaf("withdrawal", {"report": "9f2c", "reason": "told twice"}, bytes(16), {"report"})
>>> [field.name for field in shown.fields], shown.withheld == 1, shown.text() == leaf
(['report'], True, True)
"""

from __future__ import annotations

import hashlib
import json
import marshal
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from json.encoder import encode_basestring
from typing import Any

FIRST_LINE = "dalil leaf v1"
SALT = 16
"""Bytes of a salt."""


class NotThisLeaf(ValueError):
    """What was opened is not what the leaf commits to."""


@dataclass(frozen=True, slots=True)
class OpenedField:
    """A field that is shown: its salt in hex, its name, its value as it was committed to."""

    salt: str
    name: str
    value: str

    @property
    def commitment(self) -> str:
        """The SHA-256, in hex, of the text of the field."""
        return hashlib.sha256(f"{self.salt}\n{self.name}\n{self.value}".encode("utf-8", "surrogatepass")).hexdigest()


@dataclass(frozen=True, slots=True)
class OpenedLeaf:
    """A leaf of which some fields are shown. commitments: of all its fields, in their order; withheld: how many are not shown."""

    noun: str
    commitments: tuple[str, ...]
    fields: tuple[OpenedField, ...]

    @property
    def withheld(self) -> int:
        return len(self.commitments) - len(self.fields)

    def text(self) -> bytes:
        """Return the text of the leaf."""
        return _text(self.noun, self.commitments)

    def check(self) -> None:
        """Check that every shown field is one of those that the leaf commits to. Raises NotThisLeaf."""
        for field in self.fields:
            if field.commitment not in self.commitments:
                raise NotThisLeaf(f"the leaf commits to another value of {field.name}")


def make_leaf(noun: str, fields: Mapping[str, str], salt: bytes) -> bytes:
    """Return the text of a leaf. fields: values by name, as `plain_fields` gives them."""
    sha256 = hashlib.sha256
    names = sorted(fields)
    salts = hashlib.shake_128(salt).hexdigest(SALT * len(names))
    width = SALT * 2
    commitments = [
        sha256(
            f"{salts[at * width : (at + 1) * width]}\n{name}\n{fields[name]}".encode("utf-8", "surrogatepass")
        ).hexdigest()
        for at, name in enumerate(names)
    ]
    return _text(noun, commitments)


def open_leaf(noun: str, fields: Mapping[str, str], salt: bytes, shown: Collection[str] | None = None) -> OpenedLeaf:
    """Return a leaf with some of its fields shown; with all of them where nothing is said. A salt shown opens its own field alone."""
    names = sorted(fields)
    salts = hashlib.shake_128(salt).hexdigest(SALT * len(names))
    width = SALT * 2
    every = [OpenedField(salts[at * width : (at + 1) * width], name, fields[name]) for at, name in enumerate(names)]
    return OpenedLeaf(
        noun,
        tuple(field.commitment for field in every),
        tuple(field for field in every if shown is None or field.name in shown),
    )


def plain_fields(row: Mapping[str, Any]) -> dict[str, str]:
    """Return the fields of a row as texts: what is empty is left out, and an object becomes a field for each of its keys.

    >>> plain_fields({"code": "north", "ar": "", "detail": {"level": 1, "why": "said so"}})
    {'code': 'north', 'detail.level': '1', 'detail.why': '"said so"'}
    """
    plain: dict[str, str] = {}
    for name, value in row.items():
        kind = type(value)
        if kind is str:
            if value:
                plain[name] = value
        elif kind is dict:
            for key, each in value.items():
                if each is not None and each != "" and each != [] and each != {}:
                    plain[f"{name}.{key}"] = _json(each)
        elif value is not None and value != []:
            plain[name] = _spell(value)
    return plain


def _spell(value: Any) -> str:
    if isinstance(value, datetime):
        return f"{value.astimezone(UTC).replace(tzinfo=None).isoformat(timespec='microseconds')}Z"
    if isinstance(value, date):
        return value.isoformat()
    return _json(value)


_encode = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode
_spelled: dict[bytes, str] = {}
"""Objects and lists that were spelled lately: the reports of a file share their times, places and parties."""

MOST_SPELLED = 20_000


def _json(value: Any) -> str:
    """A value as JSON that does not depend on the database that kept it: keys sorted, a whole number without a point."""
    kind = type(value)
    if kind is str:
        return encode_basestring(value)
    if kind is int:
        return str(value)
    known = marshal.dumps(value, 2)
    if (spelled := _spelled.get(known)) is None:
        if len(_spelled) >= MOST_SPELLED:
            _spelled.clear()
        spelled = _spelled[known] = _encode(_whole(value))
    return spelled


def _whole(value: Any) -> Any:
    if isinstance(value, float):
        return int(value) if value.is_integer() else value
    if isinstance(value, dict):
        return {key: _whole(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_whole(each) for each in value]
    return value


def _text(noun: str, commitments: Collection[str]) -> bytes:
    return "\n".join((FIRST_LINE, noun, *commitments, "")).encode()
