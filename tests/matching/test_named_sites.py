"""The sites that reports name, and the sites of the register that are meant: found for certain, proposed, judged, taken back."""

from __future__ import annotations

import pytest

from dalil.archive.protection import Level, Viewer
from dalil.lookup.match import Reason
from dalil.lookup.sites import SiteEntry, SiteIndex
from dalil.matching.models import Pointing
from dalil.matching.pointings import follow_mentions, named_sites, point, pointing_to, site_index, take_pointing_back
from dalil.record import actions
from dalil.record.actions import Refused
from dalil.record.entities import entity_at
from dalil.record.models import Verdict
from dalil.values import Where
from dalil.vocabulary.gazetteer import load_shipped_gazetteer

ARIHA, SARAQIB = {"places": ["C4310"]}, {"places": ["C4246"]}
PUBLIC = Viewer.public()


@pytest.fixture(scope="module")
def towns():
    """Two towns of Idlib that the shipped gazetteer has."""
    known = load_shipped_gazetteer()
    found = [each.code for each in known.places if each.level == "town" and "SY07" in known.path(each.code)]
    return {"places": [found[0]]}, {"places": [found[1]]}


def school(where, **said):
    return {"called": {"en": "al-Nour school", "ar": "مدرسة النور"}, "functions": ["SCHOOL"], "where": where} | said


def strike(where, *names, when="2019-05-01"):
    return {"when": when, "where": where, "named_sites": list(names)}


def meant(report, viewer=PUBLIC):
    return [(each.mention.site.name, each.target, each.by_matcher) for each in named_sites(viewer, [report.pk])]


def test_a_name_alone_says_nothing_for_certain_and_a_name_in_its_town_does(towns):
    one, other = (Where(**each) for each in towns)
    index = SiteIndex([SiteEntry(1, 1, ("al-Nour school", "مدرسة النور"), one)], load_shipped_gazetteer())
    assert index.find("مدرسة النّور", one).reason is Reason.NAME
    assert index.find("Al Nour School").found is None and index.find("Al Nour School").reason is Reason.HOMONYMS
    assert index.find("al-Nour school", Where(places=("SY07",))).found is None, "the governorate does not say which"
    assert index.find("al-Nour school", other).reason is Reason.ELSEWHERE
    assert index.find("Nur madrasa", one).found is None and index.find("مسجد النور", one).reason is Reason.SPELLING
    assert index.find("al-Salam", one).reason is Reason.NONE


def test_of_two_sites_of_one_name_in_one_town_none_is_taken(towns):
    one = Where(**towns[0])
    index = SiteIndex(
        [SiteEntry(1, 1, ("al-Nour",), one), SiteEntry(2, 2, ("al-Nour",), one)], load_shipped_gazetteer()
    )
    match = index.find("al-Nour", one)
    assert match.found is None and len(match.alternatives) == 2
    same = SiteIndex([SiteEntry(1, 1, ("al-Nour",), one), SiteEntry(1, 2, ("al-Nour",), one)], load_shipped_gazetteer())
    assert same.find("al-Nour", one).found.key == 1, "two reports of one site are one"


def test_the_matcher_judges_what_is_certain_once_and_a_person_undoes_it(enter, bob, towns):
    site = enter(school(towns[0]), kind="site", origin="a")
    hit, elsewhere = enter(strike(towns[0], "مدرسة النور")), enter(strike(towns[1], "al-Nour school"))
    assert follow_mentions() == 1 and follow_mentions() == 0
    assert meant(hit) == [("مدرسة النور", site, True)] and meant(elsewhere) == [("al-Nour school", None, False)]
    (pointing,) = Pointing.objects.all()
    take_pointing_back(pointing, actor=bob)
    enter(school(towns[1]), kind="site", origin="a")
    assert follow_mentions() == 1, "the other is found now that the register knows it"
    assert meant(hit) == [("مدرسة النور", None, False)], "what a person took back is not said again"


def test_a_persons_word_goes_before_the_matchers(enter, bob, towns):
    site, other = enter(school(towns[0]), kind="site"), enter(school(towns[0], called="Nour 2"), kind="site")
    hit = enter(strike(towns[0], "al-Nour school"))
    follow_mentions()
    point(hit, "al-Nour school", site, Verdict.DIFFERENT, actor=bob)
    assert meant(hit) == [("al-Nour school", None, False)]
    point(hit, "al-nour school", other, Verdict.SAME, actor=bob)
    assert meant(hit) == [("al-Nour school", other, False)]


def test_the_entry_that_a_source_gives_is_meant(enter, towns):
    site = enter({"called": "Building 12", "functions": ["HOMES"]}, kind="site")
    hit = enter(strike(towns[0], {"name": "their house", "entry": site.address}))
    assert follow_mentions() == 1 and meant(hit) == [("their house", site, True)]


def test_what_cannot_be_meant_is_refused(enter, bob, towns):
    site, hit = enter(school(towns[0]), kind="site"), enter(strike(towns[0], "al-Nour school"))
    for report, name, target in ((hit, "al-Nour school", hit), (hit, "no such name", site)):
        with pytest.raises(Refused):
            point(report, name, target, Verdict.SAME, actor=bob)


def test_a_correction_keeps_what_was_judged_while_it_names_the_site(enter, bob, alice, document, towns):
    site = enter({"called": "Old mill"}, kind="site")
    hit = enter(strike(towns[0], "the mill"))
    point(hit, "the mill", site, Verdict.SAME, actor=bob)
    draft = actions.Draft(
        claim=type(hit.claim).model_validate(strike(towns[0], "the mill", when="2019-05-02")),
        document=document,
        attribution=hit.attribution,
        level=Level.PUBLIC,
    )
    new = actions.supersede(hit, draft, actor=alice, reason="another day")
    assert meant(new) == [("the mill", site, False)]
    assert [each.report for each in pointing_to(entity_at(site.address, PUBLIC))] == [new]


def test_nobody_learns_of_a_pointing_from_or_to_what_is_hidden(enter, bob, towns):
    open_site, hidden_site = (
        enter(school(towns[0]), kind="site"),
        enter(school(towns[1]), kind="site", level=Level.INTERNAL),
    )
    hidden, shown = (
        enter(strike(towns[0], "al-Nour school"), level=Level.INTERNAL),
        enter(strike(towns[1], "al-Nour school")),
    )
    point(hidden, "al-Nour school", open_site, Verdict.SAME, actor=bob)
    point(shown, "al-Nour school", hidden_site, Verdict.SAME, actor=bob)
    assert pointing_to(entity_at(open_site.address, PUBLIC)) == []
    assert meant(shown) == [("al-Nour school", None, False)] and meant(shown, Viewer.steward())[0][1] == hidden_site
    for index in (site_index(PUBLIC), site_index(PUBLIC, ["al-Nour school"])):
        assert len(index._by_name) == 2
