"""Renditions are made of the bare pixels.

Wagtail has the library Willow make them; Willow carries EXIF, XMP, comments and colour profiles from the original into what it saves.
Its first step is to turn a picture upright: here that step lets nothing through but the pixels.
"""

from __future__ import annotations

import io
from typing import Any

from wagtail.images.models import SourceImageIOError
from willow.image import (
    AvifImageFile,
    BMPImageFile,
    GIFImageFile,
    HeicImageFile,
    IcoImageFile,
    JPEGImageFile,
    PNGImageFile,
    TIFFImageFile,
    WebPImageFile,
)
from willow.plugins.pillow import PillowImage
from willow.registry import registry

from dalil.archive.file_metadata.pictures import Undecodable, bare, open_bounded

READABLE = (
    *(AvifImageFile, BMPImageFile, GIFImageFile, HeicImageFile, IcoImageFile),
    *(JPEGImageFile, PNGImageFile, TIFFImageFile, WebPImageFile),
)


def open_original(file: Any) -> PillowImage:
    """Decode an original. Raises SourceImageIOError, which Wagtail shows as a missing picture, for one that is broken or too large."""
    file.f.seek(0)
    try:
        return PillowImage(open_bounded(io.BytesIO(file.f.read())))
    except Undecodable as error:
        raise SourceImageIOError(str(error)) from error


def leave_pixels_only(image: PillowImage) -> PillowImage:
    """Turn a picture upright and leave out all that it tells beside its pixels."""
    return PillowImage(bare(image.image))


def make_renditions_bare() -> None:
    """Have Willow make every rendition of bare pixels from now on."""
    registry.register_operation(PillowImage, "auto_orient", leave_pixels_only)
    for format in READABLE:
        registry.register_converter(format, PillowImage, open_original)
