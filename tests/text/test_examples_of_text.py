"""The examples in the docstrings of the pure rooms, and of the wording, are true."""

import doctest
import importlib
import pkgutil
from types import ModuleType

import pytest

import dalil.drawing
import dalil.letters
import dalil.text
import dalil.values
import dalil.vocabulary
import dalil.wording


def modules_of(room: ModuleType) -> list[str]:
    """The names of a room's modules, its own among them."""
    return [room.__name__, *(each.name for each in pkgutil.walk_packages(room.__path__, f"{room.__name__}."))]


@pytest.mark.parametrize(
    "module",
    [
        name
        for room in (dalil.drawing, dalil.letters, dalil.vocabulary, dalil.values, dalil.text, dalil.wording)
        for name in modules_of(room)
    ],
)
def test_the_examples_of_a_module_are_true(module: str) -> None:
    assert doctest.testmod(importlib.import_module(module)).failed == 0
