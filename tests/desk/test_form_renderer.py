"""Inputs that are made without templates are letter by letter those of Django's templates."""

from __future__ import annotations

from django import forms
from django.forms.renderers import DjangoTemplates
from django.utils import translation
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy
from hypothesis import given
from hypothesis import strategies as st

from dalil.desk.inputs.form_renderer import MADE_HERE, FormRenderer

texts = st.one_of(
    st.text(max_size=12), st.sampled_from(["a<b>&\"'", " قتل ", "\n", "1,234"]), st.just(mark_safe("&nbsp;<i>"))
)
values = st.one_of(st.none(), texts, st.booleans(), st.integers(-5, 12_345), st.floats(allow_nan=False), st.dates())
attributes = st.dictionaries(
    st.sampled_from(["id", "required", "data-words", "min", "class", 'a"b']), values, max_size=4
)
labels = st.one_of(texts, st.integers(0, 99_999), st.just(gettext_lazy("Record")))
choices = st.lists(
    st.one_of(
        st.tuples(values, labels), st.tuples(labels, st.lists(st.tuples(values, labels), min_size=1, max_size=3))
    ),
    max_size=4,
)
plain = st.sampled_from(
    [
        forms.TextInput,
        forms.NumberInput,
        forms.HiddenInput,
        forms.EmailInput,
        forms.URLInput,
        forms.PasswordInput,
        forms.DateInput,
        forms.CheckboxInput,
        forms.Textarea,
    ]
)
languages = st.sampled_from(["en", "ar"])


def hold_together(widget, name, value, language):
    with translation.override(language):
        assert widget.render(name, value, renderer=FormRenderer()) == widget.render(
            name, value, renderer=DjangoTemplates()
        )


@given(plain, attributes, texts, values, languages)
def test_an_input_is_that_of_the_template(widget, attrs, name, value, language):
    hold_together(widget(attrs), name, value, language)


@given(choices, attributes, texts, values, languages, st.booleans())
def test_a_select_and_its_options_are_those_of_the_template(choices, attrs, name, value, language, several):
    widget = (forms.SelectMultiple if several else forms.Select)(attrs, choices)
    hold_together(widget, name, [value] if several else value, language)


def test_what_is_made_here_is_what_has_a_template_in_django():
    engine = DjangoTemplates().engine
    assert all(engine.get_template(name) for name in MADE_HERE)


def test_forms_are_rendered_by_it():
    assert isinstance(forms.Form().renderer, FormRenderer)
