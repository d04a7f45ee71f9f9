"""The method behind a figure in words, as it lies in the capsule: what was asked, how it was counted, what is in which file, what is not."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.timezone import localtime
from django.utils.translation import gettext as say
from django.utils.translation import override

from dalil.counting.public_figures import PublicFigure
from dalil.exports.answers import describe_method
from dalil.wording.doubts import list_doubts
from dalil.wording.numbers import write_digits
from dalil.wording.times import say_day


def write_method(this: PublicFigure, *, whole: bool, by_source: bool, address: str, language: str) -> str:
    """Write the method of a figure in one language.

    whole: everything can be worked out of the rows, and not the total alone. by_source: the rows of the lines are others than those of the
    total. address: of the edition, to cite.
    """
    with override(language):
        return "\n\n".join(_paragraphs(this, whole, by_source, address, language)) + "\n"


def _paragraphs(this: PublicFigure, whole: bool, by_source: bool, address: str, language: str) -> Iterator[str]:
    assert this.edition is not None
    title = this.contents.title if this.contents else this.figure.title
    yield title.in_language(language)
    yield say("Question: %(words)s") % {"words": this.question.in_words(language)}
    yield say("Published on %(date)s, edition %(number)s: %(address)s") % {
        "date": say_day(localtime(this.edition.at).date(), language),
        "number": write_digits(str(this.edition.number), language),
        "address": address,
    }
    if doubts := list_doubts(this.doubts, language):
        yield "\n".join([say("What must be known beside the number:"), *(f"- {each}" for each in doubts)])
    yield from _how_it_is_counted(this, language)
    yield "\n".join([say("The files:"), *(f"- {each}" for each in _files(whole, by_source))])
    yield say(
        "To recompute: install Python and DuckDB (pip install duckdb), then run “python recompute.py” in this folder. It compares every file "
        "with its digest in SHA256SUMS and names what was changed; then it adds the rows up and compares the result with the answer. "
        "Nothing of Dalil is needed."
    )
    if not whole:
        yield say(
            "The record has moved on since this edition was published. The rows are the entities that the edition kept, with their numbers: "
            "they give the low and the high end of the total and how many are unknown. The lines and the other doubts of the answer stand "
            "in answer.json as they were published, and cannot be worked out of the rows."
        )


def _how_it_is_counted(this: PublicFigure, language: str) -> Iterator[str]:
    yield say(
        "Every report is what one source says in one document. Reports that were judged to be about one thing are one entity, and are counted "
        "once."
    )
    yield describe_method(this.question, language)


def _files(whole: bool, by_source: bool) -> Iterator[str]:
    yield say("answer.json: the answer as it was published, with the question, the doubts and the lines.")
    yield say(
        "rows.parquet and rows.csv: a row for each entity that is counted, or that may belong: its number in the reading, its days, its "
        "place, its grade, and the addresses of its reports. An empty cell is unknown."
    )
    if by_source:
        yield say(
            "lines.parquet and lines.csv: the same by source: a row for each entity and each source that speaks of it."
        )
    yield say("reports.csv: a row for each report behind the figure: who says it, in which words, in which document.")
    if whole:
        yield say(
            "total.sql, doubts.sql and lines.sql: the statements by which DuckDB works the total, the doubts and the lines out of the rows. "
            "There is no lines.sql where the answer has no lines."
        )
    else:
        yield say("total.sql: the statement by which DuckDB works the total out of the rows.")
    yield say("recompute.py: adds the rows up again and compares. SHA256SUMS: the digest of every file.")
