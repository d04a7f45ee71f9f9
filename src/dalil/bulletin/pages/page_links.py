"""The links to the neighbouring pages of a list, and the queries in them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode


@dataclass(frozen=True)
class PageLinks:
    """Which page of a list this is, and where the next ones are; see bulletin/page_links.html."""

    number: int
    of: int
    previous_url: str
    next_url: str


def link_pages(sheet: Any, here: str, stays: dict[str, str]) -> PageLinks:
    """Link the pages beside a sheet of Django's paginator; `stays` are the parameters that go along."""

    def at(number: int) -> str:
        return f"{here}?{write_query({**stays, 'page': str(number)})}"

    return PageLinks(
        number=sheet.number,
        of=sheet.paginator.num_pages,
        previous_url=at(sheet.previous_page_number()) if sheet.has_previous() else "",
        next_url=at(sheet.next_page_number()) if sheet.has_next() else "",
    )


def write_query(parameters: dict[str, str]) -> str:
    """Write the query string of the parameters that say something."""
    return urlencode({name: value for name, value in parameters.items() if value})
