"""`dalil export`: give out reports as lines that another record imports."""

from __future__ import annotations

import os
import shutil
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO

import click
from django.db.models import QuerySet
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from dalil import vocabulary
from dalil.access.models import Proposal
from dalil.archive import store
from dalil.archive.models import Document
from dalil.archive.protection import Viewer
from dalil.bulletin.record.views import find_public_reports
from dalil.cli.bagging import are_addresses, export_bag, propose_bag, say_left_out, use_confirmation
from dalil.cli.people import actor_named
from dalil.exports.bag.bag_contents import BagRequest
from dalil.exports.confirmed import count_left_out, propose_export, take_export, viewer_of_export
from dalil.exports.leaving import let_leave, why_files_stay
from dalil.exports.report_lines import report_lines
from dalil.record import actions
from dalil.record.kind import all_kinds
from dalil.record.models import Report

SHOWN_EVERY = 500  # lines


@click.command("export")
@click.argument("names", nargs=-1, required=True, metavar="FILE | ADDRESS…")
@click.option("--q", "words", default="", help="Only reports with these words, in either script.")
@click.option("--kind", default="", help="Only reports of this kind.")
@click.option("--place", default="", help="Only what lies in this place, by its code.")
@click.option("--source", default="", help="Only what this source says or passes on, by its code.")
@click.option("--document", default="", help="Only what stands in this document, by its address.")
@click.option("--public", is_flag=True, help="What the public may know, and nothing else.")
@click.option("--as", "username", default="", help="What this account may know.")
@click.option(
    "--propose", "reason", default="", help="Ask a second person to confirm an export of restricted reports; why."
)
@click.option("--confirmed", type=int, help="Take the export of this proposal, which a second person has confirmed.")
@click.option("--documents", is_flag=True, help="Copy the documents as well, into the folder `documents` beside FILE.")
@click.option(
    "--for", "purpose", default="", help="What for: a purpose that people consent to (internal, publication, icc …)."
)
@click.option(
    "--to",
    "to",
    default="",
    help="With ADDRESS: the new folder of the bag. With FILE: who receives it, as --recipient.",
)
@click.option(
    "--recipient",
    default="",
    help="Who receives it; kept on the record where consents cover what is in it.",
)
@click.option("--overwrite", is_flag=True, help="Write over FILE where it is there already.")
def export(
    names: tuple[str, ...],
    words: str,
    kind: str,
    place: str,
    source: str,
    document: str,
    public: bool,
    username: str,
    reason: str,
    confirmed: int | None,
    documents: bool,
    purpose: str,
    to: str,
    recipient: str,
    overwrite: bool,
) -> None:
    """Write reports to FILE, one a line, as `dalil import` reads them again; “-” prints them.

    With the ADDRESS of one or more entities, write a bag about them into the new folder --to: originals, reports, custody, proofs, and
    VERIFY.txt, which says how an outsider checks all of it without Dalil.

    The file holds what its viewer may know, with corrections, withdrawals and levels of protection. Unless --public or --as says
    otherwise that is the steward: everything, witnesses included. Only the owner can read the file. What is restricted is left out
    until a second person confirms the export at the desk (--propose, then --confirmed); DALIL_FOUR_EYES says whether that is asked for.

    What a consent does not permit for this purpose and recipient is left out, and the command says so; work inside the organisation is
    the purpose unless --for names another.
    """
    if public and username:
        raise click.UsageError("--public and --as name two viewers; the file is for one")
    if kind and kind not in all_kinds():
        raise click.UsageError(f"there is no kind “{kind}”; there are {', '.join(all_kinds())}")
    viewer = Viewer.public() if public else Viewer.of(actor_named(username)) if username else Viewer.steward()
    if purpose and not vocabulary.is_code("consent_purposes", purpose):
        known = ", ".join(term.code for term in vocabulary.terms("consent_purposes"))
        raise click.UsageError(f"there is no purpose “{purpose}”; there are {known}")
    for_whom = _ForWhom(viewer, public, username, purpose or ("publication" if public else "internal"), recipient)
    asked = {"q": words, "kind": kind, "place": place, "source": source, "document": document}
    if are_addresses(names):
        if documents or overwrite or any(asked.values()):
            raise click.UsageError(
                "a bag is about the entities that are named; --recipient, --for, --as and --public go with it"
            )
        _export_bag(names, to, for_whom, reason, confirmed)
        return
    if len(names) > 1:
        raise click.UsageError("one FILE, or the addresses of entities: 16 letters and digits each")
    for_whom = replace(for_whom, recipient=recipient or to)
    _export_lines(Path(names[0]), asked, for_whom, reason, confirmed, documents=documents, overwrite=overwrite)


@dataclass(frozen=True)
class _ForWhom:
    """Who takes an export out, what for, and who receives it."""

    viewer: Viewer
    public: bool
    username: str
    purpose: str
    recipient: str


def _export_bag(entities: tuple[str, ...], to: str, for_whom: _ForWhom, reason: str, confirmed: int | None) -> None:
    request = BagRequest(
        entities=entities,
        viewer=for_whom.viewer,
        actor=actor_named(for_whom.username),
        purpose=for_whom.purpose,
        recipient=for_whom.recipient,
    )
    if reason:
        _say_proposed(propose_bag(request, reason=reason))
        return
    if not to:
        raise click.UsageError("--to names the new folder of the bag")
    if confirmed:
        request = use_confirmation(confirmed, request, Path(to))
    export_bag(Path(to), request)


def _export_lines(
    file: Path,
    asked: dict[str, str],
    for_whom: _ForWhom,
    reason: str,
    confirmed: int | None,
    *,
    documents: bool,
    overwrite: bool,
) -> None:
    viewer, username = for_whom.viewer, for_whom.username
    if file.is_dir():
        raise click.UsageError(f"{file} is a folder")
    to_terminal = str(file) == "-"
    if to_terminal and documents:
        raise click.UsageError("--documents needs a FILE to lie beside")
    if not to_terminal and file.exists() and not overwrite:
        raise click.ClickException(f"{file} is there already; --overwrite writes over it")
    reports = find_public_reports(asked, viewer)
    if reason:
        proposal = propose_export(reports, by=actor_named(username), reason=reason, query=asked)
        _say_proposed(proposal.pk)
        return
    taken = _confirmed(confirmed, asked) if confirmed else None
    if taken:
        try:
            reports = take_export(taken, reports, by=actor_named(username))
        except actions.Refused as error:
            raise click.ClickException(f"proposal {confirmed}: {error}") from error
    elif left_out := count_left_out(reports, viewer):
        click.echo(
            f"{left_out:,} restricted reports are left out; --propose WHY asks a second person for them", err=True
        )
    let_out = let_leave(
        reports,
        viewer_of_export(viewer, taken),
        how="export",
        purpose=for_whom.purpose,
        recipient=for_whom.recipient,
        actor=None if for_whom.public else actor_named(username),
    )
    reports = let_out.reports
    for address, permission in let_out.withheld:
        click.echo(f"{address} is left out: {permission.reason}", err=True)
    total = reports.count()
    try:
        with (
            nullcontext(sys.stdout.buffer) if to_terminal else _written_whole(file) as out,
            _progress(total) as advance,
        ):
            written = _write(reports, viewer, taken, out, advance)
        if to_terminal:
            return
        click.echo(f"{written:,} report{'' if written == 1 else 's'} in {file}")
        exported = viewer_of_export(viewer, taken)
        lost = _copy_documents(reports, exported, file.parent / "documents", for_whom) if documents else []
    except OSError as error:
        raise click.ClickException(f"{error.filename or file}: {error.strerror or error}") from error
    if lost:
        raise click.ClickException("\n".join(lost))


def _say_proposed(number: int) -> None:
    click.echo(f"Nothing is exported yet: proposal {number} waits at the desk for a second person.")
    click.echo(f"When it is confirmed, run this again with --confirmed {number}, without --propose.")


def _confirmed(number: int, asked: dict[str, str]) -> Proposal:
    """The proposal with this number. Raises click.ClickException where there is none, or where it is about another export."""
    proposal = Proposal.objects.filter(pk=number, of=Proposal.Of.EXPORT).first()
    if proposal is None or proposal.asked["query"] != asked:
        raise click.ClickException(f"there is no proposal {number} of this export")
    return proposal


def _write(
    reports: QuerySet[Report], viewer: Viewer, taken: Proposal | None, out: IO[bytes], advance: Callable[[int], None]
) -> int:
    written = 0
    for line in report_lines(reports, viewer, taken):
        out.write(line.encode())
        written += 1
        if written % SHOWN_EVERY == 0:
            advance(written)
    return written


@contextmanager
def _written_whole(file: Path) -> Iterator[IO[bytes]]:
    """A file that is there once it is whole, and that nobody but its owner reads; half of it never stands under its name."""
    part = file.with_name(f".{file.name}.part")
    try:
        with open(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as out:
            yield out
        part.replace(file)
    finally:
        part.unlink(missing_ok=True)


def _copy_documents(reports: QuerySet[Report], viewer: Viewer, folder: Path, for_whom: _ForWhom) -> list[str]:
    """Copy the documents that the reports stand in, each under its digest, but for those that may not leave as files.

    Returns a sentence for each that cannot be copied.
    """
    folder.mkdir(exist_ok=True)
    shown = Report.objects.visible_to(viewer).filter(pk__in=reports.order_by().values("pk"))
    behind = Document.objects.visible_to(viewer).filter(pk__in=shown.values("document"))
    copied, lost, stay = 0, [], Counter[str]()
    found = list(behind.order_by("pk"))
    why = why_files_stay(found, viewer, purpose=for_whom.purpose, recipient=for_whom.recipient)
    for document in found:
        if reason := why[document.pk]:
            stay[reason] += 1
            continue
        digest = document.sha256
        try:
            with store.open_verified(digest) as kept, _written_whole(folder / digest) as out:
                shutil.copyfileobj(kept, out)
            copied += 1
        except FileNotFoundError:
            lost.append(f"the document {digest} is missing from the archive; it was not copied")
        except store.DamagedDocument as error:
            lost.append(f"{error}; it was not copied")
    click.echo(f"{copied:,} document{'' if copied == 1 else 's'} in {folder}")
    for reason, count in stay.items():
        say_left_out("document", count, reason)
    return lost


@contextmanager
def _progress(total: int) -> Iterator[Callable[[int], None]]:
    """A bar with the rate, where somebody is watching."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield lambda written: None
        return
    columns = (TextColumn("Exporting"), BarColumn(), TextColumn("{task.completed:,} of {task.total:,} reports"))
    with Progress(*columns, TimeElapsedColumn(), console=console) as bar:
        task = bar.add_task("", total=total)
        yield lambda written: bar.update(task, completed=written)
