"""Who wants to be told when a list changes gets a mail: how many were put on, amended and taken off, and where to read who.

A list that the public may not see is told of without its numbers: mail is read on its way. That a mail goes out is committed before, so that
nobody is told twice of one version; what the mail server did not take is tried again.
"""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.models import User
from django.core.mail import EmailMultiAlternatives
from django.utils.translation import gettext as _
from django.utils.translation import override

from dalil import vocabulary
from dalil.archive.protection import Level, Viewer
from dalil.bulletin.newsletter.sending import MailOutcome, mail_server
from dalil.desk.mail import compose_mail, desk_address, language_of
from dalil.sanctions.change_words import EVIDENCE, say_changes, say_doubts
from dalil.sanctions.list_changes import changes_on
from dalil.sanctions.listing_steps import versions_of
from dalil.sanctions.models import ListSubscription, ListVersion


def subscribe(sanctions_list: str, person: User, viewer: Viewer) -> None:
    """Tell somebody from now on when a list changes. Asked twice, it is done once."""
    newest = max((each.number for each in versions_of(sanctions_list, viewer)), default=0)
    ListSubscription.objects.get_or_create(person=person, sanctions_list=sanctions_list, defaults={"told": newest})


def tell_subscribers() -> int:
    """Tell everybody of the versions that came since they were told last. Returns how many mails went out."""
    if not settings.MAIL_IS_SET:
        return 0
    sent = 0
    with mail_server() as send_one:
        for each in ListSubscription.objects.select_related("person").order_by("pk"):
            found = _what_came(each)
            if not found:
                continue
            message = _compose(each, found)  # first: of a mail that cannot be written nobody counts as told
            if not _begin(each, found[-1].number) or message is None:
                continue
            outcome, _code, _words = send_one(message)
            if outcome in (MailOutcome.NOT_BEGUN, MailOutcome.FOR_NOW):  # it did not leave for certain
                ListSubscription.objects.filter(pk=each.pk, told=found[-1].number).update(told=each.told)
            sent += outcome == MailOutcome.SENT
    return sent


def _what_came(each: ListSubscription) -> list[ListVersion]:
    """The versions of which somebody does not know yet and that they may see, behind the one of which they know; none where nothing came."""
    person = each.person
    if not (person.is_active and person.email and person.has_perm("desk.see")):
        return []
    versions = versions_of(each.sanctions_list, Viewer.of(person))
    known = [version for version in versions if version.number <= each.told]
    came = [version for version in versions if version.number > each.told]
    return [*known[-1:], *came] if came else []


def _begin(each: ListSubscription, newest: int) -> bool:
    """Note that somebody is told of a version; False where another process is at it."""
    return ListSubscription.objects.filter(pk=each.pk, told=each.told).update(told=newest) == 1


def _compose(each: ListSubscription, found: list[ListVersion]) -> EmailMultiAlternatives | None:
    """Write the mail; None where the versions changed nothing. found: the one that was known, and those that came."""
    before, newest = found[0], found[-1]
    came = found[1:] if before.number <= each.told else found
    first = before.number > each.told  # nothing was there when they asked
    if not first and not any(version.listed + version.amended + version.delisted for version in came):
        return None
    theirs = language_of(each.person)
    with override(theirs):
        name = vocabulary.label("sanction_lists", each.sanctions_list, theirs)
        asked = {} if first else {"since": before.dated.isoformat(), "until": newest.dated.isoformat()}
        route = "desk:sanctions_list" if first else "desk:sanctions_changes"
        body = [
            *_tell(each.sanctions_list, found, first=first, in_language=theirs),
            desk_address(route, each.sanctions_list, **asked),
            _("You asked at the desk to be told of this list; on its page there you can stop it."),
        ]
        return compose_mail(
            _("A list changed: %(list)s") % {"list": name}, "\n\n".join(body), each.person.email, theirs
        )


def _tell(sanctions_list: str, found: list[ListVersion], *, first: bool, in_language: str) -> list[str]:
    if first:
        return [_("A first version of the list was taken in.")]
    if {version.document.level for version in found} != {Level.PUBLIC}:
        return [_("A version of the list was taken in. What changed is told at the desk alone.")]
    changes = changes_on(sanctions_list, found[0].dated, found[-1].dated, Viewer.public())
    if changes.last.number != found[-1].number or changes.first.number != found[0].number:  # two versions of one day
        return [_("A version of the list was taken in. What changed is told at the desk alone.")]
    return [
        say_changes(changes, in_language),
        *say_doubts(changes, in_language),
        EVIDENCE.in_language(in_language),
    ]
