"""The number of one report in words: what it says of whom, and why it counts or not; and the title of a thing that several reports are about."""

from __future__ import annotations

import string

from django.utils.translation import gettext as _
from django.utils.translation import override

from dalil import vocabulary
from dalil.letters import join_list
from dalil.record.kind import Kind
from dalil.values import Count
from dalil.values.doubts import Doubts
from dalil.values.statement import Scope
from dalil.values.total import Interval, Total
from dalil.wording.counts import say_quantity
from dalil.wording.doubts import say_doubts_briefly
from dalil.wording.totals import say_interval


def say_number(count: Count, language: str) -> str:
    """Say what one report says of a number, with whom it counts where that is not everybody: “12 people (women)”."""
    return _with_whom(say_quantity(count, language), count.status, count.sex, count.age, language)


def say_beside(scope: Scope, reported: Interval | None, language: str) -> str:
    """Say what is told apart from the readings, with its unit and whom it counts: “at least 15,500 families”."""
    return _with_whom(say_interval(reported, scope.unit, language), scope.status, scope.sex, scope.age, language)


def say_standing(standing: str, language: str) -> str:
    """Say why a number is not in the readings; the empty string where it is. standing: a code of `counting.standings.NumberStanding`."""
    with override(language):
        return {
            "later": _("a later number of the same origin took its place"),
            "apart": _("counted apart: another unit, or other people"),
            "corrected": _("corrected"),
            "withdrawn": _("withdrawn"),
        }.get(standing, "")


def say_range_with_doubts(told: str, language: str, *, conflict: bool, contradictory: bool) -> str:
    """Say the number of one entity with what its sources do not agree on: “5–7 people, in conflict”."""
    total = Total(entities=1, conflict=int(conflict), contradictory=int(contradictory))
    doubts = say_doubts_briefly(Doubts(total), language)
    return join_list(filter(None, (told, doubts)), language)


def counts_in_title(kind: type[Kind], language: str) -> list[str]:
    """List the numbers that stand in the titles of a kind, by their fields."""
    names = [name for _text, name, _spec, _conversion in string.Formatter().parse(kind.title.in_language(language))]
    return [name for name in names if name and name in kind.model_fields]


def _with_whom(told: str, status: str | None, sex: str | None, age: str | None, language: str) -> str:
    facts = (("statuses", status), ("sexes", sex), ("age_bands", age))
    about = [vocabulary.label(scheme, code, language) for scheme, code in facts if code]
    return f"{told} ({join_list(about, language)})" if about else told
