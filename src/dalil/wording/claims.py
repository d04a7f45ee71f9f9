"""What a report says, in words: each value by its type, and the title of the whole.

Plain strings come out; whoever puts them on a page isolates their direction.
"""

from __future__ import annotations

import re
import string
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any, cast

from pydantic import BaseModel

from dalil import vocabulary
from dalil.letters import join_list, join_with_and
from dalil.record.kind import Kind, KindField, fields_of
from dalil.values import Bilingual, Count, Party, PersonName, When, Where
from dalil.values.outline import Outline
from dalil.values.party import Role
from dalil.wording.counts import say_count, say_quantity
from dalil.wording.grammar import grammar_of
from dalil.wording.numbers import say_number, write_digits
from dalil.wording.times import say_day, say_when
from dalil.wording.where import choose_script, say_where


def say_party(party: Party, language: str) -> str:
    """Say who did something: the actor by name; where it has no code, the name as it was said."""
    return vocabulary.label("actors", party.actor, language) if party.actor else choose_script(party.name, language)


ROLES = {
    Role.BY_WHOM: Bilingual(en="By whom", ar="من الفاعل"),
    Role.FIGHTING: Bilingual(en="Parties to the fighting", ar="أطراف القتال"),
    Role.OTHER: Bilingual(en="Also named", ar="جهات أخرى مذكورة"),
}
"""What the parties of a report are called by the role in which it names them. A party to the fighting is not a perpetrator."""


def say_parties_as(claim: Kind, role: Role, field: KindField, language: str) -> str:
    """Say the parties that a report names in one role; those named otherwise with the part that they are said to have had."""
    say = say_in_full if role is Role.OTHER else say_value
    said = (say(party, field, language) for party in claim.parties_as(role))
    return join_list(dict.fromkeys(filter(None, said)), language)


ANSWERS = Bilingual(en="What the accused answer", ar="ردّ المتهمين")
"""What the answers of the parties that a report names are called."""


def say_answers(parties: Sequence[Party], language: str) -> str:
    """Say what the parties of a report answer, by what it tells of that: “Syrian Arab Army: officials deny it”; empty where it tells nothing.

    >>> say_answers((Party(actor="SYR_ARMY", attribution="officials_deny"), Party(name="a local gang")), "en")
    'Syrian Arab Army: officials deny it'
    """
    said = (
        f"{say_party(party, language)}: {vocabulary.label('attribution', party.attribution, language)}"
        for party in parties
        if party.attribution
    )
    return join_list(dict.fromkeys(said), language)


def say_text(text: str, field: KindField, language: str) -> str:
    """Say a text of a field: a code by its label, any other text as it stands."""
    return vocabulary.label(field.scheme, text, language) if field.scheme else text


def say_model(value: BaseModel, field: KindField, language: str) -> str:
    """Say a value made of values that a kind declares itself, such as a line of a breakdown: “women: 12 people”.

    Names come first, then all the rest in the order of the fields. A part of a type that nothing says raises KeyError, as in `say_value`.
    """
    described = {each.name: each for each in fields_of(cast(type[Kind], type(value)))}
    parts = [(getattr(value, name), each) for name, each in described.items()]
    words = [each.in_language(language) for each, _ in parts if isinstance(each, Bilingual)]
    rest = [
        say_quantity(each, language) if isinstance(each, Count) else say_value(each, of, language)
        for each, of in parts
        if not isinstance(each, Bilingual) and each is not False
    ]
    return ": ".join(filter(None, (" ".join(words), join_list(filter(None, rest), language))))


def say_truth(value: bool, language: str) -> str:
    """Say yes or no."""
    grammar = grammar_of(language)
    return grammar.yes if value else grammar.no


_OUTLINE = Bilingual(en="GeoJSON, points: {many}", ar="GeoJSON، عدد النقاط: {many}")


def say_outline(value: Outline, language: str) -> str:
    """Say that borders are given, and how finely; a page does not print them, it draws them."""
    if not value:
        return ""
    many = sum(len(ring) - 1 for ring in value.rings)
    return _OUTLINE.in_language(language).format(many=say_number(many, language))


SAYINGS: dict[type, Callable[[Any, KindField, str], str]] = {
    Count: lambda value, _, language: say_count(value, language),
    When: lambda value, _, language: say_when(value, language),
    Where: lambda value, _, language: say_where(value, language),
    Bilingual: lambda value, _, language: value.in_language(language),
    PersonName: lambda value, _, language: choose_script(value.said, language),
    Party: lambda value, _, language: say_party(value, language),
    bool: lambda value, _, language: say_truth(value, language),
    int: lambda value, _, language: say_number(value, language),
    float: lambda value, _, language: write_digits(str(value), language),
    date: lambda value, _, language: say_day(value, language),
    Outline: lambda value, _, language: say_outline(value, language),
    str: say_text,
    BaseModel: say_model,
}
"""How each type of value is said. A type that is not here is said as the nearest type that it is made from."""


def say_value(value: Any, field: KindField, language: str) -> str:
    """Say any value of a field of a kind; the empty string for what was not said, several values as a list.

    Raises KeyError for a type that has no row in SAYINGS.
    """
    if value is None or value == () or value == "":
        return ""
    if isinstance(value, tuple):
        return join_list(filter(None, (say_value(each, field, language) for each in value)), language)
    saying = next((SAYINGS[base] for base in type(value).__mro__ if base in SAYINGS), None)
    if saying is None:
        raise KeyError(type(value).__name__)
    return saying(value, field, language)


def say_fact(value: Any, field: KindField, language: str) -> str:
    """Say what one field of a claim states, a count with what it counts; the empty string where it states nothing.

    A box that nobody ticked states nothing.
    """
    if value is False:
        return ""
    if isinstance(value, tuple):
        return join_list(filter(None, (say_fact(each, field, language) for each in value)), language)
    return say_quantity(value, language) if isinstance(value, Count) else say_value(value, field, language)


def say_in_full(value: Any, field: KindField, language: str) -> str:
    """Say one value with what belongs to it: of a count whom it counts, of a party how it was involved and who says so."""
    if isinstance(value, Party):
        coded = (("actors", value.actor), ("involvement", value.involvement), ("attribution", value.attribution))
        actor, *rest = (vocabulary.label(scheme, code, language) if code else "" for scheme, code in coded)
        return join_list(filter(None, (actor, value.name, *rest)), language)
    if isinstance(value, Count):
        facts = (("units", value.unit), ("statuses", value.status), ("sexes", value.sex), ("age_bands", value.age))
        about = [vocabulary.label(scheme, code or "", language) for scheme, code in facts if code and code != "person"]
        text = say_count(value, language)
        return f"{text} ({join_list(about, language)})" if about else text
    return say_value(value, field, language)


_MARKS_IN_A_ROW = re.compile(r"[\s,،:]+")


def _keep_last_mark(marks: re.Match[str]) -> str:
    """Of “, ,” and “: ,”, which stand where a field was not said, the last mark and what follows it."""
    at = [place for place, letter in enumerate(marks[0]) if letter in ",،:"]
    return marks[0][at[-1] :] if len(at) > 1 else marks[0]


def title_of(claim: Kind, language: str, instead: Mapping[str, str] | None = None) -> str:
    """Return the title of a report, by the template of its kind; what was not said leaves no gap behind.

    instead: words for fields of which more is known than this report says.
    """
    fields = {field.name: field for field in fields_of(type(claim))}
    template = claim.title.in_language(language)
    said = {
        name: say_value(getattr(claim, name), fields[name], language)
        for _, name, _, _ in string.Formatter().parse(template)
        if name
    }
    said |= {name: words.in_language(language) for name, words in claim.title_words().items()}
    said |= _on_what(claim, language) | dict(instead or {})
    text = template.format(**said)
    text = _MARKS_IN_A_ROW.sub(_keep_last_mark, text)
    text = text.strip(" ,،:") or claim.name.in_language(language)
    return text[:1].upper() + text[1:]


def _on_what(claim: Kind, language: str) -> dict[str, str]:
    """What was counted together with what it fell on, where the quantity falls on something: “attacks on schools”."""
    what, targets = getattr(claim, "what", ""), getattr(claim, "targets", ())
    if not targets or not vocabulary.is_code("quantities", what):
        return {}
    quantity = vocabulary.term("quantities", what)
    on = quantity.extra.get(f"on_{language}")
    if not on:
        return {}
    names = [vocabulary.term("targets", code).extra[f"{language}_plural"] for code in targets]
    return {"what": f"{quantity.label(language)} {on} {_list_targets(names, language)}"}


def _list_targets(names: list[str], language: str) -> str:
    """Arabic repeats its “and” before each name of a title."""
    return " و".join(names) if language == "ar" else join_with_and(names, language)
