"""The map of a list: how many of what is listed lie where, with the filters of the list."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as say

from dalil.bulletin.drawings.drawn import Drawing
from dalil.bulletin.drawings.register_maps import PlacedNumber, draw_register
from dalil.counting.key_names import NOT_SO_EXACTLY
from dalil.record.gazetteer_in_use import gazetteer
from dalil.values.total import Total


def draw_list(counted: Sequence[tuple[str | None, int]], language: str, places: Sequence[str] = ()) -> Drawing:
    """Draw how many entities of a list lie in each place. counted: by the code of the place; None for those of no known place.

    places: where all of them are; the map shows no more than these.
    """
    known = gazetteer()

    def name(code: str | None) -> str:
        if code is None:
            return NOT_SO_EXACTLY.in_language(language)
        return known.get(code).label(language) if code in known else code

    return draw_register(
        [
            PlacedNumber(code, name(code), Total(low=many, high=many, point=many, stated=many, entities=many))
            for code, many in counted
        ],
        name="register",
        title=say("Where what is listed was"),
        caption=say("What is listed, by place"),
        language=language,
        places=places,
    )
