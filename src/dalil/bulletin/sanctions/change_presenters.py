"""What the page of the changes of a list shows, for the public and, at the desk, for one member."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as say

from dalil import vocabulary
from dalil.archive.protection import Viewer
from dalil.bulletin.sanctions.presenters import FieldChange, Links, list_fields, say_ground, say_subject
from dalil.letters import join_list
from dalil.sanctions import act_words, change_words
from dalil.sanctions.act_accounts import AccountOfAct, acts_between, grounds_of, names_of_sources
from dalil.sanctions.list_changes import EntryChange, ListChanges
from dalil.wording.numbers import say_number
from dalil.wording.times import say_when

MOST_SHOWN = 500
"""So many entries of each sort are shown among the changes; the sentence counts all, and a line says how many are not shown."""


@dataclass(frozen=True)
class ChangedEntry:
    """An entry that changed. when: the day or the span. ground: of a removal, with who says it; fields: what was amended."""

    name: str
    url: str
    number: str
    subject: str
    when: str
    ground: str
    fields: tuple[FieldChange, ...]


@dataclass(frozen=True)
class ChangeGroup:
    """The entries that were put on, amended or taken off. left: how many are not shown, in a sentence; empty where all are."""

    title: str
    entries: tuple[ChangedEntry, ...]
    left: str


@dataclass(frozen=True)
class ActLine:
    """What one source says of an act, with the report that says so."""

    said: str
    who: str
    url: str


@dataclass(frozen=True)
class ActPanel:
    """An act with every account of it. disputes: in which numbers they differ."""

    title: str
    lines: tuple[ActLine, ...]
    disputes: tuple[str, ...]


@dataclass(frozen=True)
class ChangesPage:
    """What changed on a list between two days. refused: why that is not known."""

    title: str
    list_title: str
    list_url: str
    evidence: str
    action: str
    since: str
    until: str
    refused: str
    sentence: str
    unchanged: str
    doubts: tuple[str, ...]
    groups: tuple[ChangeGroup, ...]
    acts: tuple[ActPanel, ...]


def present_changes(changes: ListChanges, viewer: Viewer, language: str, link: Links) -> ChangesPage:
    """Present what changed on a list between two days, with what sources say of the acts of these days."""
    grounds = grounds_of(
        changes.sanctions_list, {each.step.report: each.step.entry for each in changes.delisted}, viewer
    )
    groups = []
    for title, entries in (
        (say("Put on the list"), changes.listed),
        (say("Amended"), changes.amended),
        (say("Taken off"), changes.delisted),
    ):
        if entries:
            off = entries is changes.delisted
            shown = tuple(
                _changed(
                    each,
                    changes.sanctions_list,
                    language,
                    link,
                    say_ground(each.claim, grounds.get(each.step.entry, ()), language) if off else "",
                )
                for each in entries[:MOST_SHOWN]
            )
            rest = len(entries) - len(shown)
            left = say("%(many)s more are not shown here.") % {"many": say_number(rest, language)} if rest else ""
            groups.append(ChangeGroup(title, shown, left))
    acts = acts_between(changes.sanctions_list, changes.since, changes.until, viewer)
    return ChangesPage(
        **_frame_of_changes(changes.sanctions_list, str(changes.since), str(changes.until), language, link),
        refused="",
        sentence=change_words.say_changes(changes, language),
        unchanged=change_words.say_unchanged(changes, language),
        doubts=tuple(change_words.say_doubts(changes, language)),
        groups=tuple(groups),
        acts=tuple(_act(each, language, link) for each in acts),
    )


def present_unknown_changes(code: str, since: str, until: str, why: str, language: str, link: Links) -> ChangesPage:
    """Present that what changed between two days is not known, and why."""
    frame = _frame_of_changes(code, since, until, language, link)
    return ChangesPage(**frame, refused=why, sentence="", unchanged="", doubts=(), groups=(), acts=())


def _frame_of_changes(code: str, since: str, until: str, language: str, link: Links) -> dict[str, str]:
    label = vocabulary.label("sanction_lists", code, language)
    return {
        "title": say("Changes: %(list)s") % {"list": label},
        "list_title": label,
        "list_url": link("sanctions-list", code),
        "evidence": change_words.EVIDENCE.in_language(language),
        "action": link("sanctions-changes", code),
        "since": since,
        "until": until,
    }


def _changed(entry: EntryChange, code: str, language: str, link: Links, ground: str) -> ChangedEntry:
    return ChangedEntry(
        name=change_words.name_entry(entry.claim, language),
        url=link("sanctions-entry", code, entry.step.entry),
        number=entry.step.entry,
        subject=say_subject(entry.step.subject, language),
        when=say_when(entry.claim.when, language) if entry.claim.when else "",
        ground=ground,
        fields=list_fields(entry.changes, language),
    )


def _act(act: AccountOfAct, language: str, link: Links) -> ActPanel:
    first = act.accounts[0].claim
    title = " ".join(filter(None, (first.title_of.in_language(language), act.number)))
    lines = tuple(
        ActLine(
            said=act_words.say_act(each.claim, language),
            who=join_list(names_of_sources([each.report], language), language)
            or act_words.NOBODY_NAMED.in_language(language),
            url=link("report", each.report.address),
        )
        for each in act.accounts
    )
    return ActPanel(title, lines, tuple(act_words.say_disputes(act, language)))
