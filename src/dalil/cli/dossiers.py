"""`dalil dossier`: the dossiers there are, and handing one out as a bag."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import click
from django.contrib.auth.models import User

from dalil import vocabulary
from dalil.archive.protection import Viewer
from dalil.cases.dossiers.circle import visible_dossiers
from dalil.cases.dossiers.handing_out import HandOver, hand_out, request_of
from dalil.cases.dossiers.matrix import read_matrix
from dalil.cli.bagging import propose_bag, use_confirmation
from dalil.cli.people import actor_named
from dalil.exports.bag.bag_contents import NothingLeaves, OtherThanConfirmed
from dalil.exports.bag.leaving_words import say_left_out
from dalil.proofs.signing import AnotherHistory
from dalil.record import actions


@click.group()
def dossier() -> None:
    """Dossiers of cases, as the legal officer of --as may see them."""


@dossier.command("list")
@click.option("--as", "username", required=True, help="The account of a legal officer.")
def list_dossiers(username: str) -> None:
    """List the dossiers, with how many elements each asks about and for how many of them nothing speaks."""
    viewer = Viewer.of(_officer(username))
    for each in visible_dossiers(viewer).order_by("prefix"):
        matrix = read_matrix(each, viewer)
        click.echo(
            f"{each.prefix}  {each.title}: {len(matrix.evidence)} things, {len(matrix.open_cells)} of "
            f"{len(matrix.cells)} elements open"
            + (f", {matrix.unseen} things that {username} may not see" if matrix.unseen else "")
        )


@dossier.command("hand-out")
@click.argument("prefix")
@click.option("--as", "username", required=True, help="The account of the legal officer who hands it out.")
@click.option("--recipient", required=True, help="Who receives it.")
@click.option("--for", "purpose", required=True, help="What for: a purpose that people consent to (icc, iiim, un …).")
@click.option("--terms", required=True, help="Under which terms it goes.")
@click.option("--to", "folder", type=click.Path(path_type=Path), help="The new folder of the bag.")
@click.option("--propose", "reason", default="", help="Ask a second person to confirm restricted things in it; why.")
@click.option("--confirmed", type=int, help="Take what this proposal asked for, which a second person has confirmed.")
def hand_out_dossier(
    prefix: str,
    username: str,
    recipient: str,
    purpose: str,
    terms: str,
    folder: Path | None,
    reason: str,
    confirmed: int | None,
) -> None:
    """Write the dossier PREFIX as a bag: index, matrix of elements, originals, proofs, and what was left out by count and reason.

    The list of what was handed out keeps to whom it went and under which terms. Restricted things stay out unless a second person
    confirmed that they leave (--propose, then --confirmed).
    """
    officer = _officer(username)
    viewer = Viewer.of(officer)
    found = visible_dossiers(viewer).filter(prefix=prefix.upper()).first()
    if found is None:
        raise click.ClickException(f"there is no dossier {prefix}")
    if not vocabulary.is_code("consent_purposes", purpose):
        known = ", ".join(term.code for term in vocabulary.terms("consent_purposes"))
        raise click.UsageError(f"there is no purpose “{purpose}”; there are {known}")
    over = HandOver(recipient=recipient, purpose=purpose, terms=terms)
    if reason:
        number = propose_bag(request_of(found, over, viewer=viewer, actor=officer), reason=reason)
        click.echo(f"Proposal {number} waits for a second person at the desk; then: --confirmed {number}")
        return
    if folder is None:
        raise click.UsageError("--to names the new folder of the bag")
    if confirmed:
        request = use_confirmation(confirmed, request_of(found, over, viewer=viewer, actor=officer), folder)
        over = replace(over, taken=request.taken)
    try:
        handed, made = hand_out(found, folder, over, viewer=viewer, actor=officer)
    except NothingLeaves as error:
        raise click.ClickException(str(error)) from error
    except (actions.Refused, OtherThanConfirmed, AnotherHistory) as error:
        raise click.ClickException(str(error)) from error
    except OSError as error:
        raise click.ClickException(f"{error.filename or folder}: {error.strerror or error}") from error
    click.echo(
        f"{handed.reports:,} reports and {handed.documents:,} documents in {folder}; VERIFY.txt says how to check them"
    )
    click.echo(f"speaks against an element: {handed.against_in} in it, {handed.against_out} left out")
    for sentence in say_left_out(handed.left_out, "en"):
        click.echo(f"left out: {sentence}", err=True)
    click.echo(f"{made.digest}  {folder.name}/tagmanifest-sha256.txt")


def _officer(username: str) -> User:
    account = actor_named(username)
    if not account.has_perm("desk.dossiers"):
        raise click.ClickException(f"{username} does not work on dossiers")
    return account
