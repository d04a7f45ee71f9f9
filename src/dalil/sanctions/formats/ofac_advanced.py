"""The lists of the United States (OFAC) as advanced XML: parties with identities and features, and what is imposed on them, apart from each other."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

from dalil.kinds.listing import ListedAct, ListedBirth, ListedDocument, ListedName, ListedReference
from dalil.sanctions.formats.ofac_references import References, say_place
from dalil.sanctions.formats.xml_entries import entries_of
from dalil.sanctions.list_file import EntryDraft, ListEntry, ListFile, check_numbers, clean, without_date
from dalil.sanctions.list_file import not_carried as named

NAMESPACES = (
    "http://www.un.org/sanctions/1.0",
    "https://sanctionslistservice.ofac.treas.gov/api/PublicationPreview/exports/ADVANCED_XML",
)
ROOTS = tuple((namespace, "Sanctions") for namespace in NAMESPACES)
SDN, OTHERS = "us_sdn", "us_consolidated"
SDN_LIST = "SDN List"
SUBJECTS = {"individual": "person", "entity": "entity", "vessel": "vessel", "aircraft": "aircraft"}
ALIASES = {"name": "alias", "a.k.a.": "alias", "f.k.a.": "former", "n.k.a.": "later"}
FAMILY = ("Last Name", "Matronymic", "Maiden Name")
"""Parts of a name that stand behind all others where the list is read as people are called; in the file they stand first."""
LATIN = "Latin"
PROGRAMME, CREATED = "Program", "Created"
READ = (
    "DateOfIssue",
    "ReferenceValueSets",
    "Location",
    "IDRegDocument",
    "DistinctParty",
    "ProfileRelationship",
    "SanctionsEntry",
)
CARRIED = {
    "DistinctParty": frozenset({"Comment", "Profile"}),
    "Profile": frozenset({"Identity", "Feature"}),
    "Identity": frozenset({"Alias", "NamePartGroups"}),
    "Feature": frozenset({"FeatureVersion", "IdentityReference"}),
    "FeatureVersion": frozenset({"Comment", "DatePeriod", "VersionDetail", "VersionLocation"}),
    "IDRegDocument": frozenset({"Comment", "IDRegistrationNo", "IssuingAuthority", "DocumentDate", "DocumentedNameReference"}),
    "SanctionsEntry": frozenset({"EntryEvent", "SanctionsMeasure", "LimitationsToPublic"}),
}  # fmt: skip
"""The elements below each element that the claim carries, or that only tie others together. Any other is named as not carried."""


@dataclass(frozen=True, slots=True)
class _Party:
    """A party whose entry waits for what the file says of it further on. name: its own."""

    draft: EntryDraft
    name: str
    where: str


def read(path: Path) -> ListFile:
    """Read a version of the list. Raises BrokenList, which says what is wrong and where."""
    prefix = next(entries_of(path)).tag.removesuffix("Sanctions")
    return _Reading(path, prefix).read()


class _Reading:
    """Reads one file from its beginning to its end: first the codes and the places, then the parties, then what is imposed on them."""

    def __init__(self, path: Path, prefix: str) -> None:
        self._path, self._prefix = path, prefix
        self._refs = References(prefix)
        self._documents: defaultdict[str, list[ListedDocument]] = defaultdict(list)
        self._parties: dict[str, _Party] = {}
        self._twice: list[tuple[str, _Party]] = []
        self._lists: set[str] = set()
        self._strangers: Counter[str] = Counter()

    def read(self) -> ListFile:
        dated = None
        elements = entries_of(self._path, *(self._prefix + name for name in READ))
        next(elements)
        for element in elements:
            name = element.tag.removeprefix(self._prefix)
            if name == "DateOfIssue":
                issued = self._refs.day(element)
                dated = issued.start if issued and issued.start == issued.end else None
            else:
                self._take[name](self, element)
        if dated is None:
            raise without_date(self._path, "")
        code = SDN if SDN_LIST in self._lists or not self._lists else OTHERS
        parties = [*self._twice, *self._parties.items()]
        entries = check_numbers(self._finish(key, party, code) for key, party in parties)
        for number in self._refs.unknown:
            self._strangers[f"{number} (not explained)"] += 1
        return ListFile(code, "ofac_advanced", dated, entries, not_carried=named(self._strangers))

    def _sets(self, element: Any) -> None:
        self._refs.add_sets(element)

    def _place(self, element: Any) -> None:
        self._refs.add_place(element)

    def _document(self, element: Any) -> None:
        """Note a passport or another identifier for the identity whose it is."""
        self._note_strangers(element)
        dates = {"issue": "", "expir": ""}
        for each in element.iterfind(f"{self._prefix}DocumentDate"):
            kind = self._refs.words("IDRegDocDateType", each.get("IDRegDocDateTypeID"))
            period = each.find(f"{self._prefix}DatePeriod")
            when, _, words = self._refs.period(period) if period is not None else (None, False, "")
            for start in dates:
                if start in kind.casefold():
                    dates[start] = when.notation() if when else words
        validity = self._refs.words("Validity", element.get("ValidityID"))
        issued_in = self._refs.place(element.get("IssuedIn-LocationID"))
        note = ("" if validity.casefold() == "valid" else validity, self._text(element, "Comment"))
        document = ListedDocument(
            type=self._refs.words("IDRegDocType", element.get("IDRegDocTypeID")),
            number=self._text(element, "IDRegistrationNo"),
            country=self._refs.words("Country", element.get("IssuedBy-CountryID")),
            issued=dates["issue"],
            expires=dates["expir"],
            place=", ".join(
                filter(None, (self._text(element, "IssuingAuthority"), say_place(issued_in) if issued_in else ""))
            ),
            note="; ".join(filter(None, note)),
        )
        if document.number or document.note:
            self._documents[element.get("IdentityID", "")].append(document)

    def _party(self, element: Any) -> None:
        self._note_strangers(element)
        key = clean(element.get("FixedRef"))
        draft, name = EntryDraft(SDN), ""
        draft.add("remarks", self._text(element, "Comment"))
        for profile in element.iterfind(f"{self._prefix}Profile"):
            self._note_strangers(profile)
            if subject := self._subject(profile.get("PartySubTypeID")):
                draft.facts["subject"] = subject
            for identity in profile.iterfind(f"{self._prefix}Identity"):
                self._note_strangers(identity)
                name = self._names(draft, identity) or name
                for document in self._documents.pop(identity.get("ID", ""), ()):
                    draft.add("documents", document)
            for feature in profile.iterfind(f"{self._prefix}Feature"):
                self._feature(draft, feature)
        if key:
            draft.add("references", ListedReference(of="OFAC", number=key))
        party = _Party(draft, name, f"line {element.sourceline}")
        if not key or key in self._parties:
            self._twice.append((key, party))
        else:
            self._parties[key] = party

    def _subject(self, number: str | None) -> str | None:
        words = self._refs.words("PartySubType", number)
        words = words or self._refs.words("PartyType", self._refs.fact("PartySubType", number, "PartyTypeID"))
        return SUBJECTS.get(words.casefold())

    def _names(self, draft: EntryDraft, identity: Any) -> str:
        """Add the names of an identity. Returns the one under which it is listed."""
        p, own = self._prefix, ""
        kinds = {
            group.get("ID", ""): self._refs.words("NamePartType", group.get("NamePartTypeID"))
            for group in identity.iterfind(f"{p}NamePartGroups/{p}MasterNamePartGroup/{p}NamePartGroup")
        }
        false = "false identity" if identity.get("False") == "true" else ""
        for alias in identity.iterfind(f"{p}Alias"):
            primary = alias.get("Primary") == "true"
            words = self._refs.words("AliasType", alias.get("AliasTypeID")).casefold()
            what = ALIASES.get(words, "alias")
            if words not in ALIASES and words:
                draft.not_understood("AliasType", words)
            strength = None if primary else "weak" if alias.get("LowQuality") == "true" else "strong"
            for documented in alias.iterfind(f"{p}DocumentedName"):
                parts, script = self._parts(documented, kinds)
                said = " ".join(parts)
                if not said:
                    continue
                is_own = primary and not own
                draft.add(
                    "names",
                    ListedName(
                        said=said,
                        what="primary" if is_own else "native" if primary and script else what,
                        strength=strength,
                        parts=parts if len(parts) > 1 else (),
                        language=script,
                        note=false,
                    ),
                )
                own = said if is_own else own
        return own

    def _parts(self, documented: Any, kinds: dict[str, str]) -> tuple[tuple[str, ...], str]:
        """The parts of a name, family names last, and its script where that is another than the Latin one."""
        p, script = self._prefix, ""
        parts: list[tuple[bool, str]] = []
        for value in documented.iterfind(f"{p}DocumentedNamePart/{p}NamePartValue"):
            if said := clean(value.text):
                parts.append((kinds.get(value.get("NamePartGroupID", ""), "") in FAMILY, said))
            script = self._refs.words("Script", value.get("ScriptID")) or script
        ordered = tuple(said for _, said in sorted(parts, key=lambda part: part[0]))
        return ordered, "" if script == LATIN else script

    def _feature(self, draft: EntryDraft, feature: Any) -> None:
        self._note_strangers(feature)
        kind = self._refs.words("FeatureType", feature.get("FeatureTypeID"))
        for version in feature.iterfind(f"{self._prefix}FeatureVersion"):
            self._note_strangers(version)
            if kind == "Birthdate":
                self._birth(draft, version)
            elif kind == "Location":
                for place in self._places(version):
                    draft.add("addresses", place)
                draft.add("remarks", self._told(version))
            else:
                told = "; ".join(filter(None, (self._told(version), *map(say_place, self._places(version)))))
                self._fact(draft, kind, told)

    def _fact(self, draft: EntryDraft, kind: str, told: str) -> None:
        """Put what is told of a feature into its field; what has none stays a remark, with the name of the feature."""
        if not told:
            return
        match kind:
            case "Place of Birth":
                draft.add("births", ListedBirth(place=told))
            case "Nationality Country" | "Citizenship Country":
                draft.add("nationalities", told)
            case "Gender":
                draft.sex(told)
            case "Title":
                draft.add("functions", told)
            case _:
                draft.add("remarks", f"{kind.rstrip(': -')}: {told}" if kind else told)

    def _birth(self, draft: EntryDraft, version: Any) -> None:
        note = self._told(version, dates=False)
        for period in version.iterfind(f"{self._prefix}DatePeriod"):
            when, about, words = self._refs.period(period)
            if words:
                draft.not_understood("Birthdate", words)
            if when or note:
                draft.add("births", ListedBirth(when=when, about=about, note=note))

    def _places(self, version: Any) -> list[Any]:
        numbers = [each.get("LocationID") for each in version.iterfind(f"{self._prefix}VersionLocation")]
        return [place for number in numbers if (place := self._refs.place(number)) is not None]

    def _told(self, version: Any, *, dates: bool = True) -> str:
        """What a feature tells in words, in codes and in dates."""
        said = [self._text(version, "Comment")]
        for detail in version.iterfind(f"{self._prefix}VersionDetail"):
            said += [clean(detail.text), self._refs.words("DetailReference", detail.get("DetailReferenceID"))]
        for period in version.iterfind(f"{self._prefix}DatePeriod") if dates else ():
            when, about, words = self._refs.period(period)
            said.append(f"{'circa ' if about else ''}{when.notation()}" if when else words)
        return "; ".join(filter(None, said))

    def _relation(self, element: Any) -> None:
        """Note on the one party what it is to the other."""
        one, other = (self._parties.get(element.get(name, "")) for name in ("From-ProfileID", "To-ProfileID"))
        if one is None:
            self._strangers["ProfileRelationship (of no party)"] += 1
            return
        kind = self._refs.words("RelationType", element.get("RelationTypeID")).rstrip(": ") or "Related to"
        former = " (former)" if element.get("Former") == "true" else ""
        whom = f"{other.name} ({element.get('To-ProfileID')})" if other else element.get("To-ProfileID", "")
        note = self._text(element, "Comment")
        one.draft.add("remarks", f"{kind}{former}: {whom}{f'; {note}' if note else ''}")

    def _imposed(self, element: Any) -> None:
        """Note on a party which programmes and measures it is under, since when, and by which act."""
        self._note_strangers(element)
        party = self._parties.get(element.get("ProfileID", ""))
        if party is None:
            self._strangers["SanctionsEntry (of no party)"] += 1
            return
        draft = party.draft
        if listed := self._refs.words("List", element.get("ListID")):
            self._lists.add(listed)
            draft.add("remarks", "" if listed == SDN_LIST else f"List: {listed}")
        for event in element.iterfind(f"{self._prefix}EntryEvent"):
            self._event(draft, event)
        for measure in element.iterfind(f"{self._prefix}SanctionsMeasure"):
            kind, note = (
                self._refs.words("SanctionsType", measure.get("SanctionsTypeID")),
                self._text(measure, "Comment"),
            )
            if kind in ("", PROGRAMME):
                draft.add("programmes", note)
            else:
                draft.add("measures", f"{kind}: {note}" if note else kind)

    def _event(self, draft: EntryDraft, event: Any) -> None:
        kind = self._refs.words("EntryEventType", event.get("EntryEventTypeID"))
        day = event.find(f"{self._prefix}Date")
        when = self._refs.day(day) if day is not None else None
        if when and kind in ("", CREATED):
            draft.listed_on("EntryEvent", when)
        elif when:
            draft.add("remarks", f"{kind}: {when.notation()}")
        if act := self._refs.words("LegalBasis", event.get("LegalBasisID")):
            draft.add("acts", ListedAct(number=act))
        draft.add("remarks", self._text(event, "Comment"))

    def _finish(self, key: str, party: _Party, code: str) -> ListEntry:
        party.draft.facts["sanctions_list"] = code
        return party.draft.finish(key=key, inner=key, where=party.where, name=party.name)

    def _text(self, element: Any, name: str) -> str:
        return clean(element.findtext(self._prefix + name))

    def _note_strangers(self, element: Any) -> None:
        known = CARRIED[element.tag.removeprefix(self._prefix)]
        for child in element:
            if (name := child.tag.removeprefix(self._prefix)) not in known:
                self._strangers[name] += 1

    _take: ClassVar[dict[str, Callable[[_Reading, Any], None]]] = {
        "ReferenceValueSets": _sets,
        "Location": _place,
        "IDRegDocument": _document,
        "DistinctParty": _party,
        "ProfileRelationship": _relation,
        "SanctionsEntry": _imposed,
    }
