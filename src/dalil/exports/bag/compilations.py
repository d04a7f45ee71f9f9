"""What a bag holds besides entities: things that somebody chose one by one, with files of their own beside them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dalil.archive.models import Document
from dalil.record.models import Report

if TYPE_CHECKING:
    from dalil.exports.bag.bag_contents import BagMade

NOT_SEEN = "not_seen"
"""Why something is left out of which whoever makes the bag may not know what it is."""


@dataclass(frozen=True)
class Going:
    """What goes into a bag. described: the documents that the bag tells of; paths: of those that lie in it as files, by their primary key."""

    reports: Sequence[Report]
    described: Sequence[Document]
    paths: Mapping[int, str]


@dataclass(frozen=True)
class Compilation:
    """Things that were chosen. name: by which the bag is known. reports, documents: primary keys. unseen: how many more there are.

    annex: gives further files of the payload, path and content, when it is known what goes. note: is told of the bag in the transaction that ends it.
    """

    name: str
    reports: frozenset[int]
    documents: frozenset[int]
    unseen: int
    annex: Callable[[Going], Iterable[tuple[str, bytes]]]
    note: Callable[[BagMade], None]
