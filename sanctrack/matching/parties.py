"""Those whom names are compared with: our actors, and the entries of imported lists."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sanctrack.warehouse.warehouse import Warehouse

OURS = "actors"
VESSEL_NUMBERS = frozenset(("imo_ship", "imo_unspecified"))
# numbers that one party in the world bears; a register's number needs its country beside it
WORLDWIDE = frozenset(
    (
        "imo_ship",
        "imo_company",
        "imo_unspecified",
        "mmsi",
        "lei",
        "bic",
        "duns",
        "wallet",
        "wikidata",
    )
)


@dataclass(slots=True)
class Party:
    """Somebody, a body or a ship: names, numbers, days of birth (as intervals) and countries.

    `of_list` is `actors` for ours, a list's code for an entry, blank for a row of a user's.
    `numbers` are pairs of scheme and value; the scheme is blank where it is not known.
    """

    party_id: str
    of_list: str = ""
    kind: str = ""
    names: list[str] = field(default_factory=list)
    name_types: list[str] = field(default_factory=list)
    numbers: list[tuple[str, str]] = field(default_factory=list)
    births: list[tuple[date, date]] = field(default_factory=list)
    countries: list[str] = field(default_factory=list)

    @property
    def key(self) -> tuple[str, str]:
        """List and id, which together name a party once."""
        return (self.of_list, self.party_id)


def parties_of(warehouse: Warehouse, against: Iterable[str] | None = None) -> list[Party]:
    """The parties of a warehouse that holds `screening_names` and `screening_traits`.

    `against` are codes of lists and `actors`; None is all of them. In the order of list and id.
    """
    chosen = None if against is None else set(against)
    parties: dict[tuple[str, str], Party] = {}
    names = warehouse.rows_of("screening_names").rows
    for party_id, of_list, kind, name, name_type, _quality in sorted(names, key=str):
        if chosen is not None and of_list not in chosen:
            continue
        party = parties.get((of_list, party_id))
        if party is None:
            party = parties[of_list, party_id] = Party(party_id, of_list, kind or "")
        if name not in party.names:
            party.names.append(name)
            party.name_types.append(name_type or "")
    for party_id, of_list, trait, scheme, value, earliest, latest in sorted(
        warehouse.rows_of("screening_traits").rows, key=str
    ):
        party = parties.get((of_list, party_id))
        if party is None:
            continue
        if trait == "number" and (scheme, value) not in party.numbers:
            party.numbers.append((scheme, value))
        elif trait == "birth":
            party.births.append((earliest, latest or earliest))
        elif trait == "country" and value not in party.countries:
            party.countries.append(value)
    return list(parties.values())
