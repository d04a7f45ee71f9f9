"""How the desk's templates say the values of the record in the language of the screen."""

from __future__ import annotations

from datetime import datetime

from django import template
from django.forms import BoundField, Form
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from dalil import vocabulary
from dalil.archive.models import Document
from dalil.archive.protection import Level
from dalil.desk.entities.facts import list_credits
from dalil.desk.inputs.plain import Input
from dalil.desk.protecting.effective import find_effective_level, say_what_hides
from dalil.desk.screens import language
from dalil.letters import language_of
from dalil.record.kind import kind_of
from dalil.record.match_reasons import parse_reasons
from dalil.record.models import Credit, Judgement, Report, Source, Verdict
from dalil.values import When
from dalil.values.total import Interval
from dalil.wording.claims import title_of
from dalil.wording.matches import ReasonsInWords, say_percent, say_reasons
from dalil.wording.numbers import say_number, say_range, write_digits
from dalil.wording.times import say_when

register = template.Library()


@register.filter
def title(report: Report) -> str:
    """The title of a report in words."""
    text = title_of(report.claim, language())
    return text[:1].upper() + text[1:]


@register.filter
def kind(code: str) -> str:
    """The name of a kind."""
    return kind_of(code).name.in_language(language())


@register.filter
def name_of(thing: Source | Document) -> str:
    """The name of a source in the language of the screen, or the title of a document."""
    return thing.title if isinstance(thing, Document) else thing.name.in_language(language())


@register.filter
def term(code: str, scheme: str) -> str:
    """What a code is called."""
    return vocabulary.label(scheme, code, language()) if code else ""


@register.filter
def flag_sentence(code: str) -> str:
    """What a defect means, in a sentence."""
    known = vocabulary.term("flags", code) if vocabulary.is_code("flags", code) else None
    return known.extra.get(f"sentence_{language()}", known.label(language())) if known else code


@register.filter
def moment(at: datetime) -> str:
    """A day and an hour, in the time of Damascus."""
    local = timezone.localtime(at)
    return f"{say_when(When.day(local.date()), language())} {write_digits(local.strftime('%H:%M'), language())}"


@register.filter
def told_day(notation: str) -> str:
    """A time as the record writes it, in words of the screen; what is none stays as it stands."""
    try:
        return say_when(When.parse(notation), language())
    except ValueError:
        return notation


@register.filter
def number(n: int) -> str:
    """A whole number in the digits of the screen."""
    return say_number(n, language())


@register.filter
def interval(number: Interval) -> str:
    """A number as a range."""
    return say_range(number.low, number.high, language())


@register.filter
def level_tag(level: int) -> SafeString:
    """A level of protection, as a tag that says it in words."""
    return format_html(
        '<span class="desk-level desk-level--{}">{}</span>', Level(level).name.lower(), Level(level).label
    )


@register.simple_tag
def effective_level(report: Report) -> SafeString:
    """Who sees a report as things stand, as a tag; and why readers do not see one that is public itself."""
    why = say_what_hides(report)
    tag = level_tag(find_effective_level(report))
    return format_html('{} <span class="desk-flag">{}</span>', tag, why) if why else tag


@register.filter
def verdict(judgement: Judgement) -> str:
    """The same, or different."""
    return str(Verdict(judgement.verdict).label)


@register.filter
def flag(code: str) -> str:
    """What a defect is called."""
    return vocabulary.label("flags", code, language()) if vocabulary.is_code("flags", code) else code


@register.simple_tag
def comma() -> str:
    """The comma of a list, in the language of the screen."""
    return language_of(language()).comma


@register.filter
def percent(likelihood: float) -> str:
    """How likely something is, in a hundred."""
    return say_percent(likelihood, language())


@register.filter
def reasons_of(judgement: Judgement) -> ReasonsInWords | None:
    """Why a matcher judged so, in words; None where a person judged, whose own words stand there."""
    if not judgement.matcher:
        return None
    reasons = parse_reasons(judgement.reason)
    return say_reasons(reasons, judgement.a.kind, language()) if reasons else None


@register.simple_tag
def who(report: Report) -> SafeString:
    """According to whom, through whom: “North Monitor, as told by UCDP”; said plainly where nobody is name_of."""
    credits = list_credits(report)
    origins = [each.source for each in credits if each.role == Credit.Role.ORIGIN]
    relays = [each.source for each in credits if each.role == Credit.Role.RELAY]
    comma = language_of(language()).comma
    said = format_html_join(comma, "<bdi>{}</bdi>", ((name_of(each),) for each in origins)) or format_html(
        "<i>{}</i>", _("origin unknown")
    )
    if not relays:
        return said
    told = format_html_join(comma, "<bdi>{}</bdi>", ((name_of(each),) for each in relays))
    return format_html('{} <span class="desk-relay">{}</span>', said, format_html(_("passed on by {}"), told))


@register.simple_tag
def field_of(form: Form, name: str) -> BoundField:
    """One input of a form, by its name."""
    return form[name]


@register.simple_tag
def part_of(form: Form, whole: Input, part: str) -> BoundField:
    """One of the fields of an input: "said", "place", "en"."""
    return form[f"{whole.name}-{part}"]


@register.simple_tag
def choosers_of(form: Form, name: str) -> list[BoundField]:
    """The inputs that ask which of several is meant, under the input of this name."""
    return [form[each] for each in form.fields if each.startswith(f"{name}-which")]


@register.simple_tag
def ticked_labels(bound: BoundField) -> list[str]:
    """The labels that are ticked in a list."""
    values = {str(value) for value in (bound.value() or [])}
    return [str(label) for value, label in bound.field.choices if str(value) in values]  # type: ignore[attr-defined]
