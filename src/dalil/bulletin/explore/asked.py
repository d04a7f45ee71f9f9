"""What an address of the page asks: the question, or beside each field what is not understood of it. Nothing is passed over."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as say

from dalil.archive.protection import Viewer
from dalil.counting.question import Question, Unanswerable
from dalil.counting.question_parameters import ALONE, SEVERAL
from dalil.counting.question_words import Unclear, place_named, source_named
from dalil.counting.two_periods import can_be_compared
from dalil.record.kind import all_kinds, coded_facets
from dalil.wording.refusals import refusal

WAYS = ("table", "map", "series", "list")
"""How an answer is shown."""
THAN = {"than_since": "since", "than_until": "until"}
"""The other period that is compared with the one asked about, with the part of a question each end stands for."""
LONGEST = 200  # letters of one value
MOST = 60  # values in one address


@dataclass
class AskedQuestion:
    """What was asked. question: None where some of it is not understood; faults: why, by the field of the form (“” for no field).

    typed: the values as they came, by parameter. notes: what a name was taken for where it may mean several places.
    than: the same question about another period, where the two are compared.
    """

    typed: Mapping[str, list[str]]
    kind: str
    way: str
    page: str
    question: Question | None = None
    than: Question | None = None
    faults: dict[str, list[str]] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)

    @property
    def is_asked(self) -> bool:
        """Whether anything but the kind was asked."""
        return bool(self.typed.keys() - {"kind"})

    def one(self, name: str) -> str:
        """The value of a parameter that is given once, as it was typed."""
        return next(iter(self.typed.get(name, ())), "")

    def refuse(self, error: Unanswerable, *, than: bool = False) -> None:
        """Say each fault of a question beside its field. than: it is the question about the other period."""
        names = {part: name for name, part in (THAN if than else SEVERAL).items()}
        for fault in error.faults:
            name = str(fault.particulars.get("facet", "facet")) if fault.field == "facets" else fault.field
            self._fault(names.get(name, name), refusal(fault))

    def _fault(self, name: str, words: str) -> None:
        self.faults.setdefault(name, []).append(words)


def read_question(query: QueryDict, viewer: Viewer) -> AskedQuestion:
    """Read what an address asks, for what a viewer may know of."""
    typed = {
        name: [value.strip()[: LONGEST + 1] for value in values if value.strip()] for name, values in query.lists()
    }
    typed = {name: values for name, values in typed.items() if values}
    this = AskedQuestion(
        typed, kind="", way=next(iter(typed.pop("as", ())), WAYS[0]), page=next(iter(typed.pop("page", ())), "")
    )
    this.kind = this.one("kind") or "incident"
    _check_parameters(this)
    facets = _read_facets(this)
    places = _read_places(this)
    plain: dict[str, Any] = {name: this.one(name) for name in ALONE if this.one(name)}
    if teller := plain.get("according_to"):
        try:
            plain["according_to"] = source_named(teller, viewer)
        except Unclear as error:
            this.refuse(error)
    plain |= {"kind": this.kind, "facets": facets, "places": tuple(dict.fromkeys(places))}
    plain |= {"grades": tuple(dict.fromkeys(typed.get("grade", ()))), "by": tuple(dict.fromkeys(typed.get("by", ())))}
    try:
        question = Question.of(plain)
    except Unanswerable as error:
        this.refuse(error)
    else:
        this.question = None if this.faults else question
    if this.question and any(this.one(name) for name in THAN):
        _read_other_period(this, plain)
    return this


def _read_other_period(this: AskedQuestion, plain: Mapping[str, Any]) -> None:
    try:
        this.than = Question.of({**plain, **{part: this.one(name) or None for name, part in THAN.items()}})
    except Unanswerable as error:
        this.refuse(error, than=True)
        this.question = None
        return
    if not can_be_compared(this.than):
        this._fault(
            "than_since", say("A time between two things belongs to no period, and two of them are not compared.")
        )
        this.question = this.than = None


def _check_parameters(this: AskedQuestion) -> None:
    for name, values in this.typed.items():
        alone = name in ALONE or name in THAN
        if not alone and name not in SEVERAL:
            this._fault("", say("“%(name)s” is no part of a question here.") % {"name": name[:40]})
        elif alone and len(set(values)) > 1:
            this._fault(name, say("Several values were given, and only one can be asked for at a time."))
        elif len(values) > MOST or any(len(value) > LONGEST for value in values):
            this._fault(name, say("That is too long."))
    if this.way not in WAYS:
        this._fault("as", say("“%(way)s” is no way to show an answer.") % {"way": this.way[:40]})


def _read_facets(this: AskedQuestion) -> dict[str, tuple[str, ...]]:
    kind = all_kinds().get(this.kind)
    known = {each.name for each in coded_facets(kind)} if kind else set()
    facets: dict[str, tuple[str, ...]] = {}
    for each in dict.fromkeys(this.typed.get("facet", ())):
        name, _colon, code = each.partition(":")
        if not code or (kind and name not in known):
            this._fault("", say("“%(words)s” is no facet of this kind with a code.") % {"words": each[:80]})
        else:
            facets[name] = (*facets.get(name, ()), code)
    return facets


def _read_places(this: AskedQuestion) -> list[str]:
    codes = []
    for words in (part.strip() for typed in this.typed.get("place", ()) for part in typed.replace("؛", ";").split(";")):
        if not words:
            continue
        try:
            codes.append(place_named(words, this.notes.append))
        except Unclear as error:
            this.refuse(error)
    return codes
