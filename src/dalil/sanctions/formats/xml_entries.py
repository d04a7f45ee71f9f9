"""XML from outside, read safely and as a stream: no entity is resolved, no document type is taken, nothing is fetched."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from lxml import etree

from dalil.sanctions.list_file import BrokenList

HEAD = 65_536
"""How much of a file is looked at before it is read. A document type stands before the first element."""
_HTML = re.compile(rb"^\s*(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html)\b", re.IGNORECASE | re.DOTALL)
_DECLARED = re.compile(rb"<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([A-Za-z][A-Za-z0-9._-]*)", re.IGNORECASE)
_UNICODE = {"utf-8", "utf8", "utf-16", "utf-16le", "utf-16be", "utf16"}
_ROOT = re.compile(rb"<(?![?!])")


def head_of(path: Path) -> bytes:
    """Return the first bytes of a file, without its mark of encoding; of UTF-16 every second byte.

    Raises BrokenList for a file that is empty, and for a page of a website that stands in its place.
    """
    with path.open("rb") as file:
        head = file.read(HEAD)
    if head[:2] in (b"\xff\xfe", b"\xfe\xff"):
        head = head[2:].replace(b"\0", b"")
    head = head.removeprefix(b"\xef\xbb\xbf")
    if not head.strip():
        raise BrokenList("list_empty", "{file} is empty; nobody is taken off a list for that", {"file": path.name})
    if _HTML.match(head):
        raise BrokenList(
            "list_is_a_web_page",
            "{file} is a page of a website and no list; the site may have answered with a notice of its own",
            {"file": path.name},
        )
    return head


def root_of(head: bytes) -> tuple[str, str]:
    """Return the namespace and the name of the first element of an XML file; two empty texts where it has none.

    >>> root_of(b'<?xml version="1.0"?><a:export xmlns:a="urn:x"/>'), root_of(b"36,CUBA")
    (('urn:x', 'export'), ('', ''))
    """
    match = re.search(rb"<([A-Za-z_][\w.\-]*:)?([A-Za-z_][\w.\-]*)((?:\s[^>]*)?)/?>", head)
    if not match or not head.lstrip().startswith(b"<"):
        return "", ""
    prefix = (match[1] or b"").rstrip(b":")
    declared = re.search(rb"xmlns" + (b":" + prefix if prefix else b"") + rb"\s*=\s*[\"']([^\"']*)", match[3])
    return (declared[1].decode("utf-8", "replace") if declared else ""), match[2].decode("utf-8", "replace")


def entries_of(path: Path, *tags: str) -> Iterator[Any]:
    """Yield each element of one of these tags, whole, and forget it after that; the root comes first, as far as it was read by then.

    Raises BrokenList for a document type, for what is not well formed (also where the file is cut off), and for letters of another encoding
    than the one that the file declares.
    """
    head = head_of(path)
    _check_declared_encoding(path, head)
    yield from elements_of(path, str(path), head, *tags)


def _check_declared_encoding(path: Path, head: bytes) -> None:
    """Refuse a file that declares another encoding and is UTF-8: letters of other encodings hardly ever are by chance.

    Programs that save a file anew leave such declarations behind. Read as it says, every name in another script becomes another name.
    """
    declared = _DECLARED.match(head.lstrip())
    if not declared or declared[1].decode("ascii").casefold().replace("_", "-") in _UNICODE:
        return
    with path.open("rb") as file:
        plain = True
        reading = codecs.getincrementaldecoder("utf-8")()
        try:
            while portion := file.read(HEAD):
                plain = plain and portion.isascii()
                reading.decode(portion)
            reading.decode(b"", final=True)
        except UnicodeDecodeError:
            return
    if not plain:
        raise BrokenList(
            "list_encoding_untrue",
            "{file} declares {encoding} and is UTF-8; its names would become others, and nothing of it is taken in",
            {"file": path.name, "encoding": declared[1].decode("ascii")},
        )


def elements_of(path: Path, source: Any, head: bytes, *tags: str) -> Iterator[Any]:
    """Yield elements as `entries_of` does. source: where the XML is read, a path or an open file; head: its first bytes.

    path: the file in which it stands.
    """
    first = _ROOT.search(head)
    if b"<!DOCTYPE" in head[: first.start() if first else None].upper() or b"<!ENTITY" in head:
        raise BrokenList(
            "list_with_document_type",
            "{file} declares a document type, which no list does; it may be made to do harm and is not read",
            {"file": path.name},
        )
    reading = etree.iterparse(
        source,
        events=("start", "end"),
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    wanted, begun = frozenset(tags), False
    try:
        for event, element in reading:
            if not begun:
                begun = True
                yield element
            elif event == "end" and element.tag in wanted:
                yield element
                element.clear()
                while element.getprevious() is not None:
                    del element.getparent()[0]
    except (etree.XMLSyntaxError, LookupError) as error:
        line, column = getattr(error, "position", (0, 0))
        raise BrokenList(
            "list_not_well_formed",
            "{file} is not whole: it breaks off or has a mistake at line {line}, column {column}; nothing of it is taken in",
            {"file": path.name, "line": line, "column": column},
        ) from error
