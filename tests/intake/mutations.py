"""Files as accidents leave them: valid ones with bytes, cells and marks changed at random, and an account of where each cell went.

Everything follows from a seed, so that an input that was once wrong can be made again.
"""

from __future__ import annotations

import io
import json
import random
import re
import signal
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any

import openpyxl
import yaml

from dalil.intake.files.columns import find_column, is_unnamed
from dalil.intake.formats import Format, Unreadable, formats
from dalil.intake.formats.table import says
from dalil.intake.mapping import Mapping, load_mapping
from dalil.intake.parsed_rows import UNSTORABLE, Context, ParsedPlace, ParsedRow, RowError
from dalil.letters import fold, western_digits
from dalil.vocabulary.gazetteer import load_shipped_gazetteer

SECONDS = 20
"""What takes longer hangs."""

MAPPING: dict[str, Any] = {
    "kind": "incident",
    "identifier": "north:",
    "columns": {
        "ref": {"external_id": True},
        "day": {"field": "when"},
        "place": {"field": "where", "within": "SY"},
        "killed": {"field": "killed"},
        "injured": {"field": "injured"},
        "who": {"field": "parties", "split": ";"},
        "source": {"origin": True},
        "text": {"said": True},
        "comment": {"ignore": True},
    },
}
HEADER = list(MAPPING["columns"])
WORDS = (
    "shell",
    "rocket",
    "convoy",
    "market",
    "bridge",
    "school",
    "harvest",
    "قذيفة",
    "صاروخ",
    "قافلة",
    "سوق",
    "جسر",
    "مدرسة",
    "حصاد",
)
PLACES = ("Idlib", "Harim", "إدلب", "حارم", "Nowhere", "قرية بعيدة", "Saraqib")
SPLINTERS = (
    '"', '""', '",', ',"', "\n", "\r", "\r\n", ",", ";", "\t", "|", "\0", "\ufeff", "\u200f", "\u2066", "\ud800", "'", "\\", "=1+2",
    "=", "#N/A", "????", "ÅÏáÈ", "9" * 5000, "1e999", "NaN", "-", "null", "{", "[", "]", "}", ":", "&a", "*a", "<", "&#0;", "٣", "«", "�",
    "1,300", "(2)", "place", " ", "[" * 3000, '{"a":' * 3000,
)  # fmt: skip


class Lost(AssertionError):
    """A cell of a file is nowhere: not kept, not flagged, not refused, not ignored."""


def rows_of_table(chance: random.Random) -> list[list[str]]:
    """A header and a few rows, every one of whose cells can be told from the others."""
    rows = [HEADER]
    for at in range(chance.randint(1, 6)):
        words = " ".join(chance.choices(WORDS, k=4))
        rows.append(
            [
                f"R{at}{chance.randrange(1000)}",
                f"20{chance.randint(11, 23)}-0{chance.randint(1, 9)}-1{at}",
                chance.choice(PLACES),
                str(chance.randrange(2, 2000)),
                str(chance.randrange(2, 2000)),
                f"group{at}x",
                f"Monitor{chance.randrange(1000)}",
                chance.choice((words, f"{words}, twice", f'they "said" {words}', f"{words}\nand {words}")),
                f"note{chance.randrange(1000)}",
            ]
        )
    return rows


def csv_text(rows: list[list[str]], chance: random.Random, separator: str = ",") -> str:
    """The rows as CSV."""
    end = chance.choice(("\n", "\r\n"))
    quoted = [
        [f'"{each.replace(chr(34), chr(34) * 2)}"' if re.search(r'[",\n;|\t]', each) else each for each in row]
        for row in rows
    ]
    return end.join(separator.join(row) for row in quoted) + end


def with_cells_changed(rows: list[list[str]], chance: random.Random) -> list[list[str]]:
    """Rows one of which has a cell more, less, doubled or changed."""
    rows = [list(row) for row in rows]
    for _ in range(chance.randint(0, 2)):
        row = chance.choice(rows)
        at = chance.randrange(len(row) + 1)
        row[at : at + chance.randint(0, 1)] = chance.choice(
            ([], [chance.choice(SPLINTERS[:40])], [""], ["", ""], row[:1], row[-1:] * 2)
        )
        if not row:
            row.append("x")
    return rows


def with_bytes_changed(content: bytes, chance: random.Random, most: int = 3) -> bytes:
    """Content with some bytes taken out, put in, doubled, turned or cut off."""
    data = bytearray(content)
    for _ in range(chance.randint(0, most)):
        at = chance.randrange(len(data) + 1)
        length = chance.choice((1, 1, 2, 5, 40))
        what = chance.randrange(6)
        if what == 0:
            del data[at : at + length]
        elif what == 1:
            data[at:at] = chance.choice(SPLINTERS).encode("utf-8", "surrogatepass")
        elif what == 2:
            data[at:at] = data[at : at + length]
        elif what == 3 and at < len(data):
            data[at] ^= 1 << chance.randrange(8)
        elif what == 4:
            data[at:at] = bytes(chance.randrange(256) for _ in range(length))
        elif chance.random() < 0.2:
            del data[at:]
    return bytes(data)


def mutated_csv(chance: random.Random) -> bytes:
    """A damaged CSV file, in one of the encodings of the field."""
    rows = with_cells_changed(rows_of_table(chance), chance)
    text = csv_text(rows, chance, chance.choice(",,,;\t"))
    codec = chance.choice(("utf-8", "utf-8", "utf-8", "utf-8-sig", "cp1256", "utf-16"))
    return with_bytes_changed(text.encode(codec, "replace"), chance)


def mutated_xlsx(chance: random.Random) -> bytes:
    """A damaged workbook: mostly its sheet, sometimes another part of it, sometimes the archive."""
    book = openpyxl.Workbook()
    for row in rows_of_table(chance):
        book.active.append([int(cell) if cell.isascii() and cell.isdigit() else cell for cell in row])
    if chance.random() < 0.3:
        column = chance.choice("BCD")
        book.active.merge_cells(f"{column}{chance.randint(1, 3)}:{column}{chance.randint(3, 5)}")
    if chance.random() < 0.2:
        book.create_sheet("More").append(["x"])
    made = io.BytesIO()
    book.save(made)
    if chance.random() < 0.15:
        return with_bytes_changed(made.getvalue(), chance)
    with zipfile.ZipFile(made) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    sheet = "xl/worksheets/sheet1.xml"
    hurt = sheet if chance.random() < 0.8 else chance.choice(list(parts))
    parts[hurt] = with_bytes_changed(parts[hurt], chance, 2)
    if chance.random() < 0.5:
        attributes = (
            (rb'r="\w+"', rb'r="%s"' % chance.choice((b"A1", b"ZZZ9", b"", b"B99999999", b"7", b"1048577", b"-1"))),
            (rb't="\w+"', b't="%s"' % chance.choice((b"s", b"b", b"d", b"e", b"n", b"str", b"x"))),
            (
                rb"<v>.*?</v>",
                b"<v>%s</v>" % chance.choice((b"", b"x", b"9" * 4400, b"-1", b"1e999", b"2958466", b"&#1;")),
            ),
            (rb"<v>.*?</v>", b"<f>A1+B1</f>"),
            (rb"</c>", b'</c><c r="A1"><v>1</v></c>'),
        )
        old, new = chance.choice(attributes)
        found = list(re.finditer(old, parts[sheet]))
        if found:
            one = chance.choice(found)
            parts[sheet] = parts[sheet][: one.start()] + new + parts[sheet][one.end() :]
    again = io.BytesIO()
    with zipfile.ZipFile(again, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return again.getvalue()


def report_line(chance: random.Random) -> dict[str, Any]:
    """A line of a report with everything that a line can say."""
    line: dict[str, Any] = {
        "dalil": 1,
        "kind": "incident",
        "content": {
            "when": f"20{chance.randint(11, 23)}-06-21",
            "killed": chance.randrange(2, 2000),
            "where": {"places": ["SY07"], "name": chance.choice(PLACES)},
        },
        "said": " ".join(chance.choices(WORDS, k=4)),
        "language": "en",
        "document": {"sha256": f"{chance.randrange(16**12):064x}", "title": f"Bulletin{chance.randrange(1000)}"},
        "locator": f"page {chance.randrange(1000)}",
        "external_id": f"R{chance.randrange(1000)}",
        "attribution": {"origins": [{"code": f"monitor-{chance.randrange(1000)}", "en": "A Monitor"}], "relays": []},
        "flags": ["encoding_broken"],
    }
    return {
        key: value
        for key, value in line.items()
        if key in ("dalil", "kind", "content", "document") or chance.random() < 0.8
    }


def mutated_jsonl(chance: random.Random) -> bytes:
    """Lines of reports, some of them damaged in a key or a value, the file in bytes."""
    lines = []
    for _ in range(chance.randint(1, 4)):
        line = report_line(chance)
        if chance.random() < 0.6:
            _change_a_value(line, chance)
        lines.append(json.dumps(line, ensure_ascii=chance.random() < 0.3).encode("utf-8", "surrogatepass"))
    return with_bytes_changed(b"\n".join(lines) + b"\n", chance, 2)


def _change_a_value(value: Any, chance: random.Random) -> None:
    """Put something else in the place of a value somewhere inside, or under another key."""
    inner = [
        each
        for each in (value.values() if isinstance(value, dict) else value)
        if isinstance(each, (dict, list)) and each
    ]
    if inner and chance.random() < 0.6:
        _change_a_value(chance.choice(inner), chance)
        return
    other = chance.choice(
        (
            None,
            True,
            -1,
            10**30,
            1.5,
            "",
            "x" * 500,
            "\ud800",
            "\0",
            [],
            {},
            [[]],
            {"a": 1},
            ["x"],
            chance.choice(SPLINTERS),
        )
    )
    if isinstance(value, list):
        value[chance.randrange(len(value))] = other
    elif chance.random() < 0.3:
        value[
            chance.choice(
                ("address", "level", "groups", "corrects", "withdrawn", "reasons", "strange", "content", "kind")
            )
        ] = other
    else:
        value[chance.choice(list(value))] = other


def mutated_places(chance: random.Random) -> tuple[str, bytes]:
    """A damaged list of places, in one of the shapes there are: the ending of its name, and its bytes."""
    number = chance.randrange(10, 99)
    shape = chance.randrange(3)
    if shape == 0:
        header = ["ADM0_EN", "ADM0_PCODE", "ADM1_EN", "ADM1_AR", "ADM1_PCODE"]
        rows = [
            header,
            *(["Syria", "SY", f"North{number + at}", f"شمال {number + at}", f"SY{number + at}"] for at in range(3)),
        ]
        return ".csv", with_bytes_changed(
            csv_text(with_cells_changed(rows, chance), chance).encode("utf-8", "replace"), chance
        )
    if shape == 1:
        point = {"type": "Point", "coordinates": [36.5, 35.5]}
        told = {
            "PCODE": f"C9{number}",
            "NAME_EN": f"Town{number}",
            "NAME_AR": "بلدة",
            "ADM1_PCODE": "SY07",
            "ADM1_EN": "Idlib",
        }
        content: Any = {
            "type": "FeatureCollection",
            "features": [{"type": "Feature", "properties": told, "geometry": point}],
        }
    else:
        point = {"latitude": 35.5, "longitude": 36.5}
        content = [
            {
                "id": f"gov-{number}",
                "name": {"en": f"North{number}", "ar": "شمال"},
                "centroid": point,
                "aliases": [],
                "externalIds": {},
            }
        ]
    if chance.random() < 0.7:
        _change_a_value(content, chance)
    return ".geojson" if shape == 1 else ".json", with_bytes_changed(json.dumps(content).encode(), chance, 2)


def mutated_mapping(chance: random.Random) -> bytes:
    """A damaged mapping file."""
    content = json.loads(json.dumps(MAPPING))
    content["columns"] = {
        name: use for name, use in content["columns"].items() if name == "day" or chance.random() < 0.9
    }
    if chance.random() < 0.4:
        _change_a_value(content, chance)
    columns = content.get("columns")
    uses = [use for use in columns.values() if isinstance(use, dict)] if isinstance(columns, dict) else []
    if uses and chance.random() < 0.4:
        chance.choice(uses).update(
            chance.choice(
                (
                    {"within": "XX9"},
                    {"split": ""},
                    {"format": "y/y"},
                    {"as": "vague"},
                    {"part": "low"},
                    {"values": {"a": ["b"]}},
                    {"field": "where"},
                    {"said": True},
                    {"values": {"x": {"y": {"z": 1}}}},
                )
            )
        )
    if chance.random() < 0.2:
        content["constants"] = chance.choice(
            ({"where": "SY07"}, {"where": {"places": ["XX"]}}, {"killed": -1}, {"what": "x"}, {"when": 3})
        )
    if chance.random() < 0.2:
        content[chance.choice(("encoding", "delimiter", "sheet", "header", "skip", "unknown", "reports"))] = (
            chance.choice(("idna", "base64", "\0", '"', 10**20, -1, ["?"], [{"columns": {}}], "utf-16", {}))
        )
    text = yaml.safe_dump(content, allow_unicode=True, sort_keys=False)
    if chance.random() < 0.1:
        text += "a: &a [x, x, x]\n" + "".join(
            f"{chr(98 + at)}: &{chr(98 + at)} [{', '.join(['*' + chr(97 + at)] * 9)}]\n" for at in range(9)
        )
    return with_bytes_changed(text.encode("utf-8", "surrogatepass"), chance, chance.choice((0, 0, 2)))


CONTEXT = Context(sha256="0" * 64, level=1, known=load_shipped_gazetteer())


@contextmanager
def in_time() -> Iterator[None]:
    """Raises TimeoutError for what hangs."""

    def stop(*_: Any) -> None:
        raise TimeoutError

    before = signal.signal(signal.SIGALRM, stop)
    signal.alarm(SECONDS)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def try_table(file: Path, mapping: dict[str, Any]) -> str:
    """Read a table and account for its cells. Returns what came of the file: refused, or how its rows ended. Raises Lost."""
    format_ = formats()["table"]
    try:
        opened = format_.open(file, mapping)
        rows, results = _read(format_, opened, mapping)
    except Unreadable:
        return "refused"
    read = Mapping.model_validate(mapping)
    ignored = {
        find_column(name, opened.header)
        for part in read.parts()
        for name, uses in part.columns.items()
        if any(use.ignore for use in (uses if isinstance(uses, list) else [uses]))
    }
    named = {find_column(name, opened.header) for part in read.parts() for name in part.columns}
    unread = {at for at, name in enumerate(opened.header) if at not in named}
    for at in unread:
        if not is_unnamed(opened.header[at]) and not any(f"“{opened.header[at]}”" in note for note in opened.notes):
            raise Lost(f"the column {opened.header[at]!r} is neither read nor named in a note")
    unknown = {fold(each) for each in read.unknown}
    for number, raw in rows:
        became = results[number]
        if not became:
            raise Lost(f"row {number} became nothing: {raw!r}")
        if any(isinstance(each, RowError) for each in became):
            continue
        kept = " ".join(_dump(each) for each in became)
        for at, cell in enumerate(raw):
            if (
                "source_unnamed" in kept
                and re.fullmatch(r"[\W\d_]*|.*\d.*|#N/A", cell)
                and _names_a_source(at, opened.header, read)
            ):
                continue
            if "party_not_named" in kept and re.fullmatch(r"[\W\d_]*", cell):
                continue  # a number names no party, and is flagged so
            if at in ignored or at in unread or not says(cell) or fold(cell) in unknown or _means_something(cell, read):
                continue
            if _names_a_source(at, opened.header, read):
                cell = re.sub(r"\([^()]*\)?\s*$", "", cell)  # a remark behind the name of a source is left out
            _check_kept(cell, kept, f"row {number}, column {opened.header[at]!r}")
    return "read" if rows else "empty"


def _names_a_source(at: int, header: Any, mapping: Mapping) -> bool:
    """Whether a column names who said it; a number, a date or an error of a spreadsheet in it is nobody, and flagged so."""
    columns = [
        named for part in mapping.parts() for name, named in part.columns.items() if find_column(name, header) == at
    ]
    return any(use.origin for named in columns for use in (named if isinstance(named, list) else [named]))


def _means_something(cell: str, mapping: Mapping) -> bool:
    """Whether a mapping says what this cell means: then the meaning is kept, not the cell."""
    uses = [
        use
        for part in mapping.parts()
        for named in part.columns.values()
        for use in (named if isinstance(named, list) else [named])
    ]
    return any(fold(cell) == fold(key) for use in uses for key in use.values) or any(
        use.split for use in uses if use.split not in ("", ";")
    )


def _check_kept(cell: str, kept: str, where: str) -> None:
    plain = fold(cell)
    for word in re.findall(r"[^\W\d_]{3,}", plain):
        if word not in kept:
            raise Lost(f"{where}: “{word}” of {cell[:200]!r} is nowhere in {kept[:1000]!r}")
    for number in re.findall(r"\d+", western_digits(re.sub(r"(?<=\d)[,٬.](?=\d{3}(?!\d))", "", cell))):
        if number.lstrip("0") not in kept:
            raise Lost(f"{where}: {number} of {cell[:200]!r} is nowhere in {kept[:1000]!r}")


def _dump(result: Any) -> str:
    """Everything that a row became, as one folded text."""
    assert isinstance(result, ParsedRow)
    ready = result.prepared
    content = " ".join((*_leaves(json.loads(ready.content)), *json.loads(ready.content)))
    sources = [
        text
        for each in (*result.origins, *result.relays)
        for text in (each.code, each.en, each.ar, each.type, *each.groups)
    ]
    others = map(
        str, (result.document, result.withdrawn, result.reasons, result.corrected_by, ready.corrects, result.groups)
    )
    plain = (
        content,
        ready.said,
        ready.external_id,
        ready.locator,
        ready.language,
        ready.sha256,
        ready.kind,
        ready.address,
    )
    text = " ".join((*plain, *ready.flags, *sources, *others))
    return f"{text} {fold(text)} {western_digits(text)}"


def _read(format_: Format, opened: Any, mapping: dict[str, Any]) -> tuple[list[tuple[int, Any]], dict[int, list[Any]]]:
    assert format_.reader is not None
    reader = format_.reader(CONTEXT, opened.header, mapping)
    rows, results = [], {}
    for number, raw in opened.rows:
        assert number not in results, f"two rows have the number {number}"
        rows.append((number, list(raw) if isinstance(raw, list) else raw))
        results[number] = list(reader.read(number, raw))
        for each in results[number]:
            _check_storable(each)
    return rows, results


def _check_storable(result: Any) -> None:
    if isinstance(result, ParsedRow):
        assert not UNSTORABLE.search(result.prepared.said + result.prepared.content + result.prepared.external_id)
    if isinstance(result, ParsedPlace):
        assert not UNSTORABLE.search("".join((result.entry.code, result.entry.en, result.entry.ar)))


def try_csv(chance: random.Random, folder: Path) -> str:
    """A damaged CSV file, read; besides what `try_table` accounts for, no word of the file is lost on the way to its rows."""
    file = folder / "table.csv"
    file.write_bytes(mutated_csv(chance))
    came = try_table(file, MAPPING)
    if came != "refused":
        _check_whole(file)
    return came


def _check_whole(file: Path) -> None:
    """Raises Lost where a whole word of a file in UTF-8 is in none of its rows, its header and its notes."""
    try:
        text = file.read_bytes().decode("utf-8")
    except UnicodeDecodeError:
        return
    opened = formats()["table"].open(file, MAPPING)
    here = " ".join(
        (*opened.header, *opened.notes, *(raw if isinstance(raw, str) else " ".join(raw) for _, raw in opened.rows))
    )
    for word in re.findall(r"(?:R|Monitor|group|note)\d+x?", text):
        if word not in here:
            raise Lost(f"“{word}” stands in the file and in none of its rows")


def try_json(chance: random.Random, folder: Path) -> str:
    """A damaged list of objects, read as a table."""
    rows = rows_of_table(chance)
    entries: list[Any] = [dict(zip(HEADER, row, strict=True)) for row in rows[1:]]
    if chance.random() < 0.6:
        _change_a_value(entries, chance)
    file = folder / "table.json"
    text = json.dumps(entries, ensure_ascii=chance.random() < 0.5)
    file.write_bytes(with_bytes_changed(text.encode("utf-8", "surrogatepass"), chance, 2))
    return try_table(file, MAPPING)


def try_xlsx(chance: random.Random, folder: Path) -> str:
    """A damaged workbook, read."""
    file = folder / "table.xlsx"
    content = mutated_xlsx(chance)
    file.write_bytes(content)
    came = try_table(file, MAPPING)
    if came != "refused":
        opened = formats()["table"].open(file, MAPPING)
        here = " ".join((*opened.header, *opened.notes, *(" ".join(raw) for _, raw in opened.rows)))
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            text = archive.read("xl/worksheets/sheet1.xml").decode("utf-8", "replace")
        shown = re.sub(r"<!--.*?-->|<[^>]*>", " ", text, flags=re.DOTALL)
        for word in re.findall(r"\b(?:R|Monitor|group|note)\d+x?\b", shown):
            if word not in here:
                raise Lost(f"“{word}” stands in the sheet and in none of its rows")
    return came


def try_jsonl(chance: random.Random, folder: Path) -> str:
    """Damaged lines of reports, read: a line is one report with all that it says, or an error."""
    file = folder / "reports.jsonl"
    file.write_bytes(mutated_jsonl(chance))
    format_ = formats()["jsonl"]
    try:
        rows, results = _read(format_, format_.open(file, {}), {})
    except Unreadable:
        return "refused"
    there = [at for at, line in enumerate(file.read_bytes().split(b"\n"), start=1) if line.strip()]
    if [number for number, _ in rows] != there:
        raise Lost(f"lines {there} became {[number for number, _ in rows]}")
    for number, raw in rows:
        (became,) = results[number]
        if isinstance(became, ParsedRow):
            kept = _dump(became) + json.dumps(
                [each.__getstate__() if hasattr(each, "__getstate__") else str(each) for each in became.origins],
                default=str,
            )
            for leaf in _leaves(json.loads(raw)):
                if leaf not in ("public", "internal", "restricted", "1"):
                    _check_kept(leaf, kept, f"line {number}")
    return "read" if rows else "empty"


def _leaves(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for each in value.values():
            yield from _leaves(each)
    elif isinstance(value, list):
        for each in value:
            yield from _leaves(each)
    elif isinstance(value, str):
        yield value
    elif value is not None and not isinstance(value, bool):
        yield str(value).removesuffix(".0")


def try_places(chance: random.Random, folder: Path) -> str:
    """A damaged list of places, read: a row is one place with its names, or an error."""
    ending, content = mutated_places(chance)
    file = folder / f"places{ending}"
    file.write_bytes(content)
    format_ = formats()["places"]
    try:
        opened = format_.open(file, {})
        rows, results = _read(format_, opened, {})
    except Unreadable:
        return "refused"
    for number, raw in rows:
        (became,) = results[number]
        if isinstance(became, ParsedPlace):
            kept = " ".join(str(text) for place in (became.entry, *became.above) for text in asdict(place).values())
            kept = f"{kept} {fold(kept)} {western_digits(kept)}"
            named = zip(opened.header, raw, strict=False) if isinstance(raw, list) else raw.items()
            for name, cell in named:
                if re.fullmatch(r"(ADM\d|NAME)_(EN|AR)|ADM\d_PCODE|PCODE", str(name)) and isinstance(cell, str):
                    _check_kept(cell, kept, f"row {number}, {name}")
    return "read" if rows else "empty"


def try_mapping(chance: random.Random, folder: Path) -> str:
    """A damaged mapping, loaded; one that loads can be kept as JSON and reads a sound table without losing a cell."""
    file = folder / "mapping.yaml"
    file.write_bytes(mutated_mapping(chance))
    try:
        mapping = load_mapping(file)
    except Unreadable:
        return "refused"
    kept = json.dumps(mapping, allow_nan=False)
    assert "\\u0000" not in kept and not re.search(r"\\ud[89a-f]", json.dumps(mapping, ensure_ascii=False))
    assert load_again(kept) == mapping
    table = folder / "sound.csv"
    table.write_text(csv_text(rows_of_table(chance), chance), encoding="utf-8", newline="")
    return f"loaded, the table {try_table(table, mapping)}"


def load_again(kept: str) -> Any:
    """A mapping as an import keeps it."""
    return json.loads(kept)


TRIES = {
    "csv": try_csv,
    "json": try_json,
    "xlsx": try_xlsx,
    "jsonl": try_jsonl,
    "places": try_places,
    "mapping": try_mapping,
}
"""What is tried, by the parser that it is for."""
