"""A well-known source beside its own short form, a slip of it, or a relay that quotes it may be one with it; nobody is no source."""

from __future__ import annotations

import pytest

from dalil.lookup.names_of_nobody import names_nobody
from dalil.lookup.sources import SourceLookup
from dalil.record.models import SourceJudgement

MAPPING = {
    "kind": "incident",
    "identifier": "x:",
    "columns": {"ref": {"external_id": True}, "day": {"field": "when"}, "by": {"origin": True, "split": ";"}},
}


def bring_in(run_import, tmp_path, cell: str) -> set[frozenset[str]]:
    """The pairs of sources that may be one after a row with this cell came in."""
    file = tmp_path / "told.csv"
    file.write_text(f"ref,day,by\nA-1,2019-04-26,{cell}\n", encoding="utf-8")
    run_import(file, MAPPING)
    return {frozenset(pair) for pair in SourceJudgement.objects.values_list("kept__code", "other__code")}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("cell", "one"),
    [
        ("SOHR; SORH", "sohr"),
        ("SNHR; SNHR via SOHR", "snhr"),
        ("SOHR; Reuters citing SOHR", "sohr"),
        ("AFP; AFP/Getty", "afp"),
        ("White Helmets; الدفاع المدني", "white-helmets"),
        ("المرصد السوري لحقوق الإنسان; المرصد", "sohr"),
    ],
)
def test_a_well_known_source_is_paired_by_its_short_name(run_import, tmp_path, cell, one) -> None:
    (pair,) = bring_in(run_import, tmp_path, cell)
    assert one in pair


@pytest.mark.django_db
@pytest.mark.parametrize("cell", ["SOHR; SNHR", "BBC; BBC Monitoring", "المرصد السوري; الشبكة السورية"])
def test_two_well_known_sources_are_two(run_import, tmp_path, cell) -> None:
    assert bring_in(run_import, tmp_path, cell) == set()


@pytest.mark.parametrize(
    ("one", "other"), [("AP", "A.P."), ("White Helmets", "Syrian Civil Defense"), ("SNHR", "S.N.H.R.")]
)
def test_spellings_of_a_well_known_source_are_one_source(one, other) -> None:
    lookup = SourceLookup({})
    assert lookup.find(one) == lookup.find(other)


@pytest.mark.parametrize(
    "cell",
    ["not disclosed", "none given", "2 witnesses", "3 sources", "٣ مصادر", "see photo", "Facebook post", "فيسبوك", "وكالات", "وكالات أنباء",
     "مصدر طبي", "ذوي الضحية", "press", "TV", "radio", "Telegram channel", "own research", "internal", "id.", "do.", "see R-12", "بدون",
     "كسابقه", "bit.ly", "https://bit.ly/3xyz", "not SOHR", "صفحة على فيسبوك", "مسؤول أمني"],
)  # fmt: skip
def test_words_for_nobody_are_no_source(cell) -> None:
    assert SourceLookup({}).find_all(cell) == ()


@pytest.mark.parametrize(
    "name",
    ["Press TV", "Radio Free North", "Doctors of the North", "تلفزيون الشمال", "شبكة الشمال", "Family Care North", "See North News",
     "Local Coordination Committee", "أهالي الشمال الأحرار", "Field interview", "The North Times"],
)  # fmt: skip
def test_names_of_somebody_stay_names(name) -> None:
    assert not names_nobody(name)
