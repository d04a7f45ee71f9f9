"""What a name was taken for, or why for nothing: the type, the sentence as a template, and what is named in it.

`dalil.wording.refusals` says it in the language of the person who typed the name.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from dalil.lookup.match import Match, Reason
from dalil.vocabulary.gazetteer import Place

MOST_NAMED = 12
"""How many alternatives a sentence names."""


@dataclass(frozen=True, slots=True)
class ExplainedMatch:
    """What a name was taken for, or why for nothing. particulars: the words, the place that was found, and the candidates."""

    type: str
    template: str
    particulars: Mapping[str, Any]

    def __str__(self) -> str:
        from dalil.wording.refusals import fill_template  # the processes that help an import know no Django

        return fill_template(self.template, self.particulars, "en")


def explain_place_match(words: str, match: Match[Place]) -> ExplainedMatch:
    """Explain what the name of a place was taken for and what else it may mean, or why it was taken for nothing."""
    said = {"words": words, "found": match.found, "candidates": match.alternatives[:MOST_NAMED]}
    if match.found is not None and match.alternatives:
        return ExplainedMatch(
            "taken_for_one_of_several",
            "“{words}” was taken for {found}; if another is meant, give its code: {candidates}",
            said,
        )
    if match.found is not None:
        return ExplainedMatch("taken_for", "“{words}” was taken for {found}", said)
    if match.reason is Reason.HOMONYMS:
        return ExplainedMatch(
            "several_places",
            "“{words}” is the name of several places; give the code: {candidates}",
            said,
        )
    if match.alternatives:
        return ExplainedMatch(
            "place_called_otherwise",
            "no place is called “{words}”; if one of these is meant, give its code: {candidates}",
            said,
        )
    return ExplainedMatch("no_place_called_so", "no place is called “{words}”", said)
