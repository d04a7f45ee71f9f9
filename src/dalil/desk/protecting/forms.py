"""The forms of decisions: who may see a thing, and why something is done."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.models import Group, User
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dalil.archive.protection import Level


def level_choices(user: User, standing: int | None = None) -> list[tuple[int, Any]]:
    """The levels a person may give: public only with the permission to publish, or where it is public already."""
    return [
        (level.value, level.label)
        for level in Level
        if level != Level.PUBLIC or user.has_perm("desk.publish") or standing == Level.PUBLIC
    ]


class ProtectedForm(forms.Form):
    """Level and groups, and the rule that binds them."""

    level = forms.TypedChoiceField(label=gettext_lazy("Who may see it"), coerce=int, widget=forms.RadioSelect)
    groups = forms.ModelMultipleChoiceField(
        Group.objects.order_by("name"),
        label=gettext_lazy("Groups, where it is restricted"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, user: User, standing: int | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        self.fields["level"].choices = level_choices(user, standing)  # type: ignore[attr-defined]
        self.fields["level"].initial = Level.INTERNAL.value
        self.use_required_attribute = False

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        if typed.get("level") == Level.RESTRICTED and not typed.get("groups"):
            self.add_error("groups", _("Name the groups that may still see it."))
        return typed


class ReasonForm(forms.Form):
    """Why something is done."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        help_text=gettext_lazy("Kept on the record with your name."),
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )


class ProtectForm(ProtectedForm):
    """Who may see a document, a source or a report from now on, and why."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        help_text=gettext_lazy("Kept on the record with your name."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
    )
