"""Whether files are a version of a list already: by their bytes, all files of a set together."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from dalil.archive.protection import Viewer
from dalil.sanctions.formats import read_list
from dalil.sanctions.models import ListVersion


def digest_of(path: Path) -> str:
    """Return the SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def find_taken(paths: Sequence[Path], viewer: Viewer, sanctions_list: str, dated: date | None) -> ListVersion | None:
    """Return the version that these very files are already; None where they are none, or where they are the list as it stands again later.

    sanctions_list: on which list alone it is looked for; empty for all. dated: of which day the files are said to be. A set of OFAC does not
    say its own day: where it has the bytes of an earlier version and is said to be of a later day than the last one, the list went back to what
    it was, and that is a version of its own.
    """
    digests = {digest_of(path) for path in paths}
    found = ListVersion.objects.visible_to(viewer).filter(document__sha256__in=digests).prefetch_related("companions")
    if sanctions_list:
        found = found.filter(sanctions_list=sanctions_list)
    for version in found.select_related("document").order_by("-number"):
        if {version.document.sha256, *(each.sha256 for each in version.companions.all())} == digests:
            return None if dated and _went_back(paths, version, dated) else version
    return None


def _went_back(paths: Sequence[Path], version: ListVersion, dated: date) -> bool:
    versions = ListVersion.objects.visible_to(Viewer.steward()).filter(sanctions_list=version.sanctions_list)
    last = versions.order_by("-number").first()
    return last is not None and last != version and dated > last.dated and read_list(paths).dated is None
