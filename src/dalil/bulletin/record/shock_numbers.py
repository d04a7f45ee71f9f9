"""The numbers of shocks, each unit for itself: of one shock by who says so, and of one camp over the years."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as say
from django.utils.translation import ngettext

from dalil import vocabulary
from dalil.archive.protection import Viewer
from dalil.bulletin.drawings.drawn import Drawing, DrawnTable, tabulate
from dalil.bulletin.drawings.time_charts import draw_time
from dalil.counting.answer import AnswerLine
from dalil.counting.entity_readings import QuantityReadings, list_readings
from dalil.counting.entity_words import say_reported
from dalil.counting.key_names import NOT_SO_EXACTLY
from dalil.counting.series import fitting_period
from dalil.counting.site_history import SHOCK, LinkedEntity
from dalil.counting.standings import list_standing_numbers
from dalil.letters import join_list
from dalil.record.credits import credited_sources
from dalil.record.entities import Entity
from dalil.record.kind import fields_of, kind_of
from dalil.values import Bilingual, When
from dalil.values.total import Total
from dalil.wording.numbers import say_number
from dalil.wording.standings import say_number as say_count_of
from dalil.wording.times import say_when

FEWEST_DRAWN = 2
"""A quantity is drawn over the years where so many shocks have a number of it for this place alone; one is told in the table."""


def tables_by_unit(this: Entity, language: str) -> Iterator[DrawnTable]:
    """A table for each unit: what each organisation counted, side by side."""
    labels = {each.name: each.label.in_language(language) for each in fields_of(kind_of(this.kind))}
    for unit, quantities in _by_unit(kind_of(this.kind)).items():
        told: dict[int, dict[str, str]] = {}
        who: dict[int, str] = {}
        for quantity in quantities:
            for each in list_standing_numbers(this, quantity):
                if each.report not in this.current or each.count.unit != unit:
                    continue
                names = [source.name.in_language(language) for source in credited_sources(each.report)[0]]
                who[each.report.pk] = join_list(names, language) or say("source unknown")
                told.setdefault(each.report.pk, {})[quantity] = say_count_of(each.count, language)
        shown = [quantity for quantity in quantities if any(quantity in row for row in told.values())]
        if shown:
            rows = tuple((who[pk], *(row.get(each, "—") for each in shown)) for pk, row in told.items())
            yield tabulate(
                _unit(unit, language), (say("Who says so"), *(labels[each] for each in shown)), rows, language
            )


def _by_unit(kind: Any) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name, unit in kind.units({}).items():
        found.setdefault(unit, []).append(name)
    return found


def tables_of_shocks(shocks: Sequence[LinkedEntity], language: str) -> Iterator[DrawnTable]:
    """The shocks of a camp over the years: a table for each unit, a row for each shock, and whether its numbers are of several places."""
    kind = kind_of(SHOCK)
    labels = {each.name: each.label.in_language(language) for each in fields_of(kind)}
    for unit, quantities in _by_unit(kind).items():
        rows, shown = [], []
        for each in shocks:
            numbers = {
                r.quantity: say_reported(r, language) for r in list_readings(each.entity) if r.quantity in quantities
            }
            if numbers:
                rows.append((each, numbers))
                shown += [quantity for quantity in numbers if quantity not in shown]
        if rows:
            head = (say("When"), say("What"), *(labels[each] for each in shown), say("How many places it befell"))
            cells = tuple(
                (
                    say_when(each.when, language) if each.when else say("unknown"),
                    vocabulary.label("shocks", each.entity.current[-1].claim.what, language),  # type: ignore[attr-defined]
                    *(numbers.get(quantity, "—") for quantity in shown),
                    _say_places(each.entity, language),
                )
                for each, numbers in rows
            )
            yield tabulate(_unit(unit, language), head, cells, language)


def draw_numbers_of_shocks(shocks: Sequence[LinkedEntity], viewer: Viewer, language: str) -> Iterator[Drawing]:
    """Draw each quantity that shocks of a camp have over the years, with its range; nothing is added.

    Left out, and said so, is what befell several places together. Two shocks of one month, or of one year where the years are drawn, may have
    befallen the same families: such numbers stand in the table and are not added to one bar.
    """
    alone = [each for each in shocks if _befell_one_place(each.entity)]
    dated = [each.when for each in alone if each.when]
    if not dated:
        return
    period = period_of_years(min(when.start for when in dated), max(when.end for when in dated))
    labels = {each.name: each.label.in_language(language) for each in fields_of(kind_of(SHOCK))}
    told: dict[str, list[tuple[str | None, QuantityReadings]]] = {}
    for each in alone:
        for reading in list_readings(each.entity):
            told.setdefault(reading.quantity, []).append((period_key(each.when, period), reading))
    for quantity in (name for name in labels if len(told.get(name, ())) >= FEWEST_DRAWN):
        yield from filter(
            None,
            [
                draw_time(
                    [
                        AnswerLine((key,), (NOT_SO_EXACTLY if key is None else Bilingual(en=key, ar=key),), total)
                        for key, total in _totals_of(told[quantity]).items()
                    ],
                    period,
                    name=f"shocks-{quantity.replace('_', '-')}",
                    title=say("%(what)s, from shock to shock") % {"what": labels[quantity]},
                    language=language,
                    viewer=viewer,
                    notes=_say_left_out(len(shocks) - len(alone), language),
                )
            ],
        )


def _totals_of(told: Sequence[tuple[str | None, QuantityReadings]]) -> dict[str | None, Total]:
    """The number of each period; where it has several, they are not added."""
    found: dict[str | None, Total] = {}
    for key, reading in told:
        if before := found.get(key):
            found[key] = Total(entities=before.entities + 1, unit=reading.unit, addable=False)
            continue
        said = reading.readings.reported
        found[key] = Total(
            low=said.low if said else None,
            high=said.high if said else None,
            point=said.point if said else None,
            stated=reading.readings.stated,
            entities=1,
            open=int(said is not None and said.high is None),
            unknown=int(said is None),
            conflict=int(reading.readings.conflict),
            contradictory=int(reading.readings.contradictory),
            at_most=int(reading.readings.at_most),
            unit=reading.unit,
        )
    return found


def _befell_one_place(shock: Entity) -> bool:
    return all(len(report.claim.camps) <= 1 for report in shock.current)  # type: ignore[attr-defined]


def _say_left_out(many: int, language: str) -> list[str]:
    if not many:
        return []
    told = ngettext(
        "%(n)s shock befell several places together; its numbers stand in the table and are not drawn.",
        "%(n)s shocks befell several places together; their numbers stand in the table and are not drawn.",
        many,
    )
    return [told % {"n": say_number(many, language)}]


def period_of_years(first: date, last: date) -> str:
    """Return by what the history of a place is drawn: by the month, or by the year where months would be too many."""
    return "year" if fitting_period(first, last) == "year" else "month"


def period_key(when: When | None, period: str) -> str | None:
    """Return the month or the year in which something was; None where that is not known so exactly.

    >>> period_key(When.parse("2019-05-03"), "month"), period_key(When.parse("2019"), "month")
    ('2019-05', None)
    """
    if when is None:
        return None
    form = "%Y" if period == "year" else "%Y-%m"
    return when.start.strftime(form) if when.start.strftime(form) == when.end.strftime(form) else None


def _say_places(shock: Entity, language: str) -> str:
    """Say how many places a shock befell, as its reports name them: of two reports that name one and two, “1–2”."""
    named = {max(1, len(report.claim.camps)) for report in shock.current}  # type: ignore[attr-defined]
    return "–".join(say_number(each, language) for each in sorted({min(named), max(named)}))


def _unit(code: str, language: str) -> str:
    term = vocabulary.term("units", code)
    plural = term.extra.get(f"{language}_plural", term.label(language))
    return say("Counted in %(unit)s") % {"unit": plural}
