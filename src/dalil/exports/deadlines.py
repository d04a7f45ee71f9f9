"""The deadline of a zone, and what became of a property by it, as plain values: for the API and the list of a lawyer."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from dalil import vocabulary
from dalil.letters import LANGUAGE_CODES
from dalil.values.filing_clock import Deadline, FilingState
from dalil.wording.deadlines import NO_ADVICE


def plain_deadline(deadline: Deadline) -> dict[str, Any]:
    """Give a deadline: the days between which its last day lies, null where it is not known, the rules, and what is doubtful of it."""
    return {
        "first": deadline.first.isoformat() if deadline.first else None,
        "last": deadline.last.isoformat() if deadline.last else None,
        "rules": _terms("filing_rules", deadline.provisions),
        "doubts": _reasons(deadline.reasons),
        "no_advice": NO_ADVICE.model_dump(),
    }


def plain_filing(state: FilingState, zone: str, on_day: date) -> dict[str, Any]:
    """Give what became of a property by a day. zone: the address of the zone that it lies in."""
    (named,) = _terms("filing_states", (state.state,))
    own = [code for code in state.reasons if code not in state.deadline.reasons]
    return {
        "zone": zone,
        "state": named,
        "on_day": on_day.isoformat(),
        "reasons": _reasons(own),
        "deadline": plain_deadline(state.deadline),
    }


def _terms(scheme: str, codes: Sequence[str]) -> list[dict[str, str]]:
    return [
        {"code": code, **{language: vocabulary.label(scheme, code, language) for language in LANGUAGE_CODES}}
        for code in codes
    ]


def _reasons(codes: Sequence[str]) -> list[dict[str, str]]:
    schemes = ("filing_reasons", "filing_obstacles")
    return [
        each
        for code in codes
        for scheme in schemes
        if vocabulary.is_code(scheme, code)
        for each in _terms(scheme, [code])
    ]
