"""The figures that an editor can choose."""

from __future__ import annotations

from dalil.archive.protection import Viewer
from dalil.counting.models import Figure


def figure_choices() -> list[tuple[str, str]]:
    """Every figure that may stand on a page, as an editor chooses it: what the public may not know of is none."""
    return [(each.slug, str(each)) for each in Figure.objects.visible_to(Viewer.public())]
