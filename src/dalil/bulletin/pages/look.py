"""The look of a site: the colours that an organisation chose, as a style sheet. Pages hold no styles of their own."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from dalil.bulletin.pages.readable import front_of


@require_safe
def look(request: HttpRequest) -> HttpResponse:
    """The style sheet of the colours of this language's front page; empty where none were chosen."""
    front = front_of(get_language() or "en")
    rules = []
    if front and front.accent:
        rules.append(f":root {{ --accent: {front.accent}; }}")
    if front and front.accent_dark:
        rules.append(f"@media (prefers-color-scheme: dark) {{ :root {{ --accent: {front.accent_dark}; }} }}")
    elif front and front.accent:  # the colour of the day cannot be read at night
        rules.append("@media (prefers-color-scheme: dark) { :root { --accent: #86cbd7; } }")
    return HttpResponse("\n".join(rules), content_type="text/css; charset=utf-8")
