"""No function that reads language decides more than can be held in mind: at most 15 branches and conditions, and its own way through."""

import ast
from collections.abc import Iterator
from pathlib import Path

import dalil.text

ROOM = Path(dalil.text.__file__).parent
MOST = 15
LARGER = {
    "spelling/trie.py search_trie": "one loop that is compiled; a call inside it costs more than it explains",
    "spelling/trie.py _score": "one loop that is compiled",
    "spelling/slips.py count_steps": "one loop that is compiled",
    "names/name_index.py _extend": "writes one block of all columns of the index at once",
    "place_finder.py _likenesses": "nested dictionaries filled in one pass",
}
"""Functions that may be larger, with the reason."""
BRANCHES = (ast.If, ast.For, ast.While, ast.ExceptHandler, ast.IfExp, ast.Assert, ast.match_case)


def complexity_of(function: ast.AST) -> int:
    """Each branch, each further condition in one, each loop and filter of a comprehension counts."""
    found = 1
    for node in ast.walk(function):
        found += isinstance(node, BRANCHES)
        found += len(node.values) - 1 if isinstance(node, ast.BoolOp) else 0
        found += 1 + len(node.ifs) if isinstance(node, ast.comprehension) else 0
    return found


def functions() -> Iterator[tuple[str, int]]:
    for file in sorted(ROOM.rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef):
                yield f"{file.relative_to(ROOM).as_posix()} {node.name}", complexity_of(node)


def test_no_function_of_the_text_engine_decides_too_much() -> None:
    assert {name for name, complexity in functions() if complexity > MOST} == set(LARGER)
