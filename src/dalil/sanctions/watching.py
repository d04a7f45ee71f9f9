"""Watching addresses and folders for new versions of lists: asked with what they said last, less often where they fail.

A failure is kept and shown. It never becomes an empty list: nothing that was refused takes anybody off.
"""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from email.utils import parsedate_to_datetime
from pathlib import Path, PurePosixPath
from urllib.parse import urljoin, urlsplit

from django.db.models import Q

from dalil.access.refused import Refused
from dalil.archive.fetching import Fetched, NotFetched, fetch
from dalil.archive.models import Document
from dalil.archive.protection import Level, Viewer
from dalil.intake.causes import cause_of
from dalil.sanctions.models import ListVersion, WatchedAddress
from dalil.sanctions.taken_before import digest_of
from dalil.sanctions.taking_versions import Taken, VersionRequest, take_version

EVERY = timedelta(hours=6)
"""How long after a look that went well an address is asked again."""
LONGEST_WAIT = timedelta(days=3)
"""After failures the wait doubles, up to this."""
LARGEST = 200_000_000
PATIENCE = 300.0
ENDINGS = (".xml", ".csv", ".ods")
"""The files of a folder that are taken for lists."""

SETS = {
    "sdn.csv": ("alt.csv", "add.csv", "sdn_comments.csv"),
    "cons_prim.csv": ("cons_alt.csv", "cons_add.csv", "cons_comments.csv"),
}
"""The files that make a version together with the one whose address is watched, and stand beside it."""


def is_due(watched: WatchedAddress, now: datetime) -> bool:
    """Tell whether an address is to be asked now."""
    if watched.looked is None:
        return True
    return bool(now >= watched.looked + min(EVERY * 2 ** min(watched.failures, 10), LONGEST_WAIT))


def look(watched: WatchedAddress, now: datetime) -> list[Taken]:
    """Ask an address, or look into a folder, and take new versions in. Returns them. What went wrong is kept with it, and raised no further."""
    watched.looked = now
    taken: list[Taken] = []
    try:
        if urlsplit(watched.address).scheme in ("http", "https"):
            taken = _ask(watched)
        else:
            for paths in _files_of(Path(watched.address)):
                taken.append(take_version(_request(watched, *paths)))
                watched.last = taken[-1].version
        watched.failures, watched.why, watched.told = 0, "", {}
    except (Refused, OSError) as error:
        cause = cause_of(error)
        watched.failures, watched.why, watched.told = watched.failures + 1, cause[:500], getattr(cause, "told", {})
    watched.save()
    return [each for each in taken if each.new]


def _ask(watched: WatchedAddress) -> list[Taken]:
    known = {"If-None-Match": watched.etag, "If-Modified-Since": watched.modified}
    alone = not _beside(watched.address)  # the file beside it may have changed where this one has not
    answer = _fetch(watched.address, {name: said for name, said in known.items() if said and alone})
    if answer.status == 304:
        return []
    with tempfile.TemporaryDirectory() as folder:
        paths = [_put(folder, answer.url, answer)]
        for other in _beside(watched.address):
            paths.append(_put(folder, other, _fetch(other, {})))
        dated = _day_of_change(answer) if len(paths) > 1 else None
        taken = take_version(_request(watched, *paths, dated=dated))
    watched.last = taken.version
    watched.etag, watched.modified = answer.headers.get("etag", "")[:300], answer.headers.get("last-modified", "")[:100]
    return [taken]


def _fetch(address: str, headers: Mapping[str, str]) -> Fetched:
    answer = fetch(address, headers=headers, most=LARGEST, patience=PATIENCE)
    if answer.status == 200 or (answer.status == 304 and headers):
        return answer
    raise NotFetched(
        "file_not_there",
        "the address {address} answers with the error {status}",
        {"address": address, "status": answer.status},
    )


def _put(folder: str, address: str, answer: Fetched) -> Path:
    path = Path(folder) / (PurePosixPath(urlsplit(address).path).name or "list")[:100]
    path.write_bytes(answer.body)
    return path


def _beside(address: str) -> list[str]:
    """The addresses of the files that make one version with the file of an address, in the letter case of its name.

    >>> _beside("https://lists.example.org/SDN.CSV")[0]
    'https://lists.example.org/ALT.CSV'
    """
    name = PurePosixPath(urlsplit(address).path).name
    others = SETS.get(name.casefold(), ())
    return [urljoin(address, other.upper() if name.isupper() else other) for other in others]


def _day_of_change(answer: Fetched) -> date | None:
    """The day on which the site says that a file was changed: a set of csv files does not say its own."""
    try:
        return parsedate_to_datetime(answer.headers.get("last-modified", "")).date()
    except ValueError:
        return None


def _request(watched: WatchedAddress, *paths: Path, dated: date | None = None) -> VersionRequest:
    url = watched.address if "://" in watched.address else ""
    return VersionRequest(
        paths=paths,
        actor=watched.actor,
        sanctions_list=watched.sanctions_list,
        dated=dated,
        level=Level(watched.level),
        url=url,
    )


def _files_of(folder: Path) -> list[tuple[Path, ...]]:
    """The lists in a folder that were not taken in yet, each with the files of its set, by the order of their names; sets come last.

    A set does not say of which day it is, so it may wait for a person, and no other list is to wait for it. What was taken in is known by its
    bytes: a file may be written anew under its name, and be as long as before. Raises NotFetched where there is no such folder.
    """
    if not folder.is_dir():
        raise NotFetched("no_folder", "there is no folder {folder}", {"folder": str(folder)})
    versions = ListVersion.objects.visible_to(Viewer.steward())
    taken = Document.objects.visible_to(Viewer.steward()).filter(
        Q(pk__in=versions.values("document")) | Q(pk__in=versions.values("companions"))
    )
    known = set(taken.values_list("sha256", flat=True))
    files = sorted(path for path in folder.iterdir() if path.is_file() and path.suffix.casefold() in ENDINGS)
    by_name = {path.name.casefold(): path for path in files}
    sets = {
        by_name[main]: [by_name[each] for each in others if each in by_name]
        for main, others in SETS.items()
        if main in by_name
    }
    beside = {path for others in sets.values() for path in others}
    lists = [(path, *sets.get(path, ())) for path in files if path not in beside]
    lists.sort(key=lambda paths: paths[0] in sets)
    return [paths for paths in lists if not known.issuperset(map(digest_of, paths))]


def look_at_what_is_due(now: datetime) -> list[Taken]:
    """Look at every address that is due. Returns the versions that were new."""
    return [taken for each in WatchedAddress.objects.all() if is_due(each, now) for taken in look(each, now)]
