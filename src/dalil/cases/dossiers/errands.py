"""The work on a dossier: what is to be done, what partners are asked for, how it ended, and notes that never leave."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.contrib.auth.models import User

from dalil import vocabulary
from dalil.archive.protection import Viewer
from dalil.cases.dossiers.assessing import check_element
from dalil.cases.dossiers.keeping import question_of
from dalil.cases.dossiers.models import Dossier, Errand, ErrandEnd, ErrandOutcome, PrivilegedNote
from dalil.record.actions.transaction import Refused, writing
from dalil.record.lengths import check_lengths
from dalil.record.log import Subject, Verb, append_change
from dalil.record.models import Report
from dalil.text.dates import read_date
from dalil.values import When

ACCOUNT = "testimony"
"""The kind of document, and the kind of report, that is the account of a person."""


@dataclass(frozen=True, kw_only=True)
class NewErrand:
    """What is to be done, and for what. partner: who is asked for it, outside; empty for a task of the house.

    provision, element: what it would speak to. document_type: a code of `document_types`. place, about: from where, and for which day.
    again: an account is asked for although one was given already.
    """

    words: str
    partner: str = ""
    given_to: User | None = None
    provision: str = ""
    element: str = ""
    document_type: str = ""
    place: str = ""
    about: str = ""
    due: date | None = None
    again: bool = False


def give_errand(dossier: Dossier, task: NewErrand, *, actor: User, viewer: Viewer) -> Errand:
    """Note something to be done for a dossier.

    Raises Refused without words, for an element that does not exist, and where an account is asked for although one was given already (`again`).
    """
    check_lengths(reason=task.words, recipient=task.partner, source_name=task.place)
    if not task.words.strip():
        raise Refused("errand_without_words", "say what is to be done")
    if task.document_type:
        vocabulary.term("document_types", task.document_type)
    if task.provision:
        check_element(task.provision, task.element)
    told = find_accounts(dossier, viewer, about=task.about) if task.document_type == ACCOUNT and not task.again else ()
    if told:
        raise Refused(
            "account_given_already",
            "of this, accounts were given already ({many}); read them first, and nobody has to tell it twice",
            {"many": len(told)},
        )
    with writing():
        made = Errand.objects.create(
            dossier=dossier,
            actor=actor,
            reason=task.words,
            partner=task.partner,
            given_to=task.given_to,
            provision=task.provision,
            element=task.element,
            document_type=task.document_type,
            place=task.place,
            about=task.about,
            due=task.due,
        )
        append_change(
            Verb.ENTERED,
            Subject.DOSSIER,
            [dossier.prefix],
            actor=actor,
            what="request" if task.partner else "task",
            **({"again": True} if task.again else {}),
        )
        return made


def end_errand(errand: Errand, outcome: ErrandOutcome, *, actor: User, reason: str) -> ErrandEnd:
    """Say how something that was to be done ended. Raises Refused without words, and where it ended already."""
    check_lengths(reason=reason)
    if not reason.strip():
        raise Refused("ended_without_words", "say what came of it")
    with writing():
        if ErrandEnd.objects.filter(errand=errand).exists():
            raise Refused("errand_ended", "this has ended already")
        made = ErrandEnd.objects.create(errand=errand, outcome=outcome, actor=actor, reason=reason)
        append_change(
            Verb.ENTERED, Subject.DOSSIER, [errand.dossier.prefix], actor=actor, what="end", outcome=str(outcome)
        )
        return made


def write_note(dossier: Dossier, words: str, *, actor: User) -> PrivilegedNote:
    """Write a privileged note: for the officers, never in what leaves. The log says that there is one, and not what. Raises Refused without words."""
    check_lengths(text=words)
    if not words.strip():
        raise Refused("empty_note", "a note needs words")
    with writing():
        made = PrivilegedNote.objects.create(dossier=dossier, reason=words, actor=actor)
        append_change(Verb.ENTERED, Subject.DOSSIER, [dossier.prefix], actor=actor, what="note")
        return made


def find_accounts(dossier: Dossier, viewer: Viewer, *, about: str = "") -> list[Report]:
    """Find the accounts that persons gave already of what a dossier is about, as far as a viewer may see them: the earliest first.

    Nobody is asked to tell twice what they told once: whoever wants to hear them reads these first, or asks those who took them. An account is of
    it where its day and its place may be those of the question; one that says neither may be of anything, and is left out. about: another day.

    Source: Murad Code (2022), principle 3; Eurojust and ICC Office of the Prosecutor, Guidelines for civil society (2022).
    """
    question = question_of(dossier)
    if day := _read_day(about):
        question = question.model_copy(update={"when": day})
    found = []
    accounts = Report.objects.visible_to(viewer).filter(kind=ACCOUNT)
    for each in accounts.standing_for(viewer).select_related("document").order_by("pk"):
        when, where = each.claim.whens(), each.claim.wheres()
        if when is None and where is None:
            continue
        if question.may_be_when(when) and question.may_be_where(where):
            found.append(each)
    return found


def _read_day(typed: str) -> When | None:
    try:
        return read_date(typed) if typed.strip() else None
    except ValueError:
        return None
