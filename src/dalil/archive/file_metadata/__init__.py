"""What a file tells beside what it shows: where a picture was taken, with which telephone, who wrote a text and when it was changed."""

from __future__ import annotations

from dalil.archive.file_metadata.particulars import CannotClean, Particular, Tells, particular

__all__ = ["CannotClean", "Particular", "Tells", "make_cleaned", "particular", "too_large", "what_it_tells"]

LARGEST = 64_000_000
"""Bytes of a file that is looked into; of a larger one it is told that it was not."""

MOST_TOLD = 40
"""Particulars of one file that are named; whoever reads forty of them knows enough."""

PLAIN = (
    "text/plain",
    "text/csv",
    "text/tab-separated-values",
    "application/json",
    "application/jsonl",
    "application/x-ndjson",
)
"""Files that are their text and nothing else."""


def too_large() -> tuple[Particular, ...]:
    """Return what is told of a file that is larger than those which are looked into."""
    return (particular(Tells.UNREAD, f"a file of more than {LARGEST // 1_000_000} MB"),)


def what_it_tells(data: bytes, media_type: str = "") -> tuple[Particular, ...]:
    """Name what a file tells beside what it shows, each thing once.

    Of a file in a format that is not read here (a video, a sound), or that is too large, one particular says that nobody looked.
    """
    from dalil.archive.file_metadata import office, pdf, pictures

    if len(data) > LARGEST:
        return too_large()
    for is_one, read in (
        (pictures.is_picture, pictures.read_particulars),
        (pdf.is_pdf, pdf.read_particulars),
        (office.is_office, office.read_particulars),
    ):
        if is_one(data):
            return tuple(dict.fromkeys(read(data)))[:MOST_TOLD]
    if media_type.partition(";")[0].strip().lower() in PLAIN and b"\x00" not in data:
        return ()
    return (particular(Tells.UNREAD, media_type or "the file"),)


def make_cleaned(data: bytes) -> tuple[bytes, str]:
    """Make a copy of a file that shows the same and tells nothing more. Returns it with its ending (".jpg"). Raises CannotClean."""
    from dalil.archive.file_metadata import office, pdf, pictures

    if len(data) > LARGEST:
        raise CannotClean(*too_large())
    if pictures.is_picture(data):
        cleaned = pictures.clean(data)
        ending = {b"\x89PNG": ".png", b"GIF8": ".gif", b"RIFF": ".webp"}.get(cleaned[:4], ".jpg")
        return cleaned, ending
    if pdf.is_pdf(data):
        return pdf.clean(data), ".pdf"
    if office.is_office(data):
        return office.clean(data), office.ending_of(data)
    raise CannotClean(particular(Tells.UNREAD, "a file of a type that Dalil cannot clean"))
