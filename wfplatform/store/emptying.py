"""Empties a database of everything that is ours, for a restore over it."""

import psycopg

from wfplatform.kernel.codes.sto import UNREACHABLE
from wfplatform.kernel.errors import Unavailable


def empty(dsn: str) -> None:
    """Drop our schema with all it holds. Irrevocable; whoever calls this has asked. Raises `Unavailable`."""
    try:
        with psycopg.connect(dsn, autocommit=True, connect_timeout=10) as connection:
            connection.execute("DROP SCHEMA IF EXISTS wfplatform CASCADE")
    except psycopg.Error as cause:
        raise Unavailable(UNREACHABLE, f"Nothing was emptied: {str(cause).splitlines()[0]}.") from cause
