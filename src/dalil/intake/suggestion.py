"""A first mapping, made from the header of a table and a sample of its rows: runnable after a little editing.

It erases nothing: what has no code, is no date or no count is named in a comment, and waits as a failed row or a flag until
somebody says what it means.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from dalil.intake import cells
from dalil.intake.files.csv_file import one_column, open_csv
from dalil.intake.files.xlsx_file import open_xlsx
from dalil.intake.formats import WORKBOOKS, Unreadable
from dalil.intake.formats.table import says
from dalil.intake.mapping import with_article
from dalil.letters import fold, is_arabic, strip_marks
from dalil.lookup.terms import suggest_term
from dalil.record.kind import KindField, fields_of, kind_of
from dalil.values import Count

SAMPLE = 5000
DISTINCT = 40
"""How many different cells of a column are listed."""
_FORMS = ("d/m/y", "m/d/y", "y/m/d")

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
_MEASURES = (
    (r"returned|returnees?|عائد\w*|العائد\w*|returns", "returned"),
    (
        r"refugees?|asylum|idps?|displaced|displacements?|evacuees|لاجئ\w*|اللاجئ\w*|نازح\w*|النازح\w*|مهجر\w*",
        "displaced",
    ),
    (r"stateless|of concern|affected|in need|population|متضرر\w*|المتضرر\w*", "affected"),
)
"""What columns of totals count, by a word of their names: a code of `quantities`."""


@dataclass
class _Use:
    """What is suggested for one column. remarks: comments beside it; meanings: lines under its `values`."""

    keys: dict[str, object]
    remarks: list[str] = field(default_factory=list)
    meanings: list[str] = field(default_factory=list)


def suggest(path: Path) -> str:
    """The text of a mapping file for a table. Columns that were not understood are listed as ignored, with a sample.

    Raises Unreadable where the file has no header, or is no table.
    """
    workbook = path.suffix.casefold() in WORKBOOKS
    opened = open_xlsx(path, "", 1) if workbook else open_csv(path)
    if len(opened.header) == 1 and not workbook:
        raise Unreadable(f"{path.name}: {one_column(opened.header, '')}")
    rows = [cells_ for _, cells_ in islice(opened.rows, SAMPLE)]
    meanings = [_meaning(name) for name in opened.header]
    measures = _measures(opened.header, meanings)
    kind = "tally" if _is_tally(meanings, measures) else "incident"
    several = kind == "tally" and len(measures) > 1
    fields = {each.name: each for each in fields_of(kind_of(kind))}
    taken: set[str] = set()
    columns: list[str] = []
    reports: list[str] = []
    for at, (name, meaning) in enumerate(zip(opened.header, meanings, strict=True)):
        if not name:
            continue
        sample = [strip_marks(row[at]) for row in rows if at < len(row) and says(row[at])]
        if several and name in measures:
            said = json.dumps(name, ensure_ascii=False)
            reports += [f"  - constants: {{what: {measures[name]}, description: {said}}}", "    columns:"]
            reports += ["    " + line for line in _column(name, _use("count", sample, fields, set()), sample)]
            continue
        columns += _column(name, _use(meaning, sample, fields, taken), sample)
    lines = [
        f"# A first mapping of {path.name}, made from its header and {len(rows)} rows. Read it, mend it, then:",
        f"#   dalil import {json.dumps(path.name, ensure_ascii=False)} --mapping THIS_FILE --dry-run",
        f"kind: {kind}    # or: {', '.join(sorted({'incident', 'tally', 'sighting', 'measure', 'proceeding'} - {kind}))}",
    ]
    lines += [f"# {note}" for note in opened.notes]
    found = {key.partition("/")[0] for key in taken} | ({"what"} if kind == "tally" else set())
    found |= {"count"} if several else set()
    lines += [
        f'# nothing found for "{each.name}", which {with_article(kind)} must have: say below which column tells it'
        for each in fields.values()
        if each.required and each.name not in found
    ]
    if "origin" not in meanings:
        lines.append("# origin: code-or-name    # who says this, where no column does")
    lines.append("# source: code-or-name    # who handed us the file, where that is somebody else")
    if kind == "tally" and not several:
        what = next(iter(measures.values()), "displaced")
        lines.append(f"constants: {{what: {what}}}    # what was counted: dalil kinds tally lists the codes")
    lines += ["columns:", *columns]
    if several:
        lines += [
            "reports:    # one for each column of totals; is `what` right? A total holds the others: leave it out or keep it",
            *reports,
        ]
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


def _measures(header: Sequence[str], meanings: Sequence[str]) -> dict[str, str]:
    """The columns that hold totals of people, with the code of what each counts."""
    found: dict[str, str] = {}
    for name, meaning in zip(header, meanings, strict=True):
        folded = fold(name.replace("_", " "))
        if meaning in ("", "count"):
            code = next((code for words, code in _MEASURES if re.search(rf"(^| )({words})( |$)", folded)), "")
            if code:
                found[name] = code
    return found


def _is_tally(meanings: Sequence[str], measures: Mapping[str, str]) -> bool:
    """A table of totals by year or place, without a word of victims or sources."""
    victims = {"killed", "killed_civilians", "injured", "said"} & set(meanings)
    return not victims and (len(measures) > 1 or ("count" in meanings and "when" not in meanings))


def _use(meaning: str, sample: list[str], fields: Mapping[str, KindField], taken: set[str]) -> _Use:
    name, part = _PARTS.get(meaning, (meaning, ""))
    if meaning == "external_id":
        repeated = [cell for cell, times in Counter(sample).items() if times > 1]
        if repeated:
            return _Use(
                {"ignore": True},
                [f"{json.dumps(repeated[0], ensure_ascii=False)} stands there twice, so it is no identifier"],
            )
        if "external_id" in taken:
            return _Use({"ignore": True})
        taken.add("external_id")
        return _Use({"external_id": True})
    if meaning in ("origin", "said"):
        return _Use({meaning: True})
    key = f"{name}/{part}"
    if name not in fields or key in taken or (name == "when" and "when/" in taken):
        return _Use({"ignore": True})
    if meaning in ("lat", "lon") and not all(re.fullmatch(r"-?\d{1,3}(\.\d+)?", cell) for cell in sample):
        return _Use({"ignore": True})
    use = _Use({"field": name, **({"part": part} if part else {})})
    if name == "when" and part not in ("year", "month") and not _read_dates(use, sample):
        return _Use({"ignore": True}, ["no cell of it could be read as a date"] if sample else [])
    taken.add(key)
    if scheme := fields[name].scheme:
        _name_codes(use, scheme, sample)
    if fields[name].type is Count:
        _name_no_counts(use, name, sample)
    return use


def _read_dates(use: _Use, sample: list[str]) -> bool:
    """Name the order of day and month where the column as a whole shows it, and ask where it does not. False where no cell reads as a date."""
    if not sample:
        return True
    cells_of = set(sample)
    plain = {cell for cell in cells_of if _is_date(cell, "")}
    by_form = {form: {cell for cell in cells_of - plain if _is_date(cell, form)} for form in _FORMS}
    doubtful = set().union(*by_form.values())
    if not plain and not doubtful:
        return False
    unread = [cell for cell in sample if cell not in plain and cell not in doubtful]
    fitting = [form for form in _FORMS if by_form[form] == doubtful and all(_is_date(cell, form) for cell in plain)]
    ordered = doubtful or any(not _is_date(cell, form) for cell in plain for form in _FORMS)
    if ordered and len(fitting) == 1:
        use.keys["format"] = fitting[0]
    elif doubtful:
        asked = " or ".join(fitting or _FORMS[:2])
        why = "every cell can be read in each" if fitting else "no one order reads every cell"
        rows = _shown(sorted(doubtful))
        use.remarks.append(f"which order? Say format: {asked}; {why}, and until then rows such as {rows} fail")
    if unread:
        use.remarks.append(
            f"{len(unread)} of {len(sample)} sampled cells are no date, and their rows fail: {_shown(unread)}"
        )
    return True


def _is_date(cell: str, form: str) -> bool:
    try:
        cells.when_in(cell, form)
    except ValueError:
        return False
    return True


def _name_codes(use: _Use, scheme: str, sample: list[str]) -> None:
    """The distinct cells with their codes; those without a sure one as comments, with the code that is perhaps meant."""
    distinct = list(Counter(sample))
    for cell in distinct[:DISTINCT]:
        quoted = json.dumps(cell, ensure_ascii=False)
        if code := cells.code_of(scheme, cell):
            use.meanings.append(f"{quoted}: {code}")
        elif near := suggest_term(scheme, cell):
            named = near.label("ar" if is_arabic(cell) else "en")
            use.meanings.append(f"# {quoted}: {near.code}    # no code found; perhaps {near.code} ({named})")
        else:
            use.meanings.append(f"# {quoted}: CODE    # no code found")
    if len(distinct) > DISTINCT:
        use.meanings.append(f"# … and {len(distinct) - DISTINCT} more")


def _name_no_counts(use: _Use, name: str, sample: list[str]) -> None:
    """The distinct cells that are no count, in comments: their rows fail until somebody says what they mean."""
    strange = [cell for cell in Counter(sample) if not _is_count(cell, name)]
    use.meanings += [
        f"# {json.dumps(cell, ensure_ascii=False)}: null    # no count could be read, so its rows fail; write one (1-4, 12+) or null: unknown"
        for cell in strange[:DISTINCT]
    ]


def _is_count(cell: str, name: str) -> bool:
    try:
        cells.count_in("", cell, "stated", name)
    except ValueError:
        return False
    return True


def _shown(found: list[str]) -> str:
    return ", ".join(json.dumps(cell[:40], ensure_ascii=False) for cell in dict.fromkeys(found[:3]))


def _column(name: str, use: _Use, sample: list[str]) -> list[str]:
    """The lines of one column; a person's eye is drawn to what is still to be filled in."""
    quoted = (
        json.dumps(name, ensure_ascii=False)
        if not re.fullmatch(r"[A-Za-z_]\w*", name)
        or name.casefold() in ("y", "n", "no", "yes", "on", "off", "null", "true", "false")
        else name
    )
    keys = [f"{key}: {'true' if value is True else json.dumps(value)}" for key, value in use.keys.items()]
    if not use.meanings:
        example = next((" ".join(cell.split()) for cell in sample if not is_arabic(cell) or is_arabic(name)), "")[:30]
        remarks = use.remarks or ([example] if "ignore" in use.keys and example else [])
        return [f"  {quoted}: {{{', '.join(keys)}}}" + (f"    # {'; '.join(remarks)}" if remarks else "")]
    return [f"  {quoted}:", *(f"    {key}" for key in keys), "    values:", *(f"      {line}" for line in use.meanings)]
