"""Files that families or officers send to be sealed stay in memory while they arrive: on the disk they would stand in clear for a moment.

Django lays a file of more than 2.5 MB into a folder as it arrives. How much may be sent to these addresses `body_limits` says before.
"""

from __future__ import annotations

from typing import Any

from django.core.files.uploadhandler import MemoryFileUploadHandler
from django.http import HttpRequest
from django.urls import reverse

FROM_A_FAMILY = 2_100_000
"""Bytes of the form of a family with a photograph; with its script the telephone makes the photograph smaller before."""
TO_BE_SEALED = 12_000_000
"""Bytes of what an officer sends to the desk of searches: a photograph of a telephone."""


def is_family_form(request: HttpRequest) -> bool:
    """Tell whether this is sent to the form that families fill in themselves."""
    return request.path == reverse("ask-search")


def is_to_be_sealed(request: HttpRequest) -> bool:
    """Tell whether this is sent to the screens of searches. The files of partners are not: what is in them is blinded, and they are long."""
    return request.path.startswith(reverse("desk:tracing")) and not request.path.startswith(
        reverse("desk:tracing_blind")
    )


class StaysInMemory(MemoryFileUploadHandler):
    """Keeps in memory what is to be sealed; other files are left to Django's own handlers."""

    def handle_raw_input(self, *args: Any, **kwargs: Any) -> None:
        """Look at where it is sent; its length was looked at before."""
        assert self.request is not None
        self.activated = is_family_form(self.request) or is_to_be_sealed(self.request)
