"""`dalil demo`: the example front page, loaded and served."""

from __future__ import annotations

import os
import secrets

import click
from django.contrib.auth.models import Group, User
from rich.console import Console
from rich.table import Table

from dalil.archive.protection import Viewer
from dalil.bulletin import example
from dalil.cli.people import password_file
from dalil.cli.serving import run
from dalil.columns import projection
from dalil.record import actions

EDITOR, KEEPER = "edith", "salma"
"""Who writes and publishes in the demo, as most people will see the desk; and who keeps the machine."""


@click.command()
@click.option("--no-serve", is_flag=True, help="Load and stop, for scripts.")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535), help="Port to listen on.")
def demo(no_serve: bool, host: str, port: int) -> None:
    """Load the example front page (May 2019, in English and Arabic) and serve it. Loading it twice adds nothing."""
    try:
        loaded = example.load(actions.system_actor())
    except actions.Refused as error:
        raise click.ClickException(str(error)) from error
    projection.refresh(Viewer.public())
    table = Table("what was loaded", "", box=None, header_style="bold")
    for what, many in loaded.items():
        table.add_row(what, str(many))
    Console().print(table)
    os.environ.setdefault("DALIL_SECOND_FACTOR", "offered")  # for the server's processes, which read it anew
    editor, keeper = introduce(EDITOR, "editor"), introduce(KEEPER, "steward", keeper=True)
    click.echo(f"Sign in to the desk as {EDITOR}, an editor, with the password {editor}")
    click.echo(f"{KEEPER} keeps the machine and may do everything: password {keeper}")
    click.echo("The demo offers a second factor and does not require it; dalil serve requires it of everybody.")
    if not no_serve:
        run(host, port, workers=1)


def introduce(name: str, role: str, *, keeper: bool = False) -> str:
    """Give a person of the demo an account with a role, and a random password that is told and kept for the owner of the home.

    keeper: whether the account may do everything. One that an earlier demo made so, and that no longer is, is made less. Returns the password.
    """
    account, created = User.objects.get_or_create(username=name)
    if account.is_superuser != keeper or account.is_staff != keeper:
        account.is_superuser = account.is_staff = keeper
        account.save()
    account.groups.add(*Group.objects.filter(name=role))
    kept = password_file(of_keeper=keeper)
    if created or not kept.exists():
        password = secrets.token_urlsafe(12)
        account.set_password(password)
        account.save()
        with os.fdopen(os.open(kept, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            file.write(password)
    return kept.read_text()
