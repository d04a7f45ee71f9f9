"""The matrix of elements as files: lines for any program, a workbook, and a PDF in each language."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from importlib.resources import as_file, files
from typing import Any

from dalil.cases.dossiers.case_words import (
    CUSTODY,
    NO_FINDING,
    REVIEWED,
    SIDES,
    SINCE,
    name_evidence,
    say_grade,
    say_origins,
    say_standing,
)
from dalil.cases.dossiers.matrix import Cell, Matrix, WeighedEvidence
from dalil.letters import language_of
from dalil.values import Bilingual
from dalil.wording.numbers import say_number

HEAD = {
    "ground": Bilingual(en="Provision", ar="النص"),
    "element": Bilingual(en="Element", ar="الركن"),
    "standing": Bilingual(en="What the dossier holds", ar="ما في الملف"),
    "side": Bilingual(en="Says", ar="ما يقوله"),
    "number": Bilingual(en="Document", ar="الوثيقة"),
    "what": Bilingual(en="What it is", ar="ما هو"),
    "origins": Bilingual(en="According to", ar="بحسب"),
    "grade": Bilingual(en="How well established", ar="درجة الثبوت"),
    "custody": Bilingual(en="Where the file came from", ar="مصدر الملف"),
    "since": Bilingual(en="Since it was chosen", ar="منذ اختياره"),
    "reviewed": Bilingual(en="Second officer", ar="المسؤول الثاني"),
    "reason": Bilingual(en="Why", ar="السبب"),
}
"""The columns of the matrix, in words."""

STRAY = Bilingual(en="the question does not ask about it any more", ar="لم يعد الملف يسأل عنه")
MOST_IN_PDF = 20
"""Things that speak for an element and are named in the PDF. What speaks against it is named whole, and comes first."""
_MORE = Bilingual(
    en="{more} more that speak for it, or say nothing any more, stand in dossier.xlsx.",
    ar="{more} مما يؤيده أو لم يعد يقول شيئاً في الملف dossier.xlsx.",
)

Numbers = Mapping[int, str]
"""The number of each document, as it is written, by its primary key."""


def plain_matrix(matrix: Matrix, numbers: Numbers) -> list[dict[str, Any]]:
    """Return the matrix as plain values: a cell for each element, with what speaks for it and against it."""
    cells: list[dict[str, Any]] = [
        {
            "provision": cell.ground.code,
            "source": cell.ground.source,
            "element": cell.element.code,
            "words": {"en": cell.element.words.en, "ar": cell.element.words.ar},
            "standing": cell.standing.value,
            "contested": cell.is_contested,
            "said": [_plain_word(word, numbers) for word in cell.words],
        }
        for cell in matrix.cells
    ]
    stray = [
        {
            "provision": word.assessment.provision,
            "element": word.assessment.element,
            "standing": None,
            "not_asked_any_more": True,
            "said": [_plain_word(word, numbers)],
        }
        for word in matrix.stray
    ]
    return cells + stray


def _plain_word(word: WeighedEvidence, numbers: Numbers) -> dict[str, Any]:
    evidence = word.evidence
    return {
        "says": word.assessment.stance,
        "counts": evidence.counts,
        "since": evidence.since.value,
        "document": numbers.get(evidence.document.pk, ""),
        "report": evidence.report.address if evidence.report else None,
        "version": evidence.pin.version,
        "grade": evidence.grade.value if evidence.grade else None,
        "origins": list(evidence.origins),
        "custody": evidence.custody.value,
        "reviewed": word.reviewed.value,
        "reason": word.assessment.reason,
        "chosen_because": evidence.pin.reason,
    }


def matrix_lines(matrix: Matrix, numbers: Numbers, language: str) -> Iterator[list[str]]:
    """Yield the lines of the matrix in a language, as `HEAD` names their cells: one for each thing that speaks, or one for an element alone."""
    for cell in matrix.cells:
        first = [
            f"{cell.ground.name.in_language(language)} ({cell.ground.code})",
            cell.element.words.in_language(language),
            say_standing(cell, language),
        ]
        for word in cell.words:
            yield [*first, *_word_cells(word, numbers, language)]
        if not cell.words:
            yield [*first, *[""] * (len(HEAD) - len(first))]
    for word in matrix.stray:
        named = (word.assessment.provision, word.assessment.element, STRAY.in_language(language))
        yield [*named, *_word_cells(word, numbers, language)]


def _word_cells(word: WeighedEvidence, numbers: Numbers, language: str) -> list[str]:
    evidence = word.evidence
    return [
        SIDES[word.assessment.stance].in_language(language),
        numbers.get(evidence.document.pk, ""),
        name_evidence(evidence, language),
        say_origins(evidence, language),
        say_grade(evidence, language),
        CUSTODY[evidence.custody].in_language(language),
        SINCE[evidence.since].in_language(language),
        REVIEWED[word.reviewed].in_language(language),
        word.assessment.reason,
    ]


def write_workbook_of(sheets: Mapping[str, Iterable[Sequence[str]]], *, right_to_left: Iterable[str] = ()) -> bytes:
    """Write tables as XLSX, a sheet for each name. Every text is written as a text, so that none becomes a formula. right_to_left: Arabic sheets."""
    import openpyxl  # slow to import, and few need a workbook
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    book, turned = openpyxl.Workbook(write_only=True), frozenset(right_to_left)
    for title, lines in sheets.items():
        sheet = book.create_sheet(title)
        sheet.sheet_view.rightToLeft = title in turned
        for line in lines:
            cells = [WriteOnlyCell(sheet, value=ILLEGAL_CHARACTERS_RE.sub("", each)) for each in line]
            for cell in cells:
                cell.data_type = "s"
            sheet.append(cells)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def write_matrix_pdf(title: str, matrix: Matrix, numbers: Numbers, language: str, notes: Sequence[str]) -> bytes:
    """Write the matrix as a PDF in a language. notes: sentences that stand before it, after the one that it is no legal advice."""
    from fpdf import FPDF  # slow to import, and few need a PDF

    fonts = files("dalil.drawing").joinpath("fonts")
    pdf = FPDF(format="A4")
    direction = language_of(language).direction
    with as_file(fonts.joinpath("DejaVuSans.ttf")) as plain, as_file(fonts.joinpath("DejaVuSans-Bold.ttf")) as bold:
        pdf.add_font("dejavu", "", plain)
        pdf.add_font("dejavu", "B", bold)
    pdf.set_text_shaping(use_shaping_engine=True, direction=direction)
    pdf.set_title(title)
    pdf.set_lang(language)
    pdf.add_page()

    def write(text: str, size: float, style: str = "", space: float = 1) -> None:
        pdf.set_font("dejavu", style, size)
        pdf.multi_cell(0, size * 0.55, text, align="R" if direction == "rtl" else "L", new_x="LMARGIN", new_y="NEXT")
        pdf.ln(space)

    def write_word(word: WeighedEvidence) -> None:
        side, number, what, *facts, reason = _word_cells(word, numbers, language)
        write(f"– {side}: {number} {what}", 9, "", 0)
        write(" · ".join(each for each in facts if each), 8, "", 0)
        write(f"{HEAD['reason'].in_language(language)}: {reason}", 8)

    write(title, 15, "B")
    for sentence in (NO_FINDING.in_language(language), *notes):
        write(sentence, 9)
    for ground, cells in _by_ground(matrix):
        write(f"{ground.name.in_language(language)} – {ground.source}", 12, "B")
        for cell in cells:
            write(cell.element.words.in_language(language), 10, "B", 0)
            write(say_standing(cell, language), 9)
            shown = (*cell.speaks_against, *cell.speaks_for[:MOST_IN_PDF], *cell.silent[:MOST_IN_PDF])
            if more := len(cell.words) - len(shown):
                write(_MORE.in_language(language).format(more=say_number(more, language)), 8)
            for word in shown:
                write_word(word)
    if matrix.stray:
        write(STRAY.in_language(language), 12, "B")
    for word in matrix.stray:
        write(f"{word.assessment.provision}, {word.assessment.element}", 10, "B", 0)
        write_word(word)
    return bytes(pdf.output())


def _by_ground(matrix: Matrix) -> Iterator[tuple[Any, list[Cell]]]:
    grounds = dict.fromkeys(cell.ground.code for cell in matrix.cells)
    for code in grounds:
        cells = [cell for cell in matrix.cells if cell.ground.code == code]
        yield cells[0].ground, cells
