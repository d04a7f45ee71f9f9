"""The rates of an answer in words: the number of each line, and of which year and by whose list the people are that it is worked out from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from dalil.counting.answer import Answer, AnswerLine
from dalil.counting.rates import Rate, Rates
from dalil.letters import join_list, join_with_and
from dalil.record.populations import PeopleOfPlace, name_counters
from dalil.wording.numbers import say_decimal_range, say_number, say_range, write_digits

MOST_SAID = 4
"""Of more years and lists than these the notes name the first."""


@dataclass(frozen=True)
class RatesInWords:
    """The rates of an answer. heading: of their column. lines: one for each line that was asked for; empty where a rate is unknown.

    total: of the whole answer; may be empty. notes: what must be known beside them, a sentence each.
    """

    heading: str
    lines: tuple[str, ...]
    total: str
    notes: tuple[str, ...]


def say_rates(answer: Answer, lines: Sequence[AnswerLine], language: str) -> RatesInWords | None:
    """Say the rates of some lines of an answer, and of all of it; None where no population is imported by which there could be any."""
    rates = Rates(answer)
    if not rates.known:
        return None
    found = [rates.of(line) for line in lines]
    whole = rates.total
    people = list(dict.fromkeys(rate.people for rate in [whole, *found] if rate))
    years = {each.year for each in people}
    with override(language):
        return RatesInWords(
            heading=_("Per 100,000 people"),
            lines=tuple(_say_line(rate, language, with_year=len(years) > 1) for rate in found),
            total=_say_line(whole, language, with_year=False),
            notes=tuple(_list_notes(people, sum(rate is None for rate in found), whole, language)),
        )


def _say_line(rate: Rate | None, language: str, *, with_year: bool) -> str:
    if rate is None:
        return ""
    said = say_decimal_range(rate.low, rate.high, language)
    if not with_year:
        return said
    return _("%(rate)s (people of %(year)s)") % {"rate": said, "year": write_digits(str(rate.people.year), language)}


def _list_notes(people: Sequence[PeopleOfPlace], unknown: int, whole: Rate | None, language: str) -> list[str]:
    notes = []
    if people:
        notes.append(_("A rate is over the whole time that is counted, not by year."))
        notes.append(_("People: %(lists)s.") % {"lists": _name_lists(people, whole, language)})
    if unknown:
        sentence = ngettext(
            "Of %(n)s line the rate is unknown: no list that was imported says how many people live there, or the number itself is unknown.",
            "Of %(n)s lines the rate is unknown: no list that was imported says how many people live there, or the number itself is unknown.",
            unknown,
        )
        notes.append(sentence % {"n": say_number(unknown, language)})
    return notes


def _name_lists(people: Sequence[PeopleOfPlace], whole: Rate | None, language: str) -> str:
    """Name each year with the lists that are used of it; how many people they are, where the whole answer is about one place."""
    names = name_counters(name for each in people for name in each.said_by)
    by_year: dict[int, dict[str, None]] = {}
    for each in people:
        by_year.setdefault(each.year, {}).update(
            dict.fromkeys(names[one].in_language(language) for one in each.said_by)
        )
    said = []
    for year, those in sorted(by_year.items())[:MOST_SAID]:
        said.append(f"{write_digits(str(year), language)} ({join_with_and(list(those), language)})")
    if more := len(by_year) - MOST_SAID:
        said += [_("%(n)s more years") % {"n": say_number(more, language)}] if more > 0 else []
    told = join_list(said, language)
    if whole and len(people) == 1:
        told = f"{say_range(whole.people.low, whole.people.high, language)}, {told}"
    return told
