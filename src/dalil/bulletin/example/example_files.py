"""What the files of the example say."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any

import yaml


@cache
def content(name: str) -> Any:
    """One file of the example."""
    return yaml.safe_load(files(__package__).joinpath(f"{name}.yaml").read_text(encoding="utf-8"))


def text_of(entry: dict[str, Any], language: str) -> str:
    """The text of a document of the example: what it is, then what it notes."""
    preamble = entry.get("preamble") or content("documents")["preamble"]
    return f"{preamble[language].strip()}\n\n{entry[language].strip()}\n"
