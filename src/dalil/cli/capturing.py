"""`dalil capture`: a page of the web as evidence, and looking at it again."""

from __future__ import annotations

import click
from django.contrib.auth.models import Group
from django.utils import timezone

from dalil.archive.protection import Level, Viewer
from dalil.captures.capturing import CaptureRequest
from dalil.captures.capturing import capture as capture_page
from dalil.captures.models import Capture, PageWatch
from dalil.captures.page_pictures import keep_page_picture
from dalil.captures.rendering import CannotRender
from dalil.captures.repeating import end_watch, repeat_due, watch_page
from dalil.cli.people import actor_named


@click.command("capture")
@click.argument("url", required=False, default="")
@click.option("--level", type=click.Choice(["public", "internal", "restricted"]), default="internal")
@click.option("--group", "groups", multiple=True, help="Who may see it, where it is restricted.")
@click.option("--watch", "every", type=click.IntRange(1, 365), help="Look at it again every so many days.")
@click.option("--stop", is_flag=True, help="Look at it no more.")
@click.option("--no-compare", is_flag=True, help="Do not ask a second time as a browser.")
@click.option("--picture", is_flag=True, help="Keep how a browser shows it too. Takes Chromium.")
@click.option("--due", is_flag=True, help="Capture the watched pages that are due.")
@click.option("--list", "listed", is_flag=True, help="List the last captures, and what is watched.")
@click.option("--as", "username", default="", help="The account that captures.")
def capture(
    url: str,
    level: str,
    groups: tuple[str, ...],
    every: int | None,
    stop: bool,
    no_compare: bool,
    picture: bool,
    due: bool,
    listed: bool,
    username: str,
) -> None:
    """Capture the page at URL as evidence: what was answered, as a WARC, and what can be read of it, as a text.

    A page that cannot be captured stands with its address, its date and the reason, and the command ends with 1.
    """
    if listed:
        _list()
        return
    if due:
        for each in repeat_due(timezone.now()):
            _say(each)
        return
    if not url:
        raise click.UsageError("which page? dalil capture https://…")
    if stop:
        watches = PageWatch.objects.filter(url=url, ended_at=None)
        if not watches:
            raise click.ClickException("nobody watches this page")
        for watch in watches:
            end_watch(watch)
        click.echo(f"{url} is not watched any more.")
        return
    found = tuple(Group.objects.filter(name__in=groups))
    if unknown := set(groups) - {each.name for each in found}:
        raise click.UsageError(f"there is no group {', '.join(sorted(unknown))}")
    if (level == "restricted") != bool(found):
        raise click.UsageError("--level restricted and --group go together")
    actor, chosen = actor_named(username), Level[level.upper()]
    watching = watch_page(url, every=every, actor=actor, level=chosen, groups=found) if every else None
    asked = CaptureRequest(url=url, actor=actor, level=chosen, groups=found, compare=not no_compare, watch=watching)
    made = capture_page(asked)
    _say(made)
    if made.document is None:
        raise click.exceptions.Exit(1)
    if picture:
        try:
            shown, page = keep_page_picture(made)
        except CannotRender as error:
            raise click.ClickException(f"the page was captured, and no picture of it: {error}") from error
        click.echo(f"  picture {shown.address}, page as the browser had it {page.address}")


def _say(each: Capture) -> None:
    if each.document is None:
        click.echo(f"{each.url}: not captured, {each.why}", err=True)
        return
    change = f", {each.change}" if each.change else ", as it was" if each.same_as_id else ""
    click.echo(f"{each.url}: {each.status}, “{each.title}”{change}")
    click.echo(
        f"  document {each.document.address}" + (f", text {each.text.address}" if each.text else ", no text to read")
    )
    if each.told.get("cloaked"):
        click.echo(f"  a browser is shown {each.told['as_browser']}")
    if each.told.get("robots") == "disallowed":
        click.echo("  the site asks programs not to fetch this page (robots.txt)")
    for passage in each.difference.get("passages", [])[:5]:
        click.echo(f"  - {passage['was']}\n  + {passage['now']}")


def _list() -> None:
    for each in Capture.objects.visible_to(Viewer.steward()).select_related("document")[:30]:
        what = each.why if each.document is None else each.change or ("as it was" if each.same_as_id else "captured")
        click.echo(f"{each.at:%Y-%m-%d %H:%M}  {each.url}  {what}")
    for watch in PageWatch.objects.filter(ended_at=None):
        click.echo(f"watched every {watch.every} days, next on {watch.next_at:%Y-%m-%d %H:%M}: {watch.url}")
