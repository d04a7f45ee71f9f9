"""What a check can find, each with its sentence. Nothing here says that somebody meant harm: a failing disk changes bytes too."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

SENTENCES: Mapping[str, str] = {
    "file_changed": _("the file of document {name} is not what was received: its bytes have another digest"),
    "file_missing": _("the file of document {name} is missing"),
    "file_unnamed": _("the archive holds a file that no document names: {name}"),
    "row_changed": _("the {noun} {name} is not what was sealed (leaf {leaf})"),
    "row_missing": _("a {noun} that was sealed is gone (leaf {leaf}, row {row})"),
    "row_unsealed": _("the {noun} {name} stands in the record and was never sealed: it was put in past Dalil"),
    "named_in_log": _(
        "the {noun} {name} is named in the log (change {change}, by {actor} on {day}) and is not in the record"
    ),
    "salt_missing": _("the salt of leaf {leaf} is gone and no remark says that it was destroyed"),
    "level_changed": _("the {noun} {name} has the level {level}, and no decision in the log gave it"),
    "taken_back_unsealed": _("the {noun} {name} is marked as taken back, and the ledger knows of no such decision"),
    "leaf_missing": _("leaf {leaf} is missing from the ledger"),
    "leaf_differs": _("leaf {leaf} is not the one in {copy}: it was changed, or changed places with another"),
    "subtree_differs": _(
        "the hash that is kept over leaves {first} to {last} is not theirs: one of them was changed or changed places"
    ),
    "root_differs": _("the first {size} leaves are not those that the checkpoint of {day} signed"),
    "cut_tail": _(
        "a checkpoint of {size} leaves was signed ({copy}), and the ledger has {leaves}: its end was cut off, or an older database lies here"
    ),
    "another_key": _("the checkpoint of {size} leaves ({copy}) is not signed by the key of this log: {why}"),
    "forked": _(
        "the checkpoint of {size} leaves ({copy}) has another root than this ledger has there: there are two histories"
    ),
    "cosigner_forged": _(
        "the line of {name} under the checkpoint of {size} leaves was not made with the key of {name}"
    ),
    "stamp_forged": _(
        "the time stamp of {authority} is not over the checkpoint of {size} leaves, or not of the moment that is kept"
    ),
    "stamps_unchecked": _("{count} time stamps were not checked: the program openssl is not installed"),
    "access_broken": _("the log of access is broken at entry {entry}"),
    "access_differs": _("entry {entry} of the log of access is gone, or is not the one that was sealed"),
    "guard_missing": _(
        "the guard {name} is missing from the database, so rows can be changed; run: dalil manage migrate"
    ),
}
"""The sentence of each type of finding."""


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is wrong. type: a key of `SENTENCES`; facts: what its sentence names."""

    type: str
    facts: Mapping[str, Any] = field(default_factory=dict)

    def say(self) -> str:
        """Return its sentence in the language at hand."""
        return gettext(SENTENCES[self.type]).format(**self.facts)

    def __str__(self) -> str:
        return SENTENCES[self.type].format(**self.facts)


def found(type: str, **facts: Any) -> Finding:
    """Return a finding."""
    return Finding(type, facts)
