"""Figures as pages show them (waits for dalil.counting.figures)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from wagtail.rich_text.rewriters import FIND_EMBED_TAG, extract_attrs


def figure_choices() -> list[tuple[str, str]]:
    """Every figure, as an editor chooses it."""
    return []


def slugs_in(html: str) -> list[str]:
    """The figures in a stored rich text, in the order a reader meets them."""
    found = (extract_attrs(attributes) for attributes in FIND_EMBED_TAG.findall(html))
    return [each["slug"] for each in found if each.get("embedtype") == "figure" and "slug" in each]


def tiles(slugs: Sequence[str], language: str) -> list[dict[str, Any]]:
    """Figures beside a text."""
    return []


def sources(slugs: Iterable[str], language: str) -> list[dict[str, str]]:
    """Who says what these figures count."""
    return []


def in_text(attributes: Sequence[dict[str, str]]) -> list[str]:
    """Figures in running text."""
    return ["" for _ in attributes]


def all_slugs() -> list[str]:
    """Every figure's address."""
    return []
