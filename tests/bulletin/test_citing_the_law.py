"""A provision is cited as lawyers of each language cite it."""

from __future__ import annotations

import pytest
from django.utils.translation import override

from dalil.bulletin.templatetags.law import article


@pytest.mark.parametrize(
    ("number", "code", "english", "arabic"),
    [
        ("8(2)(c)(i)", "RS-8-2-c-i", "Article 8(2)(c)(i)", "المادة ٨(٢)(ج)(١)"),
        ("7(1)(i)", "RS-7-1-i", "Article 7(1)(i)", "المادة ٧(١)(ط)"),
        ("8(2)(e)(xiv)", "RS-8-2-e-xiv", "Article 8(2)(e)(xiv)", "المادة ٨(٢)(هـ)(١٤)"),
        ("I", "CWC-1", "Article I", "المادة ١"),
        ("74", "IHL-R74", "Rule 74", "القاعدة ٧٤"),
        ("", "HRC-S17-1", "", ""),
    ],
)
def test_an_article_in_both_languages(number: str, code: str, english: str, arabic: str) -> None:
    with override("en"):
        assert article(number, code) == english
    with override("ar"):
        assert article(number, code) == arabic
