"""Why the matcher holds two reports for one thing is said in both languages, down to the last level."""

from __future__ import annotations

import pytest

from dalil.letters import is_arabic
from dalil.matching.comparisons import comparisons_of
from dalil.record.kind import all_kinds
from dalil.record.match_reasons import MatchReason, parse_reasons, write_reasons
from dalil.wording.matches import say_percent, say_reasons

EVERY_LEVEL = [
    (kind.code, each.name, each.about, level.code)
    for kind in all_kinds().values()
    for each in comparisons_of(kind)
    for level in each.levels
]


@pytest.mark.parametrize(("kind", "name", "about", "level"), EVERY_LEVEL)
def test_every_level_has_words_in_both_languages(kind, name, about, level):
    reason = MatchReason(name, about, level, 2.0)
    ((english,), _), ((arabic,), _) = (
        (said.speak_for, said.speak_against) for said in (say_reasons([reason], kind, each) for each in ("en", "ar"))
    )
    assert "_" not in english and not is_arabic(english) and is_arabic(arabic)


def test_what_speaks_for_and_what_against_stand_apart_the_strongest_first_and_what_says_nothing_is_left_out():
    reasons = [
        MatchReason("when", "time", "next_day", -0.9),
        MatchReason("where", "place", "name_and_point", 3.2),
        MatchReason("killed", "count", "same_range", 4.5),
        MatchReason("parties", "codes", "others", -0.1),
    ]
    said = say_reasons(reasons, "incident", "en")
    assert said.speak_for == ("Killed: the same numbers", "the same place, by name and point")
    assert said.speak_against == ("one day apart",)
    assert parse_reasons(write_reasons(reasons)) == reasons


def test_a_likelihood_is_never_said_to_be_certain():
    assert (say_percent(0.9999, "en"), say_percent(0.0001, "en"), say_percent(0.5, "ar")) == ("99%", "1%", "٥٠٪")
