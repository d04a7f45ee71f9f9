"""What judgements come to: whether the two reports of each are one thing now, and what keeps them from being what was judged."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.utils.translation import gettext_lazy

from dalil.archive.protection import Viewer
from dalil.record import actions
from dalil.record.entities import members_of
from dalil.record.models import Judgement, Report, Verdict

LATER = gettext_lazy("It has no effect: another judgement of this pair holds.")
KEPT_APART = gettext_lazy("It has no effect: it would bring together reports that another judgement keeps apart.")
HELD_TOGETHER = gettext_lazy("It has no effect: other judgements or a correction hold the two together.")


@dataclass(frozen=True)
class JudgementLine:
    """A judgement in a list of them. no_effect: why the two reports are not what it says; empty where they are, and where it was taken back."""

    judgement: Judgement
    no_effect: str = ""


def list_with_effects(judgements: Iterable[Judgement], viewer: Viewer) -> list[JudgementLine]:
    """Give judgements, each with why it has no effect. viewer: for whom; what this person may not see brings nothing together."""
    made = list(judgements)
    standing = [each for each in made if not hasattr(each, "retraction")]
    ids = {pk for each in standing for pk in (each.a_id, each.b_id)}
    entity_of = {pk: members[0] for members in members_of(ids, viewer) for pk in members} if ids else {}
    said: dict[tuple[int, int], set[str]] = {}
    for each in standing:
        said.setdefault((each.a_id, each.b_id), set()).add(each.verdict)

    def tell(each: Judgement) -> str:
        if hasattr(each, "retraction") or not {each.a_id, each.b_id} <= entity_of.keys():
            return ""
        are_one = entity_of[each.a_id] == entity_of[each.b_id]
        if are_one == (each.verdict == Verdict.SAME):
            return ""
        if len(said[each.a_id, each.b_id]) > 1:
            return str(LATER)
        return str(HELD_TOGETHER if are_one else KEPT_APART)

    return [JudgementLine(each, tell(each)) for each in made]


def are_one_thing(one: Report, other: Report, viewer: Viewer) -> bool:
    """Tell whether two reports are of one entity now, as far as this viewer sees."""
    return any(one.pk in members and other.pk in members for members in members_of([one.pk], viewer))


def judge_once(one: Report, other: Report, verdict: Verdict, *, actor: User, reason: str) -> Judgement | None:
    """Judge a pair, and return None where this person's last word on it was the same: a button pressed twice says nothing new.

    Raises what `actions.judge` raises.
    """
    with actions.writing():
        pair = Judgement.objects.filter(a__in=[one, other], b__in=[one, other], matcher="", retraction=None)
        last = pair.order_by("pk").last() if one.pk != other.pk else None
        if last is not None and last.actor_id == actor.pk and last.verdict == verdict:
            return None
        return actions.judge(one, other, verdict, actor=actor, reason=reason)
