"""The index of a copy: the words of each page, folded as the record's own search folds them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from html import unescape

from dalil.letters import fold
from dalil.record.search.index_text import indexed

LONGEST = 20_000
"""Letters of a page that are found by: an index is loaded whole by whoever searches."""
ARABIC = "".join(map(chr, (*range(0x0621, 0x065F), *range(0x0660, 0x066A), *range(0x0671, 0x06D4))))
LATIN = "".join(map(chr, range(0xC0, 0x180)))


@dataclass(frozen=True)
class IndexedPage:
    """A page of a copy as its search knows it. kind: what sort of page it is, where it says so. words: folded, each once."""

    file: str
    title: str
    kind: str
    words: str


def read_page(html: str, file: str) -> IndexedPage | None:
    """Read what a page is found by: its heading and the words of its main part. None for a page without a heading."""
    main = html.partition("<main")[2].partition(">")[2].partition("</main>")[0]
    heading = re.search(r"<h1[^>]*>(.*?)</h1>", main, re.DOTALL)
    if heading is None:
        return None
    kicker = re.search(r'<p class="kicker">(.*?)</p>', main, re.DOTALL)
    words = dict.fromkeys(indexed(_words(main)[:LONGEST]).split())
    return IndexedPage(file, _words(heading[1]), _words(kicker[1]) if kicker else "", " ".join(words))


def fold_table(texts: Iterable[str]) -> dict[str, str]:
    """Return what each letter that somebody may type becomes, so that the search of a copy folds as the site does.

    Gaps between words stay gaps.
    """
    letters = {*ARABIC, *LATIN, *(letter for text in texts for letter in text if not letter.isspace())}
    return {letter: folded for letter in sorted(letters) if (folded := fold(letter).strip()) != letter.lower()}


def _words(html: str) -> str:
    without = re.sub(r"<svg.*?</svg>", " ", html, flags=re.DOTALL)
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", without)).split())
