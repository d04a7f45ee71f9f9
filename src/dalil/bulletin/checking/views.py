"""How readers check the record: a page in each language, and the signed tree at an address of its own (C2SP tlog-tiles).

The files are those of the home (`proofs/tile_files.py`): hashes and signatures, nothing of what is sealed. `DALIL_LEDGER` says whether
they are given out.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from dalil.ledger.tiles import read_tile_path
from dalil.letters import language_of
from dalil.proofs.models import Cosigner, Timestamp
from dalil.proofs.signing import folder_of_log, latest_in_home, public_key
from dalil.wording.times import say_day


@dataclass(frozen=True)
class CheckPage:
    """What the page says. key: the public key of the log; ledger: the address of its files; checkpoint_url: empty where
    nothing was signed yet, or nothing is given out; cosigners: the names of those who sign too; stamped_by: the authority that gave
    the last time stamp, empty without one; stamped_on: the day that it names."""

    key: str
    ledger: str
    checkpoint_url: str
    cosigners: tuple[str, ...]
    stamped_by: str
    stamped_on: str


@require_safe
def check(request: HttpRequest) -> HttpResponse:
    """How to check us."""
    there = settings.LEDGER_IS_PUBLIC and bool(latest_in_home())
    checkpoint, stamp = reverse("ledger-checkpoint"), Timestamp.objects.last()
    page = CheckPage(
        key=str(public_key()),
        ledger=request.build_absolute_uri(checkpoint).rpartition("/")[0],
        checkpoint_url=checkpoint if there else "",
        cosigners=tuple(Cosigner.objects.values_list("name", flat=True)),
        stamped_by=stamp.authority if stamp else "",
        stamped_on=say_day(localdate(stamp.says), language_of(get_language()).code) if stamp else "",
    )
    return render(request, "bulletin/checking/check.html", {"page": page})


@require_safe
def give_checkpoint(request: HttpRequest) -> HttpResponse:
    """The latest checkpoint, as it was signed and cosigned."""
    note = latest_in_home() if settings.LEDGER_IS_PUBLIC else ""
    if not note:
        return _nothing()
    return HttpResponse(note, content_type="text/plain; charset=utf-8", headers={"Cache-Control": "no-store"})


@require_safe
def give_tile(request: HttpRequest, tile: str) -> HttpResponse:
    """One tile of hashes."""
    found = read_tile_path(f"tile/{tile}")
    if found is None or not settings.LEDGER_IS_PUBLIC:
        return _nothing()
    try:
        data = (folder_of_log() / found.path).read_bytes()
    except FileNotFoundError:
        return _nothing()
    return HttpResponse(data, content_type="application/octet-stream")


def _nothing() -> HttpResponse:
    """What a program is answered where there is nothing; a page in a language would not help it."""
    return HttpResponse("there is no such file of the ledger\n", status=404, content_type="text/plain; charset=utf-8")
