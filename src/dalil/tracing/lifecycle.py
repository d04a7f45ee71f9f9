"""How a search goes on: the states of the standard, and which of them may follow which. Steps are added and never edited.

The states that say what became of somebody are entered by `findings.confirm` alone. Source: `reference/standards.md`, section 4.
"""

from __future__ import annotations

from collections.abc import Sequence

FATES = frozenset({"LOCATED_ALIVE_FREE", "LOCATED_DETAINED", "FATE_DEAD_BODY_NOT_FOUND", "REMAINS_IDENTIFIED"})
"""What a finding can say of somebody. That remains were returned follows from their being identified."""

SIDE = frozenset({"SUSPENDED", "WITHDRAWN", "DUPLICATE_OF", "REFERRED"})
"""States beside the way; what may follow them is the state before; what was withdrawn is submitted anew."""

FOLLOWS: dict[str, frozenset[str]] = {
    "DRAFT": frozenset({"SUBMITTED"}),
    "SUBMITTED": frozenset({"VALIDATED"}),
    "VALIDATED": frozenset({"OPEN"}),
    "OPEN": frozenset({"CANDIDATE_FOUND", "UNRESOLVED"}),
    "CANDIDATE_FOUND": frozenset({"OPEN", "UNDER_VERIFICATION"}),
    "UNDER_VERIFICATION": frozenset({"OPEN", "CANDIDATE_FOUND", "UNRESOLVED"}),
    "UNRESOLVED": frozenset({"OPEN"}),
    "LOCATED_ALIVE_FREE": frozenset({"OPEN"}),
    "LOCATED_DETAINED": frozenset({"OPEN"}),
    "FATE_DEAD_BODY_NOT_FOUND": frozenset({"OPEN"}),
    "REMAINS_IDENTIFIED": frozenset({"REMAINS_RETURNED", "OPEN"}),
    "REMAINS_RETURNED": frozenset({"OPEN"}),
}
"""What a person may enter after each state. Back to OPEN leads from every fate: a finding can turn out wrong."""


def may_follow(states: Sequence[str]) -> frozenset[str]:
    """Return the states that a person may enter next. states: those that the request was in, the latest last.

    >>> sorted(may_follow(["SUBMITTED", "VALIDATED"]) - SIDE)
    ['OPEN']
    >>> sorted(may_follow(["OPEN", "SUSPENDED"]))
    ['OPEN', 'WITHDRAWN']

    A fate follows only where the request was in it before it was suspended, passed on or joined.
    """
    now = states[-1]
    if now not in SIDE:
        return FOLLOWS[now] | SIDE
    if now == "WITHDRAWN":
        return frozenset({"SUBMITTED"})
    before = next((state for state in reversed(states) if state not in SIDE), "DRAFT")
    return frozenset({before, "WITHDRAWN"})
