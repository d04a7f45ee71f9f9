"""The next report that is like one before it: what stays filled in, so that a monitor types only what is another."""

from __future__ import annotations

from dalil.desk.lists import place_line
from dalil.desk.reports.filling import line_of, names_credited
from dalil.record.gazetteer_in_use import gazetteer
from dalil.record.models import Report
from dalil.values import When, Where

KEPT_OF_CLAIM = ("when", "where")
"""The fields of a kind that stay filled in: the day, and the district. The day of a birth and the place somebody comes from do not."""


def fill_in_another(report: Report, language: str) -> dict[str, str]:
    """Return what the form of the next report begins with, by field: document, language, who says so, who may see it, day and district.

    What else the report says is left out: a number or a place that stood there and was not looked at would be said of another thing.
    Of the groups that may see a restricted report none is kept: they are chosen anew.
    """
    kept = {
        "document": line_of(report.document, language),
        "language": report.language,
        "level": str(report.level),
        **names_credited(report),
    }
    for name in KEPT_OF_CLAIM:
        match getattr(report.claim, name, None):
            case When() as when:
                kept[f"c-{name}"] = days_of(when)
            case Where() as where:
                kept[f"c-{name}-place"] = "; ".join(
                    place_line(code, language) for code in dict.fromkeys(map(district_of, where.places))
                )
    return {name: value for name, value in kept.items() if value}


def days_of(when: When) -> str:
    """Write the days of a time without its minute, which is not that of another thing.

    >>> days_of(When.parse("2019-05-02T14:30")), days_of(When.parse("2019-05"))
    ('2019-05-02', '2019-05')
    """
    return str(when.start) if when.at else when.notation()


def district_of(code: str) -> str:
    """Return the code of the district in which a place lies; its own where it is a district or larger, or lies in none.

    >>> district_of("C3916"), district_of("SY07")
    ('SY0700', 'SY07')
    """
    places = gazetteer()
    if code not in places:
        return code
    return next((step for step in places.path(code) if places.get(step).level == "district"), code)
