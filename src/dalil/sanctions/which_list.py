"""Which list a file is of. The two lists of OFAC have one form: the programmes of their entries tell them apart, or a person does."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from pathlib import Path

from dalil import vocabulary
from dalil.sanctions.list_file import BrokenList, ListFile

SDN, CONSOLIDATED = "us_sdn", "us_consolidated"
OUTSIDE_SDN = ("NS-", "FSE-", "561", "CMIC", "CAPTA", "MBS", "13599", "UKRAINE-EO13662")
"""How the programmes begin under which OFAC lists those who are not on the SDN list (its Program Tag Definitions)."""


def find_list(paths: Sequence[Path], read: ListFile, said: str = "") -> str:
    """Return the code of the list of which files are a version.

    said: which list a person says it is; that word holds between the two lists of OFAC. Without one, the files are of the consolidated list
    where half of the entries or more have a programme of those outside of the SDN list. Raises BrokenList for a list of another authority,
    and where the programmes and the name of the file (`cons_prim.csv`, `sdn.xml`) say different things; LookupError for no known list.
    """
    if said:
        vocabulary.term("sanction_lists", said)
        if said != read.code and not {said, read.code} <= {SDN, CONSOLIDATED}:
            raise BrokenList(
                "list_of_another_authority",
                "{file} is the list {found}, and not {wanted}",
                {"file": paths[0].name, "found": read.code, "wanted": said},
            )
        return said
    if read.code not in (SDN, CONSOLIDATED):
        return read.code
    outside = sum(any(each.startswith(OUTSIDE_SDN) for each in entry.claim.programmes) for entry in read.entries)
    by_programmes = CONSOLIDATED if 2 * outside >= len(read.entries) else SDN
    by_name = _find_by_name(paths) or by_programmes
    if by_name != by_programmes:
        raise BrokenList(
            "list_may_be_either",
            "{file} has the name of one list of OFAC ({named}) and the programmes of the other ({found}); say which of the two it is",
            {"file": paths[0].name, "named": by_name, "found": by_programmes},
        )
    return by_programmes


def _find_by_name(paths: Sequence[Path]) -> str:
    names = [path.name.casefold() for path in paths]
    for beginning, code in (("cons", CONSOLIDATED), ("sdn", SDN)):
        if any(name.startswith(beginning) for name in names):
            return code
    return ""


def as_list(read: ListFile, code: str) -> ListFile:
    """Return a list as it was read, with every entry saying that it stands on the list of this code."""
    if read.code == code:
        return read
    entries = tuple(
        dataclasses.replace(each, claim=each.claim.model_copy(update={"sanctions_list": code})) for each in read.entries
    )
    return dataclasses.replace(read, code=code, entries=entries)
