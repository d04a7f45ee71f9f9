"""What was made of a restricted document and is seen by more people than the document: is that decided, or was it left so?

A public redaction of a restricted document is what redactions are for. But where the document was restricted after the redaction was made
public, nobody has said yet that the reason does not touch the redaction.
"""

from __future__ import annotations

from dalil.archive.models import Document
from dalil.archive.protection import Level, Viewer
from dalil.record.log import Subject, Verb, last_number_about


def find_undecided(viewer: Viewer) -> list[Document]:
    """Return what this viewer sees of it: where the original is visible too, and was restricted since the last decision about what was made of it."""
    originals = Document.objects.visible_to(viewer).filter(level=Level.RESTRICTED)
    made = Document.objects.visible_to(viewer).filter(parent__in=originals.order_by().values("pk"))
    looser = made.exclude(level=Level.RESTRICTED).select_related("parent").order_by("pk")
    return [each for each in looser if is_undecided(each, each.parent)]


def is_undecided(made: Document, original: Document | None) -> bool:
    """Tell whether something is less protected than its restricted original, and nobody decided about it since the original was restricted."""
    if original is None or original.level != Level.RESTRICTED or made.level == Level.RESTRICTED:
        return False
    return _last_decision(made) < _last_decision(original)


def _last_decision(document: Document) -> int:
    return last_number_about(Verb.PROTECTED, Subject.DOCUMENT, document.sha256)
