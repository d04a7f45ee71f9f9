"""How reports, entities, documents and sources are shown to the public: plain values for the templates, in one language.

Everything here is read as the public may know it, also while somebody who knows more is signed in.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.timezone import localdate, localtime
from django.utils.translation import gettext as say
from django.utils.translation import ngettext
from pydantic import BaseModel

from dalil import vocabulary
from dalil.archive.models import Document
from dalil.archive.protection import Viewer
from dalil.bulletin.record import quotations as quoting
from dalil.counting.combine import Reading
from dalil.counting.entity_readings import QuantityReadings, grade_entity, list_readings, read_quantity
from dalil.counting.grading import Grade
from dalil.letters import DOCUMENT_LANGUAGES, join_list
from dalil.record.credits import credited_sources, with_credits
from dalil.record.entities import Entity
from dalil.record.kind import Kind, KindField, fields_of, kind_of
from dalil.record.models import Judgement, Report, Source, Supersession, Verdict
from dalil.values import Bilingual, Count, Party, PersonName, When, Where
from dalil.wording.claims import say_value, title_of
from dalil.wording.counts import say_quantity
from dalil.wording.numbers import say_number, write_digits
from dalil.wording.times import say_when
from dalil.wording.totals import say_conflict, say_interval
from dalil.wording.where import choose_script, say_locator, say_where

PUBLIC = Viewer.public()
PLAIN = (str, int, float, bool, date, When, Where, Party, Bilingual, PersonName)


def reports(these: Sequence[Report], language: str, quantity: str = "") -> list[dict[str, Any]]:
    """Reports as a reader meets them. quantity: the number to say of each, if one is asked for."""
    corrected = dict(
        Supersession.objects.filter(
            old__in=[each.pk for each in these], new__in=Report.objects.visible_to(PUBLIC)
        ).values_list("old", "new__address")
    )
    translated = quoting.translations({each.document_id for each in these}, language)
    return [
        report(each, language, quantity, corrected.get(each.pk), translated.get(each.document_id)) for each in these
    ]


def report(
    this: Report,
    language: str,
    quantity: str = "",
    corrected_by: str | None = None,
    translation: Document | None = None,
) -> dict[str, Any]:
    """One report: who says so, through whom, in which words, in which document. translation: of its document, for this reader."""
    origins, relays = credited_sources(this)
    said = quoting.words_in(translation, this) if translation and this.language != language else ""
    document = translation if said and translation else this.document
    count = getattr(this.claim, quantity, None) if quantity else None
    return {
        "url": reverse("report", args=[this.address]),
        "title": title_of(this.claim, language),
        "origins": [named(source, language) for source in origins],
        "relays": [named(source, language) for source in relays],
        "said": said or this.said,
        "said_language": language if said else this.language,
        "own_note": this.document.is_own_note,
        "translated": bool(said),
        "summary": "" if said else _in_readers_words(this, language),
        "document": _document_line(document),
        "locator": say_locator(this.locator, language),
        "answer": say_quantity(count, language) if isinstance(count, Count) else "",
        "flags": [flag(code, language) for code in this.flags],
        "withdrawn": this.withdrawn_because,
        "superseded_by": {"url": reverse("report", args=[corrected_by])} if corrected_by else None,
    }


def _in_readers_words(this: Report, language: str) -> str:
    """What the report describes, in the reader's language, where its exact words are in another."""
    described = getattr(this.claim, "description", None)
    return (
        getattr(described, language, "")
        if isinstance(described, Bilingual) and this.language not in ("", language)
        else ""
    )


def named(source: Source, language: str) -> dict[str, str]:
    """A source by its name, with the way to its page."""
    return {
        "name": source.name.in_language(language),
        "url": reverse("source", args=[source.code]),
        "code": source.code,
    }


def flag(code: str, language: str) -> dict[str, str]:
    """A defect found in a report, in words."""
    term = vocabulary.term("flags", code)
    return {"label": term.label(language), "explained": term.extra.get(f"sentence_{language}", "")}


def whole_report(this: Report, language: str, absolute: Any) -> dict[str, Any]:
    """A report with everything it says, for its own page."""
    claim = this.claim
    earlier = Supersession.objects.filter(new=this, old__in=Report.objects.visible_to(PUBLIC)).first()
    content = []
    for field in fields_of(type(claim)):
        value = getattr(claim, field.name)
        text = say_quantity(value, language) if isinstance(value, Count) else say_any(value, field, language)
        if text:
            words = getattr(value, "said", "") if isinstance(value, (Count, When)) else getattr(value, "name", "")
            words = choose_script(words, language)
            content.append(
                {"label": field.label.in_language(language), "text": text, "said": words if words != text else ""}
            )
    return reports([this], language)[0] | {
        "address": absolute(reverse("report", args=[this.address])),
        "digest": this.digest,
        "entered": say_date(localtime(this.entered_at).date(), language),
        "content": content,
        "supersedes": {"url": reverse("report", args=[earlier.old.address])} if earlier else None,
        "json_url": reverse("api:report", args=[this.address]),
    }


def entity_title(entity: Entity, language: str) -> str:
    """The title of an entity: that of its latest report that still stands."""
    return title_of((entity.current or entity.reports)[-1].claim, language)


def entity_line(entity: Entity, language: str, quantity: str = "") -> dict[str, Any]:
    """An entity in a list."""
    claim = (entity.current or entity.reports)[-1].claim
    when, where = claim.whens(), claim.wheres()
    return {
        "title": entity_title(entity, language),
        "url": reverse("entity", args=[entity.address]),
        "kind": kind_of(entity.kind).name.in_language(language),
        "grade": vocabulary.label("grades", grade, language) if (grade := grade_entity(entity)) else say("withdrawn"),
        "when": say_when(when, language) if when else "",
        "where": say_where(where, language) if where else "",
        "answer": say_quantity_of(entity, quantity, language) if quantity else "",
        "reports": len(entity.reports),
    }


def entity(this: Entity, language: str, absolute: Any) -> dict[str, Any]:
    """An entity for its own page: what is known of it, where tellings differ, who says what."""
    kind = kind_of(this.kind)
    today = localdate()
    return {
        "title": entity_title(this, language),
        "kind": kind.name.in_language(language),
        "kind_url": f"{reverse('record')}?kind={this.kind}",
        "address": absolute(reverse("entity", args=[this.address])),
        "grade": graded_in_words(this, language),
        "as_known_on": say_date(today, language),
        "as_known_datetime": today.isoformat(),
        "facts": [fact for field in fields_of(kind) if (fact := _fact(field, this, kind, language))],
        "counts": [say_readings(each, kind, language) for each in list_readings(this)],
        "reports": reports(this.reports, language),
        "judgements": _judgements(this, language),
        "json_url": reverse("api:entity", args=[this.address]),
    }


def say_readings(this: QuantityReadings, kind: type[Kind], language: str) -> dict[str, Any]:
    """Say one number of an entity in each of the five readings."""
    field = next(each for each in fields_of(kind) if each.name == this.quantity)
    rows = []
    for reading in Reading:
        said = say_interval(this.readings.in_reading(reading), this.unit, language)
        if reading is Reading.REPORTED_RANGE:
            said = _say_reported(this, language)
        if reading is Reading.AGREED and this.readings.conflict:
            said = say_conflict(language)
        rows.append(
            {
                "name": vocabulary.label("readings", reading.value, language),
                "told": said,
                "chosen": reading is Reading.REPORTED_RANGE,
            }
        )
    return {
        "label": field.label.in_language(language),
        "unit": vocabulary.label("units", this.unit, language),
        "readings": rows,
    }


def say_quantity_of(this: Entity, quantity: str, language: str) -> str:
    """Say one number of an entity: as its source put it where one report states it, as a range where several do."""
    found = read_quantity(this, quantity)
    return _say_reported(found, language) if found else ""


def _say_reported(this: QuantityReadings, language: str) -> str:
    return say_quantity(this.only, language) if this.only else say_interval(this.readings.reported, this.unit, language)


def grade_in_words(code: str, language: str) -> dict[str, str]:
    """A grade, and what it means."""
    term = vocabulary.term("grades", code)
    return {"code": code, "name": term.label(language), "explained": term.extra.get(f"explained_{language}", "")}


def graded_in_words(this: Entity, language: str) -> dict[str, str]:
    """The grade of an entity, and what it means; where no origin is known it says so and claims none."""
    said = grade_in_words(grade_entity(this) or Grade.REPORTED, language)
    known = any(origins for origins, _ in map(credited_sources, this.current))
    return said if known or said["code"] != "reported" else said | {"explained": origin_unknown(len(this.current))}


def origin_unknown(claims: int) -> str:
    """That nobody is known to say so first, in however many tellings."""
    return ngettext("one telling, its origin unknown", "several tellings, their origins unknown", claims)


def document(this: Document, language: str, absolute: Any, shown: int = 50) -> dict[str, Any]:
    """A document for its own page, with its text where it is a short text, and the first reports read from it."""
    visible = Document.objects.visible_to(PUBLIC)
    parent = visible.filter(pk=this.parent_id).first() if this.parent_id else None
    read = Report.objects.visible_to(PUBLIC).filter(document=this)
    total = read.count()
    return {
        "title": this.title,
        "media_type": this.media_type,
        "size": say_size(this.size, language),
        "language": this.language,
        "language_name": say(DOCUMENT_LANGUAGES[this.language])
        if this.language in DOCUMENT_LANGUAGES
        else this.language,
        "received": say_date(localtime(this.received_at).date(), language),
        "sha256": this.sha256,
        "source_url": this.url,
        "own_note": this.is_own_note,
        "text": quoting.text_of(this),
        "download_url": reverse("document-file", args=[this.address]),
        "address": absolute(reverse("document", args=[this.address])),
        "parent": {**_document_line(parent), "relation": this.get_relation_display()} if parent else None,
        "derivatives": [
            {**_document_line(each), "relation": each.get_relation_display()} for each in visible.filter(parent=this)
        ],
        "reports": reports(list(with_credits(read).order_by("pk")[:shown]), language),
        "reports_total": total,
        "more_url": f"{reverse('record')}?document={this.address}" if total > shown else "",
    }


def source(this: Source, language: str, shown: int = 20) -> dict[str, Any]:
    """A source for its own page: how often it speaks for itself, how often it passes on, and its latest reports."""
    read = Report.objects.visible_to(PUBLIC).filter(attribution__credits__source=this)
    latest = with_credits(read.distinct()).order_by("-pk")[:shown]
    total = read.distinct().count()
    return {
        "name": this.name.in_language(language),
        "type": vocabulary.label("source_types", this.type, language)
        if vocabulary.is_code("source_types", this.type)
        else "",
        "as_origin": read.filter(attribution__credits__role="origin", attribution__credits__source=this)
        .distinct()
        .count(),
        "as_relay": read.filter(attribution__credits__role="relay", attribution__credits__source=this)
        .distinct()
        .count(),
        "reports": reports(list(latest), language),
        "more_url": f"{reverse('record')}?source={this.code}" if total > shown else "",
    }


def say_any(value: Any, field: KindField, language: str) -> str:
    """Any value of a kind in words, also one that a kind declares itself (a line of a breakdown)."""
    if isinstance(value, tuple):
        return join_list(filter(None, (say_any(each, field, language) for each in value)), language)
    if isinstance(value, BaseModel) and not isinstance(value, (*PLAIN, Count)):
        parts = [getattr(value, name) for name in type(value).model_fields]
        words = [each.in_language(language) for each in parts if isinstance(each, Bilingual)]
        counts = [say_quantity(each, language) for each in parts if isinstance(each, Count)]
        return ": ".join(filter(None, (" ".join(words), " ".join(counts))))
    if isinstance(value, bool) and not value:
        return ""
    return say_value(value, field, language)


def say_date(day: date, language: str) -> str:
    """A day in the reader's language."""
    return say_when(When.day(day), language)


def say_size(size: int, language: str) -> str:
    """A size in the unit that suits it."""
    for unit, name in ((1 << 20, say("MB")), (1 << 10, say("KB"))):
        if size >= unit:
            return f"{write_digits(f'{size / unit:.1f}', language)} {name}"
    return f"{say_number(size, language)} {say('bytes')}"


def _fact(field: KindField, this: Entity, kind: type[Kind], language: str) -> dict[str, Any] | None:
    """What the standing reports say in one field; None where there is nothing to say of it."""
    if field.type is Count and not field.many:
        return None
    told: dict[str, dict[str, Any]] = {}
    for each in this.current:
        value = getattr(each.claim, field.name)
        if text := say_any(value, field, language):
            entry = told.setdefault(text, {"text": text, "url": _place_url(value), "sources": {}})
            for origin in credited_sources(each)[0]:
                entry["sources"][origin.name.in_language(language)] = None
    if not told and field.name not in kind.facets:
        return None
    differ = len(told) > 1
    return {
        "label": field.label.in_language(language),
        "values": [{**entry, "sources": list(entry["sources"]) if differ else []} for entry in told.values()],
        "contradicting": differ and field.type is not Bilingual,
    }


def _place_url(value: Any) -> str:
    if isinstance(value, Where) and len(value.places) == 1:
        return f"{reverse('record')}?place={value.places[0]}"
    return ""


def _judgements(this: Entity, language: str) -> list[dict[str, str]]:
    """That and when reports were judged to be about one thing. The judge's name and notes are not for the public."""
    ids = [each.pk for each in this.reports]
    return [
        {
            "text": say("Two of these reports were judged to be about the same thing."),
            "by": say("by a matching model") if each.matcher else say("by a person"),
            "date": say_date(localtime(each.at).date(), language),
        }
        for each in Judgement.objects.filter(a__in=ids, b__in=ids, verdict=Verdict.SAME, retraction=None).order_by("pk")
    ]


def _document_line(this: Document) -> dict[str, str]:
    return {"title": this.title, "url": reverse("document", args=[this.address])}
