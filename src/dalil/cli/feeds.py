"""`dalil feeds`: the feeds that are followed."""

from __future__ import annotations

from pathlib import Path

import click
from django.utils import timezone

from dalil.access.refused import Refused
from dalil.archive.fetching import NotFetched
from dalil.bulletin.links.feeds import add_feed, addresses_of_opml, follow
from dalil.bulletin.links.models import Feed


@click.group()
def feeds() -> None:
    """The feeds that are followed: their items wait at the desk, under News from elsewhere."""


@feeds.command("add")
@click.argument("urls", nargs=-1)
@click.option("--opml", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="A file that lists feeds.")
def add(urls: tuple[str, ...], opml: Path | None) -> None:
    """Follow feeds, by their addresses or from an OPML file. Each is asked at once.

    One that does not answer is asked again by and by. What is no address of the web is not followed.
    """
    try:
        addresses = [*urls, *(addresses_of_opml(opml.read_bytes()) if opml else ())]
    except Refused as error:
        raise click.ClickException(f"{opml}: {error}") from error
    if not addresses:
        raise click.UsageError("name an address, or a file with --opml")
    failed = refused = 0
    for address in addresses:
        try:
            feed, made = add_feed(address)
        except NotFetched as error:
            refused += 1
            hint = "; a file that lists feeds is given with --opml" if Path(address).is_file() else ""
            click.echo(f"{address}: not followed: {error}{hint}", err=True)
            continue
        new = follow(feed, timezone.now())
        failed += bool(feed.why)
        said = feed.why or f"{len(new)} new"
        click.echo(f"{address}: {'' if made else 'followed already; '}{said}", err=bool(feed.why))
    said_last = [
        *([f"{refused} of {len(addresses)} are not followed"] if refused else []),
        *([f"{failed} of {len(addresses)} gave no feed; they are asked again by and by"] if failed else []),
    ]
    if said_last:
        raise click.ClickException("; ".join(said_last))


@feeds.command("list")
def list_() -> None:
    """List the feeds with what the last look gave."""
    for feed in Feed.objects.order_by("url"):
        looked = f"{feed.looked:%Y-%m-%d %H:%M}" if feed.looked else "not yet"
        click.echo("\t".join((feed.url, feed.title, looked, feed.why or "ok")))


@feeds.command("remove")
@click.argument("url")
def remove(url: str) -> None:
    """Follow a feed no longer; its items stay."""
    if not Feed.objects.filter(url=url).delete()[0]:
        raise click.ClickException(f"{url} is not followed")
