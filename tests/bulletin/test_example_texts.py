"""The example front page keeps the publishing rules before anything of it is loaded."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib.resources import files
from typing import Any

import pytest
import yaml

from dalil import vocabulary
from dalil.record.kind import kind_of
from dalil.values import Count, Shape

EXAMPLE = files("dalil.bulletin").joinpath("example")
LANGUAGES = ("en", "ar")


def read(name: str) -> dict[str, Any]:
    return yaml.safe_load(EXAMPLE.joinpath(f"{name}.yaml").read_text(encoding="utf-8"))


REPORTS = {each["key"]: each for each in read("reports")["reports"]}
DOCUMENTS = {each["slug"]: each for each in read("documents")["documents"]}
SOURCES = {each["code"] for each in read("sources")["sources"]}
FIGURES = {each["slug"]: each for each in read("figures")["figures"]}
PAGES = {name: read(name) for name in ("story", "news-and-views", "themes", "links")}


def claim(key: str) -> Any:
    return kind_of(REPORTS[key]["kind"]).model_validate(REPORTS[key]["content"])


def texts(value: Any, path: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Every place of a page that holds a text in languages."""
    if isinstance(value, dict):
        if set(value) & set(LANGUAGES):
            yield path, value
        for key, each in value.items():
            yield from texts(each, f"{path}/{key}")
    elif isinstance(value, list):
        for number, each in enumerate(value):
            yield from texts(each, f"{path}/{number}")


@pytest.mark.parametrize("key", REPORTS)
def test_every_report_is_what_its_kind_takes_and_its_words_stand_in_its_document(key: str) -> None:
    report = REPORTS[key]
    claim(key)
    for language in LANGUAGES:
        assert report["said"][language] in DOCUMENTS[report["document"]][language]


@pytest.mark.parametrize("key", REPORTS)
def test_a_source_is_one_that_was_named_or_none(key: str) -> None:
    named = [REPORTS[key]["origin"], REPORTS[key]["relay"]]
    assert {code for each in named for code in (each if isinstance(each, list) else [each])} <= SOURCES | {None}


@pytest.mark.parametrize("page", PAGES)
def test_everything_is_written_in_both_languages(page: str) -> None:
    for path, text in texts({**PAGES[page], "refused": None}):
        assert text.get("en") and text.get("ar"), path
        if isinstance(text["en"], list):
            assert len(text["en"]) == len(text["ar"]), path


@pytest.mark.parametrize("page", PAGES)
def test_arabic_is_written_in_arabic_digits(page: str) -> None:
    for path, text in texts(PAGES[page]):
        arabic = text["ar"] if isinstance(text["ar"], list) else [text["ar"]]
        for each in arabic:
            assert not re.search(r"[0-9]", re.sub(r"\{\{.*?\}\}", "", each)), path


@pytest.mark.parametrize("page", PAGES)
def test_a_figure_in_a_text_is_a_figure_that_exists(page: str) -> None:
    for path, text in texts(PAGES[page]):
        used = {
            language: set(re.findall(r"\{\{figure:([a-z0-9-]+)(?: counted)?\}\}", str(text.get(language))))
            for language in LANGUAGES
        }
        assert used["en"] == used["ar"], path
        assert used["en"] <= set(FIGURES), path


def test_a_figure_asks_about_a_number_that_its_report_states() -> None:
    for figure in FIGURES.values():
        if "gap" in figure:
            assert all(claim(key).weapons == (figure["gap"]["weapon"],) for key in figure["gap"]["reports"])
        elif "asks" not in figure:
            assert isinstance(getattr(claim(figure["report"]), figure["quantity"]), Count)


def test_the_bounds_of_the_front_page_are_kept() -> None:
    killed = claim("civilians-killed").count
    assert (killed.low, killed.high) == (81, None)
    strikes = claim("strikes-per-day")
    assert strikes.count.shape is Shape.VAGUE and strikes.count.point is None and strikes.per == "day"
    centres = claim("vital-centres-attacked")
    assert (centres.count.low, centres.count.high, centres.parts_complete) == (82, None, False)
    assert sorted(part.count.low for part in centres.parts) == [4, 6, 17, 19]
    assert claim("disappeared-isis").count.shape is Shape.APPROXIMATE
    families = claim("families-flooded").count
    assert (families.low, families.high, families.unit) == (11001, None, "family")


def test_two_reports_of_one_date_stand_side_by_side() -> None:
    told = {claim(key).when.notation() for key in REPORTS if key.startswith("resolution-s17-1")}
    assert told == {"2011-08-22", "2011-08-23"}


def test_the_law_of_a_theme_is_law_that_the_vocabulary_knows() -> None:
    for theme in PAGES["themes"]["themes"]:
        for law in theme["law"]:
            assert vocabulary.is_code("provisions", law["code"]), law["code"]


def test_the_only_card_without_words_is_kept_apart_as_refused() -> None:
    for card in PAGES["news-and-views"]["cards"]:
        assert all(card[part][language].strip() for part in ("headline", "summary") for language in LANGUAGES)
    assert not any(
        card[part][language]
        for card in PAGES["news-and-views"]["refused"]
        for part in ("headline", "summary")
        for language in LANGUAGES
    )
