"""Ranges side by side: what each report states beside the readings of all, the lines of an answer, and two sources compared."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as say
from django.utils.translation import ngettext

from dalil import vocabulary
from dalil.bulletin.drawings.drawn import (
    Drawing,
    DrawnTable,
    KeyLine,
    is_read_from_the_right,
    list_in_a_sentence,
    name_column_of_numbers,
    tabulate,
    trust,
)
from dalil.counting.answer import AnswerLine
from dalil.counting.combine import Reading
from dalil.counting.entity_readings import QuantityReadings, StatedNumber
from dalil.counting.source_overlap import SharedEntity, SourceOverlap
from dalil.drawing.ranges import PairOfRanges, RangeRow, draw_agreement, draw_ranges
from dalil.letters import join_list
from dalil.values.statement import Statement
from dalil.values.total import Interval
from dalil.wording.counts import say_quantity
from dalil.wording.numbers import say_number, say_range
from dalil.wording.range_ends import name_teller
from dalil.wording.totals import say_conflict, say_ends, say_interval

MOST_DRAWN = 20
"""Of more rows than this the first are drawn; the table has them all."""


def draw_readings(this: QuantityReadings, label: str, *, name: str, language: str) -> Drawing | None:
    """Draw what each report states of a number of one entity, beside the five readings; None where one report alone states it."""
    if len(this.stated) < 2:
        return None
    told = [
        (each, name_teller(each.report, language), _say_count(each, this.quantity, language)) for each in this.stated
    ]
    rows = [_row_of(each.statement, who, value, each.latest) for each, who, value in told[:MOST_DRAWN]]
    for reading in Reading:
        interval = this.readings.in_reading(reading)
        if interval is not None:
            words, value = vocabulary.label("readings", reading.value, language), say_range(*interval[:2], language)
            rows.append(RangeRow(words, interval.low, interval.high, interval.point, "read", value))
    agreed = this.readings.agreed
    title = say("%(number)s: what each report says, and how it is read") % {"number": label}
    spoken = [f"{who}: {value}" for _, who, value in told]
    spoken.append(say_conflict(language) if this.readings.conflict else "")
    return Drawing(
        title=title,
        svg=trust(
            draw_ranges(
                rows,
                name=name,
                title=title,
                description=list_in_a_sentence([each for each in spoken if each], 12, language),
                rtl=is_read_from_the_right(language),
                say_count=lambda number: say_number(number, language),
                agreed=(agreed.low, agreed.high) if agreed else None,
            )
        ),
        key=_key_of_readings(this),
        words=(say_conflict(language),) if this.readings.conflict else (),
        table=tabulate(
            say("%(number)s: what each report says") % {"number": label},
            (say("Who says so"), name_column_of_numbers(), say("Standing")),
            tuple(
                (
                    who,
                    say_quantity(getattr(each.report.claim, this.quantity), language),
                    say("counts") if each.latest else say("a later one by the same took its place"),
                )
                for each, who, _ in told
            ),
            language,
        ),
    )


def _say_count(stated: StatedNumber, quantity: str, language: str) -> str:
    said = say_quantity(getattr(stated.report.claim, quantity), language)
    return said if stated.latest else join_list([said, say("overtaken")], language)


def _row_of(statement: Statement, who: str, value: str, latest: bool) -> RangeRow:
    low = statement.low if statement.has_low else statement.smallest
    return RangeRow(who, low, statement.high, statement.usable_point, "one" if latest else "aside", value)


def _key_of_readings(this: QuantityReadings) -> tuple[KeyLine, ...]:
    lines = [KeyLine("whisker one", say("a report")), KeyLine("whisker read", say("a reading of all"))]
    if any(not each.latest for each in this.stated):
        lines.append(KeyLine("whisker aside", say("a report that a later one by the same overtook")))
    if this.readings.agreed:
        lines.append(KeyLine("agreed", say("what every report allows")))
    return tuple(lines)


def draw_lines(
    lines: Sequence[AnswerLine], *, name: str, title: str, column: str, language: str, overlapping: bool
) -> Drawing:
    """Draw the lines of an answer as bars with their ranges: each by itself, since lines may overlap and are no parts of a whole."""
    labelled = [(" · ".join(words.in_language(language) for words in line.labels), line.total) for line in lines]
    rows = [
        RangeRow(
            label, *(_ends(total.low, total.high) if total.addable else (None, None)), value=say_ends(total, language)
        )
        for label, total in labelled[:MOST_DRAWN]
    ]
    words = [say("Only the first lines are drawn.")] if len(labelled) > MOST_DRAWN else []
    if overlapping:
        words.append(say("Some count in several rows, so the rows add up to more than the total."))
    return Drawing(
        title=title,
        svg=trust(
            draw_ranges(
                rows,
                name=name,
                title=title,
                description=list_in_a_sentence([f"{row.words}: {row.value}" for row in rows], 8, language),
                rtl=is_read_from_the_right(language),
                say_count=lambda number: say_number(number, language),
                from_nought=True,
            )
        ),
        key=_key_of_lines(rows),
        words=tuple(words),
        table=tabulate(
            title,
            (column, name_column_of_numbers()),
            tuple((label, say_ends(total, language)) for label, total in labelled),
            language,
        ),
    )


def _ends(low: int | None, high: int | None) -> tuple[int | None, int | None]:
    return low, high if low is not None else None


def _key_of_lines(rows: Sequence[RangeRow]) -> tuple[KeyLine, ...]:
    lines = [KeyLine("sure", say("low end"))]
    if any(row.low is not None and row.high is not None and row.high > row.low for row in rows):
        lines.append(KeyLine("whisker one", say("up to the high end")))
    if any(row.low is not None and row.high is None for row in rows):
        lines.append(KeyLine("whisker open", say("no upper end")))
    if any(row.low is None for row in rows):
        lines.append(KeyLine("", say("number unknown"), "?"))
    return tuple(lines)


def draw_overlap(
    overlap: SourceOverlap, names: tuple[str, str], label: str, unit: str, *, name: str, language: str
) -> Drawing:
    """Draw where two sources agree: a cross for each incident of which both give a number. names: of the two sources."""
    compared = [each for each in overlap.shared if each.agree is not None]
    title = say("%(one)s beside %(other)s: %(number)s") % {"one": names[0], "other": names[1], "number": label}
    counted = {
        "one": names[0],
        "other": names[1],
        "both": say_number(overlap.both, language),
        "only_one": say_number(overlap.only_one, language),
        "only_other": say_number(overlap.only_other, language),
    }
    words = [
        say("Both report %(both)s; only %(one)s has %(only_one)s, only %(other)s has %(only_other)s.") % counted,
        _say_agreement(compared, language),
    ]
    if compared:
        words.append(
            say("A cross is an incident, as wide and as tall as the two ranges; each doubling takes the same room.")
        )
    svg = draw_agreement(
        [PairOfRanges(_pair(each.one), _pair(each.other), bool(each.agree)) for each in compared],
        name=name,
        title=title,
        description=" ".join(words),
        rtl=is_read_from_the_right(language),
        say_count=lambda number: say_number(number, language),
        axes=names,
    )
    return Drawing(
        title=title,
        svg=trust(svg if compared else ""),
        key=(
            KeyLine("cross agree", say("the two allow one number")),
            KeyLine("cross differ", say("they exclude each other")),
            KeyLine("diagonal", say("the same number")),
        )
        if compared
        else (),
        words=tuple(words),
        table=_table_of_overlap(overlap, names, unit, language),
    )


def _say_agreement(compared: Sequence[SharedEntity], language: str) -> str:
    agree = sum(bool(each.agree) for each in compared)
    sentence = ngettext(
        "Of %(n)s both give a number; in %(agree)s the two allow one another, in %(differ)s they exclude each other.",
        "Of %(n)s both give a number; in %(agree)s the two allow one another, in %(differ)s they exclude each other.",
        len(compared),
    )
    said = {"n": len(compared), "agree": agree, "differ": len(compared) - agree}
    return sentence % {key: say_number(many, language) for key, many in said.items()}


def _pair(interval: Interval | None) -> tuple[int, int | None]:
    assert interval is not None
    return interval.low, interval.high


def _table_of_overlap(overlap: SourceOverlap, names: tuple[str, str], unit: str, language: str) -> DrawnTable:
    unknown = say("unknown")
    return tabulate(
        say("What both report, the largest numbers first"),
        (say("Address"), *names),
        tuple(
            (
                each.address,
                say_interval(each.one, unit, language) or unknown,
                say_interval(each.other, unit, language) or unknown,
            )
            for each in overlap.shared[:50]
        ),
        language,
    )
