"""Which kinds of page a second person reads before they go out."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dalil.access import accounts, log
from dalil.access.models import Action
from dalil.bulletin.models import BulletinPage, KindReadTwice
from dalil.desk.screens import DeskRequest, may, refused, screen


def kinds_of_pages() -> list[tuple[str, Any]]:
    """Every kind of page that an editor writes, by the name of its model."""
    kinds = [model for model in BulletinPage.__subclasses__() for model in (model.__subclasses__() or [model])]
    return sorted((str(kind._meta.model_name), kind.get_verbose_name()) for kind in kinds)


class KindsForm(forms.Form):
    """The kinds of page that a second person reads."""

    kinds = forms.MultipleChoiceField(
        label=gettext_lazy("Kinds of page that go out only when somebody else has approved them"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        choices=kinds_of_pages,
    )


@may("see")
def second_reading(request: DeskRequest) -> HttpResponse:
    """Choose the kinds of page that a second person reads; a steward does."""
    if not accounts.keeps_accounts(request.user):
        return refused(request)
    before = set(KindReadTwice.objects.values_list("kind", flat=True))
    form = KindsForm(request.POST if request.method == "POST" else None, initial={"kinds": sorted(before)})
    if request.method == "POST" and form.is_valid():
        after = set(form.cleaned_data["kinds"])
        KindReadTwice.objects.filter(kind__in=before - after).delete()
        KindReadTwice.objects.bulk_create(KindReadTwice(kind=kind) for kind in sorted(after - before))
        if before != after:
            log.write(Action.RIGHTS_CHANGED, read_twice=", ".join(sorted(after)), before=", ".join(sorted(before)))
        messages.success(request, _("Kept."))
        return redirect("desk:second_reading")
    return screen(request, "desk/pages/second_reading.html", _("Second reading"), icon="tasks", form=form)
