"""The example: the facts of a real front page of May 2019, in the record and on pages in both languages.

The facts enter through the same actions as any others; the pages are ordinary pages, published. Loading twice adds nothing.
"""

from __future__ import annotations

import io
import re
from collections import Counter
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.html import escape
from wagtail.models import Page

from dalil.archive.models import OWN_NOTE, Document
from dalil.archive.protection import Level, Viewer
from dalil.bulletin.example.example_corrections import publish_corrections
from dalil.bulletin.example.example_dossier import build_dossier
from dalil.bulletin.example.example_files import content, text_of
from dalil.bulletin.example.example_invented import enter_invented
from dalil.bulletin.example.example_reports import MARK, enter_reports, judge_reports
from dalil.bulletin.example.pictures import draw_pictures
from dalil.bulletin.models import CardPage, FrontPage, LinksPage, NewsIndexPage, StoryPage, ThemePage
from dalil.bulletin.newsletter.drafts import make_draft, take_in, write_words
from dalil.bulletin.newsletter.issuing import issue
from dalil.bulletin.newsletter.models import Letter
from dalil.bulletin.pages.first_pages import lay_first_pages
from dalil.bulletin.pictures.models import Picture
from dalil.counting.figures import define_figure, publish_edition
from dalil.counting.question import GAP, Question
from dalil.gate.examination import Asker
from dalil.letters import LANGUAGE_CODES
from dalil.record import actions
from dalil.record.models import Report

Bilingual = dict[str, Any]


def load(actor: User, force: bool = False) -> dict[str, int]:
    """Load the example. Returns how many there are now of each thing it brought.

    Raises Refused where the record holds anything else than the example, unless forced: examples do not belong among evidence.
    """
    everything = Report.objects.visible_to(Viewer.steward())
    if not force and (strangers := everything.exclude(external_id__startswith=MARK).count()):
        raise actions.Refused(
            "not_an_example_home",
            "this record holds {reports} reports that are not of the example; load it into a home of its own (DALIL_HOME)",
            {"reports": strangers},
        )
    with transaction.atomic():
        lay_first_pages()
        sources = _sources(actor)
        documents = _documents(actor)
        pictures = draw_pictures(content("pictures")["pictures"])
        reports = enter_reports(actor, sources, documents)
        judgements = judge_reports(actor, reports)
        figures = _figures(actor, reports)
        pages = _pages(reports, documents, pictures)
        _letter(actor)
        reports |= enter_reports(actor, sources, documents, after="publication")
        judgements += judge_reports(actor, reports, after="publication")
        corrections = publish_corrections(actor)
        invented = enter_invented(actor)
        dossiers = build_dossier(actor, reports)
    return {
        "sources": len(sources),
        "documents": 2 * len(documents),
        "reports": len(reports),
        "judgements": judgements,
        "figures": figures,
        "pictures": len(pictures),
        **pages,
        "letters": 1,
        "corrections": corrections,
        "invented reports, internal": invented,
        "dossiers, internal": dossiers,
    }


def stored(paragraphs: list[str]) -> str:
    """Paragraphs as rich text is stored; "## " begins a subheading, {{figure:slug}} is a figure, {{figure:slug counted}} one with its noun."""
    return "".join(
        f"<h2>{_line(each[3:])}</h2>" if each.startswith("## ") else f"<p>{_line(each)}</p>" for each in paragraphs
    )


def _line(text: str) -> str:
    text = re.sub(
        r"\{\{figure:([\w-]+) counted\}\}", r'<embed embedtype="figure" form="counted" slug="\1"/>', escape(text)
    )
    return re.sub(r"\{\{figure:([\w-]+)\}\}", r'<embed embedtype="figure" slug="\1"/>', text)


def _sources(actor: User) -> dict[str, Any]:
    return {
        each["code"]: actions.name_source(
            each["code"],
            actor=actor,
            en=each["name"]["en"],
            ar=each["name"]["ar"],
            type=each["type"],
            level=Level.PUBLIC,
        )
        for each in content("sources")["sources"]
    }


def _documents(actor: User) -> dict[str, Document]:
    """Each note in English, and its Arabic as a translation of it."""
    kept: dict[str, Document] = {}
    for each in content("documents")["documents"]:
        original: Document | None = None
        for language in LANGUAGE_CODES:
            document = actions.receive_document(
                io.BytesIO(text_of(each, language).encode()),
                actor=actor,
                title=each["title"][language],
                media_type="text/plain; charset=utf-8",
                type=OWN_NOTE,
                filename=f"{each['slug']}.{language}.txt",
                language=language,
                parent=original,
                relation=Document.Relation.TRANSLATION if original else "",
                level=Level.PUBLIC,
            )
            original = original or document
            kept.setdefault(each["slug"], document)
    return kept


def _pages(reports: dict[str, Report], documents: dict[str, Document], pictures: dict[str, Picture]) -> dict[str, int]:
    made: Counter[str] = Counter()
    for language in LANGUAGE_CODES:
        front = FrontPage.objects.get(locale__language_code=language)
        story = _story(front, content("story")["lead"], language, documents, pictures)
        _story(front, content("story")["before"], language, documents, pictures)
        _front(front, story, language)
        news = NewsIndexPage.objects.child_of(front).get()
        for entry in content("news-and-views")["cards"]:
            _card(news, entry, language, reports, pictures)
        for entry in content("themes")["themes"]:
            _theme(front, entry, language, reports)
        _links(front, language)
        made["stories"] += 2
        made["cards"] += len(content("news-and-views")["cards"])
        made["themes"] += len(content("themes")["themes"])
    return dict(made)


def _letter(actor: User) -> None:
    """A letter of some of the pages, issued before anybody subscribed: it stands on the site."""
    if Letter.objects.exists():
        return
    entry, letter = content("letter"), make_draft(actor)
    for slug in entry["entries"]:
        page = next(page for kind in (StoryPage, CardPage) for page in kind.objects.filter(slug=slug))
        take_in(letter, page.translation_key)
    write_words(letter, {code: (entry["subject"][code], entry["opening"][code].strip()) for code in LANGUAGE_CODES})
    issue(letter, Asker(actor))


def _front(front: FrontPage, story: StoryPage, language: str) -> None:
    site = content("story")["site"]
    if front.lead_id:
        return
    front.title, front.tagline, front.notice = (site[name][language] for name in ("name", "tagline", "notice"))
    front.lead = story
    front.save_revision().publish()


def _story(
    front: FrontPage,
    entry: dict[str, Any],
    language: str,
    documents: dict[str, Document],
    pictures: dict[str, Picture],
) -> Any:
    body: list[Any] = [("text", stored(entry["body"][language]))]
    body += [("drawing", slug) for slug in entry.get("drawings", [])]
    if timeline := entry.get("timeline"):
        moments = [{"when": each["when"], "what": each["what"][language]} for each in timeline["entries"]]
        block = {"heading": timeline["heading"][language], "entries": moments}
        body.append(("timeline", _as_block("timeline", block)))
    page = StoryPage(
        slug=entry["slug"],
        title=entry["headline"][language],
        kicker=entry["kicker"][language],
        standfirst=entry["standfirst"][language],
        dated=entry["published"],
        byline=[("desk", entry["byline"][language])],
        about=[(kind, code) for kind, code in entry["about"]],
        picture=next(pictures[each["key"]] for each in _pictures_for("head_of", entry["slug"])),
        body=body,
        unknown=[("line", line) for line in entry["unknown"][language]],
        document=_in_language(documents[entry["document"]], language).address,
    )
    return _published(front, page)


def _in_language(document: Document, language: str) -> Document:
    made = Document.objects.visible_to(Viewer.steward()).filter(parent=document, language=language)
    return made.first() or document


def _card(
    news: NewsIndexPage, entry: dict[str, Any], language: str, reports: dict[str, Report], pictures: dict[str, Picture]
) -> None:
    body: list[Any] = [("text", stored(entry["body"][language]))]
    for each in entry.get("questions", []):
        body.append(("question", {"question": each["q"][language], "answer": stored([each["a"][language]])}))
    if shown := _pictures_for("gallery", entry["slug"]):
        in_it = [{"picture": pictures[each["key"]].pk, "caption": each["caption"][language]} for each in shown]
        body.append(("gallery", _as_block("gallery", {"heading": "", "pictures": in_it})))
    page = CardPage(
        slug=entry["slug"],
        title=entry["headline"][language],
        summary=stored([entry["summary"][language]]),
        dated=content("news-and-views")["published"],
        form=entry["form"],
        source_code=entry["source"] or "",
        picture=pictures[shown[0]["key"]] if shown else None,
        body=body,
        reports=_about(entry, reports),
    )
    _published(news, page)


def _pictures_for(place: str, slug: str) -> list[dict[str, Any]]:
    """The pictures that stand at a place of the page of this slug."""
    return [each for each in content("pictures")["pictures"] if each.get(place) == slug]


def _as_block(kind: str, value: dict[str, Any]) -> Any:
    """The value of a block of a text, from the plain values that the database keeps."""
    return CardPage._meta.get_field("body").stream_block.child_blocks[kind].to_python(value)


def _theme(front: FrontPage, entry: dict[str, Any], language: str, reports: dict[str, Report]) -> None:
    page = ThemePage(
        slug=entry["slug"],
        title=entry["title"][language],
        standfirst=entry["standfirst"][language],
        body=[("text", stored(entry["body"][language]))],
        law=[("provision", {"code": each["code"], "text": each["text"][language]}) for each in entry["law"]],
        asks=[("facet", {"facet": facet, "code": code}) for facet, codes in entry["facets"].items() for code in codes],
        reports=_about(entry, reports),
        show_in_menus=True,
    )
    _published(front, page)


def _links(front: FrontPage, language: str) -> None:
    page = LinksPage.objects.child_of(front).get()
    if page.groups:
        return
    page.intro = content("links")["intro"][language]
    page.groups = [
        (
            "group",
            {
                "title": group["title"][language],
                "links": [
                    {"url": each["url"], "name": each["name"][language], "line": each["line"][language]}
                    for each in group["links"]
                ],
            },
        )
        for group in content("links")["groups"]
    ]
    page.save_revision().publish()
    page.move(front, pos="last-child")


def _about(entry: dict[str, Any], reports: dict[str, Report]) -> list[tuple[str, str]]:
    return [("report", reports[key].address) for key in entry.get("reports", [])]


def _published(parent: Page, page: Any) -> Any:
    """The page of this slug below its parent: made and published where it is missing, left as it is where it is there."""
    there = type(page).objects.child_of(parent).filter(slug=page.slug).first()
    if there:
        return there
    page.locale = parent.locale
    if twin := type(page).objects.exclude(locale=page.locale).filter(slug=page.slug).first():
        page.translation_key = twin.translation_key
    page.live = False
    parent.add_child(instance=page)
    page.save_revision().publish()
    page.refresh_from_db()
    return page


def _figures(actor: User, reports: dict[str, Report]) -> int:
    """Each figure with its question, published: what the pages say is what the record said when they went out."""
    entries = content("figures")["figures"]
    for each in entries:
        figure = define_figure(
            each["slug"],
            _question(each, reports),
            actor=actor,
            title_en=each["question"]["en"],
            title_ar=each["question"]["ar"],
            note_en=each.get("note", {}).get("en", ""),
            note_ar=each.get("note", {}).get("ar", ""),
        )
        if figure.edition is None:
            publish_edition(figure, actor=actor)
    return len(entries)


def _question(entry: dict[str, Any], reports: dict[str, Report]) -> Question:
    if "gap" in entry:
        return Question.of(
            {"measure": GAP, "facets": {"weapons": [entry["gap"]["weapon"]]}, "reading": entry["reading"]}
        )
    if "asks" in entry:
        return Question.of({**entry["asks"], "reading": entry["reading"]})
    report = reports[entry["report"]]
    return Question.of(
        {
            "kind": report.kind,
            "measure": entry["quantity"],
            "entity": report.address,
            "unit": getattr(report.claim, entry["quantity"]).unit,
            "reading": entry["reading"],
        }
    )
