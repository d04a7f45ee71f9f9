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


def test_each_requirement_has_one_state_and_none_is_left_unread() -> None:
    page = (ROOT / "docs/security/asvs.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| (\d[\d., –]*) \|[^|]*\| ([^|]+) \| .+ \|$", page, re.MULTILINE)
    assert {state for _number, state in rows} == {"met", "partly", "not", "does not apply"}
    numbers = [each for cell, _state in rows for each in cell.split(", ")]
    assert len(numbers) == len(set(numbers)) > 150
    assert "not looked at" not in page.casefold()
