"""Rooms import in one direction, modules in none that comes back; and one word names one thing."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from collections import defaultdict
from collections.abc import Iterator, Mapping
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

from commands import environment_of

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "dalil"

SAID_IN_EVERY_FOLDER = {"__init__", "admin", "apps", "forms", "models", "presenters", "urls", "views", "wagtail_hooks"}
"""Names of modules that Django, Wagtail or our folders by subject give to the same part of each."""

ONE_NAME_TWICE = {
    "Place": "a place of the gazetteer, and Django's row of an imported one, whose table keeps its name",
    "Question": "what is asked of the record, and a reader's question in a page, whose block keeps its name",
}
"""Classes that have the name of another on purpose, with the reason."""


def modules() -> dict[str, Path]:
    """Every module of the package by its dotted name; migrations are left out."""
    found = {}
    for path in sorted(SOURCE.rglob("*.py")):
        if "migrations" in path.parts:
            continue
        parts = ("dalil", *path.relative_to(SOURCE).with_suffix("").parts)
        found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


def imports_of(path: Path, known: Mapping[str, Path]) -> Iterator[str]:
    """The modules of ours that a module imports anywhere: also inside a function, and for type checkers alone."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (each.name for each in node.names if each.name in known)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            for each in node.names:
                whole = f"{node.module}.{each.name}"
                if whole in known:
                    yield whole
                elif node.module in known:
                    yield node.module


def rooms_in_order() -> list[str]:
    """The rooms as the lint has them, the bottom one first."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contracts = settings["tool"]["importlinter"]["contracts"]
    layers = next(each["layers"] for each in contracts if each["type"] == "layers")
    return [layer.removeprefix("dalil.") for layer in reversed(layers)]


def test_the_rooms_import_in_one_direction() -> None:
    done = subprocess.run([Path(sys.executable).with_name("lint-imports")], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout


def test_every_room_is_in_the_lint() -> None:
    assert {path.name for path in SOURCE.iterdir() if (path / "__init__.py").exists()} == set(rooms_in_order())


def test_no_import_comes_back_to_where_it_began_hidden_ones_included() -> None:
    known = modules()
    graph = {name: set(imports_of(path, known)) - {name} for name, path in known.items()}
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        raise AssertionError(" -> ".join(error.args[1])) from None


def test_a_command_that_compares_no_names_loads_no_compiled_kernels(tmp_path: Path) -> None:
    """They cost each command, and each process that answers, imports or follows, half a second and 30 MB."""
    began = "import sys, django; django.setup(); print(*({'numba', 'splink'} & set(sys.modules)))"
    done = subprocess.run(
        [sys.executable, "-c", began], env=environment_of(tmp_path), check=True, capture_output=True, text=True
    )
    assert done.stdout.split() == []


def test_no_two_classes_have_one_name() -> None:
    named = defaultdict(list)
    for name, path in modules().items():
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                named[node.name].append(name)
    twice = {name: where for name, where in named.items() if len(where) > 1}
    assert {name: where for name, where in twice.items() if name not in ONE_NAME_TWICE} == {}
    assert set(ONE_NAME_TWICE) <= set(twice), "no longer twice: take it off the list"


def test_the_architecture_page_draws_the_rooms_as_they_are_checked() -> None:
    page = (ROOT / "docs/architecture.md").read_text(encoding="utf-8")
    picture = re.search(r"<!-- rooms -->\n```\n(.*?)```", page, re.DOTALL)
    assert picture, "the picture stands under <!-- rooms -->"
    drawn = [word for line in picture[1].splitlines() for word in re.findall(r"^  (\w+)/", line)]
    assert drawn == rooms_in_order()
