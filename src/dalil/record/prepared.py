"""A report made ready to be entered, without the database: what importers work out in several processes at once.

Everything that depends only on what was said (the content in its canonical form, the digest, the address, the words to be found
by) is worked out here; who and where it came from are named by their keys, which `actions` turns into rows.
"""

from __future__ import annotations

from dataclasses import fields
from datetime import date, timedelta
from typing import NamedTuple

from dalil.record.canonical import address_of, digest_over, told
from dalil.record.kind import Kind, quantities_of
from dalil.record.lengths import check_lengths
from dalil.record.report_facts import ReportFacts
from dalil.record.search.index_text import search_text
from dalil.text.counts import tells_of_some
from dalil.vocabulary.gazetteer import Gazetteer

FIRST_LIKELY_DAY = date(1900, 1, 1)
PARTS_ABOVE_WHOLE, PARTS_DO_NOT_ADD_UP, SOME_ONLY = "parts_above_whole", "parts_do_not_add_up", "some_only"


class PreparedReport(NamedTuple):
    """A report about to be entered. `content` is in canonical form; `attribution` is the key of an attribution, and `sha256`
    the digest of a document. corrects: addresses of reports whose place it takes."""

    address: str
    digest: str
    kind: str
    content: str
    said: str
    language: str
    sha256: str
    locator: str
    attribution: str
    external_id: str
    flags: tuple[str, ...]
    search: str
    level: int
    corrects: tuple[str, ...] = ()


def prepare_report(
    claim: Kind,
    facts: ReportFacts,
    *,
    sha256: str,
    attribution: str,
    level: int,
    known: Gazetteer,
    corrects: tuple[str, ...] = (),
) -> PreparedReport:
    """Work out everything about a report that does not need the database. known: the gazetteer in use.

    Flags are added for a date before 1900, or after today where the kind reports what has happened, for a count that speaks of such a day
    (`as_of`), for a part larger than its whole, and for what the names say beside themselves (a doubt, another fate). Raises TextTooLong.
    """
    check_lengths(said=facts.said, locator=facts.locator, external_id=facts.external_id)
    content, texts = told(claim)
    for text in texts:
        check_lengths(text=text)
    digest = digest_over(
        kind=claim.code,
        content=content,
        said=facts.said,
        language=facts.language,
        sha256=sha256,
        locator=facts.locator,
        attribution=attribution,
    )
    return PreparedReport(
        address=address_of(digest),
        digest=digest,
        kind=claim.code,
        content=content,
        sha256=sha256,
        attribution=attribution,
        search=search_text(claim, facts.said, texts=texts, known=known),
        level=level,
        corrects=corrects,
        **{name: getattr(facts, name) for name in _FACTS if name != "flags"},
        flags=_flags(claim, facts.flags),
    )


def _flags(claim: Kind, found: tuple[str, ...]) -> tuple[str, ...]:
    """The flags of a report: those found at the door, and what its own content makes doubtful. They are no part of the digest."""
    flags = [flag for flag in dict.fromkeys(found) if flag != PARTS_ABOVE_WHOLE]
    if _is_doubtful(claim) and "date_doubtful" not in flags:
        flags.append("date_doubtful")
    flags += [flag for flag in claim.flags_of_names() if flag not in flags]
    if claim.has_parts_below_whole() and PARTS_DO_NOT_ADD_UP not in flags:
        flags.append(PARTS_DO_NOT_ADD_UP)
    if _counts_only_some(claim) and SOME_ONLY not in flags:
        flags.append(SOME_ONLY)
    return (*flags, PARTS_ABOVE_WHOLE) if claim.has_parts_above_whole() else tuple(flags)


def _counts_only_some(claim: Kind) -> bool:
    """Whether a count that asks for all tells of some alone, as 2 children in the place of the killed: the whole is unknown."""
    said = vars(claim)
    return any(tells_of_some(count, name) and claim.quantity_of(name, said) == name for name, count in claim.counts())


def _is_doubtful(claim: Kind) -> bool:
    """Whether what is reported lies in a year of which a digit is likely to be wrong, or ahead of the day on which it is reported."""
    said, when = vars(claim), claim.whens()
    days = [
        count.as_of
        for name in quantities_of(type(claim))
        if (count := said[name]) is not None and count.as_of is not None
    ]
    if not days and (when is None or FIRST_LIKELY_DAY <= when.start <= when.end <= _LONG_AGO):
        return False  # as of nearly all reports
    tomorrow = date.today() + timedelta(days=1)  # east of here it may be tomorrow already
    if any(not FIRST_LIKELY_DAY <= day <= tomorrow for day in days):
        return True
    return when is not None and (
        when.start < FIRST_LIKELY_DAY
        or (not claim.announces and (when.start > tomorrow or when.end.year > tomorrow.year))
    )


_LONG_AGO = date.today() - timedelta(days=2)
"""A day that has passed everywhere, as long as the process lives."""
_FACTS = tuple(field.name for field in fields(ReportFacts))
