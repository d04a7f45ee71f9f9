"""What an organisation's own kinds import: declared, documented, and there."""

from __future__ import annotations

import importlib
import re
from pathlib import Path

import pytest
from commands import say_in

MODULES = ("dalil.record.kind", "dalil.values", "dalil.values.codes")
DOCS = Path(__file__).parents[2] / "docs/kinds.md"
PROMISED = {
    "dalil.record.kind": {"Kind", "ask", "in_unit"},
    "dalil.values": {
        "Count",
        "Party",
        "PersonName",
        "Precision",
        "Shape",
        "Value",
        "When",
        "Where",
        "WherePrecision",
        "Words",
    },
    "dalil.values.codes": {"Weapon", "Target", "Sex", "CodeOf"},
}
"""Names that files of the first version import."""

OWN = """
class WaterPoint(Kind):
    '''A well, a pump or a pipe was damaged or mended.'''

    code = "water_point"
    name = Words(en="water point", ar="نقطة مياه")
    plural = Bilingual(en="water points", ar="نقاط مياه")

    when: When = ask("When", "متى")
    weapons: tuple[Weapon, ...] = ask("With what", "بأي سلاح", default=())

    title = Words(en="Water point, {when}", ar="نقطة مياه، {when}")
"""


def public_names(module):
    return importlib.import_module(module).__all__


@pytest.mark.parametrize("module", MODULES)
def test_the_names_are_declared_and_documented(module):
    row = re.search(rf"^\| `{re.escape(module)}` \| (.*) \|$", DOCS.read_text(encoding="utf-8"), re.MULTILINE)[1]
    assert re.findall(r"`(\w+)`", row) == sorted(public_names(module))
    assert PROMISED[module] <= set(public_names(module))


@pytest.mark.parametrize("module", MODULES)
def test_nothing_public_is_left_out(module):
    """Every name that the module itself makes and does not mark as its own."""
    there = importlib.import_module(module)
    made = {
        name
        for name, value in vars(there).items()
        if not name.startswith("_") and getattr(value, "__module__", "") == module
    }
    assert made <= set(public_names(module))


def test_a_file_of_ones_own_imports_exactly_these_names(tmp_path, migrate_home):
    own = tmp_path / "kinds" / "water_point.py"
    own.parent.mkdir()
    imports = [f"from {module} import {', '.join(public_names(module))}" for module in MODULES]
    own.write_text("\n".join(imports) + OWN, encoding="utf-8")
    migrate_home(tmp_path)
    said = say_in(tmp_path, "kinds water_point")
    assert "بأي سلاح" in said or "With what" in said
