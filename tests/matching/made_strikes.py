"""Strikes that were made up, as several monitors tell them: which reports are about one strike is known here, and nowhere else.

Tests make some thousand of them, the benchmark a million. The places, days and numbers are drawn, and of no war.
"""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from dalil.columns.report_rows import report_schema
from dalil.record.kind import kind_of

FIRST = np.datetime64("2012-01-01")
CENTRES = 60
"""Districts, each with a centre, in which the places lie."""
WEAPONS = ("AIR_BOMB", "MORTAR", "ROCKET", "BARREL_BOMB")
TARGETS = ("HOSPITAL", "SCHOOL", "MARKET", "MOSQUE", "SHOP", "PARK")
PARTIES = ("RUS_FORCES", "SYR_GOV", "COALITION")
LISTS = 6


def make_strikes(reports: int, seed: int = 13, days: int = 5000, places: int = 1200) -> tuple[pa.Table, np.ndarray]:
    """Make about so many reports. Returns them as the columns have them, and for each the strike it is about."""
    draw = np.random.default_rng(seed)
    strikes = int(reports / 2.1)
    centre = np.column_stack([draw.uniform(33.0, 36.8, CENTRES), draw.uniform(36.0, 41.0, CENTRES)])
    district = draw.integers(0, CENTRES, places)
    point = centre[district] + draw.normal(0, 0.08, (places, 2))
    names = np.array([_name(draw) for _ in range(places)])
    where = np.minimum((draw.pareto(0.9, strikes) * 150).astype(int), places - 1)
    bursts = draw.integers(0, days, (CENTRES, 12))
    in_burst = draw.random(strikes) < 0.4
    day = np.where(
        in_burst,
        bursts[district[where], draw.integers(0, 12, strikes)] + draw.integers(0, 25, strikes),
        draw.integers(0, days, strikes),
    )
    killed = np.minimum(
        draw.geometric(0.22, strikes) + (draw.random(strikes) < 0.05) * draw.integers(0, 40, strikes), 150
    )
    weapon, target, party = (draw.integers(0, len(codes), strikes) for codes in (WEAPONS, TARGETS, PARTIES))
    injured = killed * draw.integers(0, 4, strikes) + draw.integers(0, 6, strikes)
    told = draw.random((strikes, LISTS)) < np.array([0.75, 0.5, 0.35, 0.25, 0.15, 0.1])
    about, teller = np.nonzero(told)
    order = draw.permutation(len(about))[:reports]
    about, teller = about[order], teller[order]
    n = len(about)

    said_day = day[about] + draw.choice([0, 1, -1, 2], n, p=[0.86, 0.07, 0.06, 0.01])
    length = np.where(draw.random(n) < 0.04, 2, 0)
    vague = draw.random(n)
    precision = np.select([vague < 0.08, vague < 0.2], ["district", "near"], "exact")
    spread = np.select([vague < 0.08, vague < 0.2], [0.0, 0.02], 0.004)
    at = np.where((vague < 0.08)[:, None], centre[district[where[about]]], point[where[about]])
    at = at + draw.normal(0, 1, (n, 2)) * spread[:, None]
    name = np.where(vague < 0.08, "", [_spelled(word, draw) for word in names[where[about]]])
    truth = killed[about]
    low, high = _numbers(truth, 0.15, draw)
    hurt_low, hurt_high = _numbers(injured[about], 0.5, draw)

    schema = report_schema(kind_of("incident"))
    start = (FIRST + said_day).astype("datetime64[D]")
    columns = {
        "report": pa.array(np.arange(1, n + 1)),
        "founding": pa.array(np.arange(1, n + 1)),
        "current": pa.array(np.ones(n, bool)),
        "when_start": pa.array(start),
        "when_end": pa.array(start + length),
        "places": pa.array([[]] * n, pa.list_(pa.string())),
        "lat": pa.array(at[:, 0]),
        "lon": pa.array(at[:, 1]),
        "where_precision": pa.array(precision),
        "place_said": pa.array(name),
        "listed": pa.array([f"list-{each}" for each in teller]),
        "weapons": _codes(WEAPONS, weapon[about], 0.4, draw),
        "targets": _codes(TARGETS, target[about], 0.4, draw),
        "parties": _codes(PARTIES, party[about], 0.3, draw),
        "killed__low": low,
        "killed__high": high,
        "injured__low": hurt_low,
        "injured__high": hurt_high,
    }
    arrays = [
        columns[field.name].cast(field.type) if field.name in columns else pa.nulls(n, field.type) for field in schema
    ]
    return pa.Table.from_arrays(arrays, schema=schema), about


def _numbers(truth: np.ndarray, silent: float, draw: np.random.Generator) -> tuple[pa.Array, pa.Array]:
    """A number as different tellers state it: as it is, as a range about it, or beside it; some say none."""
    how, n = draw.random(len(truth)), len(truth)
    about = np.maximum(0, truth - draw.integers(0, 3, n))
    low = np.select([how < 0.62, how < 0.82], [truth, about], np.maximum(0, truth + draw.integers(-2, 3, n)))
    high = np.select([how < 0.62, how < 0.82], [truth, truth + draw.integers(0, 3, n)], low)
    unsaid = draw.random(n) < silent
    return pa.array(low, mask=unsaid), pa.array(high, mask=unsaid)


def _codes(codes: tuple[str, ...], truth: np.ndarray, silent: float, draw: np.random.Generator) -> pa.Array:
    """A code as different tellers state it: nine of ten that say one say the right one."""
    n = len(truth)
    said = np.where(draw.random(n) < 0.9, truth, draw.integers(0, len(codes), n))
    unsaid = draw.random(n) < silent
    said_or_none = [[] if none else [codes[each]] for each, none in zip(said, unsaid, strict=True)]
    return pa.array(said_or_none, pa.list_(pa.string()))


def _name(draw: np.random.Generator) -> str:
    syllables = ["ba", "da", "fi", "ha", "ka", "lu", "ma", "ni", "qa", "ra", "sa", "ta", "zu", "sha", "kha", "jo", "wa"]
    ends = ["n", "r", "t", "b", "s", "m", "ya", "d"]
    return ("".join(draw.choice(syllables, draw.integers(2, 4))) + str(draw.choice(ends))).capitalize()


def _spelled(word: str, draw: np.random.Generator) -> str:
    """The name as somebody writes it: vowels as they please, an article, a slip now and then."""
    roll = draw.random()
    if roll < 0.5:
        return word
    if roll < 0.75:
        return word.replace("a", "e").replace("u", "o")
    if roll < 0.92:
        return f"Al-{word} town"
    at = int(draw.integers(0, len(word) - 1))
    return word[:at] + word[at + 1 :]
