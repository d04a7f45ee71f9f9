"""Search finds a report in either script, by its words, its codes' names and the places it lies in."""

import pytest

from dalil.archive.protection import Viewer
from dalil.record.models import Report
from dalil.record.searching import matching, refold


@pytest.fixture
def strike(enter):
    town = {"places": ["SY0705"], "name": "بزابور"}
    return enter(
        {"what": "AIR_STRIKE", "when": "2019-05-02", "where": town, "weapons": ["BARREL_BOMB"], "parties": ["SYR_GOV"]},
        said="سقط أربعة قتلى في مدرسة القرية",
    )


@pytest.mark.parametrize(
    "query",
    [
        "مدرسة القرية",
        "مدرسه",
        "القريه",
        "أربعة",
        "اربعه",
        "barrel",
        "Barrel Bomb",
        "برميل",
        "Idlib",
        "Idleb",
        "ادلب",
        "إدلب",
        "بزابور",
    ],
)
def test_a_report_is_found_however_it_is_asked_for(strike, query):
    assert list(Report.objects.visible_to(Viewer.public()).filter(matching(query))) == [strike]


@pytest.mark.parametrize("query", ["Aleppo", "حلب", "hospital", "مدرسة حلب"])
def test_what_it_does_not_say_does_not_find_it(strike, query):
    assert not Report.objects.visible_to(Viewer.public()).filter(matching(query)).exists()


def test_the_words_can_be_worked_out_anew(strike):
    Report.objects.filter(pk=strike.pk).update(search="worn out")
    assert refold() == 1
    assert Report.objects.get(pk=strike.pk).search == strike.search
    assert refold() == 0
