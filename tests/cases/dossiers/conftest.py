"""A dossier on one strike on a hospital: two officers, three documents, and what was said of each."""

from __future__ import annotations

import io
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from the_ward import HOSPITAL, QUESTION

from dalil.archive.protection import Level, Viewer
from dalil.cases.dossiers.assessing import assess
from dalil.cases.dossiers.keeping import choose_reports, find_chosen, open_dossier
from dalil.cases.dossiers.models import Stance
from dalil.cases.dossiers.question import find_ground
from dalil.record import actions


@pytest.fixture
def layla(db: None) -> User:
    return User.objects.create(username="layla")


@pytest.fixture
def omar(db: None) -> User:
    """The second officer."""
    return User.objects.create(username="omar")


@pytest.fixture
def circle(db: None) -> Group:
    return Group.objects.create(name="inner circle")


@pytest.fixture
def receive(alice: User) -> Callable[..., Any]:
    """Keep a document in one line: `receive("Record of the ward", "medical_document")`."""

    def one(title: str, type: str = "", **facts: Any) -> Any:
        facts = {"media_type": "text/plain", "level": Level.INTERNAL, **facts}
        content = facts.pop("content", title.encode())
        return actions.receive_document(io.BytesIO(content), actor=alice, title=title, type=type, **facts)

    return one


@pytest.fixture
def case(enter: Any, receive: Any, layla: User) -> SimpleNamespace:
    """Two elements: for the first a video speaks and a medical record, for the second the record alone; a letter speaks against the first."""
    first, second, *rest = (each.code for each in find_ground(HOSPITAL).elements)
    told: Any = {"when": "2019-05-05", "where": {"places": ["SY07"]}, "killed": 3}
    papers = {
        "video": receive("Video of the strike", "video"),
        "record": receive("Record of the ward", "medical_document"),
        "letter": receive("Letter of the ministry", "letter"),
    }
    reports = {
        name: enter(told, origin=origin, document=papers[name], level=Level.INTERNAL)
        for name, origin in (("video", "north-monitor"), ("record", "ward-three"), ("letter", "ministry"))
    }
    dossier = open_dossier("WARD", "The ward", QUESTION, actor=layla)
    choose_reports(dossier, reports.values(), actor=layla, reason="they tell of the strike")
    pins = {each.report.pk: each for each in find_chosen(dossier, Viewer.steward()).pins}
    pin = {name: pins[report.pk] for name, report in reports.items()}
    said = [
        assess(pin[name], HOSPITAL, element, stance, actor=layla, reason=f"{name} on {element}")
        for name, element, stance in (
            ("video", first, Stance.FOR),
            ("record", first, Stance.FOR),
            ("record", second, Stance.FOR),
            ("letter", first, Stance.AGAINST),
        )
    ]
    return SimpleNamespace(
        dossier=dossier, papers=papers, reports=reports, pins=pin, said=said, first=first, second=second, rest=rest
    )
