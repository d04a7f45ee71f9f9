"""Rows of a JSON file that is a list of objects: each object is a row, and what lies deeper in it a column of its own (`place.lat`).

So are the lines of JSON Lines, and the features of GeoJSON, whose points have the columns `geometry.lon` and `geometry.lat`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from dalil.intake.causes import Cause
from dalil.intake.files.json_object import RepeatedKey, read_object
from dalil.intake.formats import OpenedFile, Unreadable
from dalil.letters import without_marks

MOST = 500_000_000
"""Bytes of the longest file that is read: it is held in memory as a whole."""


def open_json(path: Path) -> OpenedFile:
    """The columns and rows of a list of objects, or of the one such list in an object. Entry 1 is row 1. Raises Unreadable.

    Where an object holds a list of objects, each of their names is one column, whose cell has a line for each of them.
    """
    if path.stat().st_size > MOST:
        raise Unreadable(
            Cause("{file} is larger than {most} MB; save the table as CSV", file=path.name, most=MOST // 1_000_000)
        )
    try:
        text = path.read_text(encoding="utf-8-sig")
        content = _load_lines(text) if path.suffix.casefold() in (".jsonl", ".ndjson") else _load(text)
        if "\\ud" in text.casefold():
            json.dumps(content, ensure_ascii=False).encode()
    except RepeatedKey as error:
        raise Unreadable(Cause("{file}: {error}", file=path.name, error=error)) from error
    except UnicodeEncodeError as error:
        raise Unreadable(Cause("{file} holds a character that is not text (half of a pair)", file=path.name)) from error
    except (ValueError, RecursionError) as error:
        raise Unreadable(Cause("{file} is not JSON ({error})", file=path.name, error=error)) from error
    entries = _entries(content)
    if not entries:
        raise Unreadable(Cause("{file} is no table: it is no list of objects with names and values", file=path.name))
    try:
        rows = [read_object(list(_cells(entry))) for entry in entries]
    except RepeatedKey as error:
        raise Unreadable(Cause("{file}: {error}", file=path.name, error=error)) from error
    except RecursionError as error:
        raise Unreadable(
            Cause("{file} is no table: its objects lie too deep in one another", file=path.name)
        ) from error
    header = tuple(dict.fromkeys(name for row in rows for name in row))
    if not header:
        raise Unreadable(Cause("{file} is no table: its objects are empty", file=path.name))
    return OpenedFile(
        header, ((number, [row.get(name, "") for name in header]) for number, row in enumerate(rows, start=1))
    )


def _load(text: str) -> Any:
    return json.loads(text, parse_float=str, parse_int=str, object_pairs_hook=read_object)


def _load_lines(text: str) -> list[Any]:
    """The objects of JSON Lines. Raises ValueError, naming the line that is no JSON."""
    entries = []
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            try:
                entries.append(_load(line))
            except json.JSONDecodeError as error:
                raise ValueError(Cause("line {line}: {error}", line=number, error=error.msg)) from error
    return entries


def _entries(content: Any) -> list[dict[str, Any]]:
    """The list of objects that a file is, or the only one that it holds by a name (`{"data": […]}`)."""
    if isinstance(content, dict):
        lists = [each for each in content.values() if _is_list_of_objects(each)]
        content = lists[0] if len(lists) == 1 else None
    return content if _is_list_of_objects(content) else []


def _is_list_of_objects(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(each, dict) for each in value)


def _cells(entry: dict[str, Any], before: str = "") -> Iterator[tuple[str, str]]:
    for name, value in entry.items():
        column = f"{before}{without_marks(name)}"
        if isinstance(value, dict):
            yield from _cells(value, f"{column}.")
            yield from _point(value, f"{column}.")
        elif name == "text" and _is_text_in_runs(value):
            yield column, "".join(run if isinstance(run, str) else run["text"] for run in value)
        elif _is_list_of_objects(value):
            deeper = [dict(_cells(each)) for each in value]
            for inner in dict.fromkeys(key for each in deeper for key in each):
                yield f"{column}.{inner}", "\n".join(each.get(inner, "") for each in deeper)
        elif isinstance(value, list):
            yield column, "\n".join(_text(each) for each in value)
        else:
            yield column, _text(value)


def _is_text_in_runs(value: Any) -> bool:
    """Whether a text is divided by how it is shown, as Telegram exports it: words, and objects of a type that hold words."""
    return (
        isinstance(value, list)
        and bool(value)
        and all(
            isinstance(run, str)
            or (isinstance(run, dict) and {"type", "text"} <= run.keys() and isinstance(run["text"], str))
            for run in value
        )
        and any(isinstance(run, dict) for run in value)
    )


def _point(value: dict[str, Any], before: str) -> Iterator[tuple[str, str]]:
    """The degrees of a point of GeoJSON, which names them in one list: longitude, then latitude."""
    degrees = value.get("coordinates")
    if (
        value.get("type") == "Point"
        and isinstance(degrees, list)
        and len(degrees) > 1
        and not {"lon", "lat"} & value.keys()
    ):
        yield f"{before}lon", _text(degrees[0])
        yield f"{before}lat", _text(degrees[1])


def _text(value: Any) -> str:
    """A value as a cell: numbers as they are written, truth as yes and no."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
