"""Who may see a picture: the public, where a page it can open shows the picture; at the desk, those who may choose it for a page."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser, User
from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from django.http import HttpRequest
from wagtail.models import CollectionViewRestriction, Page, ReferenceIndex, Site
from wagtail.permissions import policy_registry

from dalil.bulletin.pictures.models import Picture
from dalil.bulletin.pictures.on_pages import find_withheld, with_privacy


def is_shown_to_the_public(image: Picture) -> bool:
    """Tell whether a page that everybody can open shows this picture.

    A draft shows it to nobody: Wagtail's index of references is that of the pages as they stand, not of their drafts. A picture of a
    private collection, of somebody who has not agreed, or of a document that is not public is not public, whatever shows it.
    """
    if find_withheld(with_privacy(Picture.objects.filter(pk=image.pk))):
        return False
    shown = ReferenceIndex.objects.filter(
        to_content_type=ContentType.objects.get_for_model(Picture),
        to_object_id=str(image.pk),
        base_content_type=ContentType.objects.get_for_model(Page),
    )
    roots = Q(pk__in=[])
    for root in Site.get_site_root_paths():
        roots |= Q(url_path__startswith=root.root_path)
    pages = Page.objects.live().filter(roots, pk__in=[int(each) for each in shown.values_list("object_id", flat=True)])
    return any(not page.get_view_restrictions().exists() for page in pages)


def is_shown_at_the_desk(image: Picture, request: HttpRequest) -> bool:
    """Tell whether the person who is signed in may choose or change this picture, and enter its collection where that is private."""
    user: User | AnonymousUser = request.user
    if not user.has_perm("wagtailadmin.access_admin"):
        return False
    policy = policy_registry.get_by_type(Picture)
    may = policy.user_has_any_permission_for_instance(user, ["choose", "add", "change", "delete"], image)
    return bool(may) and all(each.accept_request(request) for each in _privacy_of(image))


def _privacy_of(image: Picture) -> list[CollectionViewRestriction]:
    return list(image.collection.get_view_restrictions())
