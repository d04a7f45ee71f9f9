"""A search request as it is typed, at the desk, by a family, or in the cells of a file: texts by the names of `LABELS`, read as its content."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dalil.tracing.search_content import SearchContent
from dalil.tracing.search_words import LABELS
from dalil.values import PersonName

OF_NAME = tuple(name for name in PersonName.model_fields if name in LABELS)


def read_typed_search(typed: Mapping[str, Any]) -> SearchContent:
    """Read a search request that was typed. What was left empty is left out. Raises ValidationError, each fault with its field.

    >>> read_typed_search({"said": "سمير القاسم", "asker": "Rana", "held": "Saydnaya; 2013"}).held[0].when.notation()
    '2013'
    """
    plain = {name: typed[name] for name in SearchContent.model_fields if typed.get(name)}
    plain["name"] = {name: typed.get(name) or "" for name in OF_NAME}
    for name in ("also_named", "companions"):
        plain[name] = _lines(typed.get(name) or "")
    plain["held"] = tuple(_read_stay(line) for line in _lines(typed.get("held") or ""))
    if "sample_taken" in plain:
        plain["sample_taken"] = typed["sample_taken"] == "yes"
    plain.setdefault("asker", "")
    return SearchContent.model_validate(plain)


def field_of_fault(fault: Mapping[str, Any]) -> str:
    """Return the name of the typed field that a fault of pydantic is about.

    >>> field_of_fault({"loc": ("held", 0, "when")}), field_of_fault({"loc": ("name", "said")})
    ('held', 'said')
    """
    place = [str(each) for each in fault["loc"]]
    if place[:1] == ["name"]:
        return place[1] if len(place) > 1 and place[1] in OF_NAME else "said"
    return place[0] if place else ""


def type_search(content: SearchContent) -> dict[str, Any]:
    """Return a request as it is typed; a time stands in the words that were typed, or in its notation."""
    plain: dict[str, Any] = {name: getattr(content, name) for name in SearchContent.model_fields}
    name = plain.pop("name")
    for each in ("born", "last_seen"):
        plain[each] = plain[each].notation() if plain[each] else ""
    for each in ("also_named", "companions"):
        plain[each] = "\n".join(plain[each])
    plain["held"] = "\n".join(
        f"{each.place}; {each.when.notation()}" if each.when else each.place for each in content.held
    )
    plain["sample_taken"] = {None: "", True: "yes", False: "no"}[content.sample_taken]
    return {**plain, **{each: getattr(name, each) for each in OF_NAME}}


def _lines(text: str) -> tuple[str, ...]:
    return tuple(filter(None, map(str.strip, text.splitlines())))


def _read_stay(line: str) -> dict[str, str]:
    place, _between, when = line.replace("؛", ";").partition(";")
    return {"place": place.strip()} | ({"when": when.strip()} if when.strip() else {})
