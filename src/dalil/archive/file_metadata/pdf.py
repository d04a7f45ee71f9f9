"""PDF: what a file tells beside its pages, and a copy written anew that does not.

What stands on a page is not looked at: a black bar over a name leaves the name in the file, and no reader of the structure can tell.
Source: ISO 32000-2, sections 7.5.6 (incremental updates), 7.11 (files), 12.5 (annotations), 12.6 (actions), 14.3 (metadata).
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any

import pikepdf

from dalil.archive.file_metadata.particulars import CannotClean, Particular, Tells, particular
from dalil.archive.file_metadata.pictures import read_particulars as read_picture
from dalil.archive.file_metadata.segments import Broken, without_parts
from dalil.archive.file_metadata.xmp import read_xmp

MOST_OBJECTS = 200_000
MOST_OF_A_STREAM = 32_000_000
KEPT_ANNOTATIONS = ("/Link", "/Widget")
BESIDE_THE_PAGE = (
    "/Metadata",
    "/PieceInfo",
    "/LastModified",
    "/AF",
    "/AA",
    "/Thumb",
    "/PZ",
    "/Threads",
    "/SeparationInfo",
)
OF_THE_CATALOG = (
    "/Names/EmbeddedFiles",
    "/Names/JavaScript",
    "/Collection",
    "/AcroForm/XFA",
    "/Legal",
    "/Perms",
    "/DSS",
)

_INFO = {
    "/Author": Tells.PERSON,
    "/Creator": Tells.SOFTWARE,
    "/Producer": Tells.SOFTWARE,
    "/CreationDate": Tells.MOMENT,
    "/ModDate": Tells.MOMENT,
    "/Title": Tells.WORDS,
    "/Subject": Tells.WORDS,
    "/Keywords": Tells.WORDS,
}
_REVISION = re.compile(rb"startxref\s+(\d+)\s+%%EOF")
FAULTS = (
    pikepdf.PdfError,
    pikepdf.PasswordError,
    ValueError,
    TypeError,
    KeyError,
    RuntimeError,
    AttributeError,
    OverflowError,
)
"""What pikepdf raises for files that are broken or made to break it."""


def is_pdf(data: bytes) -> bool:
    """Tell whether a file begins like a PDF."""
    return b"%PDF-" in data[:1024]


def read_particulars(data: bytes) -> Iterator[Particular]:
    """Name what a PDF tells beside its pages. What cannot be read is told as unread."""
    try:
        with pikepdf.open(io.BytesIO(data)) as pdf:
            yield from _of_the_file(data, pdf)
            yield from _of_objects(pdf)
            for number, page in enumerate(pdf.pages, 1):
                yield from _of_annotations(page, f"page {number}")
    except pikepdf.PasswordError:
        yield particular(Tells.UNREAD, "the file is locked with a password")
    except FAULTS as error:
        yield particular(Tells.UNREAD, "the file", error)


def clean(data: bytes) -> bytes:
    """Return the PDF written anew with its pages alone. Raises CannotClean where anything but these would stay."""
    try:
        with pikepdf.open(io.BytesIO(data)) as pdf:
            _take_out(pdf)
            pdf.remove_unreferenced_resources()
            file = io.BytesIO()
            pdf.save(
                file, deterministic_id=True, compress_streams=True, object_stream_mode=pikepdf.ObjectStreamMode.disable
            )
    except CannotClean:
        raise
    except (Broken, *FAULTS) as error:
        raise CannotClean(particular(Tells.UNREAD, "the file", error)) from error
    if left := tuple(read_particulars(file.getvalue())):
        raise CannotClean(*left)
    return file.getvalue()


def _of_the_file(data: bytes, pdf: pikepdf.Pdf) -> Iterator[Particular]:
    if "/Info" in pdf.trailer:
        for name, value in pdf.docinfo.items():
            if str(value).strip():
                yield particular(_INFO.get(str(name), Tells.OTHER), f"Info {str(name)[1:]}", value)
    revisions = len(_REVISION.findall(data)) - (1 if pdf.is_linearized else 0)
    if revisions > 1:
        yield particular(Tells.REVISION, "incremental update", revisions)
    if data[data.rfind(b"%%EOF") + 5 :].strip():
        yield particular(Tells.ATTACHED, "after the end of the file")
    root = pdf.Root
    for path in OF_THE_CATALOG:
        if _at(root, path) is not None:
            yield particular(Tells.PROGRAM if path.endswith("JavaScript") else Tells.ATTACHED, path)
    if (layers := _at(root, "/OCProperties/D/OFF")) is not None and len(layers):
        yield particular(Tells.HIDDEN, "layers")
    if _is_program(root.get("/OpenAction")) or "/AA" in root:
        yield particular(Tells.PROGRAM, "OpenAction")


def _of_objects(pdf: pikepdf.Pdf) -> Iterator[Particular]:
    if len(pdf.objects) > MOST_OBJECTS:
        yield particular(Tells.UNREAD, f"more than {MOST_OBJECTS:,} objects")
        return
    for thing in pdf.objects:
        if not isinstance(thing, (pikepdf.Dictionary, pikepdf.Stream)):
            continue
        for name in BESIDE_THE_PAGE:
            if name == "/Metadata" and name in thing:
                packet = thing[name].read_bytes() if isinstance(thing[name], pikepdf.Stream) else b""
                yield from read_xmp(packet, "XMP")
            elif name in thing and name != "/LastModified":
                yield particular(Tells.PROGRAM if name == "/AA" else Tells.OTHER, name[1:])
        if thing.get("/Type") == "/EmbeddedFile" or thing.get("/Type") == "/Filespec":
            yield particular(Tells.ATTACHED, "Filespec", thing.get("/UF", thing.get("/F", "")))
        if _is_program(thing) or "/JS" in thing:
            yield particular(Tells.PROGRAM, str(thing.get("/S", "JS")))
        if _is_jpeg(thing):
            yield from (
                particular(each.tells, f"picture, {each.where}", each.value) for each in read_picture(_raw(thing))
            )
        elif isinstance(thing, pikepdf.Stream) and thing.get("/Filter") == "/JPXDecode":
            yield particular(Tells.UNREAD, "a picture in JPEG 2000")


def _of_annotations(page: Any, where: str) -> Iterator[Particular]:
    for note in page.get("/Annots", []):
        kind = note.get("/Subtype")
        if kind == "/FileAttachment":
            yield particular(Tells.ATTACHED, where)
        elif str(kind) not in KEPT_ANNOTATIONS:
            yield particular(Tells.WORDS, f"note on {where}", f"{note.get('/T', '')} {note.get('/Contents', '')}")


def _take_out(pdf: pikepdf.Pdf) -> None:
    """Take out of an open PDF what is no page."""
    for name in ("/Info", "/ID"):
        if name in pdf.trailer:
            del pdf.trailer[name]
    if len(pdf.objects) > MOST_OBJECTS:
        raise CannotClean(particular(Tells.UNREAD, f"more than {MOST_OBJECTS:,} objects"))
    if (layers := _at(pdf.Root, "/OCProperties/D/OFF")) is not None and len(layers):
        raise CannotClean(particular(Tells.HIDDEN, "layers"))
    for path in OF_THE_CATALOG:
        above, _, name = path.rpartition("/")
        holder = _at(pdf.Root, above) if above else pdf.Root
        if holder is not None and f"/{name}" in holder:
            del holder[f"/{name}"]
    if _is_program(pdf.Root.get("/OpenAction")):
        del pdf.Root["/OpenAction"]
    for page in pdf.pages:
        if "/Annots" in page:
            kept = [each for each in page.Annots if str(each.get("/Subtype")) in KEPT_ANNOTATIONS]
            for note in kept:
                for name in ("/T", "/Contents", "/NM", "/M", "/TU"):
                    if name in note and note.get("/Subtype") == "/Link":
                        del note[name]
            page.Annots = pdf.make_indirect(pikepdf.Array(kept))
    for thing in pdf.objects:
        if isinstance(thing, (pikepdf.Dictionary, pikepdf.Stream)):
            _strip(thing)


def _strip(thing: Any) -> None:
    for name in BESIDE_THE_PAGE:
        if name in thing:
            del thing[name]
    for name in ("/A", "/OpenAction"):
        if name in thing and _is_program(thing.get(name)):
            del thing[name]
    if _is_jpeg(thing):
        thing.write(without_parts(_raw(thing)), filter=thing.get("/Filter"), decode_parms=thing.get("/DecodeParms"))


def _raw(stream: Any) -> bytes:
    raw: bytes = stream.read_raw_bytes()
    if len(raw) > MOST_OF_A_STREAM:
        raise ValueError(f"a picture of {len(raw):,} bytes")
    return raw


def _is_jpeg(thing: Any) -> bool:
    return isinstance(thing, pikepdf.Stream) and thing.get("/Filter") == "/DCTDecode"


def _is_program(action: Any) -> bool:
    """Whether something is an action that does more than turn to a page or an address."""
    if not isinstance(action, pikepdf.Dictionary) or "/S" not in action:
        return False
    if action.get("/Type", "/Action") != "/Action":
        return False
    return str(action.S) in ("/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/GoToR", "/GoToE", "/Rendition")


def _at(holder: Any, path: str) -> Any:
    for name in path.strip("/").split("/"):
        if not isinstance(holder, pikepdf.Dictionary) or f"/{name}" not in holder:
            return None
        holder = holder[f"/{name}"]
    return holder
