"""What a browser sends of the form of a page: its required fields, a text where it must have one, and nothing else."""

from __future__ import annotations

from typing import Any

from django.forms import ModelChoiceField
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

HEADLINES = {"en": "The well of the valley", "ar": "بئر الوادي"}
TYPED = {"title": HEADLINES, "dated": {"en": "14 May 2019", "ar": "١٤ أيار ٢٠١٩"}}
SAID = {"en": "A well was dug.", "ar": "حُفرت بئر."}


def form_of(model: type[Page], language: str, **facts: Any) -> dict[str, Any]:
    """What a browser sends of an empty form, with the required fields and a text filled in and nothing else, and the button to publish."""
    form = model.get_edit_handler().get_form_class()
    sent: dict[str, Any] = {"action-publish": "1", "comments": inline_formset([])}
    for name, field in form.base_fields.items():
        if isinstance(_field_of(model, name), StreamField):
            says_it = name == "body" and name in form.says_it
            sent[name] = streamfield([("text", rich_text(f"<p>{SAID[language]}</p>"))] if says_it else [])
        elif name == "slug":
            sent[name] = ""
        elif field.required and not isinstance(field, ModelChoiceField) and not field.initial:
            sent[name] = TYPED[name][language] if name in TYPED else rich_text(f"<p>{SAID[language]}</p>")
        else:
            sent[name] = field.initial if field.required else ""
    return nested_form_data(sent | facts)


def _field_of(model: type[Page], name: str) -> Any:
    return next((field for field in model._meta.get_fields() if field.name == name), None)
