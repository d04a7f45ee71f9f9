"""What a name was taken for, or why for nothing, in a sentence for the person who typed it."""

from __future__ import annotations

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from dalil.letters import join_list
from dalil.lookup.match import Match, Reason
from dalil.vocabulary.gazetteer import Place
from dalil.wording.where import say_level

MOST_NAMED = 12
"""How many alternatives a sentence names."""


def explain_place_match(words: str, match: Match[Place]) -> str:
    """Say in a sentence what the name of a place was taken for and what else it may mean, or why it was taken for nothing."""
    candidates = join_list(map(name_place, match.alternatives[:MOST_NAMED]), get_language() or "en")
    names = {"words": words, "candidates": candidates}
    if match.found is not None and match.alternatives:
        taken = {**names, "found": name_place(match.found)}
        return _("“%(words)s” was taken for %(found)s; if another is meant, give its code: %(candidates)s") % taken
    if match.found is not None:
        return _("“%(words)s” was taken for %(found)s") % {**names, "found": name_place(match.found)}
    if match.reason is Reason.HOMONYMS:
        return _("“%(words)s” is the name of several places; give the code: %(candidates)s") % names
    if match.alternatives:
        return _("no place is called “%(words)s”; if one of these is meant, give its code: %(candidates)s") % names
    return _("no place is called “%(words)s”") % names


def name_place(place: Place) -> str:
    """Name a place by its code, its name and its level, in the language in use."""
    language = get_language() or "en"
    label = place.label(language) or place.en or place.ar
    return f"{place.code} ({join_list([label, say_level(place.level, language)], language)})"
