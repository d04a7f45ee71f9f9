"""Unidentified remains in the form that their kind makes, in both languages."""

from __future__ import annotations

from django.urls import reverse

from dalil.record.models import Report


def test_remains_are_entered_in_the_form_and_read_in_both_languages(as_, typed, desk_in):
    alice = as_("alice")
    names = {
        "c-where-place": "SY07",
        "c-youngest": "25",
        "c-oldest": "35",
        "c-found_in": "GRAVE",
        "c-marks-en": "a scar",
    }
    alice.post(reverse("desk:enter", args=["remains"]), {**typed, **names})
    (report,) = Report.objects.filter(kind="remains")
    assert (report.claim.youngest, report.claim.oldest, report.claim.found_in) == (25, 35, "GRAVE")
    for code, words in (("en", "Age at death, at the least"), ("ar", "العمر عند الوفاة، على الأقل")):
        desk_in(code)
        assert words in alice.get(reverse("desk:report", args=[report.address])).content.decode()
