"""From what a person types to codes: places, terms, sources, measures and groupings by code or by name, in either script."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from django.utils.translation import get_language

from dalil import vocabulary
from dalil.archive.protection import Viewer
from dalil.counting.question import (
    ENTITIES,
    GROUPING_NAMES,
    REPORTS,
    Fault,
    Unanswerable,
    facet_fields,
    grouping_label,
    groupings_of,
)
from dalil.letters import LANGUAGE_CODES, fold, language_of
from dalil.lookup.explanations import explain_place_match
from dalil.lookup.match import Reason
from dalil.lookup.places import find_place
from dalil.lookup.sources import find_source
from dalil.lookup.sources_in_record import name_sources
from dalil.lookup.terms import find_term
from dalil.record.gazetteer_in_use import gazetteer
from dalil.record.kind import Kind, coded_facets, quantities_of
from dalil.wording.refusals import refusal


class Unclear(Unanswerable):
    """Nothing has this name, or several things have."""


def place_named(words: str, note: Callable[[str], None] | None = None) -> str:
    """Return the code of the place with this code or name (`lookup.find_place`).

    note: is given a sentence where places of one name lie in each other, which says what was taken and what else there is.
    Raises Unclear where none has the name, or several apart: none is guessed.
    """
    match = find_place(words, gazetteer=gazetteer())
    if match.found is None:
        why = explain_place_match(words, match)
        raise Unclear(Fault(why.type, why.template, why.particulars, "places"))
    if note and match.alternatives:
        note(refusal(explain_place_match(words, match)))
    return match.found.code


def term_named(scheme: str, words: str) -> str:
    """Return the code of the term with this code or name; also of the only one whose name holds the words, for a person sees the question.

    Raises Unclear where there is none or several, with those that come near.
    """
    match = find_term(scheme, words)
    chosen = match.found or (match.alternatives[0] if len(match.alternatives) == 1 else None)
    if chosen:
        return chosen.code
    language = language_of(get_language()).code
    near = tuple(f"{term.code} ({term.label(language)})" for term in match.alternatives[:8])
    if near:
        raise Unclear(
            Fault(
                "several_codes",
                "“{words}” may be several codes of {scheme}; give one: {near}",
                {"words": words, "scheme": scheme, "near": near},
            )
        )
    try:
        vocabulary.term(scheme, words)
    except vocabulary.UnknownCode as error:
        raise Unclear(Fault(error.type, error.template, error.particulars)) from None
    return words


def source_named(words: str, viewer: Viewer) -> str:
    """Return the code of the source with this code or name, among those the viewer may know of. Raises Unclear."""
    match = find_source(words, name_sources(viewer))
    if match.found:
        return match.found
    if match.reason is Reason.HOMONYMS:
        raise Unclear(
            Fault(
                "several_sources",
                "“{words}” is the name of several sources; give the code: {codes}",
                {"words": words, "codes": match.alternatives},
                "according_to",
            )
        )
    if match.alternatives:
        raise Unclear(
            Fault(
                "source_spelt_otherwise",
                "there is no source called “{words}”; did you mean one of these? {codes}",
                {"words": words, "codes": match.alternatives},
                "according_to",
            )
        )
    raise Unclear(Fault("no_source_called_so", "there is no source called “{words}”", {"words": words}, "according_to"))


def measure_named(kind: type[Kind], words: str) -> str:
    """Find what is counted: the plural of the kind for its entities, “reports”, or a quantity by its name. Unknown words come back."""
    wanted = fold(words)
    if wanted in {
        fold(name) for name in (ENTITIES, kind.code, kind.name.en, kind.name.ar, kind.plural.en, kind.plural.ar)
    }:
        return ENTITIES
    if wanted in {REPORTS, fold("التقارير"), fold("تقارير")}:
        return REPORTS
    fields = facet_fields(kind)
    return _named(words, ((name, fields[name].label.en, fields[name].label.ar) for name in quantities_of(kind)))


def grouping_named(kind: type[Kind], words: str) -> str:
    """Find what to group by, by its name; “weapon” is “weapons”. Unknown words come back."""
    names = [
        (
            name,
            name.removesuffix("s"),
            *GROUPING_NAMES.get(name, ()),
            *(grouping_label(kind, name, lang) for lang in LANGUAGE_CODES),
        )
        for name in groupings_of(kind)
    ]
    return _named(words, names)


def facet_of_scheme(kind: type[Kind], scheme: str) -> str:
    """Find the facet of a kind whose codes are of this scheme. Raises Unclear where it has none."""
    for name, field in facet_fields(kind).items():
        if field.scheme == scheme and name in kind.facets:
            return name
    raise Unclear(
        Fault("no_facet_of_scheme", "{kind} has no facet of {scheme}", {"kind": kind.code, "scheme": scheme}, "facets")
    )


def facet_given(kind: type[Kind], words: str) -> tuple[str, str]:
    """Read the facet and the code of “NAME=CODE”. Raises Unclear."""
    name, equals, code = words.partition("=")
    facets = {each.name: each for each in coded_facets(kind)}
    field = facets.get(name.strip())
    if not equals or not code.strip():
        raise Unclear(
            Fault(
                "no_facet_and_code",
                "“{words}” is not a facet and its code; write weapons=BARREL_BOMB",
                {"words": words},
                "facets",
            )
        )
    if field is None:
        raise Unclear(
            Fault(
                "unknown_facet",
                "{kind} has no facet “{facet}”; there are {facets}",
                {"kind": kind.code, "facet": name.strip(), "facets": tuple(facets)},
                "facets",
            )
        )
    return field.name, term_named(field.scheme or "", code.strip())


def _named(words: str, things: Iterable[tuple[str, ...]]) -> str:
    wanted = fold(words)
    for code, *names in things:
        if words == code or wanted in {fold(name) for name in (code, *names)}:
            return code
    return words
