"""Whose reports an import may alter: those it entered itself, and those that the same teller told before.

A file says of its lines what they correct and that they were withdrawn. Whoever made it may say so of what came from them, not of
what others told us.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, NamedTuple

from django.db.models import Q

from dalil.archive.protection import Level, Viewer
from dalil.intake.causes import Cause
from dalil.intake.models import Import
from dalil.intake.notes import add_note
from dalil.intake.parsed_rows import ParsedRow, RowError
from dalil.letters import fold
from dalil.record.actions import Entered
from dalil.record.attribution_keys import make_attribution_key, read_teller
from dalil.record.by_addresses import as_subquery, find_in_force, find_reports
from dalil.record.canonical import canonical, draw_address
from dalil.record.gazetteer_in_use import gazetteer
from dalil.record.kind import kind_of
from dalil.record.models import Report, Withdrawal
from dalil.record.prepared import PreparedReport
from dalil.values import Where
from dalil.values.base import KEPT

SHOWN = 10
"""Reports that a note names."""
LONGEST_SERIAL, DIGITS_OF_SERIAL = 8, 4
"""So long an identifier is, and so many digits it has, from which on other tables hardly have it too."""
_WIDE = ("country", "governorate", "district")
"""Levels of areas in which so much happens that one of them says little of which event is meant."""


class _Old(NamedTuple):
    """A report that a row would alter. pk is None where it came in the same batch."""

    address: str
    kind: str
    attribution: str
    level: int
    pk: int | None
    content: Any = None
    sha256: str = ""
    locator: str = ""
    digest: str = ""


class Sifted(NamedTuple):
    """Rows that alter nothing they have no right to, and an error for each of the others.

    ignored: addresses of reports whose identifiers say nothing to these rows, since whoever reads of the import may not know of them.
    """

    rows: list[ParsedRow]
    errors: list[RowError]
    ignored: frozenset[str] = frozenset()


class _Error(NamedTuple):
    parsed_row: ParsedRow
    field: str
    value: str
    cause: str


_FIELDS = (
    "address",
    "kind",
    "attribution__key",
    "level",
    "pk",
    "content",
    "document__sha256",
    "locator",
    "digest",
)


class Ownership:
    """What one import has entered, and what earlier imports of the same file or the same source did.

    readers: who may read what is said of the import at the least. A report that is neither theirs to see nor entered by this import or one
    before it is to the rows as if it were not there: what they become does not tell of it. editions: digests of the files that this one
    is the next edition of. corrections: a person says that rows which take the place of a report about another day and another place are
    corrections all the same. side_by_side: rows leave what neither this import nor one before it entered as it is, and stand beside it.
    """

    def __init__(
        self,
        run: Import,
        *,
        sha256: str,
        source: str,
        readers: Viewer,
        editions: Sequence[str] = (),
        corrections: bool = False,
        side_by_side: bool = False,
    ) -> None:
        self._run, self._corrections, self._readers, self._side_by_side = run, corrections, readers, side_by_side
        self._drawn: dict[str, str] = {}
        same = Q(document__sha256__in=[sha256, *editions]) | (Q(source=source) if source else Q(pk=None))
        earlier = Import.objects.visible_to(Viewer.steward()).filter(same).exclude(pk=run.pk)
        entered = [(pair, of) for ranges, of in earlier.values_list("entered", "document__sha256") for pair in ranges]
        self._earlier = [tuple(pair) for pair, _ in entered]
        self._of_this_file = [tuple(pair) for pair, of in entered if of == sha256]

    def note(self, entered: Entered) -> None:
        """Write down what a batch entered, with the import; it is saved with the batch."""
        if entered.first is None:
            return
        ranges = self._run.entered
        if ranges and ranges[-1][1] + 1 == entered.first:
            ranges[-1][1] = entered.last
        else:
            ranges.append([entered.first, entered.last])

    def ranges_of(self, readings: Sequence[ParsedRow]) -> list[tuple[int, int]] | None:
        """The ids of what this file brought in; None where these rows are no reports of another record.

        The lines of a record say what corrects what, also where several bear one identifier. So an identifier says nothing among them.
        """
        if all(each.document is None for each in readings):
            return None
        return [(first, last) for first, last in (*self._run.entered, *self._of_this_file)]

    def sift(self, readings: Sequence[ParsedRow]) -> Sifted:
        """Sift what may be entered from what may not."""
        readings = self._renamed(readings)
        identifiers = [each.prepared.external_id for each in readings if each.prepared.external_id]
        apart = self.ranges_of(readings)
        bearing = [(identifier, _Old(*fields)) for identifier, *fields in find_in_force(identifiers, *_FIELDS)]
        bearing = [(identifier, old) for identifier, old in bearing if not _within(old.pk, apart or ())]
        wanted = [address for each in readings for address in (*each.prepared.corrects, *each.corrected_by)]
        wanted += [each.prepared.address for each in readings if each.document is not None]
        if not bearing and not wanted and len(set(identifiers)) == len(identifiers):
            return Sifted(list(readings), [])
        there = {fields[0]: _Old(*fields) for fields in find_reports(wanted, *_FIELDS)}
        unseen = self._unseen([*there.values(), *(old for _, old in bearing)])
        if unseen & there.keys():
            readings = self._renamed([self._out_of_sight(each, unseen) for each in readings])
            there = {address: old for address, old in there.items() if address not in unseen}
        if self._side_by_side:
            unseen |= {old.address for _, old in bearing if not self._ours(old)}
            readings = self._leave_others(readings, there)
        ours_last = sorted(bearing, key=lambda pair: self._ours(pair[1]))
        standing = {identifier: old for identifier, old in ours_last if old.address not in unseen}
        ignored = {old.address for _, old in bearing} - {old.address for old in standing.values()}
        withdrawn = [each.prepared.address for each in readings if each.withdrawn]
        decided = set(
            Withdrawal.everything.filter(report__address__in=as_subquery(withdrawn)).values_list(
                "report__address", flat=True
            )
        )
        batch = {each.prepared.address: _as_old(each.prepared) for each in readings}
        errors: dict[int, _Error] = {}
        for number, each in enumerate(readings):
            ready = each.prepared
            old = there.get(ready.address)
            if old and old.digest != ready.digest:
                cause = Cause("report {report} is here already and says something else", report=ready.address)
                errors[number] = _Error(each, "address", ready.address, cause)
                continue
            if each.withdrawn and old and ready.address not in decided and not self._ours(old):
                cause = Cause(
                    "report {report} was here before and is withdrawn by the line; only whoever brought it in "
                    "withdraws it so, others do it on the desk",
                    report=ready.address,
                )
                errors[number] = _Error(each, "withdrawn", ready.address, cause)
                continue
            targets = [("corrects", there.get(address) or batch.get(address)) for address in ready.corrects]
            if ready.external_id:
                targets.append(("external_id", standing.get(ready.external_id)))
                if apart is None:
                    standing.setdefault(ready.external_id, _as_old(ready))
            for address in each.corrected_by:
                new = there.get(address) or batch.get(address)
                if new and (objection := self._objection("corrects", new, old or _as_old(ready))):
                    errors[number] = _Error(each, "corrected_by", address, objection)
            for about, target in targets:
                if target and (objection := self._objection(about, ready, target)):
                    errors[number] = _Error(each, about, target.address, objection)
                    break
        objected = errors.keys()
        errors = self._without_repeated(errors)
        kept = [
            _stating_nothing(each) if number in objected else each
            for number, each in enumerate(readings)
            if number not in errors
        ]
        failed = [RowError(each.parsed_row.row, each.field, each.value, each.cause) for each in errors.values()]
        return Sifted(kept, failed, frozenset(ignored))

    def _leave_others(self, readings: Sequence[ParsedRow], there: dict[str, _Old]) -> list[ParsedRow]:
        """The rows without what they say of reports that others entered: what corrects what, and that one was withdrawn. The import notes it."""
        others = {address for address, old in there.items() if not self._ours(old)}
        left: set[str] = set()
        kept = []
        for each in readings:
            is_other = each.prepared.address in others
            about = others.intersection((*each.prepared.corrects, *each.corrected_by))
            if is_other and (each.corrected_by or each.withdrawn is not None):
                about |= {each.prepared.address}
            if about:
                left |= about
                corrects = tuple(address for address in each.prepared.corrects if address not in others)
                corrected_by = tuple(address for address in each.corrected_by if not is_other and address not in others)
                each = each._replace(
                    prepared=each.prepared._replace(corrects=corrects),
                    corrected_by=corrected_by,
                    withdrawn=None if is_other else each.withdrawn,
                )
            kept.append(each)
        if left:
            listed = sorted(left)
            note = Cause(
                "reports that were here before are corrected or withdrawn elsewhere, and stand here: {reports}",
                reports=listed[:SHOWN],
            )
            add_note(self._run, note, reports=listed[:SHOWN])
        return kept

    def _unseen(self, reports: Sequence[_Old]) -> frozenset[str]:
        """The addresses of those of these reports that are as if they were not there."""
        others = {old.address for old in reports if not self._ours(old)}
        if not others:
            return frozenset()
        seen = Report.objects.visible_to(self._readers).filter(address__in=as_subquery(sorted(others)))
        return frozenset(others.difference(seen.values_list("address", flat=True)))

    def _out_of_sight(self, each: ParsedRow, unseen: frozenset[str]) -> ParsedRow:
        """The row without what it states of such reports; under another address where its own is taken by one."""
        ready = each.prepared
        if ready.address in unseen and ready.address not in self._drawn:
            same = Report.objects.visible_to(Viewer.steward()).filter(
                document__sha256=ready.sha256, locator=ready.locator, digest=ready.digest
            )
            own = [address for address, pk in same.values_list("address", "pk") if self._has_entered(pk)]
            self._drawn[ready.address] = own[0] if own else draw_address()
        corrects, corrected_by = (
            tuple(address for address in stated if address not in unseen or address in self._drawn)
            for stated in (ready.corrects, each.corrected_by)
        )
        return each._replace(prepared=ready._replace(corrects=corrects), corrected_by=corrected_by)

    def _renamed(self, readings: Sequence[ParsedRow]) -> Sequence[ParsedRow]:
        """The rows under the addresses that were drawn for reports of this import, wherever they name them."""
        if not self._drawn:
            return readings
        drawn = self._drawn
        return [
            each._replace(
                prepared=each.prepared._replace(
                    address=drawn.get(each.prepared.address, each.prepared.address),
                    corrects=tuple(drawn.get(address, address) for address in each.prepared.corrects),
                ),
                corrected_by=tuple(drawn.get(address, address) for address in each.corrected_by),
            )
            for each in readings
        ]

    def _objection(self, field: str, new: PreparedReport | _Old, old: _Old) -> str | None:
        """Why a row may not take the place of a report; None where it may."""
        if new.kind != old.kind:
            return Cause(
                "report {report} is a report of {kind}, and so must be its correction",
                report=old.address,
                kind=old.kind,
            )
        if old.pk is None or _within(old.pk, self._run.entered):
            return None
        if field == "external_id" and not self._corrections and self._may_be_another_thing(new, old):
            return Cause(
                "report {report}, which bears the same identifier, is not for certain about the same day and "
                "place; where the identifier is one of another table, give the mapping an "
                "`identifier:` of its own; where this is a correction, take it in with --corrections",
                report=old.address,
            )
        same = read_teller(new.attribution) == read_teller(old.attribution)
        if field == "corrects" and new.attribution == make_attribution_key((), ()):
            same = False
        if not same and not self._ours(old):
            return Cause(
                "report {report}, whose place it would take, was told by {teller}, not by {now}; it may "
                "only be corrected by them, or on the desk",
                report=old.address,
                teller=_named(old.attribution),
                now=_named(new.attribution),
                sources=_codes(old.attribution) | _codes(new.attribution),
            )
        if new.level > old.level:
            return Cause(
                "report {report}, whose place it would take, is {level} and this would be {asked}: readers "
                "would go on seeing the old one; import with --level {level}",
                report=old.address,
                level=_level(old.level),
                asked=_level(new.level),
            )
        return None

    def _may_be_another_thing(self, new: PreparedReport | _Old, old: _Old) -> bool:
        """Whether a row that bears the identifier of a report may be about another thing."""
        if not isinstance(new, PreparedReport):
            return False
        serial = self._run.format == "table" and not self._run.mapping.get("identifier") and is_serial(new.external_id)
        return _is_another_thing(new, old, serial=serial)

    def _ours(self, old: _Old) -> bool:
        return old.pk is not None and self._has_entered(old.pk)

    def _has_entered(self, pk: int) -> bool:
        return _within(pk, self._run.entered) or _within(pk, self._earlier)

    @staticmethod
    def _without_repeated(errors: dict[int, _Error]) -> dict[int, _Error]:
        """A row that the record has word for word, or whose content stands there under its identifier, takes no place."""
        told = [error.parsed_row.prepared for error in errors.values()]
        known = set(find_reports((each.address for each in told), "address"))
        said = {
            (identifier, canonical(content), words, key)
            for identifier, content, words, key in find_in_force(
                (each.external_id for each in told if each.external_id), "content", "said", "attribution__key"
            )
        }
        return {
            number: error
            for number, error in errors.items()
            if error.field in ("withdrawn", "address")
            or (error.parsed_row.prepared.address not in known and _what_it_says(error.parsed_row.prepared) not in said)
        }


def _is_another_thing(new: PreparedReport, old: _Old, *, serial: bool) -> bool:
    """Whether a row that bears the identifier of a report is not for certain about the same day and place.

    Numbering that starts again each month, or in each table, gives such rows. The same row of the same file is about the same thing,
    however it is read. serial: the identifier is a short number that other tables have too, so that both day and place must be the same;
    else one of them is enough.
    """
    if (new.sha256, new.locator) == (old.sha256, old.locator):
        return False
    told = json.loads(new.content)
    if old.content is None or told == old.content:
        return False
    kind = kind_of(new.kind)
    before, now = (kind.model_validate(content, context=KEPT) for content in (old.content, told))
    one, other, here, there = before.whens(), now.whens(), before.wheres(), now.wheres()
    other_day = not (one is None or other is None or (one.start <= other.end and other.start <= one.end))
    if serial:
        return other_day or not (here is None or there is None or _may_be_same_place(here, there))
    return other_day and (here is None or there is None or not _is_same_town(here, there))


def is_serial(identifier: str) -> bool:
    """Whether an identifier is a short number, as every table has one.

    >>> is_serial("12"), is_serial("A-7"), is_serial("IDL-2019-0412")
    (True, True, False)
    """
    own = identifier.partition("/")[0]
    return len(own) < LONGEST_SERIAL and sum(letter.isdigit() for letter in own) <= DIGITS_OF_SERIAL


def _may_be_same_place(one: Where, other: Where) -> bool:
    """Whether two places are one, or one lies in the other: a governorate and a town of it."""
    known = gazetteer()
    paths = [{step for code in where.places if code in known for step in known.path(code)} for where in (one, other)]
    return (
        not paths[0].isdisjoint(other.places)
        or not paths[1].isdisjoint(one.places)
        or bool(fold(one.name) and fold(one.name) == fold(other.name))
    )


def _is_same_town(one: Where, other: Where) -> bool:
    """Whether two places are one, and no wide area in which many things happen: a district, a governorate, a country."""
    known = gazetteer()
    if shared := set(one.places) & set(other.places):
        return any(code in known and known.get(code).level not in _WIDE for code in shared)
    wide = any(code in known and known.get(code).level in _WIDE for code in (*one.places, *other.places))
    return not wide and bool(fold(one.name) and fold(one.name) == fold(other.name))


def _stating_nothing(each: ParsedRow) -> ParsedRow:
    """The row without what it states of corrections."""
    return each._replace(prepared=each.prepared._replace(corrects=()), corrected_by=())


def _as_old(ready: PreparedReport) -> _Old:
    return _Old(ready.address, ready.kind, ready.attribution, ready.level, None)


def _what_it_says(ready: PreparedReport) -> tuple[str, str, str, str]:
    return ready.external_id, ready.content, ready.said, ready.attribution


def _within(pk: int | None, ranges: Sequence[Any]) -> bool:
    return pk is not None and any(first <= pk <= last for first, last in ranges)


def _named(key: str) -> str:
    return "nobody named" if key == make_attribution_key((), ()) else f"“{key}”"


def _codes(key: str) -> set[str]:
    """The codes of the sources in the key of an attribution."""
    origins, *relays = f" {key}".split(" via ")
    return {*origins.strip().split("+"), *relays}


def _level(level: int) -> str:
    return Level(level).name.lower()
