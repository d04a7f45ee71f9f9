"""The public list of searches: a name only with the consent of the family, by two people, gone as soon as the consent is.

The name of whoever asks is shown unless the family wants that of the missing: somebody who is held may be harmed by being looked for.
Whether an entry may be shown is asked of its consent and of its request at each reading; taking down empties the name besides.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.timezone import localdate

from dalil.record.actions.transaction import Refused, writing
from dalil.record.sealed.consents import state_of
from dalil.record.sealed.models import Consent, SealedPerson
from dalil.record.sealed.open_compartment import OpenCompartment, check_current
from dalil.record.sealed.persons import draw_reference, overwrite_what_goes, read_person
from dalil.tracing.models import ListedSearch, SearchRequest
from dalil.tracing.search_content import read_content
from dalil.values.consent import consent_permits

PURPOSE = "public_list"
"""What a family consents to; a code of `consent_purposes`. It is not publication of what was found."""
SEARCHED = frozenset({"VALIDATED", "OPEN", "CANDIDATE_FOUND", "UNDER_VERIFICATION", "UNRESOLVED", "REFERRED"})
"""The states in which a search may stand on the list."""


def propose_listing(request: SearchRequest, shows: str, *, actor: User) -> ListedSearch:
    """Propose that a search stands on the public list. shows: one of `ListedSearch.Shows`. No name is written yet.

    Raises Refused without a consent of the family to the list by name, in a state that is not searched, and where it is proposed already.
    """
    with writing():
        consent = find_permitting(request)
        if consent is None:
            raise Refused(
                "not_consented_to_list", "the family did not consent to the public list, by name; silence is none"
            )
        if not is_searched(request):
            raise Refused("not_searched_now", "only a search that goes on stands on the public list")
        if request.listings.filter(taken_down_at=None).exists():
            raise Refused("listed_already", "this search is proposed for the list, or stands on it")
        return ListedSearch.objects.create(
            request=request, consent=consent, reference=draw_reference(), shows=shows, actor=actor
        )


def put_up(opened: OpenCompartment, listed: ListedSearch, *, actor: User, session: str = "") -> None:
    """Put a proposed search on the list; the name is read from the request now. It is logged.

    Raises Refused for who proposed it, where it is up or down already, and where the consent or the state permits it no more.
    """
    with writing():
        check_current(opened)
        listed.refresh_from_db()
        if listed.put_up_at or listed.taken_down_at:
            raise Refused("listing_decided", "this was put up or taken down already")
        if listed.actor_id == actor.pk:
            raise Refused("listing_of_ones_own", "a second person puts it up")
        if not may_stand(listed):
            raise Refused("listing_not_permitted", "the consent or the state of the search permits it no more")
        read = read_person(opened, listed.request.person, actor=actor, session=session, only=["search"])
        content = read_content(read["search"].text)
        by_asker = listed.shows == ListedSearch.Shows.ASKER
        listed.name = content.asker if by_asker else content.name.said
        listed.relation = (content.relation or "") if by_asker else ""
        listed.year = content.last_seen.start.year if content.last_seen else None
        listed.put_up_at, listed.put_up_by = timezone.now(), actor
        listed.save(update_fields=["name", "relation", "year", "put_up_at", "put_up_by"])


def take_down(listed: Iterable[ListedSearch]) -> None:
    """Take searches off the list: their names are emptied, and the database writes over where they stood."""
    with transaction.atomic():
        for each in listed:
            overwrite_what_goes(ListedSearch._meta.db_table)
            each.name, each.relation, each.year, each.taken_down_at = "", "", None, timezone.now()
            each.save(update_fields=["name", "relation", "year", "taken_down_at"])


def take_down_what_may_not_stand(standing: QuerySet[ListedSearch]) -> None:
    """Take down those of some listings that their consent or their request permits no more."""
    waiting = standing.filter(taken_down_at=None).select_related("consent", "request__person__erasure")
    take_down([each for each in waiting if not may_stand(each)])


def listings_of(person: SealedPerson) -> QuerySet[ListedSearch]:
    """Return what was proposed for the list of the request of a person."""
    return ListedSearch.objects.filter(request__person=person)


def list_public() -> Iterator[ListedSearch]:
    """Yield what stands on the public list, as its consents and requests permit now, by the name that is shown."""
    up = ListedSearch.objects.filter(taken_down_at=None, put_up_at__isnull=False)
    related = up.select_related("request__person__erasure", "consent").prefetch_related(
        "consent__acts", "request__steps"
    )
    yield from (each for each in related.order_by("name", "pk") if may_stand(each))


def may_stand(listed: ListedSearch) -> bool:
    """Tell whether a listing is permitted by its consent, and its request is one that is searched."""
    return _permits(listed.consent) and is_searched(listed.request)


def find_permitting(request: SearchRequest) -> Consent | None:
    """Return the consent of a family that permits the list, if any."""
    consents = request.person.consents.prefetch_related("acts")
    return next((each for each in consents if _permits(each)), None)


def is_searched(request: SearchRequest) -> bool:
    """Tell whether a request goes on, and was not erased."""
    steps = sorted(request.steps.all(), key=lambda step: step.number)
    return not hasattr(request.person, "erasure") and bool(steps) and steps[-1].state in SEARCHED


def _permits(consent: Consent) -> bool:
    permission = consent_permits([state_of(consent)], PURPOSE, "", localdate())
    return permission.allowed and permission.identity == "named"
