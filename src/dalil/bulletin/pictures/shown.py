"""Pictures as readers meet them: in several sizes, with what they show, who made them, and the document they are made from."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from PIL import features
from wagtail.images.exceptions import InvalidFilterSpecError
from wagtail.images.models import SourceImageIOError

from dalil.bulletin.pictures.blocks import find_public_document
from dalil.bulletin.pictures.models import Picture, PictureRendition
from dalil.bulletin.pictures.on_pages import find_withheld, is_in_private_collection, with_privacy
from dalil.bulletin.record.report_presenters import TitledLink, link_document

WIDTHS = (480, 960, 1600)
WHOLE = tuple(f"width-{width}|format-webp|webpquality-80" for width in WIDTHS)
SMALLER = tuple(f"width-{width}|format-avif|avifquality-55" for width in WIDTHS) if features.check("avif") else ()
"""The same as AVIF, which takes less to load and which most readers' programs know; none where Pillow was built without it."""
CROPPED = tuple(f"fill-{width}x{width * 2 // 3}|format-webp|webpquality-75" for width in (360, 720))
"""A picture in a row of others is cut to one form around what matters in it, as whoever uploaded it marked that."""

SHARED = ("fill-1200x630|format-jpeg|jpegquality-80",)
"""A picture as other sites show it with a link; not all of them know WebP."""
MARK = ("max-96x96|format-png",)
"""The mark of an organisation, at twice the height it has in the header."""


@dataclass(frozen=True)
class ShownPicture:
    """A picture on a page; see bulletin/pictures/picture.html. full_url: the largest size. eager: it is seen before the page is scrolled.

    url is empty where the picture cannot be shown any more. smaller_srcset: the same as AVIF; may be empty.
    """

    url: str
    srcset: str
    sizes: str
    width: int
    height: int
    full_url: str
    alt: str
    credit: str
    caption: str = ""
    document: TitledLink | None = None
    eager: bool = False
    smaller_srcset: str = ""


def load_pictures(keys: Iterable[int], *forms: tuple[str, ...]) -> dict[int, Picture]:
    """Load pictures that everybody may see, with their renditions in some forms, by key: in one query where all of these are made."""
    wanted = set(keys)
    if not wanted:
        return {}
    specs = [spec for form in forms for spec in (*form, *(SMALLER if form == WHOLE else ()))]
    made = PictureRendition.objects.filter(image__in=wanted, filter_spec__in=specs)
    loaded: dict[int, Picture] = {}
    for rendition in made.select_related("image").annotate(in_private=is_in_private_collection("image__collection")):
        picture = loaded.setdefault(rendition.image_id, rendition.image)
        picture.prefetched_renditions = [*getattr(picture, "prefetched_renditions", ()), rendition]
        picture.in_private = rendition.in_private
    if missing := wanted - loaded.keys():
        loaded |= {each.pk: each for each in with_privacy(Picture.objects.filter(pk__in=missing))}
    withheld = find_withheld(list(loaded.values()))
    return {key: picture for key, picture in loaded.items() if key not in withheld}


def present_picture(
    picture: Picture | None,
    language: str,
    *,
    caption: str = "",
    form: tuple[str, ...] = WHOLE,
    sizes: str = "(min-width: 46rem) 46rem, 100vw",
    eager: bool = False,
    with_document: bool = True,
) -> ShownPicture | None:
    """Present a picture that `load_pictures` gave; None where it gave none, or where its file is broken or missing."""
    if picture is None:
        return None
    try:
        made = picture.get_renditions(*form)
        smaller = picture.get_renditions(*SMALLER) if form == WHOLE and SMALLER else {}
    except (SourceImageIOError, InvalidFilterSpecError, OSError):
        return None  # the page says that the picture cannot be shown
    by_width = {rendition.width: rendition for rendition in made.values()}
    widest = by_width[max(by_width)]
    document = find_public_document(picture.document) if with_document and picture.document else None
    return ShownPicture(
        url=widest.url,
        srcset=_write_srcset(made.values()),
        sizes=sizes,
        width=widest.width,
        height=widest.height,
        full_url=widest.url,
        alt=picture.alt(language) or picture.title,
        credit=picture.credit,
        caption=caption,
        document=link_document(document) if document else None,
        eager=eager,
        smaller_srcset=_write_srcset(smaller.values()),
    )


def _write_srcset(renditions: Iterable[PictureRendition]) -> str:
    """Write the sizes of a picture as HTML has them, the smallest first; a picture smaller than a size has it once."""
    by_width = {rendition.width: rendition for rendition in renditions}
    return ", ".join(f"{by_width[width].url} {width}w" for width in sorted(by_width))
