"""Names and texts as SQL writes them: whatever they hold, they stay one name or one text."""

from sanctrack.errors import DataError


def quoted(*names: str) -> str:
    """A name as an SQL identifier, or a dotted one: `quoted("main", "airstrikes")` is
    `"main"."airstrikes"`.

    Every name of a table, column or schema enters SQL through this, ours as well as those from
    files of others.
    Raises DataError for a name that no database can hold.
    """
    return ".".join('"' + storable(name).replace('"', '""') + '"' for name in names)


def quoted_text(text: str) -> str:
    """A text as an SQL literal, for the statements that take no parameters. Raises DataError as
    `quoted` does.
    """
    return "'" + storable(text).replace("'", "''") + "'"


def storable(text: str) -> str:
    # a statement ends for C at its first NUL, and half a surrogate pair is no UTF-8
    if "\0" in text or any("\ud800" <= sign <= "\udfff" for sign in text):
        raise DataError(f"{ascii(text)[:80]}: a name with such signs cannot be used in SQL")
    return text
