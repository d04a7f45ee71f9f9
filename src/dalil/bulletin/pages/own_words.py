"""The words of a page in which it tells what happened, and those of them that are not in the letters of its language."""

from __future__ import annotations

from django.utils.html import strip_tags
from wagtail.models import Page

from dalil.letters import is_arabic, language_of

MOST_LETTERS_ASIDE = 40
"""A text may hold so many letters before it must be written in the letters of its language: a name stays as it is."""


def own_words(page: Page) -> str:
    """Return the words of a page in which it tells what happened: its title, its first lines, its text, its answers."""
    return "\n".join(strip_tags(each.replace("</p>", "\n").replace("<", " <")) for each in own_parts(page))


def own_parts(page: Page) -> list[str]:
    """Return the parts of a page in which it tells what happened, as it keeps them: with their markup, and with figures by their names."""
    told = [page.title, *(str(getattr(page, name, "")) for name in ("kicker", "standfirst", "intro", "summary"))]
    for block in getattr(page, "body", ()):
        if block.block_type == "text":
            told.append(block.value.source)
        elif block.block_type == "question":
            told += [block.value["question"], block.value["answer"].source]
    return told


def in_other_letters(page: Page) -> list[str]:
    """Return the beginnings of those parts of a page that are not written in the letters of its language: what waits to be translated."""
    wants_arabic = language_of(page.locale.language_code).direction == "rtl"
    parts = [each.strip() for each in own_words(page).split("\n") if each.strip()]
    return [part for part in parts if _is_in_other_letters(part, wants_arabic)]


def _is_in_other_letters(part: str, wants_arabic: bool) -> bool:
    letters = [each for each in part if each.isalpha()]
    other = sum(is_arabic(each) != wants_arabic for each in letters)
    return other > MOST_LETTERS_ASIDE and other > len(letters) / 2
