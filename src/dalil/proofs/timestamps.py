"""Time stamps of others (RFC 3161): an authority signs that a checkpoint was there at a moment, so that no later one passes for older.

The program `openssl` asks and checks, the same that a recipient uses. Where it is missing, nothing is stamped, and that is said.
"""

from __future__ import annotations

import logging
import re
import shutil
import subprocess
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from dalil.ledger.notes import Note
from dalil.proofs.models import SignedCheckpoint, Timestamp
from dalil.proofs.outside_services import NoAnswer, ask
from dalil.proofs.signing import public_key
from dalil.proofs.writing import writing

QUERY, ANSWER = "application/timestamp-query", "application/timestamp-reply"
LARGEST = 200_000
"""Bytes of an answer; one has some 6,000."""
EVERY = timedelta(hours=20)
"""How often an authority that the settings name is asked; most ask not to be asked often."""
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

_MOMENT = re.compile(r"^Time stamp: (\w{3}) +(\d{1,2}) (\d\d):(\d\d):(\d\d)(?:\.\d+)? (\d{4}) GMT$", re.MULTILINE)

logger = logging.getLogger(__name__)


class NotStamped(Exception):
    """A checkpoint got no time stamp, or what came is none for it. Its sentence says why."""


def stamp(signed: SignedCheckpoint, authority: str) -> Timestamp:
    """Ask an authority for a time stamp over a checkpoint, check it, and keep it. authority: its address. Raises NotStamped."""
    with tempfile.TemporaryDirectory(prefix="dalil-stamp-") as name:
        text, query = Path(name) / "text", Path(name) / "query"
        text.write_bytes(_text_of(signed))
        _run("-query", "-data", str(text), "-sha256", "-cert", "-out", str(query))
        try:
            answer = ask(authority, query.read_bytes(), media_type=QUERY, most=LARGEST)
        except NoAnswer as error:
            raise NotStamped(str(error)) from error
        says = read_moment(answer, _text_of(signed), query.read_bytes())
    return _keep(signed, authority, answer, says)


def attach_stamp(answer: bytes, authority: str) -> Timestamp:
    """Keep the answer of an authority that was asked by another way, for the checkpoint over whose text it is. Raises NotStamped."""
    refused = NotStamped("nothing was signed yet")
    for signed in SignedCheckpoint.objects.filter(log=public_key().name)[:1000]:
        try:
            return _keep(signed, authority, answer, read_moment(answer, _text_of(signed)))
        except NotStamped as error:
            refused = error
    raise NotStamped(f"it is a time stamp of none of the last checkpoints: {refused}")


def stamp_where_due() -> list[Timestamp]:
    """Let the authorities of the settings stamp the last checkpoint, each once a day. One that does not answer is asked again in an hour."""
    signed = SignedCheckpoint.objects.filter(log=public_key().name).first()
    made: list[Timestamp] = []
    if signed is None:
        return made
    for authority in settings.TIMESTAMP_AUTHORITIES:
        last = Timestamp.objects.filter(authority=authority).last()
        if last is not None and (last.checkpoint_id == signed.pk or last.says > timezone.now() - EVERY):
            continue
        try:
            made.append(stamp(signed, authority))
        except NotStamped as error:
            logger.warning("%s gave no time stamp: %s", authority, error)
    return made


def can_check() -> bool:
    """Tell whether the program is there that checks time stamps."""
    return shutil.which("openssl") is not None


def stamp_by_all(signed: SignedCheckpoint) -> list[str]:
    """Let every authority of the settings stamp a checkpoint that leaves, where it has not. Returns why one did not, a sentence each."""
    refused = []
    for authority in settings.TIMESTAMP_AUTHORITIES:
        try:
            if not signed.timestamps.filter(authority=authority).exists():
                stamp(signed, authority)
        except NotStamped as error:
            refused.append(str(error))
    return refused


def check_stamp(kept: Timestamp) -> bool:
    """Tell whether a time stamp is over the text of its checkpoint and names the moment that is kept; where `can_check`."""
    try:
        return read_moment(bytes(kept.token), _text_of(kept.checkpoint)) == kept.says
    except NotStamped:
        return False


def read_moment(answer: bytes, text: bytes, query: bytes | None = None) -> datetime:
    """Check that an answer is a time stamp over a text, and return the moment that it names. Raises NotStamped.

    query: what was asked, whose number must come back. The signature leads to the roots of the settings or, where none are named, to a
    certificate that came along: then only a recipient, who has the roots of the authority, learns who signed.
    """
    with tempfile.TemporaryDirectory(prefix="dalil-stamp-") as name:
        folder = Path(name)
        for file, content in (("answer", answer), ("text", text), ("query", query or b"")):
            (folder / file).write_bytes(content)
        says = _moment_of(_token_of(folder))
        trusted = settings.TIMESTAMP_ROOTS or str(_certificates_of(folder))
        over = ("-queryfile", str(folder / "query")) if query else ("-data", str(folder / "text"))
        moment = ("-attime", str(int(says.timestamp())))  # a certificate that ran out since was good then
        _run("-verify", *over, "-in", str(folder / "answer"), "-CAfile", trusted, "-partial_chain", *moment)
        return says


def _token_of(folder: Path) -> Path:
    """The part of an answer that is signed. What stands beside it, as the words of the authority, anybody may have written."""
    token, answer = folder / "token", str(folder / "answer")
    try:
        _run("-reply", "-in", answer, "-token_out", "-out", str(token))
    except NotStamped as error:
        said = " ".join(_run("-reply", "-in", answer, "-text").split())
        raise NotStamped(f"the authority refused: {said[:200]}") from error
    return token


def _moment_of(token: Path) -> datetime:
    told = _run("-reply", "-token_in", "-in", str(token), "-token_out", "-text")
    if (found := _MOMENT.search(told)) is None:
        raise NotStamped(f"it names no moment: {' '.join(told.split())[:200]}")
    month, day, hour, minute, second, year = found.groups()
    try:
        return datetime(int(year), MONTHS.index(month) + 1, int(day), int(hour), int(minute), int(second), tzinfo=UTC)
    except ValueError as error:
        raise NotStamped(f"it names no moment that there is: {found.group()}") from error


def _certificates_of(folder: Path) -> Path:
    certificates = folder / "certificates"
    _openssl("pkcs7", "-inform", "DER", "-in", str(folder / "token"), "-print_certs", "-out", str(certificates))
    return certificates


def _text_of(signed: SignedCheckpoint) -> bytes:
    return Note.read(signed.note).text.encode()


def _keep(signed: SignedCheckpoint, authority: str, answer: bytes, says: datetime) -> Timestamp:
    with writing():
        return Timestamp.objects.get_or_create(
            checkpoint=signed, authority=authority[:400], says=says, defaults={"token": answer}
        )[0]


def _run(*words: str) -> str:
    return _openssl("ts", *words)


def _openssl(*words: str) -> str:
    program = shutil.which("openssl")
    if program is None:
        raise NotStamped("the program openssl is not installed, which asks for time stamps and checks them")
    try:
        done = subprocess.run([program, *words], capture_output=True, timeout=60, check=False)  # noqa: S603, our own words
    except subprocess.TimeoutExpired as error:
        raise NotStamped("openssl did not end within a minute") from error
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip().splitlines()
        raise NotStamped(
            f"openssl finds no time stamp over this: {next((each for each in said if ':error:' in each), '')}"
        )
    return done.stdout.decode("utf-8", "replace")
