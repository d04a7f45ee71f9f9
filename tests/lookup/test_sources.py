"""A source is found by its code and its names in both languages; what several are called is never guessed."""

from __future__ import annotations

import pytest

from dalil.archive.protection import Level, Viewer
from dalil.lookup.match import Reason
from dalil.lookup.sources import SourceLookup, UnclearSource, find_source
from dalil.lookup.sources_in_record import name_sources, suggest_sources
from dalil.record.actions import name_source

KNOWN = {
    "north": ("north",),
    "north monitor": ("north",),
    "مرصد الشمال": ("north",),
    "south": ("south",),
    "the monitor": ("south", "south-2"),
    "south 2": ("south-2",),
}


@pytest.mark.parametrize("words", ["north", "North", "North  Monitor", "the North Monitor", "مرصد الشمال"])
def test_a_source_is_found_by_code_or_name(words: str) -> None:
    assert find_source(words, KNOWN).found == "north"


def test_of_two_sources_of_one_name_none_is_guessed_by_a_person_or_by_an_import() -> None:
    match = find_source("The Monitor", KNOWN)
    assert (match.found, match.reason, match.alternatives) == (None, Reason.HOMONYMS, ("south", "south-2"))
    with pytest.raises(UnclearSource, match="south, south-2"):
        SourceLookup(KNOWN).find("The Monitor")


def test_words_of_a_name_and_slips_of_the_pen_are_offered_and_not_taken() -> None:
    part, slip = find_source("monitor", KNOWN), find_source("nroth monitor", KNOWN)
    assert (part.found, part.reason, part.alternatives) == (None, Reason.PART, ("north", "south", "south-2"))
    assert (slip.found, slip.reason, slip.alternatives[0]) == (None, Reason.SPELLING, "north")
    assert find_source("nobody", KNOWN).candidates == find_source("", KNOWN).candidates == ()


def test_a_well_known_source_is_found_by_all_its_spellings_where_the_record_has_it(alice) -> None:
    assert find_source("Syrian Observatory", name_sources(Viewer.steward())).found is None
    assert find_source("Syrian Observatory", name_sources(Viewer.steward(), with_well_known=True)).found == "sohr"
    name_source("sohr", actor=alice, en="SOHR")
    for words in ("Syrian Observatory", "المرصد السوري لحقوق الإنسان", "sohr"):
        assert find_source(words, name_sources(Viewer.steward())).found == "sohr"


def test_a_hidden_source_is_neither_found_nor_offered(alice) -> None:
    name_source("north", actor=alice, en="North Monitor", level=Level.PUBLIC)
    name_source("hidden", actor=alice, en="North Monitor in hiding", level=Level.INTERNAL)
    names = name_sources(Viewer.public())
    assert find_source("monitor", names).alternatives == ("north",)
    assert find_source("North Monitor in hiding", names).candidates == ()
    assert [each.code for each in suggest_sources("North", Viewer.public())] == ["north"]
