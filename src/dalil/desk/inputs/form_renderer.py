"""How inputs of forms become HTML: as Django's own templates make them, letter by letter, and in a tenth of the time.

The form of an incident has 250 inputs and 600 options, and Django renders three templates for each of them. All others come from its templates.
Source: django/forms/templates/django/forms/widgets of Django 5.2; `tests/desk/test_form_renderer.py` holds the two together.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.forms.renderers import DjangoTemplates
from django.utils.formats import localize
from django.utils.html import conditional_escape
from django.utils.safestring import SafeData, SafeString, mark_safe

Widget = Mapping[str, Any]


class FormRenderer(DjangoTemplates):
    """Django's renderer of forms, without templates for the inputs that a form has hundreds of."""

    def render(self, template_name: str, context: dict[str, Any], request: Any = None) -> SafeString:
        """Render the template of an input or of a form, with its context."""
        made = MADE_HERE.get(template_name)
        return mark_safe(made(context["widget"])) if made else super().render(template_name, context, request)  # type: ignore[return-value]  # noqa: S308  # all values of it are escaped


def _input(widget: Widget) -> str:
    value = widget["value"]
    shown = "" if value is None else f' value="{_plain(value)}"'
    return f'<input type="{_shown(widget["type"])}" name="{_shown(widget["name"])}"{shown}{_attributes(widget)}>'


def _textarea(widget: Widget) -> str:
    value = widget["value"]
    return (
        f'<textarea name="{_shown(widget["name"])}"{_attributes(widget)}>\n{_shown(value) if value else ""}</textarea>'
    )


def _select(widget: Widget) -> str:
    lines = [f'<select name="{_shown(widget["name"])}"{_attributes(widget)}>']
    for group, options, _ in widget["optgroups"]:
        if group:
            lines.append(f'\n  <optgroup label="{_shown(group)}">')
        lines += [f"\n  {_option(option)}" for option in options]
        if group:
            lines.append("\n  </optgroup>")
    lines.append("\n</select>")
    return "".join(lines)


def _option(option: Widget) -> str:
    return f'<option value="{_plain(option["value"])}"{_attributes(option)}>{_shown(option["label"])}</option>\n'


def _attributes(widget: Widget) -> str:
    """A value of True is an attribute without a value; one of False is none."""
    return "".join(
        f" {_shown(name)}" if value is True else f' {_shown(name)}="{_plain(value)}"'
        for name, value in widget["attrs"].items()
        if value is not False
    )


def _plain(value: Any) -> str:
    """A value as `|stringformat:'s'` gives it: not in the digits of a language; safe if it was."""
    return str(value) if isinstance(value, SafeData) else conditional_escape(str(value))


def _shown(value: Any) -> str:
    """A value as it stands in a template."""
    return conditional_escape(localize(value))


_INPUTS = (
    "text",
    "number",
    "hidden",
    "email",
    "url",
    "password",
    "date",
    "datetime",
    "time",
    "search",
    "tel",
    "checkbox",
)
MADE_HERE: dict[str, Callable[[Widget], str]] = {
    **{f"django/forms/widgets/{name}.html": _input for name in ("input", *_INPUTS)},
    "django/forms/widgets/textarea.html": _textarea,
    "django/forms/widgets/select.html": _select,
}
"""By the name of Django's template, what renders it here."""
