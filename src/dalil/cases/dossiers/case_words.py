"""What a dossier says, in both languages, for the desk, the workbook and the PDF alike."""

from __future__ import annotations

from collections.abc import Iterable

from dalil import vocabulary
from dalil.cases.dossiers.evidence import Custody, Evidence, Since
from dalil.cases.dossiers.gaps import ElementGap, Occasion
from dalil.cases.dossiers.matrix import Cell, ElementStanding, Reviewed
from dalil.letters import join_list
from dalil.values import Bilingual
from dalil.wording.claims import title_of
from dalil.wording.numbers import say_number
from dalil.wording.times import say_when
from dalil.wording.where import say_where

NO_FINDING = Bilingual(
    en="This is no legal advice. Nothing here says that an element is met: a court says that.",
    ar="ليس هذا مشورة قانونية. ولا يُقال هنا عن أي ركن إنه متحقق؛ فذلك للمحكمة وحدها.",
)
OPEN_FOR_WANT_OF_LEAVE = Bilingual(
    en="An element for which nothing speaks here may have something that speaks for it and may not leave.",
    ar="الركن الذي لا يؤيده شيء هنا قد يكون له ما يؤيده مما لا يجوز إخراجه.",
)
STANDINGS = {
    ElementStanding.OPEN: Bilingual(en="nothing in the dossier speaks for it", ar="لا شيء في الملف يؤيده"),
    ElementStanding.ONE: Bilingual(
        en="one origin speaks for it, or several that may be one", ar="يؤيده مصدر واحد، أو عدة مصادر قد تكون واحداً"
    ),
    ElementStanding.SEVERAL: Bilingual(en="independent origins speak for it", ar="تؤيده مصادر مستقل بعضها عن بعض"),
}
CONTESTED = Bilingual(en="something speaks against it", ar="هناك ما ينفيه")
SIDES = {
    "for": Bilingual(en="speaks for it", ar="يؤيده"),
    "against": Bilingual(en="speaks against it", ar="ينفيه"),
}
CUSTODY = {
    Custody.COLLECTED: Bilingual(en="collected by ourselves", ar="جمعناه بأنفسنا"),
    Custody.RECEIVED: Bilingual(en="received", ar="تسلّمناه"),
    Custody.OWN_NOTE: Bilingual(en="a note of our own, no file from outside", ar="مذكرة من وضعنا، لا ملف من خارجنا"),
    Custody.UNTOLD: Bilingual(en="how it came is not told", ar="لم يُذكر كيف وصل"),
    Custody.MISSING: Bilingual(en="its file is missing from the archive", ar="ملفه مفقود من الأرشيف"),
}
SINCE = {
    Since.STANDS: Bilingual(en="stands as it was chosen", ar="قائم كما اختير"),
    Since.CORRECTED: Bilingual(
        en="corrected since it was chosen; it counts no more", ar="صُحّح منذ اختياره فلم يعد يُحتسب"
    ),
    Since.WITHDRAWN: Bilingual(
        en="withdrawn since it was chosen; it counts no more", ar="سُحب منذ اختياره فلم يعد يُحتسب"
    ),
}
REVIEWED = {
    Reviewed.NOT_YET: Bilingual(en="no second officer has looked at it", ar="لم ينظر فيه مسؤول ثانٍ بعد"),
    Reviewed.AGREED: Bilingual(en="a second officer agrees", ar="وافق عليه مسؤول ثانٍ"),
    Reviewed.DISAGREED: Bilingual(en="a second officer disagrees", ar="خالفه مسؤول ثانٍ"),
}
UNKNOWN_ORIGIN = Bilingual(en="origin unknown", ar="المصدر مجهول")
_FILLS = Bilingual(en="What would show it: {types}.", ar="ما قد يُظهره: {types}.")
_OTHER_FILLS = Bilingual(
    en="Another origin, independent of the first, would support it: {types}.",
    ar="ما قد يعززه مصدر آخر مستقل عن الأول: {types}.",
)
_ANOTHER = Bilingual(
    en="Another origin, independent of the first, would support it.", ar="ما قد يعززه مصدر آخر مستقل عن الأول."
)
_FOR = Bilingual(en="For: {occasions}.", ar="عن: {occasions}.")
SEMICOLON = Bilingual(en="; ", ar="؛ ")
_MORE = Bilingual(en="{more} further days", ar="{more} من الأيام الأخرى")
MOST_OCCASIONS = 5
"""Days that a gap names; of more it says how many."""


def say_standing(cell: Cell, language: str) -> str:
    """Say how much speaks for an element, and whether anything speaks against it."""
    told = [STANDINGS[cell.standing], *([CONTESTED] if cell.is_contested else [])]
    return _listed((each.in_language(language) for each in told), language)


def say_gap(gap: ElementGap, language: str) -> str:
    """Say what would fill a gap: which kinds of document, from where, for which day."""
    if gap.document_types:
        types = _listed((vocabulary.label("document_types", code, language) for code in gap.document_types), language)
        said = (_OTHER_FILLS if gap.another_origin else _FILLS).in_language(language).format(types=types)
    else:
        said = _ANOTHER.in_language(language)
    if not gap.occasions:
        return said
    shown = [say_occasion(each, language) for each in gap.occasions[:MOST_OCCASIONS]]
    if more := len(gap.occasions) - len(shown):
        shown.append(_MORE.in_language(language).format(more=say_number(more, language)))
    return f"{said} {_FOR.in_language(language).format(occasions=_listed(shown, language))}"


def _listed(parts: Iterable[str], language: str) -> str:
    """Parts that hold commas themselves."""
    return SEMICOLON.in_language(language).join(parts)


def say_occasion(occasion: Occasion, language: str) -> str:
    """Say for which day and place something is missing."""
    parts = [say_where(occasion.where, language)] if occasion.where else []
    parts += [say_when(occasion.when, language)] if occasion.when else []
    return join_list(parts, language)


def say_origins(evidence: Evidence, language: str) -> str:
    """Say according to whom a thing is."""
    names = [each.name.in_language(language) for each in evidence.sources]
    return join_list(names, language) if names else UNKNOWN_ORIGIN.in_language(language)


def name_evidence(evidence: Evidence, language: str) -> str:
    """Return what a thing in a dossier is called: the title of the report, or of the document."""
    if evidence.report is None:
        return evidence.document.title
    said = title_of(evidence.report.claim, language)
    return said[:1].upper() + said[1:]


def say_grade(evidence: Evidence, language: str) -> str:
    """Say how well what a report tells is established; empty for a document."""
    return vocabulary.label("grades", evidence.grade.value, language) if evidence.grade else ""


def in_both(words: Bilingual) -> str:
    """Return a text in both languages, for a table that is read in either."""
    return " / ".join(dict.fromkeys(each for each in (words.en, words.ar) if each))
