"""What tells the same of somebody whom a family seeks is kept from the public with the report behind the finding; strangers are not."""

import pytest

from dalil.archive.protection import Level
from dalil.record import actions
from dalil.record.models import Verdict
from dalil.record.sealed.held_alike import list_alike

pytestmark = pytest.mark.django_db
RARE, RARE_IN_ARABIC = "Zaynab Sabbagh Shahbandar", "زينب صباغ شهبندر"
COMMON = "Muhammad Ahmad Ali"


@pytest.fixture
def told(enter):
    """A report of somebody, not public unless said otherwise: `told("…", mother=…)`."""

    def one(name, *, mother="", level=Level.INTERNAL, **facts):
        who = {"said": name} | ({"mother": mother} if mother else {})
        return enter({"who": who, "fate": "DETAINED", **facts}, kind="victim", origin="north-monitor", level=level)

    return one


def test_a_rare_name_is_enough_also_in_another_script(told):
    behind, other = told(RARE), told(RARE_IN_ARABIC)
    assert list_alike(behind) == [behind, other]


def test_a_common_name_alone_says_too_little(told):
    behind, _stranger = told(COMMON), told(COMMON)
    assert list_alike(behind) == [behind]


def test_a_common_name_with_the_mother_or_with_day_and_place_is_enough(told):
    behind = told(COMMON, mother="Fatima Shalabi", when="2014-05-01", where={"places": ["SY07"]})
    mothers = told(COMMON, mother="فاطمة شلبي")
    there = told(COMMON, when="2014-05", where={"places": ["C3916"]})
    elsewhere = told(COMMON, when="2014-05", where={"places": ["SY01"]})
    assert list_alike(behind) == [behind, mothers, there]
    assert elsewhere not in list_alike(behind)


def test_another_mother_or_birth_is_somebody_else_however_rare_the_name(told):
    behind = told(RARE, mother="Fatima Shalabi", born="1990")
    told(RARE, mother="Samira Darwish")
    told(RARE, born="1961")
    assert list_alike(behind) == [behind]


def test_what_is_public_already_stays_so_and_what_was_judged_the_same_is_held(told, enter, bob):
    behind = told(RARE)
    told(RARE, level=Level.PUBLIC)
    other = told("Samira Darwish")
    actions.judge(behind, other, Verdict.SAME, actor=bob)
    assert list_alike(behind) == [behind, other]


def test_a_report_of_another_kind_is_held_with_what_was_judged_the_same_alone(enter, bob):
    one = enter({"when": "2019-05-01"}, level=Level.INTERNAL)
    two = enter({"when": "2019-05-01"}, level=Level.INTERNAL)
    enter({"when": "2019-05-01"}, level=Level.INTERNAL)
    actions.judge(one, two, Verdict.SAME, actor=bob)
    assert list_alike(one) == [one, two]
