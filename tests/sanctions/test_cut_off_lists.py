"""A list that lost its end, or a whole sort of what it lists, was cut off: it takes nobody off until a person says that it is so on purpose."""

from __future__ import annotations

from datetime import date

import pytest
from list_samples import un

from dalil.access.refused import Refused
from dalil.sanctions.models import ListVersion
from dalil.sanctions.taking_versions import VersionRequest, take_version

CLOCK = "T19:40:35.913-04:00"
FIRST, SECOND = date(2019, 1, 15), date(2019, 1, 20)


def sdn(persons: int, ships: int, leave: frozenset[int] = frozenset()) -> str:
    """An invented list of the United States as csv: so many persons, then so many ships, without some of the rows."""
    rows = [
        f'{9000 + number},"NAME{number}, Samir","individual","SYRIA","Director",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,"DOB 19{number % 90 + 10}."'
        for number in range(persons)
    ]
    rows += [
        f'{9000 + number},"SHIP {number}","vessel","SYRIA",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,"Vessel {number}."'
        for number in range(persons, persons + ships)
    ]
    return "".join(f"{row}\r\n" for number, row in enumerate(rows) if number not in leave)


@pytest.fixture
def take(tmp_path, alice):
    def take_in(text: str, dated: date, **asked):
        path = tmp_path / "sdn.csv"
        path.write_bytes(text.encode())
        return take_version(VersionRequest(paths=(path,), actor=alice, sanctions_list="us_sdn", dated=dated, **asked))

    return take_in


def test_a_list_without_one_ship_any_more_is_refused_and_takes_nobody_off(take) -> None:
    take(sdn(60, 4), FIRST)
    with pytest.raises(Refused, match="none of the 4 entries of the sort"):
        take(sdn(60, 0), SECOND)
    assert ListVersion.objects.count() == 1


def test_a_list_without_its_last_rows_is_refused_whatever_their_share(take) -> None:
    take(sdn(0, 60), FIRST)
    with pytest.raises(Refused, match="lacks the last 5 entries"):
        take(sdn(0, 55), SECOND)
    assert ListVersion.objects.count() == 1


def test_a_few_rows_taken_off_in_between_do_not_hide_that_the_end_is_gone(take) -> None:
    take(sdn(0, 60), FIRST)
    with pytest.raises(Refused, match="lacks the last 5 entries"):
        take(sdn(0, 55, frozenset({3, 20})), SECOND)


def test_rows_taken_off_here_and_there_are_taken_off(take) -> None:
    take(sdn(60, 4), FIRST)
    taken = take(sdn(60, 4, frozenset({5, 17, 40, 62, 63})), SECOND)
    assert taken.version.delisted == 5


def test_two_rows_at_the_end_may_go_and_so_may_the_last_two_of_a_sort(take) -> None:
    take(sdn(60, 2), FIRST)
    assert take(sdn(60, 0), SECOND).version.delisted == 2


@pytest.mark.parametrize("left", [sdn(60, 0), sdn(58, 0)])
def test_a_person_can_say_that_it_is_so_on_purpose(take, left) -> None:
    take(sdn(60, 4), FIRST)
    taken = take(left, SECOND, accepted="the programme on ships ended")
    assert taken.version.delisted >= 4 and taken.version.accepted == "the programme on ships ended"


def test_a_list_of_the_united_nations_whose_order_of_day_and_month_nobody_knows_is_refused(tmp_path, alice) -> None:
    path = tmp_path / "list.xml"
    path.write_text(un("08/07/2018").replace(CLOCK, ""), encoding="utf-8")
    with pytest.raises(Refused, match="does not say of which day"):
        take_version(VersionRequest(paths=(path,), actor=alice))
    path.write_text(un("24/08/2018").replace(CLOCK, ""), encoding="utf-8")
    assert take_version(VersionRequest(paths=(path,), actor=alice)).version.dated == date(2018, 8, 24)
