"""A first mapping, made from the header of a table and a sample of its rows: runnable after a little editing."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from itertools import islice
from pathlib import Path

from dalil.intake import cells
from dalil.intake.formats import WORKBOOKS, Opened, Unreadable
from dalil.intake.formats.csvfile import one_column, open_csv
from dalil.intake.formats.table import open_xlsx
from dalil.record.kind import fields_of, kind_of
from dalil.text.folding import fold, is_arabic
from dalil.values import Count
from dalil.vocabulary.places import Gazetteer

SAMPLE = 200
_FORMS = ("", "d/m/y", "m/d/y", "d.m.y", "d-m-y", "d-m-y", "y/m/d", "d m y", "m y")

_WORDS: tuple[tuple[str, str], ...] = (
    ("external_id", "id|unit id|event id|incident id|code|ref|reference|serial|no|رقم|الرقم|معرف|رقم الحادثه|رمز"),
    ("origin", "source|sources|source name|reported by|source organization|organization|المصدر|مصدر|الجهه|المنظمه"),
    ("said", "text|content|article content|description|notes|note|details|headline|article title|title|summary|"
             "additional notes|الوصف|وصف|ملاحظات|التفاصيل|النص|العنوان"),
    ("year", "year|السنه|العام"),
    ("month", "month|الشهر"),
    ("when", "date|event date|incident date|day|date of detention|date of incident|التاريخ|تاريخ|تاريخ الحادثه|"
             "تاريخ الاعتقال|اليوم"),
    ("end", "date end|end date|to|تاريخ الانتهاء|الي"),
    ("start", "date start|start date|from|تاريخ البدء|من"),
    ("country", "country|country territory of asylum residence|adm0 en|الدوله|البلد"),
    ("governorate", "governorate|province|admin1|adm1|adm1 en|adm 1|adm1 name|المحافظه"),
    ("district", "district|admin2|adm2|adm2 en|adm 2|المنطقه"),
    ("subdistrict", "subdistrict|sub district|admin3|adm3|adm3 en|الناحيه"),
    ("place", "location|place|town|village|city|site|last seen location|community|المكان|مكان|الموقع|البلده|القريه|المدينه|"
              "اخر مكان"),
    ("code", "pcode|adm1 pcode|adm2 pcode|adm3 pcode|adm4 pcode|location code"),
    ("lat", "lat|latitude|y|خط العرض"),
    ("lon", "lon|lng|long|longitude|x|خط الطول"),
    ("parties", "actor|actors|perpetrator|responsible|responsible party|الفاعل|الجهه المسووله|المسوول"),
    ("weapons", "weapon|weapons|weapon type|munition|السلاح|نوع السلاح|الاسلحه"),
    ("targets", "target|targets|facility type|الهدف|نوع المنشاه|المستهدف"),
    ("what", "event type|type|incident type|cause of death|sub event type|نوع الحادثه|النوع|سبب الوفاه"),
    ("killed", "killed|deaths|fatalities|dead|nb killed|القتلي|عدد القتلي|الضحايا|الشهداء"),
    ("killed_children", "children killed|nb children|killed children|children|الاطفال|عدد الاطفال|القتلي من الاطفال"),
    ("killed_women", "women killed|nb women|killed women|women|النساء|عدد النساء|القتلي من النساء"),
    ("killed_civilians", "civilians killed|nb civilians|killed civilians|civilians|المدنيون|عدد المدنيين|القتلي من المدنيين"),
    ("killed_combatants", "nb noncivilians|combatants|killed combatants|noncivilians|المقاتلون|عدد المقاتلين"),
    ("injured", "injured|wounded|nb injured|الجرحي|عدد الجرحي|المصابون"),
    ("count", "value|count|total|number|total population|population|individuals|العدد|المجموع|القيمه|الاجمالي"),
)  # fmt: skip
_PARTS = {
    "year": ("when", "year"),
    "month": ("when", "month"),
    "start": ("when", "start"),
    "end": ("when", "end"),
    "place": ("where", ""),
    "country": ("where", "country"),
    "governorate": ("where", "governorate"),
    "district": ("where", "district"),
    "subdistrict": ("where", "subdistrict"),
    "code": ("where", "code"),
    "lat": ("where", "lat"),
    "lon": ("where", "lon"),
}
_SCHEMES = {"what": "acts", "weapons": "weapons", "targets": "targets", "parties": "actors"}


def suggest(path: Path, known: Gazetteer) -> str:
    """The text of a mapping file for a table. Columns that were not understood are listed as ignored, with a sample.

    Raises Unreadable where the file has no header.
    """
    workbook = path.suffix.casefold() in WORKBOOKS
    opened = open_xlsx(path, "", 1) if workbook else open_csv(path)
    if len(opened.header) == 1 and not workbook:
        raise Unreadable(f"{path.name}: {one_column(opened.header, '')}")
    rows = [cells_ for _, cells_ in islice(opened.rows, SAMPLE)]
    meanings = [_meaning(name) for name in opened.header]
    kind = "tally" if _is_tally(opened, meanings) else "incident"
    lines = [
        f"# A first mapping of {path.name}, made from its header and {len(rows)} rows. Read it, mend it, then:",
        f"#   dalil import {json.dumps(path.name, ensure_ascii=False)} --mapping THIS_FILE --dry-run",
        f"kind: {kind}    # or: {', '.join(sorted({'incident', 'tally', 'sighting', 'measure', 'proceeding'} - {kind}))}",
    ]
    lines += [f"# {note}" for note in opened.notes]
    if not any(meaning == "origin" for meaning in meanings):
        lines.append("# origin: code-or-name    # who says this, where no column does")
    lines.append("# source: code-or-name    # who handed us the file, where that is somebody else")
    if kind == "tally":
        lines.append("constants: {what: displaced}    # what was counted: dalil kinds tally lists the codes")
    lines.append("columns:")
    taken: set[str] = set()
    fields = {field.name: field for field in fields_of(kind_of(kind))}
    for at, (name, meaning) in enumerate(zip(opened.header, meanings, strict=True)):
        if not name:
            continue
        sample = [row[at].strip() for row in rows if at < len(row) and row[at].strip()]
        use = _use(meaning, sample, fields, taken, known)
        lines += _column(name, use, sample)
    return "\n".join(lines) + "\n"


def _meaning(name: str) -> str:
    """What a column is likely to hold, judged by its name."""
    folded = fold(name.replace("_", " "))
    for meaning, names in _WORDS:
        if folded in names.split("|"):
            return meaning
    for meaning, names in _WORDS:
        if any(len(each) > 4 and re.search(rf"(^| ){re.escape(each)}( |$)", folded) for each in names.split("|")):
            return meaning
    return ""


def _is_tally(opened: Opened, meanings: Sequence[str]) -> bool:
    """A table of totals by year or place, without a word of victims or sources."""
    return "count" in meanings and not {"killed", "killed_civilians", "when", "said"} & set(meanings)


def _use(
    meaning: str, sample: list[str], fields: Mapping[str, object], taken: set[str], known: Gazetteer
) -> dict[str, object]:
    field, part = _PARTS.get(meaning, (meaning, ""))
    if meaning == "external_id":
        unique = len(set(sample)) == len(sample)
        if unique and "external_id" not in taken:
            taken.add("external_id")
            return {"external_id": True}
        return {"ignore": True}
    if meaning in ("origin", "said"):
        return {meaning: True}
    key = f"{field}/{part}"
    if field not in fields or key in taken or (field == "when" and "when/" in taken):
        return {"ignore": True}
    if meaning in ("lat", "lon") and not all(re.fullmatch(r"-?\d{1,3}(\.\d+)?", cell) for cell in sample):
        return {"ignore": True}
    use: dict[str, object] = {"field": field}
    if part:
        use["part"] = part
    if field == "when" and part not in ("year", "month"):
        form = _form(sample)
        if form is None:
            return {"ignore": True}
        if form:
            use["format"] = form
    if meaning in _SCHEMES:
        use |= _values(_SCHEMES[meaning], sample)
    if field in fields and getattr(fields[field], "type", None) is Count and not all(map(_is_count, sample)):
        use["values"] = dict.fromkeys(dict.fromkeys(cell for cell in sample if not _is_count(cell)))
    taken.add(key)
    return use


def _form(sample: list[str]) -> str | None:
    """The form in which every sampled date can be read; day before month where both would do. None where there is none."""
    for form in _FORMS:
        try:
            for cell in sample:
                cells.when_in(cell, form)
        except ValueError:
            continue
        return form
    return None


def _values(scheme: str, sample: list[str]) -> dict[str, object]:
    """The distinct entries with their codes; those without a sure code are left for a person to fill in."""
    distinct = list(dict.fromkeys(sample))[:40]
    unsure = [cell for cell in distinct if cells.code_of(scheme, cell) is None]
    return {"values": dict.fromkeys(unsure)} if unsure else {}


def _is_count(cell: str) -> bool:
    try:
        cells.count_in("", cell, "stated")
    except ValueError:
        return False
    return True


def _column(name: str, use: dict[str, object], sample: list[str]) -> list[str]:
    """The lines of one column; a person's eye is drawn to what is still to be filled in."""
    quoted = (
        json.dumps(name, ensure_ascii=False)
        if not re.fullmatch(r"[A-Za-z_]\w*", name) or name in ("y", "n", "no", "yes", "on")
        else name
    )
    values = use.pop("values", None)
    inside = ", ".join(f"{key}: {'true' if value is True else json.dumps(value)}" for key, value in use.items())
    if values is None:
        example = next((cell for cell in sample if not is_arabic(cell) or is_arabic(name)), "")[:30]
        hint = f"    # {example}" if "ignore" in use and example else ""
        return [f"  {quoted}: {{{inside}}}{hint}"]
    assert isinstance(values, dict)
    lines = [
        f"  {quoted}:",
        *(f"    {part.strip()}" for part in inside.split(", ")),
        "    values:    # write the code of each; null: unknown",
    ]
    return lines + [f"      {json.dumps(cell, ensure_ascii=False)}: null" for cell in values]
