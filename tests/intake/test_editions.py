"""A mended table without identifiers is its own next edition: nothing counts twice, and nothing is withdrawn by itself."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dalil.archive.protection import Viewer
from dalil.counting.answer import ask
from dalil.counting.question import Question
from dalil.intake import runs
from dalil.intake.editions import EarlierRow, LooksLikeAnEdition, align, withdraw_gone
from dalil.intake.formats import Unreadable

MAPPING = {
    "kind": "incident",
    "origin": "north-monitor",
    "columns": {"day": {"field": "when"}, "place": {"field": "where"}, "killed": {"field": "killed"}},
}
FIRST = ("2018-09-04,Idlib,3", "2018-09-05,حماة,4", "2018-09-06,Homs,20?")
MENDED = (*FIRST[:2], "2018-09-06,Homs,5")


@pytest.fixture
def bring(order, tmp_path):
    def one(name, rows, header="day,place,killed", **facts):
        path = tmp_path / name
        path.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
        return runs.run_import(replace(order(path, MAPPING), **facts))

    return one


def killed() -> tuple[int | None, int]:
    total = ask(Question(measure="killed"), Viewer.steward()).total
    return total.low, total.entities


def test_before_anything_is_written_somebody_is_asked_what_a_mended_table_is(bring):
    bring("first.csv", FIRST)
    with pytest.raises(LooksLikeAnEdition, match=r"2 of 3 rows of mended\.csv say word for word what first\.csv said"):
        bring("mended.csv", MENDED)
    assert killed() == (7, 2)


def test_as_the_next_edition_nothing_counts_twice_however_often_it_is_saved(bring):
    bring("first.csv", FIRST)
    run = bring("mended.csv", MENDED, edition=True)
    assert (run.new, run.repeated, run.corrected) == (1, 2, 0)
    semicolons = [row.replace(",", ";") for row in MENDED]
    again = bring("saved-again.csv", semicolons, header="day;place;killed", edition=True)
    assert (again.new, again.repeated) == (0, 3)
    assert killed() == (12, 3)


def test_what_was_mended_corrects_the_row_that_it_was_also_two_editions_later(bring):
    bring("first.csv", MENDED)
    bring("second.csv", ("2018-09-03,Daraa,1", *MENDED[:2], "2018-09-06,Homs,9"), edition=True)
    assert killed() == (3 + 4 + 9 + 1, 4)
    third = bring("third.csv", ("2018-09-03,Daraa,2", *MENDED[:2], "2018-09-06,Homs,8"), edition=True)
    assert (third.corrected, killed()) == (2, (3 + 4 + 8 + 2, 4))


@pytest.mark.parametrize("said", [None, True, False])
def test_a_next_edition_brought_in_again_is_what_it_was_and_adds_nothing(bring, said):
    bring("first.csv", FIRST)
    bring("mended.csv", MENDED, edition=True)
    again = bring("mended.csv", MENDED, edition=said)
    assert (again.new, again.repeated, again.corrected) == (0, 3, 0)
    assert bring("first.csv", FIRST).new == 0
    assert killed() == (12, 3)


def test_a_row_that_is_gone_is_named_and_withdrawn_only_by_a_person(bring, bob):
    bring("first.csv", MENDED)
    run = bring("second.csv", MENDED[1:], edition=True)
    assert killed() == (12, 3)
    assert len(run.gone) == 1 and any("no longer has: 1" in note for note in run.notes)
    assert withdraw_gone(run, actor=bob, reason="It was another war.") == 1
    assert withdraw_gone(run, actor=bob, reason="Again.") == 0
    assert killed() == (9, 2)


def test_a_table_of_its_own_counts_besides(bring):
    bring("first.csv", MENDED)
    run = bring("other.csv", [*MENDED, "2018-10-01,Hama,1"], edition=False)
    assert (run.new, run.repeated) == (4, 0)


def test_another_month_with_the_same_columns_is_no_edition(bring):
    bring("september.csv", MENDED)
    assert bring("october.csv", ("2018-10-04,Idlib,3", "2018-10-05,حماة,4")).new == 2


def test_the_same_file_is_itself_and_asks_nothing(bring):
    bring("first.csv", MENDED)
    assert bring("first-copy.csv", MENDED).repeated == 3


def test_where_there_is_nothing_to_follow_saying_so_is_refused(bring):
    with pytest.raises(Unreadable, match="next edition of no table"):
        bring("first.csv", MENDED, edition=True)


SAID = st.tuples(st.integers(0, 3), st.integers(0, 3)).map(
    lambda pair: (f'{{"killed": {pair[0]}, "day": {pair[1]}}}', "", "who")
)


@given(before=st.lists(SAID, max_size=6), after=st.lists(SAID, max_size=6), seed=st.integers(0, 9))
def test_each_row_is_one_earlier_row_or_new_and_each_earlier_row_is_one_row_or_gone(before, after, seed):
    earlier = [EarlierRow(f"sha:{at}", "", said, f"report-{at}") for at, said in enumerate(before)]
    rows = [(at, "", said) for at, said in enumerate(after)]
    names, gone = align(rows, earlier)
    assert len(set(names.values())) == len(names)
    assert {f"report-{name.removeprefix('sha:')}" for name in names.values()}.isdisjoint(gone)
    assert len(gone) == len(earlier) - len(names)
    shuffled = random.Random(seed).sample(rows, len(rows))
    again, _ = align([(at, label, said) for at, label, said in shuffled], earlier)
    same = {row: name for row, name in names.items() if after[row] == before[int(name.removeprefix("sha:"))]}
    assert len(same) == sum(after[row] == before[int(name.removeprefix("sha:"))] for row, name in again.items())
