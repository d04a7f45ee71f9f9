"""`dalil manage`: Django's own commands, in this home."""

from __future__ import annotations

import sys

import click
from django.core.management import execute_from_command_line


@click.command(context_settings={"ignore_unknown_options": True, "allow_extra_args": True, "help_option_names": []})
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def manage(arguments: tuple[str, ...]) -> None:
    """Run one of Django's own commands: dalil manage migrate."""
    execute_from_command_line([f"{sys.argv[0]} manage", *arguments])
