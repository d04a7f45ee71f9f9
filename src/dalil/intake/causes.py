"""Why a row became no report: an English sentence that knows its template and its particulars, so that it can be said in other languages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Self

from pydantic import ValidationError

from dalil.letters import LANGUAGE_CODES
from dalil.values import Bilingual
from dalil.vocabulary.gazetteer import Place


class Cause(str):
    """A cause in English words. told: what `wording.refusals.say_kept` says it from, as JSON.

    Of a particular that is a list, the parts are said one after the other, each in the language of the screen.

    >>> cause = Cause("“{cell}” is not a number", cell="many")
    >>> cause, cause.told["particulars"]
    ('“many” is not a number', {'cell': 'many'})
    """

    told: dict[str, Any]

    def __new__(cls, template: str, *, sources: Iterable[str] = (), **particulars: Any) -> Self:
        """Make a cause. sources: codes that the sentence names, which not every viewer may know."""
        told: dict[str, Any] = {
            "template": template,
            "particulars": {name: _kept(each) for name, each in particulars.items()},
        }
        if codes := [*sources]:
            told["sources"] = codes
        return cls.of_words(_in_english(template, particulars), told)

    @classmethod
    def of_words(cls, said: str, told: dict[str, Any]) -> Self:
        """Make a cause of its English words and of what it is said from."""
        made = str.__new__(cls, said)
        made.told = told
        return made

    def with_particulars(self, said: str, **particulars: Any) -> Self:
        """Return the same cause with other particulars, and said in other English words."""
        kept = {name: _kept(each) for name, each in particulars.items()}
        return self.of_words(said, {**self.told, "particulars": {**self.told["particulars"], **kept}})

    def __reduce__(self) -> tuple[Any, ...]:
        """Causes travel between processes."""
        return Cause.of_words, (str(self), self.told)


def shorten(parts: Sequence[Any], most: int) -> list[Any]:
    """Return the first of some parts for a sentence, and how many more there are.

    >>> [str(each) for each in shorten([4, 5, 6, 7], 2)]
    ['4', '5', '2 more']
    """
    return [*parts[:most], *([Cause("{n} more", n=len(parts) - most)] if len(parts) > most else [])]


def cause_of(error: Exception) -> str:
    """The sentence of an error; a Cause where the error carries one, or its template and particulars."""
    if isinstance(cause := getattr(error, "cause", None), Cause):
        return cause
    if error.args and isinstance(error.args[0], Cause):
        return error.args[0]
    if isinstance(error, ValidationError):
        first = error.errors(include_url=False)[0]
        return cause_of_rule(dict(first), first["msg"])
    context = dict(getattr(error, "context", None) or {})
    template = getattr(error, "template", None) or context.pop("template", None)
    particulars = getattr(error, "particulars", None) or context
    if not template or getattr(error, "faults", None):
        return str(error)
    return Cause.of_words(
        str(error), {"template": template, "particulars": {name: _kept(each) for name, each in particulars.items()}}
    )


def cause_of_rule(error: dict[str, Any], said: str) -> str:
    """The sentence of one of pydantic's errors."""
    context = dict(error.get("ctx", {}))
    inner = context.pop("error", None)
    if template := context.pop("template", None):
        told = {"template": template, "particulars": {name: _kept(each) for name, each in context.items()}}
        named = any(isinstance(each, Bilingual) for each in context.values())
        return Cause.of_words(_in_english(template, context) if named else said, told)
    if isinstance(inner, Exception):
        return cause_of(inner)
    return Cause.of_words(
        said, {"rule": error["type"], "particulars": {name: _kept(each) for name, each in context.items()}}
    )


def with_others(first: str, others: Iterable[tuple[str, str]]) -> str:
    """A cause with what else was wrong, by the names of the fields."""
    more = [*others]
    if not more:
        return first
    made = Cause("{first}; also {others}", first=first, others="; ".join(f"{name}: {cause}" for name, cause in more))
    made.told["particulars"]["others"] = [{**_said_and_told(cause), "of": name} for name, cause in more]
    return made


def _said_and_told(cause: str) -> dict[str, Any]:
    return {"said": str(cause), "told": getattr(cause, "told", {})}


def _in_english(template: str, particulars: Mapping[str, Any]) -> str:
    """Fill a template in English: a name in two languages stands there as one, several things as a list."""
    return template.format(**{name: _one_in_english(each) for name, each in particulars.items()})


def _one_in_english(value: Any) -> Any:
    if isinstance(value, Bilingual):
        return value.in_language("en")
    return ", ".join(map(str, value)) if isinstance(value, (list, tuple)) else value


def _kept(value: Any) -> Any:
    """A particular as JSON: another cause or error with what it is said from, a place by its names, several as a list."""
    if isinstance(value, (Cause, Exception)):
        return _said_and_told(cause_of(value) if isinstance(value, Exception) else value)
    if isinstance(value, (tuple, list)):
        return [_kept(each) for each in value]
    if isinstance(value, Bilingual):
        return {"names": {code: value.in_language(code) for code in LANGUAGE_CODES}}
    if isinstance(value, Place):
        return {"names": {code: value.label(code) for code in LANGUAGE_CODES}}
    return value if isinstance(value, (int, float)) else str(value)
