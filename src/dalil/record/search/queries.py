"""What a query looks for, on either database and in either script.

A query finds the rows that have all its words. A word is found as it is written, also as the beginning of a longer one and behind an
Arabic conjunction or preposition; by the code of the place that it names, for a report has the codes of all places it lies in; and by
every spelling of it that the record holds: "Mohamed" finds محمد. What is written so comes first, other spellings after it.
Words between quotation marks are looked for exactly, one after the other.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, F, Q, QuerySet, Value

from dalil.letters import bare_word, fold, is_arabic
from dalil.record.gazetteer_in_use import gazetteer
from dalil.record.models import Report
from dalil.record.search.fulltext import Latest, Phrase, TextQuery
from dalil.record.search.index_text import LONGEST_WORD, indexed
from dalil.text.compounds import (
    article_variants_of,
    find_compounds,
    is_article,
    join_compound,
    may_be_spelled_otherwise,
)
from dalil.vocabulary.gazetteer import Place

MOST_WORDS = 40
"""Words of a query that are looked for; what comes after them is left out."""
LONGEST_NAME = 4
"""Words of the longest name of a place that is looked for in a query."""
BEGUN_ARABIC, BEGUN, BEGUN_WHILE_TYPING = 3, 4, 2
"""From how many letters on a word is also the beginning of others."""
_PROCLITICS = "و ف ب ك ل وب ول فب فل".split()  # noqa: SIM905
_QUOTED = re.compile('["“”„«»]([^"“”„«»]*)["“”„«»]')


@dataclass(frozen=True)
class Search:
    """A query understood: what finds it as it is written, and what finds it in any spelling."""

    written: TextQuery
    spelled: TextQuery

    def among(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """Return those of these rows that the query looks for."""
        found: QuerySet[Any] = rows.filter(search__finds=self.spelled)
        return found

    def all_of(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """Return the same, for a query that reads all of them, as counting does."""
        found: QuerySet[Any] = rows.filter(search__all_of=self.spelled)
        return found

    def best_first(self, rows: QuerySet[Any]) -> Ranked:
        """Return those that have it as it is written, which their `as_written` says, then other spellings; each the latest first."""
        return Ranked(self, rows)

    def lying_in(self, place: str) -> Search:
        """Return the same, only of what lies in the place of a code."""
        there = TextQuery((frozenset({_exactly(place)}),))
        return Search(self.written & there, self.spelled & there)

    def places_among(self, rows: QuerySet[Report], places: Sequence[Place]) -> list[Place]:
        """Return those of some places in which a report that the query looks for lies, in one query; rows: the reports to search.

        The database may stop at the first report of each place: it is asked once, of its first report, whether there is one.
        """
        asked = {
            f"at_{number}": self.lying_in(place.code).among(rows.order_by()) for number, place in enumerate(places)
        }
        if not asked:
            return []
        answers = Report.objects.order_by("pk").annotate(**{name: Exists(found) for name, found in asked.items()})
        there = answers.values_list(*asked)[:1]
        return [place for row in there for place, found in zip(places, row, strict=True) if found]


@dataclass(frozen=True)
class Ranked:
    """What a search finds among rows, the best first: for a paginator, which asks how many there are and for the rows of a page.

    A common word stands in tens of thousands of rows. What is found as it is written fills the first pages without the rest being
    compared with it; other spellings are asked for where a page goes beyond.
    """

    search: Search
    rows: QuerySet[Any]

    def __len__(self) -> int:
        return self.search.all_of(self.rows).count()

    def __iter__(self) -> Iterator[Any]:
        return iter(self[: len(self)])

    def __getitem__(self, part: Any) -> Any:
        """The rows from one place to before another; each says by `as_written` how it was found."""
        return self._take(part.start or 0, part.stop)

    def keys(self, most: int) -> list[tuple[int, bool]]:
        """Return the keys of the best rows, so many at the most, each with whether it has the query as it is written."""
        return self._take(0, most, ("pk", "as_written"))

    def _take(self, start: int, stop: int, columns: tuple[str, ...] = ()) -> list[Any]:
        """Return the rows from one place to before another; of each only some columns, where they are named."""
        as_written = self._latest_first(self.rows.filter(search__all_of=self.search.written), columns, as_written=True)
        page = list(as_written[start:stop])
        missing = stop - start - len(page)
        if missing and self.search.spelled != self.search.written:
            before = start + len(page) if page or not start else as_written.count()
            spelled = self.search.all_of(self.rows).exclude(search__finds=self.search.written)
            skipped = max(0, start - before)
            page += self._latest_first(spelled, columns, as_written=False)[skipped : skipped + missing]
        return page

    def _latest_first(self, rows: QuerySet[Any], columns: tuple[str, ...], *, as_written: bool) -> QuerySet[Any]:
        order = Latest("pk") if self.search.spelled.groups else F("pk")
        found: QuerySet[Any] = rows.annotate(as_written=Value(as_written)).order_by(order.desc())
        return found.values_list(*columns) if columns else found


EVERYTHING = Search(TextQuery(()), TextQuery(()))


def looking_for(query: str, *, typing: bool = False) -> Search:
    """Read what a query looks for. An empty one looks for everything, one of signs alone for nothing.

    typing: the last word is not finished yet.
    """
    if not query.strip():
        return EVERYTHING
    groups: list[tuple[frozenset[Phrase], frozenset[Phrase]]] = []
    at = 0
    for quoted in _QUOTED.finditer(query):
        groups += _groups(query[at : quoted.start()])
        exactly = frozenset({_exactly(quoted[1])})
        groups.append((exactly, exactly))
        at = quoted.end()
    groups += _groups(query[at:], typing)
    written, spelled = zip(*groups[:MOST_WORDS], strict=True) if groups else ((frozenset(),), (frozenset(),))
    return Search(TextQuery(written), TextQuery(spelled))


def matching(query: str, *, typing: bool = False, spelled: bool = True) -> Q:
    """Return the condition that finds every row a query looks for. spelled: also in other spellings."""
    search = looking_for(query, typing=typing)
    return Q(search__finds=search.spelled if spelled else search.written)


def _exactly(text: str) -> Phrase:
    return Phrase(tuple(indexed(text).split()))


@dataclass(frozen=True)
class _Unit:
    """What is looked for as one: a word, or a name of several. words: as the index has them; said: ways to write it as one word."""

    words: tuple[str, ...]
    said: tuple[str, ...]
    codes: frozenset[str] = frozenset()

    def as_written(self, last: bool) -> Iterator[Phrase]:
        """Return the phrases that have it as it is written. last: it is still being typed."""
        word = self.words[-1]
        letters = BEGUN_WHILE_TYPING if last else BEGUN_ARABIC if is_arabic(word) else BEGUN
        begun = len(word) >= letters and (last or word.isalpha())
        yield Phrase(self.words, begun)
        yield from (Phrase((each,)) for each in self.said if len(each) >= BEGUN)
        if is_arabic(word) and len(self.words) == 1 and len(word) >= BEGUN_ARABIC:
            yield from (Phrase((before + word,), begun) for before in _PROCLITICS)
        yield from (_exactly(code) for code in self.codes)

    def otherwise(self) -> Iterator[Phrase]:
        """Return the other spellings of a unit that may be a name, and the other names of the places that it names."""
        # These load kernels, which most commands never need.
        from dalil.record.search.spellings import spellings_in_record
        from dalil.text.place_spellings import find_places_spelled

        said = [each for each in self.said if may_be_spelled_otherwise(each)]
        yield from (Phrase(tuple(name.split())) for name in spellings_in_record(said))
        known = gazetteer()
        yield from (_exactly(name) for code in self.codes if code in known for name in known.get(code).names() if name)
        yield from (_exactly(code) for code in find_places_spelled(said, known))


def _groups(text: str, typing: bool = False) -> Iterator[tuple[frozenset[Phrase], frozenset[Phrase]]]:
    """Each unit of a text as the phrases that find it, as it is written and in any spelling."""
    units = list(_units(fold(text[: MOST_WORDS * LONGEST_WORD]).split()[:MOST_WORDS]))
    for unit in units:
        written = frozenset(unit.as_written(typing and unit is units[-1]))
        yield written, written.union(unit.otherwise())


def _units(folded: list[str]) -> Iterator[_Unit]:
    """The units of folded words in their order, each with the codes of the places that it, or the name it is a part of, can mean."""
    bare = [bare_word(word)[:LONGEST_WORD] for word in folded]
    codes = _codes(folded)
    ends = dict(find_compounds(" ".join(bare)))
    at = 0
    while at < len(bare):
        end = ends.get(at, at + 1)
        words = tuple(bare[at:end])
        if end - at > 1:
            yield _Unit(words, join_compound(" ".join(words)), codes[at])
        elif end < len(bare) and is_article(bare[at], bare[end]) and end not in ends:
            yield _Unit((bare[end],), article_variants_of(bare[end], True), codes[end])
            end += 1
        else:
            yield _Unit(words, article_variants_of(bare[at], bare[at] != folded[at]), codes[at])
        at = end


def _codes(folded: list[str]) -> list[frozenset[str]]:
    """For each word the codes of the places that the longest name at it can mean; “chlorine Idleb” has them at its second word."""
    known = gazetteer()
    codes: list[frozenset[str]] = []
    while len(codes) < len(folded):
        at = len(codes)
        for length in range(min(LONGEST_NAME, len(folded) - at), 0, -1):
            if found := known.find(" ".join(folded[at : at + length])):
                break
        codes += [frozenset(place.code for place in found)] * length
    return codes
