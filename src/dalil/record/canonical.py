"""The canonical form of a report's content, and the digest over it.

The form is RFC 8785's for the values that reports hold (strings, whole numbers, booleans, lists, objects): keys sorted, no
white space, UTF-8. What was left at its default is left out, so that a kind can gain a field without changing old digests.
"""

from __future__ import annotations

import base64
import hashlib
import json
from typing import Any

from dalil.record.kind import Kind


def plain_content(telling: Kind) -> dict[str, Any]:
    """The content as plain JSON values, without what was left unsaid."""
    return telling.model_dump(mode="json", exclude_defaults=True)


_ENCODER = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def canonical(value: Any) -> str:
    """One spelling for equal values."""
    return _ENCODER.encode(value)


def digest_over(
    *, kind: str, content: str, said: str, language: str, sha256: str, locator: str, attribution: str
) -> str:
    """SHA-256 in hex over everything a report says: what, in which words, in which document and where in it, according to whom.

    content: in canonical form already, so that it is spelled out once; the whole is in canonical form too.
    """
    spell = _ENCODER.encode
    whole = (
        f'{{"attribution":{spell(attribution)},"content":{content},"document":{spell(sha256)},"kind":{spell(kind)},'
        f'"language":{spell(language)},"locator":{spell(locator)},"said":{spell(said)}}}'
    )
    return hashlib.sha256(whole.encode("utf-8", "surrogatepass")).hexdigest()


def address_of(digest: str) -> str:
    """The short address of a report: the first 80 bits of its digest, in letters that are easy to read out."""
    return base64.b32encode(bytes.fromhex(digest[:20])).decode().lower()
