"""What a consent permits: purpose, recipient, day; the most restrictive of several wins."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dalil import vocabulary
from dalil.values.consent import PUBLICATION, ConsentState, ConsentTerms, consent_permits, publication_ends

DAY = date(2026, 5, 1)


def consent(*purposes, withdrawn=None, **terms):
    return ConsentState(ConsentTerms(purposes=purposes, **terms), withdrawn)


@pytest.mark.parametrize(
    ("consents", "purpose", "recipient", "refused"),
    [
        ([], "publication", "", ""),
        ([consent("publication")], "publication", "", ""),
        ([consent("icc")], "publication", "", "purpose_not_consented"),
        ([consent()], "internal", "", "purpose_not_consented"),
        ([consent("icc", recipients=("Office of the Prosecutor",))], "icc", "office of the PROSECUTOR", ""),
        ([consent("icc", recipients=("مكتب المدّعي",))], "icc", "مكتب المدعي", ""),
        ([consent("icc", recipients=("Office of the Prosecutor",))], "icc", "A newspaper", "recipient_not_consented"),
        ([consent("icc", recipients=("Office of the Prosecutor",))], "icc", "", "recipient_not_consented"),
        ([consent("internal")], "internal", "", ""),
        ([consent("internal")], "internal", "A partner", "consent_for_inside"),
        ([consent("internal", recipients=("A partner",))], "internal", "A partner", ""),
        ([consent("publication", "icc", recipients=("OTP",))], "publication", "", ""),
        ([consent("icc", expires=DAY)], "icc", "", ""),
        ([consent("icc", expires=date(2026, 4, 30))], "icc", "", "consent_expired"),
        ([consent("icc", withdrawn=DAY)], "icc", "", "consent_withdrawn"),
        ([consent("icc", withdrawn=date(2026, 5, 2))], "icc", "", ""),
        ([consent("publication"), consent("icc")], "publication", "", "purpose_not_consented"),
    ],
)
def test_what_a_consent_permits(consents, purpose, recipient, refused):
    assert consent_permits(consents, purpose, recipient, DAY).type == refused


def test_the_reason_is_a_sentence():
    assert (
        consent_permits([consent("icc", withdrawn=DAY)], "icc", "", DAY).reason
        == "the consent was withdrawn on 2026-05-01"
    )


def test_the_most_restrictive_decides_how_far_the_identity_goes():
    open_, closed = consent("media", identity="named", media=True), consent("media", identity="pseudonym")
    told = consent_permits([open_, closed], "media", "", DAY)
    assert (told.allowed, told.identity, told.media) == (True, "pseudonym", False)
    assert consent_permits([consent("media")], "media", "", DAY).identity == "withheld"


terms = st.builds(
    ConsentTerms,
    purposes=st.lists(st.sampled_from([each.code for each in vocabulary.terms("consent_purposes")]), unique=True).map(
        tuple
    ),
    recipients=st.lists(st.sampled_from(["OTP", "IIIM"]), unique=True).map(tuple),
    expires=st.none() | st.dates(date(2026, 1, 1), date(2026, 12, 31)),
)
states = st.builds(ConsentState, terms, st.none() | st.dates(date(2026, 1, 1), date(2026, 12, 31)))
days = st.dates(date(2026, 1, 1), date(2027, 1, 31))


@given(
    st.lists(states, max_size=3), states, st.sampled_from(["icc", "publication"]), st.sampled_from(["", "OTP"]), days
)
def test_one_more_consent_never_permits_more(several, another, purpose, recipient, day):
    together = consent_permits([*several, another], purpose, recipient, day)
    apart = [consent_permits(each, purpose, recipient, day).allowed for each in (several, [another])]
    assert together.allowed == all(apart)


@given(st.lists(terms.map(ConsentState), max_size=3), days, days)
def test_publication_ends_on_the_day_from_which_it_is_not_permitted(several, on_day, later):
    ends = publication_ends(several, on_day)
    if later >= on_day:
        assert consent_permits(several, PUBLICATION, "", later).allowed == (ends is None or later < ends)
