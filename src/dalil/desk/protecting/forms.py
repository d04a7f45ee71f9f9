"""The forms of decisions: who may see a thing, and why something is done."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib.auth.models import Group, User
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dalil.archive.protection import Level
from dalil.desk.inputs.lengths import Within
from dalil.desk.people.roles import ROLES
from dalil.gate.objections import Objection, Weight, stopping


def level_choices(user: User, standing: int | None = None) -> list[tuple[int, Any]]:
    """The levels a person may give: public only with the permission to publish, or where it is public already."""
    return [
        (level.value, level.label)
        for level in Level
        if level != Level.PUBLIC or user.has_perm("desk.publish") or standing == Level.PUBLIC
    ]


def groups_offered(user: User, standing: QuerySet[Group] | None = None) -> QuerySet[Group]:
    """The groups a person may restrict a thing to: the roles of every organisation, their own, and those that it is restricted to.

    The name of any other group may tell of work that this person has no part in; who decides about protection sees them all.
    """
    every = Group.objects.order_by("name")
    if user.has_perm("desk.protect"):
        return every
    named = standing.values("pk") if standing is not None else []
    return every.filter(Q(name__in=ROLES) | Q(pk__in=user.groups.values("pk")) | Q(pk__in=named))


class ProtectedForm(forms.Form):
    """Level and groups, and the rule that binds them."""

    level = forms.TypedChoiceField(label=gettext_lazy("Who may see it"), coerce=int, widget=forms.RadioSelect)
    groups = forms.ModelMultipleChoiceField(
        Group.objects.none(),
        label=gettext_lazy("Groups, where it is restricted"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(
        self,
        *args: Any,
        user: User,
        standing: int | None = None,
        groups: QuerySet[Group] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        self.fields["groups"].queryset = groups_offered(user, groups)  # type: ignore[attr-defined]
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
        validators=[Within("reason")],
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )


OVERRIDE_LABEL = gettext_lazy("I have read what stands against it; it becomes public all the same")
OVERRIDE_HELP = gettext_lazy("A second person has to decide the same. Both names and reasons stay on the record.")


def may_override(objections: Sequence[Objection]) -> bool:
    """Tell whether two persons could override what stands against a thing; not where nothing stops it, nor where it is firm."""
    stops = stopping(objections)
    return bool(stops) and all(each.weight < Weight.FIRM for each in stops)


class ProtectForm(ProtectedForm):
    """Who may see a document, a source or a report from now on, and why; and overriding what the gate says."""

    field_order = ("level", "groups", "reason", "telling", "override")

    override = forms.BooleanField(label=OVERRIDE_LABEL, help_text=OVERRIDE_HELP, required=False)

    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        help_text=gettext_lazy("Kept on the record with your name."),
        validators=[Within("reason")],
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
    )

    telling = forms.BooleanField(
        label=gettext_lazy("I have read what the file tells; make the original public all the same"), required=False
    )

    def __init__(self, *args: Any, tells: bool = False, objections: Sequence[Objection] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.standing = kwargs.get("standing")
        if not tells or self.standing == Level.PUBLIC:
            del self.fields["telling"]
        if not may_override(objections):
            del self.fields["override"]

    def clean(self) -> dict[str, Any]:
        typed = super().clean()
        level = typed.get("level")
        if not self.user.has_perm("desk.protect") and Level.RESTRICTED in (level, self.standing):
            self.add_error("level", _("Restrictions are decided by a legal officer, a tracing officer or a steward."))
        if "telling" in self.fields and level == Level.PUBLIC and not typed.get("telling"):
            self.add_error(
                "telling", _("The file tells more than it shows. Make a cleaned copy public, or tick this to go on.")
            )
        return typed
