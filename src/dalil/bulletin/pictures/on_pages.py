"""Which pictures a page shows, and what keeps a picture from being shown to everybody."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import Any

from django.db.models import CharField, Exists, ExpressionWrapper, F, OuterRef
from django.utils.translation import gettext as say
from wagtail.models import CollectionViewRestriction, Page

from dalil.archive.models import Document
from dalil.archive.protection import Viewer
from dalil.bulletin.pictures.models import Picture
from dalil.letters import LANGUAGES


def pictures_on(page: Page) -> list[Picture]:
    """The pictures that a page shows, as it stands or as a draft of it stands: at its head, among its blocks, and in rich text."""
    keys = set()
    for field in page._meta.concrete_fields:
        if field.related_model is Picture:
            keys.add(field.value_from_object(page))
        elif hasattr(field, "extract_references"):
            value = field.value_from_object(page)
            keys |= {int(key) for model, key, *_ in field.extract_references(value) if issubclass(model, Picture)}
    return list(with_privacy(Picture.objects.filter(pk__in=keys - {None})).order_by("pk"))


def with_privacy(pictures: Any) -> Any:
    """The same pictures, each with `in_private`: whether it lies in a collection that is not for everybody. pictures: a query."""
    return pictures.annotate(in_private=is_in_private_collection("collection"))


def is_in_private_collection(collection: str) -> Exists:
    """The condition that a collection, or one above it, is not for everybody. collection: the name of the field, in a query."""
    closed = CollectionViewRestriction.objects.annotate(
        at=ExpressionWrapper(OuterRef(f"{collection}__path"), output_field=CharField())
    )
    return Exists(closed.filter(at__startswith=F("collection__path")))


def find_withheld(pictures: Collection[Picture]) -> set[int]:
    """Find the pictures that nobody outside may see, by key. pictures: as `with_privacy` gives them.

    Such is a picture of a private collection, of somebody who has not agreed, and one made from a document that is not public.
    """
    public = _public_among({picture.document for picture in pictures if picture.document})
    return {
        picture.pk
        for picture in pictures
        if picture.people == Picture.People.NOT_AGREED
        or (picture.document and picture.document not in public)
        or picture.in_private
    }


def hindrances_of_pictures(pictures: Iterable[Picture]) -> Iterator[str]:
    """Say why a page with these pictures cannot go out, in the language of the screen: a sentence for each thing that is missing."""
    these = list(pictures)
    withheld = find_withheld(these)
    for picture in these:
        name = {"picture": picture.title}
        for language in LANGUAGES:
            if not picture.alt(language.code).strip():
                words = {**name, "language": say(language.english_name)}
                yield say("The picture “%(picture)s” does not say what it shows (%(language)s).") % words
        if not picture.credit.strip():
            yield say("The picture “%(picture)s” does not say who made it.") % name
        if not picture.people:
            yield say("Of the picture “%(picture)s” nobody has said whether people can be recognised in it.") % name
        elif picture.pk in withheld:
            yield (
                say(
                    "The picture “%(picture)s” may not be public: it shows somebody who has not agreed, "
                    "or its document or its collection is not public."
                )
                % name
            )


def words_beside(picture: Picture) -> str:
    """Return all that readers are told in words of a picture, wherever it stands."""
    return "\n".join((*(picture.alt(language.code) for language in LANGUAGES), picture.credit, picture.title))


def _public_among(addresses: Collection[str]) -> set[str]:
    """Those of the addresses that are of a public document."""
    if not addresses:
        return set()
    visible = Document.objects.visible_to(Viewer.public())
    return {each for each in addresses if visible.filter(sha256__startswith=each).exists()}
