"""The formats of lists that are read: which one a file has is found out, and what is no list is refused."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from pathlib import Path

from dalil.sanctions.formats import eu, ofac_advanced, ofac_csv, ofac_xml, uk, uk_xml, un
from dalil.sanctions.formats.csv_rows import rows_of
from dalil.sanctions.formats.xml_entries import head_of, root_of
from dalil.sanctions.list_file import BrokenList, ListFile

_XML = {
    un.ROOT: un.read,
    eu.ROOT: eu.read,
    uk_xml.ROOT: uk_xml.read,
    **dict.fromkeys(ofac_xml.ROOTS, ofac_xml.read),
    **dict.fromkeys(ofac_advanced.ROOTS, ofac_advanced.read),
}


def read_list(paths: Sequence[Path]) -> ListFile:
    """Read one version of a list from its file, or from the files of its set. The format is found out.

    paths: one file; of the SDN list as csv several. Raises BrokenList for what is no list, or no whole one; and for a list without a single
    entry, since no authority publishes one.
    """
    first = paths[0]
    for path in paths:
        head = head_of(path)
    if len(paths) == 1 and head.lstrip().startswith(b"<"):
        reader = _XML.get(root_of(head))
        if reader is None:
            namespace, name = root_of(head)
            raise BrokenList(
                "list_of_unknown_format",
                "{file} has the root “{name}” of “{namespace}”, which is that of no list that is read",
                {"file": first.name, "name": name, "namespace": namespace},
            )
        return _with_entries(first, reader(first))
    if len(paths) == 1 and uk.form_of(_first_rows(first)):
        return _with_entries(first, uk.read(first))
    if any(ofac_csv.part_of(_first_rows(path)) for path in paths):
        return _with_entries(first, ofac_csv.read(paths))
    raise BrokenList(
        "list_not_recognised",
        "{file} is not recognised as a list: neither XML of the UN, the EU, OFAC or the United Kingdom, nor csv of OFAC or the United Kingdom",
        {"file": first.name},
    )


def _first_rows(path: Path) -> list[list[str]]:
    return [row for (_, row), _ in zip(rows_of(path), range(2), strict=False)]


TAKEN_OFF = "entries that say themselves that they were taken off"
"""Under this name they are counted among what a file holds and no claim carries."""


def _with_entries(path: Path, read: ListFile) -> ListFile:
    read = _without_taken_off(read)
    if not read.entries:
        raise BrokenList(
            "list_without_entries",
            "{file} has not a single entry; nobody is taken off a list for that",
            {"file": path.name},
        )
    return read


def _without_taken_off(read: ListFile) -> ListFile:
    """The list without entries of which it says itself that they were taken off by its day; how many is named."""
    standing = tuple(
        each
        for each in read.entries
        if each.delisted_on is None or read.dated is None or each.delisted_on.end > read.dated
    )
    off = len(read.entries) - len(standing)
    if not off:
        return read
    return dataclasses.replace(read, entries=standing, not_carried={**read.not_carried, TAKEN_OFF: off})
