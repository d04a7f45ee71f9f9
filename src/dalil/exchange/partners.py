"""The partners with whom bundles are exchanged, the accounts in whose name their things stand here, and whose a report is."""

from __future__ import annotations

import hashlib

from django.contrib.auth.models import User
from django.db.models import Q

from dalil.exchange.models import Partner, ReceivedBundle
from dalil.ledger.notes import LOG, PublicKey
from dalil.record.actions.actors import machine_account
from dalil.record.models import Report


class UnknownPartner(LookupError):
    """Nobody of a name is a partner."""


def add_partner(line: str) -> Partner:
    """Exchange with a partner from now on. line: the public key of its log. Raises ValueError where it is none, or of another key than before."""
    key = PublicKey.read(line)
    if key.kind != LOG:
        raise ValueError("this is the key of a witness; a partner shows that of its log: dalil ledger key")
    known = Partner.objects.filter(name=key.name).first()
    if known is not None and known.key != str(key):
        raise ValueError(f"{key.name} is known by another key; a log does not change its key")
    return Partner.objects.get_or_create(name=key.name, defaults={"key": str(key)})[0]


def find_partner(name: str) -> Partner:
    """Return the partner of a name. Raises UnknownPartner."""
    partner = Partner.objects.filter(name=name).first()
    if partner is None:
        raise UnknownPartner(f"{name} is no partner; add the public key of its log: dalil partners add FILE")
    return partner


def source_of_imports(partner: Partner) -> str:
    """Return by what the imports of a partner are known, so that it may correct and withdraw what it sent, and nothing else."""
    return f"partner-{hashlib.sha256(partner.name.encode()).hexdigest()[:16]}"


def account_of(partner: Partner) -> User:
    """Return the account in whose name the reports and judgements of a partner stand here. Nobody can sign in as it."""
    return machine_account(f"partner {partner.name}"[:150])


def owner_of(report: Report) -> Partner | None:
    """Return the partner from whom a report came; None where it is our own."""
    source = Q()
    for partner in Partner.objects.all():
        source |= Q(partner=partner, run__source=source_of_imports(partner))
    for bundle in ReceivedBundle.objects.filter(source).select_related("run", "partner") if source else ():
        if any(first <= report.pk <= last for first, last in bundle.run.entered):
            return bundle.partner
    return None
