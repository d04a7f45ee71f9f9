"""What the register adds to the page of an entity: what happened at a site, the numbers of a shock by unit, the sites that others name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as say
from django.utils.translation import ngettext

from dalil import vocabulary
from dalil.bulletin.drawings.drawn import Drawing, DrawnTable, tabulate
from dalil.bulletin.drawings.locator_maps import draw_locator
from dalil.bulletin.drawings.time_charts import draw_time
from dalil.bulletin.record.shock_numbers import (
    draw_numbers_of_shocks,
    period_key,
    period_of_years,
    tables_by_unit,
    tables_of_shocks,
)
from dalil.counting.answer import AnswerLine
from dalil.counting.entity_words import title_of_entity
from dalil.counting.key_names import NOT_SO_EXACTLY
from dalil.counting.site_history import (
    INCIDENT,
    SHOCK,
    TALLY,
    VICTIM,
    LinkedEntity,
    SiteHistory,
    SitesHit,
    SitesHitLine,
    history_of,
    sites_hit_beside,
)
from dalil.gate.small_cells import LEAST_HELD
from dalil.letters import join_list
from dalil.matching.pointings import NamedSite, named_sites, tells_too_much
from dalil.record.credits import credited_sources
from dalil.record.entities import Entity, entities_of
from dalil.record.mentions import mentions_in
from dalil.values import Bilingual, Count, When
from dalil.values.gap import Moment
from dalil.values.total import Total
from dalil.vocabulary.terms import split_list
from dalil.wording.counts import say_quantity
from dalil.wording.gaps import say_first_in
from dalil.wording.numbers import say_number
from dalil.wording.standings import say_number as say_count_of
from dalil.wording.times import say_when

LISTED = 20
"""So many incidents of a site are listed, the latest first; its numbers count all."""


@dataclass(frozen=True)
class RegisterFact:
    """One thing that the register tells: a label, what is said, and what must be known beside it; note may be empty."""

    label: str
    told: str
    note: str = ""


@dataclass(frozen=True)
class LinkedLine:
    """Something that happened at a site. when may be empty. machine: that this site is meant is the matcher's word alone."""

    title: str
    url: str
    when: str
    machine: bool


@dataclass(frozen=True)
class NamedLine:
    """A site as this entity names it. url, title: of the site that is meant.

    Empty where that is not judged, and where a link would say where a protected site is (`record.place_floors`): nothing tells the two apart.
    """

    said: str
    title: str
    url: str
    machine: bool


@dataclass(frozen=True)
class RegisterPart:
    """What the register adds to a page; see bulletin/record/register.html. Every part may be empty."""

    facts: tuple[RegisterFact, ...] = ()
    events: tuple[LinkedLine, ...] = ()
    more: str = ""
    tables: tuple[DrawnTable, ...] = ()
    notes: tuple[str, ...] = ()
    drawings: tuple[Drawing, ...] = ()
    law: tuple[str, ...] = ()
    named: tuple[NamedLine, ...] = field(default=())


def present_register(this: Entity, language: str) -> RegisterPart | None:
    """Present what the register adds to an entity; None where it adds nothing."""
    part = _present_site(this, language) if this.kind == "site" else _present_other(this, language)
    return part if part != RegisterPart() else None


def _present_other(this: Entity, language: str) -> RegisterPart:
    tables: tuple[DrawnTable, ...] = ()
    notes: tuple[str, ...] = ()
    if this.kind == SHOCK:
        tables = tuple(tables_by_unit(this, language))
        notes = (say("Each unit has a table of its own. Nothing here is worked out from one unit to another."),)
    elif this.kind == TALLY and this.current:
        hit = sites_hit_beside(this.current[-1].claim, this.viewer)
        if hit:
            tables, notes = (_table_of_hits(hit, language),), tuple(_notes_on(hit, language))
    named, sites = _named(this, language)
    places = [where for site in sites for report in site.current if (where := report.claim.wheres())]
    drawing = None
    if this.kind == SHOCK and places:
        title = say("Where the places that are named are, as exactly as it is known")
        drawing = draw_locator(places, name="camps", language=language, title=title)
    drawings = (drawing,) if drawing else ()
    return RegisterPart(tables=tables, notes=notes if tables else (), drawings=drawings, named=named)


def _named(this: Entity, language: str) -> tuple[tuple[NamedLine, ...], list[Entity]]:
    """The sites that the standing reports of an entity name, each once; and those of the register to which its page leads."""
    if not any(next(mentions_in(report.claim), None) for report in this.current):
        return (), []
    named = list(named_sites(this.viewer, [report.pk for report in this.current]))
    found = entities_of({each.target.pk for each in named if each.target}, this.viewer)
    sites = {report.pk: site for site in found for report in site.reports}
    led = [(each, _site_led_to(each, sites)) for each in named]
    shown = {site.address: site for _, site in led if site}
    return tuple(dict.fromkeys(_named_line(each, site, language) for each, site in led)), list(shown.values())


def _site_led_to(each: NamedSite, sites: dict[int, Entity]) -> Entity | None:
    """The site that is meant; None where that is not judged, and where the report says more exactly where the site is than it may be public."""
    site = sites.get(each.target.pk) if each.target else None
    return None if site is None or tells_too_much(each.report.claim, site) else site


def _named_line(each: NamedSite, site: Entity | None, language: str) -> NamedLine:
    if site is None:
        return NamedLine(each.mention.site.name, "", "", machine=False)
    url = reverse("entity", args=[site.address])
    return NamedLine(each.mention.site.name, title_of_entity(site, language), url, each.by_matcher)


def _present_site(this: Entity, language: str) -> RegisterPart:
    history = history_of(this)
    hits, shocks = history.of(INCIDENT), history.of(SHOCK)
    linked = [*hits, *shocks][::-1]
    events = [each for each in linked if not any(tells_too_much(r.claim, this) for r in each.entity.reports)]
    more = len(events) - LISTED
    notes = [say("What befell several places together is not divided among them.")] if shocks else []
    if len(events) < len(linked):
        notes.append(say("Where this place is may be said roughly only; what would say it more exactly is not listed."))
    return RegisterPart(
        facts=tuple(_facts(history, language)),
        events=tuple(_line(each, language) for each in events[:LISTED]),
        more=say("%(n)s more are counted and not listed.") % {"n": say_number(more, language)} if more > 0 else "",
        tables=tuple(tables_of_shocks(shocks, language)),
        notes=tuple(notes),
        drawings=tuple(
            filter(
                None,
                (
                    _draw_over_time(hits, this, "hits", say("When it was hit"), language),
                    _draw_over_time(shocks, this, "shocks", say("When shocks befell it"), language),
                    *draw_numbers_of_shocks(shocks, this.viewer, language),
                ),
            )
        ),
        law=tuple(_law(hits, language)),
        named=_named(this, language)[0],
    )


def _line(each: LinkedEntity, language: str) -> LinkedLine:
    url, title = reverse("entity", args=[each.entity.address]), title_of_entity(each.entity, language)
    when = say_when(each.when, language) if each.when else ""
    return LinkedLine(title, url, "" if when in title else when, each.by_matcher)


def _facts(history: SiteHistory, language: str) -> Iterator[RegisterFact]:
    """What was told of the site: how often it was hit, first, last, after how long; shocks; persons held, unless they are few; tallies."""
    if hits := history.of(INCIDENT):
        yield RegisterFact(say("Hit"), _times(len(hits), language), _by_machine(hits, language))
    if history.first:
        yield RegisterFact(say("First"), _say_moment(history.first, language))
    if history.last and history.last != history.first:
        gap = (
            say_first_in(history.gap, language) if history.gap and history.gap.months[1] >= 2 else ""
        )  # as on the pages of places
        yield RegisterFact(say("Last"), _say_moment(history.last, language), gap)
    if shocks := history.of(SHOCK):
        yield RegisterFact(say("Shocks"), say_number(len(shocks), language), _by_machine(shocks, language))
    if held := history.of(VICTIM):
        few = len(held) < LEAST_HELD
        told = (
            say("fewer than %(n)s") % {"n": say_number(LEAST_HELD, language)}
            if few
            else say_number(len(held), language)
        )
        why = say("Small numbers of persons who were held are kept back: they could be recognised.") if few else ""
        yield RegisterFact(say("Persons of the public record who were held here"), told, why)
    for each in history.of(TALLY):
        if each.entity.current:
            claim: Any = each.entity.current[-1].claim
            sources = [s.name.in_language(language) for s in credited_sources(each.entity.current[-1])[0]]
            label = vocabulary.label("quantities", claim.what, language)
            when = say_when(each.when, language) if each.when else ""
            told = join_list(filter(None, (say_quantity(claim.count, language), when)), language)
            yield RegisterFact(label, told, join_list(sources, language) or say("source unknown"))


def _times(n: int, language: str) -> str:
    return ngettext("%(n)s time", "%(n)s times", n) % {"n": say_number(n, language)}


def _by_machine(linked: Sequence[LinkedEntity], language: str) -> str:
    many = sum(each.by_matcher for each in linked)
    if not many:
        return ""
    told = ngettext(
        "of these the matcher alone says of %(n)s that this place is meant",
        "of these the matcher alone says of %(n)s that this place is meant",
        many,
    )
    return told % {"n": say_number(many, language)}


def _say_moment(moment: Moment, language: str) -> str:
    return say_when(When.span(moment.start, moment.end), language)


def _draw_over_time(
    linked: Sequence[LinkedEntity], this: Entity, name: str, title: str, language: str
) -> Drawing | None:
    """Draw how often something befell a site in each month or year."""
    dated = [each.when for each in linked if each.when]
    if len(linked) < 2 or not dated:  # one is told in words
        return None
    first, last = min(each.start for each in dated), max(each.end for each in dated)
    period = period_of_years(first, last)
    counted: dict[str | None, int] = {}
    for each in linked:
        key = period_key(each.when, period)
        counted[key] = counted.get(key, 0) + 1
    lines = [
        AnswerLine((key,), (NOT_SO_EXACTLY if key is None else Bilingual(en=key, ar=key),), _total(n))
        for key, n in counted.items()
    ]
    return draw_time(
        lines, period, name=name, title=title, language=language, viewer=this.viewer, places=()
    )  # fmt: skip


def _total(n: int) -> Total:
    return Total(low=n, high=n, point=n, stated=n, entities=n)


def _law(hits: Iterable[LinkedEntity], language: str) -> Iterator[str]:
    """The provisions that what happened here may concern: candidates, by the vocabulary of acts, and never a finding."""
    acts = {code for each in hits for report in each.entity.current for code in report.claim.codes("what")}
    codes = [
        code
        for act in sorted(acts)
        for code in split_list(vocabulary.term("acts", act).extra.get("provisions"))
        if vocabulary.is_code("provisions", code)
    ]
    for code in dict.fromkeys(codes):
        yield f"{vocabulary.label('provisions', code, language)} ({code})"


def _table_of_hits(hit: SitesHit, language: str) -> DrawnTable:
    """A tally of attacks beside the register: what it counts of each kind, and what is known of the sites."""

    def row(each: SitesHitLine, label: str) -> tuple[str, ...]:
        said = say_count_of(each.said, language) if isinstance(each.said, Count) else say("unknown")
        return (
            label,
            said,
            *(say("unknown") if n is None else say_number(n, language) for n in (each.hits, each.sites, each.twice)),
        )

    def label(each: SitesHitLine) -> str:
        if each.target is None:
            return say("of no stated kind")
        return vocabulary.term("targets", each.target).extra.get(f"{language}_plural", "") or vocabulary.label(
            "targets", each.target, language
        )

    head = (
        say("Kind"), say("As told"), say("Times that a known place was hit"), say("Different places"), say("Hit twice or more")
    )  # fmt: skip
    rows = (*(row(each, label(each)) for each in hit.lines), row(hit.whole, say("In all")))
    return tabulate(say("Beside the register of sites"), head, rows, language)


def _notes_on(hit: SitesHit, language: str) -> Iterator[str]:
    yield say(
        "The tally counts attacks, the register places: one place may be hit several times, and most incidents name none."
    )
    if hit.whole.hits is None:
        yield say("The tally says no coded place or no time, so that which of the known places it counts is unknown.")
    if hit.overlap:
        yield say("Lines overlap: a place that is of several kinds stands in each of their lines.")
    if hit.nameless:
        told = ngettext(
            "%(n)s place that is named in these incidents is not found in the register for certain.",
            "%(n)s places that are named in these incidents are not found in the register for certain.",
            hit.nameless,
        )
        yield told % {"n": say_number(hit.nameless, language)}
