"""The proofs of a bag: for each thing in it, and for what was done with and decided about it, that the ledger has it as it is shown."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from django.db.models import Model

from dalil.archive.models import CustodyEvent, Document
from dalil.archive.protection import Viewer
from dalil.ledger.inclusion import InclusionProof
from dalil.proofs.proving import NotProven, Prover
from dalil.proofs.sealing import fields_of_leaf
from dalil.record.by_addresses import as_subquery
from dalil.record.models import Credit, Judgement, Report, Retraction, Source, Supersession, Withdrawal

WITHHELD = ("actor", "entered_by", "host", "detail.recipient", "detail.purpose")
"""Fields that are not shown: which account, on which machine, who else received a document."""

TO_MEMBERS: dict[type[Model], tuple[str, ...]] = {
    Judgement: ("reason",),
    Retraction: ("reason",),
    Supersession: ("reason",),
}
"""Fields that are shown to members only."""

CUSTODY_IN_PUBLIC = ("what", "at", "offset", "tool", "document", "detail.sha256", "detail.sha512", "detail.size")
"""What the public is shown of an event of custody."""


AT_ONCE = 500
"""Documents whose custody is read together."""


@dataclass
class BagProofs:
    """Proves what a bag holds. unproven: what could not be proven, each with why."""

    prover: Prover
    viewer: Viewer
    unproven: list[dict[str, str]] = field(default_factory=list)

    def of_things(self, reports: Sequence[Report], documents: Sequence[Document]) -> Iterator[InclusionProof]:
        """Yield the proofs of documents, sources, reports, and of what was decided about them."""
        credits = Credit.objects.filter(attribution__in={each.attribution_id for each in reports})
        sources = Source.objects.visible_to(self.viewer).filter(pk__in=credits.values("source")).order_by("pk")
        yield from self._prove((*documents, *sources, *reports, *self._decisions([each.pk for each in reports])))

    def of_custody(self, documents: Sequence[Document]) -> Iterator[InclusionProof]:
        """Yield the proofs of what was done with documents. What was made of one stands here where the viewer may see that."""
        shown = None if self.viewer.member else CUSTODY_IN_PUBLIC
        for start in range(0, len(documents), AT_ONCE):
            portion = [each.pk for each in documents[start : start + AT_ONCE]]
            events: dict[int, list[CustodyEvent]] = {key: [] for key in portion}
            for event in CustodyEvent.objects.filter(document__in=portion):
                events[event.document_id].append(event)
            ordered = [event for key in portion for event in events[key]]
            made = {each.detail["output"] for each in ordered if "output" in each.detail}
            among = Document.objects.visible_to(self.viewer).filter(sha256__in=as_subquery(sorted(made)))
            seen = set(among.values_list("sha256", flat=True)) if made else set()
            yield from self._prove([each for each in ordered if each.detail.get("output") in {None, *seen}], shown)

    def _decisions(self, ids: Sequence[int]) -> Iterator[Model]:
        judgements = Judgement.objects.filter(a__in=ids, b__in=ids).order_by("pk")
        yield from judgements
        yield from Retraction.objects.filter(judgement__in=judgements).order_by("pk")
        yield from Supersession.objects.filter(old__in=ids, new__in=ids).order_by("pk")
        yield from Withdrawal.objects.filter(report__in=ids).order_by("pk")

    def _prove(self, rows: Sequence[Any], shown: Collection[str] | None = None) -> Iterator[InclusionProof]:
        for model, group in groupby(rows, key=type):
            withheld = WITHHELD if self.viewer.member else (*WITHHELD, *TO_MEMBERS.get(model, ()))
            for row, proven in self.prover.prove_each(group, shown, withheld=withheld):
                if isinstance(proven, NotProven):
                    name = getattr(row, "address", None) or getattr(row, "code", None) or str(row.pk)
                    self.unproven.append({"noun": fields_of_leaf(model).noun, "name": name, "why": str(proven)})
                else:
                    yield proven
