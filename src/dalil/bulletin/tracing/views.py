"""The page of the disappeared, which takes the code of a receipt in the body of a request, so that no address and no log holds it."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers
from django.utils.translation import get_language
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from dalil.bulletin.tracing.disappeared import present_disappeared, say_standing
from dalil.tracing.receipts import find_standing

LONGEST_CODE = 100


@sensitive_post_parameters()
@csrf_exempt  # it needs no session and gives nobody any right
@require_http_methods(["GET", "HEAD", "POST"])
def disappeared(request: HttpRequest) -> HttpResponse:
    """Show what the record says, how to ask, and to whom else; and answer the code of a receipt. A wrong code is answered with the same status."""
    language = get_language() or settings.LANGUAGE_CODE
    if request.method != "POST":
        return render(request, "bulletin/tracing/disappeared.html", {"page": present_disappeared(language)})
    answer = say_standing(find_standing(request.POST.get("code", "")[:LONGEST_CODE]), language)
    page = present_disappeared(language, answer)
    shown = render(request, "bulletin/tracing/disappeared.html", {"page": page})
    add_never_cache_headers(shown)
    shown.headers["X-Robots-Tag"] = "noindex"
    shown.headers["Referrer-Policy"] = "no-referrer"
    return shown
