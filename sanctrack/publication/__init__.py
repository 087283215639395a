"""What may leave the machine (DESIGN 2.11): one room for the rule that everything written or drawn
for others obeys.

    with open_public(home, workspace, only=["strikes"]) as warehouse:
        shown = warehouse.guard.show(warehouse.report("strikes"))
    write(shown.printed, "csv", out)

The rules stand in the contracts: `publish_precision` of a row, `publish` and `identifies` of a
field, `when_withheld` of a foreign key. `sql`, `check` and `sanctrack.open` are the owner's own
desk and show all.
"""

from sanctrack.publication.guard import (
    INTERNAL,
    INTERNAL_WORDS,
    Guard,
    PublicWarehouse,
    Shown,
    guard_of,
    open_public,
)
from sanctrack.publication.marks import MARK

__all__ = [
    "INTERNAL",
    "INTERNAL_WORDS",
    "MARK",
    "Guard",
    "PublicWarehouse",
    "Shown",
    "guard_of",
    "open_public",
]
