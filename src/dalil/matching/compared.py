"""Reports as they are compared: a table in DuckDB, made of the columns of the record, one row for each current report of a kind.

Its columns: unique_id, listed; d0, d1 and width (first and last day, and how many days lie between); lat, lon and km (how exactly the
point is known; null where a place is too large to be compared); name (the skeleton of the place's name, alike across scripts); of each
number that is compared its lowest and highest; of each facet its codes and their heads.
"""

# ruff: noqa: S608  (every name put into a statement is one of ours, from the kinds and the columns)

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

import duckdb
import pyarrow as pa

from dalil import vocabulary
from dalil.columns.compared_values import compared_columns
from dalil.letters import bare_word, fold, fold_words
from dalil.matching.comparisons import SETTLED, declared
from dalil.record.kind import Kind, fields_of
from dalil.record.sameness import LikeCounts, SharedCodes
from dalil.text.skeleton import skeleton_of
from dalil.values.party import UNCODED
from dalil.vocabulary.gazetteer import Gazetteer, Level

EXTENT: dict[Level, float | None] = {
    "town": 2,
    "neighbourhood": 1,
    "camp": 1,
    "subdistrict": 12,
    "district": 20,
    "area": 30,
    "governorate": 60,
    "country": None,
    "outside": None,
}
"""How many kilometres about the point of a place something in it may lie; None: the place is too large to compare by."""

_SAID_EXTENT = {"exact": 0, "near": 5, "district": 20, "governorate": 60, "vague": 80}
"""The same by how exactly a source says that it knows the place."""

_UNSAID = 15
"""The same where a point stands beside a large place, and nobody says how exactly it is known."""
_NAMED = 5
"""The same where the source names a smaller place than the one that was found: the point is then that of the place it names."""

_DESIGNATIONS = frozenset(
    fold_words(
        "village town city suburb farm district governorate neighborhood neighbourhood area camp near the al el as ash ad an ar at az in of and"
        " countryside east west north south eastern western northern southern قرية بلدة مدينة حي مخيم مزرعة ناحية منطقة محافظة ريف قرب"
        " شرق غرب شمال جنوب شرقي غربي شمالي جنوبي في من"
    )
)
"""Words that say what sort of place it is or where it lies, and do not tell it from others; folded."""


def compare_table(con: duckdb.DuckDBPyConnection, kind: type[Kind], reports: str, gazetteer: Gazetteer) -> None:
    """Make the table `compared` of a kind. reports: the name of a table or an expression in SQL that has the columns of the reports of the kind."""
    con.register("places_known", _places(gazetteer))
    con.register("code_heads", _heads(kind))
    con.execute(f"create or replace temp table told as {_told_sql(kind, reports)}")
    said = [name for (name,) in con.execute("select distinct place_name from told where place_name <> ''").fetchall()]
    con.register(
        "spelled", pa.table({"place_name": pa.array(said, pa.string()), "name": [skeleton_of_place(n) for n in said]})
    )
    con.execute(
        "create or replace table compared as select told.* exclude (place_name), nullif(name, '') as name"
        " from told left join spelled using (place_name) order by unique_id"
    )
    for name in ("places_known", "code_heads", "spelled"):
        con.unregister(name)
    con.execute("drop table told")


@lru_cache(maxsize=65536)
def skeleton_of_place(name: str) -> str:
    """Return the skeleton of the name of a place, without words that say what sort of place it is; alike across scripts.

    >>> skeleton_of_place("Kafr Nabudah town"), skeleton_of_place("كفرنبودة")
    ('kfrnbd', 'kfrnbd')
    """
    words = (word for word in re.findall(r"\w+", fold(name)) if word not in _DESIGNATIONS and not word.isdigit())
    return "".join(skeleton_of(bare_word(word)) for word in words)


def _told_sql(kind: type[Kind], reports: str) -> str:
    counts = {name for rule in declared(kind, LikeCounts) for name in (rule.field, getattr(rule, "part", "")) if name}
    numbers = [
        f"coalesce(r.{name}__low, r.{name}__point) as {name}_low, coalesce(r.{name}__high, r.{name}__point) as {name}_high"
        for name in sorted(counts)
    ]
    facets = [rule.field for rule in declared(kind, SharedCodes)]
    codes = [
        f"coalesce(list_filter(r.{facet}, lambda x: x <> '{UNCODED}'), []) as {facet},"
        f" coalesce(list_transform(list_filter(r.{facet}, lambda x: x <> '{UNCODED}'), lambda x: coalesce({facet}_map[x], x)), [])"
        f" as {facet}_heads"
        for facet in facets
    ]
    others = [f"r.{column.name}" for column in compared_columns(kind)]
    maps = ", ".join(f"(select heads from code_heads where field = '{facet}') as {facet}_map" for facet in facets)
    beside_large = f"case when r.place_said not in ('', p.en, p.ar) then {_NAMED} else {_UNSAID} end"
    by_level = (
        f"case when len(r.places) > 1 then 60 when r.lat is not null and p.km > {SETTLED} then {beside_large}"
        f" else coalesce(p.km, {SETTLED}) end"
    )
    by_word = " ".join(f"when '{word}' then {km}" for word, km in _SAID_EXTENT.items())
    extent = (
        f"case when r.where_precision in ('country', 'outside') then null when r.lat is null then"
        f" (case when p.huge then null else greatest(p.km, case r.where_precision {by_word} else 0 end) end)"
        f" else (case r.where_precision {by_word} else {by_level} end) end"
    )
    return (
        "select r.report as unique_id, r.listed, r.when_start as d0, r.when_end as d1,"
        " r.when_end - r.when_start as width, case when km is null then null else coalesce(lat, place_lat) end as lat,"
        " case when km is null then null else coalesce(lon, place_lon) end as lon, * exclude"
        " (report, listed, when_start, when_end, lat, lon, place_lat, place_lon) from"
        f" (select r.report, r.listed, r.when_start, r.when_end, r.lat, r.lon, p.lat as place_lat, p.lon as place_lon, {extent} as km,"
        f" case when r.place_said <> '' then r.place_said else coalesce(p.en, '') end as place_name,"
        f" {', '.join([*numbers, *codes, *others])}"
        f" from {reports} r cross join (select {maps or '1'}) maps left join places_known p on p.code = r.places[1]"
        f" where r.current and {'true' if others else 'r.when_start is not null'}) r"
    )


def _places(gazetteer: Gazetteer) -> pa.Table:
    known = list(gazetteer.places)
    return pa.table(
        {
            "code": [place.code for place in known],
            "lat": pa.array([place.lat for place in known], pa.float64()),
            "lon": pa.array([place.lon for place in known], pa.float64()),
            "km": pa.array([EXTENT[place.level] for place in known], pa.float64()),
            "huge": [EXTENT[place.level] is None or place.lat is None for place in known],
            "en": [place.en if EXTENT[place.level] is not None else "" for place in known],
            "ar": [place.ar for place in known],
        }
    )


def _heads(kind: type[Kind]) -> pa.Table:
    """The head of every code of the facets that are compared, a row with a map for each facet."""
    schemes = {field.name: field.scheme for field in fields_of(kind)}
    facets = [rule.field for rule in declared(kind, SharedCodes)]
    heads = [dict(_heads_of(schemes[facet] or "")) for facet in facets]
    return pa.table(
        {
            "field": pa.array(facets, pa.string()),
            "heads": pa.array([list(each.items()) for each in heads], pa.map_(pa.string(), pa.string())),
        }
    )


def _heads_of(scheme: str) -> Iterable[tuple[str, str]]:
    parents = {term.code: term.parent for term in vocabulary.terms(scheme)}
    for code in parents:
        head = code
        while parents.get(head):
            head = str(parents[head])
        yield code, head
