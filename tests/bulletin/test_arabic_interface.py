"""The interface is as complete in Arabic as in English."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.extract import extract
from babel.messages.pofile import read_po
from django.utils.translation.template import templatize

import dalil

PACKAGE = Path(dalil.__file__).parent
SAID_BY = {
    "_": None,
    "say": None,
    "gettext": None,
    "gettext_lazy": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
Message = tuple[str | None, str | tuple[str, ...]]


def messages() -> Iterator[tuple[str, Message]]:
    """Everything in templates and code that is marked to be said in the reader's language, with the file it stands in."""
    for path in sorted([*PACKAGE.rglob("*.html"), *PACKAGE.rglob("*.py")]):
        source = path.read_text(encoding="utf-8")
        if path.suffix == ".html":
            source = templatize(source, origin=str(path))
        for _, message, _, context in extract(
            "python", io.BytesIO(source.encode()), SAID_BY, options={"encoding": "utf-8"}
        ):  # type: ignore[arg-type]
            yield str(path.relative_to(PACKAGE)), (context, message)


def arabic() -> dict[Message, tuple[str, ...]]:
    said: dict[Message, tuple[str, ...]] = {}
    for path in PACKAGE.glob("**/locale/ar/LC_MESSAGES/django.po"):
        with path.open("rb") as lines:
            for entry in read_po(lines, locale="ar"):
                texts = entry.string if isinstance(entry.string, tuple) else (entry.string,)
                said[entry.context, tuple(entry.id) if isinstance(entry.id, (tuple, list)) else entry.id] = texts
    return said


def test_everything_that_is_said_is_said_in_arabic() -> None:
    said = arabic()
    missing = sorted({f"{file}: {message[1]}" for file, message in messages() if not all(said.get(message, ("",)))})
    assert not missing


def test_a_counted_text_has_its_six_arabic_forms() -> None:
    counted = {key: texts for key, texts in arabic().items() if isinstance(key[1], tuple)}
    assert counted
    for key, texts in counted.items():
        assert len(texts) == 6 and all(texts), key


def test_what_is_put_into_a_text_is_put_into_its_arabic_too() -> None:
    for key, texts in arabic().items():
        if not key[1]:
            continue
        asked = set(re.findall(r"%\((\w+)\)", key[1] if isinstance(key[1], str) else key[1][-1]))
        for text in texts if isinstance(key[1], str) else texts[3:]:
            assert set(re.findall(r"%\((\w+)\)", text)) == asked, key


@pytest.mark.parametrize("sheet", sorted(PACKAGE.rglob("static/**/*.css")), ids=lambda path: path.name)
def test_a_stylesheet_knows_no_left_and_right(sheet: Path) -> None:
    rules = re.sub(r"/\*.*?\*/", "", sheet.read_text(encoding="utf-8"), flags=re.DOTALL)
    assert not re.findall(r"[^{};]*\b(?:left|right)\b[^{};]*[;}]", rules)
