"""What the record says of the disappeared: how many, where, since when, with its doubts; lines of few people are kept back.

Where all that is kept back is few people, what the total leaves over would tell of them: the smallest other line is kept back with them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as say

from dalil import vocabulary
from dalil.archive.protection import Viewer
from dalil.bulletin.record.entity_presenters import EntityLine, present_entity_line
from dalil.counting.answer import ask
from dalil.counting.entity_list import list_entities
from dalil.counting.question import Question, grouping_label
from dalil.gate.small_cells import LEAST_HELD
from dalil.record.entities import entities_of
from dalil.record.kind import PERPETRATORS, kind_of
from dalil.record.sealed.compartment import is_set_up
from dalil.tracing.public_list import list_public
from dalil.tracing.receipts import RequestStanding
from dalil.values import When
from dalil.wording.doubts import list_doubts
from dalil.wording.numbers import say_number
from dalil.wording.times import say_when

COUNTED = ("disappeared", "missing", "abducted")
"""What tallies count of those who are gone, by codes of `quantities`."""
MOST_TALLIES = 20
FATES = ("DISAPPEARED", "MISSING", "KIDNAPPED")
GROUPED_BY = ("governorate", "year", "sex", "age_band", PERPETRATORS)
BODIES = (
    ("ICRC", "https://familylinks.icrc.org/"),
    ("ICMP", "https://www.icmp.int/"),
    ("IIMP", "https://iimp.un.org/"),
)
"""Who else looks for people, by codes of `tracing_bodies`."""


@dataclass(frozen=True)
class CountedLine:
    """A line of a table: number is empty where it is kept back."""

    label: str
    number: str


@dataclass(frozen=True)
class CountedTable:
    """The disappeared by one thing. kept_back: whether lines of it are. note: how its lines are to be read; empty where that is plain."""

    title: str
    lines: tuple[CountedLine, ...]
    kept_back: bool
    note: str = ""


@dataclass(frozen=True)
class OtherBody:
    """Somebody else who looks for people."""

    name: str
    url: str


@dataclass(frozen=True)
class DisappearedPage:
    """The page. total: in words; empty where the record names nobody, or too few. few: whether it names some, and too few to say how many.

    told: what sources counted, each by itself. least: lines that count fewer are kept back.
    takes: whether there is a compartment, without which nothing can be asked here.
    list_url: of the list of families who look for somebody; empty where nobody stands on it.
    ask_url: of the form of families; empty where it is off. answer: to the code that was typed; empty where none was.
    """

    total: str
    few: bool
    told: tuple[EntityLine, ...]
    least: str
    doubts: tuple[str, ...]
    tables: tuple[CountedTable, ...]
    bodies: tuple[OtherBody, ...]
    takes: bool
    list_url: str
    ask_url: str
    answer: str = ""


def present_disappeared(language: str, answer: str = "") -> DisappearedPage:
    """Count the disappeared, as the public may know them. answer: to a code that was typed."""
    least = max(int(settings.DALIL_SMALLEST_CELL), LEAST_HELD)
    whole = ask(Question(kind="victim", facets={"fate": FATES}), Viewer.public())
    many = whole.total.entities
    enough = many >= least
    return DisappearedPage(
        total=say_number(many, language) if enough else "",
        few=0 < many < least,
        told=tuple(_list_tallies(language)),
        least=say_number(least, language),
        doubts=tuple(list_doubts(whole.doubts, language)) if enough else (),
        tables=tuple(_count_by(by, least, language) for by in GROUPED_BY) if enough else (),
        bodies=tuple(OtherBody(vocabulary.label("tracing_bodies", code, language), url) for code, url in BODIES),
        takes=is_set_up(),
        list_url=reverse("listed-searches") if any(list_public()) else "",
        ask_url=reverse("ask-search") if settings.FAMILY_FORM_IS_ON else "",
        answer=answer,
    )


def _list_tallies(language: str) -> Iterator[EntityLine]:
    """What sources counted without naming anybody."""
    question = Question(kind="tally", measure="count", facets={"what": COUNTED})
    listed = list_entities({"tally": question}, Viewer.public(), limit=MOST_TALLIES)
    for entity in entities_of([each.report for each in listed.entities], Viewer.public()):
        yield present_entity_line(entity, language)


def _count_by(by: str, least: int, language: str) -> CountedTable:
    answer = ask(Question(kind="victim", facets={"fate": FATES}, by=(by,)), Viewer.public())
    counted = [(row.labels[0].in_language(language), row.total.entities) for row in answer.rows]
    kept = keep_back([many for _label, many in counted], least)
    lines = tuple(
        CountedLine(label, "" if hidden else say_number(many, language))
        for (label, many), hidden in zip(counted, kept, strict=True)
    )
    note = _say_how_actors_are_counted() if by == PERPETRATORS and lines else ""
    return CountedTable(grouping_label(kind_of("victim"), by, language), lines, any(kept), note)


def _say_how_actors_are_counted() -> str:
    """Say what the lines by alleged actor are: allegations; each person in one line, also of whom sources name several."""
    return say(
        "By whom is what sources say; it is no finding. Each person stands in one line: where sources name several actors for one person, "
        "together or one against the other, these stand in a line together, so that nobody is counted twice. A group and the body it belongs "
        "to may stand in two lines, since some sources name the one and some the other. “Not stated”: no source says who did it, or "
        "it only suspects somebody."
    )


def keep_back(numbers: Sequence[int], least: int) -> list[bool]:
    """Say which lines of a table are kept back: those of few people, and the smallest other where what is left of the total is few too.

    >>> keep_back([40, 30, 3], 10), keep_back([40, 30, 8, 7], 10), keep_back([40, 30], 10)
    ([False, True, True], [False, False, True, True], [False, False])
    """
    kept = [0 < each < least for each in numbers]
    others = [at for at, hidden in enumerate(kept) if not hidden and numbers[at]]
    hidden_people = sum(each for each, hidden in zip(numbers, kept, strict=True) if hidden)
    if any(kept) and hidden_people < least and others:
        kept[min(others, key=lambda at: numbers[at])] = True
    return kept


def say_standing(standing: RequestStanding | None, language: str) -> str:
    """Say to the holder of a receipt how the search stands. What was found is told by a person, never here."""
    if standing is None:
        return say(
            "No request stands under this code, or another receipt took its place. Look whether every letter is right."
        )
    day = say_when(When.day(standing.since.date()), language)
    body = vocabulary.label("tracing_bodies", standing.body, language) if standing.body else ""
    sentences = {
        "received": say("Your request was received on %(day)s."),
        "searched": say("The search goes on. Its last step was on %(day)s."),
        "paused": say("The search rests since %(day)s, for safety. Your request is kept."),
        "withdrawn": say("The request was withdrawn on %(day)s."),
        "passed_on": say("The request was passed on to %(body)s on %(day)s, as you consented."),
        "answer": say("Somebody would like to speak with you. Please come or call as it was agreed."),
        "told": say("What was found was told to the family; the last time on %(day)s."),
        "erased": say("The request was erased on %(day)s. Nobody can read it any more."),
    }
    return sentences[standing.state] % {"day": day, "body": body}
