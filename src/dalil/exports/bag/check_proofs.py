"""Check the proofs of this bag, with Python alone: python3 check_proofs.py

Each proof shows fields of a leaf and leads from the leaf to the root of data/ledger/checkpoint. Reports and documents are compared with what their
leaves hold. That the checkpoint and the manifest are signed, VERIFY.txt says how to check with openssl or ssh-keygen.
"""

import base64
import hashlib
import json
import sys
from pathlib import Path
from typing import Any

here = Path(__file__).resolve().parent
note = (here / "data/ledger/checkpoint").read_text(encoding="utf-8")
_, size, root = note.split("\n")[:3]
wrong: list[str] = []
proven: dict[str, dict[Any, dict[str, str]]] = {}


def climb(leaf: bytes, index: int, size: int, path: list[bytes]) -> bytes | None:
    """The root that a path leads to from a leaf (RFC 9162, 2.1.3.2); None where it has a wrong length."""
    at, last, found = index, size - 1, leaf
    for each in path:
        if not last:
            return None
        if at & 1 or at == last:
            found = hashlib.sha256(b"\x01" + each + found).digest()
            while not at & 1 and at:
                at, last = at >> 1, last >> 1
        else:
            found = hashlib.sha256(b"\x01" + found + each).digest()
        at, last = at >> 1, last >> 1
    return None if last else found


def spell(value: Any) -> str:
    """A value as a leaf spells it: JSON with sorted keys, a whole number without a point."""

    def whole(each: Any) -> Any:
        if isinstance(each, float) and each.is_integer():
            return int(each)
        if isinstance(each, dict):
            return {key: whole(part) for key, part in each.items()}
        return [whole(part) for part in each] if isinstance(each, list) else each

    return json.dumps(whole(value), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


for line in (here / "data/ledger/proofs.jsonl").read_text(encoding="utf-8").splitlines():
    proof = json.loads(line)
    leaf = proof["leaf"]
    name = f"{leaf['noun']}, leaf {proof['index']}"
    text = "\n".join(["dalil leaf v1", leaf["noun"], *leaf["commitments"], ""]).encode()
    path = [base64.b64decode(each) for each in proof["path"]]
    found = climb(hashlib.sha256(b"\x00" + text).digest(), proof["index"], int(size), path)
    if found is None or base64.b64encode(found).decode() != root or proof["checkpoint"] != note:
        wrong.append(f"{name}: does not lead to the root of the checkpoint")
    for field in leaf["fields"]:
        commitment = hashlib.sha256(f"{field['salt']}\n{field['name']}\n{field['value']}".encode()).hexdigest()
        if commitment not in leaf["commitments"]:
            wrong.append(f"{name}: the leaf commits to another value of {field['name']}")
    shown = {field["name"]: field["value"] for field in leaf["fields"]}
    proven.setdefault(leaf["noun"], {})[shown.get("address") or shown.get("sha256") or proof["index"]] = shown

unproven = {each["name"] for each in json.loads((here / "data/left-out.json").read_text(encoding="utf-8"))["unproven"]}
for line in (here / "data/reports.jsonl").read_text(encoding="utf-8").splitlines():
    report = json.loads(line)
    sealed = proven.get("report", {}).get(report["address"])
    if sealed is None:
        if report["address"] not in unproven:
            wrong.append(f"report {report['address']}: has no proof")
        continue
    said = {
        f"content.{key}": spell(value) for key, value in report["content"].items() if value not in (None, "", [], {})
    }
    kept = {key: value for key, value in sealed.items() if key.startswith("content.")}
    for key in ("kind", "digest", "said", "language", "locator", "external_id"):
        if report.get(key, "") != sealed.get(key, ""):
            wrong.append(f"report {report['address']}: {key} is not what the leaf holds")
    if said != kept or report["document"]["sha256"] != sealed["document"]:
        wrong.append(f"report {report['address']}: says something else than its leaf")

for file in sorted([*here.glob("data/originals/*"), *here.glob("data/derived/*")]):
    digest = file.name.partition(".")[0]
    with file.open("rb") as stream:
        if hashlib.file_digest(stream, "sha256").hexdigest() != digest:
            wrong.append(f"{file.name}: its bytes have another digest")
    if digest not in proven.get("document", {}):
        wrong.append(f"{file.name}: has no proof")

counts = ", ".join(f"{len(rows)} {noun}" for noun, rows in sorted(proven.items()))
print("\n".join(wrong) or f"All proofs lead to the root of the checkpoint of {size} leaves: {counts}")
sys.exit(1 if wrong else 0)
