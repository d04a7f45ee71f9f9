"""Taking a version of a list in: the file becomes a document, each step of an entry a report, and the version is kept with what came of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from shutil import copyfileobj
from tempfile import TemporaryDirectory

from django.contrib.auth.models import Group, User
from django.dispatch import Signal

from dalil import vocabulary
from dalil.archive.models import Document
from dalil.archive.protection import Level, Viewer
from dalil.archive.store import find_missing, open_verified
from dalil.kinds.listing import Listing
from dalil.letters import LANGUAGE_CODES
from dalil.lookup.sources import well_known
from dalil.record import actions
from dalil.record.actions.actors import matcher_actor
from dalil.record.actions.transaction import writing
from dalil.record.gazetteer_in_use import gazetteer
from dalil.record.models import Attribution, Report
from dalil.record.prepared import PreparedReport, prepare_report
from dalil.record.report_facts import ReportFacts
from dalil.sanctions.compare_versions import StandingEntry, VersionDifference, compare_versions
from dalil.sanctions.formats import read_list
from dalil.sanctions.list_file import BrokenList, ListEntry, ListFile
from dalil.sanctions.listing_steps import ListingStep, claims_of, last_steps, steps_of
from dalil.sanctions.models import ListVersion, mark_of
from dalil.sanctions.taken_before import find_taken
from dalil.sanctions.which_list import as_list, find_list
from dalil.values import Bilingual, When

version_taken = Signal()
"""Sent after a version was taken in, as `version`, with the one `before`; None of a first one."""

MATCHER = "list-number"
"""In whose name the steps of one entry are held together: the list itself calls it by one number."""
MOST_GONE, FEWEST_GONE = 0.2, 3
"""A version that lacks more than this part of the entries before, and at least so many, is not believed without a reason."""
CHUNK = 400  # ids in one query; SQLite takes at most a few thousand variables
BATCH = 2000
LEAST_SHARED, FEWEST_COMPARED = 0.5, 5
"""A version that shares fewer entries than this part of the smaller of the two, with so many entries, is of another list."""


@dataclass(frozen=True)
class Taken:
    """What came of a file. version: the version that it is; new: whether it was not one before. difference: what it is to the one before."""

    version: ListVersion
    new: bool
    difference: VersionDifference


@dataclass(frozen=True, kw_only=True)
class VersionRequest:
    """What is asked of a file, or the files of a set.

    sanctions_list: which list it is, where the file alone cannot tell. dated: its day, where the file says none. level, groups: who may see
    what comes of it. url: where it was fetched. accepted: why it is taken although much of the list before is missing in it.
    """

    paths: tuple[Path, ...]
    actor: User
    sanctions_list: str = ""
    dated: date | None = None
    level: Level = Level.INTERNAL
    groups: tuple[Group, ...] = ()
    url: str = ""
    accepted: str = ""


def foresee(request: VersionRequest) -> tuple[ListFile, str, date, VersionDifference]:
    """Read a file and compare it with the version before; nothing is written. Returns the list as read, its code, its day, and the difference.

    Raises Refused for what is no whole version, is of another list, is older than the last version, or is much smaller without a reason.
    """
    read = read_list(request.paths)
    code = find_list(request.paths, read, request.sanctions_list)
    read = as_list(read, code)
    dated = _day_of(request, read)
    last = ListVersion.objects.visible_to(Viewer.steward()).filter(sanctions_list=code).order_by("-number").first()
    if last is None:
        return read, code, dated, VersionDifference(unchanged=len(read.entries))
    if dated < last.dated:
        raise BrokenList(
            "list_older_than_last",
            "{file} is of {dated}, and a version of {last} was taken in already; versions are taken in the order of their days",
            {"file": request.paths[0].name, "dated": dated, "last": last.dated},
        )
    before = _standing(code)
    difference = compare_versions(before, read.entries, last.renumbered)
    _check_size(request, before, read.entries, difference)
    if not request.accepted.strip():
        _check_sorts(request, before, difference)
        _check_end(request, last, difference)
    return read, code, dated, difference


def take_version(request: VersionRequest) -> Taken:
    """Take a version of a list in. The same file again is the same version, and adds nothing.

    Raises Refused as `foresee` does; then nothing of it is kept, and nobody is taken off a list.
    """
    with writing():
        viewer = Viewer.of(request.actor)
        if known := find_taken(request.paths, viewer, request.sanctions_list, request.dated):
            return Taken(known, False, VersionDifference(unchanged=known.entries))
        read, code, dated, difference = foresee(request)
        last = ListVersion.objects.visible_to(Viewer.steward()).filter(sanctions_list=code).order_by("-number").first()
        documents = [_receive(path, request, code, dated) for path in request.paths]
        number = last.number + 1 if last else 1
        earlier = last_steps(steps_of(code, Viewer.steward())) if last else {}
        steps = _first_steps(read, dated) if last is None else _next_steps(difference, last.dated, dated)
        addresses = _enter(list(steps), request, code, number, documents[0])
        version = ListVersion.objects.create(
            sanctions_list=code,
            number=number,
            document=documents[0],
            format=read.format,
            dated=dated,
            entries=len(read.entries),
            listed=len(difference.listed),
            amended=len(difference.amended),
            delisted=len(difference.delisted),
            unchanged=difference.unchanged,
            renumbered={**(last.renumbered if last else {}), **difference.renumbered},
            not_carried=dict(read.not_carried),
            accepted=request.accepted,
            actor=request.actor,
        )
        version.companions.set(documents[1:])
        _hold_together(earlier, addresses)
    version_taken.send(ListVersion, version=version, before=last)
    return Taken(version, True, difference)


def _day_of(request: VersionRequest, read: ListFile) -> date:
    if read.dated and request.dated and read.dated != request.dated:
        raise BrokenList(
            "list_of_another_day",
            "{file} says of itself that it is of {said}, and not of {wanted}",
            {"file": request.paths[0].name, "said": read.dated, "wanted": request.dated},
        )
    dated = read.dated or request.dated
    if dated is None:
        raise BrokenList(
            "list_day_not_said",
            "files like {file} do not say of which day they are; say it",
            {"file": request.paths[0].name},
        )
    if dated > date.today() + timedelta(days=1):
        raise BrokenList(
            "list_of_a_day_to_come",
            "{file} says that it is of {dated}, a day to come",
            {"file": request.paths[0].name, "dated": dated},
        )
    return dated


def _standing(code: str) -> list[StandingEntry]:
    steps = [step for step in last_steps(steps_of(code, Viewer.steward())).values() if step.action != "delisted"]
    return [StandingEntry(step.entry, claim) for step, claim in claims_of(steps, Viewer.steward())]


def _check_size(
    request: VersionRequest, before: Sequence[StandingEntry], after: Sequence[ListEntry], difference: VersionDifference
) -> None:
    stays = len(after) - len(difference.listed)
    smaller = min(len(before), len(after))
    if smaller >= FEWEST_COMPARED and stays < LEAST_SHARED * smaller:
        raise BrokenList(
            "list_of_others",
            "{file} shares {shared} of {entries} entries with the version before; it is of another list, and nobody is taken off for that",
            {"file": request.paths[0].name, "shared": stays, "entries": len(before)},
        )
    gone = len(difference.delisted)
    if gone >= FEWEST_GONE and gone > MOST_GONE * len(before) and not request.accepted.strip():
        raise BrokenList(
            "list_much_smaller",
            "{file} lacks {gone} of {entries} entries of the version before; where the authority really took off so many, say so, with a reason",
            {"file": request.paths[0].name, "gone": gone, "entries": len(before)},
        )


def _check_sorts(request: VersionRequest, before: Sequence[StandingEntry], difference: VersionDifference) -> None:
    """Refuse a version that has none of a sort any more, of which several stood on the list: no ship, no entity."""
    gone = Counter(each.claim.subject for each in difference.delisted)
    stood = Counter(each.claim.subject for each in before)
    fresh = {each.claim.subject for each in difference.listed}
    for subject, number in gone.items():
        if subject and number >= FEWEST_GONE and number == stood[subject] and subject not in fresh:
            raise BrokenList(
                "list_without_a_sort",
                "{file} has none of the {gone} entries of the sort “{sort}” any more; where the authority really took off all of them, say so, with "
                "a reason",
                {
                    "file": request.paths[0].name,
                    "gone": number,
                    "sort": Bilingual(
                        **{code: vocabulary.label("listed_subjects", subject, code) for code in LANGUAGE_CODES}
                    ),
                },
            )


def _check_end(request: VersionRequest, last: ListVersion, difference: VersionDifference) -> None:
    """Refuse a version that lacks one unbroken run of entries at the end of the version before: so looks a file that was cut off."""
    gone = {each.key for each in difference.delisted}
    if len(gone) < FEWEST_GONE:
        return
    run = 0
    for key in reversed(_order_of(last)):
        if key not in gone:
            break
        run += 1
    if run >= FEWEST_GONE and 2 * run >= len(gone):
        raise BrokenList(
            "list_without_its_end",
            "{file} lacks the last {run} entries of the version before, one behind the other, as a file does that was cut off; where the authority "
            "really took off these, say so, with a reason",
            {"file": request.paths[0].name, "run": run},
        )


def _order_of(version: ListVersion) -> list[str]:
    """The entries of a version in the order of its file, by the numbers under which the record knows them; nothing where the file is missing."""
    documents = [version.document, *version.companions.order_by("pk")]
    if find_missing([each.sha256 for each in documents]):
        return []
    with TemporaryDirectory() as folder:
        paths = []
        for number, document in enumerate(documents):
            path = Path(folder) / f"{number}{Path(document.filename).suffix}"
            with open_verified(document.sha256) as kept, path.open("wb") as copy:
                copyfileobj(kept, copy)
            paths.append(path)
        return [version.renumbered.get(each.key, each.key) for each in read_list(paths).entries]


def _receive(path: Path, request: VersionRequest, code: str, dated: date) -> Document:
    media = {".xml": "application/xml", ".csv": "text/csv"}.get(path.suffix.casefold(), "application/octet-stream")
    with path.open("rb") as content:
        return actions.receive_document(
            content,
            actor=request.actor,
            title=f"{vocabulary.label('sanction_lists', code, 'en')}, {dated}",
            media_type=media,
            type="list",
            filename=path.name,
            url=request.url,
            level=request.level,
            groups=request.groups,
        )


@dataclass(frozen=True, slots=True)
class _Step:
    entry: str
    where: str
    claim: Listing
    flags: tuple[str, ...] = ()


def _first_steps(read: ListFile, dated: date) -> Iterator[_Step]:
    """Of a first version nobody knows when its entries came: they stand on the list on its day."""
    day = When.day(dated)
    for entry in read.entries:
        yield _Step(entry.key, entry.where, entry.claim.model_copy(update={"when": day}), entry.flags)


def _next_steps(difference: VersionDifference, before: date, dated: date) -> Iterator[_Step]:
    for entry in difference.listed:
        said = [entry.claim.listed_on] if entry.claim.listed_on else []
        update = {"action": "listed", "when": _when_between(said, before, dated)}
        yield _Step(entry.key, entry.where, entry.claim.model_copy(update=update), entry.flags)
    for standing, entry, changes in difference.amended:
        fresh = [each for each in entry.claim.updated_on if each not in standing.claim.updated_on]
        update = {
            "action": "amended",
            "when": _when_between(fresh, before, dated),
            "changes": changes,
            "entry": standing.key,
        }
        yield _Step(standing.key, entry.where, entry.claim.model_copy(update=update), entry.flags)
    for standing in difference.delisted:
        gone = {"action": "delisted", "when": _when_between([], before, dated), "changes": (), "ground": None}
        yield _Step(standing.key, "not in this version", standing.claim.model_copy(update=gone))


def _when_between(said: Sequence[When], before: date, dated: date) -> When:
    """The day that the list itself names, where it lies between the two versions; else the span between them."""
    for each in said:
        if each.start == each.end and before <= each.start <= dated:
            return each
    first = min(before + timedelta(days=1), dated)
    return When.span(first, dated)


def _enter(
    steps: Sequence[_Step], request: VersionRequest, code: str, number: int, document: Document
) -> dict[str, str]:
    """Enter a report for each step. Returns the address of each by the number of its entry."""
    attribution = _attribution(code, request)
    known, rows = gazetteer(), list[PreparedReport]()
    addresses: dict[str, str] = {}
    mark = mark_of(code, number)
    for step in steps:
        facts = ReportFacts(locator=step.where, external_id=f"{mark}:{step.entry}", flags=step.flags)
        row = prepare_report(
            step.claim, facts, sha256=document.sha256, attribution=attribution.key, level=request.level, known=known
        )
        rows.append(row)
        addresses[step.entry] = row.address
    for start in range(0, len(rows), BATCH):
        actions.enter_prepared_reports(
            rows[start : start + BATCH],
            documents={document.sha256: document.pk},
            attributions={attribution.key: attribution.pk},
            actor=request.actor,
            groups=request.groups,
        )
    return addresses


def _attribution(code: str, request: VersionRequest) -> Attribution:
    """The authority says what its list says."""
    wanted = vocabulary.term("sanction_lists", code).extra["source"]
    name = next(each for each in well_known().values() if each.code == wanted)
    source = actions.name_source(
        wanted, actor=request.actor, en=name.en, ar=name.ar, type=name.type, level=request.level, groups=request.groups
    )
    return actions.credit_sources([source])


def _hold_together(earlier: dict[str, ListingStep], addresses: dict[str, str]) -> None:
    """Judge each new step the same as the last one of its entry: the list itself calls both by one number."""
    pairs = {earlier[entry].report: address for entry, address in addresses.items() if entry in earlier}
    everything = Report.objects.visible_to(Viewer.steward())
    for chunk in _chunks(sorted(pairs)):
        before = everything.in_bulk(chunk)
        after = {each.address: each for each in everything.filter(address__in=[pairs[pk] for pk in chunk])}
        held = [(one, after[pairs[pk]]) for pk, one in before.items()]
        actions.judge_same_by_matcher(held, actor=matcher_actor(), matcher=MATCHER, score=1.0)


def _chunks(ids: Sequence[int]) -> Iterable[Sequence[int]]:
    return (ids[start : start + CHUNK] for start in range(0, len(ids), CHUNK))
