"""`dalil match`: find the reports that are about the same thing."""

from __future__ import annotations

import click
from rich.console import Console
from rich.table import Table

from dalil.cli.people import actor_named
from dalil.matching import match_runs
from dalil.matching.estimates import Estimate, estimate_quality, read_bands
from dalil.matching.model import Model
from dalil.matching.models import LikelyPair
from dalil.matching.pointings import follow_mentions
from dalil.matching.training import LEAST_PAIRS, TooLittle
from dalil.record.kind import Kind, UnknownKind, kind_of


@click.command("match")
@click.option("--kind", "codes", multiple=True, help="Only reports of this kind. Repeatable.")
@click.option("--all", "everything", is_flag=True, help="Match every report anew, not only those that came in.")
@click.option("--train", "training", is_flag=True, help="Estimate the weights from the record first, and match all.")
@click.option("--report", "reporting", is_flag=True, help="Say what the model weighs, and what it was trained on.")
@click.option("--as", "username", default="", help="The account in whose name a model is trained.")
def match(codes: tuple[str, ...], everything: bool, training: bool, reporting: bool, username: str) -> None:
    """Find the reports that are about the same thing.

    A trained model judges what it is sure enough of, with its reasons; other pairs wait at the desk for a person. Without a model that was
    trained, all pairs wait. Every judgement can be taken back, and a person's beats the model's.
    """
    kinds = _kinds(codes)
    if training:
        for kind in kinds:
            if kind.matcher_proposes:
                click.echo(f"{kind.code}: not trained; the matcher proposes pairs, and persons alone judge them")
                continue
            try:
                model = match_runs.train_model(kind, actor=actor_named(username))
            except TooLittle as error:
                click.echo(f"{kind.code}: not trained; {error.pairs:,} candidates, and {LEAST_PAIRS:,} are needed")
            else:
                click.echo(f"{kind.code}: trained as {model.name} on {model.about['trained_on']:,} candidates")
    if not reporting or training or everything:
        anew = training or everything or codes
        outcomes = [match_runs.match_all(kind) for kind in kinds] if anew else match_runs.match_what_came_in()
        for each in outcomes:
            click.echo(
                f"{each.kind}: {each.proposed:,} pairs worth a look; judged the same {each.joined:,}, taken back {each.parted:,}"
                f" ({each.model})"
            )
        if pointed := follow_mentions():
            click.echo(f"named sites: {pointed:,} found in the register by their names and places")
        if not outcomes and not pointed:
            click.echo("nothing came in since the last time")
    if reporting:
        for kind in kinds:
            _report(kind)


def _kinds(codes: tuple[str, ...]) -> list[type[Kind]]:
    try:
        kinds = [kind_of(code) for code in codes] or list(match_runs.matched_kinds())
    except UnknownKind as error:
        raise click.ClickException(str(error)) from error
    for kind in kinds:
        if not kind.same_when:
            raise click.ClickException(f"the kind {kind.code} does not say how two reports of one thing agree")
    return kinds


def _report(kind: type[Kind]) -> None:
    model = match_runs.model_in_force(kind)
    console = Console()
    console.print(f"[b]{kind.code}[/b]: {model.name}" + ("" if model.is_trained else " (rough weights; not trained)"))
    for name, value in model.about.items():
        shown = ", ".join(map(str, value)) if isinstance(value, list) else f"{value:,}"
        console.print(f"  {name.replace('_', ' ')}: {shown or 'none'}")
    console.print(
        f"  share of the candidates that are about one thing: {model.prior:.1%}; judged from {model.threshold:.0%} on"
    )
    console.print(_weights(model))
    waiting = LikelyPair.objects.filter(kind=kind.code)
    console.print(
        f"  pairs worth a look: {waiting.count():,};"
        f" of these at or above the threshold: {waiting.filter(likelihood__gte=model.threshold).count():,}"
    )

    bands = read_bands(kind.code, model.threshold)
    table = Table("likelihood", "pairs", "judged by persons", "of these the same")
    for band in bands:
        table.add_row(f"{band.least:.0%} to {band.most:.0%}", f"{band.pairs:,}", f"{band.judged:,}", f"{band.same:,}")
    console.print(table)
    precision, recall = estimate_quality(bands, model.threshold)
    console.print(f"  of the pairs from {model.threshold:.0%} on, so many are about one thing: {_say(precision)}")
    console.print(f"  of the kept pairs about one thing, so many are from {model.threshold:.0%} on: {_say(recall)}")


def _say(estimate: Estimate | None) -> str:
    if estimate is None:
        return "not known; persons judged too few"
    return f"{estimate.point:.1%} (95%: {estimate.low:.1%} to {estimate.high:.1%})"


def _weights(model: Model) -> Table:
    table = Table("compared", "level", "of one thing", "by chance", "weight in bits")
    for name, levels in model.shares.items():
        for level, (m, u) in levels.items():
            table.add_row(name, level, f"{m:.2%}", f"{u:.2%}", f"{model.weight(name, level):+.2f}")
    return table
