"""Some of those who are held, reports that are dismissed, appeals, crimes of the convicted: what a sentence only names is no count."""

from __future__ import annotations

import pytest

from dalil.text.counts import read_counts


def told(text: str) -> list[tuple[str, str]]:
    return [(one.quantity, one.count.notation()) for one in read_counts(text)]


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("Gunmen free 5 of 12 abducted pilgrims after tribal mediation", []),
        ("Rebels free 5 of the 12 missing men", []),
        ("5 of 12 abducted pilgrims were freed", [("released", "5")]),
        ("حرر المسلحون 5 من أصل 12 مختطفاً", [("released", "5")]),
        ("12 abducted pilgrims were freed", [("released", "12")]),
    ],
)
def test_of_some_of_those_held_only_what_is_told_is_read(text: str, read: list[tuple[str, str]]) -> None:
    assert told(text) == read


@pytest.mark.parametrize(
    "text",
    [
        "Authorities dismissed as false a report that 40 prisoners had died in a riot",
        "The army rejected claims that its troops killed 12 villagers",
        "فندت الوزارة مزاعم مقتل 12 قروياً",
        "كذبت الإدارة الأنباء عن وفاة 5 معتقلين",
    ],
)
def test_a_report_that_is_dismissed_counts_nobody(text: str) -> None:
    assert told(text) == []


def test_an_officer_who_is_dismissed_denies_nothing() -> None:
    assert told("The minister dismissed the officer after five men were killed") == [("killed", "5")]


@pytest.mark.parametrize("text", ["نناشد المنظمات إجلاء 48 جريحاً", "نطالب بإجلاء 48 جريحاً"])
def test_those_whose_evacuation_is_asked_for_are_wounded_still(text: str) -> None:
    assert told(text) == [("injured", "48")]


@pytest.mark.parametrize(
    ("text", "read"),
    [
        (
            "The court convicted five guards of torturing 22 detainees, three of whom died",
            [("convicted", "5"), ("detained", "22"), ("killed", "3")],
        ),
        ("أدانت المحكمة خمسة حراس بتعذيب 22 معتقلاً", [("convicted", "5"), ("detained", "22")]),
        ("The court convicted five guards and 3 officers", [("convicted", "5"), ("convicted", "3")]),
        ("12 deaths under torture, one of them a child, and 418 new arrests", [("detained", "418")]),
        ("قتل 850 بينهم 55 قضوا تحت التعذيب", [("killed", "850"), ("died_in_custody", "55")]),
        ("Over 850 were killed including 55 who died under torture", [("killed", "851+"), ("died_in_custody", "55")]),
        ("استشهد أخي بغارة جوية", [("killed", "1")]),
        ("راح بغارة على المدرسة", []),
        ("طلعت من المعتقل وكنا 60 وحدة بغرفة", []),
        ("عاد 52 عائلة بعد إزالة 400 لغم من حقولها", [("returned", "52")]),
    ],
)
def test_each_number_has_only_its_own_clause(text: str, read: list[tuple[str, str]]) -> None:
    assert told(text)[-len(read) :] == read if read else told(text) == []
