"""The SQL of this room: one statement a file, loaded once."""

from functools import cache
from importlib import resources


@cache
def statement(name: str) -> str:
    """The text of `sql/<name>.sql`."""
    return resources.files("wfplatform.store").joinpath("sql", f"{name}.sql").read_text()
