"""`dalil partners`, `dalil bundle` and `dalil receive`: exchanging reports with another record."""

from __future__ import annotations

from pathlib import Path

import click
from django.contrib.auth.models import Group

from dalil import vocabulary
from dalil.access.models import Proposal
from dalil.archive.protection import Level, Viewer
from dalil.archive.store import DamagedDocument
from dalil.bulletin.record.views import find_public_reports
from dalil.cli.people import actor_named
from dalil.counting.question import Unanswerable
from dalil.counting.question_words import place_named, source_named
from dalil.exchange.bundle_file import BundleRefused
from dalil.exchange.models import Partner, ReceivedBundle, SentBundle
from dalil.exchange.partners import UnknownPartner, add_partner, find_partner
from dalil.exchange.receiving import receive_bundle
from dalil.exchange.sending import NothingToSend, make_bundle
from dalil.exports.confirmed import digest_over, propose_export, take_export
from dalil.matching.pairs_of_import import find_pairs_of_import, match_if_few
from dalil.proofs.signing import AnotherHistory
from dalil.record import actions
from dalil.record.kind import UnknownKind, kind_of
from dalil.wording.matches import say_pairs_of_import
from dalil.wording.refusals import refusal


@click.group()
def partners() -> None:
    """The other records with which bundles are exchanged."""


@partners.command("add")
@click.argument("key_file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
def add(key_file: Path) -> None:
    """Exchange bundles with a partner. KEY_FILE holds what `dalil ledger key` printed there."""
    try:
        click.echo(f"{add_partner(key_file.read_text(encoding='utf-8')).name} is a partner.")
    except ValueError as error:
        raise click.ClickException(str(error)) from error


@partners.command("list")
def list_partners() -> None:
    """List the partners, and the last bundles that went and came."""
    for partner in Partner.objects.all():
        sent = SentBundle.objects.filter(partner=partner).last()
        came = ReceivedBundle.objects.filter(partner=partner).last()
        went_on = f"sent {sent.number}, {sent.at:%Y-%m-%d}" if sent else "nothing sent"
        came_on = f"received {came.number}, {came.at:%Y-%m-%d}" if came else "nothing received"
        click.echo(f"{partner.name}: {went_on}; {came_on}")


@click.command("bundle")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--to", "partner", required=True, help="The partner who receives it, by the name of its log.")
@click.option("--q", "words", default="", help="Only reports with these words, in either script.")
@click.option("--kind", default="", help="Only reports of this kind.")
@click.option("--place", default="", help="Only what lies in this place, by its code or name.")
@click.option("--source", default="", help="Only what this source says or passes on, by its code or name.")
@click.option("--document", default="", help="Only what stands in this document, by its address.")
@click.option("--public", is_flag=True, help="What the public may know, and nothing else.")
@click.option("--as", "username", default="", help="What this account may know.")
@click.option("--for", "purpose", default="internal", help="What for: a purpose that people consent to.")
@click.option("--propose", "reason", default="", help="Ask a second person to let restricted reports go; why.")
@click.option("--confirmed", type=int, help="Take the export of this proposal, which a second person has confirmed.")
def bundle(
    file: Path,
    partner: str,
    words: str,
    kind: str,
    place: str,
    source: str,
    document: str,
    public: bool,
    username: str,
    purpose: str,
    reason: str,
    confirmed: int | None,
) -> None:
    """Write a signed bundle of reports into FILE, for a partner: with documents, judgements, consents and proofs.

    What may not leave for this purpose and partner stays, and is counted. What is restricted stays until a second person confirms.
    """
    if file.exists():
        raise click.ClickException(f"{file} is there already")
    if not vocabulary.is_code("consent_purposes", purpose):
        known = ", ".join(term.code for term in vocabulary.terms("consent_purposes"))
        raise click.UsageError(f"there is no purpose “{purpose}”; there are {known}")
    actor = actor_named(username)
    sight = Viewer.of(actor) if username else Viewer.steward()
    viewer = Viewer.public() if public else sight
    try:
        asked = {
            "q": words,
            "kind": kind and kind_of(kind).code,
            "place": place and place_named(place, lambda sentence: click.echo(sentence, err=True)),
            "source": source and source_named(source, viewer),
            "document": document,
        }
    except (Unanswerable, UnknownKind) as error:
        raise click.ClickException(refusal(error)) from error
    reports = find_public_reports(asked, viewer)
    try:
        other = find_partner(partner)
        query = {**asked, "bundle": other.name, "purpose": purpose}
        if reason:
            query["reports"] = digest_over(reports)
            proposal = propose_export(reports, by=actor, reason=reason, query=query)
            click.echo(f"Nothing leaves yet: proposal {proposal.pk} waits at the desk for a second person.")
            return
        taken = Proposal.objects.filter(pk=confirmed, of=Proposal.Of.EXPORT).first() if confirmed else None
        if taken:
            query["reports"] = digest_over(reports.filter(pk__lte=taken.asked["last"]))
        if confirmed and (taken is None or taken.asked["query"] != query):
            raise click.ClickException(
                f"there is no proposal {confirmed} of this bundle, with this purpose and these reports"
            )
        if taken:
            reports = take_export(taken, reports, by=actor)
        made = make_bundle(file, other, reports, viewer=viewer, actor=actor, purpose=purpose, taken=taken, sight=sight)
    except (UnknownPartner, NothingToSend, AnotherHistory, DamagedDocument, actions.Refused) as error:
        raise click.ClickException(str(error)) from error
    except OSError as error:
        raise click.ClickException(f"{error.filename or file}: {error.strerror or error}") from error
    click.echo(
        f"Bundle {made.number} for {other.name}: {made.reports:,} reports, {made.documents:,} documents in {file}"
    )
    if made.decisions:
        counted = ", ".join(f"{what}s: {count:,}" for what, count in sorted(made.decisions.items()))
        click.echo(f"It tells besides what was decided of reports that went before; {counted}")
    for why, count in sorted(made.left_out.items()):
        click.echo(f"left out: {count:,} reports, {why}", err=True)


@click.command("receive")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option(
    "--level",
    type=click.Choice(["public", "internal", "restricted"]),
    default="internal",
    help="The least level at which it comes in; with public, what is public there is public here.",
)
@click.option("--group", "groups", multiple=True, help="Who may see here what is restricted.")
@click.option("--after-gap", is_flag=True, help="Take it in although bundles before it never came.")
@click.option("--as", "username", default="", help="The account that takes it in.")
def receive(file: Path, level: str, groups: tuple[str, ...], after_gap: bool, username: str) -> None:
    """Take in a bundle of a partner, beside what is here: as a whole, or not at all, with the reason."""
    found = list(Group.objects.filter(name__in=groups))
    if unknown := set(groups) - {each.name for each in found}:
        raise click.UsageError(f"there is no group {', '.join(sorted(unknown))}")
    try:
        with file.open("rb") as stream:
            received = receive_bundle(
                stream, actor=actor_named(username), level=Level[level.upper()], groups=found, after_gap=after_gap
            )
    except (BundleRefused, UnknownPartner) as error:
        raise click.ClickException(f"{file} is refused, and nothing of it was taken in: {error}") from error
    except OSError as error:
        raise click.ClickException(f"{error.filename or file}: {error.strerror or error}") from error
    bundle_, run = received.bundle, received.run
    if received.again:
        click.echo(
            f"Bundle {bundle_.number} of {bundle_.partner.name} is here since {bundle_.at:%Y-%m-%d}; nothing changed."
        )
        return
    click.echo(
        f"Bundle {bundle_.number} of {bundle_.partner.name}: {run.new:,} reports are new, {run.repeated:,} were here, "
        f"{run.corrected:,} were corrected"
    )
    for note in run.notes:
        click.echo(f"  · {note}")
    if run.new:
        match_if_few()
        of = find_pairs_of_import(run.entered, Viewer.steward())
        click.echo(f"  · {say_pairs_of_import(of.reports, of.pairs, 'en', compared=of.compared)}")
