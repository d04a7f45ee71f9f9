"""Watching addresses and folders for new versions of lists: asked with what they said last, less often where they fail.

A failure is kept and shown. It never becomes an empty list: nothing that was refused takes anybody off.
"""

from __future__ import annotations

import tempfile
from datetime import datetime, timedelta
from pathlib import Path, PurePosixPath
from urllib.parse import urlsplit

from django.db.models import QuerySet

from dalil.access.refused import Refused
from dalil.archive.fetching import NotFetched, fetch
from dalil.archive.models import Document
from dalil.archive.protection import Level, Viewer
from dalil.intake.causes import cause_of
from dalil.sanctions.models import ListVersion, WatchedAddress
from dalil.sanctions.taking_versions import Taken, VersionRequest, take_version

EVERY = timedelta(hours=6)
"""How long after a look that went well an address is asked again."""
LONGEST_WAIT = timedelta(days=3)
"""After failures the wait doubles, up to this."""
LARGEST = 200_000_000
PATIENCE = 300.0
ENDINGS = (".xml", ".csv")
"""The files of a folder that are taken for lists."""


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
            for path in _files_of(Path(watched.address)):
                taken.append(take_version(_request(watched, path)))
                watched.last = taken[-1].version
        watched.failures, watched.why, watched.told = 0, "", {}
    except (Refused, OSError) as error:
        cause = cause_of(error)
        watched.failures, watched.why, watched.told = watched.failures + 1, cause[:500], getattr(cause, "told", {})
    watched.save()
    return [each for each in taken if each.new]


def _ask(watched: WatchedAddress) -> list[Taken]:
    known = {"If-None-Match": watched.etag, "If-Modified-Since": watched.modified}
    answer = fetch(
        watched.address, headers={name: said for name, said in known.items() if said}, most=LARGEST, patience=PATIENCE
    )
    if answer.status == 304:
        return []
    if answer.status != 200:
        raise NotFetched("not_there", "the address answers with the error {status}", {"status": answer.status})
    name = PurePosixPath(urlsplit(answer.url).path).name or "list"
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name[:100]
        path.write_bytes(answer.body)
        taken = take_version(_request(watched, path))
    watched.last = taken.version
    watched.etag, watched.modified = answer.headers.get("etag", "")[:300], answer.headers.get("last-modified", "")[:100]
    return [taken]


def _request(watched: WatchedAddress, path: Path) -> VersionRequest:
    url = watched.address if "://" in watched.address else ""
    return VersionRequest(
        paths=(path,), actor=watched.actor, sanctions_list=watched.sanctions_list, level=Level(watched.level), url=url
    )


def _files_of(folder: Path) -> list[Path]:
    """The lists in a folder that were not taken in yet, by the order of their names. Raises NotFetched where there is no such folder."""
    if not folder.is_dir():
        raise NotFetched("no_folder", "there is no folder {folder}", {"folder": str(folder)})
    known = set(_documents().values_list("filename", "size"))
    files = sorted(path for path in folder.iterdir() if path.is_file() and path.suffix.casefold() in ENDINGS)
    return [path for path in files if (path.name, path.stat().st_size) not in known]


def _documents() -> QuerySet[Document]:
    versions = ListVersion.objects.visible_to(Viewer.steward()).values("document")
    return Document.objects.visible_to(Viewer.steward()).filter(pk__in=versions)


def look_at_what_is_due(now: datetime) -> list[Taken]:
    """Look at every address that is due. Returns the versions that were new."""
    return [taken for each in WatchedAddress.objects.all() if is_due(each, now) for taken in look(each, now)]
