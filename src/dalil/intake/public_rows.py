"""A register is not brought in as public while a row tells where something is more exactly than may be public (`record.place_floors`).

The file would become public with its rows, so the whole import is refused before anything is kept; and a row that comes to it
later, mended or tried again, fails.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date

from django.utils.timezone import localdate

from dalil.archive.protection import Level
from dalil.intake.causes import Cause
from dalil.intake.parsed_rows import Context, ParsedRow, Result, RowError
from dalil.intake.request import ImportRequest
from dalil.letters import LANGUAGE_CODES, join_list
from dalil.record import actions
from dalil.record.kind import kind_of
from dalil.record.place_floors import find_floor, list_too_exact
from dalil.values import Bilingual
from dalil.vocabulary import Term
from dalil.vocabulary.gazetteer import Gazetteer

NAMED = 5
"""So many rows are named in a refusal."""


def check_places(request: ImportRequest, context: Context) -> None:
    """Refuse to bring a register in as public that tells a place too exactly. Reads the file once more for it; other imports cost nothing.

    So it is where a row may not be public yet (`Kind.public_from`).
    Raises actions.Refused with the numbers of the first such rows, and how many there are.
    """
    today = localdate()
    kind = request.mapping.get("kind")
    if request.level != Level.PUBLIC or not kind or not kind_of(kind).floor_on_import or not request.format.reader:
        return
    opened = request.format.open(request.path, request.mapping)
    reader = request.format.reader(context, opened.header, request.mapping)
    found: list[int] = []
    named: list[Term] = []
    early: list[int] = []
    for row, raw in opened.rows:
        for each in reader.read(row, raw):
            if isinstance(each, ParsedRow) and _is_early(each, today):
                early.append(row)
            if isinstance(each, ParsedRow) and (term := _protected_by(each, context.known)):
                found.append(row)
                named.append(term)
    if early:
        raise actions.Refused(
            "rows_too_early",
            "{many} rows tell what may not be public yet, the first in rows {rows}; bring the file in as internal",
            {"many": len(early), "rows": tuple(early[:NAMED])},
        )
    if found:
        raise actions.Refused(
            "places_too_exact",
            "{many} rows tell where something is ({kinds}) more exactly than may be public, the first in rows {rows}; bring the file in "
            "as internal, or say these places by their governorate in it",
            {
                "many": len(found),
                "kinds": _name_all(named),
                "rows": tuple(found[:NAMED]),
            },
        )


def refuse_too_exact(results: Iterable[Result], known: Gazetteer) -> list[Result]:
    """Put an error in the place of each public report that tells a place too exactly; all others stay as they are."""
    return [_refused(each, known) if isinstance(each, ParsedRow) else each for each in results]


def _refused(row: ParsedRow, known: Gazetteer) -> Result:
    if row.prepared.level == Level.PUBLIC and _is_early(row, localdate()):
        early = Cause("it may not be public before some days have passed; bring it in as internal")
        return RowError(row.row, "when", "", early)
    term = _protected_by(row, known) if row.prepared.level == Level.PUBLIC else None
    if term is None:
        return row
    cause = Cause(
        "where it is ({kind}) is said more exactly than may be public; bring it in as internal, or say the governorate alone",
        kind=_name_all([term]),
    )
    return RowError(row.row, "where", "", cause)


def _protected_by(row: ParsedRow, known: Gazetteer) -> Term | None:
    """The term by which a place in a row is said too exactly; None where none is."""
    kind = kind_of(row.prepared.kind)
    if not kind.floor_on_import:
        return None
    claim = kind.model_validate(json.loads(row.prepared.content))
    floor = find_floor(claim)
    return floor[0] if floor and list_too_exact(claim, floor[1], known) else None


def _is_early(row: ParsedRow, today: date) -> bool:
    """Whether a row tells what may not be public on this day; asked of kinds alone that have floors for their lists."""
    kind = kind_of(row.prepared.kind)
    if not kind.floor_on_import:
        return False
    first = kind.model_validate(json.loads(row.prepared.content)).public_from()
    return first is not None and today < first


def _name_all(terms: Iterable[Term]) -> Bilingual:
    return Bilingual(
        **{code: join_list(dict.fromkeys(each.label(code) for each in terms), code) for code in LANGUAGE_CODES}
    )
