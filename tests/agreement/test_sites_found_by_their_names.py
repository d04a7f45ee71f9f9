"""The sites that a name may mean, found by the table of names and among all sites: the same, for everybody, whatever became of the reports."""

from __future__ import annotations

import pytest

from dalil.archive.protection import Level, Viewer
from dalil.matching import site_names
from dalil.matching.models import SiteName
from dalil.matching.pointings import site_index
from dalil.matching.site_names import follow_site_names, write_site_names_anew
from dalil.record import actions
from dalil.record.models import Verdict
from dalil.values import Where
from dalil.vocabulary.gazetteer import load_shipped_gazetteer

PLACES = (None, Where(places=("SY07",)))
ASKED = [
    "al-Nour school",
    "مدرسة النّور",
    "Nur madrasa",
    "مسجد النور",
    "Salam hospital",
    "مشفى السلام",
    "the old mill",
    "School",
    "nobody calls it so",
]


@pytest.fixture(scope="module")
def town():
    known = load_shipped_gazetteer()
    return next(each.code for each in known.places if each.level == "town" and "SY07" in known.path(each.code))


def both_ways(town, viewer):
    everything = site_index(viewer)
    for where in (*PLACES, Where(places=(town,))):
        for name in ASKED:
            expected = everything.find(name, where)
            for names in ([name], ASKED):
                found = site_index(viewer, names).find(name, where)
                assert (found.found, found.alternatives, found.reason) == (
                    expected.found,
                    expected.alternatives,
                    expected.reason,
                ), (name, where, viewer)
            yield expected


def test_a_name_finds_the_same_sites_by_the_table_and_among_all(enter, alice, bob, document, town):
    def site(en, ar="", level=Level.PUBLIC, **said):
        called = {"en": en, "ar": ar} if ar else {"en": en}
        return enter({"called": called, "functions": ["SCHOOL"], **said}, kind="site", level=level)

    here = {"places": [town]}
    viewers = (Viewer.public(), Viewer.steward())
    first, again = site("al-Nour school", "مدرسة النور", where=here), site("Nour School", where={"places": ["SY07"]})
    site("Salam hospital", "مشفى السلام", Level.INTERNAL, other_names=["Peace hospital", "the old mill"])
    enter({"functions": ["SCHOOL"], "where": here}, kind="site")
    homonyms = [site("Nur", where=here) for _each in range(14)]
    assert any(each.candidates for viewer in viewers for each in both_ways(town, viewer))

    actions.judge(first, again, Verdict.SAME, actor=bob)
    draft = actions.Draft(
        claim=type(first.claim).model_validate({"called": "The old mill", "functions": ["PLANT"], "where": here}),
        document=document,
        attribution=first.attribution,
        level=Level.PUBLIC,
    )
    actions.supersede(homonyms[0], draft, actor=alice, reason="another name")
    actions.withdraw(homonyms[1], actor=alice, reason="it was never there")
    for viewer in viewers:
        assert list(both_ways(town, viewer))


def test_the_table_follows_the_log_and_is_worked_out_anew(enter, town, monkeypatch):
    def site(name):
        return enter({"called": name, "where": {"places": [town]}}, kind="site")

    def rows():
        return list(SiteName.objects.order_by("report", "pk").values_list("report", "plain", "core"))

    site("al-Nour school")
    assert follow_site_names() == 1 and follow_site_names() == 0
    site("Salam hospital")
    enter({"when": "2019-05-01", "named_sites": ["Salam hospital"]})
    assert follow_site_names() == 1
    before = rows()
    assert write_site_names_anew() == 2 and rows() == before
    SiteName.objects.all().delete()
    assert follow_site_names() == 0, "the log stands where it stood"
    monkeypatch.setattr(site_names, "RULE", "another")
    assert follow_site_names() == 2 and rows() == before
