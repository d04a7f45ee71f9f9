"""The doubts of a total in words, for every surface: the long form beneath an answer, the short form beside a number in a text."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from dalil.letters import join_list
from dalil.values.doubts import Doubts
from dalil.values.total import Total
from dalil.wording.counts import noun_of, say_range_of
from dalil.wording.numbers import say_number


def list_doubts(doubts: Doubts, language: str) -> list[str]:
    """List what a reader must know beside a total, a sentence each: what is unknown, open, in conflict, told otherwise, or may belong.

    >>> list_doubts(Doubts(Total(low=3, high=9, entities=5, conflict=2), perhaps=1), "en")
    ['2 are told in ways that exclude each other.', '1 more may belong: its time or place is known less exactly.']
    """
    with override(language):
        return [*_of_the_number(doubts.total, language), *_of_what_is_counted(doubts, language)]


def _of_the_number(total: Total, language: str) -> Iterator[str]:
    some = 0 < total.unknown < total.entities
    counted = (
        (total.open, ngettext("%(n)s has no upper end.", "%(n)s have no upper end.", total.open)),
        (
            total.unknown,
            ngettext(
                "Of %(n)s of %(all)s the number is unknown; it is not taken as zero.",
                "Of %(n)s of %(all)s the number is unknown; they are not taken as zero.",
                total.unknown,
            )
            if some
            else ngettext(
                "Of %(n)s the number is unknown; it is not taken as zero.",
                "Of %(n)s the number is unknown; they are not taken as zero.",
                total.unknown,
            ),
        ),
        (
            total.conflict,
            ngettext(
                "%(n)s is told in ways that exclude each other.",
                "%(n)s are told in ways that exclude each other.",
                total.conflict,
            ),
        ),
        (
            total.contradictory,
            ngettext(
                "In %(n)s a source contradicts itself.", "In %(n)s a source contradicts itself.", total.contradictory
            ),
        ),
        (
            total.other,
            ngettext(
                "Of %(n)s something is told in another unit, or of other people; that is not in the number.",
                "Of %(n)s something is told in another unit, or of other people; that is not in the number.",
                total.other,
            ),
        ),
        (
            total.at_most,
            ngettext(
                "Of %(n)s only an upper bound is told; it adds nothing to the low end, and is not zero.",
                "Of %(n)s only an upper bound is told; they add nothing to the low end, and are not zero.",
                total.at_most,
            ),
        ),
    )
    numbers = {"all": say_number(total.entities, language)}
    yield from (sentence % (numbers | {"n": say_number(n, language)}) for n, sentence in counted if n)


def _of_what_is_counted(doubts: Doubts, language: str) -> Iterator[str]:
    if n := doubts.by_matcher:
        yield ngettext(
            "%(n)s of %(all)s is held together by the matcher's word alone.",
            "%(n)s of %(all)s are held together by the matcher's word alone.",
            n,
        ) % {"n": say_number(n, language), "all": say_number(doubts.total.entities, language)}
    if n := doubts.waiting_pairs:
        yield ngettext(
            "%(n)s pair among these waits to be judged; the two may be the same.",
            "%(n)s pairs among these wait to be judged; they may be the same.",
            n,
        ) % {"n": say_number(n, language)}
    if n := doubts.perhaps:
        yield ngettext(
            "%(n)s more may belong: its time or place is known less exactly.",
            "%(n)s more may belong: their time or place is known less exactly.",
            n,
        ) % {"n": say_number(n, language)}
    for each in doubts.unknown_facets:
        n, named = each.entities, {"what": each.label.in_language(language)}
        sentence = (
            ngettext(
                "“%(what)s”: of %(n)s it is not stated; it stands in a line of its own.",
                "“%(what)s”: of %(n)s it is not stated; they stand in a line of their own.",
                n,
            )
            if each.counted
            else ngettext(
                "“%(what)s”: of %(n)s more it is not stated, or only in broader words; it is not counted, and may belong.",
                "“%(what)s”: of %(n)s more it is not stated, or only in broader words; they are not counted, and may belong.",
                n,
            )
        )
        yield sentence % (named | {"n": say_number(n, language)})
    for total in doubts.other_units:
        yield _("Told in another unit, and not added: %(told)s.") % {"told": say_other_unit(total, language)}
    if doubts.overlapping:
        yield _("Some count in several rows, so the rows add up to more than the total.")


def say_other_unit(total: Total, language: str) -> str:
    """Say a total in its own unit, “at least 15,500 families”; the empty string where it has no number."""
    if total.low is None or not total.unit:
        return ""
    return say_range_of(total.low, total.high, noun_of(total.unit), language)


def say_doubts_briefly(doubts: Doubts, language: str) -> str:
    """Say the doubts in a few words, for a text or a tile that leads on to the long form; the empty string where there are none.

    What the number itself says, that it has no upper end, is not said again; neither that all of it is unknown.

    >>> say_doubts_briefly(Doubts(Total(low=182, high=250, entities=143, unknown=34), perhaps=20), "en")
    'unknown of 34 of 143, 20 more may belong'
    """
    total, single = doubts.total, doubts.total.entities == 1
    belonging = doubts.perhaps
    with override(language):
        said = []
        if 0 < total.unknown < total.entities:
            said.append(
                _("unknown of %(n)s of %(all)s")
                % {"n": say_number(total.unknown, language), "all": say_number(total.entities, language)}
            )
        for n, alone, several in (
            (total.conflict, _("in conflict"), ngettext("%(n)s in conflict", "%(n)s in conflict", total.conflict)),
            (
                total.contradictory,
                _("a source contradicts itself"),
                ngettext(
                    "in %(n)s a source contradicts itself", "in %(n)s a source contradicts itself", total.contradictory
                ),
            ),
            (
                total.other,
                _("partly told in another unit, or of other people"),
                ngettext(
                    "%(n)s partly told in another unit, or of other people",
                    "%(n)s partly told in another unit, or of other people",
                    total.other,
                ),
            ),
            (
                total.at_most,
                _("upper bound only"),
                ngettext("%(n)s by an upper bound only", "%(n)s by an upper bound only", total.at_most),
            ),
        ):
            if n:
                said.append(alone if single else several % {"n": say_number(n, language)})
        if n := doubts.by_matcher:
            said.append(
                ngettext("%(n)s joined by the matcher alone", "%(n)s joined by the matcher alone", n)
                % {"n": say_number(n, language)}
            )
        if n := doubts.waiting_pairs:
            said.append(
                ngettext("%(n)s pair waits to be judged", "%(n)s pairs wait to be judged", n)
                % {"n": say_number(n, language)}
            )
        for n, what in (
            (belonging, ""),
            *((each.entities, each.label.in_language(language)) for each in doubts.unknown_facets if not each.counted),
        ):
            if n and what:
                said.append(
                    ngettext(
                        "%(n)s more may belong (“%(what)s” unknown)", "%(n)s more may belong (“%(what)s” unknown)", n
                    )
                    % {"n": say_number(n, language), "what": what}
                )
            elif n:
                said.append(
                    ngettext("%(n)s more may belong", "%(n)s more may belong", n) % {"n": say_number(n, language)}
                )
        return join_list(said, language)
