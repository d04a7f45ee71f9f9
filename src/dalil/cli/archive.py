"""`dalil archive`: what the archive holds, whether its files are whole, putting them back, and what was done with a document."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import click
from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn

from dalil.archive.models import CustodyEvent, Document
from dalil.archive.protection import Viewer
from dalil.archive.scanned_words import CannotReadScan
from dalil.archive.store import DamagedDocument, Tick, store_in_use
from dalil.archive.store_address import is_store_address, read_store_address
from dalil.record.actions import read_words_of_scan, system_actor
from dalil.verification.file_check import check_files, count_bytes, find_unnamed_files
from dalil.verification.repairing import copy_archive, repair_files

STATES = {"file_changed": "damaged", "file_missing": "missing"}


@click.group()
def archive() -> None:
    """The archive: list its documents, check their files, put files back, show what was done with one."""


@archive.command("list")
def list_documents() -> None:
    """List every document: its digest, how many bytes, whether the file is there, its title."""
    there = {each.name for each in store_in_use().list()}
    for each in Document.objects.visible_to(Viewer.steward()).order_by("pk").iterator():
        missing = "" if each.sha256 in there else "  (missing)"
        click.echo(f"{each.sha256}  {each.size:>14,}  {each.title}{missing}")


@archive.command("check")
def check() -> None:
    """Read every file again. What is missing, damaged, or named by no document is named; the exit code is 1 then."""
    with _progress("Reading") as tick:
        wrong = [*check_files(tick), *find_unnamed_files()]
    for finding in wrong:
        click.echo(f"  · {finding}", err=True)
    if wrong:
        raise click.ClickException(f"not every file is whole: {len(wrong):,} findings")
    click.echo("Every file is as it was received.")


@archive.command("repair")
@click.option(
    "--from",
    "copy",
    required=True,
    callback=lambda context, option, value: _existing(value),
    help="A folder of backups, or another archive: its folder, or s3://BUCKET/FOLDER?endpoint=…",
)
def repair(copy: str) -> None:
    """Put back files that are missing or damaged, from a copy whose bytes have the right digest. What was damaged stays beside it."""
    with _progress("Reading") as tick:
        repairs = list(repair_files(copy, actor=system_actor(), tick=tick))
    for each in repairs:
        came = f"put back from {each.source}" if each.source else f"there is no whole copy in {copy}"
        click.echo(f"{each.sha256} was {STATES[each.was]}: {came}")
    if any(not each.source for each in repairs):
        raise click.ClickException("not every file could be put back")
    if not repairs:
        click.echo("Every file is as it was received.")


@archive.command("copy")
@click.option(
    "--to", required=True, help="A folder on the disk of another machine, or s3://BUCKET/FOLDER?endpoint=https://HOST"
)
def copy_elsewhere(to: str) -> None:
    """Copy every file to another archive, from which `repair` puts back, or which DALIL_ARCHIVE then names.

    What is there already is not copied again.
    """
    try:
        with _progress("Copying") as tick:
            done = copy_archive(to, actor=system_actor(), tick=tick)
    except ValueError as error:
        raise click.UsageError(str(error)) from error
    click.echo(f"{done.copied:,} files were copied; {done.there:,} were there already.")
    if done.left:
        named = ", ".join(done.left[:5])
        raise click.ClickException(f"{len(done.left):,} files are missing or damaged here and were not copied: {named}")


def _existing(place: str) -> str:
    """Return the place of a copy. Raises click's BadParameter where it is a folder that is not there, or no address."""
    try:
        if is_store_address(place):
            read_store_address(place)
    except ValueError as error:
        raise click.BadParameter(str(error)) from error
    if not is_store_address(place) and not Path(place).is_dir():
        raise click.BadParameter(f"there is no folder {place}")
    return place


@archive.command("custody")
@click.argument("name")
def custody(name: str) -> None:
    """Show what was done with a document. NAME is its digest or its address. Who read a restricted one stands in the log of access."""
    document = _find_document(name)
    click.echo(f"{document.title}, received {document.received_at:%Y-%m-%d %H:%M} UTC")
    for each in CustodyEvent.objects.filter(document=document).select_related("actor"):
        hours, minutes = divmod(abs(each.offset), 60)
        local = each.at + timedelta(minutes=each.offset)
        zone = f"{'-' if each.offset < 0 else '+'}{hours:02}:{minutes:02}"
        click.echo(
            f"  {each.at:%Y-%m-%d %H:%M:%S} UTC ({local:%H:%M} {zone})  {each.what}  by {each.actor or 'nobody named'}  {each.tool}, {each.host}"
        )
        for key, value in each.detail.items():
            click.echo(f"      {key}: {value}")


def _find_document(name: str) -> Document:
    """Find the document that a digest or an address names."""
    known = Document.objects.visible_to(Viewer.steward()).filter(sha256__startswith=name)
    document: Document | None = known.first() if len(name) >= 20 else None
    if document is None:
        raise click.ClickException(f"there is no document {name}")
    return document


@archive.command("read")
@click.argument("names", nargs=-1, required=True)
def read(names: tuple[str, ...]) -> None:
    """Read the words of scans from their pictures, to be searched. NAMES are digests or addresses of documents. Takes tesseract with Arabic."""
    for name in names:
        document = _find_document(name)
        try:
            reading = read_words_of_scan(
                document,
                actor=system_actor(),
                tick=lambda page, pages: click.echo(f"page {page} of {pages}", err=True),
            )
        except (CannotReadScan, FileNotFoundError, DamagedDocument) as error:
            raise click.ClickException(f"{name}: {error}") from error
        click.echo(f"{name}: {f'read into {reading.address}' if reading else 'no words were found in its pictures'}")


@contextmanager
def _progress(doing: str) -> Iterator[Tick]:
    columns = TextColumn(doing), BarColumn(), DownloadColumn(), TimeRemainingColumn()
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        step = bar.add_task(doing, total=count_bytes())
        yield lambda done: bar.advance(step, done)
