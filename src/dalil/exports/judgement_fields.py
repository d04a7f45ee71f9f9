"""What lines of reports say of judgements: how each report was judged beside earlier ones, and what is known of the sources."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from typing import Any

from django.db.models import QuerySet

from dalil.archive.protection import Viewer
from dalil.intake.travelling import travelling_judgements
from dalil.record.models import Judgement, Report, Source, SourceAlias, SourceJudgement


def judged_fields(
    viewer: Viewer, ids: Sequence[int], among: Collection[int] | None = None
) -> dict[int, list[dict[str, Any]]]:
    """Give how these reports were judged beside reports that were entered before them, as far as the viewer sees those, by report.

    Judgements that were taken back come along. The reasons are told to members only. among: the ids of the only reports of which something
    is said; all unless given.
    """
    made = list(Judgement.objects.filter(b__in=ids).select_related("retraction").order_by("pk"))
    if not made:
        return {}
    visible = Report.objects.visible_to(viewer).filter(pk__in={each.a_id for each in made})
    addresses = dict(visible.values_list("pk", "address"))
    told: dict[int, list[dict[str, Any]]] = {}
    for each in made:
        if each.a_id not in addresses or (among is not None and each.a_id not in among):
            continue
        retraction = getattr(each, "retraction", None)
        fields = _judged(each, viewer, retracted=retraction is not None) | {"other": addresses[each.a_id]}
        if each.score is not None:
            fields["score"] = each.score
        if retraction is not None and viewer.member and retraction.reason:
            fields["retracted_because"] = retraction.reason
        told.setdefault(each.b_id, []).append(fields)
    return told


def further_fields(
    viewer: Viewer, ids: Sequence[int], among: Collection[int] | None = None
) -> dict[int, dict[str, list[dict[str, Any]]]]:
    """Give what other rooms judged of these reports (`intake.travelling`), by report and key, as far as the viewer sees the other report.

    among: as of `judged_fields`.
    """
    told: dict[int, dict[str, list[dict[str, Any]]]] = {}
    for room in travelling_judgements():
        made = [each for each in room.about(ids) if among is None or each.other in among]
        visible = Report.objects.visible_to(viewer).filter(pk__in={each.other for each in made})
        addresses = dict(visible.values_list("pk", "address")) if made else {}
        seen = [each for each in made if each.other in addresses]
        for each in seen if viewer.member else room.sift_for_readers(seen):
            fields = _judged(each.row, viewer, retracted=each.row.taken_back_at is not None) | dict(each.particulars)
            telling = told.setdefault(each.report, {}).setdefault(room.key, [])
            telling.append(fields | {"other": addresses[each.other]})
    return told


class SourcesToTell:
    """What is known of sources beyond the lines that credit them: judgements, further names. Each is given once.

    source_fields: gives sources as lines tell them.
    """

    def __init__(self, viewer: Viewer, source_fields: Callable[[Iterable[Source]], dict[int, dict[str, Any]]]) -> None:
        self._viewer, self._source_fields = viewer, source_fields
        seen = Source.objects.visible_to(viewer)
        made = SourceJudgement.everything.filter(kept__in=seen, other__in=seen).select_related("kept", "other")
        self._judgements = list(made.order_by("pk"))
        names = SourceAlias.everything.filter(source__in=seen).order_by("pk")
        self._aliases: dict[str, list[str]] = {}
        self._former: dict[str, list[str]] = {}
        for code, name, taken_back in (
            names.values_list("source__code", "name", "taken_back_at") if viewer.member else ()
        ):
            (self._aliases if taken_back is None else self._former).setdefault(code, []).append(name)
        self._bound: dict[str, set[str]] = {}
        for each in self._judgements:
            together = {each.kept.code, each.other.code}.union(
                *(self._bound.get(code, ()) for code in (each.kept.code, each.other.code))
            )
            self._bound |= dict.fromkeys(together, together)

    def pass_over(self, reports: QuerySet[Report]) -> None:
        """Take what is known of the sources of these reports as given."""
        if self._judgements or self._aliases:
            attributions = reports.order_by().values("attribution").distinct()
            sources = Source.objects.visible_to(self._viewer).filter(credits__attribution__in=attributions)
            self.about(list(sources.values_list("code", flat=True).distinct()))

    def about(self, codes: Iterable[str]) -> dict[str, Any]:
        """Give what is known of these sources and of those judged with them, and was not given before."""
        wanted = set(codes).union(*(self._bound.get(code, ()) for code in codes))
        aliases = {code: self._aliases.pop(code) for code in sorted(wanted & self._aliases.keys())}
        judged = [each for each in self._judgements if each.kept.code in wanted]
        former = {
            code: names
            for code in sorted(wanted & self._former.keys())
            if (names := [name for name in dict.fromkeys(self._former.pop(code)) if name not in aliases.get(code, ())])
        }
        told: dict[str, Any] = {"aliases": aliases} if aliases else {}
        if former:
            told["former_aliases"] = former
        if judged:
            self._judgements = [each for each in self._judgements if each.kept.code not in wanted]
            sources = self._source_fields({source for each in judged for source in (each.kept, each.other)})
            told["judged"] = [
                _judged(each, self._viewer, retracted=each.taken_back_at is not None)
                | {"kept": sources[each.kept_id], "other": sources[each.other_id]}
                for each in judged
            ]
        return told


def _judged(judgement: Any, viewer: Viewer, *, retracted: bool) -> dict[str, Any]:
    fields: dict[str, Any] = {"at": judgement.at.isoformat(), "verdict": judgement.verdict}
    if matcher := getattr(judgement, "matcher", ""):
        fields["matcher"] = matcher
    if retracted:
        fields["retracted"] = True
    if judgement.reason and viewer.member:
        fields["reason"] = judgement.reason
    return fields
