"""Each pure room has one face: others import from it, and importing it loads no more than the room needs."""

import ast
import importlib
import inspect
import subprocess
import sys
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[2] / "src"
FACES = ("dalil.letters", "dalil.text.counts", "dalil.text.dates", "dalil.text.names", "dalil.text.spelling")
KERNELS = {"numba", "numpy", "rapidfuzz"}
FRAMEWORKS = {"django", "wagtail", "duckdb", "pyarrow"}


def loaded_by(module: str) -> set[str]:
    """The top-level packages that a fresh interpreter has after it imported a module."""
    told = "import sys; print(*{name.partition('.')[0] for name in sys.modules})"
    done = subprocess.run(
        [sys.executable, "-c", f"import {module}; {told}"], capture_output=True, text=True, check=True
    )
    return set(done.stdout.split())


@pytest.mark.parametrize(
    "module", ["dalil.letters", "dalil.vocabulary", "dalil.text.compounds", "dalil.text.dates", "dalil.text.counts"]
)
def test_who_only_folds_or_reads_loads_no_kernels(module: str) -> None:
    assert not loaded_by(module) & (KERNELS | FRAMEWORKS)


def test_letters_and_vocabulary_load_no_models_of_values() -> None:
    assert "pydantic" not in loaded_by("dalil.letters") | loaded_by("dalil.vocabulary")


def test_names_load_kernels_and_no_framework() -> None:
    loaded = loaded_by("dalil.text.names")
    assert loaded >= {"numba", "numpy"}
    assert not loaded & FRAMEWORKS


def test_nobody_imports_past_a_face() -> None:
    past = []
    for path in SOURCE.rglob("*.py"):
        importer = ".".join(path.relative_to(SOURCE).with_suffix("").parts)
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            names = (
                [alias.name for alias in node.names]
                if isinstance(node, ast.Import)
                else [node.module or ""]
                if isinstance(node, ast.ImportFrom)
                else []
            )
            past += [
                f"{importer} imports {name}"
                for name in names
                for face in FACES
                if name.startswith(f"{face}.") and not f"{importer}.".startswith(f"{face}.")
            ]
    assert past == []


ROOMS = (*FACES, "dalil.text.compounds", "dalil.text.skeleton", "dalil.text.place_finder", "dalil.values")


@pytest.mark.parametrize("room", ROOMS)
def test_every_pure_function_of_a_face_shows_an_example(room: str) -> None:
    module = importlib.import_module(room)
    given = getattr(module, "__all__", None) or [name for name in vars(module) if not name.startswith("_")]
    functions = [
        each
        for name in given
        if inspect.isfunction(each := inspect.unwrap(getattr(module, name)))
        and each.__module__.startswith(room)
        and each.__annotations__.get("return") not in (None, "None")
    ]
    assert [each.__name__ for each in functions if ">>>" not in (each.__doc__ or "")] == []
