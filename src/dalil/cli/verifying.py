"""`dalil verify`: whether anything of the record was touched."""

from __future__ import annotations

from pathlib import Path

import click
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

from dalil.proofs.kept_hashes import count_leaves
from dalil.verification.checking import CheckRequest, size_of_check
from dalil.verification.checking import verify as check


@click.command()
@click.option(
    "--checkpoint",
    "checkpoints",
    multiple=True,
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="A checkpoint that was kept elsewhere, also one that a partner cosigned. May be given several times.",
)
@click.option(
    "--tiles",
    multiple=True,
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="A folder of tiles that was kept elsewhere: it names each leaf that is another. May be given several times.",
)
@click.option(
    "--sample", type=click.IntRange(min=1), help="Check so many leaves and files, drawn at random: for every day."
)
@click.option("--resume", is_flag=True, help="Do not read the files again that a check had read when it was stopped.")
def verify(checkpoints: tuple[Path, ...], tiles: tuple[Path, ...], sample: int | None, resume: bool) -> None:
    """Read every file of the archive again, replay the ledger, and compare it with the record and with every checkpoint.

    What is wrong is named, one line each, and the exit code is 1. Nothing is changed.
    """
    asked = CheckRequest(checkpoints, tiles, sample, resume)
    columns = TextColumn("Verifying"), BarColumn(), TaskProgressColumn(), TimeRemainingColumn()
    wrong = 0
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        step = bar.add_task("", total=size_of_check(asked))
        for finding in check(asked, lambda done: bar.advance(step, done)):
            wrong += 1
            bar.console.print(f"  · {finding}", markup=False, highlight=False, soft_wrap=True)
    if wrong:
        raise click.ClickException(f"not everything is as it was sealed: {wrong:,} findings")
    what = "What was drawn" if sample else "Everything"
    click.echo(f"{what} is as it was sealed: {count_leaves():,} leaves.")
