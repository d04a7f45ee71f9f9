"""`dalil backup` and `dalil restore`: a copy of everything, and a home made of it."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn

from dalil.archive.store import Tick
from dalil.backup.contents import NoBackup, check_backup, read_manifest, size_of
from dalil.backup.database_copy import DatabaseNotCopied
from dalil.backup.restoring import DamagedBackup, HomeInUse, put_back
from dalil.backup.taking import BackupRuns, size_of_home, take_backup

FOLDER = click.Path(path_type=Path, file_okay=False)


@click.command()
@click.argument("folder", type=FOLDER)
def backup(folder: Path) -> None:
    """Copy the record, its documents and its keys into FOLDER, also while Dalil serves.

    FOLDER keeps one backup beside the other, each document once. Each copy is read again before it counts as one. The exit code is 1 where a
    document of this home is missing or damaged; the backup is taken all the same.

    Keep FOLDER as safe as the home: it holds everything, and the keys.
    """
    with _errors_in_words(), _progress("Backing up", size_of_home()) as tick:
        taken = take_backup(folder.resolve(), tick)
    click.echo(
        f"{taken.folder}: {taken.rows:,} rows, {taken.documents:,} documents ({taken.copied:,} new), read again and whole."
    )
    if taken.faults:
        for fault in taken.faults:
            click.echo(f"  · {fault}", err=True)
        raise click.ClickException(
            f"{len(taken.faults)} documents of this home are missing or damaged, and are not in the backup"
        )


@click.command()
@click.argument("folder", type=FOLDER)
@click.option("--check", is_flag=True, help="Read every file of the backup, say whether it is whole, and stop.")
@click.option(
    "--without-damaged",
    is_flag=True,
    help="Put back all but documents that are missing or damaged in the backup, and name them.",
)
def restore(folder: Path, check: bool, without_damaged: bool) -> None:
    """Put a backup back into an empty home (DALIL_HOME), whole or not at all.

    FOLDER is one backup: FOLDER/2026-05-01T023000Z.
    """
    with _errors_in_words():
        manifest = read_manifest(folder)
        if check:
            with _progress("Reading", size_of(folder)) as tick:
                faults = list(check_backup(folder, tick))
            if faults:
                raise DamagedBackup(folder, faults)
            click.echo(f"{folder} is whole: {sum(manifest.rows.values()):,} rows, taken {manifest.taken}.")
            return
        with _progress("Putting back", 2 * size_of(folder)) as tick:
            restored = put_back(folder.resolve(), without_damaged=without_damaged, tick=tick)
    _bring_up_to_date()
    click.echo(
        f"Put back and verified: {sum(manifest.rows.values()):,} rows, {restored.documents:,} documents, as of {manifest.taken}."
    )
    for name in restored.left_out:
        click.echo(
            f"  · {Path(name).name} is missing or damaged in the backup: its document cannot be opened", err=True
        )
    for fault in manifest.faults:
        click.echo(f"  · when the backup was taken: {fault}", err=True)


def _bring_up_to_date() -> None:
    """Migrate the database and work out the projections, in a process that finds the home as it is now."""
    command = [sys.executable, "-c", "from dalil.cli import main; main()", "rebuild"]
    done = subprocess.run(command, capture_output=True, text=True)  # noqa: S603 (our own command)
    if done.returncode:
        said = (done.stderr or done.stdout).strip().splitlines()[-1]
        raise click.ClickException(
            f"everything was put back, and cannot be used yet: {said}; dalil rebuild tries again"
        )


@contextmanager
def _errors_in_words() -> Iterator[None]:
    try:
        yield
    except (NoBackup, DamagedBackup, HomeInUse, BackupRuns, DatabaseNotCopied) as error:
        raise click.ClickException(str(error)) from error
    except OSError as error:
        raise click.ClickException(f"{error.filename or 'a file'}: {error.strerror or error}") from error


@contextmanager
def _progress(doing: str, total: int) -> Iterator[Tick]:
    columns = TextColumn(doing), BarColumn(), DownloadColumn(), TimeRemainingColumn()
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        step = bar.add_task(doing, total=total)
        yield lambda done: bar.advance(step, done)
