"""`dalil sealed`: setting up the sealed compartment, its officers, and the way back in with the recovery key."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any

import click
from django.contrib.auth.models import User

from dalil.cli.people import actor_named
from dalil.record.actions import Refused
from dalil.record.sealed import compartment
from dalil.record.sealed.models import KeyHolder
from dalil.record.sealed.open_compartment import OpenCompartment

PAPER = "Write it down or print it, twice, keep it in two safe places, and on no machine. It is not shown again."

_identity_option = click.option(
    "--identity",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="The file of the officer's own identity, where they hold it themselves.",
)


def _in_words(command: Callable[..., None]) -> Callable[..., None]:
    @wraps(command)
    def told(*args: Any, **kwargs: Any) -> None:
        try:
            command(*args, **kwargs)
        except Refused as error:
            raise click.ClickException(str(error)) from error

    return told


@click.group()
def sealed() -> None:
    """The compartment in which identities and contacts of witnesses, families and sources are sealed."""


@sealed.command()
@click.argument("officer")
@click.option("--recipient", default="", help="The recipient (age1…) of an identity that the officer holds.")
@_in_words
def init(officer: str, recipient: str) -> None:
    """Set the compartment up, with OFFICER as the first who can open it, and print the recovery key once."""
    account = _officer(officer)
    if compartment.is_set_up():
        raise click.ClickException("the sealed compartment is set up already")
    recovery = compartment.set_up(
        account, recipient=recipient, passphrase="" if recipient else _new_passphrase(officer)
    )
    click.echo(f"The compartment is set up; {officer} can open it.")
    click.echo(f"Recovery key:\n\n    {recovery}\n\n{PAPER}")


@sealed.command()
@_in_words
def officers() -> None:
    """List who can open the compartment, and who asks to."""
    for holder in compartment.holders():
        name = holder.user.username if holder.user else "recovery key"
        state = f"since {holder.admitted_at:%Y-%m-%d}" if holder.admitted_at else "asks to be admitted"
        where = "kept here under a passphrase" if holder.kept_identity else "held by its owner"
        click.echo(f"{name}\t{state}\t{where}\t{holder.recipient}")


@sealed.command("add-officer")
@click.argument("officer")
@click.option("--by", "opener", required=True, help="The officer who opens the compartment for this.")
@click.option("--recipient", default="", help="The recipient (age1…) of an identity that the new officer holds.")
@_identity_option
@_in_words
def add_officer(officer: str, opener: str, recipient: str, identity: Path | None) -> None:
    """Let OFFICER open the compartment from now on. Who made a key at the desk is admitted with it; else one is made here."""
    account, by = _officer(officer), actor_named(opener)
    opened = _unlock(by, identity)
    holder = KeyHolder.objects.filter(user=account, removed_at=None).first()
    if holder is None:
        passphrase = "" if recipient else _new_passphrase(officer)
        holder = compartment.make_holder(account, recipient=recipient, passphrase=passphrase)
    click.confirm(f"The recipient of {officer} is {holder.recipient}. Is it the one they told you?", abort=True)
    compartment.admit(opened, holder, actor=by)
    click.echo(f"{officer} can open the compartment.")


@sealed.command("remove-officer")
@click.argument("officer")
@click.option("--by", "opener", required=True, help="The officer who opens the compartment for this.")
@click.option("--reason", required=True, help="Why; kept on the record.")
@_identity_option
@_in_words
def remove_officer(officer: str, opener: str, reason: str, identity: Path | None) -> None:
    """Take OFFICER's key out of the compartment: everything is sealed to a new key, and every session closes."""
    by = actor_named(opener)
    holder = KeyHolder.objects.filter(user__username=officer, removed_at=None).first()
    if holder is None:
        raise click.ClickException(f"{officer} has no key of the compartment")
    compartment.remove(_unlock(by, identity), holder, actor=by, reason=reason)
    click.echo(f"{officer} opens nothing any more; everything is sealed to a new key.")


@sealed.command()
@click.argument("officer")
@_in_words
def recover(officer: str) -> None:
    """Open the compartment with the recovery key, give OFFICER a new key, and print a new recovery key."""
    account = _officer(officer)
    found = compartment.unlock_with_recovery(click.prompt("Recovery key", hide_input=True), actor=account)
    lost = KeyHolder.objects.filter(user=account, removed_at=None).first()
    passphrase = _new_passphrase(officer)
    found, recovery = compartment.recover(found, account, lost=lost, passphrase=passphrase)
    click.echo(f"{officer} can open the compartment; key {found.generation} is in force.")
    click.echo(f"New recovery key; the old one opens nothing any more:\n\n    {recovery}\n\n{PAPER}")


@sealed.command("new-recovery")
@click.option("--by", "opener", required=True, help="The officer who opens the compartment for this.")
@_identity_option
@_in_words
def new_recovery(opener: str, identity: Path | None) -> None:
    """Make a new recovery key and print it once; the old one opens nothing any more."""
    by = actor_named(opener)
    recovery = compartment.replace_recovery(_unlock(by, identity), actor=by)
    click.echo(f"New recovery key:\n\n    {recovery}\n\n{PAPER}")


def _officer(name: str) -> User:
    account = actor_named(name)
    if not account.has_perm("desk.open_sealed"):
        raise click.ClickException(f"{name} has no role that may open the sealed compartment")
    return account


def _unlock(by: User, identity: Path | None) -> OpenCompartment:
    if identity:
        return compartment.unlock(by, identity=identity.read_text(encoding="utf-8", errors="replace"))
    return compartment.unlock(by, passphrase=click.prompt(f"Passphrase of {by.username}", hide_input=True))


def _new_passphrase(name: str) -> str:
    told: str = click.prompt(f"New passphrase of {name}", hide_input=True, confirmation_prompt=True)
    return told
