"""The `dalil` command. Its help is there before Django is, and each command is read only when it is called."""

from __future__ import annotations

import importlib
import os
import sys

import click

COMMANDS = {
    "demo": "dalil.cli.demo:demo",
    "serve": "dalil.cli.serving:serve",
    "worker": "dalil.cli.working:worker",
    "feeds": "dalil.cli.feeds:feeds",
    "letters": "dalil.cli.letters:letters",
    "import": "dalil.cli.importing:import_",
    "export": "dalil.cli.exporting:export",
    "match": "dalil.cli.matching:match",
    "site": "dalil.cli.site:site",
    "sanctions": "dalil.cli.sanctions:sanctions",
    "watch": "dalil.cli.watching:watch",
    "count": "dalil.cli.count:count",
    "status": "dalil.cli.status:status",
    "rebuild": "dalil.cli.status:rebuild",
    "user": "dalil.cli.people:user",
    "pause": "dalil.cli.people:pause",
    "protect": "dalil.cli.people:protect",
    "sealed": "dalil.cli.sealing:sealed",
    "backup": "dalil.cli.backup:backup",
    "restore": "dalil.cli.backup:restore",
    "move": "dalil.cli.move:move",
    "dossier": "dalil.cli.dossiers:dossier",
    "partners": "dalil.cli.exchanging:partners",
    "bundle": "dalil.cli.exchanging:bundle",
    "receive": "dalil.cli.exchanging:receive",
    "capture": "dalil.cli.capturing:capture",
    "archive": "dalil.cli.archive:archive",
    "verify": "dalil.cli.verifying:verify",
    "ledger": "dalil.cli.proof:ledger",
    "witness": "dalil.cli.proof:witness",
    "read": "dalil.cli.reading:read",
    "kinds": "dalil.cli.kinds:kinds",
    "manage": "dalil.cli.manage:manage",
}
"""Each command and where it is written."""


LEAVE_DATABASE = ("manage", "kinds", "read", "restore")
"""The commands before which no database is made or migrated."""


NO_ROOM = (
    "the disk is full. What was acknowledged is kept, and nothing stands by half; "
    "make room on the disk of the home and of the file that is written, and give the command again"
)


class LazyGroup(click.Group):
    """A group whose commands are imported when they are needed."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        prepare_django(cmd_name)
        module, _, name = COMMANDS[cmd_name].partition(":")
        command: click.Command = getattr(importlib.import_module(module), name)
        return command

    def invoke(self, ctx: click.Context) -> object:
        from dalil.archive.store_interface import StoreUnreachable
        from dalil.home import is_disk_full

        try:
            return super().invoke(ctx)
        except Exception as error:
            if is_disk_full(error):
                raise click.ClickException(NO_ROOM) from error
            if isinstance(error, StoreUnreachable):
                raise click.ClickException(
                    f"{error}. Nothing of this is kept by half; give the command again"
                ) from error
            raise

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, SUMMARIES[name]) for name in COMMANDS])


SUMMARIES = {
    "demo": "Load the example front page and serve it.",
    "serve": "Serve the site and the desk on this machine.",
    "worker": "Do what waits: publish pages on time, sweep, send.",
    "feeds": "The feeds that are followed: add, list, remove.",
    "letters": "The letter: who gets it, erasing an address, what mail servers send back.",
    "import": "Bring in a file; every row becomes a report or a named error.",
    "site": "Write the public site as plain files.",
    "export": "Write reports to a file that another record imports.",
    "match": "Find reports about the same thing; train what weighs them.",
    "watch": "Addresses and folders that are watched for new versions of lists.",
    "sanctions": "Lists of sanctions: take versions in, see what changed, who stands on them.",
    "count": "Ask how many, where, when, with what, by whom, according to whom.",
    "status": "What the record holds, and what is stale.",
    "rebuild": "Work out the projections anew from reports and judgements.",
    "user": "Make an account for a person, or give it a role or a new password.",
    "pause": "Close an account at once; all its sessions end.",
    "protect": "Decide who may see a source, a document or a report.",
    "sealed": "Set up the sealed compartment of identities, and its officers.",
    "backup": "Copy the record, its documents and its keys, also while Dalil serves.",
    "restore": "Put a backup back into an empty home.",
    "move": "Move the database to PostgreSQL or back, whole and verified.",
    "dossier": "Dossiers of cases: list them, hand one out as a bag.",
    "partners": "The other records with which bundles are exchanged: add, list.",
    "bundle": "Write a signed bundle of reports for a partner.",
    "receive": "Take in a bundle of a partner, as a whole or not at all.",
    "capture": "Capture a page of the web as evidence, and look at it again.",
    "archive": "The documents' files: list, check, put back, and what was done with one.",
    "verify": "Check files, rows and ledger against each other: whether anything was touched.",
    "ledger": "Sign the ledger, give it out as files, prove something of it.",
    "witness": "Cosign the ledger of a partner; a fork or a rolled-back one is refused.",
    "read": "Read the counts and days of a text, and show what is not certain.",
    "kinds": "The kinds of report, and their JSON Schema.",
    "manage": "Django's own commands.",
}


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="dalil")
def main() -> None:
    """Dalil keeps every telling with its source, counts in ranges, and publishes figures that open to their reports.

    DALIL_HOME says where data lives; DALIL_DATABASE_URL switches to PostgreSQL.
    """


def prepare_django(command: str = "") -> None:
    """Open the home, set Django up, and make sure that the database is there and of today's shape, where the command wants that.

    Help is given without a home and makes none.
    """
    import django
    from django.apps import apps
    from django.conf import settings
    from django.core.exceptions import ImproperlyConfigured

    from dalil.home import open_home

    if apps.ready:
        return
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dalil.settings")
    asks_for_help = not {"-h", "--help"}.isdisjoint(sys.argv[1:])
    try:
        if not asks_for_help:
            open_home(settings.DALIL_HOME)
        django.setup()
    except OSError as error:
        raise click.ClickException(f"the home cannot be used: {error}; DALIL_HOME says where it is") from error
    except ImproperlyConfigured as error:
        raise click.ClickException(str(error)) from error
    if command not in LEAVE_DATABASE and not asks_for_help:
        from dalil.cli.home import prepare_home

        prepare_home()
