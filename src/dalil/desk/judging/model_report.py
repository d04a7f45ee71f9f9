"""The screen that tells what the matcher weighs: how its model was trained, on what, and how much each agreement says."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from dalil.bulletin.drawings.drawn import Drawing, is_read_from_the_right, list_in_a_sentence, tabulate, trust
from dalil.desk.judging.quality import present_quality
from dalil.desk.screens import DeskRequest, language, may, screen
from dalil.drawing.weights import WeightRow, draw_weights
from dalil.letters import join_list
from dalil.matching.comparisons import FieldComparison, comparisons_of
from dalil.matching.match_runs import matched_kinds, model_in_force
from dalil.matching.model import Model
from dalil.matching.models import TrainedModel
from dalil.matching.training import MOST_WEIGHT
from dalil.record.kind import Kind, kind_of
from dalil.wording.matches import label_of_field, say_level, say_percent
from dalil.wording.numbers import say_decimal, say_number


@dataclass(frozen=True)
class ModelFact:
    """Something that was counted or set when a model was trained: what, and the value in words."""

    what: str
    value: str


@may("judge")
def matching_model(request: DeskRequest) -> HttpResponse:
    """The model in force of a kind, the models before it, and how right it is as far as persons judged."""
    codes = {kind.code: kind for kind in matched_kinds()}
    kind = codes.get(request.GET.get("kind", ""), kind_of("incident"))
    model = model_in_force(kind)
    kept = TrainedModel.objects.filter(kind=kind.code).select_related("actor")
    return screen(
        request,
        "desk/judging/model.html",
        _("What the matcher weighs"),
        icon="table",
        above=[(reverse("desk:pairs"), _("Pairs to judge"))],
        kinds=[(code, each.plural.in_language(language())) for code, each in sorted(codes.items())],
        kind=kind.code,
        model=model,
        facts=list_facts_of_model(model, language()),
        drawings=draw_model(kind, model, language()),
        quality=present_quality(kind, model, language()),
        kept=list(kept),
    )


def list_facts_of_model(model: Model, language: str) -> list[ModelFact]:
    """List what a model was trained on and what it is set to; of rough weights only the latter."""
    counted = {
        "reports": _("Reports that were compared"),
        "candidates": _("Candidates: pairs close enough to be compared"),
        "trained_on": _("Candidates that it was trained on"),
        "chance_pairs": _("Pairs of which it is known that they agree by chance"),
    }
    facts = [
        ModelFact(words, say_number(model.about[name], language))
        for name, words in counted.items()
        if isinstance(model.about.get(name), int)
    ]
    if moved := model.about.get("moved_by_days"):
        days = [_signed(day, say_number(abs(day), language)) for day in moved]
        facts.append(
            ModelFact(_("By how many days dates were moved to see what agrees by chance"), join_list(days, language))
        )
    facts.append(ModelFact(_("Share of the candidates that are about one thing"), say_percent(model.prior, language)))
    facts.append(ModelFact(_("It judges two reports the same from here on"), say_percent(model.threshold, language)))
    return facts


def draw_model(kind: type[Kind], model: Model, language: str) -> list[Drawing]:
    """Draw the weights of each comparison on one scale, with its shares in a table beneath."""
    return [_draw_comparison(kind, model, compared, language) for compared in comparisons_of(kind)]


def _draw_comparison(kind: type[Kind], model: Model, compared: FieldComparison, language: str) -> Drawing:
    title = label_of_field(kind.code, compared.name, language)
    not_met = set(model.about.get("not_met", ()))
    rows, table = [], []
    for level, (of_one, by_chance) in model.shares[compared.name].items():
        weight = model.weight(compared.name, level)
        words = say_level(compared.about, level, language)
        if f"{compared.name}: {level}" in not_met:
            words = _("%(level)s (not met in the data)") % {"level": words}
        rows.append(WeightRow(words, weight, _signed(weight, say_decimal(abs(weight), language))))
        table.append((words, _share(of_one, language), _share(by_chance, language), rows[-1].value))
    spoken = [f"{row.words}: {row.value}" for row in rows]
    svg = draw_weights(
        rows,
        most=MOST_WEIGHT,
        name=f"weights-{compared.name}",
        title=title,
        description=list_in_a_sentence(spoken, len(spoken), language),
        rtl=is_read_from_the_right(language),
        ends=(_("against"), _("for one thing")),
    )
    head = (_("Agreement"), _("of pairs about one thing"), _("by chance"), _("Weight in bits"))
    return Drawing(title=title, svg=trust(svg), table=tabulate(title, head, tuple(table), language))


def _signed(value: float, words: str) -> str:
    return ("+" if value > 0 else "−" if value < 0 else "") + words


def _share(share: float, language: str) -> str:
    return say_decimal(share * 100, language)
