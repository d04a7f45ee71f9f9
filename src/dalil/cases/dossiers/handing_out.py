"""A dossier that leaves: as a bag with an index and the matrix, and a line in the list of what was handed out, to whom, under which terms.

What speaks against an element cannot be left out unnoticed: the bag says how much of it is in it, and how much is not. Privileged notes, errands
and gaps are the work of the officers; they are never in it.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.contrib.auth.models import User

from dalil import vocabulary
from dalil.access.models import Proposal
from dalil.archive.protection import Viewer
from dalil.cases.dossiers.annex_words import say_annex
from dalil.cases.dossiers.case_words import OPEN_FOR_WANT_OF_LEAVE
from dalil.cases.dossiers.command import read_command
from dalil.cases.dossiers.evidence import Custody, read_custody
from dalil.cases.dossiers.index_table import COLUMNS, IndexedDocument, index_lines
from dalil.cases.dossiers.keeping import find_chosen, number_documents, numbers_of, visible_figures, write_number
from dalil.cases.dossiers.matrix import Matrix, read_matrix
from dalil.cases.dossiers.matrix_files import HEAD, matrix_lines, plain_matrix, write_matrix_pdf, write_workbook_of
from dalil.cases.dossiers.models import Assessment, Dossier, FrozenFigure, HandedOut, Stance
from dalil.counting.figures import names_nothing_hidden
from dalil.counting.question import Question, Unanswerable
from dalil.exports.bag.bag_contents import BagRequest, Progress, write_bag
from dalil.exports.bag.compilations import NOT_SEEN, BagMade, Compilation, Going
from dalil.exports.confirmed import viewer_of_export
from dalil.exports.figures import plain_doubts
from dalil.exports.spreadsheet import csv_file, csv_line
from dalil.letters import LANGUAGE_CODES
from dalil.record.actions.transaction import Refused
from dalil.record.lengths import check_lengths
from dalil.record.log import Subject, Verb, append_change

FOLDER = "data/dossier"
"""Where the files of the dossier lie in its bag."""


@dataclass(frozen=True, kw_only=True)
class HandOver:
    """To whom a dossier goes, for which purpose (a code of `consent_purposes`), under which terms. taken: a confirmed export of restricted things."""

    recipient: str
    purpose: str
    terms: str
    taken: Proposal | None = None


class _Leaving:
    """One dossier on its way out: what goes is known only when the bag is written, and then told to the list of what was handed out."""

    def __init__(self, dossier: Dossier, over: HandOver, viewer: Viewer, actor: User) -> None:
        self.dossier, self.over, self.viewer, self.actor = dossier, over, viewer, actor
        self.exporting = viewer_of_export(viewer, over.taken)
        self.against_in = 0
        self.done: HandedOut | None = None

    def request(self) -> BagRequest:
        """Return what is asked of the bag."""
        chosen = find_chosen(self.dossier, self.viewer)
        return BagRequest(
            viewer=self.viewer,
            actor=self.actor,
            purpose=self.over.purpose,
            recipient=self.over.recipient,
            taken=self.over.taken,
            compilation=Compilation(
                name=self.dossier.prefix,
                reports=frozenset(each.report_id for each in chosen.pins if each.report_id),
                documents=frozenset(each.document_id for each in chosen.pins if each.document_id),
                unseen=chosen.unseen,
                terms=self.over.terms,
                annex=self.annex,
                note=self.note,
            ),
        )

    def annex(self, going: Going) -> Iterator[tuple[str, bytes]]:
        """Yield the index, the matrix of what goes, who commanded, the figures, and what must be said of them."""
        number_documents(self.dossier, {each.pk for each in going.described}, actor=self.actor)
        prefix, rows = self.dossier.prefix, numbers_of(self.dossier)
        shown = {each.pk for each in going.described}
        rows = {key: row for key, row in rows.items() if key in shown}
        numbers = {key: write_number(prefix, row.number) for key, row in rows.items()}
        matrix = self._matrix(going)
        self.against_in = len(matrix.words_against)
        index = [list(COLUMNS), *index_lines(prefix, _indexed(going, rows), rows)]
        yield f"{FOLDER}/index.csv", "".join(csv_file(map(csv_line, index))).encode()
        sheets: dict[str, Any] = {"Index": index}
        for language in LANGUAGE_CODES:
            head = [each.in_language(language) for each in HEAD.values()]
            sheets[f"Matrix {language}"] = [head, *matrix_lines(matrix, numbers, language)]
        yield f"{FOLDER}/dossier.xlsx", write_workbook_of(sheets, right_to_left=["Matrix ar"])
        yield f"{FOLDER}/matrix.json", _json(plain_matrix(matrix, numbers))
        for language in LANGUAGE_CODES:
            notes = [*self._sentences(language), OPEN_FOR_WANT_OF_LEAVE.in_language(language)]
            pdf = write_matrix_pdf(self.dossier.title, matrix, numbers, language, notes)
            yield f"{FOLDER}/matrix.{language}.pdf", pdf
            yield f"{FOLDER}/DOSSIER.{language}.txt", ("\n\n".join([self.dossier.title, *notes]) + "\n").encode()
        yield f"{FOLDER}/dossier.json", _json(self._plain(matrix))
        yield f"{FOLDER}/command.json", _json(self._command({each.pk for each in going.reports}))
        figures = visible_figures(self.dossier, self.exporting)
        yield f"{FOLDER}/figures.json", _json([_plain_figure(each, self.exporting) for each in figures])

    def note(self, made: BagMade) -> None:
        """Write down what was handed out; within the transaction that ends the bag."""
        counted = Counter((each.noun, each.reason) for each in made.left_out)
        unseen = find_chosen(self.dossier, self.viewer).unseen
        left = [{"noun": noun, "reason": why, "count": many} for (noun, why), many in sorted(counted.items())]
        if unseen:
            left.append({"noun": "thing", "reason": NOT_SEEN, "count": unseen})
        self.done = HandedOut.objects.create(
            dossier=self.dossier,
            bag=made.number,
            manifest=made.digest,
            recipient=self.over.recipient,
            purpose=self.over.purpose,
            reason=self.over.terms,
            reports=made.reports,
            documents=made.documents,
            left_out=left,
            against_in=self.against_in,
            against_out=self._against_in_all() - self.against_in,
            actor=self.actor,
        )
        append_change(
            Verb.PUBLISHED, Subject.DOSSIER, [self.dossier.prefix], actor=self.actor, what="bag", bag=made.number
        )

    def _matrix(self, going: Going) -> Matrix:
        reports, documents = {each.pk for each in going.reports}, set(going.paths)
        pins = find_chosen(self.dossier, self.exporting).pins
        among = {each.pk for each in pins if each.report_id in reports or each.document_id in documents}
        return read_matrix(
            self.dossier, self.exporting, purpose=self.over.purpose, recipient=self.over.recipient, among=among
        )

    def _against_in_all(self) -> int:
        """How many assessments speak against an element, whoever may see them, of what was taken out of the dossier too: nobody makes it silent."""
        return Assessment.objects.filter(pin__dossier=self.dossier, stance=Stance.AGAINST).count()

    def _sentences(self, language: str) -> list[str]:
        inside = self.against_in
        return say_annex(inside, self._against_in_all() - inside, self.over.terms, language)

    def _plain(self, matrix: Matrix) -> dict[str, Any]:
        question = matrix.question.model_dump(mode="json", exclude_defaults=True)
        outside = self._against_in_all() - self.against_in
        return {
            "prefix": self.dossier.prefix,
            "title": self.dossier.title,
            "question": question,
            "recipient": self.over.recipient,
            "purpose": self.over.purpose,
            "terms": self.over.terms,
            "speaks_against": {"in_the_bag": self.against_in, "left_out": outside},
        }

    def _command(self, reports: set[int]) -> list[dict[str, Any]]:
        units = read_command(self.dossier, self.exporting).units
        return [
            {
                "unit": unit.name.model_dump(exclude_defaults=True),
                "roles": [
                    {
                        "report": role.report.address,
                        "contradicts": [each.address for each in role.contradicts if each.pk in reports],
                        **role.report.content,
                    }
                    for role in unit.roles
                    if role.report.pk in reports
                ],
            }
            for unit in units
            if any(role.report.pk in reports for role in unit.roles)
        ]


def request_of(dossier: Dossier, over: HandOver, *, viewer: Viewer, actor: User) -> BagRequest:
    """Return what would be asked of the bag of a dossier, as for a proposal to a second person."""
    return _Leaving(dossier, over, viewer, actor).request()


def hand_out(
    dossier: Dossier,
    folder: Path,
    over: HandOver,
    *,
    viewer: Viewer,
    actor: User,
    progress: Progress | None = None,
) -> tuple[HandedOut, BagMade]:
    """Write a dossier as a bag into a new folder, and note to whom it goes. It is there as a whole and noted, or neither.

    Raises Refused without a recipient or terms, UnknownCode for a purpose that is none, and what `write_bag` raises.
    """
    check_lengths(recipient=over.recipient, reason=over.terms)
    if not over.recipient.strip():
        raise Refused("handed_to_nobody", "say who receives it")
    if not over.terms.strip():
        raise Refused("handed_without_terms", "say under which terms it goes")
    vocabulary.term("consent_purposes", over.purpose)
    leaving = _Leaving(dossier, over, viewer, actor)
    made = write_bag(folder, leaving.request(), progress)
    assert leaving.done is not None
    return leaving.done, made


def _indexed(going: Going, numbers: dict[int, Any]) -> list[IndexedDocument]:
    of: dict[int, list[Any]] = {}
    for report in going.reports:
        of.setdefault(report.document_id, []).append(report)
    custody = read_custody(going.described)
    told = sorted(going.described, key=lambda each: numbers[each.pk].number)
    return [
        IndexedDocument(
            each,
            numbers[each.pk],
            tuple(of.get(each.pk, ())),
            custody.get(each.pk, Custody.UNTOLD),
            going.paths.get(each.pk, ""),
        )
        for each in told
    ]


def _plain_figure(frozen: FrozenFigure, viewer: Viewer) -> dict[str, Any]:
    """A figure as its edition said it; its question only where that names nothing that may not be known."""
    edition = frozen.edition
    try:
        known = names_nothing_hidden(Question.of(edition.question, kept=True), viewer)
    except Unanswerable:  # its kind of report was taken away
        known = False
    return {
        "figure": edition.figure.slug,
        "title": edition.figure.title.model_dump(exclude_defaults=True),
        "edition": edition.number,
        "published": edition.at.isoformat(),
        "question": edition.question if known else None,
        "reading": edition.answer["reading"],
        "unit": edition.answer["unit"],
        "total": edition.answer["total"],
        "doubts": plain_doubts(edition.doubts),
        "chosen_because": frozen.reason,
    }


def _json(value: Any) -> bytes:
    return f"{json.dumps(value, ensure_ascii=False, indent=1)}\n".encode()
