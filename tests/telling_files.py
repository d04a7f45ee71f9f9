"""Files that tell more than they show, made for the tests: every particular holds the canary."""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib

import openpyxl
import pikepdf
from PIL import Image, ImageCms, PngImagePlugin
from pillow_heif import register_heif_opener

register_heif_opener()

CANARY = b"Kanarienvogel"
TEXT = CANARY.decode()
GPS = {1: "N", 2: (33.0, 30.0, 49.3), 3: "E", 4: (36.0, 16.0, 35.4)}
XMP = f'<x:xmpmeta xmlns:x="adobe:ns:meta/"><dc:creator>{TEXT}</dc:creator></x:xmpmeta>'.encode()


def photograph(size=(64, 40), orientation=1):
    """A picture of two halves, so that its orientation can be seen: red is on the left."""
    picture = Image.new("RGB", size, (0, 0, 255))
    picture.paste((255, 0, 0), (0, 0, size[0] // 2, size[1]))
    return {1: picture, 6: picture.transpose(Image.Transpose.ROTATE_90)}[orientation]


def exif(orientation=1, preview=True):
    """EXIF as a telephone writes it: place, device, owner, and a small picture of the whole."""
    block = Image.Exif()
    block[0x010F], block[0x0110], block[0x0112], block[0x013B] = TEXT, "Pixel", orientation, TEXT
    block.get_ifd(0x8769).update({0xA431: f"serial {TEXT}", 0x927C: CANARY})
    block.get_ifd(0x8825).update(GPS)
    data = block.tobytes()
    return data if not preview else _with_preview(data)


def _with_preview(data):
    """The same block with a second directory, which holds a small JPEG with a comment."""
    small = io.BytesIO()
    Image.new("RGB", (8, 8)).save(small, "JPEG", comment=CANARY)
    jpeg, tiff = small.getvalue(), bytearray(data[6:])
    order = "<" if tiff[:2] == b"II" else ">"
    first = struct.unpack_from(order + "I", tiff, 4)[0]
    entries = struct.unpack_from(order + "H", tiff, first)[0]
    struct.pack_into(order + "I", tiff, first + 2 + 12 * entries, len(tiff))
    start = len(tiff) + 2 + 24 + 4
    tiff += struct.pack(order + "HHHIIHHII", 2, 0x0201, 4, 1, start, 0x0202, 4, 1, len(jpeg)) + bytes(4) + jpeg
    return b"Exif\x00\x00" + bytes(tiff)


def profile():
    """A colour profile whose description holds the canary."""
    plain = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    return plain + CANARY


def telling_picture(format, orientation=1):
    """A picture in this format that tells the canary in every way the format has."""
    file, picture = io.BytesIO(), photograph(orientation=orientation)
    if format == "JPEG":
        picture.save(file, "JPEG", exif=exif(orientation), comment=CANARY, icc_profile=profile(), xmp=XMP, quality=95)
        iptc = b"Photoshop 3.0\x008BIM\x04\x04\x00\x00" + struct.pack(">I", 18) + b"\x1c\x02\x50\x00\x0d" + CANARY
        segment = b"\xff\xed" + struct.pack(">H", len(iptc) + 2) + iptc
        unknown = b"\xff\xea" + struct.pack(">H", len(CANARY) + 2) + CANARY
        data = file.getvalue()
        return data[:2] + segment + unknown + data[2:] + CANARY
    if format == "PNG":
        text = PngImagePlugin.PngInfo()
        text.add_text("Author", TEXT)
        text.add_text("Comment", TEXT, zip=True)
        text.add_itxt("XML:com.adobe.xmp", XMP.decode())
        picture.save(file, "PNG", exif=exif(orientation), icc_profile=profile(), pnginfo=text)
        end = file.getvalue().rindex(b"IEND") - 4
        chunk = b"teSt" + CANARY
        made = struct.pack(">I", len(CANARY)) + chunk + struct.pack(">I", zlib.crc32(chunk))
        return file.getvalue()[:end] + made + file.getvalue()[end:] + CANARY
    if format == "GIF":
        picture.convert("P").save(file, "GIF", comment=CANARY)
        return file.getvalue() + CANARY
    if format == "WEBP":
        picture.save(file, "WEBP", exif=exif(orientation), icc_profile=profile(), xmp=XMP, lossless=True)
        return file.getvalue()
    if format == "AVIF":
        picture.save(file, "AVIF", exif=exif(orientation), icc_profile=profile(), xmp=XMP)
        return file.getvalue()
    picture.save(file, "HEIF", exif=exif(orientation, preview=False), xmp=XMP)
    return file.getvalue()


def telling_pdf():
    """A PDF that tells the canary in its Info, its XMP, a picture, a note, an attached file, a script and an earlier revision."""
    pdf = pikepdf.new()
    page = pdf.add_blank_page(page_size=(200, 200))
    form = {
        "Type": pikepdf.Name.XObject,
        "Subtype": pikepdf.Name.Image,
        "Width": 64,
        "Height": 40,
        "BitsPerComponent": 8,
    }
    form |= {"ColorSpace": pikepdf.Name.DeviceRGB, "Filter": pikepdf.Name.DCTDecode}
    picture = pikepdf.Stream(pdf, telling_picture("JPEG"), **form)
    page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(P=pdf.make_indirect(picture)))
    page.Contents = pikepdf.Stream(pdf, b"q 64 0 0 40 0 0 cm /P Do Q")
    note = pikepdf.Dictionary(
        Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Text, Rect=[0, 0, 9, 9], T=TEXT, Contents=TEXT
    )
    page.Annots = pdf.make_indirect(pikepdf.Array([note]))
    pdf.docinfo["/Author"], pdf.docinfo["/Producer"] = TEXT, TEXT
    pdf.Root.Metadata = pikepdf.Stream(pdf, XMP)
    pdf.attachments[f"{TEXT}.txt"] = CANARY
    pdf.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=f"app.alert('{TEXT}')")
    page.PieceInfo = pikepdf.Dictionary(Maker=TEXT)
    file = io.BytesIO()
    pdf.save(file, compress_streams=False)
    return with_a_revision(file.getvalue())


def with_a_revision(data):
    """The same PDF, changed once more at its end, as programs do; what stood before stays in the file."""
    start = data[data.rindex(b"startxref") + 9 :].split()[0]
    changed = data + b"99 0 obj\n(" + CANARY + b")\nendobj\n"
    size = int(re.search(rb"/Size (\d+)", data)[1])
    root, info = (re.search(rb"/%s (\d+ \d+ R)" % name, data)[1].decode() for name in (b"Root", b"Info"))
    trailer = f"/Size {max(size, 100)} /Prev {start.decode()} /Root {root} /Info {info}"
    table = f"xref\n99 1\n{len(data):010d} 00000 n \ntrailer << {trailer} >>\n"
    return changed + table.encode() + f"startxref\n{len(changed)}\n%%EOF\n".encode()


def telling_office(kind, *, decided=True):
    """A file of an office program that tells the canary in its properties and in a picture; undecided: in tracked changes or notes too."""
    if kind == "xlsx":
        book, file = openpyxl.Workbook(), io.BytesIO()
        book.active.append(["killed", 5])
        book.properties.creator = book.properties.lastModifiedBy = book.properties.title = TEXT
        if not decided:
            book.create_sheet(TEXT).sheet_state = "hidden"
        book.save(file)
        return file.getvalue()
    word = "xmlns:w='http://schemas.openxmlformats.org/wordprocessingml/2006/main'"
    change = f'<w:ins w:id="1" w:author="{TEXT}"><w:r/></w:ins>' if not decided else ""
    note = f"<office:annotation><dc:creator>{TEXT}</dc:creator></office:annotation>" if not decided else ""
    core = (
        f"<cp:coreProperties><dc:creator>{TEXT}</dc:creator><dcterms:created>2019</dcterms:created></cp:coreProperties>"
    )
    parts = {
        "docx": {
            "[Content_Types].xml": '<Types><Override PartName="/docProps/thumbnail.jpeg" ContentType="image/jpeg"/></Types>',
            "_rels/.rels": '<Relationships><Relationship Id="r1" Target="docProps/thumbnail.jpeg"/></Relationships>',
            "docProps/core.xml": core,
            "docProps/app.xml": f"<Properties><Company>{TEXT}</Company><Pages>2</Pages></Properties>",
            "docProps/custom.xml": f"<Properties><vt:lpwstr>{TEXT}</vt:lpwstr></Properties>",
            "docProps/thumbnail.jpeg": telling_picture("JPEG"),
            "word/document.xml": f'<w:document {word}><w:p w:rsidR="00AB12CD">{change}Five killed</w:p></w:document>',
            "word/settings.xml": f'<w:settings {word}><w:rsids><w:rsid w:val="00AB12CD"/></w:rsids></w:settings>',
            "word/media/image1.jpeg": telling_picture("JPEG"),
        },
        "odt": {
            "mimetype": "application/vnd.oasis.opendocument.text",
            "content.xml": f"<office:document-content>{note}Five killed</office:document-content>",
            "meta.xml": f"<office:meta><dc:creator>{TEXT}</dc:creator><meta:editing-cycles>7</meta:editing-cycles></office:meta>",
            "settings.xml": f'<c config:name="PrinterName" config:type="string">{TEXT}</c>',
            "META-INF/manifest.xml": '<m><manifest:file-entry manifest:full-path="Thumbnails/thumbnail.png"/></m>',
            "Thumbnails/thumbnail.png": telling_picture("PNG"),
            "Pictures/1.png": telling_picture("PNG"),
        },
    }[kind]
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return file.getvalue()
