"""What no database keeps and no reader of JSON survives is refused before any form sees it, at this one place.

PostgreSQL refuses a null character in a text, and half of a pair of UTF-16 is no text at all; both reach a form as they are or written
out in the JSON of a field, as the editor of pages sends its texts. JSON that is nested a thousandfold ends its reader.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from itertools import chain
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.utils.translation import gettext as _

from dalil.intake.parsed_rows import UNSTORABLE

DEEPEST = 100
"""Levels of JSON in a field; the editor of pages needs about twenty."""

_TOKENS = re.compile(r'"(?:[^"\\]|\\.)*+(?:"|\\?\Z)|[\[\]{}]', re.S)


class RefuseUnstorable:
    """Answers 400 in words to a form, or a cookie, that holds what cannot be kept."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        for name, value in request.COOKIES.items():  # whoever is signed in is looked up by one, before any view
            if UNSTORABLE.search(name) or UNSTORABLE.search(value):
                why = _("A cookie of this browser holds a character that is no text; delete the cookies of this site.")
                return HttpResponseBadRequest(why, content_type="text/plain; charset=utf-8")
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        """Look at what was sent, after the check that it comes from a form of ours."""
        for name, value in _texts_of(request):
            if UNSTORABLE.search(name) or UNSTORABLE.search(value) or _hides_unstorable(value):
                why = _(
                    "This form holds a character that is no text (a null character or half of a pair); take it out."
                )
                return HttpResponseBadRequest(why, content_type="text/plain; charset=utf-8")
            if is_nested_too_deep(value):
                why = _("A field of this form is nested deeper than %(deepest)s levels.") % {"deepest": DEEPEST}
                return HttpResponseBadRequest(why, content_type="text/plain; charset=utf-8")
        return None


def is_nested_too_deep(text: str) -> bool:
    """Tell whether a text that begins like JSON is nested deeper than DEEPEST levels. Takes time in proportion to its length.

    >>> is_nested_too_deep("[" * 101), is_nested_too_deep('["' + "[" * 101 + '"]')
    (True, False)
    """
    if not text.lstrip().startswith(("[", "{")):
        return False
    depth = 0
    for token in _TOKENS.finditer(text):
        if token[0] in "[{":
            depth += 1
        elif token[0] in "]}":
            depth -= 1
        if depth > DEEPEST:
            return True
    return False


def _hides_unstorable(text: str) -> bool:
    """Whether a text is JSON that spells out what cannot be kept."""
    if "\\u" not in text or not text.lstrip().startswith(("[", "{", '"')) or is_nested_too_deep(text):
        return False
    try:
        read = json.dumps(json.loads(text), ensure_ascii=False)
    except ValueError:
        return False
    return UNSTORABLE.search(read.replace("\\\\", "").replace("\\u0000", "\x00")) is not None


def _texts_of(request: HttpRequest) -> Iterator[tuple[str, str]]:
    if request.method == "POST":
        for name, values in request.POST.lists():
            yield from ((name, str(value)) for value in values)
        for name, files in request.FILES.lists():
            yield from chain.from_iterable(((name, file.name or ""), (name, file.content_type or "")) for file in files)
