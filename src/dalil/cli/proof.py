"""`dalil ledger` and `dalil witness`: signing the ledger, giving it out, proving something of it; and cosigning that of a partner."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import click
from django.conf import settings
from django.db.models import Model

from dalil.archive.fetching import NotFetched, fetch
from dalil.archive.models import Document
from dalil.counting.models import FigureEdition
from dalil.exports.bag.left_out import open_mark
from dalil.ledger.inclusion import InclusionProof, NoProof
from dalil.ledger.notes import PublicKey
from dalil.proofs import cosigners, signing, timestamps
from dalil.proofs.kept_hashes import count_leaves
from dalil.proofs.models import Cosigner, SignedCheckpoint
from dalil.proofs.proving import NotProven, Prover
from dalil.proofs.tile_files import note_with_cosignatures, write_tiles
from dalil.proofs.witness import NotContinued, UnknownLog, Witness
from dalil.record.actions import system_actor
from dalil.record.models import Judgement, Report, Source

FILE = click.Path(path_type=Path, exists=True, dir_okay=False)
LOOKED_UP = {
    "report": (Report, "address"),
    "document": (Document, "sha256"),
    "source": (Source, "code"),
    "judgement": (Judgement, "pk"),
}
"""What can be proven by name from the command line, beside the editions of figures."""


@click.group()
def ledger() -> None:
    """The ledger: sign it, give it out as files, prove something of it."""


@ledger.command("sign")
@click.option(
    "--not-before", default="", help="A value that nobody could know earlier: a headline of today, the hash of a block."
)
def sign(not_before: str) -> None:
    """Sign the ledger as it is now, and print the checkpoint. Where nothing is new, print the last one."""
    with _errors_in_words():
        signed = signing.sign_checkpoint(not_before, actor=system_actor())
    click.echo(note_with_cosignatures(signed), nl=False)


@ledger.command("key")
def show_key() -> None:
    """Print the public key of this log. Whoever checks it gets the key by another way than what it checks."""
    click.echo(str(signing.public_key()))


@ledger.command("tiles")
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
def tiles(folder: Path) -> None:
    """Write the signed tree into FOLDER as files that any web server serves (C2SP tlog-tiles). Only hashes are in them."""
    with _errors_in_words():
        signed = signing.sign_checkpoint(actor=system_actor())
        written = write_tiles(folder, signed)
    click.echo(f"{folder}: {signed.size:,} leaves, {written:,} tiles written.")


@ledger.command("prove")
@click.argument("noun", type=click.Choice([*LOOKED_UP, "figure"]))
@click.argument("name")
@click.option("--show", "shown", multiple=True, help="A field that is shown; all of them where none is named.")
@click.option(
    "--left-out", "bag", default="", help="The number of a bag: show too by which of its marks this was left out."
)
def prove(noun: str, name: str, shown: tuple[str, ...], bag: str) -> None:
    """Print the proof that something stood in the record: JSON for `dalil ledger check`, and for any program that knows RFC 6962.

    NAME is the address of a report, the digest of a document, the code of a source, the number of a judgement, or FIGURE#EDITION.
    """
    with _errors_in_words():
        row = _find(noun, name)
        signed = signing.sign_checkpoint(actor=system_actor())
        plain = Prover(signed).prove(row, set(shown) or None).as_plain()
    if bag and (opened := open_mark(row, bag)):
        plain["left_out"] = opened
    click.echo(json.dumps(plain, ensure_ascii=False, indent=1))


@ledger.command("check")
@click.argument("proof", type=FILE)
@click.option("--key", "key_file", type=FILE, help="The public key of the log; that of this home where none is given.")
def check_proof(proof: Path, key_file: Path | None) -> None:
    """Check a proof that `dalil ledger prove` printed, and say what it shows."""
    with _errors_in_words():
        key = PublicKey.read(key_file.read_text(encoding="utf-8")) if key_file else signing.public_key()
        read = InclusionProof.read(json.loads(proof.read_text(encoding="utf-8")))
        checkpoint = read.check(key)
    click.echo(f"{read.leaf.noun}, leaf {read.index:,} of {checkpoint.size:,} of {checkpoint.origin}")
    for field in read.leaf.fields:
        click.echo(f"  {field.name}: {field.value}")
    if read.leaf.withheld:
        click.echo(f"  {read.leaf.withheld} fields are withheld")
    if checkpoint.not_before:
        click.echo(f"Signed not before this was known: {checkpoint.not_before}")


@ledger.command("trust")
@click.argument("key_file", type=FILE)
def trust(key_file: Path) -> None:
    """Take the cosignatures of a partner from now on. KEY_FILE holds what `dalil witness key` printed there."""
    with _errors_in_words():
        click.echo(f"{cosigners.trust(key_file.read_text(encoding='utf-8')).name} is trusted.")


@ledger.command("attach")
@click.argument("note", type=FILE)
def attach(note: Path) -> None:
    """Keep the lines of partners under a checkpoint that came back cosigned."""
    with _errors_in_words():
        fresh = cosigners.attach(note.read_text(encoding="utf-8"))
    for each in fresh:
        click.echo(f"{each.name} saw it at {each.seen_at:%Y-%m-%d %H:%M:%S} UTC")
    if not fresh:
        click.echo("Nothing new: these lines are kept already.")


@ledger.command("stamp")
@click.argument("authority")
@click.option("--answer", type=FILE, help="What the authority answered, where it was asked by another way.")
def stamp(authority: str, answer: Path | None) -> None:
    """Let AUTHORITY stamp the ledger as it is now with the time (RFC 3161), and keep that beside the checkpoint. AUTHORITY: its address."""
    with _errors_in_words():
        if answer:
            kept = timestamps.attach_stamp(answer.read_bytes(), authority)
        else:
            kept = timestamps.stamp(signing.sign_checkpoint(actor=system_actor()), authority)
    click.echo(
        f"{kept.checkpoint.size:,} leaves were there at {kept.says:%Y-%m-%d %H:%M:%S} UTC, says {kept.authority}"
    )


@ledger.command("list")
def list_checkpoints() -> None:
    """List what this log is, and its last checkpoints with who cosigned them."""
    click.echo(f"{signing.public_key().name}: {count_leaves():,} leaves")
    for signed in SignedCheckpoint.objects.prefetch_related("cosignatures", "timestamps")[:20]:
        names = ", ".join(each.name for each in signed.cosignatures.all())
        stamps = ", ".join(each.authority for each in signed.timestamps.all())
        beside = f"{f', cosigned by {names}' if names else ''}{f', stamped by {stamps}' if stamps else ''}"
        click.echo(f"  {signed.at:%Y-%m-%d %H:%M}  {signed.size:,} leaves{beside}")
    for cosigner in Cosigner.objects.all():
        click.echo(f"  trusted: {cosigner.name}")


@ledger.command("begin-anew")
@click.option("--reason", required=True, help="Why: a backup was put back under a later checkpoint.")
def begin_anew(reason: str) -> None:
    """Begin a log of another name, where the old one cannot be continued. The old key and its last word are kept."""
    with _errors_in_words():
        signed = signing.begin_anew(actor=system_actor(), reason=reason)
    click.echo(f"{signed.log} begins with {signed.size:,} leaves. Give partners its key: dalil ledger key")


@click.group()
@click.option(
    "--in",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    help="The folder of the witness; in the home where none is given.",
)
@click.pass_context
def witness(context: click.Context, folder: Path | None) -> None:
    """Cosign the checkpoints of a partner's log: whatever does not continue what was seen before is refused, and kept as evidence."""
    context.obj = Witness(folder or Path(settings.DALIL_HOME) / "witness")


@witness.command("key")
@click.option("--name", default="", help="How to call the key where it is made now: witness.example.org")
@click.pass_obj
def witness_key(obj: Witness, name: str) -> None:
    """Print the public key of this witness; it is made once."""
    with _errors_in_words():
        click.echo(str(obj.key(name).public))


@witness.command("add")
@click.argument("key_file", type=FILE)
@click.pass_obj
def add(obj: Witness, key_file: Path) -> None:
    """Watch a log. KEY_FILE holds what `dalil ledger key` printed there."""
    with _errors_in_words():
        click.echo(f"{obj.add_log(key_file.read_text(encoding='utf-8')).name} is watched.")


@witness.command("cosign")
@click.argument("tiles_at")
@click.option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write the cosigned checkpoint there; else it is printed.",
)
@click.pass_obj
def cosign(obj: Witness, tiles_at: str, out: Path | None) -> None:
    """Check that a log continues what it showed before, and sign its checkpoint. TILES_AT: the folder or the address of its tiles."""
    with _errors_in_words():
        read = _reader(tiles_at)
        signed = str(obj.cosign(read("checkpoint").decode(), read))
    if out:
        out.write_text(signed, encoding="utf-8")
    else:
        click.echo(signed, nl=False)


@witness.command("list")
@click.pass_obj
def list_logs(obj: Witness) -> None:
    """List the logs that are watched, and how far they had come."""
    for log in obj.logs():
        last = obj.last_of(log)
        click.echo(f"{log.name}: {f'{last.size:,} leaves' if last else 'nothing was seen yet'}")


def _reader(place: str) -> Callable[[str], bytes]:
    if not place.startswith(("http://", "https://")):
        return lambda path: (Path(place) / path).read_bytes()

    def read(path: str) -> bytes:
        answer = fetch(urljoin(place.rstrip("/") + "/", path))
        if answer.status != 200:
            raise click.ClickException(f"{answer.url} answered {answer.status}")
        return answer.body

    return read


def _find(noun: str, name: str) -> Model:
    if noun == "figure":
        slug, _, number = name.partition("#")
        editions = FigureEdition.objects.filter(figure__slug=slug).order_by("-number")
        row: Any = editions.filter(number=number).first() if number.isdigit() else editions.first()
    else:
        model, column = LOOKED_UP[noun]
        row = None if column == "pk" and not name.isdigit() else model._base_manager.filter(**{column: name}).first()
    if row is None:
        raise click.ClickException(f"there is no {noun} {name}")
    found: Model = row
    return found


@contextmanager
def _errors_in_words() -> Iterator[None]:
    refusals = (
        signing.AnotherHistory,
        NotProven,
        NotContinued,
        UnknownLog,
        cosigners.UnknownCheckpoint,
        timestamps.NotStamped,
        NoProof,
        NotFetched,
    )
    try:
        yield
    except (*refusals, ValueError, LookupError) as error:
        raise click.ClickException(str(error)) from error
    except OSError as error:
        raise click.ClickException(f"{error.filename or 'a file'}: {error.strerror or error}") from error
