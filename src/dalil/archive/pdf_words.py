"""The words of a PDF, read in a process of its own: the file comes from anywhere, and its reader is compiled and young.

That process has little memory and little time, and gets nothing but the file. Arabic comes out in its order and in plain letters, which the
common readers do not do: they turn words and numbers round. Pages that are pictures have no words here; they are told as unread.
"""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
import tempfile

PATIENCE = 30
"""Seconds of the clock for one file; some 200 pages take two."""

MOST_MEMORY = 2_000_000_000
"""Bytes that the reading process may hold."""


def read_pdf_words(data: bytes) -> tuple[str, bool] | None:
    """Return the words of a PDF, and whether every page had them; None where it cannot be read, or the optional package is missing."""
    if importlib.util.find_spec("qalam") is None:
        return None
    with tempfile.NamedTemporaryFile(suffix=".pdf") as file:
        file.write(data)
        file.flush()
        try:
            read = subprocess.run(  # noqa: S603  # this module itself, and a file that we wrote
                [sys.executable, "-I", __file__, file.name], capture_output=True, timeout=PATIENCE, env={}, check=False
            )
        except subprocess.TimeoutExpired:
            return None
    if read.returncode:
        return None
    words, all_read = json.loads(read.stdout)
    return str(words), bool(all_read)


def _read(path: str) -> None:
    """What the process of its own does: it prints the words, and whether every page had them. A broken file ends it."""
    import resource

    import qalam

    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    document = qalam.Document(path)
    pages = "\n".join(page.text for page in document.pages)
    json.dump([pages, not document.pages_needing_ocr], sys.stdout)


if __name__ == "__main__":
    _read(sys.argv[1])
