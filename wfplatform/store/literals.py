"""Columns as PostgreSQL's array literals, one text a column.

The driver looks twice at each element of an array that it is given, in Python. A text passes as it is, and the
server takes it apart in C.
"""

from collections.abc import Sequence

_UUID_LENGTH = 36


def numbers(values: Sequence[int | float | bool | None]) -> str:
    """For integers, floats and booleans."""
    return "{" + str(values)[1:-1].replace("None", "NULL") + "}" if values else "{}"


def uuids(values: Sequence[str | None]) -> str:
    """For UUIDs in their usual form, and none. Raises `ValueError` for text that could be none of these, or two."""
    missing = values.count(None)
    text = ",".join(["NULL" if value is None else value for value in values])
    if values and len(text) != _UUID_LENGTH * (len(values) - missing) + 4 * missing + len(values) - 1:
        raise ValueError("one of the ids is no UUID")
    return "{" + text + "}"


def words(values: Sequence[str]) -> str:
    """For texts of our own making, which have neither quotes, commas, braces, blanks nor backslashes."""
    return "{" + ",".join(values) + "}"


def digests(values: Sequence[bytes | None]) -> str:
    """For short bytes, and none."""
    return "{" + ",".join(["NULL" if value is None else f'"\\\\x{value.hex()}"' for value in values]) + "}"


def texts(values: Sequence[str | None]) -> str:
    """For any text, and none."""
    return "{" + ",".join(["NULL" if value is None else _quoted(value) for value in values]) + "}"


def _quoted(value: str) -> str:
    if value.isidentifier() and value[0] not in "nN":  # `null`, in whatever case, is none
        return value
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
