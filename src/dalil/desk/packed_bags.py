"""A bag that the browser of whoever made it receives as a ZIP: it is written beside the home's files, packed, and nothing of it stays behind."""

from __future__ import annotations

import shutil
import tempfile
import zipfile
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import IO

from django.conf import settings
from django.http import FileResponse

from dalil.desk.screens import language
from dalil.exports.bag.leaving_words import say_left_out
from dalil.exports.bag.left_out import LeftOut

MOST_AT_THE_DESK = 500
"""Documents of a bag that is packed while one waits for it; a larger one is written by the command."""


def pack_bag(name: str, write: Callable[[Path], object]) -> FileResponse:
    """Have a bag written into a folder of this name, and give it out as a ZIP. Raises what writing it raises."""
    folder = Path(tempfile.mkdtemp(prefix="handing-out-", dir=settings.FILE_UPLOAD_TEMP_DIR))
    try:
        place = folder / name
        write(place)
        packed: IO[bytes] = tempfile.TemporaryFile(dir=settings.FILE_UPLOAD_TEMP_DIR)  # noqa: SIM115 (the answer closes it)
        with zipfile.ZipFile(packed, "w") as archive:
            for file in sorted(each for each in place.rglob("*") if each.is_file()):
                archive.write(file, f"{place.name}/{file.relative_to(place)}")
        packed.seek(0)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return FileResponse(packed, as_attachment=True, filename=f"{name}.zip", content_type="application/zip")


def say_what_stays(left_out: Iterable[LeftOut]) -> list[str]:
    """Say how many things are left out of a bag and why, a sentence for each noun and reason, in the language of the screen."""
    counted = Counter((each.noun, each.reason) for each in left_out)
    rows = [{"noun": noun, "reason": reason, "count": many} for (noun, reason), many in sorted(counted.items())]
    return say_left_out(rows, language())
