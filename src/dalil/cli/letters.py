"""`dalil letters`: the letter, its subscribers, and what mail servers send back."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import click
from django.utils import timezone

from dalil.bulletin.newsletter import bounces as returned
from dalil.bulletin.newsletter import sending
from dalil.bulletin.newsletter import subscribers as kept
from dalil.bulletin.newsletter.models import Letter


@click.group()
def letters() -> None:
    """The letter: how far each has come, who gets it, and what mail servers send back."""


@letters.command("list")
def list_() -> None:
    """List the letters that were issued, with how many deliveries are in which state; and how many subscribe."""
    for letter in Letter.objects.filter(number__isnull=False).order_by("number"):
        states = letter.deliveries.order_by().values_list("state", flat=True)
        counts = {state: sum(each == state for each in states) for state in dict.fromkeys(states)}
        told = ", ".join(f"{many} {state}" for state, many in sorted(counts.items())) or "to nobody"
        click.echo(f"{letter.number}\t{letter.state}\t{letter.issued_at:%Y-%m-%d %H:%M}\t{told}\t{letter.trouble}")
    for state, by_language in kept.count_subscribers().items():
        click.echo(f"subscribers {state}: {', '.join(f'{many} {code}' for code, many in by_language.items())}")


@letters.command("send")
def send() -> None:
    """Send the next batch now, as the worker does each minute."""
    click.echo(f"{sending.send_batch()} mails")


@letters.command("bounces")
@click.argument("paths", nargs=-1, required=True)
def bounces(paths: tuple[str, ...]) -> None:
    """Bring in what mail servers sent back: files of one message or mbox, folders, Maildirs, or - for one message from a pipe."""
    count = returned.take_bounces(_messages(paths), timezone.now())
    click.echo(
        f"{count.failed} failed, {count.for_now} delayed, {count.complained} complained, {count.known} known before, "
        f"{count.unknown} not about a letter"
    )


@letters.command("export")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
def export(file: Path) -> None:
    """Write every subscriber to FILE as CSV. The addresses are readable in it: keep it where nobody else reads, and not for long."""
    if file.exists():
        raise click.ClickException(f"{file} is there already")
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8", newline="") as written:
        written.writelines(kept.export_lines())
    click.echo(f"{file} written")


@letters.command("erase")
@click.option(
    "--address", prompt=True, help="Asked for where it is left out, so that it stays out of the shell's history."
)
def erase(address: str) -> None:
    """Erase an address, with all that is kept of it."""
    found = kept.find_by_address(address)
    if found is None:
        raise click.ClickException("nothing is kept of this address")
    kept.erase(found)
    click.echo("erased")


def _messages(paths: Iterable[str]) -> Iterator[bytes]:
    for path in paths:
        if path == "-":
            yield sys.stdin.buffer.read()
        elif not Path(path).exists():
            raise click.ClickException(f"{path} is not there")
        else:
            yield from returned.read_messages(Path(path))
