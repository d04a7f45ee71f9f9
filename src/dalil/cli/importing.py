"""`dalil import`: bring in a file; every row becomes a report or a named error."""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import click
from django.contrib.auth.models import Group
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from dalil import vocabulary
from dalil.archive.protection import Level
from dalil.cli.people import actor_named
from dalil.intake import running, suggesting
from dalil.intake.formats import Format, Unreadable, formats, recognise
from dalil.intake.mapping import load_mapping
from dalil.intake.models import Import
from dalil.intake.rows import RowError
from dalil.record import doors


@click.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--format", "code", default="", help="The format, where it is not to be found out: ged, table, jsonl, places …"
)
@click.option(
    "--mapping",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="What the columns of a table mean (YAML).",
)
@click.option("--suggest", is_flag=True, help="Print a first mapping made from the header, and stop.")
@click.option("--dry-run", is_flag=True, help="Say what would come of it and write nothing.")
@click.option(
    "--level",
    default="",
    type=click.Choice(["", "public", "internal", "restricted"]),
    help="Who may see it: internal unless said otherwise.",
)
@click.option("--group", "groups", multiple=True, help="Who may still see it, where it is restricted.")
@click.option("--source", default="", help="Code of the source that handed us the file.")
@click.option("--as", "username", default="", help="The account in whose name this is done.")
@click.option("--retry", is_flag=True, help="Try the rows again that the last import of this file could not take.")
@click.option(
    "--errors", type=click.Path(dir_okay=False, path_type=Path), help="Write the rows that failed to this CSV."
)
def import_(
    file: Path,
    code: str,
    mapping: Path | None,
    suggest: bool,
    dry_run: bool,
    level: str,
    groups: tuple[str, ...],
    source: str,
    username: str,
    retry: bool,
    errors: Path | None,
) -> None:
    """Bring in FILE; every row becomes a report or a named error.

    The same file brought in twice adds nothing; an interrupted import goes on where it stopped.
    """
    try:
        if suggest:
            click.echo(suggesting.suggest(file), nl=False)
            return
        format_ = _format_named(code) if code else formats()["table"] if mapping else recognise(file)
        read_mapping = load_mapping(mapping) if mapping else {}
        level = level or read_mapping.get("level") or "internal"
        order = running.Order(
            path=file,
            format=format_,
            actor=actor_named(username),
            mapping=read_mapping,
            source=source,
            level=Level[level.upper()],
            groups=_groups_named(groups, level),
        )
        if dry_run:
            with _progress(f"Reading {file.name}") as told:
                run, failed = running.foresee(order, progress=told)
        else:
            with _progress(f"Importing {file.name}") as told:
                run = _again(order, told) if retry else running.bring_in(order, progress=told)
            failed = list(_open_rows(run))
    except KeyboardInterrupt:
        raise click.ClickException("interrupted; the same command goes on where it stopped") from None
    except (Unreadable, doors.Refused) as error:
        raise click.ClickException(str(error)) from error
    except OSError as error:
        raise click.ClickException(f"{error.filename or file.name}: {error.strerror or error}") from error
    _sum_up(run, failed, dry_run=dry_run)
    if errors:
        _write_errors(errors, failed)


def _again(order: running.Order, told: running.Progress) -> Import:
    run = running.last_import(order.path)
    if run is None:
        raise click.ClickException(f"{order.path.name} was never imported; leave out --retry")
    as_before = replace(
        order,
        format=formats()[run.format],
        mapping=order.mapping or run.mapping,
        source=order.source or run.source,
        level=Level(run.level),
        groups=tuple(run.groups.all()),
    )
    return running.retry(as_before, run, progress=told)


def _format_named(code: str) -> Format:
    if code not in formats():
        raise click.ClickException(f"there is no format “{code}”; there are {', '.join(formats())}")
    return formats()[code]


def _groups_named(names: tuple[str, ...], level: str) -> tuple[Group, ...]:
    found = tuple(Group.objects.filter(name__in=names))
    if missing := set(names) - {group.name for group in found}:
        raise click.ClickException(f"there is no group {', '.join(sorted(missing))}")
    if (level == "restricted") != bool(found):
        raise click.ClickException(
            "--level restricted and --group go together: a restriction names who may still see it"
        )
    return found


def _open_rows(run: Import) -> Iterator[RowError]:
    for row in running.open_rows(run):
        yield RowError(row.row, row.field, row.value, row.cause)


@contextmanager
def _progress(title: str) -> Iterator[running.Progress]:
    """A bar with the rate, where somebody is watching."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield lambda rows, part: None
        return
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.fields[rows]:,} rows, {task.fields[rate]:,.0f}/s"),
    )
    with Progress(*columns, TimeElapsedColumn(), console=console) as bar:
        task = bar.add_task(title, total=1.0, rows=0, rate=0.0)

        def told(rows: int, part: float) -> None:
            elapsed = bar.tasks[task].elapsed or 0.0
            bar.update(task, completed=part, rows=rows, rate=rows / elapsed if elapsed else 0.0)

        yield told


def _sum_up(run: Import, failed: list[RowError], *, dry_run: bool) -> None:
    console = Console(width=None if sys.stdout.isatty() else 120, highlight=False)
    table = Table(show_header=False, box=None, pad_edge=False)
    table.add_column(style="bold")
    table.add_column(justify="right")
    for label, number in (
        ("rows", run.rows),
        ("new reports" if run.format != "places" else "new places", run.new),
        ("already there", run.repeated),
        ("corrected" if run.format != "places" else "completed", run.corrected),
        ("failed", run.failed),
    ):
        table.add_row(label, f"{number:,}")
    console.print(
        "Nothing was written; this is what would come of it:"
        if dry_run
        else f"Imported as {formats()[run.format].title}:"
    )
    console.print(table)
    for flag, count in sorted(run.flags.items(), key=lambda item: -item[1]):
        console.print(f"  flagged {count:,}: {vocabulary.label('flags', flag, 'en')}", markup=False)
    for note in run.notes:
        console.print(f"  note: {note}", markup=False)
    for error in failed[:10]:
        console.print(f"  row {error.row}, {error.field}: {error.cause}", markup=False)
    if len(failed) > 10:
        console.print(f"  … and {len(failed) - 10:,} more; --errors FILE writes them all", markup=False)


def _write_errors(path: Path, failed: Iterable[RowError]) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["row", "field", "value", "cause"])
        writer.writerows([error.row, error.field, error.value, error.cause] for error in failed)
