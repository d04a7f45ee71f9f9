"""A total is said in the same words by the desk, on the public pages, in the API and on the command line."""

import json
import re
from datetime import date
from types import SimpleNamespace

import pytest
from django.utils.translation import override
from hypothesis import given, settings
from hypothesis import strategies as st

from dalil.bulletin.figures.presenters import say_figure
from dalil.bulletin.figures.views import describe_figure_in_short
from dalil.cli import count as command
from dalil.counting.public_figures import PublicFigure
from dalil.counting.question import GAP, Question
from dalil.desk.figures.presenters import say_on_desk
from dalil.values import Bilingual
from dalil.values.doubts import Doubts, UnknownFacet
from dalil.values.gap import Gap, Moment
from dalil.values.total import Total
from dalil.wording.doubts import list_doubts, say_doubts_briefly
from dalil.wording.gaps import say_first_in, say_gap
from dalil.wording.totals import say_ends, say_total

KILLED = Question.of({"kind": "incident", "measure": "killed"})
DAYS_BETWEEN = Question.of({"kind": "incident", "measure": GAP})
NO_NUMBER = {
    "unknown": {"en": "unknown", "ar": "غير معروف"},
    "overlap": {"en": "not added: these numbers overlap", "ar": "لا تُجمع: هذه الأعداد متداخلة"},
}


@st.composite
def totals(draw: st.DrawFn) -> Total:
    """Totals as counting makes them: where the numbers overlap, or none is known, there is none."""
    counters = {
        name: draw(st.integers(0, 3)) for name in ("open", "unknown", "conflict", "contradictory", "other", "at_most")
    }
    addable = draw(st.booleans())
    low = draw(st.none() | st.integers(0, 20_000)) if addable else None
    high = None if low is None else draw(st.none() | st.integers(low, 40_000))
    return Total(low=low, high=high, entities=draw(st.integers(0, 9)), unit="person", addable=addable, **counters)


def on_a_page(total: Total, question: Question, **form: bool) -> PublicFigure:
    edition = SimpleNamespace(total=total, doubts=Doubts(total), number=1)
    editions = SimpleNamespace(all=lambda: [edition])
    figure = SimpleNamespace(slug="killed", title=Bilingual(en="Killed"), editions=editions)
    this = PublicFigure(figure, edition, question)  # type: ignore[arg-type]
    vars(this)["answer"] = None  # the record is not asked
    return this


def in_the_api(total: Total, question: Question, language: str) -> str:
    request = SimpleNamespace(build_absolute_uri=lambda path: path)
    words: str = describe_figure_in_short(on_a_page(total, question), request)["told"][language]  # type: ignore[arg-type]
    return words


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("question", [KILLED, DAYS_BETWEEN], ids=["killed", "days between"])
@settings(max_examples=40)
@given(total=totals())
def test_every_surface_says_a_total_in_the_same_words(language, question, total):
    words = say_total(total, language, days=question is DAYS_BETWEEN)
    assert say_figure(on_a_page(total, question), language) == words
    assert in_the_api(total, question, language) == words
    assert command._say(total, question, language) == words
    with_noun = say_total(total, language, days=question is DAYS_BETWEEN, with_noun=True)
    assert say_on_desk(total, question, language) == (words if language == "en" else with_noun)
    assert say_figure(on_a_page(total, question), language, with_noun=True) == with_noun


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("screen", ["en", "ar"])
def test_why_there_is_no_number_is_said_everywhere_and_in_the_language_asked_for(language, screen):
    unknown, overlapping = Total(entities=2, unknown=2), Total(entities=2, unit="person", addable=False)
    for total, words in ((unknown, NO_NUMBER["unknown"]), (overlapping, NO_NUMBER["overlap"])):
        with override(screen):
            assert say_figure(on_a_page(total, KILLED), language) == words[language]
            assert in_the_api(total, KILLED, language) == words[language]
            assert command._say(total, KILLED, language) == words[language]
            assert say_on_desk(total, KILLED, language) == words[language]
    assert say_ends(overlapping, language) == NO_NUMBER["overlap"][language], "numbers that overlap are not unknown"
    assert say_ends(unknown, "en") == "unknown, which is not zero"


facets = st.lists(
    st.builds(UnknownFacet, st.sampled_from(["weapons", "targets"]), st.just(Bilingual(en="With what", ar="بأي سلاح")),
              st.integers(1, 3), st.booleans()),
    max_size=1,
).map(tuple)  # fmt: skip


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_short_form_says_what_the_number_does_not_say_itself(language):
    doubts = Doubts(Total(low=182, entities=143, unknown=34, open=9, conflict=3), perhaps=20)
    brief = {
        "en": "unknown of 34 of 143, 3 in conflict, 20 more may belong",
        "ar": "غير معروف في ٣٤ من ١٤٣، ٣ متعارضة، ٢٠ غيرها قد تكون منها",
    }
    assert say_doubts_briefly(doubts, language) == brief[language]
    assert (
        say_doubts_briefly(Doubts(Total(low=5, high=7, entities=1, conflict=1)), language)
        == {
            "en": "in conflict",
            "ar": "متعارض",
        }[language]
    )
    assert say_doubts_briefly(Doubts(Total(entities=4, unknown=4)), language) == "", "the number says it"


@pytest.mark.parametrize("language", ["en", "ar"])
@settings(max_examples=40)
@given(total=totals(), perhaps=st.integers(0, 3), overlapping=st.booleans(), facets=facets, families=st.booleans())
def test_every_doubt_about_a_total_has_its_sentence(language, total, perhaps, overlapping, facets, families):
    others = (Total(low=5, unit="family"),) if families else ()
    told = [
        total.open,
        total.unknown,
        total.conflict,
        total.contradictory,
        total.other,
        total.at_most,
        perhaps,
        overlapping,
        *facets,
        families,
    ]
    doubts = Doubts(total, perhaps, overlapping, facets, others)
    assert Doubts.of(total, json.loads(json.dumps(doubts.plain()))) == doubts, "an edition keeps them"
    sentences = list_doubts(doubts, language)
    assert len(sentences) == len(set(sentences)) == sum(map(bool, told))
    assert all(bool(re.search("[\u0600-\u06ff]", each)) is (language == "ar") for each in sentences)


@given(st.dates(date(2011, 1, 1), date(2025, 1, 1)), st.integers(1, 2000))
def test_a_gap_is_as_long_in_a_figure_as_in_a_sentence(start, days):
    end = date.fromordinal(start.toordinal() + days)
    gap = Gap(Moment("a", start, start), Moment("b", end, end))
    for language in ("en", "ar"):
        number = re.compile(r"[\d٠-٩]+")
        said, sentence = say_gap(gap, language), say_first_in(gap, language)
        assert number.findall(said)[:1] == number.findall(sentence)[:1] or gap.months[0] != gap.months[1]
