"""FollowTheMoney, the model of OpenSanctions: which property means what, and the lines of an
export.
"""

import json
from collections.abc import Container, Iterator
from pathlib import Path
from typing import Any

from sanctrack.errors import SourceError
from sanctrack.lists.reading.files import lines
from sanctrack.lists.reading.issues import Issues

TYPES = {
    "Person": "person", "Organization": "entity", "Company": "entity", "PublicBody": "entity",
    "Airplane": "aircraft", "Vessel": "vessel", "LegalEntity": "unspecified",
    "Security": "security", "CryptoWallet": "wallet", "Vehicle": None, "Asset": None,
}  # fmt: skip
NAMES = {
    "name": ("alias", None),
    "alias": ("alias", None),
    "weakAlias": ("alias", "low"),
    "previousName": ("former", None),
    "abbreviation": ("alias", "low"),
}
IDENTIFIERS = {
    "imoNumber": "imo", "mmsi": "mmsi", "callSign": "callsign",
    "registrationNumber": "registration", "taxNumber": "tax", "innCode": "tax", "vatCode": "tax",
    "ogrnCode": "registration", "kppCode": "tax", "okpoCode": "other_id", "leiCode": "lei",
    "swiftBic": "bic", "dunsCode": "duns", "passportNumber": "passport", "idNumber": "national_id",
    "socialSecurityNumber": "national_id", "wikidataId": "wikidata", "uscCode": "registration",
    "npiCode": "other_id", "cageCode": "other_id", "uniqueEntityId": "other_id", "isin": "security",
    "ticker": "security", "ricCode": "security", "permId": "other_id",
    "serialNumber": "aircraft_serial", "publicKey": "wallet", "bikCode": "other_id",
    "giiNumber": "other_id", "voenCode": "tax", "caemCode": "other_id", "coatoCode": "other_id",
    "icijId": "other_id", "opencorporatesUrl": "other_id", "jibCode": "other_id",
    "fnsCode": "other_id", "fssCode": "other_id", "pfrNumber": "other_id", "oksmCode": "other_id",
    "okopfCode": "other_id", "crsNumber": "other_id", "iceCode": "other_id",
    "rssNumber": "other_id", "bvdId": "other_id", "sayariId": "other_id",
    "brightQueryId": "other_id", "brightQueryOrgId": "other_id", "irsCode": "tax",
}  # fmt: skip
# Property: our kind of particular, and whether the value is a country code.
DETAILS = {
    "birthPlace": ("birth_place", False), "birthCountry": ("other", True),
    "gender": ("gender", False), "position": ("position", False), "title": ("title", False),
    "nationality": ("nationality", True), "citizenship": ("citizenship", True),
    "country": ("other", True), "jurisdiction": ("other", True), "mainCountry": ("other", True),
    "legalForm": ("organisation_type", False), "sector": ("organisation_type", False),
    "website": ("website", False), "email": ("email", False), "phone": ("phone", False),
    "flag": ("vessel_flag", True), "pastFlags": ("vessel_flag_former", True),
    "type": ("vessel_type", False), "tonnage": ("tonnage", False),
    "deadweightTonnage": ("deadweight_tonnes", False),
    "grossRegisteredTonnage": ("gross_tonnage", False), "model": ("aircraft_model", False),
    "owner": ("vessel_owner", False), "operator": ("vessel_owner", False),
    "parent": ("parent", False), "ethnicity": ("other", False), "religion": ("other", False),
    "education": ("other", False), "political": ("other", False), "status": ("other", False),
    "classification": ("other", False), "registrationPort": ("other", False),
    "navigationArea": ("other", False), "currency": ("other", False),
    "managingExchange": ("other", False),
}  # fmt: skip
DATES = {
    "birthDate": "birth_date",
    "incorporationDate": "established_date",
    "buildDate": "build_year",
}
IGNORED = (
    "firstName", "secondName", "middleName", "fatherName", "motherName", "lastName", "nameSuffix",
    "topics", "sourceUrl", "modifiedAt", "createdAt", "retrievedAt", "addressEntity", "keywords",
    "programId", "program", "wikipediaUrl", "proof", "publisher", "publisherUrl", "previousNameOf",
    "deathDate", "dissolutionDate", "height", "weight", "hairColor", "eyeColor", "appearance",
    "spokenLanguage", "profession", "bookmark", "aliasOf", "crossLink", "alephUrl", "sanctions",
    "issuer", "holder", "url", "capital", "amount", "ownershipOwner", "ownershipAsset",
    "directorshipDirector", "directorshipOrganization", "familyPerson", "familyRelative",
    "associates", "associations", "unknownLinkFrom", "unknownLinkTo", "membershipMember",
    "membershipOrganization", "employers", "employees", "passport", "identificiation",
    "identification", "subsidiaries", "familyRelationship", "positionOccupancies", "agencyClient",
    "agentRepresentation", "representation", "occupancies", "securities", "indexText",
    "licenseNumber", "swiftBicOf", "imageUrl", "emails", "maidenName",
)  # fmt: skip
# What to do with a property: the group above that it is in, and what that group says of it.
WAYS: dict[str, tuple[str, Any]] = {
    **{name: ("name", way) for name, way in NAMES.items()},
    **{name: ("identifier", scheme) for name, scheme in IDENTIFIERS.items()},
    **{name: ("detail", way) for name, way in DETAILS.items()},
    **{name: ("date", detail) for name, detail in DATES.items()},
    "address": ("address", None),
    **dict.fromkeys(("notes", "summary", "description"), ("remarks", None)),
    **dict.fromkeys(IGNORED, ("ignored", None)),
}
LONGEST_LINE = 20_000_000


def parsed(
    path: Path, issues: Issues, wanted: str = "", left: Container[int] = ()
) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield line number and entity of an export, one JSON object a line.

    With `wanted` only lines that hold that word; lines whose numbers are in `left` are not read.
    """
    for number, line in enumerate(lines(path), 1):
        if wanted not in line or number in left:
            continue
        if not line.strip():
            continue
        if len(line) > LONGEST_LINE:
            issues.add(
                "error",
                "too_long",
                f"line {number}",
                None,
                None,
                f"{len(line):,} characters in one entity; it was not read",
            )
            continue
        try:
            item = json.loads(line)
        except (ValueError, RecursionError) as error:
            raise SourceError(
                f"{path.name} line {number}: not JSON, perhaps cut off ({str(error)[:80]}); "
                f"download the file again"
            ) from error
        if isinstance(item, dict) and isinstance(item.get("properties"), dict) and item.get("id"):
            yield number, item
        else:
            issues.add(
                "error",
                "structure",
                f"line {number}",
                None,
                line,
                "not an entity with id and properties; it was not read",
            )


def sanctions_of(path: Path) -> tuple[dict[str, list[dict[str, list[str]]]], set[int]]:
    """Return the properties of all sanctions, by the id of the party that they are on, and the
    lines that hold nothing else.
    """
    found: dict[str, list[dict[str, list[str]]]] = {}
    places: set[int] = set()
    for number, item in parsed(path, Issues(), '"Sanction"'):
        if item.get("schema") != "Sanction":
            continue
        if item.get("target") is not True:
            places.add(number)
        texts = {
            str(name): [value for value in values if isinstance(value, str)]
            for name, values in item["properties"].items()
            if isinstance(values, list)
        }
        for party in texts.pop("entity", []):
            found.setdefault(party, []).append(texts)
    return found, places


def targets(path: Path, issues: Issues, left: Container[int]) -> Iterator[dict[str, Any]]:
    """Yield the entities that are targets of sanctions, but not those of the lines `left`. Raises
    SourceError when there is none.
    """
    none = True
    for _, item in parsed(path, issues, left=left):
        if item.get("target") is True:
            none = False
            yield item
    if none:
        raise SourceError(
            f"{path.name}: holds no target of sanctions; it is a data set of another kind"
        )
