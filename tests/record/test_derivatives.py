"""What was made of a document follows when the document is restricted; a public redaction stays, and somebody has to decide about it."""

from __future__ import annotations

import io

import pytest
from django.contrib.auth.models import Group

from dalil.archive.models import Document
from dalil.archive.protection import Level, Viewer
from dalil.record import actions
from dalil.record.derivatives import find_undecided

pytestmark = pytest.mark.django_db
RELATION = Document.Relation
STEWARD = Viewer.steward()


@pytest.fixture
def groups():
    return [Group.objects.create(name=name) for name in ("Legal", "Tracing")]


@pytest.fixture
def make(document, alice):
    def make(relation: str, level: Level = Level.INTERNAL, groups=(), parent: Document | None = None) -> Document:
        return actions.receive_document(
            io.BytesIO(f"{relation} {level} {groups} {parent}".encode()),
            actor=alice,
            title=f"A {relation}",
            media_type="text/plain",
            parent=parent or document,
            relation=relation,
            level=level,
            groups=groups,
        )

    return make


def standing(thing: Document) -> tuple[int, list[str]]:
    thing.refresh_from_db()
    return thing.level, [each.name for each in thing.groups.order_by("name")]


def test_copies_and_translations_follow_a_restriction_and_what_was_made_of_them_too(document, make, groups, edith):
    copy, translation = make(RELATION.COPY, Level.PUBLIC), make(RELATION.TRANSLATION)
    of_copy = make(RELATION.TRANSLATION, Level.PUBLIC, parent=copy)
    actions.protect(document, Level.RESTRICTED, groups=groups[:1], actor=edith)
    assert [standing(each) for each in (copy, translation, of_copy)] == [(Level.RESTRICTED, ["Legal"])] * 3
    assert find_undecided(STEWARD) == []


def test_what_fewer_groups_see_is_not_seen_by_more_afterwards(document, make, groups, edith):
    narrow, other = make(RELATION.COPY, Level.RESTRICTED, groups[:1]), make(RELATION.COPY, Level.RESTRICTED, groups[1:])
    actions.protect(document, Level.RESTRICTED, groups=groups, actor=edith)
    assert standing(narrow) == (Level.RESTRICTED, ["Legal"]) and standing(other) == (Level.RESTRICTED, ["Tracing"])


def test_a_copy_for_a_group_that_sees_the_original_no_longer_goes_with_the_original(document, make, groups, edith):
    copy = make(RELATION.COPY, Level.RESTRICTED, groups[1:])
    actions.protect(document, Level.RESTRICTED, groups=groups[:1], actor=edith)
    assert standing(copy) == (Level.RESTRICTED, ["Legal"])


def test_a_document_that_is_taken_from_the_public_takes_its_copies_along(document, make, edith):
    actions.protect(document, Level.PUBLIC, actor=edith)
    copy, redaction = make(RELATION.COPY, Level.PUBLIC), make(RELATION.REDACTION, Level.PUBLIC)
    actions.protect(document, Level.INTERNAL, actor=edith)
    assert standing(copy)[0] == Level.INTERNAL and standing(redaction)[0] == Level.PUBLIC
    assert find_undecided(STEWARD) == []


def test_nothing_becomes_more_public_with_its_original(document, make, groups, edith):
    copy, redaction = make(RELATION.COPY), make(RELATION.REDACTION)
    actions.protect(document, Level.PUBLIC, actor=edith)
    assert standing(copy)[0] == standing(redaction)[0] == Level.INTERNAL


def test_a_redaction_follows_unless_somebody_made_it_public_and_then_waits_for_a_decision(
    document, make, groups, edith, home
):
    inside, outside = make(RELATION.REDACTION), make(RELATION.REDACTION, groups=(), parent=document, level=Level.PUBLIC)
    actions.protect(document, Level.RESTRICTED, groups=groups[:1], actor=edith)
    assert standing(inside) == (Level.RESTRICTED, ["Legal"]) and standing(outside)[0] == Level.PUBLIC
    assert find_undecided(STEWARD) == [outside]
    assert find_undecided(Viewer.public()) == [], "nobody learns of an original that is hidden from them"
    actions.protect(outside, Level.PUBLIC, actor=edith, reason="it names nobody")
    assert find_undecided(STEWARD) == []
    actions.protect(document, Level.RESTRICTED, groups=groups[:1], actor=edith, reason="again")
    assert find_undecided(STEWARD) == [outside]
