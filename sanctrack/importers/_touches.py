"""What an entry of a list touches in our facts: found by numbers alone, never by names."""

from collections.abc import Iterable, Mapping
from typing import Any

from sanctrack.quoting import quoted

# Numbers by which an entry and an actor are the same; call signs and registration numbers recur among countries.
SAFE = ("imo_ship", "imo_company", "mmsi")
ASKS = ("jet_fuel", "targeted_sanctions", "insurance_shipping")
TABLES = (
    "identifiers", "designations", "authorities", "fuel_shipments", "shipment_parties", "shipment_group_claims", "call_asks",
    "call_addressees",
    "addressee_jurisdictions",
)  # fmt: skip
Rows = Iterable[Mapping[str, Any]]


class FactIndex:
    """Our actors by their numbers, and what hangs on each actor."""

    def __init__(self, tables: Mapping[str, Rows]) -> None:
        """Build from plain rows; tables that are missing are empty."""
        self._actors: dict[tuple[str, str], list[str]] = {}
        self._roles: dict[str, dict[str, None]] = {}
        self._fuel: set[str] = set()
        self._jurisdiction = {row["authority"]: row["jurisdiction"] for row in tables.get("authorities", ())}
        for row in tables.get("identifiers", ()):
            self._actors.setdefault((str(row["scheme"]), str(row["value"])), []).append(str(row["actor_id"]))
        for row in tables.get("fuel_shipments", ()):
            if row.get("vessel_id"):
                self._role(row["vessel_id"], f"vessel {row['vessel_id']}", fuel=True)
                self._role(row["vessel_id"], f"delivery {row['shipment_id']}")
        for row in tables.get("shipment_parties", ()):
            self._role(row["actor_id"], f"delivery {row['shipment_id']}", fuel=True)
        for row in tables.get("shipment_group_claims", ()):
            self._role(row["actor_id"], f"group {row['group_id']}", fuel=True)
        for row in tables.get("designations", ()):
            self._role(row["actor_id"], f"designation {row['measure_id']}|{row['actor_id']}")
        self._calls = calls_by_jurisdiction(tables)

    @classmethod
    def of(cls, connection: Any) -> "FactIndex":
        """Build from a DuckDB connection that holds the fact tables."""
        there = {row[0] for row in connection.execute("select table_name from information_schema.tables").fetchall()}
        tables: dict[str, list[dict[str, Any]]] = {}
        for name in TABLES:
            if name in there:
                cursor = connection.execute(f"select * from {quoted(name)}")
                columns = [item[0] for item in cursor.description]
                tables[name] = [dict(zip(columns, row, strict=True)) for row in cursor.fetchall()]
        return cls(tables)

    def _role(self, actor: object, role: str, fuel: bool = False) -> None:
        self._roles.setdefault(str(actor), {})[role] = None
        if fuel:
            self._fuel.add(str(actor))

    def actors(self, scheme: str, reference: str, identifiers: Iterable[tuple[str, str]]) -> list[str]:
        """Return the actors that an entry is, by its own number or by numbers of ships and companies."""
        keys = [(scheme, reference), *(pair for pair in identifiers if pair[0] in SAFE)]
        return list(dict.fromkeys(actor for key in keys for actor in self._actors.get(key, ())))

    def touched(self, authority: str | None, scheme: str, reference: str, identifiers: Iterable[tuple[str, str]]) -> str:
        """Return what an entry touches, joined by `; `: actors, deliveries, designations, and how many calls asked this government."""
        actors = self.actors(scheme, reference, identifiers)
        found: dict[str, None] = {}
        for actor in actors:
            found[f"actor {actor}"] = None
            found |= self._roles.get(actor, {})
        if any(actor in self._fuel for actor in actors) and authority:
            jurisdiction = self._jurisdiction.get(authority)
            count = len(self._calls.get(jurisdiction or "", ()))
            if count:
                found[f"{count} call{'s' if count > 1 else ''} to {jurisdiction} for fuel bans or listings"] = None
        return "; ".join(found)


def calls_by_jurisdiction(tables: Mapping[str, Rows]) -> dict[str, set[str]]:
    """Return the calls that ask for fuel bans or listings, by the jurisdiction that they address."""
    asking = {str(row["call_id"]) for row in tables.get("call_asks", ()) if row["ask"] in ASKS}
    answers = {row["addressee"]: row.get("jurisdiction") for row in tables.get("addressee_jurisdictions", ())}
    found: dict[str, set[str]] = {}
    for row in tables.get("call_addressees", ()):
        jurisdiction = answers.get(row["addressee"])
        if jurisdiction and str(row["call_id"]) in asking:
            found.setdefault(str(jurisdiction), set()).add(str(row["call_id"]))
    return found
