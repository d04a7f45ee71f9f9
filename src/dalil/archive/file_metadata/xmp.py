"""XMP: the XML that cameras and programs write into pictures and PDF files."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dalil.archive.file_metadata.particulars import Particular, Tells, particular

LARGEST = 1 << 20

_NAMES = {
    Tells.PLACE: r"GPS\w+|Location\w*|City|State|Country\w*|Sublocation",
    Tells.DEVICE: r"Make|Model|\w*SerialNumber|Lens\w*|DeviceID",
    Tells.PERSON: r"creator|author|Artist|OwnerName|\w*Credit|LastModifiedBy|publisher|Person\w*",
    Tells.MOMENT: r"\w*Date\w*|\w*Time\w*",
    Tells.SOFTWARE: r"CreatorTool|Producer|softwareAgent|Software",
    Tells.REVISION: r"History|DerivedFrom|\w*DocumentID|InstanceID",
    Tells.WORDS: r"title|description|subject|Keywords|Caption\w*|Headline",
}
_ABOUT = [
    (
        tells,
        re.compile(rf"<\w+:(?:{names})\b[^>]*>(.{{0,400}}?)</|\b\w+:(?:{names})=\"([^\"]{{0,400}})\"".encode(), re.S),
    )
    for tells, names in _NAMES.items()
]
_TAGS = re.compile(rb"<[^>]{0,400}>")


def read_xmp(data: bytes, where: str) -> Iterator[Particular]:
    """Name what a packet of XMP tells, one particular for each subject. What no pattern knows is told as one thing more."""
    found = False
    for tells, pattern in _ABOUT:
        if match := pattern.search(data[:LARGEST]):
            found = True
            yield particular(tells, where, _TAGS.sub(b" ", match[1] or match[2] or b""))
    if not found:
        yield particular(Tells.OTHER, where)
