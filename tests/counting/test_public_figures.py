"""A figure as readers get it: the edition whole, and beside it what the record says now."""

import pytest

from dalil.archive.protection import Viewer
from dalil.counting.entity_list import Order, list_entities
from dalil.counting.figures import define_figure, publish_edition
from dalil.counting.models import Figure
from dalil.counting.public_figures import (
    count_as_stated,
    list_published_lines,
    public_figures,
    published_figure,
)
from dalil.counting.question import Question
from dalil.values.total import Total

IDLIB, HAMA = {"places": ["SY07"]}, {"places": ["SY05"]}


@pytest.fixture
def killed(enter, edith):
    """A figure by governorate that was published when one strike was known."""
    enter({"when": "2019-05-01", "where": IDLIB, "killed": "5"}, origin="north-monitor")
    question = Question(measure="killed", by=("governorate",))
    figure = define_figure("killed", question, actor=edith, title_en="How many were killed?")
    publish_edition(figure, actor=edith)
    return figure


def read(figure, number=None):
    figure = Figure.objects.prefetch_related("editions").get(pk=figure.pk)
    (this,) = public_figures([figure if number is None else (figure, number)])
    return this


def test_an_edition_stands_beside_what_the_record_says_now(killed, enter, edith):
    this = read(killed)
    assert this.published == this.total and this.published.low == 5 and this.unit == "person"
    assert this.is_latest and not this.has_changed and not this.compare()
    assert count_as_stated(this).low == 5 and this.contents.title.en == "How many were killed?"
    enter({"when": "2019-05-03", "where": HAMA, "killed": "2"}, origin="field-daily")
    this = read(killed)
    assert (this.published.low, this.total.low) == (5, 7) and this.has_changed
    assert this.doubts.total.low == 5 and this.compare().entities
    publish_edition(killed, actor=edith, reason="one more strike became known")
    assert not read(killed, 1).is_latest and read(killed, 2).published.low == 7
    assert count_as_stated(read(killed, 2)) is None, "two reports stand behind it"


def test_the_lines_of_an_edition_are_those_that_were_published(killed, enter):
    enter({"when": "2019-05-03", "where": HAMA, "killed": "2"}, origin="field-daily")
    (line,) = list_published_lines(published_figure("killed").edition)
    assert (line.keys, line.labels[0].en, line.total.low) == ({"governorate": "SY07"}, "Idlib", 5)


def test_a_figure_that_was_never_published_shows_the_record_of_today(enter, edith):
    enter({"when": "2019-05-01", "killed": "5"}, origin="north-monitor")
    draft = define_figure("draft", Question(measure="killed"), actor=edith, title_en="Draft")
    this = read(draft)
    assert this.edition is None and this.published.low == 5 and not this.has_changed and this.is_latest
    assert this.doubts.total == this.total != Total() and published_figure("draft") is None
    assert public_figures([(Figure.objects.get(slug="draft"), 3)]) == []


def test_a_list_holds_as_many_entities_as_are_counted_each_once(enter):
    early = enter({"when": "2019-05-01", "where": IDLIB, "killed": "5"}, origin="north-monitor")
    late = enter({"when": "2019-05-03", "where": HAMA, "killed": "2"}, origin="north-monitor")
    first = enter({"when": "2019-04-02", "where": HAMA, "killed": "1"}, origin="field-daily")
    everything = {"incident": Question()}

    def addresses(**asked):
        listed = list_entities(asked.pop("questions", everything), Viewer.public(), limit=10, **asked)
        return listed.totals, [each.address for each in listed.entities]

    assert addresses() == ({"incident": 3}, [first.address, late.address, early.address])
    assert addresses(order=Order.DATE)[1] == [late.address, early.address, first.address]
    assert addresses(found=[(early.pk, True), (late.pk, False)]) == ({"incident": 2}, [early.address, late.address])
    of_one = {"incident": Question(according_to="field-daily")}
    assert addresses(questions=of_one) == ({"incident": 1}, [first.address])
    assert addresses(questions={"incident": Question(according_to="nobody-known")}) == ({}, [])
