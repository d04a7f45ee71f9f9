"""A deadline in words, why it is as it is, and that this is no legal advice."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from dalil import vocabulary
from dalil.values import Bilingual
from dalil.values.filing_clock import Deadline, FilingState
from dalil.wording.counts import DAYS, say_things
from dalil.wording.times import say_day

NO_ADVICE = Bilingual(
    en="This is no legal advice. It is what the rule known here gives for the announcement that sources tell of; ask a lawyer before you rely on it.",
    ar="هذه ليست استشارة قانونية، بل ما تعطيه القاعدة المعروفة هنا للإعلان الذي تذكره المصادر؛ فاستشر محامياً قبل الاعتماد عليه.",
)
_UNKNOWN = Bilingual(en="not known", ar="غير معروف")
_BETWEEN = Bilingual(en="between {first} and {last}", ar="بين {first} و{last}")
_LEFT = Bilingual(en="{days} left", ar="بقي {days}")
_AT_LEAST = Bilingual(en="at least {days} left", ar="بقي {days} على الأقل")


def say_deadline(deadline: Deadline, language: str) -> str:
    """Say the last day for filing: a day, the days between which it lies, or that it is not known.

    >>> from dalil.values.filing_clock import deadline_of
    >>> say_deadline(deadline_of([]), "en")
    'not known'
    """
    if deadline.first is None or deadline.last is None:
        return _UNKNOWN.in_language(language)
    if deadline.first == deadline.last:
        return say_day(deadline.first, language)
    ends = {"first": say_day(deadline.first, language), "last": say_day(deadline.last, language)}
    return _BETWEEN.in_language(language).format(**ends)


def say_days_left(deadline: Deadline, today: date, language: str) -> str:
    """Say how many days are left until the first day that the deadline can be; empty where it is past or not known."""
    if deadline.first is None or deadline.first < today:
        return ""
    template = _LEFT if deadline.first == deadline.last else _AT_LEAST
    days = say_things((deadline.first - today).days, DAYS, language)
    return template.in_language(language).format(days=days)


def say_rules(deadline: Deadline, language: str) -> str:
    """Name the rules that a deadline rests on; empty where none is known."""
    return "; ".join(vocabulary.label("filing_rules", code, language) for code in deadline.provisions)


def say_filing_state(state: FilingState, language: str) -> str:
    """Name what became of a property by the deadline."""
    return vocabulary.label("filing_states", state.state, language)


def say_filing_reasons(codes: Sequence[str], language: str) -> list[str]:
    """Say why: what is doubtful of the deadline, who may file, what keeps the holder from it; a sentence each."""
    schemes = ("filing_reasons", "filing_obstacles")
    return [
        vocabulary.label(scheme, code, language)
        for code in codes
        for scheme in schemes
        if vocabulary.is_code(scheme, code)
    ]
