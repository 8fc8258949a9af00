"""A real PostgreSQL for tests: one server a test process, one fresh database a test.

    database         DSN (asyncpg, psycopg) of a new database with the schema in it; dropped afterwards
    empty_database   the same without the schema
    postgres_server  the server itself, for tests that stop it, kill it or need a second role

`WFPLATFORM_TEST_DSN` names a server to use instead; its role must be allowed to create databases.
"""

import contextlib
import os
import shutil
import tempfile
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest
from psycopg import sql

from wfplatform.store.embedded import EmbeddedPostgres
from wfplatform.store.embedded.cluster import SMALL
from wfplatform.store.embedded.folder import Folder
from wfplatform.store.migrate import migrate

_PREFIX = "wfplatform-tests-"


@dataclass(frozen=True)
class PostgresServer:
    """A server in which tests make databases. `embedded` is None when the server is somebody else's."""

    dsn: str
    template: str
    embedded: EmbeddedPostgres | None

    def dsn_of(self, database: str) -> str:
        """The same server, another database."""
        return urlunsplit(urlsplit(self.dsn)._replace(path=f"/{database}"))

    def admin(self) -> psycopg.Connection[tuple[object, ...]]:
        """A connection to the maintenance database, in autocommit."""
        return psycopg.connect(self.dsn, autocommit=True)

    def create(self, database: str, template: str) -> str:
        """Make a database as a copy and give its DSN."""
        command = sql.SQL("CREATE DATABASE {} TEMPLATE {}")
        with self.admin() as connection:
            connection.execute(command.format(sql.Identifier(database), sql.Identifier(template)))
        return self.dsn_of(database)

    def drop(self, database: str) -> None:
        """Drop a database, ending whatever a failed test left connected."""
        with self.admin() as connection:
            connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(database)))


@contextlib.contextmanager
def served(settings: Mapping[str, str] = SMALL) -> Iterator[PostgresServer]:
    """Run a server with a template database in it. Usable outside pytest too (benchmarks, scripts)."""
    given = os.environ.get("WFPLATFORM_TEST_DSN")
    template = f"wf_template_{os.getpid()}"
    if given:
        server = PostgresServer(given, template, None)
        _make_template(server)
        try:
            yield server
        finally:
            server.drop(template)
        return
    _sweep()
    folder = temporary_folder()
    embedded = EmbeddedPostgres(folder, settings=settings)
    try:
        server = PostgresServer(embedded.start().of_database("postgres").dsn, template, embedded)
        _make_template(server)
        yield server
    finally:
        embedded.stop()
        shutil.rmtree(folder, ignore_errors=True)


def temporary_folder() -> Path:
    """A folder that the server's user can pass through (pytest's own are closed). The caller removes it."""
    folder = Path(tempfile.mkdtemp(prefix=_PREFIX))
    folder.chmod(0o711)
    return folder


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgresServer]:
    """The server of this test process."""
    with served() as server:
        yield server


@pytest.fixture
def database(postgres_server: PostgresServer) -> Iterator[str]:
    """DSN of a fresh database with the schema in it."""
    yield from _fresh(postgres_server, postgres_server.template)


@pytest.fixture
def empty_database(postgres_server: PostgresServer) -> Iterator[str]:
    """DSN of a fresh database with nothing in it."""
    yield from _fresh(postgres_server, "template0")


def _fresh(server: PostgresServer, template: str) -> Iterator[str]:
    name = f"wf_test_{uuid.uuid4().hex[:12]}"
    yield server.create(name, template)
    server.drop(name)


def _make_template(server: PostgresServer) -> None:
    migrate(server.create(server.template, "template0"))


def _sweep() -> None:
    """Stop and remove what test processes that were killed have left behind."""
    for left in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*"):
        if (left / "owner").exists() and not Folder(left).is_owned():
            with contextlib.suppress(Exception):
                abandoned = EmbeddedPostgres(left, settings=SMALL)
                abandoned.start()
                abandoned.stop()
            shutil.rmtree(left, ignore_errors=True)


@contextlib.contextmanager
def as_role(server: PostgresServer, dsn: str, *, owner: bool) -> Iterator[str]:
    """DSN of the same database for a role that is no superuser, and owns the database or has no rights in it."""
    role = f"wf_role_{uuid.uuid4().hex[:8]}"
    database = urlsplit(dsn).path.lstrip("/")
    with server.admin() as connection:
        connection.execute(sql.SQL("CREATE ROLE {} LOGIN PASSWORD 'secret'").format(sql.Identifier(role)))
        if owner:
            command = sql.SQL("ALTER DATABASE {} OWNER TO {}")
            connection.execute(command.format(sql.Identifier(database), sql.Identifier(role)))
    parts = urlsplit(dsn)
    place = parts.netloc.rpartition("@")[2]
    try:
        yield urlunsplit(parts._replace(netloc=f"{role}:secret@{place}"))
    finally:
        with server.admin() as connection:
            command = sql.SQL("ALTER DATABASE {} OWNER TO CURRENT_USER")
            connection.execute(command.format(sql.Identifier(database)))
        with psycopg.connect(dsn, autocommit=True) as connection:
            connection.execute(sql.SQL("DROP OWNED BY {} CASCADE").format(sql.Identifier(role)))
        with server.admin() as connection:
            connection.execute(sql.SQL("DROP ROLE {}").format(sql.Identifier(role)))
