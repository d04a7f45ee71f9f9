"""The pictures of the example: maps that we draw ourselves, of the borders that are shipped. There are no photographs in it."""

from __future__ import annotations

from typing import Any

from django.core.files.base import ContentFile

from dalil.bulletin.drawings.locator_maps import draw_locator
from dalil.bulletin.pictures.models import Picture
from dalil.drawing.raster import draw_pixels
from dalil.values import Where

WIDTH = 1600


def draw_pictures(entries: list[dict[str, Any]]) -> dict[str, Picture]:
    """Draw the pictures that are not there yet. Returns all of them, by their key."""
    return {each["key"]: _draw(each) for each in entries}


def _draw(entry: dict[str, Any]) -> Picture:
    there: Picture | None = Picture.objects.filter(title=entry["title"]).first()
    if there is not None:
        return there
    drawn = draw_locator([Where(places=(code,)) for code in entry["places"]], name=entry["key"], language="en")
    assert drawn is not None, entry["places"]
    made: Picture = Picture.objects.create(
        title=entry["title"],
        file=ContentFile(draw_pixels(drawn.svg, WIDTH), f"{entry['key']}.png"),
        alt_en=entry["alt"]["en"],
        alt_ar=entry["alt"]["ar"],
        credit=entry["credit"],
        people=Picture.People.NOBODY,
    )
    return made
