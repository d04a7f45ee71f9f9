"""The notes of an import: what a person should know of it, told only to those who may see everything that a note names."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from dalil.archive.models import Document
from dalil.archive.protection import Viewer
from dalil.intake.causes import Cause
from dalil.intake.models import Import
from dalil.record.models import Report, Source

Named = Mapping[str, Mapping[str, Sequence[str]]]
"""What notes name, by the note and the noun: addresses of reports, codes of sources, digests of documents."""


def add_note(
    run: Import, note: str, *, reports: Iterable[str] = (), sources: Iterable[str] = (), documents: Iterable[str] = ()
) -> None:
    """Add a note to an import that does not have it yet, with what it names. It is saved with the import; an empty note is none."""
    if not note or note in run.notes:
        return
    run.notes.append(str(note))
    if told := getattr(note, "told", None):
        run.told[str(note)] = told
    names = {"report": [*reports], "source": [*sources], "document": [*documents]}
    if named := {noun: each for noun, each in names.items() if each}:
        run.named[note] = named


def kept_notes(notes: Sequence[str]) -> dict[str, Any]:
    """Return the fields of an import that keep its first notes: in English, and what they are said from in other languages."""
    told = {str(note): note.told for note in notes if isinstance(note, Cause)}
    return {"notes": [str(note) for note in notes], "told": told}


def list_notes(run: Import, viewer: Viewer) -> tuple[list[Cause], int]:
    """The notes that a viewer may read, and how many are kept from this viewer because they name what is hidden.

    Each is English and knows what it is said from in other languages; one of an older import knows its English words alone.
    """
    named: Named = run.named
    seen = [note for note in run.notes if all(_sees(viewer, *each) for each in named.get(note, {}).items())]
    return [Cause.of_words(note, run.told.get(note, {})) for note in seen], len(run.notes) - len(seen)


def _sees(viewer: Viewer, noun: str, names: Sequence[str]) -> bool:
    found = {
        "report": Report.objects.visible_to(viewer).filter(address__in=names),
        "source": Source.objects.visible_to(viewer).filter(code__in=names),
        "document": Document.objects.visible_to(viewer).filter(sha256__in=names),
    }[noun]
    return found.count() == len(set(names))
