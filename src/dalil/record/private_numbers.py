"""Numbers by which a state knows a person: kept as a keyed digest alone, which tells two persons apart and names none.

Such a number has few digits, so a plain hash of it could be undone by trying all of them. The key lies in the home and leaves it in no export.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from functools import lru_cache
from pathlib import Path
from typing import Annotated

from django.conf import settings
from pydantic import BeforeValidator

from dalil.home import read_key
from dalil.letters import western_digits
from dalil.values.base import Refusal

LEAST_DIGITS = 5
"""A number of fewer digits is that of a row or a page, and of no person."""
_DIGEST = re.compile(r"digest:[0-9a-f]{32}")


def digest_number(said: object) -> object:
    """Return the keyed digest of a number; a digest as it is, and what is no text unchanged for pydantic to refuse.

    Digits of any alphabet, spaces and strokes between them make no difference. Raises Refusal for what cannot be the number of a person.
    """
    if isinstance(said, int) and not isinstance(said, bool):
        said = str(said)
    if not isinstance(said, str) or _DIGEST.fullmatch(said):
        return said
    number = re.sub(r"[\s./_-]", "", western_digits(said)).upper()
    digits = re.sub(r"\D", "", number)
    if len(digits) < LEAST_DIGITS or len(set(digits)) == 1:
        raise Refusal(
            "no_personal_number",
            "this is no number by which a register knows a person; leave it out where it is not known, or name such cells under `unknown`",
        )
    return f"digest:{hmac.new(_key(Path(settings.DALIL_HOME)), number.encode(), hashlib.sha256).hexdigest()[:32]}"


PersonalNumber = Annotated[str, BeforeValidator(digest_number)]
"""The type of a field that takes such a number and keeps its digest."""


@lru_cache(maxsize=8)
def _key(home: Path) -> bytes:
    return read_key(home, "numbers-key").encode()
