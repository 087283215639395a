"""What an entry of a list touches in our facts: found by numbers alone, never by names
(`queries/views/links/list_entry_links.sql`).
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sanctrack.definitions.contracts import load_contract
from sanctrack.definitions.paths import find_home

if TYPE_CHECKING:
    from sanctrack.warehouse.warehouse import Warehouse

VIEWS = ("list_entry_links", "calls_to_authorities")
TABLES = (
    "addressee_jurisdictions",
    "ask_answers",
    "authorities",
    "call_addressees",
    "call_asks",
    "designations",
    "directed_asks",
    "fuel_shipments",
    "identifiers",
    "measures",
    "shipment_group_claims",
    "shipment_parties",
)
Rows = Iterable[Mapping[str, Any]]


class FactIndex:
    """The records of ours that hang on an actor, by the actor's numbers, and the calls to each
    authority's government.
    """

    def __init__(self, tables: Mapping[str, Rows]) -> None:
        """Build from plain rows of TABLES, instead of the shipped ones; a table that is missing is
        empty, but the authorities stand.
        """
        import pyarrow as pa

        from sanctrack.warehouse.warehouse import Warehouse

        home = find_home()
        given = {}
        for name in TABLES:
            if name == "authorities" and name not in tables:
                continue
            schema = load_contract(home, name).arrow_schema().remove_metadata()
            nullable = pa.schema([pa.field(item.name, item.type) for item in schema])
            given[name] = pa.Table.from_pylist(
                [dict(row) for row in tables.get(name, ())], nullable
            )
        with Warehouse(replace(home, given=given), Path("/nonexistent"), only=VIEWS) as warehouse:
            self._read(warehouse)

    @classmethod
    def of(cls, warehouse: "Warehouse") -> "FactIndex":
        """Build from the facts of a warehouse, shipped and the user's own."""
        index = cls.__new__(cls)
        index._read(warehouse)
        return index

    def _read(self, warehouse: "Warehouse") -> None:
        self._links: dict[tuple[str, str], list[dict[str, Any]]] = {}
        for row in warehouse.rows_of("list_entry_links").records():
            self._links.setdefault((row["scheme"], row["value"]), []).append(row)
        self._calls = {
            row["authority"]: row for row in warehouse.rows_of("calls_to_authorities").records()
        }

    def _links_of(
        self, scheme: str, reference: str, identifiers: Iterable[tuple[str, str]]
    ) -> list[dict[str, Any]]:
        """The links of an entry: by its own number, or by numbers that name one ship or company
        everywhere.
        """
        links = [*self._links.get((scheme, reference), ())]
        for key in identifiers:
            links += [link for link in self._links.get(key, ()) if link["of_any_entry"] == "yes"]
        return links

    def actors(
        self, scheme: str, reference: str, identifiers: Iterable[tuple[str, str]]
    ) -> list[str]:
        """Return the actors that an entry is, by its own number or by numbers of ships and
        companies.
        """
        return list(
            dict.fromkeys(
                link["actor_id"] for link in self._links_of(scheme, reference, identifiers)
            )
        )

    def touched(
        self,
        authority: str | None,
        scheme: str,
        reference: str,
        identifiers: Iterable[tuple[str, str]],
    ) -> str:
        """Return what an entry touches, joined by `; `: actors, deliveries, designations, and how
        many calls asked this government.
        """
        links = self._links_of(scheme, reference, identifiers)
        records = dict.fromkeys(link["record"] for link in links)
        calls = self._calls.get(authority)
        if calls and any(link["carries_fuel"] == "yes" for link in links):
            count = calls["calls"]
            records[
                f"{count} call{'s' if count > 1 else ''} to {calls['jurisdiction']} for fuel bans "
                f"or listings"
            ] = None
        return "; ".join(records)
