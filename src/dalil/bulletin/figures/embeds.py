"""Which figures a text holds: `<embed embedtype="figure" slug="…"/>` in rich text, and blocks of their own."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from wagtail.rich_text.rewriters import FIND_EMBED_TAG, extract_attrs


def slugs_in(html: str) -> list[str]:
    """The figures in a stored rich text, in the order a reader meets them."""
    found = (extract_attrs(attributes) for attributes in FIND_EMBED_TAG.findall(html))
    return [each["slug"] for each in found if each.get("embedtype") == "figure" and "slug" in each]


def figures_in(body: Iterable[Any], *more: str) -> list[str]:
    """The figures of a text, each once, in the order a reader meets them."""
    slugs: list[str] = []
    for html in more:
        slugs += slugs_in(html)
    for block in body:
        if block.block_type in ("figure", "drawing"):
            slugs.append(block.value)
        elif block.block_type == "text":
            slugs += slugs_in(block.value.source)
    return list(dict.fromkeys(slugs))
