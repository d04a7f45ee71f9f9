"""`dalil import`: bring in a file; every row becomes a report or a named error."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import click
from django.db.models import QuerySet
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from dalil import vocabulary
from dalil.archive.protection import Level, Viewer
from dalil.cli.people import actor_named
from dalil.columns.following import is_followed
from dalil.exports.failed_rows import COLUMNS, failed_row_csv_lines
from dalil.exports.spreadsheet import csv_file, csv_line
from dalil.intake import editions, runs, suggestion
from dalil.intake.file_protection import check_telling
from dalil.intake.formats import Unreadable, formats
from dalil.intake.formats.uncoded import Uncoded, without_code
from dalil.intake.mapping import load_mapping
from dalil.intake.models import FailedRow, Import
from dalil.intake.new_request import find_giver, make_request
from dalil.intake.parsed_rows import RowError
from dalil.intake.request import ImportRequest
from dalil.jobs.giving_way import give_way
from dalil.letters import is_arabic
from dalil.matching.pairs_of_import import find_pairs_of_import
from dalil.record import actions
from dalil.wording.matches import say_pairs_of_import


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
@click.option("--group", "groups", multiple=True, help="Who may still see what is restricted.")
@click.option("--source", default="", help="Code of the source that handed us the file.")
@click.option(
    "--new-source",
    nargs=2,
    metavar="CODE NAME",
    help="The source that handed us the file, where the record does not know it yet.",
)
@click.option("--as", "username", default="", help="The account in whose name this is done.")
@click.option(
    "--corrections",
    is_flag=True,
    help="Rows that bear the identifier of a report about another day or place, and would fail, correct that report.",
)
@click.option(
    "--edition/--no-edition",
    default=None,
    help="Whether a table without identifiers is the next edition of one that was brought in before.",
)
@click.option(
    "--withdraw-gone",
    default="",
    metavar="REASON",
    help="Withdraw the reports whose rows the last edition no longer has, and stop.",
)
@click.option(
    "--telling",
    is_flag=True,
    help="What the file tells beside what it shows was read; bring it in as public all the same.",
)
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
    new_source: tuple[str, str] | None,
    username: str,
    corrections: bool,
    edition: bool | None,
    withdraw_gone: str,
    telling: bool,
    retry: bool,
    errors: Path | None,
) -> None:
    """Bring in FILE; every row becomes a report or a named error.

    The same file brought in twice adds nothing; an interrupted import goes on where it stopped.
    The exit code is 1 where every row failed, or the file could not be read at all.
    """
    if retry and dry_run:
        raise click.ClickException("--retry and --dry-run do not go together")
    if errors:
        _check_errors(errors, file)
    try:
        if suggest:
            click.echo(suggestion.suggest(file), nl=False)
            return
        read_mapping = load_mapping(mapping) if mapping else {}
        request = make_request(
            file,
            actor=actor_named(username),
            format=code,
            mapping=read_mapping,
            level=Level[level.upper()] if level else None,
            groups=groups,
            corrections=corrections,
            edition=edition,
        )
        if not dry_run and not withdraw_gone:
            _check_telling(request, telling=telling)
        meant = _source_meant(source, new_source, request, dry_run=dry_run)
        beside_others = is_followed()
        if beside_others:  # those at the desk and readers come first, as when a file is imported at the desk
            give_way()
        request = replace(request, source=meant, beside_others=beside_others)
        if withdraw_gone:
            _withdraw_gone(request, withdraw_gone)
            return
        if retry:
            _retry(request, errors)
            return
        if dry_run:
            with _progress(f"Reading {file.name}") as told:
                run, errors_foreseen = runs.dry_run(request, progress=told)
            failed: list[FailedRow | RowError] = [*errors_foreseen]
            before = None
        else:
            begun = {each.pk: each for each in _imports().exclude(state=Import.State.FINISHED)}
            with _progress(f"Importing {file.name}") as told:
                run = runs.run_import(request, progress=told)
            before = begun.get(run.pk)
            failed = [*runs.open_rows(run)]
        uncoded = without_code(file, read_mapping) if request.format.code == "table" else []
    except KeyboardInterrupt:
        stopped = runs.last_import(file)
        after = f" after {stopped.rows:,} rows" if stopped and not dry_run else ""
        raise click.ClickException(f"interrupted{after}; the same command goes on where it stopped") from None
    except (Unreadable, actions.Refused) as error:
        raise click.ClickException(str(error)) from error
    except OSError as error:
        raise click.ClickException(f"{error.filename or file.name}: {error.strerror or error}") from error
    if errors:
        _write_errors(errors, failed, run)
    _sum_up(run, before, dry_run=dry_run)
    _say_uncoded(uncoded)
    _say_failed(failed, errors, dry_run=dry_run)
    rows, lost = _since("rows", run, before), _since("failed", run, before)
    _exit(all_failed=rows > 0 and lost == rows)


def _check_errors(errors: Path, file: Path) -> None:
    """Refuse to write the rows that failed over a file that is not such a list itself. Nothing was brought in by then."""
    if not errors.exists():
        return
    if errors.samefile(file):
        raise click.ClickException(f"--errors names the file that is brought in ({errors}); name another")
    with errors.open(encoding="utf-8-sig", errors="replace") as there:
        first = there.readline()
    if first and not first.startswith(csv_line(COLUMNS).rstrip()):
        raise click.ClickException(f"{errors} is there already and is no list of failed rows; name another file")


def _check_telling(request: ImportRequest, *, telling: bool) -> None:
    try:
        check_telling(request.path, request.level, accepted=telling)
    except actions.Refused as error:
        raise click.ClickException(f"{error}. Bring in a cleaned copy, or add --telling to go on.") from error


def _withdraw_gone(request: ImportRequest, reason: str) -> None:
    """Withdraw the reports whose rows this file, the next edition of another, no longer has."""
    run = runs.last_import(request.path)
    if run is None or run.edition_of is None:
        raise click.ClickException(f"{request.path.name} was not brought in as the next edition of a table")
    click.echo(f"Withdrawn: {_many(editions.withdraw_gone(run, actor=request.actor, reason=reason), 'report')}.")


def _retry(request: ImportRequest, errors: Path | None) -> None:
    """Try the rows again that wait, and say what came of them."""
    run = runs.last_import(request.path)
    if run is None:
        raise click.ClickException(f"{request.path.name} was never imported; leave out --retry")
    waiting = len({row.row for row in runs.open_rows(run)})
    if not waiting:
        click.echo(f"Nothing to retry: no row of {request.path.name} waits.")
        return
    before = _imports().get(pk=run.pk)
    before.rows, before.failed = before.rows - waiting, before.failed - waiting  # this run reads them anew
    with _progress(f"Retrying {request.path.name}") as told:
        run = _again(request, run, told)
    failed = list(runs.open_rows(run))
    still = len({row.row for row in failed})
    click.echo(f"Tried {_many(waiting, 'row')} again; taken in: {waiting - still:,}, failed again: {still:,}.")
    if errors:
        _write_errors(errors, failed, run)
    _sum_up(run, before, dry_run=False)
    _say_failed(failed, errors, dry_run=False)
    _exit(all_failed=still == waiting)


def _exit(*, all_failed: bool) -> None:
    if all_failed:
        click.get_current_context().exit(1)


def _imports() -> QuerySet[Import]:
    return Import.objects.visible_to(Viewer.steward())


def _source_meant(source: str, new: tuple[str, str] | None, request: ImportRequest, *, dry_run: bool) -> str:
    """The source who handed us the file: one that is known, or one that is made now. A slip of the pen makes none."""
    if new:
        code, name = new
        if source and source != code:
            raise click.ClickException("--source and --new-source name two sources; a file was handed to us by one")
        if not dry_run:
            en, ar = ("", name) if is_arabic(name) else (name, "")
            actions.name_source(code, actor=request.actor, en=en, ar=ar, level=request.level, groups=request.groups)
        return code
    if not source:
        return ""
    try:
        return find_giver(source, Viewer.steward())
    except actions.Refused as error:
        if error.type == "name_of_several_sources":
            raise
        raise click.ClickException(f'{error} To make a new one: --new-source {source} "Its name"') from error


def _again(request: ImportRequest, run: Import, told: runs.Progress) -> Import:
    as_before = replace(
        request,
        format=formats()[run.format],
        mapping=request.mapping or run.mapping,
        source=request.source or run.source,
        level=Level(run.level),
        groups=tuple(run.groups.all()),
    )
    return runs.retry(as_before, run, progress=told)


@contextmanager
def _progress(title: str) -> Iterator[runs.Progress]:
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


def _since(name: str, run: Import, before: Import | None) -> int:
    """A counter of an import, without what it counted before this command."""
    number: int = getattr(run, name) - (getattr(before, name) if before else 0)
    return number


_NOUNS = {"places": ("places", "completed"), "people": ("numbers of people", "changed")}
"""What an import of another sort than reports brings, and what is said of those that change one that was there."""


def _sum_up(run: Import, before: Import | None, *, dry_run: bool) -> None:
    """Print the counters of an import; of one that had begun before, what this command did apart from all of it."""
    console = _console()
    noun, completed = _NOUNS.get(formats()[run.format].writes, ("reports", "  of these corrections"))
    own = noun != "reports"
    table = Table(show_header=before is not None, box=None, pad_edge=False)
    table.add_column("", style="bold")
    for title in ("this run", "in all") if before else ("",):
        table.add_column(title, justify="right")
    for label, names in (
        ("rows", {"rows": 1}),
        ("  taken in", {"rows": 1, "failed": -1}),
        ("  failed", {"failed": 1}),
        (noun, {"new": 1, "repeated": 1} | ({"corrected": 1} if own else {})),
        (f"  new {noun}", {"new": 1}),
        (f"  {completed}", {"corrected": 1}),
        ("  already there", {"repeated": 1}),
    ):
        earlier = (before, None) if before else (None,)
        table.add_row(
            label, *(f"{sum(times * _since(name, run, since) for name, times in names.items()):,}" for since in earlier)
        )
    title = (
        "Nothing was written; this is what would come of it:"
        if dry_run
        else f"Imported as {formats()[run.format].title}:"
    )
    console.print(title, markup=False)
    console.print(table)
    for flag, count in sorted(run.flags.items(), key=lambda item: -item[1]):
        console.print(f"  flagged {count:,}: {vocabulary.label('flags', flag, 'en')}", markup=False)
    for note in run.notes:
        console.print(f"  note: {note}", markup=False)
    if run.entered and not dry_run:
        found = find_pairs_of_import(run.entered, Viewer.steward())
        said = say_pairs_of_import(found.reports, found.pairs, "en", compared=found.compared)
        console.print(f"  note: {said}", markup=False)


def _say_uncoded(uncoded: list[Uncoded]) -> None:
    """Print which columns hold cells without a code, so that nobody takes them for unknown."""
    for each in uncoded:
        shown = ", ".join(f"“{cell[:50]}” ({times:,})" for cell, times in each.values.most_common(3))
        more = len(each.values) - 3
        _console().print(
            f"  column “{each.column}”: {_many(len(each.values), 'value')} without a code among {each.scheme}, "
            f"in {_many(each.values.total(), 'cell')}; "
            f"{'kept as the name that was said' if each.kept else 'left out of the report and flagged'}: "
            f"{shown}{f' and {more:,} more' if more > 0 else ''}. Say under `values` what they mean.",
            markup=False,
        )


def _say_failed(failed: Sequence[FailedRow | RowError], errors: Path | None, *, dry_run: bool) -> None:
    """Print which rows failed and why, and where all of them are."""
    console = _console()
    for error in failed[:10]:
        console.print(f"  row {error.row}, {error.field}: {error.cause}", markup=False)
    if not failed:
        return
    more = f"  … and {len(failed) - 10:,} more\n" if len(failed) > 10 else ""
    number = _many(len({error.row for error in failed}), "row")
    where = f"all are in {errors}" if errors else "--errors FILE writes them all"
    mend = "" if dry_run else "; --retry takes them in when the cause is mended"
    console.print(f"{more}{number} {'would fail' if dry_run else 'failed'}: {where}{mend}", markup=False)


def _many(number: int, thing: str) -> str:
    return f"{number:,} {thing}{'' if number == 1 else 's'}"


def _console() -> Console:
    return Console(width=None if sys.stdout.isatty() else 120, highlight=False)


def _write_errors(path: Path, failed: Sequence[FailedRow | RowError], run: Import) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        file.writelines(csv_file(failed_row_csv_lines(failed, run.header)))
