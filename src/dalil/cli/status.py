"""`dalil status` and `dalil rebuild`: what the record holds, what is stale, and working it out anew."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import timedelta
from ipaddress import ip_address
from typing import Any

import click
from django.conf import settings
from django.db import connection
from django.db.models import Count
from django.utils import timezone
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult
from rich.console import Console
from rich.table import Table

from dalil import vocabulary
from dalil.access.log import Chain, check_chain
from dalil.access.proposals import find_confirmers, is_required
from dalil.archive.models import Document
from dalil.archive.protection import Level, Viewer
from dalil.archive.store import find_missing
from dalil.archive.store_interface import StoreUnreachable
from dalil.backup.taking import last_backup
from dalil.bulletin.newsletter.models import Letter
from dalil.columns import projection
from dalil.counting import figures
from dalil.counting.models import Figure
from dalil.intake.models import Import
from dalil.jobs.schedule import last_turns
from dalil.matching.site_names import write_site_names_anew
from dalil.proofs.kept_hashes import count_leaves
from dalil.proofs.models import SignedCheckpoint
from dalil.proofs.sealing import count_unsealed
from dalil.record.derivatives import find_undecided
from dalil.record.immutability import missing_triggers
from dalil.record.log import last_change
from dalil.record.models import Judgement, Report, Source
from dalil.record.search.fulltext import missing_indexes
from dalil.record.search.refolding import refold
from dalil.verification.sweeping import files_aside
from dalil.wording.changes import say_change
from dalil.wording.totals import say_total

OVERDUE = timedelta(minutes=10)
"""After so long a task that nobody took says that nobody works."""

OLD_BACKUP = timedelta(days=8)
"""From which age on the last backup needs attention: a weekly one that was left out."""

LATEST_ENTRIES = 10_000
"""So many of the last entries of the log of access are checked each time."""


@click.command()
@click.option("--whole-log", is_flag=True, help="Check every entry of the log of access, and not only the latest.")
def status(whole_log: bool) -> None:
    """What the record holds, what is stale, and what needs a person's attention."""
    console = Console()
    console.print(_holdings())
    last = last_change()
    console.print(
        f"Home: {settings.DALIL_HOME} ({connection.vendor}); last write: {f'{last.at:%Y-%m-%d %H:%M %Z}' if last else 'none'}"
    )
    for clearance, writes in sorted(projection.behind().items()):
        state = (
            f"{writes} writes behind (followed at the next question, or by a running server)"
            if writes
            else "up to date"
        )
        console.print(f"Projection “{clearance}”: {state}")
    chain = check_chain(None if whole_log else LATEST_ENTRIES)
    console.print(f"Log of access: the last whole entry is {chain.last}")
    console.print(f"Ledger: {_ledger()}", markup=False)
    if settings.ARCHIVE:
        console.print(f"Documents: {settings.ARCHIVE}", markup=False)
    with suppress(StoreUnreachable):  # said below
        if (aside := files_aside())[0]:
            console.print(
                f"Put aside, since no document names them: {aside[0]:,} files, {aside[1]:,} bytes in swept/ of the archive"
            )
    kept = last_backup()
    console.print(
        f"Last backup: {f'{kept[0]:%Y-%m-%d %H:%M %Z}, {kept[1]}' if kept else 'none was taken'}", markup=False
    )
    attention = [*_attention_to_access(chain), *_attention()]
    console.print("Needs attention:" if attention else "Nothing needs attention.")
    for line in attention:
        console.print(f"  · {line}", markup=False)


@click.command()
def rebuild() -> None:
    """Work out every projection anew from reports and judgements: words to search by, names of sites, and the columns to count by."""
    console = Console()
    changed = refold()
    console.print(f"Words to search by: {changed} brought up to date")
    console.print(f"Names of sites: of {write_site_names_anew()} reports")
    for viewer in dict.fromkeys([Viewer.public(), *(projection.viewer_of(each) for each in projection.behind())]):
        manifest = projection.rebuild(viewer)
        console.print(f"Projection “{viewer.clearance}”: {', '.join(manifest.buckets) or 'empty'}")


def _holdings() -> Table:
    steward = Viewer.steward()
    table = Table("the record holds", "all", "public", box=None, header_style="bold")

    def row(name: str, model: type[Document] | type[Source]) -> None:
        everything = model.objects.visible_to(steward)
        table.add_row(name, str(everything.count()), str(model.objects.visible_to(Viewer.public()).count()))

    row("documents", Document)
    row("sources", Source)
    public = dict(Report.objects.visible_to(Viewer.public()).order_by().values_list("kind").annotate(many=Count("pk")))
    for kind, many in (
        Report.objects.visible_to(steward).order_by("kind").values_list("kind").annotate(many=Count("pk"))
    ):
        table.add_row(f"reports: {kind}", str(many), str(public.get(kind, 0)))
    table.add_row("judgements", str(Judgement.objects.filter(retraction=None).count()), "")
    table.add_row("figures", str(Figure.objects.count()), "")
    return table


def _ledger() -> str:
    signed = SignedCheckpoint.objects.prefetch_related("cosignatures").first()
    if signed is None:
        return f"{count_leaves():,} leaves, not signed yet (dalil ledger sign; a running server does it every hour)"
    names = ", ".join(dict.fromkeys(each.name for each in signed.cosignatures.all())) or "nobody yet"
    return f"{count_leaves():,} leaves; {signed.size:,} signed at {signed.at:%Y-%m-%d %H:%M %Z}, cosigned by {names}"


def _attention_to_access(chain: Chain) -> Iterator[str]:
    if chain.broken_at is not None:
        yield f"the log of access is broken at entry {chain.broken_at}: an entry was changed or taken out past Dalil"
    confirmers = find_confirmers().count()
    if is_required() and confirmers < 2:
        people = "nobody" if confirmers == 0 else "one person only"
        yield (
            f"{people} may confirm proposals, so nothing restricted can be opened or exported: give a second person the role steward, "
            "legal officer or tracing officer; whoever works alone sets DALIL_FOUR_EYES=off"
        )


def tell_open_connection(database: Mapping[str, Any]) -> str:
    """Say what is wrong with the way to a database on another machine: not encrypted for certain, or to a machine that nobody checked.

    database: an entry of `settings.DATABASES`. Empty for SQLite, a socket, this machine, and sslmode verify-ca or verify-full.
    """
    host, mode = str(database.get("HOST") or ""), str((database.get("OPTIONS") or {}).get("sslmode") or "prefer")
    if not str(database["ENGINE"]).endswith("postgresql") or not host or host.startswith("/") or _is_this_machine(host):
        return ""
    if mode in ("verify-ca", "verify-full"):
        return ""
    wrong = "does not check which machine answers" if mode == "require" else "may be read on the way"
    return f"the connection to PostgreSQL at {host} {wrong} (sslmode {mode}); add ?sslmode=verify-full to DALIL_DATABASE_URL"


def _is_this_machine(host: str) -> bool:
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host == "localhost"


def _attention() -> Iterator[str]:
    try:
        find_missing(["0" * 64])
    except StoreUnreachable as error:
        yield f"{error}; documents can be neither received nor read"
    if (kept := last_backup()) and timezone.now() - kept[0] > OLD_BACKUP:
        yield f"the last backup was taken on {kept[0]:%Y-%m-%d}; run: dalil backup FOLDER"
    if unsealed := count_unsealed():
        yield f"{unsealed:,} rows have no leaf in the ledger; the next write seals them"
    for made in find_undecided(Viewer.steward()):
        yield (
            f"the document {made.address} is {Level(made.level).name.lower()}, and its original was restricted since: decide about it at the desk"
        )
    if told := tell_open_connection(settings.DATABASES["default"]):
        yield told
    yield from (
        f"the guard {name} is missing from the database; run: dalil manage migrate" for name in missing_triggers()
    )
    yield from (
        f"the index {name} is missing from the database; run: dalil manage migrate" for name in missing_indexes()
    )
    runs = Import.objects.visible_to(Viewer.steward())
    for run in runs.exclude(state=Import.State.FINISHED):
        yield f"import {run.pk} of {run.document.filename} stopped at row {run.next_row}; import the file again to go on"
    for run in runs.exclude(flags={}):
        told = ", ".join(
            f"{many} {vocabulary.label('flags', flag, 'en')}"
            for flag, many in sorted(run.flags.items(), key=lambda each: -each[1])
        )
        yield f"import {run.pk} of {run.document.filename}: kept as said and flagged: {told}"
    waiting = runs.filter(failedrows__resolved_at=None, failedrows__isnull=False).annotate(many=Count("failedrows"))
    for run in waiting:
        yield f"import {run.pk} of {run.document.filename}: {run.many} rows failed; mend the cause and use --retry"
    for turn in last_turns():
        if turn.result and turn.result.status == TaskResultStatus.FAILED:
            yield f"job “{turn.job.name}” failed ({turn.result.exception_class_path}); the desk shows why under Jobs"
    if overdue := DBTaskResult.objects.ready().filter(enqueued_at__lt=timezone.now() - OVERDUE).count():
        yield f"{overdue} tasks wait and no worker does them: run dalil serve, or dalil worker"
    for letter in Letter.objects.filter(state=Letter.State.SENDING):
        if letter.trouble or not settings.MAIL_IS_SET:
            yield f"letter {letter.number} waits to be sent: {letter.trouble or 'no mail server is named (DALIL_MAIL)'}"
    for stale in figures.stale_figures():
        published, now = say_total(stale.published, "en"), say_total(stale.now, "en") if stale.now else ""
        yield f"figure “{stale.figure.slug}”: {say_change(published, now, stale.change.parts, 'en')}"
