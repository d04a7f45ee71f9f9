"""What the lines of Dalil's own format say of judgements: of two reports, of two sources, and the further names of sources."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any, NamedTuple

from dalil.intake.causes import Cause
from dalil.intake.formats.report_line import (
    FURTHER,
    VERDICTS,
    LineSources,
    ReportJudgementFields,
    SourceJudgementFields,
)
from dalil.intake.parsed_rows import UNSTORABLE, BadCell, bad_length
from dalil.letters import fold
from dalil.lookup.sources import SourceName
from dalil.record.lengths import TextTooLong, check_lengths


class Judged(NamedTuple):
    """How two things were judged in the record that a line comes from: when, and whether that was taken back."""

    at: datetime
    verdict: str
    matcher: str = ""
    score: float | None = None
    reason: str = ""
    retracted: bool = False
    retracted_because: str = ""


class FurtherJudged(NamedTuple):
    """A judgement of another room (`intake.travelling`): its key in the line, the address of the other report, how, and what more is told of it."""

    key: str
    other: str
    how: Judged
    particulars: dict[str, str]


class LineJudgements(NamedTuple):
    """What one line says of judgements. reports: the address of the other report, and how. aliases: code of a source and a name of it.

    former_aliases: the same of names that were taken back. further: the judgements of other rooms.
    """

    reports: tuple[tuple[str, Judged], ...] = ()
    sources: tuple[tuple[SourceName, SourceName, Judged], ...] = ()
    aliases: tuple[tuple[str, str], ...] = ()
    former_aliases: tuple[tuple[str, str], ...] = ()
    further: tuple[FurtherJudged, ...] = ()


def read_judgements(line: Mapping[str, Any], read_source: Callable[[Any], SourceName]) -> LineJudgements:
    """Read what a line says of judgements. read_source: reads a source as a line tells it. Raises BadCell for another shape."""
    known = _object(line.get("sources") or {}, LineSources, "sources")
    reports, sources = [], []
    for each in _objects(line.get("judged") or [], ReportJudgementFields, "judged"):
        reports.append((_text(each, "other", "judged"), _judged(each, "judged")))
    for each in _objects(known.get("judged") or [], SourceJudgementFields, "sources"):
        sources.append((read_source(each.get("kept")), read_source(each.get("other")), _judged(each, "sources")))
    return LineJudgements(
        tuple(reports),
        tuple(sources),
        _aliases(known, "aliases"),
        _aliases(known, "former_aliases"),
        tuple(_further(line)),
    )


def _further(line: Mapping[str, Any]) -> Iterator[FurtherJudged]:
    for key, fields in FURTHER.items():
        particulars = sorted(set(fields.__annotations__) - set(ReportJudgementFields.__annotations__))
        for each in _objects(line.get(key) or [], fields, key):
            told = {name: _text(each, name, key) for name in particulars}
            yield FurtherJudged(key, _text(each, "other", key), _judged(each, key), told)


def _aliases(known: Mapping[str, Any], key: str) -> tuple[tuple[str, str], ...]:
    aliases = known.get(key) or {}
    if not isinstance(aliases, dict) or not all(isinstance(names, list) for names in aliases.values()):
        raise BadCell(
            "sources",
            _shown(aliases),
            Cause("the further names of sources are told as lists of names, by the codes of the sources"),
        )
    return tuple((code, _alias(name)) for code, listed in aliases.items() for name in listed)


def _alias(name: Any) -> str:
    if not isinstance(name, str) or UNSTORABLE.search(name) or not fold(name):
        raise BadCell("sources", _shown(name), Cause("this is no name of a source"))
    try:
        check_lengths(source_name=name)
    except TextTooLong as error:
        raise bad_length(error, "sources") from error
    return name


def _judged(values: dict[str, Any], field: str) -> Judged:
    verdict, score, retracted = values.get("verdict"), values.get("score"), values.get("retracted", False)
    if verdict not in VERDICTS:
        raise BadCell(field, _shown(verdict), Cause("a judgement says one of {verdicts}", verdicts=", ".join(VERDICTS)))
    if score is not None and (
        isinstance(score, bool) or not isinstance(score, (int, float)) or not math.isfinite(score)
    ):
        raise BadCell(field, _shown(score), Cause("the score of a judgement is a number"))
    if not isinstance(retracted, bool):
        raise BadCell(field, _shown(retracted), Cause("a judgement was retracted, true or false"))
    matcher = _text(values, "matcher", field)
    if len(matcher) > LONGEST_MATCHER:
        raise BadCell(
            field, matcher[:200], Cause("{key} is longer than {n} characters", key="matcher", n=LONGEST_MATCHER)
        )
    reason, because = _text(values, "reason", field), _text(values, "retracted_because", field)
    return Judged(_moment(values.get("at"), field), verdict, matcher, score, reason, retracted, because)


LONGEST_MATCHER = 80
"""So many characters the record keeps of the name of a matcher."""


def _moment(told: Any, field: str) -> datetime:
    try:
        moment = datetime.fromisoformat(told)
    except (TypeError, ValueError) as error:
        raise BadCell(
            field, _shown(told), Cause("a judgement says when it was made, as 2019-05-02T10:30:00+00:00")
        ) from error
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _objects(listed: Any, fields: type, field: str) -> list[dict[str, Any]]:
    if not isinstance(listed, list):
        raise BadCell(field, _shown(listed), Cause("{key} is not a list", key=field))
    return [_object(each, fields, field) for each in listed]


def _object(value: Any, fields: type, field: str) -> dict[str, Any]:
    if not isinstance(value, dict) or not set(value) <= set(fields.__annotations__):
        raise BadCell(
            field,
            _shown(value),
            Cause("{key} is an object with the keys {keys}", key=field, keys=", ".join(fields.__annotations__)),
        )
    return value


def _text(values: dict[str, Any], key: str, field: str) -> str:
    value = values.get(key, "")
    if not isinstance(value, str) or UNSTORABLE.search(value):
        raise BadCell(field, _shown(value), Cause("{key} is not a text", key=key))
    return value


def _shown(value: Any) -> str:
    return json.dumps(value)[:200]
