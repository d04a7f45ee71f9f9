"""A bag that was made; and what one holds besides entities: things that somebody chose one by one, with files of their own beside them."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from dalil.archive.models import Document
from dalil.archive.protection import Level, Viewer
from dalil.exports.bag.left_out import LeftOut
from dalil.record.by_addresses import keys_as_subquery
from dalil.record.models import Report

NOT_SEEN = "not_seen"
"""Why something is left out of which whoever makes the bag may not know what it is."""


@dataclass
class BagMade:
    """A bag as it was written. digest: the SHA-256 of its tag manifest, which stands for the whole.

    unstamped: why an authority of the settings gave no time stamp.
    """

    place: Path
    number: str
    reports: int = 0
    documents: int = 0
    digest: str = ""
    left_out: list[LeftOut] = field(default_factory=list)
    unproven: list[dict[str, str]] = field(default_factory=list)
    unstamped: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Going:
    """What goes into a bag. described: the documents that the bag tells of; paths: of those that lie in it as files, by their primary key."""

    reports: Sequence[Report]
    described: Sequence[Document]
    paths: Mapping[int, str]


@dataclass(frozen=True)
class Compilation:
    """Things that were chosen. name: by which the bag is known. reports, documents: primary keys. unseen: how many more there are.

    terms: under which the bag goes. annex: gives further files of the payload, path and content, when it is known what goes.
    note: is told of the bag in the transaction that ends it.
    """

    name: str
    reports: frozenset[int]
    documents: frozenset[int]
    unseen: int
    terms: str
    annex: Callable[[Going], Iterable[tuple[str, bytes]]]
    note: Callable[[BagMade], None]


def describe_compilation(compilation: Compilation, viewer: Viewer) -> dict[str, str]:
    """Return by what a proposal knows the documents that were chosen and the terms: a digest over the documents, how many are restricted, the terms.

    A document that is chosen later, or other terms, make another bag than the one that a second person confirmed.
    """
    seen = Document.objects.visible_to(viewer).filter(pk__in=keys_as_subquery(compilation.documents)).order_by("pk")
    named = sorted(seen.values_list("sha256", flat=True))
    restricted = seen.filter(level=Level.RESTRICTED).count()
    return {
        "documents": hashlib.sha256("\n".join(named).encode()).hexdigest(),
        "restricted_documents": str(restricted),
        "terms": compilation.terms,
    }
