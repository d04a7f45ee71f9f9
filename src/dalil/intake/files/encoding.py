"""In which encoding a file is written, found out honestly: what cannot be known is said, and damaged letters are kept and flagged."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from pathlib import Path

from dalil.intake.causes import Cause

DAMAGED = 0.02
"""A file is still UTF-8 where no more than this part of its non-ASCII letters is broken."""


@dataclass(frozen=True)
class Encoding:
    """codec: as Python names it; errors: how what it cannot read is treated; note: what a person should know, if anything."""

    codec: str
    errors: str = "strict"
    note: str = ""


def encoding_of(path: Path) -> Encoding:
    """Find out how a file is written: by its mark, else UTF-8 where that fits, else the likeliest of the Arabic, Cyrillic and Western code pages."""
    data = path.read_bytes()
    for mark, codec in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if data.startswith(mark):
            return Encoding(codec, *_strict(data, codec))
    try:
        data.decode("utf-8")
        return Encoding("utf-8")
    except UnicodeDecodeError as error:
        first = error.start
    text = data.decode("utf-8", "replace")
    broken, sound = text.count("�"), sum(1 for letter in text if letter > "\x7f" and letter != "�")
    line = data.count(b"\n", 0, first) + 1
    if sound and broken <= max(3, sound * DAMAGED):
        note = Cause(
            "the file is UTF-8 with {n} broken letters (the first on line {line}); they are shown as � and flagged",
            n=broken,
            line=line,
        )
        return Encoding("utf-8", "replace", note)
    return _code_page(data, line)


def _strict(data: bytes, codec: str) -> tuple[str, str]:
    try:
        data.decode(codec)
        return "strict", ""
    except UnicodeDecodeError as error:
        return (
            "replace",
            f"the file says it is {codec} but has broken letters (the first at byte {error.start}); shown as � and flagged",
        )


def _code_page(data: bytes, line: int) -> Encoding:
    """Arabic letters of windows-1256 and Cyrillic ones of windows-1251 come in runs; Western accents stand alone among Latin letters."""
    high = re.findall(rb"[\x80-\xff]+", data)
    letters = sum(len(run) for run in high)
    in_runs = sum(len(run) for run in high if len(run) > 1 and _is_arabic(run.decode("cp1256")))
    if letters and in_runs > letters / 2 and not _is_capitals(high):
        return Encoding("cp1256", note=Cause("the file is not UTF-8; it is read as windows-1256 (Arabic)"))
    cyrillic = sum(len(run) for run in high if len(run) > 1 and _is_cyrillic(run))
    if letters and cyrillic > letters / 2:
        return Encoding("cp1251", note=Cause("the file is not UTF-8; it is read as windows-1251 (Cyrillic)"))
    try:
        data.decode("cp1252")
        if letters and re.search(rb"[\xd0\xdd\xde\xf0\xfd\xfe]", data):
            note = Cause("the file is not UTF-8 (line {line}); it is read as windows-1254 (Turkish)", line=line)
            return Encoding("cp1254", note=note)
        return Encoding(
            "cp1252", note=Cause("the file is not UTF-8 (line {line}); it is read as windows-1252", line=line)
        )
    except UnicodeDecodeError:
        held = sorted(set(re.findall(rb"[\x80-\x9f]", data)))
        told = ", ".join(f"0x{each[0]:02x} ({_in_windows_1252(each)})" for each in held)
        note = Cause(
            "the file is not UTF-8 (line {line}) and fits no one code page: it holds {bytes}; it is read as latin-1, "
            "where these bytes are no letters, and the rows that hold one are flagged",
            line=line,
            bytes=told,
        )
        return Encoding("latin-1", note=note)


def _in_windows_1252(byte: bytes) -> str:
    try:
        return f"{byte.decode('cp1252')} in windows-1252"
    except UnicodeDecodeError:
        return "nothing in windows-1252 either"


def _is_capitals(runs: list[bytes]) -> bool:
    """Whether so many letters are without one of ل م ن ه و ى ي that they are no Arabic: so stand the capitals of windows-1251 in windows-1256."""
    letters = b"".join(runs)
    return len(letters) > 20 and not any(each in b"\xe1\xe3\xe4\xe5\xe6\xec\xed" for each in letters)


def _is_cyrillic(run: bytes) -> bool:
    """Whether a run of bytes is a Cyrillic word of windows-1251: of letters, and capital only at its beginning or throughout."""
    try:
        text = run.decode("cp1251")
    except UnicodeDecodeError:
        return False
    letters = sum("А" <= letter <= "я" or letter in "ЁёІіЇїЄєҐґ" for letter in text)
    return letters >= len(text) * 0.8 and (text[1:] == text[1:].lower() or text == text.upper())


def _is_arabic(text: str) -> bool:
    return sum("ء" <= letter <= "ي" for letter in text) >= len(text) * 0.8
