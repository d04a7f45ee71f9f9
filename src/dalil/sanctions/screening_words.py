"""Why the person of a report may be one who is listed, or not, in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from dalil.values import Bilingual

_WORDS = {
    ("names", "same"): Bilingual(en="the names are the same", ar="الاسمان متطابقان"),
    ("names", "close"): Bilingual(en="the names are very alike", ar="الاسمان متشابهان جداً"),
    ("names", "alike"): Bilingual(en="the names are alike", ar="الاسمان متشابهان"),
    ("born", "same_day"): Bilingual(en="born on the same day", ar="وُلدا في اليوم نفسه"),
    ("born", "same_year"): Bilingual(en="born in the same year", ar="وُلدا في السنة نفسها"),
    ("born", "near"): Bilingual(en="born within a few years of each other", ar="وُلدا في سنوات متقاربة"),
    ("born", "apart"): Bilingual(en="born years apart", ar="بين ولادتيهما سنوات"),
    ("place", "shared"): Bilingual(en="tied to the same place", ar="مرتبطان بالمكان نفسه"),
    ("number", "same"): Bilingual(en="the same number of a document", ar="رقم وثيقة واحد"),
    ("number", "different"): Bilingual(en="two valid numbers that differ", ar="رقمان صحيحان مختلفان"),
}


def say_screening_reasons(reasons: Iterable[Mapping[str, Any]], language: str) -> tuple[list[str], list[str]]:
    """Say what speaks for a person being the one who is listed, and what against, each the strongest first."""
    told = sorted(reasons, key=lambda each: -abs(each["weight"]))
    said = [(_WORDS[each["about"], each["level"]].in_language(language), each["weight"]) for each in told]
    return [words for words, weight in said if weight > 0], [words for words, weight in said if weight <= 0]
