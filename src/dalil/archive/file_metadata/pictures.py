"""Pictures: what their files tell beside the pixels, and the pixels alone."""

from __future__ import annotations

import io
import struct
import warnings
import zlib
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

from PIL import ExifTags, Image, ImageCms, ImageOps, UnidentifiedImageError
from pillow_heif import register_heif_opener

from dalil.archive.file_metadata.particulars import CannotClean, Particular, Tells, particular
from dalil.archive.file_metadata.segments import Broken, FilePart, parts_beside_the_picture, without_parts
from dalil.archive.file_metadata.xmp import read_xmp

register_heif_opener()

MOST_PIXELS = 50_000_000
"""What is decoded at the most: the largest picture of a telephone. Its pixels take 150 to 200 MB of memory."""

SUSPECT = (
    OSError,
    SyntaxError,
    ValueError,
    TypeError,
    ArithmeticError,
    AttributeError,
    LookupError,
    struct.error,
    zlib.error,
)
"""What the readers of the formats raise for files that are broken or made to break them."""

_BY_TAG = {
    Tells.DEVICE: {0x010F, 0x0110, 0xA431, 0xA433, 0xA434, 0xA435, 0xC614, 0xC62F, 0x013C},
    Tells.PERSON: {0x013B, 0x8298, 0xA430, 0x9C9D},
    Tells.MOMENT: {0x0132, 0x9003, 0x9004},
    Tells.SOFTWARE: {0x0131, 0x000B},
    Tells.WORDS: {0x010E, 0x9286, 0x9C9B, 0x9C9C, 0x9C9E, 0x9C9F},
}
_OF_THE_PIXELS = set(range(0x0100, 0x0108)) | {0x0111, 0x0112, 0x0115, 0x0116, 0x0117, 0x011A, 0x011B, 0x011C, 0x0128}
_OF_THE_PIXELS |= {0x013D, 0x0140, 0x0142, 0x0143, 0x0144, 0x0145, 0x0152, 0x0153, 0x0213, 0x0103, 0x00FE, 0x010A}


class Undecodable(ValueError):
    """A picture that is broken, cut short, or larger unpacked than any that is taken."""


def is_picture(data: bytes) -> bool:
    """Tell whether a file begins like a picture."""
    brands = (b"heic", b"heix", b"mif1", b"msf1", b"hevc", b"avif", b"avis")
    return (
        data.startswith((b"\xff\xd8\xff", b"\x89PNG", b"GIF8", b"II*\x00", b"MM\x00*", b"BM"))
        or (data[:4] == b"RIFF" and data[8:12] == b"WEBP")
        or (data[4:8] == b"ftyp" and data[8:12] in brands)
    )


def read_particulars(data: bytes) -> Iterator[Particular]:
    """Name what a picture's file tells beside its pixels. What cannot be read is told as unread."""
    try:
        parts = parts_beside_the_picture(data)
        if parts is None:
            yield from _as_pillow_knows(data)
            return
        for part in parts:
            yield from _of_part(part)
    except (Broken, *SUSPECT) as error:
        yield particular(Tells.UNREAD, "the file", error)


def open_bounded(file: Any) -> Image.Image:
    """Decode a picture, upright and whole. Raises Undecodable for what is broken, and for more pixels than MOST_PIXELS."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # the size is looked at below
            image = Image.open(file)
        if image.width * image.height > MOST_PIXELS:
            raise Undecodable(f"the picture has {image.width * image.height:,} pixels, more than {MOST_PIXELS:,}")
        image.load()
    except Undecodable:
        raise
    except (Image.DecompressionBombError, UnidentifiedImageError, MemoryError, *SUSPECT) as error:
        raise Undecodable(f"the picture cannot be decoded ({type(error).__name__}: {str(error)[:200]})") from error
    return image


def bare(image: Image.Image) -> Image.Image:
    """Return the pixels of a picture upright, in sRGB, and nothing else that its file told."""
    upright: Image.Image = image
    with suppress(*SUSPECT):  # of an orientation that cannot be read nothing follows
        upright = ImageOps.exif_transpose(image)
    pixels = _in_srgb(upright).copy()
    pixels.info = {name: value for name, value in pixels.info.items() if name == "transparency"}
    return pixels


def clean(data: bytes) -> bytes:
    """Return a picture that shows the same and tells nothing more: of a JPEG without changed pixels where that can be.

    A picture in a format that browsers do not show becomes a JPEG. Raises CannotClean.
    """
    try:
        image = open_bounded(io.BytesIO(data))
        if getattr(image, "n_frames", 1) > 1:
            raise CannotClean(particular(Tells.OTHER, "more than one picture in the file"))
        plain = image.format == "JPEG" and image.getexif().get(0x0112, 1) == 1 and "icc_profile" not in image.info
        cleaned = without_parts(data) if plain else _encoded(bare(image), image.format or "")
    except (Undecodable, Broken) as error:
        raise CannotClean(particular(Tells.UNREAD, "the file", error)) from error
    if left := tuple(read_particulars(cleaned)):
        raise CannotClean(*left)
    return cleaned


def make_small(data: bytes, *, longest_side: int, most_bytes: int) -> bytes:
    """Return a picture as a JPEG that is no larger than this, upright, and tells nothing beside what it shows. Of several pictures it is the first.

    Raises Undecodable.
    """
    image = open_bounded(io.BytesIO(data))
    pixels = bare(image).convert("RGB")
    while True:
        pixels.thumbnail((longest_side, longest_side))
        for quality in (85, 75, 60, 45):
            file = io.BytesIO()
            pixels.save(file, "JPEG", quality=quality)
            if file.tell() <= most_bytes:
                return file.getvalue()
        longest_side = longest_side * 3 // 4


def _encoded(pixels: Image.Image, format: str) -> bytes:
    file = io.BytesIO()
    match format:
        case "PNG" | "GIF":
            pixels.save(file, format)
        case "WEBP":
            pixels.save(file, "WEBP", quality=90)
        case _:
            pixels.convert("RGB").save(file, "JPEG", quality=92)
    return file.getvalue()


def _in_srgb(image: Image.Image) -> Image.Image:
    """Return a picture in the colours that are meant where no profile says otherwise; its profile may name a device and is left out."""
    profile = image.info.get("icc_profile")
    if not profile:
        return image
    has_alpha = image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info
    if image.mode in ("P", "PA", "LA", "1"):
        image = image.convert("RGBA" if has_alpha else "RGB")
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        srgb = ImageCms.createProfile("sRGB")
        changed = ImageCms.profileToProfile(image, source, srgb, outputMode="RGBA" if has_alpha else "RGB")
    except (ImageCms.PyCMSError, *SUSPECT):  # a profile that cannot be read: the colours stay as numbers
        return image
    return changed or image


def _of_part(part: FilePart) -> Iterator[Particular]:
    name, content = part.name, part.content
    if content.startswith(b"Exif\x00\x00") or name in ("EXIF", "eXIf"):
        yield from read_exif(content.removeprefix(b"Exif\x00\x00"))
    elif b"ns.adobe.com/xap" in content[:40] or b"<x:xmpmeta" in content[:400] or b"XMP DataXMP" in content[:16]:
        yield from read_xmp(content, "XMP")
    elif content.startswith(b"Photoshop 3.0"):
        yield particular(Tells.WORDS, "IPTC", _letters(content[14:]))
    elif name in ("COM", "comment", "text"):
        yield particular(Tells.WORDS, name, content)
    elif name in ("tEXt", "zTXt", "iTXt"):
        yield from _of_text_chunk(name, content)
    elif name == "tIME":
        yield particular(Tells.MOMENT, name)
    elif name in ("iCCP", "ICCP") or content.startswith(b"ICC_PROFILE"):
        yield particular(Tells.DEVICE, "ICC")
    elif name == "after the picture":
        yield particular(Tells.ATTACHED, name, f"{len(content):,} B")
    elif name == "APP0" or content.startswith(b"MPF\x00"):
        yield particular(Tells.PREVIEW, name)
    elif name != "pHYs":
        yield particular(Tells.OTHER, name, _letters(content[:80]))


def _of_text_chunk(name: str, content: bytes) -> Iterator[Particular]:
    keyword, _, rest = content.partition(b"\x00")
    if name == "zTXt" and rest:
        rest = zlib.decompressobj().decompress(rest[1:], 4000)
    elif name == "iTXt" and rest[:1] == b"\x01":
        rest = zlib.decompressobj().decompress(rest[2:].split(b"\x00", 2)[-1], 4000)
    if b"xmp" in keyword.lower():
        yield from read_xmp(rest, "XMP")
        return
    tells = {b"author": Tells.PERSON, b"software": Tells.SOFTWARE, b"creation time": Tells.MOMENT}
    yield particular(tells.get(keyword.lower(), Tells.WORDS), f"{name} {keyword[:40].decode('latin-1')}", rest)


def read_exif(block: bytes) -> Iterator[Particular]:
    """Name what a block of EXIF tells: place, device, person, moment, preview, and that there is more."""
    exif = Image.Exif()
    exif.load(b"Exif\x00\x00" + block)
    told: dict[Tells, Any] = {}
    if place := exif.get_ifd(ExifTags.IFD.GPSInfo):
        told[Tells.PLACE] = _point(place)
    if exif.get_ifd(ExifTags.IFD.IFD1):
        told[Tells.PREVIEW] = ""
    for tag, value in [*exif.items(), *exif.get_ifd(ExifTags.IFD.Exif).items()]:
        about = next((tells for tells, tags in _BY_TAG.items() if tag in tags), Tells.OTHER)
        if tag in _OF_THE_PIXELS or tag in (ExifTags.IFD.GPSInfo, ExifTags.IFD.Exif):
            continue
        name = "" if about is not Tells.OTHER else ExifTags.TAGS.get(tag, hex(tag))
        told[about] = f"{told[about]} {name or value}" if told.get(about) else name or value
    for tells, value in told.items():
        yield particular(tells, "EXIF", value)
    if not told and len(block) > 40 and not set(exif) <= _OF_THE_PIXELS:
        yield particular(Tells.OTHER, "EXIF")


def _point(place: dict[int, Any]) -> str:
    """Return the point of a GPS block in degrees; empty where it holds something else."""
    try:
        sides = [sum(float(part) / 60**power for power, part in enumerate(place[tag])) for tag in (2, 4)]
    except SUSPECT:
        return ""
    north, east = -1 if place.get(1) == "S" else 1, -1 if place.get(3) == "W" else 1
    return f"{sides[0] * north:.5f}, {sides[1] * east:.5f}"


def _letters(content: bytes) -> str:
    """Return the readable words of a block that is not understood."""
    return "".join(chr(byte) if 32 <= byte < 127 else " " for byte in content[:2000])


def _as_pillow_knows(data: bytes) -> Iterator[Particular]:
    """Name what Pillow finds in a format whose structure is not read here; that the rest is unknown is named too."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)
        image = Image.open(io.BytesIO(data))
    if (exif := image.getexif()) and (block := exif.tobytes()):
        yield from read_exif(block.removeprefix(b"Exif\x00\x00"))
    if xmp := image.info.get("xmp"):
        yield from read_xmp(xmp if isinstance(xmp, bytes) else str(xmp).encode(), "XMP")
    if image.info.get("icc_profile"):
        yield particular(Tells.DEVICE, "ICC")
    if image.info.get("thumbnails"):
        yield particular(Tells.PREVIEW, image.format or "")
    yield particular(Tells.UNREAD, f"the rest of a file of the type {image.format}")
