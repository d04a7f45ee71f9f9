"""`dalil user` and `dalil protect`: who may come in, and what they may see."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import click
from django.conf import settings
from django.contrib.auth.models import Group, User
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from dalil.access import accounts
from dalil.access.proposals import DEMO_PASSWORD
from dalil.archive.models import Document
from dalil.archive.protection import Level, Viewer
from dalil.desk.protecting.telling_files import read_document
from dalil.desk.sign_in.factors import take_off_factors
from dalil.desk.sign_in.models import OneTimePassphrase
from dalil.desk.sign_in.passphrases import VALID_FOR, give_one_time_passphrase
from dalil.desk.sign_in.sessions import end_sessions
from dalil.gate import doors as gate
from dalil.gate.examination import Asker
from dalil.lookup.match import Match, Reason
from dalil.lookup.sources import find_source
from dalil.lookup.sources_in_record import name_sources
from dalil.record import actions
from dalil.record.models import Report, Source
from dalil.wording.file_metadata import say_particulars


@click.command()
@click.argument("name")
@click.option("--role", "roles", multiple=True, help="A role to give: reader, contributor, analyst, editor, steward …")
@click.option("--steward", is_flag=True, help="Keeper of the machine: may do and see everything.")
@click.option("--close", is_flag=True, help="Close the account: it can no longer sign in; what it wrote stays.")
@click.option("--open", "reopen", is_flag=True, help="Open a closed account again.")
@click.option("--ask-password", is_flag=True, help="Type the password instead of having one made.")
@click.option("--new-password", is_flag=True, help="Make a password for one time: the way in for who forgot theirs.")
@click.option("--lost-factor", is_flag=True, help="Take off the second factor; the next sign-in sets up a new one.")
@click.option("--end-sessions", "end_all", is_flag=True, help="End every session of the account.")
def user(
    name: str,
    roles: tuple[str, ...],
    steward: bool,
    close: bool,
    reopen: bool,
    ask_password: bool,
    new_password: bool,
    lost_factor: bool,
    end_all: bool,
) -> None:
    """Make an account for a person, or give it a role or a new password, or help who cannot get in.

    A password that is made is for one time: it opens only the form that changes it, and not for longer than a week.
    """
    if name == actions.SYSTEM:
        raise click.ClickException(f"“{name}” is the record's own account; nobody signs in as it")
    try:
        User.username_validator(name)
    except ValidationError as error:
        raise click.ClickException(f"“{name}”: {' '.join(error.messages)}") from error
    account, created = User.objects.get_or_create(username=name)
    known = set(Group.objects.values_list("name", flat=True))
    for role in roles:
        if role not in known:
            raise click.ClickException(f"there is no role “{role}”; there are {', '.join(sorted(known))}")
    account.groups.add(*Group.objects.filter(name__in=roles))
    if steward:
        account.is_superuser = account.is_staff = True
    account.is_active = (account.is_active or reopen) and not close
    if ask_password:
        account.set_password(_typed_password(account))
        OneTimePassphrase.objects.filter(user=account).delete()
    account.save()
    if end_all or ask_password:
        end_sessions(account)
    if (created or new_password) and not ask_password:
        click.echo(f"Password of {name}: {give_one_time_passphrase(account)}")
        click.echo(f"It must be changed at the next sign-in, and is valid for {VALID_FOR // timedelta(hours=1)} hours.")
    if lost_factor:
        taken = take_off_factors(account)
        click.echo("The second factor is taken off." if taken else "There was no second factor.")
    click.echo(
        f"{name}: {'may sign in' if account.is_active else 'closed'}; roles: {', '.join(account.groups.values_list('name', flat=True)) or 'none'}"
    )


def _typed_password(account: User) -> str:
    password: str = click.prompt("Password", hide_input=True, confirmation_prompt=True)
    try:
        validate_password(password, account)
    except ValidationError as error:
        raise click.ClickException(" ".join(error.messages)) from error
    return password


@click.command()
@click.argument("name")
@click.option("--reason", default="", help="Why; kept in the log of access.")
def pause(name: str, reason: str) -> None:
    """Close an account at once: all its sessions end. `dalil user NAME --open` opens it again; old sessions stay ended."""
    account = User.objects.filter(username=name).exclude(username=actions.SYSTEM).first()
    if account is None:
        raise click.ClickException(f"there is no account “{name}”")
    if not account.is_active:
        raise click.ClickException(f"{name} is closed already")
    accounts.pause(account, by=None, reason=reason)
    click.echo(f"{name} is paused; all its sessions have ended")


@click.command()
@click.argument("thing", type=click.Choice(["source", "document", "report"]))
@click.argument("code")
@click.option("--level", required=True, type=click.Choice(["public", "internal", "restricted"]))
@click.option("--group", "groups", multiple=True, help="Who may still see it, where it is restricted.")
@click.option("--reason", default="", help="Why; kept in the log.")
@click.option("--as", "username", default="", help="The account in whose name this is done.")
@click.option(
    "--override", is_flag=True, help="Make it public although the gate objects; a second account has to as well."
)
def protect(
    thing: str, code: str, level: str, groups: tuple[str, ...], reason: str, username: str, override: bool
) -> None:
    """Decide who may see a source (by code), a document (by digest) or a report (by address)."""
    steward = Viewer.steward()
    source: Match[str] = find_source(code, name_sources(steward)) if thing == "source" else Match()
    found = {
        "source": Source.objects.visible_to(steward).filter(
            code__in=source.candidates if source.reason is Reason.HOMONYMS else [source.found]
        ),
        "document": Document.objects.visible_to(steward).filter(sha256__startswith=code),
        "report": Report.objects.visible_to(steward).filter(address=code),
    }[thing]
    if len(found) != 1:
        near = ", ".join(source.alternatives)
        hint = f"; did you mean {near}?" if near else ""
        raise click.ClickException(f"{len(found)} {thing}s answer to “{code}”{hint}")
    members = list(Group.objects.filter(name__in=groups))
    if missing := set(groups) - {group.name for group in members}:
        raise click.ClickException(f"there is no group {', '.join(sorted(missing))}")
    try:
        outcome = gate.protect(
            found[0],
            Level[level.upper()],
            asker=Asker(actor_named(username)),
            groups=members,
            reason=reason,
            override=override,
        )
    except actions.Refused as error:
        raise click.ClickException(str(error)) from error
    if outcome.proposal:
        click.echo(
            f"{thing} {code} stays as it is: proposal {outcome.proposal.pk} waits at the desk for a second person"
        )
        return
    click.echo(f"{thing} {found[0].code if thing == 'source' else code} is now {level}")
    if thing == "document" and level == "public":
        for line in say_particulars(read_document(found[0]), "en"):
            click.echo(f"its file tells beside what it shows: {line}", err=True)


def actor_named(username: str) -> User:
    """The account a command writes as: the one named, or the record's own."""
    if not username:
        return actions.system_actor()
    account = User.objects.filter(username=username, is_active=True).first()
    if account is None:
        raise click.ClickException(f"nobody may sign in as “{username}”")
    return account


def password_file(*, of_keeper: bool = False) -> Path:
    """Where `dalil demo` leaves the password of its editor, or of who keeps its machine, readable by the owner of the home alone."""
    return Path(settings.DALIL_HOME) / (f"{DEMO_PASSWORD}-of-keeper" if of_keeper else DEMO_PASSWORD)
