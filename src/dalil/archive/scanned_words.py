"""The words of scans, read from their pictures by tesseract, where that is installed; page by page, each in a process of its own.

The file comes from anywhere: what opens its pictures, and tesseract, have little memory and little time, and get nothing but the file. Letters of
Arabic come out well and its digits do not (٣٤ becomes 76): what is read so is for searching, and its numbers are never used without the picture.
"""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from PIL.Image import Image as Picture

PATIENCE = 120
"""Seconds of the clock for one page; a dense one takes five."""
MOST_MEMORY = 2_000_000_000
"""Bytes that the reading process may hold."""
MOST_PAGES = 500
"""Pages of one file that are read."""
MOST_PIXELS = 100_000_000
"""Pixels of a picture that is opened: a sheet of A3 at 600 dots an inch has 70 million."""
LONGEST_SIDE = 4000
"""Pixels of a picture as it is read and shown; larger ones are made smaller."""
SHORTEST_SIDE = 200
"""Pixels of a picture in a PDF that may be a scanned page; smaller ones are emblems and lines."""
LANGUAGES = ("ara", "eng")
PAGE_BREAK = "\f"
"""What stands between two pages, as in the text that other programs make of a PDF."""

_UNREADABLE = 3


class CannotReadScan(Exception):
    """A file is no scan, is broken, or took too long."""


@cache
def reader_of_scans() -> str:
    """Return the program that reads scans, its version and languages; empty where it, or its Arabic, is not installed."""
    program = shutil.which("tesseract")
    if program is None:
        return ""
    version, languages = (
        subprocess.run([program, each], capture_output=True, text=True, check=False).stdout.split("\n")  # noqa: S603  # as installed
        for each in ("--version", "--list-langs")
    )
    if not set(LANGUAGES) <= set(languages):
        return ""
    return f"{version[0].strip()} ({'+'.join(LANGUAGES)})"


def may_be_scan(media_type: str) -> bool:
    """Tell whether a file of this type may hold scanned pages."""
    return media_type.startswith("image/") or media_type.partition(";")[0].strip() == "application/pdf"


def read_scan(data: bytes, tick: Callable[[int, int], None] = lambda page, pages: None) -> list[str]:
    """Return the words of each page of a scan; empty for a page without a picture or without words.

    tick: is told which page comes, of how many. Raises CannotReadScan.
    """
    with _as_file(data) as path:
        pages = int(_run("count", path))
        words = []
        for page in range(min(pages, MOST_PAGES)):
            tick(page + 1, pages)
            words.append(_run("read", path, page).decode("utf-8", "replace").replace(PAGE_BREAK, "").strip())
        return words


def as_reading(pages: list[str], tool: str, sha256: str) -> bytes:
    """Return a text that holds what was read of the scan with this digest: first with which program, then page by page.

    >>> pages_of_reading(as_reading(["one", "two"], "tesseract 5", "ab"))
    ['one', 'two']
    """
    head = f"Read by a machine ({tool}) from the pictures of the file {sha256}. Its numbers are often wrong: look at the picture."
    return PAGE_BREAK.join([head, *pages]).encode()


def pages_of_reading(text: bytes) -> list[str]:
    """Return what was read of each page, from a text that `as_reading` made."""
    return text.decode("utf-8", "replace").split(PAGE_BREAK)[1:]


def picture_of_page(data: bytes, page: int) -> bytes:
    """Return the picture of a page of a scan, as PNG; page: from 0. Raises CannotReadScan."""
    with _as_file(data) as path:
        return _run("show", path, page)


@contextmanager
def _as_file(data: bytes) -> Iterator[str]:
    with tempfile.NamedTemporaryFile(prefix="dalil-scan-") as file:
        file.write(data)
        file.flush()
        yield file.name


def _run(what: str, path: str, page: int = 0) -> bytes:
    command = [sys.executable, "-I", __file__, what, path, str(page)]
    environment = {"PATH": os.environ.get("PATH", ""), "OMP_THREAD_LIMIT": "1"}
    try:
        done = subprocess.run(  # noqa: S603  # this module itself, and a file that we wrote
            command, capture_output=True, timeout=PATIENCE, env=environment, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise CannotReadScan(f"page {page + 1} took more than {PATIENCE} seconds") from error
    if done.returncode:
        raise CannotReadScan(f"page {page + 1} cannot be read")
    return done.stdout


def _do(what: str, path: str, page: int) -> None:
    """What the process of its own does: it prints how many pages there are, the picture of one, or the words of one."""
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (PATIENCE, PATIENCE))
    from PIL import Image

    Image.MAX_IMAGE_PIXELS = MOST_PIXELS // 2  # Pillow refuses twice as many
    with open(path, "rb") as file:
        is_pdf = file.read(1024).lstrip().startswith(b"%PDF")
    pages, picture_at = _open_pdf(path) if is_pdf else _open_picture(path)
    if what == "count":
        print(pages)
        return
    picture = picture_at(page)
    if picture is None and what == "read":
        return  # a page without a picture
    if picture is None:
        sys.exit(_UNREADABLE)
    picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    written = io.BytesIO()
    picture.convert("L" if what == "read" else "RGB").save(written, "PNG")
    if what == "show":
        sys.stdout.buffer.write(written.getvalue())
        return
    read, write = os.pipe()
    if os.fork() == 0:
        os.close(read)
        with os.fdopen(write, "wb") as out:
            out.write(written.getvalue())
        os._exit(0)
    os.close(write)
    os.dup2(read, 0)
    os.execvp("tesseract", ["tesseract", "stdin", "stdout", "-l", "+".join(LANGUAGES)])  # noqa: S606, S607  # as installed


def _open_picture(path: str) -> tuple[int, Callable[[int], Picture | None]]:
    from PIL import Image, ImageOps

    picture = Image.open(path)

    def at(page: int) -> Picture | None:
        picture.seek(page)
        return ImageOps.exif_transpose(picture)

    return getattr(picture, "n_frames", 1), at


def _open_pdf(path: str) -> tuple[int, Callable[[int], Picture | None]]:
    """A PDF, and the largest picture that lies on each of its pages, turned as the page is."""
    import pikepdf

    document = pikepdf.open(path)

    def at(page: int) -> Picture | None:
        found: Any = document.pages[page]
        pictures = [pikepdf.PdfImage(each) for each in found.images.values()]
        pictures = [each for each in pictures if min(each.width, each.height) >= SHORTEST_SIDE]
        if not pictures:
            return None
        largest = max(pictures, key=lambda each: each.width * each.height)
        if largest.width * largest.height > MOST_PIXELS:
            sys.exit(_UNREADABLE)
        turned = int(found.get("/Rotate", 0)) % 360
        picture: Picture = largest.as_pil_image()
        return picture.rotate(-turned, expand=True) if turned else picture

    return len(document.pages), at


if __name__ == "__main__":
    _do(sys.argv[1], sys.argv[2], int(sys.argv[3]))
