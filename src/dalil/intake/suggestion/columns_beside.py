"""What one column says of another beside it: that a year is not the whole year, that a number is of this sort or that, or an older one."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from dalil.intake.suggestion.chosen_column import ChosenColumn, leave_all
from dalil.intake.suggestion.column_meaning import bare_name
from dalil.intake.suggestion.known_tables import RANK
from dalil.letters import fold, fold_words
from dalil.record.kind import KindField
from dalil.values import Count

_PART_OF_A_YEAR = fold_words(
    "week weeks wk epiweek quarter quarters qtr trimester half semester season month months mon period term day dekad fortnight"
    " ربع الربع أسبوع الأسبوع نصف النصف فصل الفصل موسم الموسم شهر الشهر فترة الفترة ثلث يوم اليوم"
)
_CELL_OF_A_PART = re.compile(r"(?:q|h|w|wk|week|s|t|ر) ?\d{1,2}", re.IGNORECASE)
_WHAT_SORT = fold_words(
    "type types category class status outcome kind fate result indicator measure metric disaggregation نوع النوع فئة الفئة حالة الحالة مؤشر المؤشر"
)
_OF_PEOPLE = fold_words(
    "casualty casualties victim victims people persons person count number value ضحايا الضحايا إصابة الإصابة أشخاص عدد العدد"
)
_WHICH_EDITION = fold_words(
    "updated update new old revised final latest last previous prior initial preliminary provisional verified unverified confirmed unconfirmed"
    " reported claimed alleged corrected adjusted original current first second recent former earlier later"
    " محدث محدثة جديد جديدة قديم قديمة مؤكد مؤكدة غير موثق موثقة نهائي نهائية أولي أولية سابق سابقة معدل مصحح أخير أحدث معلن"
)  # fmt: skip
"""Words by which two columns of one number differ: which of the two holds, nobody can tell from them."""


_OF_ANOTHER_MEASURE = re.compile(r"[%<>$€]")


def settle_columns_beside(columns: Sequence[ChosenColumn], fields: Mapping[str, KindField]) -> None:
    """Leave to a person the columns of which another column says that they are not what their names say."""
    _leave_years_of_which_a_part_is_meant(columns)
    _leave_numbers_of_several_sorts(columns, fields)
    _leave_editions_of_one_number(columns, fields)


def _leave_years_of_which_a_part_is_meant(columns: Sequence[ChosenColumn]) -> None:
    """A year, or a year and its month, of which another column says which part: the number was told of that part alone."""
    parts = [column for column in columns if column.holds("when") and column.use.get("part") in ("year", "month")]
    days = [
        column
        for column in columns
        if column.holds("when") and column.use.get("part", "") in ("", "start", "day", "end")
    ]
    if not parts or days:
        return
    for column in columns:
        if column.use or not column.cells or column.guess.private or not _says_part_of_a_year(column):
            continue
        why = f"“{column.name}” says which part of it is meant, and is not understood"
        column.told_first = (
            f"“{column.name}” says which part of the {'month' if len(parts) > 1 else 'year'} is meant, and is not understood: "
            f"so “{parts[0].name}” alone is not taken. Write a column with the day, the month or the first and the last day."
        )
        leave_all(parts, why)
        return


def _says_part_of_a_year(column: ChosenColumn) -> bool:
    of_time = column.guess.use.get("field") == "when"
    if of_time and (column.guess.sure or column.guess.use.get("part") in ("start", "end")):
        return True
    words = bare_name(column.name).split()
    if {*words} & _PART_OF_A_YEAR and not any(column.guess.use.get(key) for key in ("said_on", "external_id")):
        return True
    return all(_CELL_OF_A_PART.fullmatch(fold(cell)) for cell in column.cells)


def _leave_numbers_of_several_sorts(columns: Sequence[ChosenColumn], fields: Mapping[str, KindField]) -> None:
    """A number of which another column says in each row what was counted: killed in one, rescued in the next."""
    counted = [column for column in columns if _is_number(column, fields)]
    for column in columns:
        if column.use or not column.cells or not any(letter.isalpha() for cell in column.cells for letter in cell):
            continue
        group, *words = _group_and_words(column.name)
        sort = {*words} & _WHAT_SORT
        for number in counted:
            same_group = bool(group) and group == _group_and_words(number.name)[0]
            if sort and (same_group or {*words} & (_OF_PEOPLE | _ALONE)):
                number.leave(f"“{column.name}” says what is counted, and not in each row the same")


_ALONE = fold_words("outcome indicator measure metric مؤشر المؤشر")


def _leave_editions_of_one_number(columns: Sequence[ChosenColumn], fields: Mapping[str, KindField]) -> None:
    """Several columns of one number, which differ by “updated”, “old” or “verified” alone: which holds, a person says."""
    by_number: dict[tuple[str, ...], list[ChosenColumn]] = {}
    for column in columns:
        if _OF_ANOTHER_MEASURE.search(column.name):
            continue
        if column.cells and (column.guess.people or _is_number(column, fields)) and column.guess.rank < RANK:
            words = [
                word for word in bare_name(column.name).split() if word not in _WHICH_EDITION and not word.isdigit()
            ]
            by_number.setdefault(tuple(sorted(words)), []).append(column)
    for rivals in by_number.values():
        if len(rivals) > 1:
            for column in rivals:
                others = " and ".join(f"“{each.name}”" for each in rivals if each is not column)
                if column.use:
                    column.leave(f"{others} may be the same number, later or surer: which is it?")


def _is_number(column: ChosenColumn, fields: Mapping[str, KindField]) -> bool:
    field = fields.get(column.use.get("field", ""))
    return field is not None and field.type is Count


def _group_and_words(name: str) -> tuple[str, ...]:
    group, _, own = name.rpartition("." if "." in name else "/")
    return (group, *bare_name(own).split())
