"""Entries of a list as entities of FollowTheMoney, one JSON object each: the listed, and the sanction that names them. Pure.

What the model has no property for, or what it would refuse (a country in words it does not know, "circa"), stands in `notes` with the name of
its field, so that nothing is lost. Source of the model: followthemoney.tech, schemata
Person, Organization, Vessel, Airplane, LegalEntity and Sanction.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from datetime import date
from functools import cache
from typing import Any

from babel import Locale

from dalil import vocabulary
from dalil.kinds.listing import ListedName, Listing
from dalil.letters import fold
from dalil.sanctions.list_file import join_words
from dalil.values import When

SCHEMATA = {"person": "Person", "entity": "Organization", "vessel": "Vessel", "aircraft": "Airplane"}
NAMES = {"primary": "name", "native": "alias", "former": "previousName"}
LONGEST_NUMBER = 32
"""The model takes no identifier of more letters."""
_DATE = re.compile(r"\d{4}(?:-\d{2}(?:-\d{2})?)?")
_ALSO = {
    "syrian arab republic": "sy", "iran (islamic republic of)": "ir", "iran, islamic republic of": "ir", "russian federation": "ru",
    "democratic people's republic of korea": "kp", "korea, north": "kp", "korea, south": "kr", "republic of korea": "kr",
    "democratic republic of the congo": "cd", "congo, democratic republic of the": "cd", "united kingdom of great britain and northern ireland": "gb",
    "united states of america": "us", "türkiye": "tr", "burma": "mm", "state of palestine": "ps", "côte d'ivoire": "ci", "cote d'ivoire": "ci",
}  # fmt: skip
"""Names of countries as lists write them, that Unicode's list of territories does not hold."""


@cache
def _territories() -> dict[str, str]:
    known = Locale("en").territories
    codes = {fold(name): code.lower() for code, name in known.items() if len(code) == 2 and code.isalpha()}
    return codes | {fold(name): code for name, code in _ALSO.items()}


def country_code(words: str) -> str:
    """Return the code of a country that a list names; empty where the name is not known for certain.

    >>> country_code("Syrian Arab Republic"), country_code("LEBANON"), country_code("Atlantis")
    ('sy', 'lb', '')
    """
    return _territories().get(fold(words), "")


def entities_of(code: str, number: str, claim: Listing, dated: date, address: str = "") -> Iterator[dict[str, Any]]:
    """Yield the listed of an entry, and its sanction.

    code, number: the list, and the number of the entry there. dated: the day of the version. address: where its file was fetched.
    """
    properties: dict[str, dict[str, None]] = {}

    def put(name: str, *values: str) -> None:
        properties.setdefault(name, {}).update(dict.fromkeys(filter(None, map(str.strip, values))))

    schema = SCHEMATA.get(claim.subject or "", "LegalEntity")
    for name in claim.names or (ListedName(said=claim.who.said),):
        put("weakAlias" if name.strength == "weak" else NAMES.get(name.what, "alias"), name.said)
    put("name", claim.who.said)
    put("topics", "sanction")
    put("sourceUrl", address)
    put(
        "address",
        *(join_words(each.lines, each.place, each.region, each.code, each.country) for each in claim.addresses),
    )
    _put_facts(schema, claim, put)
    _put_documents(schema, claim, put)
    put("notes", *claim.remarks, *(f"not understood: {words}" for words in claim.unread))
    listed = identifier_of(code, number)
    yield _entity(listed, schema, properties)
    yield _entity(f"{listed}-sanction", "Sanction", _sanction(listed, code, number, claim, dated, address))


def identifier_of(code: str, number: str) -> str:
    """Return the identifier of the listed of an entry: the same in every version of the list.

    >>> identifier_of("un_sc", "QDi.001"), identifier_of("us_sdn", "12 / a")
    ('dalil-un-sc-QDi.001', 'dalil-us-sdn-9e8667469139')
    """
    fits = re.fullmatch(r"[A-Za-z0-9.\-]{0,60}[A-Za-z0-9]", number)
    plain = number if fits else hashlib.sha256(number.encode()).hexdigest()[:12]
    return f"dalil-{code.replace('_', '-')}-{plain}"


def _put_facts(schema: str, claim: Listing, put: Any) -> None:
    person = schema == "Person"
    if person and claim.sex in ("male", "female"):
        put("gender", str(claim.sex))
    for birth in claim.births:
        said, plain = birth.when.notation() if birth.when else "", birth.when is not None and not birth.about
        if person and plain and _DATE.fullmatch(said):
            put("birthDate", said)
        elif said:
            put("notes", f"born: {'circa ' if birth.about else ''}{said}")
        where = join_words(birth.place, birth.country)
        put("birthPlace" if person else "notes", where if person or not where else f"from: {where}")
    for words in claim.nationalities:
        country = country_code(words) if person else ""
        put("nationality" if country else "notes", country or f"nationality: {words}")
    put("position" if person else "notes", *(each if person else f"function: {each}" for each in claim.functions))


def _put_documents(schema: str, claim: Listing, put: Any) -> None:
    for each in claim.documents:
        kind, said = each.type.casefold(), join_words(each.number, each.country, each.issued, each.expires, each.note)
        if schema == "Person" and "passport" in kind and each.number:
            put("passportNumber", each.number)
        elif "imo" in f"{kind} {each.number.casefold()}" and schema == "Vessel":
            put("imoNumber", re.sub(r"\D", "", each.number))
        elif 0 < len(each.number) <= LONGEST_NUMBER and schema in ("Person", "Organization", "LegalEntity"):
            put("idNumber" if schema == "Person" else "registrationNumber", each.number)
        put("notes", f"{each.type or 'document'}: {said}")


def _sanction(
    listed: str, code: str, number: str, claim: Listing, dated: date, address: str
) -> dict[str, dict[str, None]]:
    found = {
        "entity": [listed],
        "authority": [vocabulary.label("sanction_lists", code, "en")],
        "program": [*claim.programmes],
        "provisions": [*claim.measures],
        "reason": [claim.reason],
        "authorityId": [number],
        "unscId": [number] if code == "un_sc" else [],
        "listingDate": _dates(claim.listed_on),
        "modifiedAt": [said for each in claim.updated_on for said in _dates(each)],
        "date": [dated.isoformat()],
        "sourceUrl": [address, *(act.address for act in claim.acts)],
        "summary": [f"act: {join_words(act.number, act.type, act.programme)}" for act in claim.acts],
    }
    return {name: dict.fromkeys(filter(None, values)) for name, values in found.items()}


def _dates(when: When | None) -> list[str]:
    said = when.notation() if when else ""
    return [said] if _DATE.fullmatch(said) else []


def _entity(identifier: str, schema: str, properties: dict[str, dict[str, None]]) -> dict[str, Any]:
    said = {name: list(values) for name, values in sorted(properties.items()) if values}
    return {"id": identifier, "schema": schema, "properties": said}
