"""The form of one's own name, which nobody has to give."""

from __future__ import annotations

from typing import Any

from wagtail.admin.forms.account import NameEmailForm


class OwnName(NameEmailForm):
    """First and last name, both as one likes."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.required = False
