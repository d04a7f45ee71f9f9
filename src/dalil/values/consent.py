"""What a person consented to, and the one question that is asked of it before anything leaves.

Source: `docs/security/consent.md`; Murad Code (2022), principles 4 to 6; Berkeley Protocol (2020), on informed consent.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Annotated, Any

from dalil.letters import fold
from dalil.values.base import Value
from dalil.values.codes import CodeOf

PUBLICATION = "publication"
"""The purpose of everything that the public can read."""

INSIDE = "internal"
"""The purpose of work inside the organisation, which nobody outside receives but who is named."""

STRICTEST_FIRST = ("withheld", "pseudonym", "named")
"""How far an identity may be disclosed: codes of `identity_disclosures`."""

Purpose = Annotated[str, CodeOf("consent_purposes")]


class ConsentTerms(Value):
    """What one person consented to.

    purposes: what for; a purpose that is not named is not permitted. recipients: the only ones who may receive it, where some are named;
    publication goes to everybody and has none. identity: how far it may be told who they are. media: whether picture and voice may
    be used. recontact: whether they may be asked again. giver: who consented. language, explained: in which language and
    how it was explained. expires: the last day on which it holds.

    >>> ConsentTerms(purposes=("icc",)).identity
    'withheld'
    """

    purposes: tuple[Purpose, ...] = ()
    recipients: tuple[str, ...] = ()
    identity: Annotated[str, CodeOf("identity_disclosures")] = "withheld"
    media: bool = False
    recontact: bool = False
    giver: Annotated[str, CodeOf("consent_givers")] = "subject"
    language: str = ""
    explained: Annotated[str, CodeOf("consent_explained")] | None = None
    expires: date | None = None


@dataclass(frozen=True)
class ConsentState:
    """One consent as it stands. withdrawn_on: since when it holds no more."""

    terms: ConsentTerms
    withdrawn_on: date | None = None


@dataclass(frozen=True)
class Permission:
    """Whether something may leave: refused with a type, a template and its particulars, which say why in words; or allowed.

    identity: how far who is behind it may be told; media: whether picture and voice may go along.
    """

    type: str = ""
    template: str = ""
    particulars: Mapping[str, Any] = field(default_factory=dict)
    identity: str = STRICTEST_FIRST[0]
    media: bool = False

    @property
    def allowed(self) -> bool:
        """Tell whether it may leave."""
        return not self.type

    @property
    def reason(self) -> str:
        """Return why it may not, in English; empty where it may. `wording.refusals.refusal` says it in each language."""
        return self.template.format(**self.particulars)


def consent_permits(consents: Iterable[ConsentState], purpose: str, recipient: str, on_day: date) -> Permission:
    """Say whether what these consents cover may go to a recipient for a purpose, on a day. The most restrictive of them wins.

    consents: one for each consent that covers the thing; where none does, nobody's consent is asked and it may. purpose: a code of
    `consent_purposes`. recipient: its name; empty for the public, and where nobody in particular receives it.

    >>> asked = ConsentState(ConsentTerms(purposes=("icc",), expires=date(2030, 1, 1)))
    >>> consent_permits([asked], "icc", "Office of the Prosecutor", date(2026, 5, 1)).allowed
    True
    >>> consent_permits([asked], "publication", "", date(2026, 5, 1)).reason
    'the consent is not for this purpose (publication)'
    """
    told = list(consents)
    for each in told:
        terms = each.terms
        if each.withdrawn_on is not None and on_day >= each.withdrawn_on:
            return Permission("consent_withdrawn", "the consent was withdrawn on {day}", {"day": each.withdrawn_on})
        if terms.expires is not None and on_day > terms.expires:
            return Permission("consent_expired", "the consent held until {day}", {"day": terms.expires})
        if purpose not in terms.purposes:
            return Permission(
                "purpose_not_consented", "the consent is not for this purpose ({purpose})", {"purpose": purpose}
            )
        if purpose == INSIDE and recipient and not terms.recipients:
            return Permission("consent_for_inside", "the consent is for work inside the organisation alone")
        if terms.recipients and purpose != PUBLICATION and fold(recipient) not in map(fold, terms.recipients):
            return Permission(
                "recipient_not_consented",
                "the consent is for {recipients} alone",
                {"recipients": ", ".join(terms.recipients)},
            )
    if not told:
        return Permission(identity=STRICTEST_FIRST[-1], media=True)
    identity = min((each.terms.identity for each in told), key=STRICTEST_FIRST.index)
    return Permission(identity=identity, media=all(each.terms.media for each in told))


def publication_ends(consents: Iterable[ConsentState], on_day: date) -> date | None:
    """Return the first day on which what these consents cover may not be public: `date.min` where that is already so, None where there is none.

    >>> publication_ends([ConsentState(ConsentTerms(purposes=("publication",), expires=date(2026, 5, 1)))], date(2026, 4, 1))
    datetime.date(2026, 5, 2)
    """
    told = list(consents)
    if not consent_permits(told, PUBLICATION, "", on_day).allowed:
        return date.min
    return min((each.terms.expires + timedelta(days=1) for each in told if each.terms.expires), default=None)
