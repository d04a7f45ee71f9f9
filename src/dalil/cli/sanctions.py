"""`dalil sanctions`: versions of lists are taken in and compared; who stands on which list."""

from __future__ import annotations

import json
from datetime import date, datetime
from pathlib import Path

import click
from django.contrib.auth.models import Group
from rich.console import Console
from rich.table import Table

from dalil import vocabulary
from dalil.access.refused import Refused
from dalil.archive.protection import Level, Viewer
from dalil.cli.people import actor_named
from dalil.letters import LANGUAGE_CODES
from dalil.sanctions import change_words
from dalil.sanctions.followthemoney import entities_of
from dalil.sanctions.list_changes import EntryChange, changes_on, list_on
from dalil.sanctions.listing_steps import claims_of, standing_in, versions_of, watched_lists
from dalil.sanctions.screening_runs import screen_all, screen_what_came_in
from dalil.sanctions.taking_versions import VersionRequest, foresee, take_version

DAY = click.DateTime(formats=["%Y-%m-%d"])


@click.group()
def sanctions() -> None:
    """Lists of sanctions: take versions in, see what changed, who stands on them.

    A listing is evidence that an authority listed, never that its reason is true.
    """


@sanctions.command("add")
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--list",
    "code",
    default="",
    help="Which list it is, where files of two lists look the same (us_sdn, us_consolidated).",
)
@click.option("--dated", type=DAY, help="The day of the version, where the file says none (csv of OFAC).")
@click.option(
    "--level", type=click.Choice([level.name.lower() for level in Level]), default="internal", show_default=True
)
@click.option("--group", "groups", multiple=True, help="Who may see it where the level is restricted. Repeatable.")
@click.option("--url", default="", help="Where the file was fetched.")
@click.option(
    "--smaller",
    default="",
    metavar="REASON",
    help="Take it although much of the version before is missing, and say why.",
)
@click.option("--dry-run", is_flag=True, help="Say what would come of it; nothing is written.")
@click.option("--as", "username", default="", help="The account in whose name it is done.")
def add(
    files: tuple[Path, ...],
    code: str,
    dated: datetime | None,
    level: str,
    groups: tuple[str, ...],
    url: str,
    smaller: str,
    dry_run: bool,
    username: str,
) -> None:
    """Take a version of a list in: one file, or the files of a set (sdn.csv, alt.csv, add.csv).

    What is no whole version is refused, and nobody is taken off a list for it. The same file again adds nothing.
    """
    known = {group.name: group for group in Group.objects.filter(name__in=groups)}
    if missing := [name for name in groups if name not in known]:
        raise click.ClickException(f"there is no group {', '.join(missing)}")
    request = VersionRequest(
        paths=files,
        actor=actor_named(username),
        sanctions_list=code,
        dated=dated.date() if dated else None,
        level=Level[level.upper()],
        groups=tuple(known.values()),
        url=url,
        accepted=smaller,
    )
    try:
        if dry_run:
            read, code, day, found = foresee(request)
            _say_version(
                code,
                day,
                len(read.entries),
                len(found.listed),
                len(found.amended),
                len(found.delisted),
                found.unchanged,
            )
            _say_not_carried(dict(read.not_carried))
            click.echo("Nothing was written.")
            return
        taken = take_version(request)
    except (Refused, LookupError) as error:
        raise click.ClickException(str(error)) from error
    version = taken.version
    if not taken.new:
        click.echo(f"{files[0].name} is the version of {version.dated} already; nothing was added.")
        return
    counts = (version.listed, version.amended, version.delisted, version.unchanged)
    _say_version(version.sanctions_list, version.dated, version.entries, *counts)
    _say_not_carried(version.not_carried)


@sanctions.command("versions")
@click.argument("code", default="")
def versions(code: str) -> None:
    """List the versions that were taken in, of one list or of all, with the days in between."""
    viewer = Viewer.steward()
    for each in [code] if code else watched_lists(viewer):
        before: date | None = None
        for version in versions_of(_list_named(each), viewer):
            gap = f"{(version.dated - before).days} days after the one before" if before else "the first"
            click.echo(
                f"{each}\t{version.number}\t{version.dated}\t{version.entries} entries"
                f"\t+{version.listed} ~{version.amended} -{version.delisted}\t{gap}"
            )
            before = version.dated


@sanctions.command("changes")
@click.argument("code")
@click.argument("since", type=DAY, required=False)
@click.argument("until", type=DAY, required=False)
@click.option("--language", type=click.Choice(LANGUAGE_CODES), default="en", show_default=True)
def changes(code: str, since: datetime | None, until: datetime | None, language: str) -> None:
    """Say what changed on the list CODE between two days: SINCE and UNTIL. Without days: between its last two versions."""
    viewer = Viewer.steward()
    known = versions_of(_list_named(code), viewer)
    if not known:
        raise click.ClickException(f"no version of {code} was taken in")
    first, last = (
        since.date() if since else known[-2 if len(known) > 1 else -1].dated,
        until.date() if until else known[-1].dated,
    )
    try:
        found = changes_on(code, first, last, viewer)
    except Refused as error:
        raise click.ClickException(str(error)) from error
    click.echo(change_words.say_changes(found, language))
    for mark, entries in (("+", found.listed), ("~", found.amended), ("-", found.delisted)):
        for entry in entries:
            _say_entry(mark, entry, language)
    click.echo(f"  {change_words.say_unchanged(found, language)}")
    for doubt in [*change_words.say_doubts(found, language), change_words.EVIDENCE.in_language(language)]:
        click.echo(doubt)


@sanctions.command("on")
@click.argument("code")
@click.argument("day", type=DAY)
def on(code: str, day: datetime) -> None:
    """List who stood on the list CODE on a DAY, as far as its versions tell."""
    try:
        found = list_on(_list_named(code), day.date(), Viewer.steward())
    except Refused as error:
        raise click.ClickException(str(error)) from error
    for entry, step in found.entries.items():
        click.echo(f"{entry}\t{step.subject}\t{step.name}")
    if not found.is_certain:
        after = f"; the next one is of {found.next.dated}" if found.next else ""
        click.echo(f"As the version of {found.version.dated} has it{after}.", err=True)


@sanctions.command("export")
@click.argument("code")
def export(code: str) -> None:
    """Write who stands on the list CODE as entities of FollowTheMoney, a JSON object in each line; what is public of it, and no more."""
    viewer = Viewer.public()
    known = versions_of(_list_named(code), viewer)
    if not known:
        raise click.ClickException(f"no version of {code} is public")
    steps = standing_in(code, viewer, known[-1].number).values()
    for step, claim in claims_of(steps, viewer):
        for entity in entities_of(code, step.entry, claim, known[-1].dated, known[-1].document.url):
            click.echo(json.dumps(entity, ensure_ascii=False))


@sanctions.command("screen")
@click.option("--all", "everything", is_flag=True, help="Screen everybody anew, not only what came in.")
def screen(everything: bool) -> None:
    """Screen the people of the record against the lists; who may be listed waits at the desk for a person's judgement."""
    done = screen_all() if everything else screen_what_came_in()
    click.echo(f"{done.people:,} people, {done.entries:,} listed persons; {done.candidates:,} pairs worth a look")


def _list_named(code: str) -> str:
    if not vocabulary.is_code("sanction_lists", code):
        raise click.ClickException(
            f"there is no list {code}; there are {', '.join(term.code for term in vocabulary.terms('sanction_lists'))}"
        )
    return code


def _say_version(code: str, day: date, entries: int, listed: int, amended: int, delisted: int, unchanged: int) -> None:
    table = Table(show_header=False, box=None, pad_edge=False)
    table.add_column("", style="bold")
    table.add_column("", justify="right")
    for label, number in (
        ("entries", entries),
        ("  put on", listed),
        ("  amended", amended),
        ("  unchanged", unchanged),
        ("taken off", delisted),
    ):
        table.add_row(label, f"{number:,}")
    console = Console(highlight=False)
    console.print(f"{vocabulary.label('sanction_lists', code, 'en')}, {day}", markup=False)
    console.print(table)


def _say_not_carried(fields: dict[str, int]) -> None:
    if fields:
        click.echo("not carried: " + ", ".join(f"{name} ({many:,})" for name, many in fields.items()))


def _say_entry(mark: str, entry: EntryChange, language: str) -> None:
    click.echo(f"  {mark} {entry.step.entry}  {change_words.name_entry(entry.claim, language)}")
    for field, before, after in change_words.say_field_changes(entry.changes, language):
        click.echo(f"      {field}: {before[:200] or '–'} → {after[:200] or '–'}")
