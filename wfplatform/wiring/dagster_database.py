"""Dagster's own tables: a database of their own beside ours where that is allowed, otherwise a schema in ours."""

from urllib.parse import quote, urlencode

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict


def ensure_dagster_database(dsn: str, name: str) -> str:
    """See that it exists, and give its SQLAlchemy URL. Without the right to make databases, a schema is made."""
    given = conninfo_to_dict(dsn)
    with psycopg.connect(dsn, autocommit=True) as connection:
        known = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone()
        if known is None:
            try:
                connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
            except psycopg.errors.InsufficientPrivilege:
                connection.execute(sql.SQL("CREATE SCHEMA IF NOT EXISTS {}").format(sql.Identifier(name)))
                return _url(given, str(given["dbname"]), {"options": f"-csearch_path={name}"})
    return _url(given, name, {})


def _url(given: dict[str, str | int | None], database: str, extra: dict[str, str]) -> str:
    """The driver is named: `postgresql://` alone means another one to newer SQLAlchemy versions."""
    host = str(given.get("host") or "")
    query = dict(extra)
    place = ""
    if host.startswith("/"):
        query["host"] = host
        if given.get("port"):
            query["port"] = str(given["port"])
    else:
        place = f"{host or '127.0.0.1'}:{given.get('port') or 5432}"
    user = quote(str(given.get("user") or ""), safe="")
    password = f":{quote(str(given['password']), safe='')}" if given.get("password") else ""
    tail = f"?{urlencode(query)}" if query else ""
    return f"postgresql+psycopg2://{user}{password}@{place}/{database}{tail}"
