"""What a template says at its top that it is given is what it uses; and what it uses is given to it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from addresses import public_addresses
from django.template import engines
from django.test.signals import template_rendered

import dalil
from dalil.counting.figures import define_figure, publish_edition
from dalil.counting.question import Question

PACKAGE = Path(dalil.__file__).parent
WITH_CONTRACT = sorted(
    path.relative_to(PACKAGE).as_posix()
    for path in (PACKAGE / "bulletin").rglob("*.html")
    if "{% comment %}" in path.read_text(encoding="utf-8")[:300]
)


def contract_of(template: str) -> str:
    """The comment at the top of a template, without what stands between brackets to explain it."""
    text = (PACKAGE / template).read_text(encoding="utf-8")
    found = re.search(r"{% comment %}(.*?){% endcomment %}", text, re.DOTALL)
    return re.sub(r"\([^()]*\)", "", re.sub(r"\([^()]*\)", "", found[1])) if found else ""


def body_of(template: str, seen: frozenset[str] = frozenset()) -> str:
    """A template without its contract, with all that it includes."""
    text = (PACKAGE / template).read_text(encoding="utf-8")
    body = re.sub(r"{% comment %}.*?{% endcomment %}", "", text, flags=re.DOTALL)
    for other in re.findall(r'{% include "([^"]+)"', body):
        if other not in seen:
            body += body_of(other, seen | {template})
    return body


def given_names(template: str) -> dict[str, set[str]]:
    """The names that the contract says are given, by the variable that they are given in: of `entity {title, grade: {name}}` two."""
    contract, found = contract_of(template), {}
    for match in re.finditer(r"(?m)^(\w+)\s+\{", contract):
        depth, flat = 0, ""
        for letter in contract[match.end() - 1 :]:
            depth += (letter in "{[") - (letter in "}]")
            if depth == 0:
                break
            flat += letter if depth == 1 and letter not in "{}[]" else ""
        found[match[1]] = set(re.findall(r"(?:^|,)\s*([a-z_0-9]{2,})", flat))
    return found


def names_in(value: Any) -> set[str]:
    """The names that a template can ask of a value: of a dictionary or of a presenter."""
    return set(value) if isinstance(value, dict) else {name for name in dir(value) if not name.startswith("_")}


class Recorder(str):
    """Stands where a template finds nothing under a name, and remembers the name."""

    names: set[str]

    def __contains__(self, part: object) -> bool:
        return True

    def __mod__(self, name: Any) -> str:
        self.names.add(str(name))
        return ""


@pytest.mark.parametrize("template", WITH_CONTRACT)
def test_every_name_of_the_contract_is_used(template: str) -> None:
    names = re.findall(r"[{,]\s*(?:and: )?([a-z_0-9]{2,})(?=\s*[:,}\]])", contract_of(template))
    body = body_of(template)
    assert [name for name in names if not re.search(rf"\.{name}\b", body)] == []


@pytest.mark.parametrize("template", WITH_CONTRACT)
def test_every_template_that_the_contract_names_is_there(template: str) -> None:
    named = re.findall(r"[\w/]+\.html", contract_of(template))
    assert [name for name in named if not (PACKAGE / name).exists()] == []


def test_every_name_that_a_public_page_uses_is_given(loaded: Any, enter: Any, edith: Any, reader: Any) -> None:
    reports = [
        enter({"when": f"2019-05-0{day}", "where": {"places": ["SY07"]}, "killed": f"{day}+"}, origin="north-monitor")
        for day in range(1, 4)
    ]
    figure = define_figure("killed", Question(measure="killed", by=("source",)), actor=edith, title_en="Killed?")
    publish_edition(figure, actor=edith)
    addresses = public_addresses(report=reports[0], figure="killed", word="Idlib")
    recorder = Recorder("given")
    recorder.names = set()
    missing: set[tuple[str, str]] = set()

    def compare(template: Any, context: Any, **_: Any) -> None:
        """Hold what a template is given against its contract, as Django's test client renders it."""
        if template.name not in WITH_CONTRACT:
            return
        for variable, names in given_names(template.name).items():
            if context.get(variable):
                missing.update((template.name, f"{variable}.{name}") for name in names - names_in(context[variable]))

    template_rendered.connect(compare)
    engine = engines["django"].engine
    before, engine.string_if_invalid = engine.string_if_invalid, recorder
    try:
        for paths in addresses.values():
            for path in paths:
                if path.startswith(("/en/", "/ar/")):
                    reader.get(path)
    finally:
        engine.string_if_invalid = before
        template_rendered.disconnect(compare)
    assert missing == set()
    assert recorder.names == set()
