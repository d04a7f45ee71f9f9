"""What the pages of lists show, for the public and, at the desk, for one member."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.core.paginator import Paginator
from django.utils.translation import gettext as say

from dalil import vocabulary
from dalil.archive.protection import Viewer
from dalil.bulletin.pages.page_links import PageLinks, link_pages
from dalil.kinds.listing import ListedChange, Listing
from dalil.letters import join_list
from dalil.record.models import Report
from dalil.sanctions import act_words, change_words
from dalil.sanctions.act_accounts import names_of_sources
from dalil.sanctions.list_changes import ListOnDay, changes_on
from dalil.sanctions.listing_steps import ListingStep, versions_of, watched_lists
from dalil.sanctions.models import ListVersion

ON_A_PAGE = 50
Links = Callable[..., str]
"""Makes the address of a page of lists by its name, with the parts of the address."""


@dataclass(frozen=True)
class ListedEntry:
    """One entry in a list of entries. subject: what is listed, in words. note: what became of it, where that is told."""

    name: str
    url: str
    number: str
    subject: str
    note: str


@dataclass(frozen=True)
class ListLine:
    """A list with its last version. changes: what that version changed, in a sentence; empty for a first one."""

    label: str
    url: str
    dated: str
    entries: str
    changes: str
    changes_url: str


@dataclass(frozen=True)
class ListsPage:
    """All lists of which there is a version, and a search over all names. found: what the search found; asked: whether there was one."""

    evidence: str
    action: str
    query: str
    asked: bool
    lists: tuple[ListLine, ...]
    found: tuple[ListedEntry, ...]


@dataclass(frozen=True)
class VersionLine:
    """A version of a list: its day, its number of entries, what it changed, the document, and the days since the one before."""

    dated: str
    entries: str
    changes: str
    gap: str
    url: str


@dataclass(frozen=True)
class ListPage:
    """A list on a day. day: as typed; refused: why it is not known; doubts: what must be known beside it. since, until: for the changes.

    feed_url: of the public feed of its changes.
    """

    title: str
    evidence: str
    action: str
    changes_action: str
    day: str
    refused: str
    standing: str
    doubts: tuple[str, ...]
    entries: tuple[ListedEntry, ...]
    versions: tuple[VersionLine, ...]
    since: str
    until: str
    feed_url: str


@dataclass(frozen=True)
class FieldChange:
    """A field that was amended: its name, what it held before, what it holds now."""

    label: str
    before: str
    after: str


def present_lists(viewer: Viewer, language: str, link: Links, query: str, found: Sequence[Report]) -> ListsPage:
    """Present all lists, and what a search over their names found. found: reports, the best first."""
    lines = []
    for code in watched_lists(viewer):
        versions = versions_of(code, viewer)
        last, before = versions[-1], versions[-2] if len(versions) > 1 else None
        sentence = (
            change_words.say_changes(changes_on(code, before.dated, last.dated, viewer), language) if before else ""
        )
        lines.append(
            ListLine(
                label=vocabulary.label("sanction_lists", code, language),
                url=link("sanctions-list", code),
                dated=change_words.say_day_of(last.dated, language),
                entries=_entries(last.entries, language),
                changes=sentence,
                changes_url=link("sanctions-changes", code),
            )
        )
    return ListsPage(
        evidence=change_words.EVIDENCE.in_language(language),
        action=link("sanctions"),
        query=query,
        asked=bool(query),
        lists=tuple(lines),
        found=tuple(_found_entries(found, language, link)),
    )


def _found_entries(found: Iterable[Report], language: str, link: Links) -> Iterable[ListedEntry]:
    """One line for each entry, with its latest step among those that were found."""
    seen: dict[tuple[str, str], Report] = {}
    for report in found:
        number = report.external_id.rpartition(":")[2]
        key = (report.content["sanctions_list"], number)
        if key not in seen or report.pk > seen[key].pk:
            seen[key] = report
    for (code, number), report in seen.items():
        claim = report.claim
        assert isinstance(claim, Listing)
        label = vocabulary.label("sanction_lists", code, language)
        yield ListedEntry(
            name=change_words.name_entry(claim, language),
            url=link("sanctions-entry", code, number),
            number=number,
            subject=say_subject(claim.subject or "", language),
            note=f"{label}: {vocabulary.label('listing_actions', claim.action, language)}",
        )


def present_list(
    found: ListOnDay, viewer: Viewer, language: str, link: Links, page: str | None
) -> tuple[ListPage, PageLinks]:
    """Present a list on a day."""
    steps = list(found.entries.values())
    sheet = Paginator(steps, ON_A_PAGE).get_page(page)
    here = link("sanctions-list", found.sanctions_list)
    shown = ListPage(
        title=vocabulary.label("sanction_lists", found.sanctions_list, language),
        evidence=change_words.EVIDENCE.in_language(language),
        action=here,
        changes_action=link("sanctions-changes", found.sanctions_list),
        day=str(found.day),
        refused="",
        standing=change_words.say_standing(found, language),
        doubts=tuple(change_words.say_day_doubts(found, language)),
        entries=tuple(_entry_line(step, found.sanctions_list, language, link) for step in sheet),
        versions=tuple(_versions(versions_of(found.sanctions_list, viewer), language, link)),
        since=str(found.version.dated),
        until=str(found.next.dated if found.next else found.version.dated),
        feed_url=link("sanctions-feed", found.sanctions_list),
    )
    return shown, link_pages(sheet, here, {"on": str(found.day)})


def present_unknown_day(code: str, day: str, why: str, viewer: Viewer, language: str, link: Links) -> ListPage:
    """Present a list of which nothing is known on a day, or of a day that is none. why: the refusal in words."""
    return ListPage(
        title=vocabulary.label("sanction_lists", code, language),
        evidence=change_words.EVIDENCE.in_language(language),
        action=link("sanctions-list", code),
        changes_action=link("sanctions-changes", code),
        day=day,
        refused=why,
        standing="",
        doubts=(),
        entries=(),
        versions=tuple(_versions(versions_of(code, viewer), language, link)),
        since="",
        until="",
        feed_url=link("sanctions-feed", code),
    )


def _entry_line(step: ListingStep, code: str, language: str, link: Links) -> ListedEntry:
    return ListedEntry(
        step.name, link("sanctions-entry", code, step.entry), step.entry, say_subject(step.subject, language), ""
    )


def _versions(versions: Sequence[ListVersion], language: str, link: Links) -> Iterable[VersionLine]:
    for before, version in reversed(list(zip([None, *versions], versions, strict=False))):
        yield VersionLine(
            dated=change_words.say_day_of(version.dated, language),
            entries=_entries(version.entries, language),
            changes=change_words.say_counts(version, language) if before else "",
            gap=change_words.say_gap(before.dated, version.dated, language) if before else "",
            url=link("document", version.document.address),
        )


def list_fields(changes: Sequence[ListedChange], language: str) -> tuple[FieldChange, ...]:
    """Return each field that was amended, in words."""
    return tuple(FieldChange(*each) for each in change_words.say_field_changes(changes, language))


def say_ground(claim: Listing, stated: Sequence[Report], language: str) -> str:
    """Why an entry was taken off, with who says it; that it is unknown where nobody does. Accounts that differ stand side by side."""
    said = []
    for report in stated:
        ground = vocabulary.label("delisting_grounds", report.content["ground"], language)
        who = join_list(names_of_sources([report], language), language) or act_words.NOBODY_NAMED.in_language(language)
        said.append(say("%(ground)s (according to %(who)s)") % {"ground": ground, "who": who})
    if claim.ground:
        said.append(vocabulary.label("delisting_grounds", claim.ground, language))
    return join_list(dict.fromkeys(said), language) or say(
        "ground unknown: the list does not say it, and no source of the record does"
    )


def say_subject(code: str, language: str) -> str:
    """Return what is listed, in words; empty where the list does not tell."""
    return vocabulary.label("listed_subjects", code, language) if code else ""


def _entries(number: int, language: str) -> str:
    return change_words.say_entries(number, language)


def day_typed(words: str) -> date | None:
    """Read a day that somebody typed; None for what is none.

    >>> day_typed("2018-06-07"), day_typed("soon")
    (datetime.date(2018, 6, 7), None)
    """
    try:
        return date.fromisoformat(words)
    except ValueError:
        return None  # the page says that it is no day
