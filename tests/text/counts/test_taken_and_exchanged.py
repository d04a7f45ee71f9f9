"""What happened to people as families and newsrooms say it: exchanged, taken by armed men, buried by us, one's own kin."""

from __future__ import annotations

import pytest

from dalil.text.counts import read_counts


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The parties swapped 40 detainees at dawn", [("released", 40)]),
        ("In all, 30 captives were exchanged on the bridge", [("released", 30)]),
        ("تبادل الجانبان 40 معتقلاً عند الجسر", [("released", 40)]),
        ("The two sides exchanged fire for 3 hours", []),
        ("A prisoner exchange freed 6 women", [("released", 6)]),
        ("خرج من السجن 12 رجلاً", [("released", 12)]),
        ("Gunmen took 7 men from the village", [("detained", 7)]),
        ("The ambulance took 7 people to hospital", []),
        ("أخذوا زوجي وأخي", [("detained", 1), ("detained", 1)]),
        ("أوقفت الشرطة 9 مشتبهاً بهم", [("detained", 9)]),
        ("أوقفت الشرطة السير", []),
        ("أسر 8 جنود", [("detained", 8)]),
        ("8 أسر من القرية", []),
        ("We buried 12 people that week", [("killed", 12)]),
        ("My father died in 2016", [("killed", 1)]),
        ("My brother Samer was arrested at the border", [("detained", 1)]),
        ("My brother killed 3 men", [("killed", 3)]),
        ("30 people were arrested, 4 of whom have since been released", [("detained", 30), ("released", 4)]),
        ("20 were injured; three of them died", [("injured", 20), ("killed", 3)]),
        ("My son, who was nine, was killed", []),
        ("تجاوز عدد قتلى الزلزال ألفين", [("killed", 2001)]),
        ("بلغ عدد القتلى 30 مقابل 20 في اليوم السابق", [("killed", 30)]),
        ("احتجز مسلحون من فصيل ثلاثة أطباء", [("detained", 3)]),
        ("90 شخصاً ما زالوا محاصرين", [("besieged", 90)]),
        ("A doctor at the hospital said 5 were killed", [("killed", 5)]),
        ("They returned his body", []),
        ("We were 60 men in one hall", []),
        ("Six children were among the nine people killed", [("killed", 6), ("killed", 9)]),
    ],
)
def test_what_happened_is_told_in_many_ways(text: str, expected: list[tuple[str, int]]) -> None:
    assert [(found.quantity, found.count.low) for found in read_counts(text)] == expected
