"""The inputs of the field's own values: how many, when, where, and words in two languages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from dalil import vocabulary
from dalil.desk.inputs.lengths import Within
from dalil.desk.inputs.plain import (
    DateInput,
    Input,
    UnreadableInput,
    collect_fields,
    collect_initial,
    make_plain_inputs,
)
from dalil.desk.lists import check_few, is_taken, place_line, split
from dalil.letters import LANGUAGE_CODES, LANGUAGES
from dalil.lookup.explanations import explain_place_match
from dalil.lookup.match import Match, Reason
from dalil.lookup.places import find_place
from dalil.record.gazetteer_in_use import gazetteer
from dalil.text.counts import bound_whole, read_count
from dalil.values import Count, Where
from dalil.values.doubted_names import says_doubt
from dalil.vocabulary.gazetteer import Place
from dalil.wording.refusals import refusal

UNRESOLVED = "-"
"""The choice that leaves a place as it was said."""


@dataclass
class CountInput(Input):
    """How many: a short notation or the words of the source, and behind them unit, status, sex, age, date.

    unit: what its field counts, where the kind says it.
    """

    unit: str = ""

    template = "desk/inputs/count.html"
    FACTS = ("unit", "status", "sex", "age", "as_of", "provisional")

    def __post_init__(self) -> None:
        self.more = make_plain_inputs(Count, self.FACTS, self)

    def fields(self) -> dict[str, forms.Field]:
        in_words = _("%(what)s, in the source’s words") % {"what": self.label}
        own: dict[str, forms.Field] = {
            self.name: forms.CharField(
                label=self.label,
                help_text=self.help,
                required=self.required,
                validators=[Within("text")],
                widget=forms.TextInput(attrs={"autocomplete": "off", "dir": "auto", "data-count": self._own_quantity}),
            ),
            f"{self.name}-said": forms.CharField(
                label=_("in the source’s words"),
                required=False,
                validators=[Within("text")],
                widget=forms.TextInput(attrs={"dir": "auto", "aria-label": in_words}),
            ),
        }
        return own | collect_fields(self.more)

    def initial(self) -> dict[str, Any]:
        unit = {f"{self.name}-unit": self.before.unit if self.before else self._usual_unit()}
        if not self.before:
            return unit
        return (
            {self.name: self.before.notation(), f"{self.name}-said": self.before.said}
            | collect_initial(self.more)
            | unit
        )

    def read(self, typed: Mapping[str, Any]) -> Any:
        number, said = typed[self.name], typed[f"{self.name}-said"]
        if not number:
            if said:
                raise UnreadableInput(
                    self.name, _("Say how many in numbers too; write 12+ for a vague word like “dozens”.")
                )
            return None
        about = {
            fact: value
            for fact, each in zip(self.FACTS, self.more, strict=True)
            if (value := each.read(typed)) is not None
        }
        if self.before and number == self.before.notation():
            kept = self.before.model_dump(mode="json", include={"low", "high", "point", "shape"})
            return kept | {"said": said} | about
        try:
            count = read_count(number, self._quantity(typed))
            own = self.name.rsplit("-", 1)[-1]
            if own == self._quantity(typed) and about.keys().isdisjoint(("status", "sex", "age")):
                count = bound_whole(count, number, own)
        except ValueError as error:
            raise UnreadableInput(self.name, refusal(error)) from error
        if about.get("unit") == self._usual_unit():
            about.pop("unit")
        if fact := count.contradicted_by(about):
            raise UnreadableInput(
                f"{self.name}-{fact}",
                _("“%(words)s” says something else than what is chosen here.") % {"words": number},
            )
        whole = count.model_dump(mode="json", exclude_defaults=True)
        if "unit" in count.model_fields_set:  # people in an input of other things are refused, not turned into them
            whole["unit"] = count.unit
        return {"unit": self._usual_unit()} | whole | about | ({"said": said} if said else {})

    def find_field(self, path: tuple[str | int, ...]) -> str:
        return f"{self.name}-{path[0]}" if path and path[0] in self.FACTS else self.name

    @property
    def _own_quantity(self) -> str:
        return self.name.rsplit("-", 1)[-1]

    def _quantity(self, typed: Mapping[str, Any]) -> str:
        """The quantity that the input asks for: its own name, or what the form says is counted."""
        own = self._own_quantity
        return str(typed.get(f"{self.name.partition('-')[0]}-what") or "") if own == "count" else own

    def _usual_unit(self) -> str:
        if self.unit:
            return self.unit
        quantity = self.name.rsplit("-", 1)[-1]
        if not vocabulary.is_code("quantities", quantity):
            return "person"
        return vocabulary.term("quantities", quantity).extra.get("default_unit", "person")

    @property
    def unusual(self) -> bool:
        """Whether the facts behind the number hold something, so that they are shown open."""
        if self.data is not None:
            return any(self.data.get(f"{self.name}-{fact}") for fact in self.FACTS[1:])
        return bool(self.before and any(getattr(self.before, fact) for fact in self.FACTS[1:]))


class WhenInput(DateInput):
    """A day, a month, a year or a span, as people write it, and the words of the source."""

    template = "desk/inputs/when.html"

    def fields(self) -> dict[str, forms.Field]:
        in_words = _("%(what)s, in the source’s words") % {"what": self.label}
        own = super().fields()
        own[self.name].help_text = self.help or _(
            "26 April 2019, 26 نيسان 2019, 2018-09, 2016, 2018-10..2019-03, or 2019-04-26 14:30"
        )
        own[f"{self.name}-said"] = forms.CharField(
            label=_("in the source’s words"),
            required=False,
            validators=[Within("text")],
            widget=forms.TextInput(attrs={"dir": "auto", "aria-label": in_words}),
        )
        return own

    def initial(self) -> dict[str, Any]:
        return {self.name: self.before.notation(), f"{self.name}-said": self.before.said} if self.before else {}

    def read(self, typed: Mapping[str, Any]) -> Any:
        said = typed[f"{self.name}-said"]
        if self.before and typed[self.name] == self.before.notation() and not typed[f"{self.name}-day"]:
            return self.before.model_dump(mode="json") | {"said": said}
        when = self.understand(typed)
        if when is None:
            if said:
                raise UnreadableInput(self.name, _("Say when in numbers too; a year or a span is enough."))
            return None
        kept = when.model_copy(update={"said": said or when.said})
        if when.zone and kept.zone != when.zone:  # the words of the source do not name the zone that was typed
            kept = when.model_copy(update={"said": f"{said} ({when.said})"})
        return kept.model_dump(mode="json")


class WhereInput(Input):
    """The place as it was said, and the place of the gazetteer that is meant; homonyms are listed to choose from."""

    template = "desk/inputs/where.html"
    FACTS = ("precision", "lat", "lon")

    def __post_init__(self) -> None:
        self.more = make_plain_inputs(Where, self.FACTS, self)
        self._notes: list[str] = []

    def _own(self) -> dict[str, forms.Field]:
        return {
            self.name: forms.CharField(
                label=_("%(what)s, as the source names it") % {"what": self.label},
                help_text=self.help,
                required=False,
                validators=[Within("text")],
                widget=forms.TextInput(attrs={"dir": "auto"}),
            ),
            f"{self.name}-place": forms.CharField(
                label=_("%(what)s: place in the gazetteer") % {"what": self.label},
                help_text=_("A name in either script, or a code. Several with a semicolon between them."),
                required=False,
                max_length=500,
                validators=[check_few],
                widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off", "data-suggest": "places"}),
            ),
        }

    def fields(self) -> dict[str, forms.Field]:
        own = self._own()
        for name, (typed, match) in self._choices().items():
            own[name] = forms.ChoiceField(
                label=_("Which “%(name)s”?") % {"name": typed},
                choices=[
                    *((place.code, place_line(place.code, self.language)) for place in match.candidates),
                    (UNRESOLVED, _("None of these, or it cannot be told: keep the name as said")),
                ],
                widget=forms.RadioSelect,
                required=False,
            )
        return own | collect_fields(self.more)

    def initial(self) -> dict[str, Any]:
        if not self.before:
            return {}
        lines = "; ".join(place_line(code, self.language) for code in self.before.places)
        return {self.name: self.before.name, f"{self.name}-place": lines} | collect_initial(self.more)

    def read(self, typed: Mapping[str, Any]) -> Any:
        choices = {written: (name, match) for name, (written, match) in self._choices().items()}
        said = typed[self.name]
        asked = bool(typed.get(f"{self.name}-place"))
        codes: list[str] = []
        self._notes = []
        for written in self._written(typed):
            if written in choices:
                name, match = choices[written]
                chosen = typed.get(name) or ""
                if not chosen and asked and match.found:
                    chosen = match.found.code
                    self._notes.append(refusal(explain_place_match(written, match)))
                if not chosen:
                    raise UnreadableInput(name, _("Choose the place that is meant."))
                if chosen != UNRESOLVED:
                    codes.append(chosen)
                elif not said:
                    said = written
            elif found := find_place(written, gazetteer=gazetteer()).found:
                codes.append(found.code)
            else:
                raise UnreadableInput(
                    f"{self.name}-place",
                    _("No place called “%(name)s” is in the gazetteer; leave this empty and keep the name as said.")
                    % {"name": written},
                )
        if not said and codes:  # a doubt beside the name of a place is no part of its code
            said = "; ".join(filter(doubts_place, split(str(typed.get(f"{self.name}-place") or ""))))
        facts = {each.name.rsplit("-", 1)[-1]: value for each in self.more if (value := each.read(typed)) is not None}
        whole = {"places": list(dict.fromkeys(codes)), "name": said} | facts
        return whole if any(whole.values()) else None

    def find_field(self, path: tuple[str | int, ...]) -> str:
        return f"{self.name}-{path[0]}" if path and path[0] in self.FACTS else self.name

    def notes(self) -> list[str]:
        return self._notes

    @property
    def unusual(self) -> bool:
        """Whether precision or point hold something, so that they are shown open."""
        if self.data is not None:
            return any(self.data.get(each.name) for each in self.more)
        return any(each.before is not None for each in self.more)

    def _written(self, typed: Mapping[str, Any]) -> list[str]:
        """The places to resolve: what stands in the input of places, else the name as said where the gazetteer knows it."""
        written = split(str(typed.get(f"{self.name}-place") or ""))
        said = str(typed.get(self.name) or "").strip()
        unchanged = bool(self.before and not self.before.places and said == self.before.name)
        if not written and said and not unchanged and _is_known(find_place(said, gazetteer=gazetteer())):
            return [said]
        return written

    def _choices(self) -> dict[str, tuple[str, Match[Place]]]:
        """The inputs for choosing: for each name that may mean several places, or that was only said, the places it may mean."""
        if self.data is None or not all(is_taken(field, self.data.get(name)) for name, field in self._own().items()):
            return {}
        asked = split(str(self.data.get(f"{self.name}-place") or ""))
        choices: dict[str, tuple[str, Match[Place]]] = {}
        for at, written in enumerate(self._written(self.data)):
            match = find_place(written, gazetteer=gazetteer())
            if match.alternatives or (match.found and not asked):
                choices[f"{self.name}-which{at}"] = (written, match)
        return choices


def doubts_place(written: str) -> bool:
    """Say whether the name of a place that was typed says that it is not certain. A line that begins with a code was chosen, and is."""
    return says_doubt(written) and written.split(" ", 1)[0] not in gazetteer()


def _is_known(match: Match[Place]) -> bool:
    """Whether some place bears the name that was looked up as it is written."""
    return match.found is not None or match.reason in (Reason.HOMONYMS, Reason.ELSEWHERE)


class WordsInput(Input):
    """A short text in English, in Arabic, or both."""

    template = "desk/inputs/words.html"

    def fields(self) -> dict[str, forms.Field]:
        return {
            f"{self.name}-{each.code}": forms.CharField(
                label=f"{self.label} ({_(each.english_name)})",
                help_text=self.help if each is LANGUAGES[0] else "",
                required=False,
                validators=[Within("text")],
                widget=forms.Textarea(attrs={"rows": 2, "lang": each.code, "dir": each.direction}),
            )
            for each in LANGUAGES
        }

    def initial(self) -> dict[str, Any]:
        return {f"{self.name}-{code}": getattr(self.before, code) for code in LANGUAGE_CODES} if self.before else {}

    def read(self, typed: Mapping[str, Any]) -> Any:
        said = {code: typed[f"{self.name}-{code}"] for code in LANGUAGE_CODES if typed[f"{self.name}-{code}"]}
        return said or None

    def find_field(self, path: tuple[str | int, ...]) -> str:
        return f"{self.name}-{LANGUAGE_CODES[0]}"
