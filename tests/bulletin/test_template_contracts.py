"""What a template says at its top that it is given is what it uses; and what it uses is a field of what it is given."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from copy import copy
from dataclasses import fields, is_dataclass
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

import pytest
from addresses import public_addresses
from django.template import engines
from django.template.base import FilterExpression, Node, NodeList, Parser, TokenType, Variable
from django.template.defaulttags import ForNode, IfNode
from django.template.loader import get_template
from django.template.loader_tags import ExtendsNode, IncludeNode
from django.template.smartif import TokenBase
from django.templatetags.i18n import BlockTranslateNode
from django.test.signals import template_rendered
from django.utils.functional import SimpleLazyObject

import dalil
from dalil.bulletin.api.documentation import ApiPage
from dalil.bulletin.checking.views import CheckPage
from dalil.bulletin.corrections.listing import ListedCorrection, SaidCorrection
from dalil.bulletin.drawings.drawn import Drawing
from dalil.bulletin.explore.views import ExplorePage
from dalil.bulletin.figures.figure_page import EntitiesBehind, FigurePage
from dalil.bulletin.figures.presenters import FigureTile, InlineFigure
from dalil.bulletin.figures.record_now import RecordNow
from dalil.bulletin.law.provision_pages import CrimeGroup, ProvisionLine, ProvisionPage
from dalil.bulletin.law.rule_counts import RuleCountLine
from dalil.bulletin.newsletter.archive import LetterLine, LetterText, OwnSubscription, SubscriptionAnswer
from dalil.bulletin.newsletter.mail_frame import MailFrame
from dalil.bulletin.newsletter.subscribe_box import SubscribeBox
from dalil.bulletin.pages.body import (
    CitedProvision,
    DocumentExcerpt,
    KeptVideo,
    PictureGallery,
    PictureQuote,
    ReportQuote,
    Timeline,
    WordTable,
)
from dalil.bulletin.pages.card_presenters import Card
from dalil.bulletin.pages.first_look import FirstLook
from dalil.bulletin.pages.frame import Alternate, RecordMoment, SiteFrame
from dalil.bulletin.pages.page_links import PageLinks
from dalil.bulletin.pages.page_search import SearchResults
from dalil.bulletin.pages.presenters import (
    CardOfQuestions,
    CardText,
    FormLink,
    LeadStory,
    LinkLine,
    StandingText,
    ThemeLine,
    ThemeText,
    TitledLinks,
)
from dalil.bulletin.pages.publication_lines import Publication
from dalil.bulletin.pages.sharing import SharedLink
from dalil.bulletin.pages.stories import StoryText
from dalil.bulletin.pages.story_lists import MonthLink, StoryLine
from dalil.bulletin.pictures.shown import ShownPicture
from dalil.bulletin.proceedings.views import ProceedingsPage
from dalil.bulletin.record.case_timeline import CaseLine, CutList
from dalil.bulletin.record.entity_presenters import EntityLine, EntityPage, QuantityTable
from dalil.bulletin.record.names import PersonLine
from dalil.bulletin.record.presenters import DocumentPage, SourcePage
from dalil.bulletin.record.register_presenters import RegisterPart
from dalil.bulletin.record.report_presenters import ReportCard, ReportPage, TitledLink
from dalil.bulletin.record.subjects import SubjectPage
from dalil.bulletin.record.views import MapOfList, SearchForm
from dalil.bulletin.sanctions.change_presenters import ChangesPage
from dalil.bulletin.sanctions.entry_presenters import EntryPage
from dalil.bulletin.sanctions.presenters import FieldChange, ListPage, ListsPage
from dalil.bulletin.submitting.views import SubmissionForm
from dalil.bulletin.tracing.disappeared import DisappearedPage
from dalil.bulletin.tracing.family_form import AskingForm
from dalil.bulletin.tracing.listed import ListedPage
from dalil.counting.figures import define_figure, publish_edition
from dalil.counting.question import Question

PACKAGE = Path(dalil.__file__).parent
WITH_CONTRACT = sorted(
    path.relative_to(PACKAGE).as_posix()
    for path in (PACKAGE / "bulletin").rglob("*.html")
    if "{% comment %}" in path.read_text(encoding="utf-8")[:300]
)


def contract_of(template: str) -> str:
    """The comment at the top of a template, without what stands between brackets to explain it."""
    text = (PACKAGE / template).read_text(encoding="utf-8")
    found = re.search(r"{% comment %}(.*?){% endcomment %}", text, re.DOTALL)
    return re.sub(r"\([^()]*\)", "", re.sub(r"\([^()]*\)", "", found[1])) if found else ""


def body_of(template: str, seen: frozenset[str] = frozenset()) -> str:
    """A template without its contract, with all that it includes."""
    text = (PACKAGE / template).read_text(encoding="utf-8")
    body = re.sub(r"{% comment %}.*?{% endcomment %}", "", text, flags=re.DOTALL)
    for other in re.findall(r'{% include "([^"]+)"', body):
        if other not in seen:
            body += body_of(other, seen | {template})
    return body


GIVEN: dict[str, dict[str, Any]] = {
    "bulletin/api/documentation.html": {"page": ApiPage},
    "bulletin/checking/check.html": {"page": CheckPage},
    "bulletin/base.html": {
        "site": SiteFrame,
        "canonical": str,
        "alternates": list[Alternate],
        "record_as_of": RecordMoment | None,
        "share": SharedLink | None,
    },
    "bulletin/drawings/conflict.html": {"count": QuantityTable},
    "bulletin/drawings/drawing.html": {"drawing": Drawing},
    "bulletin/corrections/correction.html": {"each": SaidCorrection},
    "bulletin/corrections/correction_text.html": {"each": SaidCorrection},
    "bulletin/corrections/corrections.html": {"corrections": list[ListedCorrection], "pages": PageLinks | None},
    "bulletin/corrections/taken_down.html": {"gone": ListedCorrection},
    "bulletin/figures/entities_behind.html": {"behind": EntitiesBehind},
    "bulletin/figures/figure.html": {"figure": FigurePage, "share": SharedLink, "pages": PageLinks | None},
    "bulletin/figures/figure_inline.html": {"figure": InlineFigure},
    "bulletin/figures/figure_list.html": {"figures": tuple[FigureTile, ...], "pages": PageLinks},
    "bulletin/figures/figure_tile.html": {"figure": FigureTile},
    "bulletin/figures/record_now.html": {"now": RecordNow},
    "bulletin/law/law.html": {"crimes": tuple[CrimeGroup, ...]},
    "bulletin/law/provision_line.html": {"each": ProvisionLine},
    "bulletin/law/provision_page.html": {"provision": ProvisionPage},
    "bulletin/law/rule_counts.html": {"counts": tuple[RuleCountLine, ...]},
    "bulletin/newsletter/answer.html": {"answer": SubscriptionAnswer},
    "bulletin/newsletter/letter.html": {"letter": LetterText, "box": SubscribeBox | None},
    "bulletin/newsletter/letters.html": {"letters": list[LetterLine], "box": SubscribeBox | None, "pages": PageLinks},
    "bulletin/newsletter/mail.html": {"mail": MailFrame},
    "bulletin/newsletter/mine.html": {"own": OwnSubscription},
    "bulletin/submitting/submit.html": {"form": SubmissionForm},
    "bulletin/submitting/thanks.html": {"reference": str},
    "bulletin/tracing/disappeared.html": {"page": DisappearedPage},
    "bulletin/tracing/listed.html": {"page": ListedPage},
    "bulletin/tracing/ask.html": {"form": AskingForm},
    "bulletin/tracing/asked.html": {"code": str},
    "bulletin/newsletter/subscribe.html": {"box": SubscribeBox | None},
    "bulletin/newsletter/subscribe_box.html": {"box": SubscribeBox | None},
    "bulletin/page_links.html": {"pages": PageLinks | None},
    "bulletin/pages/card.html": {"card": Card, "level": str},
    "bulletin/pages/way_out.html": {"card": Card, "hidden": str},
    "bulletin/pages/card_index.html": {"cards": list[Card], "forms": list[FormLink], "pages": PageLinks},
    "bulletin/pages/card_page.html": {"card": CardText},
    "bulletin/pages/front_page.html": {
        "first": FirstLook | None,
        "lead": LeadStory | None,
        "cards": list[Card],
        "cards_url": str,
        "questions": CardOfQuestions | None,
        "themes": list[ThemeLine],
        "links": list[LinkLine],
        "links_url": str,
        "box": SubscribeBox | None,
    },
    "bulletin/pages/links_page.html": {"intro": str, "groups": list[TitledLinks]},
    "bulletin/pages/provision.html": {"provision": CitedProvision},
    "bulletin/pages/publication.html": {"publication": Publication},
    "bulletin/pages/related.html": {"about": tuple[TitledLink, ...], "related": tuple[StoryLine, ...]},
    "bulletin/pages/report_quote.html": {"quote": ReportQuote},
    "bulletin/pages/search.html": {"results": SearchResults},
    "bulletin/pages/share.html": {"share": SharedLink},
    "bulletin/pages/standing.html": {"page": StandingText},
    "bulletin/pages/stories.html": {
        "stories": tuple[StoryLine, ...],
        "months": tuple[MonthLink, ...],
        "pages": PageLinks,
    },
    "bulletin/pages/story_line.html": {"line": StoryLine},
    "bulletin/pages/story_page.html": {"story": StoryText},
    "bulletin/pages/timeline.html": {"timeline": Timeline},
    "bulletin/pages/word_table.html": {"table": WordTable},
    "bulletin/pages/theme_doubts.html": {"theme": ThemeText},
    "bulletin/pages/theme_page.html": {"theme": ThemeText},
    "bulletin/pictures/excerpt.html": {"excerpt": DocumentExcerpt},
    "bulletin/pictures/gallery.html": {"gallery": PictureGallery},
    "bulletin/pictures/picture.html": {"picture": ShownPicture | None},
    "bulletin/pictures/picture_quote.html": {"quote": PictureQuote},
    "bulletin/pictures/video.html": {"video": KeptVideo},
    "bulletin/sanctions/changes.html": {"page": ChangesPage},
    "bulletin/sanctions/changes_body.html": {"page": ChangesPage},
    "bulletin/sanctions/entry.html": {"page": EntryPage},
    "bulletin/sanctions/entry_body.html": {"page": EntryPage},
    "bulletin/sanctions/fields.html": {"fields": tuple[FieldChange, ...]},
    "bulletin/sanctions/list.html": {"page": ListPage, "pages": PageLinks | None},
    "bulletin/sanctions/list_body.html": {"page": ListPage, "pages": PageLinks | None},
    "bulletin/sanctions/lists.html": {"page": ListsPage},
    "bulletin/sanctions/lists_body.html": {"page": ListsPage},
    "bulletin/static_copy/search.html": {"language": str},
    "bulletin/explore/explore.html": {"explore": ExplorePage},
    "bulletin/proceedings/proceedings.html": {"page": ProceedingsPage},
    "bulletin/record/case_timeline.html": {"case": CaseLine},
    "bulletin/record/cut_list.html": {"cut": CutList},
    "bulletin/record/document.html": {"document": DocumentPage},
    "bulletin/record/document_lost.html": {"explained": str, "address": str},
    "bulletin/record/entity.html": {"entity": EntityPage},
    "bulletin/record/entity_line.html": {"entity": EntityLine},
    "bulletin/record/names.html": {"persons": list[PersonLine], "total": int, "doubts": list[str], "pages": PageLinks},
    "bulletin/record/quantity.html": {"count": QuantityTable},
    "bulletin/record/record_index.html": {
        "search": SearchForm,
        "entities": list[EntityLine],
        "map": MapOfList | None,
        "pages": PageLinks,
    },
    "bulletin/record/report.html": {"report": ReportPage},
    "bulletin/record/register.html": {"register": RegisterPart},
    "bulletin/record/report_card.html": {"report": ReportCard, "here": bool | None},
    "bulletin/record/source.html": {"source": SourcePage},
    "bulletin/record/subject.html": {"subject": SubjectPage},
    "bulletin/record/words.html": {"report": ReportCard},
}
"""What each template is given, by the name of the variable; what may be None may also be left out."""

BY_DJANGO = {"forloop", "LANGUAGE_CODE", "BIDI", "block", "None", "True", "False"}


def alternatives(kind: Any) -> list[Any]:
    """The types that a value may have besides None."""
    if get_origin(kind) in (UnionType, Union):
        return [each for each in get_args(kind) if each is not NoneType]
    return [kind]


def type_of_part(kind: Any, name: str) -> Any:
    """The type of what a template asks of a value by a name. Raises LookupError where a presenter has no such field."""
    found = [get_type_hints(each)[name] for each in alternatives(kind) if name in fields_of(each)]
    if len(found) != len(alternatives(kind)):
        raise LookupError(name)
    return found[0]


def fields_of(kind: Any) -> set[str]:
    return {each.name for each in fields(kind)} if is_dataclass(kind) else set()


def items_of(kind: Any) -> Any:
    """The type of the items of a list or a tuple. Raises LookupError for what is no list."""
    (whole,) = alternatives(kind)
    if get_origin(whole) not in (list, tuple):
        raise LookupError(f"{kind} is gone through like a list")
    return get_args(whole)[0]


def expressions_in(thing: Any) -> Iterator[FilterExpression]:
    """The expressions that a node holds itself, wherever it keeps them; those of nodes inside it are their own."""
    if isinstance(thing, FilterExpression):
        yield thing
    elif isinstance(thing, dict):
        yield from (each for value in thing.values() for each in expressions_in(value))
    elif isinstance(thing, (list, tuple)) and not isinstance(thing, NodeList):
        yield from (each for value in thing for each in expressions_in(value))
    elif isinstance(thing, TokenBase):
        yield from expressions_in([thing.first, thing.second, getattr(thing, "value", None)])


class Reading:
    """Goes through a template and what it includes, with the type of every variable, and notes what is asked in vain."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.missing: list[str] = []

    def type_of(self, expression: FilterExpression, scope: dict[str, Any], template: str) -> Any:
        """The type of an expression; that of what a filter makes of it is plain."""
        for _filter, arguments in expression.filters:
            for is_variable, argument in arguments:
                if is_variable:
                    self.type_of_variable(argument, scope, template)
        kind = self.type_of_variable(expression.var, scope, template)
        return str if expression.filters else kind

    def type_of_variable(self, variable: Any, scope: dict[str, Any], template: str) -> Any:
        if not isinstance(variable, Variable) or variable.lookups is None:
            return str
        first, *rest = variable.lookups
        if first in BY_DJANGO:
            return str
        self.asked.append(variable.var)
        if first not in scope:
            self.missing.append(f"{template}: {first}")
            return str
        kind = scope[first]
        for name in rest:
            try:
                kind = type_of_part(kind, name)
            except LookupError:
                self.missing.append(f"{template}: {variable.var} asks {name} of {kind}")
                return str
        return kind

    def read(self, nodes: Iterable[Node], scope: dict[str, Any], template: str) -> None:
        for node in nodes:
            if isinstance(node, ExtendsNode):
                self.read(get_template(node.parent_name.var).template.nodelist, GIVEN["bulletin/base.html"], template)
                self.read(node.nodelist, scope, template)
            elif isinstance(node, ForNode):
                items = items_of(self.type_of(node.sequence, scope, template))
                names = dict.fromkeys(node.loopvars, items)
                self.read(node.nodelist_loop, scope | names, template)
                self.read(node.nodelist_empty, scope, template)
            elif isinstance(node, IfNode):
                for condition, inside in node.conditions_nodelists:
                    for each in expressions_in(condition):
                        self.type_of(each, scope, template)
                    self.read(inside, scope, template)
            elif isinstance(node, IncludeNode):
                included = get_template(node.template.var).template
                more = {name: self.type_of(each, scope, template) for name, each in node.extra_context.items()}
                given = GIVEN[included.name]
                for name in given.keys() & (scope | more).keys():
                    self.compare(given[name], (scope | more)[name], f"{template} gives {included.name} {name}")
                absent = {name: kind for name, kind in given.items() if NoneType in get_args(kind)}
                self.read(included.nodelist, absent | scope | more, f"{template} > {included.name}")
            elif isinstance(node, BlockTranslateNode):
                more = {name: self.type_of(each, scope, template) for name, each in node.extra_context.items()}
                if node.counter:
                    more[node.countervar] = self.type_of(node.counter, scope, template)
                for token in [*node.singular, *node.plural]:
                    if token.token_type is TokenType.VAR:
                        self.type_of(FilterExpression(token.contents, Parser([])), scope | more, template)
            else:
                for value in vars(node).values():
                    for each in expressions_in(value):
                        self.type_of(each, scope, template)
                for name in node.child_nodelists:
                    self.read(getattr(node, name, ()), scope, template)

    def compare(self, wanted: Any, given: Any, where: str) -> None:
        """Note where a template that is included is given something else than it says."""
        for each in alternatives(given):
            if is_dataclass(each) and not any(
                is_dataclass(one) and fields_of(one) <= fields_of(each) for one in alternatives(wanted)
            ):
                self.missing.append(f"{where} as {each}")


def is_a(value: Any, kind: Any) -> bool:
    """Whether a value has a type, with the items of a list."""
    if get_origin(kind) in (UnionType, Union):
        return any(value is None if each is NoneType else is_a(value, each) for each in get_args(kind))
    if get_origin(kind) in (list, tuple):
        return isinstance(value, (list, tuple)) and all(is_a(each, get_args(kind)[0]) for each in value)
    return isinstance(value, kind) and all(
        is_a(getattr(value, name), inner)
        for name, inner in (get_type_hints(kind) if is_dataclass(kind) else {}).items()
    )


class Recorder(str):
    """Stands where a template finds nothing under a name, and remembers the name."""

    names: set[str]

    def __contains__(self, part: object) -> bool:
        return True

    def __mod__(self, name: Any) -> str:
        self.names.add(str(name))
        return ""


@pytest.mark.parametrize("template", WITH_CONTRACT)
def test_every_name_of_the_contract_is_used(template: str) -> None:
    names = re.findall(r"[{,]\s*(?:and: )?([a-z_0-9]{2,})(?=\s*[:,}\]])", contract_of(template))
    body = body_of(template)
    assert [name for name in names if not re.search(rf"\.{name}\b", body)] == []


@pytest.mark.parametrize("template", WITH_CONTRACT)
def test_every_template_that_the_contract_names_is_there(template: str) -> None:
    named = re.findall(r"[\w/]+\.html", contract_of(template))
    assert [name for name in named if not (PACKAGE / name).exists()] == []


def test_every_template_with_a_contract_says_what_it_is_given() -> None:
    assert sorted(GIVEN) == WITH_CONTRACT


@pytest.mark.parametrize("template", WITH_CONTRACT)
def test_a_template_asks_only_for_what_its_presenter_has(template: str) -> None:
    reading = Reading()
    reading.read(get_template(template).template.nodelist, GIVEN["bulletin/base.html"] | GIVEN[template], template)
    assert reading.missing == []
    assert set(GIVEN[template]) <= {name.partition(".")[0] for name in reading.asked}


@pytest.mark.parametrize(
    "body",
    [
        "{{ card.headlines }}",
        "{% if card.headlines %}x{% endif %}",
        "{% if level and not card.headlines == 'x' %}x{% endif %}",
        "{% if card.form %}{% elif card.headlines %}x{% endif %}",
        "{% for each in card.headlines %}x{% endfor %}",
        "{% for each in card.questions %}{% if each.headlines %}x{% endif %}{% endfor %}",
        "{% for each in card.reports %}{% for flag in each.flags %}{{ flag.code }}{% endfor %}{% endfor %}",
        "{% load i18n %}{% blocktranslate with name=card.headlines %}{{ name }}{% endblocktranslate %}",
        "{% load i18n %}{% blocktranslate with name=card.headline %}{{ names }}{% endblocktranslate %}",
        "{% with card.headlines as name %}{{ name }}{% endwith %}",
        "{% ifchanged card.headlines %}x{% endifchanged %}",
        "{{ card.form|default:card.headlines }}",
        "{{ cards.headline }}",
        '{% include "bulletin/pages/card.html" with card=card.reports %}',
    ],
)
def test_a_name_that_no_presenter_has_is_found_wherever_it_stands(body: str) -> None:
    reading = Reading()
    with suppress(LookupError):  # a loop over what is no list
        reading.read(engines["django"].from_string(body).template.nodelist, {"card": CardText, "level": str}, "one")
        assert reading.missing
        return
    assert body.startswith("{% for")


@pytest.mark.long
def test_every_name_that_a_public_page_uses_is_given(loaded: Any, enter: Any, edith: Any, reader: Any) -> None:
    reports = [
        enter({"when": f"2019-05-0{day}", "where": {"places": ["SY07"]}, "killed": f"{day}+"}, origin="north-monitor")
        for day in range(1, 4)
    ]
    figure = define_figure("killed", Question(measure="killed", by=("source",)), actor=edith, title_en="Killed?")
    publish_edition(figure, actor=edith)
    addresses = public_addresses(report=reports[0], figure="killed", word="Idlib")
    recorder = Recorder("given")
    recorder.names = set()
    wrong: set[tuple[str, str]] = set()

    def compare(template: Any, context: Any, **_: Any) -> None:
        """Hold what a template is given against its types, as Django's test client renders it."""
        for variable, kind in GIVEN.get(template.name, {}).items():
            value = context.get(variable)
            if isinstance(value, SimpleLazyObject):
                value = copy(value)
            if not is_a(value, kind):
                wrong.add((template.name, variable))

    template_rendered.connect(compare)
    engine = engines["django"].engine
    before, engine.string_if_invalid = engine.string_if_invalid, recorder
    try:
        for paths in addresses.values():
            for path in paths:
                if path.startswith(("/en/", "/ar/")):
                    reader.get(path)
    finally:
        engine.string_if_invalid = before
        template_rendered.disconnect(compare)
    assert wrong == set()
    assert recorder.names == set()
