"""The page about ASVS names files and tests; each of them exists."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
NAMED = re.compile(r"`((?:src|tests|docs|requirements)/[^`:]+|SECURITY\.md)(?:::(test_\w+))?`")


def test_every_file_and_test_that_the_page_names_exists() -> None:
    named = NAMED.findall((ROOT / "docs/security/asvs.md").read_text(encoding="utf-8"))
    assert named, "the page names no file: its form has changed"
    missing = [
        f"{path} {test}"
        for path, test in named
        if not (ROOT / path).is_file() or (test and f"def {test}(" not in (ROOT / path).read_text(encoding="utf-8"))
    ]
    assert not missing
