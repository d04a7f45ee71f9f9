"""Files packed into one, so that the same files make the same bytes."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from datetime import datetime

EARLIEST = 1980
"""A ZIP knows no year before this."""


def pack_files(content: Mapping[str, bytes], at: datetime) -> bytes:
    """Pack files into a ZIP, in the order of their names. at: the moment that each of them bears.

    >>> moment = datetime(2026, 1, 2)
    >>> pack_files({"a": b"1", "b": b"2"}, moment) == pack_files({"b": b"2", "a": b"1"}, moment)
    True
    """
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, each in sorted(content.items()):
            moment = (max(at.year, EARLIEST), at.month, at.day, at.hour, at.minute, at.second)
            archive.writestr(zipfile.ZipInfo(name, moment), each, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()
