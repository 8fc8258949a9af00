"""How to reach a server: one value, written as each driver wants it."""

from dataclasses import dataclass, field, replace
from pathlib import Path
from urllib.parse import quote


@dataclass(frozen=True, slots=True)
class Address:
    """A database of the embedded server. The Unix socket is always there; TCP only when `password` is set."""

    socket_folder: Path
    port: int
    user: str
    database: str
    password: str | None = field(default=None, repr=False)

    @property
    def dsn(self) -> str:
        """Through the Unix socket, as asyncpg, psycopg and libpq read it. Holds no secret."""
        return f"postgresql://{self._socket_part}"

    @property
    def sqlalchemy_url(self) -> str:
        """Through the Unix socket, for SQLAlchemy with psycopg2. Holds no secret."""
        return f"postgresql+psycopg2://{self._socket_part}"

    @property
    def tcp_dsn(self) -> str | None:
        """Over loopback, with the password in it: for tools that cannot use the socket. Not to be logged."""
        if self.password is None:
            return None
        return f"postgresql://{self.user}:{quote(self.password, safe='')}@127.0.0.1:{self.port}/{self.database}"

    def of_database(self, database: str) -> "Address":
        """Another database of the same server."""
        return replace(self, database=database)

    @property
    def _socket_part(self) -> str:
        return f"{self.user}@/{self.database}?host={quote(str(self.socket_folder), safe='/')}&port={self.port}"
