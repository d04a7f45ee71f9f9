"""What readers submit in confidence. Everybody can put something in, since it is sealed to the compartment; only officers who open it can read.

What is kept in clear: that something came, when, under which reference, and what became of it.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import timedelta

from django.contrib.auth.models import User
from django.utils import timezone

from dalil.record.actions.transaction import Refused, writing
from dalil.record.lengths import check_lengths
from dalil.record.sealed.identities import unwrap, wrap
from dalil.record.sealed.models import KeyGeneration, Submission
from dalil.record.sealed.open_compartment import OpenCompartment, check_current
from dalil.record.sealed.persons import draw_reference
from dalil.record.sealed.reads import What, log_sealed_read

MOST_IN_AN_HOUR = 60
"""So many are taken in an hour from everybody together, so that a machine does not bury what people write."""

MOST_WAITING = 1000
"""So many wait to be looked at; beyond that none is taken until officers have dealt with some."""

LONGEST_TEXT = {Submission.About.INFORMATION: "submitted", Submission.About.SEARCH: "sealed_search"}
"""How long the text of each kind of form may be: keys of `record.lengths`."""

PADDED_TO = 1024
"""What is submitted is filled up to a multiple of so many bytes, so that its length says little."""


class TakenNoMore(Refused):
    """More comes in than is taken."""


@dataclass(frozen=True)
class SubmittedText:
    """What somebody submitted. contact: how they can be reached, as they wrote it; it may be empty. language: of the form they used.

    photograph: a JPEG in base64 that was sent with it; empty where none was.
    """

    text: str
    contact: str
    language: str
    photograph: str = ""


def takes_submissions() -> bool:
    """Tell whether there is a compartment, without which nothing can be sealed."""
    return KeyGeneration.objects.exists()


def submit(
    text: str,
    *,
    contact: str,
    language: str,
    about: Submission.About = Submission.About.INFORMATION,
    photograph: str = "",
) -> Submission:
    """Seal what a reader submits. They can name it later by its reference. about: each kind of form is limited by itself.

    photograph: one that was prepared, in base64.

    Raises Refused where it says nothing, is too long, or where there is no compartment; TakenNoMore where too much comes in.
    """
    text, contact = text.strip(), contact.strip()
    if not text:
        raise Refused("nothing_submitted", "write what you want to tell")
    check_lengths(**{LONGEST_TEXT[about]: text, "contact": contact, "sealed_photograph": photograph})
    with writing():
        newest = _newest_generation()
        now = timezone.now()
        alike = Submission.objects.filter(about=about)
        recent = alike.filter(received_at__gt=now - timedelta(hours=1)).count()
        if recent >= MOST_IN_AN_HOUR or alike.filter(done_at=None).count() >= MOST_WAITING:
            raise TakenNoMore(
                "too_much_submitted", "very much is submitted just now; nothing of this was kept. Try again tomorrow"
            )
        return _keep(SubmittedText(text, contact, language, photograph), about, newest)


def seal_opened(text: str) -> Submission:
    """Seal what a partner told of somebody whom both know; within the transaction that takes it in."""
    return _keep(SubmittedText(text, "", ""), Submission.About.OPENED, _newest_generation())


def _newest_generation() -> KeyGeneration:
    newest = KeyGeneration.objects.order_by("-number").first()
    if newest is None:
        raise Refused(
            "no_compartment_to_submit_to", "nothing can be submitted yet: the sealed compartment is not set up"
        )
    return newest


def _keep(what: SubmittedText, about: Submission.About, generation: KeyGeneration) -> Submission:
    reference = draw_reference()
    return Submission.objects.create(
        reference=reference,
        about=about,
        received_at=timezone.now(),
        generation=generation.number,
        sealed=_seal(what, reference, generation.recipient),
    )


def read_submission(
    opened: OpenCompartment, submission: Submission, *, actor: User, session: str = ""
) -> SubmittedText:
    """Read what was submitted. It is logged. Raises Refused where it was erased, moved or changed."""
    read = _open(opened, submission)
    log_sealed_read(What.READ_SUBMISSION, actor=actor, session=session, fields=[submission.reference])
    return read


def set_done(opened: OpenCompartment, submission: Submission, *, actor: User) -> None:
    """Note that an officer has dealt with what was submitted. Raises Refused where somebody has already."""
    with writing():
        check_current(opened)
        submission.refresh_from_db()
        if submission.done_at:
            raise Refused("dealt_with_already", "somebody has dealt with this already")
        submission.done_at, submission.done_by = timezone.now(), actor
        submission.save(update_fields=["done_at", "done_by"])


def erase_submission(opened: OpenCompartment, submission: Submission, *, actor: User, reason: str) -> None:
    """Erase what was submitted; that it came, who erased it and why stays. Raises Refused without a reason, or where it is erased already."""
    reason = reason.strip()
    if not reason:
        raise Refused("submission_erased_without_reason", "say why this is erased")
    check_lengths(reason=reason)
    with writing():
        check_current(opened)
        submission.refresh_from_db()
        _refuse_erased(submission)
        empty_submission(submission, actor=actor, reason=reason)


def empty_submission(submission: Submission, *, actor: User, reason: str) -> None:
    """Empty what was submitted, within the transaction of those who decide it; the compartment need not be open, since nothing is read."""
    submission.erased_at, submission.erased_by, submission.erased_because = timezone.now(), actor, reason
    submission.done_at, submission.done_by = submission.done_at or submission.erased_at, submission.done_by or actor
    submission.sealed = b""
    submission.save(update_fields=sorted(Submission.MAY_CHANGE))


def seal_submissions_anew(opened: OpenCompartment, fresh: OpenCompartment) -> None:
    """Seal everything that was submitted to a new generation; within the transaction of a rotation."""
    for submission in Submission.objects.filter(erased_at=None).iterator():
        read = _open(opened, submission)
        submission.sealed = _seal(read, submission.reference, fresh.recipient)
        submission.generation = fresh.generation
        submission.save(update_fields=["sealed", "generation"])


def _seal(what: SubmittedText, reference: str, recipient: str) -> bytes:
    parts = [reference, what.text, what.contact, what.language, *filter(None, [what.photograph])]
    content = json.dumps(parts, ensure_ascii=False).encode()
    return wrap(content + b" " * (-len(content) % PADDED_TO), [recipient])


def _open(opened: OpenCompartment, submission: Submission) -> SubmittedText:
    _refuse_erased(submission)
    reference, *parts = json.loads(unwrap(submission.sealed, opened.secret))
    if reference != submission.reference:
        raise Refused("submission_moved", "what stands here was sealed for another place; ask who keeps the machine")
    return SubmittedText(*parts)


def _refuse_erased(submission: Submission) -> None:
    if submission.erased_at:
        raise Refused("submission_erased", "this is erased already")
