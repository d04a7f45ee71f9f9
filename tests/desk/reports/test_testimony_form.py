"""A testimony typed at the desk, with the passages that counts are quoted from."""

from django.urls import reverse

from dalil.archive.protection import Viewer
from dalil.record.models import Report


def test_a_testimony_is_typed_with_its_passages(as_, typed):
    typed.pop("c-when")
    typed |= {
        "c-when": "2019-02",
        "c-teller-en": "Witness K",
        "c-taken": "2026-01-05",
        "c-connection": "witness",
        "c-consent": "given",
        "c-summary-ar": "وقفت عند الحاجز.",
    }
    page = as_("alice").get(reverse("desk:enter", args=["testimony"])).content.decode()
    rows = [part.split('"')[0] for part in page.split('name="')[1:] if part.startswith("c-passages")]
    first = [name for name in rows if "0" in name]
    typed |= {name: "paragraph 4" for name in first if "locator" in name}
    typed |= {name: "about two thousand" for name in first if name.endswith("-en")}
    typed |= {name: "1" for name in rows if name.endswith(("rows", "count"))}
    answer = as_("alice").post(reverse("desk:enter", args=["testimony"]), typed)
    assert answer.status_code == 302, answer.content.decode()
    claim = Report.objects.visible_to(Viewer.steward()).get().claim
    assert (claim.teller.en, claim.connection, claim.consent) == ("Witness K", "witness", "given")
    assert [(each.locator, each.said.en) for each in claim.passages] == [("paragraph 4", "about two thousand")]
