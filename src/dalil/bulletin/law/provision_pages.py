"""What the pages of the law show: a provision in both languages, its elements, whom it binds, and what the record holds under it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as say

from dalil import vocabulary
from dalil.bulletin.law.rule_counts import RuleCountLine, list_rule_counts
from dalil.bulletin.record.case_timeline import CaseLine, CutList, present_case
from dalil.bulletin.record.entity_presenters import EntityLine, present_entity_line
from dalil.bulletin.record.report_presenters import PUBLIC, TitledLink
from dalil.cases.case_list import proceedings_under
from dalil.cases.law import Conflict, Element, Provision, provisions, treaty_steps
from dalil.cases.tagging.tags_judged import entities_under
from dalil.letters import join_list
from dalil.values import When
from dalil.wording.times import say_when

LISTED = 20


@dataclass(frozen=True)
class ElementLine:
    """What would have to be shown, in our own words, and which kinds of document would show it."""

    words: str
    shown_by: str


@dataclass(frozen=True)
class ModeLine:
    """A way in which a person answers for the crime. article: of the Rome Statute. elements: what comes to those of the crime."""

    name: str
    article: str
    elements: tuple[str, ...]


@dataclass(frozen=True)
class ProvisionLine:
    """A provision in the list of the law."""

    code: str
    name: str
    url: str
    instrument: str
    article: str
    conflicts: str


@dataclass(frozen=True)
class CrimeGroup:
    """The provisions on one crime, whatever text forbids it."""

    name: str
    provisions: tuple[ProvisionLine, ...]


@dataclass(frozen=True)
class ProvisionPage:
    """One provision on its page.

    binds: whom it binds, a sentence. steps: what States did with its treaty, a sentence each. since: the first day it can have bound anybody;
    empty where it has none. entities: what a legal officer judged it may concern. proceedings: in which it is named.
    """

    code: str
    name: str
    instrument: str
    article: str
    crime: str
    conflicts: tuple[str, ...]
    binds: str
    since: str
    steps: tuple[str, ...]
    elements: tuple[ElementLine, ...]
    source: str
    modes: tuple[ModeLine, ...]
    entities: tuple[EntityLine, ...]
    more: int
    counts: tuple[RuleCountLine, ...]
    proceedings: tuple[CaseLine, ...]
    proceedings_cut: CutList
    others: tuple[ProvisionLine, ...]
    below: tuple[TitledLink, ...]


def present_provision(this: Provision, language: str) -> ProvisionPage:
    """Present a provision as the public may know what lies under it."""
    under, cases = entities_under(this.code, PUBLIC), proceedings_under([this.code], PUBLIC, LISTED)
    return ProvisionPage(
        code=this.code,
        name=this.name.in_language(language),
        instrument=this.instrument.in_language(language),
        article=this.article,
        crime=vocabulary.label("crimes", this.crime, language) if this.crime else "",
        conflicts=tuple(each.say(language) for each in Conflict if each in this.conflicts),
        binds=_say_binds(this.treaty.binds),
        since=say_when(When.day(this.since), language) if this.since else "",
        steps=tuple(_say_steps(this.treaty.code, language)),
        elements=tuple(_say_element(each, language) for each in this.elements),
        source=this.source,
        modes=tuple(
            ModeLine(
                mode.name.in_language(language),
                mode.article,
                tuple(each.words.in_language(language) for each in mode.elements),
            )
            for mode in this.modes
        ),
        entities=tuple(present_entity_line(each, language) for each in under[:LISTED]),
        more=max(0, len(under) - LISTED),
        counts=list_rule_counts([this.code], language),
        proceedings=tuple(present_case(each, language) for each in cases),
        proceedings_cut=CutList.of(cases),
        others=tuple(
            _line(each, language) for each in provisions() if this.crime and each.crime == this.crime and each != this
        ),
        below=tuple(
            TitledLink(vocabulary.label("provisions", code, language), url_of_provision(code))
            for code in sorted(vocabulary.narrower("provisions", this.code) - {this.code})
        ),
    )


def group_by_crime(language: str) -> tuple[CrimeGroup, ...]:
    """Group the provisions by their crime, in the order of the crimes; those of no crime come last."""
    groups = [
        CrimeGroup(
            term.label(language), tuple(_line(each, language) for each in provisions() if each.crime == term.code)
        )
        for term in vocabulary.terms("crimes")
    ]
    rest = tuple(_line(each, language) for each in provisions() if each.crime is None)
    return (*(each for each in groups if each.provisions), CrimeGroup(say("Other rules, rights and resolutions"), rest))


def url_of_provision(code: str) -> str:
    """Return the address of the page of a provision."""
    return reverse("provision", args=[code])


def _line(this: Provision, language: str) -> ProvisionLine:
    return ProvisionLine(
        code=this.code,
        name=this.name.in_language(language),
        url=url_of_provision(this.code),
        instrument=this.instrument.in_language(language),
        article=this.article,
        conflicts=join_list([_say_briefly(each) for each in Conflict if each in this.conflicts], language),
    )


def _say_briefly(conflict: Conflict) -> str:
    return {
        Conflict.INTERNATIONAL: say("between States"),
        Conflict.NON_INTERNATIONAL: say("with armed groups"),
        Conflict.PEACE: say("in peace too"),
    }[conflict]


def _say_element(this: Element, language: str) -> ElementLine:
    kinds = [vocabulary.label("document_types", code, language) for code in this.shown_by]
    return ElementLine(this.words.in_language(language), join_list(kinds, language))


def _say_binds(binds: str) -> str:
    return {
        "parties": say("It binds the States that joined the treaty, from the day that the treaty says."),
        "all": say("Custom binds every party to a conflict, whatever it signed."),
        "resolution": say("A resolution; what it binds to depends on the body and on its words."),
        "reporting": say("A category of reporting at the United Nations; it makes nobody a criminal by itself."),
        "national": say(
            "National law; a court of that State applies it, also to acts elsewhere where that law says so."
        ),
        "nobody": say("Principles of experts; they bind nobody, and guide those who make law."),
    }[binds]


def _say_steps(treaty: str, language: str) -> Iterator[str]:
    for step in treaty_steps():
        if step.treaty == treaty:
            told = {
                "state": vocabulary.label("treaty_states", step.party, language),
                "step": vocabulary.label("treaty_steps", step.step, language),
                "day": say_when(When.day(step.day), language),
            }
            if step.read_in:
                told["text"] = step.read_in.in_language(language)
                yield say("%(state)s %(step)s: %(day)s (read in: %(text)s)") % told
            else:
                yield say("%(state)s %(step)s: %(day)s") % told
