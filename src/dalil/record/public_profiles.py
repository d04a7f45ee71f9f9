"""Profiles of publication: what a public report of a person may tell, so that each kind of persons names its profile and the gate holds it."""

from __future__ import annotations

from dataclasses import dataclass

from dalil.values import Bilingual


@dataclass(frozen=True)
class PublicProfile:
    """What is shown of a person in public: the fields, and whether places are public by their district at the finest."""

    label: Bilingual
    fields: frozenset[str]
    coarsest_place: bool = False


NEVER = frozenset({"personal_number", "civil_status"})
"""What is never public of a person, and so is the mother's name, which opens the doors of registers to strangers."""

PROFILES = {
    "named_dead": PublicProfile(
        Bilingual(en="a dead person who is named", ar="متوفى يُذكر اسمه"),
        frozenset(
            {
                "who",
                "also_named",
                "described",
                "fate",
                "when",
                "where",
                "origin",
                "parties",
                "sex",
                "age",
                "age_is",
                "age_band",
            }
        )
        | {"born", "status", "role", "belongs_to", "held", "shown_by"},
    ),
    "living": PublicProfile(
        Bilingual(en="a person who may live", ar="شخص قد يكون حياً"),
        frozenset(["fate", "when", "where", "parties", "sex", "age_band", "status", "shown_by"]),
        coarsest_place=True,
    ),
    "nameless": PublicProfile(
        Bilingual(en="a person without a name", ar="شخص لا يُذكر اسمه"),
        frozenset(
            [
                "described",
                "fate",
                "when",
                "where",
                "parties",
                "sex",
                "age",
                "age_is",
                "age_band",
                "status",
                "role",
                "belongs_to",
                "shown_by",
            ]
        ),
    ),
    "accused": PublicProfile(
        Bilingual(
            en="an accused who is not named in public, by the law of the place or with caution where the place is not said",
            ar="متهم لا يُذكر اسمه علناً، بحكم قانون المكان أو احتياطاً حين لا يُعرف المكان",
        ),
        frozenset(["what", "when", "where", "court", "by", "in_custody", "provisions", "description", "case", "docket"])
        | {"forum", "ground", "named_by_authority", "capacity", "accused", "plaintiffs", "parties_said"}
        | {"charges", "sentence"},
    ),
    "property": PublicProfile(
        Bilingual(en="a property", ar="عقار"),
        frozenset(["what", "status", "when", "where", "right", "on_register", "papers", "zone"]),
        coarsest_place=True,
    ),
    "remains": PublicProfile(
        Bilingual(en="remains of somebody who is not identified", ar="رفات شخص لم تُحدَّد هويته"),
        frozenset(["where", "when", "found_in", "condition", "sex", "youngest", "oldest", "died", "sampled"]),
        coarsest_place=True,
    ),
    "office": PublicProfile(
        Bilingual(en="a person who held an office or a command", ar="من تولى منصباً أو قيادة"),
        frozenset({"who", "function", "position", "rank", "unit", "actor", "under", "when", "where", "shown_by"}),
    ),
}
"""The profiles there are, by name. Whatever a report tells beyond its profile keeps it from the public."""
