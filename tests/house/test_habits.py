"""The habits of the house, guarded: reads through `visible_to`, rooms in order, docs that cannot go stale."""

import ast
import re
from pathlib import Path

import pytest

from dalil import vocabulary
from dalil.cli import COMMANDS, SUMMARIES
from dalil.record.kind import all_kinds

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "dalil"
PROTECTED = {"Report", "Document", "Source"}


def modules():
    return [path for path in sorted(SOURCE.rglob("*.py")) if "migrations" not in path.parts]


def unprotected_reads(path):
    """Uses of `Report.objects` and its like that are not followed by `.visible_to(` at once."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    parents = {child: node for node in ast.walk(tree) for child in ast.iter_child_nodes(node)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr in {"objects", "_default_manager", "_base_manager"}:
            of = node.value.id if isinstance(node.value, ast.Name) else ""
            parent = parents[node]
            if of in PROTECTED and not (isinstance(parent, ast.Attribute) and parent.attr == "visible_to"):
                yield f"{path.relative_to(ROOT)}:{node.lineno}"


def test_outside_the_record_everything_is_read_through_visible_to():
    rooms = [path for path in modules() if path.relative_to(SOURCE).parts[0] not in {"record", "archive"}]
    assert [place for path in rooms for place in unprotected_reads(path)] == []


def test_no_module_is_longer_than_a_reader_can_hold():
    assert [
        (path.name, lines) for path in modules() if (lines := len(path.read_text(encoding="utf-8").splitlines())) > 450
    ] == []


def test_every_public_function_says_what_it_is_for():
    silent = []
    for path in modules():
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            public = isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_")
            if public and not ast.get_docstring(node) and node.name not in {"Meta"} and path.name not in {"apps.py"}:
                silent.append(f"{path.relative_to(ROOT)}:{node.lineno} {node.name}")
    assert silent == []


@pytest.mark.parametrize("command", sorted(COMMANDS))
def test_every_command_is_summed_up_and_documented(command):
    assert SUMMARIES[command]
    assert f"dalil {command}" in (ROOT / "docs/operating.md").read_text(encoding="utf-8")


def test_every_kind_is_documented():
    text = (ROOT / "docs/kinds.md").read_text(encoding="utf-8")
    assert [code for code in all_kinds() if f"`{code}`" not in text] == []


def test_every_setting_is_documented():
    named = set(re.findall(r"DALIL_[A-Z_]+", (SOURCE / "settings.py").read_text(encoding="utf-8")))
    text = (ROOT / "docs/operating.md").read_text(encoding="utf-8")
    assert [name for name in named if f"`{name}`" not in text] == []


def test_every_vocabulary_is_documented():
    text = (ROOT / "docs/vocabulary.md").read_text(encoding="utf-8")
    assert [scheme for scheme in vocabulary.schemes() if f"`{scheme}`" not in text] == []


def test_links_between_the_docs_lead_somewhere():
    broken = []
    for page in [*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")]:
        for target in re.findall(r"\]\((?!https?:|#|mailto:)([^)#]+)", page.read_text(encoding="utf-8")):
            if not (page.parent / target).exists():
                broken.append(f"{page.name}: {target}")
    assert broken == []


def test_no_file_holds_the_marks_of_a_merge_left_undone():
    marks = re.compile(r"^(?:<{7} |>{7} )", re.MULTILINE)
    folders = [ROOT / name for name in ("src", "tests", "docs", "benchmarks", "tools")]
    files = [path for folder in folders for path in folder.rglob("*") if "__pycache__" not in path.parts]
    files = [path for path in (*files, *ROOT.iterdir()) if path.is_file()]
    assert [path for path in files if marks.search(path.read_bytes().decode("utf-8", "replace"))] == []
    assert len(files) > 300 and marks.search("said\n<<<<<<< HEAD\n")


def test_every_file_of_tests_has_a_name_of_its_own():
    """pytest imports them by name alone: of two of one name in one run, the second is not read at all."""
    names = [path.name for path in (ROOT / "tests").rglob("test_*.py")]
    assert sorted(name for name in set(names) if names.count(name) > 1) == []
