"""The parts of a picture's file that are no picture, found by the structure of the format and not by what is known to stand there.

What a format needs to show its pixels is listed; everything else is named. So a block that no program knows is found too.
Sources: ITU-T T.81 (JPEG), PNG (W3C, third edition), GIF89a, the WebP container specification.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass

MOST = 100_000
"""Parts of one file that are looked at; no picture has so many."""

PNG_OF_THE_PICTURE = frozenset(
    {
        b"IHDR",
        b"PLTE",
        b"IDAT",
        b"IEND",
        b"tRNS",
        b"gAMA",
        b"cHRM",
        b"sRGB",
        b"sBIT",
        b"bKGD",
        b"acTL",
        b"fcTL",
        b"fdAT",
    }
)
WEBP_OF_THE_PICTURE = frozenset({b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ANIM", b"ANMF"})
JPEG_BARE = {0xC4, 0xDA, 0xDB, 0xDD, *(0xC0 + low for low in range(16))}
"""Markers of frames, tables and scans."""


@dataclass(frozen=True)
class FilePart:
    """A part of a picture's file that is no picture: its name in the format, its content, and where it begins and ends."""

    name: str
    content: bytes
    start: int
    end: int


class Broken(ValueError):
    """The file ends, or stops making sense, before its picture ends."""


def parts_beside_the_picture(data: bytes) -> Iterator[FilePart] | None:
    """Find what a file holds beside its pixels. Returns None for a format that is not read by its structure. Raises Broken, when read."""
    if data.startswith(b"\xff\xd8"):
        return _jpeg(data)
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return _png(data)
    if data[:6] in (b"GIF87a", b"GIF89a"):
        return _gif(data)
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return _webp(data)
    return None


def without_parts(data: bytes) -> bytes:
    """Return a JPEG file without what is no picture, its pixels untouched. Raises Broken."""
    kept, at = [], 0
    for part in _jpeg(data):
        kept.append(data[at : part.start])
        at = part.end
    return b"".join([*kept, data[at:]])


def _jpeg(data: bytes) -> Iterator[FilePart]:
    at = 2
    for _ in range(MOST):
        if at + 2 > len(data) or (at + 4 > len(data) and data[at + 1] != 0xD9):
            raise Broken("a JPEG file ends before its picture does")
        if data[at] != 0xFF:
            raise Broken("between two segments of a JPEG file stands what is none")
        marker = data[at + 1]
        if marker == 0xFF:  # a byte that fills up
            at += 1
            continue
        if marker == 0xD9:
            break
        end = at + 2 + struct.unpack_from(">H", data, at + 2)[0]
        content = data[at + 4 : end]
        if marker not in JPEG_BARE and not _is_plain_header(marker, content):
            yield FilePart("COM" if marker == 0xFE else f"APP{marker - 0xE0}", content, at, end)
        at = _end_of_scan(data, end) if marker == 0xDA else end
    if at + 2 < len(data):
        yield FilePart("after the picture", data[at + 2 :], at + 2, len(data))


def _is_plain_header(marker: int, content: bytes) -> bool:
    """Whether a segment is the JFIF header without a preview, or Adobe's, which says how colours are kept."""
    jfif = marker == 0xE0 and content.startswith(b"JFIF\x00") and len(content) == 14
    return jfif or (marker == 0xEE and content.startswith(b"Adobe") and len(content) == 12)


def _end_of_scan(data: bytes, at: int) -> int:
    """Return where the next marker stands after the coded pixels."""
    while (at := data.find(b"\xff", at)) >= 0 and at + 1 < len(data):
        if data[at + 1] not in (0, *range(0xD0, 0xD8)):
            return at
        at += 2
    raise Broken("a JPEG file ends before its picture does")


def _png(data: bytes) -> Iterator[FilePart]:
    at = 8
    for _ in range(MOST):
        if at + 12 > len(data):
            raise Broken("a PNG file ends before its picture does")
        size, name = struct.unpack_from(">I4s", data, at)
        end = at + 12 + size
        if name not in PNG_OF_THE_PICTURE:
            yield FilePart(name.decode("latin-1"), data[at + 8 : end - 4], at, end)
        at = end
        if name == b"IEND":
            break
    if at < len(data):
        yield FilePart("after the picture", data[at:], at, len(data))


def _webp(data: bytes) -> Iterator[FilePart]:
    at, last = 12, min(len(data), 8 + struct.unpack_from("<I", data, 4)[0])
    while at + 8 <= last:
        name, size = struct.unpack_from("<4sI", data, at)
        end = at + 8 + size + size % 2
        if name not in WEBP_OF_THE_PICTURE:
            yield FilePart(name.decode("latin-1").strip(), data[at + 8 : at + 8 + size], at, end)
        at = end
    if at < len(data):
        yield FilePart("after the picture", data[at:], at, len(data))


def _gif(data: bytes) -> Iterator[FilePart]:
    at = 13 + _palette(data, 10)
    for _ in range(MOST):
        if at >= len(data):
            raise Broken("a GIF file ends before its picture does")
        if data[at] == 0x3B:
            break
        if data[at] == 0x2C:
            if at + 10 > len(data):
                raise Broken("a GIF file ends before its picture does")
            at = _end_of_blocks(data, at + 11 + _palette(data, at + 9))
        elif data[at] == 0x21 and at + 1 < len(data):
            label, begin = data[at + 1], at
            at = _end_of_blocks(data, at + 2)
            content = data[begin + 2 : at]
            repeats = label == 0xFF and content[1:12] in (b"NETSCAPE2.0", b"ANIMEXTS1.0") and len(content) <= 18
            if label != 0xF9 and not repeats:
                yield FilePart({0xFE: "comment", 0x01: "text"}.get(label, "application"), content, begin, at)
        else:
            raise Broken("between two blocks of a GIF file stands what is none")
    if at + 1 < len(data):
        yield FilePart("after the picture", data[at + 1 :], at + 1, len(data))


def _palette(data: bytes, flags: int) -> int:
    if flags >= len(data):
        raise Broken("a GIF file ends before its picture does")
    return 3 * 2 ** ((data[flags] & 7) + 1) if data[flags] & 0x80 else 0


def _end_of_blocks(data: bytes, at: int) -> int:
    while at < len(data):
        if not data[at]:
            return at + 1
        at += data[at] + 1
    raise Broken("a GIF file ends before its picture does")
