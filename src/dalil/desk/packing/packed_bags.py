"""A bag as a ZIP: it is written beside the home's files, packed, and nothing of the folder stays behind."""

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

MOST_WHILE_ONE_WAITS = 50
"""Documents of a bag that is packed while one waits for it; a larger one is packed by a process of its own."""


def pack_bag(name: str, write: Callable[[Path], object]) -> FileResponse:
    """Have a bag written into a folder of this name, and give it out as a ZIP. Raises what writing it raises."""
    packed: IO[bytes] = tempfile.TemporaryFile(dir=settings.FILE_UPLOAD_TEMP_DIR)  # noqa: SIM115 (the answer closes it)
    zip_bag(name, write, packed)
    packed.seek(0)
    return give_out_zip(packed, name)


def zip_bag(name: str, write: Callable[[Path], object], into: IO[bytes], within: Path | None = None) -> None:
    """Have a bag written into a folder of this name, and put it into a ZIP. within: where that folder lies. Raises what writing it raises."""
    folder = Path(tempfile.mkdtemp(prefix="handing-out-", dir=within or settings.FILE_UPLOAD_TEMP_DIR))
    try:
        place = folder / name
        write(place)
        with zipfile.ZipFile(into, "w") as archive:
            for file in sorted(each for each in place.rglob("*") if each.is_file()):
                archive.write(file, f"{place.name}/{file.relative_to(place)}")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def give_out_zip(packed: IO[bytes], name: str) -> FileResponse:
    """Give a ZIP to the browser under a name."""
    return FileResponse(packed, as_attachment=True, filename=f"{name}.zip", content_type="application/zip")


def say_what_stays(left_out: Iterable[LeftOut]) -> list[str]:
    """Say how many things are left out of a bag and why, a sentence for each noun and reason, in the language of the screen."""
    return say_left_out(count_what_stays(left_out), language())


def count_what_stays(left_out: Iterable[LeftOut]) -> list[dict[str, str | int]]:
    """Count what is left out of a bag, by noun and reason."""
    counted = Counter((each.noun, each.reason) for each in left_out)
    return [{"noun": noun, "reason": reason, "count": many} for (noun, reason), many in sorted(counted.items())]
