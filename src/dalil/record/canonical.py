"""The canonical form of a report's content, and the digest over it.

The form is that of RFC 8785 for strings, whole numbers, booleans, lists and objects: keys sorted, no white space, UTF-8; a fraction
(a latitude) is spelled as Python spells it, 35.0. What was left at its default is left out, so that a kind can gain a field without
changing old digests.
"""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import weakref
from functools import cache
from json.encoder import encode_basestring as _spell
from typing import Any

from dalil.record.kind import Kind, fields_of
from dalil.values import Value


def plain_content(claim: Kind) -> dict[str, Any]:
    """Return the content of a claim as plain JSON values, without what was left unsaid."""
    return claim.model_dump(mode="json", exclude_defaults=True)


def told(claim: Kind) -> tuple[str, list[str]]:
    """Spell the content of a claim in its canonical form. Returns it, and the texts of each of its parts with spaces between them.

    The reports of a file share the times, places, counts and parties that its reader has made out, so each of these is spelled once.
    """
    defaults = _defaults(type(claim))
    if not defaults:
        plain = plain_content(claim)
        return canonical(plain), [" ".join(_texts(plain, []))]
    spelled, texts = [], []
    held = claim.__dict__
    for name, default in defaults.items():
        value = held[name]
        if value is default or value == default:
            continue
        if type(value) is tuple:
            parts = [_part(each) for each in value]
            texts += [text for _, text in parts]
            spelled.append(f'"{name}":[{",".join([each for each, _ in parts])}]')
        else:
            each, text = _part(value)
            texts.append(text)
            spelled.append(f'"{name}":{each}')
    spelled.sort()
    return f"{{{','.join(spelled)}}}", texts


@cache
def _defaults(kind: type[Kind]) -> dict[str, Any]:
    """The fields of a kind with what they hold where nothing is said; empty for a kind that holds more than texts and values."""
    parts = all(field.type is str or issubclass(field.type, Value) for field in fields_of(kind))
    made = any(info.default_factory for info in kind.model_fields.values())
    own = kind.__pydantic_decorators__
    if not parts or made or own.field_serializers or own.model_serializers or kind.model_computed_fields:
        return {}
    return {name: info.default for name, info in kind.model_fields.items()}


_spelled: dict[int, tuple[weakref.ref[Value], tuple[str, str]]] = {}
"""Values that are in use, by identity and not by equality: 0.0 equals -0.0 and is not written like it. Goes with the value."""


def _part(value: str | Value) -> tuple[str, str]:
    """A text or value spelled, and its texts."""
    if isinstance(value, str):
        return _spell(value), value
    key = id(value)
    if key not in _spelled:
        plain = value.model_dump(mode="json", exclude_defaults=True)
        part = canonical(plain), " ".join(_texts(plain, []))
        _spelled[key] = weakref.ref(value, lambda _: _spelled.pop(key, None)), part
    return _spelled[key][1]


def _texts(value: Any, found: list[str]) -> list[str]:
    """Every text in a value of plain dicts, lists and texts, added to those found."""
    if isinstance(value, str):
        found.append(value)
    elif isinstance(value, dict):
        for each in value.values():
            _texts(each, found)
    elif isinstance(value, list):
        for each in value:
            _texts(each, found)
    return found


_ENCODER = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def canonical(value: Any) -> str:
    """Spell a plain JSON value in its canonical form, so that equal values are spelled the same.

    >>> canonical({"b": [1, 2], "a": "x"})
    '{"a":"x","b":[1,2]}'
    """
    return _ENCODER.encode(value)


def digest_over(
    *, kind: str, content: str, said: str, language: str, sha256: str, locator: str, attribution: str
) -> str:
    """Compute the SHA-256 in hex over everything a report says: what, in which words, in which document and where in it, according to whom.

    content: in canonical form already, so that it is spelled out once; the whole is in canonical form too.
    """
    whole = (
        f'{{"attribution":{_spell(attribution)},"content":{content},"document":{_spell(sha256)},"kind":{_spell(kind)},'
        f'"language":{_spell(language)},"locator":{_spell(locator)},"said":{_spell(said)}}}'
    )
    return hashlib.sha256(whole.encode("utf-8", "surrogatepass")).hexdigest()


def address_of(digest: str) -> str:
    """Return the short address of what an importer reads: the first 80 bits of its digest, in letters that are easy to read out.

    So a file that comes again finds its reports, whichever process reads it.
    """
    return _spelled_out(bytes.fromhex(digest[:20]))


def draw_address() -> str:
    """Draw an address that follows from nothing: of what a person enters, and where the address of a row is not free.

    Whoever enters the words of a report that is hidden would else see from the address of the own one that it is there.
    """
    return _spelled_out(secrets.token_bytes(10))


def _spelled_out(eighty_bits: bytes) -> str:
    return base64.b32encode(eighty_bits).decode().lower()
