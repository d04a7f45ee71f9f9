"""A partner in another record, of which nothing is left here but the bundles that it sent."""

from __future__ import annotations

import shutil

import pytest
from django.db import transaction

from dalil.archive.protection import Viewer
from dalil.exchange.partners import add_partner
from dalil.exchange.sending import make_bundle
from dalil.ledger.notes import PrivateKey
from dalil.proofs.signing import KEY, public_key
from dalil.record.models import Report

STEWARD = Viewer.steward()
THERE = PrivateKey.make("partner.example/ledger")


@pytest.fixture
def partner_key():
    """The key by which the partner signs."""
    return THERE


class Elsewhere(Exception):
    """Raised at the end of what was done in another record, so that all of it is undone here."""


@pytest.fixture
def told(tmp_path, settings, document, alice):
    """What a partner sends while it does this: `told(lambda send: …)`; `send(reports…)` makes its next bundle. Returns the bundles."""
    here, home = settings.DALIL_HOME, tmp_path / "there"
    home.mkdir()
    (home / KEY).write_text(f"{THERE}\n")
    add_partner(str(THERE.public))
    ours, bundles = str(public_key()), []

    def send(*reports, **facts):
        file = tmp_path / f"{len(bundles)}.dalil"
        facts = {"viewer": STEWARD, "purpose": "internal", "actor": alice, **facts}
        chosen = Report.objects.visible_to(STEWARD).order_by("pk").filter(pk__in=[each.pk for each in reports])
        made = make_bundle(file, add_partner(ours), chosen, **facts)
        bundles.append(file.read_bytes())
        return made

    def do(what):
        shutil.copytree(here / "documents", home / "documents", dirs_exist_ok=True)
        settings.DALIL_HOME = home
        try:
            with transaction.atomic():
                what(send)
                raise Elsewhere
        except Elsewhere:
            return bundles
        finally:
            settings.DALIL_HOME = here

    return do
