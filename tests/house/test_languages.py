"""There is one list of languages, and what depends on a single language is listed here with its reason."""

from __future__ import annotations

import re
from pathlib import Path

import dalil
from dalil.letters import LANGUAGE_CODES, LANGUAGES
from dalil.values import Bilingual
from dalil.vocabulary.gazetteer import Place
from dalil.vocabulary.terms import Term
from dalil.wording.grammar import GRAMMARS

ROOT = Path(dalil.__file__).parent
ONE_LANGUAGE = re.compile(
    r"""[!=]=\s?["']ar["']|["']en["'],\s?["']ar["']|startswith\(["']ar["']\)|[!=]=\s?["']en["']"""
)
GRAMMAR = "builds Arabic sentences by its own grammar"
ALLOWED = {
    "bulletin/figures/presenters.py": (3, GRAMMAR),
    "bulletin/figures/figure_page.py": (2, GRAMMAR),
    "bulletin/figures/views.py": (1, GRAMMAR),
    "bulletin/pages/body.py": (1, "the column instrument_ar of the vocabulary"),
    "bulletin/templatetags/law.py": (1, "how lawyers cite an article in Arabic"),
    "cli/count.py": (3, GRAMMAR),
    "counting/question.py": (5, GRAMMAR),
    "desk/reports/views.py": (1, "the docstrings of the kinds are English"),
    "desk/sources/forms.py": (1, "the columns name_en and name_ar of a source"),
    "text/names/similarity.py": (1, GRAMMAR),
    "vocabulary/terms.py": (1, "the columns en and ar of the files"),
    "wording/gaps.py": (1, GRAMMAR),
    "wording/refusals.py": (1, GRAMMAR),
    "desk/figures/presenters.py": (1, "English leaves people unsaid, as the columns of the desk do"),
    "wording/claims.py": (1, GRAMMAR),
    "wording/counts.py": (3, GRAMMAR),
    "wording/where.py": (2, GRAMMAR),
}
"""How often a module may ask for one language, and why. It may only become less."""


def test_no_module_asks_for_one_language_without_a_reason() -> None:
    asking = {
        str(path.relative_to(ROOT)): many
        for path in sorted(ROOT.rglob("*.py"))
        if (many := len(ONE_LANGUAGE.findall(path.read_text(encoding="utf-8"))))
    }
    assert {file: many for file, many in asking.items() if many > ALLOWED.get(file, (0, ""))[0]} == {}


def test_everything_that_is_named_has_a_field_for_each_language() -> None:
    assert set(Bilingual.model_fields) == set(LANGUAGE_CODES)
    assert set(GRAMMARS) == set(LANGUAGE_CODES)
    for code in LANGUAGE_CODES:
        assert code in Term.__dataclass_fields__
        assert code in Place.__dataclass_fields__


def test_the_languages_of_django_are_the_list() -> None:
    from django.conf import settings
    from django.utils import translation

    assert [code for code, _name in settings.LANGUAGES] == [language.code for language in LANGUAGES]
    for language in LANGUAGES:
        assert translation.get_language_info(language.code)["bidi"] == (language.direction == "rtl")


def test_a_date_in_digits_is_read_in_its_order_within_arabic() -> None:
    """Behind an Arabic word 2019-05-14 is shown as 14-05-2019, unless marks keep it apart: who types that has typed another date."""
    bare = re.compile(r"(?<![\u2066\d.-])\d{4}-\d{2}")
    lines = [
        line
        for catalogue in sorted(ROOT.rglob("locale/ar/**/*.po"))
        for line in catalogue.read_text(encoding="utf-8").splitlines()
        if not line.startswith("msgid") and re.search("[\u0621-\u064a]", line)
    ]
    assert len(lines) > 1000
    assert [line for line in lines if bare.search(line)] == []
