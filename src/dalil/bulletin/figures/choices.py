"""The figures that an editor can choose."""

from __future__ import annotations

from dalil.counting.models import Figure


def figure_choices() -> list[tuple[str, str]]:
    """Every figure, as an editor chooses it."""
    return [(each.slug, str(each)) for each in Figure.objects.all()]
