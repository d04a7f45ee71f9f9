"""`dalil export ADDRESS… --to FOLDER`: a case file as a bag, which an outsider checks without Dalil."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import click

from dalil.access import proposals
from dalil.access.models import Proposal
from dalil.exports.bag.bag_contents import (
    BagRequest,
    NothingLeaves,
    OtherThanConfirmed,
    UnknownEntity,
    check_confirmed,
    describe_bag,
    reports_of,
    write_bag,
)
from dalil.exports.bag.leaving_words import say_reason
from dalil.exports.bag.left_out import LeftOut
from dalil.exports.confirmed import propose_export
from dalil.proofs.signing import AnotherHistory
from dalil.record import actions
from dalil.record.models import Report

HINTS = {
    "restricted": "--propose WHY asks a second person for them",
    "damaged": "dalil archive repair puts it back from a copy",
    "purpose_not_consented": "--for names one",
    "recipient_not_consented": "--recipient names one",
    "consent_for_inside": "--for names another purpose",
}
"""What can be done about a reason for which things are left out, by its code."""


def are_addresses(names: Sequence[str]) -> bool:
    """Tell whether all names are spelled as addresses of reports and entities, and not as files."""
    return all(re.fullmatch(r"[a-z2-7]{16}", name) for name in names)


def propose_bag(request: BagRequest, *, reason: str) -> int:
    """Lay a bag with restricted reports before a second person. Returns the number of the proposal."""
    try:
        ids, query = reports_of(request), describe_bag(request)
    except UnknownEntity as error:
        raise click.ClickException(str(error)) from error
    reports = Report.objects.visible_to(request.viewer).filter(pk__in=ids)
    return propose_export(reports, by=request.actor, reason=reason, query=query).pk


def use_confirmation(number: int, request: BagRequest, folder: Path) -> BagRequest:
    """Use up the confirmation of a bag, when it is the one that was confirmed and can be written. Returns the request with it."""
    proposal = Proposal.objects.filter(pk=number, of=Proposal.Of.EXPORT).first()
    if proposal is None:
        raise click.ClickException(f"there is no proposal {number} of this export")
    if folder.exists():
        raise click.ClickException(f"{folder}: it is there already; a bag is written into a new folder")
    try:
        check_confirmed(request, proposal)
        proposals.use(proposal, by=request.actor)
    except (OtherThanConfirmed, UnknownEntity) as error:
        raise click.ClickException(str(error)) from error
    except actions.Refused as error:
        raise click.ClickException(f"proposal {number}: {error}") from error
    return replace(request, taken=proposal)


def export_bag(folder: Path, request: BagRequest) -> None:
    """Write a bag and say what is in it, and what is not."""
    try:
        made = write_bag(folder, request)
    except NothingLeaves as error:
        _say_all_left_out(error.left_out)
        raise click.ClickException(str(error)) from error
    except (UnknownEntity, OtherThanConfirmed, AnotherHistory) as error:
        raise click.ClickException(str(error)) from error
    except OSError as error:
        raise click.ClickException(f"{error.filename or folder}: {error.strerror or error}") from error
    click.echo(
        f"{made.reports:,} reports and {made.documents:,} documents in {folder}; VERIFY.txt says how to check them"
    )
    _say_all_left_out(made.left_out)
    for each in made.unproven:
        click.echo(f"{each['noun']} {each['name']} is in it without a proof: {each['why']}", err=True)
    for why in made.unstamped:
        click.echo(f"without a time stamp: {why}", err=True)
    click.echo(f"{made.digest}  {folder.name}/tagmanifest-sha256.txt")


def _say_all_left_out(left_out: Sequence[LeftOut]) -> None:
    for (noun, reason), count in sorted(Counter((each.noun, each.reason) for each in left_out).items()):
        say_left_out(noun, count, reason)


def say_left_out(noun: str, count: int, reason: str) -> None:
    """Say on the error stream how many things of a sort are left out of what is written. reason: its code in `left-out.json`."""
    hint = f"; {HINTS[reason]}" if reason in HINTS else ""
    click.echo(f"left out: {count:,} {noun}{'' if count == 1 else 's'}, {say_reason(reason, 'en')}{hint}", err=True)
