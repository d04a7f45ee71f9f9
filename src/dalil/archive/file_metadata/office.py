"""Texts, tables and slides of office programs (OOXML, OpenDocument): what they tell beside what they show, and a copy that does not.

Both are archives of XML. A copy is written anew part by part: what only describes the file is emptied or left out; where somebody would
have to decide what the file shall say (tracked changes, notes in the margin, hidden sheets, programs), no copy is made.
Sources: ECMA-376; OASIS OpenDocument 1.3.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator

from dalil.archive.file_metadata.particulars import CannotClean, Particular, Tells, particular
from dalil.archive.file_metadata.pictures import clean as clean_picture
from dalil.archive.file_metadata.pictures import is_picture
from dalil.archive.file_metadata.pictures import read_particulars as read_picture

MOST_PARTS, LARGEST_PART, LARGEST_WHOLE = 5_000, 64_000_000, 256_000_000
FAULTS = (zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError, NotImplementedError, RuntimeError, KeyError)

_PROPERTIES = re.compile(r"docProps/\w+\.xml|meta\.xml")
_LEFT_OUT = re.compile(
    r"docProps/thumbnail\.\w+|Thumbnails/.*|xl/printerSettings/.*|word/printerSettings.*|Configurations2/.*|layout-cache"
)
_VALUE = re.compile(rb"<(\w+:\w+|\w+)(?:\s[^>]{0,500})?>([^<]{1,2000})</")
_ABOUT = {
    Tells.PERSON: re.compile(r"creator|lastModifiedBy|Company|Manager|initial-creator|printed-by", re.I),
    Tells.MOMENT: re.compile(r"created|modified|date|lastPrinted|TotalTime|duration", re.I),
    Tells.SOFTWARE: re.compile(r"^Application|AppVersion|Template|generator", re.I),
    Tells.WORDS: re.compile(r"title|subject|description|keyword|category|TitlesOfParts|lpstr", re.I),
    Tells.REVISION: re.compile(r"revision|editing-cycles|version", re.I),
}
_COUNTED = re.compile(
    r"Pages|Words|Characters|Lines|Paragraphs|DocSecurity|ScaleCrop|LinksUpToDate|SharedDoc|HyperlinksChanged|i4|Slides|Notes|Hidden\w+|MMClips|CharactersWithSpaces"
)

_IN_PARTS: tuple[tuple[Tells, re.Pattern[str], re.Pattern[bytes]], ...] = (
    (
        Tells.REVISION,
        re.compile(r"word/.*\.xml"),
        re.compile(rb"<w:(?:ins|del|moveFrom|moveTo|rPrChange|pPrChange)\s[^>]*w:author=\"([^\"]*)\""),
    ),
    (Tells.REVISION, re.compile(r"content\.xml"), re.compile(rb"<text:tracked-changes[\s>]()")),
    (Tells.WORDS, re.compile(r"content\.xml"), re.compile(rb"<office:annotation[\s>](.{0,200})", re.S)),
    (Tells.HIDDEN, re.compile(r"xl/workbook\.xml"), re.compile(rb"<sheet\s[^>]*state=\"(?:hidden|veryHidden)\"()")),
    (Tells.HIDDEN, re.compile(r"xl/worksheets/.*\.xml"), re.compile(rb"<(?:row|col)\s[^>]*hidden=\"(?:1|true)\"()")),
    (Tells.HIDDEN, re.compile(r"word/.*\.xml"), re.compile(rb"<w:vanish\s*/>()")),
    (Tells.HIDDEN, re.compile(r"content\.xml"), re.compile(rb"table:display=\"false\"()")),
    (Tells.PERSON, re.compile(r"xl/workbook\.xml"), re.compile(rb"absPath[^>]*url=\"([^\"]*)\"")),
    (Tells.HIDDEN, re.compile(r"ppt/slides/.*\.xml"), re.compile(rb"<p:sld\s[^>]*show=\"0\"()")),
    (Tells.REVISION, re.compile(r"word/settings\.xml"), re.compile(rb"<w:rsid\s[^>]*w:val=\"([^\"]*)\"")),
    (Tells.REVISION, re.compile(r"word/(?!settings).*\.xml"), re.compile(rb"\sw:rsid\w*=\"([^\"]*)\"")),
    (Tells.SOFTWARE, re.compile(r"settings\.xml"), re.compile(rb"config:name=\"PrinterName\"[^>]*>([^<]+)<")),
)
_OWN_PARTS = (
    (Tells.HIDDEN, re.compile(r"xl/pivotCache/.*\.xml")),
    (Tells.WORDS, re.compile(r"(?:word|xl|ppt)/(?:.*/)?(?:comments|threadedComment|comment|notesSlide)\w*\.xml")),
    (Tells.PERSON, re.compile(r"(?:word|xl|ppt)/(?:people|commentAuthors|authors)\.xml|xl/persons/.*")),
    (Tells.REVISION, re.compile(r"xl/revisions/.*|Versions/.*|VersionList\.xml")),
    (Tells.PROGRAM, re.compile(r".*vbaProject\.bin|Basic/.*|Scripts/.*|.*/macrosheets/.*")),
    (
        Tells.ATTACHED,
        re.compile(r".*/embeddings/.*|ObjectReplacements/.*|.*/externalLinks/.*|customXml/.*|Object \d+/.*"),
    ),
)
_RSID = re.compile(rb"\sw:rsid\w*=\"[^\"]*\"")
_RSIDS = re.compile(rb"<w:rsids>.*?</w:rsids>", re.S)
_ABS_PATH = re.compile(
    rb"<mc:AlternateContent[^>]*>(?:(?!</mc:AlternateContent>).)*absPath.*?</mc:AlternateContent>", re.S
)
_PRINTER = re.compile(rb"(config:name=\"Printer(?:Name|Setup)\"[^>]*>)[^<]*<")
_NAMES_LEFT_OUT = re.compile(
    rb'<(?:Relationship|Override|manifest:file-entry)\s[^>]*"/?(?:\.\./)*'
    rb"(?:docProps/thumbnail|Thumbnails/|printerSettings/|xl/printerSettings|Configurations2/|layout-cache)[^>]*/>"
)
_MOMENT_OF_FILE = (1980, 1, 1, 0, 0, 0)
_EMPTY = {
    "docProps/core.xml": b'<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"/>',
    "docProps/app.xml": b'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"/>',
    "docProps/custom.xml": b'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"/>',
    "meta.xml": b'<office:document-meta xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" office:version="1.3"/>',
}


def is_office(data: bytes) -> bool:
    """Tell whether a file is an archive as office programs write it."""
    if not data.startswith(b"PK\x03\x04"):
        return False
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
    except FAULTS:
        return False
    return "[Content_Types].xml" in names or {"mimetype", "content.xml"} <= names


def read_particulars(data: bytes) -> Iterator[Particular]:
    """Name what an office file tells beside what it shows. What cannot be read is told as unread."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if archive.comment:
                yield particular(Tells.WORDS, "comment of the archive", archive.comment)
            for name, content in _parts(archive):
                yield from _of_part(name, content)
    except FAULTS as error:
        yield particular(Tells.UNREAD, "the file", error)


def read_parts(data: bytes) -> Iterator[tuple[str, bytes]]:
    """Yield the name and the content of each part. Raises one of FAULTS for an archive that is broken, or larger than any office file."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        yield from _parts(archive)


def clean(data: bytes) -> bytes:
    """Return the file written anew. Raises CannotClean where somebody has to decide first what it shall say."""
    file = io.BytesIO()
    try:
        with (
            zipfile.ZipFile(io.BytesIO(data)) as archive,
            zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as copy,
        ):
            for name, content in _parts(archive):
                if _LEFT_OUT.fullmatch(name):
                    continue
                entry = zipfile.ZipInfo(name, _MOMENT_OF_FILE)
                entry.compress_type = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
                copy.writestr(entry, _cleaned_part(name, content))
    except CannotClean:
        raise
    except FAULTS as error:
        raise CannotClean(particular(Tells.UNREAD, "the file", error)) from error
    if left := tuple(read_particulars(file.getvalue())):
        raise CannotClean(*left)
    return file.getvalue()


def _parts(archive: zipfile.ZipFile) -> Iterator[tuple[str, bytes]]:
    """Unpack the parts of an archive one after another. Raises ValueError for more than any office file has."""
    entries = [entry for entry in archive.infolist() if not entry.is_dir()]
    if len(entries) > MOST_PARTS or sum(entry.file_size for entry in entries) > LARGEST_WHOLE:
        raise ValueError("unpacked, it is far larger than any such file")
    for entry in entries:
        if entry.file_size > LARGEST_PART:
            raise ValueError(f"{entry.filename} is far larger unpacked than any such part")
        yield entry.filename, archive.read(entry)


def _of_part(name: str, content: bytes) -> Iterator[Particular]:
    if _PROPERTIES.fullmatch(name):
        yield from _of_properties(name, content)
        return
    if _LEFT_OUT.fullmatch(name):
        yield particular(Tells.PREVIEW if "humbnail" in name else Tells.DEVICE, name)
        return
    for tells, names in _OWN_PARTS:
        if names.fullmatch(name):
            yield particular(tells, name)
    for tells, names, pattern in _IN_PARTS:
        if names.fullmatch(name) and (match := pattern.search(content)):
            yield particular(tells, name, match[1])
    if is_picture(content):
        yield from (particular(each.tells, f"{name}, {each.where}", each.value) for each in read_picture(content))
    elif re.search(r"/media/|^Pictures/", name):
        yield particular(Tells.UNREAD, name)


def _of_properties(name: str, content: bytes) -> Iterator[Particular]:
    for tag, value in _VALUE.findall(content):
        plain = tag.decode("utf-8", "replace").rpartition(":")[2]
        if not value.strip() or _COUNTED.fullmatch(plain):
            continue
        about = next((tells for tells, names in _ABOUT.items() if names.search(plain)), Tells.OTHER)
        yield particular(about, f"{name} {plain}", value)


def _cleaned_part(name: str, content: bytes) -> bytes:
    if _PROPERTIES.fullmatch(name):
        return _EMPTY.get(name, b"<Properties/>")
    if is_picture(content):
        return clean_picture(content) if any(read_picture(content)) else content
    if name.startswith("word/") and name.endswith(".xml"):
        return _RSIDS.sub(b"", _RSID.sub(b"", content))
    if name == "xl/workbook.xml":
        return _ABS_PATH.sub(b"", content)
    if name == "settings.xml":
        return _PRINTER.sub(rb"\1<", content)
    if name.endswith(".rels") or name in ("[Content_Types].xml", "META-INF/manifest.xml"):
        return _without_what_is_left_out(content)
    return content


def _without_what_is_left_out(content: bytes) -> bytes:
    """Take the relations and declarations of parts that are left out from the lists that name them."""
    return _NAMES_LEFT_OUT.sub(b"", content)


def ending_of(data: bytes) -> str:
    """Return the ending that a file of this content has: ".docx", ".ods"; ".zip" for one that cannot be told."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = archive.namelist()
        kind = archive.read("mimetype")[:100] if "mimetype" in names else b""
    for sign, ending in ((b".text", ".odt"), (b".spreadsheet", ".ods"), (b".presentation", ".odp")):
        if kind.startswith(b"application/vnd.oasis.opendocument") and sign in kind:
            return ending
    folders = {"word": ".docx", "xl": ".xlsx", "ppt": ".pptx"}
    return next(
        (ending for folder, ending in folders.items() if any(name.startswith(f"{folder}/") for name in names)), ".zip"
    )
