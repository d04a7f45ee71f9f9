"""Rows of a Stata file (.dta), read in a process of its own: the file comes from anywhere, and its reader is compiled.

That process has little memory and little time, and gets nothing but the file. The package (pyreadstat) is optional; where it is missing, the refusal
says so. A value with a label is given as its label, which is what a person who looks at the file sees.
"""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
from datetime import date, datetime
from pathlib import Path
from typing import Any

MOST = 200_000_000
"""Bytes of the longest file that is read: it is held in memory as a whole."""

PATIENCE = 120
"""Seconds of the clock for one file."""

MOST_MEMORY = 4_000_000_000
"""Bytes that the reading process may hold."""


def open_stata(path: Path) -> Any:
    """Open a file and give its columns and its rows. The first observation is row 1. Raises Unreadable.

    What the file calls its columns in a longer text is among the notes.
    """
    from dalil.intake.causes import Cause
    from dalil.intake.files.columns import describe_repeated_names, name_columns
    from dalil.intake.formats import OpenedFile, Unreadable

    if importlib.util.find_spec("pyreadstat") is None:
        missing = Cause(
            "{file} is a Stata file, and what reads these is not installed: {command}; or save the table as CSV",
            file=path.name,
            command="pip install 'dalil[stata]'",
        )
        raise Unreadable(missing)
    if path.stat().st_size > MOST:
        raise Unreadable(
            Cause("{file} is larger than {most} MB; save the table as CSV", file=path.name, most=MOST // 1_000_000)
        )
    try:
        read = subprocess.run(  # noqa: S603  # this module itself, and a file that was checked
            [sys.executable, "-I", __file__, str(path.resolve())],
            capture_output=True,
            timeout=PATIENCE,
            env={},
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        slow = Cause("{file} was not read within {n} seconds; save the table as CSV", file=path.name, n=PATIENCE)
        raise Unreadable(slow) from error
    if read.returncode:
        raise Unreadable(Cause("{file} cannot be read as a Stata file; save the table as CSV", file=path.name))
    told = json.loads(read.stdout)
    if not told["names"]:
        raise Unreadable(Cause("{file} is no table: it has no columns", file=path.name))
    said = [
        Cause("“{name}” is “{label}”", name=name, label=label)
        for name, label in zip(told["names"], told["labels"], strict=True)
        if label
    ]
    notes = [Cause("what the file calls its columns: {columns}", columns=said)] if said else []
    return OpenedFile(
        name_columns(told["names"]),
        ((number, row) for number, row in enumerate(told["rows"], start=1)),
        notes=[*notes, *describe_repeated_names(told["names"])],
    )


def _as_cell(value: Any) -> str:
    """A value as a cell: a whole number without a fraction, a day as ISO writes it, a missing value as nothing."""
    if value is None or value != value:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime):
        return value.date().isoformat() if value == datetime(value.year, value.month, value.day) else value.isoformat()
    return value.isoformat() if isinstance(value, date) else str(value)


def _read(path: str) -> None:
    """Write the names, the labels and the cells of a file as JSON. Run in a process of its own."""
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    import pyreadstat

    columns, about = pyreadstat.read_dta(path, output_format="dict")
    labelled = about.variable_value_labels
    cells = [
        [_as_cell(labelled.get(name, {}).get(value, value)) for value in columns[name]] for name in about.column_names
    ]
    labels = [label or "" for label in about.column_labels]
    json.dump(
        {"names": about.column_names, "labels": labels, "rows": list(map(list, zip(*cells, strict=True)))}, sys.stdout
    )


if __name__ == "__main__":
    _read(sys.argv[1])
