"""What the parts of shared values are called on forms. The fields of a kind carry their own words; these values are everybody's."""

from __future__ import annotations

from django.utils.translation import gettext, gettext_noop
from pydantic import BaseModel

from dalil import vocabulary
from dalil.record.kind import Kind, fields_of
from dalil.values import Bilingual

LABELS = {
    "unit": gettext_noop("What is counted"),
    "status": gettext_noop("Civilian or combatant"),
    "sex": gettext_noop("Sex"),
    "age": gettext_noop("Age"),
    "as_of": gettext_noop("As of"),
    "provisional": gettext_noop("The source calls it provisional"),
    "precision": gettext_noop("How exactly the place is known"),
    "lat": gettext_noop("Latitude"),
    "lon": gettext_noop("Longitude"),
    "actor": gettext_noop("Actor"),
    "name": gettext_noop("Name as said"),
    "involvement": gettext_noop("Part it is said to have had"),
    "attribution": gettext_noop("Its own answer"),
    "said": gettext_noop("As said"),
    "given": gettext_noop("Given name"),
    "father": gettext_noop("Father’s name"),
    "grandfather": gettext_noop("Grandfather’s name"),
    "family": gettext_noop("Family name"),
    "mother": gettext_noop("Mother’s name"),
    "what": gettext_noop("What"),
    "target": gettext_noop("What was hit"),
    "count": gettext_noop("How many"),
}
"""Names of the fields of shared values. A value declared beside a kind may say its own, with `ask`."""


def label_of(name: str, language: str, owner: type[BaseModel] | None = None) -> str:
    """What a field of a value, or a value of an enumeration, is called on the screen."""
    if owner is not None:
        declared = next(each.label for each in fields_of(owner) if each.name == name)
        if declared.ar:
            return declared.in_language(language)
    if name in LABELS:
        return gettext(LABELS[name])
    for scheme in ("where_precisions", "when_precisions"):
        if vocabulary.is_code(scheme, name):
            return vocabulary.label(scheme, name, language)
    return name.replace("_", " ").capitalize()


def kind_name(kind: type[Kind], language: str) -> str:
    """The name of a kind, as the heading of a screen writes it."""
    name: Bilingual = kind.name
    text = name.in_language(language)
    return text[:1].upper() + text[1:]
