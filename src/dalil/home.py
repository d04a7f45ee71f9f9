"""The home of an installation before Django is there: its folder, who may read it, its secret key, its compiled translations.

Settings only say where these are. Commands and servers call `open_home`, which makes what is missing. Nothing is ever written into the
package: it may be installed by one user and run by another.
"""

from __future__ import annotations

import errno
import hashlib
import io
import os
import secrets
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

PACKAGE = Path(__file__).parent

_NO_ROOM = (errno.ENOSPC, errno.EDQUOT)
_NO_ROOM_OF_SQLITE = ("SQLITE_FULL", "SQLITE_IOERR_WRITE", "SQLITE_IOERR_SHMSIZE", "SQLITE_IOERR_SHMOPEN")
_NO_ROOM_OF_POSTGRESQL = "53100"


def open_home(home: Path) -> None:
    """Make the folder of a home and compile its translations, where they are missing; keep what this process writes for its owner.

    Raises OSError where the folder cannot be made or written.
    """
    os.umask(0o077)  # the database, the documents and the columns are for their owner alone
    home.mkdir(parents=True, exist_ok=True, mode=0o700)
    (home / "arriving").mkdir(exist_ok=True, mode=0o700)
    compile_translations(home)


def is_disk_full(error: BaseException | None) -> bool:
    """Tell whether an error, or what it came from, is that a disk has no room left: that of the system, of SQLite, or of PostgreSQL.

    >>> is_disk_full(OSError(errno.ENOSPC, "No space left on device")), is_disk_full(OSError(errno.ENOENT, "No such file"))
    (True, False)
    """
    if error is None:
        return False
    if isinstance(error, OSError) and error.errno in _NO_ROOM:
        return True
    code, state = getattr(error, "sqlite_errorname", ""), getattr(error, "sqlstate", "")
    if code in _NO_ROOM_OF_SQLITE or state == _NO_ROOM_OF_POSTGRESQL:
        return True
    return is_disk_full(error.__cause__ or error.__context__)


def read_secret_key(home: Path) -> str:
    """Return the key by which the sessions and forms of a home are signed."""
    return read_key(home, "secret-key")


def read_key(home: Path, name: str, make: Callable[[], str] = lambda: secrets.token_urlsafe(50)) -> str:
    """Return a key of a home by the name of its file. The first who asks makes it, for the owner alone; of several at once, one does."""
    kept = home / name
    if not kept.exists():
        home.mkdir(parents=True, exist_ok=True, mode=0o700)
        _write_once(kept, make())
    return kept.read_text()


def translation_folders(home: Path) -> list[Path]:
    """Return the folders of a home in which Django finds compiled translations, one for each folder of sources in the package."""
    return [_compiled_folder(home, source) for source in sorted(PACKAGE.glob("**/locale"))]


def compile_translations(home: Path) -> None:
    """Compile every .po file of the package into the home, where what lies there was compiled from another text.

    Babel compiles them, so that gettext's tools are not needed. The date of a file says nothing: an older release may be installed again.
    """
    for source, compiled in _translations(home):
        digest = hashlib.sha256(source.read_bytes()).hexdigest()
        compiled_from = compiled.with_suffix(".compiled-from")
        if compiled.exists() and compiled_from.exists() and compiled_from.read_text() == digest:
            continue
        compiled.parent.mkdir(parents=True, exist_ok=True)
        _replace(compiled, _compile(source))
        _replace(compiled_from, digest.encode())


def _translations(home: Path) -> Iterator[tuple[Path, Path]]:
    """Each .po file of the package, and the file that it is compiled into."""
    for locale in sorted(PACKAGE.glob("**/locale")):
        for source in sorted(locale.glob("*/LC_MESSAGES/*.po")):
            yield source, (_compiled_folder(home, locale) / source.relative_to(locale)).with_suffix(".mo")


def _compiled_folder(home: Path, locale: Path) -> Path:
    return home / "translations" / ".".join(("dalil", *locale.parent.relative_to(PACKAGE).parts))


def _compile(source: Path) -> bytes:
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    with source.open("rb") as lines:
        catalog = read_po(lines, locale=source.parts[-3])
    compiled = io.BytesIO()
    write_mo(compiled, catalog)
    return compiled.getvalue()


def _write_once(kept: Path, text: str) -> None:
    """Write a file for its owner alone, unless another process has written it meanwhile. It is never there by half."""
    fresh = kept.with_name(f".{kept.name}-{os.getpid()}")
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(text)
    with suppress(FileExistsError):
        os.link(fresh, kept)
    fresh.unlink()


def _replace(file: Path, content: bytes) -> None:
    """Write a file anew, so that who reads it meanwhile reads the whole of the old or of the new one."""
    fresh = file.with_name(f".{file.name}-{os.getpid()}")
    fresh.write_bytes(content)
    fresh.replace(file)
