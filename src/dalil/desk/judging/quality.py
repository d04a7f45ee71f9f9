"""How right the matcher is, as persons' judgements let it be estimated: shown beside the pairs, and never more certain than it is."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from dalil.matching.estimates import Estimate, JudgedBand, estimate_quality, read_bands
from dalil.matching.model import Model
from dalil.record.kind import Kind
from dalil.wording.matches import say_percent


@dataclass(frozen=True)
class BandLine:
    """One band of likelihood: its ends in words, and how many pairs it has, were judged, and are one thing."""

    likelihood: str
    pairs: int
    judged: int
    same: int


@dataclass(frozen=True)
class MatcherQuality:
    """What is known of how right the matcher is. precision, recall: a sentence each; that it is not known is one too."""

    precision: str
    recall: str
    bands: tuple[BandLine, ...]


def present_quality(kind: type[Kind], model: Model, language: str) -> MatcherQuality:
    """Say what persons' judgements tell of the matcher of a kind."""
    bands = read_bands(kind.code, model.threshold)
    precision, recall = estimate_quality(bands, model.threshold)
    least = say_percent(model.threshold, language)
    return MatcherQuality(
        _say(precision, _("Of the pairs from %(least)s on, so many are about one thing:") % {"least": least}, language),
        _say(
            recall, _("Of the kept pairs about one thing, so many are from %(least)s on:") % {"least": least}, language
        ),
        tuple(_line(band, language) for band in bands if band.pairs),
    )


def _say(estimate: Estimate | None, what: str, language: str) -> str:
    if estimate is None:
        return what + " " + _("not known; persons judged too few of them.")
    words = {name: say_percent(getattr(estimate, name), language) for name in ("low", "point", "high")}
    return what + " " + _("%(point)s (in 95 of 100 cases between %(low)s and %(high)s).") % words


def _line(band: JudgedBand, language: str) -> BandLine:
    ends = _("%(least)s to %(most)s") % {
        "least": say_percent(band.least, language),
        "most": say_percent(band.most, language),
    }
    return BandLine(ends, band.pairs, band.judged, band.same)
