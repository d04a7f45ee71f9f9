"""`dalil watch`: the addresses and folders at which versions of lists appear."""

from __future__ import annotations

from urllib.parse import urlsplit

import click
from django.utils import timezone

from dalil import vocabulary
from dalil.archive.protection import Level
from dalil.cli.people import actor_named
from dalil.sanctions.models import WatchedAddress
from dalil.sanctions.watching import look


@click.group()
def watch() -> None:
    """Addresses and folders that are watched for new versions of lists of sanctions."""


@watch.command("add")
@click.argument("address")
@click.option("--list", "code", default="", help="Which list it is, where files of two lists look the same.")
@click.option("--level", type=click.Choice(["internal", "public"]), default="internal", show_default=True)
@click.option("--as", "username", default="", help="The account in whose name versions are taken in.")
def add(address: str, code: str, level: str, username: str) -> None:
    """Watch an ADDRESS of the web or a folder. It is looked at at once; failures are shown, and nobody is taken off a list for them."""
    if code and not vocabulary.is_code("sanction_lists", code):
        raise click.ClickException(f"there is no list {code}")
    if not address.startswith("/") and urlsplit(address).scheme not in ("http", "https"):
        raise click.ClickException("give an address that begins with http or https, or the whole path of a folder")
    given = {"sanctions_list": code, "level": Level[level.upper()], "actor": actor_named(username)}
    watched, made = WatchedAddress.objects.get_or_create(address=address, defaults=given)
    if not made:
        raise click.ClickException(f"{address} is watched already")
    _look(watched)


@watch.command("list")
def list_() -> None:
    """List what is watched, with what the last look gave."""
    for each in WatchedAddress.objects.select_related("last"):
        looked = f"{each.looked:%Y-%m-%d %H:%M}" if each.looked else "not yet"
        click.echo("\t".join((each.address, looked, str(each.last or "no version yet"), each.why or "ok")))


@watch.command("look")
@click.argument("address")
def look_(address: str) -> None:
    """Look at an ADDRESS now, whether it is due or not."""
    _look(_watched(address))


@watch.command("remove")
@click.argument("address")
def remove(address: str) -> None:
    """Watch an ADDRESS no longer; its versions stay."""
    _watched(address).delete()


def _watched(address: str) -> WatchedAddress:
    found = WatchedAddress.objects.filter(address=address).first()
    if found is None:
        raise click.ClickException(f"{address} is not watched")
    return found


def _look(watched: WatchedAddress) -> None:
    taken = look(watched, timezone.now())
    if watched.why:
        raise click.ClickException(f"{watched.why}; it is asked again by and by")
    for each in taken:
        version = each.version
        click.echo(
            f"{version.sanctions_list} {version.dated}: +{version.listed} ~{version.amended} -{version.delisted}"
        )
    if not taken:
        click.echo("nothing new")
